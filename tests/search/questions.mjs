// Asks a built site what its residents ask, with the ranking of the page: one question a line, as a city finds them in the log of
// its server (`/search/?q=…`), or a list of judged ones: node tests/search/questions.mjs SITE QUESTIONS.txt|QUERIES.jsonl
// Prints the first hits of each question, then those that find nothing or only a part.
import fs from "node:fs";
import { open, script } from "./site.mjs";

const FIRST = 3;
const { find } = await script("answer"), { describe } = await script("excerpt");
const [site, list] = process.argv.slice(2), index = await open(site);
const lines = fs.readFileSync(list, "utf8").split("\n").map((line) => line.trim()).filter(Boolean);
const questions = [...new Set(lines.map((line) => (line.startsWith("{") ? JSON.parse(line).query : line)))];

const rows = [];
for (const question of questions) {
  const found = await find(index, question), { hits } = found, guesses = await Promise.all(found.guesses.map(({ guess }) => guess));
  const first = await Promise.all(hits.slice(0, FIRST).map((hit) => describe(index, hit)));
  const told = first.map(({ path, title }) => `${title.flat().join("")} (${path})`);
  console.log([question, `${hits.length}件`, ...guesses.map((guess) => `→「${guess}」`), ...told].join("\t"));
  rows.push({ question, isEmpty: !hits.length, isPart: hits.length > 0 && hits.every(({ partial }) => partial) });
}
const listed = (what, some) => console.log(`\n${what}: ${some.length}/${rows.length}`, ...some.map(({ question }) => `\n  ${question}`));
listed("何も見つからない質問", rows.filter(({ isEmpty }) => isEmpty));
listed("一部の語だけが見つかる質問", rows.filter(({ isPart }) => isPart));
process.exit(rows.length ? 0 : 1);
