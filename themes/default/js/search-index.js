// Reads the files of the search index: the format is described in src/search/format.rs.

import { SEPARATOR, normalize } from "./search-text.js";

/** A new index was published while this one was being read. */
export class Replaced extends Error {}

/** What a file says: its name, the generation of its index, its content. */
export const parse = (text) => JSON.parse(`[${text.slice(text.indexOf("(") + 1, text.lastIndexOf(")"))}]`);

/** Reads the files of an index; `load(path, anew)` gives what the file says, `anew` past what a browser has kept. */
export class Index {
  constructor(load) {
    this.load = load;
  }

  async open() {
    this.files = new Map();
    this.lists = new Map();
    this.lined = new Map();
    const [, generation, manifest] = await this.load("manifest.js", true);
    if (manifest.format !== 2) throw new Error("unknown format");
    this.generation = generation;
    this.manifest = manifest;
    const ranks = await this.file("ranks"), kinds = numbers(ranks.kinds), lengths = ranks.lengths.map(numbers);
    const [years, departments, sdgs] = [ranks.years, ranks.departments, ranks.sdgs].map(([sets, list]) => numbers(list).map((place) => sets[place]));
    this.documents = kinds.map((kind, i) => {
      let sum = 0;
      const ends = lengths.map((column) => (sum += column[i]));
      return { kind, ends: [...ends, Infinity], years: years[i], departments: departments[i], sdgs: sdgs[i] };
    });
    const real = this.documents.filter((d) => RECORDS.has(manifest.kinds[d.kind][0])).length;
    this.count = Math.max(real, 1);
  }

  /** The content of a file, which must belong to this very index. */
  file(name) {
    const { generation, files } = this;
    let file = files.get(name);
    if (!file) {
      file = this.load(`${name}.js?v=${generation}`).catch(() => this.look(generation)).then(([own, of, content]) => {
        if (of !== generation || own !== name) throw new Replaced();
        return content;
      });
      file.catch(() => files.delete(name));
      files.set(name, file);
    }
    return file;
  }

  /** A file is gone: either the connection is, or there is a newer index. */
  async look(generation) {
    const [, now] = await this.load("manifest.js", true);
    if (now !== generation) throw new Replaced();
    throw new Error("a file of the index is missing");
  }

  /** How many thousands of characters the list of a pair has, if many. */
  weight(key) {
    return this.manifest.heavy[key] ?? 0;
  }

  /** Sees that the lists of these pairs are at hand; a pair with an empty second half stands for all with its first. */
  async need(pairs) {
    const { grams, heavy } = this.manifest;
    const shards = Array.from(shardsOf(grams, pairs));
    const wanted = (n) => heavy[grams[n]] === undefined || pairs.some(([a, b]) => (b ? a + b === grams[n] : grams[n].startsWith(a)));
    await Promise.all(shards.filter(wanted).map(async (n) => {
      const lists = await this.file(`grams/${n}`);
      if (READ.has(lists)) return;
      READ.add(lists);
      for (const [key, list] of Object.entries(lists)) {
        const [start] = key;
        this.lists.set(key, { list });
        if (!this.lists.has(start)) this.lists.set(start, []);
        this.lists.get(start).push(key);
      }
    }));
  }

  /** Where a pair stands: document, position and marks of each place. */
  places(key) {
    const entry = this.lists.get(key);
    if (!entry) return EMPTY;
    if (entry.places) return entry.places;
    const read = numbers(entry.list), docs = [], positions = [], marks = [];
    for (let i = 0, doc = 0; i < read.length; ) {
      const head = read[i++];
      doc += head >>> 1;
      for (let left = head & 1 ? read[i++] : 1, at = 0; left > 0; left--) {
        const number = read[i++];
        docs.push(doc);
        positions.push((at += number >>> 2));
        marks.push(number & 3);
      }
    }
    entry.list = undefined;
    return (entry.places = { docs, positions, marks });
  }

  /** The lines that begin with these loose characters, two of each or one: of `words` or of `titles`. */
  async lines(folder, heads) {
    const shards = shardsOf(this.manifest[folder], heads.map((head) => Array.from(head)));
    const files = await Promise.all(Array.from(shards, (n) => this.file(`${folder}/${n}`)));
    return files.flatMap((file) => {
      if (!this.lined.has(file)) this.lined.set(file, file.split("\n").slice(0, -1).map((line) => line.split("\t")));
      return this.lined.get(file);
    });
  }

  /** The words that begin so: key → entries. */
  async words(heads) {
    const words = new Map();
    for (const [key, code, spelling = key] of await this.lines("words", heads)) {
      if (!words.has(key)) words.set(key, []);
      words.get(key).push([code, spelling]);
    }
    return words;
  }

  /** The texts of a document. */
  async texts(document) {
    const { records, perFile: [few, many] } = this.manifest;
    const [place, size, before] = document < records ? [document, few, 0] : [document - records, many, Math.ceil(records / few)];
    const documents = await this.file(`texts/${before + Math.floor(place / size)}`);
    const [path, blocks] = documents[place % size];
    return { path, blocks: blocks.map(([rank, anchor, text]) => ({ rank, anchor, text })) };
  }

  /** All characters of a document in the normal form, as positions count them. */
  async chars(document) {
    const { blocks } = await this.texts(document);
    return blocks.flatMap(({ text }) => [...normalize(text).chars, SEPARATOR]);
  }
}

/** Kinds of page that tell of one record. */
export const RECORDS = new Set(["plan_section", "action_item", "key_goal"]);
const EMPTY = { docs: [], positions: [], marks: [] };
/** The shards whose lists are at hand. */
const READ = new WeakSet();

/** The numbers of a list: of the 93 digits, 56 end a number. */
export function numbers(list) {
  const found = [];
  for (let i = 0, value = 0; i < list.length; i++) {
    const code = list.charCodeAt(i), digit = code - (code > 92 ? 34 : code > 34 ? 33 : 32);
    if (digit >= 56) {
      value = value * 37 + digit - 55;
    } else {
      found.push(value * 56 + digit);
      value = 0;
    }
  }
  return found;
}

/** The shards in which keys lie that begin with these pairs; without a second character, all that begin with the first. */
function shardsOf(starts, pairs) {
  const shards = new Set();
  for (const [first, second] of pairs) {
    const low = shardOf(starts, first + (second || SEPARATOR));
    const high = second ? low : shardOf(starts, first + "\u{10ffff}");
    for (let n = low; n <= high; n++) shards.add(n);
  }
  return shards;
}

/** The last shard that begins at the key or before it. Keys are compared by code points, as they were sorted. */
function shardOf(starts, key) {
  let low = 0, high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (compare(starts[middle], key) <= 0) low = middle;
    else high = middle - 1;
  }
  return low;
}

function compare(a, b) {
  const left = Array.from(a), right = Array.from(b);
  for (let i = 0; ; i++) {
    if (i >= left.length || i >= right.length) return left.length - right.length;
    const difference = left[i].codePointAt(0) - right[i].codePointAt(0);
    if (difference) return difference;
  }
}
