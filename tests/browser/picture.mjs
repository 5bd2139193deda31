// Takes the picture of the README anew: the results of the first content, with the counts of each year folded.
import { join } from "node:path";
import test from "node:test";
import { browser, serve } from "./site.mjs";

test("the picture is taken", async (t) => {
  const page = await browser(t, { viewport: { width: 1280, height: 900 }, colorScheme: "light" });
  await page.goto(`${await serve(t)}results/`, { waitUntil: "networkidle" });
  await page.locator("main details[open] > summary").first().click();
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement.blur());
  await page.screenshot({ path: join(import.meta.dirname, "../../themes/default/screenshot.png") });
});
