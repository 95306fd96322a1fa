import pino, { type Logger } from 'pino';
import type { Config } from '../config/settings.ts';

/** JSON lines on standard error; written before the call returns, so that the last words of a process are not lost. */
export function createLogger(level: Config['logLevel']): Logger {
  return pino({ level }, pino.destination({ fd: 2, sync: true }));
}
