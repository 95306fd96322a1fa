export { type Call, type Client, type ClientOptions, createClient } from './client.ts';
export { type Clock, systemClock } from './clock.ts';
export {
  ApiError,
  type ApiErrorEntry,
  type FailedRequest,
  NetworkError,
  RequestTimeoutError,
  WaitTimeoutError,
} from './errors.ts';
export { eachItem, type Item, type ListPath } from './listing/index.ts';
export type { Answer, Arguments, Data, Input, Method, PathWith, RequestOptions, Schema } from './operations.ts';
export type { RetryPolicy } from './retry.ts';
export * from './waiting/index.ts';
