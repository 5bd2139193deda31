// What the ranking is for, one case each: made-up documents, a question, and the documents that answer it, in order:
//   node tests/search/ranking.mjs
// A document without all words is marked `~`. In texts `/` stands where words begin and end. mutants.mjs takes the weights away
// one by one and demands that these cases notice.
import assert from "node:assert/strict";
import { script } from "./site.mjs";
import { tiny } from "./tiny.mjs";

const { find, tagged } = await script("answer");
const { ASKED_AT_MOST, wordsOf } = await script("question");

const other = { title: "消防/の/設備", body: "ほか/の/こと/を/書く" };
const filling = "市民/の/声/を/聞き/ながら/事業/を/進め/、/その/結果/を/毎年/公表/し/ます/。".repeat(4);

const CASES = [
  ["a title counts more than a name, a name more than a tag, that more than the body, and an aside least", [
    { title: "甲乙", names: "甲乙", tags: "甲乙", body: "甲乙", asides: "公園" },
    { title: "甲乙", names: "甲乙", tags: "甲乙", body: "公園" }, { title: "甲乙", names: "甲乙", tags: "公園", body: "甲乙" },
    { title: "甲乙", names: "公園", tags: "甲乙", body: "甲乙" }, { title: "公園", names: "甲乙", tags: "甲乙", body: "甲乙" },
  ], "公園", "4 3 2 1 0"],
  ["what stands often counts more, but a word in the title more than ten in the body", [
    { title: "設備", body: "公園/と/公園/の/話" }, { title: "設備", body: "公園/と/広場/の/話" },
    { title: "公園/の/設備/の/話", body: "広場" }, { title: "設備", body: "公園/、".repeat(10) }, other], "公園", "2 3 0 1"],
  ["a short text with a word is more about it than a long one", [
    { title: "設備", body: `公園/を/直す。${filling}` }, { title: "設備", body: "公園/を/直す" }, other], "公園", "1 0"],
  ["a page whose whole title is asked for comes first, though another holds the word more often", [
    { title: "公園/の/話", names: "公園", body: "公園/と/公園/と/公園" }, { title: "公園" }, other], "公園", "1 0"],
  ["a rare word counts more than a frequent one", [
    { title: "計画/の/話", body: "消防" }, { title: "計画/の/話", body: "公園" }, { title: "計画/の/話" }, other,
    { title: "広場", body: "公園" }, { title: "広場", body: "計画" }], "公園 計画", "1 4~"],
  ["of equals the newest comes first", [
    { title: "公園/の/話", years: [2020] }, { title: "公園/の/話", years: [2021, 2023] },
    { title: "公園/の/話", years: [2022] }, other], "公園", "1 2 0"],
  ["a list, a group, a word and a guide come behind the records", [
    { title: "公園/の/表", role: "list" }, { title: "公園/の/課", role: "group" }, { title: "公園/の/語", role: "word" },
    { title: "公園/の/案", role: "guide" }, { title: "話", body: "公園" }, other], "公園", "4 0 1 2 3"],
  ["but a list or a guide whose very title is asked for comes first, and a word or a group does not", [
    { title: "話", body: "公園/計画" }, { title: "公園/計画", role: "list" }, { title: "公園/計画", role: "word" },
    { title: "公園/計画", role: "guide" }, { title: "公園/計画", role: "group" }, other], "公園計画", "1 3 0 2 4"],
  ["who asks what a word means wants its explanation first", [
    { title: "公園", body: "直す" }, { title: "公園", role: "word" }, other], "公園とは", "1 0"],
  ["and what a guide names", [
    { title: "公園", body: "直す" }, { title: "記号", names: "公園", role: "guide" }, other], "公園の意味", "1 0"],
  ["whole words count more than pieces of words", [
    { title: "設備", body: "大公園内/の/話" }, { title: "設備", body: "市/公園内/の/話" },
    { title: "設備", body: "市/公園/の/話題" }, other], "公園", "2 1 0"],
  ["where few documents hold all words, those follow that hold most of what the words tell", [
    { title: "公園/の/整備", body: "計画" }, { title: "公園/の/整備" }, { title: "計画" }, { title: "計画/の/話" },
    { title: "計画/と/話" }, other], "公園 整備 計画", "0 1~"],
  ["where no document holds all words, those follow that hold some", [
    { title: "公園" }, { title: "計画" }, other], "公園 計画", "0~ 1~"],
  ["unless most words stand nowhere", [{ title: "公園" }, other], "公園 火星 宇宙船", ""],
  ["a question in words finds what holds its parts, the nearer the better", [
    { title: "話", body: `公園/。/${filling}/整備/を/する` }, { title: "話", body: `公園/の/花壇/の/整備/。/${filling}` }, other],
    "公園を整備しますか", "1 0", ["を\tf", "し\tf", "ます\tf"]],
  ["and then what holds a good part of what they tell", [
    { title: "公園/の/整備" }, { title: "公園" }, other, { title: "整備" }], "公園の整備", "0 1 3", ["の\tf"]],
  ["a compound that stands nowhere needs all its parts", [
    { title: "公園/と/整備" }, { title: "公園" }, { title: "整備" }, other], "公園整備", "0"],
  ["where it stands, its parts do not matter", [
    { title: "公園整備" }, { title: "公園/と/整備" }, other], "公園整備", "0"],
  ["what follows a word need not stand", [{ title: "公園/の/統合" }, other], "公園統合後", "0", ["後\tw"]],
  ["a declared synonym counts less than the word itself", [
    { title: "広場" }, { title: "公園" }, other], "公園", "1 0", ["公園\ts\t広場"]],
  ["so does a word with its own reading or another ending", [
    { title: "取り組み" }, { title: "取組" }, other], "取組", "1 0", ["取組\to\t取り組み"]],
  ["a reading leads to synonyms of the word it spells", [
    { title: "広場" }, other], "こうえん", "0", ["こうえん\tr\t公園", "公園\ts\t広場"]],
  ["endings are written with more or fewer kana", [
    { title: "受付" }, { title: "受け付け" }, { title: "受付け" }, other], "受付け", "2 0 1",
  ["受付\to\t受け付け", "受付\to\t受付け"]],
  ["a place that two spellings find counts once", [
    { title: "話", body: "公園/事業/の/話題/です" }, { title: "話", body: "公園/と/公園/の/話題" }, other], "公園事業", "1 0",
  ["公園事業\ts\t公園", "公園事業\ts\t事業"]],
  ["who asks for 年度 means no date; what only reads like the beginning of the year comes last", [
    { title: "話", body: "令和45/人" }, { title: "話", body: "令和4/は" }, { title: "話", body: "令和4年度" },
    { title: "話", body: "令和4年/3/月" }, other], "令和4年度", "1 2 0"],
  ["a year is a part of a question like a word", [
    { title: "公園", body: "令和4年度" }, { title: "公園", body: "令和5年度" }, other], "公園の令和4年度", "0 1", ["の\tf"]],
  ["a mistyped word is guessed where it is part of another", [
    { title: "テレワーク/の/公園" }, other], "テワレーク", "0"],
  ["and mended where it stands by itself", [{ title: "こうみんかん/の/話" }, other], "こうみんかそ", "0"],
  ["a compound of which no record holds all parts may be another one", [
    { title: "公園/整備/の/話" }, { title: "公園/整美", role: "list" }, other], "公園整美", "1"],
  ["quoted words stand as they are", [{ title: "公園/整備" }, { title: "公園/の/整備" }, other], "\"公園整備\"", "0"],
  ["a number within a longer one is another number", [
    { title: "設備", body: "利用/は/120人" }, { title: "設備", body: "利用/は/20人" }, other], "20人", "1 0~"],
  ["an amount that is spelled otherwise never stands within another", [
    { title: "設備", body: "費用/は/1200千円" }, { title: "設備", body: "費用/は/200千円" }, other], "20万円", "1"],
  ["a round amount finds what is rounded to it, and that within no longer number", [
    { title: "設備", body: "費用/は/1437153千円" }, { title: "設備", body: "費用/は/437153千円" }, other], "437百万円", "1",
  ["437百万円\ts\t437153千円"]],
  ["a record is found by its number beside what it is, and by no longer one", [
    { title: "公園", body: "no250" }, { title: "公園", body: "no25" }, other], "取組項目25", "1",
  ["取組\tw", "項目\tw", "取組項目25\ts\tno25"]],
  ["of a word with a kanji too many stands what is before it", [{ title: "公園/の/話" }, other], "大公園課", ""],
  ["and is found in part", [{ title: "公園/の/話" }, { title: "小公園/の/話" }, other], "公園課", "0~"],
  ["a reading that only begins as another finds what is read so", [
    { title: "公園墓地/の/話" }, other], "こうえん", "0", ["こうえんぼち\tr\t公園墓地"]],
  ["a likely reading finds what may be read so", [{ title: "鹿月/の/話" }, other], "かげつ", "0", ["かげつ\tu\t鹿月"]],
  ["but where the reading is known, only what is surely read so", [
    { title: "鹿月/の/話" }, { title: "花月/の/話" }, other], "かげつ", "1", ["かげつ\tu\t鹿月", "かげつ\tr\t花月"]],
  ["what only sounds right is forgiven", [{ title: "交付/率" }, other], "公布率", "0", ["Ｈ公布\th\t交付"]],
  ["but only where it does not stand", [{ title: "交付/率" }, { title: "公布/率" }, other], "公布率", "1", ["Ｈ公布\th\t交付"]],
  ["Latin letters are read as kana where they do not stand", [
    { title: "公園" }, { title: "amu" }, other], "kouen", "0", ["こうえん\tr\t公園"]],
  ["words that stand nowhere apart may be one", [
    { title: "長野大学" }, other], "ながの だいがく", "0", ["ながのだいがく\tr\t長野大学"]],
  ["what is left of a question beside a word goes where they do not stand together", [
    { title: "公園", body: "職員/を/採用" }, other], "公園は何人採用しますか", "0", ["は\tf", "し\tf", "何\tf", "人\tw"]],
  ["an address finds its page", [{ title: "公園" }, { title: "計画" }, other], "https://example.jp/1", "1"],
  ["the same goal of several years stands together, the newest first where it is as good", [
    { title: "公園/の/話", years: [2020], thread: 1 }, { title: "公園/の/話", years: [2021] }, { title: "公園/の/話", years: [2022], thread: 1 },
    other], "公園", "2 0 1"],
  ["and as it was where it is not, or where a year is asked for", [
    { title: "公園/の/話", years: [2020], thread: 1 }, { title: "計画", body: "公園", years: [2022], thread: 1 }, other], "公園", "0 1"],
  ["a year that is asked for comes first of the years of a goal", [
    { title: "公園/の/話", body: `令和2年度/の/${filling}`, years: [2020], thread: 1 },
    { title: "公園/の/話", body: `令和2年度/の/${filling}/話。話`, years: [2022], thread: 1 }, other], "公園 令和2年度", "0 1"],
  ["a word within another is behind where the word stands alone", [
    { title: "総合計画/の/話" }, { title: "費用", body: "合計" }, other], "合計", "1 0"],
  ["what is left out with a minus is not found", [
    { title: "公園/の/整備" }, { title: "公園/の/廃止" }, other], "公園 -整備", "1"],
  ["but a minus alone asks for what is behind it", [{ title: "公園/の/整備" }, other], "-整備", "0"],
  ["a word that stands nowhere does not silence most of a question", [
    { title: "公園/の/話", body: "整備/を/する" }, { title: "公園/の/整備" }, other], "公園の整備の火星", "1 0", ["の\tf", "を\tf"]],
  ["but half of one", [{ title: "公園/の/話" }, other], "公園の火星", "", ["の\tf"]],
  ["a word goes before readings that cut it otherwise", [
    { title: "だいち/と/こうえん" }, { title: "甲/と/乙" }, other], "こうえんだいち", "0", ["こうえ\tr\t甲", "んだいち\tr\t乙"]],
  ["in few kana what tells goes before what only joins", [
    { title: "上田市/の/話" }, { title: "上/の/話" }, other], "うえだし", "0",
  ["うえだ\tr\t上田", "うえ\tr\t上", "し\tf", "し\tr\t市", "だし\tf"]],
  ["short kana are no question", [{ title: "まん/の/こと/で/ほる" }, other], "まんほる", ""],
];

let failed = 0;
for (const [what, documents, question, expected, words] of CASES) {
  const index = await tiny(documents, words);
  const { hits } = await find(index, question);
  const found = hits.map(({ doc, partial }) => `${doc}${partial ? "~" : ""}`).join(" ");
  if (found === expected) continue;
  failed++;
  console.log(`${what}\n  ${question}: ${found || "nothing"}, not ${expected || "nothing"}`);
  if (process.argv.includes("--scores")) hits.forEach(({ doc, score }) => console.log(`    ${doc} ${score}`));
}

// A division is what a record has as a tag, no more and no less; it is offered if it has a page and a record.
{
  const index = await tiny([
    { title: "公園", tags: "財政課" }, { title: "公園", tags: "財政課長" }, { title: "公園", tags: "前財政課" }, { title: "公園", body: "財政課" },
    { title: "財政課", role: "group" }, { title: "総務課", role: "group" }, { title: "公園", tags: "管理課" },
  ]);
  assert.deepEqual((await tagged(index, "財政課")).map((of) => index.documents.indexOf(of)), [0]);
  const offered = async (question) => (await find(index, question)).divisions;
  assert.deepEqual(await Promise.all(["公園 財政課", "財政", "総務課", "管理課"].map(offered)), [["財政課"], [], [], []]);
}

// In a large city a part is not looked for as a single kanji that takes many lists, and then silences nothing.
{
  const documents = Array.from({ length: 1000 }, (_, i) => (i % 2 ? other : { title: "公園/と/竹/の/話" }));
  const index = await tiny(documents, ["こうえん\tr\t公園", "たけ\tr\t竹", "の\tf"]);
  const need = index.need.bind(index), asked = new Set();
  Object.assign(index, { weight: (text) => (text === "竹" ? 24 : 0), need: (texts, all) => (texts.forEach((text) => asked.add(text)), need(texts, all)) });
  const { hits } = await find(index, "たけのためのこうえん");
  assert.deepEqual([hits.length, asked.has("公園"), asked.has("竹")], [500, true, false]);
}

assert.equal(wordsOf("字".repeat(ASKED_AT_MOST + 9)).at(0).chars.length, ASKED_AT_MOST);
assert.deepEqual(wordsOf('公園 "整備 計画"').map(({ chars, exact }) => [chars.join(""), exact]), [
  ["公園", false], ["整備", true], ["計画", true]]);
console.log(`${CASES.length} cases, ${failed} failed`);
process.exit(failed ? 1 : 0);
