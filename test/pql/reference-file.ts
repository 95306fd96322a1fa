import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { functionReference } from '../../src/pql/functions/reference.ts';

const FILE = new URL('../../docs/pql.md', import.meta.url);
const BEGIN = '<!-- functions: written by test/pql/reference-file.ts -->';
const END = '<!-- end of functions -->';

/** The documentation as it is, and as it must be with the tables of the declarations. */
export function documentation(): { readonly current: string; readonly wanted: string } {
  const current = readFileSync(FILE, 'utf8');
  const start = current.indexOf(BEGIN);
  const end = current.indexOf(END);
  if (start === -1 || end === -1) throw new Error('docs/pql.md has lost the marks of its function tables');
  return { current, wanted: `${current.slice(0, start)}${BEGIN}\n\n${functionReference()}\n\n${current.slice(end)}` };
}

const [, script] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(script).href) writeFileSync(FILE, documentation().wanted);
