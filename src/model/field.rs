//! 欄: every published value of a record under the name that corrections use, as `years.2021.results`: the keys of the YAML
//! joined by points, and in lists the number, year, code or name by which people tell the entries apart.
//!
//! What is not a statement of fact is left out: other spellings, notes, sources, related records, accepted findings.

use std::borrow::Cow;

use super::{
    ActionItem, Figure, FiscalYear, GoalItem, Indicator, KeyGoal, KeyGoalSheet, Period, Plan, PlanReference,
    PlanSection, Program, Rating, Record, Report, Statements, Text, YearRecord,
};
use crate::diagnostic::{Located, Span};

/// What stands for the new value in a correction by which something was deleted.
pub const DELETED: &str = "(削除)";

/// 欄 with its values: one, or those of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Field<'s> {
    /// Its name, as `years.2021.results`.
    pub path: String,
    /// What is written there.
    pub values: Vec<FieldValue<'s>>,
}

/// One value of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldValue<'s> {
    /// The value as it is read.
    pub text: Cow<'s, str>,
    /// The bare digits of a figure, which mean the same.
    pub digits: Option<&'s str>,
    /// Where it is written.
    pub at: Span,
}

impl<'s> Record<'s> {
    /// Every field that has a value, in the order of the record's form.
    pub fn fields(self) -> Vec<Field<'s>> {
        let mut form = Form::default();
        match self {
            Self::Plan(plan) => plan_fields(plan, &mut form),
            Self::Section(section) => section_fields(section, &mut form),
            Self::Program(program) => program_fields(program, &mut form),
            Self::Item(item) => item_fields(item, &mut form),
            Self::Sheet(sheet) => sheet_fields(sheet, &mut form),
            Self::Goal(goal) => goal_fields(goal, &mut form),
        }
        form.fields
    }
}

impl Field<'_> {
    /// Whether a correction that names `field` means this one: itself, or what lies above it.
    pub fn lies_in(&self, field: &str) -> bool {
        self.path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }

    /// Whether this is one of its values, or all of them, one a line.
    pub fn says(&self, text: &str) -> bool {
        let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
        self.values.iter().any(|value| value.says(text))
            || lines().count() > 1 && lines().all(|line| self.values.iter().any(|value| value.says(line)))
    }
}

impl FieldValue<'_> {
    /// Whether this is its text; a figure may be told by its digits alone.
    pub fn says(&self, text: &str) -> bool {
        self.text == text || self.digits == Some(text)
    }
}

/// The fields so far, and the name of what is being written.
#[derive(Default)]
struct Form<'s> {
    prefix: String,
    fields: Vec<Field<'s>>,
}

impl<'s> Form<'s> {
    fn add(&mut self, key: &str, values: Vec<FieldValue<'s>>) {
        if values.is_empty() {
            return;
        }
        let path = format!("{}{key}", self.prefix);
        // Two figures of one name are one field with two values.
        match self.fields.iter_mut().rev().take(SAME_NAME).find(|field| field.path == path) {
            Some(field) => field.values.extend(values),
            None => self.fields.push(Field { path, values }),
        }
    }

    fn word(&mut self, key: &str, text: impl Into<Cow<'s, str>>, at: Span) {
        self.add(key, vec![FieldValue { text: text.into(), digits: None, at }]);
    }

    fn text(&mut self, key: &str, text: &'s Text) {
        self.word(key, text.value.as_str(), text.at);
    }

    fn maybe(&mut self, key: &str, text: &'s Option<Text>) {
        text.iter().for_each(|text| self.text(key, text));
    }

    fn list<T>(&mut self, key: &str, list: &'s [Located<T>], text: impl Fn(&'s T) -> Cow<'s, str>) {
        let value = |entry: &'s Located<T>| FieldValue { text: text(&entry.value), digits: None, at: entry.at };
        self.add(key, list.iter().map(value).collect());
    }

    fn statements(&mut self, key: &str, statements: &'s Statements) {
        self.list(key, statements.as_deref().unwrap_or_default(), |text| text.as_str().into());
    }

    fn rating(&mut self, key: &str, rating: &'s Option<Located<Rating>>) {
        rating.iter().for_each(|rating| self.word(key, rating.value.glyph(), rating.at));
    }

    fn references(&mut self, references: &'s Option<Vec<PlanReference>>) {
        let value = |part: &'s PlanReference| {
            let text = format!("{} {}", part.plan, part.code);
            FieldValue { text: text.into(), digits: None, at: part.code.at }
        };
        self.add("references", references.iter().flatten().map(value).collect());
    }

    fn sdgs(&mut self, sdgs: &'s Option<Vec<Located<u8>>>) {
        self.list("sdgs", sdgs.as_deref().unwrap_or_default(), |number| number.to_string().into());
    }

    fn period(&mut self, period: Period, at: Span) {
        for (key, year) in [("period.from", period.from), ("period.to", period.to)] {
            year.iter().for_each(|year| self.word(key, year.western().to_string(), at));
        }
    }

    /// A figure; one whose value is not known has none.
    fn figure(&mut self, key: &str, figure: &'s Figure) {
        if figure.missing.is_some() && figure.value.is_none() {
            return;
        }
        let (at, digits) = match &figure.value {
            Some(value) => (value.at, Some(value.value.digits())),
            None => (figure.at, None),
        };
        self.add(key, vec![FieldValue { text: figure.display().into(), digits, at }]);
        figure.as_of.iter().for_each(|date| self.word(&format!("{key}.as_of"), date.value.iso(), date.at));
    }

    fn figures(&mut self, figures: &'s [Figure]) {
        for figure in figures {
            let name = figure.name.as_ref().map_or("", |name| name.value.as_str());
            self.figure(&format!("figures.{name}.{}", figure.kind.code()), figure);
        }
    }

    fn within(&mut self, part: &str, write: impl FnOnce(&mut Self)) {
        let len = self.prefix.len();
        self.prefix.push_str(part);
        self.prefix.push('.');
        write(self);
        self.prefix.truncate(len);
    }
}

/// How far back a figure of the same name is looked for; figures of one name stand together.
const SAME_NAME: usize = 16;

fn plan_fields<'s>(plan: &'s Plan, form: &mut Form<'s>) {
    form.text("title", &plan.title);
    plan.period.iter().for_each(|period| form.period(*period, plan.at));
    plan.target_year.iter().for_each(|year| form.word("target_year", year.value.western().to_string(), year.at));
    form.statements("summary", &plan.summary);
    plan.outline.iter().for_each(|entry| form.text(&format!("outline.{}", entry.code), &entry.title));
}

fn section_fields<'s>(section: &'s PlanSection, form: &mut Form<'s>) {
    form.text("title", &section.title);
    form.list("departments", section.departments.as_deref().unwrap_or_default(), |id| id.0.as_str().into());
    form.statements("purpose", &section.purpose);
    form.statements("issues", &section.issues);
    for (position, chart) in section.charts.iter().flatten().enumerate() {
        form.within(&format!("charts.{}", position + 1), |form| {
            form.text("title", &chart.title);
            form.figures(chart.data.as_deref().unwrap_or_default());
        });
    }
    for indicator in section.indicators.iter().flatten() {
        form.within(&format!("indicators.{}", indicator.number), |form| indicator_fields(indicator, form));
    }
    section.roles.iter().flatten().for_each(|role| form.statements(&format!("roles.{}", role.actor), &role.roles));
    for measure in section.measures.iter().flatten() {
        form.within(&format!("measures.{}", measure.number), |form| {
            form.text("title", &measure.title);
            form.statements("points", &measure.points);
        });
    }
    form.statements("projects", &section.projects);
    form.statements("related_plans", &section.related_plans);
    form.sdgs(&section.sdgs);
    form.references(&section.references);
}

fn indicator_fields<'s>(indicator: &'s Indicator, form: &mut Form<'s>) {
    form.text("name", &indicator.name);
    form.word("rule", indicator.rule.value.code(), indicator.rule.at);
    indicator.baseline.iter().for_each(|figure| form.figure("baseline", figure));
    indicator.target.iter().for_each(|figure| form.figure("target", figure));
    for figure in indicator.actuals.iter().flatten() {
        let year = figure.fiscal_year.as_ref().map(|year| year.value);
        let year = year.or_else(|| figure.as_of.as_ref().map(|date| FiscalYear::of(date.value)));
        let key = year.map_or_else(|| "actuals".to_owned(), |year| format!("actuals.{}", year.western()));
        form.figure(&key, figure);
    }
}

fn program_fields<'s>(program: &'s Program, form: &mut Form<'s>) {
    form.text("title", &program.title);
    form.period(program.period, program.at);
    form.statements("summary", &program.summary);
    for pillar in &program.pillars {
        form.text(&format!("pillars.{}", pillar.code), &pillar.title);
        pillar.categories.iter().for_each(|part| form.text(&format!("categories.{}", part.code), &part.title));
    }
}

fn item_fields<'s>(item: &'s ActionItem, form: &mut Form<'s>) {
    form.text("title", &item.title);
    form.maybe("category", &item.category);
    form.list("departments", item.departments.as_deref().unwrap_or_default(), |id| id.0.as_str().into());
    form.maybe("departments_note", &item.departments_note);
    form.statements("summary", &item.summary);
    form.statements("background", &item.background);
    form.statements("approach", &item.approach);
    form.statements("goal", &item.goal);
    form.references(&item.references);
    form.list("none_in", &item.none_in, |plan| plan.0.as_str().into());
    form.sdgs(&item.sdgs);
    form.figures(&item.figures);
    for year in &item.years {
        form.within(&format!("years.{}", year.fiscal_year.value.western()), |form| year_fields(year, form));
    }
}

fn year_fields<'s>(year: &'s YearRecord, form: &mut Form<'s>) {
    form.statements("plan", &year.plan);
    form.statements("results", &year.results);
    form.statements("effect", &year.effect);
    form.figures(&year.figures);
}

fn sheet_fields<'s>(sheet: &'s KeyGoalSheet, form: &mut Form<'s>) {
    form.maybe("title", &sheet.title);
    form.list("departments", &sheet.departments, |id| id.0.as_str().into());
    for stage in &sheet.stages {
        let as_of = stage.as_of.iter();
        as_of.for_each(|date| form.word(&format!("stages.{}", stage.stage.value.code()), date.value.iso(), date.at));
    }
}

fn goal_fields<'s>(goal: &'s KeyGoal, form: &mut Form<'s>) {
    form.text("title", &goal.title);
    form.rating("rating", &goal.rating);
    goal.moved_to
        .iter()
        .for_each(|moved| form.word("moved_to", moved.department.value.0.as_str(), moved.department.at));
    form.references(&goal.references);
    form.sdgs(&goal.sdgs);
    for item in goal.known_items() {
        form.within(&format!("items.{}", item.number), |form| goal_item_fields(item, form));
    }
}

fn goal_item_fields<'s>(item: &'s GoalItem, form: &mut Form<'s>) {
    form.text("title", &item.title);
    form.statements("sub_items", &item.sub_items);
    form.statements("targets", &item.targets);
    for (part, key, report) in [("mid_term", "progress", &item.mid_term), ("final", "results", &item.final_report)] {
        report.iter().for_each(|report| form.within(part, |form| report_fields(report, key, form)));
    }
    form.figures(&item.figures);
    item.moved_to
        .iter()
        .for_each(|moved| form.word("moved_to", moved.department.value.0.as_str(), moved.department.at));
}

fn report_fields<'s>(report: &'s Report, key: &str, form: &mut Form<'s>) {
    report.as_of.iter().for_each(|date| form.word("as_of", date.value.iso(), date.at));
    form.statements(key, &report.results);
    form.rating("rating", &report.rating);
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
