//! A city with a form and words of its own: no noun of another city's form stands in anything that is made for it, its rows
//! stand in its order, and what is not on its form leaves no trace. The headers of the open data are the same in every city,
//! so they alone are left out, and below `data/` only.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use calamine::{Reader, Xlsx, open_workbook_from_rs};
use mieruka::bundle::Bundle;
use mieruka::export::datasets;
use mieruka::import::Fields;
use mieruka::import::form::{self, Ground};
use mieruka::load::shapes;
use mieruka::model::{FiscalYear, Site, Words};
use mieruka::{new, schema};
use serde_json::{Value, json};
use zip::ZipArchive;

use crate::sites::{self, Texts, examined, files, folder, report, sources, texts};

const TOWN: &str = "tests/fixtures/words/content";

/// Nouns that only the default form has.
const NOUNS: [&str; 22] = [
    "重点目標",
    "重点取組",
    "取組項目",
    "アクションプログラム",
    "基本施策",
    "改革",
    "行革",
    "達成形態",
    "成果目標",
    "5年後の姿",
    "章立て",
    "一覧表",
    "計画の節",
    "柱",
    "取組計画",
    "効果額",
    "事業費",
    "予算科目",
    "期限・数値目標",
    "小項目",
    "市が",
    "⟨",
];

/// Everything that is written in bytes: a text, or the texts in an archive or workbook.
fn unpacked(path: &str, bytes: Vec<u8>) -> Vec<(String, String)> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(&bytes)) else {
        return vec![(path.to_owned(), sites::said(path, &bytes))];
    };
    let mut texts = Vec::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).expect("an entry");
        let name = format!("{path}!{}", entry.name().expect("a name"));
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("it can be unpacked");
        texts.extend(unpacked(&name, bytes));
    }
    texts
}

/// The nouns in a text, each with its surroundings.
fn foreign(path: &str, text: &str) -> Vec<String> {
    let around = |at: usize| text[at..].chars().take(24).collect::<String>();
    NOUNS.iter().filter_map(|noun| text.find(noun).map(|at| format!("{path}: {}", around(at)))).collect()
}

fn town() -> Site {
    sites::site(&folder(TOWN))
}

#[test]
fn no_noun_of_another_form_is_published() {
    let site = town();
    let tables = datasets(&site);
    let mut headers: Vec<_> = tables.iter().flat_map(|table| &table.columns).map(|column| column.header).collect();
    headers.sort_by_key(|header| std::cmp::Reverse(header.len()));
    let mut found = Vec::new();
    for (path, text) in files(&site).into_iter().flat_map(|(path, bytes)| unpacked(&path, bytes)) {
        let is_data = path.starts_with("data/") || path == "llms.txt";
        let text = headers.iter().filter(|_| is_data).fold(text, |text, header| text.replace(header, ""));
        found.extend(foreign(&path, &text));
    }
    assert_eq!(found, Vec::<String>::new());
}

fn of_bundle(bundle: &Bundle<'_>) -> Vec<String> {
    let made = bundle.iter().map(|(path, made)| (path.to_string(), made.bytes().expect("it can be made")));
    made.flat_map(|(path, bytes)| unpacked(&path, bytes)).flat_map(|(path, text)| foreign(&path, &text)).collect()
}

#[test]
fn no_noun_of_another_form_is_in_schemas_forms_and_new_files() {
    let (sources, site, shapes) = (folder(TOWN), town(), shapes());
    let mut found = of_bundle(&schema::schemas(&site, &shapes));
    let fields = Fields::of(&shapes).told(site.words_at("goals")).with_rows(&site);
    let ground = Ground { site: &site, sources: &sources, fields: &fields };
    let book = form::goals(ground, &site.sheets[0]).expect("a form");
    found.extend(unpacked("goals", book).iter().flat_map(|(path, text)| foreign(path, text)));
    let fields = Fields::of(&shapes).told(site.words_at("programs/jimu")).with_rows(&site);
    let numbers: Vec<_> = site.programs[0].items.iter().map(|item| item.number.clone()).collect();
    let book = form::items(Ground { fields: &fields, ..ground }, &site.programs[0], &numbers, None).expect("a form");
    found.extend(unpacked("items", book).iter().flat_map(|(path, text)| foreign(path, text)));
    let paths: BTreeSet<_> = sources.files().map(|(_, file)| file.path.clone()).collect();
    let ground = new::Ground { site: &site, paths: &paths, shapes: &shapes };
    let year = FiscalYear::new(2024).expect("a year");
    for made in [new::item(ground, (None, None), None, &[], None), new::goal(ground, year, Some("kikaku"), None)] {
        found.extend(of_bundle(&made.expect("it can be made")));
    }
    assert_eq!(found, Vec::<String>::new());
}

/// The town with other texts in some of its files, and what is found in it.
fn spoiled(changes: &[(&str, &str, &str)]) -> String {
    let mut content: Texts = texts(&folder(TOWN));
    for (path, from, to) in changes {
        let text = content.get_mut(*path).expect("the file is there");
        assert!(text.contains(from), "{path}: {from}");
        *text = text.replace(from, to);
    }
    let sources = sources(content);
    let (_, findings) = examined(&sources);
    report(&findings, &sources)
}

#[test]
fn no_noun_of_another_form_is_in_messages() {
    let changes = [
        ("programs/jimu/1.yaml", "goal: [健やかに育つ。]", "goal: {a: b}"),
        ("programs/jimu/2.yaml", "title: 図書の宅配", "title: 図書の宅配\napproach: [車で届ける。]\ncategory: 9-9"),
        ("programs/jimu/2.yaml", "konkyo:", "konky:"),
        (
            "plans/sogo/1-1.yaml",
            "- {number: 1, title: 場所を増やす, points: [公民館を開ける。]}",
            "- {number: x, title: 場所}",
        ),
        ("goals/2023/kikaku/1.yaml", "targets: [10分以内]", "targets: {a: b}"),
    ];
    let told = spoiled(&changes);
    assert!(told.contains("意図(`goal`)") && told.contains("「konkyo」ではありませんか"), "{told}");
    assert!(told.contains("様式(`form`)に無い欄です") && told.contains("目指す値(`targets`)"), "{told}");
    assert_eq!(foreign("messages", &told), Vec::<String>::new());
}

/// Every name of a property in a schema.
fn properties(schema: &Value, names: &mut BTreeSet<String>) {
    if let Some(own) = schema.get("properties").and_then(Value::as_object) {
        names.extend(own.keys().cloned());
    }
    match schema {
        Value::Object(parts) => parts.values().for_each(|part| properties(part, names)),
        Value::Array(parts) => parts.iter().for_each(|part| properties(part, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn the_data_of_a_record_tell_unknown_from_not_on_the_form() {
    let site = town();
    let made = files(&site);
    let json = |path: &str| -> Value { serde_json::from_slice(&made[path]).expect("JSON") };
    let mut seen = 0;
    for record in site.records() {
        let of = json(&format!("{}index.json", record.id().page()));
        let outside: Vec<_> = of["not_on_form"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let form = site.head_of(record).filter(|(head, _)| head.form.is_some());
        assert_eq!(outside.is_empty(), form.is_none(), "{}", record.id());
        let mut names = BTreeSet::new();
        properties(&json(&format!("data/schema/{}.schema.json", record.kind())), &mut names);
        for path in outside {
            assert!(path.split('.').all(|key| names.contains(key)), "{}: {path} is not in the data", record.id());
            let key = path.rsplit('.').next().expect("a key");
            assert!(form.is_some_and(|(head, kind)| kind.governed().any(|of| of == key) && !head.has(key)), "{path}");
            let keys: Vec<_> = path.split('.').collect();
            assert_eq!(stated(&of, &keys), Vec::<&Value>::new(), "{}: {path}", record.id());
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen} rows are not on the form");
    let goal = json("goals/2023/kikaku/1/index.json")["not_on_form"].clone();
    let expected = ["rating", "budget", "effects", "sdgs", "items.sub_items", "items.mid_term", "items.final.rating"];
    assert_eq!(goal, json!(expected));
}

/// What every year says in a word or a number is a table below the years: it keeps none of them from telling the same as others.
#[test]
fn words_and_numbers_of_the_years_are_a_table() {
    let mut content = sites::texts(&sites::folder("tests/fixtures/words/content"));
    let program = content.get_mut("programs/jimu/program.yaml").expect("it is there");
    *program = program.replace(
        "period: {from: 2023, to: 2024}\nresults_through: 2023",
        "period: {from: 2021, to: 2024}\nresults_through: 2023",
    );
    *program = program.replace(
        "  - {row: costs,",
        "  - {id: ninzu, word: 職員数, in: years}\n  - {id: jikan, word: 前年度の時間, in: years}\n  - {row: costs,",
    );
    let item = content.get_mut("programs/jimu/1.yaml").expect("it is there");
    let years = "years:\n  - {fiscal_year: 2021, figures: [{name: 利用者, kind: actual, value: 20, unit: 人}], texts: {ninzu: [\"3人\"]}}\n  - {fiscal_year: 2022, figures: [{name: 利用者, kind: actual, value: 24, unit: 人}], texts: {ninzu: [], jikan: [\"40\"]}}\n";
    let planned = "  - fiscal_year: 2024\n    plan: [毎日開く。]";
    *item = item.replace("years:\n", years).replace(planned, "  - fiscal_year: 2024\n    plan: []");
    let site = sites::site(&sites::sources(content));
    let page = sites::text(&sites::bundle(&site, &[]), "programs/jimu/1/index.html").to_string();
    let table = "<tr><th scope=\"col\">年度</th><th scope=\"col\" data-form>職員数</th></tr></thead>\n<tbody>\n\
                 <tr><th scope=\"row\">令和3年度</th><td>3人</td></tr>\n<tr><th scope=\"row\">令和4年度</th><td>なし</td></tr>\n</tbody>";
    assert!(page.contains(table), "{page}");
    // A year to come whose plan is stated to be none says so.
    let later = page.split("<details class=\"later\">").nth(1).expect("2024 is folded");
    assert!(later.contains("<h4 data-form>手段</h4><p class=\"absent\" data-form>なし</p>"), "{later}");
    // A word that counts from the year of the form stands in its year, and a sentence is no fact.
    assert!(
        page.contains("<h4 data-form>前年度の時間(令和4年度)</h4>") && page.contains("<h4 data-form>今後の方向</h4>"),
        "{page}"
    );
    assert_eq!(
        page.matches("職員数").count(),
        4,
        "the table, its caption and region, and the year that lacks it: {page}"
    );
}

/// What is stated at a path, whatever the numbers of the lists on the way.
fn stated<'v>(value: &'v Value, keys: &[&str]) -> Vec<&'v Value> {
    match (value, keys) {
        (Value::Array(parts), _) => parts.iter().flat_map(|part| stated(part, keys)).collect(),
        (Value::Null, _) => Vec::new(),
        (value, []) => vec![value],
        (value, [key, rest @ ..]) => value.get(key).map(|value| stated(value, rest)).unwrap_or_default(),
    }
}

#[test]
fn the_rows_of_the_form_stand_in_its_order_and_no_others() {
    let site = town();
    let made = files(&site);
    let page = |path: &str| String::from_utf8(made[path].clone()).expect("UTF-8");
    let order = |page: &str, words: &[&str]| {
        let places: Vec<_> = words.iter().map(|word| page.find(&format!(">{word}</h")).expect(word)).collect();
        assert!(places.is_sorted(), "{words:?} {places:?}");
    };
    let item = page("programs/jimu/1/index.html");
    order(&item, &["意図", "見る数", "年度ごとの計画と実績"]);
    // No item of the program says more than a word of it: a fact, above the contents and not in them.
    let (facts, contents) = item.split_once("<nav class=\"toc\"").expect("the contents");
    assert!(facts.contains("><dt data-form>対象</dt><dd>小学生</dd></div>"), "{facts}");
    assert!(!contents.contains("対象"), "{contents}");
    let years = item.split("id=\"years\"").nth(1).expect("the years");
    order(years, &["手段", "実施した内容", "町の判断", "今後の方向"]);
    order(&item, &["今後の方向", "かかったお金", "浮いたお金", "予算での場所"]);
    let contents = ["#indicators\">見る数", "#years\">", "#costs\">かかったお金", "#effects\">浮いた", "#budget\">"];
    let places: Vec<_> = contents.iter().map(|link| item.find(link).expect(link)).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(item.contains("年度・段階ごとのかかったお金") && item.contains("年度ごとの浮いたお金"), "{item}");
    assert!(item.contains("小学生") && item.contains("続ける。"));
    // On the form, 根拠法令 and 基準値 of all indicators are unknown and told at the end, 予算での場所 is none, and three rows of 2024 are not
    // there yet; SDGs, 効果 and what precedes 関連 are not on it.
    let rows = item.split("<h1>").nth(1).and_then(|rest| rest.split("id=\"related\"").next()).expect("the content");
    let absent: Vec<_> = rows.split("class=\"absent\">").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    assert_eq!(absent, ["なし"], "the budget, which is none: {item}");
    let lacking =
        item.split("この資料に記載が無いもの: ").nth(1).and_then(|rest| rest.split('<').next()).expect("a line");
    assert!(lacking.starts_with("根拠法令、") && lacking.split('、').any(|word| word == "基準値"), "{lacking}");
    assert!(!rows.contains("SDGs") && !rows.contains("効果"), "{rows}");
    order(&page("plans/sogo/1-1/index.html"), &["めざす姿", "住民の声", "ものさし", "手立て", "施策の評価"]);
    let goal = page("goals/2023/kikaku/1/index.html");
    order(&goal, &["数の目安", "取り組むこと", "解決したいこと", "目指す値", "ふりかえり", "外の目", "使ったお金"]);
    assert!(goal.contains("<h2 data-form>数の目安</h2>\n<p class=\"absent\">記載なし</p>"), "the row is on the form");
    let other = page("programs/jimu/2/index.html");
    for word in ["見る数", "かかったお金", "浮いたお金", "予算での場所"] {
        assert!(
            other.contains(&format!("<h2 data-form>{word}</h2>\n<p class=\"absent\">記載なし</p>")),
            "{word}\n{other}"
        );
    }
    assert!(!page("goals/2023/kikaku/index.html").contains("評価</th>"));
    let data = page("data/texts/011002_texts.csv");
    for row in ["taisho,対象,1,小学生,given", "hoko,今後の方向,1,続ける。,given", "jumin,住民の声,2,"]
    {
        assert!(data.contains(row), "{row}\n{data}");
    }
    assert!(data.contains("taisho,対象,,,none"), "{data}");
    assert!(page("programs/jimu/1/index.json").contains(r#"{"id":"taisho","word":"対象","text":["小学生"]}"#));
}

/// The values below a header of a table.
fn column(table: &str, header: &str) -> Vec<String> {
    let mut rows = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let at = rows.next().expect("headers").iter().position(|known| *known == header).expect(header);
    rows.map(|row| row[at].to_owned()).collect()
}

#[test]
fn a_row_that_is_not_on_the_form_is_neither_unknown_nor_a_column() {
    let made = files(&town());
    let text = |path: &str| String::from_utf8(made[path].clone()).expect("UTF-8");
    let items = text("data/action_items/011002_action_items.csv");
    assert_eq!(column(&items, "改革の概要_状態コード"), ["not_on_form", "not_on_form"]);
    assert_eq!(column(&items, "成果目標_状態コード"), ["given", "unknown"]);
    assert_eq!(column(&items, "関連する記録_状態コード"), ["unknown", "given"]);
    let years = text("data/action_item_years/011002_action_item_years.csv");
    assert_eq!(column(&years, "実績_状態コード"), ["given", "not_yet"]);
    assert_eq!(column(&years, "効果額_状態コード")[1], "not_on_form");
    let parts = text("data/key_goal_items/011002_key_goal_items.csv");
    for (header, state) in [("小項目", "not_on_form"), ("期限・数値目標", "given"), ("中間評価", "not_on_form")]
    {
        assert_eq!(column(&parts, &format!("{header}_状態コード")), [state], "{header}");
    }
    assert!(text("data/action_items/011002_action_items.schema.json").contains("not_on_form"));
    assert!(text("data/action_items/index.html").contains("様式に無い欄"));
    // The plan's form has neither plan nor results of a year, the program's has both.
    let year = text("years/2023/index.html");
    let (program, plan) = year.split_once("id=\"plan-sogo\"").expect("both are there");
    let (plan, _) = plan.split_once("</table>").expect("a table");
    assert!(program.contains("実施した内容</th>") && program.contains("手段</th>") && program.contains("実績あり 1件"));
    assert_eq!(plan.matches("<th scope=\"col\"").count(), 3, "{plan}");
    assert!(plan.contains("施策 1件") && !plan.contains("実績") && !plan.contains("記載なし"), "{plan}");
}

#[test]
fn what_the_form_does_not_have_is_told_once() {
    let told = spoiled(&[
        (
            "programs/jimu/program.yaml",
            "  - {row: costs, word: かかったお金}\n  - {row: effects, word: 浮いたお金}\n",
            "",
        ),
        ("programs/jimu/program.yaml", "  - {row: budget, word: 予算での場所}\n", ""),
        ("programs/jimu/2.yaml", "title: 図書の宅配", "title: 図書の宅配\nyears: [{fiscal_year: 2024, costs: []}]"),
        ("site.yaml", "    - {row: targets, word: 目指す値}\n", ""),
        (
            "goals/2023/kikaku/1.yaml",
            "costs:",
            "indicators: [{number: 1, name: 数, rule: increase, targets: [{value: 1, unit: 件, fiscal_year: 2023}]}]\ncosts:",
        ),
    ]);
    let found: Vec<_> = told.lines().filter(|line| line.starts_with("エラー")).collect();
    let of = |word: &str| format!("エラー[form-differs]: {word}は、様式(`form`)に無い欄です");
    // The targets of the indicator are its own; those of the item are not on the form.
    let expected = [
        of("目標値(`targets`)"),
        of("予算科目(`budget`)"),
        of("事業費(`costs`)"),
        of("効果(金額)(`effects`)"),
        of("事業費(`costs`)"),
    ];
    assert_eq!(found, expected, "{told}");
    let told = spoiled(&[("programs/jimu/program.yaml", "{row: costs,", "{row: cost,")]);
    let of_form = told.matches("program.yaml:").count();
    assert_eq!(
        (of_form, told.matches("unknown-value").count(), told.matches("wrong-type").count()),
        (1, 1, 0),
        "{told}"
    );
}

/// The texts of a row of a sheet, from the first visible column on; the sheet's first row is hidden.
fn line(book: &[u8], sheet: &str, row: usize) -> Vec<String> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(book)).expect("a workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    range.rows().nth(row).expect("the row").iter().skip(2).map(ToString::to_string).collect()
}

fn goals_form(site: &Site) -> Vec<u8> {
    let (sources, fields) = (folder(TOWN), Fields::of(&shapes()).told(site.words_at("goals")).with_rows(site));
    form::goals(Ground { site, sources: &sources, fields: &fields }, &site.sheets[0]).expect("a form")
}

#[test]
fn the_workbook_of_the_goals_has_the_rows_of_the_form_in_its_order() {
    let book = goals_form(&town());
    let bands = ["番号", "具体的な取り組むこと", "解決したいこと", "目指す値", "ふりかえり", "", "移管したとき", ""];
    assert_eq!(line(&book, "方針", 3), bands);
    let fields = ["", "", "", "", "達成状況・達成度", "時点", "移管先の部局", "移管の注"];
    assert_eq!(line(&book, "方針", 4), fields);
    assert_eq!(line(&book, "方針", 5)[..4], ["1", "窓口を早くする", "", ""]);
    assert_eq!(
        line(&book, "方針", 6)[..5],
        ["①", "申請を減らす", "・待つ時間が長い。", "・10分以内", "・8分になった。"]
    );
    let guide: Vec<_> = (2..20).map(|row| line_of_guide(&book, row)).collect();
    let has = |word: &str| guide.iter().any(|line| line == word);
    assert!(has("目指す値") && has("ふりかえり") && !has("中間報告") && !has("評価"), "{guide:?}");
}

/// What a row of the guide is about.
fn line_of_guide(book: &[u8], row: usize) -> String {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(book)).expect("a workbook");
    let range = book.worksheet_range("記入要領").expect("the sheet");
    range.get_value((row as u32, 0)).map(ToString::to_string).unwrap_or_default()
}

#[test]
fn the_first_line_of_a_goal_has_room_for_what_the_form_asks() {
    let mut content = texts(&folder(TOWN));
    let text = content.get_mut("site.yaml").expect("the file is there");
    let (start, end) = (text.find("  form:").expect("a form"), text.find("base_url").expect("the next key"));
    text.replace_range(start..end, "  form: [{row: rating}, {row: sdgs}, {row: items}]\n");
    let goal = "title: 窓口を早くする\nitems: [{number: 1, title: 申請を減らす}]\n";
    content.insert("goals/2023/kikaku/1.yaml".to_owned(), goal.to_owned());
    let site = sites::site(&sources(content));
    let book = goals_form(&site);
    let line = line(&book, "方針", 5);
    assert_eq!(line.iter().filter(|cell| *cell == "SDGs" || *cell == "全体の評価").count(), 2, "{line:?}");
    assert_eq!(line[..2], ["1", "窓口を早くする"]);
}

#[test]
fn a_family_without_records_leaves_no_trace() {
    let site = sites::site(&sources([
        ("site.yaml", "title: T\nmunicipality: {code: \"011002\", name: 見本村}\nbase_url: https://e.jp/\n"),
        ("departments.yaml", "departments: [{id: d, name: 課}]\n"),
        ("programs/p/program.yaml", "title: P\nperiod: {from: 2021, to: 2025}\nitem: 事業\n"),
        ("programs/p/1.yaml", "title: 一\n"),
    ]));
    let tables: Vec<_> = datasets(&site).iter().map(|table| table.name).collect();
    let gone = ["key_goals", "key_goal_items", "plan_sections", "measures", "indicators"];
    assert!(gone.iter().all(|name| !tables.contains(name)), "{tables:?}");
    let made = files(&site);
    for path in ["plans/index.html", "goals/index.html", "indicators/index.html", "matrix/index.html"] {
        assert!(!made.contains_key(path), "{path}");
    }
    let Words { goal, sheet, plan_section, .. } = Words::default();
    for (path, bytes) in &made {
        let text = String::from_utf8_lossy(bytes);
        let is_shown = path.ends_with(".html") && !path.starts_with("data/");
        for noun in [&goal, &sheet, &plan_section].into_iter().filter(|_| is_shown) {
            assert!(!text.contains(noun.as_str()), "{path}: {noun}");
        }
    }
    assert_eq!(site.words().body, "村");
}
