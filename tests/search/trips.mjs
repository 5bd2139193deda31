// Counts the trips to the server from a question to its list of titles, six files at a time as browsers fetch them over
// HTTP/1.1, in a time that passes only when they wait: node tests/search/trips.mjs SITE QUERIES.jsonl
// A word that stands as it was asked takes few, one that is mistyped or sounds alike some more. Exits 1 where one takes more.
import { open, openWith, questions, reader, script } from "./site.mjs";

const CONNECTIONS = 6;
/** Trips, where something was forgiven and where not; a question in words is asked for part by part. */
const LIMITS = { plain: 6, forgiven: 8, question: 9 };
/** Half of all take at most so many. */
const MEDIANS = { plain: 2, forgiven: 3, question: 5 };
/** So often pending work is let run before time passes. */
const TURNS = 60;

const { find } = await script("answer"), { phrase } = await script("phrase"), { wordsOf } = await script("question");
const [site, list] = process.argv.slice(2), read = reader(site), whole = await open(site);

/** The trips that a question takes after the page is open, and what kind of question it is. */
async function trips({ query, category }) {
  let queue = [], taken = 0, isOver = false;
  const index = await openWith((name) => (isOpen ? new Promise((done) => queue.push([name, done])) : read(name)));
  isOpen = true;
  const passing = (async () => {
    while (!isOver) {
      for (let turn = 0; turn < TURNS; turn++) await new Promise((done) => setImmediate(done));
      if (!queue.length) continue;
      taken++;
      for (const [name, done] of queue.splice(0, CONNECTIONS)) done(await read(name));
    }
  })();
  await find(index, query);
  isOver = true;
  await passing;
  isOpen = false;
  return { query, taken, kind: category === "question" ? "question" : (await stands(query)) ? "plain" : "forgiven" };
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
for (const [kind, limit] of Object.entries(LIMITS)) {
  const own = rows.filter((row) => row.kind === kind).sort((a, b) => b.taken - a.taken);
  const median = own[own.length >> 1]?.taken ?? 0, bad = own.filter(({ taken }) => taken > limit);
  for (const { query, taken } of bad) console.log(`${query} takes ${taken} trips`);
  console.log(`${kind}: ${own.length} questions, the longest ${own[0]?.taken}, the median ${median}`);
  isBad ||= bad.length > 0 || median > MEDIANS[kind];
}
process.exit(isBad || !rows.length ? 1 : 0);
