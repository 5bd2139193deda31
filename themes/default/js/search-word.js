// Finds one word of a question: as it stands in all its spellings, by its parts, else by what it was mistyped from.

import { amounts, ordinals, otherwise } from "./search-amount.js";
import { spelled } from "./search-excerpt.js";
import { headOf } from "./search-index.js";
import { mended, nearby } from "./search-mend.js";
import { ahead, commonness, phrase, years } from "./search-phrase.js";
import {
  GUESSED, RESPELLED, SLIP, SYNONYM, UNSURE, VARIANTS_AT_MOST, cut, guesses, shorter, spellings, wordsOf,
} from "./search-question.js";
import { closeness, rarity, score } from "./search-rank.js";
import { romaji } from "./search-romaji.js";
import { loose } from "./search-text.js";
import { yearAsked } from "./search-years.js";

/** So many kana may be the beginning of a word. */
const BEGUN_AT = 3;
/** A word of so many characters, none of them hiragana, is a name that is known as a whole, or stands as it is. */
const NAME = 9;
/** What joins a name, written otherwise, to what follows begins no word of several characters: 協議会はいつ. */
const JOINS = /[はがをにのとでもへや]/u, HIRAGANA = /[ぁ-ゖ]/u;
/** A word of so many characters, all kanji, may have one too many. */
const SHORTENED = 3, IS_KANJI = /^[一-鿿]+$/u;
/** From so many documents on, a question is answered. */
const MANY = 1000;
/** So many spellings or parts of a word are looked at more closely: each may take another file of words. */
const LIKELY = 4;
/** A word in kana of up to so many characters is rather mistyped than a question. */
const SHORT = 14;
/** Readings have on average so many kana; of a mistyped word the parts are shorter. */
const READING = 3;
/** A word in kana of fewer characters is one word, however it could be cut. */
const WHOLE_KANA = 7;
/** A document answers a question if it holds so much of what its parts tell, a compound if it holds all. */
const ANSWERS_QUESTION = 0.4, ANSWERS_COMPOUND = 0.999;
/** It is shown behind these if it holds so much. */
const SHOWN_BEHIND = 0.25;
/** The parts of a word count less than the word itself, and where both stand, the word counts more. */
const PARTS = 0.6, WORD_TOO = 1.5;
/** Parts that are far apart count half as much as neighbours. */
const APART = 0.5;
/** A list of so many thousands of characters for each document tells that most hold what it is about. */
const EVERYWHERE = 0.0025;

/** Finds one word of the question: as a phrase in all its spellings, and by its parts; else by its nearest spelling. */
export async function unit(index, word) {
  const { chars, typed, exact } = word, text = chars.join(""), shown = typed.join("");
  if (exact) {
    const found = await phrase(index, text);
    for (const hits of found.values()) for (const hit of hits) hit.isWithin = false;
    return { shown, ...score(index, found) };
  }
  const year = yearAsked(chars);
  if (year) {
    const found = await years(index, year);
    if (/^\d+$/.test(text)) add(found, await phrase(index, text), 1);
    return { shown, isYear: true, ...score(index, found) };
  }
  const { words, segments, variants, kana } = await understood(index, word);
  const finding = any(index, variants).then((found) => score(index, found));
  // What a question asks for by its parts is, whatever the whole finds.
  const isQuestion = segments.some(({ silent }) => silent), inParts = isQuestion && byParts(index, segments, finding, kana);
  const isUnknown = segments.some(({ known }) => !known) || (kana && segments.length * READING > chars.length), mayBeMistyped = chars.length <= SHORT && (kana || (isUnknown && !segments.some(({ known, silent }) => known && silent)));
  const other = () => !word.isGuess && slipped(index, word, { words, segments, variants });
  const beside = () => mayBeMistyped && Promise.all([neighbours(index, segments, words), nearby(index, chars)]);
  // What has an unknown part hardly stands: what it may have been is looked for meanwhile.
  const early = isUnknown && Promise.all([other(), word.isJoined || beside()]);
  Promise.all([inParts, early]).catch(() => {});
  const whole = await finding, slip = !whole.scores.size && (early ? early.then(([found]) => found) : other());
  if (word.isJoined) return (await slip) || { shown, ...whole };
  // All that may be needed is asked for at once: what comes later costs a trip to the server more.
  const [scores, sound] = await Promise.all([
    whole.scores.size < MANY && (inParts || byParts(index, segments, finding, kana)),
    slip,
    early || whole.scores.size || beside(),
  ]);
  if (sound) return sound;
  const parts = scores?.size ? { shown, scores, idf: rarity(index, scores.size) } : undefined;
  const isMistyped = parts && kana && !whole.scores.size && chars.length <= SHORT;
  const mended = isMistyped && (await meant(index, word));
  if (mended) return mended;
  const asked = segments.filter(({ silent }) => !silent).length;
  // A compound that stands nowhere, and whose parts no record has together, may be another one.
  const isDoubtful = parts && !whole.scores.size && asked === segments.length
    && ![...scores.keys()].some((doc) => index.isRecord(doc));
  if (parts && !isDoubtful) return parts;
  if (whole.scores.size) return { shown, ...whole };
  if (!asked) return { shown, ...whole, silent: true };
  // A sentence is hardly one character beside another.
  if (chars.length < GUESSED || (chars.length > SHORT && asked < segments.length)) return parts ?? (await shortened(index, word)) ?? { shown, ...whole };
  const possible = guesses(word, await neighbours(index, segments, words));
  const finds = await Promise.all(possible.map((guess) => any(index, spellings(guess))));
  const found = finds.find(({ size }) => size);
  if (found) return { shown, ...score(index, found), guess: spelled(index, found) };
  return (await meant(index, word)) ?? parts ?? (await shortened(index, word)) ?? { shown, ...whole };
}

/** What a word finds whose kanji only sound right, or which was typed in Latin letters. */
async function slipped(index, word, { words, segments: { length: asked }, variants }) {
  const { chars, typed } = word, shown = typed.join(""), kana = romaji(chars.join(""));
  const kanji = chars.filter((c) => IS_KANJI.test(c)), others = await any(index, otherwise(chars.join(""), typed[0]).map((text) => [text, 1]));
  if (others.size) return { shown, ...score(index, others), guess: spelled(index, others) };
  if (!kana && (asked > LIKELY || !kanji.length)) return undefined;
  if (kana) {
    const [own] = wordsOf(kana), found = await unit(index, { ...own, isGuess: true });
    return found.scores.size ? { ...found, shown, guess: kana } : undefined;
  }
  const { segments } = cut(word, words, await index.words(kanji.map((c) => SLIP + c))), known = new Map(variants);
  const found = await any(index, spellings(segments).filter(([spelling]) => !known.has(spelling)));
  return found.size ? { shown, ...score(index, found), guess: spelled(index, found) } : undefined;
}

/** What stands of a word whose last kanji is one too many, as the former 町 or a 課: it is found in part. */
async function shortened(index, { chars, typed, isGuess }) {
  if (isGuess || chars.length < SHORTENED || !IS_KANJI.test(chars.slice(-SHORTENED).join(""))) return undefined;
  const found = await phrase(index, chars.slice(0, -1).join(""));
  for (const [doc, hits] of found) if (!hits.some(({ begins }) => begins)) found.delete(doc);
  const guess = typed.slice(0, -1).join("");
  return found.size ? { shown: typed.join(""), ...score(index, found), guess, isPart: true } : undefined;
}

/** Joins what was found of several spellings. What many documents answer is not widened by synonyms or single kanji. */
async function any(index, variants) {
  const found = new Map();
  const near = variants.filter(([text, weight], i) => !i || (weight > SYNONYM && text.length > 1));
  const stages = index.documents.length < MANY ? [variants] : [near, variants.filter((one) => !near.includes(one))];
  for (const stage of stages) {
    if (found.size >= MANY) break;
    const stands = await Promise.all(stage.map(([text]) => phrase(index, text)));
    stands.forEach((more, i) => add(found, i || stage !== stages[0] ? whole(more) : more, stage[i][1]));
  }
  return found;
}

/** What was found of another spelling, without what is only a piece of a longer number. */
function whole(found) {
  return new Map([...found].map(([doc, hits]) => [doc, hits.filter(({ isWithin }) => !isWithin)]).filter(([, hits]) => hits.length));
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

/** What a word may mean: its segments, the words of the index that cut it, and its spellings with their weights. */
async function understood(index, word) {
  const { chars, typed } = word, text = chars.join(""), others = [...amounts(text), ...ordinals(text)];
  const keys = chars.map(loose).filter(Boolean), key = keys.join(""), kana = keys.every((c) => /[ぁ-ゖ]/u.test(c));
  const shown = typed.filter((_, i) => loose(chars[i])), last = keys.length - 1;
  const mayBegin = (_, i) => !i || i === last || !JOINS.test(shown[i]) || HIRAGANA.test(shown[i - 1]);
  const heads = [...keys.map((_, i) => headOf(keys.slice(i))).filter(mayBegin), ...shorter(key)];
  const isName = !index.isDivided && chars.length >= NAME && !/[ぁ-ゖ\d]/u.test(typed.join("")), asked = index.words(isName ? heads.slice(0, 1) : heads);
  const standing = ahead(index, chars);
  Promise.all([standing, ...others.map((other) => ahead(index, Array.from(other)))]).catch(() => {});
  let words = await asked;
  if (isName && !words.has(key)) {
    if ((await standing).size) words.set(key, [["w", text]]);
    else words = await index.words(heads);
  }
  const { segments } = cut(word, words), rows = spellings(segments);
  if (kana) await declared(index, rows, words);
  const variants = new Map([[text, 1], ...others.map((spelling) => [spelling, RESPELLED])]);
  if (kana && keys.length >= BEGUN_AT) for (const spelling of begun(words, keys.join(""))) variants.set(spelling, UNSURE);
  for (const [spelling, weight] of rows) {
    variants.set(spelling, Math.max(weight, variants.get(spelling) ?? 0));
    const again = words.get(Array.from(spelling, loose).join("")) ?? [];
    for (const [code, other] of again) if (code === "s" && !variants.has(other)) variants.set(other, weight * SYNONYM);
  }
  // A question stands as it is asked, or not at all: its parts are spelled otherwise one by one.
  const isAsked = chars.length > SHORT && segments.some(({ silent }) => silent);
  return { words, segments, variants: [...variants].slice(0, isAsked ? 1 : VARIANTS_AT_MOST * 2), kana };
}

/** The words whose reading only begins so, where none is read so: さんふ asks for 産婦人科. */
function begun(words, key) {
  const longer = words.has(key) ? [] : [...words].filter(([other]) => other.startsWith(key));
  const read = longer.flatMap(([other, entries]) => entries.filter(([code]) => code === "r").map(([, text]) => [other, text]));
  return read.sort((a, b) => a[0].length - b[0].length).slice(0, LIKELY).map(([, text]) => text);
}

/** What a word finds that is one character beside the one that was typed. */
async function meant(index, { chars, typed, isGuess }) {
  if (isGuess) return undefined;
  const places = await mended(index, chars);
  if (!places.size) return undefined;
  const guess = await spelled(index, places), [own] = wordsOf(guess);
  const found = await any(index, [[own.chars.join(""), 1]]);
  return found.size ? { shown: typed.join(""), ...score(index, found), guess } : undefined;
}

/** The words that begin as the word or one of its unknown parts does: one of them may have been meant. */
async function neighbours(index, segments, words) {
  const likely = segments.filter(({ known }, i) => i === 0 || !known).slice(0, LIKELY);
  const starts = likely.map(({ text }) => loose(Array.from(text)[0])).filter(Boolean);
  return new Map([...words, ...(await index.words(starts))]);
}

/** A reading leads to spellings, and these may have declared synonyms of their own. */
async function declared(index, rows, words) {
  const likely = rows.slice(0, LIKELY).map(([spelling]) => Array.from(spelling));
  const heads = likely.map((chars) => headOf(chars.map(loose).filter(Boolean)));
  for (const chars of likely) ahead(index, chars).catch(() => {});
  for (const [key, entries] of await index.words(heads)) words.set(key, entries);
}

const NOTHING = { scores: new Map() };

/** What a word of several parts finds: each part in the same document, the nearer the better. */
async function byParts(index, segments, finding, kana) {
  if (!segments.length) return undefined;
  const isAsked = segments.some(({ silent }) => silent), early = isAsked ? NOTHING : await finding;
  const parts = !early.scores.size && segments.at(-1).behind ? withoutLast(segments) : segments;
  const isQuestion = parts.some(({ silent }) => silent);
  if (!canBeParted(parts, isQuestion, early, kana)) return undefined;
  const content = [...new Map(joinUnknown(parts).map((rows) => [spelledAs(rows), rows])).values()];
  if (!content.length) return undefined;
  const rare = isQuestion ? content.filter((rows) => !rows.every((row) => isEverywhere(index, row))) : content;
  const look = async (groups) => (await Promise.all(groups.map((rows) => byRows(index, rows, isQuestion)))).flat()
    .filter(({ scores, isLess }) => scores.size || !isLess);
  const found = await look(rare);
  // Where what would tell stands nowhere, what stands nearly everywhere is all that is left.
  const stands = found.some(({ scores }) => scores.size);
  const all = stands ? found : await look(content), held = all.filter(({ scores }) => scores.size);
  // A word that stands nowhere does not silence most of a question.
  return together(isQuestion && held.length * 2 > all.length ? held : all, await finding, isQuestion);
}

/** The parts with the last one left out: 施設統廃合後 asks for 施設統廃合. */
const withoutLast = (segments) => [...segments.slice(0, -1), { ...segments.at(-1), silent: true }];

/**
 * Whether the parts of a word may be looked for one by one: those of a compound only where it stands nowhere itself.
 */
function canBeParted(segments, isQuestion, whole, kana) {
  const spoken = segments.filter(({ silent }) => !silent), isDated = segments.some((part) => part.year);
  if (kana && segments.reduce((sum, { text }) => sum + text.length, 0) < WHOLE_KANA) return false;
  if (isQuestion) return spoken.length > 0;
  if (spoken.length < 2 || (whole.scores.size && !isDated)) return false;
  return spoken.every(({ text, known }) => known && Array.from(text).length > 1);
}

/** The documents that hold enough of the parts, beside those that hold the whole. */
function together(found, whole, isQuestion) {
  const mass = (some) => some.reduce((sum, { idf }) => sum + idf, 0), all = mass(found);
  const candidates = [...new Set(found.flatMap(({ scores }) => [...scores.keys()]))].map((doc) => {
    const met = found.filter(({ scores }) => scores.has(doc));
    return { doc, cover: mass(met) / all, lists: met.map(({ scores }) => scores.get(doc)) };
  });
  const enough = isQuestion ? ANSWERS_QUESTION : ANSWERS_COMPOUND;
  const isAnswered = whole.scores.size || candidates.some(({ cover }) => cover >= enough);
  const least = isQuestion && isAnswered ? SHOWN_BEHIND : enough;
  const scores = new Map(whole.scores);
  for (const { doc, cover, lists } of candidates.filter((one) => one.cover >= least)) {
    const nearness = APART + (1 - APART) * closeness(lists), before = scores.get(doc);
    const sum = lists.reduce((total, { score: own }) => total + own, 0) * cover ** 2 * nearness;
    const hits = [...(before?.hits ?? []), ...lists.flatMap((list) => list.hits)];
    scores.set(doc, { score: (before ? before.score * WORD_TOO : 0) + sum * PARTS, hits });
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
async function byRows(index, rows, isQuestion) {
  const [[{ year }]] = rows;
  if (year) return [score(index, await years(index, year))];
  const together = await asPart(index, rows.flat());
  // 何人採用 asks for 採用: a single character that the cut left beside a word may belong to the question.
  const words = rows.flat().filter(({ text, known }) => known && Array.from(text).length > 1);
  if (isQuestion && rows.length === 1 && !together.scores.size && words.length && words.length < rows[0].length) {
    return [await asPart(index, words)];
  }
  if (rows.length === 1 || together.scores.size) return [together];
  return Promise.all(rows.map((row) => asPart(index, row)));
}

/** What a part finds. Where many documents are, it is not looked for as a single kanji that takes many lists. */
async function asPart(index, row) {
  const isDear = ([text], i) => i && Array.from(text).length < 2 && index.documents.length >= MANY && index.weight(text);
  const all = spellings(row), some = all.filter((one, i) => !isDear(one, i));
  return { ...score(index, await any(index, some)), isLess: some.length < all.length };
}

/** Rows of segments, in groups between the silent ones; what the index does not know stays with its neighbours. */
function joinUnknown(segments) {
  const groups = [[]];
  for (const part of segments) {
    if (part.silent) { groups.push([]); continue; }
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
