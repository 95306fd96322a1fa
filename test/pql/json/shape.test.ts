import { describe, expect, it } from 'vitest';
import { compileQuery, print } from '../../../src/pql/index.ts';
import { irOf } from '../query.ts';

const ROOT = { nodeType: 'parameterReference', position: 1 };
const FIELD = { nodeType: 'fieldLookup', fieldName: 'a', object: ROOT };
const ONE = { nodeType: 'literal', literalType: 'Integer', value: 1 };

const TODAY = { nodeType: 'timeTest', test: 'on', reference: { nodeType: 'timeRef', ref: 'today' } };

function apply(fnName: string, ...params: readonly unknown[]) {
  return { nodeType: 'fnApply', fnName, params };
}

function literal(value: unknown, literalType?: string) {
  return { nodeType: 'literal', ...(literalType === undefined ? {} : { literalType }), value };
}

describe('malformed pql/json', () => {
  it.each([
    ['a number', 5, ''],
    ['an unknown node type', { nodeType: 'magic' }, ''],
    ['a missing function name', { nodeType: 'fnApply', params: [] }, ''],
    ['parameters that are no array', { nodeType: 'fnApply', fnName: '=', params: {} }, ''],
    ['a parameter that is no node', apply('=', FIELD, 7), '/params/1'],
    [
      'a deep fault',
      apply('and', FIELD, apply('not', { nodeType: 'literal', literalType: 'Integer', value: 'x' })),
      '/params/1/params/0',
    ],
    ['a fraction as Integer', literal(1.5, 'Integer'), ''],
    ['an unknown literal type', literal(1, 'Magic'), ''],
    ['a date that does not exist', literal('2023-02-29', 'Date'), ''],
    ['an unbound variable', { nodeType: 'varRef', varName: 'x' }, ''],
    ['no variables', { nodeType: 'select', variables: [] }, ''],
    [
      'a variable name with a space',
      { nodeType: 'select', variables: [{ nodeType: 'varDecl', varName: 'a b', from: FIELD }] },
      '/variables/0',
    ],
    [
      'a variable seen by itself',
      {
        nodeType: 'select',
        variables: [{ nodeType: 'varDecl', varName: 'x', from: { nodeType: 'varRef', varName: 'x' } }],
      },
      '/variables/0/from',
    ],
    [
      'an unknown quantifier',
      {
        nodeType: 'quantification',
        quantifier: 'most',
        variables: [{ nodeType: 'varDecl', varName: 'x', from: FIELD }],
      },
      '',
    ],
    [
      'a sum of nothing',
      { nodeType: 'aggregation', fnName: 'sum', variables: [{ nodeType: 'varDecl', varName: 'x', from: FIELD }] },
      '',
    ],
    [
      'an unknown unit',
      apply('occurs', FIELD, {
        nodeType: 'timeTest',
        test: 'on',
        reference: { nodeType: 'timeRef', ref: 'this', unit: 'days' },
      }),
      '/params/1/reference',
    ],
    [
      'time tests joined outside of a chain',
      apply('occurs', FIELD, { nodeType: 'timeTest', test: 'not', param: TODAY }),
      '/params/1',
    ],
    [
      'an amount that text cannot hold',
      apply('occurs', FIELD, {
        nodeType: 'timeTest',
        test: 'distance',
        op: '<=',
        amount: 1e30,
        unit: 'day',
        direction: 'before',
        reference: { nodeType: 'timeRef', ref: 'now' },
      }),
      '/params/1',
    ],
    ['an empty field name', { nodeType: 'fieldLookup', fieldName: '' }, ''],
    ['a name of slash and tilde', { nodeType: 'object', entries: [{ name: 'a', value: 1 }] }, '/entries/0/value'],
  ])('%s is refused at its node', (_, tree, pointer) => {
    const { diagnostics } = compileQuery(JSON.stringify(tree), { format: 'pql/json' });
    expect(diagnostics.map(({ kind, pointer: found }) => ({ kind, pointer: found }))).toEqual([
      { kind: 'parse', pointer },
    ]);
  });

  it('names the keys that lead from the node to what is wrong', () => {
    const tree = { nodeType: 'list', items: [{ nodeType: 'literal', value: [1, {}] }] };
    const { diagnostics } = compileQuery(JSON.stringify(tree), { format: 'pql/json' });
    expect(diagnostics[0]).toMatchObject({
      reason: "mismatched input 'object' expecting a scalar in value/1",
      pointer: '/items/0',
    });
  });

  it.each(['1e999', '[-1e999]'])('refuses the number of %s, which is infinite', (number) => {
    const { diagnostics } = compileQuery(`{"nodeType":"literal","value":${number}}`, { format: 'pql/json' });
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['parse']);
  });

  it('refuses what is not JSON', () => {
    const { diagnostics } = compileQuery('{"nodeType"', { format: 'pql/json' });
    expect(diagnostics[0]?.reason).toBe('the expression is not JSON');
  });

  it.each([
    ['no argument', []],
    ['another class', [literal('https://ns.adobe.com/xdm/context/profile')]],
  ])('refuses model instances of %s as a type error', (_, params) => {
    const { diagnostics } = compileQuery(JSON.stringify(apply('modelInstances', ...params)), { format: 'pql/json' });
    expect(diagnostics.map(({ kind }) => kind)).toEqual(['type']);
  });

  it('gives type errors the pointer of the node', () => {
    const { diagnostics } = compileQuery(JSON.stringify(apply('and', FIELD, ONE)), { format: 'pql/json' });
    expect(diagnostics[0]).toMatchObject({ kind: 'type', pointer: '/params/1' });
  });
});

describe('accepted forms of pql/json', () => {
  it.each([
    ['a missing object', { nodeType: 'fieldLookup', fieldName: 'a' }, 'a'],
    ['an xdm: prefix', { nodeType: 'fieldLookup', fieldName: 'xdm:a' }, 'a'],
    ['the profile object', { nodeType: 'fieldLookup', fieldName: 'a', object: literal('profile', 'XDMObject') }, 'a'],
    ['missing literal types', apply('=', FIELD, literal(['x', 1, null])), 'a = ["x", 1, null]'],
    ['whole numbers beyond integers', literal([1e21, -2]), '[1.0e+21, -2]'],
    [
      'one time test joined with none',
      apply('occurs', FIELD, { ...TODAY, test: 'and', params: [TODAY] }),
      'a occurs today',
    ],
    ['other number types', apply('>', FIELD, literal(2, 'Float')), 'a > 2.0'],
    ['operators in capitals', apply('NOT', apply('NOTIN', FIELD, literal(['x']))), 'not a notIn ["x"]'],
    ['and with one parameter', apply('and', FIELD), 'a'],
    ['nested and', apply('and', FIELD, apply('and', FIELD, FIELD)), 'a and a and a'],
    [
      'model instances',
      apply('exists', apply('modelInstances', literal('https://ns.adobe.com/xdm/context/experienceevent'))),
      'xEvent.exists()',
    ],
    ['a date', apply('<', FIELD, literal('2024-02-29', 'Date')), 'a < date(2024, 2, 29)'],
    [
      'a date-time',
      apply('<', FIELD, literal('2024-02-29T10:00:00Z', 'DateTime')),
      'a < "2024-02-29T10:00:00Z".addSeconds(0)',
    ],
    ['unknown keys', { ...FIELD, comment: 'x' }, 'a'],
  ])('%s', (_, tree, text) => {
    expect(print(irOf(JSON.stringify(tree), { format: 'pql/json' }))).toBe(text);
  });
});
