import { ServiceError } from '../errors.ts';
import type { SegmentDefinition } from './definition.ts';
import type { DefinitionRepository } from './repository.ts';

const DEPTH_LIMIT = 10;

/**
 * Checks the audiences that an expression reads by `inSegment`: each exists, no cycle arises and the chain of references
 * is at most 10 deep (evaluation.md section 6). `self` is the id of the definition being changed.
 *
 * @returns the definitions referred to, however deep
 * @throws ServiceError `UPAPI-900107-400`, `UPAPI-900108-400`
 */
export async function checkReferences(
  repository: DefinitionRepository,
  sandboxId: string,
  references: readonly string[],
  self?: string,
): Promise<ReadonlyMap<string, SegmentDefinition>> {
  const reached = new Map<string, SegmentDefinition>();
  let level: readonly { readonly id: string; readonly path: readonly string[] }[] = references.map((id) => ({
    id,
    path: [],
  }));
  for (let depth = 1; level.length > 0; depth++) {
    const cycle = level.find((step) => step.id === self);
    if (cycle !== undefined) throw circular([self ?? '', ...cycle.path, cycle.id]);
    const found = await repository.byIds(
      sandboxId,
      level.map((step) => step.id),
    );
    const missing = depth === 1 ? level.find((step) => !found.has(step.id)) : undefined;
    if (missing !== undefined) {
      throw new ServiceError(
        'UPAPI-900107-400',
        `The expression refers to an audience that does not exist: ${missing.id}`,
      );
    }
    if (depth > DEPTH_LIMIT) {
      throw new ServiceError(
        'UPAPI-900108-400',
        `The expression fails the check referencedepth: found ${depth}, limit ${DEPTH_LIMIT}.`,
      );
    }
    const next: { id: string; path: readonly string[] }[] = [];
    for (const { id, path } of level) {
      const definition = found.get(id);
      if (definition === undefined || reached.has(id)) continue;
      reached.set(id, definition);
      next.push(...definition.dependencies.map((reference) => ({ id: reference, path: [...path, id] })));
    }
    level = next;
  }
  return reached;
}

/**
 * Refuses direct references to inactive audiences, among the definitions that {@link checkReferences} reached.
 *
 * @throws ServiceError `UPAPI-113434-400`
 */
export function refuseInactive(references: readonly string[], reached: ReadonlyMap<string, SegmentDefinition>): void {
  const inactive = references.find((id) => reached.get(id)?.lifecycleState === 'inactive');
  if (inactive === undefined) return;
  throw new ServiceError(
    'UPAPI-113434-400',
    `There is a problem in audience validation. Audience ${inactive} is inactive.`,
  );
}

const circular = (ids: readonly string[]): ServiceError =>
  new ServiceError('UPAPI-900107-400', `The expression creates a circular reference: ${ids.join(' -> ')}`);

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
