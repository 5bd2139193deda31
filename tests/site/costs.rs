//! Sums of money: what they cover, how they come apart, and what the page says of them. The sums of the fixtures are made by hand.

use mieruka::export::datasets;
use mieruka::load::load;
use mieruka::model::{CostStage, CostSum, Date, Family, FiscalYear, Ledger, MoneyUnit, Part, Share, Site, Yen};
use proptest::prelude::*;

use crate::sites::{self, Texts, bundle, folder, sources, text};

/// A program of two pillars over two departments and a division; `items` are its files.
fn site(items: &[(&str, &str)]) -> Site {
    let departments =
        "departments:\n  - {id: a, name: 甲部}\n  - {id: b, name: 乙部}\n  - {id: b1, parent: b, name: 乙課}\n";
    let program = "title: 事業\nperiod: {from: 2020, to: 2024}\nlevels: [柱, 区分]\noutline:\n  - {code: \"1\", level: 柱, title: 一}\n  - {code: 1-1, level: 区分, title: 一の一}\n  - {code: \"2\", level: 柱, title: 二}\n";
    let mut texts: Texts = sites::texts(&folder("tests/fixtures/good"));
    texts.retain(|path, _| path == "site.yaml");
    texts.insert("departments.yaml".to_owned(), departments.to_owned());
    texts.insert("programs/x/program.yaml".to_owned(), program.to_owned());
    texts.extend(items.iter().map(|(id, item)| (format!("programs/x/{id}.yaml"), format!("title: 題{id}\n{item}"))));
    let (site, faults) = load(&sources(texts));
    assert!(faults.is_empty(), "{faults:#?}");
    site.on(Date::new(2026, 3, Some(31)).expect("a day")).published()
}

fn ledger(site: &Site) -> Ledger<'_> {
    Ledger::of(site, Family::Program(&site.programs[0]))
}

fn sum<'l, 's>(ledger: &'l Ledger<'s>, year: i64, stage: CostStage) -> &'l CostSum<'s> {
    let year = FiscalYear::new(year);
    let mut found = ledger.costs.iter().filter(|sum| Some(sum.year) == year && sum.stage == stage);
    found.next().expect("the sum is there")
}

fn told(yen: Yen) -> String {
    yen.told_in(MoneyUnit::Thousand)
}

/// 一: 18千円/2.
fn parts<T>(parts: Vec<Part<T>>, name: impl Fn(T) -> String) -> Vec<String> {
    let of = |share| match share {
        Share::One(one) => name(one),
        Share::Several => "複数".to_owned(),
        Share::Unsaid => "記載なし".to_owned(),
        Share::Difference => "差".to_owned(),
    };
    parts.into_iter().map(|part| format!("{}: {}/{}", of(part.of), told(part.sum), part.records)).collect()
}

fn branches(site: &Site, sum: &CostSum<'_>) -> Vec<String> {
    let tree = Family::Program(&site.programs[0]).tree(site).expect("a program has a tree");
    parts(sum.by_branch(&tree), |branch| branch.title.clone())
}

fn departments(site: &Site, sum: &CostSum<'_>) -> Vec<String> {
    parts(sum.by_department(site), |department| department.name.value.clone())
}

fn funds(site: &Site, sum: &CostSum<'_>) -> Vec<String> {
    parts(sum.by_fund(), |fund| site.fund_name(fund).to_owned())
}

#[test]
fn a_city_with_money_tells_its_sums() {
    let site = sites::site(&folder("tests/fixtures/bodies/services"));
    let ledger = ledger(&site);
    // 18,900 + 1,200 of three services, one of which tells no money.
    let settled = sum(&ledger, 2024, CostStage::Settled);
    assert_eq!((settled.total().map(told).as_deref(), settled.told.len(), settled.of), (Some("20,100千円"), 2, 3));
    assert_eq!(branches(&site, settled), ["健やかに暮らすまち: 18,900千円/1", "きれいな海のまち: 1,200千円/1"]);
    assert_eq!(departments(&site, settled), ["福祉部: 18,900千円/1", "環境部: 1,200千円/1"]);
    let of_2024 = ["国庫支出金: 6,300千円/1", "都道府県支出金: 6,300千円/1", "一般財源: 7,500千円/2"];
    assert_eq!(funds(&site, settled), of_2024);
    let of_2023 = funds(&site, sum(&ledger, 2023, CostStage::Settled));
    assert_eq!(of_2023[3], "ふるさと応援基金繰入金: 250千円/1");
    // The budget of the same year is a sum of its own, without a breakdown.
    let initial = sum(&ledger, 2024, CostStage::Initial);
    assert_eq!((initial.total().map(told).as_deref(), initial.told.len()), (Some("19,000千円"), 1));
    assert_eq!(funds(&site, initial), ["記載なし: 19,000千円/1"]);
    assert_eq!(ledger.newest().map(|sum| (sum.year.western(), sum.stage)), Some((2024, CostStage::Settled)));
}

#[test]
fn the_page_tells_what_a_sum_covers() {
    let site = sites::site(&folder("tests/fixtures/bodies/services"));
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let page = text(&bundle, "costs/index.html");
    for said in [
        "最も新しい合計は、令和6年度の決算 20,100千円(事務事業3件のうち2件の額)です。</span></p>",
        "20,100千円</span> <span class=\"small\">(事務事業3件のうち2件の決算の合計)",
        "<td class=\"num\" data-label=\"決算\">18,250千円 <span class=\"small\">2件のうち1件",
        "aria-label=\"事業費の内訳の合計の推移\"",
        "薄い棒は、額の分かる記録だけの合計です。",
        "programs/jimujigyo/index.html#c01\">第1政策 健やかに暮らすまち</a></th><td class=\"num\">18,900千円</td><td class=\"num small\">1件のうち1件",
        "第2政策 きれいな海のまち</a></th><td class=\"num\">1,200千円</td><td class=\"num small\">2件のうち1件",
        "<th scope=\"row\">合計</th><td class=\"num\">20,100千円</td><td class=\"num small\">3件のうち2件",
        "<th scope=\"col\" class=\"num\">令和5年度</th>",
        "<th scope=\"row\">額の分かる件数</th><td class=\"num\" data-label=\"令和5年度\">2件のうち1件</td>",
        "departments/fukushi/index.html\">福祉部</a></th><td class=\"num\">18,900千円",
        "<th scope=\"row\">一般財源</th><td class=\"num\">7,500千円",
        "<ol class=\"greatest\"><li><a href=\"../programs/jimujigyo/0086/index.html#costs\">No.0086 放課後こども教室</a>",
        "../data/costs/index.html",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    // 2件のうち1件, 3件のうち1件 and 3件のうち2件; all of the one planned.
    assert_eq!(page.matches("<g class=\"partial\"><rect").count(), 3, "{page}");
    let item = text(&bundle, "programs/jimujigyo/0086/index.html");
    assert!(!item.contains("partial") && !item.contains("薄い棒"), "the totals of one record are whole: {item}");
    assert!(
        item.contains("data-label=\"財源の内訳\"><ul class=\"funds\"><li>国庫支出金 <b>6,000千円</b></li>"),
        "{item}"
    );
    let program = text(&bundle, "programs/jimujigyo/index.html");
    assert!(program.contains("20,100千円") && program.contains("costs/index.html#program-jimujigyo"), "{program}");
    let division = text(&bundle, "departments/hoiku/index.html");
    assert!(
        division.contains("18,900千円</span> <span class=\"small\">(事務事業1件のうち1件の決算の合計)"),
        "{division}"
    );
    for path in ["index.html", "sitemap/index.html"] {
        assert!(text(&bundle, path).contains("costs/index.html\">事業費の内訳</a>"), "{path}");
    }
}

#[test]
fn a_headline_is_rounded_to_its_unit_and_the_table_is_exact() {
    let item = |total: &str| {
        format!(
            "category: 1-1\nyears:\n  - {{fiscal_year: 2022, costs: [{{stage: settled, total: {total}, unit: 千円}}]}}\n"
        )
    };
    let (one, two) = (item("\"1068.978\""), item("\"1355.3925\""));
    let site = site(&[("1", &one), ("2", &two)]);
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let page = text(&bundle, "costs/index.html");
    for said in [
        "令和4年度の決算 2,424千円(取組項目2件のうち2件の額、千円未満を四捨五入)です。",
        "2,424千円</span> <span class=\"small\">(取組項目2件のうち2件の決算の合計、千円未満を四捨五入)",
        "<td class=\"num\" data-label=\"決算\">2,424.3705千円",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    assert!(text(&bundle, "programs/x/1/index.html").contains("1,068.978千円"));
}

/// What a fund gave in no row stands below the table, once. A fund of which a row says nothing is no such one, and all others stand
/// in each row in the same order.
#[test]
fn funds_that_gave_nothing_are_told_once() {
    let cost = |stage: &str, funds: &str| {
        format!("{{stage: {stage}, total: 80, unit: 千円, funds: {{{funds}}}, staff: 9, persons: 2, full: 89}}")
    };
    let page = |rows: &[(u32, &str, &str)]| {
        let year = |(year, stage, funds): &(u32, &str, &str)| {
            format!("  - {{fiscal_year: {year}, costs: [{}]}}\n", cost(stage, funds))
        };
        let item = format!("category: 1-1\nyears:\n{}", rows.iter().map(year).collect::<String>());
        let site = site(&[("1", &item)]);
        let datasets = datasets(&site);
        let page = text(&bundle(&site, &datasets), "programs/x/1/index.html").to_string();
        page.split("<section id=\"costs\"")
            .nth(1)
            .and_then(|rest| rest.split("<section id=").next())
            .expect("the costs")
            .to_owned()
    };
    let none = "national: 0, prefectural: 0, bonds: 0";
    let few =
        page(&[(2022, "settled", &format!("{none}, general: 80")), (2023, "planned", &format!("{none}, general: 80"))]);
    let note =
        "<p class=\"small\" data-form>財源のうち国庫支出金・都道府県支出金・地方債は、いずれの年度も0千円です。</p>";
    let row = "<tr><th scope=\"row\">令和4年度(2022年度) <span data-form>決算</span></th><td data-label=\"総額\">80千円</td>\
               <td data-label=\"一般財源\">80千円</td>";
    assert!(few.contains(note) && few.contains(row) && few.contains("<th scope=\"col\">年度・段階</th>"), "{few}");
    // 国庫 and 県 gave something once, 地方債 is not told once: each row tells its own.
    let many = page(&[
        (2022, "settled", "national: 0, prefectural: 0, bonds: 0, other: 30, general: 50"),
        (2023, "planned", "national: 10, prefectural: 20, other: 0, general: 50"),
    ]);
    let first = "<ul class=\"funds\"><li>国庫支出金 <b>0千円</b></li><li>都道府県支出金 <b>0千円</b></li><li>地方債 <b>0千円</b></li>\
                 <li>その他 <b>30千円</b></li><li>一般財源 <b>50千円</b></li></ul>";
    assert!(
        many.contains(first) && many.contains("<li>その他 <b>0千円</b></li><li>一般財源 <b>50千円</b></li></ul>"),
        "{many}"
    );
    assert!(!many.contains("いずれの年度も"), "{many}");
}

#[test]
fn a_site_without_money_has_no_such_page() {
    let site = sites::site(&folder("tests/fixtures/bodies/ward"));
    let datasets = datasets(&site);
    assert!(bundle(&site, &datasets).iter().all(|(path, _)| !path.as_str().starts_with("costs/")));
}

#[test]
fn a_total_that_is_not_told_is_not_zero() {
    let site = site(&[
        (
            "1",
            "category: 1-1\ndepartments: [a]\nyears:\n  - {fiscal_year: 2022, costs: [{stage: settled, unit: 千円, total: 10, funds: {general: 4, national: 5}}, {stage: initial, unit: 千円, total: 12}]}\n",
        ),
        (
            "2",
            "category: \"2\"\ndepartments: [a, b1]\nyears:\n  - {fiscal_year: 2022, costs: [{stage: settled, unit: 円, total: 500}]}\n",
        ),
        (
            "3",
            "years:\n  - {fiscal_year: 2022, costs: [{stage: settled, unit: 千円, staff: 9, funds: {general: 7}}, {stage: final, unit: 千円, persons: 1}]}\n",
        ),
        (
            "4",
            "category: 1-1\ndepartments: [b, b1]\nyears:\n  - {fiscal_year: 2022, costs: [{stage: settled, unit: 千円, total: 0, funds: {}}]}\n",
        ),
        ("5", "draft: true\nyears:\n  - {fiscal_year: 2022, costs: [{stage: settled, unit: 千円, total: 99}]}\n"),
        ("6", "years:\n  - {fiscal_year: 2022, results: [した]}\n"),
    ]);
    let ledger = ledger(&site);
    let settled = sum(&ledger, 2022, CostStage::Settled);
    assert_eq!((settled.total().map(told).as_deref(), settled.told.len(), settled.of), (Some("10.5千円"), 3, 5));
    assert_eq!(branches(&site, settled), ["一: 10千円/2", "二: 0.5千円/1"]);
    assert_eq!(departments(&site, settled), ["甲部: 10千円/1", "乙部: 0千円/1", "複数: 0.5千円/1"]);
    let expected = ["国庫支出金: 5千円/1", "一般財源: 4千円/1", "記載なし: 0.5千円/1", "差: 1千円/1"];
    assert_eq!(funds(&site, settled), expected);
    assert_eq!(sum(&ledger, 2022, CostStage::Initial).total().map(told).as_deref(), Some("12千円"));
    let last = sum(&ledger, 2022, CostStage::Final);
    assert_eq!((last.total(), last.told.len(), last.of), (None, 0, 5));
    let of = |path: &str| text(&bundle(&site, &datasets(&site)), path).matches("ほかの部局とともに").count();
    assert_eq!([of("departments/a/index.html"), of("departments/b/index.html")], [1, 1]);
    assert_eq!(ledger.unit(), MoneyUnit::Yen);
    let page = text(&bundle(&site, &datasets(&site)), "costs/index.html");
    assert!(
        page.contains(
            "data-label=\"最終予算\"><span class=\"absent\">記載なし</span> <span class=\"small\">5件のうち0件"
        ),
        "{page}"
    );
}

#[test]
fn effects_of_different_stages_are_not_added() {
    let site = site(&[
        (
            "1",
            "years:\n  - {fiscal_year: 2022, effects: [{amount: 3, unit: 千円, kind: saving, stage: planned}, {amount: 2, unit: 千円, kind: saving, stage: actual}, {amount: 1, unit: 千円, kind: revenue, stage: actual}]}\n",
        ),
        (
            "2",
            "years:\n  - {fiscal_year: 2022, effects: [{amount: 4, unit: 千円, kind: saving, stage: actual, qualifier: 約}, {amount: 5, unit: 千円}]}\n",
        ),
        ("3", "years:\n  - {fiscal_year: 2022, effect: [手間が減った]}\n  - {fiscal_year: 2023, effect: []}\n"),
    ]);
    let ledger = ledger(&site);
    let row = |sum: &mieruka::model::EffectSum| {
        let (stage, kind) = (sum.stage.map_or("-", |stage| stage.word()), sum.kind.map_or("-", |kind| kind.word()));
        format!("{stage} {kind} {} {} {}", told(sum.sum), sum.count, sum.qualified)
    };
    let sums: Vec<_> = ledger.effect_sums().iter().map(row).collect();
    let expected = ["- - 5千円 1 0", "計画額 歳出減 3千円 1 0", "実績額 歳入増 1千円 1 0", "実績額 歳出減 6千円 2 1"];
    assert_eq!((sums, ledger.sentences), (expected.map(str::to_owned).to_vec(), 1));
    let page = text(&bundle(&site, &datasets(&site)), "costs/index.html");
    for said in [
        "<h1>効果額</h1>",
        "最も新しい合計は、令和4年度の実績額 歳入増 1千円・歳出減 6千円(取組項目3件のうち2件の額)です。",
        "3件のうち2件(うち約・以上など1件)",
        "5件、文だけの記録1件",
        "「約」「以上」などの付いた額",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
}

/// 事業費 of a year: whether there is a total, the funds, and how far their sum is from it.
fn cost() -> impl Strategy<Value = String> {
    let stage = prop::sample::select(vec!["planned", "initial", "final", "estimate", "settled"]);
    let unit = prop::sample::select(vec!["円", "千円", "百万円"]);
    let amount = || prop::option::weighted(0.8, -50i32..1_000);
    let funds = prop::option::of([amount(), amount(), amount()]);
    (stage, unit, amount(), funds).prop_map(|(stage, unit, total, funds)| {
        let total = total.map(|total| format!(", total: {total}")).unwrap_or_default();
        let funds = funds.map(|funds| {
            let named = ["national", "other", "general"].into_iter().zip(funds);
            let told: Vec<_> = named.filter_map(|(fund, amount)| Some(format!("{fund}: {}", amount?))).collect();
            format!(", funds: {{{}}}", told.join(", "))
        });
        format!("{{stage: {stage}, unit: {unit}, persons: 1{total}{}}}", funds.unwrap_or_default())
    })
}

fn item() -> impl Strategy<Value = String> {
    let place = prop::sample::select(vec!["", "category: \"1\"\n", "category: 1-1\n", "category: \"2\"\n"]);
    let departments = prop::sample::select(vec![
        "",
        "departments: [a]\n",
        "departments: [b, b1]\n",
        "departments: [a, b1]\n",
        "departments: []\n",
    ]);
    let years = prop::collection::vec(prop::option::of(cost()), 0..4);
    (place, departments, years).prop_map(|(place, departments, years)| {
        let years = years.into_iter().enumerate().map(|(n, cost)| {
            let costs = cost.map(|cost| format!(", costs: [{cost}]")).unwrap_or_default();
            format!("  - {{fiscal_year: {}, plan: [する]{costs}}}\n", 2020 + n)
        });
        let years: String = years.collect();
        let years = if years.is_empty() { String::new() } else { format!("years:\n{years}") };
        format!("{place}{departments}{years}")
    })
}

fn is_whole<T>(parts: &[Part<T>], sum: &CostSum<'_>) {
    assert_eq!(parts.iter().map(|part| part.sum).sum::<Yen>(), sum.total().unwrap_or_default());
    assert!(parts.iter().all(|part| part.records <= sum.told.len()));
    assert!(parts.iter().all(|part| part.having.is_none_or(|having| (part.records..=sum.of).contains(&having))));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_parts_of_a_sum_are_the_whole(items in prop::collection::vec(item(), 1..8)) {
        let items: Vec<_> = items.into_iter().enumerate().map(|(n, item)| ((n + 1).to_string(), item)).collect();
        let items: Vec<_> = items.iter().map(|(id, item)| (id.as_str(), item.as_str())).collect();
        let site = site(&items);
        let tree = Family::Program(&site.programs[0]).tree(&site).expect("a program has a tree");
        let ledger = ledger(&site);
        for sum in &ledger.costs {
            prop_assert!(sum.told.len() <= sum.of && sum.of <= items.len());
            prop_assert_eq!(sum.total().is_none(), sum.told.is_empty());
            is_whole(&sum.by_branch(&tree), sum);
            is_whole(&sum.by_department(&site), sum);
            is_whole(&sum.by_fund(), sum);
        }
        let all: usize = ledger.costs.iter().map(|sum| sum.told.len()).sum();
        prop_assert_eq!(all, items.iter().map(|(_, item)| item.matches("total:").count()).sum::<usize>());
    }
}
