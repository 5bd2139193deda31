// Draws pieces of 2 to 12 characters from the texts of a site, in other kana, width and case, and demands that the search
// finds the page they were drawn from: node tests/search/substrings.mjs SITE [how many]
import fs from "node:fs";
import path from "node:path";
import { find } from "../../themes/default/js/search-answer.js";
import { wordsOf } from "../../themes/default/js/search-question.js";
import { open } from "./site.mjs";

const [site, many = "2000"] = process.argv.slice(2);
const index = await open(site);
let seed = 2026;
const below = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
const shift = (from, to, by) => (text) => text.replace(/./gu, (c) => (c >= from && c <= to ? String.fromCharCode(c.charCodeAt(0) + by) : c));
const spellings = [(text) => text, shift("ぁ", "ゔ", 0x60), shift("ァ", "ヴ", -0x60), shift("!", "~", 0xfee0), (text) => text.toUpperCase()];
const { documents } = index.manifest;
let asked = 0, missing = 0, few = 0, first = 0;
while (asked < Number(many)) {
  const number = below(documents);
  const { path: page, blocks } = await index.texts(number);
  const text = Array.from(blocks[below(blocks.length)].text);
  const length = Math.min(text.length, 2 + below(11));
  const start = below(text.length - length + 1);
  const question = spellings[below(spellings.length)](text.slice(start, start + length).join("").replace(/["“”„＂]/g, " "));
  if (!wordsOf(question).length) continue;
  asked++;
  const { hits, some } = await find(index, question);
  const place = hits.findIndex(({ doc }) => doc === number);
  if (place < 0 || some) { missing++; console.log(`missing: 「${question}」 ${page} ${some}`); }
  if (hits.length <= 10) { few++; if (place >= 0) first++; }
}
console.log(`${asked} asked, ${missing} not found; of ${few} that single out at most ten pages, ${first} among the first ten`);
process.exit(missing ? 1 : 0);
