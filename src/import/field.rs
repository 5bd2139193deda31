//! The fields of a record that a spreadsheet may hold: how a path such as `items.2.final.results` is spelled, what kind of value
//! stands there, what the city calls it, and where in the YAML it belongs.

#![allow(clippy::wildcard_enum_match_arm, reason = "to be written out")]

use super::digest::digest;
use crate::model::{FigureKind, Missing, Qualifier, RecordId};
use crate::yaml::{Node, Step, Value};

/// What kind of value a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One line that must be there.
    Title,
    /// One line.
    Line,
    /// Statements, one a line.
    Statements,
    /// ◎○△×
    Rating,
    Date,
    Department,
    Departments,
    Sdgs,
    Year,
    /// A number without its unit.
    Number,
    /// One of a few words.
    Choice(Choice),
    /// 計画 with the number of its section, one a line.
    References,
    Plans,
    /// Addresses of records, one a line.
    Records,
}

/// Words of which one is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    Kind,
    Qualifier,
    Missing,
}

impl Choice {
    /// Each word as a cell shows it, with what stands in the YAML.
    pub(super) fn words(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Kind => FigureKind::ALL.iter().map(|(_, word, code)| (*word, *code)).collect(),
            Self::Qualifier => Qualifier::ALL.iter().map(|(_, word, _)| (*word, *word)).collect(),
            Self::Missing => Missing::ALL.iter().map(|(_, word, code)| (*word, *code)).collect(),
        }
    }
}

/// One field: its path with `#` for a number and `@` for a figure, its kind and its words.
pub(super) struct Field {
    path: &'static str,
    pub(super) kind: Kind,
    pub(super) label: &'static str,
}

impl Field {
    /// Whether the field cannot be left empty where its record, item or figure is there.
    pub(super) fn is_needed(&self) -> bool {
        self.kind == Kind::Title || self.kind == Kind::Choice(Choice::Kind) || self.path.ends_with("@.name")
    }
}

macro_rules! fields {
    ($($path:literal $kind:ident $label:literal;)*) => { &[$(Field { path: $path, kind: Kind::$kind, label: $label }),*] };
}

macro_rules! figures {
    ($before:literal) => {
        &[
            Field { path: concat!($before, "figures.@.name"), kind: Kind::Line, label: "名称" },
            Field { path: concat!($before, "figures.@.kind"), kind: Kind::Choice(Choice::Kind), label: "種類" },
            Field { path: concat!($before, "figures.@.value"), kind: Kind::Number, label: "値" },
            Field { path: concat!($before, "figures.@.unit"), kind: Kind::Line, label: "単位" },
            Field {
                path: concat!($before, "figures.@.qualifier"),
                kind: Kind::Choice(Choice::Qualifier),
                label: "以上・約など",
            },
            Field { path: concat!($before, "figures.@.fiscal_year"), kind: Kind::Year, label: "年度" },
            Field { path: concat!($before, "figures.@.as_of"), kind: Kind::Date, label: "時点" },
            Field {
                path: concat!($before, "figures.@.missing"),
                kind: Kind::Choice(Choice::Missing),
                label: "値が無い理由",
            },
            Field { path: concat!($before, "figures.@.printed"), kind: Kind::Line, label: "印刷された書き方" },
            Field { path: concat!($before, "figures.@.note"), kind: Kind::Line, label: "注" },
        ]
    };
}

/// What a form asks of a figure, by key; the keys that it does not ask for stand as they stood.
pub(super) const FIGURE: [&str; 10] =
    ["name", "kind", "value", "unit", "qualifier", "fiscal_year", "as_of", "missing", "printed", "note"];

const GOAL_FIGURES: &[Field] = figures!("items.#.");
const ITEM_FIGURES: &[Field] = figures!("");
const YEAR_FIGURES: &[Field] = figures!("years.#.");

const GOAL: &[Field] = fields![
    "title" Title "重点目標";
    "rating" Rating "目標全体の評価";
    "sdgs" Sdgs "SDGs";
    "moved_to.department" Department "移管先の部局";
    "moved_to.note" Line "移管の注";
    "references" References "計画における位置付け";
    "related" Records "関連する記録";
    "items.#.title" Title "具体的な重点取組項目";
    "items.#.sub_items" Statements "小項目";
    "items.#.targets" Statements "期限・数値目標等";
    "items.#.mid_term.as_of" Date "中間報告の時点";
    "items.#.mid_term.progress" Statements "進捗状況・進捗度";
    "items.#.mid_term.rating" Rating "中間報告の評価";
    "items.#.final.as_of" Date "期末の時点";
    "items.#.final.results" Statements "達成状況・達成度";
    "items.#.final.rating" Rating "期末の評価";
    "items.#.moved_to.department" Department "移管先の部局";
    "items.#.moved_to.note" Line "移管の注";
];

const ITEM: &[Field] = fields![
    "title" Title "取組項目名";
    "departments" Departments "担当課所";
    "departments_note" Line "担当の注";
    "summary" Statements "改革の概要";
    "background" Statements "これまでの実績・課題";
    "approach" Statements "取組内容・改革手段";
    "goal" Statements "改革達成形態・成果目標";
    "references" References "計画における位置付け";
    "none_in" Plans "位置付けの無い計画";
    "sdgs" Sdgs "SDGs";
    "related" Records "関連する記録";
    "years.#.plan" Statements "取組計画";
    "years.#.results" Statements "実績";
    "years.#.effect" Statements "効果額";
];

/// The order in which the guide writes the keys of each mapping, by the last key that leads to it.
const ORDERS: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "title",
            "category",
            "departments",
            "departments_note",
            "summary",
            "background",
            "approach",
            "goal",
            "thread",
            "items",
            "moved_to",
            "rating",
            "references",
            "none_in",
            "sdgs",
            "figures",
            "years",
            "related",
            "source",
            "accepted",
        ],
    ),
    ("items", &["number", "title", "sub_items", "targets", "mid_term", "final", "figures", "moved_to"]),
    ("mid_term", &["as_of", "progress", "rating"]),
    ("final", &["as_of", "results", "rating"]),
    ("moved_to", &["department", "note"]),
    ("years", &["fiscal_year", "draft", "publish_on", "plan", "results", "effect", "figures", "approved"]),
    (
        "figures",
        &[
            "name",
            "series",
            "kind",
            "missing",
            "value",
            "unit",
            "qualifier",
            "low",
            "high",
            "parts",
            "relative_to",
            "change",
            "numerator",
            "denominator",
            "fiscal_year",
            "as_of",
            "printed",
            "note",
        ],
    ),
];

/// A field of a record, by its path.
pub(super) fn field(record: &RecordId, path: &str) -> Option<&'static Field> {
    let tables: &[&[Field]] =
        if record.0.starts_with("goals/") { &[GOAL, GOAL_FIGURES] } else { &[ITEM, ITEM_FIGURES, YEAR_FIGURES] };
    tables.iter().flat_map(|fields| fields.iter()).find(|field| {
        let (mut pattern, mut parts) = (field.path.split('.'), path.split('.'));
        loop {
            match (pattern.next(), parts.next()) {
                (None, None) => return true,
                (Some("#"), Some(part)) if part.parse::<u32>().is_ok() => {}
                (Some("@"), Some(part)) if Row::parse(part).is_some() => {}
                (Some(known), Some(part)) if known == part => {}
                _ => return false,
            }
        }
    })
}

/// Where a path leads: to a key, or into a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Key(&'static str),
    /// The item whose `number` or `fiscal_year` this is.
    Number(u32),
    /// The item that stands there.
    Index(usize),
    /// An item yet to be written, by its row.
    New(u32),
}

/// How a form names a figure, which has no number of its own.
enum Row<'p> {
    /// By its place in the list, and the digest of what tells it from the others.
    Known(usize, &'p str),
    /// Not yet there.
    New(u32),
}

impl<'p> Row<'p> {
    fn parse(part: &'p str) -> Option<Self> {
        if let Some(number) = part.strip_prefix("new") {
            return number.parse().ok().map(Self::New);
        }
        let (index, mark) = part.split_once('-')?;
        index.parse().ok().map(|index| Self::Known(index, mark))
    }

    /// The figure that is meant, and whether it is not the one that it was.
    fn find(&self, list: Option<&Node>) -> (Part, bool) {
        let (index, mark) = match self {
            Self::New(number) => return (Part::New(*number), false),
            Self::Known(index, mark) => (*index, *mark),
        };
        let items = match list.map(|list| &list.value) {
            Some(Value::List(items)) => &items[..],
            _ => &[],
        };
        if items.get(index).is_some_and(|item| identity(item) == mark) {
            return (Part::Index(index), false);
        }
        let mut others = items.iter().enumerate().filter(|(_, item)| identity(item) == mark).map(|(index, _)| index);
        match (others.next(), others.next()) {
            (Some(only), None) => (Part::Index(only), false),
            _ => (Part::Index(index), true),
        }
    }
}

/// How a form names the figure at a place of a list.
pub(super) fn row(index: usize, figure: &Node) -> String {
    format!("{index}-{}", identity(figure))
}

/// What tells a figure from the others of its list.
fn identity(figure: &Node) -> String {
    let Value::Map(entries) = &figure.value else { return digest("") };
    let said = |key: &str| entries.iter().find(|(known, _)| known.value == key).and_then(|(_, value)| text(value));
    digest(&["name", "kind", "fiscal_year", "as_of"].map(|key| said(key).unwrap_or_default()).join("\n"))
}

fn text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Number(text) | Value::Text(text) => Some(text.trim()),
        _ => None,
    }
}

/// The parts of a path that is known to be a field's, and whether it leads to another figure than when it was written down.
pub(super) fn parts(field: &'static Field, path: &str, tree: Option<&Node>) -> (Vec<Part>, bool) {
    let (mut parts, mut is_lost) = (Vec::new(), false);
    for (known, part) in field.path.split('.').zip(path.split('.')) {
        let next = match known {
            "#" => Part::Number(part.parse().expect("the path was matched with the field")),
            "@" => {
                let list = tree.and_then(|tree| value(tree, &parts));
                let (found, lost) = Row::parse(part).expect("the path was matched with the field").find(list);
                is_lost |= lost;
                found
            }
            key => Part::Key(key),
        };
        parts.push(next);
    }
    (parts, is_lost)
}

/// The key under which the items of a list are numbered.
pub(super) fn number_key(list: &str) -> &'static str {
    if list == "years" { "fiscal_year" } else { "number" }
}

/// The order of the keys in the mapping to which these parts lead.
pub(super) fn order(holder: &[Part]) -> &'static [&'static str] {
    let last = holder.iter().rev().find_map(|part| match part {
        Part::Key(key) => Some(*key),
        _ => None,
    });
    let last = last.unwrap_or_default();
    ORDERS.iter().find(|(key, _)| *key == last).map_or(&[], |(_, order)| order)
}

/// The steps through a tree that parts mean, as far as they are there.
pub(super) fn steps(tree: &Node, parts: &[Part]) -> Vec<Step> {
    let (mut node, mut steps) = (tree, Vec::new());
    let mut list = "";
    for part in parts {
        let next = match (&node.value, part) {
            (Value::Map(entries), Part::Key(key)) => {
                list = key;
                entries.iter().find(|(known, _)| known.value == *key).map(|(_, node)| (Step::Key(key), node))
            }
            (Value::List(items), Part::Index(index)) => items.get(*index).map(|node| (Step::Index(*index), node)),
            (Value::List(items), Part::Number(number)) => items
                .iter()
                .enumerate()
                .find(|(_, item)| numbered(item, number_key(list)) == Some(*number))
                .map(|(index, node)| (Step::Index(index), node)),
            _ => None,
        };
        let Some((step, next)) = next else { break };
        steps.push(step);
        node = next;
    }
    steps
}

/// The number of a list's item; a fiscal year in any spelling.
fn numbered(item: &Node, key: &str) -> Option<u32> {
    let Value::Map(entries) = &item.value else { return None };
    let (_, value) = entries.iter().find(|(known, _)| known.value == key)?;
    let text = text(value)?;
    if key == "fiscal_year" {
        return text.parse().ok().and_then(|year: crate::model::FiscalYear| u32::try_from(year.western()).ok());
    }
    text.parse().ok()
}

/// The value at a path, if it is there.
pub(super) fn value<'n>(tree: &'n Node, parts: &[Part]) -> Option<&'n Node> {
    let steps = steps(tree, parts);
    if steps.len() < parts.len() {
        return None;
    }
    tree.find(&steps)
}

/// The list behind `key` in the part of a record that a path such as `items.1.` leads to.
pub(super) fn list<'n>(tree: &'n Node, before: &str, key: &'static str) -> Option<&'n Node> {
    let part = |word: &str| match word {
        "items" => Some(Part::Key("items")),
        "years" => Some(Part::Key("years")),
        number => number.parse().ok().map(Part::Number),
    };
    let parts: Option<Vec<_>> = before.split_terminator('.').map(part).chain([Some(Part::Key(key))]).collect();
    value(tree, &parts?)
}

/// The path of whatever stands at a byte of the text: as far as it can be said in [`Part`]s.
pub(super) fn path_at(tree: &Node, at: u32) -> String {
    let (mut node, mut path, mut list) = (tree, Vec::new(), "");
    loop {
        match &node.value {
            Value::Map(entries) => {
                let Some((key, next)) = entries.iter().rev().find(|(key, _)| key.at.start <= at) else { break };
                list = &key.value;
                path.push(key.value.clone());
                node = next;
            }
            Value::List(items) => {
                let started = |(_, item): &(usize, &Node)| item.first_byte() <= at;
                let Some((index, item)) = items.iter().enumerate().rev().find(started) else { break };
                let named = numbered(item, number_key(list)).or_else(|| u32::try_from(index).ok());
                let Some(name) = named.filter(|_| matches!(item.value, Value::Map(_)) && list != "references") else {
                    break;
                };
                path.push(name.to_string());
                node = item;
            }
            _ => break,
        }
    }
    path.join(".")
}

/// A path of a form as [`path_at`] would say it: figures by their place.
pub(super) fn plain(path: &str, tree: &Node, record: &RecordId) -> String {
    let Some(known) = field(record, path).filter(|field| field.path.contains('@')) else { return path.to_owned() };
    let (parts, _) = parts(known, path, Some(tree));
    let said = |(part, word): (&Part, &str)| match part {
        Part::Index(index) => index.to_string(),
        _ => word.to_owned(),
    };
    parts.iter().zip(path.split('.')).map(said).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn a_path_is_a_field_of_its_kind_of_record() {
        let goal = RecordId("goals/2022/a/1".into());
        let item = RecordId("programs/g/1".into());
        assert!(field(&goal, "items.2.final.results").is_some_and(|field| field.kind == Kind::Statements));
        assert!(field(&item, "years.2022.plan").is_some());
        for (record, path) in [
            (&goal, "years.2022.plan"),
            (&item, "items.2.title"),
            (&goal, "items.x.title"),
            (&goal, "items.2"),
            (&goal, ""),
        ] {
            assert!(field(record, path).is_none(), "{path}");
        }
    }

    #[test]
    fn a_place_in_the_text_has_a_path() {
        let text = "title: あ\nitems:\n  - number: 3\n    final:\n      results:\n        - 一\n        - 二\n";
        let tree = crate::yaml::parse(FileId(0), text).expect("it can be read");
        let at = |word: &str| path_at(&tree, text.find(word).expect("it is there") as u32);
        assert_eq!(at("あ"), "title");
        assert_eq!(at("二"), "items.3.final.results");
        assert_eq!(at("number"), "items.3.number");
    }
}
