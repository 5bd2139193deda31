// Drives the search page in Chromium: typing, composition, keyboard, facets, address, back button, hostile questions, and an
// index that is replaced under the reader.
//   NODE_PATH=…/node_modules CHROMIUM=/usr/bin/chromium node tests/browser/search.mjs SITE
// Skips where playwright is not installed. SITE is a built site with search/index.html.
import assert from "node:assert/strict";
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import path from "node:path";

let chromium;
try {
  const require = createRequire(import.meta.url);
  ({ chromium } = require("playwright-core"));
} catch {
  console.log("skipped: playwright is not installed");
  process.exit(0);
}
const site = path.resolve(process.argv[2]);
const types = { ".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".css": "text/css" };
let replaced;
const server = http.createServer((request, response) => {
  const name = decodeURIComponent(new URL(request.url, "http://localhost").pathname).replace(/\/$/, "/index.html");
  const file = path.join(site, name);
  if (!file.startsWith(site) || !fs.existsSync(file)) return response.writeHead(404).end();
  let bytes = fs.readFileSync(file);
  if (replaced && name.startsWith("/search/")) bytes = replaced(name, bytes);
  response.writeHead(200, { "content-type": types[path.extname(name)] ?? "application/octet-stream",
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'" }).end(bytes);
}).listen(0, "127.0.0.1");
await new Promise((done) => server.once("listening", done));
const base = `http://127.0.0.1:${server.address().port}/search/`;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM });
const page = await browser.newPage({ locale: "ja-JP" });
const faults = [];
page.on("pageerror", (error) => faults.push(String(error)));
page.on("console", (message) => message.type() === "error" && !message.location().url.endsWith("favicon.ico") && faults.push(message.text()));
const status = () => page.textContent("#search-status");
const ids = () => page.$$eval("#search-results > li", (items) => items.map((item) => item.dataset.id));
const until = (text) => page.waitForFunction((text) => document.getElementById("search-status").textContent.includes(text), text);
const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.closest("li")?.dataset.id);

await page.goto(base);
assert.equal(await page.$("#search-unavailable"), null, "the notice goes where the script runs");
await page.type("#q", "オープンデータ");
await until("検索結果は");
assert.match(page.url(), /\?q=/);
assert.ok((await ids()).length > 0);
assert.ok((await page.$$("#search-results mark")).length > 0, "hits are marked");

await page.keyboard.press("ArrowDown");
assert.equal(await focused(), (await ids())[0]);
await page.keyboard.press("ArrowDown");
assert.equal(await focused(), (await ids())[1]);
await page.keyboard.press("ArrowUp");
await page.keyboard.press("ArrowUp");
assert.equal(await focused(), "q");
await page.keyboard.press("ArrowDown");
await page.keyboard.press("Escape");
assert.equal(await focused(), "q");

const all = (await status()).match(/(\d+)件/)[1];
const box = page.locator("#search-facets input[type=checkbox]").first();
const label = await page.locator("#search-facets label").first().textContent();
await box.check();
await until(`検索結果は${label.match(/\((\d+)\)/)[1]}件`);
assert.match(page.url(), /kind=/);
assert.notEqual((await status()).match(/(\d+)件/)[1], all);
await page.goBack();
await until(`検索結果は${all}件`);
await page.reload();
await until(`検索結果は${all}件`);
assert.equal(await page.inputValue("#q"), "オープンデータ");

const client = await page.context().newCDPSession(page);
await page.fill("#q", "");
await page.waitForFunction(() => !document.querySelector("#search-results li"));
await page.focus("#q");
await client.send("Input.imeSetComposition", { text: "まどぐち", selectionStart: 4, selectionEnd: 4 });
await page.waitForTimeout(300);
assert.equal((await ids()).length, 0, "nothing is searched while composing");
await client.send("Input.insertText", { text: "窓口" });
await until("「窓口」の検索結果は");

for (const hostile of ["<img src=x onerror=alert(1)>", "\"';--", "𠮷", "ﾟ", "\u0000", "あ".repeat(3000), "*", "\\", "%", "__proto__", "constructor"]) {
  await page.fill("#q", hostile);
  await page.waitForTimeout(150);
  assert.equal(await page.$("#search-results img, #search-status img"), null);
}
await page.fill("#q", "図書館 予約");
await until("に一致するページはありません");
await page.click(".search-offer button");
await until("「予約」の検索結果は");

await page.goto(base);
await page.waitForTimeout(200);
const old = JSON.parse(fs.readFileSync(path.join(site, "search/manifest.json"))).generation;
const next = "0123abcd";
replaced = (name, bytes) => {
  if (name.endsWith(".bin")) return Buffer.concat([Buffer.from(next, "hex"), bytes.subarray(4)]);
  return Buffer.from(bytes.toString().replace(old, next));
};
await page.fill("#q", "公民館");
await until("「公民館」の検索結果は");
assert.deepEqual(faults, []);
console.log("ok");
await browser.close();
server.close();
