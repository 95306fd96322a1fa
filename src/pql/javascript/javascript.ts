import type { EvaluationOptions } from '../interpreter/environment.ts';
import type { Ir } from '../ir.ts';
import { DEFAULT_STEP_LIMIT } from '../limits.ts';
import { fromData, type PqlValue } from '../values/value.ts';
import type { Compiler } from './compiler.ts';
import { compileCondition } from './conditions.ts';
import { Frame } from './frame.ts';
import { type Js, local, Program } from './program.ts';
import { compileValue } from './values.ts';

/** A query as a generated function. Not to be used by two evaluations at the same time. */
export interface CompiledQuery {
  /**
   * The value of the query on a profile, as of the interpreter.
   *
   * @throws StepLimitExceeded
   */
  evaluate(root: unknown, options: EvaluationOptions): PqlValue;
  /** Whether a profile qualifies: the truth of the value, found without making it. */
  qualifies(root: unknown, options: EvaluationOptions): boolean;
}

/**
 * Compiles a query to JavaScript; equal to the interpreter on every input, and fast. Needs the `Function` constructor:
 * where a content security policy forbids it, `evaluate` is the way.
 */
export function compile(ir: Ir): CompiledQuery {
  let value: Run<PqlValue> | undefined;
  let condition: Run<boolean> | undefined;
  return {
    evaluate(root, options) {
      value ??= new Run((compiler) => compiler.value(ir));
      return value.on(root, options);
    },
    qualifies(root, options) {
      condition ??= new Run((compiler) => compiler.condition(ir));
      return condition.on(root, options);
    },
  };
}

/** The program of a query with its state. */
class Run<T> {
  private readonly frame: Frame;
  private readonly compiled: () => T;

  constructor(compileWith: (compiler: Compiler) => Js) {
    const compiler = new ProgramCompiler();
    this.frame = compiler.frame;
    this.compiled = compiler.program.link(compileWith(compiler));
  }

  on(root: unknown, { now, stepLimit = DEFAULT_STEP_LIMIT, records }: EvaluationOptions): T {
    const { frame } = this;
    frame.begin(fromData(root), now, stepLimit, records);
    try {
      return this.compiled();
    } finally {
      frame.end();
    }
  }
}

/** Levels of an expression that are written as one; deeper ones become functions, which any parser can read. */
const LEVELS = 16;

class ProgramCompiler implements Compiler {
  readonly program = new Program();
  readonly js = this.program.js;
  readonly frame = new Frame();
  private readonly labels = new Set<number>();
  private depth = 0;

  value(ir: Ir): Js {
    return this.nested(() => compileValue(this, ir));
  }

  condition(ir: Ir): Js {
    return this.nested(() => compileCondition(this, ir));
  }

  variable(id: number): Js {
    return this.labels.has(id) ? this.js`${this.frame.labels}[${id}]` : local(`v${id}`);
  }

  bindLabel(id: number): void {
    this.labels.add(id);
  }

  private nested(compile: () => Js): Js {
    this.depth += 1;
    const piece = compile();
    this.depth -= 1;
    return this.depth % LEVELS === LEVELS - 1 ? this.program.fn([], this.js`return ${piece};`)() : piece;
  }
}
