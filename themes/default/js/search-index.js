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
    this.keys = new Map();
    this.read = new Set();
    this.lined = new Map();
    const [, generation, manifest] = await this.load("manifest.js", true);
    if (manifest.format !== 5) throw new Error("unknown format");
    this.generation = generation;
    this.isDivided = manifest.grams.some((start) => Array.from(start).length > 2);
    this.manifest = manifest;
    const ranks = await this.file("ranks"), kinds = numbers(ranks.kinds), lengths = ranks.lengths.map(numbers);
    const setsOf = ([sets, list]) => numbers(list).map((place) => sets[place]);
    const [years, departments, sdgs] = [ranks.years, ranks.departments, ranks.sdgs].map(setsOf);
    this.documents = kinds.map((kind, i) => {
      let sum = 0;
      const ends = lengths.map((column) => (sum += column[i]));
      return { kind, ends: [...ends, Infinity], years: years[i], departments: departments[i], sdgs: sdgs[i] };
    });
    this.heads = ranks.heads;
    const real = this.documents.filter((_, document) => this.isRecord(document)).length;
    this.count = Math.max(real, 1);
  }

  /** What a document is to somebody who searches: a `record`, a `list`, a `group`, a `word` or a `guide`. */
  roleOf(document) {
    return this.manifest.kinds[this.documents[document].kind][2];
  }

  /** Whether a document tells of one record. */
  isRecord(document) {
    return this.roleOf(document) === "record";
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

  /**
   * Whether only the first place of each document stands under a key: all of them stand under longer ones, which
   * follow.
   */
  noted(key) {
    const { grams } = this.manifest, n = shardOf(grams, key);
    return grams[n] === key && hasFirst(grams, n);
  }

  /** The files in which the places of a text lie: all of them, or the first of each document where these are noted. */
  filesOf(text, all) {
    const { grams, heavy } = this.manifest, low = shardOf(grams, text);
    if (!all && this.noted(text)) return [low];
    const found = [];
    for (let n = low, high = shardOf(grams, `${text}\u{10ffff}`); n <= high; n++) {
      const start = grams[n];
      const isOther = heavy[start] !== undefined && !start.startsWith(text) && !text.startsWith(start);
      if (hasFirst(grams, n) || isOther) continue;
      found.push(n);
    }
    return found;
  }

  /** How many thousands of characters more than a usual list the places of a text take. */
  weight(text, all) {
    const { grams, heavy } = this.manifest, files = this.filesOf(text, all);
    return files.reduce((sum, n) => sum + (heavy[grams[n]] ?? (files.length > 1 ? USUAL : 0)), 0);
  }

  /** As many characters of a text as its key has at least. */
  reach(text) {
    const { grams } = this.manifest, n = shardOf(grams, text), chars = Array.from(text);
    if (this.has(text, true)) {
      const [key] = this.keysOf(text, true);
      return key && text.startsWith(key) ? Array.from(key).length : chars.length;
    }
    const own = grams[n], before = alike(chars, own), behind = alike(chars, grams[n + 1] ?? "");
    const whole = before === Array.from(own).length && !hasFirst(grams, n);
    return Math.max(2, Math.min(chars.length, whole ? before : Math.max(before, behind) + 1));
  }

  /** Whether the places of a text are at hand. */
  has(text, all) {
    return this.filesOf(text, all).every((n) => this.read.has(n));
  }

  /** Sees that the places of these texts are at hand. */
  async need(texts, all) {
    const files = new Set(texts.flatMap((text) => this.filesOf(text, all)));
    await Promise.all(Array.from(files, async (n) => {
      const lists = await this.file(`grams/${n}`);
      if (this.read.has(n)) return;
      this.read.add(n);
      for (const [key, list] of Object.entries(lists)) {
        const [start] = key;
        this.lists.set(key, { list });
        if (hasFirst(this.manifest.grams, n)) continue;
        if (!this.keys.has(start)) this.keys.set(start, []);
        this.keys.get(start).push(key);
      }
    }));
  }

  /** The keys under which the places of a text stand. */
  keysOf(text, all) {
    if (!all && this.noted(text)) return [text];
    const chars = Array.from(text);
    for (let n = 2, key = chars[0]; n <= chars.length; n++) {
      key += chars[n - 1];
      if (this.lists.has(key) && !this.noted(key)) return [key];
    }
    return (this.keys.get(chars[0]) ?? []).filter((key) => key.startsWith(text));
  }

  /** Where a key stands: document, position and marks of each place. */
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

  /** The texts of a document, without its asides. */
  async texts(document) {
    const { records, perFile: [few, many] } = this.manifest;
    const [place, size, before] = document < records
      ? [document, few, 0]
      : [document - records, many, Math.ceil(records / few)];
    const documents = await this.file(`texts/${before + Math.floor(place / size)}`);
    const [path, sizes, blocks] = documents[place % size], lengths = numbers(sizes);
    return { path, blocks: blocks.map(([rank, anchor, text], i) => ({ rank, anchor, text, length: lengths[i] })) };
  }

  /** The asides of a document, which stand behind its texts. */
  async asides(document) {
    const { perFile: [, , size] } = this.manifest;
    const documents = await this.file(`asides/${Math.floor(document / size)}`);
    const [sizes, asides] = documents[document % size], lengths = numbers(sizes);
    return asides.map(([anchor, text], i) => ({ rank: ASIDES, anchor, text, length: lengths[i] }));
  }

  /** All characters of a document in the normal form, as positions count them. */
  async chars(document) {
    const [{ blocks }, asides] = await Promise.all([this.texts(document), this.asides(document)]);
    return [...blocks, ...asides].flatMap(({ text }) => [...normalize(text).chars, SEPARATOR]);
  }
}

/** The rank of asides. */
export const ASIDES = 4;
const EMPTY = { docs: [], positions: [], marks: [] };
/** So many thousands of characters stand in a usual file of lists. */
const USUAL = 24;

/** Digits are the printable characters of ASCII but for two. So many end a number, the others go on. */
const FIRST_DIGIT = 32, QUOTE = 34, BACKSLASH = 92, ENDS_NUMBER = 56, GOES_ON = 37;

/** The numbers of a list. */
export function numbers(list) {
  const found = [];
  for (let i = 0, value = 0; i < list.length; i++) {
    const code = list.charCodeAt(i), digit = code - FIRST_DIGIT - (code > QUOTE) - (code > BACKSLASH);
    if (digit >= ENDS_NUMBER) {
      value = value * GOES_ON + digit - ENDS_NUMBER + 1;
    } else {
      found.push(value * ENDS_NUMBER + digit);
      value = 0;
    }
  }
  return found;
}

/** The two characters by which a key lies in a shard; keys of one character lie together. */
export const headOf = ([first, second]) => (second ? first + second : SEPARATOR);

/** The shards in which lines lie that begin with these heads; one character stands for all that begin with it. */
function shardsOf(starts, heads) {
  const shards = new Set();
  for (const [first, second] of heads) {
    const low = shardOf(starts, first + (second || SEPARATOR));
    const high = second ? low : shardOf(starts, first + "\u{10ffff}");
    for (let n = low; n <= high; n++) shards.add(n);
  }
  return shards;
}

/** A list of first places has a shard of its own, before the longer keys. */
const hasFirst = (starts, n) => starts[n + 1]?.startsWith(starts[n]) && starts[n + 1] !== starts[n];

/** How many characters two texts have in common. */
function alike(chars, text) {
  let n = 0;
  for (const c of text) if (chars[n] === c) n++; else break;
  return n;
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
  const size = Math.min(a.length, b.length);
  for (let i = 0; i < size; i++) {
    const difference = order(a.charCodeAt(i)) - order(b.charCodeAt(i));
    if (difference) return difference;
  }
  return a.length - b.length;
}

/** Halves of characters beyond U+FFFF come behind all others. */
const order = (unit) => (unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800);
