// Draws pieces of 2 to 12 characters from the texts of a site, in other kana, width, case, old kanji, dashes, repetition signs
// and years, and demands that the search finds the page they were drawn from, and for 95 % of those that single out at most ten
// pages among the first ten: node tests/search/substrings.mjs SITE [how many]
import fs from "node:fs";
import { open, script, variantsOf } from "./site.mjs";

const { find } = await script("answer"), { wordsOf } = await script("question");

const [site, many = "2000"] = process.argv.slice(2);
const index = await open(site);
let seed = 2026;
const below = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
const shift = (from, to, by) => (text) => text.replace(/./gu, (c) => (c >= from && c <= to ? String.fromCharCode(c.charCodeAt(0) + by) : c));
const old = new Map([...variantsOf(fs.readFileSync(new URL("../../src/dictionary/forms.txt", import.meta.url), "utf8"))].map(([other, usual]) => [usual, other]));
const each = (map) => (text) => Array.from(text, (c) => map.get(c) ?? c).join("");
/** The first year of the piece, by itself and in another spelling. */
const year = (text) => {
  const era = /(令和|平成)(元|[0-9]{1,2})(年度|年)/.exec(text);
  if (!era) return text;
  const n = era[2] === "元" ? 1 : Number(era[2]), western = (era[1] === "令和" ? 2018 : 1988) + n;
  return [`${era[1] === "令和" ? "R" : "H"}${n}${era[3]}`, `${western}${era[3]}`, `${western}`][below(3)];
};
const spellings = [(text) => text, shift("ぁ", "ゔ", 0x60), shift("ァ", "ヴ", -0x60), shift("!", "~", 0xfee0), (text) => text.toUpperCase(),
  each(old), (text) => text.replace(/([ぁ-ゖァ-ヺ])ー/gu, "$1―").replace(/([0-9])-/g, "$1－"), (text) => text.replace(/([一-鿿])々/gu, "$1$1").replace(/([一-鿿])\1/gu, "$1々"),
  (text) => text.replace(/[～〜]/g, "~").replace(/[ヶヵ]/g, "か"), (text) => text.normalize("NFD"), year];
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
  const whole = hits.filter(({ partial }) => !partial).length;
  if (whole <= 10) { few++; if (place >= 0 && place < 10) first++; }
}
console.log(`${asked} asked, ${missing} not found; of ${few} that single out at most ten pages, ${first} among the first ten`);
process.exit(missing || first < few * 0.95 ? 1 : 0);
