import { SingleBar } from 'cli-progress';
import { count, duration } from './output.ts';

/** Shows how far something is, on standard error. */
export interface Progress {
  /** `done` of `total`, in whatever is counted; a total of 0 is not known yet. */
  update(done: number, total: number): void;
  stop(): void;
}

/** Milliseconds between plain lines. */
const LINE_INTERVAL = 5_000;

/** A bar with rate and time left on a terminal, else a line now and then; nothing when `quiet`. */
export function startProgress(label: string, unit: string, quiet: boolean): Progress {
  if (quiet) return { update: () => {}, stop: () => {} };
  return process.stderr.isTTY ? bar(label, unit) : lines(label, unit);
}

function bar(label: string, unit: string): Progress {
  const started = performance.now();
  const single = new SingleBar({
    stream: process.stderr,
    format: `${label} [{bar}] {percentage} % | {rate} ${unit}/s | {left}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    clearOnComplete: true,
  });
  single.start(1, 0, { rate: '0', left: '' });
  return {
    update(done, total) {
      const { rate, left } = pace(done, total, performance.now() - started);
      single.setTotal(Math.max(total, 1));
      single.update(done, { rate: count(rate), left });
    },
    stop: () => single.stop(),
  };
}

function lines(label: string, unit: string): Progress {
  const started = performance.now();
  let last = started;
  return {
    update(done, total) {
      const now = performance.now();
      if (now - last < LINE_INTERVAL) return;
      last = now;
      const { rate, left } = pace(done, total, now - started);
      process.stderr.write(`${label}: ${count(done)} of ${count(total)}, ${count(rate)} ${unit}/s, ${left}\n`);
    },
    stop: () => {},
  };
}

/** Units a second so far, and what they mean for the rest. */
export function pace(done: number, total: number, elapsedMs: number): { readonly rate: number; readonly left: string } {
  const perMs = elapsedMs > 0 ? done / elapsedMs : 0;
  const left = perMs > 0 && total > done ? `${duration((total - done) / perMs)} left` : '';
  return { rate: Math.round(perMs * 1000), left };
}
