import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodePreviewId, encodePreviewId, newAppId } from '../../../src/queries/previews/preview-id.ts';

const EXAMPLE = {
  appId: 'app-5d0c1c1e-8e0e-4f0a-9a52-6c1f5d1f7b20',
  queryId: '1b0f2f6e-6b3d-4a55-9c7b-2f0f7f6f9d11',
  executionId: 0,
};
const ENCODED =
  'MDphcHAtNWQwYzFjMWUtOGUwZS00ZjBhLTlhNTItNmMxZjVkMWY3YjIwOjFiMGYyZjZlLTZiM2QtNGE1NS05YzdiLTJmMGY3ZjZmOWQxMTow';

it('is that of api-segmentation.md section 5.1', () => {
  expect(encodePreviewId(EXAMPLE)).toBe(ENCODED);
  expect(decodePreviewId(ENCODED)).toEqual(EXAMPLE);
});

it('comes back from every form of its text', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.nat(999_999_999), (queryId, executionId) => {
      const id = { appId: newAppId(), queryId, executionId };
      const padded = Buffer.from(encodePreviewId(id), 'base64url').toString('base64');
      for (const text of [encodePreviewId(id), padded, padded.replaceAll('=', '')])
        expect(decodePreviewId(text)).toEqual(id);
    }),
  );
});

it.each([
  ['nothing', ''],
  ['no base64', '***'],
  ['another version', Buffer.from(`1:${EXAMPLE.appId}:${EXAMPLE.queryId}:0`).toString('base64')],
  ['no application', Buffer.from(`0:7:${EXAMPLE.queryId}:0`).toString('base64')],
  ['a negative execution', Buffer.from(`0:${EXAMPLE.appId}:${EXAMPLE.queryId}:-1`).toString('base64')],
  ['something after it', Buffer.from(`0:${EXAMPLE.appId}:${EXAMPLE.queryId}:0:`).toString('base64')],
])('is not made of %s', (_, text) => {
  expect(decodePreviewId(text)).toBeUndefined();
});
