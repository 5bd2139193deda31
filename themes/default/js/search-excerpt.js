// What is shown of a document that was found: its title, and the passage in which most of the question stands.

import { ASIDES } from "./search-index.js";
import { normalize, placesOf } from "./search-text.js";
import { yearsIn } from "./search-years.js";

/** So many characters of a text are shown: two lines on a telephone. */
const EXCERPT = 100;
/** So many characters of a title are shown: nearly every title whole. */
const TITLE = 200;
/** So many characters are shown before the first mark, for the sentence to be understood. */
const BEFORE_MARK = 24;
/** A longer mark tells no more than one of so many characters. */
const LONG_MARK = 12;
/** How much a mark is worth in titles, names, tags and body: names show best what a record is. Asides stand alone. */
const PASSAGE_WEIGHTS = [0, 1.1, 0.5, 1, 1];
/** So many characters of a text find its place on the page. */
const FRAGMENT = 16;
/** The ranks of blocks. */
const TITLE_RANK = 0, NAME_RANK = 1, BODY_RANK = 3;
/** How a figure is told that is a result and not an aim. */
const ACTUAL = "実績値";
/** So many figures of a page are told, so many where there is no result: where it begins, and what is aimed at. */
const FIGURES = 4, AIMS = 2;
/** From so many documents on, the asides of what is no record may be a list of thousands: too much for an excerpt. */
const LARGE = 1000;

/** Of the results from here on, those that only mention what was asked for are told so: their notes are not loaded. */
const FAR = 5;
/** So many characters of a passage are shown that is one of two. */
const HALF = 48;

/** What the page shows of a hit before its texts are there; nothing where the index is too large to tell. */
export function headOf(index, { doc, mentions, place }) {
  const { kind, years, departments } = index.documents[doc], [path, anchor, title] = index.heads[doc] ?? [];
  const isMentioned = mentions && (!index.isRecord(doc) || place >= FAR);
  return title && {
    path, anchor, title: [title], years, isMentioned,
    kind: index.manifest.kinds[kind][1],
    departments: departments.map((place) => index.manifest.departments[place]),
    excerpt: [],
  };
}

/** What the page shows of a hit. */
export async function describe(index, hit) {
  const { doc, lists } = hit, { kind, years, departments, ends } = index.documents[doc], head = headOf(index, hit);
  if (head?.isMentioned) return { ...head, excerpt: ["関連として挙げるものに、", ...(await Promise.all(hit.words)).map((word) => [word]), "があります。"] };
  const isLong = index.documents.length >= LARGE && !index.isRecord(doc);
  const hits = lists.flatMap((list, word) => list.hits.map((one) => ({ ...one, word })))
    .filter(({ at }) => !isLong || at < ends[ASIDES - 1]);
  const [all, { path, blocks }] = await Promise.all([passages(index, doc, hits), index.texts(doc)]);
  const found = all.filter(({ marks }) => marks.length);
  const title = blocks.find(({ rank }) => rank === TITLE_RANK)?.text ?? path;
  const inTitle = found.find(({ rank, text }) => rank === TITLE_RANK && text === title);
  const first = blocks.find(({ rank }) => rank === BODY_RANK);
  const others = found.filter(({ rank }) => rank !== TITLE_RANK);
  const best = most(others, new Set()), shown = wordsIn([inTitle, best].filter(Boolean));
  const second = shown.size < lists.length ? most(others.filter((one) => one !== best), shown, true) : undefined;
  return {
    path,
    anchor: (best ?? blocks[0])?.anchor ?? "",
    fragment: best && best.rank < ASIDES ? fragment(best) : "",
    title: inTitle ? pieces(inTitle, TITLE) : [title],
    kind: index.manifest.kinds[kind][1],
    years,
    figures: figures(all, hits),
    departments: departments.map((place) => index.manifest.departments[place]),
    excerpt: !best ? [first?.text.slice(0, EXCERPT) ?? ""]
      : second ? [...pieces(best, HALF), " … ", ...pieces(second, HALF)] : pieces(best, EXCERPT),
  };
}

/**
 * The figures that were asked for: all words stand in the name of each, and are most of it unless a year is asked for.
 * Those of that year, or of the newest with a result: what was aimed at and what came of it, as they are written.
 */
function figures(all, hits) {
  const years = [...new Set(hits.flatMap(({ year }) => year ?? []))], asked = new Set(hits.filter(({ year }) => !year).map(({ word }) => word));
  const told = all.filter((one) => one.told && (!years.length || years.some((year) => one.told.includes(`(${year}年`)))).map((one) => {
    const names = all.filter(({ rank, anchor, marks }) => rank === NAME_RANK && /^kpi-/.test(anchor) && anchor === one.anchor && marks.length);
    const of = [one, ...names].map(({ text, marks }) => ({ text, marks: marks.filter(({ word }) => asked.has(word)) }));
    const [name] = of.filter(({ marks }) => new Set(marks.map(({ word }) => word)).size === asked.size);
    const called = name?.text.replace(/( \S*[0-9]|[（(]).*$/, "").length;
    const marked = name?.marks.reduce((sum, { from, to }) => sum + (to > called ? 0 : to - from), 0);
    const isAsked = asked.size && name && (years.length || marked * 3 >= called * 2);
    return isAsked && { told: one.told, anchor: one.anchor, text: name.text === one.text ? one.text : `${name.text} ${one.text}`, year: /\((\d{4})年/.exec(one.told)?.[1] ?? "" };
  }).filter(Boolean);
  const newest = told.filter((one) => one.told.endsWith(ACTUAL)).map(({ year }) => year).sort().at(-1);
  return newest ? told.filter(({ year }) => year === newest).slice(0, FIGURES) : told.slice(-AIMS);
}

/** Which words of the question passages show. */
const wordsIn = (found) => new Set(found.flatMap(({ marks }) => marks.map(({ word }) => word)));

/** The passage that shows most words beside those that are shown, and of these the worthiest; one with more if it must. */
function most(found, shown, must) {
  const more = (one) => [...wordsIn([one])].filter((word) => !shown.has(word)).length;
  const [best] = found.filter((one) => !must || more(one)).sort((a, b) => more(b) - more(a) || worth(b) - worth(a));
  return best;
}

/** How much of what was asked for a passage shows. */
function worth({ rank, marks }) {
  const sum = marks.reduce((total, { weight, from, to }) => total + weight * Math.min(to - from, LONG_MARK), 0);
  return sum * PASSAGE_WEIGHTS[rank];
}

/** The text that a browser looks for on the page, from the first mark on. */
function fragment({ text, marks: [{ from }] }) {
  return encodeURIComponent(text.slice(from, from + FRAGMENT).trim()).replaceAll("-", "%2D");
}

/** How the first place spells what was found; nothing where its text is missing. */
export async function spelled(index, found) {
  const [doc, [hit]] = found.entries().next().value;
  const passage = (await passages(index, doc, [hit]).catch(() => [])).find(({ marks }) => marks.length);
  return passage ? passage.text.slice(passage.marks[0].from, passage.marks[0].to) : "";
}

/** The texts of a document in which the hits stand, with the places to mark; its asides only where no other has any. */
async function passages(index, doc, hits) {
  const last = index.documents[doc].ends[ASIDES - 1], aside = hits.length && hits.every(({ at }) => at >= last);
  const [{ blocks }, more] = await Promise.all([index.texts(doc), aside ? index.asides(doc) : []]);
  const found = [];
  let start = 0;
  for (const block of [...blocks, ...more]) {
    const end = start + block.size;
    const inside = hits.filter(({ at }) => at >= start && at < end);
    found.push({ ...block, marks: inside.length ? marksOf(block, start, inside) : [] });
    start = end;
  }
  return found;
}

/** Where the hits stand in the text of a block that begins at this position. */
function marksOf(block, start, hits) {
  const { chars, from, to } = normalize(block.text), { places } = placesOf(chars);
  const named = hits.some(({ year }) => year) ? yearsIn(chars) : [];
  const lengthOf = (first, { length, year }) => {
    if (!year) return length;
    return Math.max(1, ...named.filter((one) => one.at === first && one.year === year).map((one) => one.length));
  };
  return hits.map((hit) => {
    const first = places.indexOf(hit.at - start), last = Math.min(first + lengthOf(first, hit), chars.length) - 1;
    return { from: from[first], to: to[last], weight: hit.weight, word: hit.word };
  }).sort((a, b) => a.from - b.from || b.to - a.to);
}

/** Pieces of a text around its first marks: strings, and strings in arrays to be marked. */
function pieces({ text, marks }, length) {
  const latest = text.length - length;
  const begin = latest <= 0 ? 0 : Math.max(0, Math.min(marks[0].from - BEFORE_MARK, latest));
  const stop = Math.min(text.length, begin + length);
  const result = begin > 0 ? ["…"] : [];
  let at = begin;
  for (const mark of marks) {
    if (mark.from >= stop || mark.to <= at) continue;
    const from = Math.max(mark.from, at), to = Math.min(mark.to, stop);
    if (from > at) result.push(text.slice(at, from));
    result.push([text.slice(from, to)]);
    at = to;
  }
  if (at < stop) result.push(text.slice(at, stop));
  if (stop < text.length) result.push("…");
  return result;
}
