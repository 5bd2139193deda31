//! The keys into which a column of a table may be read, for `import/<name>.yaml`: dotted paths into an item, with the years,
//! evaluators, scales, funds and rows of the site. Others may be written too: a later year, a further indicator.

use crate::model::{CostStage, EACH_YEAR, Site, vocabulary};
use crate::shape::{self, Family, Field, Kind};

use super::ids::{Ids, Named};

/// The years that are proposed, up to the last one of the site.
const YEARS: usize = 10;
/// The indicators, effects and items of the budget that are proposed.
const NUMBERS: u32 = 2;
/// What names an item of a list, and so is a part of its path.
const NAMES: [&str; 6] = ["fiscal_year", "number", "stage", "by", "scale", "axis"];
/// Lists whose items have no name in a path, or are not for tables.
const WITHOUT: [&str; 2] = ["figures", "source"];

/// What the names of items are on a site.
struct Lists<'s> {
    ids: &'s Ids,
    years: Vec<String>,
    evaluations: Vec<String>,
}

/// The keys, each with its words.
pub(super) fn keys(site: &Site, ids: &Ids, item: &[Field]) -> Named {
    let mut years: Vec<_> = site.programs.iter().flat_map(|program| program.years()).collect();
    years.sort_unstable();
    years.dedup();
    let years = years.iter().rev().take(YEARS).rev().map(|year| year.western().to_string()).collect();
    let scales = || site.scales.iter().map(|scale| scale.id.value.as_str());
    let of = |by: &str| scales().map(|scale| format!("{by}.{scale}")).collect::<Vec<_>>();
    let evaluations = site.evaluators.iter().flat_map(|evaluator| of(&evaluator.id.value)).collect();
    let (lists, mut keys) = (Lists { ids, years, evaluations }, Named::new());
    lists.walk(("item", item), (String::new(), String::new()), &mut keys);
    keys
}

impl Lists<'_> {
    fn walk(&self, (holder, fields): (&'static str, &[Field]), (path, words): (String, String), keys: &mut Named) {
        let is_named = |field: &&Field| path.is_empty() || !NAMES.contains(&field.key);
        for field in fields.iter().filter(is_named).filter(|field| !WITHOUT.contains(&field.key)) {
            let word = vocabulary::word(holder, field.key).map_or(field.key, |word| word.word);
            let here = (format!("{path}{}", field.key), format!("{words}{word}"));
            match &field.kind {
                Kind::Map(inner) => self.below((field.key, inner), here, keys),
                Kind::List(of) => {
                    let is_read = [Family::Department, Family::Plan, Family::Record].map(Kind::Id).contains(of);
                    if is_read || **of == Kind::Sdg || field.key == "references" {
                        keys.push(here);
                    } else if let Kind::Map(inner) = &**of {
                        for name in self.names(field.key) {
                            let of = (format!("{}.{name}", here.0), format!("{} {name}", here.1));
                            self.below((field.key, inner), of, keys);
                        }
                    }
                }
                Kind::OwnTexts => {
                    let own = self.ids.own_rows().map(|(id, word)| (format!("{}.{id}", here.0), word.clone()));
                    keys.extend(own);
                }
                Kind::Amounts(funds) => {
                    let funds = funds.iter().map(|(code, word)| ((*code).to_owned(), (*word).to_owned()));
                    let funds = funds.chain(self.ids.funds.iter().cloned());
                    keys.extend(
                        funds.map(|(code, word)| (format!("{}.{code}", here.0), format!("{} ＞ {word}", here.1))),
                    );
                }
                Kind::Text
                | Kind::Number
                | Kind::Count
                | Kind::Year
                | Kind::Date
                | Kind::Slug
                | Kind::Word(_)
                | Kind::Id(_)
                | Kind::OneOrMore(_) => keys.push(here),
                // No cell can hold these.
                Kind::Sdg
                | Kind::CalendarYear
                | Kind::Day
                | Kind::Colour
                | Kind::Truth
                | Kind::YearOrDate
                | Kind::YearOrPrevious
                | Kind::Texts(_)
                | Kind::Glosses => {}
            }
        }
    }

    /// The keys of a mapping; of a figure only that of its value.
    fn below(&self, of: (&'static str, &[Field]), (path, words): (String, String), keys: &mut Named) {
        match of.1.iter().any(|field| field.key == "value") {
            true => keys.push((path, words)),
            false => self.walk(of, (path + ".", words + " ＞ "), keys),
        }
    }

    /// The names of the items of a list.
    fn names(&self, list: &str) -> Vec<String> {
        let numbers = || (1..=NUMBERS).map(|number| number.to_string());
        match list {
            list if shape::is_by_year(list) => self.years.clone(),
            "costs" => CostStage::ALL.iter().map(|(_, _, code)| (*code).to_owned()).collect(),
            "evaluations" => self.evaluations.clone(),
            "indicators" => numbers().chain([EACH_YEAR.to_owned()]).collect(),
            "budget" | "effects" => numbers().collect(),
            _ => Vec::new(),
        }
    }
}
