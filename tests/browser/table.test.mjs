// Lists: whole without scripts; narrowed, sorted and shared with them; by keyboard, on a phone, and from a file share.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { test } from "node:test";
import { browser, folder, resize, serve, until } from "./site.mjs";

const program = "programs/gyokaku-4/";
const shown = (page) => page.$$eval("[data-list] tbody tr:not(.group)", (rows) => rows.filter((row) => row.checkVisibility()).map((row) => row.cells[0].innerText));
const told = (page, text) => until(page, (text) => document.querySelector("[role=status]").textContent.includes(text), text);

test("words and facets narrow the list, the address keeps them, back undoes them", async (t) => {
  const page = await browser(t);
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !message.location().url.endsWith("favicon.ico") && faults.push(message.text()));
  await page.goto((await serve(t)) + program);
  assert.equal((await shown(page)).length, 61);
  const option = await page.$eval("#list-department option:nth-child(3)", (option) => ({ value: option.value, text: option.text }));
  const [, count] = /\((\d+)\)$/.exec(option.text);
  await page.selectOption("#list-department", option.value);
  await told(page, `61件のうち${count}件`);
  assert.equal((await shown(page)).length, Number(count));
  await page.waitForURL(({ searchParams }) => searchParams.get("department") === option.value);
  await page.goBack();
  await told(page, "すべて");
  assert.equal((await shown(page)).length, 61);
  await page.fill("#list-q", "おーぷん ﾃﾞｰﾀ");
  await told(page, "61件のうち1件");
  assert.deepEqual(await shown(page), ["17"]);
  assert.equal(await page.locator("#c1").isVisible(), true, "the heading above what is left stays");
  assert.equal(await page.locator("#c2").isVisible(), false, "a heading above nothing goes");
  await page.reload();
  await told(page, "61件のうち1件");
  assert.equal(await page.inputValue("#list-q"), "おーぷん ﾃﾞｰﾀ");
  await page.fill("#list-q", "どこにも無い言葉");
  await told(page, "条件に合う取組項目はありません");
  await page.click("text=条件を消す");
  await told(page, "すべて");
  await page.waitForURL(({ search }) => search === "");
  assert.deepEqual(faults, []);
});

test("an address with unknown conditions shows the whole list", async (t) => {
  const page = await browser(t);
  await page.goto(`${await serve(t)}${program}?department=%3Cimg%20src%3Dx%3E&sort=99`);
  await page.waitForSelector(".tools");
  assert.equal((await shown(page)).length, 61);
  assert.equal(await page.$("main img"), null);
});

test("a column sorts up, down and back by keyboard, and says so", async (t) => {
  const page = await browser(t);
  await page.goto((await serve(t)) + program);
  const head = page.locator("thead th").first();
  await head.locator("button").focus();
  const before = await shown(page);
  await page.keyboard.press("Enter");
  assert.equal(await head.getAttribute("aria-sort"), "ascending");
  await page.keyboard.press("Enter");
  assert.equal(await head.getAttribute("aria-sort"), "descending");
  assert.deepEqual(await shown(page), before.toReversed());
  await page.waitForURL(({ searchParams }) => searchParams.get("sort") === "-0");
  await page.keyboard.press("Enter");
  assert.equal(await head.getAttribute("aria-sort"), null);
  assert.deepEqual(await shown(page), before);
});

test("what is empty stands last in either order", async (t) => {
  const page = await browser(t);
  await page.goto(`${await serve(t)}data/figures/`);
  const column = (at) => page.$$eval("#preview tbody tr", (rows, at) => rows.map((row) => row.cells[at].innerText.trim()), at);
  const heads = page.locator("#preview thead th");
  let at = 0;
  while (new Set((await column(at)).map(Boolean)).size < 2) at++;
  const empty = (await column(at)).filter((text) => text === "").length;
  for (const order of ["ascending", "descending"]) {
    await heads.nth(at).locator("button").click();
    assert.equal(await heads.nth(at).getAttribute("aria-sort"), order);
    const texts = await column(at);
    assert.ok(texts.slice(-empty).every((text) => text === "") && texts.slice(0, -empty).every(Boolean), `${order}: ${texts}`);
  }
});

test("every list with marks gets its tools, and none is empty", async (t) => {
  const page = await browser(t);
  const address = await serve(t);
  for (const path of [program, "years/2022/", "goals/2022/", "departments/seisaku-kikaku/", "indicators/", "matrix/", "data/figures/"]) {
    await page.goto(address + path);
    await page.waitForSelector(".tools");
    assert.ok((await shown(page)).length >= 6, path);
    const controls = await page.$$eval(".tools input, .tools select", (all) => all.map((one) => one.labels.length));
    assert.ok(controls.every((labels) => labels === 1), `${path}: a control without a label`);
  }
});

test("on a phone the columns are named to who listens, and no unseen button is a stop", async (t) => {
  const page = await browser(t, { viewport: { width: 320, height: 640 } });
  const address = await serve(t);
  for (const [path, columns] of [["indicators/", 6], [program, 5], ["goals/2020/seisaku-kikaku/", 5]]) {
    await page.goto(address + path);
    assert.equal(await page.getByRole("columnheader").count(), columns, path);
  }
  await page.goto(`${address}indicators/`);
  assert.ok(await page.isHidden("#list-sort"), "the list comes first");
  await page.click("text=絞り込み・並べ替え");
  await page.waitForSelector("#list-sort"); // what is not seen takes no focus
  await page.focus("#list-sort");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.closest("table") !== null && document.activeElement.matches("a")), true);
  await page.goto(`${address}indicators/?rule=${encodeURIComponent("増やす")}`);
  await told(page, "21件のうち11件");
  assert.ok(await page.isVisible("#list-rule"), "what narrows is shown");
  await resize(page, { width: 1280, height: 800 });
  await until(page, () => document.querySelector(".sort").tabIndex === 0);
});

test("walking back by keyboard, nothing focused lies under the heads that stay", async (t) => {
  const page = await browser(t, { reducedMotion: "reduce" });
  await page.goto((await serve(t)) + program);
  await page.waitForSelector(".scroll[data-fits]");
  await page.evaluate(() => [...document.querySelectorAll("main a")].at(-1).focus());
  for (let step = 0; step < 80; step++) {
    await page.keyboard.press("Shift+Tab");
    await until(page, (step) => {
      const { left, top, width, height } = document.activeElement.getBoundingClientRect();
      const there = document.elementFromPoint(left + width / 2, top + height / 2);
      return document.activeElement.contains(there) || there?.contains(document.activeElement);
    }, step);
  }
});

test("without scripts the list is whole and its plain ways lead on", async (t) => {
  const page = await browser(t, { javaScriptEnabled: false });
  await page.goto((await serve(t)) + program);
  assert.equal((await shown(page)).length, 61);
  assert.equal(await page.$(".tools"), null);
  assert.ok((await page.$$(".ways-in a[href]")).length > 20);
});

test("from a file share the list narrows too", async (t) => {
  const page = await browser(t);
  await page.goto(pathToFileURL(join(await folder(), program, "index.html")).href);
  await page.fill("#list-q", "オープンデータ");
  await told(page, "のうち1件");
});

test("no page is wider than a phone of 320 pixels", async (t) => {
  const page = await browser(t, { viewport: { width: 320, height: 640 } });
  const address = await serve(t);
  const pages = ["", program, `${program}21/`, "years/2022/", "goals/", "goals/2022/", "goals/2022/seisaku-kikaku/", "goals/2022/seisaku-kikaku/1/",
    "plans/sogo-3/1-3-2/", "departments/", "departments/seisaku-kikaku/", "indicators/", "matrix/", "costs/", "data/", "data/figures/", "sdgs/11/", "glossary/"];
  for (const path of pages) {
    await page.goto(address + path);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 320, path);
  }
});

test("on a phone the sums of the years are cards, and nothing is beside the screen", async (t) => {
  const page = await browser(t, { viewport: { width: 320, height: 640 } });
  await page.goto(`${await serve(t, { of: "tests/fixtures/bodies/services" })}costs/`);
  await page.$$eval("details", (all) => all.forEach((one) => (one.open = true)));
  const tables = await page.$$eval("details .scroll", (all) => all.map((one) => {
    const cells = [...one.querySelectorAll("tbody tr:last-child > *")];
    const words = cells.map((cell) => getComputedStyle(cell, "::before").content.replace(/^none$|"/g, "") + cell.innerText);
    return [one.scrollWidth - one.clientWidth, words.join("|")];
  }));
  assert.ok(tables.length > 1, `${tables.length} tables`);
  for (const [beside, words] of tables) {
    assert.equal(beside, 0, words);
    assert.equal(words, "額の分かる件数|令和5年度 2件のうち1件|令和6年度 3件のうち2件");
  }
});

test("from the top, the last of 61 items is the seventieth stop at most", async (t) => {
  const page = await browser(t);
  await page.goto((await serve(t)) + program);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter"); // 本文へ移動
  await until(page, () => location.hash && !document.activeElement.matches(".skip"));
  let stops = 1;
  const at = () => page.evaluate(() => document.activeElement.getAttribute("href") ?? "");
  for (; stops < 100 && !(await at()).endsWith("gyokaku-4/61/index.html"); stops++) await page.keyboard.press("Tab");
  assert.ok(stops <= 70, `${stops} stops`);
});
