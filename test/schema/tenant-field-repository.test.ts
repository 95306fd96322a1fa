import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { array, integer, object, string } from '../../src/schema/node.ts';
import { schemaMigrations, TenantFieldRepository } from '../../src/schema/tenant-field-repository.ts';
import type { TenantField } from '../../src/schema/tenant-fields.ts';
import { type ControlStore, openControl } from '../../src/store/control/control.ts';

const field = (path: string, node: TenantField['node'], origin: TenantField['origin'] = 'inferred'): TenantField => ({
  class: 'profile',
  path: path.split('.'),
  node,
  origin,
});

describe('tenant fields in the control store', () => {
  let control: ControlStore;
  let repository: TenantFieldRepository;
  beforeEach(async () => {
    control = openControl(':memory:');
    await control.migrate(schemaMigrations);
    repository = new TenantFieldRepository(control);
  });
  afterEach(() => control.close());

  it('keeps fields a sandbox, objects as their leaves', async () => {
    const visits = array(object({ store: string() }));
    await repository.add('one', [field('_acme', object({ size: integer(), a: object({ b: string() }), visits }))]);
    await repository.add('two', [field('_acme.size', string())]);
    const leaves = [field('_acme.a.b', string()), field('_acme.size', integer()), field('_acme.visits', visits)];
    expect(await repository.list('one')).toEqual(leaves);
    expect(await repository.list('two')).toEqual([field('_acme.size', string())]);
    expect(await repository.list('three')).toEqual([]);
  });

  it('returns and stores only what changes', async () => {
    await repository.add('one', [field('_acme.size', integer())]);
    expect(await repository.add('one', [field('_acme.size', integer())])).toEqual([]);
    const wider = { kind: 'scalar', type: 'double' } as const;
    expect(await repository.add('one', [field('_acme.size', wider)])).toEqual([field('_acme.size', wider)]);
    expect(await repository.list('one')).toEqual([field('_acme.size', wider)]);
  });

  it('adds all fields or none', async () => {
    await repository.add('one', [field('_acme.size', integer())]);
    const additions = [field('_acme.ok', string()), field('_acme.size', string())];
    await expect(repository.add('one', additions)).rejects.toMatchObject({
      code: 'UPAPI-900003-400',
      status: 400,
      message: "The value of field '_acme.size' is not valid. It is inferred as integer and cannot be string.",
    });
    expect(await repository.list('one')).toEqual([field('_acme.size', integer())]);
  });
});
