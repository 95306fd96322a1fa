import { Compile } from 'typebox/schema';
import { expect } from 'vitest';
import type { Answer } from './kit.ts';

interface Described {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, DescribedResponse>> }>>>
  >;
}

interface DescribedResponse {
  readonly content?: { readonly 'application/json'?: { readonly schema: Readonly<Record<string, unknown>> } };
}

/** Asserts that an answer is one that `/openapi.json` describes: the status is listed and the body fits its schema. */
export function expectDescribed(description: unknown, method: string, path: string, answer: Answer): void {
  const { paths } = description as Described;
  const pathname = path.split('?')[0] ?? path;
  const [, methods] =
    Object.entries(paths).find(([template]) => template === pathname) ??
    Object.entries(paths).find(([template]) => matches(template, pathname)) ??
    [];
  const response = methods?.[method.toLowerCase()]?.responses[String(answer.status)];
  expect(response, `${method} ${pathname} is not described to answer ${answer.status}`).toBeDefined();
  const schema = response?.content?.['application/json']?.schema;
  if (schema === undefined) return;
  const [, errors] = Compile(schema).Errors(answer.body);
  expect(errors, `${method} ${pathname} answers ${answer.text}`).toEqual([]);
}

/** Whether a path is an instance of a template such as `/things/{id}`. */
function matches(template: string, path: string): boolean {
  const [steps, given] = [template.split('/'), path.replace(/\/$/, '').split('/')];
  return steps.length === given.length && steps.every((step, index) => step.startsWith('{') || step === given[index]);
}
