import { afterAll, describe, expect, it } from 'vitest';
import type { Operation } from './contract/document.ts';
import { codeOf, commonRefusals } from './contract/refusals.ts';
import { STEPS, stepOf } from './contract/steps/index.ts';
import { World } from './contract/world.ts';

const world = await World.open();
afterAll(() => world[Symbol.asyncDispose]());
const { document } = world;

const successes = ({ responses }: Operation): string[] => Object.keys(responses).filter((status) => status < '300');

it('has a step for every operation of the document, and none for others', () => {
  expect(Object.keys(STEPS).toSorted()).toEqual(document.operations.map(({ name }) => name).toSorted());
});

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
    for (const [what, status, code, change] of commonRefusals(operation)) {
      const answer = await world.send(operation, change(valid));
      const found = { what, status: answer.status, code: code === '' ? '' : codeOf(answer.body) };
      expect(found, answer.text).toEqual({ what, status, code });
      expect(document.problems(operation, answer), what).toEqual([]);
    }
    // Some are refused only after the valid request.
    await world.send(operation, valid);
    for (const [what, status, code, change] of step.invalid ?? []) {
      const answer = await world.send(operation, change(operation.method === 'POST' ? valid : await step.valid(world)));
      const found = { what, status: answer.status, code: code === '' ? '' : codeOf(answer.body) };
      expect(found, answer.text).toEqual({ what, status, code });
      expect(document.problems(operation, answer), what).toEqual([]);
    }
  });
});
