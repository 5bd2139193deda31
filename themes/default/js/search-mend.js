// Forgives one wrong character in a word that stands nowhere: looks for what is right of it, before and behind the place where
// it goes wrong, at the distance that a changed, missing, superfluous or exchanged character leaves.

import { phrase } from "./search-phrase.js";
import { SEPARATOR, loose } from "./search-text.js";

const AT_LEAST = 4;
const LONGEST_MENDED = 24;
/** Of so many documents the text is looked at, where one character alone stands on the other side. */
const LOOKED_AT = 12;
const SPELLED = /^[ぁ-ゖーa-z]+$/u;

/** Where the word may have been meant, by document; empty if nowhere or if it is too short or too long to tell. */
export async function mended(index, chars) {
  const text = chars.join(""), size = chars.length;
  if (/[0-9]/.test(text) || size < AT_LEAST || size > LONGEST_MENDED) return new Map();
  const stands = (from, to, all) => (to - from < 2 ? new Map() : phrase(index, chars.slice(from, to).join(""), all));
  let first = size - 1, last = 0;
  while (first > 1 && !(await stands(0, first)).size) first--;
  while (last < size - 2 && !(await stands(last + 1, size)).size) last++;
  const wrong = Array.from({ length: Math.max(0, first - last + 1) }, (_, i) => last + i);
  // Changed, missing, superfluous: where the left half ends, where the right one begins, how far that is from the beginning.
  const ways = wrong.flatMap((at) => [[at, at + 1, at + 1], [at, at, at + 1], [at, at + 1, at]]);
  const inside = wrong.filter((at) => at + 1 < size), [held, open] = [ways.filter(([, from]) => from < size), ways.filter(([, from]) => from === size)];
  return (await firstOf(held, halves)) ?? (await firstOf(inside, exchanged)) ?? (await firstOf(open, halves)) ?? new Map();

  async function halves([to, from, distance]) {
    const way = { left: chars.slice(0, to), right: chars.slice(from), distance, size: distance + size - from };
    return joined(index, way, await stands(0, to, true), await stands(from, size, true));
  }

  function exchanged(at) {
    return phrase(index, [...chars.slice(0, at), chars[at + 1], chars[at], ...chars.slice(at + 2)].join(""));
  }
}

/** The first of these that finds something. */
async function firstOf(ways, look) {
  for (const way of ways) {
    const found = await look(way);
    if (found.size) return found;
  }
  return undefined;
}

/** Where both halves stand at their distance, and what they make is a word as far as the index knows. */
async function joined(index, { left, right, distance, size }, before, behind) {
  const longer = left.length >= right.length, known = longer ? left : right;
  if (known.length < (left.length && right.length ? 2 : 3)) return new Map();
  const places = [];
  for (const [doc, hits] of longer ? before : behind) {
    const other = new Set(((longer ? behind : before).get(doc) ?? []).map(({ at }) => at + (longer ? -distance : 0)));
    const both = left.length > 1 && right.length > 1;
    for (const hit of hits) {
      const at = longer ? hit.at : hit.at - distance;
      const edge = longer ? hit.begins : hit.ends;
      if (edge && at >= 0 && (!both || other.has(at))) places.push({ ...hit, doc, at, length: size });
    }
  }
  const found = new Map();
  for (const doc of [...new Set(places.map((place) => place.doc))].slice(0, LOOKED_AT)) {
    const text = await index.chars(doc);
    const here = places.filter((place) => place.doc === doc && right.every((c, i) => text[place.at + distance + i] === c)
      && left.every((c, i) => text[place.at + i] === c) && !text.slice(place.at, place.at + size).includes(SEPARATOR));
    const words = await Promise.all(here.map(({ at }) => isWord(index, text.slice(at, at + size), Math.min(left.length, size - 1))));
    const whole = here.filter((place, i) => words[i]);
    if (whole.length) found.set(doc, whole);
  }
  return found;
}

/** Whether the character that was put right belongs to a word of the index; kana are long enough to stand for themselves. */
async function isWord(index, chars, place) {
  if (SPELLED.test(chars.join(""))) return true;
  const keys = [];
  for (let from = Math.max(0, place - 5); from <= place; from++) {
    for (let to = Math.max(place + 1, from + 2); to <= Math.min(chars.length, from + 6); to++) keys.push(chars.slice(from, to).map(loose).join(""));
  }
  const words = await index.words(keys.map((key) => Array.from(key).slice(0, 2).join("")));
  return keys.some((key) => words.get(key)?.some(([code]) => code === "w" || code === "s"));
}
