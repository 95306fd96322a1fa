import { type Client, type Schema, waitForSegmentJob } from 'secant/client';

/**
 * Who asks. With `--auth none` every token and key is accepted; the organization is the one that the command line works
 * in.
 */
export const CALLER = { token: 'demo', apiKey: 'demo', organization: 'secant@local' } as const;

/** Creates a segment definition of individual profiles and returns its id. */
export async function createAudience(
  client: Client,
  { description, name, pql }: { readonly name: string; readonly description: string; readonly pql: string },
): Promise<string> {
  const expression = { type: 'PQL', format: 'pql/text', value: pql };
  const body = { name, description, expression, schema: { name: '_xdm.context.profile' } };
  return (await client.post('/data/core/ups/segment/definitions', { body })).data.id;
}

/** Runs a job over all definitions to its end and tells what it counted. */
export async function runJob(client: Client): Promise<Schema<'SegmentJob'>['metrics']> {
  const body = { schema: { name: '_xdm.context.profile' }, segments: [{ segmentId: '*' }] };
  const started = await client.post('/data/core/ups/segment/jobs', { body });
  const job = await waitForSegmentJob(client, started.data.id, { delayMs: 20 });
  if (job.status !== 'SUCCEEDED') {
    throw new Error(`The job ended as ${job.status}: ${job.errors?.map(({ msg }) => msg).join('; ')}`);
  }
  return job.metrics;
}
