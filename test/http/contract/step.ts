import type { World } from './world.ts';

/** The parts of a request that differ from one request to an operation to the next. */
export interface Call {
  /** Parameters of the path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | readonly string[]>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is refused: what is wrong with it, and how the answer says so. */
export type Refusal = readonly [what: string, status: number, code: string, call: (valid: Call) => Call];

/** How one operation is used. */
export interface Step {
  /** A request that succeeds; what it needs is made in the world first. */
  readonly valid: (world: World) => Call | Promise<Call>;
  /** Refusals that only this operation has, made from its valid request. */
  readonly invalid?: readonly Refusal[];
  /**
   * How the valid request is answered from another tenant; 404 where the path has parameters, else with success. The
   * code is that of unknown ids when it is absent.
   */
  readonly foreign?: readonly [status: number, code?: string];
}

/** By name, e.g. `GET /data/core/ups/segment/jobs/{id}`. */
export type Steps = Readonly<Record<string, Step>>;

/** A refusal of the valid request with other fields in its body; `undefined` leaves a field out. */
export const withBody =
  (changes: Readonly<Record<string, unknown>>) =>
  (valid: Call): Call => ({ ...valid, body: { ...Object(valid.body), ...changes } });

/** A refusal of the valid request with another body. */
export const bodyOf =
  (body: unknown) =>
  (valid: Call): Call => ({ ...valid, body });

/** A refusal of the valid request with other parameters of the query. */
export const withQuery =
  (query: NonNullable<Call['query']>) =>
  (valid: Call): Call => ({ ...valid, query: { ...valid.query, ...query } });

/** A refusal of the valid request with other headers. */
export const withHeaders =
  (headers: NonNullable<Call['headers']>) =>
  (valid: Call): Call => ({ ...valid, headers: { ...valid.headers, ...headers } });
