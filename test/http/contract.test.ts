import { afterAll, describe, expect, it } from 'vitest';
import { sharedTests } from '../kit/shared.ts';
import type { Operation } from './contract/document.ts';
import { codeOf, envelopeProblems } from './contract/envelopes.ts';
import { commonRefusals } from './contract/refusals.ts';
import { missingOperations } from './contract/specified.ts';
import type { Call, Refusal } from './contract/step.ts';
import { STEPS, stepOf } from './contract/steps/index.ts';
import { World } from './contract/world.ts';

const world = await World.open();
afterAll(() => world[Symbol.asyncDispose]());
const { document } = world;

const successes = ({ responses }: Operation): string[] => Object.keys(responses).filter((status) => status < '300');

it('has a step for every operation of the document, and none for others', () => {
  expect(Object.keys(STEPS).toSorted()).toEqual(document.operations.map(({ name }) => name).toSorted());
});

it.skipIf(sharedTests.areLeftOut)(
  `has every operation that the specification names (${sharedTests.note})`,
  async () => {
    expect(await missingOperations(document.operations)).toEqual([]);
    // The pages were found and read.
    expect((await missingOperations([])).length).toBeGreaterThan(40);
  },
);

it('names every operation once', () => {
  const ids = document.operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(document.operations)('$name', (operation) => {
  it('has examples that fit its schemas', () => {
    expect(document.exampleProblems(operation)).toEqual([]);
  });

  it('answers a valid request as described', async () => {
    const answer = await world.send(operation, await stepOf(operation).valid(world));
    expect(successes(operation), answer.text).toContain(String(answer.status));
    expect(document.problems(operation, answer)).toEqual([]);
  });

  it('refuses invalid requests as described', async () => {
    const step = stepOf(operation);
    const valid = await step.valid(world);
    const refuse = async ([what, status, code, change]: Refusal, call: Call) => {
      const answer = await world.send(operation, change(call));
      expect({ what, status: answer.status, code: codeOf(answer.body) }, answer.text).toEqual({ what, status, code });
      expect(envelopeProblems(answer), what).toEqual([]);
      expect(document.problems(operation, answer), what).toEqual([]);
    };
    for (const refusal of commonRefusals(operation)) await refuse(refusal, valid);
    // Some are refused only after the valid request.
    await world.send(operation, valid);
    for (const refusal of step.invalid ?? []) {
      await refuse(refusal, operation.method === 'POST' ? valid : await step.valid(world));
    }
  });
});
