//! The digits that formulas leave in the figures of a table: decimals that run on, and rates that were never made per cent.
//! Both are taken as they are shown, and told, unless the reading declares what they are.

use std::collections::BTreeMap;

use super::super::book::cell_name;
use super::super::field::Kind;
use super::super::findings::{Findings, Place};
use super::super::rules::{CELL_DIGITS, UNKNOWN_VALUE};
use super::super::value::Meaning;
use super::cells::{Found, holder_of, is_amount};
use crate::characters::unspaced;
use crate::diagnostic::{and_others, first_few};
use crate::model::{TableReading, Text};
use crate::shape::PathStep;
use crate::yaml::{Lines, Yaml};

/// More decimals than anybody types: a formula has divided.
const LONG: usize = 5;
/// How many digits a rounded number keeps that is smaller than 1.
const SIGNIFICANT: usize = 2;

/// What the figures of a table have, and what its reading declares of them.
pub(super) struct Digits<'d> {
    decimals: Option<usize>,
    fractions: &'d [Text],
    /// Numbers that run on, as they are taken.
    long: Vec<(Place, String)>,
    /// Rates that are not per cent, by the digits of a division.
    rates: Vec<Rate>,
    /// Rates of which no value is above 1, and nothing else is known.
    small: Vec<Rate>,
    /// Rates declared to be fractions of which some values are greater than 1.
    mixed: Vec<(Place, String)>,
}

/// A rate of which no value is above 1.
struct Rate {
    /// The cell that says so best.
    place: Place,
    /// What it shows.
    digits: String,
    /// The number of its record.
    id: String,
    /// The name of its indicator.
    name: String,
}

impl<'d> Digits<'d> {
    pub(super) fn of(reading: &'d TableReading) -> Self {
        let decimals = reading.decimals.map(|decimals| decimals as usize);
        let (long, rates, small, mixed) = Default::default();
        Self { decimals, fractions: &reading.fractions, long, rates, small, mixed }
    }

    /// Makes the values of a row what the reading declares, and notes the others.
    pub(super) fn settle(&mut self, values: &mut BTreeMap<Vec<PathStep>, Found>, id: &str) {
        let mut rates: BTreeMap<Vec<PathStep>, Vec<Vec<PathStep>>> = BTreeMap::new();
        let is_figure = |path: &[PathStep], found: &Found| number(found).is_some() && !is_amount(path);
        for (path, _) in values.iter().filter(|(path, found)| is_figure(path, found) && is_rate(values, path)) {
            rates.entry(series_of(path).to_vec()).or_default().push(path.clone());
        }
        let is_declared = self.fractions.iter().any(|one| unspaced(&one.value) == unspaced(id));
        for paths in rates.into_values() {
            self.settle_rate(values, &paths, (id, is_declared));
        }
        for (_, found) in values.iter_mut().filter(|(path, found)| is_figure(path, found)) {
            let (Some(digits), Some(place)) = (number(found).map(str::to_owned), found.place) else { continue };
            if !is_long(&digits) {
                continue;
            }
            match self.decimals {
                Some(decimals) => found.meaning = Meaning::Word(rounded(&digits, decimals)),
                None => self.long.push((place, digits)),
            }
        }
    }

    /// One rate of a row with its values.
    fn settle_rate(
        &mut self,
        values: &mut BTreeMap<Vec<PathStep>, Found>,
        paths: &[Vec<PathStep>],
        (id, is_declared): (&str, bool),
    ) {
        let of = |path: &Vec<PathStep>| Some((values[path].place?, number(&values[path])?.to_owned()));
        let told: Vec<_> = paths.iter().filter_map(of).collect();
        let value = |digits: &str| digits.parse().map_or(0.0, f64::abs);
        let is_whole = |(_, digits): &&(Place, String)| value(digits) > 1.0;
        let is_part = |(_, digits): &&(Place, String)| (f64::MIN_POSITIVE..1.0).contains(&value(digits));
        let whole = told.iter().find(is_whole);
        match (whole, is_declared) {
            (None, true) => {
                for path in paths {
                    let Some(found) = values.get_mut(path) else { continue };
                    if let Some(digits) = number(found) {
                        found.meaning = Meaning::Word(percent(digits));
                    }
                }
            }
            (Some((place, digits)), true) if told.iter().any(|one| is_part(&one)) => {
                self.mixed.push((*place, digits.clone()));
            }
            (None, false) => {
                let long = told.iter().find(|(_, digits)| is_long(digits));
                let known = if long.is_some() { &mut self.rates } else { &mut self.small };
                let any =
                    long.or_else(|| told.iter().find(is_part)).or_else(|| told.iter().find(|one| value(&one.1) > 0.0));
                known.extend(any.map(|(place, digits)| Rate {
                    place: *place,
                    digits: digits.clone(),
                    id: id.to_owned(),
                    name: name_of(values, &paths[0]),
                }));
            }
            (Some(_), _) => {}
        }
    }

    /// Reports what is not declared, each kind once.
    pub(super) fn tell(self, findings: &mut Findings<'_>) {
        if let Some((place, digits)) = self.mixed.first() {
            let message = format!(
                "% にする前の数(`fractions`)とした記録の率に、1より大きい {digits} があります{}",
                and_others(self.mixed.len(), "つの率")
            );
            let help = "% の数と、% にする前の数が混ざっています。表でどちらかにそろえてください";
            findings.error(*place, UNKNOWN_VALUE, message, help);
        }
        if let Some(Rate { place, .. }) = self.rates.first() {
            let cells = named(self.rates.iter().map(|rate| (&rate.place, &rate.digits)));
            let mut ids: Vec<&str> = self.rates.iter().map(|rate| rate.id.as_str()).collect();
            ids.dedup();
            let message = format!(
                "率(％)なのに、どの値も1以下で、長い小数のある指標が{}つ({}件の記録)あります: {cells}",
                self.rates.len(),
                ids.len()
            );
            let line = Lines::key("fractions", &Yaml::Row(ids.iter().map(|id| Yaml::Text((*id).to_owned())).collect()));
            let help = format!(
                "% にする前の数なら(0.505 が 50.5% のこと)、表の読み方に次の行を書くと、その記録の1以下の率を100倍して読みます。もとから % の数なら、このままでかまいません\n{}",
                line.text().trim_end()
            );
            findings.warning(*place, CELL_DIGITS, &message, &help);
        }
        if let Some(Rate { place, .. }) = self.small.first() {
            let line = |rate: &Rate| format!("\n{}: {}{} {}", cell_name(rate.place.2), rate.id, rate.name, rate.digits);
            let message = format!("率(％)なのに、どの値も1以下の指標が{}つあります", self.small.len());
            let help = format!(
                "0.75 が 75% のことなら、その番号を `fractions` に書き加えます。0.75% や 1% のことなら、このままでかまいません{}",
                self.small.iter().map(line).collect::<String>()
            );
            findings.warning(*place, CELL_DIGITS, &message, &help);
        }
        if let Some((place, _)) = self.long.first() {
            let cells = named(self.long.iter().map(|(place, digits)| (place, digits)));
            let message = format!("小数が{LONG}桁以上続く数が{}か所あります: {cells}", self.long.len());
            let help = "割り算の結果のままの桁が、ページに載ります。表の読み方に `decimals: 1` と書くと、この数だけを小数第1位までに四捨五入して読みます(文書に印刷した桁に合わせてください)";
            findings.warning(*place, CELL_DIGITS, &message, help);
        }
    }
}

/// The first cells with what they show.
fn named<'a>(cells: impl ExactSizeIterator<Item = (&'a Place, &'a String)>) -> String {
    first_few(cells.map(|((.., at), digits)| format!("{} {digits}", cell_name(*at))))
}

/// The name of the indicator of which a value is one.
fn name_of(values: &BTreeMap<Vec<PathStep>, Found>, path: &[PathStep]) -> String {
    let name = values.get(&[series_of(path), &[PathStep::Key("name")]].concat()).map(|found| &found.meaning);
    if let Some(Meaning::Word(name)) = name { format!("「{name}」") } else { String::new() }
}

fn number(found: &Found) -> Option<&str> {
    match (&found.kind, &found.meaning) {
        (Kind::Number, Meaning::Word(digits)) => Some(digits),
        _ => None,
    }
}

/// Whether the unit of a value is per cent.
fn is_rate(values: &BTreeMap<Vec<PathStep>, Found>, path: &[PathStep]) -> bool {
    let unit = values.get(&[holder_of(path), &[PathStep::Key("unit")]].concat());
    unit.is_some_and(|unit| matches!(&unit.meaning, Meaning::Word(word) if ["%", "％"].contains(&&*unspaced(word))))
}

/// The path of the indicator of which a value is one.
fn series_of(path: &[PathStep]) -> &[PathStep] {
    let first = path.iter().position(|step| matches!(step, PathStep::Item(_)));
    &path[..first.map_or(0, |at| at + 1)]
}

fn is_long(digits: &str) -> bool {
    digits.split_once('.').is_some_and(|(_, fraction)| fraction.trim_end_matches('0').len() >= LONG)
}

/// A number rounded half up to some decimals, and never to fewer than two digits.
fn rounded(digits: &str, decimals: usize) -> String {
    let (sign, body) = digits.strip_prefix('-').map_or(("", digits), |body| ("-", body));
    let Some((whole, fraction)) = body.split_once('.') else { return digits.to_owned() };
    let zeros = fraction.len() - fraction.trim_start_matches('0').len();
    let keep = if whole == "0" { decimals.max(zeros + SIGNIFICANT) } else { decimals };
    let (Some(next), Ok(kept)) =
        (fraction.as_bytes().get(keep), format!("{whole}{}", fraction.get(..keep).unwrap_or_default()).parse::<u128>())
    else {
        return digits.to_owned();
    };
    let kept = format!("{:0>width$}", kept + u128::from(*next >= b'5'), width = keep + 1);
    let (whole, fraction) = kept.split_at(kept.len() - keep);
    format!("{sign}{whole}.{fraction}")
}

/// A hundred times a number, by its digits.
fn percent(digits: &str) -> String {
    let (sign, body) = digits.strip_prefix('-').map_or(("", digits), |body| ("-", body));
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    let fraction = format!("{fraction:0<2}");
    let (more, fraction) = fraction.split_at(2);
    let whole = format!("{whole}{more}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if whole == "0" && fraction.is_empty() { "" } else { sign };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_rounded_to_what_is_declared() {
        for (digits, decimals, expected) in [
            ("75.40983607", 1, "75.4"),
            ("73.15", 1, "73.2"),
            ("99.96123", 1, "100.0"),
            ("-8.16732", 2, "-8.17"),
            ("0.0298053528", 1, "0.030"),
            ("0.4846463", 1, "0.48"),
            ("12", 1, "12"),
            ("12.5", 1, "12.5"),
        ] {
            assert_eq!(rounded(digits, decimals), expected, "{digits}");
        }
    }

    #[test]
    fn a_fraction_is_per_cent_by_its_digits() {
        for (digits, expected) in [
            ("0.5051703163", "50.51703163"),
            ("0.25", "25"),
            ("0.5", "50"),
            ("0.0298053528", "2.98053528"),
            ("1", "100"),
            ("0", "0"),
            ("-0.25", "-25"),
            ("0.001", "0.1"),
        ] {
            assert_eq!(percent(digits), expected, "{digits}");
        }
    }
}
