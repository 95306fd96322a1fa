/*
 * Tests of text in any letter case against text in lower case, as of `text.toLowerCase()` but without making it. Letters
 * of ASCII change one by one whatever stands around them; with any other letter the long way is taken.
 */

export function equalsIgnoringCase(text: string, lower: string): boolean {
  for (let at = 0; at < lower.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 127) return text.toLowerCase() === lower;
    if (lowered(unit) !== lower.charCodeAt(at)) return false;
  }
  return text.length === lower.length;
}

export function startsIgnoringCase(text: string, lower: string): boolean {
  for (let at = 0; at < lower.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit > 127) return text.toLowerCase().startsWith(lower);
    if (lowered(unit) !== lower.charCodeAt(at)) return false;
  }
  return true;
}

export function endsIgnoringCase(text: string, lower: string): boolean {
  const before = text.length - lower.length;
  for (let at = lower.length - 1; at >= 0; at -= 1) {
    const unit = text.charCodeAt(before + at);
    // Before the start there is no unit, and a longer text in lower case is possible.
    if (!(unit <= 127)) return text.toLowerCase().endsWith(lower);
    if (lowered(unit) !== lower.charCodeAt(at)) return false;
  }
  return true;
}

export function containsIgnoringCase(text: string, lower: string): boolean {
  return text.toLowerCase().includes(lower);
}

/** A unit of ASCII in lower case. */
function lowered(unit: number): number {
  return unit >= 65 && unit <= 90 ? unit | 32 : unit;
}
