//! Reads how a table of the city's own is read.

use super::common::{plan_id, slug_text};
use super::fields::{Fields, Slot, code, coded, count, text, truth};
use super::rules::{MISSING_KEY, UNKNOWN_VALUE, WRONG_TYPE};
use super::shapes::shapes;
use crate::diagnostic::{Diagnostic, Located, Span};
use crate::model::{
    ColumnSource, ColumnUse, Ditto, EACH_YEAR, FiscalYear, IndicatorKind, OF_ROW_INDICATOR, PathStep, ProgramId,
    RepeatedYear, TO_FILL, TableColumn, TableLayout, TableReading, TableRecords, TableYear, Text, TextEncoding,
    is_name_of_row,
};
use crate::shape::{self, Kind};
use crate::yaml::Value;

pub(super) fn table_reading(fields: Fields<'_>, name: &str) -> Option<TableReading> {
    let mut fields = fields.of_kind("import");
    let (at, faults) = (fields.at, fields.faults);
    let file = fields.optional("file", text);
    let sheet = fields.optional("sheet", text);
    let encoding = fields.optional("encoding", encoding).map(|encoding| encoding.value);
    let layout = fields.optional("layout", layout).map_or(TableLayout::Rows, |layout| layout.value);
    let header = fields.optional("header", header).unwrap_or_else(|| vec![1]);
    let record = fields.required("record", record);
    let year = fields.optional("year", year);
    let repeated = fields.list_or_empty("repeated", repeated);
    let decimals = fields.optional("decimals", count).map(|decimals| decimals.value);
    let fractions = fields.list_or_empty("fractions", text);
    let columns = fields.list_or_empty("columns", column);
    drop(fields);
    let columns: Vec<_> = columns.into_iter().flatten().collect();
    let kinds = kinds(&columns);
    let says_own = |year: &TableYear| year.is.is_none();
    let is_of_year =
        layout == TableLayout::Years || layout == TableLayout::Indicators && year.as_ref().is_some_and(says_own);
    let of_years = |column| if is_of_year { vec![column] } else { of_years(column, &repeated, &kinds, faults) };
    let mut columns: Vec<_> = columns.into_iter().flat_map(of_years).collect();
    let (of, id, ditto) = record?;
    if let Some((at, message, help)) = ditto.as_ref().and_then(|ditto| misplaced_ditto(layout, ditto)) {
        faults.push(Diagnostic::error(WRONG_TYPE.slug, at, message, help));
    }
    if let Some((at, message, help)) =
        misplaced_year(layout, year.as_ref(), of.at(), (!repeated.is_empty()).then_some(at))
    {
        faults.push(Diagnostic::error(WRONG_TYPE.slug, at, message, help));
    }
    let item = shapes().into_iter().find(|shape| shape.name == of.shape())?.fields;
    for column in &mut columns {
        let ColumnUse::Key(key) = &column.used else { continue };
        match shape::path(&item, &key.value) {
            Ok(path) => {
                column.steps = path.steps;
                if is_of_year && has_year(&column.steps) {
                    let message = format!("欄「{key}」の年度は、行の年度です");
                    let help = format!(
                        "{}の表では、`key` の年度のところに、年度の代わりに `@` と書いてください",
                        if layout == TableLayout::Years { layout.word() } else { "行ごとに年度が違う" }
                    );
                    faults.push(Diagnostic::error(UNKNOWN_VALUE.slug, key.at, message, help));
                }
                if let Some((message, help)) = misplaced_indicator(layout, key) {
                    faults.push(Diagnostic::error(UNKNOWN_VALUE.slug, key.at, message, help));
                }
            }
            Err((message, help)) => faults.push(Diagnostic::error(UNKNOWN_VALUE.slug, key.at, message, help)),
        }
    }
    if layout == TableLayout::Indicators {
        let message = "1行が1つの記録の1つの指標の表ですが、指標の名称の列が決まりません";
        match only_name(&columns) {
            Some(name) => of_name(&mut columns, &name),
            None => faults.push(Diagnostic::error(WRONG_TYPE.slug, of.at(), message, NAME_OF_ROW)),
        }
    }
    let (name, is_continued) = (name.to_owned(), ditto.is_some());
    Some(TableReading {
        at,
        name,
        file,
        sheet,
        encoding,
        layout,
        header,
        of,
        id,
        is_continued,
        year,
        decimals,
        fractions,
        columns,
    })
}

/// How the column of the names of indicators is declared.
const NAME_OF_ROW: &str =
    "`columns` に `- {column: KPI名, key: indicators.@.name}` のように、指標の名称の列を1つ書いてください";

/// The column of the names of the indicators that rows are.
fn only_name(columns: &[TableColumn]) -> Option<Text> {
    let mut names = columns.iter().filter(|column| is_name_of_row(&column.steps));
    let name = names.next().filter(|_| names.next().is_none())?;
    if let ColumnSource::Column(name) = &name.from { Some(name.clone()) } else { None }
}

/// What stands in a row without a name is of no indicator.
fn of_name(columns: &mut [TableColumn], name: &Text) {
    let is_of_row = |column: &&mut TableColumn| matches!(&column.steps[..], [_, item, ..] if item.is_of_row());
    let is_value = |column: &&mut TableColumn| column.steps.first() == Some(&PathStep::Key("indicators"));
    let values = columns.iter_mut().filter(is_value).filter(is_of_row);
    for column in values.filter(|column| !is_name_of_row(&column.steps)) {
        column.only_with.get_or_insert_with(|| name.clone());
    }
}

/// What is wrong with the number of an indicator in a key: message and 直し方.
fn misplaced_indicator(layout: TableLayout, key: &Text) -> Option<(String, String)> {
    let of_row = key.value.starts_with(OF_ROW_INDICATOR);
    let is_numbered = key.value.starts_with("indicators.") && !of_row;
    match layout {
        TableLayout::Indicators => is_numbered.then(|| {
            let message = format!("欄「{key}」の指標は、行の指標です");
            (message, format!("{}の表では、指標の番号の代わりに `@` と書いてください", layout.word()))
        }),
        TableLayout::Rows | TableLayout::Years | TableLayout::Sheets => of_row.then(|| {
            let message = format!("欄「{key}」の指標の番号が決まりません");
            let help = "`indicators.1.…` のように番号を書いてください。1行が1つの指標の表なら、`layout: indicators` と書きます";
            (message, help.to_owned())
        }),
    }
}

/// What is wrong with what 同上 means in the column of numbers: where, message and 直し方.
fn misplaced_ditto(layout: TableLayout, ditto: &Located<Ditto>) -> Option<(Span, &'static str, &'static str)> {
    let help = "`ditto: 上の行` と書いてください。番号の続きでないなら、消してください";
    match (ditto.value, layout.has_several_rows()) {
        (Ditto::Left, _) => Some((ditto.at, "番号の続きは、上の行の番号です", help)),
        (Ditto::Above, true) => None,
        (Ditto::Above, false) => Some((
            ditto.at,
            "`record` の `ditto` は、1つの記録に2行以上ある表(`layout: indicators`、`layout: years`)に書きます",
            "`ditto` を消してください",
        )),
    }
}

fn encoding(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<TextEncoding>> {
    code(value, at, slot, TextEncoding::ALL.iter().map(|(encoding, word, _)| (*encoding, *word, "")))
}

/// Which cell is meant by 同上; where nobody has decided yet, what the draft said of it is quoted.
fn ditto(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<Ditto>> {
    if value.word().is_some_and(|word| word.contains(TO_FILL)) {
        let message = format!("{}が、まだ書かれていません", slot.named());
        let said = slot.faults.remark(at).map(|said| format!("(下書きの説明: {said})")).unwrap_or_default();
        let help = format!(
            "{TO_FILL}を、`ditto: 左の列`(同じ行の左の文と同じ)か `ditto: 上の行`(すぐ上の行の同じ列の文と同じ)に書き換えてください{said}。どちらでもない「同上」は、セルに文をコピーし、`ditto` を消してください"
        );
        slot.faults.push(Diagnostic::error(UNKNOWN_VALUE.slug, at, message, help));
        return None;
    }
    code(value, at, slot, Ditto::ALL.iter().map(|(ditto, word, _)| (*ditto, *word, "")))
}

fn layout(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<TableLayout>> {
    coded(value, at, slot, &TableLayout::ALL)
}

/// The rows of the header: one number, or a list.
fn header(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Vec<u32>> {
    slot.expects(|| Kind::OneOrMore(Box::new(Kind::Count)))?;
    match value {
        Value::List(rows) => rows.iter().map(|row| count(&row.value, row.at, slot).map(|count| count.value)).collect(),
        Value::Empty | Value::Truth(_) | Value::Number(_) | Value::Text(_) | Value::Map(_) => {
            Some(vec![count(value, at, slot)?.value])
        }
    }
}

fn record(value: &Value, at: Span, slot: &Slot<'_>) -> Option<(TableRecords, Text, Option<Located<Ditto>>)> {
    let mut fields = Fields::of(value, at, slot)?;
    let program = fields.optional("program", slug_text).map(|program| program.map(ProgramId));
    let plan = fields.optional("plan", plan_id);
    let id = fields.required("id", text);
    let ditto = fields.optional("ditto", ditto);
    drop(fields);
    let of = [program.map(TableRecords::Items), plan.map(TableRecords::Sections)];
    let of = only(at, slot, of, "`program`(取組項目)か `plan`(計画の節)のどちらか1つ");
    Some((of?, id?, ditto))
}

fn year(value: &Value, at: Span, slot: &Slot<'_>) -> Option<TableYear> {
    let mut fields = Fields::of(value, at, slot)?;
    let column = fields.required("column", text);
    let is = fields.optional("is", text);
    let era = fields.optional("era", text);
    // The first year of 昭和 had no fiscal year of its own.
    let is_era = |era: &Text| format!("{era}2年度").parse::<FiscalYear>().is_ok();
    if let Some(era) = era.as_ref().filter(|era| !is_era(era)) {
        slot.wrong::<()>(era.at, "元号", "「令和」か「平成」と書いてください");
    }
    Some(TableYear { at, column: column?, is, era })
}

/// What is wrong with the years of a layout: where, message and 直し方.
fn misplaced_year(
    layout: TableLayout,
    year: Option<&TableYear>,
    at: Span,
    repeated: Option<Span>,
) -> Option<(Span, &'static str, &'static str)> {
    match (layout, year) {
        (TableLayout::Years, None) => Some((
            at,
            "1行が1つの記録の1年度の表ですが、年度の列が決まりません",
            "`year: {column: 年度}` と、行の年度の列を書いてください",
        )),
        (TableLayout::Years, Some(TableYear { is: Some(is), .. })) => Some((
            is.at,
            "`is` は、1行が1つの記録の表(`layout: rows`)に書きます",
            "`is` を消してください。年度は行ごとに読みます",
        )),
        (TableLayout::Indicators, Some(TableYear { is: Some(_), era: Some(era), .. })) => {
            Some((era.at, "`era` は、行ごとに年度が違う表に書きます", "`era` を消してください"))
        }
        (TableLayout::Years, Some(_)) | (TableLayout::Indicators, Some(TableYear { is: None, .. })) => {
            repeated.map(|at| {
                let message = "`repeated` は、1行が1つの記録の表(`layout: rows`)に書きます";
                (at, message, "この行を消してください。年度は行ごとに読みます")
            })
        }
        (TableLayout::Rows, Some(TableYear { is: None, at, .. })) => Some((
            *at,
            "この読み方を書いたときの、表の年度が書かれていません",
            "`year: {column: 年度, is: R6}` のように、そのとき列に書かれていた文を書いてください。行ごとに年度が違う表なら、`layout: years` と書きます",
        )),
        (TableLayout::Rows, Some(TableYear { era: Some(era), .. })) => {
            Some((era.at, "`era` は、行ごとに年度が違う表(`layout: years`)に書きます", "`era` を消してください"))
        }
        (TableLayout::Sheets, Some(year)) => Some((
            year.at,
            "`year` は、1行が1つの記録の表(`layout: rows`)に書きます",
            "この行を消してください。シートの年度が進んだら、`columns` の `key` の年度を直します",
        )),
        (TableLayout::Rows | TableLayout::Sheets | TableLayout::Indicators, _) => None,
    }
}

/// Whether a path names a year.
fn has_year(steps: &[PathStep]) -> bool {
    let is_year = |(key, value): &(&str, String)| *key == "fiscal_year" && value != EACH_YEAR;
    steps.iter().any(|step| matches!(step, PathStep::Item(names) if names.iter().any(is_year)))
}

/// A column, or several that are not taken for one reason.
fn column(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Vec<TableColumn>> {
    let mut fields = Fields::of(value, at, slot)?;
    let column = fields.optional("column", text);
    let heads = fields.list("heads", text);
    let head = fields.optional("head", text);
    let join = fields.optional("join", text);
    let fixed = fields.optional("value", text);
    let key = fields.optional("key", text);
    let reason = fields.optional("reason_from", text);
    let title_of = fields.optional("title_of", text);
    let ignore = fields.optional("ignore", text);
    let split = fields.optional("split", separator);
    let nth = fields.optional("nth", count).map(|nth| nth.value);
    let values = fields.optional("values", glosses).unwrap_or_default();
    let empty = fields.list_or_empty("empty", text);
    let ditto = fields.optional("ditto", ditto).map(|ditto| ditto.value);
    let unit = fields.optional("unit", text);
    let unit_from = fields.optional("unit_from", text);
    let dimensionless = fields.optional("dimensionless", truth).unwrap_or_default();
    let only_with = fields.optional("only_with", text);
    drop(fields);
    let one = |from: ColumnSource| vec![from];
    let from = only(
        at,
        slot,
        [
            column.map(ColumnSource::Column).map(one),
            join.map(ColumnSource::Joined).map(one),
            fixed.map(ColumnSource::Fixed).map(one),
            heads.map(|heads| heads.into_iter().map(ColumnSource::Column).collect()),
        ],
        "`column`、`join`、`value`、`heads` のどれか1つ",
    );
    let used = only(
        at,
        slot,
        [key.map(ColumnUse::Key), title_of.map(ColumnUse::TitleOf), ignore.map(ColumnUse::Ignored)],
        "`key`(どの欄か)か `ignore`(取り込まない理由)のどちらか1つ",
    );
    let (from, used) = (from?, used?);
    if !matches!((&from[..], &used), ([_], _) | (_, ColumnUse::Ignored(_))) {
        let message = format!("{}の `heads` は、取り込まない列をまとめて書くところです", slot.named());
        let help = "取り込む列は、`{column: 見出し, key: …}` と1つずつ書いてください".to_owned();
        slot.faults.push(Diagnostic::error(WRONG_TYPE.slug, at, message, help));
        return None;
    }
    let of = |from: ColumnSource| TableColumn {
        at,
        from,
        repeat: None,
        head: head.clone(),
        used: used.clone(),
        steps: Vec::new(),
        split: split.clone(),
        nth,
        values: values.clone(),
        empty: empty.clone(),
        ditto,
        unit: unit.clone(),
        unit_from: unit_from.clone(),
        dimensionless,
        only_with: only_with.clone(),
    };
    let reason = reason.and_then(|reason| of_reason(reason, at, &used, slot)).map(|(from, used)| TableColumn {
        head: None,
        used,
        split: Some(Text { value: "\n".to_owned(), at }),
        values: Vec::new(),
        empty: Vec::new(),
        nth: None,
        ditto: None,
        ..of(from)
    });
    Some(from.iter().cloned().map(of).chain(reason).collect())
}

/// The column of the reasons beside a column of marks: the text of the same evaluation.
fn of_reason(reason: Text, at: Span, used: &ColumnUse, slot: &Slot<'_>) -> Option<(ColumnSource, ColumnUse)> {
    let text = match used {
        ColumnUse::Key(key) => {
            key.value.strip_suffix(".mark").map(|of| Text { value: format!("{of}.text"), at: key.at })
        }
        ColumnUse::TitleOf(_) | ColumnUse::Ignored(_) => None,
    };
    let Some(text) = text else {
        let message = format!("{}の `reason_from` は、評価(`….mark`)の列に書きます", slot.named());
        let help = "理由の列は、`{column: 見出し, key: ….text}` と、1行に書いてください".to_owned();
        slot.faults.push(Diagnostic::error(WRONG_TYPE.slug, at, message, help));
        return None;
    };
    Some((ColumnSource::Column(reason), ColumnUse::Key(text)))
}

/// A year of columns whose heads stand again for each year.
fn repeated(value: &Value, at: Span, slot: &Slot<'_>) -> Option<RepeatedYear> {
    slot.expects(|| Kind::Text)?;
    let year = value.word().and_then(|written| written.parse().ok());
    year.or_else(|| slot.wrong(at, "年度", "`[R5, R6, R7計画]` のように、列の順に年度を書いてください"))
}

/// The kinds that indicators have in every row, by the beginning of their keys.
fn kinds(columns: &[TableColumn]) -> Vec<(String, IndicatorKind)> {
    let kind = |column: &TableColumn| {
        let (ColumnSource::Fixed(value), ColumnUse::Key(key)) = (&column.from, &column.used) else { return None };
        let kind = IndicatorKind::ALL.iter().find(|(.., code)| *code == value.value)?.0;
        Some((key.value.strip_suffix("kind")?.to_owned(), kind))
    };
    columns.iter().filter_map(kind).collect()
}

/// A column for each year, if its key is that of any year; otherwise the column itself.
fn of_years(
    column: TableColumn,
    years: &[RepeatedYear],
    kinds: &[(String, IndicatorKind)],
    faults: &super::Faults,
) -> Vec<TableColumn> {
    let ColumnUse::Key(pattern) = &column.used else { return vec![column] };
    if !pattern.value.trim_start_matches(OF_ROW_INDICATOR).contains(EACH_YEAR) {
        return vec![column];
    }
    if years.is_empty() {
        let message = format!("欄「{pattern}」の年度が決まりません");
        let help = "`repeated: [R5, R6, R7計画]` のように、同じ見出しの列の年度を、左から順に書いてください";
        faults.push(Diagnostic::error(UNKNOWN_VALUE.slug, pattern.at, message, help));
    }
    let kind = kinds.iter().find(|(start, _)| pattern.value.starts_with(start)).map(|(_, kind)| *kind);
    let of = |(place, year): (usize, &RepeatedYear)| TableColumn {
        used: ColumnUse::Key(pattern.clone().map(|pattern| year.key(&pattern, kind))),
        repeat: Some((place, years.len())),
        ..column.clone()
    };
    years.iter().enumerate().map(of).collect()
}

/// The one that is written; none and several are reported.
fn only<T, const N: usize>(at: Span, slot: &Slot<'_>, of: [Option<T>; N], which: &str) -> Option<T> {
    let mut written: Vec<T> = of.into_iter().flatten().collect();
    if written.len() == 1 {
        return written.pop();
    }
    let (rule, fault) =
        if written.is_empty() { (MISSING_KEY, "ありません") } else { (WRONG_TYPE, "2つ以上あります") };
    let message = format!("{}に、{which}を書きますが、{fault}", slot.named());
    slot.faults.push(Diagnostic::error(rule.slug, at, message, format!("{which}を書いてください")));
    None
}

/// What separates the parts of a cell: a text, the end of a line, or a space.
fn separator(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Text> {
    const NAMED: [(&str, &str); 2] = [("行", "\n"), ("空白", " ")];
    let spelled = |by: String| NAMED.iter().find(|(name, _)| *name == by).map_or(by, |(_, by)| (*by).to_owned());
    text(value, at, slot).map(|text| text.map(spelled))
}

/// Words, each with its value.
fn glosses(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Vec<(Text, Text)>> {
    slot.expects(|| Kind::Glosses)?;
    let fields = Fields::of(value, at, slot)?;
    let entries = fields.into_entries().iter();
    Some(entries.filter_map(|(word, node)| Some((word.clone(), text(&node.value, node.at, slot)?))).collect())
}
