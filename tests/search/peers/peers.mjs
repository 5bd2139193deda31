// Asks the same judged questions of this search and of two that many sites use, over the same pages, and prints a table:
//   npm ci --prefix tests/search/peers && node tests/search/peers/peers.mjs SITE QUERIES.jsonl …
// Pagefind is filled and asked by its own packages, as its manual says for Japanese: the extended version cuts words. MiniSearch
// has no words for Japanese, so it gets all pairs of characters, in the usual form of Unicode, all of which a page must hold;
// a title counts three times. Both get what stands between <main> and </main>. Nothing is demanded.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import MiniSearch from "minisearch";
import * as pagefind from "pagefind";
import { SHOWN, measured, summed } from "../measure.mjs";
import { open, questions, script } from "../site.mjs";

const TITLE = 3;
const { find } = await script("answer");
const [site, ...lists] = process.argv.slice(2), index = await open(site);
const paths = [...new Set(index.heads.map(([page]) => page))];
const pages = paths.map((page) => ({ page, html: fs.readFileSync(path.join(site, page, "index.html"), "utf8") }));

const engines = { mieruka: await ours(), Pagefind: await byPagefind(), MiniSearch: byPairs() };
const lines = [["", ...lists.flatMap((list) => [path.basename(list), "", "", ""]), "index", ""],
  ["engine", ...lists.flatMap(() => ["recall@10", "MRR", "nDCG@10", "empty"]), "KB", "files"]];
for (const [name, { ask, files, bytes }] of Object.entries(engines)) {
  const cells = [];
  for (const list of lists) {
    const rows = [];
    for (const question of questions(list)) {
      const found = await ask(question.query);
      rows.push({ count: found.length, ...measured(question, found.slice(0, SHOWN)) });
    }
    const { recall, rank, ndcg, empty } = summed(rows);
    cells.push(...[recall, rank, ndcg].map((value) => value.toFixed(3)), empty);
  }
  lines.push([name, ...cells, (bytes / 1000).toFixed(0), `${files}`]);
}
const widths = lines[1].map((_, i) => Math.max(...lines.slice(1).map((line) => line[i].length)));
console.log(`${pages.length} pages; ${lists.map((list) => `${path.basename(list)}: ${questions(list).length} questions`).join(", ")}`);
for (const line of lines) console.log(line.map((cell, i) => cell.padEnd(widths[i])).join("  ").trimEnd());

/** The page's own search. */
async function ours() {
  const page = async ({ doc }) => (await index.texts(doc)).path;
  const ask = async (question) => Promise.all((await find(index, question)).hits.slice(0, SHOWN).map(page));
  return { ask, ...sizes(path.join(site, "search"), (name) => name.endsWith(".js")) };
}

/** Pagefind, whose browser half reads its files by fetch. */
async function byPagefind() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pagefind-"));
  process.on("exit", () => fs.rmSync(folder, { recursive: true }));
  const { index: made } = await pagefind.createIndex({ forceLanguage: "ja", rootSelector: "main" });
  for (const { page, html } of pages) await made.addHTMLFile({ url: `/${page}`, content: html });
  await made.writeFiles({ outputPath: folder });
  await pagefind.close();
  fs.writeFileSync(path.join(folder, "package.json"), '{"type": "module"}');
  const fetched = globalThis.fetch;
  globalThis.fetch = async (address, ...rest) => {
    const file = String(address).split("?")[0];
    return file.startsWith(folder) ? new Response(fs.readFileSync(file)) : fetched(address, ...rest);
  };
  const root = { getAttribute: () => "ja" };
  globalThis.document = { currentScript: null, querySelector: () => root, documentElement: root };
  const asked = await import(pathToFileURL(path.join(folder, "pagefind.js")).href);
  await asked.options({ basePath: `${folder}/`, baseUrl: "/" });
  const ask = async (question) => {
    const { results } = await asked.search(question);
    const first = await Promise.all(results.slice(0, SHOWN).map((result) => result.data()));
    return first.map(({ url }) => url.replace(/^\//, "").replace(/[#?].*$/, ""));
  };
  return { ask, ...sizes(folder, (name) => /\.(pf_|pagefind$)/.test(name) || name === "pagefind-entry.json") };
}

/** MiniSearch over pairs of characters. */
function byPairs() {
  const usual = (text) => text.normalize("NFKC").toLowerCase();
  const pairs = (text) => usual(text).split(/[\s\p{P}]+/u).flatMap((piece) => {
    const chars = Array.from(piece);
    return chars.length < 2 ? chars : chars.slice(1).map((c, i) => chars[i] + c);
  });
  const search = new MiniSearch({
    idField: "page", fields: ["title", "text"], storeFields: ["page"], tokenize: pairs,
    searchOptions: { boost: { title: TITLE }, combineWith: "AND" },
  });
  const shown = (html) => html.replace(/<(script|style|svg)\b.*?<\/\1>|<rt>.*?<\/rt>/gsu, "")
    .replace(/<\/?(ruby|b|strong|em|mark|span|a|wbr)\b[^>]*>/gu, "").replace(/<[^>]*>|&(?:amp|lt|gt|quot|#39);/gu, " ");
  search.addAll(pages.map(({ page, html }) => {
    const main = html.slice(html.indexOf("<main"), html.indexOf("</main>"));
    return { page, title: shown(/<h1\b[^>]*>(.*?)<\/h1>/su.exec(main)?.[1] ?? ""), text: shown(main) };
  }));
  const bytes = gzipSync(JSON.stringify(search)).length;
  return { ask: async (question) => search.search(question).map(({ page }) => page), files: 1, bytes };
}

/** How many files a folder has and how large they are, packed. */
function sizes(folder, isOurs) {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile() && isOurs(file.name));
  const bytes = files.map((file) => gzipSync(fs.readFileSync(path.join(file.parentPath ?? file.path, file.name))).length);
  return { files: files.length, bytes: bytes.reduce((sum, own) => sum + own, 0) };
}
