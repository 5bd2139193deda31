// The preview in a real browser: a save shows itself where one is reading, new looks come without a page load, a fault lies over
// the page until it is mended, all findings are listed, and so is what waits for whom.
import { execFileSync } from "node:child_process";
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import assert from "node:assert/strict";
import { after, browser, program, start, until } from "./site.mjs";

const themes = resolve(import.meta.dirname, "../../themes");

/** Waits until what the preview lays over the page says something. */
const see = (page, name, text) => until(page, ([name, text]) =>
  document.querySelector("mieruka-preview").shadowRoot.querySelector(`.${name}:not([hidden])`).textContent.includes(text), [name, text]);
/** Waits until nothing is laid over it any more. */
const gone = (page, name) =>
  until(page, (name) => document.querySelector("mieruka-preview").shadowRoot.querySelector(`.${name}`).hidden, name);

async function preview(t) {
  const folder = await mkdtemp(join(tmpdir(), "mieruka-preview-"));
  after(t, () => rm(folder, { recursive: true }));
  execFileSync(program, ["init", folder]);
  await cp(themes, join(folder, "themes"), { recursive: true });
  const content = join(folder, "content");
  await appendFile(join(content, "site.yaml"), "publisher: 見本の作成者\n"); // a declared sample, accepted: nothing is noticed
  await appendFile(join(content, "plans/sample/plan.yaml"), "accepted:\n  - {rule: sample-value, reason: 見本}\n");
  const server = start(t, program, ["serve", "--port", "0", "--content", content]);
  const address = await new Promise((found, lost) => {
    let said = "";
    server.stdout.on("data", (data) => {
      const [place] = /http:\/\/127\.0\.0\.1:\d+\//.exec(said += data) ?? [];
      if (place) found(place);
    });
    server.ended.then(() => lost(new Error(`the preview has ended: ${said}`)));
  });
  const change = async (path, edit) => {
    const file = join(folder, path);
    await writeFile(file, edit(await readFile(file, "utf8")));
  };
  return { address, change, stop: () => server.kill("SIGKILL") };
}

test("a save shows itself where one is reading", async (t) => {
  const { address, change } = await preview(t);
  const page = await browser(t, { viewport: { width: 400, height: 300 } });
  await page.goto(`${address}programs/sample/`);
  await page.evaluate(() => {
    document.querySelector("details").open = true;
    scrollTo({ top: 400, behavior: "instant" });
  });
  const before = await page.evaluate(() => ({ y: scrollY, open: document.querySelectorAll("details[open]").length }));
  assert.ok(before.y === 400 && before.open > 0, "the page is longer than the window and has something to open");
  await change("content/site.yaml", (text) => text.replaceAll("見本市", "試し市"));
  await until(page, () => document.body.innerText.includes("試し市"));
  await until(page, ({ y, open }) => scrollY === y && document.querySelectorAll("details[open]").length === open, before);
});

test("new looks come without a page load, new words in a template with one", async (t) => {
  const { address, change } = await preview(t);
  const page = await browser(t);
  await page.goto(address);
  await see(page, "control", "点検: ");
  await page.evaluate(() => { window.kept = true; });
  await change("themes/default/css/base.css", (text) => `${text}\nbody { outline: 7px solid rgb(1, 2, 3); }\n`);
  await until(page, () => getComputedStyle(document.body).outlineColor === "rgb(1, 2, 3)");
  assert.equal(await page.evaluate(() => window.kept), true);
  await change("themes/default/templates/base.html", (text) => text.replace("</body>", "<p>型から来た文</p></body>"));
  await until(page, () => document.body.innerText.includes("型から来た文") && window.kept === undefined
    && getComputedStyle(document.body).outlineColor === "rgb(1, 2, 3)");
  await change("themes/default/templates/base.html", (text) => `${text}{% if %}`);
  await see(page, "overlay", "base.html");
});

test("a fault lies over the page until it is mended, on a phone too", async (t) => {
  const { address, change } = await preview(t);
  const page = await browser(t, { viewport: { width: 320, height: 640 } });
  await page.goto(address);
  await see(page, "control", "点検: ");
  await page.evaluate(() => document.querySelector("a").focus());
  await change("content/site.yaml", (text) => `${text}\nzz: <img src=x>\n`);
  await see(page, "overlay", "<img src=x>");
  await see(page, "overlay", "直し方: ");
  assert.ok(await page.evaluate(() => document.activeElement.matches("a")), "the focus stays in the page");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than the phone");
  assert.ok(await page.evaluate(() => document.body.innerText.includes("見本市")), "the last good page is behind it");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: /site\.yaml:\d+:1 をコピー/ }).click();
  await until(page, async () => /content\/site\.yaml:\d+:1$/.test(await navigator.clipboard.readText()));
  await page.getByRole("button", { name: "閉じる" }).click();
  await gone(page, "overlay");
  await change("content/site.yaml", (text) => `${text}yy: 1\n`);
  await see(page, "overlay", "yy");
  await change("content/site.yaml", (text) => text.replace(/\nzz[^]*/, "\n").replaceAll("見本市", "試し市"));
  await until(page, () => document.body.innerText.includes("試し市"));
  await see(page, "control", "点検: ");
  await gone(page, "overlay");
});

test("all findings are listed, with the way to their pages", async (t) => {
  const { address, change } = await preview(t);
  const page = await browser(t);
  await page.goto(address);
  await see(page, "control", "エラーも注意もありません");
  const control = page.getByRole("button", { name: /^点検/ });
  await control.click();
  await see(page, "panel", "エラーも注意もありません。");
  await change("content/programs/sample/1.yaml", (text) => `${text}\naccepted:\n  - {rule: repeated-plan, reason: 試し}\n`);
  await see(page, "panel", "unused-acceptance");
  await see(page, "control", "注意 1件");
  await page.getByRole("link", { name: "ページを見る" }).click();
  await page.waitForURL(/programs\/sample\/1\/$/);
  await see(page, "panel", "unused-acceptance");
  await page.keyboard.press("Tab");
  await control.click();
  await gone(page, "panel");
});

test("what is found while an older answer is under way is not missed", async (t) => {
  const { address, change } = await preview(t);
  const page = await browser(t);
  await page.goto(address);
  await see(page, "control", "エラーも注意もありません");
  await page.getByRole("button", { name: /^点検/ }).click();
  await see(page, "panel", "エラーも注意もありません。");
  const older = await (await fetch(`${address}__mieruka/findings`)).text();
  await page.route("**/__mieruka/findings", async (route) => {
    await new Promise((late) => setTimeout(late, 700));
    await route.fulfill({ body: older, contentType: "application/json" });
  }, { times: 1 });
  await change("content/programs/sample/1.yaml", (text) => `${text}\naccepted:\n  - {rule: repeated-plan, reason: 試し}\n`);
  await see(page, "control", "注意 1件");
  await see(page, "panel", "unused-acceptance");
  await page.unrouteAll({ behavior: "wait" });
});

test("what waits is listed by who is to act, and marked wherever it is linked", async (t) => {
  const { address, change } = await preview(t);
  const page = await browser(t, { viewport: { width: 320, height: 640 } });
  await page.goto(`${address}programs/sample/`);
  await see(page, "control", "エラーも注意もありません");
  await change("content/programs/sample/1.yaml", (text) => `${text}draft: true\n`);
  const mark = page.locator("main a[href$='programs/sample/1/index.html'] [data-mieruka-state]").first();
  await mark.waitFor();
  assert.equal(await mark.textContent(), "下書き");
  await until(page, () => document.querySelector("[data-mieruka-state]") && document.documentElement.scrollWidth <= innerWidth);
  await see(page, "control", "公開待ち 2件");
  await page.getByRole("button", { name: /^点検/ }).click();
  await see(page, "panel", "公開待ち: 2件");
  await see(page, "panel", "市民部 市民課");
  await change("content/programs/sample/1.yaml", (text) => text.replace("draft: true\n", ""));
  await mark.waitFor({ state: "detached" });
  await until(page, () => {
    const panel = document.querySelector("mieruka-preview").shadowRoot.querySelector(".panel:not([hidden])");
    return panel.textContent && !panel.textContent.includes("公開待ち");
  });
});

test("a preview that has stopped says so within three seconds", async (t) => {
  const { address, stop } = await preview(t);
  const page = await browser(t);
  await page.addInitScript(() => {
    const lost = (event) => { window.lost = event; };
    window.EventSource = class extends EventSource {
      constructor(...of) {
        super(...of);
        this.addEventListener("error", lost);
      }
    };
  });
  // The seconds are those of the page: none passes but by itself before it has noticed, and three from then on.
  await page.clock.install();
  await page.goto(address);
  await see(page, "control", "エラーも注意もありません");
  await page.clock.pauseAt(Date.now() + 3_600_000);
  stop();
  await until(page, () => Boolean(window.lost));
  await page.clock.runFor(3000);
  assert.equal(await page.getByRole("button", { name: "プレビューが止まっています" }).count(), 1);
});

test("seven windows side by side all hear the news, from another one when the first is closed", async (t) => {
  const { address, change } = await preview(t);
  const first = await browser(t);
  await first.goto(address);
  const pages = [first];
  while (pages.length < 7) {
    const page = await first.context().newPage();
    await page.goto(`${address}programs/sample/`);
    pages.push(page);
  }
  for (const page of pages) await see(page, "control", "エラーも注意もありません");
  await change("content/programs/sample/1.yaml", (text) => `${text}zz: 1\n`);
  for (const page of pages) await see(page, "overlay", "sample/1.yaml");
  await first.close();
  await change("content/glossary.yaml", (text) => `${text}zz: 1\n`);
  for (const page of pages.slice(1)) await see(page, "overlay", "glossary.yaml");
});
