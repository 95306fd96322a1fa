import type { RequestParts } from './request.ts';
import type { components, paths } from './schema.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Paths of the API that have an operation of a method, with their parameters in braces. */
export type PathWith<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends object ? P : never;
}[keyof paths];

/** A schema of the API by its name: `Schema<'SegmentJob'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

/** What a success of an operation answers; undefined where it has no body. */
export type Data<M extends Method, P extends keyof paths> = paths[P][M] extends { readonly responses: infer R }
  ? Content<R[keyof R]>
  : never;

type Content<R> = R extends { readonly content: infer C } ? C[keyof C] : undefined;

/** What an operation is given: parts that it does not have are refused, those without anything required may be absent. */
export type Input<M extends Method, P extends keyof paths> = Part<'path', Parameters<paths[P][M], 'path'>> &
  Part<'query', Parameters<paths[P][M], 'query'>> &
  Part<'body', Body<paths[P][M]>>;

type Parameters<O, In extends 'path' | 'query'> = O extends { readonly parameters: { readonly [K in In]?: infer T } }
  ? Extract<T, NonNullable<RequestParts[In]>>
  : never;

type Body<O> = O extends { readonly requestBody: { readonly content: { readonly 'application/json': infer T } } }
  ? T
  : never;

type Part<Name extends string, T> = [T] extends [never]
  ? { readonly [K in Name]?: never }
  : Record<never, never> extends T
    ? { readonly [K in Name]?: T }
    : { readonly [K in Name]: T };

/** What every request can be given. */
export interface RequestOptions {
  /** Over those of the client, such as `if-match` or another `x-sandbox-name`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends the request, and the waiting before it is repeated, with the reason of the signal. */
  readonly signal?: AbortSignal;
  /** Milliseconds that one try may take; over that of the client. */
  readonly timeoutMs?: number;
}

/** The arguments of an operation after its path. */
export type Arguments<M extends Method, P extends keyof paths> =
  Record<never, never> extends Input<M, P>
    ? [input?: Input<M, P> & RequestOptions]
    : [input: Input<M, P> & RequestOptions];

/** What a success answered. */
export interface Answer<T> {
  readonly data: T;
  readonly status: number;
  readonly headers: Headers;
  /** Id of the request in the log of the server. */
  readonly requestId: string | undefined;
}
