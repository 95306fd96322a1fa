import { Random } from './random.ts';
import { Sampler } from './sampler.ts';

export interface Product {
  readonly category: Category;
  /** Cents. */
  readonly price: number;
  /** The members of a product list item that name the product, as JSON text without braces. */
  readonly json: string;
  readonly url: string;
}

interface Category {
  readonly id: string;
  readonly name: string;
  readonly nouns: readonly [string, ...string[]];
  /** Median price in cents. */
  readonly price: number;
  /** Share of the interest of all customers. */
  readonly weight: number;
  /** Months (1 to 12) with twice the interest. */
  readonly season: readonly number[];
}

const category = (
  id: string,
  name: string,
  price: number,
  weight: number,
  season: readonly number[],
  nouns: readonly [string, ...string[]],
): Category => ({ id, name, price, weight, season, nouns });

export const CATEGORIES: readonly [Category, ...Category[]] = [
  category('womens-shoes', "Women's Shoes", 7900, 1.5, [3, 4, 9, 10], ['Sneaker', 'Ankle Boot', 'Sandal', 'Loafer']),
  category('mens-shoes', "Men's Shoes", 8400, 1.1, [3, 4, 9, 10], ['Runner', 'Chelsea Boot', 'Derby', 'Trail Shoe']),
  category('outerwear', 'Outerwear', 13900, 0.9, [9, 10, 11], ['Parka', 'Down Jacket', 'Raincoat', 'Wool Coat']),
  category('knitwear', 'Knitwear', 5900, 0.8, [10, 11, 12], ['Cardigan', 'Pullover', 'Scarf', 'Beanie']),
  category('sportswear', 'Sportswear', 4400, 1, [1, 5, 6], ['Leggings', 'Running Shorts', 'Track Top', 'Sports Bra']),
  category('camping', 'Camping', 9900, 0.6, [5, 6, 7], ['Tent', 'Sleeping Bag', 'Stove', 'Headlamp']),
  category('cycling', 'Cycling', 6900, 0.6, [4, 5, 6], ['Helmet', 'Jersey', 'Bike Light', 'Pannier']),
  category('kitchen', 'Kitchen', 3400, 0.9, [11, 12], ['Frying Pan', 'Chef Knife', 'Teapot', 'Cutting Board']),
  category('home', 'Home Textiles', 3900, 0.8, [1, 9], ['Duvet Cover', 'Throw', 'Cushion', 'Bath Towel']),
  category('toys', 'Toys', 2400, 0.7, [11, 12], ['Wooden Train', 'Puzzle', 'Plush Bear', 'Building Set']),
  category('beauty', 'Beauty', 1900, 1.2, [2, 5, 12], ['Face Cream', 'Hand Balm', 'Shampoo Bar', 'Lip Care']),
  category('gifts', 'Gift Cards', 5000, 0.2, [12], ['Gift Card']),
];

const ADJECTIVES = [
  ...['Alpine', 'Arctic', 'Aurora', 'Birch', 'Classic', 'Coastal', 'Copper', 'Dune', 'Ember', 'Everyday', 'Fjord'],
  ...['Forest', 'Harbour', 'Heritage', 'Indigo', 'Juniper', 'Linen', 'Lunar', 'Maple', 'Meadow', 'Merino', 'Mistral'],
  ...['Moss', 'Nimbus', 'Nordic', 'Oak', 'Olive', 'Onyx', 'Pebble', 'Pine', 'Quartz', 'Ridge', 'Saffron', 'Sierra'],
  ...['Slate', 'Solstice', 'Summit', 'Terra', 'Tide', 'Urban', 'Velvet', 'Vista', 'Willow', 'Zephyr'],
];

/** What is on sale, and how popular it is: a power law over all products, moved by the seasons and by taste. */
export class Assortment {
  readonly #byMonth: readonly Sampler<Product>[];
  readonly #byCategory: ReadonlyMap<Category, Sampler<Product>>;

  constructor(seed: number) {
    const random = new Random(seed, -1);
    const products = CATEGORIES.map((of) => ofCategory(of, random));
    const ranked = products.flatMap((of) => of.map((product, rank) => [product, 1 / (rank + 2) ** 0.95] as const));
    const popularity = new Map(ranked);
    const weight = (product: Product) => (popularity.get(product) ?? 0) * product.category.weight;
    const [first, ...rest] = products.flat();
    if (first === undefined) throw new Error('The assortment has no products');
    this.#byMonth = Array.from(
      { length: 12 },
      (_, month) =>
        new Sampler([first, ...rest], (of) => weight(of) * (of.category.season.includes(month + 1) ? 2 : 1)),
    );
    this.#byCategory = new Map(products.map((of) => [of[0].category, new Sampler(of, weight)]));
  }

  /** A product that catches the eye of a customer with a favourite category. */
  interesting(random: Random, favourite: Category, time: number): Product {
    const own = random.chance(0.5) ? this.#byCategory.get(favourite) : undefined;
    const sampler = own ?? this.#byMonth[new Date(time).getUTCMonth()];
    if (sampler === undefined) throw new RangeError(`${time} is not an instant`);
    return sampler.draw(random);
  }
}

export type { Category };

function ofCategory(of: Category, random: Random): readonly [Product, ...Product[]] {
  const names = of.nouns.flatMap((noun) => ADJECTIVES.map((adjective) => `${adjective} ${noun}`));
  const order = names.map((name) => ({ name, key: random.next() })).sort((a, b) => a.key - b.key);
  const [first, ...rest] = order.map(({ name }, index) => product(of, name, index, random));
  if (first === undefined) throw new Error(`The category ${of.id} has no products`);
  return [first, ...rest];
}

function product(of: Category, name: string, index: number, random: Random): Product {
  const sku = `${of.id.replaceAll('-', '').slice(0, 4).toUpperCase()}-${String(index + 1).padStart(4, '0')}`;
  const categories = JSON.stringify([{ categoryID: of.id, categoryName: of.name }]);
  return {
    category: of,
    price: Math.max(495, Math.round(random.logNormal(of.price, 0.45) / 100) * 100 - 5),
    json: `"SKU":"${sku}","name":"${name}","productCategories":${categories}`,
    url: `https://shop.example/${of.id}/${sku.toLowerCase()}`,
  };
}
