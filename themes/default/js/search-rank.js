// How much a document counts for what was found in it: where and how often it stands, how rare it is, how near its
// parts are.

import { ASIDES } from "./search-index.js";

/**
 * How much a hit counts in titles, names, tags, body and asides. A title is what the page is about; a name is one of
 * its parts; tags are shared by many pages; asides only repeat what other records say.
 */
const PLACE_WEIGHTS = [7, 3, 1.5, 1, 0.12];
/**
 * BM25's b: how much less a hit counts in a place that is longer than usual. Half way: nothing speaks for either end.
 */
const LENGTH = 0.5;
/** BM25's k1: the hits after the first few add little. */
const SATURATION = 1.2;
/** How much a hit within another word counts where the word stands by itself elsewhere. */
const INSIDE = 0.3;
/** What a word adds that is the whole title: a third of what the best place can. */
const WHOLE_TITLE = 0.4;

/** How telling it is to hold what so many documents hold. */
export const rarity = (index, documents) =>
  Math.log(1 + (index.count - Math.min(documents, index.count) + 0.5) / (documents + 0.5));

/** The weight of finding these hits in each document, and the hits themselves. */
export function score(index, found) {
  const { averages } = index.manifest;
  let owning = 0;
  for (const [doc, hits] of found) if (hits.some(({ at }) => at < index.documents[doc].ends[ASIDES - 1])) owning++;
  const idf = rarity(index, owning || found.size);
  const stands = [...found].some(([doc, hits]) =>
    hits.some(({ at, begins, ends }) => begins && ends && at < index.documents[doc].ends[ASIDES - 1]));
  const scores = new Map();
  const sums = PLACE_WEIGHTS.map(() => 0);
  for (const [doc, hits] of found) {
    const { ends, sizes } = index.documents[doc];
    let title = 0;
    sums.fill(0);
    for (const { at, length, begins, ends: end, weight: own } of hits) {
      const weight = stands && (begins === 0 || end === 0) ? own * INSIDE : own;
      let place = 0;
      while (at >= ends[place]) place++;
      sums[place] += weight;
      if (place === 0) title = Math.max(title, (weight * length) / sizes[0]);
    }
    let weighted = 0;
    for (let c = 0; c < sums.length; c++) {
      const length = c < ASIDES ? sizes[c] / Math.max(averages[c], 1) : 1;
      if (sums[c]) weighted += (PLACE_WEIGHTS[c] * sums[c]) / (1 - LENGTH + LENGTH * length);
    }
    scores.set(doc, { score: idf * (weighted / (SATURATION + weighted) + WHOLE_TITLE * title), hits });
  }
  return { scores, idf };
}

/** Words so many positions apart, about a sentence of five cells, are half as near as neighbours. */
const SENTENCE = 160;

/** 1 where all stand together, towards 0 where they are far apart. */
export function closeness(lists) {
  if (lists.length < 2) return 1;
  const marks = lists.flatMap(({ hits }, list) => hits.map(({ at }) => ({ at, list }))).sort((a, b) => a.at - b.at);
  const last = new Array(lists.length).fill(-Infinity);
  let span = Infinity;
  for (const { at, list } of marks) {
    last[list] = at;
    span = Math.min(span, at - Math.min(...last));
  }
  return 1 / (1 + span / SENTENCE);
}
