// Spells amounts as Japanese texts do: 1億9,299万円 is 19,299万円, 192,990千円 and 1億9千299万円. Equal by arithmetic, never
// about equal.

const AMOUNT = /^(?:(\d+(?:\.\d+)?)億)?(?:(?:(\d)千)?(\d+(?:\.\d+)?)?(百万|万))?(?:(\d+)千)?(\d+)?(\D*)$/u;
/** Smaller amounts have one spelling. */
const LEAST = 10_000;
/** What tables count in. */
const SIZES = [[1e3, "千"], [1e4, "万"], [1e6, "百万"]];

/** Other spellings of a text in normal form that is an amount of money or a number with 億, 万 or 千; else none. */
export function amounts(text) {
  const [, oku, thousands, more, mark, thousand, ones, unit] = AMOUNT.exec(text) ?? [];
  if (unit === undefined || /[億万千]/u.test(unit) || !(oku || mark || thousand || unit.startsWith("円"))) return [];
  const man = mark === "百万" ? 1e6 : 1e4;
  const value = sum([oku, 1e8], [thousands, 1e3 * man], [more, man], [thousand, 1e3], [ones, 1]);
  if (!Number.isSafeInteger(value) || value < LEAST) return [];
  const [high, low, rest] = [Math.floor(value / 1e8), Math.floor(value / 1e4) % 1e4, value % 1e4];
  const large = high ? `${high}億` : "", tail = rest || "";
  const spellings = [
    `${value}`,
    ...SIZES.filter(([size]) => value % size === 0).map(([size, name]) => value / size + name),
    `${large}${low ? `${low}万` : ""}${tail}`,
    low >= 1000 && `${large}${Math.floor(low / 1000)}千${low % 1000 || ""}万${tail}`,
    high && value % 1e6 === 0 && `${value / 1e8}億`,
  ];
  return [...new Set(spellings)].filter(Boolean).map((spelling) => spelling + unit)
    .filter((spelling) => spelling !== text);
}

/** The sum of decimal numbers, each of so many; NaN where it is none. */
const sum = (...parts) => parts.reduce((total, [number = "0", size]) => total + rounded(Number(number) * size), 0);

/** What a product of decimals should be: binary fractions miss the last digits. */
const rounded = (number) => Math.round(number * 100) / 100;
