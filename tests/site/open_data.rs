//! The open data: every table agrees with its own description, every file reads back as it was written, and no value of the
//! content is lost, whatever its characters.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::LazyLock;

use mieruka::dataset::{Cell, ColumnType, DataFile, Dataset, TABLES, Unit, split_list};
use mieruka::export::datasets;
use mieruka::load::load;
use mieruka::model::Site;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use regex::Regex;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::content::content;
use crate::data_schemas::check_schemas;
use crate::sites::{self, bundle, folder, json, sources, text};
use crate::workbooks::check_workbooks;

fn file(dataset: &Dataset<'_>, format: &str) -> Vec<u8> {
    bytes(dataset.files.iter().find(|file| file.format == format).expect("such a file"))
}

pub(crate) fn bytes(file: &DataFile<'_>) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.write_to(&mut bytes).expect("it can be made");
    bytes
}

/// The columns of a CSV by header, each row as the texts that stand in it.
pub(crate) fn csv_table(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_reader(bytes.strip_prefix(b"\xef\xbb\xbf").expect("a byte-order mark"));
    let headers = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.expect("a row of full length").iter().map(str::to_owned).collect());
    (headers, rows.collect())
}

fn csv_rows(dataset: &Dataset<'_>) -> (Vec<String>, Vec<Vec<String>>) {
    csv_table(&file(dataset, "CSV"))
}

/// What the README tells programs to do with a text cell.
fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').unwrap_or(text)
}

fn check_descriptions(dataset: &Dataset<'_>) {
    let name = dataset.name;
    let first: Vec<_> = dataset.columns.iter().take(3).map(|column| column.header).collect();
    assert_eq!(first, ["全国地方公共団体コード", "ID", "地方公共団体名"], "{name}");
    let names: BTreeSet<_> = dataset.columns.iter().map(|column| column.name).collect();
    let headers: BTreeSet<_> = dataset.columns.iter().map(|column| column.header).collect();
    assert_eq!((names.len(), headers.len()), (dataset.columns.len(), dataset.columns.len()), "{name}");
    for column in &dataset.columns {
        assert!(column.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'), "{name}");
        assert!(!column.meaning.is_empty() && !column.meaning_en.is_empty(), "{name}");
    }
    for (column, next) in dataset.columns.iter().zip(dataset.columns.iter().skip(1)) {
        let is_year = column.kind == ColumnType::Integer && column.unit == Some(Unit::Of("年度"));
        assert!(!is_year || next.header == format!("{}_和暦", column.header), "{name} {}", column.header);
    }
    let shape =
        Regex::new("^data/[a-z_]+/[0-9]{6}_[a-z0-9_]+\\.(csv|json|parquet|xlsx)$").expect("a regular expression");
    assert!(dataset.all_files().all(|file| shape.is_match(&file.path)), "{name}");
}

fn check_rows(dataset: &Dataset<'_>) {
    let mut ids = BTreeSet::new();
    for row in dataset.rows() {
        assert_eq!(row.len(), dataset.columns.len(), "{}", dataset.name);
        for (column, cell) in dataset.columns.iter().zip(&row) {
            let at = format!("{} {} {cell:?}", dataset.name, column.name);
            assert!(column.kind.holds(cell), "{at}");
            assert!(!column.required || *cell != Cell::Empty, "{at}");
            let code = cell.as_text();
            let is_code = *cell == Cell::Empty || column.codes.is_empty();
            assert!(is_code || column.codes.iter().any(|(known, _)| *known == code), "{at}");
        }
        let id = row[1].as_text().into_owned();
        assert!(ids.insert(id.clone()), "{} tells {id} twice", dataset.name);
    }
    assert!(dataset.source.length() >= ids.len(), "{}", dataset.name);
}

/// Whether a spreadsheet would run a text.
fn is_run_as_a_formula(text: &str) -> bool {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        let formula = r"[=@]|[+-]([^0-9]|$)|[+-][0-9.]+[^0-9.%]";
        Regex::new(&format!("^(?:{formula})")).expect("a regular expression")
    });
    PATTERN.is_match(text)
}

/// A text with 神 for each character that NFC would replace by another one, as U+FA19 by U+795E and U+212B by U+00C5: they
/// stay as they were typed, and all else is composed.
fn without_look_alikes(text: &str) -> String {
    let stays = |c: char| std::iter::once(c).nfc().eq(std::iter::once(c));
    text.chars().map(|c| if c.is_ascii() || stays(c) { c } else { '神' }).collect()
}

fn check_csv(dataset: &Dataset<'_>) {
    let bytes = file(dataset, "CSV");
    let text = std::str::from_utf8(&bytes).expect("UTF-8").strip_prefix('\u{feff}').expect("a byte-order mark");
    assert!(!text.contains(['\u{feff}', '\t', '\u{3000}']), "{}", dataset.name);
    assert!(unicode_normalization::is_nfc(&without_look_alikes(text)), "{}", dataset.name);
    assert!(text.ends_with("\r\n") && !text.ends_with("\r\n\r\n"), "{}", dataset.name);
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{}", dataset.name);
    let (headers, rows) = csv_rows(dataset);
    assert!(headers.iter().eq(dataset.columns.iter().map(|column| column.header)), "{headers:?}");
    assert_eq!(rows.len(), dataset.rows().count(), "{}", dataset.name);
    for (read, cells) in rows.iter().zip(dataset.rows()) {
        for ((read, cell), column) in read.iter().zip(&cells).zip(&dataset.columns) {
            assert_eq!(read.trim(), read, "{} {}", dataset.name, column.name);
            assert!(!read.chars().any(char::is_control), "{} {}", dataset.name, column.name);
            match cell {
                Cell::List(texts) if !texts.is_empty() => {
                    assert_eq!(split_list(unguarded(read)), *texts);
                    assert!(!is_run_as_a_formula(read), "{} {}: {read}", dataset.name, column.name);
                }
                Cell::Text(text) if column.limit.shape().is_some() => assert_eq!(read, text),
                Cell::Text(text) => {
                    assert_eq!(unguarded(read), text);
                    assert!(!is_run_as_a_formula(read), "{} {}: {read}", dataset.name, column.name);
                }
                cell => assert_eq!(*read, cell.as_text()),
            }
        }
    }
}

fn check_json(dataset: &Dataset<'_>) {
    let read: Vec<BTreeMap<String, Value>> =
        serde_json::from_slice(&file(dataset, "JSON")).expect("an array of records");
    assert_eq!(read.len(), dataset.rows().count(), "{}", dataset.name);
    for (record, cells) in read.iter().zip(dataset.rows()) {
        for (column, cell) in dataset.columns.iter().zip(&cells) {
            let value = record.get(column.name);
            let same = match cell {
                Cell::Empty => value.is_none(),
                Cell::Text(text) => value.and_then(Value::as_str) == Some(text),
                Cell::Date(date) => value.and_then(Value::as_str) == Some(date),
                Cell::List(texts) => value == Some(&Value::from(texts.iter().map(|t| t.as_ref()).collect::<Vec<_>>())),
                Cell::Number(digits) => value.and_then(Value::as_f64) == digits.parse().ok(),
                Cell::Integer(n) => value.and_then(Value::as_i64) == Some(*n),
                Cell::Truth(truth) => value.and_then(Value::as_bool) == Some(*truth),
            };
            assert!(same, "{} {} {cell:?} {value:?}", dataset.name, column.name);
        }
    }
}

fn check_parquet(dataset: &Dataset<'_>) {
    let mut whole = tempfile::tempfile().expect("there is room for a test");
    whole.write_all(&file(dataset, "PARQUET")).expect("it can be written");
    let reader = SerializedFileReader::new(whole).expect("a Parquet file");
    let read: Vec<_> = reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row")).collect();
    assert_eq!(read.len(), dataset.rows().count(), "{}", dataset.name);
    let epoch = jiff::civil::date(1970, 1, 1);
    for (row, cells) in read.iter().zip(dataset.rows()) {
        for (((name, value), cell), column) in row.get_column_iter().zip(&cells).zip(&dataset.columns) {
            let same = name == column.name
                && match (value, cell) {
                    (Field::Null, Cell::Empty) => true,
                    (Field::Str(read), Cell::Text(text)) => read == text,
                    (Field::ListInternal(read), Cell::List(texts)) => read.elements().iter().eq(texts
                        .iter()
                        .map(|text| Field::Str(text.to_string()))
                        .collect::<Vec<_>>()
                        .iter()),
                    (Field::Double(read), Cell::Number(digits)) => digits.parse() == Ok(*read),
                    (Field::Long(read), Cell::Integer(number)) => read == number,
                    (Field::Date(days), Cell::Date(day)) => {
                        (epoch + jiff::Span::new().days(i64::from(*days))).to_string() == *day
                    }
                    (Field::Bool(read), Cell::Truth(truth)) => read == truth,
                    _ => false,
                };
            assert!(same, "{} {} {cell:?} {value:?}", dataset.name, column.name);
        }
    }
}

fn check_keys(datasets: &[Dataset<'_>]) {
    let column = |dataset: &Dataset<'_>, name: &str| {
        let place = dataset.columns.iter().position(|column| column.name == name).expect("a column of this name");
        dataset.rows().map(|row| row[place].as_text().into_owned()).collect::<BTreeSet<_>>()
    };
    for dataset in datasets {
        for key in &dataset.foreign_keys {
            let other = datasets.iter().find(|other| other.name == key.dataset).expect("the other table");
            let known = column(other, "id");
            let mut wanted = column(dataset, key.column);
            wanted.remove("");
            let lost: Vec<_> = wanted.difference(&known).collect();
            assert!(lost.is_empty(), "{} {:?} {lost:?}", dataset.name, key.column);
        }
    }
}

/// The files of single years hold together what the whole table holds of those years.
fn check_editions(dataset: &Dataset<'_>) {
    let Some(place) = dataset.columns.iter().position(|column| column.name == "fiscal_year") else {
        assert!(dataset.editions.is_empty(), "{}", dataset.name);
        return;
    };
    let (headers, whole) = csv_rows(dataset);
    let mut years: BTreeSet<_> = whole.iter().map(|row| row[place].clone()).collect();
    years.remove("");
    let told: BTreeSet<_> = dataset.editions.iter().map(|edition| edition.year.western().to_string()).collect();
    assert_eq!(told, years, "{}", dataset.name);
    for edition in &dataset.editions {
        let year = edition.year.western().to_string();
        let (own_headers, own) = csv_table(&bytes(&edition.files[0]));
        let wanted: Vec<_> = whole.iter().filter(|row| row[place] == year).cloned().collect();
        assert_eq!((&own_headers, &own), (&headers, &wanted), "{} {year}", dataset.name);
        assert_eq!(edition.count, own.len(), "{} {year}", dataset.name);
        assert!(edition.files[0].path.ends_with(&format!("_{}_{year}.csv", dataset.name)));
    }
}

/// Reads every file of every table again and compares it with the rows, and with what the published schemas say.
pub(crate) fn check_all(site: &Site) {
    let datasets = datasets(site);
    let bundle = bundle(site, &datasets);
    let package = json(&bundle, "data/datapackage.json");
    for dataset in &datasets {
        check_descriptions(dataset);
        check_rows(dataset);
        check_csv(dataset);
        check_json(dataset);
        check_parquet(dataset);
        check_editions(dataset);
        check_workbooks(dataset);
        check_schemas(&bundle, &package, dataset);
    }
}

#[test]
fn every_table_keeps_to_its_description_and_comes_back() {
    let (_, site) = content();
    check_all(&site);
    let tables = datasets(&site);
    check_keys(&tables);
    let full = sites::site(&folder("tests/fixtures/exact/content"));
    check_all(&full);
    let told = |tables: &[Dataset<'_>]| {
        tables.iter().map(|table| (table.name, table.title.clone().into_owned())).collect::<Vec<_>>()
    };
    let named = |site: &Site| {
        TABLES.iter().map(|table| (table.name, site.words().tell(table.title).into_owned())).collect::<Vec<_>>()
    };
    assert_eq!(told(&datasets(&full)), named(&full));
    // A table that only some cities fill is there where somebody fills it.
    let unused = ["costs", "cost_funds", "budget_codes", "section_years", "redirects", "evaluations", "texts", "views"];
    let used: Vec<_> = named(&site).into_iter().filter(|(name, _)| !unused.contains(name)).collect();
    assert_eq!(told(&tables), used);
}

#[test]
fn the_seeds_too() {
    check_all(&sites::site(&folder("seeds")));
}

const HOSTILE: [&str; 14] = [
    "=HYPERLINK(\\\"http://example.jp\\\",\\\"x\\\")",
    "@SUM(A1:A9)",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "'quoted'",
    "a,b;c\\\"d\\\"",
    "first\\nsecond",
    "tab\\there",
    "　全角の空白　",
    "a｜b\\\\｜c",
    "𠮟る 髙島 神社 🏞 〜～",
    "か\u{3099}き\u{3099}",
    "<script>alert(1)</script>&amp;",
    "null",
];

#[test]
fn no_character_is_lost_or_does_harm() {
    let long = "長".repeat(40_000);
    let statements: Vec<_> = HOSTILE.iter().chain([&long.as_str()]).map(|text| format!("  - \"{text}\"\n")).collect();
    let statements = statements.concat();
    let files: Vec<(String, String)> = HOSTILE
        .iter()
        .enumerate()
        .map(|(i, title)| {
            let path = format!("programs/p/{}.yaml", i + 1);
            (path, format!("title: \"{title}\"\nsummary:\n{statements}years: []\nsource: {{document: \"{title}\"}}\n"))
        })
        .collect();
    let fixed = [
        ("site.yaml", "title: T\nmunicipality: {code: \"011002\", name: 見本市}\n"),
        ("programs/p/program.yaml", "title: P\nperiod: {from: 2021, to: 2025}\n"),
    ];
    let texts = fixed.into_iter().chain(files.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let (site, findings) = load(&sources(texts));
    let refused: Vec<_> = findings.iter().map(|finding| &finding.message).collect();
    assert_eq!(site.programs[0].items.len(), HOSTILE.len(), "{refused:?}");
    check_all(&site);
}

#[test]
fn indicators_whose_arithmetic_misleads_keep_what_the_plan_says() {
    let (_, site) = content();
    let datasets = datasets(&site);
    let table = datasets.iter().find(|dataset| dataset.name == "indicators").expect("the table of indicators");
    let (headers, rows) = csv_rows(table);
    let place = |header: &str| headers.iter().position(|known| known == header).expect("such a column");
    let told = |name: &str, columns: &[&str]| {
        let row = rows.iter().find(|row| row[place("指標_名称")].contains(name)).unwrap_or_else(|| panic!("{name}"));
        columns.iter().map(|column| row[place(column)].clone()).collect::<Vec<_>>()
    };
    let hold = rows.iter().filter(|row| row[place("判定規則_コード")] == "hold");
    let levels = hold.map(|row| (row[place("基準値_数値")].clone(), row[place("目標値_数値")].clone()));
    let levels: Vec<_> = levels.collect();
    assert!(levels.len() == 4 && levels.iter().all(|(base, target)| base == target), "{levels:?}");
    let columns = ["判定規則_コード", "基準値_数値", "目標値_数値", "目標値_限定"];
    assert_eq!(told("実質公債費比率", &columns), ["at_most", "5.6", "6.5", "未満"]);
    assert_eq!(told("将来負担比率", &columns), ["at_most", "22.1", "50.0", "未満"]);
    assert_eq!(told("自治会加入率", &columns), ["tolerate_decline", "83.6", "80.0", ""]);
    let new = rows.iter().find(|row| row[place("基準値_数値_状態コード")] == "new").expect("one without a baseline");
    assert_eq!(new[place("基準値_数値")], "");
    let ratio = rows.iter().find(|row| row[place("基準値_分子")] == "144").expect("one with a fraction");
    assert_eq!([&ratio[place("基準値_分母")], &ratio[place("目標値_分子")]], ["217", "152"]);
}

#[test]
fn a_record_tells_unknown_from_none() {
    let (_, site) = content();
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let item = json(&bundle, "programs/gyokaku-4/17/index.json");
    assert_eq!(item["sdgs"], Value::Null);
    assert_eq!(item["none_in"], Value::Array(Vec::new()));
    assert_eq!(item["years"][2]["results"], Value::Null);
    assert_eq!(item["references"][0]["ordinal"], "第1編第3章第2節");
    assert_eq!(item["departments"][0]["bureau"], "政策企画部");
    let goal = json(&bundle, "goals/2022/seisaku-kikaku/3/index.json");
    assert_eq!(goal["items"], Value::Array(Vec::new()));
    assert_eq!(goal["moved_to"]["department"]["id"], "bunka-sports-kanko");
}

#[test]
fn every_record_leads_to_its_schema() {
    let (_, site) = content();
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    for (path, _) in bundle.iter().filter(|(path, _)| path.as_str().ends_with("/index.json")) {
        let record = json(&bundle, path.as_str());
        let schema = record["$schema"].as_str().expect("a schema").trim_start_matches("../");
        assert!(bundle.get(schema).is_some(), "{path} names {schema}");
    }
}

#[test]
fn a_site_without_an_address_names_none() {
    let texts = [("site.yaml", "title: T\nmunicipality: {code: \"011002\", name: 見本市}\n")];
    let site = sites::site(&sources(texts));
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    assert!(datasets.iter().flat_map(|set| &set.columns).any(|column| column.kind == ColumnType::List));
    let package = json(&bundle, "data/datapackage.json");
    assert_eq!(package.get("homepage"), None);
    assert!(text(&bundle, "data/catalog.jsonld").contains("\"../data/figures/\""));
}

#[test]
fn the_page_of_a_table_holds_its_description_where_the_address_is_known() {
    let texts = |address| format!("title: <T>\nmunicipality: {{code: \"011002\", name: 見本市}}\n{address}");
    let embedded = |texts: String| {
        let site = sites::site(&sources([("site.yaml", texts)]));
        let datasets = datasets(&site);
        let bundle = bundle(&site, &datasets);
        let page = text(&bundle, "data/figures/index.html");
        let block = page.split_once("<script type=\"application/ld+json\">").map(|(_, rest)| rest.to_owned());
        block.map(|rest| (rest, json(&bundle, "data/figures/dataset.jsonld")))
    };
    assert_eq!(embedded(texts("")), None);
    let (block, file) = embedded(texts("base_url: https://example.jp/\n")).expect("it has a description");
    let block = block.split('<').next().expect("the text up to the next tag");
    assert_eq!(serde_json::from_str::<Value>(block).expect("JSON"), file);
    assert!(block.contains("\\u003cT>"), "{block}");
}
