// Prints what the first question after opening the page costs, by kind of file, packed as a server sends it:
//   node tests/search/bytes.mjs SITE QUERIES.jsonl|QUERIES.txt [KB]
// The script and the files of every question are counted afresh, the excerpts of its first ten hits included. Exits 1 where one
// costs more than LIMIT, or than so many kilobytes: a larger city names its own.
import fs from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { openWith, reader, script as module } from "./site.mjs";

/**
 * Kilobytes: what the dearest judged question costs. Who adds to the script or to the index takes something else away: two
 * seconds and a half on the 256 kbit/s that are left of a used up mobile contract are long enough.
 */
const LIMIT = 75;
const SHOWN = 10;

const { find } = await module("answer"), { describe } = await module("excerpt");
const [site, list, most = LIMIT] = process.argv.slice(2);
const known = new Map();
const packed = (file) => known.get(file) ?? known.set(file, gzipSync(fs.readFileSync(file)).length).get(file);
const script = packed(path.join(site, "assets/js/search.js"));
const lines = fs.readFileSync(list, "utf8").split("\n").filter((line) => line.trim());
const read = reader(site);
const rows = [];
for (const question of lines.map((line) => (line.startsWith("{") ? JSON.parse(line).query : line))) {
  const costs = { script, manifest: 0, ranks: 0, grams: 0, words: 0, texts: 0, asides: 0 };
  let files = 1;
  const index = await openWith((name) => {
    costs[/^\w+/.exec(name)[0]] += packed(path.join(site, "search", name));
    files++;
    return read(name);
  });
  const { hits } = await find(index, question);
  for (const hit of hits.slice(0, SHOWN)) await describe(index, hit);
  rows.push({ question, count: hits.length, files, costs, sum: Object.values(costs).reduce((sum, cost) => sum + cost, 0) });
}
const kb = (bytes) => (bytes / 1000).toFixed(1);
for (const { question, count, files, costs, sum } of rows.sort((a, b) => b.sum - a.sum)) {
  const parts = Object.entries(costs).map(([kind, cost]) => `${kind} ${kb(cost)}`);
  console.log(`${kb(sum).padStart(5)} KB  ${parts.join("  ")}  ${files} files  ${count} found  ${question}`);
}
const median = rows[rows.length >> 1].sum;
console.log(`${rows.length} questions, the dearest ${kb(rows[0].sum)} KB, the median ${kb(median)} KB`);
process.exit(rows[0].sum > Number(most) * 1000 ? 1 : 0);
