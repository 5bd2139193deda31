// What is taken along from a record: its link and its citation, copied by buttons that only a script makes, and a code on paper.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { browser, serve } from "./site.mjs";

const ITEM = "programs/gyokaku-4/17/";

test("link and citation are copied, and it is said so", async (t) => {
  const page = await browser(t, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.goto((await serve(t)) + ITEM);
  const citation = (await page.locator(".citation dd").evaluate((node) => node.firstChild.textContent)).trim();
  const link = await page.locator('link[rel="canonical"]').getAttribute("href");
  for (const [name, text] of [["リンク", link], ["引用", citation]]) {
    const button = page.getByRole("button", { name: `${name}をコピー` });
    await button.click();
    await page.getByRole("status").filter({ hasText: `${name}をコピーしました` }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
    assert.ok(await button.evaluate((node) => node === document.activeElement), name);
  }
});

test("where no clipboard is given, what is selected is copied", async (t) => {
  const page = await browser(t, { permissions: ["clipboard-read"] });
  await page.addInitScript(() => Object.defineProperty(navigator.clipboard, "writeText", { value: () => Promise.reject(new Error("no")) }));
  await page.goto((await serve(t)) + ITEM);
  await page.getByRole("button", { name: "引用をコピー" }).click();
  await page.getByRole("status").filter({ hasText: "引用をコピー" }).waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /オープンデータの推進/);
});

test("without a script there is no button, and only paper has the code", async (t) => {
  const page = await browser(t, { javaScriptEnabled: false });
  const address = await serve(t);
  await page.goto(address + ITEM);
  assert.equal(await page.locator("main ~ footer button").count(), 0);
  assert.ok(!(await page.locator(".print-code").isVisible()));
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator(".print-code").isVisible());
  await page.goto(`${address}programs/`);
  assert.equal(await page.locator(".print-code").count(), 0);
});

test("other words are reached from the title, and are not on paper", async (t) => {
  const page = await browser(t, { javaScriptEnabled: false });
  await page.goto(`${await serve(t, { of: "tests/fixtures/exact/content" })}programs/g/1/`);
  await page.getByRole("link", { name: "English" }).click();
  await page.waitForURL(/#english$/);
  assert.equal(await page.locator("#english").getAttribute("lang"), "en");
  await page.emulateMedia({ media: "print" });
  for (const part of ["#plain", "#english", ".in-other-words"]) assert.ok(!(await page.locator(part).isVisible()), part);
});

test("a chart is saved as a picture that is not empty", async (t) => {
  const page = await browser(t, { acceptDownloads: true });
  await page.goto((await serve(t)) + ITEM);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: /PNG$/ }).first().click()]);
  assert.match(download.suggestedFilename(), /\.png$/);
  const bytes = await readFile(await download.path());
  assert.equal(bytes.subarray(1, 4).toString(), "PNG");
  assert.ok(bytes.readUInt32BE(16) > 600 && bytes.length > 5_000, `${bytes.readUInt32BE(16)} ${bytes.length}`);
});
