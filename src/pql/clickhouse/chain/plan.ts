import type { Chain } from '../../ir.ts';
import { refuse } from '../refusal.ts';
import type { Conditions, Step } from './conditions.ts';

/** What must be remembered of a chain while it is searched from the first step to the last. */
export interface Plan {
  /** Whether it is enough to know the earliest end of each step: nothing later wants an event that is less old. */
  readonly earliest: readonly boolean[];
  /** For each step the labels before it whose times are tested after it. */
  readonly carried: readonly (readonly number[])[];
  /** Whether a step has a field in common with the step before it. */
  readonly tied: readonly boolean[];
  /** Whether a later step has a field in common with a step or one before it. */
  readonly keyNeeded: readonly boolean[];
  /** Whether a step has a field in common with any other. */
  readonly keyed: readonly boolean[];
  /** The path of the field that an element has in common with others. */
  readonly keyOf: (conditions: Conditions) => readonly string[] | undefined;
}

export function planOf(chain: Chain, steps: readonly Step[], ending: readonly Conditions[]): Plan {
  const position = new Map(steps.map(({ assigned }, index) => [assigned.element.labelId, index]));
  const at = (label: number): number => position.get(label) ?? refuse('a label that no event can have', chain);
  const stages = [...steps.map((step) => [...step.counting, step.assigned]), ending];
  const uses = stages.flatMap((stage, index) =>
    stage.map((conditions) => ({ index, conditions, counting: conditions !== steps[index]?.assigned })),
  );
  const nearLabels = uses.flatMap(({ index, conditions, counting }) =>
    conditions.windows.filter(({ near }) => near || counting).map(({ label }) => ({ label: at(label), index })),
  );
  const keyLabels = uses.flatMap(({ index, conditions }) =>
    conditions.keys.map(({ label }) => ({ label: at(label), index })),
  );
  const tied = steps.map(({ assigned }) => assigned.keys.length > 0);
  for (const { label, index } of keyLabels) {
    if (tied.slice(label + 1, index).includes(false))
      refuse('equality with an event of a chain before the previous one', chain);
  }
  const keyNeeded = steps.map((_, step) => keyLabels.some(({ label, index }) => label <= step && index > step));
  const carried = steps.map((_, step) => [
    ...new Set(nearLabels.filter(({ label, index }) => label < step && index > step).map(({ label }) => label)),
  ]);
  const earliest = steps.map((_, step) => {
    const counts = (steps[step + 1]?.counting ?? ending).length > 0;
    const wanted = nearLabels.some(({ label }) => label === step);
    return !counts && !wanted && carried[step]?.length === 0 && !keyNeeded[step];
  });
  const keyOf = keyPaths(
    uses.map(({ conditions }) => conditions),
    chain,
  );
  return {
    earliest,
    carried: carried.map((before) => before.map((step) => labelOf(steps, step))),
    tied,
    keyNeeded,
    keyed: steps.map(({ assigned }) => keyOf(assigned) !== undefined),
    keyOf,
  };
}

function labelOf(steps: readonly Step[], step: number): number {
  return steps[step]?.assigned.element.labelId ?? -1;
}

/** Own fields of an element and fields of it that later elements name must be the same one. */
function keyPaths(all: readonly Conditions[], chain: Chain): Plan['keyOf'] {
  const named = all.flatMap(({ keys }) => keys);
  return ({ element, keys }) => {
    const paths = [
      ...keys.map(({ mine }) => mine),
      ...named.filter(({ label }) => label === element.labelId).map(({ theirs }) => theirs),
    ];
    const [path] = paths;
    if (new Set(paths.map((one) => JSON.stringify(one))).size > 1)
      return refuse('equality of several fields of events of a chain', chain);
    return path;
  };
}
