import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LandingZone } from '../../../src/jobs/ingestion/landing-zone.ts';
import { IngestionError } from '../../../src/jobs/ingestion/rows.ts';
import { sandboxDatabase } from '../../../src/store/columnar/identifier.ts';
import { startExternal } from './kit.ts';

let kit: Awaited<ReturnType<typeof startExternal>>;
beforeAll(async () => {
  kit = await startExternal();
});
afterAll(() => kit.api.close());

const FIELDS = [
  { name: 'email', type: 'string', identityNs: 'Email' },
  { name: 'text', type: 'string' },
  { name: 'score', type: 'integer' },
];

let made = 0;
/** An audience over a file or folder of its own. */
async function audience(type: 'file' | 'folder', extra: Record<string, unknown> = {}) {
  const path = `files-${++made}${type === 'file' ? '.csv' : ''}`;
  const id = await kit.create({ fields: FIELDS, sourceSpec: { params: { path, type } }, ...extra });
  return { id, path };
}

/** The rows of the dataset of an audience, as they count. */
async function rowsOf(id: string, final = true) {
  const { api, sandboxId } = kit;
  const { datasetId } = (await api.get(`/data/core/ups/audiences/${id}`)).body;
  return api.system.columnar.query(
    `SELECT identity, "/text" AS text, "/score" AS score FROM dataset_${datasetId} ${final ? 'FINAL' : ''} ORDER BY identity, row`,
    { database: sandboxDatabase(sandboxId) },
  );
}

const row = (identity: string, text: string | null, score: string | null) => ({ identity, text, score });

describe('a CSV file', () => {
  it.each<[string, string | Uint8Array, readonly object[], Record<string, number> | undefined]>([
    ['in plain form', 'email,text,score\na@x,one,1\n', [row('a@x', 'one', '1')], undefined],
    [
      'with a byte-order mark, CRLF and no last line break',
      '\ufeffemail,text\r\na@x,one',
      [row('a@x', 'one', null)],
      undefined,
    ],
    [
      'with other and missing columns in another order',
      'more,score, email \n?,2,a@x\n',
      [row('a@x', null, '2')],
      undefined,
    ],
    ['with quotes', 'email,text\n"a@x","o""n,\ne"\n', [row('a@x', 'o"n,\ne', null)], undefined],
    [
      'with values that have the wrong type',
      'email,score\na@x,1.5\nb@x,\n',
      [row('a@x', null, null), row('b@x', null, null)],
      undefined,
    ],
    ['with blank lines', '\n\nemail,text\n\r\n\na@x,one\n\n', [row('a@x', 'one', null)], undefined],
    ['with ragged rows', 'email,text\na@x\nb@x,two\nc@x,3,4\n', [row('b@x', 'two', null)], { CELL_COUNT: 2 }],
    [
      'with white space around identities',
      'email,text\n"  a@x ",one\n   ,two\n',
      [row('a@x', 'one', null)],
      { NO_IDENTITY: 1 },
    ],
    ['with text beside quotes', 'email,text\na@x,"one"two\nb@x,two\n', [row('b@x', 'two', null)], { MALFORMED: 1 }],
    [
      'with bytes that are not UTF-8',
      Buffer.concat([Buffer.from('email,text\na@x,'), Buffer.from([0xff]), Buffer.from('\nb@x,é\n')]),
      [row('b@x', 'é', null)],
      { MALFORMED: 1 },
    ],
    ['with an identity that comes again', 'email,text\na@x,one\na@x,two\n', [row('a@x', 'two', null)], undefined],
    [
      'with a line of a megabyte',
      `email,text\na@x,${'x'.repeat(1_000_000)}\n`,
      [row('a@x', 'x'.repeat(1_000_000), null)],
      undefined,
    ],
    ['with one column', 'email\na@x\n\n""\n', [row('a@x', null, null)], { NO_IDENTITY: 1 }],
  ])('%s is read', async (_, content, rows, failures) => {
    const { id, path } = await audience('file');
    await kit.drop(path, content);
    const { details, status } = await kit.run(id);
    expect([status, details[0].failures, await rowsOf(id)]).toEqual(['SUCCESS', failures, rows]);
    expect(details[0].recordsRead).toBe(details[0].recordsIngested + details[0].recordsFailed);
  });

  it.each<[string, string, string]>([
    ['a line that is too long', `email\n"${'x'.repeat(17 * 1024 * 1024)}"\n`, 'longer than 16 MiB'],
    ['a column twice that nobody asked for', 'email,more,more\na@x,1,2\n', 'twice'],
    ['the identity in capitals', 'EMAIL\na@x\n', 'lacks the identity column'],
    ['a byte-order mark only', '\ufeff', 'no header'],
  ])('with %s fails the run', async (_, content, message) => {
    const { id, path } = await audience('file');
    await kit.drop(path, content);
    const { details, status } = await kit.run(id);
    expect([status, details]).toEqual(['FAILED', [expect.objectContaining({ status: 'FAILED' })]]);
    expect(details[0].errorMessage).toContain(message);
  });

  it('keeps every row of a repeated identity for express activation', async () => {
    const { id, path } = await audience('file', { expressActivation: true });
    await kit.drop(path, 'email,text\na@x,one\na@x,two\n');
    const { details } = await kit.run(id);
    expect(details[1]).toMatchObject({ recordsRead: 1 });
    expect(await rowsOf(id)).toEqual([row('a@x', 'one', null), row('a@x', 'two', null)]);
  });
});

describe('a folder', () => {
  it('gives its .csv files by time and path, and nothing else', async () => {
    const { id, path } = await audience('folder');
    await kit.drop(`${path}/b.csv`, 'email,text\na@x,second\n', 2000);
    await kit.drop(`${path}/a.CSV`, 'email,text\na@x,third\n', 3000);
    await kit.drop(`${path}/z.csv`, 'email,text\na@x,first\nz@x,z\n', 2000 - 1);
    await kit.drop(`${path}/c.csv`, 'email,text\na@x,between\n', 2000);
    await kit.drop(`${path}/notes.txt`, 'email\nno@x\n');
    await kit.drop(`${path}/below/d.csv`, 'email\nno@x\n');
    await mkdir(join(kit.landing, path, 'folder.csv'));
    await symlink(join(kit.landing, path, 'notes.txt'), join(kit.landing, path, 'link.csv'));
    const { details, status } = await kit.run(id);
    expect([status, details[0].recordsRead]).toEqual(['SUCCESS', 5]);
    expect(await rowsOf(id)).toEqual([row('a@x', 'third', null), row('z@x', 'z', null)]);
  });

  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ['a period with inclusive bounds', { dataFilterStartTime: 2000, dataFilterEndTime: 3000 }, ['2000@x', '3000@x']],
    [
      'a period in milliseconds',
      { dataFilterStartTime: 2_000_000_000_000, dataFilterEndTime: 2_000_000_000_999 },
      ['2000000000@x'],
    ],
    ['a period without an end', { dataFilterStartTime: 3000 }, ['3000@x']],
  ])('is read for %s', async (_, period, found) => {
    const { id, path } = await audience('folder');
    for (const time of [1999, 2000, 3000, 2_000_000_000])
      await kit.drop(`${path}/${time}.csv`, `email\n${time}@x\n`, time);
    expect((await kit.run(id, period)).status).toBe('SUCCESS');
    expect((await rowsOf(id)).map((one) => Object.values(Object(one))[0])).toEqual(found);
  });

  it('is read by a differential run where a file was changed within a second, and by no other', async () => {
    const { id, path } = await audience('folder');
    const files = [
      ['one@x', 1000.1, 1],
      ['one@x', 1000.1, 0],
      ['two@x', 1000.9, 1],
      ['two@x', 1001.9, 1],
    ] as const;
    for (const [email, time, read] of files) {
      await kit.drop(`${path}/a.csv`, `email\n${email}\n`, time);
      const { details } = await kit.run(id, { dataFilterStartTime: 1000, dataFilterEndTime: 1001 });
      expect([time, details[0].recordsRead]).toEqual([time, read]);
    }
    const { details } = await kit.run(id, { dataFilterStartTime: 1002 });
    expect(details[0].recordsRead).toBe(0);
  });

  it('without a file of the period leaves members as they are', async () => {
    const { id, path } = await audience('folder');
    await kit.drop(`${path}/a.csv`, 'email\nstays@x\n', 1000);
    await kit.run(id);
    const before = await kit.membership('stays@x');
    const { details, status } = await kit.run(id, { dataFilterStartTime: 1001, differentialIngestion: false });
    expect([status, details[0].recordsRead, details[1].recordsRead]).toEqual(['SUCCESS', 0, 0]);
    expect(await kit.membership('stays@x')).toEqual(before);
  });
});

describe('the landing zone', () => {
  it.each<[string, (path: string) => Promise<void>, 'file' | 'folder', string]>([
    ['a file that is missing', async () => undefined, 'file', 'does not exist'],
    ['a folder that is missing', async () => undefined, 'folder', 'does not exist'],
    [
      'a folder in place of a file',
      async (path) => void (await mkdir(path, { recursive: true })),
      'file',
      'is not a file',
    ],
    ['a file in place of a folder', (path) => writeFile(path, 'email\n'), 'folder', 'is not a folder'],
    ['a link that leads out', (path) => symlink('/etc/hostname', path), 'file', 'leads out'],
    ['a link to a folder outside', (path) => symlink('/etc', path), 'folder', 'leads out'],
    ['a link to another sandbox', (path) => symlink(join(dirname(path), '..'), path), 'folder', 'leads out'],
    ['a link to nothing', (path) => symlink(`${path}-gone`, path), 'file', 'does not exist'],
  ])('refuses %s', async (_, prepare, type, message) => {
    const { id, path } = await audience(type);
    await mkdir(kit.landing, { recursive: true });
    await prepare(join(kit.landing, path));
    const { details, status } = await kit.run(id);
    expect([status, details[0].errorMessage]).toEqual(['FAILED', expect.stringContaining(message)]);
  });

  it.each<'file' | 'folder'>(['file', 'folder'])('tells of a %s that is taken away meanwhile', async (type) => {
    const zone = new LandingZone(dirname(kit.landing));
    await kit.drop('gone/a.csv', 'email\na@x\n');
    const path = type === 'file' ? 'gone/a.csv' : 'gone';
    const [file] = await zone.files(kit.sandboxId, { path, type, cloudType: 'DLZ' });
    await kit.remove('gone');
    const read = async () => {
      for await (const piece of file?.read() ?? []) expect(piece).toBeUndefined();
    };
    await expect(read()).rejects.toThrow(new IngestionError('gone/a.csv cannot be read (ENOENT)'));
  });

  it('follows a link that stays inside', async () => {
    const { id, path } = await audience('file');
    await kit.drop('real/list.csv', 'email,text\na@x,linked\n');
    await symlink(join(kit.landing, 'real', 'list.csv'), join(kit.landing, path));
    expect((await kit.run(id)).status).toBe('SUCCESS');
    expect(await rowsOf(id)).toEqual([row('a@x', 'linked', null)]);
  });
});
