// よみ above the words: shown to those who choose them, remembered, gone again without a trace, absent without a script.
import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, serve } from "./site.mjs";

const ITEM = "programs/gyokaku-4/17/";

test("readings are chosen, remembered and taken away", async (t) => {
  const page = await browser(t);
  const address = await serve(t);
  await page.goto(address + ITEM);
  const before = await page.locator("main").innerHTML();
  const button = page.getByRole("button", { name: "ふりがな" });
  await button.click();
  const division = page.locator("ruby.of-choice", { hasText: "政策企画部" }).first();
  assert.equal(await division.locator("rt").textContent(), "せいさくきかくぶ");
  assert.equal(await button.getAttribute("aria-pressed"), "true");
  assert.equal(await page.locator("ruby ruby").count(), 0);
  assert.equal(await page.locator("ruby.of-choice", { hasText: "オープンデータ" }).count(), 0);
  await page.goto(`${address}departments/`);
  await page.locator("ruby.of-choice").first().waitFor();
  await page.goto(address + ITEM);
  await page.locator("ruby.of-choice").first().waitFor();
  await button.click();
  assert.equal(await page.locator("main").innerHTML(), before);
});

test("without a script nothing is offered", async (t) => {
  const page = await browser(t, { javaScriptEnabled: false });
  await page.goto((await serve(t)) + ITEM);
  assert.ok(!(await page.getByText("ふりがな", { exact: true }).isVisible()));
});
