// Reads the files of the search index: the format is described in src/search/format.rs.

import { CELL, SEPARATOR, normalize, numbers, placesOf } from "./search-text.js";

/** A file of the index is gone: there is a newer one, or an older one that is still whole. */
export class Replaced extends Error {}

/** What a file says: its name and its content. */
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
    const [, newest] = await this.load("manifest.js", true);
    if (newest.format !== 9) throw new Error("unknown format");
    // Of an index that is not there as a whole, the one before is read.
    const older = this.lacking === newest.index && this.load(`manifests/${newest.before}.js`);
    const manifest = older ? (await older)[1] : newest;
    Object.assign(this, { manifest, newest: newest.index });
    const grams = keysIn(manifest.grams), alone = keysIn(manifest.alone[0]);
    const [size, begins] = manifest.begins;
    let sum = 0;
    this.begins = { size, at: new Set(numbers(begins).map((more) => (sum += more))) };
    this.starts = { words: keysIn(manifest.words), titles: keysIn(manifest.titles) };
    this.shards = shardsWith(grams, alone, numbers(manifest.alone[1]));
    this.isDivided = [...grams, ...alone].some((key) => Array.from(key).length > 2);
    // Every question asks for the words of one character, which are in the first file.
    const [ranks] = await Promise.all([this.part("ranks", 0), this.part("words", 0)]), kinds = numbers(ranks.kinds), titles = numbers(ranks.titles), cells = ranks.cells.map(numbers);
    const setsOf = ([sets, list]) => numbers(list).map((place) => sets[place]);
    const [years, departments, ...facets] = [ranks.years, ranks.departments, ...ranks.facets].map(setsOf);
    this.documents = kinds.map((kind, i) => {
      let sum = 0;
      const ends = cells.map((column) => (sum += column[i] * CELL));
      const sizes = cells.map((column, c) => (c ? column[i] : titles[i]));
      return { kind, sizes, ends: [...ends, Infinity], years: years[i], departments: departments[i], facets: facets.map((of) => of[i]) };
    });
    this.heads = ranks.heads;
    this.threads = numbers(ranks.threads);
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

  /** The content of one of the files of this index. */
  part(kind, n) {
    const { files } = this.manifest, [together, , names] = files[kind], [, , { length }] = files.ranks;
    const start = Math.floor(n / together) * length;
    return this.file(`${kind}/${names.slice(start, start + length)}-${n % together}`);
  }

  file(name) {
    const { files, newest, manifest: { index } } = this;
    let file = files.get(name);
    if (!file) {
      file = this.load(`${name}.js`).catch(() => this.look(newest, index)).then(([own, content]) => {
        if (own !== name) throw new Error(`${name}: says it is ${own}`);
        return content;
      });
      file.catch(() => files.delete(name));
      files.set(name, file);
    }
    return file;
  }

  /** A file of this index is gone: there is a newer one, or this one is not there yet, or the connection is gone. */
  async look(newest, index) {
    const [, now] = await this.load("manifest.js", true);
    if (now.index !== newest) throw new Replaced();
    if (now.before && index === newest) {
      this.lacking = newest;
      throw new Replaced();
    }
    throw new Error("a file of the index is missing");
  }

  /**
   * Whether only the first place of each document stands under a key: all of them stand under longer ones, which
   * follow.
   */
  noted(key) {
    const { start, isNoted } = this.shards[shardOf(this.shards, key)];
    return start === key && isNoted;
  }

  /** The shards in which the places of a text lie: all of them, or the first of each document where these are noted. */
  shardsOf(text, all) {
    const { shards } = this, low = shardOf(shards, text);
    if (!all && this.noted(text)) return [shards[low]];
    const found = shards.slice(low, shardOf(shards, `${text}\u{10ffff}`) + 1).filter(({ start, isNoted, thousands }) =>
      !isNoted && (thousands === undefined || start.startsWith(text) || text.startsWith(start)));
    return [...new Map(found.map((shard) => [shard.file, shard])).values()];
  }

  /** How many thousands of characters more than a usual list the places of a text take. */
  weight(text, all) {
    const shards = this.shardsOf(text, all);
    return shards.reduce((sum, { thousands }) => sum + (thousands ?? (shards.length > 1 ? USUAL : 0)), 0);
  }

  /** As many characters of a text as its key has at least. */
  reach(text) {
    const { shards } = this, n = shardOf(shards, text), chars = Array.from(text);
    if (this.has(text, true)) {
      const [key] = this.keysOf(text, true);
      return key && text.startsWith(key) ? Array.from(key).length : chars.length;
    }
    const { start, isNoted } = shards[n], before = alike(chars, start), behind = alike(chars, shards[n + 1]?.start ?? "");
    const whole = before === Array.from(start).length && !isNoted;
    return Math.max(2, Math.min(chars.length, whole ? before : Math.max(before, behind) + 1));
  }

  /** Whether the places of a text are at hand. */
  has(text, all) {
    return this.shardsOf(text, all).every(({ file }) => this.read.has(file));
  }

  /** Sees that the places of these texts are at hand. */
  async need(texts, all) {
    const files = new Map(texts.flatMap((text) => this.shardsOf(text, all)).map((shard) => [shard.file, shard]));
    await Promise.all(Array.from(files, async ([file, { isNoted }]) => {
      const lists = await this.part("grams", file);
      if (this.read.has(file)) return;
      this.read.add(file);
      for (const [key, list] of Object.entries(lists)) {
        const [start] = key;
        this.lists.set(key, { list });
        if (isNoted) continue;
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
    const read = numbers(entry.list), heads = read.slice(1, read[0] + 1), docs = [], positions = [], marks = [];
    let count = heads.length + 1, at = count + heads.filter((head) => head & 1).length, doc = 0;
    const places = (read.length - at) / 2;
    for (const head of heads) {
      doc += head >>> 1;
      for (let left = head & 1 ? read[count++] : 1, cell = 0; left > 0; left--) {
        const number = read[at + places];
        cell += read[at++];
        docs.push(doc);
        positions.push(cell * CELL + (number >>> 2));
        marks.push(number & 3);
      }
    }
    entry.list = undefined;
    return (entry.places = { docs, positions, marks });
  }

  /** The lines that begin with these loose characters, two of each or one: of `words` or of `titles`. */
  async lines(folder, heads) {
    const shards = linesOf(this.starts[folder].map((start) => ({ start })), heads.map((head) => Array.from(head)));
    const files = await Promise.all(Array.from(shards, (n) => this.part(folder, n)));
    return files.flatMap((file) => {
      if (!this.lined.has(file)) this.lined.set(file, file.split("\n").slice(0, -1).map((line) => line.split("\t")));
      return this.lined.get(file);
    });
  }

  /** The words that begin so: key → entries. Of two characters with which hardly any word begins, no file is asked for. */
  async words(heads) {
    const words = new Map(), { size, at } = this.begins;
    const likely = heads.filter((head) => {
      const [first, second] = Array.from(head, (c) => c.codePointAt());
      return !second || at.has((first * BESIDE + second) % size);
    });
    for (const [key, code, spelling = key] of await this.lines("words", likely)) {
      if (!words.has(key)) words.set(key, []);
      words.get(key).push([code, spelling]);
    }
    return words;
  }

  /** The texts of a document, without its asides. */
  async texts(document) {
    const [few, many] = this.manifest.perFile, [path, sizes, blocks] = await this.shown("texts", document, few, many), lengths = numbers(sizes);
    return { path, blocks: blocks.map(([rank, anchor, text, told], i) => ({ rank, anchor, text, told, size: lengths[i] * CELL })) };
  }

  /** The asides of a document, which stand behind its texts. */
  async asides(document) {
    const [, , few, many] = this.manifest.perFile, [sizes, asides] = await this.shown("asides", document, few, many), lengths = numbers(sizes);
    return asides.map(([anchor, text], i) => ({ rank: ASIDES, anchor, text, size: lengths[i] * CELL }));
  }

  /** A document in one of the files that hold so many records each, or so many others. */
  async shown(kind, document, few, many) {
    const { records } = this.manifest;
    const [place, size, before] = document < records ? [document, few, 0] : [document - records, many, Math.ceil(records / few)];
    return (await unpacked(this.part(kind, before + Math.floor(place / size))))[place % size];
  }

  /** All characters of a document in the normal form, as positions count them; of asides only where a place is in them. */
  async chars(document, places) {
    const isAside = places.some(({ at }) => at >= this.documents[document].ends[ASIDES - 1]);
    const [{ blocks }, asides] = await Promise.all([this.texts(document), isAside ? this.asides(document) : []]);
    return [...blocks, ...asides].flatMap(({ text, size }) => {
      const { chars } = normalize(text), { places } = placesOf(chars), all = new Array(size).fill(SEPARATOR);
      chars.forEach((c, i) => { all[places[i]] = c; });
      return all;
    });
  }
}

/** Tells one pair of characters from another. */
const BESIDE = 997;
/** The rank of asides. */
export const ASIDES = 4;
const EMPTY = { docs: [], positions: [], marks: [] };
/** So many thousands of characters stand in a usual file of lists. */
const USUAL = 24;

/** What a file of texts or asides holds: it is packed by DEFLATE and written in base64. */
async function unpacked(file) {
  const bytes = Uint8Array.from(atob(await file), (c) => c.charCodeAt());
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();
}

/** The keys of a list: what each has in common with the one before, and the characters that follow. */
function keysIn(list) {
  const read = numbers(list), found = [];
  for (let i = 0, before = []; i < read.length; ) {
    const common = read[i++], more = read[i++], key = before.slice(0, common);
    for (let n = 0; n < more; n++) key.push(read[i++] + (n ? 0 : before[common] ?? 0));
    found.push(String.fromCodePoint(...key));
    before = key;
  }
  return found;
}

/** The two characters by which a key lies in a shard; keys of one character lie together. */
export const headOf = ([first, second]) => (second ? first + second : SEPARATOR);

/** The shards in which lines lie that begin with these heads; one character stands for all that begin with it. */
function linesOf(starts, heads) {
  const shards = new Set();
  for (const [first, second] of heads) {
    const low = shardOf(starts, first + (second || SEPARATOR));
    const high = second ? low : shardOf(starts, first + "\u{10ffff}");
    for (let n = low; n <= high; n++) shards.add(n);
  }
  return shards;
}

/**
 * The shards in order of their first keys: within the range of one that lists share, those of single lists, each followed
 * by what is left of the range.
 */
function shardsWith(starts, alone, said) {
  const shared = starts.map((start, file) => ({ start, file }));
  const single = alone.flatMap((start, n) => {
    const thousands = said[n] >> 1, isNoted = (said[n] & 1) > 0;
    return [{ start, file: starts.length + n, thousands, isNoted }, { start: start + (isNoted ? "\0" : "\u{10ffff}\u{10ffff}") }];
  });
  const shards = [...shared, ...single].sort((a, b) => compare(a.start, b.start));
  let file = 0;
  for (const shard of shards) {
    if (shard.file === undefined) shard.file = file;
    else if (shard.thousands === undefined) ({ file } = shard);
  }
  return shards;
}

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
    if (compare(starts[middle].start, key) <= 0) low = middle;
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
