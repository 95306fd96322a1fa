import { expect, it } from 'vitest';
import { apiPage } from './api-page.ts';

it('docs/api.md lists the operations as they are; `node test/http/api-page.ts` writes it', async () => {
  const { current, wanted } = await apiPage();
  expect(current).toBe(wanted);
});
