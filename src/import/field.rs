//! The fields of a record that a spreadsheet may hold: how a path such as `items.2.final.results` is spelled, what kind of value
//! stands there, what the city calls it, and where in the YAML it belongs.

use crate::model::RecordId;
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
}

/// One field: its path with `#` for a number, its kind and its words.
pub(super) struct Field {
    path: &'static str,
    pub(super) kind: Kind,
    pub(super) label: &'static str,
}

macro_rules! fields {
    ($($path:literal $kind:ident $label:literal;)*) => { &[$(Field { path: $path, kind: Kind::$kind, label: $label }),*] };
}

const GOAL: &[Field] = fields![
    "title" Title "重点目標";
    "rating" Rating "目標全体の評価";
    "sdgs" Sdgs "SDGs";
    "moved_to.department" Department "移管先の部局";
    "moved_to.note" Line "移管の注";
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
    "sdgs" Sdgs "SDGs";
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
    ("years", &["fiscal_year", "plan", "results", "effect", "figures"]),
];

/// A field of a record, by its path.
pub(super) fn field(record: &RecordId, path: &str) -> Option<&'static Field> {
    let fields = if record.0.starts_with("goals/") { GOAL } else { ITEM };
    fields.iter().find(|field| {
        let (mut pattern, mut parts) = (field.path.split('.'), path.split('.'));
        loop {
            match (pattern.next(), parts.next()) {
                (None, None) => return true,
                (Some("#"), Some(part)) if part.parse::<u32>().is_ok() => {}
                (Some(known), Some(part)) if known == part => {}
                _ => return false,
            }
        }
    })
}

/// Where a path leads: to a key, or through the item of a list that has a number or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Key(&'static str),
    /// The item whose `number` or `fiscal_year` this is.
    Number(u32),
}

/// The parts of a path that is known to be a field's.
pub(super) fn parts(field: &'static Field, path: &str) -> Vec<Part> {
    let numbers = path.split('.');
    field
        .path
        .split('.')
        .zip(numbers)
        .map(|(known, part)| match known {
            "#" => Part::Number(part.parse().expect("the path was matched with the field")),
            key => Part::Key(key),
        })
        .collect()
}

/// The key under which the items of a list are numbered.
pub(super) fn number_key(list: &str) -> &'static str {
    if list == "years" { "fiscal_year" } else { "number" }
}

/// The order of the keys in the mapping to which these parts lead.
pub(super) fn order(holder: &[Part]) -> &'static [&'static str] {
    let last = holder.iter().rev().find_map(|part| match part {
        Part::Key(key) => Some(*key),
        Part::Number(_) => None,
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
    let (Value::Number(text) | Value::Text(text)) = &value.value else { return None };
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
                let started = |item: &&Node| item.first_byte() <= at;
                let Some(number) = items.iter().rev().find(started).and_then(|item| {
                    node = item;
                    numbered(item, number_key(list))
                }) else {
                    break;
                };
                path.push(number.to_string());
            }
            _ => break,
        }
    }
    path.join(".")
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
