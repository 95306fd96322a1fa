import { imsOrgId, sandbox } from './common.ts';

export const conversionExamples = {
  convert: {
    body: { expression: { format: 'pql/text', value: 'person.name.firstName = "Ann"' } },
    answer: {
      imsOrgId,
      sandbox,
      expression: {
        type: 'PQL',
        format: 'pql/json',
        value:
          '{"nodeType":"fnApply","fnName":"=","params":[{"nodeType":"fieldLookup","fieldName":"firstName","object":{"nodeType":"fieldLookup","fieldName":"name","object":{"nodeType":"fieldLookup","fieldName":"person","object":{"nodeType":"parameterReference","position":1}}}},{"nodeType":"literal","literalType":"String","value":"Ann"}]}',
      },
    },
  },
};
