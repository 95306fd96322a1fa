import { expect } from 'vitest';
import { ApiDocument, type ComparedAnswer } from './contract/document.ts';

const documents = new WeakMap<object, ApiDocument>();

/** Asserts that an answer is one that `/openapi.json` describes: status, body and the headers of every response. */
export function expectDescribed(description: unknown, method: string, path: string, answer: ComparedAnswer): void {
  const key = Object(description);
  const document = documents.get(key) ?? new ApiDocument(description);
  documents.set(key, document);
  const operation = document.find(method, path);
  if (operation === undefined) throw new Error(`/openapi.json has no operation ${method} ${path}`);
  expect(document.problems(operation, answer), `${method} ${path}`).toEqual([]);
}
