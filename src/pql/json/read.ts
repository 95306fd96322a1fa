import type { Ast, ChainElement, Declaration, TimeTest, Variable } from '../ast.ts';
import type { Complaint } from '../diagnostics.ts';
import type { Limits } from '../limits.ts';
import { parsePath, withoutPrefix } from './path.ts';
import { readLiteral } from './read-literal.ts';
import { COMPARISONS, readTimeTest } from './read-time.ts';
import {
  asNode,
  Budget,
  deeper,
  elements,
  integer,
  isBound,
  isRecord,
  Malformed,
  name,
  oneOf,
  type Place,
  part,
  type Reader,
  refuse,
  spanOf,
  stop,
  text,
  withNames,
} from './reading.ts';

export interface ReadJson {
  /** Absent if there is any complaint. */
  readonly ast?: Ast;
  readonly complaints: readonly Complaint[];
}

/** Reads a pql/json expression (pql.md section 10); a malformed tree is refused with the JSON pointer of the node. */
export function readJson(source: string, limits: Limits): ReadJson {
  const bytes = new TextEncoder().encode(source).length;
  const span = { start: 0, end: 0, pointer: '' };
  if (bytes > limits.jsonBytes) {
    const reason = `expression is too long: ${bytes} bytes, limit ${limits.jsonBytes}`;
    return { complaints: [{ kind: 'parse', code: 'TOO_LONG', reason, span }] };
  }
  let tree: unknown;
  try {
    tree = JSON.parse(source);
  } catch {
    const empty = source.trim() === '';
    const reason = empty ? 'expression is empty' : 'the expression is not JSON';
    return { complaints: [{ kind: 'parse', code: empty ? 'EMPTY' : 'JSON_SHAPE', reason, span }] };
  }
  return readTree(tree, limits);
}

/** Reads a tree of pql/json nodes. */
function readTree(tree: unknown, limits: Limits): ReadJson {
  try {
    const reader = new TreeReader(new Budget(limits));
    return {
      ast: reader.node({ value: tree, pointer: '', node: '', names: undefined, nesting: 0, depth: 0 }),
      complaints: [],
    };
  } catch (error) {
    if (error instanceof Malformed) return { complaints: [error.complaint] };
    throw error;
  }
}

const EVENT_CLASS = 'https://ns.adobe.com/xdm/context/experienceevent';
/** Operators whose names are read in any case. */
const OPERATOR_WORDS: Readonly<Record<string, string>> = {
  and: 'and',
  or: 'or',
  not: 'not',
  in: 'in',
  notin: 'notIn',
  like: 'like',
};
const AGGREGATES = ['sum', 'average', 'min', 'max', 'count'] as const;
const VARIABLE = /^[_A-Za-z0-9]+$/;

class TreeReader implements Reader {
  readonly budget: Budget;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  node(place: Place): Ast {
    this.budget.enter(place);
    if (!isRecord(place.value)) return refuse(place, 'a node');
    const span = spanOf(place);
    switch (place.value.nodeType) {
      case 'fnApply':
        return this.apply(place);
      case 'fnCreate': {
        const params = elements(part(place, 'params'), 1).map((param) => variable(part(param, 'varName')));
        const inner = withNames(
          part(place, 'body'),
          params.map((param) => param.name),
        );
        return { kind: 'lambda', params, body: this.node(deeper(inner)), ...span };
      }
      case 'literal':
        return readLiteral(this, place);
      case 'fieldLookup':
        return this.field(place);
      case 'parameterReference':
        return { kind: 'parameter', position: integer(part(place, 'position'), 1), ...span };
      case 'varRef': {
        const at = part(place, 'varName');
        const found = name(at);
        if (!isBound(place, found)) return stop(at, 'parse', 'LABEL', `variable ${found} is not bound`);
        return { kind: 'variable', name: found, ...span };
      }
      case 'select':
        return { kind: 'select', declarations: this.declarations(place).declarations, ...span };
      case 'quantification': {
        const quantifier = oneOf(part(place, 'quantifier'), ['some', 'all', 'none', 'one'] as const);
        return { kind: 'quantification', quantifier, declarations: this.declarations(place).declarations, ...span };
      }
      case 'let': {
        const bound = variable(part(place, 'varName'));
        const value = this.node(deeper(part(place, 'value')));
        const body = this.node(deeper(withNames(part(place, 'body'), [bound.name])));
        return { kind: 'let', variable: bound, value, body, ...span };
      }
      case 'aggregation':
        return this.aggregation(place);
      case 'chain':
        return this.chain(place);
      case 'list': {
        const items = part(place, 'items');
        this.budget.items(items, this.budget.limits.listItems, 'list');
        return { kind: 'list', items: elements(items, 0).map((item) => this.node(deeper(item))), ...span };
      }
      case 'object': {
        const entries = elements(part(place, 'entries'), 0).map((entry) => ({
          name: text(part(entry, 'name'), 'a string'),
          value: this.node(deeper(part(entry, 'value'))),
          ...spanOf(entry),
        }));
        return { kind: 'object', entries, ...span };
      }
      case 'contextReference': {
        const at = part(place, 'name');
        const found = text(at, 'a name');
        return found.includes('}') ? refuse(at, 'a name without }') : { kind: 'context', name: found, ...span };
      }
      default:
        return refuse(place, 'a node type of an expression');
    }
  }

  private apply(place: Place): Ast {
    const span = spanOf(place);
    const fnName = text(part(place, 'fnName'), 'a function name');
    const lower = fnName.toLowerCase();
    const operator = Object.hasOwn(OPERATOR_WORDS, lower) ? OPERATOR_WORDS[lower] : undefined;
    const params = part(place, 'params');
    if (operator === 'and' || operator === 'or') {
      const operands = elements(params, 1).map((param) => this.node(deeper(param)));
      const [first] = operands;
      return operands.length === 1 && first !== undefined ? first : { kind: operator, operands, ...span };
    }
    if (operator === 'not') {
      const places = elements(params, 1);
      if (places.length !== 1) return refuse(params, 'an array of one node');
      return { kind: 'not', operand: this.node(deeper(part(params, 0))), ...span };
    }
    if (fnName === 'occurs') {
      if (elements(params, 2).length !== 2) return refuse(params, 'an array of a node and a timeTest');
      const subject = this.node(deeper(part(params, 0), true));
      return { kind: 'occurs', subject, test: this.singleTest(part(params, 1)), ...span };
    }
    if (fnName === 'modelInstances') return events(place);
    const args = elements(params, 0).map((param, index) => this.node(deeper(param, index === 0)));
    return simplified({ kind: 'call', name: operator ?? fnName, nameSpan: span, args, ...span });
  }

  /** Only `WHEN` joins time tests: of `occurs` there would be no text. */
  private singleTest(place: Place): TimeTest {
    const at = deeper(place);
    const test = readTimeTest(this, at);
    const joined = test.kind === 'and' || test.kind === 'or' || test.kind === 'not';
    return joined ? refuse(part(at, 'test'), 'a single test') : test;
  }

  private field(place: Place): Ast {
    const span = spanOf(place);
    const written = name(part(place, 'fieldName'));
    const under = part(place, 'object');
    const object: Ast =
      under.value === undefined ? { kind: 'parameter', position: 1, ...span } : this.node(deeper(under, true));
    if (written === '*') return { kind: 'wildcard', object, ...span };
    return { kind: 'member', object, name: withoutPrefix(written), ...span };
  }

  private declarations(place: Place): { readonly declarations: readonly Declaration[]; readonly inner: Place } {
    let inner = place;
    const list = part(place, 'variables');
    this.budget.items(list, this.budget.limits.declarations, 'declaration');
    const items = elements(list, 1).map(asNode);
    const declarations = items.map((item): Declaration => {
      if (!isRecord(item.value) || item.value.nodeType !== 'varDecl') return refuse(item, 'varDecl');
      const nameAt = part(item, 'varName');
      if (!VARIABLE.test(text(nameAt, 'a variable name'))) return refuse(nameAt, 'a variable name');
      const bound = variable(nameAt);
      const here = { ...item, names: inner.names };
      const domain = this.node(deeper(part(here, 'from')));
      inner = withNames(inner, [bound.name]);
      const where = part({ ...here, names: inner.names }, 'where');
      const condition = where.value === undefined ? {} : { condition: this.node(deeper(where)) };
      return { variable: bound, domain, ...condition, ...spanOf(item) };
    });
    return { declarations, inner };
  }

  private aggregation(place: Place): Ast {
    const aggregate = oneOf(part(place, 'fnName'), AGGREGATES);
    const { declarations, inner } = this.declarations(place);
    const value = part(inner, 'value');
    if (value.value === undefined && aggregate !== 'count') return refuse(value, 'a node');
    const counted = value.value === undefined ? {} : { value: this.node(deeper(value)) };
    return { kind: 'aggregation', name: aggregate, ...counted, declarations, ...spanOf(place) };
  }

  private chain(place: Place): Ast {
    const collection = this.node(deeper(part(place, 'collection')));
    const path = part(place, 'timestamp');
    const timestamp = parsePath(text(path, 'a path'));
    if (timestamp === undefined) return refuse(path, 'a path');
    const list = part(place, 'elements');
    this.budget.items(list, this.budget.limits.chainElements, 'chain');
    const places = elements(list, 1).map(asNode);
    const labels = places.map((item) => {
      if (!isRecord(item.value) || item.value.nodeType !== 'chainElement') return refuse(item, 'chainElement');
      return variable(part(item, 'label'));
    });
    const read = places.map((item, index) => this.element(item, labels, index));
    return { kind: 'chain', collection, timestamp, elements: read, ...spanOf(place) };
  }

  /** An element sees the labels before it; in `when` any label is a label, and the checker says which may be used. */
  private element(place: Place, labels: readonly Variable[], index: number): ChainElement {
    const label = labels[index] ?? refuse(place, 'chainElement');
    const item = name(part(place, 'varName'));
    const earlier = withNames(place, [...labels.slice(0, index).map((each) => each.name), item]);
    const all = withNames(place, [...labels.map((each) => each.name), item]);
    const when = part(all, 'when');
    const where = part(earlier, 'where');
    const count = part(place, 'count');
    return {
      label,
      item,
      what: this.node(deeper(part(earlier, 'what'))),
      ...(when.value === undefined ? {} : { when: readTimeTest(this, deeper(when)) }),
      ...(where.value === undefined ? {} : { where: this.node(deeper(where)) }),
      ...(count.value === undefined
        ? {}
        : { count: { op: oneOf(part(count, 'op'), COMPARISONS), value: integer(part(count, 'value'), 0) } }),
      ...spanOf(place),
    };
  }
}

function variable(place: Place): Variable {
  return { name: name(place), ...spanOf(place) };
}

/** The minus of a number literal is a negative literal, as in text. */
function simplified(call: Extract<Ast, { kind: 'call' }>): Ast {
  const [operand] = call.args;
  const negated = call.name === '-' && call.args.length === 1 && operand?.kind === 'literal';
  if (!negated || typeof operand.value !== 'number') return call;
  return { ...operand, value: 0 - operand.value };
}

/** `modelInstances` of the event class is `xEvent`. */
function events(place: Place): Ast {
  const params = part(place, 'params');
  const argument = part(params, 0, 'value');
  if (elements(params, 0).length !== 1 || argument.value !== EVENT_CLASS) {
    return stop(place, 'type', 'ARGUMENT_TYPE', `argument 1 of modelInstances must be ${EVENT_CLASS}`);
  }
  const span = spanOf(place);
  return { kind: 'member', object: { kind: 'parameter', position: 1, ...span }, name: 'xEvent', ...span };
}
