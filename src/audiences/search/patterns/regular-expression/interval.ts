import type { Expression, Expressions } from './expressions.ts';

/**
 * Decimal numbers in an interval, `<n-m>`. Bounds of the same length ask for exactly so many digits, others allow
 * leading zeros. Bounds the wrong way round are swapped.
 */
export function interval(all: Expressions, one: string, other: string): Expression {
  const swapped = BigInt(one) > BigInt(other);
  const [low, high] = swapped ? [other, one] : [one, other];
  if (low.length === high.length) return sameLength(all, low, high);
  const from = BigInt(low).toString();
  const to = BigInt(high).toString();
  const lengths = Array.from({ length: to.length - from.length + 1 }, (_, more) => from.length + more);
  const numbers = lengths.map((length) =>
    sameLength(
      all,
      length === from.length ? from : `1${'0'.repeat(length - 1)}`,
      length === to.length ? to : '9'.repeat(length),
    ),
  );
  const zeros = all.repetition(digits(all, '0', '0'), 0, Number.POSITIVE_INFINITY);
  return all.concatenation(zeros, all.union(numbers));
}

/** Texts of digits between two of the same length. */
function sameLength(all: Expressions, low: string, high: string): Expression {
  const [first = '', rest] = [low[0], low.slice(1)];
  const [last = '', end] = [high[0], high.slice(1)];
  if (first === '') return all.empty;
  if (first === last) return all.concatenation(digits(all, first, last), sameLength(all, rest, end));
  const any = all.repetition(digits(all, '0', '9'), rest.length, rest.length);
  if (/^0+$/.test(low) && /^9+$/.test(high)) return all.concatenation(digits(all, '0', '9'), any);
  const between = Number(last) - Number(first) > 1;
  return all.union([
    all.concatenation(digits(all, first, first), sameLength(all, rest, '9'.repeat(rest.length))),
    ...(between ? [all.concatenation(digits(all, String(Number(first) + 1), String(Number(last) - 1)), any)] : []),
    all.concatenation(digits(all, last, last), sameLength(all, '0'.repeat(end.length), end)),
  ]);
}

const digits = (all: Expressions, from: string, to: string): Expression =>
  all.characters([[from.charCodeAt(0), to.charCodeAt(0)]]);
