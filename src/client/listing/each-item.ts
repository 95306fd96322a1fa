import type { Client } from '../client.ts';
import type { Arguments, Data } from '../operations.ts';
import { type Item, type ListPath, lists, type Query } from './lists.ts';

/**
 * The items of a list, page by page as they are asked for.
 *
 * Lists are live. What stays in a list during the walk is yielded exactly once: what moves to a later page because of
 * something new is not repeated, and when something has gone, which moves others to earlier pages, those are read again.
 * (Unless as much was added as has gone between two pages, which a list does not show, or the order itself changes.)
 * Keys of what was yielded are kept until the end.
 *
 * @param input of the operation; `start`, `page` or `offset` say where to begin, `limit` how long pages are
 * @throws what calls throw
 */
export async function* eachItem<P extends ListPath>(
  client: Client,
  path: P,
  ...[input]: Arguments<'get', P>
): AsyncGenerator<Item<P>, void, undefined> {
  const { items, keyOf, next, total } = lists[path];
  const yielded = new Set<string>();
  const queries: Query[] = [{ ...input?.query }];
  let [length, expected] = [1, 0];
  for (let at = 0; at < queries.length; ) {
    const query = { ...queries[at] };
    const { data } = await client.request<Data<'get', P>>('get', path, { ...input, query });
    const found = items(data);
    for (const item of found) {
      const key = keyOf(item);
      if (!yielded.has(key)) yield item;
      yielded.add(key);
    }
    const following = next(data, query);
    queries.length = at + 1;
    if (following !== undefined) queries.push({ ...query, ...following });
    length = Math.max(length, found.length);
    // As many items of this page as have gone may have moved to pages before it.
    const gone = expected - (total(data) ?? 0);
    expected = total(data) ?? 0;
    at = gone > 0 ? Math.max(0, at - Math.ceil(gone / length)) : at + 1;
  }
}
