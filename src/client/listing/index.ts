export { eachItem } from './each-item.ts';
export type { Item, ListPath } from './lists.ts';
