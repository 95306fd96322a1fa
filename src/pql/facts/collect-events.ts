import { isComparison } from '../check/operators.ts';
import type { Aggregation, Call, Chain, CompareOp, Declaration, Ir, Occurs, Quantification, Select } from '../ir.ts';
import { childrenOf } from '../walk.ts';
import { chainNodes } from './chain-nodes.ts';
import { type Counting, countingOf, type EventNode, type EventQuery } from './event-queries.ts';
import type { VariableSources } from './origins.ts';
import { conditionOf, type EventSource, eventSource, lookBackOfConditions, withCondition } from './sources.ts';
import { lookBackOf, shorter } from './windows.ts';

/** All event queries of an expression with their polarity (evaluation.md section 2.3, step 1). */
export function eventQueries(ir: Ir, variables: VariableSources): readonly EventQuery[] {
  const collector = new Collector(variables);
  collector.visit(ir, false);
  return collector.queries;
}

const ALL_EVENTS: EventSource = { conditions: [], isPath: false };
const TIMESTAMP = ['timestamp'];
const EXISTS: Counting = { negated: false, minimumCount: 1 };
const EXACTLY_ONE: Counting = { negated: false, minimumCount: 2 };

const MIRRORED: Readonly<Record<CompareOp, CompareOp>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** Walks the boolean structure; `negated` is true below an odd number of `not`. */
class Collector {
  readonly queries: EventQuery[] = [];
  private readonly variables: VariableSources;
  private readonly seen = new Set<Ir>();

  constructor(variables: VariableSources) {
    this.variables = variables;
  }

  visit(ir: Ir, negated: boolean): void {
    switch (ir.kind) {
      case 'and':
      case 'or':
        for (const operand of ir.operands) this.visit(operand, negated);
        return;
      case 'not':
        this.visit(ir.operand, !negated);
        return;
      case 'if':
        for (const child of childrenOf(ir)) this.visit(child, negated);
        return;
      case 'let':
        this.visit(ir.body, negated);
        return;
      case 'chain':
        this.chain(ir, negated);
        return;
      case 'select':
      case 'quantification':
        this.declared(ir, negated);
        return;
      case 'call':
        this.call(ir, negated);
        return;
      case 'occurs':
        this.occurs(ir, negated);
        return;
      default: {
        const source = eventSource(ir, this.variables);
        if (source !== undefined) this.single(ir, negated, source, EXISTS);
        else this.rest(ir, negated);
      }
    }
  }

  private occurs(ir: Occurs, negated: boolean): void {
    const source = eventSource(ir.subject, this.variables);
    if (source?.isPath === true) {
      const ofTimestamp = this.isTimestamp(ir.subject);
      const node = this.node(ir, source, EXISTS);
      const lookBack = ofTimestamp ? shorter(lookBackOf(ir.test), node.lookBack) : node.lookBack;
      this.add(ir, negated, [{ ...node, lookBack }]);
    } else this.rest(ir, negated);
  }

  private isTimestamp(ir: Ir): boolean {
    return ir.kind === 'field' && ir.name === 'timestamp' && eventSource(ir.object, this.variables)?.isPath === false;
  }

  private add(ir: Ir, negated: boolean, nodes: readonly EventNode[], ordered = true, aggregated = false): void {
    if (this.seen.has(ir)) return;
    this.seen.add(ir);
    const absent = nodes.every((node) => node.negated);
    this.queries.push({ span: ir.span, negated: negated !== absent, nodes, ordered, aggregated });
  }

  private node(ir: Ir, source: EventSource, counting: Counting): EventNode {
    for (const { condition } of source.conditions) this.inside(condition);
    return { span: ir.span, lookBack: lookBackOfConditions(source.conditions, TIMESTAMP), ...counting };
  }

  private single(ir: Ir, negated: boolean, source: EventSource, counting: Counting): void {
    this.add(ir, negated, [this.node(ir, source, counting)]);
  }

  /** A condition on an event may itself ask for events. */
  private inside(condition: Ir): void {
    this.visit(condition, false);
  }

  private chain(chain: Chain, negated: boolean): void {
    const source = eventSource(chain.collection, this.variables);
    if (source === undefined) {
      this.rest(chain, negated);
      return;
    }
    this.add(chain, negated, chainNodes(chain, source.conditions));
    for (const { what, where } of chain.elements) {
      this.inside(what);
      if (where !== undefined) this.inside(where);
    }
  }

  private declared(ir: Select | Quantification, negated: boolean): void {
    const quantifier = ir.kind === 'select' ? 'some' : ir.quantifier;
    const counting = quantifier === 'one' ? EXACTLY_ONE : EXISTS;
    const flipped = quantifier === 'all' || quantifier === 'none';
    const nodes = this.declaredNodes(ir, ir.declarations, counting);
    if (nodes.length === 0) this.rest(ir, negated);
    else this.add(ir, negated !== flipped, nodes, nodes.length === 1);
  }

  private declaredNodes(ir: Ir, declarations: readonly Declaration[], counting: Counting): readonly EventNode[] {
    return declarations.flatMap(({ variable, domain }) => {
      const source = eventSource(domain, this.variables);
      if (source === undefined || source.isPath) return [];
      const conditions = declarations.flatMap(({ condition }) =>
        condition === undefined ? [] : [{ item: variable.id, condition }],
      );
      return [this.node(ir, conditions.reduce(withCondition, source), counting)];
    });
  }

  private call(ir: Call, negated: boolean): void {
    const source = this.callSource(ir);
    const [left, right] = ir.args;
    if (isComparison(ir.name) && left !== undefined && right !== undefined) {
      this.comparison(ir, ir.name, left, right, negated);
    } else if (source === undefined) this.rest(ir, negated);
    else this.single(ir, negated, source, EXISTS);
  }

  /** The events of which a Boolean call, or a filter as a condition, demands one. */
  private callSource(ir: Call): EventSource | undefined {
    if (ir.name === 'filter') return eventSource(ir, this.variables);
    const source = ir.args.map((arg) => eventSource(arg, this.variables)).find((found) => found !== undefined);
    if (source === undefined || ir.name !== 'exists') {
      return ir.type.kind === 'boolean' && source?.isPath === true ? source : undefined;
    }
    const condition = conditionOf(ir.args);
    return condition === undefined ? source : withCondition(source, condition);
  }

  private comparison(ir: Call, op: CompareOp, left: Ir, right: Ir, negated: boolean): void {
    const onLeft = this.counted(left);
    const counted = onLeft ?? this.counted(right);
    const source = counted ?? eventSource(left, this.variables) ?? eventSource(right, this.variables);
    if (source === undefined || (counted === undefined && !source.isPath)) {
      this.rest(ir, negated);
      return;
    }
    const limit = onLeft === undefined ? left : right;
    const known = limit.kind === 'literal' && typeof limit.value === 'number' ? limit.value : undefined;
    const direct = onLeft === undefined ? MIRRORED[op] : op;
    const counting = known === undefined ? EXACTLY_ONE : countingOf(direct, known);
    this.single(ir, negated, source, counted === undefined ? EXISTS : counting);
  }

  /** The events that a value counts. */
  private counted(ir: Ir): EventSource | undefined {
    const value = this.resolved(ir);
    if (value.kind === 'call' && value.name === 'count' && value.args[0] !== undefined) {
      return eventSource(value.args[0], this.variables);
    }
    const comprehension = value.kind === 'aggregation' && value.name === 'count' && value.value === undefined;
    const [only, ...others] = comprehension ? value.declarations : [];
    if (only === undefined || others.length > 0) return undefined;
    const source = eventSource(only.domain, this.variables);
    if (source === undefined || source.isPath || only.condition === undefined) return source;
    return withCondition(source, { item: only.variable.id, condition: only.condition });
  }

  private resolved(ir: Ir): Ir {
    const source = ir.kind === 'variable' ? this.variables.get(ir.id) : undefined;
    return source?.bound === 'value' ? source.to : ir;
  }

  /** Anything else that reads events computes a value from them; what does not is searched for queries inside. */
  private rest(ir: Ir, negated: boolean): void {
    const value = this.resolved(ir);
    const [first] = ir.kind === 'call' ? ir.args : [];
    const source = ir.kind === 'events' ? ALL_EVENTS : first && eventSource(first, this.variables);
    if (value !== ir) this.visit(value, negated);
    else if (ir.kind === 'aggregation') this.aggregation(ir, negated);
    else if (source !== undefined) this.add(ir, negated, [this.node(ir, source, EXISTS)], true, true);
    else for (const child of childrenOf(ir)) this.visit(child.kind === 'lambda' ? child.body : child, negated);
  }

  private aggregation(ir: Aggregation, negated: boolean): void {
    const nodes = this.declaredNodes(ir, ir.declarations, EXISTS);
    if (nodes.length > 0) this.add(ir, negated, nodes, nodes.length === 1, true);
    else for (const child of childrenOf(ir)) this.visit(child, negated);
  }
}
