import { styleText } from 'node:util';
import { CommanderError } from 'commander';
import { ApiError, NetworkError, RequestTimeoutError } from '../client/index.ts';
import { ConfigError } from '../config/errors.ts';
import { DirectoryInUseError } from '../data-directory.ts';
import { ServiceError } from '../errors.ts';
import { KeyCollisionError } from '../profiles/import/collisions.ts';
import { SourceError } from '../profiles/source/error.ts';
import { ColumnarError } from '../store/columnar/error.ts';
import { NewerVersionError } from '../store/newer-version.ts';

/** What a command could not do, in words for the person who gave it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Errors whose message is for people; anything else is a bug and shows where it happened. */
const EXPECTED = [
  CommandError,
  ApiError,
  NetworkError,
  RequestTimeoutError,
  ConfigError,
  DirectoryInUseError,
  ServiceError,
  ColumnarError,
  SourceError,
  KeyCollisionError,
  NewerVersionError,
];

/** 2 when the command was not given right, else 1; asking for help is no failure. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof ConfigError ? 2 : 1;
}

/** Says on standard error what went wrong; commander has said what it found itself. */
export function report(error: unknown): void {
  if (error instanceof CommanderError) return;
  const label = styleText('red', 'error:', { stream: process.stderr });
  process.stderr.write(`${label} ${describe(error)}\n`);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ColumnarError && error.code === 'unavailable') {
    return `The columnar store cannot be used: ${error.message}`;
  }
  if (error instanceof ServiceError) return [error.message, ...error.details].join('\n');
  if (EXPECTED.some((kind) => error instanceof kind) || isSystemError(error)) return error.message;
  return `This is a bug in Secant.\n${error.stack ?? error.message}`;
}

/** What the operating system refuses: a file that is not there, a port that is taken, … */
function isSystemError(error: Error): boolean {
  return 'syscall' in error;
}
