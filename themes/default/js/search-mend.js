// Forgives one wrong character in a word that stands nowhere: looks for what is right of it, before and behind the place where
// it goes wrong, at the distance that a changed, missing, superfluous or exchanged character leaves.

import { phrase } from "./search-phrase.js";

/** Words in kana or Latin letters are forgiven from this length on; others are shorter for what they say. */
const KANA_AT_LEAST = 4, OTHERS_AT_LEAST = 5;

/** Where the word may have been meant, by document; empty if nowhere or if it is too short to tell. */
export async function mended(index, chars) {
  const text = chars.join(""), size = chars.length, kana = /^[ぁ-ゖーa-z]+$/u.test(text);
  if (/[0-9]/.test(text) || size < (kana ? KANA_AT_LEAST : OTHERS_AT_LEAST)) return new Map();
  const stands = async (from, to) => (to - from < 2 ? new Map() : phrase(index, chars.slice(from, to).join("")));
  let first = size - 1, last = 0;
  while (first > 1 && !(await stands(0, first)).size) first--;
  while (last < size - 2 && !(await stands(last + 1, size)).size) last++;
  for (let at = Math.max(last, 0); at <= Math.min(first, size - 1); at++) {
    const ways = [[at, at + 1, at + 1], [at, at, at + 1], [at, at + 1, at]];
    for (const [to, from, distance] of ways) {
      const found = joined(await stands(0, to), await stands(from, size), { to, from, distance, size, kana });
      if (found.size) return found;
    }
    if (at + 1 === size) continue;
    const exchanged = await phrase(index, [...chars.slice(0, at), chars[at + 1], chars[at], ...chars.slice(at + 2)].join(""));
    if (exchanged.size) return exchanged;
  }
  return new Map();
}

/** Where both halves stand at this distance and make whole words; the half that is missing is what went wrong. */
function joined(left, right, { to, from, distance, size, kana }) {
  const found = new Map(), rest = kana ? 3 : 4;
  const note = (doc, hits) => hits.length && found.set(doc, hits);
  if (to < 2 && from < size) {
    if (to > 0 || size - from < rest) return found;
    for (const [doc, hits] of right) {
      const whole = hits.filter(({ at, ends }) => ends && at >= distance);
      note(doc, whole.map((hit) => ({ ...hit, at: hit.at - distance, length: hit.length + distance })));
    }
  } else if (size - from < 2) {
    if (from < size || to < rest) return found;
    for (const [doc, hits] of left) note(doc, hits.filter(({ begins }) => begins).map((hit) => ({ ...hit, length: hit.length + distance - to })));
  } else {
    for (const [doc, hits] of left) {
      const ends = new Set((right.get(doc) ?? []).filter((hit) => hit.ends).map(({ at }) => at));
      note(doc, hits.filter(({ at, begins }) => begins && ends.has(at + distance)).map((hit) => ({ ...hit, length: distance + size - from })));
    }
  }
  return found;
}
