//! 欄: every published value of a record under the name that corrections use, as `years.2021.results`: the keys of the
//! YAML joined by points, and for lists the number, year, code or name that distinguishes the entries.
//!
//! Values that are not statements of fact are left out: the form states for each key why.

use std::borrow::Cow;

use super::form::{Naming, Part, Row, Value};
use super::{Amount, Evaluation, Figure, FigureKind, FiscalYear, Period, PeriodEnd, Record, YearOfValue};
use crate::characters::unspaced;
use crate::diagnostic::{Located, Span};

/// Replaces the new value in a correction that deletes something.
pub const DELETED: &str = "(削除)";

/// 欄 with its values: one, or those of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Field<'s> {
    /// Its name, as `years.2021.results`.
    pub path: String,
    /// Its values.
    pub values: Vec<FieldValue<'s>>,
}

/// One value of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldValue<'s> {
    /// The value as displayed.
    pub text: Cow<'s, str>,
    /// The figure of which this is the printed form.
    pub figure: Option<&'s Figure>,
    /// The amount of money that this is.
    pub amount: Option<&'s Amount>,
    /// The evaluation of which this is the mark, in compatible forms: a mark of another width is the same.
    pub evaluation: Option<&'s Evaluation>,
    /// Its position.
    pub at: Span,
}

impl<'s> Record<'s> {
    /// Every field that has a value, in the order of the record's form.
    pub fn fields(self) -> Vec<Field<'s>> {
        let mut found = Found { whole: self.at(), fields: Vec::new() };
        found.mapping(&self.form(), "");
        found.fields
    }
}

impl Field<'_> {
    /// Whether a correction of `field` concerns this field: `field` is the field itself or one above it.
    pub fn lies_in(&self, field: &str) -> bool {
        self.path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// Whether the text is one of its values, or all of them, one per line.
    pub fn says(&self, text: &str) -> bool {
        let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
        self.values.iter().any(|value| value.says(text))
            || lines().count() > 1 && lines().all(|line| self.values.iter().any(|value| value.says(line)))
    }
}

impl FieldValue<'_> {
    /// Whether this is its text; for a figure or an amount its digits or its value with the unit suffice.
    pub fn says(&self, text: &str) -> bool {
        self.text == text
            || self.evaluation.is_some() && self.text == unspaced(text)
            || self.figure.is_some_and(|figure| figure.is_spelled(text))
            || self.amount.is_some_and(|amount| amount.is_spelled(text))
    }
}

/// The fields so far.
struct Found<'s> {
    /// The position of the record, for values without one of their own.
    whole: Span,
    fields: Vec<Field<'s>>,
}

/// How far back a figure of the same name is searched; figures of one name are adjacent.
const SAME_NAME: usize = 16;

impl<'s> Found<'s> {
    /// The fields of a mapping whose paths begin with `above`.
    fn mapping(&mut self, part: &Part<'s>, above: &str) {
        for row in part.rows.iter().filter(|row| row.uncompared.is_none()) {
            let path = match row.naming {
                None => format!("{above}{}", row.key),
                Some(Naming::Mapping) => above.strip_suffix('.').unwrap_or(above).to_owned(),
                Some(Naming::Top) => row.key.to_owned(),
            };
            self.values(row, above, &path);
            for part in &row.parts {
                let name = part.place.name().map_or_else(String::new, |name| format!(".{name}"));
                self.mapping(part, &format!("{path}{name}."));
            }
        }
    }

    fn values(&mut self, row: &Row<'s>, above: &str, path: &str) {
        let mut texts = Vec::new();
        for value in &row.values {
            match *value {
                Value::Figure(figure) => self.figure(&figure_path(figure, above, path), figure),
                Value::Period(period) => self.period(period, path),
                value @ Value::Fund(fund) => {
                    self.add(format!("{path}.{}", fund.fund.value.code()), text(value).into_iter().collect());
                }
                value @ (Value::Text(_)
                | Value::Amount(_)
                | Value::Number(_)
                | Value::Budget(_)
                | Value::Effect(_)
                | Value::Date(_)
                | Value::Year(_)
                | Value::Mark(_)
                | Value::Evaluation(_)
                | Value::Rule(_)
                | Value::Move(_)
                | Value::Department(_)
                | Value::Plan(_)
                | Value::Section(_)
                | Value::Sdg(_)) => texts.extend(text(value)),
            }
        }
        self.add(path.to_owned(), texts);
    }

    fn add(&mut self, path: String, values: Vec<FieldValue<'s>>) {
        if values.is_empty() {
            return;
        }
        // Two figures of one name are one field with two values.
        match self.fields.iter_mut().rev().take(SAME_NAME).find(|field| field.path == path) {
            Some(field) => field.values.extend(values),
            None => self.fields.push(Field { path, values }),
        }
    }

    /// Adds a figure, unless it states that its value is missing.
    fn figure(&mut self, path: &str, figure: &'s Figure) {
        if figure.missing.is_some() && figure.value.is_none() {
            return;
        }
        self.add(path.to_owned(), text(Value::Figure(figure)).into_iter().collect());
        let as_of = figure.as_of.as_ref().and_then(|date| text(Value::Date(date)));
        self.add(format!("{path}.as_of"), as_of.into_iter().collect());
    }

    fn period(&mut self, period: &Period, path: &str) {
        for (key, end) in ["from", "to"].into_iter().zip(period.ends()) {
            let end = end.map(|end| FieldValue {
                text: match end {
                    PeriodEnd::Year(year) => year.western().to_string(),
                    PeriodEnd::Date(date) => date.iso(),
                }
                .into(),
                figure: None,
                amount: None,
                evaluation: None,
                at: self.whole,
            });
            self.add(format!("{path}.{key}"), end.into_iter().collect());
        }
    }
}

/// `figures.件数.target`; those of an indicator have their key, and results their year.
fn figure_path(figure: &Figure, above: &str, path: &str) -> String {
    if let Some(name) = &figure.name {
        return format!("{above}figures.{name}.{}", figure.kind.code());
    }
    let of_day = || figure.as_of.as_ref().map(|date| YearOfValue::Fiscal(FiscalYear::of(date.value)));
    match figure.year().or_else(of_day) {
        Some(year) if matches!(figure.kind, FigureKind::Actual | FigureKind::Forecast) || path.ends_with("targets") => {
            format!("{path}.{}", year.western())
        }
        _ => path.to_owned(),
    }
}

impl Value<'_> {
    /// Its position, if it has one of its own.
    pub fn at(self) -> Option<Span> {
        text(self).map(|value| value.at)
    }
}

/// A value as a text; a period has two.
fn text(value: Value<'_>) -> Option<FieldValue<'_>> {
    let (text, at): (Cow<'_, str>, Span) = match value {
        Value::Text(text) => (text.value.as_str().into(), text.at),
        Value::Date(date) => (date.value.iso().into(), date.at),
        Value::Year(year) => (year.value.western().to_string().into(), year.at),
        Value::Mark(rating) => (rating.value.glyph().into(), rating.at),
        Value::Evaluation(of) => {
            let mark = of.mark.as_ref()?;
            let text = unspaced(&mark.value).into();
            return Some(FieldValue { text, figure: None, amount: None, evaluation: Some(of), at: mark.at });
        }
        Value::Rule(rule) => (rule.value.code().into(), rule.at),
        Value::Move(moved) => (moved.department.value.0.as_str().into(), moved.department.at),
        Value::Department(id) => (id.value.0.as_str().into(), id.at),
        Value::Plan(id) => (id.value.0.as_str().into(), id.at),
        Value::Section(part) => (format!("{} {}", part.plan, part.code).into(), part.code.at),
        Value::Sdg(number) => (number.value.to_string().into(), number.at),
        Value::Figure(figure) => {
            let at = figure.value.as_ref().map_or(figure.at, |value| value.at);
            let text = figure.display().into();
            return Some(FieldValue { text, figure: Some(figure), amount: None, evaluation: None, at });
        }
        Value::Amount(amount) => return Some(amount_of(amount)),
        Value::Fund(fund) => return Some(amount_of(&fund.amount)),
        Value::Number(number) => (number.value.digits().into(), number.at),
        Value::Budget(budget) => (budget.to_string().into(), budget.at),
        Value::Effect(effect) => (effect.to_string().into(), effect.at),
        Value::Period(_) => return None,
    };
    Some(FieldValue { text, figure: None, amount: None, evaluation: None, at })
}

fn amount_of(amount: &Located<Amount>) -> FieldValue<'_> {
    let text = amount.value.to_string().into();
    FieldValue { text, figure: None, amount: Some(&amount.value), evaluation: None, at: amount.at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_names_a_field_or_what_lies_above_it() {
        let field = Field { path: "years.2021.results".to_owned(), values: Vec::new() };
        assert!(field.lies_in("years.2021.results") && field.lies_in("years.2021") && field.lies_in("years"));
        assert!(!field.lies_in("years.2021.result") && !field.lies_in("years.202") && !field.lies_in("plan"));
    }
}
