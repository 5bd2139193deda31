// Paper: an item is one sheet of A4 wherever its text allows, a 一覧表 lies on its side, nothing is as wide as to be made smaller.
import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { test } from "node:test";
import { browser, resize, serve } from "./site.mjs";

/** The pages of a PDF: how many, and the size of the first in points. */
function paper(pdf) {
  const text = pdf.toString("latin1");
  const [, width, height] = /\/MediaBox \[0 0 (\d+)[\d.]* (\d+)/.exec(text);
  return { pages: text.match(/\/Type \/Page\b/g).length, width: Number(width), height: Number(height) };
}

test("an item is one page of A4, 59 of 61 at least", async (t) => {
  const address = await serve(t);
  const [long, numbers] = [[], Array.from({ length: 61 }, (_, at) => at + 1)];
  const print = async () => {
    const page = await browser(t);
    for (let number; (number = numbers.shift());) {
      await page.goto(`${address}programs/gyokaku-4/${number}/`);
      const { pages, width, height } = paper(await page.pdf({ preferCSSPageSize: true }));
      assert.deepEqual([width, height], [594, 841], `No.${number}`);
      if (pages > 1) long.push(`No.${number}: ${pages}`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, print));
  assert.ok(long.length <= 2, long.join(", "));
});

test("a sheet lies on its side, and a page of data keeps its type", async (t) => {
  const page = await browser(t);
  const address = await serve(t);
  await page.goto(`${address}goals/2020/seisaku-kikaku/`);
  const { width, height } = paper(await page.pdf({ preferCSSPageSize: true }));
  assert.deepEqual([width, height], [841, 594]);
  await page.emulateMedia({ media: "print" });
  await resize(page, { width: 700, height: 1000 });
  for (const path of ["goals/2022/seisaku-kikaku/1/", "indicators/", "matrix/", "years/2022/", "data/figures/", "programs/gyokaku-4/"]) {
    await page.goto(address + path);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 700, path);
  }
});
