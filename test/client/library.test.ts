import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import library from '../../library/package.json' with { type: 'json' };
import project from '../../package.json' with { type: 'json' };
import { scriptedServer } from './kit.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);
/** @throws Error with what the compiler says */
const tsc = (...args: readonly string[]) =>
  run(join(ROOT, 'node_modules/.bin/tsc'), args).catch(({ stdout }) => Promise.reject(new Error(stdout)));

const PROGRAM = `
import { ApiError, createClient, eachItem } from 'secant/client';
import { compileQuery, evaluate } from 'secant/pql';

const [baseUrl = ''] = process.argv.slice(2);
const client = createClient({ baseUrl, token: 't', apiKey: 'k', organization: 'o' });
const names: string[] = [];
for await (const { name } of eachItem(client, '/data/core/ups/segment/definitions')) names.push(name);
const refused = await client.get('/data/core/ups/audiences/{id}', { path: { id: 'x' } }).catch((error) => error);
// @ts-expect-error: there is no such path
const unknown = () => client.get('/data/core/ups/nothing');
const { ir } = compileQuery('name = "x"');
console.log(JSON.stringify([names, refused instanceof ApiError, ir && evaluate(ir, { name: 'x' }, { now: 0 }), typeof unknown]));
`;

describe('the package of the client and the language', () => {
  let consumer: string;
  beforeAll(async () => {
    consumer = await mkdtemp(join(tmpdir(), 'secant-library-'));
    const installed = join(consumer, 'node_modules/secant');
    await mkdir(installed, { recursive: true });
    await cp(join(ROOT, 'library/package.json'), join(installed, 'package.json'));
    await tsc('-p', join(ROOT, 'library'), '--outDir', installed);
    await symlink(join(ROOT, 'node_modules/re2js'), join(consumer, 'node_modules/re2js'));
  });
  afterAll(() => rm(consumer, { recursive: true, force: true }));

  it('has the version of the project, and the same versions of packages', () => {
    const { dependencies, license, name, version } = project;
    expect(library).toMatchObject({ license, name, version });
    expect(dependencies).toMatchObject(library.dependencies);
  });

  it('works in a project of its own, with its types', async () => {
    const compilerOptions = { strict: true, module: 'nodenext', target: 'es2024', lib: ['es2024', 'dom'], types: [] };
    await writeFile(join(consumer, 'package.json'), '{ "type": "module" }');
    await writeFile(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
    await writeFile(join(consumer, 'program.ts'), `declare const process: { argv: string[] };${PROGRAM}`);
    await tsc('-p', consumer);
    await using server = await scriptedServer(
      { status: 200, body: { segments: [{ id: 'a', name: 'A' }], page: { totalCount: 1 }, link: {} } },
      { status: 404, body: {} },
    );
    const { stdout } = await run(process.execPath, [join(consumer, 'program.js'), server.url]);
    expect(JSON.parse(stdout)).toEqual([['A'], true, true, 'function']);
  });
});
