//! Drafts how sheets are read each of which is one record: which cells are labels, and which cell is the value of each: the one to
//! the right, the one below, or the one where the label of a row and that of a column cross.

use std::collections::{BTreeMap, BTreeSet};

use super::super::book::{Address, Book, Cell, Content, Sheet, cell_name};
use super::grid::is_example;
use super::guesses::withheld;
use super::labels::{BELOW, CROSSING, label};
use super::learn::{Learnt, Owner, UNITS, no_rule, numbers, of_every_row};
use super::terms::{Certainty, DASHES, IDS, Taken, few_words, named, of_form, of_words, shortened, without_year};
use crate::characters::unspaced;
use crate::model::{TO_FILL, is_slug};
use crate::yaml::{Lines, Yaml};

/// The label of the units of numbers.
const UNIT: &str = "単位";
/// The stages of costs that the label of a column may name.
const STAGES: [(&str, &str); 4] =
    [("最終予算", "final"), ("当初予算", "initial"), ("見込", "estimate"), ("予算", "initial")];
/// The maximum number of cells of a sheet that is one record.
const MAX_CELLS: usize = 1_000;
/// The letters of the longest label of a sheet that has no other beside it.
const LONGEST: usize = 15;

/// The name of a value, and the labels by which it is found.
struct Named {
    name: String,
    head: Option<String>,
    labels: Vec<Address>,
    /// The texts of the labels: that of the row, and that of the column.
    row: String,
    column: String,
}

/// The sheets of a workbook that are records.
struct Forms<'b> {
    sheets: Vec<&'b Sheet>,
    /// The sheet with the most cells: it tells where the labels stand.
    base: &'b Sheet,
    /// The cells of that sheet that are labels.
    labels: BTreeMap<Address, String>,
    /// The texts of the cells that are no labels, of all sheets.
    values: BTreeMap<Address, Vec<String>>,
}

/// Drafts the reading of a workbook whose sheets are records; nothing if they are not.
pub(super) fn learn(book: &Book, owner: &Owner<'_>, unit: Option<&str>) -> Option<Learnt> {
    let forms = Forms::of(book, owner)?;
    let mut learnt = Learnt { counted: "欄", ..Learnt::default() };
    learnt.table.push(format!("1つのシートが1つの記録です({}シート)", forms.sheets.len()));
    let id = forms.id()?;
    let told = format!("{} {} → 番号(`record.id`)  確か  例: {}", cell_name(id.0), id.1, forms.sample(id.0));
    learnt.table.push(told);
    let names = forms.values.keys().map(|at| (*at, forms.name(*at))).collect();
    let (taken, used) = (BTreeSet::new(), id.2.into_iter().collect());
    let draft = Draft { forms: &forms, owner, unit, names, rows: Vec::new(), taken, used };
    let lines = draft.lines(id.0, &mut learnt);
    let record = Yaml::Braces(owner.record(id.1));
    let head = Lines::comment("シートの読み方の下書きです。「推測」の行を確認し、【未記入】のところを書いてください")
        .and(Lines::comment("取り込まない欄は、ignore の後に理由を書きます"));
    let top = head.and(Lines::key("layout", &"sheets".into())).and(Lines::key("record", &record));
    learnt.text = top.and(Lines::comment("欄ごとの読み方")).text() + "columns:\n" + &lines.text();
    Some(learnt)
}

impl<'b> Forms<'b> {
    fn of(book: &'b Book, owner: &Owner<'_>) -> Option<Self> {
        let found: Vec<_> = book
            .sheets
            .iter()
            .filter(|sheet| !is_example(&sheet.name))
            .filter_map(|sheet| Some((sheet, place_of_id(sheet)?)))
            .collect();
        let beside = found.iter().any(|(_, place)| *place == IdPlace::Beside);
        if !beside && found.len() < 2 {
            return None;
        }
        let sheets: Vec<_> = found.into_iter().map(|(sheet, _)| sheet).collect();
        let base =
            *sheets.iter().max_by_key(|sheet| sheet.cells.len()).filter(|sheet| sheet.cells.len() <= MAX_CELLS)?;
        let labels = labels(&sheets, base, owner);
        let texts: BTreeSet<String> = labels.values().map(|text| label(text)).collect();
        let mut values: BTreeMap<Address, Vec<String>> = BTreeMap::new();
        for (at, cell) in sheets.iter().flat_map(|sheet| &sheet.cells) {
            let text = cell.shown();
            if !labels.contains_key(at) && !text.trim().is_empty() && !texts.contains(&label(&text)) {
                values.entry(*at).or_default().push(text);
            }
        }
        Some(Self { sheets, base, labels, values })
    }

    /// The cell of the number, its name and its label.
    fn id(&self) -> Option<(Address, String, Option<Address>)> {
        let (at, text) = self.labels.iter().find(|(_, text)| is_id(text))?;
        let (beside, below) = around(self.base, *at);
        let name = label(text);
        match self.values.contains_key(&beside) {
            true => Some((beside, name, Some(*at))),
            false => self.values.contains_key(&below).then(|| (below, format!("{name}{BELOW}"), Some(*at))),
        }
    }

    fn sample(&self, at: Address) -> String {
        self.values.get(&at).and_then(|texts| texts.first()).map_or_else(|| "(空)".to_owned(), |text| shortened(text))
    }

    /// Whether a label stands only once in a sheet.
    fn is_alone(&self, text: &str) -> bool {
        let wanted = label(text);
        self.base.cells.values().filter(|cell| label(&cell.shown()) == wanted).count() == 1
    }

    /// How a value is named: by the labels beside and above it, or by its address.
    fn name(&self, at: Address) -> Named {
        let (left, has_value_between) = self.left(at);
        let above = self.above(at);
        let is_next = |label: Address| around(self.base, label).0 == at;
        let is_below = |label: Address| around(self.base, label).1 == at;
        let text = |at: Address| label(&self.labels[&at]);
        let is_of_row = |left: Address| has_value_between || self.values_after(left) > 1;
        let has_year = |at: Address| without_year(&unspaced(&text(at))).1.is_some();
        if let Some((left, above)) = left.zip(above)
            && (is_of_row(left) || (has_year(above) && !has_year(left)))
            && self.is_alone(&text(left))
            && self.is_head(above)
        {
            let name = format!("{}{CROSSING}{}", text(left), text(above));
            return Named { name, head: None, labels: vec![left, above], row: text(left), column: text(above) };
        }
        let by = |name: String, head: Option<String>, label: Option<Address>| Named {
            name,
            head,
            labels: label.into_iter().collect(),
            row: label.map(text).unwrap_or_default(),
            column: String::new(),
        };
        match (left, above) {
            (Some(left), _) if is_next(left) && self.is_alone(&text(left)) => by(text(left), None, Some(left)),
            (_, Some(above)) if is_below(above) && self.is_alone(&text(above)) => {
                by(format!("{}{BELOW}", text(above)), None, Some(above))
            }
            (Some(left), _) if !has_value_between => by(cell_name(at), Some(text(left)), Some(left)),
            _ => by(cell_name(at), None, None),
        }
    }

    /// The next label to the left in the row, and whether a value stands between.
    fn left(&self, at: Address) -> (Option<Address>, bool) {
        let mut has_value = false;
        for column in (0..at.1).rev() {
            let cell = first(self.base, (at.0, column));
            if self.labels.contains_key(&cell) {
                return (Some(cell), has_value);
            }
            has_value |= self.values.contains_key(&cell);
        }
        (None, has_value)
    }

    /// The next label above in the column.
    fn above(&self, at: Address) -> Option<Address> {
        (0..at.0).rev().map(|row| first(self.base, (row, at.1))).find(|cell| self.labels.contains_key(cell))
    }

    /// The number of values between a label and the next one to the right.
    fn values_after(&self, left: Address) -> usize {
        let next =
            self.labels.range((left.0, left.1 + 1)..(left.0 + 1, 0)).next().map_or((left.0 + 1, 0), |(at, _)| *at);
        self.values.range(left..next).count()
    }

    /// Whether a label is that of a column: others stand beside it, and none says the same.
    fn is_head(&self, at: Address) -> bool {
        let wanted = label(&self.labels[&at]);
        let row: Vec<_> = self.labels.range((at.0, 0)..(at.0 + 1, 0)).map(|(_, text)| label(text)).collect();
        row.len() > 1 && row.iter().filter(|text| **text == wanted).count() == 1
    }
}

/// The lines of a draft while they are found.
struct Draft<'d, 'b> {
    forms: &'d Forms<'b>,
    owner: &'d Owner<'d>,
    /// The unit of amounts, if the sheet does not have it.
    unit: Option<&'d str>,
    names: BTreeMap<Address, Named>,
    /// The labels of the rows of indicators, in their order.
    rows: Vec<String>,
    taken: BTreeSet<String>,
    used: BTreeSet<Address>,
}

impl Draft<'_, '_> {
    fn lines(mut self, id: Address, learnt: &mut Learnt) -> Lines {
        let mut lines = Lines::default();
        let names = std::mem::take(&mut self.names);
        self.used.extend(names.values().flat_map(|of| &of.labels));
        for (at, of) in names.iter().map(|(at, of)| (*at, of)).filter(|(at, _)| *at != id) {
            let sample = self.forms.sample(at);
            let shown = format!("{} {}", cell_name(at), of.name);
            if of.column == UNIT || of.row == UNIT {
                learnt.table.push(format!("{shown} → 単位  推測  例: {sample}"));
                continue;
            }
            let found = self.find(of).filter(|found| self.taken.insert(found.key.clone()));
            let withheld = if found.is_none() { withheld(&of.row) } else { None };
            let unknown = if withheld.is_some() { Certainty::Guess } else { Certainty::Unknown };
            let certainty = found.as_ref().map_or(unknown, |found| found.certainty);
            let unread = withheld.map_or_else(|| "?".to_owned(), |reason| format!("取り込まない({reason})"));
            let told = found.as_ref().map_or(unread, |found| named(&found.key));
            learnt.table.push(format!("{shown} → {told}  {}  例: {sample}", certainty.word()));
            learnt.counts[certainty as usize] += 1;
            let words = if certainty == Certainty::Unknown {
                few_words(self.forms.values[&at].iter().cloned())
            } else {
                String::new()
            };
            let remark = format!("{} 例: {sample}{words}", certainty.word());
            let entry = self.entry((of, &names), found.as_ref().ok_or(withheld.unwrap_or(TO_FILL)), at);
            learnt.needs_unit |= found.is_some_and(|found| found.lacks_unit(&entry));
            lines = lines.and(Lines::item(&Yaml::Braces(entry)).with_remark(&remark));
        }
        let names: Vec<_> = self.indicators().collect();
        for (number, row) in names {
            if !self.taken.contains(&format!("indicators.{number}.name")) {
                let name = if row.is_empty() { TO_FILL } else { &row };
                lines = lines.and(of_every_row(number, "name", name).with_remark("推測 指標の名称"));
            }
            lines = lines.and(no_rule(number));
        }
        self.unused(lines, learnt)
    }

    /// Every label that no value was found by: it is ignored, for a reason that the clerk writes.
    fn unused(&self, mut lines: Lines, learnt: &mut Learnt) -> Lines {
        for (at, text) in self.forms.labels.iter().filter(|(at, _)| !self.used.contains(at)) {
            let has_year = without_year(&unspaced(text)).1.is_some();
            let is_short = text.chars().count() <= LONGEST;
            let name = if is_short && !has_year && self.forms.is_alone(text) { label(text) } else { cell_name(*at) };
            learnt.table.push(format!("{} {} → (見出しだけ)", cell_name(*at), shortened(text)));
            let entry = vec![("column", Yaml::Text(name)), ("ignore", TO_FILL.into())];
            let remark = format!("値の無い見出し: {}", shortened(text));
            lines = lines.and(Lines::item(&Yaml::Braces(entry)).with_remark(&remark));
        }
        lines
    }

    /// What a value is taken for.
    fn find(&mut self, of: &Named) -> Option<Taken> {
        if of.column.is_empty() {
            return of_form(&of.row, self.owner)
                .or_else(|| of_words(&of.row, None))
                .filter(|found| self.owner.has(&found.key));
        }
        let both = [format!("{}{}", of.row, of.column), format!("{}{}", of.column, of.row)];
        let whole = both.iter().find_map(|both| of_form(both, self.owner).or_else(|| of_words(both, None)));
        let (bare, year) = without_year(&unspaced(&of.column));
        let of_row = || of_words(&of.row, year).filter(|found| year.is_some() && found.key.contains(".costs."));
        let of_row = || of_row().map(|found| at_stage(found, &bare));
        let of_column = || of_words(&of.column, None).filter(|found| found.key.starts_with("indicators."));
        let found = whole.or_else(of_row).or_else(of_column)?;
        let Some(rest) = found.key.strip_prefix("indicators.1.") else { return Some(found) };
        let known = self.rows.iter().position(|row| *row == of.row);
        let number = known.unwrap_or_else(|| {
            self.rows.push(of.row.clone());
            self.rows.len() - 1
        });
        Some(Taken { key: format!("indicators.{}.{rest}", number + 1), certainty: Certainty::Guess })
    }

    /// The numbers of the indicators that were found, each with the label of its row.
    fn indicators(&self) -> impl Iterator<Item = (usize, String)> {
        numbers(&self.taken).into_iter().map(|number| (number, self.rows.get(number - 1).cloned().unwrap_or_default()))
    }

    fn entry(
        &self,
        (of, names): (&Named, &BTreeMap<Address, Named>),
        found: Result<&Taken, &'static str>,
        at: Address,
    ) -> Vec<(&'static str, Yaml)> {
        let mut entry = vec![("column", Yaml::Text(of.name.clone()))];
        entry.extend(of.head.as_ref().map(|head| ("head", Yaml::Text(head.clone()))));
        let Taken { key, .. } = match found {
            Ok(found) => found,
            Err(reason) => {
                entry.push(("ignore", reason.into()));
                return entry;
            }
        };
        entry.push(("key", key.as_str().into()));
        let texts = &self.forms.values[&at];
        let is_amount = key.contains(".costs.") && !key.ends_with(".persons");
        let is_figure = key.starts_with("indicators.") && !key.ends_with(".name");
        if is_amount {
            let unit = self.unit_of_amounts(of).or(self.unit).unwrap_or(TO_FILL);
            entry.push(("unit", unit.into()));
        } else if is_figure {
            match self.unit_of_figures(of, names) {
                Some((name, has_none)) => {
                    entry.push(("unit_from", Yaml::Text(name)));
                    entry.extend(has_none.then_some(("dimensionless", Yaml::Truth(true))));
                }
                None => entry.push(("unit", TO_FILL.into())),
            }
        }
        let beside = names.iter().filter(|(_, other)| is_figure && other.row == of.row);
        let others = beside.flat_map(|(at, _)| &self.forms.values[at]);
        let dashes: BTreeSet<_> =
            texts.iter().chain(others).map(|text| text.trim()).filter(|text| DASHES.contains(text)).collect();
        if !dashes.is_empty() {
            entry.push(("empty", Yaml::Row(dashes.into_iter().map(|dash| Yaml::Text(dash.to_owned())).collect())));
        }
        if texts.iter().any(|text| text.contains('\n')) && !is_amount && !is_figure {
            entry.push(("split", "行".into()));
        }
        entry
    }

    /// The unit that stands in a label of an amount, or somewhere on the sheet: (単位:千円).
    fn unit_of_amounts(&self, of: &Named) -> Option<&'static str> {
        let printed = |text: &str| UNITS.into_iter().find(|unit| text.contains(&format!("({unit})")));
        let labels = [unspaced(&of.row), unspaced(&of.column)];
        let told = |text: &str| UNITS.into_iter().find(|unit| text.contains(&format!("{UNIT}:{unit}")));
        let texts = || self.forms.base.cells.values().map(|cell| unspaced(&cell.shown()));
        labels.iter().find_map(|text| printed(text)).or_else(|| texts().find_map(|text| told(&text)))
    }

    /// The cell with the unit of a figure, and whether it may be empty.
    fn unit_of_figures(&self, of: &Named, names: &BTreeMap<Address, Named>) -> Option<(String, bool)> {
        let is_unit = |named: &Named| match of.column.is_empty() {
            true => named.column.is_empty() && named.row == UNIT,
            false => named.column == UNIT && named.row == of.row,
        };
        let (at, named) = names.iter().find(|(_, named)| is_unit(named))?;
        let texts = &self.forms.values[at];
        let has_none = texts.len() < self.forms.sheets.len() || texts.iter().any(|text| DASHES.contains(&text.trim()));
        Some((named.name.clone(), has_none))
    }
}

/// A cost at the stage that the label of its column names.
fn at_stage(found: Taken, column: &str) -> Taken {
    let stage = STAGES.iter().find(|(word, _)| column.contains(word)).map(|(_, stage)| format!(".costs.{stage}."));
    Taken {
        key: stage.map_or_else(|| found.key.clone(), |stage| found.key.replace(".costs.settled.", &stage)),
        ..found
    }
}

/// Where the number of a sheet stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum IdPlace {
    Beside,
    Below,
}

/// Where the number stands, if the sheet is a record: beside its label, or alone below it. A table has several below it.
fn place_of_id(sheet: &Sheet) -> Option<IdPlace> {
    let (at, _) = sheet.cells.iter().find(|(_, cell)| is_id(&cell.shown())).filter(|_| !sheet.is_hidden)?;
    let is_number = |at: Address| {
        let text = unspaced(&sheet.text(at)).to_lowercase();
        is_slug(&text) && text.contains(|c: char| c.is_ascii_digit())
    };
    let (beside, below) = around(sheet, *at);
    let has_several = is_number(below) && is_number((below.0 + 1, below.1));
    match (is_number(beside), is_number(below), has_several) {
        (_, _, true) | (false, false, _) => None,
        (true, ..) => Some(IdPlace::Beside),
        (false, true, _) => Some(IdPlace::Below),
    }
}

fn is_id(text: &str) -> bool {
    IDS.contains(&label(text).to_lowercase().as_str())
}

/// The cells to the right of a label and below it, behind those with which it is merged.
fn around(sheet: &Sheet, at: Address) -> (Address, Address) {
    let last = sheet.merged.iter().find(|area| area.first == at).map_or(at, |area| area.last);
    (first(sheet, (at.0, last.1 + 1)), first(sheet, (last.0 + 1, at.1)))
}

/// The first of the cells with which a cell is merged.
fn first(sheet: &Sheet, at: Address) -> Address {
    sheet.merged.iter().find(|area| area.has(at)).map_or(at, |area| area.first)
}

/// The cells of a sheet that are labels: those whose texts most of the sheets have; in a single one those with known words, and
/// short texts before others.
fn labels(sheets: &[&Sheet], base: &Sheet, owner: &Owner<'_>) -> BTreeMap<Address, String> {
    let is_known = |text: &str| {
        is_id(text) || label(text) == UNIT || of_form(text, owner).is_some() || of_words(text, None).is_some()
    };
    let text_of = |cell: &Cell| {
        let Content::Text(text) = &cell.content else { return None };
        (!DASHES.contains(&text.trim()) && !is_number(text)).then(|| text.clone())
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for sheet in sheets {
        let texts: BTreeSet<_> = sheet.cells.values().filter_map(text_of).map(|text| label(&text)).collect();
        texts.into_iter().for_each(|text| *counts.entry(text).or_default() += 1);
    }
    let is_common = |text: &str| counts.get(&label(text)).is_some_and(|count| count * 5 >= sheets.len() * 4);
    let is_before_others = |at: Address, text: &str| {
        let has_left = at.1 > 0 && base.cells.contains_key(&first(base, (at.0, at.1 - 1)));
        let has_right = base.cells.contains_key(&around(base, at).0);
        text.trim_end().ends_with([':', '：']) || (!has_left && has_right)
    };
    let mut found: BTreeMap<Address, String> = BTreeMap::new();
    for (at, cell) in &base.cells {
        let Some(text) = text_of(cell) else { continue };
        let is_short = text.chars().count() <= LONGEST && !text.contains('\n');
        let is_label = match sheets.len() {
            1 => is_short && (is_known(&text) || is_before_others(*at, &text)),
            _ => is_common(&text),
        };
        // What all sheets say beside a known label, or at the end of a row, is their value.
        let left = at.1.checked_sub(1).map(|column| first(base, (at.0, column))).and_then(|left| found.get(&left));
        let (beside, below) = around(base, *at);
        let is_last = [beside, below].iter().all(|at| !base.cells.contains_key(at));
        let is_value = left.is_some_and(|left| is_known(left) || is_last) && !is_known(&text);
        if is_label && !is_value {
            found.insert(*at, text);
        }
    }
    found
}

fn is_number(text: &str) -> bool {
    unspaced(text).replace(',', "").parse::<f64>().is_ok()
}
