//! Three made-up bodies of other kinds than the first content's: a city that evaluates its services, a prefecture that evaluates its
//! policies, a ward whose goals get points. Each says what it publishes in its own words, without a finding but that its address is made up, and shows it.

use std::collections::BTreeMap;

use mieruka::export::datasets;

use crate::sites::{self, bundle, folder, report, text};

/// Every page of a body as it is read: without tags and with single spaces.
fn pages(body: &str) -> BTreeMap<String, String> {
    let sources = folder(&format!("tests/fixtures/bodies/{body}"));
    let (site, findings) = sites::examined(&sources);
    assert!(findings.iter().all(|one| one.rule == "sample-value"), "{body}: {}", report(&findings, &sources));
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let paths = bundle.iter().map(|(path, _)| path.to_string()).filter(|path| sites::is_page(path));
    paths.map(|path| (path.clone(), read(&text(&bundle, &path)))).collect()
}

fn read(html: &str) -> String {
    let (_, body) = html.split_once("<body").expect("a page has a body");
    let texts = body.split('<').map(|tag| tag.split_once('>').map_or("", |(_, text)| text));
    texts.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A page says this; of a text in which values follow one another, a space is where a tag is.
fn check(pages: &BTreeMap<String, String>, page: &str, said: &[&str]) {
    let text = pages.get(page).unwrap_or_else(|| panic!("{page} is among {:?}", pages.keys()));
    for said in said {
        assert!(text.contains(said), "{page}: {said}\n{text}");
    }
}

/// The pages but those of the data, whose headers are the same in every city.
fn read_by_people(pages: &BTreeMap<String, String>) -> impl Iterator<Item = &str> {
    pages.iter().filter(|(page, _)| !page.starts_with("data/")).map(|(_, text)| text.as_str())
}

#[test]
fn a_city_says_its_evaluation_of_services() {
    let pages = pages("services");
    let item = "programs/jimujigyo/0086/index.html";
    // The tree with its own levels, the id as written, departments in three levels, rows under the city's words and of its own.
    check(&pages, item, &["事務事業 No.0086 第1政策 健やかに暮らすまち 第2施策 子育ての支援 放課後こども教室"]);
    check(&pages, item, &["担当部署 福祉部 こども課 保育係", "意図 放課後を安心して過ごせる。"]);
    check(&pages, item, &["対象 市内の小学生 その保護者", "根拠法令 児童福祉法 社会教育法"]);
    // Indicators with their kinds, targets by year, a number without unit.
    check(&pages, item, &["アクティビティ・アウトプット(活動)", "アウトカム(成果)", "対象となる児童の数 対象"]);
    check(
        &pages,
        item,
        &[
            "目標値 実績値 開いた日数 令和5年度(2023年度) 200日 198日",
            "令和6年度の目標値と比べた結果",
            "令和6年度(2024年度) 4.0 4.1",
        ],
    );
    // A year with numbers alone is reported.
    check(
        &pages,
        item,
        &[
            "R5 実績あり R6 実績あり R7 未報告",
            "前年度の実績(令和5年度) 数値で報告されています",
            "前年度の実績(令和6年度) 市内8校で開いた。",
        ],
    );
    // Axes, eight questions, a direction, a second evaluator and the answer.
    check(&pages, item, &["妥当性 A 計画以上 有効性 B 計画どおり 効率性 C やや遅れている"]);
    check(
        &pages,
        item,
        &[
            "政策体系との整合性 : 結びつく",
            "受益者負担の適正さ : 公平",
            "担当課 政策体系との整合性 : 結びつく 上位の目的に役立っている 公共関与の妥当性 : 妥当",
            "部長 今後の方向性 : 継続",
        ],
    );
    check(&pages, item, &["部長 今後の方向性 : 継続 まず人の確保を確かめる。 回答 採用の時期を早める。"]);
    // Money by stage and fund, one of the funds the city's own, and where it stands in the budget.
    check(
        &pages,
        item,
        &[
            "決算 18,250千円 国庫支出金 6,000千円 都道府県支出金 6,000千円 一般財源 6,000千円 ふるさと応援基金繰入金 250千円 4,200千円 0.6 22,450千円",
        ],
    );
    check(
        &pages,
        item,
        &["ふるさと応援基金繰入金", "一般会計 03-02-01-1300 放課後こども教室事業費", "一般会計 10-05-01-0200"],
    );
    // Indicators, evaluations and money stand where the form has them, under its words.
    check(&pages, item, &["根拠法令 成果指標 年度ごとの計画と実績 事業費の内訳 予算の科目 関連"]);
    check(&pages, item, &["評価と今後の方向性 令和6年度(2024年度)の観点ごとの評価", "年度・段階ごとの事業費の内訳"]);
    check(&pages, "programs/jimujigyo/0101/index.html", &["事業費の内訳 記載なし 予算の科目 記載なし"]);
    check(&pages, "data/index.html", &["事業費の内訳の財源", "予算の科目"]);
    // What the city's form does not ask leaves no trace.
    for text in read_by_people(&pages) {
        for row in ["背景と進め方", "これまでの実績・課題", "5年後", "効果額", "重点目標", "取組項目"]
        {
            assert!(!text.contains(row), "{row}");
        }
    }
    check(&pages, "departments/index.html", &["福祉部", "環境部"]);
    check(&pages, "legend/index.html", &["総合評価", "今後の方向性", "計画以上"]);
}

#[test]
fn a_prefecture_says_its_evaluation_of_policies() {
    let pages = pages("policies");
    let section = "plans/vision/1-1/index.html";
    check(&pages, section, &["政策1 施策1 水産業の付加価値を高める", "目標 水産加工品の売上げを伸ばす。"]);
    check(&pages, section, &["基準値 512億円 令和元年(2019年)", "最新の実績値 43.0% 令和6年度(2024年度)"]);
    check(&pages, section, &["県 施策の評価 : 概ね順調 出荷額が目標に近づいた。"]);
    let outside =
        "行政評価委員会 外部 委員会の判定 : 要検討 海外の売り先の分析が足りない。 回答 来年度の調査に加える。";
    check(&pages, section, &[outside, "決算 834百万円 300百万円 534百万円"]);
    check(&pages, "plans/vision/index.html", &["この計画の中の計画 海原県ビジョン 中期実施計画"]);
    check(&pages, "plans/jisshi/index.html", &["上位の計画 海原県ビジョン"]);
    for text in read_by_people(&pages) {
        assert!(!text.contains("この市") && !text.contains("市が"), "a prefecture is no city");
    }
}

#[test]
fn a_ward_says_its_goals_with_points() {
    let pages = pages("ward");
    let goal = "goals/2024/koen/1/index.html";
    check(&pages, goal, &["重点プロジェクト1 歩いて行ける公園をふやす", "まちづくり局 みどり部 公園課"]);
    check(&pages, goal, &["達成度 4 3.5 4.5 反映 — — 3.5"]);
    check(&pages, goal, &["区民評価委員会 外部 達成度 五点評価 : 4.5 木陰がうれしい。 回答 次の公園にも木を植える。"]);
    for text in read_by_people(&pages) {
        assert!(!text.contains("重点目標"), "the ward calls them otherwise");
    }
}
