import { exitCodeOf, report } from './failure.ts';
import { createProgram } from './program.ts';

try {
  await createProgram().parseAsync();
} catch (error) {
  report(error);
  process.exitCode = exitCodeOf(error);
}
