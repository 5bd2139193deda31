// Reads the index by nothing but the description in src/search/format.rs, in less than a hundred lines and without the page's
// script, and compares what it finds with what the page finds: node tests/search/reader.mjs SITE
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

const [site] = process.argv.slice(2);
const DIGITS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((c) => c !== '"' && c !== "\\").join("");

/** A file is one call: name, generation, content. */
function read(name) {
  const text = fs.readFileSync(path.join(site, "search", `${name}.js`), "utf8");
  const [own, generation, content] = JSON.parse(`[${text.slice("mieruka(".length, text.lastIndexOf(")"))}]`);
  assert.equal(own, name);
  return { generation, content };
}

/** The first 56 digits end a number, the others go on. */
function numbers(list) {
  const found = [];
  let value = 0;
  for (const c of list) {
    const place = DIGITS.indexOf(c);
    if (place < 56) { found.push(value * 56 + place); value = 0; } else { value = value * 37 + place - 56 + 1; }
  }
  return found;
}

const { generation, content: manifest } = read("manifest");
assert.equal(manifest.format, 4);
const all = manifest.grams.flatMap((_, n) => {
  const shard = read(`grams/${n}`);
  assert.equal(shard.generation, generation);
  return Object.entries(shard.content);
});
const keys = new Set(all.map(([key]) => key)), longer = new Set(all.flatMap(([key]) => Array.from(key, (_, n) => Array.from(key).slice(0, n).join(""))));
const lists = new Map();
for (const [key, list] of all) {
  if (longer.has(key)) continue; // Only noted: its places stand under the longer keys.
  const pair = Array.from(key).slice(0, 2).join("");
  lists.set(pair, [...(lists.get(pair) ?? []), list]);
}

/** The places of a pair, whatever follows: document and position in one text. */
function places(pair) {
  const found = new Set();
  for (const list of (lists.get(pair) ?? []).map(numbers)) {
    for (let i = 0, document = 0; i < list.length; ) {
      const head = list[i++];
      document += head >> 1;
      for (let left = head & 1 ? list[i++] : 1, at = 0; left > 0; left--) found.add(`${document} ${(at += list[i++] >> 2)}`);
    }
  }
  return found;
}

/** The documents that hold a phrase in normal form: its pairs stand at the right distances. */
function phrase(text) {
  const chars = Array.from(text), others = chars.slice(1, -1).map((c, i) => [i + 1, places(c + chars[i + 2])]);
  const documents = new Set();
  for (const place of places(chars[0] + chars[1])) {
    const [document, at] = place.split(" ").map(Number);
    if (others.every(([offset, found]) => found.has(`${document} ${at + offset}`))) documents.add(document);
  }
  return documents;
}

const { open, script } = await import("./site.mjs");
const { find } = await script("answer"), { normalize } = await script("text");
const index = await open(site);
let asked = 0;
for (const text of ["公民館", "ふるさと納税", "自治基本条例", "行財政改革", "まちづくり", "計画", "の推進に", "ぜんぜん無い"]) {
  const { hits } = await find(index, `"${text}"`);
  assert.deepEqual([...phrase(normalize(text).chars.join(""))].sort(), hits.map(({ doc }) => doc).sort(), text);
  asked += hits.length;
}
console.log(`ok: ${manifest.documents} documents, ${keys.size} keys, ${asked} hits alike`);
