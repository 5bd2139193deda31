//! The statements of a record: where a city writes sentences, and so where terms are marked.

use super::{GoalItem, PlanSection, Record, Report, Statements, Text};

/// The mark of what somebody still has to write, in files that the program has begun.
pub const TO_FILL: &str = "【未記入】";

impl<'s> Record<'s> {
    /// Every statement of the record, in the order of its form.
    pub fn prose(self) -> Vec<&'s Text> {
        let mut prose = Vec::new();
        match self {
            Record::Plan(plan) => take(&mut prose, [&plan.summary]),
            Record::Section(section) => section_prose(section, &mut prose),
            Record::Program(program) => take(&mut prose, [&program.summary]),
            Record::Item(item) => {
                take(&mut prose, [&item.summary, &item.background, &item.approach, &item.goal]);
                item.years.iter().for_each(|year| take(&mut prose, [&year.plan, &year.results, &year.effect]));
            }
            Record::Sheet(_) => {}
            Record::Goal(goal) => goal.known_items().iter().for_each(|item| item_prose(item, &mut prose)),
        }
        prose
    }
}

fn section_prose<'s>(section: &'s PlanSection, prose: &mut Vec<&'s Text>) {
    take(prose, [&section.purpose, &section.issues]);
    section.roles.iter().flatten().for_each(|role| take(prose, [&role.roles]));
    section.measures.iter().flatten().for_each(|measure| take(prose, [&measure.points]));
    take(prose, [&section.projects, &section.related_plans]);
}

fn item_prose<'s>(item: &'s GoalItem, prose: &mut Vec<&'s Text>) {
    take(prose, [&item.sub_items, &item.targets]);
    let reports = item.mid_term.iter().chain(&item.final_report);
    reports.for_each(|Report { results, .. }| take(prose, [results]));
}

fn take<'s, const N: usize>(prose: &mut Vec<&'s Text>, lists: [&'s Statements; N]) {
    prose.extend(lists.into_iter().flatten().flatten());
}
