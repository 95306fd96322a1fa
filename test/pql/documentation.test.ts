import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const FILE = new URL('../../docs/pql.md', import.meta.url);

/** The examples of a page as one module that exports what each line with `// →` gives and should give. */
function moduleOf(page: string): string {
  const examples = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code).join('\n');
  const checked = examples.replaceAll(
    /^(.*?);? \/\/ → (.*)$/gm,
    (_, line: string, value: string) =>
      `shown.push({ line: ${JSON.stringify(line)}, gives: ${line}, value: ${value} });`,
  );
  const library = new URL('../src/pql/index.ts', FILE).href;
  return `export const shown = [];\n${checked.replaceAll("'../src/pql/index.ts'", JSON.stringify(library))}`;
}

it('the examples of docs/pql.md give what they say', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'secant-docs-'));
  const file = join(directory, 'examples.mts');
  try {
    await writeFile(file, moduleOf(await readFile(FILE, 'utf8')));
    const { shown }: { shown: readonly { line: string; gives: unknown; value: unknown }[] } = await import(
      pathToFileURL(file).href
    );
    expect(shown.length).toBeGreaterThan(15);
    for (const { line, gives, value } of shown) expect({ line, gives }).toEqual({ line, gives: value });
  } finally {
    await rm(directory, { recursive: true });
  }
});
