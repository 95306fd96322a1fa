import { parseArgs } from 'node:util';
import type { SearchDocument } from '../src/audiences/search/index/document.ts';
import { DocumentIndex } from '../src/audiences/search/index/document-index.ts';

// node bench/search.ts [--audiences N] [--rounds N]
//
// The median time of queries of every construct on an index of audiences with names, descriptions and folders, the time
// to make the index, and the time from a change of one audience to the answer of the next query.

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
const started = performance.now();
for (const document of documents) index.put(document);
index.search('');
console.log(`index of ${documents.length} audiences: ${(performance.now() - started).toFixed(0)} ms`);

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
  ['1,024 fuzzy terms', manyClauses((term) => `${term.slice(0, 6)}~`)],
];

for (const [what, query] of queries) {
  const times: number[] = [];
  let matches = 0;
  for (let round = 0; round < (what.startsWith('1,024') ? 3 : rounds); round += 1) {
    const start = performance.now();
    matches = index.search(query).length;
    times.push(performance.now() - start);
  }
  console.log(`${what.padEnd(20)} ${median(times).toFixed(2).padStart(9)} ms  ${matches} matches`);
}

const changes = documents.slice(0, rounds).map((document, at) => {
  const start = performance.now();
  index.put({ ...document, name: `changed ${at}`, values: { ...document.values, segmentName: [`changed ${at}`] } });
  index.search(`"changed ${at}"`);
  return performance.now() - start;
});
console.log(`${'change, then search'.padEnd(20)} ${median(changes).toFixed(2).padStart(9)} ms`);

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
}
