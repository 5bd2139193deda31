//! Drafts of tables of which each row is an indicator of a record, or an indicator in one year: how they are known, and which
//! columns are of the record and of the indicator.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::super::book::Sheet;
use super::super::value::ditto;
use super::body::Body;
use super::continued::Columns;
use super::guesses::{titled, withheld};
use super::heads::Heads;
use super::indicators::Indicators;
use super::long::Long;
use super::roles::Role;
use super::terms::{Certainty, IDS, Taken, core, is_no_record, of_words};
use crate::characters::unspaced;
use crate::model::{Ditto, TO_FILL, is_slug};
use crate::yaml::{Lines, Yaml};

/// How the rows of a table are indicators of records.
pub(super) struct Several<'s> {
    /// The sheet with the numbers that are meant.
    pub(super) sheet: Cow<'s, Sheet>,
    /// The column with the number of a record.
    pub(super) id: u32,
    /// The column that says of which year a row is.
    pub(super) year: Option<Long>,
    /// Whether a number stands only in the first row of its record.
    is_continued: bool,
    /// The column with another number in each row, and its name: each may be meant as a record.
    other: Option<(u32, String)>,
}

/// The ends of the heads of numbers.
const NUMBERS: [&str; 7] = ["番号", "コード", "no.", "no", "№", "id", "符号"];
/// Why the numbers of indicators are not taken.
const NUMBERED: &str = "指標の通し番号";
/// Heads of remarks on an indicator.
const NOTES: [&str; 8] = ["備考", "注", "注記", "注釈", "算出方法", "算定方法", "指標の説明", "指標の定義"];
/// Heads of the years of values, each with its key.
const YEARS: [(&str, &str); 4] = [
    ("基準年度", "indicators.1.baseline.fiscal_year"),
    ("基準年", "indicators.1.baseline.fiscal_year"),
    ("目標年度", "indicators.1.target.fiscal_year"),
    ("目標年", "indicators.1.target.fiscal_year"),
];

/// The word of a number: 施策 of 施策コード.
fn word_of(head: &str) -> Option<String> {
    let head = core(head).to_lowercase();
    let end = NUMBERS.iter().find(|end| head.ends_with(**end))?;
    Some(head[..head.len() - end.len()].to_owned())
}

impl<'s> Several<'s> {
    /// A table whose rows are indicators: the number of a record stands in several rows with different names.
    pub(super) fn find(sheet: &'s Sheet, heads: &Heads, indicators: &Indicators) -> Option<Self> {
        let name = indicators.only()?;
        let is_number = |head: &str| word_of(head).is_some() || IDS.contains(&unspaced(head).to_lowercase().as_str());
        let columns = heads.iter().filter(|(column, head)| *column != name && is_number(head));
        let found = columns.filter_map(|(id, _)| Self::of(sheet, heads, (id, name)));
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|(records, _)| std::cmp::Reverse(*records));
        let (_, mut several) = found.into_iter().next()?;
        let body = Body::of(sheet, heads);
        let is_each = |column: u32| {
            let texts: Vec<_> = body.texts(column).collect();
            let all = texts.iter().collect::<BTreeSet<_>>().len();
            all == texts.len() && all == body.rows(name).count()
        };
        let is_other = |head: &str| is_number(head) && withheld(head).is_none();
        let other = heads.iter().find(|(column, head)| *column != several.id && is_other(head) && is_each(*column));
        several.other = other.map(|(column, _)| (column, heads.name(column)));
        Some(several)
    }

    /// The same with a column of numbers, and how many records these are.
    fn of(sheet: &'s Sheet, heads: &Heads, (id, name): (u32, u32)) -> Option<(usize, Self)> {
        let year = heads.iter().find(|(_, head)| head.contains("年度")).map(|(column, _)| column);
        let columns = Columns { id, name: Some(name), year };
        let (sheet, continued) = columns.filled(sheet, heads.body, true);
        let body = Body::of(&sheet, heads);
        let mut above = String::new();
        let mut rows = Vec::new();
        for row in body.rows(name) {
            let said = body.joined(row, &[name]);
            if [&said, &body.joined(row, &[id])].into_iter().any(|text| is_no_record(text)) {
                continue;
            }
            above = if ditto(&said).is_some() { above } else { said };
            rows.push((row, body.joined(row, &[id]).to_lowercase(), above.clone()));
        }
        let mut names: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        rows.iter().for_each(|(_, id, name)| _ = names.entry(id).or_default().insert(name));
        let is_it = names.keys().all(|id| is_slug(id)) && names.values().any(|names| names.len() > 1);
        // A row with a title of its own is a record of its own.
        let is_title = |head: &str| of_words(head, None).is_some_and(|found| found.key == "title");
        let has_title = heads.iter().any(|(column, head)| is_title(head) && varies(&body, (&[id], column)));
        if !is_it || has_title {
            return None;
        }
        let named: Vec<_> = rows.iter().map(|(row, id, name)| (*row, format!("{id}\n{name}"))).collect();
        let is_single = named.iter().map(|(_, name)| name).collect::<BTreeSet<_>>().len() == named.len();
        let year = if is_single { None } else { Some(Long::of(&body, id, &named)?) };
        let records = names.len();
        let is_continued = continued.is_any();
        Some((records, Self { sheet, id, year, is_continued, other: None }))
    }

    /// What the heads say of the columns beside those of the values: the title of a record, and remarks.
    pub(super) fn beside(&self, body: &Body<'_>, roles: &mut [(u32, Role)], taken: &mut BTreeSet<String>) {
        let word = word_of(body.heads.head(self.id)).unwrap_or_default();
        let is_titled = |column: u32| {
            let head = core(body.heads.head(column)).to_lowercase();
            !word.is_empty() && titled(&head) == word
        };
        let is_of_record = |column: u32| {
            !body.is_numeric(column) && body.texts(column).next().is_some() && !varies(body, (&[self.id], column))
        };
        let free = |roles: &[(u32, Role)]| -> Vec<u32> {
            roles.iter().filter(|(_, role)| matches!(role, Role::Unknown)).map(|(column, _)| *column).collect()
        };
        let mut set = |roles: &mut [(u32, Role)], column: u32, (key, certainty): (&str, Certainty)| {
            let role = roles.iter_mut().find(|(at, _)| *at == column);
            if let Some((_, role)) = role.filter(|_| taken.insert(key.to_owned())) {
                *role = Role::Value(Taken { key: key.to_owned(), certainty });
            }
        };
        for column in free(roles) {
            let head = core(body.heads.head(column));
            if self.other.as_ref().is_some_and(|(other, _)| *other == column) {
                roles.iter_mut().filter(|(at, _)| *at == column).for_each(|(_, role)| *role = Role::Withheld(NUMBERED));
            } else if let Some((_, key)) = YEARS.iter().find(|(word, _)| *word == head) {
                set(roles, column, (key, Certainty::Guess));
            } else if NOTES.contains(&head.as_str()) {
                set(roles, column, ("indicators.1.note", Certainty::Guess));
            }
        }
        let all = free(roles);
        let next = || all.iter().copied().find(|column| *column > self.id && is_of_record(*column));
        let (found, certainty) = match all.iter().copied().find(|column| is_titled(*column)) {
            Some(column) => (Some(column), Certainty::Sure),
            None => (next(), Certainty::Guess),
        };
        if let Some(column) = found {
            set(roles, column, ("title", certainty));
        }
    }

    /// Takes what differs within a record for unknown: it is of the indicator, for which there is no key.
    pub(super) fn withhold(&self, body: &Body<'_>, roles: &mut [(u32, Role)]) {
        let of: Vec<u32> = self.year.iter().map(|long| long.year).chain([self.id]).collect();
        let is_of_row = |column: u32, key: &str| {
            !key.starts_with("indicators.") && key != "departments" && varies(body, (&of, column))
        };
        for (column, role) in roles {
            let is_told = match role {
                Role::Value(taken) => taken.key != "title" && is_of_row(*column, &taken.key),
                Role::Sign(_, key) => is_of_row(*column, key),
                Role::Id
                | Role::Year(_)
                | Role::YearOfRow(_)
                | Role::Unit
                | Role::EachYear(_)
                | Role::Titles(..)
                | Role::Part
                | Role::Joined(..)
                | Role::Withheld(_)
                | Role::Unknown => false,
            };
            if is_told {
                *role = Role::Unknown;
            }
        }
    }

    /// The line of the layout.
    pub(super) fn layout(&self) -> Lines {
        let other = self.other.as_ref().map(|(_, other)| {
            format!("。1行を1つの記録にするなら、この行を消し、id を {other} に、key の @ を 1 に直します")
        });
        let remark = format!(
            "推測 1行が1つの記録の1つの指標です。key の @ が、行の指標の番号になります{}",
            other.unwrap_or_default()
        );
        Lines::key("layout", &"indicators".into()).with_remark(&remark)
    }

    /// What is said of a number that stands only in the first row, and its remark.
    pub(super) fn ditto(&self) -> Option<((&'static str, Yaml), &'static str)> {
        let entry = ("ditto", Yaml::Text(Ditto::Above.word().to_owned()));
        self.is_continued.then_some((entry, "推測 番号が空の行や「同上」の行は、上の番号の続きです"))
    }
}

/// The line of a title for which there is no column.
pub(super) fn untitled() -> Lines {
    let entry = Yaml::Braces(vec![("column", TO_FILL.into()), ("key", "title".into())]);
    Lines::item(&entry).with_remark("記録の題名の列")
}

/// Whether some record, or year of one, says different things in a column; an empty cell says nothing.
fn varies(body: &Body<'_>, (of, column): (&[u32], u32)) -> bool {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    body.rows(column).any(|row| {
        let (of, text) = (body.joined(row, of), body.joined(row, &[column]));
        !of.is_empty() && ditto(&text).is_none() && *said.entry(of).or_insert_with(|| text.clone()) != text
    })
}
