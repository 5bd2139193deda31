//! Tables of a city's own are read as the content declares it: new rows become drafts, edited cells changes, and what does
//! not agree is told. The workbooks and the content are in `fixtures/tables/`.

use std::collections::BTreeMap;
use std::fs;

use mieruka::import::{self, Book, Hints, Proposal, Table, learn};
use mieruka::load::{load, shapes};
use mieruka::model::{FiscalYear, ProgramId, RepeatedYear, YearColumns};

use crate::sites::{Texts, folder, report, root, sources, texts};

/// No hints but ids that spell words by their characters.
pub(crate) const PLAIN: Hints<'static> =
    Hints { years: &[], unit: None, id: &|word| Some(format!("id{}", word.chars().count())), given: &[] };

fn book(name: &str) -> Book {
    let bytes = fs::read(root().join("tests/fixtures/tables").join(name)).expect("the table is there");
    import::open(name, &bytes).expect("it is a workbook")
}

pub(crate) fn content() -> Texts {
    texts(&folder("tests/fixtures/tables/content"))
}

/// What the tables propose; the second is the one that was imported before.
fn propose(content: &Texts, reading: &str, names: &[&str]) -> Proposal {
    let (site, _) = load(&sources(content.clone()));
    let (shapes, books): (_, Vec<_>) = (shapes(), names.iter().map(|name| book(name)).collect());
    let reading = site.table_readings.iter().find(|known| known.name == reading).expect("it is declared");
    let originals: BTreeMap<_, _> =
        content.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
    Table::read(reading, (&books, 1), &site, &shapes).propose(&originals)
}

/// The content after what was proposed.
pub(crate) fn after(mut content: Texts, proposal: &Proposal) -> Texts {
    assert!(!proposal.findings.has_errors(), "{}", told(&content, proposal));
    for revision in &proposal.revisions {
        let text = String::from_utf8(revision.after.clone()).expect("UTF-8");
        content.insert(revision.path.clone(), text);
    }
    content
}

pub(crate) fn told(content: &Texts, proposal: &Proposal) -> String {
    report(&proposal.findings, &sources(content.clone()).with_cells(proposal.cells.clone()))
}

/// A content into which the first table was imported.
fn imported() -> Texts {
    let content = content();
    let proposal = propose(&content, "jimu", &["jigyo-r5.xlsx"]);
    after(content, &proposal)
}

/// The same, with the declaration as next year's table needs it.
fn of_next_year(mut content: Texts) -> Texts {
    let reading = content.get_mut("import/jimu.yaml").expect("it is there");
    *reading = reading.replace("column: 概要", "column: 事業の概要");
    content
}

#[test]
fn the_declarations_are_without_faults() {
    let sources = sources(content());
    let (site, mut found) = load(&sources);
    found.extend(mieruka::examine(&site));
    assert!(!found.has_errors(), "{}", report(&found, &sources));
}

#[test]
fn a_new_row_is_a_draft() {
    let content = imported();
    assert_eq!(
        content["programs/jimu/0012.yaml"],
        "title: 窓口の予約\ncategory: \"01\"\ndepartments: [shimin]\nsummary:\n  - 窓口を予約できるようにする\n  - 予約の数を公開する\nyears:\n  - fiscal_year: 2023\n    costs:\n      - {stage: settled, unit: 千円, total: \"4600\", funds: {national: \"1200\", general: \"3400\"}}\n    evaluations:\n      - {by: ka, scale: sogo, mark: A}\ndraft: true\n"
    );
    assert_eq!(
        content["programs/jimu/k-1.yaml"],
        "title: 古い橋の点検\ncategory: \"02\"\ndepartments: [shomu]\nyears:\n  - fiscal_year: 2023\n    costs:\n      - {stage: settled, unit: 千円, total: \"999\"}\ndraft: true\n"
    );
    assert!(content["programs/jimu/0013.yaml"].contains("departments: [zaisei]"));
    let (site, mut found) = load(&sources(content.clone()));
    found.extend(mieruka::examine(&site));
    assert!(!found.has_errors(), "{}", report(&found, &sources(content)));
}

#[test]
fn what_was_not_edited_changes_nothing() {
    let content = imported();
    let again = propose(&content, "jimu", &["jigyo-r5.xlsx"]);
    assert_eq!((again.revisions.len(), again.changes.len()), (0, 0));
}

#[test]
fn a_code_with_two_titles_and_another_sheet() {
    let content = content();
    let told = told(&content, &propose(&content, "jimu", &["jigyo-r5.xlsx"]));
    assert!(told.contains("番号 02 の題名が2とおりあります: 「緑のまち」1行、「みどりのまち」1行"), "{told}");
    assert!(told.contains("jigyo-r5.xlsx!一覧!E6"), "{told}");
}

#[test]
fn a_renamed_head_is_told_and_a_moved_column_is_not_mistaken() {
    let content = imported();
    let told = told(&content, &propose(&content, "jimu", &["jigyo-r6.xlsx"]));
    assert!(told.contains("エラー[unmapped-column]: 列「概要」が、表にありません"), "{told}");
    assert!(told.contains("`column: 事業の概要`"), "{told}");
    assert!(told.contains("列「事業の概要」(E列)が、import/jimu.yaml にありません"), "{told}");
}

#[test]
fn next_year_changes_cells_and_adds_records() {
    let before = of_next_year(imported());
    let proposal = propose(&before, "jimu", &["jigyo-r6.xlsx", "jigyo-r5.xlsx"]);
    let fields: Vec<_> = proposal.changes.iter().map(|change| (&*change.record.0, &*change.field)).collect();
    assert_eq!(
        fields,
        [
            ("programs/jimu/0012", "事業の概要(summary)"),
            ("programs/jimu/0013", "事業名(title)"),
            ("programs/jimu/0014", "新しい記録(下書き、8欄)"),
            ("programs/jimu/0015", "新しい記録(下書き、8欄)"),
        ]
    );
    let content = after(before.clone(), &proposal);
    let edited = before["programs/jimu/0012.yaml"].replace("予約の数を公開", "予約の数を毎月公開");
    assert_eq!(content["programs/jimu/0012.yaml"], edited);
    assert_eq!(content["programs/jimu/k-1.yaml"], before["programs/jimu/k-1.yaml"]);
}

#[test]
fn what_others_changed_is_not_overwritten() {
    let mut before = of_next_year(imported());
    let edit = |content: &mut Texts, path: &str, from: &str, to: &str| {
        let text = content.get_mut(path).expect("it is there");
        assert!(text.contains(from));
        *text = text.replace(from, to);
    };
    // A cell that the table did not change, and one that it did.
    edit(&mut before, "programs/jimu/0012.yaml", "title: 窓口の予約", "title: 窓口のネット予約  # 確認済み");
    edit(&mut before, "programs/jimu/0013.yaml", "公園の花壇", "公園の花だん");
    let proposal = propose(&before, "jimu", &["jigyo-r6.xlsx", "jigyo-r5.xlsx"]);
    let said = told(&before, &proposal);
    let conflict =
        "エラー[changed-since]: 事業名: 前に取り込んだ後に、記録(programs/jimu/0013.yaml)のほうも変わっています";
    assert!(said.contains(conflict), "{said}");
    assert_eq!(said.matches("changed-since").count(), 1, "{said}");
    assert!(proposal.changes.iter().all(|change| change.field != "事業名(title)"));
    // Without the table before, nobody knows which is newer.
    let proposal = propose(&before, "jimu", &["jigyo-r6.xlsx"]);
    assert!(proposal.has_doubts());
    assert!(told(&before, &proposal).contains("注意[unknown-base]"));
}

#[test]
fn indicators_in_shift_jis() {
    let content = content();
    let proposal = propose(&content, "kpi", &["kpi.csv"]);
    let content = after(content, &proposal);
    assert_eq!(
        content["programs/kpi/1.yaml"],
        "title: 窓口の満足度\ndepartments: [shimin]\nindicators:\n  - number: 1\n    name: 窓口の満足度\n    rule: increase\n    baseline:\n      value: \"70.5\"\n      unit: \"%\"\n    targets:\n      - {value: \"75\", unit: \"%\", fiscal_year: 2022}\n      - {value: \"80\", unit: \"%\", fiscal_year: 2023}\n    actuals:\n      - {value: \"72.3\", unit: \"%\", fiscal_year: 2022}\ndraft: true\n"
    );
    assert!(content["programs/kpi/2.yaml"].contains("{value: \"13456\", unit: 冊, fiscal_year: 2022}"));
}

#[test]
fn a_table_finds_its_declaration() {
    let names = |content: Texts, name: &str| {
        let (site, _) = load(&sources(content));
        import::fitting(&site, &book(name)).iter().map(|reading| reading.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(content(), "jigyo-r6.xlsx"), ["jimu"]);
    assert_eq!(names(content(), "kpi.csv"), ["kpi"]);
    // Also one whose number is still to be written: it is asked for then.
    let (site, _) = load(&sources(content()));
    for reading in &site.table_readings {
        let mut open = content();
        let draft = open.get_mut(&format!("import/{}.yaml", reading.name)).expect("it is there");
        *draft = draft.replacen(&format!("id: {}", reading.id), "id: 【未記入】", 1);
        assert!(draft.contains("id: 【未記入】"), "{draft}");
        let name = if reading.name == "kpi" { "kpi.csv" } else { "jigyo-r6.xlsx" };
        assert!(!["kpi", "jimu"].contains(&&*reading.name) || names(open, name) == [reading.name.as_str()]);
    }
}

#[test]
fn a_draft_says_what_is_sure_and_what_is_a_guess() {
    let (site, _) = load(&sources(content()));
    let program = |id: &str| site.program(&ProgramId(id.to_owned())).expect("it is there");
    let jimu = learn(&book("jigyo-r5.xlsx"), program("jimu"), &PLAIN).expect("it has cells");
    for line in [
        "header: [2, 3]",
        "record: {program: jimu, id: 事業番号}",
        "- {column: 事業名, key: title, split: 行}   # 確か 例: 「窓口の 予約」",
        "- {column: 担当課, key: departments}   # 確か",
        "- {column: 政策名, title_of: \"{政策番号}\"}   # 確か 例: 「開かれた市政」",
        "- {join: \"{政策番号}\", key: category}   # 確か 体系の番号",
        "- {value: jigyo-r5.xlsx, key: source.document}   # 推測 出典。",
        "- {join: \"事業番号 {事業番号}\", key: source.place}   # 推測",
        "- {column: 令和5年度決算国庫支出金, key: years.2023.costs.settled.funds.national, unit: 【未記入】}   # 推測",
        "- {column: 令和5年度決算事業費計, key: years.2023.costs.settled.total, unit: 【未記入】}   # 推測",
        "- {column: 備考, ignore: 【未記入】}   # 分からない 例: 「継続」",
    ] {
        assert!(jimu.text.contains(line), "{line}\n{}", jimu.text);
    }
    let kpi = learn(&book("kpi.csv"), program("kpi"), &PLAIN).expect("it has cells");
    for line in [
        "- {column: R4目標, key: indicators.1.targets.2022, unit_from: 単位, only_with: KPI名}   # 確か",
        "- {column: Ｒ５実績, key: indicators.1.actuals.2023",
        "- {column: 令和5年度目標, key: indicators.1.targets.2023",
    ] {
        assert!(kpi.text.contains(line), "{line}\n{}", kpi.text);
    }
    // What is drafted can be read, and what is left open, or has no row on the form, stops a build.
    let mut drafted = content();
    drafted.insert("import/jimu.yaml".to_owned(), jimu.text);
    let sources = sources(drafted);
    let (site, mut found) = load(&sources);
    found.extend(mieruka::examine(&site));
    let told = report(&found, &sources);
    assert!(told.contains("エラー[unfilled]: まだ書かれていないところが"), "{told}");
    assert!(told.contains("エラー[reading-differs]: 欄「id2」が、様式(`form`)にありません"), "{told}");
    assert_eq!(told.matches("エラー").count(), 2, "{told}");
}

/// A draft with what it leaves open written.
fn filled(draft: &str) -> String {
    let rule = draft.replace("value: none, key: indicators.1.rule", "value: increase, key: indicators.1.rule");
    rule.replace("【未記入】", "使わない")
}

fn year((year, is_planned): (i64, bool)) -> RepeatedYear {
    let of = if is_planned { YearColumns::Planned } else { YearColumns::Reported };
    RepeatedYear { year: FiscalYear::new(year).expect("a year"), of }
}

#[test]
fn a_draft_of_sheets_names_labels_and_where_they_cross() {
    let (site, _) = load(&sources(content()));
    let program = site.program(&ProgramId("shito".to_owned())).expect("it is there");
    let learnt = learn(&book("shito-r5.xlsx"), program, &PLAIN).expect("it has cells");
    for line in [
        "layout: sheets",
        "record: {program: shito, id: 事業番号}",
        "- {column: 担当課, key: departments}   # 確か 例: 「市民課」",
        "- {column: 事業名, key: title}   # 確か 例: 「本の貸出し」",
        "- {column: 概要↓, key: summary, split: 行}   # 確か",
        "- {column: 成果1×R4目標, key: indicators.1.targets.2022, unit_from: 成果1×単位, dimensionless: true, empty: [－]}   # 推測",
        "- {column: 指標の名称, key: indicators.1.name}   # 推測 例: 「貸出しの数」",
        "- {column: 総合評価, ignore: 【未記入】}   # 分からない 例: 「Ｂ」",
        "- {column: 記入者, ignore: 担当者の氏名や連絡先}   # 推測 例: 「（氏名）」",
        "- {value: none, key: indicators.1.rule}   # 推測 ",
        "- {column: 指標, ignore: 【未記入】}   # 値の無い見出し: 「指標」",
        "- {column: A1, ignore: 【未記入】}   # 値の無い見出し: 「事業シート（令和5年度）」",
    ] {
        assert!(learnt.text.contains(line), "{line}\n{}", learnt.text);
    }
    assert_eq!(learnt.table[0], "1つのシートが1つの記録です(2シート)");
    assert!(
        learnt.table.contains(&"C3 事業名 → `title`(題名)  確か  例: 「本の貸出し」".to_owned()),
        "{:?}",
        learnt.table
    );
    assert_eq!((learnt.counts, learnt.counted), ([3, 5, 1], "欄"));
    // What is drafted reads the same as the reading that somebody has written, but for the evaluation that nobody can guess.
    let written = after(content(), &propose(&content(), "shito", &["shito-r5.xlsx"]));
    let mut drafted = content();
    drafted.insert("import/shito.yaml".to_owned(), filled(&learnt.text));
    let drafted = after(drafted.clone(), &propose(&drafted, "shito", &["shito-r5.xlsx"]));
    for path in ["programs/shito/0101.yaml", "programs/shito/0102.yaml"] {
        let lines: Vec<_> = drafted[path].lines().filter(|line| *line != "draft: true").collect();
        assert!(lines.len() > 8 && written[path].starts_with(&lines.join("\n")), "{}", drafted[path]);
    }
}

#[test]
fn a_sheet_is_a_record() {
    let content = content();
    let proposal = propose(&content, "shito", &["shito-r5.xlsx"]);
    let said = told(&content, &proposal);
    assert!(said.contains("注意[not-read]: シート「記入のしかた」は取り込みません"), "{said}");
    let content = after(content, &proposal);
    assert_eq!(
        content["programs/shito/0101.yaml"],
        "title: 本の貸出し\ndepartments: [shimin]\nsummary:\n  - 移動図書館を走らせる\n  - 予約の本を窓口で渡す\nindicators:\n  - number: 1\n    name: 貸出しの数\n    rule: increase\n    targets:\n      - {value: \"1200\", unit: 冊, fiscal_year: 2022}\n      - {value: \"1300\", unit: 冊, fiscal_year: 2023}\n    actuals:\n      - {value: \"1150\", unit: 冊, fiscal_year: 2022}\nyears:\n  - fiscal_year: 2022\n    evaluations:\n      - {by: ka, scale: sogo, mark: B}\ndraft: true\n"
    );
    let dimensionless = "- {value: \"58.5\", dimensionless: true, fiscal_year: 2022}";
    let other = &content["programs/shito/0102.yaml"];
    assert!(other.contains(dimensionless), "{other}");
    let again = propose(&content, "shito", &["shito-r5.xlsx"]);
    assert_eq!((again.revisions.len(), again.changes.len()), (0, 0), "{}", told(&content, &again));
}

#[test]
fn sheets_of_next_year_are_understood_or_told() {
    let before = propose(&content(), "shito", &["shito-r5.xlsx"]);
    let mut content = after(content(), &before);
    let said = told(&content, &propose(&content, "shito", &["shito-r6.xlsx", "shito-r5.xlsx"]));
    for line in [
        "エラー[unmapped-column]: 見出し「概要」のセルがありません",
        "直し方: 見出しが「事業の概要」に変わったのなら、`column: 事業の概要` に直してください",
        "エラー[unmapped-column]: 「事業の概要」のセルが、import/shito.yaml にありません",
        "エラー[unknown-value]: 総合評価: 「◎」の読み替えがありません",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    // The label is written in two ways in one file, so that the clerk has both sheets say the same.
    let reading = content.get_mut("import/shito.yaml").expect("it is there");
    *reading = reading.replace("Ａ: A", "◎: A, Ａ: A");
    let proposal = propose(&content, "shito", &["shito-r6.xlsx", "shito-r5.xlsx"]);
    let said = told(&content, &proposal);
    assert!(!said.contains("unknown-value"), "{said}");
    let new = proposal.changes.iter().filter(|change| change.field.starts_with("新しい記録"));
    assert_eq!(
        new.map(|change| change.record.0.as_str()).collect::<Vec<_>>(),
        ["programs/shito/0103", "programs/shito/0104"]
    );
}

#[test]
fn evaluations_and_budgets_stand_on_two_sheets() {
    let first = content();
    let proposal = propose(&first, "hyoka", &["hyoka.xlsx"]);
    let said = told(&first, &proposal);
    assert!(!said.contains("予算"), "{said}");
    let content = after(first, &proposal);
    let proposal = propose(&content, "yosan", &["hyoka.xlsx"]);
    let content = after(content, &proposal);
    assert_eq!(
        content["programs/hyoka/1.yaml"],
        "title: 水道管の更新\ndepartments: [somuka]\nreferences:\n  - {plan: keikaku, code: \"1-1\"}\nbudget:\n  - {account: 一般会計, code: \"08-04-01-0100\"}\nyears:\n  - fiscal_year: 2023\n    costs:\n      - {stage: initial, unit: 千円, total: \"12000\"}\n    effects:\n      - {amount: \"300\", unit: 千円}\n    evaluations:\n      - {by: ka, scale: hitsuyo, mark: A}\n      - {by: ka, scale: yuko, mark: B}\n      - {by: bu, scale: sogo, mark: A}\ndraft: true\n"
    );
    let two =
        "budget:\n  - {account: 一般会計, code: \"08-05-02-0200\"}\n  - {account: 一般会計, code: \"08-05-03-0300\"}\n";
    assert!(content["programs/hyoka/2.yaml"].contains(two), "{}", content["programs/hyoka/2.yaml"]);
    let again = propose(&content, "yosan", &["hyoka.xlsx"]);
    assert_eq!((again.revisions.len(), again.changes.len()), (0, 0), "{}", told(&content, &again));
}

#[test]
fn a_part_that_no_line_reads_is_told() {
    let mut content = content();
    let reading = content.get_mut("import/yosan.yaml").expect("it is there");
    *reading = reading.lines().filter(|line| !line.contains("nth: 2")).map(|line| format!("{line}\n")).collect();
    let said = told(&content, &propose(&content, "yosan", &["hyoka.xlsx"]));
    assert!(said.contains("エラー[unmapped-column]: 会計: 2番目の部分を読む行が、表の読み方にありません"), "{said}");
    assert!(said.contains("款-項-目-事業: 2番目の部分を読む行が"), "{said}");
}

#[test]
fn a_word_that_stands_for_nothing_names_nothing() {
    let mut content = content();
    let reading = content.get_mut("import/kpi.yaml").expect("it is there");
    *reading = reading.replace("only_with: R4実績", "only_with: 単位")
        + "  - {column: 単位, ignore: 値の列で読む, empty: [冊]}\n";
    let proposal = propose(&content, "kpi", &["kpi.csv"]);
    let said = told(&content, &proposal);
    assert!(said.contains("注意[not-read]: 「単位」が空の行に値があるので、取り込みません: Ｒ５実績 13,900"), "{said}");
    let content = after(content, &proposal);
    assert!(!content["programs/kpi/2.yaml"].contains("13900"), "{}", content["programs/kpi/2.yaml"]);
}

#[test]
fn values_without_a_name_are_told_by_row_and_zeros_together() {
    let columns = "columns:\n  - {column: 実績1, key: indicators.1.actuals.2023, unit: 件, only_with: 指標名}\n  - {column: 実績2, key: indicators.1.actuals.2024, unit: 件, only_with: 指標名}\n";
    let content = of_years(columns);
    let rows =
        "番号,事業名,指標名,実績1,実績2\n1,相談,,0,0\n2,見学,,5,6\n3,講座,,0,7\n4,実習,同上,1,2\n5,会議,同上,1,2\n";
    let said = told(&content, &propose_text(&content, &[("x.csv", rows)]));
    for line in [
        "「指標名」が空の行に値があるので、取り込みません: 実績1 5(ほか1列)\n --> x.csv!D3",
        "「指標名」が空の行に値があるので、取り込みません: 実績2 7\n --> x.csv!E4",
        "名称などの列(`only_with`)が空の行の 0 は、取り込みません(3欄: D2、E2、D4)\n --> x.csv!D2",
        // Every cell with the same fault is named.
        "「同上」では、何と同じか分かりません(ほか1行: C6)\n --> x.csv!C5",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
}

/// A table that says the year of its columns in their heads, and one that says its own year in a column.
fn of_years(columns: &str) -> Texts {
    let reading = format!(
        "header: 1\nrecord: {{program: jimu, id: 番号}}\n{columns}  - {{column: 事業名, key: title}}\n  - {{column: 指標名, key: indicators.1.name}}\n  - {{value: none, key: indicators.1.rule}}\n"
    );
    let mut content = content();
    content.retain(|path, _| !path.starts_with("import/"));
    content.insert("import/hyo.yaml".to_owned(), reading);
    content
}

fn propose_text(content: &Texts, tables: &[(&str, &str)]) -> Proposal {
    let (site, found) = load(&sources(content.clone()));
    assert!(!found.has_errors(), "{}", report(&found, &sources(content.clone())));
    let open = |(name, text): &(&str, &str)| import::open(name, text.as_bytes()).expect("it is a table");
    let (shapes, books): (_, Vec<Book>) = (shapes(), tables.iter().map(open).collect());
    let originals: BTreeMap<_, _> =
        content.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
    Table::read(&site.table_readings[0], (&books, 1), &site, &shapes).propose(&originals)
}

#[test]
fn next_years_columns_are_told_with_the_line_to_write() {
    let columns = "columns:\n  - {column: R5実績, key: indicators.1.actuals.2023, unit: 件}\n  - {column: R6実績, key: indicators.1.actuals.2024, unit: 件}\n";
    let before = of_years(columns);
    let first = propose_text(&before, &[("r6.csv", "番号,事業名,指標名,R5実績,R6実績\r\n1,相談,件数,10,20\r\n")]);
    let before = after(before, &first);
    let table = "番号,事業名,指標名,R6実績,R7実績\r\n1,相談,件数,21,３０\r\n";
    let said = told(&before, &propose_text(&before, &[("r7.csv", table)]));
    let line = "import/hyo.yaml:4:5\n  |\n4 |   - {column: R5実績,";
    assert!(said.contains("列「R5実績」が、表にありません") && said.contains(line), "{said}");
    assert!(said.contains("直し方: `column: R7実績, key: indicators.1.actuals.2025` に直してください"), "{said}");
    assert!(
        said.contains("r7.csv!E1") && said.contains("`- {column: R7実績, key: indicators.1.actuals.2025}`"),
        "{said}"
    );
    assert_eq!(said.matches("エラー[").count(), 2, "{said}");
    // The line as it is told: the year before stays, what was corrected changes.
    let mut mended = before.clone();
    let reading = mended.get_mut("import/hyo.yaml").expect("it is there");
    *reading = reading
        .replace("column: R5実績, key: indicators.1.actuals.2023", "column: R7実績, key: indicators.1.actuals.2025");
    let content = after(mended.clone(), &propose_text(&mended, &[("r7.csv", table)]));
    let figures = "    actuals:\n      - {value: \"10\", unit: 件, fiscal_year: 2023}\n      - {value: \"21\", unit: 件, fiscal_year: 2024}\n      - {value: \"30\", unit: 件, fiscal_year: 2025}\n";
    assert!(content["programs/jimu/1.yaml"].contains(figures), "{}", content["programs/jimu/1.yaml"]);
    // No other year's head is offered for one that is gone.
    let gone = propose_text(&before, &[("r7.csv", "番号,事業名,指標名,R6実績\r\n1,相談,件数,20\r\n")]);
    let said = told(&before, &gone);
    assert!(
        said.contains("列がなくなったのなら、この行を消してください") && !said.contains("column: R6実績` に"),
        "{said}"
    );
}

#[test]
fn a_table_that_says_its_year_is_read_some_years_later() {
    let columns = "year: {column: 年度, is: \"6\"}\ncolumns:\n  - {column: D, head: 実績, key: indicators.1.actuals.2023, unit: 件}\n  - {column: E, head: 実績, key: indicators.1.actuals.2024, unit: 件}\n  - {column: R6予算, key: years.2024.costs.initial.total, unit: 千円}\n";
    let before = of_years(columns);
    let table = |year: &str, rest: &str| format!("番号,事業名,指標名,実績,実績,{year},年度\r\n1,相談,件数,{rest}\r\n");
    let first = table("R6予算", "10,20,500,6");
    let content = after(before.clone(), &propose_text(&before, &[("r6.csv", &first)]));
    let again = propose_text(&content, &[("r6.csv", &first)]);
    assert_eq!((again.changes.len(), again.findings.iter().count()), (0, 0));
    let next = table("Ｒ７予算", "20,30,600,７");
    let proposal = propose_text(&content, &[("r7.csv", &next), ("r6.csv", &first)]);
    let said = told(&content, &proposal);
    assert!(said.contains("r7.csv!G2") && said.contains("どれも1年進めて取り込みます"), "{said}");
    let later = after(content.clone(), &proposal);
    let item = &later["programs/jimu/1.yaml"];
    for line in [
        "{value: \"10\", unit: 件, fiscal_year: 2023}",
        "{value: \"20\", unit: 件, fiscal_year: 2024}",
        "{value: \"30\", unit: 件, fiscal_year: 2025}",
        "total: \"500\"",
        "total: \"600\"",
    ] {
        assert_eq!(item.matches(line).count(), 1, "{line}\n{item}");
    }
    let again = propose_text(&later, &[("r7.csv", &next)]);
    assert_eq!(again.changes, []);
    let rules = |table: &str| {
        let proposal = propose_text(&content, &[("x.csv", table)]);
        proposal.findings.iter().map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules(&table("R6予算", "20,30,600,来年")), ["cell-year"]);
    assert_eq!(rules(&format!("{first}2,相談,件数,1,2,3,7\r\n")), ["cell-year"]);
    assert_eq!(rules("番号,事業名,指標名,実績,実績,R6予算\r\n1,相談,件数,1,2,3\r\n"), ["unmapped-column"]);
}

#[test]
fn a_draft_says_the_year_of_the_table_and_a_renamed_sheet_is_told() {
    let (site, _) = load(&sources(content()));
    let program = site.programs.iter().find(|program| program.id.0 == "jimu").expect("it is there");
    let table = "番号,事業名,担当課,備考,年度,国庫支出金,国庫支出金\n1,相談,,,R6,－,5\n2,見学,,,R6,3,4\n";
    let book = import::open("x.csv", table.as_bytes()).expect("it is a table");
    let years = [(2023, false), (2024, true)].map(year);
    let learnt = learn(&book, program, &Hints { years: &years, ..PLAIN }).expect("it has cells");
    assert!(learnt.text.contains("year: {column: 年度, is: R6}"), "{}", learnt.text);
    for line in [
        "repeated: [R5, R6計画]",
        // A dash that stands in one of the columns with this head may stand in any of them next year.
        "- {column: 国庫支出金, key: years.@.costs.settled.funds.national, unit: 【未記入】, empty: [－]}",
    ] {
        assert!(learnt.text.contains(line), "{line}\n{}", learnt.text);
    }
    let mut content = content();
    content.retain(|path, _| !path.starts_with("import/") || path == "import/jimu.yaml");
    let reading = content.get_mut("import/jimu.yaml").expect("it is there");
    *reading = format!("sheet: R5一覧\n{}", reading.replace("sheet: 一覧\n", ""));
    let said = told(&content, &propose(&content, "jimu", &["jigyo-r5.xlsx"]));
    assert!(
        said.contains("import/jimu.yaml:1:8") && said.contains("シート「R5一覧」が、jigyo-r5.xlsx にありません"),
        "{said}"
    );
}

/// A reading in which a head stands twice, and its first table with the record that was made of it.
fn of_repeated_heads() -> (Texts, String) {
    let columns = "columns:\n  - {column: 根拠法令, key: summary}\n  - {column: F, head: 実績, key: indicators.1.actuals.2023, unit: 件}\n  - {column: G, head: 予算, key: years.2023.costs.initial.total, unit: 千円}\n  - {column: H, head: 実績, key: indicators.1.actuals.2024, unit: 件}\n  - {column: I, head: 予算, key: years.2024.costs.initial.total, unit: 千円}\n  - {column: 区分, ignore: 内部の区分}\n";
    let first = "番号,事業名,指標名,根拠法令,区分,実績,予算,実績,予算\r\n1,相談,件数,相談法,甲,10,500,20,600\r\n";
    let before = of_years(columns);
    let content = after(before.clone(), &propose_text(&before, &[("r6.csv", first)]));
    (content, first.to_owned())
}

#[test]
fn columns_with_repeated_heads_are_followed_if_their_order_is_the_same() {
    let (content, first) = of_repeated_heads();
    let check = |heads: &str, row: &str, said: &[&str], changes: usize| {
        let table = format!("{heads}\r\n{row}\r\n");
        let proposal = propose_text(&content, &[("r7.csv", &table), ("r6.csv", &first)]);
        let told = told(&content, &proposal);
        let lost: Vec<_> = said.iter().filter(|word| !told.contains(**word)).collect();
        assert_eq!((lost, proposal.changes.len()), (vec![], changes), "{heads}\n{told}");
        proposal
    };
    // A column that stood before them stands behind them now; a value has changed.
    let moved = check(
        "番号,事業名,指標名,根拠法令,実績,予算,実績,予算,区分",
        "1,相談,件数,相談法,10,500,21,600,甲",
        &["注意[unmapped-column]: F列だった「実績」が、E列にあります(ほか3列)", "r7.csv!E1"],
        1,
    );
    let item = &after(content.clone(), &moved)["programs/jimu/1.yaml"];
    assert!(item.contains("{value: \"21\", unit: 件, fiscal_year: 2024}"), "{item}");
    // One that is new is told alone.
    let told_of_new = &["エラー[unmapped-column]: 列「班」(D列)が", "注意[unmapped-column]: F列だった「実績」が、G列"];
    let new = check(
        "番号,事業名,指標名,班,根拠法令,区分,実績,予算,実績,予算",
        "1,相談,件数,一班,相談法,甲,10,500,20,600",
        told_of_new,
        0,
    );
    assert_eq!(new.findings.iter().filter(|one| one.rule == "unmapped-column").count(), 2);
    // In another order it is not said which of them is which year's.
    let other = "エラー[unmapped-column]: G列の見出しが「実績」で、「予算」ではありません";
    check("番号,事業名,指標名,根拠法令,区分,実績,実績,予算,予算", "1,相談,件数,相談法,甲,10,20,500,600", &[other], 0);
    let other = "エラー[unmapped-column]: F列の見出しが「予算」で、「実績」ではありません";
    check("番号,事業名,指標名,根拠法令,実績,予算,区分,実績", "1,相談,件数,相談法,10,500,甲,20", &[other], 0);
    // Where nothing moved, nothing is said.
    let same = propose_text(&content, &[("r6.csv", &first)]);
    assert!(same.findings.iter().all(|one| one.rule != "unmapped-column"));
}

#[test]
fn a_column_of_which_only_the_letter_is_known_is_not_followed() {
    let columns = "columns:\n  - {column: 単位, ignore: 次の列の単位}\n  - {column: E, head: 実績, key: indicators.1.actuals.2023, unit_from: F}\n  - {column: G, head: 実績, key: indicators.1.actuals.2024, unit_from: H}\n";
    let content = of_years(&columns.replace("  - {column: 単位, ignore: 次の列の単位}\n", ""));
    let first = "番号,事業名,指標名,,実績,単位,実績,単位\r\n1,相談,件数,,10,件,20,人\r\n";
    assert!(!propose_text(&content, &[("r6.csv", first)]).findings.has_errors());
    let moved = "番号,事業名,指標名,実績,単位,実績,単位\r\n1,相談,件数,10,件,20,人\r\n";
    let proposal = propose_text(&content, &[("r7.csv", moved)]);
    let said = told(&content, &proposal);
    assert!(said.contains("E列の見出しが「単位」で、「実績」ではありません"), "{said}");
}

#[test]
fn a_renamed_head_is_found_among_those_that_no_line_names() {
    let (mut content, first) = of_repeated_heads();
    let next = "番号,事業名,指標名,法令の根拠,区分,実績,予算,実績,予算\r\n1,相談,件数,相談法,甲,10,500,20,600\r\n";
    let said = told(&content, &propose_text(&content, &[("r7.csv", next)]));
    for words in [
        "見出しが「法令の根拠」に変わったのなら、`column: 法令の根拠` に直してください",
        "列「根拠法令」の見出しが変わったのなら、その行の `column` を直してください",
    ] {
        assert!(said.contains(words), "{said}");
    }
    // Last year's table had the head of before: what was edited in the record alone is not taken back.
    let reading = content.values_mut().find(|text| text.contains("column: 根拠法令")).expect("it is declared");
    *reading = reading.replace("column: 根拠法令", "column: 法令の根拠");
    let item = content.get_mut("programs/jimu/1.yaml").expect("it was imported");
    *item = item.replace("相談法", "相談法(改正)");
    let proposal = propose_text(&content, &[("r7.csv", next), ("r6.csv", &first)]);
    assert_eq!((proposal.changes.len(), proposal.findings.has_errors()), (0, false), "{}", told(&content, &proposal));
    let told = told(&content, &propose_text(&content, &[("r7.csv", next)]));
    assert!(told.contains("unknown-base"), "{told}");
}

#[test]
fn a_new_word_is_told_with_those_that_are_known() {
    let mut content = imported();
    let reading = content.get_mut("import/jimu.yaml").expect("it is there");
    assert!(reading.contains("Ｂ: B"), "{reading}");
    *reading = reading.replace(", Ｂ: B", "");
    let said = told(&content, &propose(&content, "jimu", &["jigyo-r5.xlsx"]));
    assert!(said.contains("`values` に `\"Ｂ\": 記録での値` と書いてください"), "{said}");
    assert!(said.contains("です。新しい評価なら、先に ratings.yaml の尺度に加えます"), "{said}");
}

/// A table as cities have it: codes in parts, persons, marks with reasons, columns that stand again for each year.
const WIDE: &str = "\
事業ID,事業名,政策番号,政策名,施策番号,施策名,所管課,担当者,内線,款,項,目,重点,根拠法令,事業区分,前年度実績,今年度計画,\
活動指標ア：名称,活動指標ア：単位,事業費,職員数,活動指標ア,事業費,職員数,活動指標ア,妥当性,なぜ市が行うのか,部長の総合判定,延べ時間
0101,窓口の予約,01,開かれた市政,02,窓口の改善,総務部市民課,山田,12,02,01,03,○,規則,Ａ 一般,予約を始めた。,予約を広げる。,予約の数,件,100,1.5,20（1）,120,1.5,30,妥当である,市民の窓口だから。,継続,80
0102,本の貸出し,02,学びの充実,01,図書館,教育委員会図書館,鈴木,34,10,04,05,,図書館法,Ｂ 施設,本を貸した。,本を増やす。,貸した本,冊,200,2,300,210,2,310,妥当である,ほかに無いから。,拡充,90
0103,読書の会,02,学びの充実,01,図書館,教育委員会図書館,鈴木,34,10,04,05,,図書館法,Ａ 一般,会を開いた。,会を続ける。,会の数,回,10,0,-,12,0,5,見直す余地がある,担い手がいるから。,継続,10
0104,朗読の会,02,学びの充実,01,図書館,図書館,鈴木,34,10,04,05,○,図書館法,Ａ 一般,会を開いた。,会を続ける。,,,5,0,0,6,0,,妥当である,担い手がいるから。,拡充,5
0105,おはなし会,02,学びの充実,01,図書館,教育委員会図書館,鈴木,34,10,04,05,,図書館法,Ａ 一般,会を開いた。,会を続ける。,会の数,,5,0,4,6,0,4,妥当である,担い手がいるから。,継続,5
0106,出前の講座,02,学びの充実,02,講座の充実,教育委員会図書館,鈴木,34,10,04,05,,図書館法,Ａ 一般,会を開いた。,会を続ける。,会の数,回,5,0,4,6,0,4,見直す余地がある,担い手がいるから。,継続,5
";

/// The draft of a reading of the wide table, in a content that has nothing of it.
fn wide() -> (Texts, Book, String) {
    let mut content = content();
    content.retain(|path, _| !path.starts_with("import/") && !path.starts_with("programs/"));
    content.insert(
        "programs/jigyo/program.yaml".to_owned(),
        "title: 見本市事務事業評価\nperiod: {from: 2026, to: 2028}\nresults_through: 2025\nlevels: [政策, 施策]\noutline:\n  - {code: \"09\", level: 政策, title: 見本の政策}\nform:\n  - {row: summary, word: 概要}\nsource: {document: 見本市事務事業評価シート}\n".to_owned(),
    );
    let (site, _) = load(&sources(content.clone()));
    let program = site.program(&ProgramId("jigyo".to_owned())).expect("it is there");
    let book = import::open("jigyo.csv", WIDE.as_bytes()).expect("it is a table");
    let years = [(2024, false), (2025, true)].map(year);
    let hints = Hints { years: &years, unit: Some("千円"), ..PLAIN };
    let draft = learn(&book, program, &hints).expect("it has cells").text;
    (content, book, draft)
}

#[test]
fn a_draft_guesses_what_the_cells_of_a_wide_table_say() {
    let (.., draft) = wide();
    for line in [
        "- {column: 政策名, title_of: \"{政策番号}\"}   # 確か",
        "- {column: 施策名, title_of: \"{政策番号}-{施策番号}\"}   # 確か",
        "- {join: \"{政策番号}-{施策番号}\", key: category}   # 確か",
        "- {heads: [担当者, 内線], ignore: 担当者の氏名や連絡先}\n",
        "- {column: 事業区分, key: texts.id4",
        "- {column: 前年度実績, key: years.2024.results}   # 推測",
        "- {column: 今年度計画, key: years.2025.plan}   # 推測",
        "repeated: [R6, R7計画]   # 同じ見出しの列の年度(左から)。",
        // The years, which of them are planned, and the unit were said.
        "- {column: 事業費, key: years.@.costs.settled.total, unit: 千円}   # 確か",
        // Parts of a person are time. No person is a number as well, not an empty cell.
        "- {column: 職員数, key: years.@.costs.settled.persons}   # 推測",
        "- {column: 活動指標ア, key: indicators.1.actuals.@, unit_from: 活動指標ア：単位, dimensionless: true, only_with: 活動指標ア：名称, values: {20（1）: 【未記入】}, empty: [\"-\"]}   # 確か",
        "- {join: \"{款}-{項}-{目}\", key: budget.1.code}   # 推測",
        "- {column: 重点, key: texts.id2, values: {○: 該当}}   # 推測",
        "- {column: 妥当性, key: years.2024.evaluations.ka.id3.mark, reason_from: なぜ市が行うのか}   # 推測",
        "- {column: 部長の総合判定, key: years.2024.evaluations.bucho.id7.mark}   # 推測",
        "- {column: 延べ時間, ignore: 【未記入】}\n",
        "- {value: none, key: indicators.1.rule}   # 推測 判定の規則",
        "- {value: output, key: indicators.1.kind}",
    ] {
        assert!(draft.contains(line), "{line}\n{draft}");
    }
    // What is to be written stands first, then what is to be looked at, then the rest.
    let at = |text: &str| draft.find(text).unwrap_or_else(|| panic!("{text}\n{draft}"));
    let order = [
        "  # 書いて",
        "延べ時間",
        "20（1）",
        "  # 確認",
        "事業区分",
        "rule}",
        "担当者",
        "  # 読まなくて",
        "column: 事業名",
        "kind}",
    ];
    assert!(order.is_sorted_by_key(|text| at(text)), "{draft}");
}

#[test]
fn the_lines_to_be_looked_at_are_counted() {
    let (site, _) = load(&sources(content()));
    let program = site.program(&ProgramId("jimu".to_owned())).expect("it is there");
    let table = "番号,事業名,担当者,電話,備考\n1,相談,山田,1,2\n2,見学,鈴木,2,3\n";
    let book = import::open("x.csv", table.as_bytes()).expect("it is a table");
    let learnt = learn(&book, program, &PLAIN).expect("it has cells");
    // 備考, the two lines of the source, and the two columns of persons in one.
    assert_eq!(learnt.to_read, [4, 5], "{}", learnt.text);
}

#[test]
fn persons_are_no_part_of_their_time_and_a_number_without_a_key_is_the_citys_own() {
    let (site, _) = load(&sources(content()));
    let program = site.program(&ProgramId("jimu".to_owned())).expect("it is there");
    let table = "番号,事業名,職員数,延べ時間,人工,職員数,延べ時間,人工\n1,相談,3,80,2,3,0,2\n2,見学,1,9,1,0,7,1\n";
    let book = import::open("x.csv", table.as_bytes()).expect("it is a table");
    let years = [(2023, false), (2024, false)].map(year);
    let given = ["id3".to_owned()];
    let draft = learn(&book, program, &Hints { years: &years, given: &given, ..PLAIN }).expect("it has cells").text;
    for line in [
        // The content has this id already.
        "- {column: 職員数, key: years.@.texts.id3-2}   # 推測",
        "- {column: 延べ時間, key: years.@.texts.id4}   # 推測",
        "- {column: 人工, key: years.@.costs.settled.persons}   # 推測",
    ] {
        assert!(draft.contains(line), "{line}\n{draft}");
    }
}

#[test]
fn two_heads_for_one_key_are_one_value_and_one_unknown() {
    let (site, _) = load(&sources(content()));
    let program = site.program(&ProgramId("jimu".to_owned())).expect("it is there");
    let table = "番号,事業名,事業費,事業費計,事業費,事業費計\n1,相談,1,2,3,4\n";
    let book = import::open("x.csv", table.as_bytes()).expect("it is a table");
    let years = [(2023, false), (2024, false)].map(year);
    let draft = learn(&book, program, &Hints { years: &years, ..PLAIN }).expect("it has cells").text;
    assert!(draft.contains("- {column: 事業費, key: years.@.costs.settled.total, unit: 【未記入】}"), "{draft}");
    assert!(draft.contains("- {column: 事業費計, ignore: 【未記入】}"), "{draft}");
    assert_eq!(draft.matches("事業費計").count(), 1, "{draft}");
}

#[test]
fn what_a_table_names_is_declared_at_once() {
    let (mut content, book, draft) = wide();
    let draft = draft.replace("20（1）: 【未記入】", "20（1）: \"20\"").replace("【未記入】", "使わない");
    // What is joined is headed by its columns, too.
    let draft = draft.replace("{column: 根拠法令, key", "{join: \"{根拠法令}\", key");
    assert!(draft.contains("{join: \"{根拠法令}\", key: texts.id4"), "{draft}");
    content.insert("import/jigyo.yaml".to_owned(), draft);
    let shapes = shapes();
    let books = [book];
    let registered = |content: &Texts| {
        let (site, _) = load(&sources(content.clone()));
        let table = Table::read(&site.table_readings[0], (&books, 1), &site, &shapes);
        let file = |path: &str| Ok::<_, import::Unwritable>(content.get(path).map(|text| text.clone().into_bytes()));
        let alike: Vec<_> =
            table.needs().alike().into_iter().map(|(one, other)| (one.to_owned(), other.to_owned())).collect();
        let id = |word: &str| Some(format!("id{}", word.chars().count()));
        let program = ProgramId("jigyo".to_owned());
        (table.needs().additions(&site, Some(&program), file, &id).expect("each can be written"), alike)
    };
    let (additions, alike) = registered(&content);
    assert_eq!(alike, [("図書館".to_owned(), "教育委員会図書館".to_owned())]);
    for addition in additions {
        let after = String::from_utf8(addition.revision.after).expect("UTF-8");
        content.insert(addition.revision.path, after);
    }
    assert_eq!(
        content["programs/jigyo/program.yaml"],
        "\
title: 見本市事務事業評価
period: {from: 2024, to: 2025}
results_through: 2024
levels: [政策, 施策]
outline:
  - {code: \"01\", level: 政策, title: 開かれた市政}
  - {code: \"01-02\", level: 施策, title: 窓口の改善}
  - {code: \"02\", level: 政策, title: 学びの充実}
  - {code: \"02-01\", level: 施策, title: 図書館}
  - {code: \"02-02\", level: 施策, title: 講座の充実}
form:
  - {row: category}
  - {row: departments, word: 所管課}
  - {row: budget}
  - {id: id2, word: 重点}
  - {id: id4, word: 根拠法令}
  - {id: id4-2, word: 事業区分}
  - {row: results}
  - {row: plan}
  - {row: indicators}
  - {row: costs}
  - {row: evaluations}
"
    );
    let departments = &content["departments.yaml"];
    for line in ["- {id: id3, name: 教育委員会図書館, aliases: [図書館]}", "- {id: id3-2, name: 総務部市民課}"]
    {
        assert!(departments.contains(line), "{line}\n{departments}");
    }
    let ratings = &content["ratings.yaml"];
    for line in [
        "- {id: id3, name: 妥当性, ordered: false, marks: [{mark: 妥当である}, {mark: 見直す余地がある}]}",
        "- {id: id7, name: 部長の総合判定, ordered: false, marks: [{mark: 継続}, {mark: 拡充}]}",
        "- {id: bucho, name: 部長}",
    ] {
        assert!(ratings.contains(line), "{line}\n{ratings}");
    }
    // Then nothing is missing, and the table is read.
    let (site, _) = load(&sources(content.clone()));
    let table = Table::read(&site.table_readings[0], (&books, 1), &site, &shapes);
    let proposal = table.propose(&BTreeMap::new());
    let said = told(&content, &proposal);
    assert!(!proposal.findings.has_errors(), "{said}");
    assert!(registered(&content).0.is_empty());
    content = after(content, &proposal);
    let sources = sources(content.clone());
    let (site, mut found) = load(&sources);
    found.extend(mieruka::examine(&site));
    assert!(!found.has_errors(), "{}", report(&found, &sources));
    let item = &content["programs/jigyo/0101.yaml"];
    assert!(item.find("scale: id3") < item.find("scale: id7"), "evaluations stand as in the table: {item}");
    for line in [
        "    - 該当",
        "- {code: \"02-01-03\"}",
        "category: \"01-02\"",
        "value: \"20\"",
        "stage: planned, unit: 千円, total: \"120\"",
        "by: bucho",
    ] {
        assert!(item.contains(line), "{line}\n{item}");
    }
}

#[test]
fn a_sign_alone_is_not_read_as_none() {
    let mut content = content();
    content.retain(|path, _| !path.starts_with("import/") || path == "import/jimu.yaml");
    let reading = |values: &str| {
        format!(
            "record: {{program: jimu, id: 番号}}\ncolumns:\n  - {{column: 事業名, key: title}}\n  - {{column: 概要, key: summary, split: 行{values}}}\n"
        )
    };
    let rows = "番号,事業名,概要\n7,相談,○\n8,見学,\n9,講座,・\n10,実習,\"ある\n・\"\n";
    let mut proposed = |values: &str| {
        content.insert("import/jimu.yaml".to_owned(), reading(values));
        (content.clone(), propose_text(&content, &[("x.csv", rows)]))
    };
    let (content, proposal) = proposed("");
    let said = told(&content, &proposal);
    assert!(said.contains("エラー[cell-bullet]: 概要: 「○」だけの行があります"), "{said}");
    assert!(said.contains("`values: {○: 該当}`"), "{said}");
    assert!(said.contains("エラー[cell-bullet]: 概要: 「・」だけの行があります"), "{said}");
    let (content, proposal) = proposed(", values: {○: 該当}, empty: [・]");
    let content = after(content, &proposal);
    let item = &content["programs/jimu/7.yaml"];
    assert!(item.contains("summary:\n  - 該当\n"), "{item}");
    // A bullet without a text among others is nothing.
    assert!(
        content["programs/jimu/10.yaml"].contains("summary:\n  - ある\ndraft"),
        "{}",
        content["programs/jimu/10.yaml"]
    );
    for path in ["programs/jimu/8.yaml", "programs/jimu/9.yaml"] {
        assert!(!content[path].contains("summary"), "{}", content[path]);
    }
}

#[test]
fn a_head_that_stands_for_each_year_has_one_line() {
    let mut content = content();
    content.retain(|path, _| !path.starts_with("import/") || path == "import/jimu.yaml");
    let reading = |repeated: &str| {
        format!(
            "record: {{program: jimu, id: 番号}}\n{repeated}columns:\n  - {{column: 事業名, key: title}}\n  - {{column: 事業費, key: years.@.costs.settled.total, unit: 千円}}\n  - {{column: 時間, ignore: 公開しない}}\n"
        )
    };
    let rows = "番号,事業名,事業費,時間,事業費,時間\n7,相談,10,1,20,2\n";
    let mut proposed = |repeated: &str, rows: &str| {
        content.insert("import/jimu.yaml".to_owned(), reading(repeated));
        (content.clone(), propose_text(&content, &[("x.csv", rows)]))
    };
    let (content, proposal) = proposed("repeated: [R5, R6計画]\n", rows);
    let content = after(content, &proposal);
    let item = &content["programs/jimu/7.yaml"];
    for line in [
        "- fiscal_year: 2023\n    costs:\n      - {stage: settled, unit: 千円, total: \"10\"}",
        "- fiscal_year: 2024\n    costs:\n      - {stage: planned, unit: 千円, total: \"20\"}",
    ] {
        assert!(item.contains(line), "{line}\n{item}");
    }
    // Further columns with this head are told, not left out.
    let (content, proposal) =
        proposed("repeated: [2023, 2024]\n", "番号,事業名,事業費,事業費,事業費\n7,相談,10,20,30\n");
    let said = told(&content, &proposal);
    assert!(said.contains("見出し「事業費」の列が3つで、`repeated` の年度の2つと合いません"), "{said}");
    for (repeated, fault) in [
        ("", "欄「years.@.costs.settled.total」の年度が決まりません"),
        ("repeated: [R5, 来年]\n", "`[R5, R6, R7計画]` のように、列の順に年度を書いてください"),
    ] {
        let mut content = content.clone();
        content.insert("import/jimu.yaml".to_owned(), reading(repeated));
        let sources = sources(content);
        let said = report(&load(&sources).1, &sources);
        assert!(said.contains(fault), "{fault}\n{said}");
    }
}

#[test]
fn a_planned_number_of_those_meant_is_expected_and_no_target() {
    let columns = "repeated: [R5, R6見込, R7計画]\ncolumns:\n  - {column: 対象, key: indicators.1.actuals.@, unit: 人}\n  - {value: KIND, key: indicators.1.kind}\n  - {column: 事業費, key: years.@.costs.settled.total, unit: 千円}\n";
    let rows = "番号,事業名,指標名,対象,事業費,対象,事業費,対象,事業費\n7,相談,住民,30,3,31,4,32,5\n";
    let read = |kind: &str| {
        let content = of_years(&columns.replace("KIND", kind));
        let proposal = propose_text(&content, &[("x.csv", rows)]);
        after(content, &proposal)["programs/jimu/7.yaml"].clone()
    };
    let values = |year: u32, value: u32| format!("      - {{value: \"{value}\", unit: 人, fiscal_year: {year}}}\n");
    let [actual, expected, planned] = [values(2023, 30), values(2024, 31), values(2025, 32)];
    let subject = read("subject");
    assert!(subject.contains(&format!("    forecasts:\n{expected}{planned}    actuals:\n{actual}")), "{subject}");
    assert!(!subject.contains("targets"), "{subject}");
    let outcome = read("outcome");
    let told = format!("    targets:\n{planned}    forecasts:\n{expected}    actuals:\n{actual}");
    assert!(outcome.contains(&told), "{outcome}");
    for [stage, total] in [["settled", "3"], ["estimate", "4"], ["planned", "5"]] {
        assert!(outcome.contains(&format!("{{stage: {stage}, unit: 千円, total: \"{total}\"}}")), "{outcome}");
    }
}

#[test]
fn samples_go_unless_the_table_names_them() {
    let seeds = |path: &str| fs::read_to_string(root().join("seeds").join(path)).expect("the seed is there");
    let reading = "record: {program: jimujigyo, id: 番号}\ncolumns:\n  - {column: 事業名, key: title}\n  - {column: 担当課, key: departments}\n  - {column: 判定, key: years.2026.evaluations.ka.SCALE.mark}\n";
    let additions = |department: &str, scale: &str| {
        let mut content = content();
        content.retain(|path, _| path == "site.yaml");
        for path in ["departments.yaml", "ratings.yaml", "programs/jimujigyo/program.yaml"] {
            content.insert(path.to_owned(), seeds(path));
        }
        content.insert("import/hyo.yaml".to_owned(), reading.replace("SCALE", scale));
        let (site, _) = load(&sources(content.clone()));
        let table = format!("番号,事業名,担当課,判定\n7,相談,{department},よい\n8,見学,観光課,よい\n");
        let books = [import::open("x.csv", table.as_bytes()).expect("it is a table")];
        let shapes = shapes();
        let table = Table::read(&site.table_readings[0], (&books, 1), &site, &shapes);
        let file = |path: &str| Ok::<_, import::Unwritable>(content.get(path).map(|text| text.clone().into_bytes()));
        let program = ProgramId("jimujigyo".to_owned());
        let additions = table.needs().additions(&site, Some(&program), file, &|_| None).expect("each can be written");
        let after = |path: &str| {
            let addition = additions.iter().find(|addition| addition.revision.path == path);
            let bytes = addition.map_or_else(|| seeds(path).into_bytes(), |addition| addition.revision.after.clone());
            String::from_utf8(bytes).expect("UTF-8")
        };
        (after("departments.yaml"), after("ratings.yaml"))
    };
    let (departments, ratings) = additions("防災課", "hantei");
    assert!(departments.contains("name: 防災課") && !departments.contains("企画部"), "{departments}");
    assert!(ratings.contains("id: hantei") && !ratings.contains("id: sogo"), "{ratings}");
    assert!(ratings.contains("name: 担当課") && !ratings.contains("name: 部長"), "{ratings}");
    let (departments, ratings) = additions("市民課", "hoko");
    assert!(departments.contains("name: 観光課") && departments.contains("name: 市民課"), "{departments}");
    assert!(ratings.contains("id: hoko") && ratings.contains("id: sogo"), "{ratings}");
}

/// What a table needs, and what is wrong with its cells, in a content with nothing of it.
fn needs(content: &Texts, table: &str) -> (Vec<(String, String)>, Vec<String>, String, Texts) {
    let (site, found) = load(&sources(content.clone()));
    assert!(!found.has_errors(), "{}", report(&found, &sources(content.clone())));
    let (shapes, books) = (shapes(), [import::open("x.csv", table.as_bytes()).expect("it is a table")]);
    let (needs, faults, cells) = Table::read(&site.table_readings[0], (&books, 1), &site, &shapes).registered();
    let file = |path: &str| Ok::<_, import::Unwritable>(content.get(path).map(|text| text.clone().into_bytes()));
    let additions =
        needs.additions(&site, Some(&ProgramId("jimu".to_owned())), file, &|_| None).expect("each can be written");
    let mut after = content.clone();
    for addition in additions {
        after.insert(addition.revision.path, String::from_utf8(addition.revision.after).expect("UTF-8"));
    }
    let titles = needs.doubtful_titles().map(|(code, (title, rows), others)| {
        let others = others.iter().map(|other| format!("{} {} {}", other.title, other.cell, other.is_settled));
        format!("{code} {title} {rows}: {}", others.collect::<Vec<_>>().join(", "))
    });
    let told = report(&faults, &sources(content.clone()).with_cells(cells));
    (needs.doubtful_departments(&site), titles.collect(), told, after)
}

#[test]
fn a_slip_in_the_name_of_a_department_is_told_with_the_cells_of_both() {
    let mut content =
        of_years("columns:\n  - {column: 指標名2, ignore: 使わない}\n  - {column: 課, key: departments}\n");
    let rows = |names: &[&str]| {
        let row = |(number, name): (usize, &&str)| format!("{number},相談{number},,,{name}\n");
        (1..)
            .zip(names)
            .map(row)
            .fold("番号,事業名,指標名,指標名2,課\n".to_owned(), |table, row| table + &row)
    };
    let water =
        ["上下水道部下水道課", "上下水道部下水道課", "上下水道部下水道課", "上下水道部下水道課", "上下水道部下指導課"];
    let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
    let slip = pair("「上下水道部下指導課」(1行: E6)", "「上下水道部下水道課」(4行: E2、E3、E4…)");
    assert_eq!(needs(&content, &rows(&water)).0, [slip]);
    // Names that both stand often are two departments, as are 税務課 and 総務課.
    let often = ["総務部税務課", "総務部税務課", "総務部税務課", "総務部総務課", "総務部総務課", "総務部総務課"];
    assert_eq!(needs(&content, &rows(&often)).0, []);
    let twice = ["総務部税務課", "総務部税務課", "総務部総務課", "総務部総務課"];
    let asked = pair("「総務部総務課」(2行: E4、E5)", "「総務部税務課」(2行: E2、E3)");
    assert_eq!(needs(&content, &rows(&twice)).0, [asked]);
    // One that is declared is compared, and what was declared is not asked about.
    let departments = content.get_mut("departments.yaml").expect("it is there");
    departments.push_str("  - {id: gesui, name: 上下水道部下水道課}\n");
    let declared = pair("「上下水道部下指導課」(1行: E2)", "「上下水道部下水道課」(この表には0行)");
    assert_eq!(needs(&content, &rows(&water[4..])).0, [declared]);
    let departments = content.get_mut("departments.yaml").expect("it is there");
    departments.push_str("  - {id: shido, name: 上下水道部下指導課}\n");
    assert_eq!(needs(&content, &rows(&water)).0, []);
}

#[test]
fn titles_that_were_settled_are_not_told_again() {
    let columns =
        "columns:\n  - {column: 政策名, title_of: \"{政策}\"}   # 政策\n  - {join: \"{政策}\", key: category}\n";
    let mut content = of_years(columns);
    content.insert(
        "programs/jimu/program.yaml".to_owned(),
        "title: 事務事業評価\nperiod: {from: 2023, to: 2024}\n".to_owned(),
    );
    let table = "番号,事業名,指標名,政策,政策名\n1,相談,,1,開かれた市政\n2,見学,,1,開かれた市政\n3,講座,,1,開かれた市制\n4,実習,,2,学び\n5,会議,,2,学びの充実\n";
    let (_, titles, told, after) = needs(&content, table);
    assert_eq!(titles, ["1 開かれた市政 2: 開かれた市制 E4 true", "2 学び 1: 学びの充実 E6 false"]);
    assert_eq!(told, "");
    let line = "  - {column: 政策名, title_of: \"{政策}\", values: {開かれた市制: 開かれた市政}}   # 政策\n";
    assert!(after["import/hyo.yaml"].contains(line), "{}", after["import/hyo.yaml"]);
    let said = self::told(&after, &propose_text(&after, &[("x.csv", table)]));
    assert!(!said.contains("開かれた市制"), "{said}");
    // As many rows have the one as the other: that is not settled.
    assert!(said.contains("番号 2 の題名が2とおりあります: 「学び」1行、「学びの充実」1行"), "{said}");
    // Another spelling next year is told.
    let next = table.replace("3,講座,,1,開かれた市制", "3,講座,,1,開けた市政");
    let said = self::told(&after, &propose_text(&after, &[("x.csv", &next)]));
    assert!(said.contains("開けた市政"), "{said}");
}

#[test]
fn a_row_with_shifted_columns_is_told_once_and_not_taken() {
    let columns = "columns:\n  - {column: 実績1, key: indicators.1.actuals.2023, unit_from: 単位1, only_with: 指標名}\n  - {column: 実績2, key: indicators.2.actuals.2023, unit: 件, only_with: 名称2}\n  - {column: 実績3, key: indicators.3.actuals.2023, unit: 件, only_with: 名称3}\n  - {column: 名称2, key: indicators.2.name}\n  - {column: 名称3, key: indicators.3.name}\n  - {column: 決算, key: years.2023.costs.settled.total, unit: 千円}\n  - {value: none, key: indicators.2.rule}\n  - {value: none, key: indicators.3.rule}\n";
    let content = of_years(columns);
    let table = "番号,事業名,指標名,単位1,名称2,名称3,実績1,実績2,実績3,決算\n1,相談,件数,件,,,7,5,9,100\n2,見学,件数,件,,,7,5,0,200\n3,講座,件数,件,回数,人数,7,5,9,300\n";
    let proposal = propose_text(&content, &[("x.csv", table)]);
    let said = told(&content, &proposal);
    let line = "2行目「相談」は列がずれているようなので、名称のある列の値も合わせて、3欄を取り込みません。空の「名称2」「名称3」に値があります: 実績2 5(ほか1列)\n --> x.csv!H2";
    assert!(said.contains(line), "{said}");
    // One value without a name is that one only.
    assert!(said.contains("「名称2」が空の行に値があるので、取り込みません: 実績2 5\n --> x.csv!H3"), "{said}");
    assert_eq!(said.matches("[not-read]").count(), 3, "{said}");
    let after = after(content, &proposal);
    let first = &after["programs/jimu/1.yaml"];
    assert!(first.contains("name: 件数") && !first.contains("actuals") && first.contains("total: \"100\""), "{first}");
    assert!(after["programs/jimu/2.yaml"].contains("value: \"7\""));
    assert!(after["programs/jimu/3.yaml"].contains("value: \"9\""));
}

#[test]
fn a_cell_that_says_the_same_is_read_only_as_declared() {
    let columns = |ditto: &str| {
        format!(
            "columns:\n  - {{column: 実績, key: years.2023.results}}\n  - {{column: 評価, ignore: 使わない}}\n  - {{column: 計画, key: years.2023.plan{ditto}}}\n"
        )
    };
    let table = "番号,事業名,指標名,実績,評価,計画\n1,相談,,窓口を開く,良い,予約を始める\n2,見学,,見学を受ける,良い,同上\n3,講座,,講座を開く,良い,〃\n";
    let plans = |ditto: &str, table: &str| {
        let content = of_years(&columns(ditto));
        let proposal = propose_text(&content, &[("x.csv", table)]);
        let said = told(&content, &proposal);
        let after = if proposal.findings.has_errors() { Texts::new() } else { after(content, &proposal) };
        (said, after)
    };
    // Both cells that may be meant are shown.
    let (said, _) = plans("", table);
    let choice = "同じ行の左の文(D3「見学を受ける」)のことなら、`ditto: 左の列`、上の行(F2「予約を始める」)のことなら、`ditto: 上の行`";
    assert!(said.contains("エラー[cell-ditto]") && said.contains(choice), "{said}");
    let (_, left) = plans(", ditto: 左の列", table);
    assert!(left["programs/jimu/2.yaml"].contains("plan:\n      - 見学を受ける"), "{}", left["programs/jimu/2.yaml"]);
    assert!(left["programs/jimu/3.yaml"].contains("plan:\n      - 講座を開く"));
    // The row above may say the same of the one above it.
    let (_, above) = plans(", ditto: 上の行", table);
    assert!(above["programs/jimu/3.yaml"].contains("plan:\n      - 予約を始める"), "{}", above["programs/jimu/3.yaml"]);
    let (said, _) = plans(", ditto: 左の列", &table.replace("講座を開く", ""));
    assert!(said.contains("計画: 「〃」の指す左の列のセルに、文がありません\n --> x.csv!F4"), "{said}");
}

#[test]
fn a_draft_asks_what_a_cell_that_says_the_same_means() {
    let (site, _) = load(&sources(content()));
    let program = site.program(&ProgramId("jimu".to_owned())).expect("it is there");
    let book = import::open("x.csv", "番号,事業名,対象\n1,相談,市民\n2,見学,同上\n".as_bytes()).expect("it is a table");
    let draft = learn(&book, program, &PLAIN).expect("it has cells").text;
    let line = "ditto: 【未記入】}   # 「同上」(C3)の指すセルは、左の列(同じ行の左の文)か、上の行か\n";
    assert!(draft.contains(line) && draft.find(line) < draft.find("  # 確認"), "{draft}");
}

const LONG: &str = "事業番号,事業名,担当課,年度,予算額,決算額,活動指標,単位,目標,実績,所見
0001,相談,市民課,令和4年度,100,90,相談件数,件,50,48,増えた
0001,相談の充実,市民課,令和5年度,110,105,相談件数,件,55,,
0002,補修,市民課,令和5年度,1000,990,箇所数,箇所,20,18,減った
0001,相談の充実,市民課,令和6年度,120,,相談件数,件,60,61,保った
";

/// A content without readings, and what a long table proposes as `columns` read it.
fn of_rows(year: &str, columns: &str, table: &str) -> (Texts, String, Proposal) {
    let mut content = content();
    content.retain(|path, _| !path.starts_with("import/"));
    let reading = format!(
        "layout: years\nrecord: {{program: jimu, id: 事業番号}}\n{year}columns:\n{columns}  - {{column: 事業名, key: title}}\n"
    );
    content.insert("import/nagai.yaml".to_owned(), reading);
    let (site, found) = load(&sources(content.clone()));
    let faults = report(&found, &sources(content.clone()));
    let (shapes, books) = (shapes(), [import::open("x.csv", table.as_bytes()).expect("it is a table")]);
    let originals: BTreeMap<_, _> =
        content.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
    let proposal = Table::read(&site.table_readings[0], (&books, 1), &site, &shapes).propose(&originals);
    (content, faults, proposal)
}

#[test]
fn the_rows_of_the_years_of_a_record_are_one() {
    let columns = "  - {column: 予算額, key: years.@.costs.initial.total, unit: 千円}\n  - {column: 決算額, key: years.@.costs.settled.total, unit: 千円}\n  - {column: 活動指標, key: indicators.1.name}\n  - {column: 目標, key: indicators.1.targets.@, unit_from: 単位}\n  - {column: 実績, key: indicators.1.actuals.@, unit_from: 単位}\n  - {value: none, key: indicators.1.rule}\n  - {column: 所見, key: years.@.results}\n  - {column: 担当課, ignore: 組織が変わった}\n";
    let (content, faults, proposal) = of_rows("year: {column: 年度}\n", columns, LONG);
    assert_eq!(faults, "");
    let said = told(&content, &proposal);
    let changed =
        "事業名(title) が、前の年度の行の「相談」から「相談の充実」に変わっています。新しい年度の行の値を取り込みます";
    assert!(said.contains(changed) && said.contains("--> x.csv!B3"), "{said}");
    assert_eq!(said.matches("注意").count(), 1, "{said}");
    let content = after(content, &proposal);
    let first = &content["programs/jimu/0001.yaml"];
    for lines in [
        "title: 相談の充実\n",
        "    targets:\n      - {value: \"50\", unit: 件, fiscal_year: 2022}\n      - {value: \"55\", unit: 件, fiscal_year: 2023}\n      - {value: \"60\", unit: 件, fiscal_year: 2024}\n",
        // An empty cell is not known, and nothing of another year.
        "    actuals:\n      - {value: \"48\", unit: 件, fiscal_year: 2022}\n      - {value: \"61\", unit: 件, fiscal_year: 2024}\n",
        "  - fiscal_year: 2024\n    results:\n      - 保った\n    costs:\n      - {stage: initial, unit: 千円, total: \"120\"}\n",
    ] {
        assert!(first.contains(lines), "{lines}\n{first}");
    }
    assert_eq!(first.matches("stage: settled").count(), 2, "{first}");
    let second = &content["programs/jimu/0002.yaml"];
    assert_eq!(second.matches("fiscal_year").count(), 3, "{second}");
    // Once more, nothing changes; another cell is a change of its year.
    let (.., again) = of_rows_in(&content, LONG);
    assert_eq!(again.changes.len(), 0, "{:?}", again.changes);
    let (.., edited) = of_rows_in(&content, &LONG.replace("990,箇所数", "991,箇所数"));
    let fields: Vec<_> = edited.changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(fields, ["決算額(years.2023.costs.settled.total)"]);
}

fn of_rows_in(content: &Texts, table: &str) -> (Texts, Proposal) {
    (content.clone(), propose_text(content, &[("x.csv", table)]))
}

#[test]
fn the_years_of_rows_that_cannot_be_told_are_told() {
    let columns = "  - {column: 費用, key: years.@.costs.settled.total, unit: 千円}\n";
    let table = "事業番号,事業名,年度,費用\n1,相談,6,3\n1,相談,6,4\n1,相談,,5\n1,相談,来年,6\n";
    let (content, faults, proposal) = of_rows("year: {column: 年度}\n", columns, table);
    assert_eq!(faults, "");
    let said = told(&content, &proposal);
    for message in [
        "列「年度」の「6」は、元号が分からないため、年度として読めません(ほか1行)",
        "列「年度」が空で、どの年度の行かが分かりません",
        "列「年度」の「来年」を、年度として読めません",
    ] {
        assert!(said.contains(message), "{message}\n{said}");
    }
    let (content, _, proposal) = of_rows("year: {column: 年度, era: 令和}\n", columns, table);
    let said = told(&content, &proposal);
    assert!(said.contains("番号「1」の令和6年度の行が2つあります(もう1つは x.csv!A2)"), "{said}");
    for (year, columns, fault) in [
        ("", columns, "年度の列が決まりません"),
        ("year: {column: 年度, is: R6}\n", columns, "`is` は、1行が1つの記録の表"),
        ("year: {column: 年度, era: 今}\n", columns, "元号を書きます"),
        ("year: {column: 年度}\nrepeated: [R6]\n", columns, "`repeated` は、1行が1つの記録の表"),
        (
            "year: {column: 年度}\n",
            "  - {column: 費用, key: years.2024.costs.settled.total, unit: 千円}\n",
            "欄「years.2024.costs.settled.total」の年度は、行の年度です",
        ),
    ] {
        let (_, faults, _) = of_rows(year, columns, table);
        assert!(faults.contains(fault), "{fault}\n{faults}");
    }
    // A table with one row a record whose years differ is told how to be read.
    let content = of_years("year: {column: 年度, is: R6}\ncolumns:\n");
    let said =
        told(&content, &propose_text(&content, &[("x.csv", "番号,事業名,指標名,年度\n1,相談,数,R6\n1,相談,数,R5\n")]));
    assert!(said.contains("表の年度が決まりません") && said.contains("`layout: years`"), "{said}");
}

#[test]
fn a_draft_knows_rows_that_are_years() {
    let (site, _) = load(&sources(content()));
    let program = site.program(&ProgramId("jimu".to_owned())).expect("it is there");
    let draft = |table: &str| {
        let book = import::open("x.csv", table.as_bytes()).expect("it is a table");
        learn(&book, program, &Hints { unit: Some("千円"), ..PLAIN }).expect("it has cells").text
    };
    let long = draft(LONG);
    for line in [
        "layout: years\nyear: {column: 年度}   # 推測",
        "- {column: 予算額, key: years.@.costs.initial.total, unit: 千円}",
        "- {column: 決算額, key: years.@.costs.settled.total, unit: 千円}",
        "- {column: 活動指標, key: indicators.1.name}",
        "- {column: 目標, key: indicators.1.targets.@, unit_from: 単位, only_with: 活動指標}",
        "- {column: 所見, key: years.@.texts.",
    ] {
        assert!(long.contains(line), "{line}\n{long}");
    }
    assert!(!long.contains("repeated") && !long.contains("1927"), "{long}");
    let numbers =
        draft(&LONG.replace("令和", "").replace("年度,", ",").replacen("事業名,担当課,,", "事業名,担当課,年度,", 1));
    assert!(numbers.contains("year: {column: 年度, era: 令和}"), "{numbers}");
    // One row a record, or a number twice with one year, is no such table.
    let flat = draft(
        &LONG
            .replace("0001,相談の充実", "0003,相談の充実")
            .replace("0003,相談の充実,市民課,令和6年度", "0004,相談の充実,市民課,令和6年度"),
    );
    assert!(!flat.contains("layout"), "{flat}");
    let twice = draft(&LONG.replace("令和6年度", "令和5年度"));
    assert!(!twice.contains("layout"), "{twice}");
}

#[test]
fn a_cell_that_was_emptied_is_told_and_clears_the_record_when_that_is_confirmed() {
    let columns = "columns:\n  - {column: 概要, key: summary}\n  - {column: 単位, ignore: 値の列で読む}\n  - {column: 実績, key: indicators.1.actuals.2023, unit_from: 単位, only_with: 指標名}\n  - {column: 前年, key: indicators.1.actuals.2022, unit_from: 単位, only_with: 指標名}\n  - {column: 決算, key: years.2023.costs.settled.total, unit: 千円}\n";
    let before = of_years(columns);
    let table = "番号,事業名,指標名,概要,単位,実績,前年,決算\n1,相談,件数,窓口を開く,件,7,6,100\n2,見学,回数,見学を受ける,回,5,4,200\n";
    let emptied = "番号,事業名,指標名,概要,単位,実績,前年,決算\n1,相談,件数,,件,,6,100\n2,見学,,見学を受ける,,,,\n";
    let first = propose_text(&before, &[("x.csv", table)]);
    let before = after(before, &first);
    let proposed = |content: &Texts, tables: &[(&str, &str)], is_confirmed: bool| {
        let (site, _) = load(&sources(content.clone()));
        let open = |(name, text): &(&str, &str)| import::open(name, text.as_bytes()).expect("it is a table");
        let (shapes, books): (_, Vec<Book>) = (shapes(), tables.iter().map(open).collect());
        let originals: BTreeMap<_, _> =
            content.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
        let table = Table::read(&site.table_readings[0], (&books, 1), &site, &shapes);
        table.clearing(is_confirmed).propose(&originals)
    };
    // Without a word from the clerk all stays, and all is told, with and without the table before.
    for (tables, known) in [
        (&[("y.csv", emptied)][..], "表では空で、記録には値のある欄が6か所あります"),
        (&[("y.csv", emptied), ("x.csv", table)][..], "前に取り込んだ表から空になった欄が6か所あります"),
    ] {
        let proposal = proposed(&before, tables, false);
        let said = told(&before, &proposal);
        assert!(proposal.revisions.is_empty() && !proposal.has_doubts(), "{said}");
        let line = format!(
            "注意[cell-emptied]: {known}。記録の値はそのままです: D2 programs/jimu/1 の概要「・窓口を開く」、F2 programs/jimu/1 の実績「7」、"
        );
        assert!(said.contains(&line) && said.contains("、ほか1欄\n --> y.csv!D2"), "{said}");
    }
    // It goes when that is confirmed: a value with its item, an indicator with its name, costs with their amount.
    let proposal = proposed(&before, &[("y.csv", emptied), ("x.csv", table)], true);
    assert!(!proposal.has_doubts());
    let cleared = after(before.clone(), &proposal);
    let (one, two) = (&cleared["programs/jimu/1.yaml"], &cleared["programs/jimu/2.yaml"]);
    assert!(!one.contains("summary") && !one.contains("value: \"7\"") && one.contains("value: \"6\""), "{one}");
    assert_eq!(two, "title: 見学\nsummary:\n  - 見学を受ける\ndraft: true\n", "{two}");
    // Without the table before, the values may be somebody else's.
    assert!(proposed(&before, &[("y.csv", emptied)], true).has_doubts());
    // A record that was edited since is a conflict, and a title stays.
    let mut edited = before.clone();
    let record = edited.get_mut("programs/jimu/1.yaml").expect("it is there");
    *record = record.replace("窓口を開く", "窓口を2つ開く");
    let said = told(&edited, &proposed(&edited, &[("y.csv", emptied), ("x.csv", table)], true));
    assert!(said.contains("エラー[changed-since]: 概要"), "{said}");
    let untitled = emptied.replace("2,見学,", "2,,");
    let said = told(&before, &proposed(&before, &[("y.csv", &untitled)], true));
    assert!(said.contains("エラー[missing-title]: 題名が空です。記録では「見学」です"), "{said}");
    // A unit that is gone while its number stays is told as well.
    let unitless = table.replace("窓口を開く,件", "窓口を開く,");
    let said = told(&before, &proposed(&before, &[("y.csv", &unitless)], false));
    assert!(said.contains("欄が2か所あります。記録の値はそのままです: E2 programs/jimu/1 の単位「件」"), "{said}");
    // What was empty before says nothing of what an editor wrote.
    let mut written = before.clone();
    let record = written.get_mut("programs/jimu/1.yaml").expect("it is there");
    *record = record.replace("draft: true", "goal: 待たせない\ndraft: true");
    let reading = written.get_mut("import/hyo.yaml").expect("it is there");
    reading.push_str("  - {column: 目的, key: goal}\n");
    let with = table.replace("決算", "決算,目的").replace("100", "100,").replace("200", "200,");
    let said = told(&written, &proposed(&written, &[("y.csv", &with), ("x.csv", &with)], false));
    assert_eq!(said, "");
}

#[test]
fn reasons_are_read_beside_their_marks() {
    let line =
        "columns:\n  - {column: 評価, key: years.2023.evaluations.ka.sogo.mark, values: {良: A}, reason_from: 理由}\n";
    let content = of_years(line);
    let table = "番号,事業名,指標名,評価,理由\n1,相談,,良,\"待ち時間が減った\n苦情が減った\"\n2,見学,,良,\n";
    let content = after(content.clone(), &propose_text(&content, &[("x.csv", table)]));
    let reasons = "      - by: ka\n        scale: sogo\n        mark: A\n        text:\n          - 待ち時間が減った\n          - 苦情が減った\n";
    assert!(content["programs/jimu/1.yaml"].contains(reasons), "{}", content["programs/jimu/1.yaml"]);
    assert!(content["programs/jimu/2.yaml"].contains("{by: ka, scale: sogo, mark: A}"));
    let wrong = sources(of_years("columns:\n  - {column: 評価, key: summary, reason_from: 理由}\n"));
    let (_, found) = load(&wrong);
    assert!(report(&found, &wrong).contains("の `reason_from` は、評価(`….mark`)の列に書きます"));
}

#[test]
fn a_draft_knows_a_table_of_indicators() {
    let (site, _) = load(&sources(content()));
    let program = site.program(&ProgramId("jimu".to_owned())).expect("it is there");
    let table = "KPI番号,施策,KPI名,単位,基準値(R2),R4目標,R4実績,R5目標,R5見込,担当課\nK-01,雇用,就業者数,人,120,130,128,135,141,商工課\nK-02,観光,入込客数,千人,\"1,200\",\"1,250\",\"1,190\",\"1,300\",\"1,310\",観光課\n";
    let book = import::open("kpi.csv", table.as_bytes()).expect("it is a table");
    let draft = learn(&book, program, &PLAIN).expect("it has cells").text;
    for line in [
        "record: {program: jimu, id: KPI番号}",
        "- {column: KPI名, key: title}   # 推測",
        "- {column: KPI名, key: indicators.1.name}",
        "- {column: 基準値(R2), key: indicators.1.baseline, unit_from: 単位, only_with: KPI名}",
        "- {value: \"2020\", key: indicators.1.baseline.fiscal_year}",
        "- {column: R4目標, key: indicators.1.targets.2022, unit_from: 単位, only_with: KPI名}",
        "- {column: R4実績, key: indicators.1.actuals.2022, unit_from: 単位, only_with: KPI名}",
        "- {column: R5見込, key: indicators.1.forecasts.2023, unit_from: 単位, only_with: KPI名}",
        "- {column: 担当課, key: departments}",
    ] {
        assert!(draft.contains(line), "{line}\n{draft}");
    }
    assert!(!draft.contains(": 【未記入】"), "{draft}");
    let mut content = content();
    content.retain(|path, _| !path.starts_with("import/"));
    let draft = draft.replace("key: departments", "ignore: 使わない").replace("key: texts.id2", "ignore: 使わない");
    content.insert("import/kpi.yaml".to_owned(), draft);
    let proposal = propose_text(&content, &[("kpi.csv", table)]);
    let content = after(content, &proposal);
    let item = &content["programs/jimu/k-02.yaml"];
    for line in [
        "title: 入込客数\n",
        "    baseline:\n      value: \"1200\"\n      unit: 千人\n      fiscal_year: 2020\n",
        "      - {value: \"1300\", unit: 千人, fiscal_year: 2023}\n    forecasts:\n      - {value: \"1310\", unit: 千人, fiscal_year: 2023}\n",
    ] {
        assert!(item.contains(line), "{line}\n{item}");
    }
}

#[test]
fn a_row_with_the_number_zero_is_told_by_its_title_and_not_taken() {
    let content = of_years("columns:\n");
    let proposal = propose_text(&content, &[("x.csv", "番号,事業名,指標名\n0,水路の改修,長さ\n7,相談,数\n")]);
    let paths: Vec<_> = proposal.revisions.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, ["programs/jimu/7.yaml"]);
    let said = told(&content, &proposal);
    assert!(said.contains("番号が「0」の行「水路の改修」は、取り込みません\n --> x.csv!A2"), "{said}");
}

#[test]
fn slips_among_several_departments_are_told_with_their_cells() {
    let mut content = of_years("columns:\n  - {column: 担当課, key: departments}\n");
    let known = "  - {id: suido, name: 上下水道工務課}\n";
    content.get_mut("departments.yaml").expect("it is there").push_str(known);
    let rows = "番号,事業名,指標名,担当課\n1,相談,数,上下水道公務課\n2,見学,数,観光振興室\n";
    let said = told(&content, &propose_text(&content, &[("x.csv", rows)]));
    let slip =
        "「上下水道公務課」(D2)は「上下水道工務課」の書き誤りではありませんか。新しい部局なら、departments.yaml に";
    assert!(said.contains("departments.yaml に無い部局・課所が2あります") && said.contains(slip), "{said}");
    assert!(!said.contains("「観光振興室」("), "{said}");
}

#[test]
fn the_digits_of_a_division_are_rounded_and_fractions_made_per_cent_only_as_declared() {
    let columns = "columns:\n  - {column: 実績, key: indicators.1.actuals.2023, unit_from: 単位}\n  - {column: 目標, key: indicators.1.targets.2024, unit_from: 単位}\n";
    let table = "番号,事業名,指標名,単位,実績,目標\n1,援助,援助の割合,％,73.1874145,82.55\n2,整備,進捗率,％,0.5051703163,1\n3,相談,一人あたり,千円,0.0298053,0.5\n4,修繕,修繕率,％,0,0.75\n";
    let read = |top: &str| {
        let content = of_years(&format!("{top}{columns}"));
        let proposal = propose_text(&content, &[("x.csv", table)]);
        let said = told(&content, &proposal);
        (after(content, &proposal), said)
    };
    let has = |content: &Texts, number: u32, values: [&str; 2]| {
        let record = &content[&format!("programs/jimu/{number}.yaml")];
        for value in values {
            assert!(record.contains(&format!("{{value: \"{value}\", unit: ")), "{value}\n{record}");
        }
    };
    // As they are shown, and told with the lines to write.
    let (content, said) = read("");
    has(&content, 1, ["73.1874145", "82.55"]);
    has(&content, 2, ["0.5051703163", "1"]);
    for line in [
        "指標が1つ(1件の記録)あります: E3 0.5051703163\n",
        "fractions: [\"2\"]\n",
        "どの値も1以下の指標が1つあります\n --> x.csv!F5\n",
        "\nF5: 4「修繕率」 0.75\n",
        "小数が5桁以上続く数が3か所あります: E2 73.1874145、E3 0.5051703163、E4 0.0298053\n",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    // What was typed stays, and what is smaller than one keeps two digits.
    let (content, said) = read("decimals: 1\nfractions: [2, 4]\n");
    has(&content, 1, ["73.2", "82.55"]);
    has(&content, 2, ["50.5", "100"]);
    has(&content, 3, ["0.030", "0.5"]);
    has(&content, 4, ["0", "75"]);
    assert!(!said.contains("cell-digits"), "{said}");
    // A rate declared to be a fraction has no value above one.
    let content = of_years(&format!("fractions: [2]\n{columns}"));
    let said =
        told(&content, &propose_text(&content, &[("x.csv", &table.replace("0.5051703163,1\n", "0.5051703163,85\n"))]));
    assert!(said.contains("エラー[unknown-value]: % にする前の数(`fractions`)とした記録の率に、1より大きい 85 があります\n --> x.csv!F3"), "{said}");
}

#[test]
fn a_record_that_next_years_file_adds_names_that_file() {
    let content = of_years(
        "columns:\n  - {column: 実績, key: years.2023.results}\n  - {value: hyo-r5.csv, key: source.document}\n",
    );
    let first = propose_text(&content, &[("hyo-r5.csv", "番号,事業名,指標名,実績\n1,相談,,開いた\n")]);
    let content = after(content, &first);
    assert!(content["programs/jimu/1.yaml"].contains("document: hyo-r5.csv"), "{}", content["programs/jimu/1.yaml"]);
    let later = "番号,事業名,指標名,実績\n1,相談,,広げた\n2,見学,,受けた\n";
    let second = propose_text(&content, &[("hyo-r6.csv", later)]);
    let content = after(content, &second);
    assert!(content["programs/jimu/1.yaml"].contains("document: hyo-r5.csv"), "{}", content["programs/jimu/1.yaml"]);
    assert!(content["programs/jimu/2.yaml"].contains("document: hyo-r6.csv"), "{}", content["programs/jimu/2.yaml"]);
    assert!(propose_text(&content, &[("hyo-r6.csv", later)]).changes.is_empty());
}

#[test]
fn a_same_that_nobody_has_decided_is_told_with_the_words_of_the_draft() {
    let content = of_years(
        "columns:\n  - {column: 計画, key: years.2023.plan, ditto: 【未記入】, split: 行}   # 「同上」(C3)の指すセルは、左の列か、上の行か\n",
    );
    let sources = sources(content);
    let (_, found) = load(&sources);
    let said = report(&found, &sources);
    for line in [
        "がまだ書かれていません",
        "`ditto: 左の列`",
        "`ditto: 上の行`",
        "(下書きの説明: 「同上」(C3)の指すセルは、左の列か、上の行か)",
    ] {
        assert!(said.replace("が、", "が").contains(line), "{line}\n{said}");
    }
}

#[test]
fn rules_that_are_guessed_for_several_indicators_are_told_in_one_line_that_is_read() {
    let (site, _) = load(&sources(content()));
    let program = site.program(&ProgramId("jimu".to_owned())).expect("it is there");
    let table = "番号,事業名,活動指標ア：名称,活動指標ア：単位,活動指標イ：名称,活動指標イ：単位,R5活動指標ア,R5活動指標イ\n1,相談,相談の数,件,窓口の数,か所,5,6\n2,見学,見学の数,回,参加した人,人,7,8\n";
    let drafted = |table: &str| {
        let book = import::open("x.csv", table.as_bytes()).expect("it is a table");
        learn(&book, program, &PLAIN).expect("it has cells")
    };
    let draft = drafted(table).text;
    let told =
        draft.find("  # 推測 どの指標も、判定の規則が表に無いので「判定しない」(rule: none)とします(終わりの2行)");
    assert!(told.is_some() && told < draft.find("  # 読まなくても"), "{draft}");
    for number in [1, 2] {
        let line = draft.find(&format!("- {{value: none, key: indicators.{number}.rule}}\n"));
        assert!(line > draft.find("  # 読まなくても"), "{draft}");
    }
}

/// A list with amounts as cities print them, a sum and a note below it.
#[test]
fn sums_notes_and_triangles_are_read_as_they_are_meant() {
    let mut content = content();
    content.retain(|path, _| !path.starts_with("import/"));
    let reading = "record: {program: jimu, id: 番号}
columns:
  - {column: 事業名, key: title}
  - {column: R4決算, key: years.2022.costs.settled.total, unit: 千円}
";
    content.insert("import/kessan.yaml".to_owned(), reading.to_owned());
    let (site, _) = load(&sources(content.clone()));
    let table = "番号,事業名,R4決算\n0101,道路の補修,▲10\n0102,橋の点検,\"△１,２００\"\n合　計,,-1210\n※予算額は最終予算額です。,,\n";
    let books = [import::open("kessan.csv", table.as_bytes()).expect("it is a table")];
    let originals: BTreeMap<_, _> =
        content.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
    let proposal = Table::read(&site.table_readings[0], (&books, 1), &site, &shapes()).propose(&originals);
    let told = told(&content, &proposal);
    assert!(told.contains("番号の列に「合 計」とある行は、取り込みません"), "{told}");
    assert!(told.contains("番号の列に「※予算額は最終予算額です。」とある行は、取り込みません"), "{told}");
    let content = after(content, &proposal);
    assert!(content["programs/jimu/0101.yaml"].contains("total: \"-10\""), "{}", content["programs/jimu/0101.yaml"]);
    assert!(content["programs/jimu/0102.yaml"].contains("total: \"-1200\""), "{}", content["programs/jimu/0102.yaml"]);
}

/// What a table of one program is drafted as.
fn drafted(table: &str) -> String {
    let (site, _) = load(&sources(content()));
    let program = site.programs.iter().find(|program| program.id == ProgramId("jimu".to_owned())).expect("it is there");
    let book = import::open("kessan.csv", table.as_bytes()).expect("it is a table");
    learn(&book, program, &PLAIN).expect("it is a table").text
}

#[test]
fn a_unit_above_the_table_and_years_in_brackets_are_drafted() {
    let text = drafted(
        "決算の一覧（単位：百万円）,,,\n番号,事業名,決算額（令４）,決算額(令和5年度)\n1,道路,10,20\n2,橋,30,40\n",
    );
    assert!(text.contains("{column: 決算額（令４）, key: years.2022.costs.settled.total, unit: 百万円}"), "{text}");
    assert!(text.contains("{column: 決算額(令和5年度), key: years.2023.costs.settled.total, unit: 百万円}"), "{text}");
    let text = drafted("(単位：百万円),,単位：千円\n番号,事業名,R4決算額\n1,道路,10\n2,橋,30\n");
    assert!(text.contains("unit: 【未記入】"), "{text}");
}
