//! Tables of a city's own as they come: what a cell shows is what is read, or it is told with its cell, whether a row or a sheet
//! is the record. Broken formulas, struck and hidden texts, merged cells, days that Excel made of numbers, heads that repeat.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use mieruka::diagnostic::Diagnostic;
use mieruka::import::{self, Proposal, Table};
use mieruka::load::{load, shapes};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::sites::{Texts, sources};

const SITE: [(&str, &str); 4] = [
    ("site.yaml", "title: T\nmunicipality: {code: \"011002\", name: 見本市}\n"),
    ("departments.yaml", "departments: [{id: somu, name: 総務課}]\n"),
    ("programs/p/program.yaml", "title: P\nperiod: {from: 2021, to: 2025}\n"),
    ("programs/q/program.yaml", "title: Q\nperiod: {from: 2021, to: 2025}\n"),
];

/// A row is a record.
const ROWS: &str = "record: {program: p, id: 番号}\ncolumns:
  - {column: 名, key: title}
  - {column: 文, key: summary, split: 行}
  - {column: 課, key: departments}
  - {value: 一般会計, key: budget.1.account}
  - {join: \"{款}-{項}\", key: budget.1.code}
  - {join: \"{名}\", key: indicators.1.name}
  - {value: increase, key: indicators.1.rule}
  - {column: 値, key: indicators.1.actuals.2024, unit_from: 単位}
  - {column: 時点, key: indicators.1.actuals.2024.as_of}
";

/// A sheet is a record.
const SHEETS: &str = "layout: sheets\nrecord: {program: q, id: 番号}\ncolumns:
  - {column: 名, key: title}
  - {column: 文↓, key: summary, split: 行}
  - {column: 課, key: departments}
  - {join: \"{名}\", key: indicators.1.name}
  - {value: increase, key: indicators.1.rule}
  - {column: 件数×R6実績, key: indicators.1.actuals.2024, unit_from: 件数×単位}
  - {column: 備考, ignore: 覚え書き}
";

/// The styles of the cells: plain, struck out, and in a number format.
const STRUCK: usize = 1;
const PERCENT: usize = 2;
const MONTH: usize = 3;
const DAY: usize = 4;
const POWER: usize = 5;

const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="164" formatCode="m-d"/></numFmts><fonts><font/><font><strike/></font></fonts><cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1"/><xf numFmtId="10" fontId="0"/><xf numFmtId="164" fontId="0"/><xf numFmtId="14" fontId="0"/><xf numFmtId="11" fontId="0"/></cellXfs></styleSheet>"#;

/// A sheet: its cells, each by its address with the rest of its element, and what else it has.
#[derive(Clone, Default)]
struct Sheet {
    name: &'static str,
    state: &'static str,
    cells: BTreeMap<(u32, String), String>,
    columns: &'static str,
    hidden_row: Option<u32>,
    merged: &'static str,
    note: Option<&'static str>,
}

impl Sheet {
    fn of(name: &'static str, texts: &[(&str, &str)]) -> Self {
        let sheet = Self { name, ..Self::default() };
        texts.iter().fold(sheet, |sheet, (at, text)| sheet.with(at, &typed(text)))
    }

    /// The sheet with another cell.
    fn with(mut self, at: &str, cell: &str) -> Self {
        let letters = at.trim_end_matches(|c: char| c.is_ascii_digit());
        let row: u32 = at[letters.len()..].parse().expect("an address");
        // Within a row the cells stand in the order of the columns.
        self.cells.insert((row, format!("{letters:>3}")), format!("<c r=\"{at}\"{cell}</c>"));
        self
    }

    fn without(mut self, at: &str) -> Self {
        let letters = at.trim_end_matches(|c: char| c.is_ascii_digit());
        let row: u32 = at[letters.len()..].parse().expect("an address");
        self.cells.remove(&(row, format!("{letters:>3}"))).expect("it is there");
        self
    }

    fn xml(&self) -> String {
        let mut rows: BTreeMap<u32, String> = BTreeMap::new();
        self.cells.iter().for_each(|((row, _), cell)| rows.entry(*row).or_default().push_str(cell));
        let row = |(row, cells): (&u32, &String)| {
            let hidden = if self.hidden_row == Some(*row) { " hidden=\"1\"" } else { "" };
            format!("<row r=\"{row}\"{hidden}>{cells}</row>")
        };
        let merged = match self.merged {
            "" => String::new(),
            areas => {
                let areas = areas.split(' ').map(|area| format!("<mergeCell ref=\"{area}\"/>"));
                format!("<mergeCells>{}</mergeCells>", areas.collect::<String>())
            }
        };
        format!(
            "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{}<sheetData>{}</sheetData>{merged}</worksheet>",
            self.columns,
            rows.iter().map(row).collect::<String>()
        )
    }
}

/// A cell with a text.
fn typed(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "&#10;");
    format!(" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is>")
}

/// A cell with a number in a style.
fn number(style: usize, digits: &str) -> String {
    format!(" s=\"{style}\"><v>{digits}</v>")
}

fn error(shown: &str) -> String {
    format!(" t=\"e\"><v>{shown}</v>")
}

fn struck(text: &str) -> String {
    typed(text).replacen(" t=", &format!(" s=\"{STRUCK}\" t="), 1)
}

/// A package of sheets.
fn book(sheets: &[Sheet], of_book: &str) -> Vec<u8> {
    const OF: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: usize, kind: &str, target: &str| {
        format!("<Relationship Id=\"r{id}\" Type=\"{OF}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = |inner: String| {
        format!(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
        )
    };
    let names = sheets.iter().enumerate().map(|(at, sheet)| {
        format!("<sheet name=\"{}\" sheetId=\"{}\" state=\"{}\" r:id=\"r{at}\"/>", sheet.name, at + 1, sheet.state)
    });
    let main = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{OF}\">{of_book}<sheets>{}</sheets></workbook>",
        names.collect::<String>()
    );
    let to_sheets = (0..sheets.len()).map(|at| relation(at, "worksheet", &format!("worksheets/sheet{at}.xml")));
    let to_styles = relation(sheets.len(), "styles", "styles.xml");
    let mut parts = vec![
        ("_rels/.rels".to_owned(), relations(relation(0, "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml".to_owned(), main),
        ("xl/_rels/workbook.xml.rels".to_owned(), relations(to_sheets.collect::<String>() + &to_styles)),
        ("xl/styles.xml".to_owned(), STYLES.to_owned()),
    ];
    for (at, sheet) in sheets.iter().enumerate() {
        parts.push((format!("xl/worksheets/sheet{at}.xml"), sheet.xml()));
        if let Some(cell) = sheet.note {
            let note = format!(
                "<comments><commentList><comment ref=\"{cell}\"><text><t>確認済み</t></text></comment></commentList></comments>"
            );
            parts.push((format!("xl/comments{at}.xml"), note));
            let to_note = relations(relation(0, "comments", &format!("../comments{at}.xml")));
            parts.push((format!("xl/worksheets/_rels/sheet{at}.xml.rels"), to_note));
        }
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in parts {
        writer.start_file(path, SimpleFileOptions::default()).expect("a new entry");
        writer.write_all(text.as_bytes()).expect("memory takes everything");
    }
    writer.finish().expect("memory takes everything").into_inner()
}

fn propose(reading: &str, bytes: &[u8]) -> Proposal {
    let content: Texts = SITE
        .iter()
        .chain(&[("import/t.yaml", reading)])
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect();
    let (site, found) = load(&sources(content));
    assert!(!found.has_errors(), "{:?}", found.iter().map(|finding| finding.message.clone()).collect::<Vec<_>>());
    let books = [import::open("x.xlsx", bytes).expect("it is a workbook")];
    Table::read(&site.table_readings[0], (&books, 1), &site, &shapes()).propose(&BTreeMap::new())
}

/// What was told: the rule, the cell and the message.
fn told(proposal: &Proposal) -> Vec<(&'static str, String, String)> {
    let cell = |finding: &Diagnostic| {
        let cell = finding.at.file.cell().map(|index| proposal.cells[index].address()).unwrap_or_default();
        cell.rsplit('!').next().unwrap_or_default().to_owned()
    };
    proposal.findings.iter().map(|finding| (finding.rule, cell(finding), finding.message.clone())).collect()
}

fn record(proposal: &Proposal, path: &str) -> String {
    let revision = proposal.revisions.iter().find(|revision| revision.path == path);
    revision.map(|revision| String::from_utf8(revision.after.clone()).expect("UTF-8")).unwrap_or_default()
}

/// A table of one row, and what is made of it with one cell more.
fn table() -> Sheet {
    let heads = ["番号", "名", "文", "課", "款", "項", "値", "単位", "時点"];
    let row = ["1", "花壇", "花を植える\n水をやる", "総務課", "02", "01", "12", "件", "令和6年10月1日"];
    let cell = |row: u32, texts: [&'static str; 9]| {
        ('A'..='I').zip(texts).map(move |(letter, text)| (format!("{letter}{row}"), text)).collect::<Vec<_>>()
    };
    let cells: Vec<_> = cell(1, heads).into_iter().chain(cell(2, row)).collect();
    Sheet::of("一覧", &cells.iter().map(|(at, text)| (at.as_str(), *text)).collect::<Vec<_>>())
}

/// A sheet that is a record.
fn form() -> Sheet {
    let cells = [
        ("A1", "番号"),
        ("B1", "1"),
        ("A2", "名"),
        ("B2", "花壇"),
        ("C2", "課"),
        ("D2", "総務課"),
        ("A3", "文"),
        ("A4", "花を植える\n水をやる"),
        ("B5", "R6実績"),
        ("C5", "単位"),
        ("A6", "件数"),
        ("B6", "12"),
        ("C6", "件"),
        ("A7", "備考"),
    ];
    Sheet::of("1", &cells)
}

const RECORD: &str = "title: 花壇\ndepartments: [somu]\nsummary:\n  - 花を植える\n  - 水をやる\n";

#[test]
fn a_table_and_a_sheet_as_they_should_be() {
    let proposal = propose(ROWS, &book(&[table()], ""));
    assert_eq!(told(&proposal), []);
    let text = record(&proposal, "programs/p/1.yaml");
    assert!(text.starts_with(RECORD), "{text}");
    assert!(text.contains("{account: 一般会計, code: \"02-01\"}"), "{text}");
    assert!(text.contains("{value: \"12\", unit: 件, fiscal_year: 2024, as_of: 2024-10-01}"), "{text}");
    let proposal = propose(SHEETS, &book(&[form()], ""));
    assert_eq!(told(&proposal), []);
    let text = record(&proposal, "programs/q/1.yaml");
    assert!(text.starts_with(RECORD), "{text}");
    assert!(text.contains("{value: \"12\", unit: 件, fiscal_year: 2024}"), "{text}");
}

#[test]
fn a_cell_that_shows_no_text_is_told() {
    let refused = [
        (error("#REF!"), "cell-error", "セルがエラー値「#REF!」になっています"),
        ("><f>A1</f>".to_owned(), "cell-error", "セルがエラー値「(計算されていない式)」になっています"),
        (struck("12"), "cell-struck", "取り消し線の引かれた文があります"),
        (number(MONTH, "45566"), "cell-date", "文の欄が、日付になっています。表示は「10-1」、値は 2024-10-01 です"),
        (" t=\"b\"><v>1</v>".to_owned(), "cell-kind", "文の欄が TRUE・FALSE になっています"),
        (
            number(POWER, "1234567"),
            "cell-shown",
            "セルの表示を読み取れません。値は 1234567、表示形式は「0.00E+00」です",
        ),
    ];
    for (cell, rule, message) in refused {
        for (at, label) in [
            ("A2", "番号の欄"),
            ("B2", "名"),
            ("C2", "文"),
            ("D2", "課"),
            ("E2", "款-項"),
            ("F2", "款-項"),
            ("H2", "値"),
        ] {
            let told = told(&propose(ROWS, &book(&[table().with(at, &cell)], "")));
            let expected = (rule, at.to_owned(), format!("{label}: {message}"));
            assert!(told.contains(&expected), "{expected:?}\n{told:?}");
        }
        for (at, label) in [("B1", "番号の欄"), ("B2", "名"), ("A4", "文↓"), ("D2", "課"), ("C6", "件数×R6実績")]
        {
            let told = told(&propose(SHEETS, &book(&[form().with(at, &cell)], "")));
            let expected = (rule, at.to_owned(), format!("{label}: {message}"));
            assert!(told.contains(&expected), "{expected:?}\n{told:?}");
        }
    }
    for (reading, sheet, at, label) in [(ROWS, table(), "H2", "値"), (SHEETS, form(), "C6", "件数×R6実績")] {
        let told = told(&propose(reading, &book(&[sheet.with(at, &number(0, "0"))], "")));
        let message = format!("{label}: 単位の欄が、数の 0 になっています");
        assert_eq!(told, [("unknown-value", at.to_owned(), message)]);
    }
    // What a formula shows for an empty cell is no text, and an empty text that it makes is none.
    for (reading, sheet, at, label) in [(ROWS, table(), "C2", "文"), (SHEETS, form(), "B2", "名")] {
        let told = told(&propose(reading, &book(&[sheet.with(at, &number(0, "0"))], "")));
        let message = format!("{label}: 文の欄が、数の 0 になっています");
        assert!(told.contains(&("unknown-value", at.to_owned(), message)), "{told:?}");
    }
    let empty = ROWS.replace("split: 行}", "split: 行, empty: [\"0\"]}");
    assert_eq!(told(&propose(&empty, &book(&[table().with("C2", &number(0, "0"))], ""))), []);
    let computed = propose(ROWS, &book(&[table().with("C2", " t=\"str\"><f>IF(A1=\"\",\"\",A1)</f><v></v>")], ""));
    assert_eq!(told(&computed), []);
    assert!(!record(&computed, "programs/p/1.yaml").contains("summary"));
    for (text, rule) in [("〃", "cell-ditto"), ("花を植える\n同上", "cell-ditto"), ("-", "cell-dash")] {
        for (reading, sheet, at) in [(ROWS, table(), "C2"), (SHEETS, form(), "A4")] {
            let told = told(&propose(reading, &book(&[sheet.with(at, &typed(text))], "")));
            assert_eq!((told.len(), told[0].0, &*told[0].1), (1, rule, at), "{told:?}");
        }
    }
}

#[test]
fn a_column_of_formulas_that_were_never_computed_is_told_as_such() {
    let waiting = "><f>A1</f>";
    let told = |sheet: Sheet| told(&propose(ROWS, &book(&[sheet], "")));
    let message = "見出しの無いJ列には、計算されていない式だけがあります".to_owned();
    assert_eq!(told(table().with("J2", waiting)), [("unmapped-column", "J1".to_owned(), message)]);
    let message = "見出しの無いJ列が、import/t.yaml にありません".to_owned();
    let other = table().with("J2", waiting).with("J3", &typed("x"));
    assert!(told(other).contains(&("unmapped-column", "J1".to_owned(), message)));
}

#[test]
fn what_a_cell_shows_is_read() {
    let of_rows =
        |at: &str, cell: &str| record(&propose(ROWS, &book(&[table().with(at, cell)], "")), "programs/p/1.yaml");
    assert!(of_rows("C2", &number(PERCENT, "0.372")).contains("summary:\n  - 37.20%\n"));
    let percent = table().with("G2", &number(PERCENT, "0.372")).with("H2", &typed("%"));
    let text = record(&propose(ROWS, &book(&[percent], "")), "programs/p/1.yaml");
    assert!(text.contains("{value: \"37.20\", unit: \"%\", fiscal_year: 2024"), "{text}");
    let percent = form().with("B6", &number(PERCENT, "0.372")).with("C6", &typed("％"));
    let text = record(&propose(SHEETS, &book(&[percent], "")), "programs/q/1.yaml");
    assert!(text.contains("value: \"37.20\""), "{text}");
    // A day in either calendar of Excel.
    assert!(of_rows("I2", &number(DAY, "45566")).contains("as_of: 2024-10-01"));
    let since_1904 = book(&[table().with("I2", &number(DAY, "44104"))], "<workbookPr date1904=\"1\"/>");
    let text = record(&propose(ROWS, &since_1904), "programs/p/1.yaml");
    assert!(text.contains("as_of: 2024-10-01"), "{text}");
    let told = told(&propose(ROWS, &book(&[table().with("I2", &number(0, "45566"))], "")));
    assert_eq!(told[0].2, "時点: 日付の欄が、数値(45566)になっています");
    // Characters that no page can show go, and are told.
    for (reading, sheet, at, path) in
        [(ROWS, table(), "C2", "programs/p/1.yaml"), (SHEETS, form(), "A4", "programs/q/1.yaml")]
    {
        let proposal = propose(reading, &book(&[sheet.with(at, &typed("花を_x0001_植_x000B_える\u{200b}"))], ""));
        assert!(record(&proposal, path).contains("summary:\n  - 花を植える\n"), "{}", record(&proposal, path));
        let told = self::told(&proposal);
        assert_eq!((told.len(), told[0].0, &*told[0].1), (1, "cell-lost", at), "{told:?}");
    }
}

#[test]
fn merged_cells_of_a_table_are_told() {
    let two = table().with("A3", &typed("2")).with("B3", &typed("公園"));
    for (merged, at, message) in [
        ("D2:D3", "D2", "2行以上にわたって結合されたセルで、どの行の値かが決まりません"),
        ("D1:D3", "D1", "2行以上にわたって結合されたセルで、どの行の値かが決まりません"),
        ("A1:XFD1048576", "A1", "2行以上にわたって結合されたセルで、どの行の値かが決まりません"),
        ("F2:G2", "F2", "2列以上にわたって結合されたセルで、どの列の値かが決まりません"),
        ("F2:G2 C3:D3", "F2", "2列以上にわたって結合されたセルで、どの列の値かが決まりません(ほか1か所)"),
    ] {
        let told = told(&propose(ROWS, &book(&[Sheet { merged, ..two.clone() }], "")));
        let expected = ("cell-merged", at.to_owned(), message.to_owned());
        assert!(told.contains(&expected), "{merged}: {told:?}");
    }
    // A line without a number is none of a record, and one column with an empty one beside it is no other value.
    let with_sum = two.with("B4", &typed("合計"));
    let told = told(&propose(ROWS, &book(&[Sheet { merged: "B4:C4 I2:K2", ..with_sum }], "")));
    assert_eq!(told.iter().map(|(rule, ..)| *rule).collect::<Vec<_>>(), ["not-read"], "{told:?}");
}

#[test]
fn what_is_hidden_or_beside_the_cells_is_told() {
    let (rows, form) = (table(), form());
    let hidden_columns = "<cols><col min=\"3\" max=\"4\" hidden=\"1\"/></cols>";
    let case = |reading: &str, sheets: &[Sheet]| told(&propose(reading, &book(sheets, "")));
    let one = |rule, at: &str, message: &str| vec![(rule, at.to_owned(), message.to_owned())];
    assert_eq!(
        case(ROWS, &[Sheet { hidden_row: Some(2), ..rows.clone() }]),
        one("cell-hidden", "A2", "隠れた行も取り込みます")
    );
    assert_eq!(
        case(ROWS, &[Sheet { columns: hidden_columns, ..rows.clone() }]),
        one("cell-hidden", "C2", "隠れた列も取り込みます(ほか1列)")
    );
    assert_eq!(
        case(ROWS, &[Sheet { state: "hidden", ..rows.clone() }]),
        one("cell-hidden", "A1", "隠れたシート「一覧」を取り込みます")
    );
    let old = Sheet { name: "旧", state: "veryHidden", ..rows.clone() };
    assert_eq!(case(ROWS, &[old.clone(), rows.clone()]), one("not-read", "A1", "シート「旧」は取り込みません"));
    assert_eq!(
        case(ROWS, &[Sheet { note: Some("B2"), ..rows.clone() }]),
        one("not-read", "B2", "セルのコメントは取り込みません")
    );
    assert_eq!(
        case(SHEETS, &[Sheet { note: Some("B2"), ..form.clone() }]),
        one("not-read", "B2", "セルのコメントは取り込みません")
    );
    assert_eq!(
        case(SHEETS, &[Sheet { hidden_row: Some(6), ..form.clone() }]),
        one("not-read", "B6", "隠れた行か列のセルも取り込みます")
    );
    assert_eq!(
        case(SHEETS, &[Sheet { state: "hidden", ..form.clone() }]),
        one("not-read", "A1", "隠れたシート「1」を取り込みます")
    );
    assert_eq!(
        case(SHEETS, &[form.clone(), Sheet { name: "様式１（記載例）", ..form.clone() }]),
        one("not-read", "A1", "シート「様式１（記載例）」は、書き方の例なので取り込みません")
    );
}

#[test]
fn heads_that_repeat_are_missing_or_have_moved_are_told() {
    let case = |sheet: Sheet| told(&propose(ROWS, &book(&[sheet], "")));
    let messages =
        |told: Vec<(&str, String, String)>| told.into_iter().map(|(.., message)| message).collect::<Vec<_>>();
    let twice = messages(case(table().with("J1", &typed("文")).with("J2", &typed("別"))));
    assert!(twice.contains(&"見出し「文」の列が2つあります(C列、J列)".to_owned()), "{twice:?}");
    let bare = messages(case(table().with("J2", &typed("別"))));
    assert_eq!(bare, ["見出しの無いJ列が、import/t.yaml にありません"]);
    let far = messages(case(table().with("XFD1048576", &typed("別"))));
    assert!(far.contains(&"見出しの無いXFD列が、import/t.yaml にありません".to_owned()), "{far:?}");
    // A column in between shifts the others, which are known by their heads.
    let shifted = table().with("J1", &typed("文")).with("J2", &typed("花を植える")).without("C1").without("C2");
    assert_eq!(messages(case(shifted)), [] as [&str; 0]);
    // By its letter a column is known only with its head.
    let by_letter = ROWS.replace("{column: 文,", "{column: C,");
    let told = told(&propose(&by_letter, &book(&[table()], "")));
    assert_eq!(told[0].2, "C列の見出し「文」が、表の読み方にありません");
    let with_head = ROWS.replace("{column: 文,", "{column: C, head: 文,");
    assert_eq!(self::told(&propose(&with_head, &book(&[table()], ""))), []);
}

#[test]
fn a_header_of_two_rows_with_gaps() {
    let reading = ROWS
        .replacen("record:", "header: [1, 2]\nrecord:", 1)
        .replace("{column: 値", "{column: 令和6年度値")
        .replace("unit_from: 単位", "unit_from: 令和6年度単位");
    let heads = [
        ("A1", "番号"),
        ("B1", "名"),
        ("C2", "文"),
        ("D1", "課"),
        ("E1", "款"),
        ("F2", "項"),
        ("G1", "令和6年度"),
        ("G2", "値"),
        ("H2", "単位"),
        ("I2", "時点"),
        ("A3", "1"),
        ("B3", "花壇"),
        ("G3", "12"),
        ("H3", "件"),
    ];
    let sheet = Sheet { merged: "G1:H1 A1:A2 B1:B2 D1:D2", ..Sheet::of("一覧", &heads) };
    let proposal = propose(&reading, &book(std::slice::from_ref(&sheet), ""));
    assert_eq!(told(&proposal), []);
    assert!(record(&proposal, "programs/p/1.yaml").contains("{value: \"12\", unit: 件, fiscal_year: 2024}"));
    // Without the merging the second column of the year has a head of its own, which the reading does not know.
    let told = told(&propose(&reading, &book(&[Sheet { merged: "", ..sheet }], "")));
    assert!(told.iter().any(|(.., message)| message == "列「単位」(H列)が、import/t.yaml にありません"), "{told:?}");
}

#[test]
fn a_sheet_whose_cells_have_moved_is_told() {
    let case = |sheet: Sheet| told(&propose(SHEETS, &book(&[sheet], "")));
    // The cell of the value is gone: what stands there now is the label of another.
    let gone = form().without("B2").without("C2").without("D2").with("B2", &typed("課")).with("C2", &typed("総務課"));
    let told = case(gone);
    assert_eq!(told[0].2, "「名」の値のセル(B2)が、「課」の見出しです", "{told:?}");
    let above = form().without("A4").with("A4", &typed("備考")).without("A7");
    let told = case(above);
    assert!(told.iter().any(|(.., message)| message == "「文↓」の値のセル(A4)が、「備考」の見出しです"), "{told:?}");
    let twice = form().with("D5", &typed("R6実績")).with("D6", &typed("13"));
    let told = case(twice);
    assert!(told.iter().any(|(.., message)| message == "「R6実績」のセルが2つあります(B5、D5)"), "{told:?}");
    let two = SHEETS.replace("  - {column: 備考", "  - {column: B2, key: approach}\n  - {column: 備考");
    let told = self::told(&propose(&two, &book(&[form()], "")));
    assert!(told.iter().any(|(.., message)| message == "「名」と「B2」が、同じセル(B2)です"), "{told:?}");
}

#[test]
fn what_is_too_large_ends_and_is_told() {
    // Longer than a file of the content may be.
    let long = typed(&"長い文".repeat(500_000));
    for (reading, sheet, at) in [(ROWS, table(), "C2"), (SHEETS, form(), "A4")] {
        let told = told(&propose(reading, &book(&[sheet.with(at, &long)], "")));
        assert!(told.iter().any(|(rule, ..)| *rule == "cannot-edit"), "{told:?}");
    }
    // Long heads and labels, none of which is the one that is looked for.
    let heads = (0..2_000).fold(Sheet::of("1", &[]), |sheet, at| {
        let letters = |n: usize| format!("{}{}", (b'A' + (n / 26 % 26) as u8) as char, (b'A' + (n % 26) as u8) as char);
        sheet.with(&format!("{}{}", letters(at), 1 + at / 676), &typed(&format!("{at}{}", "見出し".repeat(2_000))))
    });
    for reading in [ROWS, SHEETS] {
        assert!(!told(&propose(reading, &book(std::slice::from_ref(&heads), ""))).is_empty());
    }
}

#[test]
fn numbers_and_values_of_a_record_may_be_merged_over_its_rows() {
    let reading = "layout: indicators\nrecord: {program: p, id: 番号}\ncolumns:
  - {column: 施策名, key: title}
  - {column: KPI名, key: indicators.@.name}
  - {value: none, key: indicators.@.rule}
  - {column: R6実績, key: indicators.@.actuals.2024, unit_from: 単位}
  - {column: 課, key: departments}
";
    let rows = [
        ["番号", "施策名", "KPI名", "単位", "R6実績", "課"],
        ["1-1", "花壇", "花の数", "本", "12", "総務課"],
        ["", "", "花壇の数", "か所", "3", ""],
        ["1-2", "水路", "長さ", "m", "40", "総務課"],
    ];
    let letters = ["A", "B", "C", "D", "E", "F"];
    let mut sheet = Sheet { name: "KPI", ..Sheet::default() };
    for (row, texts) in (1..).zip(rows) {
        for (letter, text) in letters.iter().zip(texts).filter(|(_, text)| !text.is_empty()) {
            sheet = sheet.with(&format!("{letter}{row}"), &typed(text));
        }
    }
    let merged = |merged: &'static str| {
        let proposal = propose(reading, &book(&[Sheet { merged, ..sheet.clone() }], ""));
        (told(&proposal), record(&proposal, "programs/p/1-1.yaml"))
    };
    let (found, text) = merged("A2:A3 B2:B3 F2:F3");
    assert_eq!(found, []);
    let both = "title: 花壇\ndepartments: [somu]\nindicators:\n  - number: 1\n    name: 花の数\n    rule: none\n    actuals:\n      - {value: \"12\", unit: 本, fiscal_year: 2024}\n  - number: 2\n    name: 花壇の数\n    rule: none\n    actuals:\n      - {value: \"3\", unit: か所, fiscal_year: 2024}\n";
    assert!(text.starts_with(both), "{text}");
    // Whose the value of an indicator is, and that of two records, is not said.
    let message = "2行以上にわたって結合されたセルで、どの行の値かが決まりません".to_owned();
    let (found, _) = merged("A2:A3 B2:B3 E2:E3");
    assert_eq!(found, [("cell-merged", "E2".to_owned(), message.clone())]);
    let (found, _) = merged("A2:A3 B2:B3 F3:F4");
    assert_eq!(found, [("cell-merged", "F3".to_owned(), message)]);
    // Without the merging the second row has no number.
    let (found, _) = merged("B2:B3");
    assert!(found.contains(&("unknown-row", "A3".to_owned(), "番号が空の行が、番号のある行の下にあります".to_owned())));
}

#[test]
fn a_cell_that_is_merged_over_rows_is_that_of_each_where_it_is_declared() {
    let next = [("A3", "2"), ("B3", "橋"), ("E3", "02"), ("F3", "01")];
    let two = next.iter().fold(table(), |sheet, (at, text)| sheet.with(at, &typed(text)));
    let bytes = book(&[Sheet { merged: "D2:D3", ..two }], "");
    let not_said = told(&propose(ROWS, &bytes));
    assert!(not_said.iter().any(|(rule, at, _)| (*rule, at.as_str()) == ("cell-merged", "D2")), "{not_said:?}");
    let declared = ROWS.replace("key: departments}", "key: departments, ditto: 上の行}");
    let proposal = propose(&declared, &bytes);
    assert!(told(&proposal).iter().all(|(rule, ..)| *rule != "cell-merged"), "{:?}", told(&proposal));
    let of = |path| record(&proposal, path).lines().find(|line| line.starts_with("departments")).map(str::to_owned);
    assert!(of("programs/p/1.yaml").is_some());
    assert_eq!(of("programs/p/1.yaml"), of("programs/p/2.yaml"));
}

#[test]
fn a_draft_reads_merged_texts_in_each_row_but_no_merged_amounts() {
    let rows = [
        ["番号", "名", "施策", "R5決算額(千円)"],
        ["1", "花壇", "緑", "10"],
        ["2", "並木", "", ""],
        ["3", "橋", "道", "30"],
    ];
    let cells = (1..).zip(rows).flat_map(|(row, texts)| {
        ["A", "B", "C", "D"].into_iter().zip(texts).map(move |(letter, text)| (format!("{letter}{row}"), text))
    });
    let cells: Vec<_> = cells.filter(|(_, text)| !text.is_empty()).collect();
    let cells: Vec<_> = cells.iter().map(|(at, text)| (at.as_str(), *text)).collect();
    let bytes = book(&[Sheet { merged: "C2:C3 D2:D3", ..Sheet::of("一覧", &cells) }], "");
    let content = SITE.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect::<Texts>();
    let (site, _) = load(&sources(content));
    let book = import::open("x.xlsx", &bytes).expect("it is a workbook");
    let text = import::learn(&book, &site.programs[0], &crate::import_own::PLAIN).expect("it has cells").text;
    let lines: Vec<_> = text.lines().filter(|line| line.contains("ditto")).collect();
    assert!(matches!(lines[..], [only] if only.contains("column: 施策") && only.contains("ditto: 上の行")), "{text}");
}
