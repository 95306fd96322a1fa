/** One value that cannot be used. `name` is what the person wrote: a flag, an environment variable, a file key. */
export interface ConfigProblem {
  readonly name: string;
  /** As written; absent when it is missing or secret. */
  readonly value?: string;
  /** What is allowed: completes "must be …" or is a sentence of its own. */
  readonly allowed: string;
}

/** The configuration cannot be used; the process must not start. The message lists every problem. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(['The configuration is not valid.', ...problems.map(describe)].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

function describe({ name, value, allowed }: ConfigProblem): string {
  return `  ${name}${value === undefined ? '' : `: ${value}`}\n    ${allowed}`;
}
