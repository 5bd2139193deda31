// Forgives one wrong character in a word that stands nowhere: looks for what is right of it, before and behind the
// place where it goes wrong, at the distance that a changed, missing, superfluous or exchanged character leaves.

import { phrase } from "./search-phrase.js";
import { SEPARATOR, loose } from "./search-text.js";

/** Shorter words are not mended: too many others are one character beside them. Longer ones are sentences. */
const SHORTEST = 4, LONGEST_MENDED = 24;
/** The texts of so many documents are looked at. */
const LOOKED_AT = 5;
/** The longer half, which alone is looked for, has so many characters: more where there is no other half. */
const HALF = 2, ONLY_HALF = 3;
/** A word that proves a mended character begins at most so many characters before it and is at most so long. */
const BEFORE = 5, WORD = 6;
const SPELLED = /^[ぁ-ゖーa-z]+$/u;

/** A document and places where the word may have been meant; none if it is too short or too long to tell. */
export async function mended(index, chars) {
  const text = chars.join(""), size = chars.length;
  if (/[0-9]/.test(text) || size < SHORTEST || size > LONGEST_MENDED) return new Map();
  const stands = (from, to, all) => (to - from < 2 ? new Map() : phrase(index, chars.slice(from, to).join(""), all));
  let first = size - 1, last = 0;
  while (first > 1 && !(await stands(0, first)).size) first--;
  while (last < size - 2 && !(await stands(last + 1, size)).size) last++;
  const wrong = Array.from({ length: Math.max(0, first - last + 1) }, (_, i) => last + i);
  // Changed, missing, superfluous: where the left half ends, where the right one begins, how far that is from the
  // start.
  const ways = wrong.flatMap((at) => [[at, at + 1, at + 1], [at, at, at + 1], [at, at + 1, at]]);
  const inside = wrong.filter((at) => at + 1 < size);
  const held = ways.filter(([, from]) => from < size), open = ways.filter(([, from]) => from === size);
  return (await firstOf(held, halves)) ?? (await firstOf(inside, exchanged)) ?? (await firstOf(open, halves))
    ?? new Map();

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

/**
 * The first document where both halves stand at their distance, and what they make is a word as far as the index knows. One
 * is proof enough: each that is looked at costs its texts.
 */
async function joined(index, way, before, behind) {
  const places = candidates(way, before, behind);
  for (const doc of [...new Set(places.map((place) => place.doc))].slice(0, LOOKED_AT)) {
    const whole = await proven(index, way, doc, places.filter((place) => place.doc === doc));
    if (whole.length) return new Map([[doc, whole]]);
  }
  return new Map();
}

/** Where the longer half stands with an edge of a word outside, and the other one too if it is more than a character. */
function candidates({ left, right, distance, size }, before, behind) {
  const isLeft = left.length >= right.length, known = isLeft ? left : right;
  if (known.length < (left.length && right.length ? HALF : ONLY_HALF)) return [];
  const both = left.length > 1 && right.length > 1, places = [];
  for (const [doc, hits] of isLeft ? before : behind) {
    const other = new Set(((isLeft ? behind : before).get(doc) ?? []).map(({ at }) => at + (isLeft ? -distance : 0)));
    for (const hit of hits) {
      const at = isLeft ? hit.at : hit.at - distance, edge = isLeft ? hit.begins : hit.ends;
      if (edge && at >= 0 && (!both || other.has(at))) places.push({ ...hit, doc, at, length: size });
    }
  }
  return places;
}

/** Those places of a document whose text holds both halves in one word. */
async function proven(index, { left, right, distance, size }, doc, places) {
  const text = await index.chars(doc);
  const holds = (part, from) => part.every((c, i) => text[from + i] === c);
  const here = places.filter(({ at }) => holds(left, at) && holds(right, at + distance)
    && !text.slice(at, at + size).includes(SEPARATOR));
  const mended = Math.min(left.length, size - 1);
  const words = await Promise.all(here.map(({ at }) => isWord(index, text.slice(at, at + size), mended)));
  return here.filter((_, i) => words[i]);
}

/** Whether the character that was put right belongs to a word of the index; kana are proof enough by themselves. */
async function isWord(index, chars, place) {
  if (SPELLED.test(chars.join(""))) return true;
  const keys = [];
  for (let from = Math.max(0, place - BEFORE); from <= place; from++) {
    const last = Math.min(chars.length, from + WORD);
    for (let to = Math.max(place + 1, from + 2); to <= last; to++) keys.push(chars.slice(from, to).map(loose).join(""));
  }
  const words = await index.words(keys.map((key) => Array.from(key).slice(0, 2).join("")));
  return keys.some((key) => words.get(key)?.some(([code]) => code === "w" || code === "s"));
}
