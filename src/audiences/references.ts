import { ServiceError } from '../errors.ts';
import type { Facts } from '../pql/index.ts';
import { type Audience, membershipKey } from './audience.ts';
import type { AudienceRepository } from './audience-repository.ts';
import type { SegmentDefinition } from './definition.ts';
import { audienceProblem } from './errors.ts';
import type { DefinitionRepository } from './repository.ts';

const DEPTH_LIMIT = 10;

/** The audiences that an expression reads. */
export interface References {
  /** In order of first occurrence, each once. */
  readonly direct: readonly Audience[];
  /** Those of `inSegment`, by what is written there. */
  readonly inSegment: ReadonlyMap<string, Audience>;
}

type Reads = Pick<Facts, 'inSegment' | 'membershipReads'>;

/**
 * Resolves what an expression refers to (api-audiences.md section 1.6): an id, else the identifier of a client, of which
 * the one created first counts. Reads of the membership map stay in the namespace of their key, and may mean nothing.
 *
 * @throws ServiceError `UPAPI-900107-400` for an `inSegment` that means nothing
 */
export async function resolveReferences(
  audiences: AudienceRepository,
  sandboxId: string,
  reads: Reads,
): Promise<References> {
  const references = await findReferences(audiences, sandboxId, reads);
  const unknown = reads.inSegment.find(({ id }) => !references.inSegment.has(id));
  if (unknown !== undefined) throw unknownReference(unknown.id);
  return references;
}

/** The same without what means nothing. */
export async function findReferences(
  audiences: AudienceRepository,
  sandboxId: string,
  reads: Reads,
): Promise<References> {
  const written = [...reads.inSegment, ...reads.membershipReads].map(({ id }) => id);
  const byId = await audiences.byIds(
    sandboxId,
    written.map((id) => id.toLowerCase()),
  );
  const named = Map.groupBy(await audiences.withAudienceIds(sandboxId, written), ({ audienceId }) => audienceId);
  const candidates = (id: string): Audience[] =>
    [byId.get(id.toLowerCase()), ...(named.get(id) ?? [])].filter((audience) => audience !== undefined);

  const inSegment = new Map<string, Audience>();
  for (const { id } of reads.inSegment) {
    const [audience] = candidates(id);
    if (audience !== undefined) inSegment.set(id, audience);
  }
  const found = [
    ...reads.inSegment.map(({ id, span }) => ({ span, audience: inSegment.get(id) })),
    ...reads.membershipReads.map(({ id, namespace, span }) => ({
      span,
      audience: candidates(id).find((audience) => keyOf(audience) === namespace.toLowerCase()),
    })),
  ];
  const inOrder = found.toSorted((a, b) => a.span.start - b.span.start);
  const direct = new Set(inOrder.map(({ audience }) => audience?.id));
  return {
    direct: [...direct].flatMap((id) => found.find(({ audience }) => audience?.id === id)?.audience ?? []),
    inSegment,
  };
}

/** Namespace keys are read in any case of letters (evaluation.md section 4.2). */
const keyOf = ({ namespace }: Audience): string => membershipKey(namespace).toLowerCase();

/**
 * Checks that no cycle arises from references and that their chain is at most 10 deep (evaluation.md section 6). `self`
 * is the id of the audience being changed.
 *
 * @returns the audiences referred to, however deep, by id
 * @throws ServiceError `UPAPI-900107-400`, `UPAPI-900108-400`
 */
export async function checkGraph(
  audiences: AudienceRepository,
  sandboxId: string,
  direct: readonly Audience[],
  self?: string,
): Promise<ReadonlyMap<string, Audience>> {
  const reached = new Map<string, Audience>();
  let level = direct.map((audience) => ({ audience, path: [audience.id] }));
  for (let depth = 1; level.length > 0; depth++) {
    const cycle = level.find(({ audience }) => audience.id === self);
    if (cycle !== undefined) throw circular([self ?? '', ...cycle.path]);
    if (depth > DEPTH_LIMIT) throw tooDeep(depth);
    const fresh = level.filter(({ audience }) => !reached.has(audience.id));
    for (const { audience } of fresh) reached.set(audience.id, audience);
    const below = await audiences.byIds(
      sandboxId,
      fresh.flatMap(({ audience }) => audience.dependencies),
    );
    level = fresh.flatMap(({ audience: { dependencies }, path }) =>
      dependencies.flatMap((id) => {
        const audience = below.get(id);
        return audience === undefined ? [] : [{ audience, path: [...path, id] }];
      }),
    );
  }
  return reached;
}

/**
 * Refuses references to inactive audiences.
 *
 * @throws ServiceError `UPAPI-113434-400`
 */
export function refuseInactive(direct: readonly Audience[]): void {
  const inactive = direct.find(({ lifecycleState }) => lifecycleState === 'inactive');
  if (inactive !== undefined) throw audienceProblem(`Audience ${inactive.id} is inactive.`);
}

const unknownReference = (id: string): ServiceError =>
  new ServiceError('UPAPI-900107-400', `The expression refers to an audience that does not exist: ${id}`);

const circular = (ids: readonly string[]): ServiceError =>
  new ServiceError('UPAPI-900107-400', `The expression creates a circular reference: ${ids.join(' -> ')}`);

const tooDeep = (depth: number): ServiceError =>
  new ServiceError(
    'UPAPI-900108-400',
    `The expression fails the check referencedepth: found ${depth}, limit ${DEPTH_LIMIT}.`,
  );

/** The listed definitions and everything active that they refer to, however deep; inactive audiences are frozen. */
export async function withReferences(
  repository: DefinitionRepository,
  sandboxId: string,
  listed: readonly SegmentDefinition[],
): Promise<readonly SegmentDefinition[]> {
  const all = new Map(listed.map((definition) => [definition.id, definition]));
  let open = [...listed];
  while (open.length > 0) {
    const wanted = new Set(open.flatMap((definition) => definition.dependencies).filter((id) => !all.has(id)));
    const found = await repository.byIds(sandboxId, [...wanted]);
    open = [...found.values()].filter((definition) => definition.lifecycleState !== 'inactive');
    for (const definition of open) all.set(definition.id, definition);
  }
  return [...all.values()];
}
