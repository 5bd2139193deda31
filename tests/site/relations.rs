//! Who refers to whom is one set wherever it is shown: what the table has, pages and search have too; the JSON of a department lists
//! what its page lists; and the same goal is marked by the same numeral on its page and in its form.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use mieruka::bundle::Bundle;
use mieruka::export::datasets;
use mieruka::import::form;
use mieruka::load::load;
use mieruka::model::{RecordId, Site};
use mieruka::source::Sources;
use serde_json::Value;

use crate::content::{content, good_with};
use crate::sites::{bundle, folder, json, said, site, sources, text, texts as texts_of};

/// Hands over the composed site.
fn composed(site: &Site, act: impl FnOnce(&Bundle<'_>)) {
    let datasets = datasets(site);
    act(&bundle(site, &datasets));
}

fn good() -> Site {
    site(&folder("tests/fixtures/good"))
}

/// The good fixture with these files put in.
fn site_with(files: &[(&str, &str)]) -> Site {
    let mut content = texts_of(&folder("tests/fixtures/good"));
    content.extend(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
    load(&sources(content)).0
}

/// A site in which everything refers to everything.
fn tied() -> Site {
    let texts = [
        (
            "departments.yaml",
            "departments:\n  - {id: a, name: 甲部, successor: [b]}\n  - {id: a-ka, parent: a, name: 甲課}\n  - {id: b, name: 乙部}\n",
        ),
        ("site.yaml", "title: 題\nmunicipality: {code: \"202037\", name: 市}\n"),
        (
            "plans/p/plan.yaml",
            "title: 計画一\noutline:\n  - {code: 1-1, title: 持つ節}\n  - {code: 1-2, title: 持たない節}\n",
        ),
        ("plans/p/1-1.yaml", "title: 持つ節\ndepartments: [a-ka]\nsdgs: [4]\nrelated: [programs/g/1]\n"),
        ("plans/q/plan.yaml", "title: 計画二\npredecessor: p\noutline:\n  - {code: \"1\", title: 節}\n"),
        ("programs/g/program.yaml", "title: 綱\nperiod: {from: 2021, to: 2022}\npillars: []\n"),
        (
            "programs/g/1.yaml",
            "title: 項目一\ndepartments: [a-ka, b]\nsdgs: [4]\nreferences: [{plan: p, code: 1-1}, {plan: p, code: 1-2}]\nrelated: [goals/2022/a/1]\n",
        ),
        ("goals/2022/a/sheet.yaml", "departments: [a, b]\nstages: [{stage: initial}]\n"),
        (
            "goals/2022/a/1.yaml",
            "title: 目標一\nthread: t\nsdgs: [5]\nrelated: [programs/g/1]\nitems:\n  - {number: 1, title: 項, moved_to: {department: b}}\n  - {number: 2, title: 目, moved_to: {department: b}}\n",
        ),
        ("goals/2021/b/sheet.yaml", "departments: [b]\nstages: [{stage: initial}]\n"),
        ("goals/2021/b/1.yaml", "title: 目標二\nthread: t\nitems: []\nmoved_to: {department: a}\n"),
    ];
    let (site, faults) = load(&Sources::from_texts(texts));
    assert!(faults.is_empty(), "{faults:?}");
    site
}

/// The pages of the site to which a page links below its heading, as folders.
fn links(bundle: &Bundle<'_>, folder: &str) -> BTreeSet<String> {
    let page = text(bundle, &format!("{folder}index.html"));
    let (_, main) = page.split_once("<h1").expect("a page has a heading");
    let (main, _) = main.split_once("</main>").expect("a page has a main part");
    let up = "../".repeat(folder.matches('/').count());
    let hrefs = main.split(" href=\"").skip(1).filter_map(|rest| rest.split('"').next()?.strip_prefix(&up));
    hrefs.filter_map(|href| Some(href.split('#').next()?.strip_suffix("index.html")?.to_owned())).collect()
}

/// The asides of each document of the search, by its page.
fn asides(bundle: &Bundle<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let read = |path: String| {
        let file = said(&path, text(bundle, &path).as_bytes());
        let (_, json) = file.split_once(',').expect("name, content");
        serde_json::from_str::<Value>(json.trim_end().trim_end_matches(");")).expect("JSON")
    };
    let manifest = read("search/manifest.js".to_owned());
    let digits = manifest["files"]["ranks"][2].as_str().expect("a name").len();
    let documents = |kind: &str| {
        let [together, count] = [0, 1].map(|place| manifest["files"][kind][place].as_u64().expect("a number") as usize);
        let names = manifest["files"][kind][2].as_str().expect("names");
        let name = |n: usize| format!("{}-{}", &names[n / together * digits..][..digits], n % together);
        let files = (0..count).map(|n| read(format!("search/{kind}/{}.js", name(n))));
        files.flat_map(|file| file.as_array().expect("documents").clone()).collect::<Vec<_>>()
    };
    let blocks = |document: &Value| -> Vec<String> {
        let blocks = document[1].as_array().expect("blocks").iter();
        blocks.map(|block| block[1].as_str().expect("a text").to_owned()).collect()
    };
    let mut all = BTreeMap::<_, BTreeSet<_>>::new();
    for (texts, aside) in documents("texts").iter().zip(&documents("asides")) {
        all.entry(texts[0].as_str().expect("a path").to_owned()).or_default().extend(blocks(aside));
    }
    all
}

/// The rows of the table: who refers, how, to what.
fn rows(site: &Site) -> Vec<[String; 3]> {
    let all = datasets(site);
    let table = all.iter().find(|dataset| dataset.name == "relations").expect("there is such a table");
    let place = |name| table.columns.iter().position(|column| column.name == name).expect("such a column");
    let places = ["from_id", "relation", "to_id"].map(place);
    let rows: Vec<_> = table.rows().map(|row| places.map(|place| row[place].as_text().into_owned())).collect();
    assert!(table.rows().count() <= table.source.length(), "the length counts repeated ones too");
    rows
}

fn page(site: &Site, id: &str) -> String {
    let is_department = site.departments.iter().any(|department| department.id.value.0 == id);
    if is_department { format!("departments/{id}/") } else { format!("{id}/") }
}

fn label(site: &Site, id: &str) -> String {
    let department = site.departments.iter().find(|department| department.id.value.0 == id);
    department.map_or_else(
        || site.record(&RecordId(id.to_owned())).expect("a record").title(site),
        |department| site.department_name(&department.id.value),
    )
}

#[test]
fn what_the_table_has_pages_and_search_have() {
    for site in [content().1, good(), tied()] {
        composed(&site, |bundle| {
            let (mut pages, asides) = (BTreeMap::new(), asides(bundle));
            for [from, relation, to] in rows(&site) {
                // The page of a plan does not list what has no place in it.
                if relation == "no_position" {
                    continue;
                }
                let own = page(&site, &to);
                let own = if bundle.get(&format!("{own}index.html")).is_some() { own } else { above(&own) };
                let linked = pages.entry(own.clone()).or_insert_with(|| links(bundle, &own));
                assert!(linked.contains(&page(&site, &from)), "{own} does not link to {from} ({relation})");
                if let Some(asides) = asides.get(&own) {
                    let label = label(&site, &from);
                    let is_named = asides.iter().any(|aside| aside.contains(&label));
                    assert!(is_named, "a search that finds {own} does not know {from} ({relation})");
                }
            }
        });
    }
}

/// The page above: a part of a plan that is not held stands on the page of the plan.
fn above(folder: &str) -> String {
    let (above, _) = folder.trim_end_matches('/').rsplit_once('/').expect("something is above");
    format!("{above}/")
}

#[test]
fn the_json_of_a_department_lists_what_its_page_lists() {
    for site in [content().1, good(), tied()] {
        let rows = rows(&site);
        let with = |relation: &str, to: &str| -> BTreeSet<String> {
            let rows = rows.iter().filter(|[_, kind, id]| kind == relation && id == to);
            rows.map(|[from, ..]| from.clone()).collect()
        };
        composed(&site, |bundle| {
            for department in &site.departments {
                let id = department.id.value.0.as_str();
                let folder = format!("departments/{id}/");
                let told = json(bundle, &format!("{folder}index.json"));
                let told = told["records"].as_array().expect("records").iter();
                let told: Vec<_> = told.map(|record| record["id"].as_str().expect("an id").to_owned()).collect();
                let set: BTreeSet<_> = told.iter().cloned().collect();
                assert_eq!(told.len(), set.len(), "{id}: each once");
                let is_record = |id: &&str| site.record(&RecordId((*id).to_owned())).is_some();
                let links = links(bundle, &folder);
                let listed = links.iter().map(|folder| folder.trim_end_matches('/')).filter(is_record);
                let listed: BTreeSet<_> = listed.map(str::to_owned).collect();
                assert_eq!(listed, &set | &with("moved_to", id), "{id}");
                assert!(with("department", id).is_subset(&set), "{id}");
            }
        });
    }
}

#[test]
fn a_department_is_responsible_for_the_goals_of_its_sheets_and_for_what_its_divisions_do() {
    let ids = |site: &Site, id: &str| {
        let mut ids = Vec::new();
        composed(site, |bundle| {
            let told = json(bundle, &format!("departments/{id}/index.json"));
            let told = told["records"].as_array().expect("records").iter();
            ids = told.map(|record| record["id"].as_str().expect("an id").to_owned()).collect();
        });
        ids
    };
    assert_eq!(ids(&good(), "kikaku"), ["goals/2022/kikaku", "goals/2022/kikaku/1", "programs/g/1"]);
    assert_eq!(ids(&tied(), "a"), ["goals/2022/a", "goals/2022/a/1", "plans/p/1-1", "programs/g/1"]);
    assert_eq!(ids(&tied(), "b"), ["programs/g/1", "goals/2021/b", "goals/2021/b/1", "goals/2022/a", "goals/2022/a/1"]);
}

#[test]
fn the_same_goal_in_other_years_is_the_same_on_page_and_in_json() {
    composed(&tied(), |bundle| {
        let goal = json(bundle, "goals/2022/a/1/index.json");
        assert_eq!(goal["thread"]["goals"][0]["id"], "goals/2021/b/1");
        assert!(links(bundle, "goals/2022/a/1/").contains("goals/2021/b/1/"));
        assert!(asides(bundle)["goals/2022/a/1/"].iter().any(|aside| aside.contains("目標二")));
    });
}

/// Every text of a workbook.
fn texts(book: Vec<u8>) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("a workbook is an archive");
    let mut all = String::new();
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).expect("an entry");
        if entry.name().expect("a name").ends_with(".xml") {
            entry.read_to_string(&mut all).expect("XML is text");
        }
    }
    all
}

#[test]
fn an_item_has_one_numeral_on_its_page_and_in_its_form() {
    let items: String = (1..=21).map(|n| format!("  - {{number: {n}, title: 項目}}\n")).collect();
    let sources = good_with("goals/2022/kikaku/1.yaml", &format!("title: 目標\nitems:\n{items}"));
    let (site, _) = load(&sources);
    composed(&site, |bundle| assert!(text(bundle, "goals/2022/kikaku/1/index.html").contains("㉑ 項目")));
    let fields = mieruka::import::Fields::of(&mieruka::load::shapes());
    let ground = form::Ground { site: &site, sources: &sources, fields: &fields };
    let form = texts(form::goals(ground, &site.sheets[0]).expect("the form can be made"));
    assert!(form.contains("㉑") && !form.contains("(21)"));
}

#[test]
fn an_office_three_levels_deep_stands_where_it_belongs() {
    let departments = "departments:\n  - {id: kikaku, name: 企画部}\n  - {id: kikaku-ka, parent: kikaku, name: 企画課}\n  \
                       - {id: kikaku-kakari, parent: kikaku-ka, name: 企画係}\n";
    let item = "title: 電子申請\ncategory: 1-ア\ndepartments: [kikaku-kakari]\n";
    let site = site_with(&[("departments.yaml", departments), ("programs/g/1.yaml", item)]);
    composed(&site, |bundle| {
        let list = text(bundle, "departments/index.html");
        assert!(list.contains("担当の記録 3件"), "the item, the sheet and its goal: {list}");
        assert!(list.contains(">企画課 企画係</a> <span class=\"small\">1件"), "{list}");
        assert!(text(bundle, "departments/kikaku-kakari/index.html").contains("<h1>企画部 企画課 企画係</h1>"));
        for above in ["kikaku", "kikaku-ka"] {
            assert!(text(bundle, &format!("departments/{above}/index.html")).contains("No.1 電子申請"), "{above}");
        }
        assert!(text(bundle, "programs/g/index.html").contains(">企画部</a>"));
        let own = json(bundle, "programs/g/1/index.json");
        let own = &own["departments"][0];
        assert_eq!(
            [&own["name"], &own["bureau"], &own["division"]],
            ["企画部 企画課 企画係", "企画部", "企画課 企画係"]
        );
        let table = text(bundle, "data/departments/990019_departments.csv");
        assert!(
            table.contains(
                "kikaku-kakari,試験市,企画係,,企画部 企画課 企画係,division,課所,kikaku,企画部,kikaku-ka,企画部 企画課"
            ),
            "{table}"
        );
    });
}

#[test]
fn an_item_stands_in_the_plan_whose_outline_is_the_tree_of_its_program() {
    let program = "title: 事業\nperiod: {from: 2022, to: 2023}\ntree: p\n";
    let item = "title: 検診\ncategory: 1-1-1\n";
    let site = site_with(&[("programs/t/program.yaml", program), ("programs/t/0086.yaml", item)]);
    composed(&site, |bundle| {
        let plan = text(bundle, "plans/p/index.html");
        assert!(plan.contains("No.0086 検診") && plan.contains("この章立てに沿う取組"), "{plan}");
        let own = text(bundle, "programs/t/0086/index.html");
        assert!(own.contains("plans/p/1-1-1/index.html"), "{own}");
        assert_eq!(text(bundle, "matrix/index.html").matches("No.0086 検診").count(), 1, "in its row alone");
        let table = text(bundle, "data/relations/990019_relations.csv");
        assert!(table.contains("programs/t/0086>plan_section>plans/p/1-1-1"), "{table}");
    });
}

#[test]
fn an_indicator_with_results_names_its_charts_and_tables() {
    let indicator = |number: u32, name: &str| {
        format!(
            "  - {{number: {number}, name: {name}, rule: increase, baseline: {{value: 5, unit: 件, fiscal_year: 2021}}, \
             target: {{value: 9, unit: 件, fiscal_year: 2025}}, actuals: [{{value: 6, unit: 件, fiscal_year: 2022}}, {{value: 7, unit: 件, fiscal_year: 2023}}]}}\n"
        )
    };
    let charts = "charts: [{title: 図, data: [{name: 数, kind: actual, value: 1, unit: 件, fiscal_year: 2021}, \
                  {name: 数, kind: actual, value: 2, unit: 件, fiscal_year: 2022}]}]\n";
    let section =
        format!("title: 情報の共有\nindicators:\n{}{}{charts}", indicator(1, "公開数"), indicator(2, "参加数"));
    let site = site_with(&[("plans/p/1-1-1.yaml", &section)]);
    composed(&site, |bundle| {
        let page = text(bundle, "plans/p/1-1-1/index.html");
        for name in ["公開数", "参加数"] {
            for (part, count) in [
                (format!("<figcaption>{name} "), 1),
                (format!("role=\"img\" aria-label=\"{name}の推移\""), 1),
                (format!("<th scope=\"rowgroup\" rowspan=\"2\">{name}</th>"), 1),
                (format!("aria-label=\"「{name}」の実績値\""), 1),
            ] {
                assert_eq!(page.matches(&part).count(), count, "{part}: {page}");
            }
        }
        let ids: Vec<_> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "each id once: {ids:?}");
        assert_eq!(page.matches("<figure id=\"chart-").count(), 3);
    });
}

#[test]
fn a_chart_of_three_years_can_be_taken_along() {
    let value = |year: u16| format!("{{name: 登録者数, kind: actual, value: {year}, unit: 人, fiscal_year: {year}}}");
    let item = |years: &[u16]| {
        format!("title: 登録\nfigures: [{}]\n", years.iter().map(|year| value(*year)).collect::<Vec<_>>().join(", "))
    };
    let site =
        site_with(&[("programs/g/1.yaml", &item(&[2021, 2022, 2023])), ("programs/g/2.yaml", &item(&[2021, 2022]))]);
    composed(&site, |bundle| {
        let files: Vec<_> = bundle
            .iter()
            .map(|(path, _)| path.to_string())
            .filter(|path| path.starts_with("programs/") && path.contains("/figures/"))
            .collect();
        let [csv, html, svg] = &files[..] else { panic!("one chart has three files: {files:?}") };
        let page = text(bundle, "programs/g/1/index.html");
        for file in [csv, html, svg] {
            let beside = file.strip_prefix("programs/g/1/").expect("it stands beside its page");
            assert!(page.contains(&format!("href=\"{beside}\"")), "{file} is linked: {page}");
        }
        assert!(
            text(bundle, "programs/g/2/index.html").contains("実績値 令和3年度 2,021人"),
            "two years are a sentence"
        );
        let table = text(bundle, csv);
        assert!(table.starts_with('\u{feff}') && table.lines().count() == 4, "{table}");
        assert!(
            table.contains("数値_名称") && !table.contains("内訳_名称"),
            "columns that say nothing are left out: {table}"
        );
        let drawing = text(bundle, svg);
        assert!(
            drawing.starts_with("<svg xmlns=") && drawing.contains("出典: ") && !drawing.contains("class="),
            "{drawing}"
        );
        let fragment = text(bundle, html);
        assert!(
            fragment.is_ascii()
                && fragment.starts_with("<!DOCTYPE html>")
                && fragment.contains("<figure>")
                && !fragment.contains("<script"),
            "{fragment}"
        );
        assert!(!text(bundle, "sitemap.xml").contains("programs/g/1/figures/"));
        let id = svg.rsplit_once('/').and_then(|(_, file)| file.strip_suffix(".svg")).expect("a file with an ending");
        assert_eq!(page.matches(&format!("id=\"chart-{id}\"")).count(), 1);
    });
}
