import { SingleBar } from 'cli-progress';
import { count, duration } from './output.ts';

/** How far something is. */
export interface ProgressState {
  /** Done of the whole, from 0 to 1. */
  readonly fraction: number;
  /** Rows, profiles: what the rate counts. */
  readonly counted: number;
  /** What is being done, where that is not what the label says. */
  readonly phase?: string;
}

/** Shows how far something is, on standard error. */
export interface Progress {
  update(state: ProgressState): void;
  /** Says something in between. */
  note(text: string): void;
  stop(): void;
}

/** Milliseconds between plain lines. */
const LINE_INTERVAL = 5_000;

/** A bar with rate and time left on a terminal, else a line now and then; nothing when `quiet`. */
export function startProgress(label: string, unit: string, quiet: boolean): Progress {
  if (quiet) return { update: () => {}, note: () => {}, stop: () => {} };
  return process.stderr.isTTY ? bar(label, unit) : lines(label, unit);
}

function bar(label: string, unit: string): Progress {
  const started = performance.now();
  const single = new SingleBar({
    stream: process.stderr,
    format: '{label} {bar} {percentage} % | {counted} {unit}, {rate}/s | {left}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
  });
  single.start(1, 0, { label, unit, counted: '0', rate: '0', left: '' });
  return {
    update(state) {
      const { rate, left } = pace(state, performance.now() - started);
      const payload = { label: state.phase ?? label, counted: count(state.counted), rate: count(rate), left };
      single.update(state.fraction, payload);
    },
    note: (text) => void process.stderr.write(`\r\u001b[2K${text}\n`),
    stop: () => single.stop(),
  };
}

function lines(label: string, unit: string): Progress {
  const started = performance.now();
  let last = started;
  return {
    update(state) {
      const now = performance.now();
      if (now - last < LINE_INTERVAL) return;
      last = now;
      const { rate, left } = pace(state, now - started);
      const percent = Math.floor(100 * state.fraction);
      const parts = [`${percent} %`, `${count(state.counted)} ${unit}`, `${count(rate)}/s`, left].filter(
        (part) => part !== '',
      );
      process.stderr.write(`${state.phase ?? label}: ${parts.join(', ')}\n`);
    },
    note: (text) => void process.stderr.write(`${text}\n`),
    stop: () => {},
  };
}

/** What was counted a second so far, and the time that the rest takes at the same pace. */
export function pace(
  { counted, fraction }: Pick<ProgressState, 'counted' | 'fraction'>,
  elapsedMs: number,
): { readonly rate: number; readonly left: string } {
  const rate = elapsedMs > 0 ? Math.round((1000 * counted) / elapsedMs) : 0;
  const remaining = fraction > 0 && fraction < 1 ? (elapsedMs * (1 - fraction)) / fraction : 0;
  return { rate, left: remaining > 0 ? `${duration(remaining)} left` : '' };
}
