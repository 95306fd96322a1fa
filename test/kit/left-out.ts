import { browserTests } from './chromium.ts';
import { sharedTests } from './shared.ts';

/** Says before the tests which of them this machine cannot run, and what they need. */
export default function sayWhatIsLeftOut(): void {
  for (const { areLeftOut, note } of [browserTests, sharedTests]) {
    if (areLeftOut) console.log(`Left out: what ${note}.`);
  }
}
