// An index of a few made-up documents, written as the program writes one, for questions whose answer can be told by hand.
import { deflateRawSync } from "node:zlib";
import { openWith, script } from "./site.mjs";

const { CELL, SEPARATOR, loose, normalize, placesOf } = await script("text");
const { yearsIn } = await script("years");

const CLASSES = ["title", "names", "tags", "body", "asides"];
/** The key of a shard that is the only one: it has no character. */
const FIRST = "  ";
const ROLES = ["record", "list", "group", "word", "guide"];
const DIGITS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter((c) => c !== '"' && c !== "\\");

/** A number in the digits of the index. */
function digits(value) {
  let text = DIGITS[value % 56];
  for (let rest = Math.floor(value / 56); rest > 0; rest = Math.floor(rest / 37)) text = DIGITS[56 + (--rest % 37)] + text;
  return text;
}
const list = (numbers) => numbers.map(digits).join("");

/** A text, in which `/` stands where words begin and end: its characters and edges. */
function parted(text) {
  const chars = [], edges = new Set([0]);
  for (const piece of text.split("/")) {
    chars.push(...normalize(piece).chars);
    edges.add(chars.length);
  }
  return { text: text.replaceAll("/", ""), chars, edges };
}

/**
 * Opens an index of documents, each `{ role, years, title, names, tags, body, asides }`, and of words, each a line of
 * `words`.
 */
export async function tiny(documents, words = []) {
  const lists = new Map(), blocks = documents.map((document) => CLASSES.map((name) => parted(document[name] ?? "")));
  const place = (key, doc, at, marks) => {
    const places = lists.get(key) ?? lists.set(key, new Map()).get(key);
    places.set(doc, [...(places.get(doc) ?? []), [at, marks]]);
  };
  const occurring = new Set();
  const sizes = blocks.map((texts, doc) => {
    let at = 0;
    return texts.map(({ chars, edges }) => {
      const { places, end } = placesOf(chars), start = at;
      chars.forEach((c, i) => {
        const next = chars[i + 1] ?? SEPARATOR, isEnd = next === SEPARATOR || edges.has(i + 2);
        place(c + next, doc, start + places[i], (edges.has(i) ? 1 : 0) + (isEnd ? 2 : 0));
        const end = [...edges].find((edge) => edge > i);
        if (edges.has(i)) occurring.add(chars.slice(i, end).join(""));
      });
      for (const { at: i, year, said } of yearsIn(chars)) place(`Ｙ${String.fromCharCode(year)}`, doc, start + places[i], said);
      const cells = chars.length ? end / CELL : 0;
      at += cells * CELL;
      return { cells, length: chars.length };
    });
  });
  const lines = [...Array.from(occurring, (word) => `${Array.from(word, loose).join("")}\tw\t${word}`), ...words].sort();
  const cells = (texts) => list(texts.filter(({ chars }) => chars.length).map(({ chars }) => placesOf(chars).end / CELL));
  const shown = (texts) => texts.map((text, rank) => [rank, "", text.text]).filter(([, , text]) => text);
  const files = {
    manifest: {
      format: 9, index: "0", documents: documents.length, records: documents.length, perFile: [1, 1, 1, 1], begins: [1, " "], longest: 2, alone: ["", ""],
      averages: [0, 1, 2, 3].map((c) => sizes.reduce((sum, own) => sum + (c ? own[c].cells : own[c].length), 0) / documents.length),
      kinds: ROLES.map((role) => [role, role, role]), departments: [], facets: [], grams: FIRST, words: FIRST, titles: FIRST,
      files: {
        ranks: [1, 1, "a"], grams: [1, 1, "a"], words: [1, 1, "a"], titles: [1, 1, "a"],
        texts: [documents.length, documents.length, "a"], asides: [documents.length, documents.length, "a"],
      },
    },
    "ranks/a-0": {
      kinds: list(documents.map(({ role = "record" }) => ROLES.indexOf(role))),
      titles: list(sizes.map(([{ length }]) => length)),
      cells: [0, 1, 2, 3].map((c) => list(sizes.map((own) => own[c].cells))),
      years: [documents.map(({ years = [] }) => years), list([...documents.keys()])],
      departments: [[[]], list(documents.map(() => 0))],
      facets: [],
      threads: list(documents.map(({ thread = 0 }) => thread)),
      heads: documents.map(({ title = "" }, doc) => [String(doc), "", title.replaceAll("/", "")]),
    },
    "grams/a-0": Object.fromEntries(Array.from(lists, ([key, places]) => [key, packed(places)])),
    "words/a-0": lines.map((line) => `${line}\n`).join(""),
  };
  blocks.forEach((texts, doc) => {
    files[`texts/a-${doc}`] = deflated([[String(doc), cells(texts.slice(0, 4)), shown(texts.slice(0, 4))]]);
    files[`asides/a-${doc}`] = deflated([[cells(texts.slice(4)), texts.slice(4).filter(({ text }) => text).map(({ text }) => ["", text])]]);
  });
  return openWith(async (path) => {
    const name = path.replace(/\.js.*/, "");
    return [name, files[name]];
  });
}

/** The content of a packed file. */
const deflated = (content) => deflateRawSync(JSON.stringify(content)).toString("base64");

/** The places of a key as one list. */
function packed(places) {
  let before = 0;
  const all = Array.from(places, ([doc, own]) => {
    const head = (doc - before) * 2 + (own.length > 1 ? 1 : 0);
    before = doc;
    let last = 0;
    const cells = own.map(([at]) => {
      const cell = Math.floor(at / CELL), more = cell - last;
      last = cell;
      return more;
    });
    return { head, counts: own.length > 1 ? [own.length] : [], cells, places: own.map(([at, marks]) => (at % CELL) * 4 + marks) };
  });
  const sorts = ["head", "counts", "cells", "places"].map((sort) => all.flatMap((of) => of[sort]));
  return list([all.length, ...sorts.flat()]);
}
