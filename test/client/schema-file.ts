import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import openapiTypeScript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { startApi } from '../kit/api.ts';

const FILE = new URL('../../src/client/schema.ts', import.meta.url);
const HEADER = '// Written by `npm run client` from /openapi.json.\n\n';

/** The types of the client as they are, and as they must be for the operations of the product. */
export async function schemaFile(): Promise<{ readonly current: string; readonly wanted: string }> {
  const api = await startApi();
  try {
    const { body } = await api.get('/openapi.json');
    const types = await openapiTypeScript(forTypes(body), { immutable: true, defaultNonNullable: false });
    return { current: readFileSync(FILE, 'utf8'), wanted: HEADER + astToString(types) };
  } finally {
    await api.close();
  }
}

/** What types are made of: errors are of one class, headers are given to the client, and examples are no types. */
function forTypes({ components, ...document }: OpenAPI3): OpenAPI3 {
  const reduced: OpenAPI3 = JSON.parse(JSON.stringify(document), (key, value) => {
    if (key === 'responses') return only(value, (status) => status.startsWith('2'));
    if (key === 'parameters') return value.filter(({ in: place }: { readonly in: string }) => place !== 'header');
    return key === 'example' || key === 'examples' ? undefined : value;
  });
  const text = JSON.stringify([reduced.paths, components?.schemas]);
  const isUsed = (name: string) => text.includes(`"#/components/schemas/${name}"`);
  return { ...reduced, components: { schemas: only(components?.schemas ?? {}, isUsed) } };
}

const only = <T>(members: Readonly<Record<string, T>>, isKept: (name: string) => boolean): Record<string, T> =>
  Object.fromEntries(Object.entries(members).filter(([name]) => isKept(name)));

const [, script] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(script).href)
  writeFileSync(FILE, (await schemaFile()).wanted);
