// The page's normal form passes the table that the program's passes: node tests/search/normalize.mjs
import assert from "node:assert/strict";
import fs from "node:fs";
import { near } from "../../themes/default/js/search-question.js";
import { loose, normalize } from "../../themes/default/js/search-text.js";
import { yearsIn } from "../../themes/default/js/search-years.js";

const read = (path) => fs.readFileSync(new URL(path, import.meta.url), "utf8");
for (const [text, expected, expectedLoose] of JSON.parse(read("vectors.json"))) {
  const { chars, from, to } = normalize(text);
  assert.equal(chars.join(""), expected, text);
  assert.equal(chars.map(loose).join(""), expectedLoose, text);
  assert.equal(from.length, chars.length);
  assert.ok(from.every((start, i) => start < to[i] && to[i] <= text.length), text);
}
for (const [text, expected] of JSON.parse(read("years.json"))) {
  assert.deepEqual(yearsIn(normalize(text).chars).map(({ at, year, said }) => [at, year, said]), expected, text);
}
const variants = (text) => text.match(/[Vv]ariants?.*?"(亞亜[^"]+)"/s)?.[1] ?? text.match(/"(亞亜[^"]+)"/)[1];
assert.equal(variants(read("../../themes/default/js/search-text.js")), variants(read("../../src/search/normalize.rs")));
for (const [a, b, expected] of [["abcd", "abcd", true], ["abcd", "abd", true], ["abcd", "abxd", true], ["abcd", "abdc", true], ["abcd", "dbca", false], ["abcd", "ab", false]]) {
  assert.equal(near(a, b), expected, `${a} ${b}`);
}
console.log("ok");
