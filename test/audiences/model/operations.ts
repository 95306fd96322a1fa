import fc, { type Arbitrary } from 'fast-check';

/** What an expression refers to: an audience by its id or identifier, or a place in the membership map. */
export type Reference =
  | { readonly by: 'id' | 'ID'; readonly slot: number }
  | { readonly by: 'audienceId'; readonly audienceId: string }
  | { readonly by: 'place'; readonly namespace: string; readonly audienceId: string }
  | { readonly by: 'ups'; readonly slot: number };

/** What a body of POST and PUT says; of Platform audiences when it has `uses`. */
export interface Body {
  readonly name: string;
  readonly lifecycleState?: string;
  readonly uses?: readonly Reference[];
  readonly namespace?: string;
  readonly audienceId?: string;
}

/** A member of a resource that a JSON Patch sets, or takes away. */
export type Edit =
  | {
      readonly set: 'name' | 'lifecycleState' | 'description' | 'namespace' | 'type' | 'dependents';
      readonly to: string;
    }
  | { readonly set: 'uses'; readonly to: readonly Reference[] }
  | { readonly remove: 'description' | 'name' }
  | { readonly test: 'name'; readonly is: string };

/** The version that a request names in `If-Match`: the present one, an older or foreign one, any, or none. */
export type Version = 'present' | 'other' | 'any' | 'none';

/** A request of a client; slots count the audiences ever made. */
export type Operation =
  | { readonly kind: 'create'; readonly body: Body }
  | { readonly kind: 'define'; readonly name: string; readonly uses: readonly Reference[] }
  | { readonly kind: 'put'; readonly slot: number; readonly body: Body; readonly version: Version }
  | { readonly kind: 'patch'; readonly slot: number; readonly edits: readonly Edit[]; readonly version: Version }
  | {
      readonly kind: 'redefine';
      readonly slot: number;
      readonly name: string;
      readonly uses: readonly Reference[];
      readonly version: Version;
    }
  | {
      readonly kind: 'delete';
      readonly slot: number;
      readonly view: 'audiences' | 'definitions';
      readonly version: Version;
    };

// Few values, so that names are taken, references meet and identifiers are ambiguous.
const slots = fc.nat(7);
const names = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F');
const namespaces = fc.constantFrom('Acme', 'Other');
const audienceIds = fc.constantFrom('x', 'y');
const states = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('draft', 'published', 'inactive') },
  { weight: 1, arbitrary: fc.constantFrom('active', 'Inactive', 'deleted', 'archived', 'paused') },
);
const versions: Arbitrary<Version> = fc.oneof(
  { weight: 5, arbitrary: fc.constant('none' as const) },
  { weight: 1, arbitrary: fc.constantFrom('present' as const, 'other' as const, 'any' as const) },
);

const references: Arbitrary<readonly Reference[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ by: fc.constantFrom('id' as const, 'ID' as const), slot: slots }) },
    { weight: 1, arbitrary: fc.record({ by: fc.constant('ups' as const), slot: slots }) },
    { weight: 1, arbitrary: fc.record({ by: fc.constant('audienceId' as const), audienceId: audienceIds }) },
    {
      weight: 1,
      arbitrary: fc.record({ by: fc.constant('place' as const), namespace: namespaces, audienceId: audienceIds }),
    },
  ),
  { maxLength: 3 },
);

const bodies: Arbitrary<Body> = fc.oneof(
  fc.record({ name: names, uses: references, lifecycleState: states }, { requiredKeys: ['name', 'uses'] }),
  fc.record(
    { name: names, namespace: namespaces, audienceId: audienceIds, lifecycleState: states },
    { requiredKeys: ['name', 'namespace'] },
  ),
);

const edits: Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ set: fc.constant('lifecycleState' as const), to: states }) },
  { weight: 2, arbitrary: fc.record({ set: fc.constant('uses' as const), to: references }) },
  { weight: 2, arbitrary: fc.record({ set: fc.constantFrom('name' as const, 'description' as const), to: names }) },
  {
    weight: 1,
    arbitrary: fc.record({
      set: fc.constantFrom('namespace' as const, 'type' as const, 'dependents' as const),
      to: names,
    }),
  },
  { weight: 1, arbitrary: fc.record({ remove: fc.constantFrom('description' as const, 'name' as const) }) },
  { weight: 1, arbitrary: fc.record({ test: fc.constant('name' as const), is: names }) },
);

const kind = <K extends string>(name: K) => fc.constant(name);

const operation: Arbitrary<Operation> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: kind('create'), body: bodies }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('define'), name: names, uses: references }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('put'), slot: slots, body: bodies, version: versions }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: kind('patch'),
      slot: slots,
      edits: fc.array(edits, { minLength: 1, maxLength: 2 }),
      version: versions,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: kind('redefine'), slot: slots, name: names, uses: references, version: versions }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('delete'),
      slot: slots,
      view: fc.constantFrom('audiences' as const, 'definitions' as const),
      version: versions,
    }),
  },
);

export const operations = fc.array(operation, { minLength: 10, maxLength: 40 });

/** The operation with numbers of audiences that were made, as far as any were: a number counts modulo theirs. */
export function within(made: number, operation: Operation): Operation {
  const slotOf = (slot: number): number => (made === 0 ? slot : slot % made);
  const all = (uses: readonly Reference[]) =>
    uses.map((one): Reference => ('slot' in one ? { ...one, slot: slotOf(one.slot) } : one));
  const bodyOf = (body: Body): Body => ({ ...body, ...(body.uses && { uses: all(body.uses) }) });
  switch (operation.kind) {
    case 'create':
      return { ...operation, body: bodyOf(operation.body) };
    case 'define':
      return { ...operation, uses: all(operation.uses) };
    case 'put':
      return { ...operation, slot: slotOf(operation.slot), body: bodyOf(operation.body) };
    case 'patch': {
      const edits = operation.edits.map((edit) =>
        'set' in edit && edit.set === 'uses' ? { ...edit, to: all(edit.to) } : edit,
      );
      return { ...operation, slot: slotOf(operation.slot), edits };
    }
    case 'redefine':
      return { ...operation, slot: slotOf(operation.slot), uses: all(operation.uses) };
    case 'delete':
      return { ...operation, slot: slotOf(operation.slot) };
  }
}
