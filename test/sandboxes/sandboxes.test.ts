import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sandboxMigrations } from '../../src/sandboxes/migrations.ts';
import { Sandboxes } from '../../src/sandboxes/sandboxes.ts';
import { type ControlStore, openControl } from '../../src/store/control/control.ts';

const ORG = 'A@AdobeOrg';

describe('sandboxes (api-conventions.md section 4)', () => {
  let path: string;
  let control: ControlStore;
  let sandboxes: Sandboxes;
  beforeAll(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'secant-sandboxes-')), 'control.db');
    control = openControl(path);
    await control.migrate(sandboxMigrations);
    sandboxes = new Sandboxes(control);
  });
  afterAll(() => control.close());

  it('gives a fresh organization one default production sandbox', async () => {
    const [prod, ...others] = await sandboxes.of(ORG);
    expect(others).toEqual([]);
    expect(prod).toEqual({
      imsOrgId: ORG,
      reference: {
        sandboxId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        sandboxName: 'prod',
        type: 'production',
        default: true,
      },
      state: 'active',
    });
    expect(await sandboxes.defaultOf(ORG)).toEqual(prod);
  });

  it('creates an organization once, however many ask at the same time', async () => {
    const found = await Promise.all(Array.from({ length: 20 }, () => sandboxes.defaultOf('B@AdobeOrg')));
    expect(new Set(found.map(({ reference }) => reference.sandboxId)).size).toBe(1);
  });

  it('keeps names and ids of organizations apart', async () => {
    const dev = await sandboxes.create(ORG, 'dev', 'development');
    expect(await sandboxes.named(ORG, 'dev')).toEqual(dev);
    expect(await sandboxes.named('C@AdobeOrg', 'dev')).toBeUndefined();
    expect(await sandboxes.identified('C@AdobeOrg', dev.reference.sandboxId)).toBeUndefined();
    expect(await sandboxes.identified(ORG, dev.reference.sandboxId.toUpperCase())).toEqual(dev);
  });

  it('refuses a name twice, and names of a wrong form', async () => {
    await sandboxes.create(ORG, 'twice', 'development');
    await expect(sandboxes.create(ORG, 'twice', 'development')).rejects.toThrow(/UNIQUE/);
    for (const name of ['Upper', '', '-a', 'a b', 'x'.repeat(257)]) {
      await expect(sandboxes.create(ORG, name, 'development')).rejects.toThrow(RangeError);
    }
  });

  it('remembers everything in the store', async () => {
    const stage = await sandboxes.create(ORG, 'stage', 'development');
    await sandboxes.setState(stage, 'resetting');
    const reopened = openControl(path);
    const again = new Sandboxes(reopened);
    expect(await again.named(ORG, 'stage')).toEqual({ ...stage, state: 'resetting' });
    expect(await again.of(ORG)).toEqual(await sandboxes.of(ORG));
    expect((await again.all()).length).toBeGreaterThan(3);
    await reopened.close();
  });
});
