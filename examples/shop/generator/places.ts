export interface Country {
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly languages: readonly [string, ...string[]];
  readonly weight: number;
  readonly cities: readonly [string, ...string[]];
  readonly dialling: string;
  readonly women: readonly [string, ...string[]];
  readonly men: readonly [string, ...string[]];
  readonly families: readonly [string, ...string[]];
}

/** Where customers live; cities and names with the frequent ones first. */
export const COUNTRIES: readonly [Country, ...Country[]] = [
  {
    code: 'DE',
    name: 'Germany',
    currency: 'EUR',
    languages: ['de-DE'],
    weight: 34,
    cities: ['Berlin', 'Hamburg', 'München', 'Köln', 'Frankfurt', 'Leipzig', 'Bremen'],
    dialling: '49',
    women: ['Anna', 'Laura', 'Sabine', 'Katharina', 'Julia', 'Petra', 'Lena', 'Monika', 'Jana'],
    men: ['Thomas', 'Lukas', 'Stefan', 'Jonas', 'Michael', 'Felix', 'Uwe', 'Tim', 'Andreas'],
    families: ['Müller', 'Schmidt', 'Schneider', 'Fischer', 'Weber', 'Wagner', 'Becker', 'Hoffmann', 'Koch', 'Richter'],
  },
  {
    code: 'GB',
    name: 'United Kingdom',
    currency: 'GBP',
    languages: ['en-GB'],
    weight: 20,
    cities: ['London', 'Manchester', 'Birmingham', 'Leeds', 'Bristol', 'Glasgow'],
    dialling: '44',
    women: ['Olivia', 'Emma', 'Sarah', 'Chloe', 'Margaret', 'Lucy', 'Hannah'],
    men: ['Jack', 'Oliver', 'James', 'David', 'Harry', 'Ian', 'Callum'],
    families: ['Smith', 'Jones', 'Taylor', 'Brown', 'Williams', 'Wilson', 'Davies', 'Evans', 'Patel'],
  },
  {
    code: 'FR',
    name: 'France',
    currency: 'EUR',
    languages: ['fr-FR'],
    weight: 14,
    cities: ['Paris', 'Lyon', 'Marseille', 'Toulouse', 'Nantes'],
    dialling: '33',
    women: ['Camille', 'Marie', 'Léa', 'Chloé', 'Nathalie', 'Manon'],
    men: ['Lucas', 'Pierre', 'Nicolas', 'Hugo', 'Philippe', 'Julien'],
    families: ['Martin', 'Bernard', 'Dubois', 'Thomas', 'Robert', 'Petit', 'Moreau'],
  },
  {
    code: 'CH',
    name: 'Switzerland',
    currency: 'CHF',
    languages: ['de-CH', 'de-CH', 'fr-CH', 'it-CH'],
    weight: 10,
    cities: ['Zürich', 'Genève', 'Basel', 'Bern', 'Lausanne', 'Lugano'],
    dialling: '41',
    women: ['Nina', 'Sandra', 'Corinne', 'Seraina', 'Elisa'],
    men: ['Reto', 'Urs', 'Marc', 'Luca', 'Beat'],
    families: ['Meier', 'Keller', 'Huber', 'Favre', 'Bernasconi', 'Brunner'],
  },
  {
    code: 'NL',
    name: 'Netherlands',
    currency: 'EUR',
    languages: ['nl-NL'],
    weight: 8,
    cities: ['Amsterdam', 'Rotterdam', 'Utrecht', 'Eindhoven'],
    dialling: '31',
    women: ['Sanne', 'Lotte', 'Fleur', 'Anouk'],
    men: ['Daan', 'Sem', 'Bram', 'Pieter'],
    families: ['de Jong', 'Jansen', 'de Vries', 'Bakker', 'Visser'],
  },
  {
    code: 'AT',
    name: 'Austria',
    currency: 'EUR',
    languages: ['de-AT'],
    weight: 6,
    cities: ['Wien', 'Graz', 'Linz', 'Salzburg'],
    dialling: '43',
    women: ['Magdalena', 'Johanna', 'Theresa', 'Eva'],
    men: ['Florian', 'Maximilian', 'Georg', 'Alexander'],
    families: ['Gruber', 'Huber', 'Bauer', 'Wagner', 'Pichler'],
  },
  {
    code: 'IT',
    name: 'Italy',
    currency: 'EUR',
    languages: ['it-IT'],
    weight: 5,
    cities: ['Milano', 'Roma', 'Torino', 'Bologna'],
    dialling: '39',
    women: ['Giulia', 'Francesca', 'Sofia', 'Chiara'],
    men: ['Marco', 'Andrea', 'Matteo', 'Paolo'],
    families: ['Rossi', 'Russo', 'Ferrari', 'Esposito', 'Bianchi'],
  },
  {
    code: 'ES',
    name: 'Spain',
    currency: 'EUR',
    languages: ['es-ES', 'es-ES', 'ca-ES'],
    weight: 3,
    cities: ['Madrid', 'Barcelona', 'Valencia', 'Sevilla'],
    dialling: '34',
    women: ['Lucía', 'Carmen', 'Paula', 'Marta'],
    men: ['Alejandro', 'Pablo', 'Javier', 'Diego'],
    families: ['García', 'Fernández', 'López', 'Martínez', 'Sánchez'],
  },
];
