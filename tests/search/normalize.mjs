// The page's normal form passes the table that the program's passes: node tests/search/normalize.mjs
import assert from "node:assert/strict";
import fs from "node:fs";
import { script, variantsOf } from "./site.mjs";

const { amounts } = await script("amount"), { near } = await script("question");
const { loose, normalize } = await script("text"), { yearsIn } = await script("years");
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
const variants = variantsOf(read("../../src/dictionary/forms.txt"));
for (let code = 0x3400; code < 0xa000; code++) {
  const c = String.fromCodePoint(code);
  assert.deepEqual(normalize(`一${c}`).chars, ["一", variants.get(c) ?? (c === "箇" ? "か" : c)]);
}
for (const [a, b, expected] of [["abcd", "abcd", true], ["abcd", "abd", true], ["abcd", "abxd", true], ["abcd", "abdc", true], ["abcd", "dbca", false], ["abcd", "ab", false]]) {
  assert.equal(near(a, b), expected, `${a} ${b}`);
}
for (const [text, expected] of [
  ["1億9299万円", ["192990000円", "192990千円", "19299万円", "1億9千299万円"]],
  ["1億9千299万円", ["192990000円", "192990千円", "19299万円", "1億9299万円"]],
  ["6.69億円", ["669000000円", "669000千円", "66900万円", "669百万円", "6億6900万円", "6億6千900万円"]],
  ["3千万円", ["30000000円", "30000千円", "3000万円", "30百万円"]],
  ["1.5万人", ["15000人", "15千人", "1万5000人"]],
  ...["437153", "3千円", "2025年度", "99.37%", "千円", "万", "0億円", "99999999999999億円"].map((text) => [text, []]),
]) {
  assert.deepEqual(amounts(text), expected, text);
}
console.log("ok");
