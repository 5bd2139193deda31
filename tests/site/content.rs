//! The first content is complete: as many records, years, indicators and measures as the five documents have, and no findings.

use mieruka::model::{Site, StageKind};
use mieruka::source::Sources;

use crate::sites::{examined, folder, report, sources, texts};

pub(crate) fn content() -> (Sources, Site) {
    let sources = folder("content");
    let (site, findings) = examined(&sources);
    assert_eq!(report(&findings, &sources), "");
    (sources, site)
}

/// The smallest good content, with one file put in or replaced.
pub(crate) fn good_with(path: &str, text: &str) -> Sources {
    let mut files = texts(&folder("tests/fixtures/good"));
    files.insert(path.to_owned(), text.to_owned());
    sources(files)
}

#[test]
fn the_program_has_61_items_of_five_years() {
    let (_, site) = content();
    let [program] = &site.programs[..] else { panic!("one program") };
    assert_eq!(program.items.len(), 61);
    for item in &program.items {
        let years: Vec<_> = item.years.iter().map(|year| year.fiscal_year.value.western()).collect();
        assert_eq!(years, [2021, 2022, 2023, 2024, 2025], "{}", item.id);
        for year in &item.years {
            let reported = year.fiscal_year.value.western() <= 2022;
            assert!(year.plan.as_ref().is_some_and(|plan| !plan.is_empty()), "{} {}", item.id, year.fiscal_year);
            assert_eq!(year.results.is_some(), reported, "{} {}", item.id, year.fiscal_year);
        }
        assert!(item.base.source.is_some() && item.category.is_some() && item.departments.is_some(), "{}", item.id);
    }
    let counts: Vec<_> = program
        .pillars
        .iter()
        .flat_map(|pillar| &pillar.categories)
        .map(|category| {
            let of = |item: &&mieruka::model::ActionItem| {
                item.category.as_ref().is_some_and(|c| c.value == category.code.value)
            };
            program.items.iter().filter(of).count()
        })
        .collect();
    assert_eq!(counts, [5, 10, 2, 3, 6, 6, 3, 10, 4, 2, 3, 6, 1], "as the table of contents declares");
}

#[test]
fn the_sheets_have_28_goals_with_their_stages() {
    let (_, site) = content();
    let sheets: Vec<_> = site
        .sheets
        .iter()
        .map(|sheet| {
            (
                sheet.id.0.as_str(),
                sheet.goals.len(),
                sheet.stages.iter().map(|stage| stage.stage.value).collect::<Vec<_>>(),
            )
        })
        .collect();
    assert_eq!(
        sheets,
        [
            ("goals/2020/seisaku-kikaku", 5, vec![StageKind::MidTerm]),
            ("goals/2021/shimin-machizukuri", 7, vec![StageKind::Final]),
            ("goals/2022/seisaku-kikaku", 5, vec![StageKind::Final]),
            ("goals/2022/shimin-machizukuri", 7, vec![StageKind::Initial]),
            ("goals/2023/seisaku-kikaku", 4, vec![StageKind::Initial]),
        ]
    );
}

#[test]
fn the_plan_has_six_sections_21_indicators_and_19_measures() {
    let (_, site) = content();
    let plan = site.plans.iter().find(|plan| !plan.sections.is_empty()).expect("a plan is held");
    assert_eq!(plan.sections.len(), 6);
    assert_eq!(plan.sections.iter().map(|section| section.indicators.iter().flatten().count()).sum::<usize>(), 21);
    assert_eq!(plan.sections.iter().map(|section| section.measures.iter().flatten().count()).sum::<usize>(), 19);
    assert!(plan.sections.iter().flat_map(|s| s.indicators.iter().flatten()).all(|i| i.rule_reason.is_some()));
}

#[test]
fn ratings_are_unknown_and_never_guessed() {
    let (_, site) = content();
    for goal in site.sheets.iter().flat_map(|sheet| &sheet.goals) {
        assert_eq!(goal.rating, None, "{}", goal.id);
        let reports = goal.known_items().iter().flat_map(|item| item.mid_term.iter().chain(&item.final_report));
        assert!(reports.into_iter().all(|report| report.rating.is_none()), "{}", goal.id);
    }
}
