// Answers a question: the documents that hold its words, in order.

import { phrase } from "./search-phrase.js";
import { wordsOf } from "./search-question.js";
import { closeness } from "./search-rank.js";
import { unit } from "./search-word.js";

/** Pages that are what is asked for if their very title is. */
const LISTS = new Set(["plan", "program", "key_goal_sheet", "corrections", "page"]);
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
