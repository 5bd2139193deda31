// What is shown of a hit: anchor, title and passage with their marks, as they were found right when looked at:
//   node tests/search/excerpts.mjs SITE tests/search/excerpts.jsonl
// Each line: the question, a page among the first ten, and what is shown of it, marks in brackets, and the figures that it
// answers with, where these are named. Of all the first ten, even
// the worst, the anchor stands on the page, and title or passage show something of the question.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { open, questions, script } from "./site.mjs";

const SHOWN = 10;
const LONGEST = 100;

const { find } = await script("answer"), { describe } = await script("excerpt");
const [site, list] = process.argv.slice(2);
const index = await open(site);
const flat = (pieces) => pieces.map((piece) => (Array.isArray(piece) ? `[${piece[0]}]` : piece)).join("");
const page = (folder) => fs.readFileSync(path.join(site, folder, "index.html"), "utf8");

function sound({ path: folder, anchor, title, excerpt }, query) {
  const what = `${query}: ${folder}`, marks = [...title, ...excerpt].filter(Array.isArray).map(([text]) => text);
  assert.ok(!anchor || page(folder).includes(` id="${anchor}"`), `${what} has no #${anchor}`);
  assert.ok(marks.length && marks.every((text) => text.length), `nothing of the question is shown of ${what}`);
  assert.ok(flat(excerpt).replace(/^…|…$|[[\]]/g, "").length <= LONGEST, `too much is shown of ${what}`);
}

let looked = 0;
const rows = questions(list);
for (const { query, ...expected } of rows) {
  const { hits } = await find(index, query);
  const shown = await Promise.all(hits.slice(0, SHOWN).map((hit) => describe(index, hit)));
  for (const one of shown) sound(one, query);
  looked += shown.length;
  const own = shown.find((one) => one.path === expected.path) ?? assert.fail(`${query} does not find ${expected.path}`);
  const { anchor, title, excerpt } = own;
  const figures = own.figures?.map(({ text, told }) => `${text} ${told}`);
  const found = { path: own.path, anchor, title: flat(title), excerpt: flat(excerpt), ...(expected.figures && { figures }) };
  if (!process.argv.includes("--print")) assert.deepEqual(found, expected, query);
  else console.log(JSON.stringify({ query, ...found }));
}
if (!process.argv.includes("--print")) console.log(`${rows.length} questions, ${looked} excerpts`);
