// Prints how good the search is over a list of judged questions, by type of question:
//   node tests/search/quality.mjs SITE queries.jsonl [--weak] [--only QUESTION]
// Each line of the list: {"query": "…", "relevant": {"programs/gyokaku-4/21/": 2}, "category": "exact"}; nothing relevant means
// that nothing may be found. A question has a bar of its own: all that is relevant among the first ten, and something of it
// first, unless "least" says with how little of both it is content today; and the "guess", where one is wanted. Exits 1 where a question is below its bar, and where
// a mean is below the bars, which stand at the values reached, less 0.01.
import { open, questions, script } from "./site.mjs";

const BARS = { recall: 0.959, rank: 0.978, ndcg: 0.965 };
const SHOWN = 10;
/** "least" has two digits behind the point. */
const ROUNDED = 0.005;

const { find } = await script("answer");
const [site, list, ...flags] = process.argv.slice(2);
const only = flags.includes("--only") && flags[flags.indexOf("--only") + 1];
const index = await open(site);
const mean = (numbers) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
const dcg = (gains) => gains.reduce((sum, gain, i) => sum + (2 ** gain - 1) / Math.log2(i + 2), 0);

/** Asks a question and compares the answer with what was judged. */
async function judged({ query, relevant, category, least = [1, 1], guess }) {
  const start = performance.now();
  const { hits, guesses } = await find(index, query);
  const time = performance.now() - start;
  // A page counts once, however many of its parts are found.
  const found = [...new Set(await Promise.all(hits.slice(0, SHOWN).map(async ({ doc }) => (await index.texts(doc)).path)))];
  const ideal = Object.values(relevant).sort((a, b) => b - a), paths = Object.keys(relevant);
  const gains = found.map((id) => relevant[id] ?? 0), first = gains.findIndex((gain) => gain > 0);
  const row = { query, category, time, count: hits.length, found, missed: paths.filter((id) => !found.includes(id)) };
  if (!paths.length) return { ...row, isGood: !hits.length };
  const recall = (paths.length - row.missed.length) / Math.min(SHOWN, paths.length), rank = first < 0 ? 0 : 1 / (first + 1);
  const ndcg = dcg(gains) / dcg(ideal.slice(0, SHOWN));
  const isGuessed = !guess || guesses.some((one) => one.guess === guess);
  return { ...row, recall, rank, ndcg, isGood: isGuessed && recall >= least[0] - ROUNDED && rank >= least[1] - ROUNDED };
}

function print(name, rows) {
  const answerable = rows.filter((row) => "recall" in row), empty = rows.filter((row) => !("recall" in row));
  const cell = (key) => (answerable.length ? mean(answerable.map((row) => row[key])).toFixed(3) : "    -");
  const zero = empty.length ? `${empty.filter((row) => row.count === 0).length}/${empty.length}` : "-";
  const cells = [`recall@10 ${cell("recall")}`, `MRR ${cell("rank")}`, `nDCG@10 ${cell("ndcg")}`, `rightly empty ${zero}`];
  console.log([name.padEnd(12), String(rows.length).padStart(3), ...cells].join("  "));
}

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
const answerable = rows.filter((row) => "recall" in row);
const low = Object.entries(BARS).filter(([key, bar]) => !only && mean(answerable.map((row) => row[key])) < bar);
for (const [key, bar] of low) console.log(`${key} is below ${bar}`);
process.exit(bad.length || low.length || !rows.length ? 1 : 0);
