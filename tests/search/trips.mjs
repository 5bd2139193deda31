// Counts the trips to the server from a question to its list of titles, six files at a time as browsers fetch them over
// HTTP/1.1, in a time that passes only when they wait: node tests/search/trips.mjs SITE QUERIES.jsonl
// A word that stands as it was asked takes few, one that is mistyped or sounds alike some more. What is shown of the titles
// (passages, and how a guess is spelled) comes behind them, and is counted apart. Exits 1 where a question takes more.
import { open, openWith, questions, reader, script } from "./site.mjs";

const CONNECTIONS = 6;
/**
 * Trips, where something was forgiven and where not; a question in words is asked for part by part: those of half of all
 * questions, of nineteen in twenty, and the most; the most until everything is shown; and how many are taken on average.
 */
const LIMITS = { plain: [2, 3, 3, 5, 1.75], forgiven: [3, 5, 5, 7, 2.9], question: [3, 6, 6, 7, 3.4] };
/** So many results are shown. */
const SHOWN = 10;
/** So often pending work is let run before time passes. */
const TURNS = 60;

/** What is being unpacked: that is done on another thread, on a busy machine in its own time, and no trip passes meanwhile. */
let unpacking = 0;
const { json } = Response.prototype;
Response.prototype.json = function () {
  unpacking++;
  return json.call(this).finally(() => unpacking--);
};

const { find } = await script("answer"), { describe } = await script("excerpt"), { phrase } = await script("phrase"), { wordsOf } = await script("question");
const [site, list] = process.argv.slice(2), read = reader(site), whole = await open(site);

/** The trips that a question takes after the page is open, and what kind of question it is. */
async function trips({ query, category }) {
  let queue = [], taken = 0, isOver = false;
  const index = await openWith((name) => (isOpen ? new Promise((done) => queue.push([name, done])) : read(name)));
  isOpen = true;
  const passing = (async () => {
    while (!isOver) {
      for (let turn = 0; turn < TURNS; turn = unpacking ? 0 : turn + 1) await new Promise((done) => setImmediate(done));
      if (!queue.length) continue;
      taken++;
      for (const [name, done] of queue.splice(0, CONNECTIONS)) done(await read(name));
    }
  })();
  const { hits, guesses } = await find(index, query), list = taken;
  await Promise.all([...hits.slice(0, SHOWN).map((hit) => describe(index, hit)), ...guesses.map(({ guess }) => guess)]);
  isOver = true;
  await passing;
  isOpen = false;
  return { query, list, taken, kind: category === "question" ? "question" : (await stands(query)) ? "plain" : "forgiven" };
}

/** Whether every word of a question stands somewhere as it was asked. */
async function stands(query) {
  const found = await Promise.all(wordsOf(query).map(({ chars }) => phrase(whole, chars.join(""))));
  return found.every(({ size }) => size);
}
let isOpen = false;

const rows = [];
for (const question of questions(list)) rows.push(await trips(question));
let isBad = false;
for (const [kind, limits] of Object.entries(LIMITS)) {
  const own = rows.filter((row) => row.kind === kind).sort((a, b) => a.list - b.list), at = (part) => own[Math.ceil(own.length * part) - 1]?.list ?? 0;
  const mean = own.reduce((sum, { list }) => sum + list, 0) / Math.max(own.length, 1);
  const reached = [at(0.5), at(0.95), at(1), Math.max(0, ...own.map(({ taken }) => taken)), mean];
  for (const { query, list, taken } of own) if (list > limits[2] || taken > limits[3]) console.log(`${query} takes ${list} trips, until all is shown ${taken}`);
  console.log(`${kind}: ${own.length} questions, half of them ${reached[0]}, nineteen in twenty ${reached[1]}, the longest ${reached[2]}, until all is shown ${reached[3]}; on average ${mean.toFixed(2)}`);
  isBad ||= reached.some((trips, i) => trips > limits[i]);
}
process.exit(isBad || !rows.length ? 1 : 0);
