// The index and its reader together, in a browser: what the tokenizer has indexed is what the page finds.
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { after, browser, drawn, folder, follow, serve, until } from "./site.mjs";

/** Opens the search page, and tells what goes wrong on it. */
async function open(t, address, { faults: expected, ...options } = {}) {
  const page = await browser(t, options);
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !expected?.test(message.text()) && faults.push(`${message.text()} ${message.location().url}`));
  page.on("request", (request) => request.url().startsWith(address) || faults.push(`foreign: ${request.url()}`));
  await page.goto(`${address}search/index.html`);
  after(t, () => assert.deepEqual(faults, []));
  return page;
}

const status = (page) => page.textContent("#search-status");
const ids = (page) => page.$$eval("#search-results > li", (items) => items.map((item) => item.dataset.id));
/** Waits for a sentence of the status; the page before a navigation has none. */
const told = (page, text) => until(page, (text) => document.getElementById("search-status").textContent.includes(text), text);
/** Waits until the excerpts are there too: titles are shown before. */
const whole = (page) => page.waitForSelector("#search-results:not([aria-busy]) > li");
/** Waits until what is typed has been searched: the address follows what is shown. */
const settled = (page) => until(page, () => (new URLSearchParams(location.search).get("q") ?? "") === document.getElementById("q").value.trim());
const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.closest("li")?.dataset.id);
const options = (page) => page.$$eval("#search-suggestions:not([hidden]) > li", (items) => items.map((item) => item.textContent));

test("ふるさと納税 finds the item that is about it, typed or in the address", async (t) => {
  const page = await open(t, await serve(t));
  assert.equal(await page.$("#search-unavailable"), null, "the notice goes where the script runs");
  await page.fill("#q", "ふるさと納税");
  await page.waitForSelector('#search-results li[data-id="programs/gyokaku-4/21/"]');
  await page.waitForURL(/\?q=/);
  await page.reload();
  await page.waitForSelector('#search-results li[data-id="programs/gyokaku-4/21/"]');
});

test("every page has a search box that leads here", async (t) => {
  const address = await serve(t);
  const page = await open(t, address);
  await page.goto(`${address}programs/gyokaku-4/17/index.html`);
  await page.fill("#site-q", "公民館");
  await page.press("#site-q", "Enter");
  await told(page, "「公民館」の検索結果は");
  assert.equal(await page.inputValue("#q"), "公民館");
});

test("hits are marked also where they are spelled otherwise, and lead to their place", async (t) => {
  const page = await open(t, await serve(t));
  await page.fill("#q", "ｵｰﾌﾟﾝﾃﾞｰﾀ");
  await told(page, "検索結果は");
  await whole(page);
  const marks = await page.$$eval("#search-results mark", (marks) => marks.map((mark) => mark.textContent));
  assert.ok(marks.includes("オープンデータ"), `${marks}`);
  await page.fill("#q", "2022年度 オープンデータ");
  await told(page, "「2022年度 オープンデータ」の検索結果は");
  await whole(page);
  const both = await page.$$eval("#search-results mark", (marks) => marks.map((mark) => mark.textContent));
  assert.ok(both.some((mark) => mark.startsWith("令和4年度")), `${both}`);
  const anchors = await page.$$eval("#search-results a", (links) => links.map((link) => new URL(link.href).hash));
  assert.ok(anchors.some((hash) => hash.length > 1), "a hit leads to the year that holds it");
});

test("the arrows walk through the results, Escape leads back", async (t) => {
  const page = await open(t, await serve(t));
  await page.fill("#q", "オープンデータ");
  await told(page, "検索結果は");
  await whole(page);
  await page.waitForSelector("#search-suggestions:not([hidden]) > li"); // Escape puts them away, and nothing brings them back
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(page), (await ids(page))[0]);
  await page.keyboard.press("ArrowDown");
  assert.equal(await focused(page), (await ids(page))[1]);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  assert.equal(await focused(page), "q");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Escape");
  assert.equal(await focused(page), "q");
});

const known = ["kind", "year", "department", "sdg"].map((name) => [name, "推進"]);
const evaluated = ["state", "outcome", "rating", "scale-sogo"].map((name) => [name, "申請", "tests/fixtures/exact/content"]);
for (const [name, question, of] of [...known, ...evaluated]) {
  test(`the facet ${name} narrows by what it counts, stands in the address, and goes with the back button`, async (t) => {
    const page = await open(t, await serve(t, { of }));
    await page.fill("#q", question);
    await told(page, "検索結果は");
    const all = (await status(page)).match(/(\d+)件/)[1];
    const label = await page.locator(`#search-facets label:has(input[name=${name}])`).nth(1).textContent();
    await page.locator(`#search-facets input[name=${name}]`).nth(1).check();
    await told(page, `検索結果は${label.match(/\((\d+)\)$/)[1]}件`);
    await page.waitForURL(new RegExp(`${name}=`));
    assert.notEqual((await status(page)).match(/(\d+)件/)[1], all);
    await page.reload();
    await told(page, `検索結果は${label.match(/\((\d+)\)$/)[1]}件`);
    await page.goBack();
    await told(page, `検索結果は${all}件`);
  });
}

test("from the search field the keyboard skips what narrows the results", async (t) => {
  const page = await open(t, await serve(t));
  await page.fill("#q", "公民館");
  await told(page, "検索結果は");
  for (let steps = 0; steps < 4 && (await focused(page)) !== "search-skip"; steps++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await until(page, () => location.hash && document.activeElement.id !== "search-skip");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), (await ids(page))[0]);
});

test("on a phone the results come before the facets are unfolded", async (t) => {
  const page = await browser(t, { viewport: { width: 390, height: 844 } });
  await page.goto(`${await serve(t)}search/index.html?q=%E3%81%B5%E3%82%8B%E3%81%95%E3%81%A8%E7%B4%8D%E7%A8%8E`);
  await whole(page);
  const { y } = await page.locator("#search-results li").first().boundingBox();
  assert.ok(y < 700, `the first result is seen at once: ${y}`);
  await page.click("text=条件で絞り込む");
  await page.check("#search-facets input >> nth=0");
  await until(page, () => new URLSearchParams(location.search).has("kind"));
  await page.reload();
  await page.waitForSelector("#search-results li");
  assert.ok(await page.isVisible("#search-facets :checked"), "what narrows is shown");
});

test("a condition can be typed, and one that a word names is offered", async (t) => {
  const page = await open(t, await serve(t));
  await page.fill("#q", "公民館 令和3年度");
  await page.click("text=年度:令和3年度(2021年度)だけにする");
  await until(page, () => new URLSearchParams(location.search).get("year") === "2021");
  await until(page, () => !document.querySelector(".search-offer button")); // what narrows already is not offered
  const chosen = async (address) => {
    await page.goto(address);
    await whole(page);
    return [await ids(page), await page.textContent("#search-status")];
  };
  const address = page.url().split("?")[0], [byFacet, said] = await chosen(`${address}?q=公民館&year=2021`);
  const [typed, told] = await chosen(`${address}?q=公民館 年度：令和３年`);
  assert.deepEqual(typed, byFacet);
  assert.equal(/([0-9]+)件です/.exec(told)[1], /([0-9]+)件です/.exec(said)[1]);
  const [all] = await chosen(`${address}?q=種類:部局`);
  assert.ok(all.length === 10 && all.every((id) => id.startsWith("departments/")), "a condition alone lists what meets it");
  assert.ok((await chosen(`${address}?q=部局:公民館`))[0].length, "what is no value is a word");
  const [ofDivision] = await chosen(`${address}?q=部局：財政課`);
  assert.deepEqual(ofDivision.toSorted(), [27, 32, 33, 34, 48].map((no) => `programs/gyokaku-4/${no}/`), "a division has its own records");
  await page.fill("#q", "財政課 公共施設");
  await page.click("text=部局:財政課だけにする");
  await settled(page);
  assert.equal(await page.inputValue("#q"), "部局:財政課 公共施設");
  assert.ok((await ids(page)).every((id) => ofDivision.includes(id)));
});

test("on a wide sheet the results take the whole width, without the facets", async (t) => {
  const page = await open(t, await serve(t));
  await page.fill("#q", "公民館");
  await page.waitForSelector("#search-results li");
  await page.emulateMedia({ media: "print" });
  const [results, body] = await page.evaluate(() => ["#search-results", "body"].map((one) => document.querySelector(one).getBoundingClientRect().width));
  assert.ok(results > body * 0.9, `${results} of ${body}`);
});

test("while an input method composes titles are suggested, and nothing is searched", async (t) => {
  const address = await serve(t);
  const other = await browser(t);
  const page = await open(t, address);
  const client = await page.context().newCDPSession(page);
  await page.focus("#q");
  await client.send("Input.imeSetComposition", { text: "まどぐち", selectionStart: 4, selectionEnd: 4 });
  // By the time another window has opened the page, searched the same and shown it, this one would have too.
  await other.goto(`${address}search/index.html?q=${encodeURIComponent("まどぐち")}`);
  await told(other, "「まどぐち」");
  assert.equal((await ids(page)).length, 0);
  await page.waitForSelector("#search-suggestions:not([hidden]) > li");
  await client.send("Input.insertText", { text: "窓口" });
  await told(page, "「窓口」の検索結果は");
});

test("titles are suggested to whoever begins to type them or their reading", async (t) => {
  const page = await open(t, await serve(t));
  await page.focus("#q");
  await page.keyboard.type("ふ"); // no titles yet: those of a few letters would come between
  await page.keyboard.insertText("るさとのうぜ");
  await page.waitForSelector("#search-suggestions li");
  const titles = await options(page);
  assert.ok(titles.every((title) => title.startsWith("ふるさと納税")), `${titles}`);
  assert.equal(await page.getAttribute("#q", "aria-expanded"), "true");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.textContent(`#${await page.getAttribute("#q", "aria-activedescendant")}`), titles[0]);
  assert.equal(await focused(page), "q");
  await page.keyboard.press("Enter");
  assert.equal(await page.inputValue("#q"), titles[0]);
  await told(page, `「${titles[0]}」の検索結果は`);
  assert.deepEqual(await options(page), []);
});

test("one wrong character is forgiven, and said; also the first", async (t) => {
  const page = await open(t, await serve(t));
  for (const [asked, meant] of [["ノープンデータ", "オープンデータ"], ["指定菅理者制度", "指定管理者制度"], ["おーぷんねーた", "オープンデータ"]]) {
    await page.fill("#q", asked);
    await told(page, `「${asked}」は見つからないため、「${meant}」の結果です。`);
    assert.ok((await ids(page)).length > 0);
  }
});

test("what cannot be found is answered with help, and whatever is typed is only text", async (t) => {
  const page = await open(t, await serve(t));
  for (const hostile of ["<img src=x onerror=alert(1)>", "\"';--", "𠮷", "ﾟ", "\u0000", "あ".repeat(3000), "*", "\\", "%", "__proto__", "constructor", "😀", "\"", "　", "-公民館"]) {
    await page.fill("#q", hostile);
    await settled(page);
    assert.equal(await page.$("#search-results img, #search-status img"), null);
  }
  await page.fill("#q", "図書館 予約");
  await told(page, "に一致するページはありません");
  assert.ok(await page.isVisible(".search-empty"));
  await page.click(".search-offer button");
  await told(page, "「予約」の検索結果は");
  await page.fill("#q", "");
  await until(page, () => !document.getElementById("search-status").textContent);
  assert.ok(await page.isHidden(".search-empty"));
});

test("an index that is replaced under the reader is taken anew, one that is half there gives way to the one before", async (t) => {
  const out = await folder();
  let replaced = (name, body) => body;
  const page = await open(t, await serve(t, { change: (name, body) => replaced(name, body) }), { faults: /404/ });
  await page.fill("#q", "ふるさと納税");
  await told(page, "「ふるさと納税」の検索結果は");
  const index = /"index":"([0-9a-f]{8})"/.exec(await readFile(join(out, "search/manifest.js"), "utf8"))[1];
  const renamed = (before) => (name, body) => {
    const text = () => body.toString().replace(`"index":"${index}"`, `"index":"0123abcd","before":"${before}"`);
    if (name === "search/manifest.js") return Buffer.from(text().replace(/"grams":\[[0-9]+,[0-9]+,"[0-9a-f]+"\]/, `"grams":[1,1,"${"f".repeat(7000)}"]`));
    return body;
  };
  // What was opened is read on; only who opens the page now meets the new one, of which nothing but the manifest is there.
  replaced = renamed(index);
  await page.fill("#q", "公民館");
  await told(page, "「公民館」の検索結果は");
  await page.reload();
  await told(page, "「公民館」の検索結果は");
  replaced = renamed("fedcba98");
  await page.reload();
  await told(page, "検索の索引を読み込めませんでした");
  replaced = (name, body) => body;
  await page.fill("#q", "住民自治");
  await told(page, "「住民自治」の検索結果は");
});

test("search works from a file share too", async (t) => {
  const out = await folder();
  const page = await open(t, pathToFileURL(`${out}/`).href);
  await page.fill("#q", "ふるさと納税");
  await page.waitForSelector('#search-results li[data-id="programs/gyokaku-4/21/"]');
  await whole(page);
  await follow(page, page.locator("#search-results a").first());
  assert.match(await page.textContent("h1"), /ふるさと納税/);
});

test("the search page says what to do where scripts do not run", async (t) => {
  const address = await serve(t);
  const page = await browser(t, { javaScriptEnabled: false });
  await page.goto(`${address}search/`);
  assert.match(await page.innerText("main"), /検索/);
  await follow(page, page.getByRole("link", { name: "五十音順で見る" }));
  assert.ok((await page.$$("main section li a")).length > 200, "every record, department and term is listed");
  assert.match(await page.textContent("#other"), /ICTを活用した窓口改善/, "what begins with Latin letters is not read by guess");
});

test("nothing that is seen moves when the results of an address arrive", async (t) => {
  for (const width of [375, 1280]) {
    const page = await browser(t, { viewport: { width, height: 800 } });
    await page.addInitScript(() => {
      // However long the answer takes, the page waits for it: no second passes, neither by its clock nor by what it shows meanwhile.
      window.setTimeout = () => 0;
      const still = new CSSStyleSheet();
      still.replaceSync("* { animation-play-state: paused !important; }");
      document.adoptedStyleSheets = [still];
      window.moved = 0;
      const add = (list) => list.getEntries().forEach((entry) => { window.moved += entry.value; });
      new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
    });
    for (const question of ["公民館", "未達成", "xyzzy"]) {
      await page.goto(`${await serve(t)}search/?q=${encodeURIComponent(question)}`);
      await page.locator("#lists").waitFor();
      await page.locator("#search-results:not([aria-busy])").waitFor({ state: "attached" });
      await drawn(page);
      assert.ok(await page.evaluate(() => window.moved) <= 0.05, `${question} ${width}`);
    }
  }
});
