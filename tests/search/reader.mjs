// Reads the index by nothing but the description in src/search/format.rs, in about a hundred lines. Of the page's script it takes
// the normal form and, to compare, what the page finds: node tests/search/reader.mjs SITE [how many pieces of texts]
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { inflateRawSync } from "node:zlib";
import { find } from "../../themes/default/js/search-answer.js";
import { normalize } from "../../themes/default/js/search-text.js";
import { open } from "./site.mjs";

const [site, many = "2000"] = process.argv.slice(2);
const DIGITS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((c) => c !== '"' && c !== "\\").join("");
/** More positions than a document has. */
const POSITIONS = 2 ** 20;

/** A file is one call: name and content. */
function read(name) {
  const text = fs.readFileSync(path.join(site, "search", `${name}.js`), "utf8");
  const [own, content] = JSON.parse(`[${text.slice("mieruka(".length, text.lastIndexOf(")"))}]`);
  assert.equal(own, name);
  return content;
}

const { before, ...manifest } = read("manifest");
assert.equal(manifest.format, 9);
assert.deepEqual(read(`manifests/${manifest.index}`), manifest);
/** The contents of all files of a kind. */
const all = (kind) => {
  const { files } = manifest, [together, count, names] = files[kind], digits = files.ranks[2].length;
  const name = (n) => names.slice(n * digits, (n + 1) * digits);
  return Array.from({ length: count }, (_, n) => read(`${kind}/${name(Math.floor(n / together))}-${n % together}`));
};

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

/** The places of a list, in order: the document and the position as one number. A cell has 32 positions. */
function places(list) {
  const [size, ...read] = numbers(list), heads = read.splice(0, size);
  const counts = heads.map((head) => head & 1).map((many) => (many ? null : 1));
  counts.forEach((count, i) => { if (count === null) counts[i] = read.splice(0, 1)[0]; });
  const all = counts.reduce((sum, count) => sum + count, 0);
  assert.equal(read.length, all * 2);
  const found = [];
  let document = 0, n = 0;
  heads.forEach((head, i) => {
    document += head >> 1;
    for (let left = counts[i], cell = 0; left > 0; left--, n++) {
      cell += read[n];
      found.push(document * POSITIONS + cell * 32 + (read[all + n] >> 2));
    }
  });
  return found;
}

// Keys by their first two characters, of which each place has one; what is only noted has its places under longer keys.
const lines = all("grams").flatMap((lists) => Object.entries(lists));
assert.equal(new Set(lines.map(([key]) => key)).size, lines.length, "a key has one list");
const shorter = new Set(lines.flatMap(([key]) => Array.from(key, (_, n) => Array.from(key).slice(0, n).join(""))));
const [lists, noted] = [new Map(), lines.filter(([key]) => shorter.has(key))];
for (const [key, list] of lines.filter(([key]) => !shorter.has(key))) {
  const pair = Array.from(key).slice(0, 2).join("");
  lists.set(pair, [...(lists.get(pair) ?? []), [key, list]]);
}
const standing = new Map();

/** The places of a pair, whatever follows. */
function pairs(pair) {
  if (!standing.has(pair)) standing.set(pair, new Set((lists.get(pair) ?? []).flatMap(([, list]) => places(list))));
  return standing.get(pair);
}

/** The documents that hold a phrase in normal form: its pairs stand at the right distances. */
function phrase(text) {
  const chars = Array.from(text), others = chars.slice(1, -1).map((c, i) => [i + 1, pairs(c + chars[i + 2])]);
  const starts = [...pairs(chars[0] + chars[1])].filter((place) => others.every(([offset, found]) => found.has(place + offset)));
  return new Set(starts.map((place) => Math.floor(place / POSITIONS)));
}

// What is noted of a row of characters is the first place in each document of all keys that begin with it.
for (const [key, list] of noted) {
  const firsts = new Map();
  for (const [pair, under] of lists) {
    if (!pair.startsWith(Array.from(key).slice(0, 2).join(""))) continue;
    for (const place of under.filter(([longer]) => longer.startsWith(key)).flatMap(([, list]) => places(list))) {
      const document = Math.floor(place / POSITIONS);
      firsts.set(document, Math.min(place, firsts.get(document) ?? place));
    }
  }
  assert.deepEqual(places(list), [...firsts.values()].sort((a, b) => a - b), `${key} is noted where it stands first`);
}
const longest = Math.max(...lines.map(([key]) => Array.from(key).length));
assert.ok(longest <= manifest.longest);
if (manifest.documents > 1000) {
  assert.equal(longest, manifest.longest, "a large site divides its keys as far as may be");
  assert.ok(noted.length > 20, "a large site says the same again and again");
}

// Whatever the texts say is found where it was drawn from.
const unpacked = (text) => JSON.parse(inflateRawSync(Buffer.from(text, "base64")));
const asides = all("asides").flatMap(unpacked);
const documents = all("texts").flatMap(unpacked).map(([page, , blocks], n) => [page, [...blocks.map((block) => block[2]), ...asides[n][1].map((aside) => aside[1])]]);
assert.equal(documents.length, manifest.documents);
let seed = 2026, drawn = 0;
const below = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
for (let left = Number(many); left > 0; left--) {
  const number = below(documents.length), [page, texts] = documents[number];
  const chars = Array.from(texts[below(texts.length)]), length = Math.min(chars.length, 2 + below(11)), start = below(chars.length - length + 1);
  const piece = chars.slice(start, start + length).join("");
  // Signs that only continue a word do not begin one.
  const words = normalize(piece).chars.join("").split("\n").map((word) => word.replace(/^[-ー~々ゝ]+(?=.)/u, "")).filter((word) => Array.from(word).length > 1);
  for (const word of words) assert.ok(phrase(word).has(number), `「${word}」 of 「${piece}」 does not find ${page}`);
  drawn += words.length ? 1 : 0;
}
assert.ok(drawn > Number(many) * 0.8, "most of the texts can be asked for");

const index = await open(site);
let alike = 0;
for (const text of ["公民館", "ふるさと納税", "自治基本条例", "行財政改革", "まちづくり", "計画", "の推進に", "ぜんぜん無い"]) {
  const { hits } = await find(index, `"${text}"`);
  assert.deepEqual([...phrase(normalize(text).chars.join(""))].sort(), hits.map(({ doc }) => doc).sort(), text);
  alike += hits.length;
}
console.log(`ok: ${manifest.documents} documents, ${lines.length} keys, ${noted.length} of them noted, ${drawn} pieces found, ${alike} hits alike`);
