/**
 * The remainder of two doubles with the sign of the dividend, exact to the bit; null for a divisor 0 and for null.
 *
 * The engine's own is exact for integers only. All others are whole numbers of units of 2^e, of which there can be more
 * than any integer type holds: those of the dividend are reduced 64 binary digits at a time.
 */
export function remainderOf(dividend: string, divisor: string): string {
  const whole = 'abs(pair.1) <= 9007199254740992. AND abs(pair.2) <= 9007199254740992.';
  const integers = `${whole} AND pair.1 = trunc(pair.1) AND pair.2 = trunc(pair.2)`;
  const value = [
    `isNull(pair.1) OR isNull(pair.2) OR pair.2 = 0., NULL`,
    `isNaN(pair.1) OR isNaN(pair.2) OR isInfinite(pair.1), nan`,
    `isInfinite(pair.2) OR abs(pair.1) < abs(pair.2), pair.1`,
    `${integers}, toFloat64(toInt64(pair.1) % nullIf(toInt64(pair.2), 0))`,
    `if(pair.1 < 0., -1., 1.) * ${ofUnits()}`,
  ].join(', ');
  return `arrayMap(pair -> multiIf(${value}), [(toNullable(${dividend}), toNullable(${divisor}))])[1]`;
}

/** The remainder of the amounts, where the dividend is the greater. */
function ofUnits(): string {
  const [a, b] = [unitsOf('pair.1'), unitsOf('pair.2')];
  const shift = `(${a.exponent} - ${b.exponent})`;
  const step = (units: string, digits: string) => `(bitShiftLeft(${units}, ${digits}) % greatest(${b.units}, 1))`;
  const rounds = `range(toUInt64(intDiv(greatest(${shift}, 0), 64)))`;
  const reduced = `arrayFold((units, round) -> ${step('units', '64')}, ${rounds}, ${a.units} % greatest(${b.units}, 1))`;
  const larger = `toFloat64(${step(reduced, `toUInt8(greatest(${shift}, 0) % 64)`)}) * exp2(${b.exponent} - 1075)`;
  // A dividend that is greater, but in smaller units, is at most 53 binary digits finer.
  const finer = `bitShiftLeft(${b.units}, toUInt8(least(greatest(-${shift}, 0), 63)))`;
  const smaller = `toFloat64(${a.units} % greatest(${finer}, 1)) * exp2(${a.exponent} - 1075)`;
  return `if(${shift} >= 0, ${larger}, ${smaller})`;
}

/** A double as a whole number of units of 2^(exponent - 1075). */
function unitsOf(number: string): { readonly units: string; readonly exponent: string } {
  const bits = `reinterpretAsUInt64(assumeNotNull(${number}))`;
  const exponent = `toInt32(bitAnd(bitShiftRight(${bits}, 52), 2047))`;
  const fraction = `bitAnd(${bits}, 4503599627370495)`;
  return {
    units: `toUInt128(${fraction} + if(${exponent} = 0, 0, 4503599627370496))`,
    exponent: `greatest(${exponent}, 1)`,
  };
}
