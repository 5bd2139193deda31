//! The values of a row, each read from its cell as the column is declared.

use std::collections::BTreeMap;

use super::super::book::{Cell, Content, Sheet};
use super::super::digest::clean;
use super::super::field::Kind;
use super::super::findings::{Findings, Place};
use super::super::rules::{CELL_DASH, CELL_LINES, CELL_LOST, CELL_STRUCK, NOT_READ, UNKNOWN_VALUE, WRITTEN_TWICE};
use super::super::value::{Fault, Meaning, is_none, read, without_bullet};
use super::heads::{Heads, letters, plain};
use crate::characters::{is_plain, joined, visible};
use crate::diagnostic::{Rule, Severity};
use crate::model::{ColumnSource, ColumnUse, Site, TableColumn, Text, holes};
use crate::shape::{Field, Kind as ShapeKind, PathStep, path};

/// A declared column with its place in the table.
pub(super) struct Bound<'d> {
    pub(super) column: &'d TableColumn,
    /// The columns that it reads, by the names under which the declaration has them.
    named: BTreeMap<&'d str, u32>,
    target: Option<(Vec<PathStep>, Kind)>,
    /// Its head, for messages.
    label: String,
}

impl<'d> Bound<'d> {
    /// Finds the columns in the header; otherwise the message and 直し方.
    pub(super) fn of(column: &'d TableColumn, heads: &Heads, fields: &[Field]) -> Result<Self, (String, String)> {
        let named: BTreeMap<_, _> = column
            .columns()
            .into_iter()
            .map(|name| heads.find(name).map(|at| (name, at)))
            .collect::<Result<_, (String, String)>>()?;
        let label = match &column.from {
            ColumnSource::Column(name) => {
                let at = named[name.value.as_str()];
                if let Some(head) = column.head.as_ref().filter(|head| plain(&head.value) != plain(heads.head(at))) {
                    let found = heads.head(at);
                    let message = format!("{}列の見出しが「{found}」で、「{head}」ではありません", letters(at));
                    return Err((
                        message,
                        "列が動いたのなら `column` を、見出しが変わったのなら `head` を直してください".to_owned(),
                    ));
                }
                let head = heads.head(at);
                if head.is_empty() { format!("{}列", letters(at)) } else { head.to_owned() }
            }
            ColumnSource::Joined(text) => text.value.replace(['{', '}'], ""),
            ColumnSource::Fixed(text) => text.value.clone(),
        };
        let target = match &column.used {
            ColumnUse::Key(key) => {
                let path = path(fields, &key.value)?;
                let kind = kind_of(path.kind).ok_or_else(|| no_cell(&key.value))?;
                Some((path.steps, kind))
            }
            ColumnUse::TitleOf(_) | ColumnUse::Ignored(_) => None,
        };
        Ok(Self { column, named, target, label })
    }

    /// The columns that it reads.
    pub(super) fn columns(&self) -> impl Iterator<Item = u32> {
        self.named.values().copied()
    }

    /// The column of a name in the declaration.
    fn at(&self, name: &str) -> Option<u32> {
        self.named.get(name).copied()
    }

    /// The first column that it reads.
    pub(super) fn first(&self) -> Option<u32> {
        match &self.column.from {
            ColumnSource::Column(name) => self.at(&name.value),
            ColumnSource::Joined(text) => holes(&text.value).first().and_then(|name| self.at(name)),
            ColumnSource::Fixed(_) => None,
        }
    }

    /// A text with the cells of a row in the place of its columns; nothing if one is empty.
    pub(super) fn joined(&self, text: &str, sheet: &Sheet, row: u32) -> Option<String> {
        let mut whole = text.to_owned();
        for name in holes(text) {
            let cell = plain(&sheet.text((row, self.at(name)?)));
            if cell.is_empty() {
                return None;
            }
            whole = whole.replace(&format!("{{{name}}}"), &cell);
        }
        Some(whole)
    }
}

fn no_cell(key: &str) -> (String, String) {
    (format!("欄「{key}」は、表から取り込めません"), "YAML のファイルに書いてください".to_owned())
}

/// How the cells of a key are read.
fn kind_of(kind: &ShapeKind) -> Option<Kind> {
    let is_word = matches!(kind, ShapeKind::Id(_) | ShapeKind::Slug);
    let number = (*kind == ShapeKind::Count).then_some(Kind::Number);
    Kind::of(kind).or(number).or(is_word.then_some(Kind::Line))
}

/// A value of a row.
pub(super) struct Found {
    pub(super) kind: Kind,
    pub(super) meaning: Meaning,
    /// Its cell; a value that stands in every row has none.
    pub(super) place: Option<Place>,
    pub(super) label: String,
}

/// What is reported of a column, by what is wrong: the first cell, the line in it, the 直し方 and the number of cells.
type Told = BTreeMap<(usize, &'static str, String), (Place, usize, String, usize)>;

/// The cells of a sheet.
pub(super) struct Cells<'c, 'd> {
    site: &'c Site,
    sheet: &'c Sheet,
    place: (usize, usize),
    bound: &'c [Bound<'d>],
    told: Told,
    hidden: Told,
}

impl<'c, 'd> Cells<'c, 'd> {
    pub(super) fn of(site: &'c Site, sheet: &'c Sheet, place: (usize, usize), bound: &'c [Bound<'d>]) -> Self {
        Self { site, sheet, place, bound, told: Told::new(), hidden: Told::new() }
    }

    /// The values of a row by their paths; what stands in every row belongs to those of a cell.
    pub(super) fn row(&mut self, row: u32) -> BTreeMap<Vec<PathStep>, Found> {
        let mut values: BTreeMap<Vec<PathStep>, Found> = BTreeMap::new();
        let bound = self.bound;
        for (index, one) in bound.iter().enumerate().filter(|(_, one)| one.first().is_some()) {
            let Some((path, kind)) = &one.target else { continue };
            let Some(found) = self.found(index, row, kind) else { continue };
            let is_known = found.meaning != Meaning::Unknown;
            let at = found.place;
            match values.get(path).filter(|_| is_known) {
                Some(other) if other.meaning != Meaning::Unknown => {
                    if other.meaning != found.meaning {
                        let fault = fault(
                            WRITTEN_TWICE,
                            "同じ欄に読む列が2つあり、内容が違います",
                            "どちらかの列を `ignore` にしてください",
                        );
                        self.push(index, at, fault);
                    }
                    continue;
                }
                _ => {
                    if is_known || !values.contains_key(path) {
                        values.insert(path.clone(), found);
                    }
                }
            }
            if let (true, Some((text, at))) = (is_known, self.unit(one, row)) {
                let unit = [holder_of(path), &[PathStep::Key("unit")]].concat();
                let place = Some((self.place.0, self.place.1, at));
                values.insert(
                    unit,
                    Found { kind: Kind::Line, meaning: Meaning::Word(text), place, label: "単位".to_owned() },
                );
            }
        }
        for (index, one) in bound.iter().enumerate() {
            let (Some((path, kind)), ColumnSource::Fixed(text)) = (&one.target, &one.column.from) else { continue };
            let item = item_of(path);
            let has_value =
                values.iter().any(|(path, found)| path.starts_with(item) && found.meaning != Meaning::Unknown);
            if has_value && !values.contains_key(path) {
                match self.read(one, kind, &text_cell(&text.value)) {
                    Ok(meaning) => {
                        let found = Found { kind: kind.clone(), meaning, place: None, label: one.label.clone() };
                        values.insert(path.clone(), found);
                    }
                    Err(fault) => self.push(index, Some((self.place.0, self.place.1, (row, 0))), fault),
                }
            }
        }
        values
    }

    /// The value of a declared column in a row; `None` if it was refused.
    fn found(&mut self, index: usize, row: u32, kind: &Kind) -> Option<Found> {
        let one = &self.bound[index];
        let at = (row, one.first()?);
        let place = Some((self.place.0, self.place.1, at));
        let cell = match &one.column.from {
            ColumnSource::Column(_) => self.sheet.cells.get(&at).cloned(),
            ColumnSource::Joined(text) => one.joined(&text.value, self.sheet, row).map(|text| text_cell(&text)),
            ColumnSource::Fixed(_) => None,
        };
        let found = |meaning| Some(Found { kind: kind.clone(), meaning, place, label: one.label.clone() });
        let Some(cell) = cell.and_then(|cell| self.visible(index, place, cell)) else { return found(Meaning::Unknown) };
        let text = cell.shown();
        if one.column.empty.iter().any(|word| word.value.trim() == text.trim()) {
            return found(Meaning::Unknown);
        }
        let is_alone =
            |name: &Text| one.at(&name.value).is_some_and(|at| plain(&self.sheet.text((row, at))).is_empty());
        if let Some(name) = one.column.only_with.as_ref().filter(|name| is_alone(name)) {
            let key = (index, NOT_READ.slug, format!("{}: 「{name}」が空の行の値は、取り込みません", one.label));
            let help = "表の読み方の `only_with` のとおりです。要る値なら、その列を書いてください".to_owned();
            tell(&mut self.hidden, key, place, 0, help);
            return found(Meaning::Unknown);
        }
        match self.read(one, kind, &cell) {
            Ok(meaning) => found(meaning),
            Err(fault) => {
                self.push(index, place, fault);
                None
            }
        }
    }

    /// A cell without characters that no page can show; they are reported.
    fn visible(&mut self, index: usize, place: Option<Place>, cell: Cell) -> Option<Cell> {
        let Content::Text(text) = &cell.content else { return Some(cell) };
        if is_plain(text) {
            return Some(cell);
        }
        let shown = visible(text);
        if shown != *text {
            let key = (index, CELL_LOST.slug, "見えない文字や制御文字を除いて取り込みます".to_owned());
            let help = "このままでかまいません。気になるときは、表の文を打ち直してください".to_owned();
            tell(&mut self.hidden, key, place, 0, help);
        }
        (!shown.trim().is_empty()).then_some(Cell { content: Content::Text(shown), ..cell })
    }

    fn read(&self, one: &Bound<'_>, kind: &Kind, cell: &Cell) -> Result<Meaning, Fault> {
        if cell.is_struck {
            return Err(fault(
                CELL_STRUCK,
                "取り消し線の引かれた文があります",
                "公開しないなら文を消し、公開するなら取り消し線を外してください",
            ));
        }
        let column = one.column;
        let text = clean(&cell.shown());
        let is_list = matches!(kind, Kind::Statements | Kind::Departments | Kind::Plans | Kind::Records | Kind::Sdgs);
        let parts: Vec<&str> = match &column.split {
            Some(by) if is_list => {
                text.split(by.value.as_str()).map(str::trim).filter(|part| !part.is_empty()).collect()
            }
            _ => vec![text.trim()],
        };
        if *kind == Kind::Statements {
            return statements(&text, &parts, column);
        }
        if !column.values.is_empty() {
            let words = parts.iter().map(|part| self.translated(column, kind, part)).collect::<Result<Vec<_>, _>>()?;
            return self.read_one(kind, &text_cell(&words.join("\n")), column);
        }
        match (&column.split, kind) {
            (Some(_), Kind::Line) => self.read_one(kind, &text_cell(&joined(&text)), column),
            (Some(_), _) if is_list => self.read_one(kind, &text_cell(&parts.join("\n")), column),
            _ => self.read_one(kind, cell, column),
        }
    }

    fn read_one(&self, kind: &Kind, cell: &Cell, column: &TableColumn) -> Result<Meaning, Fault> {
        let unit = column.unit.as_ref().map_or("", |unit| unit.value.as_str());
        read(kind, Some(cell), (&Meaning::Unknown, unit), self.site)
    }

    /// The value that the declaration has for a word of the table; a department may also have its own name.
    fn translated(&self, column: &TableColumn, kind: &Kind, word: &str) -> Result<String, Fault> {
        let known = |(from, _): &&(Text, Text)| plain(&from.value) == plain(word);
        match column.values.iter().find(known) {
            Some((_, to)) => Ok(to.value.clone()),
            None if matches!(kind, Kind::Departments | Kind::Department) => Ok(word.to_owned()),
            None => {
                let help = format!("`values` に `\"{}\": 記録での値` と書いてください", word.replace('\n', "\\n"));
                Err(fault(UNKNOWN_VALUE, format!("「{word}」の読み替えがありません"), help))
            }
        }
    }

    /// The unit of the numbers of a column in a row, and where it stands.
    fn unit(&self, one: &Bound<'_>, row: u32) -> Option<(String, (u32, u32))> {
        let cell = |name: &Text| {
            let at = (row, one.at(&name.value)?);
            let text = visible(&self.sheet.text(at)).split_whitespace().collect::<Vec<_>>().join(" ");
            (!text.is_empty() && one.column.empty.iter().all(|word| word.value != text)).then_some((text, at))
        };
        let fixed = one.column.unit.as_ref().map(|unit| (unit.value.clone(), (row, one.first().unwrap_or_default())));
        fixed.or_else(|| one.column.unit_from.as_ref().and_then(cell))
    }

    fn push(&mut self, index: usize, place: Option<Place>, fault: Fault) {
        let key = (index, fault.rule, format!("{}: {}", self.bound[index].label, fault.message));
        let is_dash = fault.rule == CELL_DASH.slug;
        let help = if is_dash {
            "分からないときと同じなら、この列の `empty` にその文字を書いてください".to_owned()
        } else {
            fault.help
        };
        tell(&mut self.told, key, place, fault.line, help);
    }

    /// Reports what was wrong, each thing once in a column.
    pub(super) fn tell(self, findings: &mut Findings<'_>) {
        let severities = [(self.told, Severity::Error), (self.hidden, Severity::Warning)];
        for (told, severity) in severities {
            for ((_, rule, message), (place, line, help, count)) in told {
                let at = findings.span(place, line);
                let message = if count > 1 { format!("{message}(ほか{}行)", count - 1) } else { message };
                findings.push(match severity {
                    Severity::Error => crate::diagnostic::Diagnostic::error(rule, at, message, help),
                    Severity::Warning => crate::diagnostic::Diagnostic::warning(rule, at, message, help),
                });
            }
        }
    }
}

fn tell(told: &mut Told, key: (usize, &'static str, String), place: Option<Place>, line: usize, help: String) {
    let Some(place) = place else { return };
    told.entry(key).and_modify(|(.., count)| *count += 1).or_insert((place, line, help, 1));
}

fn fault(rule: Rule, message: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault { rule: rule.slug, message: message.into(), help: help.into(), line: 0 }
}

fn text_cell(text: &str) -> Cell {
    Cell { content: Content::Text(text.to_owned()), is_formula: false, is_struck: false }
}

/// The statements of a cell: one, or those between the separators that the declaration names.
fn statements(text: &str, parts: &[&str], column: &TableColumn) -> Result<Meaning, Fault> {
    if text.is_empty() {
        return Ok(Meaning::Unknown);
    }
    if is_none(text) {
        return Ok(Meaning::Words(Vec::new()));
    }
    if column.split.is_none() && text.contains('\n') {
        let help = "1行ずつ別の文なら、この列に `split: 行` と書いてください";
        return Err(fault(CELL_LINES, "セルに改行があり、1つの文か、2つ以上の文かが分かりません", help));
    }
    let words = parts.iter().map(|part| without_bullet(part).to_owned()).filter(|word| !word.is_empty());
    Ok(Meaning::Words(words.collect()))
}

/// The path of what has the unit of a value: its figure, or the item of a list.
fn holder_of(path: &[PathStep]) -> &[PathStep] {
    match path.split_last() {
        Some((PathStep::Key("value"), figure)) => figure,
        _ => item_of(path),
    }
}

/// The path of the item of a list in which a value stands; that of the record if there is none.
fn item_of(path: &[PathStep]) -> &[PathStep] {
    let last = path.iter().rposition(|step| matches!(step, PathStep::Item(_)));
    &path[..last.map_or(0, |at| at + 1)]
}
