// Who asks for a page that is not there, below a city's address: the answer looks like the site and leads back into it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, follow, serve } from "./site.mjs";

test("at any depth the page for nothing has its looks, its links and its search", async (t) => {
  const page = await browser(t);
  const address = await serve(t);
  for (const lost of ["nowhere", "programs/gyokaku-4/999/", "a/b/c/d/e.html"]) {
    const answer = await page.goto(address + lost);
    assert.equal(answer.status(), 404, lost);
    assert.notEqual(await page.$eval(".site-nav", (nav) => getComputedStyle(nav).backgroundColor), "rgba(0, 0, 0, 0)", lost);
    assert.equal(await page.$("meta[name=robots]"), null, "what is answered with 404 is listed by nobody");
    for (const href of await page.$$eval("a[href]:not([href^='#']), link[rel=stylesheet], link[rel=icon]", (all) => all.map((one) => one.href))) {
      if (!href.startsWith(address)) continue;
      assert.equal((await page.request.get(href)).status(), 200, `${lost}: ${href}`);
    }
    await follow(page, page.locator("main a:has-text('重点目標')").first());
    assert.equal(page.url(), `${address}goals/index.html`);
    await page.goto(address + lost);
    await page.fill("main input[name=q]", "空き家");
    await page.click("main button");
    await page.waitForSelector("#search-results li");
  }
});
