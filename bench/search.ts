import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { SearchDocument } from '../src/audiences/search/index/document.ts';
import { DocumentIndex } from '../src/audiences/search/index/document-index.ts';
import { Turns } from '../src/audiences/search/turns.ts';

// node bench/search.ts [--audiences N] [--rounds N]
//
// The median time of queries of every construct on an index of audiences with names, descriptions and folders, and the
// longest time that each kept everything else on the event loop waiting; the same of making the index; the time from a
// change of one audience to the answer of the next query, and of a usual query while hostile ones are under way.

const { values } = parseArgs({
  options: { audiences: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '15' } },
});
const rounds = Number(values.rounds);

let state = 42;
function random(below: number): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}
const SYLLABLES = 'ba co di fu ge ha jo ki lu me no pa qui ro su te vi xa zo'.split(' ');
const word = (syllables: number) =>
  Array.from({ length: syllables }, () => SYLLABLES[random(SYLLABLES.length)]).join('');
const vocabulary = Array.from({ length: 8000 }, (_, at) => word(2 + (at % 3)));
/** Common words are far commoner than the others. */
const text = (length: number) =>
  Array.from({ length }, () => vocabulary[Math.floor(vocabulary.length * (random(1000) / 1000) ** 3)]).join(' ');
const uuid = () =>
  [8, 4, 4, 4, 12].map((digits) => Array.from({ length: digits }, () => random(16).toString(16)).join('')).join('-');

function audience(at: number): SearchDocument {
  const [id, name, description] = [uuid(), text(4), text(12)];
  const folder = `folder-${at % 200}`;
  return {
    key: String(at),
    id,
    isFolder: false,
    namespace: 'AEPSegments',
    parentFolderId: folder,
    name,
    description,
    values: {
      segmentId: [id],
      segmentName: [name],
      segmentDescription: [description],
      parentFolderId: [folder],
      folderLocation: [`/${folder}`, `/Folder ${at % 200}`],
    },
  };
}

const documents = Array.from({ length: Number(values.audiences) }, (_, at) => audience(at));
const index = new DocumentIndex();
const turns = new Turns(() => performance.now());
const search = (query: string) => turns.run(index.search(query));

function* fill() {
  for (const document of documents) {
    index.put(document);
    yield;
  }
}
const made = await watched(() => turns.run(fill()));
console.log(
  `${`index of ${documents.length} audiences`.padEnd(24)} ${made.time.toFixed(0).padStart(9)} ms  ${made.stall}`,
);

const [common = '', other = ''] = vocabulary;
const [first] = documents;
const manyClauses = (clause: (term: string) => string) => vocabulary.slice(0, 1024).map(clause).join(' ');
const queries: readonly (readonly [what: string, query: string])[] = [
  ['everything', ''],
  ['common term', common],
  [
    'rare term',
    first?.name.split(' ').toSorted((one, two) => vocabulary.indexOf(two) - vocabulary.indexOf(one))[0] ?? '',
  ],
  ['two fields', `name:${common} AND description:${other}`],
  ['ten terms', vocabulary.slice(0, 10).join(' ')],
  ['phrase', `"${first?.name}"`],
  ['near', `"${common} ${other}"~5`],
  ['fuzzy', `${common}~`],
  ['prefix', 'ba*'],
  ['wildcard', '*qui*ba?o'],
  ['regular expression', '/(ba|co)+[a-z]{2,8}/'],
  ['complement', '/~(.*ba.*)/'],
  ['range', '[d TO g}'],
  ['negation', `NOT ${common} NOT ba*`],
  ['id', `segmentId:${first?.id}`],
  ['1,024 terms', manyClauses((term) => term.slice(0, 7))],
  ['1,024 prefixes', manyClauses((term) => `${term.slice(0, 4)}*`)],
  ['1,024 wildcards', manyClauses((term) => `*${term.slice(0, 4)}?`)],
  ['1,024 inner wildcards', manyClauses((term) => `*${term.slice(1, 3)}*${term.slice(-1)}?*`)],
  ['1,024 expressions', manyClauses((term) => `/.*${term.slice(2, 4)}/`)],
  ['1,024 any expressions', manyClauses((term) => `/${term.slice(2, 4)}.*/`.replace(/[aeiou]/, '.'))],
  [
    '900 complements',
    vocabulary
      .slice(0, 900)
      .map((term) => `/~(${term.slice(0, 2)}*)/`)
      .join(' '),
  ],
  ['1,024 fuzzy terms', manyClauses((term) => `${term.slice(0, 6)}~`)],
  ['9,999 states', '/.{9999}/'],
  ['optional parts', `/${'a?'.repeat(500)}${'a'.repeat(500)}/`],
  ['nested repetitions', '/((a{1,100}){1,100}){1,100}/'],
  ['alternatives', `/(${Array.from({ length: 1500 }, (_, at) => String.fromCodePoint(0x4e00 + at * 2)).join('|')})*/`],
  ['stars', `${'*a'.repeat(4000)}`],
  ['long phrase', `"${'ba '.repeat(2700)}"~9`],
];

for (const [at, [what, query]] of queries.entries()) {
  const times: number[] = [];
  let found = '';
  const { stall } = await watched(async () => {
    for (let round = 0; round < (at > 14 ? 3 : rounds); round += 1) {
      await setImmediate();
      const start = performance.now();
      found = await search(query).then(
        (matches) => `${matches.length} matches`,
        (error: Error) => error.message,
      );
      times.push(performance.now() - start);
    }
  });
  console.log(`${what.padEnd(24)} ${median(times).toFixed(2).padStart(9)} ms  ${stall}  ${found}`);
}

const changes: number[] = [];
for (const [at, document] of documents.slice(0, rounds).entries()) {
  const start = performance.now();
  index.put({ ...document, name: `changed ${at}`, values: { ...document.values, segmentName: [`changed ${at}`] } });
  await search(`"changed ${at}"`);
  changes.push(performance.now() - start);
}
console.log(`${'change, then search'.padEnd(24)} ${median(changes).toFixed(2).padStart(9)} ms`);

const hostile = queries
  .filter(([what]) => what.startsWith('1,024'))
  .slice(-4)
  .map(([, query]) => search(query));
const beside: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const start = performance.now();
  await search(`name:${common}`);
  beside.push(performance.now() - start);
  await setTimeout(5);
}
await Promise.all(hostile);
console.log(`${'term, beside 4 hostile'.padEnd(24)} ${median(beside).toFixed(2).padStart(9)} ms`);

/** What a task takes, and the longest time in which the event loop did not turn. */
async function watched(task: () => Promise<unknown>) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await setTimeout(50);
  delay.reset();
  // The first time after a reset is not counted.
  await setTimeout(5);
  const start = performance.now();
  await task();
  const time = performance.now() - start;
  await setTimeout(5);
  delay.disable();
  return { time, stall: `stall ${(delay.max / 1e6).toFixed(1).padStart(7)} ms` };
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
}
