//! The tables of the open data come back as spreadsheets and their encodings leave them: what was not edited is no change,
//! and what cannot be known again is reported with its cell.

use std::collections::{BTreeMap, BTreeSet};

use encoding_rs::SHIFT_JIS;
use mieruka::diagnostic::Diagnostic;
use mieruka::export;
use mieruka::import::{self, Base, Fields, Proposal};
use mieruka::load::shapes;
use mieruka::model::{RecordId, Site};
use mieruka::permanence::{self, Published};
use mieruka::source::Sources;

use crate::sites::{self, Texts, folder, repository, texts};

/// A content whose every importable column has characters outside Shift_JIS, with the four tables that come back.
struct City {
    sources: Sources,
    site: Site,
    base: Base,
}

/// Characters that Shift_JIS does not have, or has twice, and a reading.
const ODD: &str = "549m² 𠮷野家 4月〜5月 −5 ‖ — ¢£¬ café ♡ © 重点《じゅうてん》 何時?";

impl City {
    fn of(changes: &[(&str, &str)]) -> Self {
        let mut all: Texts = texts(&folder("tests/fixtures/good"));
        all.extend(changes.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())));
        let sources = sites::sources(all);
        let site = sites::site(&sources);
        Self { sources, site, base: Base::Changed(BTreeSet::new()) }
    }

    fn odd() -> Self {
        let goal = format!(
            "title: 開かれた市政 {ODD}\nitems:\n  - number: 1\n    title: 公開 {ODD}\n    sub_items: [\"(1) {ODD}\", \"二 {ODD}\"]\n    targets: [\"{ODD}\", \"2｜{ODD}\"]\n    mid_term: {{as_of: 2022-10, progress: [\"{ODD}\"], rating: ○}}\n    final: {{as_of: 2023-03-31, results: [\"・{ODD}\", 普通の文], rating: ◎}}\n"
        );
        let item = format!(
            "title: 取組 {ODD}\ndepartments: [kikaku-ka]\ncategory: 1-ア\ndepartments_note: \"{ODD}\"\nsummary: [\"{ODD}\", \"二 {ODD}\"]\nbackground: [\"{ODD}\"]\napproach: [\"{ODD}\"]\ngoal: [\"{ODD}\"]\nyears:\n  - fiscal_year: 2021\n    plan: [\"{ODD}\", 普通の文]\n    results: [\"{ODD}\"]\n    effect: [\"{ODD}\"]\n"
        );
        let sheet = repository("tests/fixtures/good/goals/2022/kikaku/sheet.yaml")
            .replace("stages:\n", "stages:\n  - {stage: mid_term}\n");
        let files = [
            ("goals/2022/kikaku/sheet.yaml", &*sheet),
            ("goals/2022/kikaku/1.yaml", &goal),
            ("programs/g/1.yaml", &item),
        ];
        Self::of(&files)
    }

    /// A file of the open data.
    fn file(&self, name: &str) -> Vec<u8> {
        let datasets = export::datasets(&self.site);
        let mut files = datasets.iter().flat_map(|set| set.all_files());
        let file = files.find(|file| file.name().ends_with(&format!("_{name}"))).expect("the table is there");
        let mut bytes = Vec::new();
        file.write_to(&mut bytes).expect("it can be made");
        bytes
    }

    fn csv(&self, table: &str) -> String {
        let bytes = self.file(&format!("{table}.csv"));
        String::from_utf8(bytes).expect("UTF-8").trim_start_matches('\u{feff}').to_owned()
    }

    fn propose(&self, name: &str, bytes: &[u8]) -> Proposal {
        let books = [import::open(name, bytes).expect("it is a workbook")];
        let originals: BTreeMap<_, _> =
            texts(&self.sources).into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        let (fields, datasets) = (Fields::of(&shapes()), export::datasets(&self.site));
        import::read(&books, &fields, (&self.site, &datasets)).propose(&self.site, &originals, &self.base)
    }
}

fn told(proposal: &Proposal) -> Vec<(&'static str, String, String)> {
    let cell =
        |finding: &Diagnostic| finding.at.file.cell().map(|index| proposal.cells[index].address()).unwrap_or_default();
    proposal.findings.iter().map(|finding| (finding.rule, cell(finding), finding.message.clone())).collect()
}

fn changes(proposal: &Proposal) -> Vec<(&str, &str)> {
    proposal.changes.iter().map(|change| (change.field.as_str(), change.after.as_str())).collect()
}

fn is_untouched(proposal: &Proposal, name: &str) {
    assert!(proposal.fields > 0, "{name}");
    assert_eq!((changes(proposal), told(proposal)), (vec![], vec![]), "{name}");
}

/// A text in Shift_JIS; what it cannot hold becomes what the program puts there.
fn shift_jis(text: &str, put: impl Fn(char) -> &'static str) -> Vec<u8> {
    let encoded = |c: char| {
        let text = c.to_string();
        let (bytes, _, is_lost) = SHIFT_JIS.encode(&text);
        // The encoder of the Web knows more than Windows and Python do.
        if is_lost || "−¥‾".contains(c) { SHIFT_JIS.encode(put(c)).0.into_owned() } else { bytes.into_owned() }
    };
    text.chars().flat_map(encoded).collect()
}

fn as_python(text: &str) -> Vec<u8> {
    shift_jis(text, |_| "?")
}

fn as_windows(text: &str) -> Vec<u8> {
    shift_jis(text, |c| match c {
        '²' => "2",
        '〜' => "～",
        '−' => "－",
        '‖' => "∥",
        '—' => "―",
        '¢' => "￠",
        '£' => "￡",
        '¬' => "￢",
        'é' => "e",
        '©' => "c",
        '𠮷' => "??",
        _ => "?",
    })
}

const TABLES: [&str; 4] = ["key_goals", "key_goal_items", "action_items", "action_item_years"];

#[test]
fn every_column_of_every_table_comes_back_from_shift_jis() {
    let city = City::odd();
    for table in TABLES {
        let csv = city.csv(table);
        for (program, bytes) in [("python", as_python(&csv)), ("windows", as_windows(&csv))] {
            assert!(csv.contains("𠮷"), "{table} has what is lost");
            is_untouched(&city.propose("x.csv", &bytes), &format!("{table} {program}"));
        }
        // Through Shift_JIS and then to UTF-8: the signs of lost characters are known all the same.
        let again = SHIFT_JIS.decode(&as_python(&csv)).0.into_owned();
        is_untouched(&city.propose("x.csv", again.as_bytes()), &format!("{table} in UTF-8 again"));
        is_untouched(&city.propose("x.xlsx", &city.file(&format!("{table}.xlsx"))), table);
    }
}

#[test]
fn an_edited_cell_keeps_the_other_statements_and_loses_nothing_unnoticed() {
    let city = City::odd();
    let csv = city.csv("action_item_years").replace("普通の文", "新しい文");
    let proposal = city.propose("x.csv", &as_windows(&csv));
    assert_eq!(changes(&proposal), [("令和3年度の取組計画", &*format!("・{ODD}\n・新しい文"))]);
    let csv = city.csv("action_item_years").replace("何時?｜普通の文", "何日?｜普通の文");
    let edited = ODD.replace("何時?", "何日?").replace("《じゅうてん》", "");
    let proposal = city.propose("x.csv", &as_windows(&csv));
    assert_eq!(told(&proposal), []);
    assert_eq!(changes(&proposal), [("令和3年度の取組計画", &*format!("・{edited}\n・普通の文"))]);
    let csv = city.csv("action_item_years").replace("普通の文", "補?の見直し");
    let proposal = city.propose("x.csv", &as_windows(&csv));
    assert_eq!(changes(&proposal), []);
    let message = "令和3年度の取組計画: 「?」があります。元の文字が失われた可能性があります";
    assert_eq!(told(&proposal), [("cell-lost", "x.csv!I2".to_owned(), message.to_owned())]);
    let csv = city.csv("key_goals").replace("開かれた市政", "〓かれた市政");
    assert_eq!(told(&city.propose("x.csv", &as_python(&csv)))[0].0, "cell-lost");
}

#[test]
fn what_spreadsheets_compose_or_cut_is_no_change() {
    let long = "長い文".repeat(20_000);
    let goal = format!(
        "title: 神\u{fa19}社 か\u{3099}\nitems:\n  - number: 1\n    title: 公開\n    targets: [\"福\u{fa1b}祉 か\u{3099}\", 二]\n    final: {{results: [\"{long}\", 後の文]}}\n"
    );
    let city = City::of(&[("goals/2022/kikaku/1.yaml", &goal)]);
    for table in ["key_goals", "key_goal_items"] {
        is_untouched(&city.propose("x.csv", city.csv(table).as_bytes()), table);
        is_untouched(&city.propose("x.xlsx", &city.file(&format!("{table}.xlsx"))), table);
    }
    // A spreadsheet cuts the cell of a CSV.
    let cut: String = format!("別の{long}").chars().take(32_767).collect();
    let csv = city.csv("key_goal_items").replace(&long, &cut);
    assert_eq!(told(&city.propose("x.csv", csv.as_bytes()))[0].0, "cell-lost");
}

#[test]
fn a_table_that_is_older_than_the_content_changes_nothing_back() {
    let before = City::of(&[]);
    let csv = before.csv("key_goal_items").replace("公開した", "2件を公開した");
    let now = |text: &str| City::of(&[("goals/2022/kikaku/1.yaml", text)]);
    let text = "title: 開かれた市政\nitems:\n  - number: 1\n    title: 公開\n    final: {results: [3件を公開した]}\n";
    let corrected = now(text);
    let field = (RecordId("goals/2022/kikaku/1".to_owned()), "items.1.final.results".to_owned());
    let with = |base: Base| City { base, ..now(text) }.propose("x.csv", csv.as_bytes());
    let rules = |proposal: &Proposal| told(proposal).iter().map(|(rule, ..)| *rule).collect::<Vec<_>>();
    assert_eq!(rules(&with(Base::Changed([field].into()))), ["changed-since"]);
    assert_eq!(rules(&with(Base::Unknown)), ["unknown-base"]);
    assert_eq!(rules(&with(Base::Changed(BTreeSet::new()))), [] as [&str; 0]);
    // A result that was written after the table was made is not taken away.
    let empty = corrected.csv("key_goal_items").replace("3件を公開した,given", ",unknown");
    assert_eq!(rules(&corrected.propose("x.csv", empty.as_bytes())), ["changed-since"]);
    // What a correction replaced does not come back.
    let correction = "corrections:\n  - {date: 2023-04-01, record: goals/2022/kikaku/1, field: items.1.final.results, before: 公開した, after: 3件を公開した, reason: 誤記}\n";
    let city = City::of(&[("goals/2022/kikaku/1.yaml", text), ("corrections.yaml", correction)]);
    assert_eq!(rules(&city.propose("x.csv", before.csv("key_goal_items").as_bytes())), ["changed-since"]);
}

#[test]
fn what_has_changed_since_a_publication_is_known_by_its_fields() {
    let (before, now) = (City::odd(), City::of(&[]));
    let made = |city: &City| sites::files(&city.site);
    let files = made(&before);
    let manifest = br#"{"generator": "mieruka", "files": {}}"#;
    let published = Published::read(manifest, files.get(permanence::FILE).map(Vec::as_slice));
    let published = published.expect("it is a publication");
    assert_eq!(permanence::changed(&published, &before.site), BTreeSet::new());
    let changed = permanence::changed(&published, &now.site);
    let datasets = export::datasets(&now.site);
    let books = TABLES.map(|table| import::open("x.csv", now.csv(table).as_bytes()).expect("a table"));
    let fields = Fields::of(&shapes());
    assert!(import::read(&books, &fields, (&now.site, &datasets)).fields().all(|(record, path)| {
        let has = |city: &City| {
            let record = city.site.record(record).expect("a record");
            record
                .fields()
                .into_iter()
                .find(|field| field.path == path)
                .map(|field| field.values.iter().map(|value| value.text.to_string()).collect::<Vec<_>>())
        };
        let is_changed = changed.contains(&(record.clone(), path.to_owned()));
        (has(&before) != has(&now)) == is_changed
    }));
    assert!(changed.len() > 8, "{changed:?}");
}

#[test]
fn a_row_told_twice_and_codes_that_contradict_are_refused() {
    let city = City::of(&[]);
    let csv = city.csv("key_goal_items");
    let row = csv.lines().nth(1).expect("a row").to_owned();
    let rules = |csv: &str| {
        let proposal = city.propose("x.csv", csv.as_bytes());
        told(&proposal).into_iter().map(|(rule, _, message)| (rule, message)).collect::<Vec<_>>()
    };
    let twice = format!("{csv}{}\r\n", row.replace("公開した", "公開しなかった"));
    assert_eq!(rules(&twice)[0].0, "written-twice");
    for (code, message) in [
        ("zzz", "①の達成状況・達成度: 状態コード「zzz」はありません"),
        ("none", "①の達成状況・達成度: 文があるのに、状態コードが「none」です"),
    ] {
        let found = rules(&csv.replace("公開した,given", &format!("公開した,{code}")));
        assert_eq!(found, [("cell-state", message.to_owned())]);
    }
}

#[test]
fn headers_and_columns_that_are_not_read_are_told() {
    let city = City::of(&[]);
    let csv = city.csv("key_goal_items");
    for header in ["達成状況・達成度", "達成 状況", "達成状況（修正）", "達成状態"] {
        let (first, rest) = csv.split_once('\n').expect("rows");
        let touched = format!("{}\n{rest}", first.replacen(",達成状況,", &format!(",{header},"), 1));
        let (rule, _, message) = &told(&city.propose("x.csv", touched.as_bytes()))[0];
        let expected = format!("列の見出し「{header}」は、この表にありません");
        assert_eq!((*rule, message), ("not-read", &expected));
    }
    // Memos and another order are no faults; tabs and UTF-16 are read.
    let tabs: Vec<u8> = csv.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes).collect();
    is_untouched(&city.propose("x.txt", &[b"\xff\xfe".to_vec(), tabs].concat()), "UTF-16");
}

#[test]
fn a_row_of_no_record_is_told_by_its_id() {
    let city = City::of(&[]);
    let goals = city.csv("key_goals");
    let items = city.csv("key_goal_items");
    for (csv, from, to, message) in [
        (&goals, "kikaku/1,", "kikaku/9,", "この ID の記録 `goals/2022/kikaku/9` はありません"),
        (&goals, "goals/2022/kikaku/1,", "goals/2032/kikaku/1,", "この ID の記録 `goals/2032/kikaku/1` はありません"),
        (&items, "kikaku/1#i1,", "kikaku/9#i1,", "この ID の記録 `goals/2022/kikaku/9` はありません"),
    ] {
        let changed = csv.replacen(from, to, 1);
        assert_ne!(&changed, csv);
        let proposal = city.propose("x.csv", changed.as_bytes());
        assert_eq!(changes(&proposal), []);
        let told: Vec<_> = told(&proposal).into_iter().map(|(rule, _, message)| (rule, message)).collect();
        assert_eq!(told, [("unknown-record", message.to_owned())]);
    }
}

#[test]
fn a_table_separated_in_another_way_is_read() {
    let city = City::of(&[]);
    let csv = city.csv("key_goal_items");
    for (name, text) in [
        ("semicolons", csv.replace(',', ";")),
        ("sep=,", format!("sep=,\r\n{csv}")),
        ("sep=;", format!("\u{feff}sep=;\r\n{}", csv.replace(',', ";"))),
        ("sep=|", format!("\"sep=|\"\n{}", csv.replace(',', "|"))),
    ] {
        is_untouched(&city.propose("x.csv", text.as_bytes()), name);
    }
}

#[test]
fn a_table_whose_header_is_not_first_is_told_where_it_is() {
    let city = City::of(&[]);
    let csv = city.csv("key_goal_items");
    let told = |csv: &str| told(&city.propose("x.csv", csv.as_bytes()));
    let below =
        |row: u32| [("unknown-layout", format!("x.csv!A{row}"), format!("公開中の表の見出しが、{row}行目にあります"))];
    assert_eq!(told(&format!("重点目標の一覧\r\n{csv}")), below(2));
    assert_eq!(told(&format!("重点目標の一覧;;\r\n\r\n{}", csv.replace(',', ";"))), below(2));
    let (header, rows) = csv.split_once("\r\n").expect("rows");
    let without = format!("{}\r\n{rows}", header.replace(",ID,", ",番号,"));
    assert_eq!(told(&without)[0].2, "公開中の表の「ID」の列がありません");
}
