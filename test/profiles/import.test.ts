import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { countProfiles, getEntity, getEvents, loadEntities } from '../../src/profiles/index.ts';
import type { Columnar } from '../../src/store/columnar/columnar.ts';
import { openEmbedded } from '../../src/store/columnar/embedded.ts';
import { describeColumnar } from '../kit/clickhouse.ts';
import { event, NOW, newSandbox, person } from './harness.ts';

describeColumnar('imports', (store) => {
  describe('records', () => {
    it('become profiles with typed columns, a dense number and an index of identities', async () => {
      const box = await newSandbox(store());
      const result = await box.records([
        {
          identityMap: { CRMID: [{ id: 'C-1', primary: true }], email: [{ id: 'ana@shop.example' }] },
          person: { name: { firstName: 'Ana' }, birthDate: '1990-02-28', gender: 'female' },
          loyalty: { points: 12, joinDate: '2026-01-31T08:00:00+02:00', loyaltyID: ['L1'] },
          testProfile: true,
        },
        person(2),
      ]);
      expect(result).toMatchObject({ rows: 2, accepted: 2, rejected: 0, newProfiles: 2 });
      expect(
        await box.query(`SELECT id, "/person/name/firstName" AS name, "/person/birthDate" AS birth, "/loyalty/points" AS points,
          "/loyalty/joinDate" AS joined, "/loyalty/loyaltyID" AS ids, "/loyalty/loyaltyID?" AS has, "/testProfile" AS test
          FROM profiles FINAL ORDER BY id`),
      ).toEqual([
        {
          id: 'C-1',
          name: 'Ana',
          birth: String(Date.parse('1990-02-28')),
          points: 12,
          joined: String(Date.parse('2026-01-31T06:00:00Z')),
          ids: ['L1'],
          has: 1,
          test: true,
        },
        { id: 'C-2', name: null, birth: null, points: null, joined: null, ids: [], has: 0, test: null },
      ]);
      expect(await box.query('SELECT arraySort(groupArray(profile_no)) AS numbers FROM profiles FINAL')).toEqual([
        { numbers: [1, 2] },
      ]);
      expect(await box.query('SELECT ns, id FROM identity_index FINAL ORDER BY ns, id')).toEqual([
        { ns: 'CRMID', id: 'C-1' },
        { ns: 'CRMID', id: 'C-2' },
        { ns: 'Email', id: 'ana@shop.example' },
      ]);
    });

    it('patch what is stored, leaf by leaf, within a batch and over batches', async () => {
      const box = await newSandbox(store());
      const name = (names: object) => person(1, { person: { name: names } });
      await box.records([name({ firstName: 'Ana', lastName: 'Ruiz' }), name({ lastName: 'Gil' })]);
      box.clock.now += 1000;
      const later = await box.records([
        person(1, { person: { name: { firstName: null, suffix: 'Jr' } }, loyalty: { tier: 'gold' } }),
      ]);
      expect(later).toMatchObject({ accepted: 1, newProfiles: 0 });
      const found = await getEntity(
        store(),
        box.database,
        { ns: 'CRMID', id: 'C-1' },
        { namespaces: await box.namespaces() },
      );
      expect(found).toMatchObject({ profileNo: 1, lastModifiedAt: NOW + 1000 });
      expect(found?.entity).toEqual({
        identityMap: { CRMID: [{ id: 'C-1' }] },
        person: { name: { lastName: 'Gil', suffix: 'Jr' } },
        loyalty: { tier: 'gold' },
      });
      const sql =
        'SELECT "/person/name/firstName" AS first, "/person/name/lastName" AS last, has_record FROM profiles FINAL';
      expect(await box.query(sql)).toEqual([{ first: null, last: 'Gil', has_record: 1 }]);
    });

    it('decide the general opt-out', async () => {
      const box = await newSandbox(store());
      const choice = (value: string) => ({
        optOutType: 'general_opt_out',
        optOutValue: value,
        timestamp: '2026-01-01T00:00:00Z',
      });
      await box.records([
        person(1, { optOutConsentLevel: { privacyOptOuts: [choice('out')] } }),
        person(2, { optOutConsentLevel: { privacyOptOuts: [choice('in')] } }),
      ]);
      expect(await box.query('SELECT id, opted_out FROM profiles FINAL ORDER BY id')).toEqual([
        { id: 'C-1', opted_out: 1 },
        { id: 'C-2', opted_out: 0 },
      ]);
    });

    it('let lists of objects gain fields over batches', async () => {
      const box = await newSandbox(store());
      await box.records([person(1, { pushNotificationDetails: [{ token: 't', appID: 'a' }] })]);
      await box.records([person(2, { pushNotificationDetails: [{ denylisted: true, identity: { id: 'x' } }] })]);
      const rows = await box.query<{ list: object[] }>(
        'SELECT "/pushNotificationDetails" AS list FROM profiles FINAL ORDER BY id',
      );
      expect(rows).toMatchObject([
        { list: [{ token: 't', appID: 'a', denylisted: null, identity: { id: null } }] },
        { list: [{ token: null, appID: null, denylisted: true, identity: { id: 'x' } }] },
      ]);
    });
  });

  describe('events', () => {
    it('count once an id, the later one, within a batch and over batches', async () => {
      const box = await newSandbox(store());
      const web = (name: string) => ({ web: { webPageDetails: { name } } });
      await box.events([event('e1', 1, 10, web('a')), event('e2', 1, 5, web('b')), event('e1', 1, 8, web('c'))]);
      await box.events([event('e2', 1, 4, web('d')), event('e3', 2, 3)]);
      expect(
        await box.query('SELECT id, "/_id" AS pql, "/web/webPageDetails/name" AS name FROM events ORDER BY id'),
      ).toEqual([
        { id: 'e1', pql: 'e1', name: 'c' },
        { id: 'e2', pql: 'e2', name: 'd' },
        { id: 'e3', pql: 'e3', name: null },
      ]);
    });

    it('make profiles of people without a record, and add identities to those with one', async () => {
      const box = await newSandbox(store());
      await box.records([person(1, { person: { name: { firstName: 'Ana' } } })]);
      const both = { identityMap: { CRMID: [{ id: 'C-1', primary: true }], GAID: [{ id: 'g1' }] } };
      const result = await box.events([
        event('e1', 1, 10, both),
        { ...event('e2', 1, 9), identityMap: { ECID: [{ id: '1'.repeat(38) }] } },
      ]);
      expect(result.newProfiles).toBe(1);
      expect(
        await box.query(
          'SELECT ns, profile_no, has_record, "/person/name/firstName" AS name FROM profiles FINAL ORDER BY ns',
        ),
      ).toEqual([
        { ns: 'CRMID', profile_no: 1, has_record: 1, name: 'Ana' },
        { ns: 'ECID', profile_no: 2, has_record: 0, name: null },
      ]);
      const namespaces = await box.namespaces();
      const found = await getEntity(store(), box.database, { ns: 'gaid', id: 'g1' }, { namespaces });
      expect(found).toMatchObject({
        profileNo: 1,
        entity: { identityMap: { CRMID: [{ id: 'C-1' }], GAID: [{ id: 'g1' }] } },
      });
      expect(await countProfiles(store(), box.database)).toEqual({
        profiles: 2,
        fragments: 1,
        events: 2,
        byNamespace: { CRMID: 1, ECID: 1, GAID: 1 },
      });
    });

    it('are found by every identity of their profile, in order of time, in pages', async () => {
      const box = await newSandbox(store());
      await box.events([event('b', 1, 5), event('a', 1, 5), event('c', 1, 9), event('d', 2, 1)]);
      const namespaces = await box.namespaces();
      const found = await getEntity(store(), box.database, { ns: 'CRMID', id: 'C-1' }, { namespaces });
      const byXid = await getEntity(store(), box.database, { xid: found?.xid ?? '' }, { namespaces });
      expect(byXid).toEqual(found);
      const key = found?.profileKey ?? '';
      const ids = async (query: Omit<Parameters<typeof getEvents>[3], 'limit'>, limit = 10) =>
        (await getEvents(store(), box.database, key, { ...query, limit })).map(({ id }) => id);
      expect(await ids({})).toEqual(['c', 'a', 'b']);
      expect(await ids({ descending: true }, 2)).toEqual(['b', 'a']);
      expect(await ids({ after: { timestamp: NOW - 5 * 60_000, id: 'a' } })).toEqual(['b']);
      expect(await ids({ from: NOW - 6 * 60_000 })).toEqual(['a', 'b']);
      expect(await ids({ to: NOW - 6 * 60_000 })).toEqual(['c']);
      const loaded = [];
      for await (const one of loadEntities(store(), box.database, [key, '7'], { events: 'all' })) loaded.push(one);
      expect(loaded).toMatchObject([
        { profileKey: key, profileNo: expect.any(Number), events: [{ _id: 'c' }, { _id: 'a' }, { _id: 'b' }] },
      ]);
    });

    it('get an id from their content when they have none', async () => {
      const box = await newSandbox(store());
      const { _id, ...anonymous } = event('', 1, 5);
      await box.events([anonymous, { eventType: 'x', ...anonymous }]);
      await box.events([anonymous]);
      const [row] = await box.query<{ ids: string[] }>('SELECT groupArray(id) AS ids FROM events');
      expect(row?.ids).toHaveLength(2);
      for (const id of row?.ids ?? []) expect(id).toMatch(/^[0-9a-f]{64}$/);
      expect(await box.events([anonymous], { deriveId: false })).toMatchObject({ rejectedBy: { REQUIRED: 1 } });
    });

    it('keep the map of identities readable by path', async () => {
      const box = await newSandbox(store());
      await box.events([event('e1', 1, 5)]);
      const sql = `SELECT "/identityMap"['CRMID'][1].id AS id, "/identityMap?" AS has, "/timestamp" AS time FROM events`;
      expect(await box.query(sql)).toEqual([{ id: 'C-1', has: 1, time: String(NOW - 5 * 60_000) }]);
    });
  });

  describe('bad input', () => {
    it('is counted with its reason and line, and the rest goes in', async () => {
      const box = await newSandbox(store());
      const bad: readonly (readonly [row: string | Uint8Array, code: string])[] = [
        ['{"identityMap":', 'MALFORMED'],
        ['[1]', 'MALFORMED'],
        ['"text"', 'MALFORMED'],
        [Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]), 'INVALID_UTF8'],
        [JSON.stringify(person(1, { nope: 1 })), 'UNKNOWN_FIELD'],
        [JSON.stringify(person(1, { testProfile: 1 })), 'TYPE'],
        [JSON.stringify(person(1, { person: 'Ana' })), 'TYPE'],
        [JSON.stringify(person(1, { person: { birthDate: '2026-02-30' } })), 'FORMAT'],
        [JSON.stringify(person(1, { person: { gender: 'x' } })), 'ENUM'],
        [JSON.stringify(person(1, { person: { nationality: 'deu' } })), 'PATTERN'],
        [JSON.stringify(person(1, { person: { birthYear: 0 } })), 'RANGE'],
        [JSON.stringify({ person: {} }), 'NO_IDENTITY'],
        [JSON.stringify({ identityMap: { CRMID: [{ id: ' null ', primary: true }] } }), 'INVALID_IDENTITY'],
        [JSON.stringify({ identityMap: { CRMID: [{ id: 'a' }, { id: 'b' }] } }), 'AMBIGUOUS_PRIMARY'],
        [JSON.stringify(person(1, { person: { name: { fullName: 'x'.repeat(200 * 1024) } } })), 'TOO_LARGE'],
        [`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`, 'UNKNOWN_FIELD'],
        [`{"_acme":${'['.repeat(5000)}`, 'MALFORMED'],
      ];
      const lines = bad.flatMap(([row]) => [Buffer.from(row), Buffer.from('\n')]);
      const good = Buffer.from(`${JSON.stringify(person('good'))}\n\n`);
      const rejectsFile = join(box.directory, 'rejects.ndjson');
      const result = await box.records(Buffer.concat([good, ...lines, Buffer.from(JSON.stringify(person('last')))]), {
        rejectsFile,
      });
      expect(result).toMatchObject({ rows: bad.length + 2, accepted: 2, rejected: bad.length, newProfiles: 2 });
      const rejects = (await readFile(rejectsFile, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(rejects.map(({ line, code }) => [line, code])).toEqual(bad.map(([, code], index) => [index + 3, code]));
      for (const reject of rejects) expect(reject.raw.length).toBeLessThanOrEqual(2000);
      expect(rejects[7]).toMatchObject({ message: expect.stringContaining('person.birthDate: "2026-02-30"') });
    });

    it('is told in the order of the input, whichever worker is first', async () => {
      const box = await newSandbox(store(), { workers: 3 });
      const long = 'x'.repeat(1000);
      const valid = Array.from({ length: 5000 }, (_, index) =>
        JSON.stringify(person(index, { person: { name: { fullName: long } } })),
      );
      const broken = Array.from({ length: 20_000 }, () => `{${long.slice(0, 200)}`);
      const rows = [...valid, '[]', ...broken, '{}', ...valid.slice(0, 100), '[]'];
      const rejectsFile = join(box.directory, 'rejects.ndjson');
      const files = [
        await box.file('cut.ndjson.gz', gzipSync(`${rows.join('\n')}\n`).subarray(0, -4)),
        await box.file('next.ndjson', '{}\n'),
      ];
      await box.importer.importRecords(box.sandboxId, { files, rejectsFile });
      const rejects = (await readFile(rejectsFile, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const isBad = (row: string) => row.length < 300;
      const lines = rows.flatMap((row, index) => (isBad(row) ? [index + 1] : []));
      expect(rejects.map(({ line }) => line)).toEqual([...lines, rows.length + 1, 1]);
      expect(rejects.at(-2)).toMatchObject({ file: files[0], code: 'TRUNCATED' });
    });

    it('is refused for events that are too large or of the future', async () => {
      const box = await newSandbox(store());
      const page = (length: number) => ({ web: { webPageDetails: { name: 'x'.repeat(length) } } });
      const result = await box.events([
        event('e1', 1, -4.9),
        event('e2', 1, -5.1),
        event('e3', 1, 1, page(10_000)),
        event('e4', 1, 1, page(10 * 1024)),
        { ...event('e5', 1, 1), timestamp: '2026-02-29T00:00:00Z' },
        { ...person(1), _id: 'e6' },
      ]);
      expect(result).toMatchObject({
        accepted: 2,
        rejectedBy: { FUTURE_TIMESTAMP: 1, TOO_LARGE: 1, FORMAT: 1, REQUIRED: 1 },
      });
    });

    it('does not keep what comes before the damage of a file from being imported', async () => {
      const box = await newSandbox(store());
      const rows = Array.from({ length: 2000 }, (_, index) => `${JSON.stringify(person(index))}\n`).join('');
      const whole = gzipSync(rows);
      const result = await box.records(whole.subarray(0, whole.length - 500), {}, 'cut.ndjson.gz');
      expect(result.rejectedBy.TRUNCATED).toBe(1);
      expect(result.accepted).toBeGreaterThan(1000);
      expect(result.accepted).toBeLessThan(2000);
      const cut = await box.records(rows.slice(0, -10), {}, 'cut.ndjson');
      expect(cut).toMatchObject({ accepted: 1999, rejectedBy: { MALFORMED: 1 } });
    });

    it.each([
      ['missing.ndjson', 'there is no such file'],
      ['data.xlsx', 'the name tells no format'],
    ])('of the file %s is an error that says why, and nothing is imported', async (name, why) => {
      const box = await newSandbox(store());
      const files = [await box.file('good.ndjson', [person(1)]), join(box.directory, name)];
      await expect(box.importer.importRecords(box.sandboxId, { files })).rejects.toThrow(why);
      expect(await box.query('SELECT count() AS n FROM profiles')).toEqual([{ n: '0' }]);
    });

    it('of two identities with one key is refused as a whole', async () => {
      const box = await newSandbox(store());
      await box.records([person(1)]);
      await box.query('SELECT 1');
      await store().insert('profiles', [{ ns: 'CRMID', id: 'C-9', profile_no: 9, version: 1 }], {
        database: box.database,
      });
      await store().command(
        "INSERT INTO profiles (profile_key, ns, id, profile_no, version) SELECT sipHash64('CRMID', 'C-2'), 'CRMID', 'other', 10, 1",
        { database: box.database },
      );
      await expect(box.records([person(2), person(3)])).rejects.toThrow(
        'CRMID:C-2 and CRMID:other have the same 64-bit key',
      );
      await expect(box.events([event('e', 2, 1)])).rejects.toThrow('the same 64-bit key');
      expect(await countProfiles(store(), box.database)).toMatchObject({ fragments: 1, events: 0 });
      expect(
        await box.query("SELECT name FROM system.tables WHERE database = currentDatabase() AND name LIKE 'batch_%'"),
      ).toEqual([]);
    });
  });

  describe('formats', () => {
    const rows = [
      person(1, { person: { birthYear: 1990 }, testProfile: true }),
      person(2, { organizations: ['a', 'b'] }),
    ];
    const text = rows.map((row) => JSON.stringify(row)).join('\n');

    it.each([
      ['plain.jsonl', text],
      ['marked.ndjson', `\uFEFF${text}\r\n`],
      ['array.json', JSON.stringify(rows, undefined, 2)],
      ['packed.ndjson.gz', gzipSync(text)],
      ['packed.ndjson.zst', zstdCompressSync(text)],
      [
        'table.csv',
        'identityMap.CRMID,person.birthYear,testProfile,organizations\r\nC-1,1990,TRUE,\r\nC-2,,,"[""a"",""b""]"\r\n',
      ],
      [
        'table.tsv',
        'identityMap.CRMID\tperson.birthYear\ttestProfile\torganizations[0]\torganizations[1]\nC-1\t1990\ttrue\nC-2\t\t\ta\tb',
      ],
    ])('%s', async (name, content) => {
      const box = await newSandbox(store());
      expect(await box.records(content, {}, name)).toMatchObject({ accepted: 2, rejected: 0 });
      const sql = `SELECT id, "/person/birthYear" AS year, "/testProfile" AS test, "/organizations" AS list FROM profiles FINAL ORDER BY id`;
      expect(await box.query(sql)).toEqual([
        { id: 'C-1', year: 1990, test: true, list: [] },
        { id: 'C-2', year: null, test: null, list: ['a', 'b'] },
      ]);
    });

    it('Parquet, with nested groups, lists, maps and times', async () => {
      const box = await newSandbox(store());
      const path = join(box.directory, 'events.parquet');
      const sql = `INSERT INTO FUNCTION file('${path}', 'Parquet') SELECT 'e' || toString(number) AS _id,
        toDateTime64('2026-02-01 10:00:00.123', 3, 'UTC') AS timestamp, if(number = 1, NULL, 'web.x') AS eventType,
        map('CRMID', [CAST(tuple('C-1', true), 'Tuple(id String, primary Bool)')]) AS identityMap,
        [CAST(tuple('S1', number), 'Tuple(SKU String, quantity Int32)')] AS productListItems FROM numbers(2)`;
      await onThisMachine(store(), box.directory, sql);
      expect(await box.importer.importEvents(box.sandboxId, { files: [path] })).toMatchObject({
        accepted: 2,
        rejected: 0,
      });
      const read = `SELECT id, timestamp, "/eventType" AS type, "/productListItems"[1].quantity AS quantity FROM events ORDER BY id`;
      const timestamp = String(Date.parse('2026-02-01T10:00:00.123Z'));
      expect(await box.query(read)).toEqual([
        { id: 'e0', timestamp, type: 'web.x', quantity: 0 },
        { id: 'e1', timestamp, type: null, quantity: 1 },
      ]);
      await box.file('broken.parquet', 'PAR1 this is none');
      const broken = box.importer.importEvents(box.sandboxId, { files: [join(box.directory, 'broken.parquet')] });
      await expect(broken).rejects.toThrow('is not a Parquet file that can be read');
      await rm(path);
    });

    it('files and directories whose names are patterns to the engine', async () => {
      const box = await newSandbox(store(), { directoryName: 'secant-{a,b}*?-' });
      const path = join(box.directory, 'events {1..3}.parquet');
      const sql =
        "SELECT 'e' AS _id, '2026-02-01T10:00:00Z' AS timestamp, map('CRMID', [tuple('C-1')::Tuple(id String)]) AS identityMap";
      await onThisMachine(store(), box.directory, `${sql} INTO OUTFILE '${path}' FORMAT Parquet`);
      await box.records(rows);
      expect(await box.importer.importEvents(box.sandboxId, { files: [path] })).toMatchObject({ accepted: 1 });
      expect(await countProfiles(store(), box.database)).toMatchObject({ profiles: 2, fragments: 2, events: 1 });
    });

    it('tables with columns that are renamed or hold identities', async () => {
      const box = await newSandbox(store());
      const csv = 'Customer,Mail,First\n7,ana@shop.example,Ana\n8,,"Bo\nB"\n9,x,y,z\n';
      const reshaping = {
        renamed: { First: 'person.name.firstName', Mail: 'identityMap.Email' },
        namespaces: [{ column: 'Customer', namespace: 'CRMID', primary: true }],
      };
      const result = await box.records(csv, { reshaping }, 'table.csv');
      expect(result).toMatchObject({
        accepted: 2,
        rejectedBy: { MALFORMED: 1 },
        firstRejects: [{ line: 5, raw: '9,x,y,z' }],
      });
      expect(
        await box.query(
          'SELECT id, "/person/name/firstName" AS name, length(identities) AS n FROM profiles FINAL ORDER BY id',
        ),
      ).toEqual([
        { id: '7', name: 'Ana', n: '2' },
        { id: '8', name: 'Bo\nB', n: '1' },
      ]);
    });
  });

  describe('inference', () => {
    it('adds the fields below a tenant root that the data holds, also those that come late', async () => {
      const box = await newSandbox(store());
      const many = Array.from({ length: 25_000 }, (_, index) => person(index, { _acme: { visits: index } }));
      const result = await box.records([...many, person('late', { _acme: { tags: ['x'], score: 0.5 } })]);
      expect(result).toMatchObject({ rows: 25_001, accepted: 25_001, rejected: 0 });
      expect(result.inferred.map(({ path }) => path.join('.')).toSorted()).toEqual([
        '_acme.score',
        '_acme.tags',
        '_acme.visits',
      ]);
      expect(
        await box.query(
          `SELECT "/_acme/score" AS score, "/_acme/tags" AS tags FROM profiles FINAL WHERE id = 'C-late'`,
        ),
      ).toEqual([{ score: 0.5, tags: ['x'] }]);
    });

    it('can be turned off', async () => {
      const box = await newSandbox(store());
      const result = await box.records([person(1, { _acme: { visits: 1 } })], { infer: false });
      expect(result).toMatchObject({ rejectedBy: { UNKNOWN_FIELD: 1 }, inferred: [] });
    });
  });

  it('stores the same columns of events whether they are read from their bytes or parsed', async () => {
    const details = { web: { webPageDetails: { name: 'Über uns', isHomePage: true, pageViews: { value: 1.5 } } } };
    const items = [
      { SKU: 'a', quantity: 2 },
      { name: 'b', productCategories: [{ categoryID: 'c' }] },
    ];
    const events = [
      event('e1', 1, 5, { ...details, eventType: 'web.webpagedetails.pageViews' }),
      event('e2', 1, 4, { productListItems: items, _shop: { day: '2026-02-28', at: '2026-02-28T08:00:00+02:00' } }),
      event('e3', 2, 3, { productListItems: [], _shop: { tags: ['x', 'y'], score: -0.25 } }),
      {
        ...event('e4', 3, 2),
        identityMap: { Email: [{ id: 'c@example.org' }, { id: 'null' }], CRMID: [{ id: 'C-3' }] },
      },
    ];
    const lines = events.map((one) => `${JSON.stringify(one)}\n`);
    const escaped = lines.map((line) => line.replace('"_id"', '"\\u005fid"'));
    const columns = "COLUMNS('^/'), id, ns, identity, identities, profile_key, timestamp, event_type, seq";
    const stored = [];
    for (const content of [lines, escaped]) {
      const box = await newSandbox(store());
      const { accepted, warnings } = await box.events(content.join(''));
      stored.push({ accepted, warnings, rows: await box.query(`SELECT ${columns}, doc FROM events ORDER BY id`) });
    }
    expect(stored[0]).toMatchObject({ accepted: 4, warnings: { droppedIdentities: 1 } });
    expect(stored[0]).toEqual(stored[1]);
  });

  it('checks without changing anything in a dry run', async () => {
    const box = await newSandbox(store());
    const result = await box.records([person(1, { _acme: { a: 1 } }), { person: {} }], { dryRun: true });
    expect(result).toMatchObject({ batchId: undefined, accepted: 1, rejectedBy: { NO_IDENTITY: 1 } });
    expect(result.inferred).toHaveLength(1);
    expect(await countProfiles(store(), box.database)).toMatchObject({ profiles: 0, fragments: 0 });
    expect(await box.records([person(1, { _acme: { a: 1 } })], { infer: false })).toMatchObject({ accepted: 0 });
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const box = await newSandbox(store());
    await box.records([person(1)]);
    const abort = new AbortController();
    const rows = Array.from({ length: 30_000 }, (_, index) => event(`e${index}`, index % 100, 1));
    const running = box.events(rows, { signal: abort.signal, onProgress: () => abort.abort() });
    await expect(running).rejects.toThrow();
    expect(await countProfiles(store(), box.database)).toMatchObject({ profiles: 1, events: 0 });
    expect(await box.events(rows)).toMatchObject({ accepted: 30_000 });
    expect(await countProfiles(store(), box.database)).toMatchObject({ profiles: 100, events: 30_000 });
  });
});

/** Runs a statement where files of this machine can be written. */
async function onThisMachine(columnar: Columnar, directory: string, sql: string): Promise<void> {
  if (columnar.form === 'embedded') return columnar.command(sql);
  const engine = await openEmbedded({ path: join(directory, 'engine') });
  await engine.command(sql).finally(() => engine.close());
}
