// Finds one word of a question: as it stands in all its spellings, by its parts, else by what it was mistyped from.

import { amounts } from "./search-amount.js";
import { spelled } from "./search-excerpt.js";
import { headOf } from "./search-index.js";
import { mended } from "./search-mend.js";
import { ahead, commonness, phrase, years } from "./search-phrase.js";
import { VARIANTS_AT_MOST, WEIGHTS, cut, guesses, shorter, spellings, wordsOf } from "./search-question.js";
import { closeness, rarity, score } from "./search-rank.js";
import { loose } from "./search-text.js";
import { yearAsked } from "./search-years.js";

/** From so many documents on, a question is answered. */
const MANY = 1000;
/** A list of so many thousands of characters for each document tells that most hold what it is about. */
const EVERYWHERE = 0.0025;
/** A word in kana of up to so many characters is rather mistyped than a question. */
const SHORT = 14;

/** Finds one word of the question: as a phrase in all its spellings, and by its parts; else by its nearest spelling. */
export async function unit(index, word) {
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
  const isDoubtful = parts && !whole.scores.size && asked === segments.length
    && ![...scores.keys()].some((doc) => index.isRecord(doc));
  if (parts && !isDoubtful) return parts;
  if (whole.scores.size) return { shown, ...whole };
  if (chars.length < 4 || !asked) return { shown, ...whole, silent: !asked };
  for (const guess of guesses(word, await neighbours(index, segments, words))) {
    const found = await any(index, spellings(guess));
    if (found.size) return { shown, ...score(index, found, 0.8), guess: await spelled(index, found) };
  }
  return (await meant(index, word)) ?? parts ?? { shown, ...whole };
}

/** Joins what was found of several spellings. What many documents answer as it stands is not widened by synonyms. */
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
    const isWithin = (hit) => own.some(({ at, length }) => at <= hit.at && hit.at + hit.length <= at + length);
    if (!own) found.set(doc, hits);
    else own.push(...hits.filter((hit) => !isWithin(hit)));
  }
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
  const heads = likely.map((chars) => headOf(chars.map(loose).filter(Boolean)));
  const [more] = await Promise.all([index.words(heads), ...likely.map((chars) => ahead(index, chars))]);
  for (const [key, entries] of more) words.set(key, entries);
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
