// Prints how good the search is over a list of judged questions, by type of question:
//   node tests/search/quality.mjs SITE queries.jsonl [--weak] [--only QUESTION]
// Each line of the list: {"query": "…", "relevant": {"programs/gyokaku-4/21/": 2}, "category": "exact"}; nothing relevant means
// that nothing may be found. A question has a bar of its own: all that is relevant among the first ten, and something of it
// first, unless "least" says with how little of both it is content today; and the "guess", where one is wanted. Exits 1 where a question is below its bar, and where
// a mean is below the bars, which stand at the values reached, less 0.01.
import { SHOWN, measured, summed, told } from "./measure.mjs";
import { open, questions, script } from "./site.mjs";

const BARS = { recall: 0.963, rank: 0.979, ndcg: 0.967 };
/** "least" has two digits behind the point. */
const ROUNDED = 0.005;

const { find } = await script("answer");
const [site, list, ...flags] = process.argv.slice(2);
const only = flags.includes("--only") && flags[flags.indexOf("--only") + 1];
const index = await open(site);

/** Asks a question and compares the answer with what was judged. */
async function judged(question) {
  const { query, category, least = [1, 1], guess } = question, start = performance.now();
  const { hits, guesses } = await find(index, query);
  const time = performance.now() - start;
  const pages = await Promise.all(hits.slice(0, SHOWN).map(async ({ doc }) => (await index.texts(doc)).path));
  const row = { query, category, time, count: hits.length, ...measured(question, pages) };
  if (!("recall" in row)) return { ...row, isGood: !hits.length };
  const isGuessed = !guess || (await Promise.all(guesses.map((one) => one.guess))).includes(guess);
  return { ...row, isGood: isGuessed && row.recall >= least[0] - ROUNDED && row.rank >= least[1] - ROUNDED };
}

const print = (name, rows) => console.log([name.padEnd(12), String(rows.length).padStart(3), told(summed(rows))].join("  "));

function tell({ query, count, recall = 0, rank = 0, missed, found }) {
  console.log(`${query} (${count}) recall ${recall.toFixed(2)} rank ${rank.toFixed(2)}`);
  console.log(`  missed ${missed.join(" ")}\n  found  ${found.join(" ")}`);
}

const rows = [];
for (const question of questions(list)) if (!only || question.query === only) rows.push(await judged(question));
for (const category of new Set(rows.map((row) => row.category))) {
  if (!only) print(category, rows.filter((row) => row.category === category));
}
print("all", rows);
console.log(`slowest ${Math.max(...rows.map((row) => row.time)).toFixed(1)} ms`);
if (flags.includes("--weak")) rows.filter((row) => row.recall < 1 || row.rank < 1).forEach(tell);
const bad = rows.filter((row) => !row.isGood);
if (bad.length) console.log("below their bars:");
bad.forEach(tell);
const means = summed(rows), low = Object.entries(BARS).filter(([key, bar]) => !only && means[key] < bar);
for (const [key, bar] of low) console.log(`${key} is below ${bar}`);
process.exit(bad.length || low.length || !rows.length ? 1 : 0);
