import { it } from 'vitest';
import { play, type Scenario } from './scenarios/scenario.ts';
import {
  carry,
  create,
  createMetadata,
  createUploaded,
  days,
  evaluate,
  extend,
  ingest,
  patch,
  people,
  put,
  redefine,
  remove,
  setState,
  updateUploaded,
} from './scenarios/verbs.ts';
import { DEFINITIONS, EXTERNAL } from './scenarios/world.ts';

const pql = (value: string) => ({ expression: { type: 'PQL', format: 'pql/text', value } });
const livesIn = (city: string) => pql(`homeAddress.city = "${city}"`);
const membersOf = (name: string) => (id: (name: string) => string) => pql(`inSegment("${id(name)}")`);

const GUARD = [400, 'UPAPI-113434-400'] as const;
const IN_USE = [400, 'UPAPI-113631-403'] as const;

const scenarios: readonly Scenario[] = [
  {
    name: 'a Platform audience, from a draft to its deletion',
    steps: [
      { step: 'people move in', act: people({ ann: 'Utrecht', bob: 'Utrecht', cas: 'Basel' }) },
      {
        step: 'create a draft',
        act: create('locals', { ...livesIn('Utrecht'), lifecycleState: 'draft' }),
        shows: { locals: { state: 'draft' } },
      },
      {
        step: 'a job evaluates the draft',
        act: evaluate,
        shows: { locals: { members: ['ann', 'bob'], counted: 2 } },
      },
      { step: 'deactivate the draft', act: setState('locals', 'inactive'), refused: GUARD },
      {
        step: 'use it in an audience that is a draft as well',
        act: create('guests', (id) => ({ ...membersOf('locals')(id), lifecycleState: 'draft' })),
        shows: { guests: { state: 'draft', uses: ['locals'] } },
      },
      { step: 'publish the one that uses it first', act: setState('guests', 'published'), refused: GUARD },
      { step: 'publish it', act: setState('locals', 'published'), shows: { locals: { state: 'published' } } },
      {
        step: 'publish the one that uses it, by the old name of the state',
        act: setState('guests', 'active'),
        shows: { guests: { state: 'published' } },
      },
      { step: 'unpublish it', act: setState('locals', 'draft'), refused: GUARD },
      { step: 'a job evaluates both', act: evaluate, shows: { guests: { members: ['ann', 'bob'], counted: 2 } } },
      { step: 'delete what is used', act: remove('locals'), refused: IN_USE },
      { step: 'delete what is used, as a segment definition', act: remove('locals', DEFINITIONS), refused: IN_USE },
      { step: 'deactivate what is used', act: setState('locals', 'inactive'), refused: GUARD },
      { step: 'rename it', act: patch('locals', '/name', 'Natives'), shows: { locals: { called: 'Natives' } } },
      {
        step: 'give it another rule: members stay until it is evaluated',
        act: patch('locals', '/expression/value', 'homeAddress.city = "Basel"'),
      },
      {
        step: 'a job evaluates the new rule',
        act: evaluate,
        shows: {
          locals: { members: ['cas'], left: ['ann', 'bob'], counted: 1 },
          guests: { members: ['cas'], left: ['ann', 'bob'], counted: 1 },
        },
      },
      {
        step: 'a rule that refers to its user',
        act: put('locals', membersOf('guests')),
        refused: [400, 'UPAPI-900107-400'],
      },
      {
        step: 'deactivate the one that uses it',
        act: setState('guests', 'inactive'),
        shows: { guests: { state: 'inactive' } },
      },
      { step: 'deactivate it', act: setState('locals', 'inactive'), shows: { locals: { state: 'inactive' } } },
      { step: 'delete what an inactive audience uses', act: remove('locals'), refused: IN_USE },
      { step: 'use an inactive audience', act: create('late', membersOf('locals')), refused: GUARD },
      { step: 'everybody moves', act: people({ ann: 'Basel', bob: 'Basel', cas: 'Utrecht' }) },
      { step: 'a job leaves inactive audiences as they are', act: evaluate },
      { step: 'publish the one that uses an inactive one', act: setState('guests', 'published'), refused: GUARD },
      {
        step: 'publish it again: members stay until the next job',
        act: setState('locals', 'published'),
        shows: { locals: { state: 'published' } },
      },
      {
        step: 'a job evaluates it, and not the one that is still inactive',
        act: evaluate,
        shows: { locals: { members: ['ann', 'bob'], left: ['cas'], counted: 2 } },
      },
      {
        step: 'publish the one that uses it',
        act: setState('guests', 'published'),
        shows: { guests: { state: 'published' } },
      },
      {
        step: 'a job brings it up to date',
        act: evaluate,
        shows: { guests: { members: ['ann', 'bob'], left: ['cas'], counted: 2 } },
      },
      {
        step: 'overwrite the one that uses it with a rule of its own',
        act: put('guests', livesIn('Utrecht')),
        shows: { guests: { uses: [] } },
      },
      {
        step: 'delete what nobody uses any more: its entries go from the profiles',
        act: remove('locals'),
        shows: { locals: { state: 'gone' } },
      },
      { step: 'delete it again', act: remove('locals'), refused: [404, 'UPAPI-113430-404'] },
      { step: 'use what is deleted', act: redefine('guests', membersOf('locals')), refused: [400, 'UPAPI-900107-400'] },
      {
        step: 'give the other a name that is free now, as a segment definition',
        act: redefine('guests', { ...livesIn('Basel'), name: 'Natives' }),
        shows: { guests: { called: 'Natives' } },
      },
      {
        step: 'delete it as a segment definition',
        act: remove('guests', DEFINITIONS),
        shows: { guests: { state: 'gone' } },
      },
    ],
  },
  {
    name: 'an uploaded audience, from its creation to its expiry and deletion',
    steps: [
      { step: 'people move in', act: people({ ann: 'Utrecht', bob: 'Utrecht', cas: 'Basel' }) },
      { step: 'create it: nobody is in', act: createUploaded('list', { ttlInDays: 10 }), shows: { list: {} } },
      {
        step: 'a run brings members, one of them without a record',
        act: ingest('list', ['ann', 'eve']),
        shows: { list: { members: ['ann', 'eve'], counted: 2 } },
      },
      {
        step: 'use it in a Platform audience',
        act: create('readers', membersOf('list')),
        shows: { readers: { uses: ['list'] } },
      },
      { step: 'a job evaluates that', act: evaluate, shows: { readers: { members: ['ann', 'eve'], counted: 2 } } },
      { step: 'delete what is used', act: remove('list'), refused: IN_USE },
      {
        step: 'delete what is used, where it was created',
        act: remove('list', EXTERNAL),
        refused: [422, '100960-422'],
      },
      { step: 'deactivate what is used', act: setState('list', 'inactive'), refused: GUARD },
      { step: 'give it another namespace', act: patch('list', '/namespace', 'AO'), refused: GUARD },
      { step: 'give it a rule', act: put('list', livesIn('Utrecht')), refused: GUARD },
      { step: 'rename it', act: patch('list', '/name', 'Guest list'), shows: { list: { called: 'Guest list' } } },
      { step: 'describe it where it was created', act: updateUploaded('list', { description: 'By post' }) },
      {
        step: 'a run replaces members; who refers to them follows with the next job',
        act: ingest('list', ['bob', 'eve']),
        shows: { list: { members: ['bob', 'eve'], left: ['ann'], counted: 2 } },
      },
      {
        step: 'the next job',
        act: evaluate,
        shows: { readers: { members: ['bob', 'eve'], left: ['ann'], counted: 2 } },
      },
      { step: 'deactivate the user', act: setState('readers', 'inactive'), shows: { readers: { state: 'inactive' } } },
      { step: 'deactivate the list', act: setState('list', 'inactive'), shows: { list: { state: 'inactive' } } },
      { step: 'run an inactive audience', act: ingest('list', ['cas']), refused: [422, '100960-422'] },
      { step: 'publish the list', act: setState('list', 'published'), shows: { list: { state: 'published' } } },
      { step: 'publish the user', act: setState('readers', 'published'), shows: { readers: { state: 'published' } } },
      { step: 'nine days: before its end', act: days(9) },
      { step: 'extend it by ten days', act: extend('list') },
      { step: 'ten days: before its new end', act: days(10) },
      {
        step: 'one day: it expires',
        act: days(1),
        shows: { list: { members: [], left: ['ann', 'bob', 'eve'], counted: 0 } },
      },
      { step: 'extend what has expired', act: extend('list'), refused: [422, '100960-422'] },
      {
        step: 'a job',
        act: evaluate,
        shows: { readers: { members: [], left: ['ann', 'bob', 'eve'], counted: 0 } },
      },
      {
        step: 'a run revives it',
        act: ingest('list', ['cas']),
        shows: { list: { members: ['cas'], left: ['ann', 'bob', 'eve'], counted: 1 } },
      },
      {
        step: 'stop using it',
        act: put('readers', livesIn('Basel')),
        shows: { readers: { uses: [] } },
      },
      { step: 'delete it where it was created', act: remove('list', EXTERNAL), shows: { list: { state: 'gone' } } },
      { step: 'delete it again', act: remove('list', EXTERNAL), refused: [404, '100940-404'] },
    ],
  },
  {
    name: 'an audience that is known by its metadata',
    steps: [
      { step: 'people move in', act: people({ ann: 'Utrecht', bob: 'Utrecht', cas: 'Basel' }) },
      { step: 'create it', act: createMetadata('club', 'members_1'), shows: { club: {} } },
      { step: 'create it again', act: createMetadata('again', 'members_1'), refused: [409, '100950-409'] },
      {
        step: 'profiles bring memberships, entered three days ago',
        act: carry('club', ['ann', 'bob'], 3),
        shows: { club: { members: ['ann', 'bob'] } },
      },
      { step: 'use it', act: create('visitors', membersOf('club')), shows: { visitors: { uses: ['club'] } } },
      { step: 'a job', act: evaluate, shows: { visitors: { members: ['ann', 'bob'], counted: 2 } } },
      { step: 'run it', act: ingest('club', ['cas']), refused: [404, '100940-404'] },
      { step: 'delete what is used', act: remove('club'), refused: IN_USE },
      {
        step: 'deactivate the user',
        act: setState('visitors', 'inactive'),
        shows: { visitors: { state: 'inactive' } },
      },
      {
        step: 'deactivate it: its members are still to be seen',
        act: setState('club', 'inactive'),
        shows: { club: { state: 'inactive' } },
      },
      { step: 'publish it', act: setState('club', 'published'), shows: { club: { state: 'published' } } },
      { step: 'publish the user', act: setState('visitors', 'published'), shows: { visitors: { state: 'published' } } },
      { step: '26 days: before the end of the 30 days', act: days(26) },
      { step: 'another day: the entries are gone', act: days(1), shows: { club: { members: [] } } },
      { step: 'a job', act: evaluate, shows: { visitors: { members: [], left: ['ann', 'bob'], counted: 0 } } },
      { step: 'an entry that is new', act: carry('club', ['cas'], 0), shows: { club: { members: ['cas'] } } },
      { step: 'a job', act: evaluate, shows: { visitors: { members: ['cas'], left: ['ann', 'bob'], counted: 1 } } },
      { step: 'delete the user', act: remove('visitors'), shows: { visitors: { state: 'gone' } } },
    ],
  },
];

it.each(scenarios)('$name', (scenario) => play(scenario), 240_000);
