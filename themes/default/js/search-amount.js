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

const NUMERALS = "〇一二三四五六七八九";
/** 12 in kanji. */
const kanji = (n) => (n > 9 ? `${n > 19 ? NUMERALS[Math.floor(n / 10)] : ""}十` : "") + (n % 10 ? NUMERALS[n % 10] : "");
/** The number of 十二. */
const digits = (text) => {
  const place = (c, otherwise) => (c ? NUMERALS.indexOf(c) : otherwise), [tens, ones] = text.split("十");
  return ones === undefined ? place(tens) : place(tens, 1) * 10 + place(ones, 0);
};

/** Ordinals in digits and in kanji: 第3次 is 第三次. */
export function ordinals(text) {
  const spellings = [text.replace(/第(\d{1,2})(?!\d)/gu, (_, n) => `第${kanji(Number(n))}`),
    text.replace(/第([一二三四五六七八九十]{1,3})(?=[^一二三四五六七八九十百千])/gu, (_, n) => `第${digits(n)}`)];
  return spellings.filter((spelling) => spelling !== text);
}

/** Signs that mean the same, in normal form, and sounds that are written in two ways. */
const SAME = [["平方めーとる", "m2"], ["きろめーとる", "km"], ["めーとる", "m"], ["ぱーせんと", "%"], ["へくたーる", "ha"], ["ゔぁ", "ば"], ["ゔぃ", "び"],
  ["ゔぇ", "べ"], ["ゔぉ", "ぼ"], ["ゔ", "ぶ"], ["てぃ", "ち"], ["でぃ", "じ"]];

/** Other ways to write a text that stands nowhere: units, ヴ, 30.1 for 30.10; and without a number that is one sign, as ⑫. */
export function otherwise(text, first) {
  const swap = (from, to) => SAME.reduce((left, pair) => left.replaceAll(pair[from], pair[to]), text);
  const spellings = [swap(0, 1), swap(1, 0), text.replace(/(\.\d)(?!\d)/g, "$10"), text.replace(/(\.\d)0(?!\d)/g, "$1"), /^[\d０-９]/.test(first) ? text : text.replace(/^\d+(?=\D{3})/, "")];
  return [...new Set(spellings)].filter((spelling) => spelling !== text);
}
