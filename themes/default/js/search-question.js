// Understands a question: its words, and how the index's own words cut it.

import { ROWS } from "./search-romaji.js";
import { SEPARATOR, loose, normalize } from "./search-text.js";
import { BEGUN, yearsIn } from "./search-years.js";

/** Words by which people ask, and which texts need not hold. */
const ASKING = new Set([
  "いつ", "どこ", "だれ", "誰", "何", "なに", "なぜ", "どう", "どの", "どれ", "いくら", "いくつ", "どんな", "どうやって", "どのくらい",
  "どれくらい", "何時", "いい", "よい", "良い", "について", "とは", "ください", "下さい", "教えて", "知りたい", "たい", "です", "ですか",
  "ます", "ますか", "ましたか", "こと", "もの", "とき", "時", "ため", "方法", "場合", "は", "が", "を", "に", "の", "と", "で", "も", "へ", "や", "か",
  "な", "ね", "よ", "から", "まで", "より", "など", "って", "した", "する", "される", "た", "て", "だ", "ある", "いる", "なる", "れる",
  "られる",
]);
const ASKED = new Set(Array.from(ASKING, (word) => Array.from(word, loose).join("")));
/** What follows a word without changing what is asked for. */
const BEHIND = new Set(["後", "前", "中", "時", "等", "内", "別", "用", "者数", "数"]);
/** How much a hit counts that spells the word otherwise, and how much one of its declared synonyms. */
export const RESPELLED = 0.9, SYNONYM = 0.75, UNSURE = 0.7;
/** So many spellings of a word are looked for: each takes lists of its own. */
export const VARIANTS_AT_MOST = 8;

/** So many characters of a question are searched for: whoever pastes a page into the field need not wait for it. */
export const ASKED_AT_MOST = 200;

/** The words of a question: what stands between spaces, and what stands in quotes. */
export function wordsOf(question) {
  const asked = Array.from(question).slice(0, ASKED_AT_MOST).join("");
  const parts = Array.from(asked.matchAll(/["“”„＂]([^"“”„＂]*)["“”„＂]?|([^"“”„＂]+)/gu));
  return parts.flatMap(([, quoted, free]) => parted(quoted ?? free, quoted !== undefined));
}

/** The words of a text, without the signs at their beginning that only join. */
function parted(text, exact) {
  const { chars, from, to } = normalize(text), words = [];
  for (let start = 0, i = 0; i <= chars.length; i++) {
    if (i < chars.length && chars[i] !== SEPARATOR) continue;
    while (i - start > 1 && "-ー~々ゝ".includes(chars[start])) start++;
    // What is one sign as it is typed may be two characters: ⑫.
    const typed = Array.from({ length: i - start }, (_, k) => (k && from[start + k] === from[start + k - 1] ? "" : text.slice(from[start + k], to[start + k])));
    if (i > start) words.push({ chars: chars.slice(start, i), typed, exact });
    start = i + 1;
  }
  return words;
}

/**
 * What a step along a word costs. A word of the index costs one, and so does a number, a Latin word and a year: the
 * fewest steps win. A character by itself is rarely a word, one that is unknown never; a word by which people ask, or
 * that is only a reading or a spelling of one, gives way to a word.
 */
const STEP = 1, SINGLE_STEP = 1.5, UNKNOWN_STEP = 2, ASKING_STEP = 0.1, SPELLING_STEP = 0.3;
/** A reading that is only likely, and a word that sounds alike, give way to all others. */
const UNSURE_STEP = 0.4;
/** The first character of the keys of words that only sound right. */
export const SLIP = "Ｈ";
/** The longest word that is looked for, in characters. */
const LONGEST = 24;

/**
 * Cuts a word along the cheapest path through the words of the index: the segments, and what they cost. Words that
 * sound alike are given where they are looked for.
 */
export function cut({ chars, typed }, words, slips) {
  const keys = looseOf(chars), size = keys.length;
  const best = Array.from({ length: size + 1 }, () => ({ cost: Infinity }));
  best[0] = { cost: 0 };
  const step = (from, to, cost, edge) => {
    const total = best[from].cost + cost;
    if (total < best[to].cost) best[to] = { cost: total, from, edge };
  };
  const years = new Map(yearsIn(chars).filter(({ said }) => said !== BEGUN).map((year) => [year.at, year]));
  for (let at = 0; at < size; at++) {
    const run = runLength(keys, at), year = years.get(keys[at].i);
    if (year) step(at, at + year.length, STEP, { entries: [], known: true, year });
    step(at, at + run, run > 1 ? STEP : UNKNOWN_STEP, { entries: [], known: run > 1 });
    for (let to = at + 1, key = ""; to <= Math.min(size, at + LONGEST); to++) {
      key += keys[to - 1].c;
      const cost = to - at === 1 ? SINGLE_STEP : STEP;
      if (ASKED.has(key)) step(at, to, cost + ASKING_STEP, { entries: [], known: true });
      if (to < at + run) continue;
      const entries = [...(words.get(key) ?? []), ...(slips?.get(SLIP + key) ?? []), ...respelled(words, key)];
      if (!entries.length) continue;
      const has = (codes) => entries.some(([code]) => codes.includes(code));
      step(at, to, cost + (has("wfs") ? 0 : has("bro") ? SPELLING_STEP : UNSURE_STEP), { entries, known: true });
    }
  }
  const segments = [];
  for (let node = best[size], to = size; node.edge; to = node.from, node = best[node.from]) {
    const first = node.from === 0 ? 0 : keys[node.from].i, last = to === size ? chars.length : keys[to].i;
    segments.unshift(segment(chars.slice(first, last).join(""), node.edge, typed.slice(first, last).join("")));
  }
  const last = segments.at(-1);
  if (segments.length > 1 && BEHIND.has(last.text) && Array.from(segments.at(-2).text).length > 1) last.behind = true;
  return { segments, cost: best[size].cost };
}

/** Kanji, and how a verb within a word may end, in patterns. Writers differ in how much of an ending they write. */
const KANJI = "一-鿿㐀-䶿", ENDS = "[いきぎしちびみりえけげせてねべめれ]";
const WITHIN = new RegExp(`([${KANJI}])[ぁ-ゖ]{0,2}${ENDS}(?=([${KANJI}]))`, "gu");
const ENDING = new RegExp(`${ENDS}$`, "u"), MIXED = new RegExp(`^[${KANJI}][${KANJI}ぁ-ゖ]+$`, "u");

/** The beginnings of words that are written with fewer kana between their kanji than a text. */
export const shorter = (text) => Array.from(text.matchAll(WITHIN), ([, before, behind]) => before + behind);

/** The words of the index with the same kanji, and at each place the same kana, or fewer or more of their beginning. */
function respelled(words, key) {
  const kanji = key.replace(/[ぁ-ゖ]/gu, "");
  if (kanji === key || Array.from(kanji).length < 2 || !MIXED.test(key)) return [];
  const own = kanasOf(key);
  const isSame = (spelling) => kanasOf(Array.from(spelling, loose).join(""))
    .every((kana, i) => isEnding(kana, own[i], i === own.length - 1 ? LAST_ENDING : INNER_ENDING));
  return (words.get(kanji) ?? [])
    .filter(([code, spelling]) => (code === "o" || code === "w") && isSame(spelling))
    .map(([, spelling]) => ["o", spelling]);
}

/** What stands in kana behind each kanji. */
const kanasOf = (text) => text.split(/[^ぁ-ゖ]/u).slice(1);

/** So many characters of an ending may be left out within a word (取扱 for 取り扱い), and behind its last kanji. */
const INNER_ENDING = 3, LAST_ENDING = 1;

/** Whether two kana only differ in their vowel, as 引き継ぎ and 引き継ぐ do. */
const isRow = (a, b) => Object.values(ROWS).some((row) => row.includes(a) && row.includes(b));

/** Whether of two endings one is the other, or that without some of its beginning. */
function isEnding(a, b, most) {
  const [long, short] = a.length > b.length ? [a, b] : [b, a], left = long.slice(0, long.length - short.length);
  if (most === LAST_ENDING && a.length === 1 && b.length === 1 && isRow(a, b)) return true;
  return long.endsWith(short) && (!left || (ENDING.test(long) && left.length <= most));
}

/** The loose characters of a word, each with its place. */
const looseOf = (chars) => chars.map((c, i) => ({ c: loose(c), i })).filter(({ c }) => c);

/** Shorter words are not taken for mistyped ones: too many others are one character beside them. */
export const GUESSED = 4;
/** So many guesses are looked for. */
const GUESSES = 6;

/** Ways to cut a word if one of its parts is mistyped by one character, the likeliest first. */
export function guesses(word, words) {
  const { chars, typed } = word, keys = looseOf(chars), found = [];
  const part = (from, to) => ({ chars: chars.slice(from, to), typed: typed.slice(from, to) });
  for (const [key, entries] of words) {
    const isShort = entries.every(([, spelling = key]) => Array.from(spelling).length < GUESSED);
    if (isShort || !/^[ぁ-ゖa-z]{3,}$/u.test(key)) continue;
    keys.forEach(({ c, i }, at) => {
      if (c !== key[0]) return;
      for (let to = at + key.length - 1; to <= Math.min(keys.length, at + key.length + 1); to++) {
        const end = to === keys.length ? chars.length : keys[to].i;
        const asked = keys.slice(at, to).map((k) => k.c).join("");
        if (end - i < GUESSED || asked === key || !near(asked, key)) continue;
        const before = i ? cut(part(0, i), words) : NOTHING;
        const behind = end < chars.length ? cut(part(end), words) : NOTHING;
        const own = part(i, end), edge = { entries, known: true, guess: key };
        const guess = segment(own.chars.join(""), edge, own.typed.join(""));
        // Of cuts that cost the same, the one with the longest guess is the likeliest.
        const cost = before.cost + behind.cost - key.length / LONGEST;
        found.push({ segments: [...before.segments, guess, ...behind.segments], cost });
      }
    });
  }
  return found.sort((a, b) => a.cost - b.cost).slice(0, GUESSES).map(({ segments }) => segments);
}

const NOTHING = { segments: [], cost: 0 };

/** Digits and Latin letters are never cut within. */
function runLength(keys, at) {
  const kind = (k) => (k && /[0-9.]/.test(k.c) ? 1 : k && /[a-z]/.test(k.c) ? 2 : 0);
  const own = kind(keys[at]);
  let to = at + 1;
  while (own && kind(keys[to]) === own) to++;
  return to - at;
}

function segment(text, { entries, known, guess, year }, typed) {
  const options = new Map(guess ? [] : [[text, 1]]);
  // Two kana that only join are no reading of a word: まし is not 増し.
  const isJoint = /^[ぁ-ゖ]{1,2}$/u.test(text) && entries.some(([code]) => code === "f");
  const isSure = entries.some(([code]) => code !== "u" && code !== "h");
  for (const [code, spelling] of entries) {
    if ((isSure && code === "u") || (isJoint && code === "r")) continue;
    const weight = code === "s" ? SYNONYM : code === "u" ? UNSURE : RESPELLED;
    if ((options.get(spelling) ?? 0) < weight) options.set(spelling, weight);
  }
  const isParticle = entries.some(([code]) => code === "f") && /^[ぁ-ゖー]+$/u.test(text);
  const silent = (isParticle || ASKING.has(text)) && !/[ァ-ヺｦ-ﾟ]/u.test(typed);
  return { text, known, guess, year, options: [...options], silent };
}

/** Whether two words differ by one character left out, put in, changed, or by two neighbours exchanged. */
export function near(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let head = 0, tail = 0;
  while (head < a.length && a[head] === b[head]) head++;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const left = a.length - head - tail, right = b.length - head - tail;
  if (left <= 1 && right <= 1) return true;
  return left === 2 && right === 2 && a[head] === b[head + 1] && a[head + 1] === b[head];
}

/** The spellings of a row of segments, the likeliest first. */
export function spellings(segments) {
  let rows = [["", 1]];
  for (const { options } of segments) {
    rows = rows.flatMap(([text, weight]) => options.map(([option, more]) => [text + option, weight * more]));
    rows = rows.sort((a, b) => b[1] - a[1]).slice(0, VARIANTS_AT_MOST * 2);
  }
  const seen = new Map();
  for (const [text, weight] of rows) if (text && !seen.has(text)) seen.set(text, weight);
  return [...seen].slice(0, VARIANTS_AT_MOST);
}
