//! What results can be narrowed by, besides kind, year and department: the state of the results, what became of targets,
//! the marks on each scale, SDGs.

use crate::model::{Evaluated, Grades, Outcome, Rating, Record, ResultState, Scale, Site, StageKind, sdg_name};

/// Something to narrow by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facet {
    /// The state of the results of the newest year that is reported.
    State,
    /// What became of targets.
    Outcome,
    /// The marks ◎○△×.
    Glyphs,
    /// The marks on a scale, as an index into `Site::scales`.
    Scale(usize),
    /// SDGs.
    Sdg,
}

/// One of the values of a document: what it narrows, and the place of the value among those of the facet.
pub(super) type Choice = (Facet, u32);

impl Facet {
    /// All that a site has, in the order of the page.
    pub(super) fn all(site: &Site) -> Vec<Self> {
        let scales = site.scales.iter().enumerate().filter(|(_, scale)| matches!(scale.grades, Grades::Marks(_)));
        let scales = scales.map(|(place, _)| Self::Scale(place));
        [Self::State, Self::Outcome, Self::Glyphs].into_iter().chain(scales).chain([Self::Sdg]).collect()
    }

    /// Its name in addresses, its label, and its values.
    pub(super) fn described(self, site: &Site) -> (String, String, Vec<String>) {
        let described = |name: &str, label: &str, values: Vec<&str>| {
            (name.to_owned(), label.to_owned(), values.into_iter().map(str::to_owned).collect())
        };
        match self {
            Self::State => described("state", "最新の実績", ResultState::ALL.map(|(_, word, _)| word).into()),
            Self::Outcome => described("outcome", "目標と結果", Outcome::ALL.map(|(_, word, _)| word).into()),
            Self::Glyphs => described(Scale::GLYPHS, &Scale::glyphs(), Rating::ALL.map(|(_, glyph, _)| glyph).into()),
            Self::Scale(place) => {
                let Scale { id, name, grades, .. } = &site.scales[place];
                let marks = if let Grades::Marks(marks) = grades { marks.as_slice() } else { &[] };
                let values = marks.iter().map(|mark| mark.mark.value.as_str()).collect();
                described(&format!("scale-{id}"), &name.value, values)
            }
            Self::Sdg => {
                let names = (1..).map_while(sdg_name).zip(1..);
                let values = names.map(|(name, number)| format!("{number} {name}"));
                ("sdg".to_owned(), "SDGs".to_owned(), values.collect())
            }
        }
    }
}

/// What a record can be found by.
pub(super) fn choices(site: &Site, record: Record<'_>) -> Vec<Choice> {
    let outcome = |outcome| Outcome::ALL.iter().position(|(of, ..)| *of == outcome);
    let outcomes = record.promises().into_iter().filter_map(|promise| outcome(promise.outcome()));
    let sdgs = record.sdgs().unwrap_or_default().iter().map(|sdg| usize::from(sdg.value) - 1);
    let mut choices: Vec<_> = state(site, record).into_iter().map(|place| (Facet::State, place)).collect();
    choices.extend(outcomes.map(|place| (Facet::Outcome, place)));
    choices.extend(glyphs(record).map(|rating| (Facet::Glyphs, rating.place() - 1)));
    for (number, scale) in site.scales.iter().enumerate() {
        let grades = record.latest_on(scale).into_iter().filter_map(|of| site.grade(&of)?.place);
        choices.extend(grades.map(|place| (Facet::Scale(number), place - 1)));
    }
    choices.extend(sdgs.map(|place| (Facet::Sdg, place)));
    choices.into_iter().map(|(facet, place)| (facet, place as u32)).collect()
}

/// The state of the newest year of which results are known or expected; of a year to come, if there is no other.
fn state(site: &Site, record: Record<'_>) -> Option<usize> {
    let states = record.years().iter().map(|year| ResultState::of(site, record, year));
    let newest = states.max_by_key(|state| *state != ResultState::NotReported)?;
    ResultState::ALL.iter().position(|(of, ..)| *of == newest)
}

/// The marks ◎○△× of a record: of a goal and of the last report of each of its parts, and of evaluations as a whole.
fn glyphs(record: Record<'_>) -> impl Iterator<Item = Rating> {
    let goal = if let Record::Goal(goal) = record { Some(goal) } else { None };
    let reported = goal.into_iter().flat_map(|goal| goal.known_items()).filter_map(|item| {
        let ratings = [StageKind::Final, StageKind::MidTerm].map(|stage| item.report(stage)?.rating.as_ref());
        ratings.into_iter().flatten().next().map(|rating| rating.value)
    });
    let is_whole = |of: &Evaluated<'_>| of.evaluation.axis.is_none() && of.evaluation.fiscal_year.is_none();
    let evaluated = record.evaluations().into_iter().filter(is_whole);
    let whole = goal.and_then(|goal| goal.rating.as_ref()).map(|rating| rating.value);
    whole
        .into_iter()
        .chain(reported)
        .chain(evaluated.filter_map(|of| of.evaluation.rating()).map(|rating| rating.value))
}
