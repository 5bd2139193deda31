// Prints how good the search is over a list of judged queries, by type of query:
//   node tests/search/quality.mjs SITE queries.jsonl [--weak]
// Each line of the list: {"query": "…", "relevant": {"programs/gyokaku-4/21/": 2}, "category": "exact"}; nothing relevant means
// that nothing may be found. Exits 1 below the bars: recall@10 0.95, MRR 0.85, every unanswerable query empty.
import fs from "node:fs";
import path from "node:path";
import { find } from "../../themes/default/js/search-answer.js";
import { describe } from "../../themes/default/js/search-excerpt.js";
import { open } from "./site.mjs";

const [site, list, flag] = process.argv.slice(2);
const index = await open(site);
const paths = [];
const rows = [];
for (const { query, relevant, category } of fs.readFileSync(list, "utf8").trim().split("\n").map((line) => JSON.parse(line))) {
  const start = performance.now();
  const { hits } = await find(index, query);
  const time = performance.now() - start;
  for (const { doc, lists } of hits.slice(0, 10)) paths[doc] ??= (await describe(index, { doc, lists })).path;
  const found = hits.slice(0, 10).map(({ doc }) => paths[doc]);
  const grades = Object.entries(relevant).filter(([, grade]) => grade > 0);
  const gains = found.map((id) => relevant[id] ?? 0);
  const dcg = (list) => list.reduce((sum, gain, i) => sum + (2 ** gain - 1) / Math.log2(i + 2), 0);
  const first = gains.findIndex((gain) => gain > 0);
  rows.push({ query, category, time, count: hits.length, answerable: grades.length > 0, found, missed: grades.map(([id]) => id).filter((id) => !found.includes(id)),
    recall: gains.filter((gain) => gain > 0).length / grades.length, rank: first < 0 ? 0 : 1 / (first + 1),
    ndcg: dcg(gains) / dcg(grades.map(([, grade]) => grade).sort((a, b) => b - a).slice(0, 10)) });
}
const mean = (list) => list.reduce((sum, x) => sum + x, 0) / list.length;
const line = (name, some) => {
  const answerable = some.filter((row) => row.answerable), empty = some.filter((row) => !row.answerable);
  const cell = (key) => (answerable.length ? mean(answerable.map((row) => row[key])).toFixed(3) : "    -");
  const zero = empty.length ? `${empty.filter((row) => row.count === 0).length}/${empty.length}` : "-";
  console.log(`${name.padEnd(12)} ${String(some.length).padStart(3)}  recall@10 ${cell("recall")}  MRR ${cell("rank")}  nDCG@10 ${cell("ndcg")}  rightly empty ${zero}`);
};
for (const category of new Set(rows.map((row) => row.category))) line(category, rows.filter((row) => row.category === category));
line("all", rows);
console.log(`slowest ${Math.max(...rows.map((row) => row.time)).toFixed(1)} ms`);
if (flag === "--weak") {
  for (const row of rows.filter((row) => (row.answerable ? row.recall < 1 || row.rank < 1 : row.count))) {
    console.log(`${row.query} (${row.count}) recall ${row.recall.toFixed(2)} rank ${row.rank.toFixed(2)}\n  missed ${row.missed.join(" ")}\n  found  ${row.found.join(" ")}`);
  }
}
const answerable = rows.filter((row) => row.answerable);
const good = mean(answerable.map((row) => row.recall)) >= 0.95 && mean(answerable.map((row) => row.rank)) >= 0.85;
process.exit(good && rows.every((row) => row.answerable || row.count === 0) ? 0 : 1);
