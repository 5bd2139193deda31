// Finds the years that a text names, whatever the spelling, as src/search/years.rs describes it;
// tests/search/years.json holds both together.

/** How a year is said: only the beginning of one, 年度, 年 or a date, neither. */
export const BEGUN = 0, FISCAL = 1, CALENDAR = 2, BARE = 3;

/** Names, letters, the year before the first, the last number. */
export const ERAS = [["令和", "r", 2018, 99], ["平成", "h", 1988, 31], ["昭和", "s", 1925, 64]];
const NUMERALS = "一二三四五六七八九十";
/** The most digits of a year of an era, and the most characters: 三十一. */
const ERA_DIGITS = 2, LONGEST_NUMBER = 3;
const isDigit = (c) => c >= "0" && c <= "9";
const isLetter = (c) => c >= "a" && c <= "z";

/** All years that a text in normal form names: where, how many characters, which, and how it is said. */
export function yearsIn(chars) {
  const found = [];
  for (let at = 0; at < chars.length; at++) {
    if ("令平昭".includes(chars[at])) eraName(chars, at, found);
    else if ("rhs".includes(chars[at])) eraLetter(chars, at, found);
    else if (chars[at] === "1" || chars[at] === "2") western(chars, at, found);
  }
  return found;
}

function eraName(chars, at, found) {
  const era = ERAS.find(([name]) => name === chars[at] + chars[at + 1]);
  if (!era) return;
  const start = at + 2, kanji = runOf(chars, start, (c) => NUMERALS.includes(c));
  const run = chars[start] === "元" ? 1 : Math.max(runOf(chars, start, isDigit), kanji);
  for (let length = 1; length <= Math.min(run, LONGEST_NUMBER); length++) put(chars, at, start, length, length === run, era, found);
}

function eraLetter(chars, at, found) {
  const era = ERAS.find(([, letter]) => letter === chars[at]), start = at + 1, run = runOf(chars, start, isDigit);
  const before = at > 0 ? chars[at - 1] : "";
  const apart = !isDigit(before) && !isLetter(before);
  for (let length = 1; length <= Math.min(run, ERA_DIGITS); length++) {
    put(chars, at, start, length, apart && length === run && !isLetter(chars[start + length] ?? ""), era, found);
  }
}

function put(chars, at, start, length, whole, [, , base, last], found) {
  const n = ordinal(chars.slice(start, start + length));
  if (!(n >= 1 && n <= last)) return;
  const [said, end] = whole ? saidBehind(chars, start + length, BARE) : [BEGUN, start + length];
  found.push({ at, length: end - at, year: base + n, said });
}

function western(chars, at, found) {
  const run = runOf(chars, at, isDigit), begin = chars[at] + chars[at + 1];
  if (run !== 4 || (begin !== "19" && begin !== "20")) return;
  const isDate = chars[at + 4] === "-" && isDigit(chars[at + 5] ?? "");
  const [said, end] = isDate ? [CALENDAR, at + 4] : saidBehind(chars, at + 4, BEGUN);
  const before = at > 0 ? chars[at - 1] : "";
  if (said === BEGUN) return;
  const year = Number(chars.slice(at, at + 4).join("")), isInNumber = isDigit(before) || before === ".";
  found.push({ at, length: end - at, year, said: isInNumber ? BEGUN : said });
}

/** What stands behind a number tells what it counts; and where that ends. */
function saidBehind(chars, at, otherwise) {
  if (chars[at] === "年") return chars[at + 1] === "度" ? [FISCAL, at + 2] : [CALENDAR, at + 1];
  if ((chars[at] === "." || chars[at] === "/") && isDigit(chars[at + 1] ?? "")) return [CALENDAR, at];
  return [otherwise, at];
}

function runOf(chars, at, is) {
  let end = at;
  while (end < chars.length && is(chars[end])) end++;
  return end - at;
}

/** 4, 元, 四, 十二, 三十一. */
function ordinal(chars) {
  const text = chars.join("");
  if (text === "元") return 1;
  if (/^[0-9]{1,2}$/.test(text)) return Number(text);
  const match = /^(?:([一二三四五六七八九])?(十))?([一二三四五六七八九])?$/u.exec(text);
  if (!match) return NaN;
  const digit = (c) => (c ? NUMERALS.indexOf(c) + 1 : 0);
  return (match[2] ? (digit(match[1]) || 1) * 10 : 0) + digit(match[3]);
}

/** The year that a word of a question means by itself. */
export function yearAsked(chars) {
  if (/^(19|20)[0-9]{2}$/.test(chars.join(""))) return { year: Number(chars.join("")), said: BARE };
  return yearsIn(chars).find(({ at, length }) => at === 0 && length === chars.length);
}

/** 令和4年度. */
export function yearName(year) {
  const [name, , base] = ERAS.find(([, , from]) => year > from) ?? ["", "", 0];
  return `${name}${name && year - base === 1 ? "元" : year - base}年度`;
}
