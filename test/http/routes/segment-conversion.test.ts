import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../../kit/api.ts';

const PATH = '/data/core/ups/segment/conversion';
const TREE =
  '{"nodeType":"fnApply","fnName":"=","params":[{"nodeType":"fieldLookup","fieldName":"city","object":{"nodeType":"fieldLookup","fieldName":"homeAddress","object":{"nodeType":"parameterReference","position":1}}},{"nodeType":"literal","literalType":"String","value":"Utrecht"}]}';
const TEXT = 'homeAddress.city = "Utrecht"';

describe('POST /segment/conversion', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it.each([
    ['pql/text', TEXT, 'pql/json', TREE],
    ['pql/text', 'homeAddress.city="Utrecht"', 'pql/json', TREE],
    ['pql/json', TREE, 'pql/text', TEXT],
    ['pql/text', '1 + 2', 'pql/json', expect.stringContaining('"fnName":"+"')],
    ['pql/text', 'inSegment("unknown")', 'pql/json', expect.stringContaining('"fnName":"inSegment"')],
  ])('%s %s', async (format, value, toFormat, converted) => {
    const { status, body } = await api.post(PATH, { expression: { type: 'pql', format, value } });
    expect(status).toBe(200);
    expect(body.expression).toEqual({ type: 'PQL', format: toFormat, value: converted });
    expect(Object.keys(body)).toEqual(['imsOrgId', 'sandbox', 'expression']);
  });

  it('echoes what else was sent, and never an id', async () => {
    const sent = {
      id: 'x',
      name: 'Utrecht residents',
      description: 'd',
      schema: { name: '_xdm.context.profile' },
      payloadSchema: 'p',
      ttlInDays: 30,
    };
    const { body } = await api.post(PATH, { ...sent, expression: { format: 'pql/text', value: TEXT } });
    const { id: _id, ...echoed } = sent;
    expect(body).toEqual({
      ...echoed,
      imsOrgId: api.imsOrgId,
      sandbox: { sandboxId: expect.any(String), sandboxName: 'prod', type: 'production', default: true },
      expression: { type: 'PQL', format: 'pql/json', value: TREE },
    });
  });

  it.each([
    [{}, 'UPLIB-101206-500', 'There is a problem extracting the user JSON'],
    [{ expression: { value: TEXT } }, 'UPLIB-101206-500', 'There is a problem extracting the user JSON'],
    [{ expression: { format: 'pql/json', value: { nodeType: 'literal' } } }, 'UPLIB-101206-500', 'There is a problem'],
    [{ expression: { format: 'sql', value: TEXT } }, 'UPAPI-900103-400', "format 'sql'"],
    [{ expression: { type: 'ARL', format: 'pql/text', value: TEXT } }, 'UPAPI-900103-400', "type 'ARL'"],
    [{ expression: { format: 'pql/text', value: 'a b' } }, 'UPAPI-900105-400', '(line 1, column 3)'],
    [{ expression: { format: 'pql/text', value: 'nope = 1' } }, 'UPAPI-900105-400', 'unknown field nope'],
    [{ expression: { format: 'pql/json', value: '{"nodeType":"huh"}' } }, 'UPAPI-900105-400', '(at '],
    [
      { expression: { format: 'pql/text', value: TEXT }, schema: { name: '_xdm.context.account' } },
      'UPAPI-900102-400',
      "'_xdm.context.account'",
    ],
  ])('400 for %j', async (body, code, text) => {
    const answer = await api.post(PATH, body);
    expect([answer.status, answer.body.type]).toEqual([400, `https://ns.adobe.com/aep/errors/${code}`]);
    expect(answer.body.title).toContain(text);
  });
});
