// Draws pieces of 2 to 12 characters from the text that the pages of a built site show in <main>, and demands that the search
// finds the page: node tests/search/rendered.mjs SITE [how many] [--list]
// The words of the form are not content: what stands in the templates themselves is left out, and so are navigation, buttons,
// drawings, scripts and what is marked `data-form`. --list prints the texts that cannot be found whole.
import fs from "node:fs";
import path from "node:path";
import { open, script } from "./site.mjs";

const { find } = await script("answer"), { wordsOf } = await script("question");

const [site, many = "2000", flag] = process.argv.slice(2);
const index = await open(site);
const byPath = new Map();
for (let doc = 0; doc < index.manifest.documents; doc++) {
  const { path: page } = await index.texts(doc);
  byPath.set(page, [...(byPath.get(page) ?? []), doc]);
}
const entities = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " " };
const plain = (text) => text.replace(/&(#x?)?(\w+);/g, (whole, sign, name) => (sign ? String.fromCodePoint(parseInt(name, sign === "#x" ? 16 : 10)) : entities[name] ?? whole));
/** Without drawings, some of which stand within others. */
const undrawn = (html) => {
  const rest = html.replace(/<svg\b(?:(?!<svg\b)[\s\S])*?<\/svg>/g, "\n");
  return rest === html ? html : undrawn(rest);
};
const textsOf = (html) => {
  const main = undrawn(html.match(/<main[^>]*>([\s\S]*)<\/main>/)[1]).replace(/<(script|style|nav|button|form|template)\b[\s\S]*?<\/\1>/g, "\n").replace(/<(\w+)[^>]* data-form[^>]*>[\s\S]*?<\/\1>/g, "\n");
  return main.replace(/<\/?(mark|em|strong|b|abbr|dfn|wbr|sup)\b[^>]*>|<a class="term[^>]*>/g, "\u0001").replace(/<[^>]*>/g, "\n")
    .split("\n").map((text) => plain(text.replaceAll("\u0001", "")).trim()).filter(Boolean);
};
const pages = [...byPath.keys()].filter((page) => fs.existsSync(path.join(site, page, "index.html")))
  .map((page) => ({ page, texts: textsOf(fs.readFileSync(path.join(site, page, "index.html"), "utf8")) }));
/** What stands in the templates themselves are the words of the form: whole texts, and the edges of those that are filled in. */
const templates = new URL("../../themes/default/templates/", import.meta.url);
const spoken = (name) => fs.readFileSync(new URL(name, templates), "utf8").replace(/\{#[\s\S]*?#\}|\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}|<[^>]*>/g, "\n").split("\n").map((text) => plain(text).trim());
/** The nouns that they name, as they are called where a city says nothing else. */
const nouns = [...fs.readFileSync(new URL("../../src/model/words.rs", import.meta.url), "utf8").matchAll(/^ {4}\w+ "([^"]+)"/gm)].map(([, word]) => word);
const form = new Set([...fs.readdirSync(templates, { recursive: true }).filter((name) => name.endsWith(".html")).flatMap(spoken), ...nouns]);
const edges = [...form].filter((text) => Array.from(text).length > 1).sort((a, b) => b.length - a.length);
/** What a text says beside the words of the form; a count says nothing. */
const content = (text) => {
  if (form.has(text) || /^[0-9,]+(件|の節)?$/.test(text)) return "";
  const edge = edges.find((words) => text.startsWith(words) || text.endsWith(words));
  return edge ? content((text.startsWith(edge) ? text.slice(edge.length) : text.slice(0, -edge.length)).trim()) : text;
};
const drawn = pages.flatMap(({ page, texts }) => texts.map(content).filter(Boolean).map((text) => ({ page, text })));
const found = async (question, page) => {
  const { hits } = await find(index, `"${question}"`);
  return hits.some(({ doc, partial }) => !partial && byPath.get(page).includes(doc));
};
let seed = 2026, asked = 0, missing = 0;
const below = (n) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
if (flag) {
  const seen = new Map();
  for (const { page, text } of drawn) if (wordsOf(text.replace(/"/g, " ")).length && !(await found(text.replace(/["“”„＂]/g, " "), page))) seen.set(text, [...(seen.get(text) ?? []), page]);
  for (const [text, places] of seen) console.log(`${places.length}× ${text.slice(0, 60)}  ${places[0]}`);
  process.exit(0);
}
while (asked < Number(many)) {
  const { page, text } = drawn[below(drawn.length)];
  const chars = Array.from(text.replace(/["“”„＂]/g, " "));
  const length = Math.min(chars.length, 2 + below(11)), start = below(chars.length - length + 1);
  const question = chars.slice(start, start + length).join("");
  if (!wordsOf(question).length) continue;
  asked++;
  if (!(await found(question, page))) { missing++; console.log(`missing: 「${question}」 of 「${text.slice(0, 40)}」 ${page}`); }
}
console.log(`${asked} asked of ${pages.length} pages, ${missing} not found`);
process.exit(missing ? 1 : 0);
