//! 数値 as a table: for each name and year the baseline, the target and the actual value beside one another.

use serde::Serialize;

use super::here::Here;
use super::html::Html;
use super::words;
use crate::diagnostic::Located;
use crate::model::{Figure, FigureKind, FiscalYear, YearOfValue};

/// Several figures, ready to print.
#[derive(Debug, Serialize)]
pub(super) struct FigureTable {
    /// 基準値・目標値・実績値, as far as they occur.
    kinds: Vec<KindView>,
    names: Vec<NameView>,
    /// Whether any figure has a remark.
    has_remarks: bool,
}

#[derive(Debug, Serialize)]
struct KindView {
    word: &'static str,
    code: &'static str,
}

/// The years of the figures of one name.
#[derive(Debug, Serialize)]
struct NameView {
    name: String,
    rows: Vec<YearRow>,
}

#[derive(Debug, Serialize)]
struct YearRow {
    year: String,
    /// A cell for each kind that occurs in the table.
    cells: Vec<Option<CellView>>,
    remarks: Vec<RemarkView>,
}

#[derive(Debug, Serialize)]
struct CellView {
    value: String,
    as_of: Option<String>,
}

#[derive(Debug, Serialize)]
struct RemarkView {
    /// The kind of the figure, where the row has several.
    of: Option<&'static str>,
    /// Whether it is the printed form, which differs.
    is_printed: bool,
    text: Html,
}

/// The figures of one name and year, at most one of each kind.
type Row<'f> = (Option<YearOfValue>, Vec<&'f Figure>);

/// The table of several figures; `None` without any. `unnamed` stands for the name of those that have none.
pub(super) fn table<'f>(
    here: &Here<'_, '_>,
    unnamed: &str,
    figures: impl IntoIterator<Item = &'f Figure>,
) -> Option<FigureTable> {
    let names = named(unnamed, figures);
    let of_kind = |kind| names.iter().flat_map(|(_, rows)| rows).flat_map(|(_, row)| row).any(|of| of.kind == kind);
    let kinds: Vec<_> = FigureKind::ALL.iter().filter(|(kind, ..)| of_kind(*kind)).collect();
    let cells = |row: &[&Figure]| {
        let of = |kind| row.iter().find(|figure| figure.kind == kind).map(|figure| cell(figure));
        kinds.iter().map(|(kind, ..)| of(*kind)).collect()
    };
    let row = |(year, figures): &Row<'f>| YearRow {
        year: year.map_or_else(|| words::UNKNOWN.to_owned(), YearOfValue::in_full),
        cells: cells(figures),
        remarks: figures.iter().flat_map(|figure| remarks(here, figure, figures.len() > 1)).collect(),
    };
    let name = |(name, rows): &(&str, Vec<Row<'f>>)| NameView {
        name: name.replace('*', ""),
        rows: rows.iter().map(row).collect(),
    };
    let views: Vec<_> = names.iter().map(name).collect();
    let has_remarks = views.iter().flat_map(|of| &of.rows).any(|row| !row.remarks.is_empty());
    let kinds = kinds.iter().map(|(_, word, code)| KindView { word, code }).collect();
    (!views.is_empty()).then_some(FigureTable { kinds, names: views, has_remarks })
}

/// The values of one kind, each with its year.
#[derive(Debug, Serialize)]
pub(super) struct PlainView {
    #[serde(skip)]
    pub(super) kind: FigureKind,
    word: &'static str,
    code: &'static str,
    values: Vec<PlainValue>,
    /// In place of values: why there are none.
    pub(super) absent: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct PlainValue {
    year: Option<String>,
    /// `None` in a year between others of which nothing is said.
    cell: Option<CellView>,
    /// Whether it is the one that tells how things stand: the newest value, and the target that it is compared with.
    is_main: bool,
    remarks: Vec<RemarkView>,
}

/// Values in place of a table, with the same words in fewer bytes: by kind, in the order of the years, those without one last.
/// `main` are those that tell how things stand.
pub(super) fn plain(here: &Here<'_, '_>, figures: &[&Figure], main: &[&Figure]) -> Vec<PlainView> {
    let mut sorted = figures.to_vec();
    sorted.sort_by_key(|figure| (figure.year().is_none(), figure.year().map(YearOfValue::western)));
    let value = |figure: &Figure| {
        let says_more = |printed: &Located<String>| says_more(&printed.value, &figure.spelled(), figure);
        let is_printed = figure.is_number() && figure.printed.as_deref().is_some_and(says_more);
        let remarks = remarks(here, figure, false).into_iter();
        PlainValue {
            year: figure.year().map(short_year),
            cell: Some(CellView { value: figure.told().replace('*', ""), ..cell(figure) }),
            is_main: main.contains(&figure),
            remarks: remarks.filter(|remark| is_printed || !remark.is_printed).collect(),
        }
    };
    let of_kind = |(kind, word, code): &(FigureKind, &'static str, &'static str)| {
        let own: Vec<_> = sorted.iter().copied().filter(|figure| figure.kind == *kind).collect();
        let mut values = Vec::new();
        for (n, figure) in own.iter().enumerate() {
            let before = n.checked_sub(1).map(|before| own[before]).filter(|_| *kind == FigureKind::Actual);
            values.extend(before.into_iter().flat_map(|before| between(before, figure)).map(|year| PlainValue {
                year: Some(year.to_string()),
                cell: None,
                is_main: false,
                remarks: Vec::new(),
            }));
            values.push(value(figure));
        }
        PlainView { kind: *kind, word, code, absent: values.is_empty().then_some(words::UNKNOWN), values }
    };
    FigureKind::ALL.iter().map(of_kind).collect()
}

/// The fiscal years between two values of which nothing is said.
fn between(before: &Figure, after: &Figure) -> Vec<FiscalYear> {
    match (before.year(), after.year()) {
        (Some(YearOfValue::Fiscal(first)), Some(YearOfValue::Fiscal(last))) => {
            std::iter::successors(Some(first.next()), |year| Some(year.next()))
                .take_while(|year| *year < last)
                .collect()
        }
        _ => Vec::new(),
    }
}

/// 令和4年度; a year that is not a fiscal one in full.
fn short_year(year: YearOfValue) -> String {
    if matches!(year, YearOfValue::Fiscal(_)) { year.to_string() } else { year.in_full() }
}

/// The figures by name in the order of the names, and by year.
fn named<'f, 'n>(unnamed: &'n str, figures: impl IntoIterator<Item = &'f Figure>) -> Vec<(&'n str, Vec<Row<'f>>)>
where
    'f: 'n,
{
    let mut names: Vec<(&str, Vec<Row<'_>>)> = Vec::new();
    for figure in figures {
        let name = figure.name.as_ref().map_or(unnamed, |name| &name.value);
        let at = names.iter().position(|(known, _)| *known == name).unwrap_or(names.len());
        if at == names.len() {
            names.push((name, Vec::new()));
        }
        add(&mut names[at].1, figure);
    }
    for (_, rows) in &mut names {
        rows.sort_by_key(|(year, _)| year.map(YearOfValue::western));
    }
    names
}

/// Adds a figure to the first row of its year that has none of its kind.
fn add<'f>(rows: &mut Vec<Row<'f>>, figure: &'f Figure) {
    let year = figure.year();
    let is_free = |(of, row): &&mut Row<'f>| *of == year && row.iter().all(|known| known.kind != figure.kind);
    match rows.iter_mut().find(is_free) {
        Some((_, row)) => row.push(figure),
        None => rows.push((year, vec![figure])),
    }
}

fn cell(figure: &Figure) -> CellView {
    let as_of = figure.as_of.as_ref().map(|date| date.value.to_string());
    CellView { value: figure.spelled(), as_of }
}

/// The printed form of a figure if it differs, the parts of its ratio, and its note.
fn remarks(here: &Here<'_, '_>, figure: &Figure, is_beside_others: bool) -> Vec<RemarkView> {
    let of = is_beside_others.then(|| figure.kind.word());
    let printed = figure.printed.as_ref().filter(|printed| printed.value != figure.spelled());
    let ratio = figure.numerator.as_ref().zip(figure.denominator.as_ref());
    let ratio = ratio
        .map(|(over, under)| Html::text(&format!("分子 {}、分母 {}", over.value.grouped(), under.value.grouped())));
    let printed = printed.map(|printed| (true, here.words(&printed.value)));
    let others = ratio.into_iter().chain(here.maybe(&figure.note)).map(|text| (false, text));
    printed.into_iter().chain(others).map(|(is_printed, text)| RemarkView { of, is_printed, text }).collect()
}

/// A figure in running text: 54,504人(令和5年度、3月31日現在).
#[derive(Debug, Serialize)]
pub(super) struct FigureText {
    pub(super) value: Html,
    pub(super) when: Option<String>,
    /// The printed form, if it contains more.
    pub(super) printed: Option<Html>,
    pub(super) notes: Vec<Html>,
}

/// One of an indicator's own values, as printed.
pub(super) fn text(here: &Here<'_, '_>, figure: &Figure) -> FigureText {
    let year = figure.year().map(YearOfValue::in_full);
    let as_of = figure.as_of.as_ref().map(|date| format!("{}現在", date.value));
    let when = [year, as_of].into_iter().flatten().collect::<Vec<_>>().join("、");
    let spelled = figure.spelled();
    let printed =
        figure.printed.as_ref().filter(|printed| figure.is_number() && says_more(&printed.value, &spelled, figure));
    FigureText {
        value: here.words(&figure.told()),
        when: (!when.is_empty()).then_some(when),
        printed: printed.map(|printed| here.words(&printed.value)),
        notes: here.maybe(&figure.note).into_iter().collect(),
    }
}

/// Whether the printed text contains more than the value and the year next to it.
fn says_more(printed: &str, spelled: &str, figure: &Figure) -> bool {
    let compact = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '*').collect::<String>();
    let (printed, spelled) = (compact(printed), compact(spelled));
    let year = figure.year().map(|year| format!("({})", compact(&year.to_string())));
    match printed.strip_prefix(&spelled) {
        Some(rest) => !rest.is_empty() && year.is_none_or(|year| rest != year),
        None => true,
    }
}
