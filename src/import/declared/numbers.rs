//! Tables of which each row is an indicator of a record: which number the indicator of a row has in its record. It is known by
//! its name or by one of its other names; a new one has the next number.

use std::collections::{BTreeMap, BTreeSet};

use super::super::findings::{Findings, Place};
use super::super::rules::{MISSING_ROWS, UNKNOWN_ROW, WRITTEN_TWICE};
use super::super::value::Meaning;
use super::cells::Found;
use super::{Known, Row};
use crate::characters::unspaced;
use crate::diagnostic::nearest;
use crate::model::{EACH_YEAR, Indicator, Record, RecordId, Site, TableReading, is_name_of_row};
use crate::shape::PathStep;
use crate::yaml::{Lines, Yaml};

/// The numbers of the indicators of records, as they are given to rows.
pub(super) struct Numbers<'s> {
    site: &'s Site,
    records: BTreeMap<RecordId, Named<'s>>,
    /// The names that the reading has for words of the table: it is said which indicator each of them is.
    said: BTreeSet<String>,
    /// Indicators of records that no row is, each with the first row of its record.
    gone: Vec<(RecordId, &'s Indicator, Place)>,
}

/// The numbers of the indicators of a record, by their names as they are compared.
#[derive(Clone, Default)]
struct Named<'s> {
    numbers: BTreeMap<String, u32>,
    last: u32,
    /// Those that the record has.
    own: &'s [Indicator],
}

impl<'s> Named<'s> {
    fn of(own: &'s [Indicator]) -> Self {
        let names = |of: &'s Indicator| {
            let names = of.aliases.iter().flatten().chain([&of.name]);
            names.map(move |name| (unspaced(&name.value), of.number.value))
        };
        let last = own.iter().map(|of| of.number.value).max().unwrap_or_default();
        Self { numbers: own.iter().flat_map(names).collect(), last, own }
    }

    /// The number of a name, and whether the record has it.
    fn number(&mut self, name: &str) -> (u32, bool) {
        let number = *self.numbers.entry(unspaced(name)).or_insert_with(|| {
            self.last += 1;
            self.last
        });
        (number, self.own.iter().any(|of| of.number.value == number))
    }
}

/// The path of the name of the indicator with a number.
pub(super) fn name_of(number: u32) -> Vec<PathStep> {
    let item = PathStep::Item(vec![("number", number.to_string())]);
    vec![PathStep::Key("indicators"), item, PathStep::Key("name")]
}

impl<'s> Numbers<'s> {
    pub(super) fn of(site: &'s Site, reading: &TableReading) -> Self {
        let values = reading.name_of_indicator().map(|column| &column.values[..]).unwrap_or_default();
        let said = values.iter().map(|(_, to)| unspaced(&to.value)).collect();
        Self { site, records: BTreeMap::new(), said, gone: Vec::new() }
    }

    /// The same numbers, for the table that was imported before.
    pub(super) fn of_before(&self) -> Self {
        Self { site: self.site, records: self.records.clone(), said: self.said.clone(), gone: Vec::new() }
    }

    /// The rows with the numbers of their indicators. Those that are there twice are reported, and not taken.
    pub(super) fn give(&mut self, rows: Vec<Row>, known: &mut Known, findings: &mut Findings<'_>) -> Vec<Row> {
        let (mut given, mut seen): (Vec<Row>, BTreeMap<RecordId, Seen>) = (Vec::new(), BTreeMap::new());
        for row in rows {
            let seen = seen.entry(row.record.clone()).or_insert_with(|| Seen::at(row.place));
            let Some((name, place)) = name(&row) else {
                given.push(of_indicator(row, None));
                continue;
            };
            let site = self.site;
            let own = || site.record(&row.record).map(Record::indicators).unwrap_or_default();
            let named = self.records.entry(row.record.clone()).or_insert_with(|| Named::of(own()));
            let (number, is_known) = named.number(&name);
            let first = *known.entry((row.record.clone(), row.year, Some(number))).or_insert(place);
            match first == place {
                true => given.push(of_indicator(row, Some(number))),
                false => tell_twice(&row, (&name, place), first, findings),
            }
            if is_known || self.said.contains(&unspaced(&name)) {
                seen.numbers.insert(number);
            } else if seen.new.iter().all(|(known, _)| *known != name) {
                seen.new.push((name, place));
            }
        }
        for (record, Seen { place, numbers, new }) in seen {
            let Some(Named { own, .. }) = self.records.get(&record) else { continue };
            let gone: Vec<_> = own.iter().filter(|of| !numbers.contains(&of.number.value)).collect();
            match new.is_empty() || gone.is_empty() {
                true => self.gone.extend(gone.into_iter().map(|of| (record.clone(), of, place))),
                false => new.iter().for_each(|(name, place)| tell_renamed((name, *place), &record, &gone, findings)),
            }
        }
        given
    }

    /// Reports the indicators of records that no row is, of those that were in the table before.
    pub(super) fn tell_gone(&self, was_there: impl Fn(&RecordId, u32) -> bool, findings: &mut Findings<'_>) {
        const NAMED: usize = 5;
        let gone: Vec<_> = self.gone.iter().filter(|(record, of, _)| was_there(record, of.number.value)).collect();
        let Some((.., place)) = gone.first() else { return };
        let told = |(record, of, _): &&(RecordId, &Indicator, Place)| format!("{record}.yaml の「{}」", of.name);
        let named: Vec<_> = gone.iter().take(NAMED).map(told).collect();
        let others = gone.len().saturating_sub(NAMED);
        let others = if others > 0 { format!("、ほか{others}件") } else { String::new() };
        let message = format!(
            "記録にある指標で、表に行の無いものが{}件あります。記録はそのままです: {}{others}",
            gone.len(),
            named.join("、")
        );
        let help = "やめた指標なら、このままでかまいません(消すときは、記録の YAML のファイルから消します)。行が消えたのなら、表に戻してください";
        findings.warning(*place, MISSING_ROWS, &message, help);
    }
}

/// What the rows of a record are.
struct Seen {
    place: Place,
    /// The numbers of the indicators that the record has, or of which it is said that they are new.
    numbers: BTreeSet<u32>,
    /// Names that the record does not have.
    new: Vec<(String, Place)>,
}

impl Seen {
    fn at(place: Place) -> Self {
        Self { place, numbers: BTreeSet::new(), new: Vec::new() }
    }
}

/// The name of the indicator that a row is, and its cell.
fn name(row: &Row) -> Option<(String, Place)> {
    let (_, found) = row.values.iter().find(|(path, _)| is_name_of_row(path))?;
    let Meaning::Word(name) = &found.meaning else { return None };
    Some((name.clone(), found.place.unwrap_or(row.place)))
}

/// A row with the number of its indicator; without one, with what is no value of an indicator.
fn of_indicator(mut row: Row, number: Option<u32>) -> Row {
    let is_kept = |(path, _): &(Vec<PathStep>, Found)| number.is_some() || !is_of_indicator(path);
    let numbered = |path: Vec<PathStep>| match number {
        Some(number) => path.into_iter().map(|step| step.of_indicator(number)).collect(),
        None => path,
    };
    let values = std::mem::take(&mut row.values).into_iter();
    row.values = values.filter(is_kept).map(|(path, found)| (numbered(path), found)).collect();
    row
}

/// Whether a path is in the indicator that a row is.
fn is_of_indicator(path: &[PathStep]) -> bool {
    matches!(path, [PathStep::Key("indicators"), PathStep::Item(names), ..] if names.contains(&("number", EACH_YEAR.to_owned())))
}

fn tell_twice(row: &Row, (name, place): (&str, Place), first: Place, findings: &mut Findings<'_>) {
    let id = row.record.0.rsplit('/').next().unwrap_or_default();
    let of_year = row.year.map(|year| format!("{year}の")).unwrap_or_default();
    let first = findings.address(first);
    let message = format!("番号「{id}」の指標「{name}」の{of_year}行が2つあります(もう1つは {first})");
    let help = "どちらかの行を消すか、名称を書き分けてください。番号の書き誤りなら、番号を直してください";
    findings.error(place, WRITTEN_TWICE, message, help);
}

/// Reports a name that the record does not have, while it has one that no row has.
fn tell_renamed((name, place): (&str, Place), record: &RecordId, gone: &[&Indicator], findings: &mut Findings<'_>) {
    let names = || gone.iter().map(|of| of.name.value.as_str());
    let Some(before) = nearest(name, names()).or_else(|| names().next()) else { return };
    let value = |to: &str| {
        let word = super::super::field::kept(name);
        let values = Lines::key("values", &Yaml::Braces(vec![(word, Yaml::Text(to.to_owned()))])).text();
        format!("`{}`", values.trim_end())
    };
    let message = format!(
        "指標「{name}」は記録({record}.yaml)に無く、記録にある指標「{before}」は表にありません。名称が変わったのか、別の指標なのかが決まりません"
    );
    let help = format!(
        "名称が変わったのなら、記録の `name` を「{name}」に直し、`aliases` に「{before}」を書いてください(記録の名称のままにするなら、表の読み方の名称の列に {} と書きます)。別の新しい指標なら、名称の列に {} と書いてください",
        value(before),
        value(name)
    );
    findings.error(place, UNKNOWN_ROW, message, help);
}
