// Prints what the first question after opening the page costs, by kind of file, packed as a server sends it:
//   node tests/search/bytes.mjs SITE QUERIES.jsonl|QUERIES.txt [KB]
// The script and the files of every question are counted afresh, the excerpts of its first ten hits included. Exits 1 where one
// costs more than so many kilobytes (60).
import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { find } from "../../themes/default/js/search-answer.js";
import { describe } from "../../themes/default/js/search-excerpt.js";
import { Index, parse } from "../../themes/default/js/search-index.js";

const [site, list, most = "60"] = process.argv.slice(2);
const known = new Map();
const packed = (file) => known.get(file) ?? known.set(file, gzipSync(fs.readFileSync(file)).length).get(file);
const script = packed(path.join(site, "assets/js/search.js"));
const lines = fs.readFileSync(list, "utf8").split("\n").filter((line) => line.trim());
const rows = [];
for (const question of lines.map((line) => (line.startsWith("{") ? JSON.parse(line).query : line))) {
  const costs = { script, manifest: 0, ranks: 0, grams: 0, words: 0, texts: 0, asides: 0 };
  let files = 1;
  const index = new Index(async (name) => {
    const file = path.join(site, "search", name.replace(/\?.*/, ""));
    costs[/^\w+/.exec(name)[0]] += packed(file);
    files++;
    return parse(fs.readFileSync(file, "utf8"));
  });
  await index.open();
  const { hits } = await find(index, question);
  for (const hit of hits.slice(0, 10)) await describe(index, hit);
  rows.push({ question, count: hits.length, files, costs, sum: Object.values(costs).reduce((sum, cost) => sum + cost, 0) });
}
const kb = (bytes) => (bytes / 1000).toFixed(0);
for (const { question, count, files, costs, sum } of rows.sort((a, b) => b.sum - a.sum)) {
  console.log(`${kb(sum).padStart(4)} KB  ${Object.entries(costs).map(([kind, cost]) => `${kind} ${kb(cost)}`).join("  ")}  ${files} files  ${count} found  ${question}`);
}
console.log(`${rows.length} questions, the dearest ${kb(rows[0].sum)} KB, the median ${kb(rows[rows.length >> 1].sum)} KB`);
process.exit(rows[0].sum > Number(most) * 1000 ? 1 : 0);
