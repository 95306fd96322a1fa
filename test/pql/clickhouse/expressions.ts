/** Expressions over the schema of `scalars.ts`, each with a form in SQL: functions and operators with awkward arguments. */

const ofTexts = (x: string): readonly string[] => [
  `${x}.length()`,
  `${x}.lowerCase()`,
  `${x}.upperCase()`,
  `${x}.trim()`,
  `${x}.leftTrim()`,
  `${x}.rightTrim()`,
  `${x}.substr(1)`,
  `${x}.substr(1, 3)`,
  `${x}.substr(i, j)`,
  `${x}.substr(-1, i)`,
  `${x}.indexOf("e")`,
  `${x}.indexOf("")`,
  `${x}.indexOf(t)`,
  `${x}.lastIndexOf("a")`,
  `${x}.lastIndexOf("")`,
  `${x}.lastIndexOf(t)`,
  `${x}.replace("a", "\\\\1\\\\")`,
  `${x}.replace("é", t)`,
  `${x}.split("a")`,
  `${x}.split("")`,
  `${x}.split(", ").count()`,
  `${x}.split("a").isNull()`,
  `toString(${x})`,
  `toInt(${x})`,
];

const textTests = [
  'startsWith',
  'doesNotStartWith',
  'endsWith',
  'doesNotEndWith',
  'contains',
  'doesNotContain',
].flatMap((name) =>
  ['', ', false', ', true', ', b'].flatMap((flag) => [
    `s.${name}(t${flag})`,
    `s.${name}("K"${flag})`,
    `ss.${name}("i"${flag})`,
  ]),
);

const equalities = ['equals', 'notEqualTo'].flatMap((name) =>
  ['', ', false', ', b'].flatMap((flag) => [
    `s.${name}(t${flag})`,
    `s.${name}("SS"${flag})`,
    `s.${name}(n${flag})`,
    `n.${name}(s${flag})`,
    `n.${name}("5.0"${flag})`,
    `b.${name}(s${flag})`,
    `ss.${name}("É"${flag})`,
    `nn.${name}("5.0"${flag})`,
    `e.${name}(s${flag})`,
    `s.${name}(d${flag})`,
  ]),
);

const comparisons = ['=', '!=', '<', '<=', '>', '>='].flatMap((op) => [
  ...['s', 'n', 'e', 'd'].flatMap((a) =>
    ['s', 't', 'n', '5', '"5.0"', '" 5 "', '"1e21"']
      .filter((b) => !(/[ed]/.test(a) && /^[n5]/.test(b)))
      .map((b) => `${a} ${op} ${b}`),
  ),
  `5 ${op} s`,
  `"5" ${op} n`,
  `"5.0" ${op} n`,
  `"Infinity" ${op} n`,
  `s ${op} "2024-03-31T12:30:45.500Z"`,
  `"2024-03-31T12:30:45.500Z" ${op} s`,
  `s ${op} "2024-03-31"`,
  `s ${op} e`,
  `e ${op} d`,
  `n ${op} m`,
  `n ${op} i`,
  `(n / m) ${op} (m / n)`,
  `(n * 1e300 - m * 1e300) ${op} n`,
  `ss ${op} "a"`,
  `ss ${op} t`,
  `nn ${op} s`,
  `s ${op} nn`,
]);

const booleans = ['=', '!='].flatMap((op) => [
  `b ${op} s`,
  `s ${op} b`,
  `b ${op} "TRUE"`,
  `"true" ${op} b`,
  `b ${op} true`,
]);

const patterns = [
  'a',
  '^a',
  'a$',
  '(?i)k',
  '(?i)ß',
  '(?i)é',
  '(?i)ς',
  '.',
  'a.b',
  '(?s)a.b',
  '(?m)^a',
  '(?m)a$',
  '\\\\bA\\\\b',
  '\\\\d+',
  '[^a-z]',
  '[\\\\p{L}]+',
  '\\\\p{Lu}',
  '\\\\P{L}',
  '\\\\s',
  'x*',
  '(a|b)+é?',
  '[ -~]{2,3}?',
  '\\\\u00e9|\\\\x{1F600}',
  '^$',
];

const grouped = [
  ['(a)', ''],
  ['(a)|(b)', ''],
  ['(a)|(b)', ', 2'],
  ['(?i)(?<x>k)(.)?', ', 2'],
  ['([A-Z])([a-z])', ', 2'],
  ['(\\\\d+)\\\\.?(\\\\d*)', ', 2'],
  ['a.', ''],
  ['a.', ', 0'],
  ['(\\\\p{Lu})', ''],
  ['^(.*)$', ''],
  ['(?s)^(.*)$', ', 1'],
  ['(a)(b)', ', 3'],
  ['a', ', 1'],
] as const;

const regularExpressions = [
  ...patterns.flatMap((pattern) => [`s.matches("${pattern}")`, `not ss.matches("${pattern}")`]),
  ...grouped
    .filter(([pattern, group]) => !/^, 3|^a, 1/.test(group) && !(pattern === 'a' && group === ', 1'))
    .flatMap(([pattern, group]) => [
      `s.regexGroup("${pattern}"${group})`,
      `s.concat(t).regexGroup("${pattern}"${group})`,
    ]),
  ...['a', '[^a-z]', '(?i)k', '\\\\p{L}+', 'a|b', '\\\\s+$', '^\\\\s+', '.'].map(
    (pattern) => `s.replaceAll("${pattern}", "<\\\\0>")`,
  ),
];

const likes = ['%', '_', 'a%', '%a', '%\\\\%%', '_%_', 'É', '\\\\', '%.%'].map((pattern) => `s like "${pattern}"`);

const numbers = ['n', 'i', '(n * 0.1)', '(-n)', 'unused'].flatMap((x) =>
  x === 'unused' ? [] : [`absolute(${x})`, `roundUp(${x})`, `roundDown(${x})`, `toInt(${x})`, `toString(${x})`],
);

const arithmetic = ['+', '-', '*', '/', '%'].flatMap((op) => [
  `n ${op} m`,
  `i ${op} j`,
  `n ${op} 0`,
  `n ${op} 3`,
  `7 ${op} n`,
  `-7.5 ${op} 2`,
  `n ${op} 0.1`,
  `i ${op} 2.5`,
  `n ${op} mn.k`,
  `(n + m) ${op} (n * m)`,
]);

const times = ['d', 'e', 's', 'e.addDays(1)'].flatMap((x) => [
  ...['getMonth', 'getYear', 'getDayOfMonth', 'dayOfWeek', 'dayOfYear', 'weekOfYear'].map((name) => `${x}.${name}()`),
  ...['extractHours', 'extractMinutes', 'extractSeconds', 'age', 'ageInMonths', 'ageInDays'].map(
    (name) => `${x}.${name}()`,
  ),
  ...['addYears', 'addMonths', 'addDays', 'addHours', 'addMinutes', 'addSeconds'].flatMap((name) => [
    `${x}.${name}(-1)`,
    `${x}.${name}(13)`,
    `${x}.${name}(i)`,
    `${x}.${name}(100000)`,
  ]),
  `dateDiff(${x}, e)`,
  `dateDiff(now, ${x})`,
  `compareDates(${x}, d)`,
  `dateBetween(${x}, d, e)`,
  `dateBetween(d, "2024-01-01", ${x})`,
  `${x} occurs before now`,
  `${x} occurs on s`,
  `${x} occurs between s and t`,
  `${x} occurs after s`,
  `${x} occurs <= 1 days before s`,
  `${x} occurs 1 days after t`,
  `${x} occurs 1 hours before t`,
  `${x} occurs = 1 months before s`,
  `${x} occurs this month`,
  `${x}.ignoreYear() occurs today`,
]);

const computedDates = [
  'date(i, j, 1)',
  'date(2024, i, 29)',
  'date(2023, 2, i)',
  'date(i, 1, j).getYear()',
  'date(i, 12, 31).weekOfYear()',
  'e occurs on date(2024, i, j)',
  'date(2024, i, 1).toString()',
  'e.addDays(1).toString()',
  'date(i, 1, 1).toString()',
  'now.toString()',
];

const lists = ['ss', 'st', 'nn', 'nm', 'bb', 'ee', 'unusedList', 'ss[this != "a"]'].flatMap((x) => [
  `${x}.distinct()`,
  `${x}.distinct().count()`,
  `${x}.countWithNull()`,
  `${x}.countOnlyNull()`,
  `${x}.distinctCountWithNull()`,
  `${x}.isNull()`,
  `${x}.isEmpty()`,
  `${x}.isNotEmpty()`,
  `${x} = ${x}`,
]);

const pairs = [
  ['ss', 'st'],
  ['st', 'ss'],
  ['nn', 'nm'],
  ['nm', 'nn'],
  ['ss', '["a", "5"]'],
  ['["a", "b"]', 'st'],
  ['nn', '[0, 1.5, 5]'],
  ['[1, 5]', 'nm'],
  ['nm', '[1, null]'],
  ['unusedList', 'ss'],
  ['ss', 'unusedList'],
  ['ss', '[]'],
  ['[]', 'st'],
  ['bb', '[true, false]'],
  ['ee', 'ee'],
  ['st', 'nm'],
  ['nm', 'st'],
].flatMap(([a, b]) => [
  `${a}.intersects(${b})`,
  `${a}.intersection(${b})`,
  `${a}.subsetOf(${b})`,
  `${a}.supersetOf(${b})`,
  ...(/^(?:st|nm)(?:st|nm)$/.test(`${a}${b}`) ? [] : [`${a} = ${b}`, `${a} != ${b}`]),
]);

const maps = ['mn', 'mm', 'ms'].flatMap((x) => [
  `${x}.keys()`,
  `${x}.values()`,
  `${x}.get("k")`,
  `${x}["xdm:k"]`,
  `${x}.k`,
  `${x}.count()`,
  `${x}.isNull()`,
  `${x}.isEmpty()`,
  `${x}.exists((k, v) => k = "k" and v != 0)`,
  `${x}.filter((k, v) => v != "a").count()`,
  `${x}.filter((k, v) => k.contains("k")).keys()`,
  `${x}.map((k, v) => v)`,
  `${x}.get(s)`,
]);

const mapPairs = ['mn = mm', 'mn != mm', 'mm = mm', 'ms = ms', 'ms != ms'];

/** Numbers and Booleans where texts are wanted: only without a schema are these no mistakes. */
export const untyped: readonly string[] = [
  ...['n', 'b'].flatMap(ofTexts),
  ...['startsWith', 'doesNotEndWith', 'contains'].flatMap((name) =>
    ['', ', false', ', b', ', n'].flatMap((flag) => [
      `n.${name}("1"${flag})`,
      `s.${name}(n${flag})`,
      `b.${name}("TRUE"${flag})`,
    ]),
  ),
  'n.matches("e[+]")',
  'n like "%1_"',
  'n.regexGroup("(\\\\d)$")',
  'n > s',
  's > n',
  's > b',
  'b != n',
  'n != b',
  'b > s',
  's * n',
  '-s',
  'ss.substr(1)',
  's.substr(t)',
  's.substr(n, m)',
  'n.isEmpty()',
];

export const typed: readonly string[] = [
  ...['s', 'unused', 's.concat(t)'].flatMap(ofTexts),
  ...textTests,
  ...equalities,
  ...comparisons,
  ...booleans,
  ...regularExpressions,
  ...likes,
  ...numbers,
  ...arithmetic,
  ...times,
  ...computedDates,
  ...lists,
  ...pairs,
  ...maps,
  ...mapPairs,
];
