// Answers a question: the documents that hold its words, in order.

import { describe } from "./search-excerpt.js";
import { ASIDES } from "./search-index.js";
import { phrase } from "./search-phrase.js";
import { wordsOf } from "./search-question.js";
import { CELL, SEPARATOR, loose, normalize } from "./search-text.js";
import { unit } from "./search-word.js";

/** How much a page counts that only lists or explains, beside a record: it comes after all that are nearly as good. */
const ASIDE = 0.1;
/** How much an explanation counts where it was asked for: it comes before the records. */
const EXPLAINS = 3;
/** Whoever asks what a word means wants its explanation. */
const MEANING = /(とは|の意味|って何|って)(何|なに)?(ですか)?[\s?？。]*$/u;
/** Of the years of a goal the newest comes first that is nearly as good as the best. */
const NEARLY = 0.95;
/** Longer words are no part of a name. */
const NAME = 9;
/** Who stands among so many results is seen. */
const FIRST = 3;
/** A word behind a minus is one that pages may not hold; a number behind it is a number. */
const WITHOUT = /(\s)[-－−]([^\s\d０-９-]\S*)/gu;
/** Where fewer documents hold all words, those that hold some fill the first page. */
const FEW = 10;
/** These hold so much of what the words tell: less is another subject. */
const PARTIAL = 0.4;
/** Scores are equal that differ by less: the newest of what is equally good comes first. */
const EQUAL = 1e-6;

/**
 * Answers a question: the documents in order, what had to be forgiven (`guesses`, which may still be on their way), whether no document holds all words
 * and these hold some (`some`), which words nothing holds (`missing`), and which name a
 * department that has records (`divisions`). A hit is `partial` if it does not hold all
 * words.
 */
export async function find(index, asked) {
  const minus = asked.replace(WITHOUT, "").trim() ? [...asked.matchAll(WITHOUT)].map(([, , word]) => word) : [];
  const question = minus.length ? asked.replace(WITHOUT, " ") : asked;
  const page = atAddress(index, question);
  if (page) return { hits: page, guesses: [], some: false, missing: [], divisions: [] };
  const isMeaning = MEANING.test(question), words = await subject(index, question, isMeaning);
  if (!words.length) return { hits: [], guesses: [], some: false, missing: [], divisions: [] };
  const apart = await Promise.all(words.map((word) => unit(index, word)));
  const all = (await asOne(index, words, apart)) ?? apart;
  const spoken = all.filter(({ silent }) => !silent), units = spoken.length ? spoken : all;
  const guesses = units.filter(({ guess }) => guess).map(({ shown, guess }) => ({ text: shown, guess }));
  const missing = units.filter(({ scores }) => !scores.size).map(({ shown }) => shown);
  const any = [...new Set(units.flatMap(({ scores }) => [...scores.keys()]))];
  const whole = any.filter((doc) => units.every(({ scores }) => scores.has(doc)));
  const some = !whole.length && units.length > 1 && missing.length * 2 < units.length;
  const docs = some || (whole.length && whole.length < FEW) ? any : whole;
  const divisions = units.filter(({ scores }) => [isCalled, isTagged].every((is) => [...scores].some(([doc, { hits }]) => is(index, doc, hits)))).map(({ shown }) => shown);
  const without = (await Promise.all(minus.flatMap(wordsOf).map((word) => unit(index, { ...word, exact: true })))).map(({ scores }) => scores);
  const hits = docs.map((doc) => hit(index, doc, units, isMeaning))
    .filter(({ partial, isWithin, cover }) => some || isWithin || !partial || cover > PARTIAL)
    .filter((hit) => !without.some((one) => one.has(hit.doc)));
  return { hits: together(index, hits.sort(order), units.some(({ isYear }) => isYear)), guesses, some, missing, divisions };
}

/** Whether a page of a department is called so. */
const isCalled = (index, doc, hits) => index.roleOf(doc) === "group" && hits.some(({ at, length }) => !at && length === index.documents[doc].sizes[0]);

/** Whether a tag begins so. */
function isTagged(index, doc, hits) {
  const { ends } = index.documents[doc];
  return hits.some(({ at }) => at >= ends[1] && at < ends[2] && at % CELL === 0);
}

/** The documents that have this text as a tag. */
export async function tagged(index, text) {
  const found = await phrase(index, [...normalize(text).chars, SEPARATOR].join(""), true);
  return [...found].filter(([doc, hits]) => isTagged(index, doc, hits)).map(([doc]) => index.documents[doc]);
}

/**
 * The page that is called as the question says, where it does not stand among the first results: a department, a term,
 * a list.
 */
export async function cardOf(index, question, hits) {
  const name = plain(question.replace(MEANING, "")), first = new Set(hits.slice(0, FIRST).map(({ doc }) => doc));
  const doc = name ? index.heads.findIndex(([, , title]) => plain(title) === name) : -1;
  if (doc < 0 || index.isRecord(doc) || first.has(doc)) return undefined;
  return describe(index, { doc, lists: [], words: [] });
}

const plain = (text) => normalize(text).chars.filter((c) => c !== SEPARATOR).map(loose).join("");

/** The page whose address is asked for. */
function atAddress(index, question) {
  const found = question.includes("/") ? index.heads.map(([path], doc) => ({ path, doc })).filter(({ path }) => question.includes(path)) : [];
  const [best] = found.sort((a, b) => b.path.length - a.path.length);
  return best ? [{ doc: best.doc, score: 1, lists: [], words: [], cover: 1 }] : undefined;
}

/** What the words find as one, where one of them stands nowhere: a name with a space in it. */
async function asOne(index, words, apart) {
  if (words.length < 2 || words.some(({ exact, chars }) => exact || chars.length > NAME) || apart.every(({ scores, guess }) => scores.size && !guess)) return undefined;
  const join = (key) => words.flatMap((word) => word[key]);
  const one = await unit(index, { chars: join("chars"), typed: join("typed"), isJoined: true });
  return one.scores.size ? [one] : undefined;
}

/**
 * The same goal of several years stands together where its best year does, the newest first unless a year is asked
 * for; all but the first are `older`.
 */
function together(index, hits, isDated) {
  const groups = new Map();
  for (const hit of hits) {
    const key = index.threads[hit.doc] && !hit.partial ? index.threads[hit.doc] : `-${hit.doc}`;
    groups.set(key, [...(groups.get(key) ?? []), hit]);
  }
  const all = [...groups.values()].flatMap((group) => {
    const isNear = ({ score }) => score >= NEARLY * group[0].score;
    if (!isDated) group = [...group.filter(isNear).sort((a, b) => b.latest - a.latest), ...group.filter((hit) => !isNear(hit))];
    return group.map((hit, i) => ({ ...hit, older: i > 0 }));
  });
  return all.map((hit, place) => ({ ...hit, place }));
}

/**
 * The words that are asked for: where a meaning is asked, what is to be explained, unless the question itself stands
 * somewhere.
 */
async function subject(index, question, isMeaning) {
  const words = wordsOf(question), asked = isMeaning ? wordsOf(question.replace(MEANING, "")) : [];
  const last = words.at(-1);
  if (!asked.length || last.exact) return words;
  return last.chars.length > 1 && (await phrase(index, last.chars.join(""))).size ? words : asked;
}

/** A document as an answer. */
function hit(index, doc, units, isMeaning) {
  const own = units.filter(({ scores }) => scores.has(doc)), lists = own.map(({ scores }) => scores.get(doc));
  const isWithin = lists.some(({ hits }) => hits.every((one) => one.isWithin));
  const partial = own.length < units.length || isWithin || own.some(({ isPart }) => isPart);
  const { ends } = index.documents[doc];
  const mentions = lists.every(({ hits }) => hits.every(({ at }) => at >= ends[ASIDES - 1]));
  const score = lists.reduce((sum, list) => sum + list.score, 0) * kindWeight(index, doc, lists, isMeaning);
  const mass = (some) => some.reduce((sum, { idf }) => sum + idf, 0);
  const cover = own.length < units.length ? mass(own) / (mass(units) || 1) : 1;
  const words = own.map(({ shown, guess = shown }) => guess);
  return { doc, score, lists, partial, isWithin, mentions, words, cover, latest: Math.max(0, ...index.documents[doc].years) };
}

/**
 * How much a document counts by what it is: a page that lists or explains is what was asked for only if it is called
 * so.
 */
function kindWeight(index, doc, lists, isMeaning) {
  const { ends, sizes } = index.documents[doc], role = index.roleOf(doc);
  // Whether the words together are the title; what parts them in it is nobody's.
  const isTitled = sizes[0] < lists.reduce((sum, { hits }) => sum + 1 + Math.max(...hits.map(({ at, length }) => at < ends[0] && length)), 0);
  const isNamed = lists.some(({ hits }) => hits.some(({ at }) => at >= ends[0] && at < ends[1]));
  if (role === "record" || (isTitled && (role === "list" || role === "guide"))) return 1;
  return isMeaning && ((isTitled && role === "word") || (isNamed && role === "guide")) ? EXPLAINS : ASIDE;
}

/** What holds all words first, then the better, then the newer. */
function order(a, b) {
  const better = Math.round((b.score - a.score) / EQUAL);
  return a.partial - b.partial || better || b.latest - a.latest || a.doc - b.doc;
}
