import { expect, it } from 'vitest';
import { Turns } from '../../../src/audiences/search/turns.ts';
import type { Steps } from '../../../src/audiences/search/work.ts';

/** Turns by a clock that goes on by 1 ms with every step. */
function world() {
  let now = 0;
  const log: string[] = [];
  function* task(name: string, milliseconds: number): Steps<string> {
    for (let step = 0; step < milliseconds; step += 1) {
      now += 1;
      log.push(name);
      yield;
    }
    return name;
  }
  return { log, task, turns: new Turns(() => now) };
}

/** Notes every turn of the event loop until it is told to stop. */
function watch(log: string[]) {
  let going = true;
  const note = () => {
    log.push('|');
    if (going) setImmediate(note);
  };
  setImmediate(note);
  return () => {
    going = false;
  };
}

it('lets the event loop turn every two milliseconds', async () => {
  const { log, task, turns } = world();
  const stop = watch(log);
  expect(await turns.run(task('a', 6))).toBe('a');
  stop();
  expect(log.join('').replaceAll(/\|+/g, '|')).toBe('aa|aa|aa|');
});

it('lets computations take turns', async () => {
  const { log, task, turns } = world();
  const all = Promise.all([turns.run(task('a', 6)), turns.run(task('b', 3)), turns.run(task('c', 2))]);
  expect(await all).toEqual(['a', 'b', 'c']);
  expect(log.join('')).toBe('aaaabbccaab');
});

it('answers at once what is done within the allowance of the turn', async () => {
  const { log, task, turns } = world();
  const stop = watch(log);
  await Promise.all([turns.run(task('a', 1)), turns.run(task('b', 0))]);
  stop();
  expect(log).toEqual(['a']);
});

it('hands on what a computation throws', async () => {
  const { task, turns } = world();
  function* failing(): Steps<void> {
    yield* task('a', 5);
    throw new Error('too much');
  }
  await expect(turns.run(failing())).rejects.toThrow('too much');
  expect(await turns.run(task('b', 5))).toBe('b');
});

it('refuses the fifth long computation, and closes it', async () => {
  const { task, turns } = world();
  const closed: string[] = [];
  function* closing(name: string): Steps<string> {
    try {
      return yield* task(name, 150);
    } finally {
      closed.push(name);
    }
  }
  const run = (name: string) => turns.run(closing(name), () => new Error('crowded')).catch(String);
  const needed = turns.run(task('needed', 150));
  expect(await Promise.all(['a', 'b', 'c', 'd', 'e'].map(run))).toEqual(['a', 'b', 'c', 'd', 'Error: crowded']);
  expect(closed).toEqual(['e', 'a', 'b', 'c', 'd']);
  expect(await needed).toBe('needed');
  expect(await run('f')).toBe('f');
});
