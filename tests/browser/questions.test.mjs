// What a resident asks, walked as somebody does who has never been here: from the home page, by what can be seen and
// touched there, in three steps at most. A step is a link, by its words, or a search and its answer.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { browser, serve } from "./site.mjs";

const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 800 };
const search = (words) => ({ words });

const questions = [
  ["「○」は、どういう意味か", phone, ["記号と判定の見方"], /○\s*目標どおり進捗/],
  ["「○」は、どういう意味か(検索で)", desk, [search("○ の意味"), "記号と判定の見方"], /○\s*目標どおり進捗/],
  ["評価の記号の見方は、どこにあるか(検索で)", phone, [search("評価の記号"), "記号と判定の見方"], /記号の意味は、年度と段階/],
  ["政策企画部の令和4年度の目標「長野大学の改革促進」は、どうなったか", phone,
    ["政策企画部", "令和4年度 政策企画部 重点目標2 長野大学の改革促進と学園都市づくりの推進"], /達成状況.*学部学科再編と、施設整備の財務想定.*第2期中期目標を策定/s],
  ["オープンデータは、どの課が担当しているか", desk, [search("オープンデータ 担当"), "オープンデータの推進"], /担当\s*政策企画部 広報シティプロモーション課/],
  ["指標の CSV は、どこにあるか", desk, ["データ", "指標 CSV"], /^\uFEFF全国地方公共団体コード,ID,地方公共団体名/],
  ["自治会加入率は、どの規則で判定され、いまどうか", phone, ["指標", "自治会加入率"], /自治会加入率.*83\.6%.*80\.0%.*判定: 実績が未公表.*減っても目標を下回らない/s],
  ["政策企画部の目標は、令和4年度から令和5年度に何が変わったか", desk, ["令和5年度(2023年度)", "政策企画部の令和4年度との違い"], /20講座.*18講座/s],
  ["市の公式のサイトか", phone, ["お断りの全文"], /上田市が作成・公表したものではありません/],
  ["だれに聞けばよいか", phone, ["このサイトについて"], /連絡先\s*この見本の作成者/],
  ["SDGs の目標11に関わる取組は、どれか", desk, ["SDGs", "11 住み続けられるまちづくりを"], /No\.37 個別施設計画の推進/],
  ["「EBPM」とは何か", phone, [search("EBPM"), "EBPM"], /経験や勘だけに頼らず/],
];

/** Does a step: the first thing that can be seen and bears these words. */
async function take(page, step) {
  if (step.words) {
    await page.locator("form[role=search] input[name=q]").first().fill(step.words);
    await page.locator("form[role=search] button").first().click();
    return page.waitForSelector("#search-results li a");
  }
  const exact = page.getByRole("link", { name: step, exact: true });
  const link = (await exact.count()) ? exact : page.getByRole("link", { name: step });
  const seen = link.locator("visible=true").first();
  if (!(await seen.getAttribute("href")).endsWith(".csv")) return seen.click();
  const [file] = await Promise.all([page.waitForEvent("download"), seen.click()]);
  return readFile(await file.path(), "utf8");
}

test("a resident's questions are answered in three steps", async (t) => {
  const address = await serve(t);
  const page = await browser(t);
  for (const [question, viewport, steps, answer] of questions) {
    assert.ok(steps.length <= 3, question);
    await page.setViewportSize(viewport);
    await page.goto(address);
    let found;
    for (const step of steps) found = await take(page, step);
    const text = typeof found === "string" ? found : await page.locator("body").innerText();
    assert.match(text, answer, question);
  }
});
