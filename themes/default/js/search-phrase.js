// Finds where characters stand: phrases by keys that cover them, years by their lists. Long lists are loaded last, and
// only where the short ones leave something to prove.

import { BARE, BEGUN, CALENDAR, FISCAL } from "./search-years.js";

/** So many pieces tell whether a long phrase stands anywhere: one near each end and one between. Of the rest so many are taken at once. */
const TELLING = 3, MOST = 5;
/** What it costs to take a list: one file more, and next to nothing where it is at hand. */
const FETCHED = 1, AT_HAND = 0.1;
/** So many thousands of characters in a list are dearer than the texts of one document. */
const DEARER = 6;
/** The texts of a document, which are shown if it holds the phrase, are read rather than so many files of lists. */
const FILES = 2;
/** How much a phrase counts of whose edges none, one or both are edges of words: AI within PAID is hardly AI. */
const EDGE_WEIGHTS = [0.4, 0.7, 1];
/** The marks of a place: whether a word begins and ends with its key. */
const BEGINS = 1, ENDS_WORD = 2;
/** The first character of the keys of years. */
const YEAR = "Ｙ";
/** How many characters a year counts for, however it is spelled: 令和4年度 has five. */
const YEAR_LENGTH = 5;
/** The ways of naming a year that answer each way of asking for one: who asks for 年度 does not mean a date. */
const ANSWERS = {
  [FISCAL]: [FISCAL, BARE, BEGUN],
  [CALENDAR]: [CALENDAR, BARE, FISCAL, BEGUN],
  [BARE]: [FISCAL, CALENDAR, BARE, BEGUN],
};
/** What only reads like the beginning of a year, as 令和4 in 令和45, is rarely meant. */
const BEGUN_WEIGHT = 0.1;

/**
 * The cheapest keys that together touch every character of a phrase: each a piece of it and where that begins. Where
 * first places are noted, they suffice, unless all are wanted.
 */
function proof(index, chars, all) {
  const size = chars.length, { longest } = index.manifest;
  if (!all && isNoted(index, chars)) return [{ text: chars.join(""), offset: 0, weight: index.weight(chars.join("")) }];
  const pieces = chars.slice(0, -1).map((_, offset) => {
    const rest = chars.slice(offset, offset + longest).join(""), to = offset + index.reach(rest);
    const text = chars.slice(offset, to).join("");
    return { text, offset, to, weight: index.weight(text, true), have: index.has(text, true) };
  });
  const best = [{ cost: 0 }];
  for (let done = 0; done < size; done++) {
    if (!best[done]) continue;
    for (const piece of pieces) {
      const cost = best[done].cost + (piece.have ? AT_HAND : FETCHED + piece.weight);
      if (piece.offset > done || piece.to <= done || (best[piece.to] && best[piece.to].cost <= cost)) continue;
      best[piece.to] = { cost, from: done, piece };
    }
  }
  const found = [];
  for (let node = best[size]; node.piece; node = best[node.from]) found.unshift(node.piece);
  return found;
}

/** Whether the first places of a whole phrase are noted. */
const isNoted = (index, chars) => chars.length <= index.manifest.longest && index.noted(chars.join(""));

/**
 * The pieces with short lists: a few of the most telling, at which most phrases fail that stand nowhere, and the rest; of
 * many a few more before.
 */
function parts(pieces, most = TELLING + 1) {
  const light = pieces.filter(({ weight }) => !weight), word = light.filter(({ text }) => !/[ぁ-ゖー]/u.test(text));
  if (light.length <= most) return [light];
  const from = word.length < TELLING ? light : word, step = (from.length - 1) / (TELLING - 1);
  const telling = Array.from({ length: TELLING }, (_, i) => from[Math.round(i * step)]);
  return [telling, ...parts(light.filter((piece) => !telling.includes(piece)), MOST)];
}

/** How many thousands of characters the shortest list takes that a phrase lies in; 0 if it is short. */
export function commonness(index, text) {
  const chars = Array.from(text);
  return chars.length < 2 ? index.weight(text) : Math.min(...proof(index, chars).map(({ weight }) => weight));
}

/** Loads what a phrase is looked for by; where keys are long only one of its pieces, which may spare the others. */
export function ahead(index, chars, all) {
  if (!index.isDivided) return phrase(index, chars.join(""), all);
  if (chars.length < 2 || (!all && isNoted(index, chars))) return index.need([chars.join("")]);
  const pieces = proof(index, chars, all), [[telling = pieces[0]]] = parts(pieces);
  return index.need([telling.text], true);
}

/**
 * Where a phrase stands: for each document the positions, and whether they are whole words. Of what is noted the first
 * ones, unless all are wanted.
 */
export async function phrase(index, text, every) {
  const chars = Array.from(text), found = new Map();
  if (!chars.length) return found;
  if (chars.length === 1) {
    await index.need([text]);
    for (const key of index.keysOf(text)) {
      const { docs, positions, marks } = index.places(key);
      docs.forEach((doc, i) => note(found, doc, { at: positions[i], length: 1, weight: 1, begins: marks[i] & BEGINS }));
    }
    return found;
  }
  if (index.isDivided) await ahead(index, chars, every);
  const pieces = proof(index, chars, every), all = every || pieces.length > 1;
  const [telling, ...others] = parts(pieces), rest = others.flat();
  const heavy = pieces.filter(({ weight }) => weight).sort((a, b) => a.weight - b.weight);
  let places;
  // What is at hand may show already that the phrase stands nowhere.
  const isInside = !index.isDivided && rest.every(({ offset, to }) => offset && to < chars.length);
  for (const light of [telling.filter(({ have }) => have), telling.filter(({ have }) => !have), ...others]) {
    if (places && !places.length) break;
    const documents = new Set(places?.map(({ doc }) => doc)), missing = light.filter(({ have }) => !have);
    if (documents.size && isInside && others.includes(light) && documents.size * FILES <= missing.length) {
      places = await verified(index, places, documents, chars);
      break;
    }
    await index.need(light.map((piece) => piece.text), all);
    for (const piece of light) if (!places || places.length) places = narrow(places, piece);
  }
  for (let i = 0; i < heavy.length && (!places || places.length); i++) {
    const documents = places && new Set(places.map(({ doc }) => doc));
    const dear = heavy.slice(i).reduce((sum, { weight }) => sum + weight, 0);
    if (documents && documents.size * DEARER < dear) {
      places = await verified(index, places, documents, chars);
      break;
    }
    await index.need([heavy[i].text], all);
    places = narrow(places, heavy[i]);
  }
  for (const { doc, at, begins = BEGINS, ends = ENDS_WORD } of places) {
    const edges = (begins ? 1 : 0) + (ends ? 1 : 0);
    // A number within a longer one is another number.
    const isWithin = (!begins && isDigit(chars[0])) || (!ends && isDigit(chars.at(-1)));
    note(found, doc, { at, length: chars.length, weight: EDGE_WEIGHTS[edges], begins, ends, isWithin });
  }
  return found;

  /** The places that this piece allows too; both stand in order. */
  function narrow(places, piece) {
    const lists = index.keysOf(piece.text, all).map((key) => allowed(places, piece, key));
    return lists.length === 1 ? lists[0] : lists.flat().sort((a, b) => a.doc - b.doc || a.at - b.at);
  }

  function allowed(places, { offset }, key) {
    const { docs, positions, marks } = index.places(key), length = Array.from(key).length;
    const behind = chars.length - offset - length;
    const ending = behind < 0 ? endsBefore(chars.at(-1), Array.from(key)[length + behind]) : undefined;
    const own = (doc, at, k) => {
      const begins = offset === 0 ? marks[k] & BEGINS : undefined, ends = behind === 0 ? marks[k] & ENDS_WORD : ending;
      return { doc, at, begins, ends };
    };
    if (!places) return docs.map((doc, k) => own(doc, positions[k] - offset, k));
    const left = [];
    let k = 0;
    for (const place of places) {
      const isBefore = () => docs[k] < place.doc || (docs[k] === place.doc && positions[k] - offset < place.at);
      while (k < docs.length && isBefore()) k++;
      if (k === docs.length) break;
      if (docs[k] !== place.doc || positions[k] - offset !== place.at) continue;
      const { begins, ends } = own(place.doc, place.at, k);
      left.push({ ...place, begins: begins ?? place.begins, ends: ends ?? place.ends });
    }
    return left;
  }
}

const isDigit = (c) => c >= "0" && c <= "9";

/** Whether a word may end between two characters, where the index does not tell. */
const endsBefore = (last, next) => (/[0-9a-z]/.test(last) && /[0-9a-z]/.test(next) ? 0 : ENDS_WORD);

/** The places at which the texts themselves hold the phrase. */
async function verified(index, places, documents, chars) {
  const read = async (doc) => [doc, await index.chars(doc, places.filter((place) => place.doc === doc))];
  const texts = new Map(await Promise.all(Array.from(documents, read)));
  const holds = ({ doc, at }) => chars.every((c, i) => texts.get(doc)[at + i] === c);
  return places.filter(holds);
}

/** Where a year is named, in any spelling: as it was asked for, or more loosely. */
export async function years(index, { year, said }) {
  const key = YEAR + String.fromCharCode(year), found = new Map();
  await index.need([key]);
  const { docs, positions, marks } = index.places(key);
  docs.forEach((doc, i) => {
    if (!ANSWERS[said].includes(marks[i])) return;
    const weight = marks[i] === BEGUN ? BEGUN_WEIGHT : 1;
    note(found, doc, { at: positions[i], length: YEAR_LENGTH, weight, year });
  });
  return found;
}

function note(found, doc, hit) {
  const hits = found.get(doc);
  if (hits) hits.push(hit);
  else found.set(doc, [hit]);
}
