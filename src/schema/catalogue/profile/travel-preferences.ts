import { boolean, each, object, oneOf, string } from '../../node.ts';
import { fieldGroup } from '../field-group.ts';

const words = (text: string) => oneOf(...text.split(' '));

const meal = words(
  'regularMeal blandLowResidue childMeal diabeticMeal fruitPlatter glutenFreeMeal infantBabyMeal kosherMeal ' +
    'lowCalorieMeal lowSaltSodiumMeal halalMeal noSaltMeal nonLactoseMeal peanutFreeMeal seafoodMeal vegLactoOvo ' +
    'vegetarian vegetarianKosher vegetarianRaw',
);

const vehicleType = words(
  'miniCar economyCar economyCarHybrid compactCar compactCarHybrid intermediateCar intermediateCarHybrid standardCar ' +
    'standardCarHybrid fullSizeCar fullSizeCarHybrid intermediateSUV miniVan standardSUV fullSizeSUV fullSizePickup ' +
    'premiumCar luxuryCar specializedVehicle',
);

export const travelPreferences = fieldGroup('xdm/mixins/profile/travel-preferences', 'Travel Preferences', {
  travelPreferences: object({
    seat: words('noPreference aisle window middle'),
    seatSection: words('noPreference forward bulkhead exitRow rear'),
    meal,
    roomType: words('noPreference king queen double twin single disability'),
    vehicleType,
    ticketDelivery: words('eTicket physical'),
    preferredDepartureAirportCode: string({ pattern: '^[A-Z]{3}$' }),
    medicalAlerts: string(),
    ...each(boolean(), 'smokingRoom', 'foamPillows', 'rollAwayBed', 'crib', 'earlyCheckIn', 'gym', 'pool'),
    ...each(boolean(), 'hasRestaurant', 'roomService', 'wheelchairAccessible', 'visuallyImpairedAccessible'),
    ...each(boolean(), 'smokingVehicle', 'manualTransmission'),
  }),
});
