//! What a cell shows is what is read, in every number format; what cannot be told for certain is refused with both.

use mieruka::import::form::{self, Ground};
use mieruka::import::{self, Base, Fields, Proposal};
use mieruka::load::shapes;
use mieruka::model::Site;
use mieruka::source::Sources;

use crate::sites::{self, folder, texts};
use crate::workbook::{Deed, after, changed};

struct Desk {
    sources: Sources,
    site: Site,
}

impl Desk {
    fn new() -> Self {
        let sources = folder("tests/fixtures/good");
        Self { site: sites::site(&sources), sources }
    }

    fn form(&self) -> Vec<u8> {
        let fields = Fields::of(&shapes());
        let ground = Ground { site: &self.site, sources: &self.sources, fields: &fields };
        form::goals(ground, &self.site.sheets[0]).expect("the form can be made")
    }

    fn propose(&self, name: &str, book: &[u8]) -> Proposal {
        let books = [import::open(name, book).expect("it is a workbook")];
        let originals = texts(&self.sources).into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        import::read(&books, &Fields::of(&shapes()), (&self.site, &[])).propose(&self.site, &originals, &Base::Unknown)
    }

    /// What becomes of a number in the column of values, beside a unit: the value, or the messages.
    fn value(&self, format: &str, digits: &str, unit: &str) -> String {
        let deeds = [
            Deed::Type("D5", "割合"),
            Deed::Type("E5", "実績"),
            Deed::Format("F5", format, digits),
            Deed::Type("G5", unit),
        ];
        told(&self.propose("x.xlsx", &after(2, &self.form(), &deeds)), "①の数値「割合」の値")
    }

    fn statement(&self, deed: Deed<'_>) -> String {
        told(&self.propose("x.xlsx", &after(1, &self.form(), &[deed])), "①の期限・数値目標等")
    }
}

fn told(proposal: &Proposal, field: &str) -> String {
    let messages: Vec<_> = proposal.findings.iter().map(|finding| finding.message.as_str()).collect();
    let change = proposal.changes.iter().find(|change| change.field == field);
    change.filter(|_| messages.is_empty()).map_or_else(|| messages.join("\n"), |change| change.after.clone())
}

#[test]
fn a_value_is_what_its_cell_shows() {
    let desk = Desk::new();
    for (format, digits, unit, expected) in [
        ("0.0%", "0.372", "%", "37.2"),
        ("0%", "0.836", "％", "84"),
        ("0.0", "83.571428", "%", "83.6"),
        ("#,##0,", "1580482000", "千円", "1580482"),
        ("#,##0.00", "1234.5", "円", "1234.50"),
        ("#,##0;△#,##0", "-1234", "円", "-1234"),
        ("0_);\\(0\\)", "-5", "人", "-5"),
        ("0\"件\"", "5", "件", "5"),
        ("General", "83.57142857142857", "%", "83.57142857"),
        ("@", "0.836", "%", "0.836"),
        ("[Red][<0]0;0.0", "1.25", "件", "1.3"),
    ] {
        assert_eq!(desk.value(format, digits, unit), expected, "{format} of {digits} {unit}");
    }
    for (format, digits, unit, message) in [
        ("0.0%", "0.372", "", "「37.2%」を数として読めません。表示は 37.2%、値は 0.372 です"),
        ("0.0%", "0.372", "件", "「37.2%」を数として読めません。表示は 37.2%、値は 0.372 です"),
        ("0\"件\"", "5", "人", "「5件」を数として読めません。表示は 5件、値は 5 です"),
        ("[$¥-411]#,##0", "1234", "円", "「¥1,234」を数として読めません。表示は ¥1,234、値は 1234 です"),
        ("0.00E+00", "0.372", "%", "セルの表示を読み取れません。値は 0.372、表示形式は「0.00E+00」です"),
        ("# ?/?", "0.5", "", "セルの表示を読み取れません。値は 0.5、表示形式は「# ?/?」です"),
        ("#,##0;[Red]#,##0", "-5", "人", "セルの表示を読み取れません。値は -5、表示形式は「#,##0;[Red]#,##0」です"),
        ("\"(\"0\")\"", "5", "人", "表示と値の符号が違います。表示は (5)、値は 5 です"),
        (";;;", "5", "人", "セルの表示を読み取れません。値は 5、表示形式は「;;;」です"),
        ("General", "1e999", "人", "セルがエラー値「1e999」になっています"),
        ("General", "NaN", "人", "セルがエラー値「NaN」になっています"),
    ] {
        assert_eq!(desk.value(format, digits, unit), format!("①の数値「割合」の値: {message}"), "{format} of {digits}");
    }
}

#[test]
fn a_statement_is_what_its_cell_shows() {
    let desk = Desk::new();
    for (format, digits, expected) in [
        ("0%", "0.85", "・85%"),
        ("000000", "12037", "・012037"),
        ("0\"件\"", "5", "・5件"),
        ("#,##0;△#,##0", "-5", "・△5"),
    ] {
        assert_eq!(desk.statement(Deed::Format("F8", format, digits)), expected, "{format}");
    }
    let date = "①の期限・数値目標等: 文の欄が、日付になっています。表示は「10月1日」、値は 2022-10-01 です";
    assert_eq!(desk.statement(Deed::Format("F8", "m\"月\"d\"日\"", "44835")), date);
    assert_eq!(desk.statement(Deed::Truth("F8")), "①の期限・数値目標等: 文の欄が TRUE・FALSE になっています");
    assert_eq!(desk.statement(Deed::Strike("F8", "9月まで")), "取り消し線の引かれた文があります");
}

#[test]
fn a_date_has_no_more_and_no_less_than_its_cell_shows() {
    let desk = Desk::new();
    let read = |format, digits| {
        told(&desk.propose("x.xlsx", &after(1, &desk.form(), &[Deed::Format("K8", format, digits)])), "①の期末の時点")
    };
    assert_eq!(read("yyyy/m/d", "45016"), "令和5年3月31日");
    assert_eq!(read("[$-411]ggge\"年\"m\"月\"d\"日\"", "45016"), "令和5年3月31日");
    assert_eq!(read("yyyy\"年\"m\"月\"", "45016"), "令和5年3月");
    let message = "①の期末の時点: 日付の年を確認できません。表示は「3月31日」、値は 2023-03-31 です";
    assert_eq!(read("m\"月\"d\"日\"", "45016"), message);
}

/// What is around the fields: sheets, comments, labels.
#[test]
fn what_is_not_read_is_told() {
    let desk = Desk::new();
    let rules = |book: &[u8]| {
        let proposal = desk.propose("x.xlsx", book);
        proposal.findings.iter().map(|finding| (finding.rule, finding.message.clone())).collect::<Vec<_>>()
    };
    let told = |rule, message: &str| vec![(rule, message.to_owned())];
    let form = desk.form();
    assert_eq!(rules(&form), []);
    let without = changed(&form, "xl/workbook.xml", |xml| {
        let start = xml.find("<sheet name=\"数値\"").expect("the sheet is named");
        format!("{}{}", &xml[..start], &xml[start + xml[start..].find("/>").expect("a tag ends") + 2..])
    });
    let message = "様式のシート「数値」がありません。その欄の記録は、今のまま変わりません";
    assert_eq!(rules(&without), told("missing-rows", message));
    let renamed = changed(&form, "xl/workbook.xml", |xml| xml.replace("記入要領", "別の表"));
    assert_eq!(rules(&renamed), told("not-read", "シート「別の表」は、様式でも表でもないため取り込みません"));
    let note = after(1, &form, &[Deed::Note("D8", "課長に確認")]);
    assert_eq!(rules(&note), told("not-read", "セルのコメント「課長に確認」は取り込みません"));
    let label = after(1, &form, &[Deed::Type("C8", "①は要相談")]);
    assert_eq!(rules(&label), told("not-read", "書き込む欄でないセルの文が、様式と違います。取り込みません"));
}

/// A row that was copied says its fields twice; it is no new item, and its text does not replace that of the first.
#[test]
fn a_copied_row_is_told() {
    let desk = Desk::new();
    let form = desk.form();
    let copied = |text: &str| {
        changed(&form, "xl/worksheets/sheet1.xml", |xml| {
            let start = xml.find("<row r=\"8\"").expect("the row of the item");
            let row = &xml[start..start + xml[start..].find("</row>").expect("a row ends") + 6];
            let row = (b'A'..=b'Z').fold(row.replace("r=\"8\"", "r=\"90\""), |row, letter| {
                let letter = char::from(letter);
                row.replace(&format!("r=\"{letter}8\""), &format!("r=\"{letter}90\""))
            });
            xml.replace("</sheetData>", &format!("{}</sheetData>", row.replace("公開した", text)))
        })
    };
    let rules = |book: &[u8]| {
        let proposal = desk.propose("x.xlsx", book);
        proposal.findings.iter().map(|finding| (finding.rule, finding.message.clone())).collect::<Vec<_>>()
    };
    assert_eq!(rules(&copied("公開した")), []);
    let message = "①の達成状況・達成度: 同じ欄が2か所にあり、内容が違います(もう1つは x.xlsx!重点目標!J8)";
    assert_eq!(rules(&copied("別の文")), [("written-twice", message.to_owned())]);
}

#[test]
fn a_record_that_is_gone_since_is_named_as_such() {
    let desk = Desk::new();
    let (unchanged, form) = (desk.form(), after(1, &desk.form(), &[Deed::Type("F8", "9月まで")]));
    let mut left = texts(&desk.sources);
    left.remove("goals/2022/kikaku/1.yaml").expect("it was there");
    let sources = sites::sources(left);
    let (site, _) = mieruka::load::load(&sources);
    let gone = Desk { sources, site };
    let message = "様式を作成したときにあった記録 `goals/2022/kikaku/1` が、今はありません";
    assert_eq!(told(&gone.propose("x.xlsx", &form), ""), message);
    let unchanged = gone.propose("x.xlsx", &unchanged);
    assert_eq!(told(&unchanged, ""), message);
    assert!(!unchanged.findings.has_errors());
}

/// Workbooks that no program writes are refused, or read as far as they are sound.
#[test]
fn hostile_workbooks_end() {
    let desk = Desk::new();
    let form = desk.form();
    let row = |number: &str| {
        changed(&form, "xl/worksheets/sheet1.xml", |xml| {
            xml.replace(
                "</sheetData>",
                &format!("<row r=\"{number}\"><c r=\"D{number}\"><v>1</v></c></row></sheetData>"),
            )
        })
    };
    assert!(import::open("x.xlsx", &row("1048576")).is_ok());
    for number in ["4294967295", "99999999999", "0", "-1", "x"] {
        assert!(import::open("x.xlsx", &row(number)).is_err(), "{number}");
    }
    let last = changed(&form, "xl/worksheets/sheet1.xml", |xml| {
        xml.replace("</sheetData>", "<row r=\"4294967295\"/><row><c><v>1</v></c></row></sheetData>")
    });
    assert!(import::open("x.xlsx", &last).is_err(), "no row follows the last");
    let shared = changed(&form, "xl/worksheets/sheet1.xml", |xml| {
        xml.replace("<c r=\"F8\"", "<c r=\"F8\" t=\"s\"><v>-1</v></c><c r=\"ZZ8\"")
    });
    let proposal = desk.propose("x.xlsx", &shared);
    assert!(proposal.findings.iter().any(|finding| finding.rule == "cell-error"), "{:?}", proposal.findings);
}

fn ods(rows: &str) -> Vec<u8> {
    use std::io::{Cursor, Write};
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    package.start_file("content.xml", zip::write::SimpleFileOptions::default()).expect("a new entry");
    let xml = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"表\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    package.write_all(xml.as_bytes()).expect("memory takes everything");
    package.finish().expect("memory takes everything").into_inner()
}

#[test]
fn libreoffice_says_what_it_shows() {
    let cell = |attributes: &str, shown: &str| {
        format!("<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>")
    };
    let text = |shown: &str| cell("office:value-type=\"string\"", shown);
    // The hidden cells of a form, and one figure of a goal.
    let paths = ["name", "kind", "value", "unit"].iter().zip(2..);
    let slots: Vec<_> = paths.map(|(key, at)| format!("c{at}=items.1.figures.new1.{key}:-")).collect();
    let head: String = ["mieruka-form/1 4", "0 数値", "c2", "c3", "c4", "c5"].iter().map(|word| text(word)).collect();
    let desk = Desk::new();
    let value = |value: String, unit: &str| {
        let row = [text("goals/2022/kikaku/1"), text(&slots.join(" ")), text("割合"), text("実績"), value, text(unit)];
        let rows = [head.clone(), row.concat()].map(|cells| format!("<table:table-row>{cells}</table:table-row>"));
        told(&desk.propose("x.ods", &ods(&rows.concat())), "①の数値「割合」の値")
    };
    let percent = "office:value-type=\"percentage\" office:value=\"0.372\"";
    assert_eq!(value(cell(percent, "37.2%"), "%"), "37.2");
    let both = "①の数値「割合」の値: 「37.2%」を数として読めません。表示は 37.2%、値は 0.372 です";
    assert_eq!(value(cell(percent, "37.2%"), "件"), both);
    assert_eq!(value(cell("office:value-type=\"float\" office:value=\"-5\"", "△5"), "件"), "-5");
    let narrow = "①の数値「割合」の値: セルの表示を読み取れません。値は 5、表示形式は「不明」です";
    assert_eq!(value(cell("office:value-type=\"float\" office:value=\"5\"", "###"), "件"), narrow);
    let far = "<table:table-row table:number-rows-repeated=\"60002\"><table:table-cell/></table:table-row><table:table-row><table:table-cell table:number-columns-repeated=\"1000\"/><table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row>";
    assert!(import::open("x.ods", &ods(far)).is_ok());
}

#[test]
fn a_zero_that_is_shown_as_a_dash_is_told() {
    let desk = Desk::new();
    for (format, shown) in
        [("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", "-"), ("0;-0;\"－\"", "－"), ("0;-0;\"なし\"", "なし")]
    {
        let message =
            format!("①の数値「割合」の値: 0 が「{shown}」と表示されていて、0 なのか、値が無いのかが分かりません");
        assert_eq!(desk.value(format, "0", "件"), message, "{format}");
    }
}
