import { describe, expect, it } from 'vitest';
import { readPatch } from '../../src/http/json-patch.ts';

const read = (body: unknown) => readPatch(body, ['add', 'replace', 'remove']);
const replace = { op: 'replace', path: '/state', value: 'active' };

describe('JSON Patch bodies (api-conventions.md section 14)', () => {
  it.each([
    [[replace]],
    [[{ op: 'add', path: '/a~1b/~0c/0/-', value: null }]],
    [[{ op: 'remove', path: '/description' }]],
    [[{ op: 'replace', path: '', value: {} }]],
    [[{ op: 'add', path: '/', value: 1 }]],
    [[{ op: 'add', path: `/${'a~0'.repeat(1_000_000)}`, value: 1 }]],
    [[{ op: 'add', path: '/a'.repeat(100), value: 1 }]],
    [Array(100).fill(replace)],
  ])('reads %#', (body) => {
    expect(read(body)).toEqual(body);
  });

  it('drops what is not of an operation', () => {
    expect(read([{ ...replace, comment: 'x' }])).toEqual([replace]);
  });

  it.each<[name: string, body: unknown[], index: number, reason: string]>([
    ['nothing', [], 0, 'At least one operation is required.'],
    ['101 operations', Array(101).fill(replace), 100, 'At most 100 operations are allowed.'],
    ['no object', [replace, 'x'], 1, 'It must be an object.'],
    ['null', [null], 0, 'It must be an object.'],
    ['no op', [{ path: '/a', value: 1 }], 0, "'op' must be one of add, replace, remove."],
    ['another op', [replace, replace, { ...replace, op: 'test' }], 2, "'op' must be one of add, replace, remove."],
    ['no path', [{ op: 'add', value: 1 }], 0, "'path' must be a JSON pointer."],
    ['a path without slash', [{ ...replace, path: 'state' }], 0, "'path' must be a JSON pointer."],
    ['a bad escape', [{ ...replace, path: '/a~2' }], 0, "'path' must be a JSON pointer."],
    ['101 steps', [{ ...replace, path: '/a'.repeat(101) }], 0, "'path' must have at most 100 steps."],
    ['millions of steps', [{ ...replace, path: '/'.repeat(4_000_000) }], 0, "'path' must have at most 100 steps."],
    ['no value', [{ op: 'add', path: '/a' }], 0, "'value' is required for add."],
    [
      'the prototype',
      [{ ...replace, path: '/a/__proto__/x' }],
      0,
      "'path' must not contain __proto__, constructor, prototype.",
    ],
    [
      'the constructor',
      [{ ...replace, path: '/constructor' }],
      0,
      "'path' must not contain __proto__, constructor, prototype.",
    ],
  ])('refuses %s', (_name, body, index, reason) => {
    expect(() => read(body)).toThrow(
      expect.objectContaining({
        code: 'UPAPI-900070-400',
        status: 400,
        message: `The patch operation at index ${index} is not valid. ${reason}`,
      }),
    );
  });

  it.each([{}, 'x', null, undefined])('refuses %j, which is no array, as a malformed body', (body) => {
    expect(() => read(body)).toThrow(expect.objectContaining({ code: 'UPLIB-101206-500' }));
  });
});
