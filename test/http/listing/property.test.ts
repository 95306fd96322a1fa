import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasProperty, parseProperty } from '../../../src/http/listing/property.ts';

const job = {
  status: 'SUCCEEDED',
  schema: { name: '_xdm.context.profile' },
  properties: { scheduleId: 'a', persist: false, attempts: 12, nothing: null },
  segments: [{ segmentId: 's1', segment: { id: 's1' } }, { segmentId: 's2' }],
  name: 'a==b',
};

describe('property filter (api-conventions.md section 8)', () => {
  it.each([
    ['schema.name==_xdm.context.profile', true],
    ['schema.name==_XDM.context.profile', false],
    ['schema.name==_xdm.context', false],
    ['properties.scheduleId==a', true],
    ['properties.persist==false', true],
    ['properties.attempts==12', true],
    ['properties.attempts==12.0', false],
    ['properties.nothing==null', false],
    ['properties==[object Object]', false],
    ['missing==undefined', false],
    ['missing==', false],
    ['name==a==b', true],
    ['status=="SUCCEEDED"', false],
    ['status==SUCC*', false],
    ['segments~segmentId==s2', true],
    ['segments~segmentId==s3', false],
    ['segments~segmentId==*', false],
    ['segments~segment.id==s1', true],
    ['segments.segmentId==s1', false],
    ['schema~name==_xdm.context.profile', false],
    ['toString==x', false],
  ])('%s: %s', (text, expected) => {
    expect(hasProperty(job, parseProperty(text))).toBe(expected);
  });

  it('matches * only where it is shown', () => {
    expect(hasProperty({ segments: [{ segmentId: '*' }] }, parseProperty('segments~segmentId==*'))).toBe(true);
  });

  it.each(['', 'status', 'status=NEW', '==x', 'a..b==x', '.a==x', 'a~==x', '~a==x', 'a~b~c==x'])(
    'refuses %j',
    (text) => {
      expect(() => parseProperty(text)).toThrow(expect.objectContaining({ code: 'UPAPI-900001-400' }));
    },
  );

  it('takes everything after the first == literally', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(parseProperty(`a.b==${value}`)).toEqual({ path: ['a', 'b'], value });
        expect(hasProperty({ a: { b: value } }, parseProperty(`a.b==${value}`))).toBe(true);
      }),
    );
  });
});
