//! What each column of a table is taken for: what its head says, then what its cells do.

use std::collections::{BTreeMap, BTreeSet};

use super::body::Body;
use super::guesses;
use super::heads::Heads;
use super::indicators::Indicators;
use super::learn::{Hints, Owner};
use super::long::{self, Long};
use super::terms::{
    Certainty, IDS, Taken, core, is_no_record, is_year_of_table, named, of_form, of_words, printed, without_year,
};
use crate::characters::unspaced;
use crate::model::{EACH_YEAR, FormPart, OF_ROW_INDICATOR, is_slug};

/// What becomes of a column.
pub(super) enum Role {
    /// The number of a record.
    Id,
    /// The year of the table, as every row says it.
    Year(String),
    /// The year of each row; whether its era is not said.
    YearOfRow(bool),
    /// The unit of an indicator.
    Unit,
    /// A value of a record.
    Value(Taken),
    /// The same with the key of any year: its head stands once for each of them.
    EachYear(Taken),
    /// The titles of a tree, by the text of their codes, and whether these are the lowest.
    Titles(String, bool),
    /// A part of a code.
    Part,
    /// It is a part of a code that is joined like this, into this key.
    Joined(String, &'static str),
    /// A sign that stands where something applies: the sign, and the key of the text.
    Sign(String, String),
    /// It is not published, for this reason.
    Withheld(&'static str),
    Unknown,
}

/// What the heads say of the columns.
pub(super) fn by_heads(
    body: &Body<'_>,
    indicators: &Indicators,
    owner: &Owner<'_>,
    (hints, id, long): (&Hints<'_>, Option<u32>, Option<Long>),
    taken: &mut BTreeSet<String>,
) -> Vec<(u32, Role)> {
    let heads = body.heads;
    let mut times = BTreeMap::new();
    let mut role = |(column, head): (u32, &str)| {
        let time: &mut usize = times.entry(unspaced(head)).or_default();
        *time += 1;
        if id == Some(column) {
            return Role::Id;
        }
        if let Some(long) = long.filter(|long| long.year == column) {
            return Role::YearOfRow(long.lacks_era);
        }
        if let Some(said) = body.only_text(column).filter(|said| is_year_of_table(head, said)) {
            return Role::Year(said);
        }
        if indicators.is_unit(column) {
            return Role::Unit;
        }
        let of = hints.years.get(*time - 1).filter(|_| long.is_some() || body.is_repeated(column));
        let repeated = of.map(|of| of.year);
        let found =
            of_form(head, owner).or_else(|| indicators.find(head, repeated)).or_else(|| of_words(head, repeated));
        let found = found.filter(|found| owner.has(&found.key));
        // Persons are not the part of their time that is meant by 人工.
        let is_persons = |found: &Taken| found.key.ends_with(".persons");
        let found = found.filter(|found| !is_persons(found) || counts_time(head) || body.has_fractions(column));
        // Which of several years is meant, nobody has said.
        let is_of_any = |found: &Taken| {
            of.is_none()
                && body.is_repeated(column)
                && [".target", ".baseline"].iter().any(|end| found.key.ends_with(end))
        };
        let Some(mut found) = found.filter(|found| !is_of_any(found)) else { return Role::Unknown };
        if indicators.is_whole(&found.key) {
            found.certainty = Certainty::Sure;
        }
        let mut pattern = None;
        if let Some(of) = of {
            // Which years these are, and which of them are planned, was said.
            if hints.unit.is_some() && found.key.contains(".costs.") && !is_persons(&found) {
                found.certainty = Certainty::Sure;
            }
            let each = found.key.replace(&of.year.western().to_string(), EACH_YEAR);
            found.key = of.key(&each, indicators.kind_of(&each));
            pattern = Some(each).filter(|key| key.contains(EACH_YEAR) && body.alike(column).len() == hints.years.len());
        }
        // What another column is taken for already is unknown.
        match (taken.insert(found.key.clone()), pattern) {
            (false, _) => Role::Unknown,
            (true, Some(key)) => Role::EachYear(Taken { key, ..found }),
            (true, None) => Role::Value(found),
        }
    };
    heads.iter().map(|column| (column.0, role(column))).collect()
}

/// The column with the number of a record: by its head, or one that has another number in every row.
pub(super) fn id(body: &Body<'_>) -> Option<u32> {
    let heads: Vec<_> = body.heads.iter().map(|(column, head)| (column, unspaced(head).to_lowercase())).collect();
    let named = |name: &&str| heads.iter().find(|(_, head)| head == *name);
    let counts = |(column, head): &&(u32, String)| {
        let is_number = ["番号", "no", "no.", "№", "id", "コード"].iter().any(|end| core(head).ends_with(end));
        let said = body.all_rows().into_iter().map(|row| body.joined(row, &[*column]).to_lowercase());
        let said: Vec<_> = said.filter(|said| !is_no_record(said)).collect();
        let is_each = said.iter().collect::<BTreeSet<_>>().len() == said.len() || long::find(body, *column).is_some();
        is_number && said.iter().all(|said| is_slug(said)) && is_each
    };
    IDS.iter().find_map(named).or_else(|| heads.iter().find(counts)).map(|(column, _)| *column)
}

/// The western year that stands in keys until that of the row does: before any that a table may have.
pub(super) const OF_ROW: i64 = 1927;

impl Role {
    /// How sure it is, and what a clerk is told of it.
    pub(super) fn told(&self) -> (Certainty, String) {
        match self {
            Self::Id => (Certainty::Sure, "番号(`record.id`)".to_owned()),
            Self::Year(_) => (Certainty::Guess, "表の年度(`year`)".to_owned()),
            Self::YearOfRow(_) => (Certainty::Guess, "行の年度(`year`)".to_owned()),
            Self::Unit => (Certainty::Sure, "指標の単位".to_owned()),
            Self::Value(taken) | Self::EachYear(taken) => (taken.certainty, named(&taken.key)),
            Self::Titles(..) => (Certainty::Sure, "体系の題名(`title_of`)".to_owned()),
            Self::Part => (Certainty::Sure, "番号の一部".to_owned()),
            Self::Joined(_, key) => (Certainty::Guess, named(key)),
            Self::Sign(_, key) => (Certainty::Guess, named(key)),
            Self::Withheld(reason) => (Certainty::Sure, format!("取り込まない({reason})")),
            Self::Unknown => (Certainty::Unknown, "?".to_owned()),
        }
    }

    /// The same for a section of a plan: its place in the tree is its number, and its form has the rows that it has.
    pub(super) fn in_section(&mut self, plan: &Owner<'_>) {
        let is_new = |key: &str| {
            let id = key.split_once("texts.").map(|(_, id)| id);
            id.is_some_and(|id| plan.head.own(FormPart::Whole).all(|(known, _)| known != id))
        };
        match self {
            Self::Titles(..) | Self::Part => *self = Self::Withheld("章立ては、plan.yaml の `outline` にある"),
            Self::Value(Taken { key, .. }) | Self::EachYear(Taken { key, .. }) | Self::Sign(_, key) if is_new(key) => {
                *self = Self::Unknown;
            }
            Self::Id
            | Self::Year(_)
            | Self::YearOfRow(_)
            | Self::Unit
            | Self::Value(_)
            | Self::EachYear(_)
            | Self::Joined(..)
            | Self::Sign(..)
            | Self::Withheld(_)
            | Self::Unknown => {}
        }
    }

    /// The same with the key of the indicator that a row is.
    pub(super) fn in_any_indicator(&mut self) {
        if let Self::Value(taken) | Self::EachYear(taken) = self {
            taken.key = of_row(&taken.key);
        }
    }

    /// The same with the key of the year of a row.
    pub(super) fn in_any_year(&mut self) {
        let of_row = format!(".{OF_ROW}");
        if let Self::Value(taken) | Self::EachYear(taken) = self {
            taken.key = taken.key.replace(&of_row, &format!(".{EACH_YEAR}"));
        }
    }
}

/// A key of the first indicator as that of the indicator that a row is.
pub(super) fn of_row(key: &str) -> String {
    let of_first = key.strip_prefix("indicators.1.").map(|rest| format!("{OF_ROW_INDICATOR}{rest}"));
    of_first.unwrap_or_else(|| key.to_owned())
}

/// Whether a head says that it counts time of work in persons.
pub(super) fn counts_time(head: &str) -> bool {
    ["人工", "人役", "人年"].iter().any(|word| head.contains(word))
}

/// What the cells say of the columns whose heads do not.
pub(super) fn guess(
    body: &Body<'_>,
    roles: &mut [(u32, Role)],
    (hints, long): (&Hints<'_>, Option<Long>),
    taken: &mut BTreeSet<String>,
) {
    let free = |roles: &[(u32, Role)]| -> Vec<u32> {
        roles.iter().filter(|(_, role)| matches!(role, Role::Unknown)).map(|(column, _)| *column).collect()
    };
    let set = |roles: &mut [(u32, Role)], column: u32, role: Role| {
        if let Ok(place) = roles.binary_search_by_key(&column, |(at, _)| *at) {
            roles[place].1 = role;
        }
    };
    for column in free(roles) {
        if let Some(reason) = guesses::withheld(body.heads.head(column)) {
            set(roles, column, Role::Withheld(reason));
        }
    }
    let levels = if taken.contains("category") { Vec::new() } else { guesses::levels(body, &free(roles)) };
    for (at, level) in levels.iter().enumerate() {
        set(roles, level.title, Role::Titles(level.code.clone(), at + 1 == levels.len()));
        level.parts.iter().for_each(|part| set(roles, *part, Role::Part));
    }
    if let Some((account, parts, is_single)) = guesses::budget(body, &free(roles)) {
        let code = parts.iter().map(|part| format!("{{{}}}", body.heads.name(*part))).collect::<Vec<_>>().join("-");
        for (at, part) in parts.iter().enumerate() {
            let joined = if at == 0 { Role::Joined(code.clone(), "budget.1.code") } else { Role::Part };
            set(roles, *part, if is_single { joined } else { Role::Withheld(guesses::SEVERAL_CODES) });
        }
        if let Some(account) = account {
            let key = Taken { key: "budget.1.account".to_owned(), certainty: Certainty::Guess };
            set(roles, account, if is_single { Role::Value(key) } else { Role::Withheld(guesses::SEVERAL_CODES) });
        }
    }
    let [reported, planned] = hints.turn(taken);
    let mut ids = Ids { hints, given: hints.given.iter().cloned().collect() };
    let value = |key: String| Role::Value(Taken { key, certainty: Certainty::Guess });
    for (mark, reason) in guesses::marks(body, &free(roles)) {
        let head = body.heads.head(mark);
        let Some(year) = without_year(&unspaced(head)).1.or(reported) else { continue };
        let scale = ids.of(&core(&printed(head)));
        let key = format!("years.{}.evaluations.{}.{scale}", year.western(), guesses::evaluator(head));
        set(roles, mark, value(format!("{key}.mark")));
        if let Some(reason) = reason {
            set(roles, reason, value(format!("{key}.text")));
        }
    }
    for column in free(roles) {
        let head = body.heads.head(column);
        if is_own_of_years(body, column, hints) {
            // A number of each year for which there is no key: the city's own row of the year has it.
            let key = format!("years.{EACH_YEAR}.texts.{}", ids.of(&core(&printed(head))));
            let taken = || Taken { key: key.clone(), certainty: Certainty::Guess };
            body.alike(column).iter().for_each(|column| set(roles, *column, Role::EachYear(taken())));
            continue;
        }
        let has_head = !head.is_empty() && !body.is_repeated(column);
        if let Some(sign) = body.sign(column).filter(|_| has_head) {
            let key = format!("texts.{}", ids.of(&core(&printed(head))));
            set(roles, column, Role::Sign(sign, key));
            continue;
        }
        if !has_head || body.is_numeric(column) || body.only_text(column).is_some() {
            continue;
        }
        let of_year = guesses::of_year(head, reported, planned).filter(|key| taken.insert(key.clone()));
        let is_of_rows = long.is_some_and(|long| long.varies(body, column));
        let list = if is_of_rows { format!("years.{EACH_YEAR}.texts") } else { "texts".to_owned() };
        let key = of_year.unwrap_or_else(|| format!("{list}.{}", ids.of(&core(&printed(head)))));
        set(roles, column, value(key));
    }
}

/// Whether a column is the first with a head that stands once for each year, over numbers for which there is no key.
pub(super) fn is_own_of_years(body: &Body<'_>, column: u32, hints: &Hints<'_>) -> bool {
    let (head, alike) = (body.heads.head(column), body.alike(column));
    let known = of_words(head, hints.years.first().map(|of| of.year));
    // One for which there is a key is either persons, which no key is for, or what another head has already.
    let is_free = known.is_none_or(|found| found.key.ends_with(".persons"));
    let is_of_years = !hints.years.is_empty() && alike.len() == hints.years.len() && alike.first() == Some(&column);
    is_free && is_of_years && !head.is_empty() && body.is_numeric(column)
}

/// Ids for words, each of them once.
pub(super) struct Ids<'h> {
    hints: &'h Hints<'h>,
    given: BTreeSet<String>,
}

impl Ids<'_> {
    /// By the reading of the word, or by its place.
    pub(super) fn of(&mut self, word: &str) -> String {
        let word = word.trim_start_matches(|c: char| c.is_ascii_digit() || "()・.".contains(c));
        let read = (self.hints.id)(word).filter(|id| is_slug(id));
        unused(&read.unwrap_or_else(|| "ran".to_owned()), &mut self.given)
    }
}

/// An id that is not given yet, with a number if it is; then it is given.
pub(super) fn unused(id: &str, given: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{id}-{number}"));
    let mut all = std::iter::once(id.to_owned()).chain(numbered);
    let id = all.find(|id| !given.contains(id)).unwrap_or_default();
    given.insert(id.clone());
    id
}

/// The heads that stand as often as others do, if no years are said: how often, how many, and the first.
pub(super) fn repeated(heads: &Heads, roles: &[(u32, Role)]) -> Option<(usize, usize, String)> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let unknown = roles.iter().filter(|(_, role)| matches!(role, Role::Unknown));
    unknown.for_each(|(column, _)| *times.entry(unspaced(heads.head(*column))).or_default() += 1);
    let most =
        times.iter().filter(|(head, _)| !head.is_empty()).map(|(_, count)| *count).max().filter(|most| *most > 1)?;
    let first = heads.iter().find(|(_, head)| times.get(&unspaced(head)) == Some(&most))?;
    Some((most, times.values().filter(|count| **count == most).count(), first.1.to_owned()))
}
