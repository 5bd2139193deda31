// Forgives one wrong character in a word that stands nowhere: looks for what is right of it, before and behind the
// place where it goes wrong, at the distance that a changed, missing, superfluous or exchanged character leaves.

import { phrase } from "./search-phrase.js";
import { SEPARATOR, loose } from "./search-text.js";

/** Shorter words are not mended: too many others are one character beside them. Longer ones are sentences. */
const SHORTEST = 4, LONGEST_MENDED = 24;
/** The texts of so many documents are looked at for each way in which a word may be mistyped, and of all ways. */
const LOOKED_AT = 2, TEXTS = 3;
/** The longer half, which alone is looked for, has so many characters: more where there is no other half. */
const HALF = 2, ONLY_HALF = 3;
/** A word that proves a mended character begins at most so many characters before it and is at most so long. */
const BEFORE = 5, WORD = 6;
const NONE = new Map();
const SPELLED = /^[ぁ-ゖーa-z]+$/u;

/** Whether a word may be mended: no number, neither too short nor too long to tell. */
const isMendable = (chars) => !chars.some((c) => /[0-9]/.test(c)) && chars.length >= SHORTEST && chars.length <= LONGEST_MENDED;

/** Sees that what `mended` asks for first is at hand. */
export async function nearby(index, chars) {
  if (isMendable(chars) && !index.isDivided) await index.need(chars.slice(1).map((c, i) => chars[i] + c));
}

/** A document and places where the word may have been meant; none if it is too short or too long to tell. */
export async function mended(index, chars) {
  const size = chars.length;
  if (!isMendable(chars)) return new Map();
  await nearby(index, chars);
  const stands = async (from, to, all) => (to - from < 2 ? NONE : phrase(index, chars.slice(from, to).join(""), all));
  const inner = Array.from({ length: size - 2 }, (_, i) => i + 1), half = size >> 1;
  // Where lists are long, only the half is looked at more closely in which the word goes wrong.
  const [left, right] = index.isDivided ? await Promise.all([stands(0, half), stands(half, size)]) : [];
  if (left && !left.size && !right.size) return exchanged(half - 1);
  const before = (to) => (!left || left.size > 0 === to > half ? stands(0, to) : left);
  const behind = (from) => (!right || right.size > 0 === from < half ? stands(from, size) : right);
  const found = await Promise.all(inner.map((at) => Promise.all([before(at + 1), behind(at)])));
  // The longest beginning that stands, and where the longest end begins.
  const first = Math.max(1, ...inner.filter((_, i) => found[i][0].size).map((at) => at + 1));
  const last = Math.min(size - 1, ...inner.filter((_, i) => found[i][1].size)) - 1;
  const wrong = Array.from({ length: Math.max(0, first - last + 1) }, (_, i) => last + i);
  // Changed, missing, superfluous: where the left half ends, where the right one begins, how far that is from the
  // start.
  const ways = wrong.flatMap((at) => [[at, at + 1, at + 1], [at, at, at + 1], [at, at + 1, at]]);
  const inside = wrong.filter((at) => at + 1 < size);
  const held = ways.filter(([, from]) => from < size), open = ways.filter(([, from]) => from === size);
  const [whole, beyond, swapped] = await Promise.all([joined(held), joined(open), Promise.all(inside.map(exchanged))]);
  return whole ?? swapped.find(({ size: count }) => count) ?? beyond ?? new Map();

  function exchanged(at) {
    return phrase(index, [...chars.slice(0, at), chars[at + 1], chars[at], ...chars.slice(at + 2)].join(""));
  }

  /**
   * The first document where both halves of one of these ways stand at their distance, and what they make is a word as
   * far as the index knows. One is proof enough: each that is looked at costs its texts.
   */
  async function joined(some) {
    const asked = await Promise.all(some.map(async ([to, from, distance]) => {
      const way = { left: chars.slice(0, to), right: chars.slice(from), distance, size: distance + size - from };
      return { way, places: candidates(way, ...(await Promise.all([stands(0, to, true), stands(from, size, true)]))) };
    }));
    const rows = asked.flatMap(({ way, places }) => [...new Set(places.map(({ doc }) => doc))].slice(0, LOOKED_AT)
      .map((doc, rank) => ({ way, doc, rank, places: places.filter((place) => place.doc === doc) })));
    const docs = new Set([...rows].sort((a, b) => a.rank - b.rank).map(({ doc }) => doc).slice(0, TEXTS));
    const looked = rows.filter(({ doc }) => docs.has(doc));
    const proofs = await Promise.all(looked.map(({ way, doc, places }) => proven(index, way, doc, places)));
    const place = proofs.findIndex((whole) => whole.length);
    return place < 0 ? undefined : new Map([[looked[place].doc, proofs[place]]]);
  }
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
  const text = await index.chars(doc, places);
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
