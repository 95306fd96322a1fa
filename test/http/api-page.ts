import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { operationTables } from '../../src/http/openapi/table.ts';
import { startApi } from '../kit/api.ts';
import { ApiDocument } from './contract/document.ts';

const FILE = new URL('../../docs/api.md', import.meta.url);
const BEGIN = '<!-- operations: written by test/http/api-page.ts -->';
const END = '<!-- end of operations -->';

/** The page as it is, and as it must be with the operations of the product. */
export async function apiPage(): Promise<{ readonly current: string; readonly wanted: string }> {
  const api = await startApi();
  try {
    const { body } = await api.get('/openapi.json');
    const current = readFileSync(FILE, 'utf8');
    const start = current.indexOf(BEGIN);
    const end = current.indexOf(END);
    if (start === -1 || end === -1) throw new Error('docs/api.md has lost the marks of its tables');
    const tables = operationTables(new ApiDocument(body).operations);
    return { current, wanted: `${current.slice(0, start)}${BEGIN}\n\n${tables}\n\n${current.slice(end)}` };
  } finally {
    await api.close();
  }
}

const [, script] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(script).href)
  writeFileSync(FILE, (await apiPage()).wanted);
