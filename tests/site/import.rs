//! Forms are made and imported: an untouched form changes no byte of the content, a filled-in one only the edited values.

use std::collections::BTreeMap;
use std::path::PathBuf;

use mieruka::export;
use mieruka::import::form::{self, Ground, Scope, Table};
use mieruka::import::{self, Base, Book, Fields, Proposal};
use mieruka::load::shapes;
use mieruka::model::{FiscalYear, Site};
use mieruka::source::{self, Sources};

use crate::sites::{self, bundle, root};

use crate::workbook::{Deed, after, changed as changed_part};

struct Content {
    folder: PathBuf,
    sources: Sources,
    site: Site,
    fields: Fields,
}

impl Content {
    fn of(folder: &str) -> Self {
        let sources = sites::folder(folder);
        let site = sites::site(&sources);
        let fields = Fields::of(&shapes()).with_rows(&site);
        Self { folder: root().join(folder), sources, site, fields }
    }

    fn from<P: AsRef<str>, T: AsRef<str>>(texts: &[(P, T)]) -> Self {
        let sources = sites::sources(texts.iter().map(|(path, text)| (path, text)));
        let site = sites::site(&sources);
        let fields = Fields::of(&shapes()).with_rows(&site);
        Self { folder: PathBuf::new(), sources, site, fields }
    }

    fn ground(&self) -> Ground<'_> {
        Ground { site: &self.site, sources: &self.sources, fields: &self.fields }
    }

    fn goals(&self, sheet: &str) -> Vec<u8> {
        let sheet = self.site.sheets.iter().find(|known| known.id.0 == sheet).expect("the sheet is there");
        form::goals(self.ground(), sheet).expect("the form can be made")
    }

    fn originals(&self, reading: &import::Reading<'_>) -> BTreeMap<String, Vec<u8>> {
        let bytes = |path: &String| match self.folder.as_os_str().is_empty() {
            true => self.sources.find(path).map(|(_, file)| file.text.clone().into_bytes()),
            false => source::bytes(&self.folder.join(path), source::MAX_BYTES).expect("it can be read"),
        };
        reading.paths().into_iter().filter_map(|path| bytes(&path).map(|bytes| (path, bytes))).collect()
    }

    fn propose(&self, books: &[Book]) -> Proposal {
        let reading = import::read(books, &self.fields, (&self.site, &export::datasets(&self.site)));
        let originals = self.originals(&reading);
        reading.propose(&self.site, &originals, &Base::default())
    }

    fn propose_one(&self, name: &str, bytes: &[u8]) -> Proposal {
        self.propose(&[import::open(name, bytes).expect("it is a workbook")])
    }
}

fn is_untouched(proposal: &Proposal, name: &str) {
    assert!(proposal.fields > 0, "{name}");
    assert_eq!(proposal.changes, [], "{name}");
    assert!(proposal.revisions.is_empty() && proposal.findings.is_empty(), "{name}");
}

fn rules(proposal: &Proposal) -> Vec<(&'static str, String)> {
    let cell = |finding: &mieruka::diagnostic::Diagnostic| {
        finding.at.file.cell().map(|index| proposal.cells[index].address()).unwrap_or_default()
    };
    proposal.findings.iter().map(|finding| (finding.rule, cell(finding))).collect()
}

#[test]
fn a_form_that_nobody_touched_changes_nothing() {
    let bodies = ["tests/fixtures/words/content", "tests/fixtures/bodies/services", "tests/fixtures/bodies/policies"];
    for folder in ["content", "seeds", "tests/fixtures/exact/content"].into_iter().chain(bodies) {
        let content = Content::of(folder);
        for sheet in &content.site.sheets {
            is_untouched(&content.propose_one("x.xlsx", &content.goals(&sheet.id.0)), &sheet.id.0);
        }
        for program in &content.site.programs {
            let numbers: Vec<_> = program.items.iter().map(|item| item.number.clone()).collect();
            let book = form::items(content.ground(), program, &numbers, None).expect("a form");
            is_untouched(&content.propose_one("x.xlsx", &book), &program.id.0);
        }
        let all = Table::ALL.map(|(table, _)| table);
        for year in (2022..2024).filter_map(FiscalYear::new) {
            let scope = Scope { year: Some(year), department: None, program: None, plan: None };
            if let Some(book) = form::tables(content.ground(), &all, &scope).expect("a form") {
                is_untouched(&content.propose_one("x.xlsx", &book), folder);
            }
            for department in &content.site.departments {
                let id = &department.id.value;
                if let Some(book) = form::department(content.ground(), id, year).expect("a form") {
                    is_untouched(&content.propose_one("x.xlsx", &book), &id.0);
                }
            }
        }
    }
}

/// A city with an indicator, a cost, an evaluation and a measure, and a department.
const TABLES: [(&str, &str); 7] = [
    ("site.yaml", "title: T\nmunicipality: {code: \"011002\", name: 見本市}\n"),
    ("departments.yaml", "departments:\n  - {id: kikaku, name: 企画部}\n"),
    ("glossary.yaml", "terms:\n  - {id: kpi, term: 指標, explanation: 目じるし。}\n"),
    (
        "ratings.yaml",
        "scales:\n  - {id: sogo, name: 総合, marks: [{mark: A}, {mark: B}]}\nevaluators: [{id: ka, name: 担当課}]\n",
    ),
    ("plans/k/plan.yaml", "title: 計画\nperiod: {from: 2022, to: 2024}\noutline:\n  - {code: \"1\", title: 暮らし}\n"),
    (
        "plans/k/1.yaml",
        "title: 暮らし\ndepartments: [kikaku]\nindicators:\n  - number: 1\n    name: 人数\n    rule: increase\n    actuals:\n      - {value: 5, unit: 人, fiscal_year: 2022}   # 確認済み\n  - number: 2\n    name: 指数\n    rule: increase\n    baseline: {value: 1, dimensionless: true, fiscal_year: 2021}\n    actuals: []\n  - number: 3\n    name: 新しい指標\n    rule: none\nmeasures:\n  - number: 1\n    title: 公園\n    points: [広げる。]\n",
    ),
    ("programs/g/program.yaml", "title: 評価\nperiod: {from: 2022, to: 2024}\n"),
];

#[test]
fn what_is_expected_of_those_meant_has_a_column_and_comes_back() {
    let subject = TABLES[5].1.replace(
        "    name: 人数\n",
        "    name: 人数\n    kind: subject\n    forecasts:\n      - {value: 6, unit: 人, fiscal_year: 2023}   # 人口推計\n",
    );
    let mut texts = TABLES;
    texts[5].1 = &subject;
    let content = Content::from(&texts);
    let of = |year| {
        let scope = Scope { year: FiscalYear::new(year), department: None, program: None, plan: None };
        form::tables(content.ground(), &[Table::Indicators], &scope).expect("a form").expect("it has rows")
    };
    let book = of(2023);
    is_untouched(&content.propose_one("x.xlsx", &book), "見込値");
    let proposal = content.propose_one("x.xlsx", &after(1, &book, &[Deed::Number("G5", "7"), Deed::Number("H5", "8")]));
    assert_eq!(rules(&proposal), []);
    assert_eq!(
        changed(&proposal),
        ["- {value: \"7\", unit: 人, fiscal_year: 2023}   # 人口推計", "- {value: \"8\", unit: 人, fiscal_year: 2023}"]
    );
    let proposal = content.propose_one("x.xlsx", &after(1, &of(2024), &[Deed::Number("G5", "9")]));
    assert_eq!(changed(&proposal), ["- {value: \"9\", unit: 人, fiscal_year: 2024}"]);
}

#[test]
fn a_years_values_of_all_indicators_come_back_from_one_sheet() {
    let content = Content::from(&TABLES);
    let year = FiscalYear::new(2023);
    let scope = Scope { year, department: None, program: None, plan: None };
    let make = |table| form::tables(content.ground(), &[table], &scope).expect("a form").expect("it has rows");
    let book = make(Table::Indicators);
    let proposal = content.propose_one("x.xlsx", &after(1, &book, &[Deed::Type("F5", "10"), Deed::Number("G5", "7")]));
    assert_eq!(rules(&proposal), []);
    let lines = changed(&proposal);
    assert_eq!(
        lines,
        ["targets:", "- {value: \"10\", unit: 人, fiscal_year: 2023}", "- {value: \"7\", unit: 人, fiscal_year: 2023}"]
    );
    assert!(String::from_utf8_lossy(&proposal.revisions[0].after).contains("fiscal_year: 2022}   # 確認済み"));
    // A number without a unit as all of its indicator, and one whose unit nobody knows.
    let proposal = content.propose_one("x.xlsx", &after(1, &book, &[Deed::Type("G6", "1.5")]));
    assert_eq!(changed(&proposal), ["- {value: \"1.5\", dimensionless: true, fiscal_year: 2023}"]);
    let proposal = content.propose_one("x.xlsx", &after(1, &book, &[Deed::Type("G7", "2")]));
    assert_eq!(rules(&proposal), [("missing-title", "x.xlsx!指標!G7".to_owned())]);
    let proposal = content.propose_one("x.xlsx", &after(1, &book, &[Deed::Type("G7", "2"), Deed::Type("H7", "回")]));
    assert_eq!(changed(&proposal), ["- {value: \"2\", unit: 回, fiscal_year: 2023}"]);
    let book = make(Table::Measures);
    let proposal = content.propose_one("x.xlsx", &after(1, &book, &[Deed::Type("F5", "・広げる。\n・植える。")]));
    assert_eq!(changed(&proposal), ["points: [広げる。, 植える。]"]);
    let book = make(Table::Departments);
    let proposal = content.propose_one("x.xlsx", &after(1, &book, &[Deed::Type("D5", "企画政策部")]));
    assert_eq!(changed(&proposal), ["- {id: kikaku, name: 企画政策部}"]);
    let book = make(Table::Terms);
    let proposal = content.propose_one("x.xlsx", &after(1, &book, &[Deed::Type("E5", "しひょう")]));
    assert_eq!(changed(&proposal), ["- {id: kpi, term: 指標, reading: しひょう, explanation: 目じるし。}"]);
}

#[test]
fn a_row_that_a_clerk_adds_is_a_new_entry_or_is_told() {
    let content = Content::from(&TABLES);
    let scope = Scope { year: None, department: None, program: None, plan: None };
    let make = |table| form::tables(content.ground(), &[table], &scope).expect("a form").expect("it has rows");
    let (departments, terms, measures) = (make(Table::Departments), make(Table::Terms), make(Table::Measures));
    let propose = |book: &[u8], deeds: &[Deed<'_>]| content.propose_one("x.xlsx", &after(1, book, deeds));
    let added =
        propose(&departments, &[Deed::Type("C6", "zeimu"), Deed::Type("D6", "税務課"), Deed::Type("F6", "kikaku")]);
    assert_eq!(rules(&added), []);
    assert_eq!(changed(&added), ["- id: zeimu", "parent: kikaku", "name: 税務課"]);
    let added = propose(&terms, &[Deed::Type("C8", "plan"), Deed::Type("D8", "計画"), Deed::Type("F8", "決めごと。")]);
    assert_eq!(changed(&added), ["- id: plan", "term: 計画", "explanation: 決めごと。"]);
    let added = propose(&measures, &[Deed::Type("E6", "水辺"), Deed::Type("F6", "・守る。")]);
    assert_eq!(changed(&added), ["title: 水辺", "points:", "- 守る。"]);
    assert!(String::from_utf8_lossy(&added.revisions[0].after).contains("  - number: 2\n    title: 水辺\n"));
    let rules_of = |deeds: &[Deed<'_>]| rules(&propose(&departments, deeds));
    let one = |rule, cell: &str| vec![(rule, format!("x.xlsx!部局!{cell}"))];
    assert_eq!(rules_of(&[Deed::Type("D6", "税務課")]), one("missing-title", "D6"));
    assert_eq!(rules_of(&[Deed::Type("C6", "税務"), Deed::Type("D6", "税務課")]), one("unknown-row", "C6"));
    assert_eq!(rules_of(&[Deed::Type("C6", "zeimu")]), one("missing-title", "C6"));
    // The id of one that is there is no new one.
    assert_eq!(rules_of(&[Deed::Type("C6", "kikaku"), Deed::Type("D6", "税務課")]), one("changed-since", "D6"));
    let twice =
        [("C6", "zeimu"), ("D6", "税務課"), ("C7", "zeimu"), ("D7", "納税課")].map(|(at, text)| Deed::Type(at, text));
    assert_eq!(rules_of(&twice), one("written-twice", "D7"));
}

/// A clerk's row below a table: the record and the keys in its first columns.
#[test]
fn a_row_that_names_its_record_is_a_new_entry_or_is_told() {
    let items = ["title: 見守り\ndepartments: [kikaku]\n", "title: 配食\n", "title: 配食\n"];
    let paths = ["programs/g/1.yaml", "programs/g/2.yaml", "programs/g/3.yaml"];
    let mut texts: Vec<_> = TABLES.into_iter().chain(paths.into_iter().zip(items)).collect();
    texts[3].1 = "scales:\n  - {id: sogo, name: 総合, marks: [{mark: A}, {mark: B}], axes: [必要性]}\nevaluators: [{id: ka, name: 担当課}]\n";
    let content = Content::from(&texts);
    let scope = Scope { year: FiscalYear::new(2023), department: None, program: None, plan: None };
    let make = |table| form::tables(content.ground(), &[table], &scope).expect("a form").expect("it has rows");
    let typed = |cells: &[(&'static str, &'static str)]| {
        cells.iter().map(|(at, text)| Deed::Type(at, text)).collect::<Vec<_>>()
    };
    let of = |content: &Content, book: &[u8], cells: &[(&'static str, &'static str)]| {
        content.propose_one("x.xlsx", &after(1, book, &typed(cells)))
    };
    // The same form again when it is imported.
    let again = |proposal: &Proposal, book: &[u8], cells: &[(&'static str, &'static str)]| {
        assert_eq!(rules(proposal), []);
        let since: Vec<_> = texts
            .iter()
            .map(|(path, text)| {
                let revised = proposal.revisions.iter().find(|revision| revision.path == *path);
                let text = revised.map_or((*text).to_owned(), |of| String::from_utf8_lossy(&of.after).into_owned());
                (*path, text)
            })
            .collect();
        is_untouched(&of(&Content::from(&since), book, cells), "imported");
    };

    let indicators = make(Table::Indicators);
    let row = [
        ("C8", " 暮らし\u{3000}"),
        ("D8", "４"),
        ("E8", "参加者"),
        ("F8", "１２０"),
        ("G8", "1,100"),
        ("H8", "人"),
        ("L8", "増やす指標"),
    ];
    let faults = rules(&of(&content, &indicators, &row));
    assert_eq!(faults, [("unknown-value", "x.xlsx!指標!L8".to_owned())]);
    let row = [&row[..6], &[("L8", "increase")]].concat();
    let added = of(&content, &indicators, &row);
    assert_eq!(
        changed(&added),
        [
            "- number: 4",
            "name: 参加者",
            "targets:",
            "- {value: \"120\", unit: 人, fiscal_year: 2023}",
            "- {value: \"1100\", unit: 人, fiscal_year: 2023}"
        ]
    );
    again(&added, &indicators, &row);
    // A record by its address, with or without its title; one that had none.
    for address in ["plans/k/1", "plans/k/1 暮らし", "1 暮らし", "programs/g/1", "見守り"] {
        let row = [("C9", address), ("D9", "9"), ("E9", "件数"), ("L9", "increase")];
        let added = of(&content, &indicators, &row);
        assert_eq!((rules(&added), changed(&added).contains(&"name: 件数".to_owned())), (vec![], true), "{address}");
        assert!(String::from_utf8_lossy(&added.revisions[0].after).contains("name: 件数\n    rule: increase\n"));
    }
    let told = |book: &[u8], cells: &[(&'static str, &'static str)]| {
        let proposal = of(&content, book, cells);
        assert_eq!(proposal.revisions.len(), 0, "{:?}", proposal.findings);
        let helps: Vec<_> = proposal.findings.iter().map(|finding| finding.help.clone()).collect();
        (rules(&proposal), helps.join("\n"))
    };
    let one = |rule, cell: &str| vec![(rule, format!("x.xlsx!{cell}"))];
    let (found, help) = told(&indicators, &[("D8", "4"), ("E8", "参加者")]);
    assert_eq!(found, one("missing-title", "指標!D8"));
    assert!(help.contains("programs/…、plans/…"), "{help}");
    let (found, help) = told(&indicators, &[("C8", "暮らす"), ("D8", "4"), ("E8", "参加者")]);
    assert_eq!(found, one("unknown-record", "指標!C8"));
    assert!(help.contains("「暮らし」ではありませんか"), "{help}");
    let (found, help) = told(&indicators, &[("C8", "配食"), ("D8", "4"), ("E8", "参加者")]);
    assert_eq!(found, one("unknown-record", "指標!C8"));
    assert!(help.contains("`programs/g/2`、`programs/g/3`"), "{help}");
    let (found, help) = told(&indicators, &[("C8", "暮らし"), ("E8", "参加者")]);
    assert_eq!(found, one("missing-title", "指標!C8"));
    assert!(help.contains("4 から空いています"), "{help}");
    assert_eq!(told(&indicators, &[("C8", "暮らし"), ("D8", "四"), ("E8", "あ")]).0, one("cell-number", "指標!D8"));
    assert_eq!(told(&indicators, &[("C8", "暮らし"), ("D8", "4")]).0, one("missing-title", "指標!D8"));

    let refused = |book: &[u8], cells: &[(&'static str, &'static str)]| rules(&of(&content, book, cells));
    let whole = [("C8", "暮らし"), ("D8", "4"), ("E8", "参加者"), ("L8", "increase")];
    let with = |more: &[(&'static str, &'static str)]| [&whole[..], more].concat();
    assert_eq!(refused(&indicators, &with(&[("G8", "5")])), one("missing-title", "指標!G8"));
    assert_eq!(refused(&indicators, &with(&[("G8", "約5"), ("H8", "人")])), one("cell-number", "指標!G8"));
    assert_eq!(refused(&indicators, &whole[..3]), one("missing-title", "指標!D8"));
    // A number in use keeps what it has.
    let taken = [("C8", "暮らし"), ("D8", "1"), ("E8", "参加者"), ("L8", "none")];
    assert_eq!(refused(&indicators, &taken), one("written-twice", "指標!D8"));
    // Two rows for one.
    let twice = with(&[("C9", "暮らし"), ("D9", "4"), ("E9", "来場者"), ("L9", "increase")]);
    assert_eq!(refused(&indicators, &twice), one("written-twice", "指標!E9"));

    let costs = make(Table::Costs);
    let row = [("C5", "見守り"), ("D5", "決算"), ("E5", "１，２００"), ("F5", "千円"), ("G5", "200"), ("L5", "1,000")];
    let added = of(&content, &costs, &row);
    let lines = changed(&added);
    assert_eq!(
        lines,
        [
            "years:",
            "- fiscal_year: 2023",
            "costs:",
            "- {stage: settled, unit: 千円, total: \"1200\", funds: {national: \"200\", general: \"1000\"}}"
        ]
    );
    again(&added, &costs, &row);
    assert_eq!(told(&costs, &[("C5", "見守り"), ("E5", "5")]).0, one("missing-title", "事業費!C5"));
    assert_eq!(told(&costs, &[("C5", "見守り"), ("D5", "けっさん"), ("E5", "5")]).0, one("unknown-value", "事業費!D5"));
    assert_eq!(told(&costs, &[("C5", "見守り"), ("D5", "決算")]).0, one("missing-title", "事業費!D5"));
    assert_eq!(refused(&costs, &[("C5", "見守り"), ("D5", "決算"), ("E5", "5")]), one("missing-title", "事業費!E5"));

    let evaluations = make(Table::Evaluations);
    let row = [("C5", "見守り"), ("D5", "担当課"), ("E5", "総合　必要性"), ("F5", "A"), ("G5", "・足りる。")];
    let added = of(&content, &evaluations, &row);
    let lines = changed(&added);
    assert_eq!(
        lines[2..],
        ["evaluations:", "- by: ka", "scale: sogo", "axis: 必要性", "mark: A", "text:", "- 足りる。"]
    );
    again(&added, &evaluations, &row);
    let marked = of(&content, &evaluations, &[("C5", "programs/g/1"), ("D5", "ka"), ("E5", "◎○△×"), ("F5", "○")]);
    assert_eq!(changed(&marked).last().map(String::as_str), Some("- {by: ka, mark: ○}"));
    let (found, help) = told(&evaluations, &[("C5", "見守り"), ("D5", "議会"), ("F5", "A")]);
    assert_eq!(found, [one("unknown-value", "評価!D5"), one("missing-title", "評価!C5")].concat());
    assert!(help.contains("「担当課」 のいずれか") && help.contains("「総合」「総合 必要性」"), "{help}");

    // A section has a place in the plan: it is written there.
    let sections = make(Table::Sections);
    let row = "<row r=\"8\"><c r=\"C8\" t=\"inlineStr\"><is><t>1-2</t></is></c></row></sheetData>";
    let below = changed_part(&sections, "xl/worksheets/sheet1.xml", |xml| xml.replace("</sheetData>", row));
    let (found, help) = told(&below, &[]);
    assert_eq!(found, one("unknown-row", "施策!C8"));
    assert!(help.contains("`outline`"), "{help}");
}

#[test]
fn an_evaluation_on_any_axis_comes_back() {
    let item = "title: 事業\ndepartments: [kikaku]\nyears:\n  - fiscal_year: 2023\n    evaluations:\n      - {by: ka, scale: sogo, axis: \"妥当性 (A.1): 50%\", mark: A}\n";
    let texts: Vec<_> = TABLES.into_iter().chain([("programs/g/1.yaml", item)]).collect();
    let texts: Vec<_> = texts
        .into_iter()
        .map(|(path, text)| {
            (path, text.replace("{id: sogo, name: 総合,", "{id: sogo, name: 総合, axes: [\"妥当性 (A.1): 50%\"],"))
        })
        .collect();
    let content = Content::from(&texts);
    let scope = Scope { year: FiscalYear::new(2023), department: None, program: None, plan: None };
    let book = form::tables(content.ground(), &[Table::Evaluations], &scope).expect("a form").expect("it has rows");
    is_untouched(&content.propose_one("x.xlsx", &book), "evaluations");
    let proposal = content.propose_one("x.xlsx", &after(1, &book, &[Deed::Type("F5", "B")]));
    assert_eq!(rules(&proposal), []);
    assert_eq!(changed(&proposal), ["- {by: ka, scale: sogo, axis: \"妥当性 (A.1): 50%\", mark: B}"]);
}

#[test]
fn what_changed_since_a_table_was_made_is_not_overwritten() {
    let content = Content::from(&TABLES);
    let scope = Scope { year: FiscalYear::new(2022), department: None, program: None, plan: None };
    let book = form::tables(content.ground(), &[Table::Indicators], &scope).expect("a form").expect("it has rows");
    let filled = after(1, &book, &[Deed::Type("G5", "6")]);
    let since = TABLES.map(|(path, text)| (path, text.replace("value: 5", "value: 4")));
    let since = Content::from(&since);
    assert_eq!(rules(&since.propose_one("x.xlsx", &filled)), [("changed-since", "x.xlsx!指標!G5".to_owned())]);
    let cleared = content.propose_one("x.xlsx", &after(1, &book, &[Deed::Clear("G5")]));
    assert_eq!(String::from_utf8_lossy(&cleared.revisions[0].after).matches("人").count(), 1);
    let returned = |bytes: &[u8]| {
        let books = [import::open("x.xlsx", bytes).expect("it is a workbook")];
        let reading = import::read(&books, &content.fields, (&content.site, &[]));
        reading.returned()[0].edited
    };
    assert_eq!((returned(&book), returned(&filled)), (0, 1));
}

#[test]
fn rows_of_the_citys_own_come_back_with_what_was_written() {
    let content = Content::of("tests/fixtures/words/content");
    let [program] = &content.site.programs[..] else { panic!("one program") };
    let numbers: Vec<_> = program.items.iter().map(|item| item.number.clone()).collect();
    let book = form::items(content.ground(), program, &numbers, None).expect("a form");
    // 対象 is in the third row of the first item, 根拠法令 in the fifth, 今後の方向 in the last column of 2024.
    let deeds = [Deed::Type("D6", "・小学生\n・幼児"), Deed::Type("D8", "（なし）"), Deed::Type("F14", "・広げる。")];
    let proposal = content.propose_one("x.xlsx", &after(1, &book, &deeds));
    assert_eq!(rules(&proposal), []);
    let told: Vec<_> = proposal.changes.iter().map(|change| (change.field.as_str(), change.after.as_str())).collect();
    let expected = [("対象", "・小学生\n・幼児"), ("根拠法令", "（なし）"), ("令和6年度の今後の方向", "・広げる。")];
    assert_eq!(told, expected);
    let lines = changed(&proposal);
    assert_eq!(lines, ["taisho: [小学生, 幼児]", "konkyo: []", "texts:", "hoko:", "- 広げる。"]);
    let goals = content.goals("goals/2023/kikaku");
    let proposal = content.propose_one("x.xlsx", &after(1, &goals, &[Deed::Type("E7", "・待つ。\n・遠い。")]));
    assert_eq!((rules(&proposal), changed(&proposal)), (vec![], vec!["texts: {kadai: [待つ。, 遠い。]}".to_owned()]));
}

/// The lines that the only revised record had not before.
fn changed(proposal: &Proposal) -> Vec<String> {
    let [revision] = &proposal.revisions[..] else { panic!("one record changes") };
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    let (old, new) = (text(revision.before.as_ref().expect("it was there")), text(&revision.after));
    new.lines().filter(|line| !old.lines().any(|known| known == *line)).map(|line| line.trim().to_owned()).collect()
}

/// Nothing that a workbook calls a record leads outside the content.
#[test]
fn only_addresses_of_records_become_paths() {
    let content = Content::of("tests/fixtures/good");
    let paths = |name: &str, header: &str, ids: &[&str], rest: &str| {
        let rows: String = ids.iter().map(|id| format!("011002,{id}{rest}\n")).collect();
        let table = format!("全国地方公共団体コード,ID,{header}\n{rows}");
        let book = import::open(name, table.as_bytes()).expect("it is a table");
        let datasets = export::datasets(&content.site);
        import::read(&[book], &content.fields, (&content.site, &datasets)).paths().into_iter().collect::<Vec<_>>()
    };
    let goals =
        ["2022/kikaku/1", "../kikaku/1", "2022/../1", "2022/kikaku/x", "2022//1", "2022/Kikaku/1", "2022/a/b/1"]
            .map(|id| format!("goals/{id}"));
    let header = "重点取組項目_番号,重点取組項目_名称,達成状況,達成状況_状態コード";
    let goals = paths("key_goal_items.csv", header, &goals.each_ref().map(String::as_str), "#i1,1,公開,公開した,given");
    assert_eq!(goals, ["goals/2022/kikaku/1.yaml", "goals/2022/kikaku/sheet.yaml"]);
    let items =
        ["programs/g/1", "programs/../1", "programs/g/X", "programs/g/0086", "programs//1", "programs/G/1", "../g/1"];
    let items = paths("action_item_years.csv", "取組計画,取組計画_状態コード", &items, "#y2021,始める,given");
    assert_eq!(items, ["programs/g/0086.yaml", "programs/g/1.yaml"]);
}

#[test]
fn the_same_content_makes_the_same_form() {
    let content = Content::of("content");
    assert_eq!(content.goals("goals/2022/seisaku-kikaku"), content.goals("goals/2022/seisaku-kikaku"));
}

#[test]
fn the_tables_of_the_open_data_come_back_as_they_went() {
    let content = Content::of("content");
    let datasets = export::datasets(&content.site);
    let bundle = bundle(&content.site, &datasets);
    let mut read = 0;
    for (path, artifact) in bundle.iter() {
        let path = path.as_str();
        let is_read = ["key_goals.", "key_goal_items.", "action_items.", "action_item_years."]
            .iter()
            .any(|name| path.contains(&format!("_{name}")));
        if is_read && (path.ends_with(".csv") || path.ends_with(".xlsx")) {
            is_untouched(&content.propose_one(path, &artifact.bytes().expect("it can be made")), path);
            read += 1;
        }
    }
    assert_eq!(read, 8);
}

#[test]
fn one_cell_changes_one_value_and_no_other_byte() {
    let content = Content::of("content");
    let book = content.goals("goals/2022/seisaku-kikaku");
    let book = after(
        1,
        &book,
        &[Deed::Type("J15", "○職員研修会を３回実施\n○新しい文"), Deed::Type("L8", "〇"), Deed::Hide(8)],
    );
    let proposal = content.propose_one("x.xlsx", &book);
    assert_eq!(rules(&proposal), [("cell-hidden", "x.xlsx!重点目標!L8".to_owned())]);
    for revision in &proposal.revisions {
        let before = String::from_utf8(revision.before.clone().expect("it was there")).expect("text");
        let after = String::from_utf8(revision.after.clone()).expect("text");
        let stays = before.lines().filter(|line| after.lines().any(|other| other == *line)).count();
        let gone = before.lines().count() - stays;
        assert!(gone <= 4, "{}: {gone} lines went", revision.path);
    }
    let told: Vec<_> = proposal.changes.iter().map(|change| (change.field.as_str(), change.after.as_str())).collect();
    assert_eq!(told, [("②の期末の評価", "○"), ("③の達成状況・達成度", "・職員研修会を３回実施\n・新しい文")]);
}

#[test]
fn what_is_wrong_is_told_all_at_once_with_its_cell() {
    let content = Content::of("content");
    let book = content.goals("goals/2022/seisaku-kikaku");
    let deeds = [
        Deed::Type("L8", "Ａ"),
        Deed::Type("K8", "10/1"),
        Deed::Type("J9", "・一\n　続き"),
        Deed::Type("J10", "同上"),
        Deed::Fault("J14", "#REF!"),
        Deed::Formula("J15", "1+1", ""),
        Deed::Type("M15", "政策企画"),
        Deed::Join("G8:G9"),
        Deed::Type("G8", "二つの項目の文"),
        Deed::Clear("D14"),
        Deed::Type("F11", "題名の無い項目"),
        Deed::Number("K9", "44835"),
    ];
    let proposal = content.propose_one("x.xlsx", &after(1, &book, &deeds));
    let expected = [
        ("unknown-rating", "L8"),
        ("cell-date", "K8"),
        ("cell-continued", "J9"),
        ("cell-ditto", "J10"),
        ("cell-error", "J14"),
        ("cell-error", "J15"),
        ("unknown-department", "M15"),
        ("cell-merged", "G8"),
        ("missing-title", "D14"),
        ("missing-title", "F11"),
        ("cell-date", "K9"),
    ];
    let found = rules(&proposal);
    for (rule, cell) in expected {
        assert!(found.contains(&(rule, format!("x.xlsx!重点目標!{cell}"))), "{rule} at {cell} in {found:?}");
    }
    assert_eq!(found.len(), expected.len(), "{found:?}");
}

#[test]
fn a_figure_is_known_again_and_a_new_one_is_written_once() {
    let content = Content::of("content");
    let book = content.goals("goals/2022/seisaku-kikaku");
    let deeds = [
        Deed::Type("F5", "１，３００"),
        Deed::Type("J5", "令和4年10月1日"),
        Deed::Type("D12", "新しい数"),
        Deed::Type("E12", "実績"),
        Deed::Type("F12", "30.10"),
    ];
    let book = after(2, &book, &deeds);
    let proposal = content.propose_one("x.xlsx", &book);
    assert_eq!(rules(&proposal), []);
    let told: Vec<_> = proposal.changes.iter().map(|change| (change.field.as_str(), change.after.as_str())).collect();
    assert_eq!(
        told[..2],
        [("①の数値「職員WSの参加職員」の値", "1300"), ("①の数値「職員WSの参加職員」の時点", "令和4年10月1日")]
    );
    let [revision] = &proposal.revisions[..] else { panic!("one record changes") };
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    let (old, new) = (text(revision.before.as_ref().expect("it was there")), text(&revision.after));
    let changed: Vec<_> = new.lines().filter(|line| !old.lines().any(|known| known == *line)).map(str::trim).collect();
    assert_eq!(
        changed,
        [
            "- {name: 職員WSの参加職員, kind: actual, value: \"1300\", unit: 名, as_of: 2022-10-01, printed: 12名}",
            "- {name: 新しい数, kind: actual, value: \"30.10\"}",
        ]
    );
    let books = [import::open("x.xlsx", &book).expect("it is a workbook")];
    let mut originals = content.originals(&import::read(&books, &content.fields, (&content.site, &[])));
    originals.insert(revision.path.clone(), revision.after.clone());
    let again = import::read(&books, &content.fields, (&content.site, &[])).propose(
        &content.site,
        &originals,
        &Base::default(),
    );
    assert_eq!((again.changes, again.revisions.len(), again.findings.is_empty()), (vec![], 0, true));
    let other = old.replace("職員WSの参加職員", "別の数");
    originals.insert(revision.path.clone(), other.into_bytes());
    let lost = import::read(&books, &content.fields, (&content.site, &[])).propose(
        &content.site,
        &originals,
        &Base::default(),
    );
    assert_eq!(rules(&lost)[0], ("changed-since", "x.xlsx!数値!F5".to_owned()), "it is another figure now");
}

#[test]
fn figures_and_relations_that_cannot_be_meant_are_told_with_their_cell() {
    let content = Content::of("content");
    let book = content.goals("goals/2022/seisaku-kikaku");
    let deeds = [
        Deed::Type("F5", "12名"),
        Deed::Type("E6", "見込み"),
        Deed::Type("I6", "去年"),
        Deed::Clear("D7"),
        Deed::Type("D12", "種類の無い数"),
    ];
    let relations = [
        Deed::Type("E5", "第三次上田市総合計画"),
        Deed::Type("E6", "総合計画 1-3-1"),
        Deed::Type("F6", "programs/gyokaku-4/99"),
    ];
    let proposal = content.propose_one("x.xlsx", &after(3, &after(2, &book, &deeds), &relations));
    let at = |rule, place: &str| (rule, format!("x.xlsx!{place}"));
    let expected = [
        at("cell-number", "数値!F5"),
        at("unknown-value", "数値!E6"),
        at("cell-year", "数値!I6"),
        at("missing-title", "数値!D7"),
        at("missing-title", "数値!D12"),
        at("cell-reference", "関連!E5"),
        at("unknown-plan-section", "関連!E6"),
        at("unknown-record", "関連!F6"),
    ];
    let found = rules(&proposal);
    assert!(expected.iter().all(|place| found.contains(place)) && found.len() == expected.len(), "{found:?}");
}
