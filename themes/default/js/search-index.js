// Reads the files of the search index: the format is described in src/search/format.rs.

import { SEPARATOR } from "./search-text.js";

/** A new index was published while this one was being read. */
export class Replaced extends Error {}

/** Reads the files of an index; `load(path, options)` gives the bytes of one, with the options of `fetch`. */
export class Index {
  constructor(load) {
    this.load = load;
    this.files = new Map();
    this.lists = new Map();
  }

  async open() {
    this.files.clear();
    this.lists.clear();
    this.manifest = JSON.parse(decode(await this.load("manifest.json", { cache: "no-cache" })));
    if (this.manifest.format !== 1) throw new Error("unknown format");
    const { manifest } = this;
    this.gramStarts = manifest.grams;
    this.wordStarts = manifest.words;
    const read = reader(await this.bytes("ranks.bin"), 4);
    this.documents = Array.from({ length: manifest.documents }, () => {
      const kind = read(), ends = [];
      for (let sum = 0, i = 0; i < manifest.averages.length; i++) ends.push((sum += read()));
      const years = Array.from({ length: read() }, () => read() + 1900);
      return { kind, ends, years, departments: Array.from({ length: read() }, read) };
    });
    const real = this.documents.filter((d) => RECORDS.has(manifest.kinds[d.kind][0])).length;
    this.count = Math.max(real, 1);
  }

  /** The bytes of a file, which must belong to this very index. */
  bytes(path) {
    const { generation } = this.manifest;
    let file = this.files.get(path);
    if (!file) {
      file = this.load(`${path}?v=${generation}`).then((bytes) => {
        const own = path.endsWith(".bin")
          ? Array.from(bytes.subarray(0, 4), (b) => b.toString(16).padStart(2, "0")).join("")
          : decode(bytes.subarray(0, 200)).match(/[0-9a-f]{8}/)?.[0];
        if (own !== generation) throw new Replaced();
        return bytes;
      });
      file.catch(() => this.files.delete(path));
      this.files.set(path, file);
    }
    return file;
  }

  /** Sees that the lists of these pairs are at hand; a pair with an empty second half stands for all with its first. */
  async need(pairs) {
    await Promise.all(Array.from(shardsOf(this.gramStarts, pairs), async (n) => {
      const bytes = await this.bytes(`grams/${n}.bin`);
      if (bytes.read) return;
      bytes.read = true;
      const read = reader(bytes, 4);
      const keys = Array.from({ length: read() }, () => [read(), read(), read()]);
      let at = read.at(), first = 0, second = 0;
      for (const [a, b, size] of keys) {
        second = a ? b : second + b;
        first += a;
        const start = String.fromCodePoint(first), key = start + String.fromCodePoint(second);
        this.lists.set(key, bytes.subarray(at, at + size));
        if (!this.lists.has(start)) this.lists.set(start, []);
        if (!this.lists.get(start).includes(key)) this.lists.get(start).push(key);
        at += size;
      }
    }));
  }

  /** Where a pair stands: document, position and marks of each place. */
  places(key) {
    const list = this.lists.get(key);
    if (!list) return EMPTY;
    if (list.places) return list.places;
    const read = reader(list, 0), docs = [], positions = [], marks = [];
    for (let doc = 0; read.at() < list.length; ) {
      const head = read();
      doc += head >>> 1;
      for (let left = head & 1 ? read() : 1, at = 0; left > 0; left--) {
        const entry = read();
        docs.push(doc);
        positions.push((at += entry >>> 2));
        marks.push(entry & 3);
      }
    }
    return (list.places = { docs, positions, marks });
  }

  /** The words that begin with these loose characters, two of each or one: key → entries. */
  async words(heads) {
    const shards = shardsOf(this.wordStarts, heads.map((head) => Array.from(head)));
    const words = new Map();
    await Promise.all(Array.from(shards, async (n) => {
      const bytes = await this.bytes(`words/${n}.txt`);
      bytes.words ??= decode(bytes).split("\n").slice(1, -1).map((line) => line.split("\t"));
      for (const [key, code, spelling = key] of bytes.words) {
        if (!words.has(key)) words.set(key, []);
        words.get(key).push([code, spelling]);
      }
    }));
    return words;
  }

  /** The texts of a document. */
  async texts(document) {
    const { records, perFile: [few, many] } = this.manifest;
    const [place, size, before] = document < records ? [document, few, 0] : [document - records, many, Math.ceil(records / few)];
    const bytes = await this.bytes(`texts/${before + Math.floor(place / size)}.json`);
    bytes.documents ??= JSON.parse(decode(bytes)).documents;
    const [path, blocks] = bytes.documents[place % size];
    return { path, blocks: blocks.map(([rank, anchor, text]) => ({ rank, anchor, text })) };
  }
}

/** Kinds of page that tell of one record. */
export const RECORDS = new Set(["plan_section", "action_item", "key_goal"]);
const EMPTY = { docs: [], positions: [], marks: [] };
const decode = (bytes) => new TextDecoder().decode(bytes);

function reader(bytes, at) {
  const read = () => {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  };
  read.at = () => at;
  return read;
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
