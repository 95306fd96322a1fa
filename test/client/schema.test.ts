import { expect, it } from 'vitest';
import { schemaFile } from './schema-file.ts';

it('src/client/schema.ts has the types of the operations as they are; `npm run client` writes it', async () => {
  const { current, wanted } = await schemaFile();
  expect(current).toBe(wanted);
});
