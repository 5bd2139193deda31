//! `check`: what only the whole content shows. One rule = one file = one function; this file holds the table.
//!
//! The record's `accepted` silences a 注意, and must name the rule and the reason; an acceptance that silences nothing is itself
//! a 注意, so that none outlives its cause.

mod as_of_differs;
mod as_of_outside_year;
mod bad_base_url;
mod bad_municipality_code;
mod bad_redirect;
mod correction_not_applied;
mod correction_unknown_field;
mod dead_link;
mod department_not_valid;
mod duplicate_number;
mod empty_goal;
mod exclusion_without_term;
mod figure_without_unit;
mod figure_without_value;
mod link_to_unpublished;
mod low_contrast;
mod missing_result;
mod publication_order;
mod rating_without_criteria;
mod ratio_mismatch;
mod redirect_nowhere;
mod redirect_taken;
mod reference_to_unpublished;
mod repeated_plan;
mod repeated_result;
mod rule_contradicts_numbers;
mod unfilled;
mod unknown_category;
mod unknown_department;
mod unknown_image;
mod unknown_plan_section;
mod unknown_record;
mod unknown_term;
mod value_differs;
mod waiting;
mod year_outside_period;

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Span};
use crate::model::Site;
use crate::parallel;

pub use waiting::{Waiting, waiting};

/// A rule: its slug, its title, its reason, and the function that applies it.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Stable slug.
    pub slug: &'static str,
    /// 題名.
    pub title: &'static str,
    /// 理由.
    pub why: &'static str,
    check: fn(&Site, &mut Findings<'_>),
}

/// Every rule, by slug.
pub const RULES: &[Rule] = &[
    as_of_differs::RULE,
    as_of_outside_year::RULE,
    bad_base_url::RULE,
    bad_municipality_code::RULE,
    bad_redirect::RULE,
    correction_not_applied::RULE,
    correction_unknown_field::RULE,
    dead_link::RULE,
    department_not_valid::RULE,
    duplicate_number::RULE,
    empty_goal::RULE,
    exclusion_without_term::RULE,
    figure_without_unit::RULE,
    figure_without_value::RULE,
    link_to_unpublished::RULE,
    low_contrast::RULE,
    missing_result::RULE,
    publication_order::RULE,
    rating_without_criteria::RULE,
    ratio_mismatch::RULE,
    redirect_nowhere::RULE,
    redirect_taken::RULE,
    reference_to_unpublished::RULE,
    repeated_plan::RULE,
    repeated_result::RULE,
    rule_contradicts_numbers::RULE,
    unfilled::RULE,
    unknown_category::RULE,
    unknown_department::RULE,
    unknown_image::RULE,
    unknown_plan_section::RULE,
    unknown_record::RULE,
    unknown_term::RULE,
    value_differs::RULE,
    year_outside_period::RULE,
];

/// The slug of the finding about an acceptance that silences nothing.
pub const UNUSED_ACCEPTANCE: &str = "unused-acceptance";

/// Whether something stands at a path of a site, as `programs/gyokaku-4/17/index.html`.
pub type Has<'p> = &'p (dyn Fn(&str) -> bool + Sync);

/// The paths of a site.
#[derive(Clone, Copy)]
pub struct Paths<'p> {
    /// With what is kept back.
    pub editors: Has<'p>,
    /// Without it.
    pub public: Has<'p>,
}

/// What a rule is given beside the site: the paths, and where it puts what it finds; the slug is added here.
struct Findings<'d> {
    slug: &'static str,
    paths: Paths<'d>,
    all: &'d mut Diagnostics,
}

impl Findings<'_> {
    fn error(&mut self, at: Span, message: impl Into<String>, help: impl Into<String>) {
        self.all.push(Diagnostic::error(self.slug, at, message, help));
    }

    fn warning(&mut self, at: Span, message: impl Into<String>, help: impl Into<String>) {
        self.all.push(Diagnostic::warning(self.slug, at, message, help));
    }

    fn error_beside(&mut self, at: Span, message: String, help: &str, (other, note): (Span, &str)) {
        self.all.push(Diagnostic::error(self.slug, at, message, help).with_note(other, note));
    }

    fn warning_beside(&mut self, at: Span, message: String, help: &str, (other, note): (Span, &str)) {
        self.all.push(Diagnostic::warning(self.slug, at, message, help).with_note(other, note));
    }
}

/// Applies every rule, in parallel: each reads the whole site and is independent of the others.
pub fn check(site: &Site, paths: Paths<'_>) -> Diagnostics {
    let apply = |rule: &Rule| {
        let mut all = Diagnostics::default();
        (rule.check)(site, &mut Findings { slug: rule.slug, paths, all: &mut all });
        all
    };
    let mut all = Diagnostics::default();
    parallel::in_order(RULES, apply, |found| all.extend(found));
    without_accepted(site, all)
}

/// Removes the findings that their record accepts, and reports acceptances that silence nothing.
fn without_accepted(site: &Site, all: Diagnostics) -> Diagnostics {
    let mut used = BTreeSet::new();
    let mut left = Diagnostics::default();
    let accepted: BTreeSet<_> = site
        .records()
        .flat_map(|record| {
            record.accepted().iter().map(move |accepted| (record.at().file, accepted.rule.value.as_str()))
        })
        .collect();
    for finding in all.iter() {
        let key = (finding.at.file, finding.rule);
        if finding.severity == Severity::Warning && accepted.contains(&key) {
            used.insert(key);
        } else {
            left.push(finding.clone());
        }
    }
    for record in site.records() {
        for acceptance in
            record.accepted().iter().filter(|a| !used.contains(&(record.at().file, a.rule.value.as_str())))
        {
            left.push(Diagnostic::warning(
                UNUSED_ACCEPTANCE,
                acceptance.rule.at,
                format!("確認済みと書かれた注意 `{}` は、この記録に出ていません", acceptance.rule),
                "この `accepted` の行を消してください",
            ));
        }
    }
    left
}
