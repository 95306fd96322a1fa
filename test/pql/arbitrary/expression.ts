import fc from 'fast-check';
import type { ObjectNode, QuerySchema, ScalarKind, SchemaNode } from '../../../src/pql/index.ts';
import { chainOf } from './chain.ts';
import { fieldsOf, listsOf, mapsOf, pathsOf, type RandomScope, scalars, scopeOf, type TypedPath } from './scope.ts';
import {
  among,
  comparison,
  join,
  lazy,
  numberLiteral,
  oneOfPaths,
  regularExpression,
  type Text,
  textLiteral,
} from './texts.ts';
import { timeTestOf } from './time-tests.ts';

/** A random well-typed condition over a schema, as pql/text; it crosses no relationship. */
export function conditionOf(schema: QuerySchema, depth = 3): Text {
  const { root, event } = schema;
  const generator = new Generator({ root, event });
  return generator.condition(generator.rootScope(), depth);
}

/** A random well-typed expression of any type; one in ten may cross relationships. */
export function expressionOf(schema: QuerySchema, depth = 3): Text {
  const { root, event } = schema;
  return fc.oneof(
    { arbitrary: anyExpression(new Generator({ root, event }), depth), weight: 9 },
    { arbitrary: anyExpression(new Generator(schema), depth), weight: 1 },
  );
}

function anyExpression(generator: Generator, depth: number): Text {
  const scope = generator.rootScope();
  return fc.oneof(
    generator.condition(scope, depth),
    generator.number(scope, depth),
    generator.text(scope, depth),
    generator.time(scope, depth),
    generator.list(scope, depth),
  );
}

/** A value of a scope by its name; objects are not used as they are. */
function itself(text: string, node: SchemaNode): readonly TypedPath[] {
  return node.kind === 'object' ? [] : [{ text, node, projected: false }];
}

/** Sums are exact whatever the order: factors are powers of two, quotients and means are rounded. */
class Generator {
  private readonly schema: QuerySchema;

  constructor(schema: QuerySchema) {
    this.schema = schema;
  }

  rootScope(): RandomScope {
    return scopeOf(this.paths(this.schema.root, ''), this.schema.event);
  }

  number(scope: RandomScope, depth: number): Text {
    const path = () => oneOfPaths(scalars(scope, ['integer', 'double']), numberLiteral);
    if (depth <= 0) return among([path, path, () => numberLiteral]);
    const inner = () => this.number(scope, depth - 1);
    return among([
      path,
      path,
      () => numberLiteral,
      () => join(['(', lazy(inner), ' ', fc.constantFrom('+', '-', '%'), ' ', lazy(inner), ')']),
      () => join(['(', lazy(inner), fc.constantFrom(' * 2', ' * -0.5', ' / 4'), ')']),
      () => join(['(', lazy(inner), ' / ', lazy(inner), ').roundDown()']),
      () => join(['(-', path(), ')']),
      () => join(['if(', this.condition(scope, depth - 1), ', ', lazy(inner), ', ', lazy(inner), ')']),
      () =>
        join([
          this.text(scope, depth - 1),
          fc.constantFrom('.length()', '.indexOf("b")', '.lastIndexOf("a")', '.toInt()', '.split("a").count()'),
        ]),
      () =>
        join([
          this.time(scope, depth - 1),
          fc.constantFrom('.getYear()', '.getMonth()', '.dayOfWeek()', '.weekOfYear()', '.age()', '.ageInMonths()'),
        ]),
      () =>
        join([
          this.time(scope, depth - 1),
          fc.constantFrom('.dayOfYear()', '.extractHours()', '.ageInDays()', '.dateDiff(now)', '.compareDates(today)'),
        ]),
      () => join(['(', lazy(inner), ')', fc.constantFrom('.absolute()', '.roundUp()', '.roundDown()')]),
      () =>
        join([
          this.anyList(scope, depth),
          fc.constantFrom('.count()', '.countWithNull()', '.countOnlyNull()', '.distinct().count()'),
        ]),
      () =>
        this.overItems(scope, depth, (item) =>
          join(['.', fc.constantFrom('sum', 'min', 'max'), '(', this.number(item, depth - 1), ')']),
        ),
      () => this.overItems(scope, depth, (item) => join(['.average(', this.number(item, depth - 1), ').roundDown()'])),
      () => this.comprehension(scope, depth),
      () => join([this.mapOf(scope), fc.constantFrom('.count()', '.keys().count()', '.values().countWithNull()')]),
      () => oneOfPaths(mapsOf(scope, ['integer', 'double']), fc.constant('$1.limits')).map((map) => `${map}.get("a")`),
      () =>
        join([
          oneOfPaths(mapsOf(scope, ['double']), fc.constant('$1.limits')),
          '.values().',
          fc.constantFrom('sum()', 'max()'),
        ]),
      () => this.ofElement(scope, ['integer', 'double']),
      () =>
        this.overItems(scope, depth, (item) =>
          join(['.map(', this.anyPath(item), ')', fc.constantFrom('.count()', '.countWithNull()', '.countOnlyNull()')]),
        ),
      () => join([this.anyList(scope, depth), '.distinctCountWithNull()']),
      () =>
        join([
          this.time(scope, depth - 1),
          fc.constantFrom('.getDayOfMonth()', '.extractMinutes()', '.extractSeconds()'),
        ]),
      () =>
        join(['let v', String(scope.level), ' = ', lazy(inner), ' in v', String(scope.level), ' * 2']).map(
          (text) => `(${text})`,
        ),
    ]);
  }

  text(scope: RandomScope, depth: number): Text {
    const path = () => oneOfPaths(scalars(scope, ['string']), textLiteral);
    if (depth <= 0) return among([path, path, () => textLiteral]);
    const inner = () => this.text(scope, depth - 1);
    return among([
      path,
      path,
      () => textLiteral,
      () =>
        join([
          lazy(inner),
          fc.constantFrom('.lowerCase()', '.upperCase()', '.trim()', '.leftTrim()', '.substr(1)', '.substr(0, 1)'),
        ]),
      () => join([lazy(inner), '.concat(', lazy(inner), ')']),
      () => join([oneOfPaths(mapsOf(scope, ['string']), fc.constant('$1.codes')), '["a"]']),
      () => this.ofElement(scope, ['string']),
      () =>
        this.overItems(scope, depth, (item) =>
          join(['.', fc.constantFrom('min', 'max'), '(', this.text(item, depth - 1), ')']),
        ),
      () => join([lazy(inner), '.replace("a", ', textLiteral, ')']),
      () => join([lazy(inner), '.regexGroup(', regularExpression, ')']),
      () => join([lazy(inner), '.replaceAll(', regularExpression, ', "<\\\\1>")']),
      () => join(['if(', this.condition(scope, depth - 1), ', ', lazy(inner), ', ', lazy(inner), ')']),
      () => join(['(', this.number(scope, depth - 1), ').toString()']),
    ]);
  }

  time(scope: RandomScope, depth: number): Text {
    const path = () => oneOfPaths(scalars(scope, ['date', 'date-time']), fc.constant('now'));
    const fixed = () => fc.constantFrom('now', 'today', 'yesterday', 'date(2024, 2, 29)', 'date(2024, 3, 31)');
    if (depth <= 0) return among([path, fixed]);
    const add = fc.constantFrom('addYears', 'addMonths', 'addDays', 'addHours', 'addSeconds');
    return among([path, path, fixed, () => join([path(), '.', add, '(', fc.integer({ min: -30, max: 30 }), ')'])]);
  }

  list(scope: RandomScope, depth: number): Text {
    return among([
      () => this.anyList(scope, depth),
      () => this.overItems(scope, depth, (item) => join(['.map(', this.number(item, depth - 1), ')'])),
      () =>
        this.overItems(scope, depth, (item) =>
          join(['.topN(', this.number(item, depth - 1), ', ', fc.nat({ max: 3 }), ')']),
        ),
      () =>
        this.overItems(scope, depth, (item) =>
          join(['.bottomN(', this.text(item, depth - 1), ', ', fc.nat({ max: 3 }), ')']),
        ),
      () => this.overItems(scope, depth, (item) => join(['.groupBy(', this.text(item, depth - 1), ').keys()'])),
      () => this.overItems(scope, depth, (item) => join(['[', this.condition(item, depth - 1), ']'])),
      () =>
        join([oneOfPaths(listsOf(scope, 'string'), fc.constant('["a", "b"]')), '.intersection(["a", "ab", "view"])']),
    ]);
  }

  condition(scope: RandomScope, depth: number): Text {
    if (depth <= 0) return this.leaf(scope, 0);
    const inner = () => this.condition(scope, depth - 1);
    return among([
      () => this.leaf(scope, depth),
      () => this.leaf(scope, depth),
      () => join(['(', lazy(inner), ' ', fc.constantFrom('and', 'or'), ' ', lazy(inner), ')']),
      () => join(['not (', lazy(inner), ')']),
      () => this.overItems(scope, depth, (item) => join(['.exists(', this.condition(item, depth - 1), ')'])),
      () =>
        this.overItems(scope, depth, (item) =>
          join(['[', this.condition(item, depth - 1), '].count() ', comparison, ' ', fc.nat({ max: 3 })]),
        ),
      () => this.quantified(scope, depth),
      () => this.overEntries(scope, depth),
      () => this.chain(depth),
    ]);
  }

  private leaf(scope: RandomScope, depth: number): Text {
    const projected = scalars(scope, ['integer', 'double'], true);
    const projectedTexts = scalars(scope, ['string'], true);
    const flag = fc.constantFrom('', ', false', ', true');
    const predicate = fc.constantFrom(
      'startsWith',
      'endsWith',
      'contains',
      'doesNotContain',
      'doesNotStartWith',
      'equals',
      'notEqualTo',
    );
    return among([
      () => join([this.number(scope, depth - 1), ' ', comparison, ' ', this.number(scope, depth - 1)]),
      () => join([this.text(scope, depth - 1), ' ', comparison, ' ', this.text(scope, depth - 1)]),
      () => join([this.time(scope, depth - 1), ' ', comparison, ' ', this.time(scope, depth - 1)]),
      () => join([this.number(scope, depth - 1), ' ', fc.constantFrom('in', 'notIn'), ' [1, 2.5, "3", null]']),
      () => join([this.text(scope, depth - 1), ' ', fc.constantFrom('in', 'notIn', 'not in'), ' ("a", "view", "B")']),
      () => join([this.text(scope, depth - 1), '.', predicate, '(', textLiteral, flag, ')']),
      () => join([this.text(scope, depth - 1), ' like ', fc.constantFrom('"%"', '"a%"', '"_"', '"%i%w"', '"a\\\\%b"')]),
      () => join([this.text(scope, depth - 1), '.matches(', regularExpression, ')']),
      () => join([this.text(scope, depth - 1), ' ', comparison, ' ', this.number(scope, depth - 1)]),
      () => join([this.number(scope, depth - 1), ' ', comparison, ' ', this.text(scope, depth - 1)]),
      () => join([this.text(scope, depth - 1), ' ', comparison, ' ', this.time(scope, depth - 1)]),
      () => join([this.text(scope, depth - 1), ' occurs ', timeTestOf(scope)]),
      () => join([this.text(scope, depth - 1), '.equalsIgnoreCase(', this.text(scope, depth - 1), ')']),
      () => join([this.time(scope, depth - 1), '.dateBetween("2024-01-01", ', this.time(scope, depth - 1), ')']),
      () => join([oneOfPaths(projected, numberLiteral), ' ', comparison, ' ', numberLiteral]),
      () => join([oneOfPaths(projectedTexts, textLiteral), ' ', fc.constantFrom('=', '!='), ' ', textLiteral]),
      () => join([oneOfPaths(projectedTexts, textLiteral), '.', predicate, '(', textLiteral, flag, ')']),
      () => join([this.time(scope, depth - 1), ' occurs ', timeTestOf(scope)]),
      () => join([this.mapOf(scope), '.keys().includes("a")']),
      () =>
        join([
          oneOfPaths([...scalars(scope, ['string']), ...projectedTexts], textLiteral),
          fc.constantFrom(' in ', ' notIn '),
          oneOfPaths(listsOf(scope, 'string'), fc.constant('$1.tags')),
        ]),
      () => join(['(', this.mapOf(scope), ' = ', this.mapOf(scope), ')']),
      () =>
        join([
          '(',
          this.anyList(scope, depth - 1),
          fc.constantFrom(' = ', ' != '),
          this.anyList(scope, depth - 1),
          ')',
        ]),
      () => join([this.anyPath(scope), fc.constantFrom('.isNull()', '.isNotNull()', '.isEmpty()')]),
      () => oneOfPaths(scalars(scope, ['boolean']), fc.constantFrom('true', 'false')),
      () => join(['inSegment(', fc.constantFrom('"s1"', '"s2"', '"s3"'), ')']),
      () => join([this.time(scope, depth - 1), '.ignoreYear() occurs ', timeTestOf(scope)]),
      () =>
        join([
          oneOfPaths(listsOf(scope, 'string'), fc.constant('["a"]')),
          fc.constantFrom(
            '.includes("a")',
            '.subsetOf(["a", "b"])',
            '.supersetOf(["a"])',
            '.intersects(["view", "a"])',
            ' = ["a", "b"]',
          ),
        ]),
    ]);
  }

  private mapOf(scope: RandomScope): Text {
    return oneOfPaths(mapsOf(scope), fc.constantFrom('$1.limits', '$1.codes'));
  }

  /** A value of one element of a list of objects. */
  private ofElement(scope: RandomScope, kinds: readonly ScalarKind[]): Text {
    const element = fc.constantFrom('.head()', '[0]', '[1]');
    return fc.constantFrom(...scope.lists).chain(({ text, node }) => {
      const fields = node.kind === 'array' ? this.pathsInto(node.items, '.') : [];
      const values = scalars({ ...scope, paths: fields }, kinds);
      return values.length === 0
        ? oneOfPaths(scalars(scope, kinds), fc.constant('null'))
        : join([text, element, fc.constantFrom(...values)]);
    });
  }

  private overEntries(scope: RandomScope, depth: number): Text {
    const [key, value] = [`k${scope.level}`, `w${scope.level}`];
    const kinds = ['integer', 'double', 'string'] as const;
    return oneOfPaths(mapsOf(scope, kinds), fc.constant('$1.limits')).chain((map) => {
      const inner: RandomScope = {
        ...scope,
        paths: [
          ...scope.paths,
          { text: key, node: { kind: 'scalar', type: 'string' }, projected: false },
          {
            text: value,
            node: { kind: 'scalar', type: map.endsWith('limits') ? 'double' : 'string' },
            projected: false,
          },
        ],
        level: scope.level + 1,
      };
      return join([
        map,
        '.',
        fc.constantFrom('exists', 'filter'),
        `((${key}, ${value}) => `,
        this.leaf(inner, depth - 1),
        ')',
      ]).map((text) => (text.startsWith(`${map}.filter`) ? `(${text}.count() > 0)` : text));
    });
  }

  private anyPath(scope: RandomScope): Text {
    return oneOfPaths(
      scope.paths.map((path) => path.text),
      fc.constant('xEvent'),
    );
  }

  private anyList(scope: RandomScope, depth: number): Text {
    const path = () => fc.constantFrom(...scope.lists.map((list) => list.text));
    return depth <= 0
      ? path()
      : among([path, () => this.overItems(scope, depth, (item) => join(['[', this.condition(item, depth - 1), ']']))]);
  }

  /** A list, followed by a part that is made in the scope of its items. */
  private overItems(scope: RandomScope, depth: number, make: (item: RandomScope) => Text): Text {
    return fc.constantFrom(...scope.lists).chain((list) => {
      const item = list.node.kind === 'array' ? list.node.items : undefined;
      if (item === undefined || depth <= 0) return fc.constant('xEvent.count() > 1');
      return make(this.itemScope(item, scope.level + 1)).map((rest) => `${list.text}${rest}`);
    });
  }

  private paths(node: ObjectNode, prefix: string): readonly TypedPath[] {
    return pathsOf(node, prefix, this.schema.dimensions);
  }

  /** The paths that lead on from a value. */
  private pathsInto(node: SchemaNode, prefix: string): readonly TypedPath[] {
    const fields = fieldsOf(node, this.schema.dimensions);
    return fields ? this.paths(fields, prefix) : [];
  }

  private itemScope(node: SchemaNode, level: number): RandomScope {
    const own = [...itself('this', node), ...this.pathsInto(node, '')];
    const root = this.paths(this.schema.root, '$1.');
    return scopeOf([...own, ...own, ...root.slice(0, 6)], this.schema.event, level);
  }

  /** `v from L` with the scope in which `v` is known. */
  private declared(scope: RandomScope): fc.Arbitrary<{ readonly head: string; readonly inner: RandomScope }> {
    return fc.constantFrom(...scope.lists).map((list) => {
      const variable = `v${scope.level}`;
      const item = list.node.kind === 'array' ? list.node.items : list.node;
      const own = [...itself(variable, item), ...this.pathsInto(item, `${variable}.`)];
      const inner = scopeOf([...own, ...scope.paths.slice(0, 4)], this.schema.event, scope.level + 1);
      return { head: `${variable} from ${list.text}`, inner };
    });
  }

  private quantified(scope: RandomScope, depth: number): Text {
    const quantifier = fc.constantFrom('exists', 'forall', 'none', 'one', 'select');
    const single = this.declared(scope).chain(({ head, inner }) =>
      join(['(', quantifier, ` ${head} where `, this.condition(inner, depth - 1), ')']),
    );
    const pair = this.declared(scope).chain(({ head, inner }) =>
      this.declared(inner).chain((second) =>
        join([
          '(',
          quantifier,
          ` ${head} where `,
          this.condition(inner, depth - 2),
          `, ${second.head} where `,
          this.condition(second.inner, depth - 2),
          ')',
        ]),
      ),
    );
    return fc.oneof({ arbitrary: single, weight: 2 }, { arbitrary: pair, weight: 1 });
  }

  private comprehension(scope: RandomScope, depth: number): Text {
    return this.declared(scope).chain(({ head, inner }) =>
      fc.oneof(
        join(['(count over ', `${head} where `, this.condition(inner, depth - 1), ')']),
        join(['(', fc.constantFrom('sum', 'min', 'max'), ' (', this.number(inner, depth - 1), `) over ${head})`]),
        join(['(average (', this.number(inner, depth - 1), `) over ${head}).roundDown()`]),
      ),
    );
  }

  private chain(depth: number): Text {
    const event = scopeOf(this.paths(this.schema.event, ''), this.schema.event, 5);
    return chainOf(this.condition(event, Math.min(depth - 1, 1)), scalars(event, ['string', 'double']));
  }
}
