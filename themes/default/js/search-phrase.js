// Finds where characters stand: phrases by their pairs, years by their lists. Long lists are loaded last, and only where the
// short ones leave something to prove.

import { BARE, BEGUN, CALENDAR, FISCAL } from "./search-years.js";

/** So many pairs tell whether a long phrase stands anywhere. */
const TELLING = 3;
/** So many thousands of characters in a list are dearer than the texts of one document. */
const DEARER = 6;
/** The first character of the keys of years. */
const YEAR = "Ｙ";
/** How many characters a year counts for. */
const YEAR_LENGTH = 5;

/** The cheapest pairs that together touch every character of a phrase. */
function proof(index, chars) {
  const best = [{ cost: 0 }];
  const step = (to, cost, from, offset) => {
    if (!best[to] || cost < best[to].cost) best[to] = { cost, from, offset };
  };
  for (let i = 0; i < chars.length; i++) {
    if (!best[i]) continue;
    const cost = (offset) => best[i].cost + 1 + index.weight(chars[offset] + chars[offset + 1]);
    if (i + 1 < chars.length) step(i + 2, cost(i), i, i);
    if (i > 0) step(i + 1, cost(i - 1), i, i - 1);
  }
  const pairs = [];
  for (let node = best[chars.length]; node?.from !== undefined; node = best[node.from]) {
    const { offset } = node, key = chars[offset] + chars[offset + 1];
    pairs.unshift({ key, pair: [chars[offset], chars[offset + 1]], offset, weight: index.weight(key) });
  }
  return pairs;
}

/** The pairs with short lists, in two halves: a few of the most telling, which most phrases that stand nowhere fail at, and the rest. */
function halves(pairs) {
  const light = pairs.filter(({ weight }) => !weight), word = light.filter(({ key }) => !/[ぁ-ゖー]/u.test(key));
  const from = word.length < TELLING ? light : word, step = (from.length - 1) / (TELLING - 1);
  const telling = light.length <= TELLING + 1 ? light : Array.from({ length: TELLING }, (_, i) => from[Math.round(i * step)]);
  return [telling, light.filter((pair) => !telling.includes(pair))];
}

/** The pairs by which a phrase is looked for first. */
export const first = (index, chars) => halves(proof(index, chars))[0].map(({ pair }) => pair);

/** Where a phrase stands: for each document the positions, and whether they are whole words. */
export async function phrase(index, text) {
  const chars = Array.from(text), found = new Map();
  if (chars.length === 1) {
    await index.need([[text, ""]]);
    for (const key of index.lists.get(text) ?? []) {
      const { docs, positions, marks } = index.places(key);
      docs.forEach((doc, i) => note(found, doc, { at: positions[i], length: 1, weight: marks[i] & 1 ? 1 : 0.4, begins: marks[i] & 1 }));
    }
    return found;
  }
  const pairs = proof(index, chars), [telling, others] = halves(pairs);
  const heavy = pairs.filter(({ weight }) => weight).sort((a, b) => a.weight - b.weight);
  let places;
  for (const light of [telling, others]) {
    if (places && !places.length) break;
    await index.need(light.map(({ pair }) => pair));
    for (const pair of light) if (!places || places.length) places = narrow(index, places, pair);
  }
  for (let i = 0; i < heavy.length && (!places || places.length); i++) {
    const documents = places && new Set(places.map(({ doc }) => doc));
    const dear = heavy.slice(i).reduce((sum, { weight }) => sum + weight, 0);
    if (documents && documents.size * DEARER < dear) {
      places = await verified(index, places, documents, chars);
      break;
    }
    await index.need([heavy[i].pair]);
    places = narrow(index, places, heavy[i]);
  }
  for (const { doc, at, begins, ends } of places) {
    const edges = (begins ? 1 : 0) + (ends ? 1 : 0);
    const plain = (!begins && /^[0-9a-z]/.test(text)) || (!ends && /[0-9a-z]$/.test(text));
    note(found, doc, { at, length: chars.length, weight: plain ? 0.1 : [0.4, 0.7, 1][edges], begins, ends });
  }
  return found;

  /** The places that this pair allows too; both stand in order. */
  function narrow(index, places, { key, offset }) {
    const { docs, positions, marks } = index.places(key);
    const own = (doc, at, k) => ({ doc, at, begins: offset === 0 ? marks[k] & 1 : undefined, ends: offset === chars.length - 2 ? marks[k] & 2 : undefined });
    if (!places) return docs.map((doc, k) => own(doc, positions[k] - offset, k));
    const left = [];
    let k = 0;
    for (const place of places) {
      while (k < docs.length && (docs[k] < place.doc || (docs[k] === place.doc && positions[k] - offset < place.at))) k++;
      if (k === docs.length) break;
      if (docs[k] !== place.doc || positions[k] - offset !== place.at) continue;
      const { begins, ends } = own(place.doc, place.at, k);
      left.push({ ...place, begins: begins ?? place.begins, ends: ends ?? place.ends });
    }
    return left;
  }
}

/** The places at which the texts themselves hold the phrase. */
async function verified(index, places, documents, chars) {
  const texts = new Map(await Promise.all(Array.from(documents, async (doc) => [doc, await index.chars(doc)])));
  const holds = ({ doc, at }) => chars.every((c, i) => texts.get(doc)[at + i] === c);
  return places.filter(holds).map((place) => ({ ...place, begins: place.begins ?? 1, ends: place.ends ?? 2 }));
}

/** Where a year is named, in any spelling: as it was asked for, or more loosely. */
export async function years(index, { year, said }) {
  const key = YEAR + String.fromCharCode(year), found = new Map();
  await index.need([Array.from(key)]);
  const { docs, positions, marks } = index.places(key);
  const weights = {
    [FISCAL]: { [FISCAL]: 1, [BARE]: 0.7, [BEGUN]: 0.1 },
    [CALENDAR]: { [CALENDAR]: 1, [BARE]: 0.7, [FISCAL]: 0.7, [BEGUN]: 0.1 },
    [BARE]: { [FISCAL]: 1, [CALENDAR]: 1, [BARE]: 1, [BEGUN]: 0.1 },
  }[said];
  docs.forEach((doc, i) => {
    const weight = weights[marks[i]];
    if (weight) note(found, doc, { at: positions[i], length: YEAR_LENGTH, weight, year });
  });
  return found;
}

function note(found, doc, hit) {
  const hits = found.get(doc);
  if (hits) hits.push(hit);
  else found.set(doc, [hit]);
}
