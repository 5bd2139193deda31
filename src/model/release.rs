//! 公開前: which records the public does not see yet, and the site without them.
//!
//! [`Site::on`] sets the releases on a day and makes every record below a draft a draft; editors see that site.
//! [`Site::published`] leaves out everything unpublished, with every reference to it: nothing that is made from the
//! published site can name what is not in it. Neither reads the clock.

use std::collections::BTreeSet;
use std::fmt;

use super::{
    ActionItem, Correction, Date, FiscalYear, KeyGoal, KeyGoalSheet, Plan, PlanId, PlanReference, PlanSection, Program,
    Record, RecordId, Redirect, SectionCode, Site, StageKind, YearRecord, approval,
};

/// Whether the public may see a record; a greater value is stricter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Release {
    /// It is public.
    #[default]
    Open,
    /// It will be public from a day on (`publish_on`).
    On(Date),
    /// 承認待ち: an approval that the site demands is missing.
    Unapproved,
    /// 下書き (`draft: true`).
    Draft,
}

impl Release {
    /// Whether the public may see it.
    pub fn is_open(self) -> bool {
        self == Self::Open
    }

    /// The release on a day.
    fn on(self, today: Date) -> Self {
        if matches!(self, Self::On(day) if day <= today) { Self::Open } else { self }
    }
}

impl fmt::Display for Release {
    /// 下書き, 承認待ち, 令和8年4月1日に公開; nothing for what is public.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => Ok(()),
            Self::On(day) => write!(f, "{day}に公開"),
            Self::Unapproved => f.write_str("承認待ち"),
            Self::Draft => f.write_str("下書き"),
        }
    }
}

impl Site {
    /// The site as editors see it on a day.
    #[must_use]
    pub fn on(self, today: Date) -> Self {
        self.with_parts(|parts| {
            parts.today = Some(today);
            let approval = parts.profile.approval.as_ref().map(|year| year.value);
            parts.plans.iter_mut().for_each(|plan| settle_plan(plan, today, approval));
            parts.programs.iter_mut().for_each(|program| settle_program(program, today, approval));
            parts.sheets.iter_mut().for_each(|sheet| settle_sheet(sheet, today, approval));
            parts.pages.iter_mut().for_each(|page| page.release = page.release.on(today));
            parts.views.iter_mut().for_each(|view| view.release = view.release.on(today));
        })
    }

    /// The site as the public sees it.
    #[must_use]
    pub fn published(self) -> Self {
        if self.profile.approval.is_none() && self.kept_back().next().is_none() {
            return self;
        }
        let public = Public::of(&self);
        let mut parts = self.into_parts();
        let approval = parts.profile.approval.as_ref().map(|year| year.value);
        parts.pages.retain(|page| page.release.is_open());
        parts.views.retain(|view| view.release.is_open());
        parts.views.iter_mut().for_each(|view| view.records.retain(|id| public.has(&id.value)));
        parts.plans.retain(|plan| plan.base.release.is_open());
        parts.programs.retain(|program| program.base.release.is_open());
        parts.sheets.retain(|sheet| sheet.base.release.is_open());
        parts.corrections.retain(|correction| public.has(&correction.record.value));
        parts.redirects.retain(|redirect| public.has_page(&redirect.to.value));
        for plan in &mut parts.plans {
            plan.sections.retain(|section| section.base.release.is_open());
            plan.predecessor.take_if(|plan| !public.has_plan(&plan.value));
            plan.part_of.take_if(|plan| !public.has_plan(&plan.value));
            for section in plan.sections.iter_mut() {
                section.years.retain(|year| year.release.is_open());
                approval::hide_in_section(section);
                clean(&mut section.related, |id| public.has(&id.value));
                clean(&mut section.references, |part| public.has_part(part));
            }
        }
        for program in &mut parts.programs {
            program.tree.take_if(|plan| !public.has_plan(&plan.value));
            program.items.retain(|item| item.base.release.is_open());
            for item in program.items.iter_mut() {
                item.years.retain(|year| year.release.is_open());
                approval::hide_in_item(item);
                item.none_in.retain(|plan| public.has_plan(&plan.value));
                clean(&mut item.related, |id| public.has(&id.value));
                clean(&mut item.references, |part| public.has_part(part));
            }
        }
        for sheet in &mut parts.sheets {
            sheet.goals.retain(|goal| goal.base.release.is_open());
            if approval.is_some_and(|from| from <= sheet.fiscal_year) {
                approval::hide_in_sheet(sheet);
            }
            for goal in sheet.goals.iter_mut() {
                clean(&mut goal.related, |id| public.has(&id.value));
                clean(&mut goal.references, |part| public.has_part(part));
            }
        }
        Self::new(parts).without_corrections_of(&public.fields)
    }

    /// Leaves out the corrections of fields that the public no longer sees.
    fn without_corrections_of(self, known: &BTreeSet<(RecordId, String)>) -> Self {
        let is_gone = |correction: &Correction| {
            let name = (correction.record.value.clone(), correction.field.value.clone());
            known.contains(&name) && !self.has_field(correction)
        };
        let gone: BTreeSet<_> = self.corrections.iter().filter(|c| is_gone(c)).map(|c| c.field.at).collect();
        if gone.is_empty() {
            return self;
        }
        self.with_parts(|parts| parts.corrections.retain(|correction| !gone.contains(&correction.field.at)))
    }

    /// Whether what a correction names has its field.
    fn has_field(&self, correction: &Correction) -> bool {
        let subject = self.subject(&correction.record.value);
        subject.is_some_and(|subject| subject.fields().iter().any(|field| field.lies_in(&correction.field.value)))
    }

    /// The releases of everything that the public does not see: records, stages, pages.
    pub fn kept_back(&self) -> impl Iterator<Item = Release> {
        let records = self.records().map(Record::release);
        let stages = self.records().filter(|record| record.release().is_open()).flat_map(stages);
        let pages = self.pages.iter().map(|page| page.release).chain(self.views.iter().map(|view| view.release));
        records.chain(stages).chain(pages).filter(|release| !release.is_open())
    }

    /// Whether a record exists and is unpublished.
    pub fn keeps_back(&self, id: &RecordId) -> bool {
        self.record(id).is_some_and(|record| !record.release().is_open())
            || self.pages.iter().any(|page| page.id == *id && !page.release.is_open())
    }

    /// Whether a plan has this part, and the public sees neither its section nor its line of the outline.
    pub fn keeps_back_part(&self, plan: &PlanId, code: &SectionCode) -> bool {
        let Some(plan) = self.plan(plan) else { return false };
        let is_named = plan.entry(code).is_some();
        !plan.base.release.is_open()
            || !is_named && plan.section(code).is_some_and(|section| !section.base.release.is_open())
    }
}

/// The releases within a record: of its years and their stages, of a sheet's reports.
fn stages(record: Record<'_>) -> Vec<Release> {
    match record {
        Record::Sheet(sheet) => StageKind::ALL.iter().filter_map(|(kind, _, _)| sheet.release_of(*kind)).collect(),
        Record::Section(_) | Record::Item(_) => {
            record.years().iter().flat_map(YearRecord::releases).map(|(release, _)| release).collect()
        }
        Record::Plan(_) | Record::Program(_) | Record::Goal(_) => Vec::new(),
    }
}

impl YearRecord {
    /// The release of the year or, if it is public, those of the stages of which it tells something, each with what
    /// follows the year in its name.
    pub fn releases(&self) -> Vec<(Release, &'static str)> {
        if !self.release.is_open() {
            return vec![(self.release, "")];
        }
        let is_planned = self.plan.is_some() || self.money.has_plans();
        let is_reported = self.is_reported() || self.effect.is_some() || self.money.has_results();
        let plan = is_planned.then_some((self.plan_release, "の取組計画"));
        plan.into_iter().chain(is_reported.then_some((self.results_release, "の実績"))).collect()
    }
}

fn settle_plan(plan: &mut Plan, today: Date, approval: Option<FiscalYear>) {
    plan.base.release = plan.base.release.on(today);
    let settled = |section: &PlanSection| section.base.release.on(today).max(plan.base.release);
    plan.sections.change(
        |section| section.base.release != settled(section) || unsettles_years(&section.years, today, approval),
        |section| {
            section.base.release = settled(section);
            settle_years(&mut section.years, today, approval);
        },
    );
}

fn unsettles_years(years: &[YearRecord], today: Date, approval: Option<FiscalYear>) -> bool {
    years.iter().any(|year| year.release != year.release.on(today))
        || approval.is_some_and(|from| approval::unsettles_years(years, from))
}

fn settle_years(years: &mut [YearRecord], today: Date, approval: Option<FiscalYear>) {
    years.iter_mut().for_each(|year| year.release = year.release.on(today));
    approval.iter().for_each(|from| approval::settle_years(years, *from));
}

fn settle_program(program: &mut Program, today: Date, approval: Option<FiscalYear>) {
    program.base.release = program.base.release.on(today);
    let settled = |item: &ActionItem| item.base.release.on(today).max(program.base.release);
    program.items.change(
        |item| item.base.release != settled(item) || unsettles_years(&item.years, today, approval),
        |item| {
            item.base.release = settled(item);
            settle_years(&mut item.years, today, approval);
        },
    );
}

fn settle_sheet(sheet: &mut KeyGoalSheet, today: Date, approval: Option<FiscalYear>) {
    sheet.base.release = sheet.base.release.on(today);
    if approval.is_some_and(|from| from <= sheet.fiscal_year) {
        approval::settle_sheet(sheet);
    }
    let settled = |goal: &KeyGoal| goal.base.release.on(today).max(sheet.base.release);
    sheet.goals.change(|goal| goal.base.release != settled(goal), |goal| goal.base.release = settled(goal));
}

/// The ids of what the public does not see.
struct Public {
    records: BTreeSet<RecordId>,
    plans: BTreeSet<PlanId>,
    parts: BTreeSet<(PlanId, SectionCode)>,
    pages: BTreeSet<RecordId>,
    /// The fields that corrections name and that exist before anything is left out.
    fields: BTreeSet<(RecordId, String)>,
}

impl Public {
    fn of(site: &Site) -> Self {
        let kept = site.records().filter(|record| !record.release().is_open());
        let parts = site.plans.iter().flat_map(|plan| plan.sections.iter().map(move |section| (plan, section)));
        let parts = parts.filter(|(plan, section)| site.keeps_back_part(&plan.id, &section.code));
        Self {
            records: kept.map(Record::id).collect(),
            plans: site.plans.iter().filter(|plan| !plan.base.release.is_open()).map(|plan| plan.id.clone()).collect(),
            parts: parts.map(|(plan, section)| (plan.id.clone(), section.code.clone())).collect(),
            pages: site.pages.iter().filter(|page| !page.release.is_open()).map(|page| page.id.clone()).collect(),
            fields: site
                .corrections
                .iter()
                .filter(|correction| site.has_field(correction))
                .map(|correction| (correction.record.value.clone(), correction.field.value.clone()))
                .collect(),
        }
    }

    fn has(&self, id: &RecordId) -> bool {
        !self.records.contains(id)
    }

    /// Whether an address of the site may be named.
    fn has_page(&self, address: &str) -> bool {
        let Some((folder, _)) = Redirect::target(address) else { return false };
        let id = RecordId::of_folder(&folder);
        self.has(&id) && !self.pages.contains(&id)
    }

    fn has_plan(&self, id: &PlanId) -> bool {
        !self.plans.contains(id)
    }

    fn has_part(&self, part: &PlanReference) -> bool {
        let (plan, code) = (&part.plan.value, &part.code.value);
        self.has_plan(plan) && !self.parts.contains(&(plan.clone(), code.clone()))
    }
}

/// Leaves out what is not public. A list that was not empty becomes *unknown* by that, never *none*.
pub(super) fn clean<T>(list: &mut Option<Vec<T>>, is_public: impl Fn(&T) -> bool) {
    let Some(items) = list else { return };
    let was_empty = items.is_empty();
    items.retain(is_public);
    if items.is_empty() && !was_empty {
        *list = None;
    }
}
