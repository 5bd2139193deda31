// What a resident asks, walked as somebody does who has never been here: from the home page, by what can be seen and
// touched there, in three steps at most. A step is a link, by its words, or a search and its answer.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { browser, follow, resize, serve, until } from "./site.mjs";

const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 800 };
const search = (words) => ({ words });
/** A search that finds nothing, or nothing about it: the page then says what the site holds. */
const vain = (words) => ({ words, isVain: true });
const held = /このサイトに載っているもの.*このサイトには記載がありません.*第三次上田市総合計画/s;

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
  // What residents, councillors and journalists ask of the results; where the documents hold no answer, the site says so.
  ["プールはどうなったか", phone, [vain("プール")], held],
  ["達成できなかった目標はどれか", phone, ["約束と結果"], /比べる規則が示されていない.*遊休財産等の売却額.*約2,765万円.*どちらで目標を判定するかは書かれていません/s],
  ["令和4年度の節約額はいくらか", desk, [search("節約額"), "効果額"], /669億円\/50年間.*3,882千円/s],
  ["政策企画部は何を果たさなかったか", desk, ["政策企画部"], /判定しない 6\s*途中の値 3.*まちなかキャンパス市民向け講座\s*目標 20講座\s*実績 13講座/s],
  ["去年と比べてどうか", desk, ["年度", "令和4年度(2022年度)", "令和3年度と令和4年度を比べる"], /61件、うち計画の文が違うもの31件.*100件超 → 170件超\s*「以上」「約」などの値のため、差は出しません/s],
  ["遅れている KPI はどれか", phone, ["指標"], /実績の数値が無い\s*21件.*どの指標にも、実績の数値がまだありません/s],
  ["ごみは減ったか", phone, [vain("ごみの減量")], held],
  ["意見はどこへ言えばよいか", phone, ["このサイトについて"], /連絡先\s*この見本の作成者\(上田市の公式な連絡先ではありません\)/],
  ["武石のことはどこか", desk, ["武石地域自治センター"], /担当する記録.*最新の実績/s],
  ["61項目は何割進んだか", phone, ["取組", "第四次上田市行財政改革大綱 アクションプログラム"], /令和3年度・令和4年度は61件すべて実績あり、令和5年度～令和7年度は61件すべて未報告/],
  ["全部の数字を表でほしい", desk, ["データ", "数値 CSV"], /^\uFEFF全国地方公共団体コード,ID/],
  ["前の計画から何が変わったか", phone, ["計画", "第三次上田市総合計画", "第二次上田市総合計画"], /この計画の本文は掲載していません/],
  ["市税の収納率は目標に届いたか", phone, ["約束と結果"], /市税収納率.*98\.70%.*96\.93%.*令和5年3月31日現在.*判定しない/s],
  ["下水道使用料の収納率は", desk, [search("下水道使用料 収納率"), "水道料金・下水道使用料の収納率の維持向上"], /99\.42%/],
  ["国勢調査のネット回答は何割だったか", phone, [search("国勢調査 インターネット回答"), "選ばれる都市を目指した情報発信とシティプロモーションの戦略的な展開"], /26\.1/],
  ["財政部の土地は売れたか", desk, ["財政部", "No.22 遊休財産等の処分促進"], /令和4年度\(2022年度\)の実績.*遊休地5物件を売却/s],
  ["効果額はいくらか", phone, [search("効果額はいくら"), "効果額"], /達成した効果額ではありません/],
  ["結果は何年度まで出ているか", phone, ["取組", "第四次上田市行財政改革大綱 アクションプログラム"], /実績の公表\s*令和4年度\(2022年度\)分まで/],
  ["計画のどこに取組が集まっているか", desk, ["計画と取組の対応表"], /数で見る.*濃いほど多くの記録があります/s],
  ["重点目標の評価はどうだったか", phone, ["令和4年度(2022年度)"], /令和4年度・期末\(達成状況\)の重点取組項目.*8件すべて評価の記載なし/s],
  ["ふるさと納税の寄附は去年より増えたか", desk, ["年度", "令和4年度(2022年度)", "令和3年度と令和4年度を比べる"], /寄附金額\s*\S+千円 → 385,670千円/],
  ["水道事業は5年後に何を目指すのか", phone, [search("水道事業の広域化"), "水道事業の広域化の検討"], /5年後の姿/],
  ["達成率は何パーセントか", phone, [search("達成率"), "約束と結果"], /進捗率や達成率は計算しません/],
  ["重点目標は部局ごとにいくつあるか", desk, ["重点目標"], /政策企画部.*5件/s],
];

/** Waits until a search has told all it has, in words if it is in vain. */
const answered = (page, isVain) => until(page, (isVain) => {
  const results = document.querySelector("#search-results:not([aria-busy])");
  return isVain ? results && document.querySelector("#search-status").textContent.trim() : results.querySelector("li a");
}, isVain);

/** Does a step: the first thing that can be seen and bears these words. */
async function take(page, step) {
  if (step.words) {
    await page.locator("form[role=search] input[name=q]").first().fill(step.words);
    await page.locator("form[role=search] button").first().click();
    return answered(page, step.isVain);
  }
  const exact = page.getByRole("link", { name: step, exact: true });
  const link = (await exact.count()) ? exact : page.getByRole("link", { name: step });
  const seen = link.locator("visible=true").first();
  if (!(await seen.getAttribute("href")).endsWith(".csv")) return follow(page, seen);
  const [file] = await Promise.all([page.waitForEvent("download"), seen.click()]);
  return readFile(await file.path(), "utf8");
}

test("a resident's questions are answered in three steps", async (t) => {
  const address = await serve(t);
  const page = await browser(t);
  for (const [question, viewport, steps, answer] of questions) {
    assert.ok(steps.length <= 3, question);
    await resize(page, viewport);
    await page.goto(address);
    let found;
    for (const step of steps) found = await take(page, step);
    const text = typeof found === "string" ? found : await page.locator("body").innerText();
    assert.match(text, answer, question);
  }
});
