import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { externalAudienceMigrations } from '../../../src/audiences/external/repository.ts';
import { INGESTION_JOB, type IngestionJob } from '../../../src/jobs/ingestion/job.ts';
import { ingestionMigrations } from '../../../src/jobs/ingestion/publication.ts';
import { IngestionRuns } from '../../../src/jobs/ingestion/runs.ts';
import { JOB_STATUSES, newJob } from '../../../src/jobs/job.ts';
import { jobMigrations } from '../../../src/jobs/migrations.ts';
import { JobRepository } from '../../../src/jobs/repository.ts';
import { openControl } from '../../../src/store/control/control.ts';
import { creation, EXTERNAL, startExternal } from './kit.ts';

const DAY = 86_400_000;

let kit: Awaited<ReturnType<typeof startExternal>>;
beforeAll(async () => {
  kit = await startExternal({ jobRetentionDays: 90 });
});
afterAll(() => kit.api.close());

describe('records of external audiences', () => {
  it('are kept for the days of all jobs, and the last successful run for as long as the audience', async () => {
    const { api, drop, membership, remove, run, sandboxId } = kit;
    await drop('list.csv', 'email\na@x.org\n""\n');
    const { body: made } = await api.post(EXTERNAL, creation({ ttlInDays: 90 }));
    await api.idle();
    const { audienceId: id } = (await api.get(`${EXTERNAL}/operations/${made.operationId}`)).body;
    const at = `${EXTERNAL}/${id}`;
    const extend = async () => {
      const { status } = await api.post(`${EXTERNAL}/extend-ttl/${id}`, undefined);
      await api.idle();
      return status;
    };
    const again = { differentialIngestion: false };
    const [first, last] = [await run(id, again), await run(id, again)];
    remove('list.csv');
    const missing = await run(id);
    expect([first.status, last.status, missing.status, await extend()]).toEqual(['SUCCESS', 'SUCCESS', 'FAILED', 200]);

    const shown = async () => {
      const { runs } = (await api.get(`${at}/runs`)).body;
      const single = [first, last, missing].map(({ runId }) => api.get(`${at}/runs/${runId}`));
      const files = [first, last].map(({ details }) =>
        access(join(api.system.directory.datasetPath, sandboxId, details[0].failedRecordsFile)).then(
          () => true,
          () => false,
        ),
      );
      return {
        list: runs.map(({ runId }: { readonly runId: string }) => runId),
        single: (await Promise.all(single)).map(({ status }) => status),
        files: await Promise.all(files),
        operation: (await api.get(`${EXTERNAL}/operations/${made.operationId}`)).status,
      };
    };
    api.advance(90 * DAY);
    expect(await shown()).toEqual({
      list: [missing.runId, last.runId, first.runId],
      single: [200, 200, 200],
      files: [true, true],
      operation: 200,
    });
    api.advance(1000);
    expect((await api.get(`${at}/runs/${first.runId}`)).status).toBe(404);
    expect(await shown()).toEqual({
      list: [last.runId],
      single: [404, 200, 404],
      files: [false, true],
      operation: 404,
    });

    expect(await extend()).toBe(200);
    expect(await membership('a@x.org')).toMatchObject({ CustomerAudienceUpload: { [id]: { status: 'realized' } } });
    await drop('list.csv', 'email\na@x.org\n""\n');
    expect((await run(id)).details[0].recordsRead).toBe(0);
  });

  it('are kept until the work is over, however long ago it began', async () => {
    const control = openControl(':memory:');
    onTestFinished(() => control.close());
    await control.migrate([...jobMigrations, ...externalAudienceMigrations, ...ingestionMigrations]);
    const jobs = new JobRepository<IngestionJob>(control, INGESTION_JOB);
    const sandbox = { sandboxId: 'sandbox', sandboxName: 'prod', type: 'production', default: true } as const;
    for (const status of JOB_STATUSES) {
      for (const isPublished of [false, true]) {
        const id = `${status} ${isPublished ? 'published' : 'unpublished'}`;
        await jobs.insert({
          ...newJob(id, { imsOrgId: 'ORG@AdobeOrg', sandbox }, { source: 'api', requestId: id }, 0),
          status,
          isPublished,
          audienceId: 'audience',
          audienceName: 'Spring list',
          createdBy: 'user',
          work: { kind: 'extension' },
          stages: [],
        });
      }
    }
    const found = (await new IngestionRuns(control).finishedBefore(1)).map(({ id }) => id);
    expect(found.toSorted()).toEqual([
      'CANCELLED published',
      'CANCELLED unpublished',
      'FAILED published',
      'FAILED unpublished',
      'SUCCEEDED published',
    ]);
  });
});
