import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.ts';
import type { Preview } from '../../../src/queries/previews/preview.ts';
import { PreviewRepository } from '../../../src/queries/previews/repository.ts';
import { openSystem } from '../../../src/system.ts';

let directory: string;
const clock = { now: Date.parse('2026-03-02T08:00:00Z') };
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'secant-restart-'));
});
afterEach(() => rm(directory, { recursive: true }));

const open = () => openSystem({ ...loadConfig({}), dataDir: directory }, pino({ level: 'silent' }), () => clock.now);

type System = Awaited<ReturnType<typeof open>>;

async function scopeOf({ sandboxes }: System) {
  const { reference } = await sandboxes.defaultOf('ORG@AdobeOrg');
  return { imsOrgId: 'ORG@AdobeOrg', sandbox: reference };
}

const states = ({ estimation }: System, scope: Awaited<ReturnType<typeof scopeOf>>, previews: readonly Preview[]) =>
  Promise.all(previews.map(async (preview) => (await estimation.previews.get(scope, preview, 'it')).state));

it('goes on with what a stop of the server interrupted, under the same id, and keeps what was ready', async () => {
  const question = { predicateExpression: 'true' };
  const before = await open();
  const scope = await scopeOf(before);
  await before.start();
  const ready = await before.estimation.previews.create(scope, question);
  await before.estimation.runner.idle();
  const interrupted = await before.estimation.previews.create(scope, question);
  await before[Symbol.asyncDispose]();

  await using after = await open();
  expect(await states(after, scope, [ready, interrupted])).toEqual(['RESULT_READY', 'NEW']);
  await after.start();
  await after.estimation.runner.idle();
  expect(await states(after, scope, [ready, interrupted])).toEqual(['RESULT_READY', 'RESULT_READY']);
  const { appId } = await after.estimation.previews.create(scope, question);
  expect(appId).not.toBe(interrupted.appId);
});

it('tries what was RUNNING in a crash once more, and gives it up the second time', async () => {
  await using system = await open();
  const scope = await scopeOf(system);
  const repository = new PreviewRepository(system.control);
  const crashed = async (interruptions: number): Promise<Preview> => {
    const preview = {
      appId: 'app-11111111-2222-4333-8444-555555555555',
      queryId: crypto.randomUUID(),
      executionId: 0,
      sandboxId: scope.sandbox.sandboxId,
      state: 'RUNNING',
      question: {
        expression: { type: 'PQL', format: 'pql/text', value: 'true' },
        schemaName: '_xdm.context.profile',
        mergePolicyId: 'any',
        graphType: 'pdg',
      },
      interruptions,
      createdAt: clock.now,
    } as const;
    await repository.insert(preview);
    return preview;
  };
  const previews = [await crashed(0), await crashed(1)];
  await system.start();
  await system.estimation.runner.idle();
  expect(await states(system, scope, previews)).toEqual(['RESULT_READY', 'FAILED']);
  const [, given] = previews;
  expect((await repository.get(given?.queryId ?? ''))?.failure).toEqual({
    description: 'The preview was interrupted by a restart of the server twice.',
    traceback: '',
  });
});

it('fails what no longer fits the schema, and says why', async () => {
  await using system = await open();
  const scope = await scopeOf(system);
  const { sandboxId } = scope.sandbox;
  await system.start();
  const repository = new PreviewRepository(system.control);
  const preview = {
    appId: 'app-11111111-2222-4333-8444-555555555555',
    queryId: crypto.randomUUID(),
    executionId: 0,
    sandboxId,
    state: 'NEW',
    question: {
      expression: { type: 'PQL', format: 'pql/text', value: '_tenant.gone = 1' },
      schemaName: '_xdm.context.profile',
      mergePolicyId: 'any',
      graphType: 'pdg',
    },
    interruptions: 0,
    createdAt: clock.now,
  } as const;
  await repository.insert(preview);
  system.estimation.runner.run(preview);
  await system.estimation.runner.idle();
  const { failure, state } = await system.estimation.previews.get(scope, preview, 'it');
  expect([state, failure?.description]).toEqual(['FAILED', expect.stringContaining('unknown field')]);
});
