//! Tables of which each row is an indicator of a record, or an indicator in one year: the rows of a number are one record, each
//! indicator is known again by its name, and what a clerk may have written otherwise is told with its cell.

use std::collections::BTreeMap;

use mieruka::import::{self, Book, Proposal, Table, learn};
use mieruka::load::{load, shapes};
use mieruka::model::{PlanId, ProgramId};

use crate::import_own::{PLAIN, after, content, told};
use crate::sites::{Texts, report, sources};

/// A list as cities have it: the number and the title stand in the first row of each.
const LIST: &str = "施策コード,施策名,KPI名,単位,基準値(R2),R4目標,R4実績,R5目標,R5見込,目標値(R8),担当課,備考
1-2-3,子育ての支援,保育所の定員,人,\"1,200\",\"1,250\",\"1,240\",\"1,300\",\"1,290\",\"1,400\",市民課,
1-2-3,,待機児童の数,人,12,8,9,5,4,0,財政課,4月1日現在
1-2-4,公園の緑,花壇の数,か所,30,32,33,34,—,40,庶務課,
";

const DECLARED: &str = "layout: indicators
record: {program: jimu, id: 施策コード}
columns:
  - {column: 施策名, key: title}
  - {column: KPI名, key: indicators.@.name}
  - {value: none, key: indicators.@.rule}
  - {column: 基準値(R2), key: indicators.@.baseline, unit_from: 単位, empty: [—]}
  - {value: \"2020\", key: indicators.@.baseline.fiscal_year}
  - {column: R4目標, key: indicators.@.targets.2022, unit_from: 単位}
  - {column: R4実績, key: indicators.@.actuals.2022, unit_from: 単位}
  - {column: R5目標, key: indicators.@.targets.2023, unit_from: 単位}
  - {column: R5見込, key: indicators.@.forecasts.2023, unit_from: 単位, empty: [—]}
  - {column: 目標値(R8), key: indicators.@.target, unit_from: 単位}
  - {value: \"2026\", key: indicators.@.target.fiscal_year}
  - {column: 担当課, key: departments}
  - {column: 備考, key: indicators.@.note}
";

/// The content with a reading and nothing else to read.
fn reading(text: &str) -> Texts {
    let mut content = content();
    content.retain(|path, _| !path.starts_with("import/"));
    content.insert("import/kpi.yaml".to_owned(), text.to_owned());
    content
}

fn faults(content: &Texts) -> String {
    report(&load(&sources(content.clone())).1, &sources(content.clone()))
}

/// What tables propose; the second was imported before.
fn propose(content: &Texts, tables: &[&str]) -> Proposal {
    assert_eq!(faults(content), "");
    let (site, _) = load(&sources(content.clone()));
    let open = |text: &&str| import::open("kpi.csv", text.as_bytes()).expect("it is a table");
    let (shapes, books): (_, Vec<Book>) = (shapes(), tables.iter().map(open).collect());
    let originals: BTreeMap<_, _> =
        content.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
    Table::read(&site.table_readings[0], (&books, 1), &site, &shapes).propose(&originals)
}

/// What is told of a table in a content.
fn said(content: &Texts, tables: &[&str]) -> String {
    told(content, &propose(content, tables))
}

/// The content into which the list was imported.
fn imported() -> Texts {
    let content = reading(DECLARED);
    let proposal = propose(&content, &[LIST]);
    after(content, &proposal)
}

fn fields(proposal: &Proposal) -> Vec<&str> {
    proposal.changes.iter().map(|change| change.field.as_str()).collect()
}

#[test]
fn the_rows_of_a_number_are_the_indicators_of_a_record() {
    let content = reading(DECLARED);
    let said = said(&content, &[LIST]);
    assert!(
        said.contains("注意[several-names]: 担当課(departments) が、同じ番号の行で違います: 「市民課」(kpi.csv!K2)と「財政課」。合わせて取り込みます\n --> kpi.csv!K3"),
        "{said}"
    );
    assert_eq!((said.matches("注意").count(), said.matches("エラー").count()), (1, 0), "{said}");
    let content = imported();
    assert_eq!(
        content["programs/jimu/1-2-3.yaml"],
        "title: 子育ての支援
departments: [zaisei, shimin]
indicators:
  - number: 1
    name: 保育所の定員
    rule: none
    baseline:
      value: \"1200\"
      unit: 人
      fiscal_year: 2020
    target:
      value: \"1400\"
      unit: 人
      fiscal_year: 2026
    targets:
      - {value: \"1250\", unit: 人, fiscal_year: 2022}
      - {value: \"1300\", unit: 人, fiscal_year: 2023}
    forecasts:
      - {value: \"1290\", unit: 人, fiscal_year: 2023}
    actuals:
      - {value: \"1240\", unit: 人, fiscal_year: 2022}
  - number: 2
    name: 待機児童の数
    rule: none
    baseline:
      value: \"12\"
      unit: 人
      fiscal_year: 2020
    target:
      value: \"0\"
      unit: 人
      fiscal_year: 2026
    targets:
      - {value: \"8\", unit: 人, fiscal_year: 2022}
      - {value: \"5\", unit: 人, fiscal_year: 2023}
    forecasts:
      - {value: \"4\", unit: 人, fiscal_year: 2023}
    actuals:
      - {value: \"9\", unit: 人, fiscal_year: 2022}
    note: 4月1日現在
draft: true
"
    );
    let (site, mut found) = load(&sources(content.clone()));
    found.extend(mieruka::examine(&site));
    assert!(!found.has_errors(), "{}", report(&found, &sources(content.clone())));
    let again = propose(&content, &[LIST]);
    assert_eq!((again.revisions.len(), fields(&again).len()), (0, 0));
}

#[test]
fn an_indicator_is_known_again_by_its_name_wherever_its_row_stands() {
    let mut content = imported();
    let record = content.get_mut("programs/jimu/1-2-3.yaml").expect("it is there");
    // What somebody has decided in the record is not what every row says.
    *record = record.replacen("rule: none", "rule: increase", 1);
    // The rows in another order, a column at another place, a new indicator, a corrected value.
    let later = "KPI名,施策コード,施策名,単位,基準値(R2),R4目標,R4実績,R5目標,R5見込,目標値(R8),担当課,備考
待機児童の数,1-2-3,子育ての支援,人,12,8,9,5,3,0,財政課,4月1日現在
相談の件数,1-2-3,,件,—,100,90,110,105,150,市民課,
保育所の定員,1-2-3,,人,\"1,200\",\"1,250\",\"1,240\",\"1,300\",\"1,290\",\"1,400\",市民課,
花壇の数,1-2-4,公園の緑,か所,30,32,33,34,—,40,庶務課,
";
    let proposal = propose(&content, &[later, LIST]);
    let old = fields(&proposal).into_iter().filter(|field| !field.contains("indicators.3."));
    assert_eq!(old.collect::<Vec<_>>(), ["R5見込(indicators.2.forecasts.2023.value)"]);
    assert!(!told(&content, &proposal).contains("unknown-base"), "{}", told(&content, &proposal));
    let content = after(content, &proposal);
    let record = &content["programs/jimu/1-2-3.yaml"];
    assert!(record.contains("name: 保育所の定員\n    rule: increase\n"), "{record}");
    let new = "  - number: 3\n    name: 相談の件数\n    rule: none\n    target:\n      value: \"150\"\n      unit: 件\n      fiscal_year: 2026\n";
    assert!(record.contains(new), "{record}");
}

#[test]
fn a_renamed_indicator_is_told_and_not_doubled() {
    let content = imported();
    let renamed = LIST.replace("待機児童の数", "待機児童数");
    let said_of = |content: &Texts| said(content, &[&renamed]);
    let told = said_of(&content);
    for line in [
        "エラー[unknown-row]: 指標「待機児童数」は記録(programs/jimu/1-2-3.yaml)に無く、記録にある指標「待機児童の数」は表にありません。名称が変わったのか、別の指標なのかが決まりません\n --> kpi.csv!C3",
        "記録の `name` を「待機児童数」に直し、`aliases` に「待機児童の数」を書いてください",
        "`values: {待機児童数: 待機児童の数}`",
        "`values: {待機児童数: 待機児童数}`",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    // Each of the three ways that are told.
    let mut edited = content.clone();
    let record = edited.get_mut("programs/jimu/1-2-3.yaml").expect("it is there");
    *record = record.replace("name: 待機児童の数\n", "name: 待機児童数\n    aliases: [待機児童の数]\n");
    assert_eq!(fields(&propose(&edited, &[&renamed])), [""; 0]);
    assert_eq!(fields(&propose(&edited, &[&renamed, LIST])), [""; 0]);
    // By the name that it had before, it is the same one.
    assert_eq!(fields(&propose(&edited, &[LIST])), [""; 0]);
    assert!(!said(&edited, &[LIST]).contains("missing-rows"));
    let declare = |to: &str| {
        let mut content = content.clone();
        let line = format!("key: indicators.@.name, values: {{待機児童数: {to}}}");
        let declared = DECLARED.replace("key: indicators.@.name", &line);
        content.insert("import/kpi.yaml".to_owned(), declared);
        content
    };
    assert_eq!(fields(&propose(&declare("待機児童の数"), &[&renamed])), [""; 0]);
    let new = declare("待機児童数");
    let proposal = propose(&new, &[&renamed]);
    assert!(fields(&proposal).iter().all(|field| field.contains("(indicators.3.")), "{:?}", fields(&proposal));
    assert!(!self::told(&new, &proposal).contains("エラー"));
}

#[test]
fn an_indicator_without_a_row_is_told_and_stays() {
    let content = imported();
    let fewer: String = LIST.lines().filter(|line| !line.contains("待機")).map(|line| format!("{line}\n")).collect();
    let gone = "注意[missing-rows]: 記録にある指標で、表に行の無いものが1件あります。記録はそのままです: programs/jimu/1-2-3.yaml の「待機児童の数」\n --> kpi.csv!A2";
    let proposal = propose(&content, &[&fewer]);
    assert!(told(&content, &proposal).contains(gone), "{}", told(&content, &proposal));
    assert!(!fields(&proposal).iter().any(|field| field.contains("indicators.2")), "{:?}", fields(&proposal));
    assert!(said(&content, &[&fewer, LIST]).contains(gone));
    // What was not in the table before either is of somebody else.
    assert!(!said(&content, &[&fewer, &fewer]).contains("missing-rows"));
}

#[test]
fn an_indicator_that_an_editor_has_removed_is_not_written_again() {
    let mut content = imported();
    let record = content.get_mut("programs/jimu/1-2-3.yaml").expect("it is there");
    let at = record.find("  - number: 2").expect("it is there");
    record.replace_range(at..record.find("draft").expect("it is there"), "");
    let told = said(&content, &[&LIST.replace("12,8,9", "12,8,10"), LIST]);
    assert!(told.contains("エラー[unknown-record]: 前に取り込んだ指標「待機児童の数」が、今は記録(programs/jimu/1-2-3.yaml)にありません\n --> kpi.csv!C3"), "{told}");
    // A record that cannot be read is not taken for one without indicators.
    let mut broken = imported();
    let record = broken.get_mut("programs/jimu/1-2-3.yaml").expect("it is there");
    *record = record.replacen("    rule: none\n", "", 1);
    let originals: BTreeMap<_, _> =
        broken.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
    let (site, _) = load(&sources(broken.clone()));
    let books = [import::open("kpi.csv", LIST.as_bytes()).expect("it is a table")];
    let proposal = Table::read(&site.table_readings[0], (&books, 1), &site, &shapes()).propose(&originals);
    let told = self::told(&broken, &proposal);
    assert!(told.contains("エラー[broken-record]: content の programs/jimu/1-2-3.yaml を読めないため"), "{told}");
    assert_eq!(proposal.changes.len(), 0);
}

#[test]
fn the_columns_of_the_next_year_are_told_with_the_line_to_write() {
    let content = imported();
    let told = said(&content, &[&LIST.replace("R4実績", "R6実績")]);
    for line in [
        "エラー[unmapped-column]: 列「R4実績」が、表にありません",
        "`column: R6実績, key: indicators.@.actuals.2024` に直してください",
        "`- {column: R6実績, key: indicators.@.actuals.2024}` と書いてください",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
}

#[test]
fn numbers_that_stand_only_in_the_first_row_are_read_as_declared() {
    let empty = LIST.replace("1-2-3,,待機", ",,待機");
    let ditto = LIST.replace("1-2-3,,待機", "〃,,待機");
    let content = reading(DECLARED);
    let line = "`record: {program: jimu, id: 施策コード, ditto: 上の行}` と直してください";
    for (table, message) in [
        (&empty, "エラー[unknown-row]: 番号が空の行が、番号のある行の下にあります\n --> kpi.csv!A3"),
        (&ditto, "エラー[cell-ditto]: 番号の欄の「同上」の類が、上の番号のことかが決まりません\n --> kpi.csv!A3"),
    ] {
        let told = said(&content, &[table]);
        assert!(told.contains(message) && told.contains(line), "{told}");
    }
    let declared = DECLARED.replace("id: 施策コード}", "id: 施策コード, ditto: 上の行}");
    let content = reading(&declared);
    let known = imported();
    for table in [&empty, &ditto] {
        let content = after(content.clone(), &propose(&content, &[table]));
        assert_eq!(content["programs/jimu/1-2-3.yaml"], known["programs/jimu/1-2-3.yaml"]);
    }
    // A sum below is no row of a record; a title of its own is one whose number was forgotten.
    let sum = format!("{empty},合計,,,,,,,,,,\n");
    let told = said(&content, &[&sum]);
    assert!(told.contains("注意[not-read]: 番号の無い行は、取り込みません\n --> kpi.csv!A5"), "{told}");
    let forgotten = empty.replace(",,待機", ",保育の充実,待機");
    let told = said(&content, &[&forgotten]);
    assert!(told.contains("エラー[unknown-row]: 番号が空の行の題名「保育の充実」が、上の番号の行の「子育ての支援」(kpi.csv!B2)と違います\n --> kpi.csv!B3"), "{told}");
}

#[test]
fn slips_of_a_clerk_are_told_with_their_cells() {
    let content = reading(DECLARED);
    for (from, to, message) in [
        (
            "待機児童の数",
            "保育所の定員",
            "エラー[written-twice]: 番号「1-2-3」の指標「保育所の定員」の行が2つあります(もう1つは kpi.csv!C2)\n --> kpi.csv!C3",
        ),
        (
            "待機児童の数",
            "",
            "注意[not-read]: 「KPI名」が空の行に値があるので、取り込みません: 基準値(R2) 12(ほか5列)\n --> kpi.csv!E3",
        ),
        (
            "1-2-3,,待機",
            "1-2-3,保育の充実,待機",
            "注意[not-read]: 施策名(title) が、同じ番号の行で違います: 「子育ての支援」(kpi.csv!B2)と「保育の充実」。初めの行の値を取り込みます\n --> kpi.csv!B3",
        ),
        ("か所,30", "か所,検討中", "エラー[cell-number]: 基準値(R2): 「検討中」を数として読めません\n --> kpi.csv!E4"),
        (
            "か所,30",
            "か所,検討中",
            "直し方: 文のまま載せるなら、この列に `values: {検討中: 検討中}` と、空欄と同じなら `empty: [検討中]` と書いてください",
        ),
        (
            "待機児童の数,人",
            "待機児童の数,〃",
            "エラー[cell-ditto]: 基準値(R2): 単位の欄が「〃」になっています\n --> kpi.csv!D3",
        ),
        ("KPI名", "重要業績評価指標", "エラー[unmapped-column]: 列「KPI名」が、表にありません"),
        ("1-2-4", "施策１－２", "エラー[unknown-row]: 番号「施策１－２」は使えません"),
    ] {
        assert!(LIST.contains(from), "{from}");
        let told = said(&content, &[&LIST.replacen(from, to, 1)]);
        assert!(told.contains(message), "{message}\n{told}");
    }
}

#[test]
fn a_declaration_that_does_not_fit_is_told() {
    let with = |from: &str, to: &str| faults(&reading(&DECLARED.replace(from, to)));
    for (from, to, fault) in [
        ("{column: KPI名, key: indicators.@.name}", "{column: KPI名, ignore: 名}", "指標の名称の列が決まりません"),
        ("indicators.@.note", "indicators.2.note", "欄「indicators.2.note」の指標は、行の指標です"),
        ("layout: indicators", "layout: rows", "欄「indicators.@.name」の指標の番号が決まりません"),
        ("id: 施策コード}", "id: 施策コード, ditto: 左の列}", "番号の続きは、上の行の番号です"),
        ("columns:", "year: {column: 年度}\ncolumns:", "欄「indicators.@.targets.2022」の年度は、行の年度です"),
    ] {
        let told = with(from, to);
        assert!(told.contains(fault), "{fault}\n{told}");
    }
}

#[test]
fn a_row_may_be_an_indicator_in_one_year() {
    let declared = "layout: indicators
record: {program: jimu, id: コード, ditto: 上の行}
year: {column: 年度, era: 令和}
columns:
  - {column: 事業名, key: title}
  - {column: 指標名, key: indicators.@.name, ditto: 上の行}
  - {value: none, key: indicators.@.rule}
  - {column: 目標, key: indicators.@.targets.@, unit_from: 単位, dimensionless: true}
  - {column: 実績, key: indicators.@.actuals.@, unit_from: 単位, dimensionless: true}
";
    let table = "コード,事業名,指標名,年度,単位,目標,実績
a1,相談,件数,4,件,10,12
,,同上,5,件,11,13
a1,相談の充実,満足度,5,,4.0,4.2
a1,相談の充実,満足度,6,,4.1,
";
    let content = reading(declared);
    let proposal = propose(&content, &[table]);
    let told = told(&content, &proposal);
    assert!(told.contains("事業名(title) が、前の年度の行の「相談」から「相談の充実」に変わっています"), "{told}");
    let content = after(content, &proposal);
    assert_eq!(
        content["programs/jimu/a1.yaml"],
        "title: 相談の充実
indicators:
  - number: 1
    name: 件数
    rule: none
    targets:
      - {value: \"10\", unit: 件, fiscal_year: 2022}
      - {value: \"11\", unit: 件, fiscal_year: 2023}
    actuals:
      - {value: \"12\", unit: 件, fiscal_year: 2022}
      - {value: \"13\", unit: 件, fiscal_year: 2023}
  - number: 2
    name: 満足度
    rule: none
    targets:
      - {value: \"4.0\", dimensionless: true, fiscal_year: 2023}
      - {value: \"4.1\", dimensionless: true, fiscal_year: 2024}
    actuals:
      - {value: \"4.2\", dimensionless: true, fiscal_year: 2023}
draft: true
"
    );
    assert_eq!(fields(&propose(&content, &[table])), [""; 0]);
    let twice = table.replace("満足度,6", "満足度,5");
    let told = said(&content, &[&twice]);
    assert!(told.contains("番号「a1」の指標「満足度」の令和5年度の行が2つあります(もう1つは kpi.csv!C4)"), "{told}");
}

#[test]
fn a_value_in_words_is_printed_and_a_number_takes_its_place() {
    let declared = DECLARED
        .replace("key: indicators.@.target,", "key: indicators.@.target, values: {増加: 増加},")
        .replace("key: indicators.@.targets.2023,", "key: indicators.@.targets.2023, values: {検討中: 検討中},");
    let words = LIST.replace("\"1,300\"", "検討中").replace("\"1,400\"", "増加");
    let content = reading(&declared);
    let content = after(content.clone(), &propose(&content, &[&words]));
    let record = &content["programs/jimu/1-2-3.yaml"];
    for lines in [
        "    target:\n      fiscal_year: 2026\n      printed: 増加\n",
        "      - {fiscal_year: 2023, printed: 検討中}\n",
        "    actuals:\n      - {value: \"1240\", unit: 人, fiscal_year: 2022}\n",
    ] {
        assert!(record.contains(lines), "{lines}\n{record}");
    }
    let (site, mut found) = load(&sources(content.clone()));
    found.extend(mieruka::examine(&site));
    assert!(!found.has_errors(), "{}", report(&found, &sources(content.clone())));
    assert_eq!(fields(&propose(&content, &[&words])), [""; 0]);
    // In the next table numbers stand there, and in the one after it words again.
    let numbers = after(content.clone(), &propose(&content, &[LIST, &words]));
    let record = &numbers["programs/jimu/1-2-3.yaml"];
    assert!(!record.contains("printed") && record.contains("value: \"1300\", unit: 人"), "{record}");
    assert_eq!(fields(&propose(&numbers, &[LIST])), [""; 0]);
    let again = after(numbers.clone(), &propose(&numbers, &[&words, LIST]));
    let record = &again["programs/jimu/1-2-3.yaml"];
    assert!(record.contains("printed: 検討中") && record.contains("printed: 増加"), "{record}");
    assert!(!record.contains("\"1300\"") && !record.contains("\"1400\""), "{record}");
    assert_eq!(fields(&propose(&again, &[&words])), [""; 0]);
}

/// What is drafted of a table.
fn draft(table: &str) -> String {
    let (site, _) = load(&sources(content()));
    let program = site.program(&ProgramId("jimu".to_owned())).expect("it is there");
    let book = import::open("kpi.csv", table.as_bytes()).expect("it is a table");
    learn(&book, program, &PLAIN).expect("it has cells").text
}

#[test]
fn a_draft_of_an_ordinary_list_reads_it_as_it_is_meant() {
    let drafted = draft(LIST);
    for line in [
        "layout: indicators   # 推測 1行が1つの記録の1つの指標です。key の @ が、行の指標の番号になります\n",
        "record: {program: jimu, id: 施策コード}\n",
        "- {column: 施策名, key: title}   # 確か",
        "- {column: KPI名, key: indicators.@.name}   # 確か",
        "- {column: 基準値(R2), key: indicators.@.baseline, unit_from: 単位}   # 確か",
        "- {column: R5見込, key: indicators.@.forecasts.2023, unit_from: 単位, empty: [—]}   # 確か",
        "- {column: 目標値(R8), key: indicators.@.target, unit_from: 単位}   # 確か",
        "- {value: \"2020\", key: indicators.@.baseline.fiscal_year}   # 確か",
        "- {value: \"2026\", key: indicators.@.target.fiscal_year}   # 確か",
        "- {column: 担当課, key: departments}   # 確か",
        "- {column: 備考, key: indicators.@.note}   # 推測",
        "- {value: none, key: indicators.@.rule}   # 推測",
    ] {
        assert!(drafted.contains(line), "{line}\n{drafted}");
    }
    assert!(!drafted.contains(": 【未記入】"), "{drafted}");
    // What is drafted reads the same as what somebody has written, but for the source.
    let content = reading(&drafted);
    let content = after(content.clone(), &propose(&content, &[LIST]));
    let source = "source:\n  document: kpi.csv\n  place: 施策コード 1-2-3\n";
    assert_eq!(content["programs/jimu/1-2-3.yaml"].replace(source, ""), imported()["programs/jimu/1-2-3.yaml"]);
    let empty = draft(&LIST.replace("1-2-3,,待機", ",,待機"));
    assert!(empty.contains("record: {program: jimu, id: 施策コード, ditto: 上の行}   # 推測"), "{empty}");
}

#[test]
fn a_draft_knows_indicators_in_years_and_what_may_be_meant_otherwise() {
    let years = draft(
        "コード,事務事業名,指標名,年度,単位,目標,実績,課題\n1,相談,件数,R4,件,1,2,甲\n1,相談,満足度,R4,%,3,4,乙\n1,相談,件数,R5,件,1,2,丙\n1,〃,満足度,R5,%,3,4,丁\n",
    );
    for line in [
        "layout: indicators   # 推測",
        "year: {column: 年度}   # 推測 1行が1つの指標の1年度です",
        "- {column: 目標, key: indicators.@.targets.@, unit_from: 単位}",
        "- {column: 事務事業名, key: title, ditto: 上の行}   # 確か",
        "- {column: 課題, ignore: 【未記入】}   # 分からない",
    ] {
        assert!(years.contains(line), "{line}\n{years}");
    }
    let list = "KPI番号,施策番号,施策名,KPI名,単位,R6実績\nK1,1,子育て,定員,人,5\nK2,1,子育て,件数,件,6\nK3,2,公園,花壇,か所,7\n";
    let numbered = draft(list);
    for line in [
        "1行を1つの記録にするなら、この行を消し、id を KPI番号 に、key の @ を 1 に直します",
        "record: {program: jimu, id: 施策番号}\n",
        "- {column: KPI番号, ignore: 指標の通し番号}",
    ] {
        assert!(numbered.contains(line), "{line}\n{numbered}");
    }
    // A row with a title of its own is a record, and a number that stands once has one row.
    let own = draft(
        &list
            .replace("KPI番号", "事業番号")
            .replace("KPI名,単位", "事業名,KPI名,単位")
            .replace(",定員", ",甲,定員")
            .replace(",件数", ",乙,件数")
            .replace(",花壇", ",丙,花壇"),
    );
    assert!(!own.contains("layout") && own.contains("indicators.1.name"), "{own}");
    let single = draft("KPI番号,施策,KPI名,単位,R6実績\nK1,子育て,定員,人,5\nK2,子育て,件数,件,6\n");
    assert!(!single.contains("layout"), "{single}");
    // Heads that stand again are of no year that is not said.
    let repeated =
        draft("施策番号,施策名,KPI名,単位,目標,実績,目標,実績\n1,子育て,定員,人,5,6,5,6\n1,子育て,件数,件,6,7,6,7\n");
    assert!(
        repeated.contains("- {heads: [目標, 実績], ignore: 【未記入】}")
            || repeated.contains("- {heads: [実績, 目標], ignore: 【未記入】}"),
        "{repeated}"
    );
}

#[test]
fn a_long_list_is_read_as_fast_as_a_short_one() {
    let head = LIST.lines().next().expect("a head");
    let row = |of: usize, at: usize| {
        let (code, title) = if at == 0 { (format!("{of}-1"), format!("施策{of}")) } else { Default::default() };
        format!("{code},{title},指標{at},件,1,2,3,4,5,6,庶務課,注\n")
    };
    let rows: String = (1..=400).flat_map(|of| (0..5).map(move |at| row(of, at))).collect();
    let content = reading(&DECLARED.replace("id: 施策コード}", "id: 施策コード, ditto: 上の行}"));
    let start = std::time::Instant::now();
    let proposal = propose(&content, &[&format!("{head}\n{rows}")]);
    let took = start.elapsed();
    assert_eq!(proposal.revisions.len(), 400);
    assert!(took.as_secs() < 20, "{took:?}");
}

#[test]
fn the_records_may_be_sections_of_a_plan() {
    let declared = DECLARED.replace("program: jimu", "plan: keikaku");
    let mut content = reading(&declared);
    let outline = "title: 総合計画\noutline:\n  - {code: \"1-2-3\", title: 子育ての支援}\n  - {code: \"1-2-4\", title: 公園の緑}\n";
    content.insert("plans/keikaku/plan.yaml".to_owned(), outline.to_owned());
    let section = "title: 子育ての支援\npurpose: [安心して育てる]\nindicators:\n  - number: 2\n    name: 待機児童の数\n    rule: decrease\n";
    content.insert("plans/keikaku/1-2-3.yaml".to_owned(), section.to_owned());
    let examined = |content: &Texts| {
        let (site, mut found) = load(&sources(content.clone()));
        found.extend(mieruka::examine(&site));
        report(&found, &sources(content.clone()))
    };
    let slip = said(&content, &[&LIST.replace("1-2-4", "1-2-5")]);
    let message = "注意[unknown-plan-section]: 番号「1-2-5」は、plans/keikaku/plan.yaml の `outline` にありません\n --> kpi.csv!A4";
    assert!(slip.contains(message), "{slip}");
    assert!(!said(&content, &[LIST]).contains("outline"));
    let content = after(content.clone(), &propose(&content, &[LIST]));
    let section = &content["plans/keikaku/1-2-3.yaml"];
    assert!(
        section.contains("\ndepartments: [zaisei, shimin]\n") && section.contains("\npurpose: [安心して育てる]\n"),
        "{section}"
    );
    assert!(
        section.contains(
            "  - number: 2\n    name: 待機児童の数\n    rule: decrease\n    baseline:\n      value: \"12\"\n"
        ),
        "{section}"
    );
    assert!(section.contains("  - number: 3\n    name: 保育所の定員\n    rule: none\n"), "{section}");
    assert!(content["plans/keikaku/1-2-4.yaml"].starts_with("title: 公園の緑\ndepartments: [shomu]\nindicators:\n"));
    let told = examined(&content);
    assert!(!told.contains("エラー"), "{told}");
    assert_eq!(fields(&propose(&content, &[LIST])), [""; 0]);
    for (from, to, fault) in [
        ("plan: keikaku", "plan: keikak", "計画「keikak」がありません"),
        (
            "plan: keikaku",
            "plan: keikaku, program: jimu",
            "`program`(取組項目)か `plan`(計画の節)のどちらか1つを書きますが、2つ以上あります",
        ),
        ("plan: keikaku, ", "", "`program`(取組項目)か `plan`(計画の節)のどちらか1つを書きますが、ありません"),
        ("key: departments", "key: category", "`category` というキーはありません"),
    ] {
        let mut wrong = content.clone();
        wrong.insert("import/kpi.yaml".to_owned(), declared.replace(from, to));
        let told = examined(&wrong);
        assert!(told.contains(fault), "{fault}\n{told}");
    }
}

#[test]
fn a_draft_may_be_of_sections_of_a_plan() {
    let (site, _) = load(&sources(content()));
    let plan = site.plan(&PlanId("keikaku".to_owned())).expect("it is there");
    let list = LIST.replace("施策コード", "章番号,章名,施策コード").replace(",担当課", ",概要,担当課");
    let list = list.replace("\n1-2", "\n1,安心,1-2").replace(",市民課", ",甲,市民課").replace(",財政課", ",甲,財政課");
    let list = list.replace(",庶務課", ",乙,庶務課");
    let book = import::open("kpi.csv", list.as_bytes()).expect("it is a table");
    let drafted = learn(&book, plan, &PLAIN).expect("it has cells").text;
    for line in [
        "record: {plan: keikaku, id: 施策コード}\n",
        "- {column: 施策名, key: title}   # 確か",
        "- {heads: [章番号, 章名], ignore: 章立ては、plan.yaml の `outline` にある}",
        "- {column: 概要, ignore: 【未記入】}   # 分からない",
    ] {
        assert!(drafted.contains(line), "{line}\n{drafted}");
    }
    let content = reading(&drafted);
    assert_eq!(faults(&content), "");
}

#[test]
fn sums_and_notes_among_the_rows_are_no_indicators() {
    let table = "施策コード,施策名,KPI名,単位,R4実績\n1-2-3,子育ての支援,保育所の定員,人,10\n,,待機児童の数,人,5\n,,合計,人,15\n1-2-4,公園の緑,花壇の数,か所,3\n※4月1日現在,,,,\n";
    let (site, _) = load(&sources(content()));
    let program = site.program(&ProgramId("jimu".to_owned())).expect("it is there");
    let book = import::open("kpi.csv", table.as_bytes()).expect("it is a table");
    let text = learn(&book, program, &PLAIN).expect("it is a table").text;
    assert!(text.contains("layout: indicators") && text.contains("id: 施策コード, ditto: 上の行}"), "{text}");
    let content = reading(
        "layout: indicators\nrecord: {program: jimu, id: 施策コード, ditto: 上の行}\ncolumns:
  - {column: 施策名, key: title}
  - {column: KPI名, key: indicators.@.name}
  - {value: none, key: indicators.@.rule}
  - {column: R4実績, key: indicators.@.actuals.2022, unit_from: 単位}
",
    );
    let proposal = propose(&content, &[table]);
    let told = told(&content, &proposal);
    assert!(told.contains("番号の無い行は、取り込みません"), "{told}");
    assert!(told.contains("番号の列に「※4月1日現在」とある行は、取り込みません"), "{told}");
    let text = after(content, &proposal)["programs/jimu/1-2-3.yaml"].clone();
    assert!(text.contains("待機児童の数") && !text.contains("合計"), "{text}");
}
