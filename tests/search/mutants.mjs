// Takes the choices of the search away, one by one, and demands that a test notices each:
//   node tests/search/mutants.mjs SITE [NAME]
// A mutant is one change of a copy of the page's scripts, with the test that must fail for it: a judged question, which must
// then be below its bar, or one of the other scripts. Who changes the ranking adds the mutant of the change.
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const RANKING = { script: "ranking.mjs" }, EXCERPTS = { script: "excerpts.mjs" }, NORMAL = { script: "normalize.mjs" };
const TRIPS = { script: "trips.mjs" };
const question = (query) => ({ script: "quality.mjs", query });

/** Name, file, what stands there, what stands there instead, and the test that notices. */
const MUTANTS = [
  ["a list counts as a record", "answer", "ASIDE = 0.1", "ASIDE = 1", RANKING],
  ["an explanation is not preferred", "answer", "EXPLAINS = 3", "EXPLAINS = 0.1", question("未報告とは")],
  ["what a guide names is not explained", "answer", '(isNamed && role === "guide")', "false", question("未報告とは")],
  ["a list is not asked for by its title", "answer", '(role === "list" || role === "guide")', "false",
    question("第三次上田市総合計画")],
  ["partial hits are all shown", "answer", "PARTIAL = 0.4", "PARTIAL = 0", RANKING],
  ["partial hits do not fill the page", "answer", "FEW = 10", "FEW = 0", RANKING],
  ["some words are enough", "answer", " && missing.length * 2 < units.length", "", question("火星 移住計画 ロケット")],
  ["the newest is not first", "answer", "b.latest - a.latest || ", "", RANKING],
  ["silent words are asked for", "answer", "spoken.length ? spoken : all", "all",
    question("空き家を貸したいのですが、どうすればいいですか")],
  ["places weigh the same", "rank", "[7, 3, 1.5, 1, 0.12]", "[1, 1, 1, 1, 1]", RANKING],
  ["asides weigh as much as texts", "rank", "1, 0.12]", "1, 1]", RANKING],
  ["long places count as much as short ones", "rank", "LENGTH = 0.5", "LENGTH = 0", RANKING],
  ["every hit counts the same", "rank", "SATURATION = 1.2", "SATURATION = 1000", RANKING],
  ["one hit is as good as many", "rank", "SATURATION = 1.2", "SATURATION = 0", RANKING],
  ["a whole title is nothing special", "rank", "WHOLE_TITLE = 0.4", "WHOLE_TITLE = 0", RANKING],
  ["a title of several words is none", "answer", "sizes[0] < lists.reduce(", "sizes[0] < lists.slice(0, 1).reduce(",
    question("第四次上田市行財政改革大綱 アクションプログラム")],
  ["all words tell the same", "rank", "Math.log(1 + (", "Math.log(9 + 0 * (", RANKING],
  ["asides make a word frequent", "rank", "rarity(index, owning || found.size)", "rarity(index, found.size)",
    question("自治会の委員を減らすのはいつからですか")],
  ["near is as good as far", "word", "APART = 0.5", "APART = 1", RANKING],
  ["the parts count as much as the word", "word", "WORD_TOO = 1.5", "WORD_TOO = 0.3", question("参加と協働")],
  ["a place counts for every spelling", "word", "!isWithin(hit)", "true", RANKING],
  ["what joins is as good as what tells", "question", "JOINING_STEP = 1", "JOINING_STEP = 0", RANKING],
  ["any year answers", "excerpt", "one.told.includes(`(${year}年`)", "true", EXCERPTS],
  ["any year with a figure is the newest", "excerpt", "one.told.endsWith(ACTUAL)", "true", EXCERPTS],
  ["a figure is told that was not asked for", "excerpt", "marked * 3 >= called * 2", "true", EXCERPTS],
  ["one word silences a question", "word", "held.length * 2 > all.length", "false", RANKING],
  ["half a question is enough", "word", "held.length * 2 > all.length", "held.length", RANKING],
  ["within another word is as good where it stands alone", "rank", "INSIDE = 0.3", "INSIDE = 1", RANKING],
  ["who wants something left out gets it", "answer", "!without.some((one) => one.has(hit.doc))", "true", RANKING],
  ["the years of a goal stand apart", "answer", "index.threads[hit.doc] && !hit.partial ? ", "false ? ", RANKING],
  ["the newest year is the first, however far", "answer", "NEARLY = 0.95", "NEARLY = 0", RANKING],
  ["nor does a year matter that is asked for", "answer", "if (!isDated) group", "if (true) group", RANKING],
  ["a number stands within another", "phrase", "const isWithin = ", "const isWithin = false && ", RANKING],
  ["another amount stands within one", "word", "hits.filter(({ isWithin }) => !isWithin)", "hits", RANKING],
  ["a kanji too many is not forgiven", "word", "SHORTENED = 3", "SHORTENED = 99", RANKING],
  ["what is left of it may begin anywhere", "word", "if (!hits.some(({ begins }) => begins))", "if (false)", RANKING],
  ["readings are asked for whole", "word", "BEGUN_AT = 3", "BEGUN_AT = 99", RANKING],
  ["likely readings are as good as sure ones", "question", 'isSure && code === "u"', "false", RANKING],
  ["what sounds right is not forgiven", "question", "slips?.get(SLIP + key)", "[]", RANKING],
  ["Latin letters are only Latin", "word", 'romaji(chars.join(""))', "undefined", RANKING],
  ["words are never one", "answer", "(await asOne(index, words, apart)) ?? apart", "apart", RANKING],
  ["what is left beside a word must stand with it", "word", "isQuestion && rows.length === 1 &&", "false &&", RANKING],
  ["a single kanji is looked for, whatever it takes", "word", "index.documents.length >= MANY && index.weight(text)", "false", RANKING],
  ["and where it is not, silences the others", "word", "scores.size || !isLess", "true", RANKING],
  ["a division is any text with its name", "answer", "at >= ends[1] && at < ends[2] && ", "", RANKING],
  ["or with more before it", "answer", " && at % CELL === 0", "", RANKING],
  ["or behind it", "answer", "[...normalize(text).chars, SEPARATOR]", "normalize(text).chars", RANKING],
  ["what is no department is offered as one", "answer", "!at && length === index.documents[doc].sizes[0]", "true", RANKING],
  ["addresses are words", "answer", 'question.includes("/")', "false", RANKING],
  ["no amounts", "word", "...amounts(text)", "...[]", question("1億9299万円")],
  ["no synonyms of readings", "word", "if (kana) await declared(index, rows, words);", "", question("でんしけっさい")],
  ["no words with fewer kana within", "word", '...shorter(key)', "", question("取り扱い")],
  ["no other endings", "question", "...respelled(words, key)", "", question("申請受け付け")],
  ["what follows a word must stand", "question", "last.behind = true", "last.behind = false",
    question("サンワーク上田廃止後")],
  ["synonyms count as much as the word", "question", "SYNONYM = 0.75", "SYNONYM = 1", RANKING],
  ["other spellings count as much as the word", "question", "RESPELLED = 0.9", "RESPELLED = 1", RANKING],
  ["no guesses", "word", "guesses(word, await neighbours(index, segments, words));", "[];", question("テワレーク")],
  ["nothing is near", "question", "left === 2 && right === 2 &&", "false &&", NORMAL],
  ["nothing is mended", "word", "await mended(index, chars)", "new Map()", question("住民自冶組織")],
  ["kana are parted before they are mended", "word", "SHORT = 14", "SHORT = 0", question("おーぷんねーた")],
  ["a compound is never another one", "word", "if (parts && !isDoubtful)", "if (parts)", question("男女共同参加")],
  ["no answers by parts", "word", "scores.size < MANY && ", "scores.size < 0 && ", question("鹿月荘はどうなる")],
  ["a question must hold nearly all", "word", "ANSWERS_QUESTION = 0.4", "ANSWERS_QUESTION = 0.99",
    question("自治会の委員を減らすのはいつからですか")],
  ["a compound may miss a part", "word", "ANSWERS_COMPOUND = 0.999", "ANSWERS_COMPOUND = 0.4", RANKING],
  ["nothing is shown behind an answer", "word", "SHOWN_BEHIND = 0.25", "SHOWN_BEHIND = 0.4", RANKING],
  ["cover does not count", "word", "* cover ** 2 *", "*", question("オープンデータ化への取り組み")],
  ["short kana are parted", "word", "WHOLE_KANA = 7", "WHOLE_KANA = 2", question("どうぶつえん")],
  ["asking words are words", "question", "ASKING_STEP = 0.1", "ASKING_STEP = 0", question("タゲンゴ")],
  ["readings are as good as words", "question", "SPELLING_STEP = 0.3", "SPELLING_STEP = 0", RANKING],
  ["everything pasted is asked for", "question", "slice(0, ASKED_AT_MOST)", "slice(0)", RANKING],
  ["pieces of words count as words", "phrase", "[0.4, 0.7, 1]", "[1, 1, 1]", RANKING],
  ["the beginning of a year is a year", "phrase", "BEGUN_WEIGHT = 0.1", "BEGUN_WEIGHT = 1", RANKING],
  ["年度 means a date too", "phrase", "[FISCAL]: [FISCAL, BARE", "[FISCAL]: [FISCAL, CALENDAR, BARE", RANKING],
  ["the first passage is shown", "excerpt", "worth(b) - worth(a)", "0", EXCERPTS],
  ["names show no more than texts", "excerpt", "[0, 1.1, 0.5", "[0, 0.5, 0.5", EXCERPTS],
  ["excerpts are cut at the mark", "excerpt", "BEFORE_MARK = 24", "BEFORE_MARK = 0", EXCERPTS],
  ["years are marked by their usual length", "excerpt", "if (!year) return length;", "return length;", EXCERPTS],
  ["the title shows no marks", "excerpt", "inTitle ? pieces(inTitle, TITLE) : [title]", "[title]", EXCERPTS],
  ["all asides are read for excerpts", "excerpt", "aside ? index.asides(doc) : []", "index.asides(doc)",
    { script: "bytes.mjs" }],
  ["words are looked for with which none begins", "index", "!second || at.has(", "true || at.has(", TRIPS],
  ["the whole is looked for before the words are known", "word", "asked = index.words(", "asked = (await ahead(index, chars), index).words(", TRIPS],
  ["all words within a name are looked for", "word", "NAME = 9", "NAME = 99", TRIPS],
  ["few texts are dearer than lists", "phrase", "FILES = 2", "FILES = 99", TRIPS],
  ["with what joins words begin", "word", "JOINS = /[はがをにのとでもへや]/u", "JOINS = /$^/u",
    question("北部地区のまちづくり協議会はいつできましたか")],
  ["all of a long phrase is looked for at once", "phrase", "MOST = 5", "MOST = 99", TRIPS],
  ["what may be missing at the end is looked for last", "mend", "joined(open), ", "joined([]).then(() => joined(held)).then(() => joined(open)), ", TRIPS],
  ["synonyms wait for readings", "word", "for (const chars of likely) ahead(index, chars).catch(() => {});", "await Promise.all(likely.map((chars) => ahead(index, chars)));", TRIPS],
  ["what may have been meant is looked for last", "word", "const early = isUnknown &&", "const early = false &&", TRIPS],
  ["how a guess is spelled is waited for", "word", "return { shown, ...score(index, found), guess: spelled(", "return { shown, ...score(index, found), guess: await spelled(", TRIPS],
];

const here = path.dirname(fileURLToPath(import.meta.url)), theme = path.join(here, "../../themes/default/js");
const [site, only] = process.argv.slice(2);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "mutants-"));
const queries = path.join(here, "queries.jsonl");
const ARGUMENTS = {
  "quality.mjs": [site, queries], "bytes.mjs": [site, queries], "trips.mjs": [site, queries], "excerpts.mjs": [site, path.join(here, "excerpts.jsonl")],
};

/** Whether a test passes with these scripts. */
function passes({ script, query }, scripts) {
  const more = query ? ["--only", query] : [], env = { ...process.env, SCRIPTS: scripts };
  const words = [path.join(here, script), ...(ARGUMENTS[script] ?? []), ...more];
  return new Promise((done) => execFile("node", words, { env }, (error) => done(!error)));
}

/** Whether a test passes with the scripts as they are. */
const sound = new Map();
function isSound(test) {
  const name = test.query ?? test.script;
  if (!sound.has(name)) sound.set(name, passes(test, theme));
  return sound.get(name);
}

/** Breaks a copy of the scripts and runs the test; gives what is wrong, if the test does not notice. */
async function missed([name, module, from, to, test], place) {
  const folder = path.join(scratch, String(place)), file = path.join(folder, `search-${module}.js`);
  fs.cpSync(theme, folder, { recursive: true });
  const pieces = fs.readFileSync(file, "utf8").split(from);
  if (pieces.length !== 2) return `${name}: 「${from}」 stands ${pieces.length - 1} times in search-${module}.js`;
  fs.writeFileSync(file, pieces.join(to));
  if (!(await isSound(test))) return `${name}: ${test.query ?? test.script} fails without it`;
  return (await passes(test, folder)) ? `${name}: ${test.query ?? test.script} does not notice` : undefined;
}

const chosen = MUTANTS.filter(([name]) => !only || name === only);
const found = [];
const queue = chosen.entries();
const worker = async () => { for (const [place, mutant] of queue) found.push(await missed(mutant, place)); };
await Promise.all(Array.from({ length: Math.min(4, os.availableParallelism()) }, worker));
fs.rmSync(scratch, { recursive: true });
const alive = found.filter(Boolean);
for (const line of alive) console.log(line);
console.log(`${chosen.length} mutants, ${chosen.length - alive.length} caught`);
process.exit(alive.length || !chosen.length ? 1 : 0);
