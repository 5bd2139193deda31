// The index and its reader together: what the tokenizer has indexed is what the page finds.
import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, site } from "./site.mjs";

test("ふるさと納税 finds the item that is about it", async (t) => {
  const address = await site(t);
  const page = await browser(t);
  const foreign = [];
  const faults = [];
  page.on("request", (request) => request.url().startsWith(address) || foreign.push(request.url()));
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(`${address}search/`);
  await page.fill("#q", "ふるさと納税");
  await page.waitForSelector('#search-results li[data-id="programs/gyokaku-4/21/"]');
  await page.goto(`${address}search/?q=${encodeURIComponent("ふるさと納税")}`);
  await page.waitForSelector('#search-results li[data-id="programs/gyokaku-4/21/"]');
  assert.deepEqual({ foreign, faults }, { foreign: [], faults: [] });
});

test("the search page says what to do where scripts do not run", async (t) => {
  const address = await site(t);
  const page = await browser(t, { javaScriptEnabled: false });
  await page.goto(`${address}search/`);
  assert.match(await page.innerText("main"), /検索/);
});
