//! What is not published yet, by the department that has to act: drafts, stages without approval, records before their day.

use crate::diagnostic::Span;
use crate::model::{Department, DepartmentId, KeyGoalSheet, Record, Release, Site, StageKind};

/// A record or a part of it that is not published yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// What is missing: 下書き, 承認待ち, a day.
    pub release: Release,
    /// The name of the record and of the part.
    pub what: String,
    /// Its position.
    pub at: Span,
}

/// What waits, by responsible department in the order of departments.yaml; last, what has none. What several departments share
/// is listed for each of them. The site must be the editors' ([`Site::on`]).
pub fn waiting(site: &Site) -> Vec<(Option<&Department>, Vec<Waiting>)> {
    let mut all: Vec<(Vec<&DepartmentId>, Waiting)> = Vec::new();
    for record in site.records() {
        record_waits(site, record, &mut all);
    }
    let pages = site.pages.iter().filter(|page| !page.release.is_open());
    all.extend(pages.map(|page| {
        let what = format!("ページ「{}」", page.title);
        (Vec::new(), Waiting { release: page.release, what, at: page.title.at })
    }));
    let views = site.views.iter().filter(|view| !view.release.is_open());
    all.extend(views.map(|view| {
        let what = format!("{}のご意見", view.date);
        (Vec::new(), Waiting { release: view.release, what, at: view.at })
    }));
    let groups = site.departments.iter().map(Some).chain([None]);
    let of = |department: Option<&Department>| {
        let theirs = |ids: &[&DepartmentId]| match department {
            Some(department) => ids.contains(&&department.id.value),
            None => !ids.iter().any(|id| site.department(id).is_some()),
        };
        all.iter().filter(|(ids, _)| theirs(ids)).map(|(_, waiting)| waiting.clone()).collect::<Vec<_>>()
    };
    groups.map(|department| (department, of(department))).filter(|(_, waiting)| !waiting.is_empty()).collect()
}

fn record_waits<'s>(site: &'s Site, record: Record<'s>, all: &mut Vec<(Vec<&'s DepartmentId>, Waiting)>) {
    let mut add = |ids: Vec<&'s DepartmentId>, release, what, at| all.push((ids, Waiting { release, what, at }));
    let ids = |record: Record<'s>| record.departments().iter().map(|id| &id.value).collect::<Vec<_>>();
    let title = || record.label(site);
    match record {
        // A goal is listed with its sheet, unless it waits longer.
        Record::Goal(goal) => {
            let Some(sheet) = site.sheet_of(goal).filter(|sheet| goal.base.release > sheet.base.release) else {
                return;
            };
            add(ids(Record::Sheet(sheet)), goal.base.release, title(), goal.base.at);
        }
        Record::Sheet(sheet) => {
            if !sheet.base.release.is_open() {
                add(ids(record), sheet.base.release, title(), sheet.base.at);
            }
            if sheet.base.release < Release::Draft {
                unapproved_stages(sheet).for_each(|(stage, at)| {
                    add(ids(record), Release::Unapproved, format!("{} {}", title(), stage.words()), at)
                });
            }
        }
        Record::Section(_) | Record::Item(_) => {
            if record.release() > site.holder_of(record).map_or(Release::Open, Record::release) {
                add(ids(record), record.release(), title(), record.at());
            }
            years(record).for_each(|(release, words, at)| {
                add(ids(record), release, format!("{} {words}", title()), at);
            });
        }
        Record::Plan(_) | Record::Program(_) => {
            if !record.release().is_open() {
                add(ids(record), record.release(), title(), record.at());
            }
        }
    }
}

/// The stages of a sheet that are written and not approved, with their positions.
fn unapproved_stages(sheet: &KeyGoalSheet) -> impl Iterator<Item = (StageKind, Span)> {
    let kinds = StageKind::ALL.iter().map(|(kind, _, _)| *kind);
    kinds.filter(|kind| sheet.release_of(*kind) == Some(Release::Unapproved)).map(|kind| {
        let stage = sheet.stages.iter().find(|stage| stage.stage.value == kind);
        (kind, stage.map_or(sheet.base.at, |stage| stage.stage.at))
    })
}

/// The years of a record that wait, or the parts of them.
fn years(record: Record<'_>) -> impl Iterator<Item = (Release, String, Span)> {
    record.years().iter().filter(move |_| record.release() != Release::Draft).flat_map(|year| {
        let waiting = year.releases().into_iter().filter(|(release, _)| !release.is_open());
        waiting.map(|(release, what)| (release, format!("{}{what}", year.fiscal_year), year.fiscal_year.at))
    })
}
