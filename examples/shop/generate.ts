import { parseArgs } from 'node:util';
import { writeShop } from './generator/shop.ts';
import { shopOptions, shopOptionsFrom } from './options.ts';

// node examples/shop/generate.ts --out DIR [--profiles N] [--events N] [--seed N] [--now 2026-01-31]

const { values } = parseArgs({ options: { ...shopOptions, out: { type: 'string', default: '.secant/shop' } } });
const paths = writeShop(shopOptionsFrom(values), values.out);
console.log(`${paths.profiles}\n${paths.events}`);
