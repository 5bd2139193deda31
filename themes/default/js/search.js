// The search page: cuts a question by the index's own words, looks up where its characters stand, ranks and shows what was
// found. No dependencies. The upper part knows nothing of the page and runs anywhere; `start` at the end joins both.
// The format of the index is described in src/search/format.rs, the normal form in src/search/normalize.rs.

const SEPARATOR = "\n";

// ---------------------------------------------------------------- normal form

const VARIANTS = new Map();
{
  const pairs = Array.from("亞亜惡悪壓圧圍囲爲為醫医壹壱飮飲隱隠營営榮栄衞衛驛駅圓円緣縁艷艶應応歐欧毆殴櫻桜奧奥橫横溫温穩穏假仮價価畫画會会壞壊懷懐繪絵擴拡殼殻覺覚學学嶽岳樂楽勸勧卷巻寬寛歡歓觀観關関陷陥顏顔歸帰氣気龜亀僞偽戲戯犧犠舊旧據拠擧挙峽峡狹狭鄕郷曉暁區区驅駆勳勲徑径惠恵溪渓經経繼継莖茎螢蛍輕軽鷄鶏藝芸縣県儉倹劍剣圈圏檢検權権獻献硏研險険顯顕驗験嚴厳廣広恆恒鑛鉱號号國国黑黒濟済碎砕齋斎劑剤雜雑參参慘惨棧桟蠶蚕贊賛殘残絲糸齒歯兒児辭辞濕湿實実舍舎寫写釋釈壽寿收収從従澁渋獸獣縱縦肅粛處処緖緒敍叙將将燒焼獎奨條条狀状乘乗淨浄剩剰疊畳孃嬢讓譲釀醸觸触囑嘱眞真寢寝愼慎盡尽圖図粹粋醉酔隨随髓髄樞枢數数瀨瀬聲声靜静齊斉攝摂竊窃專専戰戦淺浅潛潜纖繊踐践錢銭禪禅雙双壯壮搜捜插挿爭争總総聰聡莊荘裝装騷騒增増臟臓藏蔵屬属續続墮堕體体對対帶帯滯滞臺台瀧滝擇択澤沢單単擔担膽胆團団彈弾斷断癡痴遲遅晝昼蟲虫鑄鋳廳庁聽聴鎭鎮遞逓鐵鉄轉転點点傳伝黨党盜盗燈灯當当鬪闘德徳獨独讀読屆届繩縄貳弐腦脳惱悩霸覇廢廃拜拝賣売麥麦發発髮髪拔抜蠻蛮祕秘濱浜甁瓶拂払佛仏竝並變変邊辺邉辺辯弁瓣弁寶宝豐豊沒没飜翻萬万滿満默黙彌弥藥薬譯訳豫予餘余與与譽誉搖揺樣様謠謡來来賴頼亂乱覽覧龍竜兩両獵猟綠緑鄰隣壘塁淚涙勵励禮礼隸隷靈霊齡齢戀恋爐炉勞労樓楼郞郎祿禄灣湾髙高﨑崎嵜崎嶋島嶌島檜桧曾曽槇槙煕熙淵渕附付");
  for (let i = 0; i < pairs.length; i += 2) VARIANTS.set(pairs[i], pairs[i + 1]);
}
const MARK = /[\p{M}ﾞﾟ]/u;
const DIGIT = /^[0-9]$/;
const KANA = /^[ぁ-ゖァ-ヺー]$/;
const PARTS = new Set("。、;!?|");
const DECORATION = new Set("「」『』【】〔〕〈〉《》()[]{}<>\"'`´‘’“”・*^\\");
const DASHES = new Set("ー-‐‑‒–—―−─━");
const WAVES = new Set("~〜∼〰");
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/;

/** The normal form of a text, and for each of its characters where it stands in the text. */
export function normalize(text) {
  const plain = [];
  const source = Array.from(text);
  for (let i = 0, at = 0; i < source.length; ) {
    let group = source[i++];
    while (i < source.length && MARK.test(source[i])) group += source[i++];
    const end = at + group.length;
    for (const c of group.normalize("NFKC").toLowerCase()) {
      if (!MARK.test(c) && !INVISIBLE.test(c)) plain.push([c, at, end]);
    }
    at = end;
  }
  const chars = [], from = [], to = [];
  let previous;
  plain.forEach(([c, start, end], i) => {
    const kept = keep(c, previous, plain[i + 1]?.[0]);
    if (kept === undefined || (kept === SEPARATOR && (previous === undefined || previous === SEPARATOR))) return;
    const last = chars.at(-1);
    const repeats = "々ゝヽゞヾ".includes(kept) && last !== undefined && last !== SEPARATOR;
    chars.push(repeats ? last : fold(kept));
    from.push(start);
    to.push(end);
    previous = kept;
  });
  if (chars.at(-1) === SEPARATOR) { chars.pop(); from.pop(); to.pop(); }
  return { chars, from, to };
}

function keep(c, previous, next) {
  const digits = DIGIT.test(previous) && DIGIT.test(next);
  if (c === ",") return digits ? undefined : SEPARATOR;
  if (c === ".") return digits ? c : undefined;
  if (c === "/" || c === ":") return digits ? c : SEPARATOR;
  if (PARTS.has(c)) return SEPARATOR;
  if (DECORATION.has(c)) return undefined;
  if (DASHES.has(c)) return KANA.test(previous) || (previous === undefined && c === "ー") ? "ー" : "-";
  if (WAVES.has(c)) return "~";
  if (/^[\s\p{Cc}]$/u.test(c)) return SEPARATOR;
  return c;
}

function fold(c) {
  if ("ヵヶゕゖ箇".includes(c)) return "か";
  if (c >= "ァ" && c <= "ヴ") return String.fromCharCode(c.charCodeAt(0) - 0x60);
  return VARIANTS.get(c) ?? c;
}

/** The loose form of a character; nothing for a long vowel. */
export function loose(c) {
  if (c === "ー") return "";
  if ("ぁぃぅぇぉっゃゅょゎ".includes(c)) return String.fromCharCode(c.charCodeAt(0) + 1);
  return c === "づ" ? "ず" : c === "ぢ" ? "じ" : c;
}

// ---------------------------------------------------------------- index

/** A new index was published while this one was being read. */
class Replaced extends Error {}

/** Reads the files of an index; `load(path)` gives the bytes of one. */
export class Index {
  constructor(load) {
    this.load = load;
    this.files = new Map();
    this.lists = new Map();
  }

  async open() {
    this.files.clear();
    this.lists.clear();
    this.manifest = JSON.parse(decode(await this.load(`manifest.json?${Date.now()}`)));
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
    const shards = new Set();
    for (const [first, second] of pairs) {
      const low = shardOf(this.gramStarts, first + (second || SEPARATOR));
      const high = second ? low : shardOf(this.gramStarts, first + "\u{10ffff}");
      for (let n = low; n <= high; n++) shards.add(n);
    }
    await Promise.all(Array.from(shards, async (n) => {
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

  /** The words by which the loose characters can be cut: key → entries. */
  async words(heads) {
    const shards = new Set(heads.map((head) => shardOf(this.wordStarts, head)));
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
    const { perFile } = this.manifest;
    const bytes = await this.bytes(`texts/${Math.floor(document / perFile)}.json`);
    bytes.documents ??= JSON.parse(decode(bytes)).documents;
    const [path, blocks] = bytes.documents[document % perFile];
    return { path, blocks: blocks.map(([rank, anchor, text]) => ({ rank, anchor, text })) };
  }
}

const RECORDS = new Set(["plan_section", "action_item", "key_goal"]);
const LISTS = new Set(["plan", "program", "key_goal_sheet", "corrections", "page"]);
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

// ---------------------------------------------------------------- question

/** Words by which people ask, and which texts need not hold. */
const ASKING = new Set(["いつ", "どこ", "だれ", "誰", "何", "なに", "なぜ", "どう", "どの", "どれ", "いくら", "いくつ", "どんな", "どうやって",
  "について", "とは", "ください", "下さい", "教えて", "知りたい", "たい", "です", "ですか", "ます", "ますか", "こと", "もの", "とき", "時", "ため", "方法", "場合",
  "は", "が", "を", "に", "の", "と", "で", "も", "へ", "や", "か", "な", "ね", "よ", "から", "まで", "より", "など", "って", "した", "する", "される", "た", "て", "だ", "ある", "いる", "なる", "れる", "られる"]);
/** What follows a word without changing what is asked for. */
const BEHIND = new Set(["後", "前", "中", "時", "等", "内", "別", "用", "者数", "数"]);
const ERAS = [["令和", "r", 2018], ["平成", "h", 1988], ["昭和", "s", 1925]];
const WEIGHTS = { w: 0.95, b: 0.85, r: 0.85, s: 0.75 };
const VARIANTS_AT_MOST = 14;

/** The words of a question: what stands between spaces, and what stands in quotes. */
export function wordsOf(question) {
  const words = [];
  for (const [, quoted, free] of question.matchAll(/["“”„＂]([^"“”„＂]*)["“”„＂]?|([^"“”„＂]+)/gu)) {
    const text = quoted ?? free;
    const { chars, from, to } = normalize(text);
    for (let start = 0, i = 0; i <= chars.length; i++) {
      if (i < chars.length && chars[i] !== SEPARATOR) continue;
      while (i - start > 1 && "-ー~々ゝ".includes(chars[start])) start++;
      if (i > start) {
        words.push({ chars: chars.slice(start, i), typed: Array.from({ length: i - start }, (_, k) => text.slice(from[start + k], to[start + k])), exact: quoted !== undefined });
      }
      start = i + 1;
    }
  }
  return words;
}

/** Other spellings of a year: 令和4年度, r4年度, 2022年度. */
function yearSpellings(text) {
  const match = /^(令和|平成|昭和|[rhs])(\d{1,2}|元|[一二三四五六七八九十]{1,3})(年度|年)?$|^((?:19|20)\d\d)(年度|年)?$/u.exec(text);
  if (!match) return [];
  const [, era, ordinal, suffix, western, westernSuffix] = match;
  const year = western ? Number(western) : ERAS.find(([name, letter]) => era === name || era === letter)[2] + ordinalOf(ordinal);
  const ends = (suffix ?? westernSuffix) ? [suffix ?? westernSuffix] : ["年度", "年"];
  const spellings = [];
  for (const [name, letter, base] of ERAS) {
    const n = year - base;
    if (n < 1 || (letter === "h" && n > 31) || (letter === "s" && n > 64)) continue;
    for (const end of ends) {
      spellings.push(`${name}${n}${end}`, `${letter}${n}${end}`);
      if (n === 1) spellings.push(`${name}元${end}`);
    }
    if (!(suffix ?? westernSuffix)) spellings.push(`${letter}${n}`);
  }
  for (const end of ends) spellings.push(`${year}${end}`);
  return spellings.filter((spelling) => spelling !== text);
}

function ordinalOf(text) {
  if (text === "元") return 1;
  if (/^\d/.test(text)) return Number(text);
  const [tens, ones] = text.includes("十") ? text.split("十") : ["", text];
  const digit = (c) => "一二三四五六七八九".indexOf(c) + 1;
  return (text.includes("十") ? (tens ? digit(tens) : 1) * 10 : 0) + (ones ? digit(ones) : 0);
}

/** Cuts a word along the cheapest path through the words of the index. */
function cut({ chars, typed }, words, fuzzy) {
  const keys = [];
  chars.forEach((c, i) => { const l = loose(c); if (l) keys.push({ c: l, i }); });
  const size = keys.length;
  const best = Array.from({ length: size + 1 }, () => [{ cost: Infinity }, { cost: Infinity }]);
  best[0][0] = { cost: 0 };
  const step = (from, used, to, useds, cost, edge) => {
    const total = best[from][used].cost + cost;
    if (total < best[to][useds].cost) best[to][useds] = { cost: total, from, used, edge };
  };
  for (let at = 0; at < size; at++) {
    const run = runLength(keys, at);
    for (const used of [0, 1]) {
      if (best[at][used].cost === Infinity) continue;
      step(at, used, at + run, used, run > 1 ? 1 : 2.6, { entries: [], known: run > 1 });
      for (let to = at + 1, key = ""; to <= Math.min(size, at + 24); to++) {
        key += keys[to - 1].c;
        const entries = words.get(key);
        if (entries && !(run > 1 && to < at + run)) {
          const plain = entries.some(([code]) => code === "w" || code === "f" || code === "s");
          step(at, used, to, used, (to - at === 1 ? 1.5 : 1) + (plain ? 0 : 0.3) + 0.02 * (24 - (to - at)) / 24, { entries, known: true });
        }
      }
      if (fuzzy && !used) {
        for (const [key, entries] of words) {
          if (key[0] !== keys[at].c || key.length < 4 || !/^[ぁ-ゖa-z]+$/u.test(key)) continue;
          for (let to = at + key.length - 1; to <= Math.min(size, at + key.length + 1); to++) {
            const asked = keys.slice(at, to).map((k) => k.c).join("");
            if (asked.length >= 4 && asked !== key && near(asked, key)) step(at, 0, to, 1, 1.8, { entries, known: true, guess: key });
          }
        }
      }
    }
  }
  const end = fuzzy ? best[size][1] : best[size][0];
  if (end.cost === Infinity) return undefined;
  const segments = [];
  for (let node = end, to = size; node.edge; to = node.from, node = best[node.from][node.used]) {
    const start = keys[node.from].i;
    const stop = to === size ? chars.length : keys[to].i;
    const first = node.from === 0 ? 0 : start;
    segments.unshift(segment(chars.slice(first, stop).join(""), node.edge, typed.slice(first, stop).join("")));
  }
  const last = segments.at(-1);
  if (segments.length > 1 && BEHIND.has(last.text) && Array.from(segments.at(-2).text).length > 1) last.behind = true;
  return segments;
}

/** Digits and Latin letters are never cut within. */
function runLength(keys, at) {
  const kind = (k) => (k && /[0-9.]/.test(k.c) ? 1 : k && /[a-z]/.test(k.c) ? 2 : 0);
  const own = kind(keys[at]);
  let to = at + 1;
  while (own && kind(keys[to]) === own) to++;
  return to - at;
}

function segment(text, { entries, known, guess }, typed) {
  const options = new Map(guess ? [] : [[text, 1]]);
  for (const [code, spelling] of entries) {
    const weight = WEIGHTS[code] ?? 0.95;
    if ((options.get(spelling) ?? 0) < weight) options.set(spelling, weight);
  }
  const silent = (entries.some(([code]) => code === "f") || ASKING.has(text)) && !/[ァ-ヺｦ-ﾟ]/u.test(typed);
  return { text, known, guess, options: [...options], silent: silent && (/^[ぁ-ゖー]+$/u.test(text) || ASKING.has(text)) };
}

/** Whether two words differ by one character left out, put in, changed, or by two neighbours exchanged. */
export function near(a, b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let head = 0, tail = 0;
  while (head < a.length && a[head] === b[head]) head++;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const left = a.length - head - tail, right = b.length - head - tail;
  if (left <= 1 && right <= 1) return true;
  return left === 2 && right === 2 && a[head] === b[head + 1] && a[head + 1] === b[head];
}

/** The spellings of a row of segments, the likeliest first. */
function spellings(segments) {
  let rows = [["", 1]];
  for (const { options } of segments) {
    rows = rows.flatMap(([text, weight]) => options.map(([option, more]) => [text + option, weight * more]));
    rows = rows.sort((a, b) => b[1] - a[1]).slice(0, VARIANTS_AT_MOST * 2);
  }
  const seen = new Map();
  for (const [text, weight] of rows) if (text && !seen.has(text)) seen.set(text, weight);
  return [...seen].slice(0, VARIANTS_AT_MOST);
}

// ---------------------------------------------------------------- finding

/** Titles, names, tags, body, asides. */
const CLASS_WEIGHTS = [7, 3, 1.5, 1, 0.25];
const CLASS_B = [0.3, 0.5, 0.5, 0.6, 0.5];
const K1 = 1.2;

/** The pairs that prove a phrase: every second one and the last. */
function proof(text) {
  const chars = Array.from(text), pairs = [];
  if (chars.length === 1) return [{ key: text, pair: [text, ""], offset: 0 }];
  for (let i = 0; i < chars.length - 1; i += 2) pairs.push(i);
  if (pairs.at(-1) !== chars.length - 2) pairs.push(chars.length - 2);
  return pairs.map((offset) => ({ key: chars[offset] + chars[offset + 1], pair: [chars[offset], chars[offset + 1]], offset }));
}

/** Where a phrase stands: for each document the positions, and whether they are whole words. */
function phrase(index, text) {
  const pairs = proof(text), found = new Map();
  const length = Array.from(text).length;
  if (length === 1) {
    for (const key of index.lists.get(text) ?? []) {
      const { docs, positions, marks } = index.places(key);
      docs.forEach((doc, i) => note(found, doc, positions[i], 1, marks[i] & 1 ? 1 : 0.4));
    }
    return found;
  }
  const lists = pairs.map(({ key, offset }) => ({ ...index.places(key), offset }));
  if (lists.some((list) => !list.docs.length)) return found;
  const cursors = lists.map(() => 0);
  const [first, ...others] = lists;
  places: for (let i = 0; i < first.docs.length; i++) {
    const doc = first.docs[i], at = first.positions[i];
    let ends = first.marks[i] & 2;
    for (let j = 0; j < others.length; j++) {
      const { docs, positions, marks, offset } = others[j];
      let k = cursors[j];
      while (k < docs.length && (docs[k] < doc || (docs[k] === doc && positions[k] < at + offset))) k++;
      cursors[j] = k;
      if (k === docs.length) break places;
      if (docs[k] !== doc || positions[k] !== at + offset) continue places;
      ends = marks[k] & 2;
    }
    const edges = (first.marks[i] & 1) + (ends ? 1 : 0);
    const plain = (edges < 2 && !(first.marks[i] & 1) && /^[0-9a-z]/.test(text)) || (!ends && /[0-9a-z]$/.test(text));
    note(found, doc, at, length, plain ? 0.1 : [0.4, 0.7, 1][edges]);
  }
  return found;
}

function note(found, doc, at, length, weight) {
  if (!found.has(doc)) found.set(doc, []);
  found.get(doc).push({ at, length, weight });
}

/** Joins what was found of several spellings. */
async function any(index, variants) {
  await index.need(variants.flatMap(([text]) => proof(text).map(({ pair }) => pair)));
  const found = new Map();
  for (const [text, weight] of variants) {
    for (const [doc, hits] of phrase(index, text)) {
      if (!found.has(doc)) found.set(doc, []);
      const own = found.get(doc);
      for (const hit of hits) {
        if (!own.some((other) => other.at <= hit.at && hit.at + hit.length <= other.at + other.length)) {
          own.push({ ...hit, weight: hit.weight * weight });
        }
      }
    }
  }
  return found;
}

/** How telling it is to hold what so many documents hold. */
const rarity = (index, documents) => Math.log(1 + (index.count - Math.min(documents, index.count) + 0.5) / (documents + 0.5));

/** The weight of finding these hits in a document, and the hits themselves. */
function score(index, found, share = 1) {
  const { averages } = index.manifest;
  const idf = rarity(index, found.size);
  const scores = new Map();
  for (const [doc, hits] of found) {
    const { ends } = index.documents[doc];
    const sums = ends.map(() => 0);
    let title = 0;
    for (const { at, length, weight } of hits) {
      const place = ends.findIndex((end) => at < end);
      sums[place] += weight;
      if (place === 0) title = Math.max(title, (weight * length) / (ends[0] - 1));
    }
    const weighted = sums.reduce((sum, tf, c) => {
      const length = ends[c] - (ends[c - 1] ?? 0);
      return sum + (CLASS_WEIGHTS[c] * tf) / (1 - CLASS_B[c] + (CLASS_B[c] * length) / Math.max(averages[c], 1));
    }, 0);
    scores.set(doc, { score: share * idf * (weighted / (K1 + weighted) + 0.4 * title), hits });
  }
  return { scores, idf };
}

/** Finds one word of the question: as a phrase in all its spellings, and by its parts; else by its nearest spelling. */
async function unit(index, word) {
  const { chars, typed, exact } = word, text = chars.join(""), shown = typed.join("");
  if (exact) return { shown, ...score(index, await any(index, [[text, 1]])) };
  const keys = chars.map(loose).filter(Boolean);
  const kana = keys.every((c) => /[ぁ-ゖ]/u.test(c));
  const heads = keys.map((c, i) => c + (keys[i + 1] ?? SEPARATOR));
  if (kana && keys.length <= 24) heads.push(...keys.map((c) => c + SEPARATOR));
  const literal = index.need(proof(text).map(({ pair }) => pair));
  const words = await index.words(heads);
  await literal;
  const segments = cut(word, words) ?? [segment(text, { entries: [], known: false }, shown)];
  const rows = spellings(segments);
  if (kana) await declared(index, rows, words);
  const variants = new Map([[text, 1]]);
  for (const [spelling, weight] of rows) {
    variants.set(spelling, Math.max(weight, variants.get(spelling) ?? 0));
    const again = words.get(Array.from(spelling, loose).join("")) ?? [];
    for (const [code, other] of again) if (code === "s" && !variants.has(other)) variants.set(other, weight * WEIGHTS.s);
  }
  for (const spelling of yearSpellings(text)) variants.set(spelling, 1);
  const whole = score(index, await any(index, [...variants].slice(0, VARIANTS_AT_MOST * 2)));
  const scores = await byParts(index, segments, whole, kana);
  if (scores?.size) return { shown, scores, idf: rarity(index, scores.size) };
  if (whole.scores.size || keys.length < 4) return { shown, ...whole };
  const guess = cut(word, words, true);
  const guessed = guess ? await any(index, spellings(guess)) : new Map();
  if (!guessed.size) return { shown, ...whole };
  return { shown, ...score(index, guessed, 0.8), guess: await spelled(index, guessed) };
}

/** A reading leads to spellings, and these may have declared synonyms of their own. */
async function declared(index, rows, words) {
  const heads = rows.slice(0, 4).map(([spelling]) => (Array.from(spelling, loose).join("") + SEPARATOR).slice(0, 2));
  for (const [key, entries] of await index.words(heads)) words.set(key, entries);
}

/** How the first place spells what was guessed. */
async function spelled(index, found) {
  const [doc, [hit]] = found.entries().next().value;
  return (await passages(index, doc, [hit]))[0]?.marked ?? "";
}

/** What a word of several parts means: each part in the same document, the nearer the better. */
async function byParts(index, segments, whole, kana) {
  if (!whole.scores.size && segments.at(-1).behind) segments = [...segments.slice(0, -1), { ...segments.at(-1), silent: true }];
  const telling = segments.filter(({ silent }) => !silent);
  const broken = segments.some(({ silent }) => silent);
  if (kana && segments.reduce((sum, { text }) => sum + text.length, 0) < 7) return undefined;
  if (telling.length < (broken ? 1 : 2)) return undefined;
  if (!broken && (whole.scores.size || telling.some(({ text, known }) => !known || Array.from(text).length < 2))) return undefined;
  const content = joinUnknown(segments);
  if (!content.length) return undefined;
  const found = [];
  for (const row of content) found.push(score(index, await any(index, spellings(row))));
  const mass = found.reduce((sum, { idf }) => sum + idf, 0);
  const scores = new Map(whole.scores);
  const candidates = [...new Set(found.flatMap(({ scores: own }) => [...own.keys()]))].map((doc) => {
    const met = found.filter(({ scores: own }) => own.has(doc));
    return { doc, met, cover: met.reduce((sum, { idf }) => sum + idf, 0) / mass };
  });
  const answers = ({ met, cover }) => cover >= (broken ? (met.length > 1 ? 0.3 : 0.45) : 0.999);
  const least = broken && (scores.size || candidates.some(answers)) ? 0.25 : 0;
  for (const { doc, met, cover } of candidates.filter((one) => (least ? one.cover >= least : answers(one)))) {
    const own = met.map(({ scores: s }) => s.get(doc));
    const sum = own.reduce((total, { score: s }) => total + s, 0) * cover * cover * (0.5 + 0.5 * closeness(own));
    const before = scores.get(doc);
    const hits = [...(before?.hits ?? []), ...own.flatMap(({ hits: h }) => h)];
    scores.set(doc, { score: (before ? before.score * 1.5 : 0) + sum * 0.6, hits });
  }
  return scores;
}

/** Rows of segments between the silent ones; what the index does not know stays with its neighbours. */
function joinUnknown(segments) {
  const rows = [];
  let open = false;
  for (const part of segments) {
    if (part.silent) { open = false; continue; }
    const kana = /^[ぁ-ゖー]{1,3}$/u.test(part.text) && !part.known;
    if (kana) { open = false; continue; }
    const short = Array.from(part.text).length < 2 || /^[0-9.]+$/.test(part.text);
    if (open && (short || !part.known || rows.at(-1).short || rows.at(-1).unknown)) {
      rows.at(-1).push(part);
      rows.at(-1).short = /^[0-9.]+$/.test(part.text);
    } else {
      rows.push(Object.assign([part], { short }));
    }
    rows.at(-1).unknown = !part.known;
    open = true;
  }
  return rows.filter((row) => !row.short || rows.length === 1);
}

/** 1 where all stand together, towards 0 where they are far apart. */
function closeness(lists) {
  if (lists.length < 2) return 1;
  const marks = lists.flatMap(({ hits }, list) => hits.map(({ at }) => ({ at, list }))).sort((a, b) => a.at - b.at);
  const last = new Array(lists.length).fill(-Infinity);
  let span = Infinity;
  for (const { at, list } of marks) {
    last[list] = at;
    span = Math.min(span, at - Math.min(...last));
  }
  return 1 / (1 + Math.max(0, span - 8 * lists.length) / 60);
}

/** How much a page counts that only lists or explains, beside a record; less so where its very title was asked for. */
const ASIDE = 0.1;
/** Where fewer documents hold all words, those that hold some follow. */
const FEW = 5;

/**
 * Answers a question: the documents in order, what had to be forgiven (`guesses`), whether no document holds all words and
 * these hold some (`some`), and which words nothing holds (`missing`). A hit is `partial` if it does not hold all words.
 */
export async function find(index, question) {
  const words = wordsOf(question);
  if (!words.length) return { hits: [], guesses: [], some: false, missing: [], units: [] };
  const units = await Promise.all(words.map((word) => unit(index, word)));
  const guesses = units.filter(({ guess }) => guess).map(({ shown, guess }) => ({ text: shown, guess }));
  const missing = units.filter(({ scores }) => !scores.size).map(({ shown }) => shown);
  let docs = [...units[0].scores.keys()].filter((doc) => units.every(({ scores }) => scores.has(doc)));
  const some = !docs.length && units.length > 1 && missing.length * 2 < units.length;
  if (some || (docs.length && docs.length < FEW)) docs = [...new Set(units.flatMap(({ scores }) => [...scores.keys()]))];
  const mass = units.reduce((sum, { idf }) => sum + idf, 0) || 1;
  const hits = docs.map((doc) => {
    const own = units.filter(({ scores }) => scores.has(doc));
    const partial = own.length < units.length;
    const cover = partial ? own.reduce((sum, { idf }) => sum + idf, 0) / mass : 1;
    const lists = own.map(({ scores }) => scores.get(doc));
    const sum = lists.reduce((total, { score: s }) => total + s, 0);
    const { kind, years, ends } = index.documents[doc];
    const code = index.manifest.kinds[kind][0];
    const titled = lists.some(({ hits: h }) => h.some(({ at, length }) => at === 0 && length === ends[0] - 1));
    const weight = RECORDS.has(code) || (titled && LISTS.has(code)) ? 1 : ASIDE;
    return { doc, score: sum * weight * cover * (0.8 + 0.2 * closeness(lists)), lists, partial, cover, latest: Math.max(0, ...years) };
  }).filter(({ partial, cover }) => some || !partial || cover > 0.4);
  hits.sort((a, b) => a.partial - b.partial || Math.round((b.score - a.score) * 1e6) || b.latest - a.latest || a.doc - b.doc);
  return { hits, guesses, some, missing, units };
}

// ---------------------------------------------------------------- excerpts

/** The texts of a document in which the hits stand, with the places to mark. */
async function passages(index, doc, hits) {
  const { blocks } = await index.texts(doc);
  const found = [];
  let start = 0;
  for (const block of blocks) {
    const { chars, from, to } = normalize(block.text);
    const end = start + chars.length;
    const inside = hits.filter(({ at }) => at >= start && at < end);
    if (inside.length) {
      const marks = inside.map(({ at, length, weight }) => {
        const last = Math.min(at + length, end) - 1;
        return { from: from[at - start], to: to[last - start], weight };
      }).sort((a, b) => a.from - b.from || b.to - a.to);
      found.push({ ...block, marks, marked: block.text.slice(marks[0].from, marks[0].to) });
    }
    start = end + 1;
  }
  return found;
}

/** Pieces of a text around its first marks: strings, and strings in arrays to be marked. */
function pieces({ text, marks }, length = 100) {
  const begin = text.length <= length ? 0 : Math.max(0, Math.min(marks[0].from - 24, text.length - length));
  const stop = Math.min(text.length, begin + length);
  const result = begin > 0 ? ["…"] : [];
  let at = begin;
  for (const mark of marks) {
    if (mark.from >= stop || mark.to <= at) continue;
    const from = Math.max(mark.from, at), to = Math.min(mark.to, stop);
    if (from > at) result.push(text.slice(at, from));
    result.push([text.slice(from, to)]);
    at = to;
  }
  if (at < stop) result.push(text.slice(at, stop));
  if (stop < text.length) result.push("…");
  return result;
}

/** What the page shows of a hit. */
export async function describe(index, { doc, lists }) {
  const { path, blocks } = await index.texts(doc);
  const found = await passages(index, doc, lists.flatMap(({ hits }) => hits));
  const { kind, years, departments } = index.documents[doc];
  const title = blocks.find(({ rank }) => rank === 0)?.text ?? path;
  const inTitle = found.find(({ rank, text }) => rank === 0 && text === title);
  const worth = (passage) => {
    const kinds = lists.filter(({ hits }) => hits.some((hit) => passage.hits?.has(hit))).length;
    return kinds + passage.marks.reduce((sum, { weight, from, to }) => sum + weight * Math.min(to - from, 12), 0) * [0, 1.1, 0.5, 1, 0.4][passage.rank];
  };
  const best = found.filter(({ rank }) => rank > 0).sort((a, b) => worth(b) - worth(a))[0];
  return {
    path,
    anchor: best?.anchor ?? "",
    title: inTitle ? pieces(inTitle, 200) : [title],
    kind: index.manifest.kinds[kind][1],
    years,
    departments: departments.map((place) => index.manifest.departments[place]),
    excerpt: best ? pieces(best) : [blocks.find(({ rank }) => rank === 3)?.text.slice(0, 100) ?? ""],
  };
}

// ---------------------------------------------------------------- page

const AT_ONCE = 10;
const FACETS = [["kind", "種類"], ["year", "年度"], ["department", "部局"]];

/** Joins the search to the elements of its page: #search-form, #q, #search-status, #search-facets, #search-results. */
export function start(page = document) {
  const form = page.getElementById("search-form"), input = page.getElementById("q");
  const status = page.getElementById("search-status"), results = page.getElementById("search-results");
  const facets = page.getElementById("search-facets");
  if (!form || !input || !results) return;
  page.getElementById("search-unavailable")?.remove();
  const root = page.documentElement.dataset.root ?? "../";
  const index = new Index(async (path) => {
    const answer = await fetch(`${root}search/${path}`);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  });
  let opened, running = false, waiting = false, shown = AT_ONCE, chosen = new Map();

  const readAddress = () => {
    const query = new URLSearchParams(location.search);
    input.value = query.get("q") ?? "";
    chosen = new Map(FACETS.map(([name]) => [name, new Set(query.getAll(name))]));
  };
  const writeAddress = (push) => {
    const query = new URLSearchParams();
    if (input.value.trim()) query.set("q", input.value.trim());
    for (const [name, values] of chosen) for (const value of values) query.append(name, value);
    const address = query.size ? `?${query}` : location.pathname;
    if (address === location.search || (!location.search && !query.size)) return;
    history[push ? "pushState" : "replaceState"](null, "", address);
  };

  /** One search at a time; what is typed meanwhile is searched next. */
  const run = async () => {
    if (running) { waiting = true; return; }
    running = true;
    do {
      waiting = false;
      try {
        opened ??= index.open();
        await opened;
        await answer(input.value);
      } catch (fault) {
        opened = undefined;
        if (fault instanceof Replaced) waiting = true;
        else status.textContent = "検索の索引を読み込めませんでした。通信の状態を確かめて、もう一度お試しください。";
      }
    } while (waiting);
    running = false;
  };

  const answer = async (question) => {
    if (!wordsOf(question).length) return show({ hits: [], guesses: [] }, "", []);
    const found = await find(index, question);
    const counted = countFacets(index, found.hits, chosen);
    const described = await Promise.all(counted.hits.slice(0, shown).map((hit) => describe(index, hit)));
    if (!waiting) show({ ...found, ...counted }, question.trim(), described);
  };

  const show = ({ hits, guesses, some, facets: counts }, question, described) => {
    results.replaceChildren(...described.map((hit) => item(page, root, hit)));
    more.hidden = hits.length <= described.length;
    if (facets) facets.replaceChildren(...(counts && question ? counts.map((facet) => fieldset(page, facet, choose)) : []));
    status.textContent = announce(question, hits.length, guesses, some);
    empty.hidden = !question || hits.length > 0;
  };

  const choose = (name, value, on) => {
    chosen.get(name)[on ? "add" : "delete"](value);
    shown = AT_ONCE;
    writeAddress(true);
    run().then(() => facets.querySelector(`input[name="${name}"][value="${value}"]`)?.focus());
  };

  const more = element(page, "button", { type: "button", className: "search-more", hidden: true }, "さらに表示する");
  more.addEventListener("click", async () => {
    const next = results.children.length;
    shown += AT_ONCE;
    await run();
    results.children[next]?.querySelector("a")?.focus();
  });
  const empty = element(page, "div", { className: "search-empty", hidden: true },
    element(page, "p", {}, "次のことをお試しください。"),
    element(page, "ul", {},
      element(page, "li", {}, "短い言葉や、別の言い方に変える"),
      element(page, "li", {}, "言葉の数を減らす"),
      element(page, "li", {}, "ひらがなの読みで入力する"),
      element(page, "li", {}, "左のメニューや用語集、年度や部局の一覧からたどる")));
  results.after(more, empty);

  const edited = () => { shown = AT_ONCE; writeAddress(false); run(); };
  input.addEventListener("input", (event) => { if (!event.isComposing) edited(); });
  input.addEventListener("compositionend", edited);
  form.addEventListener("submit", (event) => { event.preventDefault(); writeAddress(true); run(); });
  addEventListener("popstate", () => { readAddress(); shown = AT_ONCE; run(); });
  form.addEventListener("keydown", (event) => move(event, -1));
  results.addEventListener("keydown", (event) => move(event, Array.from(results.children).indexOf(event.target.closest("li"))));

  const move = (event, from) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && from >= 0) input.focus();
    if (!step || event.isComposing || (from < 0 && step < 0)) return;
    const link = results.children[from + step]?.querySelector("a");
    if (!link && from + step >= 0) return;
    event.preventDefault();
    (link ?? input).focus();
  };

  readAddress();
  if (input.value) run();
  else input.addEventListener("focus", () => { opened ??= index.open().catch(() => { opened = undefined; }); }, { once: true });
}

/** Keeps the hits that the chosen facets allow, and counts for each value what choosing it would leave. */
export function countFacets(index, hits, chosen) {
  const values = {
    kind: ({ doc }) => [index.manifest.kinds[index.documents[doc].kind]],
    year: ({ doc }) => index.documents[doc].years.map((year) => [String(year), `${yearName(year)}(${year}年度)`]),
    department: ({ doc }) => index.documents[doc].departments.map((place) => [index.manifest.departments[place], index.manifest.departments[place]]),
  };
  const allowed = (hit, except) => FACETS.every(([name]) => {
    const wanted = chosen.get(name);
    return name === except || !wanted?.size || values[name](hit).some(([value]) => wanted.has(value));
  });
  const facets = FACETS.map(([name, label]) => {
    const counts = new Map();
    for (const hit of hits.filter((hit) => allowed(hit, name))) {
      for (const [value, text] of values[name](hit)) {
        const entry = counts.get(value) ?? { value, text, count: 0, on: chosen.get(name)?.has(value) ?? false };
        entry.count++;
        counts.set(value, entry);
      }
    }
    const entries = [...counts.values()].sort((a, b) => (name === "year" ? b.value - a.value : b.count - a.count));
    return { name, label, entries };
  }).filter(({ entries }) => entries.length > 1 || entries.some(({ on }) => on));
  return { hits: hits.filter((hit) => allowed(hit)), facets };
}

/** 令和4年度. */
function yearName(year) {
  const [name, , base] = ERAS.find(([, , from]) => year > from);
  return `${name}${year - base === 1 ? "元" : year - base}年度`;
}

function announce(question, count, guesses, some) {
  if (!question) return "";
  const notes = guesses.map(({ text, guess }) => `「${text}」は見つからなかったため、「${guess}」の結果を表示しています。`);
  if (some) notes.push("すべての語を含むページはありません。いずれかの語を含むページを表示しています。");
  notes.push(count ? `「${question}」の検索結果は${count}件です。` : `「${question}」に一致するページはありません。`);
  return notes.join("");
}

function item(page, root, { path, anchor, title, kind, years, departments, excerpt }) {
  const address = `${root}${path}index.html${anchor ? `#${encodeURIComponent(anchor)}` : ""}`;
  const link = element(page, "a", { href: address }, ...marked(page, title));
  const span = years.length > 2 ? `${yearName(years[0])}～${yearName(years.at(-1))}` : years.map(yearName).join("、");
  const about = [["kind", kind], ["year", span], ["department", departments.join("、")]].filter(([, text]) => text);
  const li = element(page, "li", {},
    element(page, "p", { className: "search-title" }, link),
    element(page, "p", { className: "search-about" }, ...about.flatMap(([name, text], i) => [
      ...(i ? [" "] : []), element(page, "span", { className: `search-${name}` }, text)])),
    element(page, "p", { className: "search-excerpt" }, ...marked(page, excerpt)));
  li.dataset.id = path;
  return li;
}

function fieldset(page, { name, label, entries }, choose) {
  return element(page, "fieldset", {}, element(page, "legend", {}, label), ...entries.map(({ value, text, count, on }) => {
    const box = element(page, "input", { type: "checkbox", name, value, checked: on });
    box.addEventListener("change", () => choose(name, value, box.checked));
    return element(page, "label", {}, box, ` ${text} (${count})`);
  }));
}

const marked = (page, parts) => parts.map((part) => (Array.isArray(part) ? element(page, "mark", {}, part[0]) : part));

function element(page, name, properties, ...children) {
  const made = Object.assign(page.createElement(name), properties);
  made.append(...children);
  return made;
}

if (typeof document !== "undefined") start();
