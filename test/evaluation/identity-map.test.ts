import { beforeAll, expect, it } from 'vitest';
import { evaluateAdHoc } from '../../src/evaluation/index.ts';
import { evaluate } from '../../src/pql/interpreter/interpreter.ts';
import { truth } from '../../src/pql/values/value.ts';
import { loadEntities, readLayout } from '../../src/profiles/index.ts';
import { describeColumnar } from '../kit/clickhouse.ts';
import { event, NOW, newSandbox, person } from '../profiles/harness.ts';
import { expression } from './world.ts';

const withEmail = (n: string, email: string) => ({
  identityMap: { CRMID: [{ id: `C-${n}`, primary: true }], Email: [{ id: email }] },
});

/** `record` and `both` come with a record, `events` and `both` with an event that carries an Email address. */
describeColumnar('the identity map of profiles that were imported', (columnar) => {
  let sandbox: Awaited<ReturnType<typeof newSandbox>>;
  let people: ReadonlyMap<string, { readonly name: string; readonly entity: Readonly<Record<string, unknown>> }>;

  beforeAll(async () => {
    sandbox = await newSandbox(columnar());
    await sandbox.records([person('record'), person('both')]);
    await sandbox.events([
      event('e1', 'events', 1, withEmail('events', 'events@example.org')),
      event('e2', 'both', 2, withEmail('both', 'both@example.org')),
      event('e3', 'quiet', 3),
    ]);
    const rows = await sandbox.query<{ profile_key: string; id: string }>('SELECT profile_key, id FROM profiles FINAL');
    const names = new Map(rows.map((row) => [row.profile_key, row.id]));
    const entities = loadEntities(columnar(), sandbox.database, [...names.keys()], { events: 'none' });
    const loaded = new Map<string, { name: string; entity: Readonly<Record<string, unknown>> }>();
    for await (const { profileKey, entity } of entities)
      loaded.set(profileKey, { name: names.get(profileKey) ?? '', entity });
    people = loaded;
  });

  it.each<[rule: string, members: readonly string[]]>([
    ['identityMap.isNotNull()', ['C-both', 'C-events', 'C-quiet', 'C-record']],
    ['identityMap.Email.isNotNull()', ['C-both', 'C-events']],
    ['identityMap.Email.exists(id = "both@example.org")', ['C-both']],
    ['identityMap.CRMID.exists(id = "C-events" or id = "C-record")', ['C-events', 'C-record']],
    ['identityMap.Email.count() = 1 and identityMap.CRMID.count() = 1', ['C-both', 'C-events']],
    ['identityMap.ECID.isNull()', ['C-both', 'C-events', 'C-quiet', 'C-record']],
  ])('is the same to both evaluators: %s', async (text, members) => {
    const rule = expression(text);
    const query = {
      database: sandbox.database,
      layout: await readLayout(columnar(), sandbox.database),
      heads: new Map<string, number>(),
      expression: rule,
      excludeOptOut: false,
      now: NOW,
    };
    const found = await evaluateAdHoc(columnar(), query, loadEntities);
    expect(found.evaluation).toEqual({ kind: 'pushdown' });
    const namesOf = (keys: readonly string[]) => keys.map((key) => people.get(key)?.name).toSorted();
    expect(namesOf(found.sample)).toEqual(members);
    const documents = [...people].filter(([, { entity }]) =>
      truth(evaluate(rule, { ...entity, xEvent: [] }, { now: NOW })),
    );
    expect(namesOf(documents.map(([key]) => key))).toEqual(members);
  });
});
