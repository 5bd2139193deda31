//! Sets the approval of a stage for all records of a department, a program and a year, and makes drafts ready for publication,
//! as edits that leave the rest of the files as it stands. It does not judge what is approved.

use crate::model::{Date, DepartmentId, FiscalYear, ProgramId, Record, RecordId, Site, StageKind, YearRecord};
use crate::yaml::{Draft, Node, Refusal, Step, Value, Yaml};

/// A file whose spelling cannot be edited without changing more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} の書き方が複雑なため、ほかを変えずに書き換えることができません。YAML のファイルを直接編集してください")]
pub struct Complicated(pub String);

/// What is approved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A stage of the sheets of goals.
    Stage(StageKind),
    /// 取組計画 of the year of items and sections.
    Plan,
    /// 実績 of the year of items and sections.
    Results,
}

/// Of which records.
#[derive(Debug, Clone, Copy)]
pub struct Of<'s> {
    /// The department, with those below it.
    pub department: Option<&'s DepartmentId>,
    /// The program.
    pub program: Option<&'s ProgramId>,
}

/// An approval: by whom, and when.
#[derive(Debug, Clone, Copy)]
pub struct Approved<'s> {
    /// The part.
    pub part: Part,
    /// The year.
    pub year: FiscalYear,
    /// 承認者.
    pub by: &'s str,
    /// 承認日.
    pub date: Date,
}

/// A file that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The record.
    pub record: RecordId,
    /// Its title.
    pub title: String,
    /// The path of its file.
    pub path: String,
    /// Its bytes now.
    pub before: Vec<u8>,
    /// Its bytes afterwards.
    pub after: Vec<u8>,
}

impl Of<'_> {
    fn has(&self, site: &Site, record: Record<'_>) -> bool {
        let is_of_program = match record {
            Record::Item(item) => self.program.is_none_or(|id| item.program == *id),
            Record::Plan(_) | Record::Section(_) | Record::Program(_) | Record::Sheet(_) | Record::Goal(_) => {
                self.program.is_none()
            }
        };
        let whose = || match record {
            Record::Sheet(sheet) => vec![&sheet.department.value],
            Record::Goal(goal) => vec![&goal.department],
            Record::Plan(_) | Record::Section(_) | Record::Program(_) | Record::Item(_) => {
                record.departments().iter().map(|id| &id.value).collect()
            }
        };
        is_of_program && self.department.is_none_or(|whole| whose().iter().any(|id| site.is_within(id, whole)))
    }
}

/// The files with the approval; those that have one, and those without anything to approve, stay as they are.
pub fn approve(
    site: &Site,
    read: impl Fn(&str) -> Option<Vec<u8>>,
    of: Of<'_>,
    approved: Approved<'_>,
) -> Result<Vec<Change>, Complicated> {
    let records = site.records().filter(|record| of.has(site, *record) && is_waiting(*record, approved));
    revised(site, read, records, |draft| put(draft, approved))
}

/// The files of the drafts without the mark of a draft.
pub fn release(site: &Site, read: impl Fn(&str) -> Option<Vec<u8>>, of: Of<'_>) -> Result<Vec<Change>, Complicated> {
    let records = site.records().filter(|record| of.has(site, *record));
    revised(site, read, records, |draft| {
        let at = [Step::Key("draft")];
        let is_draft = draft.tree().find(&at).is_some_and(|node| node.value == Value::Truth(true));
        if is_draft { draft.remove(&at) } else { Ok(()) }
    })
}

fn revised<'s>(
    site: &Site,
    read: impl Fn(&str) -> Option<Vec<u8>>,
    records: impl Iterator<Item = Record<'s>>,
    edit: impl Fn(&mut Draft) -> Result<(), Refusal>,
) -> Result<Vec<Change>, Complicated> {
    let mut changes = Vec::new();
    for record in records {
        let id = record.id();
        let path = id.file().expect("it is that of a record");
        let Some(before) = read(&path) else { continue };
        let done = Draft::open(&before).and_then(|mut draft| edit(&mut draft).map(|()| draft.bytes()));
        let Ok(after) = done else { return Err(Complicated(path)) };
        if after != before {
            changes.push(Change { record: id, title: record.title(site), path, before, after });
        }
    }
    Ok(changes)
}

/// Whether a record has what is to be approved, and no approval of it yet.
fn is_waiting(record: Record<'_>, Approved { part, year, .. }: Approved<'_>) -> bool {
    let of_year =
        |test: fn(&YearRecord) -> bool| record.years().iter().any(|of| of.fiscal_year.value == year && test(of));
    match (part, record) {
        (Part::Stage(kind), Record::Sheet(sheet)) => {
            let is_its = |stage: &&crate::model::Stage| stage.stage.value == kind;
            sheet.fiscal_year == year && sheet.stages.iter().find(is_its).is_some_and(|stage| stage.approved.is_none())
        }
        (Part::Plan, Record::Item(_) | Record::Section(_)) => {
            of_year(|of| of.approved.as_ref().is_none_or(|of| of.plan.is_none()) && of.plan.is_some())
        }
        (Part::Results, Record::Item(_) | Record::Section(_)) => of_year(|of| {
            let is_told = of.results.is_some() || of.effect.is_some() || !of.figures.is_empty();
            of.approved.as_ref().is_none_or(|of| of.results.is_none())
                && (is_told || of.money.costs().iter().any(|cost| cost.stage.value.is_result()))
        }),
        (Part::Stage(_) | Part::Plan | Part::Results, _) => false,
    }
}

fn put(draft: &mut Draft, Approved { part, year, by, date }: Approved<'_>) -> Result<(), Refusal> {
    let approval = Yaml::Braces(vec![("by", Yaml::Text(by.to_owned())), ("date", Yaml::Plain(date.iso()))]);
    let position = |list: &'static str, is_its: &dyn Fn(&Node) -> bool| {
        let Some(Value::List(items)) = draft.tree().find(&[Step::Key(list)]).map(|node| &node.value) else {
            return None;
        };
        items.iter().position(is_its)
    };
    let text = |node: &Node, key: &'static str| Some(node.find(&[Step::Key(key)])?.value.word()?.to_owned());
    let (list, key) = match part {
        Part::Stage(_) => ("stages", None),
        Part::Plan => ("years", Some("plan")),
        Part::Results => ("years", Some("results")),
    };
    let index = position(list, &|node| match part {
        Part::Stage(kind) => text(node, "stage").as_deref() == Some(kind.code()),
        Part::Plan | Part::Results => text(node, "fiscal_year").and_then(|text| text.parse().ok()) == Some(year),
    });
    let at = [Step::Key(list), Step::Index(index.ok_or(Refusal)?), Step::Key("approved")];
    match key {
        None => draft.set(&at, &approval, &["stage", "as_of", "document"]),
        Some(key) if draft.tree().find(&at).is_some() => {
            draft.set(&[&at[..], &[Step::Key(key)]].concat(), &approval, &["plan"])
        }
        Some(key) => draft.set(&at, &Yaml::Braces(vec![(key, approval)]), &ORDER),
    }
}

/// The keys of a year before its approvals.
const ORDER: [&str; 9] =
    ["fiscal_year", "plan", "results", "effect", "texts", "figures", "costs", "effects", "evaluations"];
