// An index of a few made-up documents, written as the program writes one, for questions whose answer can be told by hand.
import { openWith, script } from "./site.mjs";

const { SEPARATOR, loose, normalize } = await script("text");
const { yearsIn } = await script("years");

const CLASSES = ["title", "names", "tags", "body", "asides"];
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
 * `words/<n>.js`.
 */
export async function tiny(documents, words = []) {
  const lists = new Map(), blocks = documents.map((document) => CLASSES.map((name) => parted(document[name] ?? "")));
  const place = (key, doc, at, marks) => {
    const places = lists.get(key) ?? lists.set(key, new Map()).get(key);
    places.set(doc, [...(places.get(doc) ?? []), [at, marks]]);
  };
  const occurring = new Set();
  const lengths = blocks.map((texts, doc) => {
    let at = 0;
    return texts.map(({ chars, edges }) => {
      chars.forEach((c, i) => {
        const next = chars[i + 1] ?? SEPARATOR, isEnd = next === SEPARATOR || edges.has(i + 2);
        place(c + next, doc, at + i, (edges.has(i) ? 1 : 0) + (isEnd ? 2 : 0));
        const end = [...edges].find((edge) => edge > i);
        if (edges.has(i)) occurring.add(chars.slice(i, end).join(""));
      });
      for (const { at: i, year, said } of yearsIn(chars)) place(`Ｙ${String.fromCharCode(year)}`, doc, at + i, said);
      const length = chars.length ? chars.length + 1 : 0;
      at += length;
      return length;
    });
  });
  const lines = [...Array.from(occurring, (word) => `${Array.from(word, loose).join("")}\tw\t${word}`), ...words].sort();
  const sizes = (texts) => list(texts.filter(({ chars }) => chars.length).map(({ chars }) => chars.length));
  const shown = (texts) => texts.map((text, rank) => [rank, "", text.text]).filter(([, , text]) => text);
  const files = {
    manifest: {
      format: 5, documents: documents.length, records: documents.length, perFile: [1, 1, 1], longest: 2, heavy: {},
      averages: [0, 1, 2, 3].map((c) => lengths.reduce((sum, own) => sum + own[c], 0) / documents.length),
      kinds: ROLES.map((role) => [role, role, role]), departments: [], sdgs: [], grams: [""], words: [""], titles: [""],
    },
    ranks: {
      kinds: list(documents.map(({ role = "record" }) => ROLES.indexOf(role))),
      lengths: [0, 1, 2, 3].map((c) => list(lengths.map((own) => own[c]))),
      years: [documents.map(({ years = [] }) => years), list([...documents.keys()])],
      departments: [[[]], list(documents.map(() => 0))],
      sdgs: [[[]], list(documents.map(() => 0))],
      heads: documents.map(({ title = "" }, doc) => [String(doc), "", title.replaceAll("/", "")]),
    },
    "grams/0": Object.fromEntries(Array.from(lists, ([key, places]) => [key, packed(places)])),
    "words/0": lines.map((line) => `${line}\n`).join(""),
  };
  blocks.forEach((texts, doc) => {
    files[`texts/${doc}`] = [[String(doc), sizes(texts.slice(0, 4)), shown(texts.slice(0, 4))]];
    files[`asides/${doc}`] = [[sizes(texts.slice(4)), texts.slice(4).filter(({ text }) => text).map(({ text }) => ["", text])]];
  });
  return openWith(async (path) => {
    const name = path.replace(/\.js.*/, "");
    return [name, "0", files[name]];
  });
}

/** The places of a key as one list. */
function packed(places) {
  let before = 0;
  return Array.from(places, ([doc, own]) => {
    const head = (doc - before) * 2 + (own.length > 1 ? 1 : 0);
    before = doc;
    let last = 0;
    const entries = own.map(([at, marks]) => {
      const entry = (at - last) * 4 + marks;
      last = at;
      return entry;
    });
    return list([head, ...(own.length > 1 ? [own.length] : []), ...entries]);
  }).join("");
}
