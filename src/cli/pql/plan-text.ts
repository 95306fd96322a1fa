import type { PlanPart, QueryPlan } from '../../pql/index.ts';
import { strong } from '../output.ts';
import { formatTable } from '../table.ts';

/** A plan for people; `partText` gives the text of a part. */
export function planText(plan: QueryPlan, partText: (part: PlanPart) => string): string {
  const { condition, leaves, parts, residual, tests } = plan;
  const rows = parts.map((part) => [partText(part), decidedBy(part), readsOf(part)]);
  const decided = parts.filter((part) => part.reason === undefined).length;
  const head =
    residual === undefined
      ? 'Decided in SQL.'
      : `SQL can decide ${decided} of ${parts.length} conditions; the evaluator decides for each profile that SQL selects` +
        `${condition === 'true' ? ', which is every one' : ''}.`;
  const sections = [
    strong(head),
    formatTable([{ title: 'Condition' }, { title: 'SQL' }, { title: 'Events' }], rows),
    `${residual === undefined ? 'Members' : 'Selected'}: ${condition}`,
    ...tests.map(({ name, sql }) => `${name}: ${sql}`),
    ...leaves.map(({ name, aggregate, eventTypes }) => `${name}: ${aggregate}, events ${typesText(eventTypes)}`),
  ];
  return [...sections.slice(0, 2), '', ...sections.slice(2)].join('\n');
}

function decidedBy({ reason }: PlanPart): string {
  return reason === undefined ? 'yes' : `no: ${reason.construct}`;
}

function readsOf({ leaves, lookBackHours }: PlanPart): string {
  if (lookBackHours === undefined) return '';
  const window = Number.isFinite(lookBackHours) ? `of ${lookBackHours} h` : 'of any time';
  return [...leaves, window].join(', ');
}

function typesText(types: readonly string[] | undefined): string {
  return types === undefined ? 'of all types' : `of ${types.join(', ')}`;
}
