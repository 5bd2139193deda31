// A new index is uploaded file by file, in any order, over the one before: whatever has arrived, every question is answered from
// one of them alone. Of two publications to one folder, before and after an edit of one word:
//   node tests/search/halves.mjs BEFORE AFTER
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { script } from "./site.mjs";

const { Index, Replaced, parse } = await script("index"), { find } = await script("answer"), { describe } = await script("excerpt");
/** So many files may change with one word, of the whole search. */
const CHANGED = 60;
/** So many orders are tried, each looked at so often. */
const ORDERS = 12, LOOKS = 20;
/** How often the page begins anew. */
const ANEW = 2;
const QUESTIONS = ["ふるさと納税", "公民館", "移住", "三越", "いせたん", "市税 収納率 令和4年度", "おーぷんでーた", "住民自冶組織"];

const files = (site) => new Map(fs.readdirSync(path.join(site, "search"), { recursive: true })
  .filter((name) => name.endsWith(".js")).map((name) => [name, fs.readFileSync(path.join(site, "search", name), "utf8")]));
const [before, after] = process.argv.slice(2).map(files);
const changed = [...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name);
const gone = [...before.keys()].filter((name) => !after.has(name));
console.log(`${changed.length} files of ${after.size} are new or changed, ${gone.length} are gone`);
assert.ok(changed.length > 2 && changed.length <= CHANGED, "an edit of one word changes few files");
assert.deepEqual(gone, [], "whoever reads the index before misses nothing");

/** A reader of what is there at the moment, as the page is one. */
function open(there) {
  const missed = [], index = new Index(async (name) => {
    if (!there.has(name)) { missed.push(name); throw new Error(`${name} is not there`); }
    return parse(there.get(name));
  });
  let opened;
  const ask = async (question) => {
    for (let left = ANEW; ; left--) {
      try {
        await (opened ??= index.open());
        const { hits } = await find(index, question);
        return JSON.stringify([hits.map(({ doc, score }) => [doc, score]), await Promise.all(hits.slice(0, 10).map((hit) => describe(index, hit)))]);
      } catch (fault) {
        opened = undefined;
        if (!(fault instanceof Replaced) || !left) throw fault;
      }
    }
  };
  return { ask, missed };
}

/** What a reader is answered who opens the page now. */
async function answers(there) {
  const { ask } = open(there), found = [];
  for (const question of QUESTIONS) found.push(await ask(question));
  return found;
}
const [old, now] = [await answers(before), await answers(after)];
assert.ok(old.some((answer, i) => answer !== now[i]), "the edit can be found");

let seed = 2026, early = 0;
const below = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
for (let order = 0; order < ORDERS; order++) {
  const there = new Map(before), queue = [...changed], visitor = open(there);
  await visitor.ask(QUESTIONS[0]);
  while (queue.length) {
    for (let n = Math.ceil(changed.length / LOOKS); n > 0 && queue.length; n--) {
      const [name] = queue.splice(below(queue.length), 1);
      there.set(name, after.get(name));
    }
    const found = await answers(there);
    found.forEach((answer, i) => assert.ok([old[i], now[i]].includes(answer), `${QUESTIONS[i]}: a mixture, ${queue.length} files missing`));
    if (queue.length) early += found.filter((answer, i) => answer === now[i] && answer !== old[i]).length;
    assert.equal(await visitor.ask(QUESTIONS[order % QUESTIONS.length]), old[order % QUESTIONS.length]);
  }
  assert.deepEqual(visitor.missed, [], "whoever has the page open reads on");
}
// What is gone altogether is said, not waited for.
const damaged = new Map([...after].filter(([name]) => !name.startsWith("grams")));
await assert.rejects(open(damaged).ask(QUESTIONS[0]), (fault) => !(fault instanceof Replaced));
console.log(`ok: ${ORDERS} orders, answered by one index each time, ${early} times by the new one before all was there`);
