// Answers a question: cuts it by the index's own words, finds where its characters stand, ranks what was found and tells what
// to show of it. Knows nothing of the page and runs anywhere.

import { amounts } from "./search-amount.js";
import { ASIDES, headOf } from "./search-index.js";
import { mended } from "./search-mend.js";
import { ahead, commonness, phrase, years } from "./search-phrase.js";
import { VARIANTS_AT_MOST, WEIGHTS, cut, guesses, shorter, spellings, wordsOf } from "./search-question.js";
import { loose, normalize } from "./search-text.js";
import { yearAsked, yearsIn } from "./search-years.js";

/** Pages that are what is asked for if their very title is. */
const LISTS = new Set(["plan", "program", "key_goal_sheet", "corrections", "page"]);

/** Titles, names, tags, body, asides. */
const CLASS_WEIGHTS = [7, 3, 1.5, 1, 0.12];
const CLASS_B = [0.3, 0.5, 0.5, 0.6, 0.5];
const K1 = 1.2;
/** A word in kana of up to so many characters is rather mistyped than a question. */
const SHORT = 14;
/** From so many documents on, a question is answered. */
const MANY = 1000;
/** A list of so many thousands of characters for each document tells that most hold what it is about. */
const EVERYWHERE = 0.0025;

/** Joins what was found of several spellings. A question that many documents answer as it stands is not widened by synonyms. */
async function any(index, variants) {
  const found = new Map();
  const near = variants.filter(([, weight]) => weight > WEIGHTS.s);
  const stages = index.documents.length < MANY ? [variants] : [near, variants.filter((one) => !near.includes(one))];
  for (const stage of stages) {
    if (found.size >= MANY) break;
    const stands = await Promise.all(stage.map(([text]) => phrase(index, text)));
    stands.forEach((more, i) => add(found, more, stage[i][1]));
  }
  return found;
}

/** Adds what another spelling found, except what lies within a hit that is already there. */
function add(found, more, weight) {
  for (const [doc, hits] of more) {
    for (const hit of hits) hit.weight *= weight;
    const own = found.get(doc);
    if (!own) found.set(doc, hits);
    else own.push(...hits.filter((hit) => !own.some(({ at, length }) => at <= hit.at && hit.at + hit.length <= at + length)));
  }
}

/** How telling it is to hold what so many documents hold. */
const rarity = (index, documents) => Math.log(1 + (index.count - Math.min(documents, index.count) + 0.5) / (documents + 0.5));

/** The weight of finding these hits in a document, and the hits themselves. */
function score(index, found, share = 1) {
  const { averages } = index.manifest;
  let own = 0;
  for (const [doc, hits] of found) if (hits.some(({ at }) => at < index.documents[doc].ends[ASIDES - 1])) own++;
  const idf = rarity(index, own || found.size);
  const scores = new Map();
  const sums = CLASS_WEIGHTS.map(() => 0);
  for (const [doc, hits] of found) {
    const { ends } = index.documents[doc];
    let title = 0;
    sums.fill(0);
    for (const { at, length, weight } of hits) {
      let place = 0;
      while (at >= ends[place]) place++;
      sums[place] += weight;
      if (place === 0) title = Math.max(title, (weight * length) / (ends[0] - 1));
    }
    let weighted = 0;
    for (let c = 0, start = 0; c < sums.length; start = ends[c++]) {
      const length = c < ASIDES ? (ends[c] - start) / Math.max(averages[c], 1) : 1;
      if (sums[c]) weighted += (CLASS_WEIGHTS[c] * sums[c]) / (1 - CLASS_B[c] + CLASS_B[c] * length);
    }
    scores.set(doc, { score: share * idf * (weighted / (K1 + weighted) + 0.4 * title), hits });
  }
  return { scores, idf };
}

/** Finds one word of the question: as a phrase in all its spellings, and by its parts; else by its nearest spelling. */
async function unit(index, word) {
  const { chars, typed, exact } = word, text = chars.join(""), shown = typed.join("");
  if (exact) return { shown, ...score(index, await any(index, [[text, 1]])) };
  const year = yearAsked(chars);
  if (year) {
    const found = await years(index, year);
    if (/^\d+$/.test(text)) add(found, await phrase(index, text), 1);
    return { shown, ...score(index, found) };
  }
  const { words, segments, variants, kana } = await understood(index, word);
  const whole = score(index, await any(index, variants));
  const mistyped = kana && !whole.scores.size && chars.length <= SHORT && (await meant(index, word));
  if (mistyped) return mistyped;
  const scores = whole.scores.size < MANY && (await byParts(index, segments, whole, kana));
  const parts = scores?.size ? { shown, scores, idf: rarity(index, scores.size) } : undefined;
  const asked = segments.filter(({ silent }) => !silent).length;
  // A compound that stands nowhere, and whose parts no record has together, may be another one.
  const isDoubtful = parts && !whole.scores.size && asked === segments.length && ![...scores.keys()].some((doc) => index.isRecord(doc));
  if (parts && !isDoubtful) return parts;
  if (whole.scores.size) return { shown, ...whole };
  if (chars.length < 4 || !asked) return { shown, ...whole, silent: !asked };
  for (const guess of guesses(word, await neighbours(index, segments, words))) {
    const found = await any(index, spellings(guess));
    if (found.size) return { shown, ...score(index, found, 0.8), guess: await spelled(index, found) };
  }
  return (await meant(index, word)) ?? parts ?? { shown, ...whole };
}

/** What a word may mean: its segments, the words of the index by which it was cut, and its spellings with their weights. */
async function understood(index, word) {
  const { chars } = word, text = chars.join("");
  const keys = chars.map(loose).filter(Boolean), kana = keys.every((c) => /[ぁ-ゖ]/u.test(c));
  const heads = [...keys.map((_, i) => headOf(keys.slice(i))), ...shorter(keys.join(""))];
  const [words] = await Promise.all([index.words(heads), ahead(index, chars)]);
  const { segments } = cut(word, words), rows = spellings(segments);
  if (kana) await declared(index, rows, words);
  const variants = new Map([[text, 1], ...amounts(text).map((spelling) => [spelling, WEIGHTS.w])]);
  for (const [spelling, weight] of rows) {
    variants.set(spelling, Math.max(weight, variants.get(spelling) ?? 0));
    const again = words.get(Array.from(spelling, loose).join("")) ?? [];
    for (const [code, other] of again) if (code === "s" && !variants.has(other)) variants.set(other, weight * WEIGHTS.s);
  }
  return { words, segments, variants: [...variants].slice(0, VARIANTS_AT_MOST * 2), kana };
}

/** What a word finds that is one character beside the one that was typed. */
async function meant(index, { chars, typed, isGuess }) {
  if (isGuess) return undefined;
  const places = await mended(index, chars);
  if (!places.size) return undefined;
  const guess = await spelled(index, places), [own] = wordsOf(guess);
  const found = await unit(index, { ...own, isGuess: true });
  return found.scores.size ? { ...found, shown: typed.join(""), guess } : undefined;
}

/** The words that begin as the word or one of its unknown parts does: one of them may have been meant. */
async function neighbours(index, segments, words) {
  const starts = segments.filter(({ known }, i) => i === 0 || !known).slice(0, 4).map(({ text }) => loose(Array.from(text)[0]));
  return new Map([...words, ...(await index.words(starts.filter(Boolean)))]);
}

/** A reading leads to spellings, and these may have declared synonyms of their own. */
async function declared(index, rows, words) {
  const likely = rows.slice(0, 4).map(([spelling]) => Array.from(spelling));
  const [more] = await Promise.all([index.words(likely.map((chars) => headOf(chars.map(loose).filter(Boolean)))), ...likely.map((chars) => ahead(index, chars))]);
  for (const [key, entries] of more) words.set(key, entries);
}

/** How the first place spells what was guessed. */
async function spelled(index, found) {
  const [doc, [hit]] = found.entries().next().value;
  return (await passages(index, doc, [hit]))[0]?.marked ?? "";
}

/** What a word of several parts means: each part in the same document, the nearer the better. */
async function byParts(index, segments, whole, kana) {
  if (!segments.length) return undefined;
  if (!whole.scores.size && segments.at(-1).behind) segments = [...segments.slice(0, -1), { ...segments.at(-1), silent: true }];
  const spoken = segments.filter(({ silent }) => !silent);
  const broken = segments.some(({ silent }) => silent), dated = segments.some((part) => part.year);
  if (kana && segments.reduce((sum, { text }) => sum + text.length, 0) < 7) return undefined;
  if (spoken.length < (broken ? 1 : 2)) return undefined;
  if (!broken && ((whole.scores.size && !dated) || spoken.some(({ text, known }) => !known || Array.from(text).length < 2))) return undefined;
  const content = [...new Map(joinUnknown(segments).map((rows) => [spelledAs(rows), rows])).values()];
  if (!content.length) return undefined;
  const telling = broken ? content.filter((rows) => !rows.every((row) => isEverywhere(index, row))) : content;
  const found = (await Promise.all((telling.length ? telling : content).map((rows) => byRows(index, rows)))).flat();
  const mass = found.reduce((sum, { idf }) => sum + idf, 0);
  const scores = new Map(whole.scores);
  const candidates = [...new Set(found.flatMap(({ scores: own }) => [...own.keys()]))].map((doc) => {
    const met = found.filter(({ scores: own }) => own.has(doc));
    return { doc, met, cover: met.reduce((sum, { idf }) => sum + idf, 0) / mass };
  });
  const answers = ({ met, cover }) => cover >= (broken ? (met.length > 1 ? 0.3 : 0.45) : 0.999);
  const least = broken && (scores.size || candidates.some(answers)) ? 0.25 : 0;
  for (const { doc, met, cover } of candidates.filter((one) => (least ? one.cover >= least : answers(one)))) {
    const own = met.map(({ scores: s }) => s.get(doc));
    const sum = own.reduce((total, { score: s }) => total + s, 0) * cover * cover * (0.5 + 0.5 * closeness(own));
    const before = scores.get(doc);
    const hits = [...(before?.hits ?? []), ...own.flatMap(({ hits: h }) => h)];
    scores.set(doc, { score: (before ? before.score * 1.5 : 0) + sum * 0.6, hits });
  }
  return scores;
}

/** Rows as they are written: what a question repeats it asks once. */
const spelledAs = (rows) => rows.flat().map(({ text }) => text).join("");

/** Whether most documents hold what one word says, which then tells nothing beside the others of a question. */
function isEverywhere(index, row) {
  const [[text]] = spellings(row);
  return index.documents.length >= MANY && commonness(index, text) > index.documents.length * EVERYWHERE;
}

/** What stands together in the question stands together in the text, if anywhere; else each row by itself. */
async function byRows(index, rows) {
  const [[{ year }]] = rows;
  if (year) return [score(index, await years(index, year))];
  const together = score(index, await any(index, spellings(rows.flat())));
  if (rows.length === 1 || together.scores.size) return [together];
  return Promise.all(rows.map(async (row) => score(index, await any(index, spellings(row)))));
}

/** Rows of segments, in groups between the silent ones; what the index does not know stays with its neighbours. */
function joinUnknown(segments) {
  const groups = [[]];
  for (const part of segments) {
    if (part.silent || (/^[ぁ-ゖー]{1,3}$/u.test(part.text) && !part.known)) { groups.push([]); continue; }
    if (part.year) { groups.push([[part]], []); continue; }
    const rows = groups.at(-1), last = rows.at(-1);
    const number = /^[0-9.]+$/.test(part.text), short = number || Array.from(part.text).length < 2;
    if (last && (short || !part.known || last.short || last.unknown)) {
      last.push(part);
      last.short = number;
    } else {
      rows.push(Object.assign([part], { short }));
    }
    rows.at(-1).unknown = !part.known;
  }
  const full = groups.map((rows) => rows.filter(({ short }) => !short)).filter((rows) => rows.length);
  return full.length ? full : groups.filter((rows) => rows.length).slice(0, 1);
}

/** 1 where all stand together, towards 0 where they are far apart. */
function closeness(lists) {
  if (lists.length < 2) return 1;
  const marks = lists.flatMap(({ hits }, list) => hits.map(({ at }) => ({ at, list }))).sort((a, b) => a.at - b.at);
  const last = new Array(lists.length).fill(-Infinity);
  let span = Infinity;
  for (const { at, list } of marks) {
    last[list] = at;
    span = Math.min(span, at - Math.min(...last));
  }
  return 1 / (1 + Math.max(0, span - 8 * lists.length) / 60);
}

/** How much a page counts that only lists or explains, beside a record; less so where its very title was asked for. */
const ASIDE = 0.1;
/** How much an explanation counts where it was asked for. */
const EXPLAINS = 3;
/** Whoever asks what a word means wants its explanation. */
const MEANING = /(とは|の意味|って何|って)(何|なに)?(ですか)?[\s?？。]*$/u;
/** Where fewer documents hold all words, those that hold some fill the first page. */
const FEW = 10;

/**
 * Answers a question: the documents in order, what had to be forgiven (`guesses`), whether no document holds all words and
 * these hold some (`some`), and which words nothing holds (`missing`). A hit is `partial` if it does not hold all words.
 */
export async function find(index, question) {
  const meaning = MEANING.test(question), words = await subject(index, question, meaning);
  if (!words.length) return { hits: [], guesses: [], some: false, missing: [], units: [] };
  const all = await Promise.all(words.map((word) => unit(index, word))), spoken = all.filter(({ silent }) => !silent);
  const units = spoken.length ? spoken : all;
  const guesses = units.filter(({ guess }) => guess).map(({ shown, guess }) => ({ text: shown, guess }));
  const missing = units.filter(({ scores }) => !scores.size).map(({ shown }) => shown);
  let docs = [...units[0].scores.keys()].filter((doc) => units.every(({ scores }) => scores.has(doc)));
  const some = !docs.length && units.length > 1 && missing.length * 2 < units.length;
  if (some || (docs.length && docs.length < FEW)) docs = [...new Set(units.flatMap(({ scores }) => [...scores.keys()]))];
  const mass = units.reduce((sum, { idf }) => sum + idf, 0) || 1;
  const hits = docs.map((doc) => {
    const own = units.filter(({ scores }) => scores.has(doc));
    const partial = own.length < units.length;
    const cover = partial ? own.reduce((sum, { idf }) => sum + idf, 0) / mass : 1;
    const lists = own.map(({ scores }) => scores.get(doc));
    const sum = lists.reduce((total, { score: s }) => total + s, 0);
    const { kind, years, ends } = index.documents[doc];
    const code = index.manifest.kinds[kind][0];
    const titled = lists.some(({ hits: h }) => h.some(({ at, length }) => at === 0 && length === ends[0] - 1));
    const named = code === "page" && lists.some(({ hits: h }) => h.some(({ at }) => at >= ends[0] && at < ends[1]));
    const explains = meaning && (titled && code === "glossary" || named);
    const weight = index.isRecord(doc) || (titled && LISTS.has(code)) ? 1 : explains ? EXPLAINS : ASIDE;
    return { doc, score: sum * weight * cover * (0.8 + 0.2 * closeness(lists)), lists, partial, cover, latest: Math.max(0, ...years) };
  }).filter(({ partial, cover }) => some || !partial || cover > 0.4);
  hits.sort((a, b) => a.partial - b.partial || Math.round((b.score - a.score) * 1e6) || b.latest - a.latest || a.doc - b.doc);
  return { hits, guesses, some, missing, units };
}

/** The words that are asked for: of a question for a meaning, what is to be explained, unless the question itself stands somewhere. */
async function subject(index, question, meaning) {
  const words = wordsOf(question), asked = meaning ? wordsOf(question.replace(MEANING, "")) : [];
  const last = words.at(-1);
  if (!asked.length || last.exact || (last.chars.length > 1 && (await phrase(index, last.chars.join(""))).size)) return words;
  return asked;
}

/** The texts of a document in which the hits stand, with the places to mark; its asides only where no other has any. */
async function passages(index, doc, hits) {
  const last = index.documents[doc].ends[ASIDES - 1], aside = hits.length && hits.every(({ at }) => at >= last);
  const [{ blocks: texts }, more] = await Promise.all([index.texts(doc), aside ? index.asides(doc) : []]);
  const blocks = [...texts, ...more];
  const found = [];
  let start = 0;
  for (const block of blocks) {
    const end = start + block.length;
    const inside = hits.filter(({ at }) => at >= start && at < end);
    if (inside.length) {
      const { chars, from, to } = normalize(block.text);
      const named = inside.some(({ year }) => year) ? yearsIn(chars) : [];
      const marks = inside.map(({ at, length: usual, weight, year }) => {
        const length = year ? Math.max(1, ...named.filter((one) => one.at === at - start && one.year === year).map((one) => one.length)) : usual;
        const last = Math.min(at + length, end) - 1;
        return { from: from[at - start], to: to[last - start], weight };
      }).sort((a, b) => a.from - b.from || b.to - a.to);
      found.push({ ...block, marks, marked: block.text.slice(marks[0].from, marks[0].to) });
    }
    start = end + 1;
  }
  return found;
}

/** Pieces of a text around its first marks: strings, and strings in arrays to be marked. */
function pieces({ text, marks }, length = 100) {
  const begin = text.length <= length ? 0 : Math.max(0, Math.min(marks[0].from - 24, text.length - length));
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

/** What the page shows of a hit. */
export async function describe(index, { doc, lists }) {
  const { kind, years, departments, ends } = index.documents[doc];
  // In a large city the asides of what is no record may be a list of thousands: too much for an excerpt.
  const isLong = index.documents.length >= MANY && !index.isRecord(doc);
  const hits = lists.flatMap((list) => list.hits).filter(({ at }) => !isLong || at < ends[ASIDES - 1]);
  const [found, { path, blocks }] = await Promise.all([passages(index, doc, hits), index.texts(doc)]);
  const title = blocks.find(({ rank }) => rank === 0)?.text ?? path;
  const inTitle = found.find(({ rank, text }) => rank === 0 && text === title);
  const worth = (passage) => {
    const kinds = lists.filter(({ hits }) => hits.some((hit) => passage.hits?.has(hit))).length;
    return kinds + passage.marks.reduce((sum, { weight, from, to }) => sum + weight * Math.min(to - from, 12), 0) * [0, 1.1, 0.5, 1, 0.4][passage.rank];
  };
  const best = found.filter(({ rank }) => rank > 0).sort((a, b) => worth(b) - worth(a))[0];
  return {
    path,
    anchor: (best ?? blocks[0])?.anchor ?? "",
    title: inTitle ? pieces(inTitle, 200) : [title],
    kind: index.manifest.kinds[kind][1],
    years,
    departments: departments.map((place) => index.manifest.departments[place]),
    excerpt: best ? pieces(best) : [blocks.find(({ rank }) => rank === 3)?.text.slice(0, 100) ?? ""],
  };
}
