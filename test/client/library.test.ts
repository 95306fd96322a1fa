import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import library from '../../library/package.json' with { type: 'json' };
import project from '../../package.json' with { type: 'json' };
import { type Api, startApi } from '../kit/api.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);
/** @throws Error with what the compiler says */
const tsc = (...args: readonly string[]) =>
  run(join(ROOT, 'node_modules/.bin/tsc'), args).catch(({ stdout }) => Promise.reject(new Error(stdout)));

const BASE_URL = 'http://127.0.0.1:8080';

/** The examples of a page, which make one program. */
const typeScriptOf = (page: string) => [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code).join('\n');

describe('the package of the client and the language', () => {
  let consumer: string;
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
    consumer = await mkdtemp(join(tmpdir(), 'secant-library-'));
    const installed = join(consumer, 'node_modules/secant');
    await mkdir(installed, { recursive: true });
    await cp(join(ROOT, 'library/package.json'), join(installed, 'package.json'));
    await tsc('-p', join(ROOT, 'library'), '--outDir', installed);
    await symlink(join(ROOT, 'node_modules/re2js'), join(consumer, 'node_modules/re2js'));
  });
  afterAll(async () => {
    await api.close();
    await rm(consumer, { recursive: true, force: true });
  });

  it('has the version of the project, and the same versions of packages', () => {
    const { dependencies, license, name, version } = project;
    expect(library).toMatchObject({ license, name, version });
    expect(dependencies).toMatchObject(library.dependencies);
  });

  it('does in a project of its own what docs/client.md says', async () => {
    const compilerOptions = { strict: true, module: 'nodenext', target: 'es2024', lib: ['es2024', 'dom'], types: [] };
    await writeFile(join(consumer, 'package.json'), '{ "type": "module" }');
    await writeFile(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
    const program = typeScriptOf(await readFile(join(ROOT, 'docs/client.md'), 'utf8'));
    expect(program).toContain(BASE_URL);
    await writeFile(join(consumer, 'program.ts'), program.replace(BASE_URL, api.url));
    await tsc('-p', consumer);
    const { stdout } = await run(process.execPath, [join(consumer, 'program.js')]);
    expect(stdout).toMatch(
      /^Utrecht published\n([A-Z]+ .*\n)*0\n404 UPAPI-113430-404 [\s\S]*The audience entity nobody is/,
    );
  });
});
