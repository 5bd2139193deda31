//! 同じ名称・区分・年度の数値が、1つの記録に2つある.

use std::collections::BTreeMap;

use super::Findings;
use crate::model::{Figure, Record, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    site.records().flat_map(groups).for_each(|group| unique(&group, findings));
}

/// The figures among which a name means one thing: those of an item with its years, of the years of a section, of a part of
/// a goal, of an indicator, of a picture.
fn groups(record: Record<'_>) -> Vec<Vec<&Figure>> {
    let indicators = record.indicators().iter().map(|one| one.distinct().collect());
    match record {
        Record::Item(item) => indicators.chain([item.all_figures().collect()]).collect(),
        Record::Goal(goal) => {
            indicators.chain(goal.known_items().iter().map(|item| item.figures.iter().collect())).collect()
        }
        Record::Section(section) => {
            let charts = section.charts.iter().flatten().map(|chart| chart.data.iter().flatten().collect());
            let years = section.years.iter().flat_map(|year| &year.figures).collect();
            indicators.chain(charts).chain([years]).collect()
        }
        Record::Plan(_) | Record::Program(_) | Record::Sheet(_) => Vec::new(),
    }
}

fn unique(figures: &[&Figure], findings: &mut Findings<'_>) {
    let mut seen: BTreeMap<_, Vec<&Figure>> = BTreeMap::new();
    for figure in figures {
        let name = figure.name.as_ref().map(|name| name.value.as_str());
        let year = figure.year();
        let day = figure.as_of.as_ref().map(|day| day.value);
        let same = seen.entry((name, figure.kind, year, day)).or_default();
        if let Some(first) = same.iter().find(|first| is_one_number(first, figure)) {
            let of_year = year.map_or_else(String::new, |year| format!("{year}の"));
            let name = name.map_or_else(String::new, |name| format!("「{name}」の"));
            let message = format!("{name}{of_year}{}が2つあります", figure.kind.word());
            let help = "どちらかを消すか、別のものなら `name` か `as_of` で区別してください";
            let other = (first.at, "1つ目はここです");
            match figure.spelled() == first.spelled() {
                true => findings.warning_beside(figure.at, message, help, other),
                false => findings.error_beside(figure.at, message, help, other),
            }
        } else {
            same.push(figure);
        }
    }
}

/// Whether two figures of one name tell the same number: in one unit, or one of them that there is none.
fn is_one_number(first: &Figure, second: &Figure) -> bool {
    let unit = |figure: &Figure| figure.unit.as_ref().map(|unit| unit.value.clone());
    unit(first) == unit(second) || first.missing.is_some() || second.missing.is_some()
}
