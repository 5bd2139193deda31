//! Values of a record by their paths, as a tree: written as a new record, or as the edits of one that exists.

use super::super::field::{Kind, kept, number_key};
use super::super::value::{Meaning, meaning};
use super::super::write::{put_lines, yaml};
use crate::model::StandardFund;
use crate::shape::{Field, Kind as ShapeKind, PLACE, PathStep};
use crate::yaml::{Draft, Node, Refusal, Step, Value, Yaml};

/// A value, or values below keys or in the items of a list.
#[derive(Debug)]
pub(in crate::import) enum Wanted {
    Leaf(Kind, Meaning),
    Map(Vec<(&'static str, Wanted)>),
    /// Items, each with the values that name it.
    List(Vec<(Vec<(&'static str, String)>, Wanted)>),
    /// It goes, with all that is in it.
    Gone,
}

impl Wanted {
    /// Nothing yet.
    pub(in crate::import) fn nothing() -> Self {
        Self::Map(Vec::new())
    }

    /// Puts a value at a path.
    pub(in crate::import) fn put(&mut self, path: &[PathStep], kind: &Kind, meaning: &Meaning) {
        if matches!(self, Self::Gone) {
            return;
        }
        let Some((step, rest)) = path.split_first() else {
            *self = Self::Leaf(kind.clone(), meaning.clone());
            return;
        };
        let next = match step {
            PathStep::Item(name) => {
                if !matches!(self, Self::List(_)) {
                    *self = Self::List(Vec::new());
                }
                let Self::List(items) = self else { return };
                slot(items, name.clone())
            }
            PathStep::Key(_) | PathStep::Declared(_) => {
                let Self::Map(entries) = self else { return };
                slot(entries, key(step))
            }
        };
        next.put(rest, kind, meaning);
    }

    /// Lets the item of a list go; what stands in it goes with it.
    pub(super) fn let_go(&mut self, item: &[PathStep]) {
        self.put(item, &Kind::Line, &Meaning::Unknown);
        *self.at(item) = Self::Gone;
    }

    /// What was put at a path.
    fn at(&mut self, path: &[PathStep]) -> &mut Self {
        let Some((step, rest)) = path.split_first() else { return self };
        match (self, step) {
            (Self::List(items), PathStep::Item(name)) => slot(items, name.clone()).at(rest),
            (Self::Map(entries), PathStep::Key(_) | PathStep::Declared(_)) => slot(entries, key(step)).at(rest),
            (other, _) => other,
        }
    }

    /// The YAML of it, with the keys in the order of the shape.
    pub(super) fn yaml(&self, fields: &[Field]) -> Option<Yaml> {
        Some(match self {
            Self::Gone => return None,
            Self::Leaf(kind, meaning) => yaml(kind, meaning)?,
            Self::Map(_) => Yaml::Map(self.entries(fields)),
            Self::List(items) => {
                // Years and numbers in their order; others as they came.
                let number = |name: &[(&'static str, String)]| name.first()?.1.parse::<u32>().ok();
                let mut items: Vec<_> = items.iter().collect();
                items.sort_by_key(|(name, _)| number(name));
                Yaml::List(items.into_iter().map(|(name, values)| item(name, values, fields)).collect())
            }
        })
    }

    /// The entries of a mapping, in the order of the shape.
    pub(super) fn entries(&self, fields: &[Field]) -> Vec<(&'static str, Yaml)> {
        let Self::Map(entries) = self else { return Vec::new() };
        let spelled = |(key, wanted): &(&'static str, Self)| {
            let value = wanted.yaml(below(fields, key))?;
            let is_row = *key == "funds";
            Some((
                *key,
                if let (true, Yaml::Map(entries)) = (is_row, &value) { Yaml::Braces(entries.clone()) } else { value },
            ))
        };
        let mut entries: Vec<_> = entries.iter().filter_map(spelled).collect();
        sort(&mut entries, fields);
        let fund = |key: &str| StandardFund::ALL.iter().position(|(.., code)| *code == key);
        entries.sort_by_key(|(key, _)| fund(key));
        entries
    }

    /// Writes it into a record that exists.
    pub(in crate::import) fn write(&self, draft: &mut Draft, at: &[Step], fields: &[Field]) -> Result<(), Refusal> {
        match self {
            Self::Gone => remove_item(draft, at),
            Self::Leaf(kind, meaning) => set_leaf(draft, at, kind, meaning),
            Self::Map(entries) => {
                let order: Vec<_> = fields.iter().map(|field| field.key).collect();
                for (key, wanted) in entries {
                    let inner = [at, &[Step::Key(key)]].concat();
                    let there = draft.tree().find(&inner).filter(|node| !is_nothing(node)).is_some();
                    match (there, wanted.yaml(below(fields, key))) {
                        (true, _) => wanted.write(draft, &inner, below(fields, key))?,
                        (false, Some(value)) => draft.set(&inner, &value, &order)?,
                        (false, None) => {}
                    }
                }
                Ok(())
            }
            Self::List(items) => {
                items.iter().try_for_each(|(name, values)| match position(draft.tree().find(at), name) {
                    Some(index) => {
                        let item = [at, &[Step::Index(index)]].concat();
                        values.write(draft, &item, fields)?;
                        let is_bare =
                            position(draft.tree().find(at), name) == Some(index) && is_bare(draft, &item, name);
                        if is_bare { remove_item(draft, &item) } else { Ok(()) }
                    }
                    None if matches!(values, Self::Gone) => Ok(()),
                    None => {
                        let index = place(draft.tree().find(at), name);
                        draft.insert(at, index, &item(name, values, fields))
                    }
                })
            }
        }
    }
}

/// The value at a path of a record, if it is there.
pub(in crate::import) fn find<'n>(tree: &'n Node, path: &[PathStep]) -> Option<&'n Node> {
    path.iter().try_fold(tree, |node, step| match step {
        PathStep::Item(name) => {
            let index = position(Some(node), name)?;
            node.find(&[Step::Index(index)])
        }
        PathStep::Key(_) | PathStep::Declared(_) => node.find(&[Step::Key(key(step))]),
    })
}

/// The path of a value that is there, as [`path_at`](super::super::field::path_at) spells it: items without a number by their
/// index.
pub(in crate::import) fn located(tree: &Node, path: &[PathStep]) -> Option<String> {
    let (mut node, mut list, mut words) = (tree, "", Vec::new());
    for step in path {
        match step {
            PathStep::Item(name) => {
                let index = position(Some(node), name)?;
                node = node.find(&[Step::Index(index)])?;
                let numbered = name.iter().find(|(key, _)| *key == number_key(list));
                words.push(numbered.map_or_else(|| index.to_string(), |(_, number)| number.clone()));
            }
            PathStep::Key(_) | PathStep::Declared(_) => {
                list = key(step);
                node = node.find(&[Step::Key(list)])?;
                words.push(list.to_owned());
            }
        }
    }
    Some(words.join("."))
}

/// The key of a step that is no item.
fn key(step: &PathStep) -> &'static str {
    match step {
        PathStep::Key(key) => key,
        PathStep::Declared(id) => kept(id),
        PathStep::Item(_) => "",
    }
}

fn slot<K: PartialEq>(entries: &mut Vec<(K, Wanted)>, key: K) -> &mut Wanted {
    let at = entries.iter().position(|(known, _)| *known == key).unwrap_or_else(|| {
        entries.push((key, Wanted::nothing()));
        entries.len() - 1
    });
    &mut entries[at].1
}

/// The keys of the mapping, or of the items of the list, at a key.
fn below<'f>(fields: &'f [Field], key: &str) -> &'f [Field] {
    match fields.iter().find(|field| field.key == key).map(|field| &field.kind) {
        Some(ShapeKind::Map(inner)) => inner,
        Some(ShapeKind::List(of)) => {
            if let ShapeKind::Map(inner) = &**of {
                inner
            } else {
                &[]
            }
        }
        _ => &[],
    }
}

fn sort(entries: &mut [(&'static str, Yaml)], fields: &[Field]) {
    entries.sort_by_key(|(key, _)| fields.iter().position(|field| field.key == *key));
}

/// An item of a list: one that has only single values stands on one line.
fn item(name: &[(&'static str, String)], values: &Wanted, fields: &[Field]) -> Yaml {
    let word = |(key, value): &(&'static str, String)| {
        let is_number = ["fiscal_year", "number"].contains(key);
        (*key, if is_number { Yaml::Plain(value.clone()) } else { Yaml::Text(value.clone()) })
    };
    let named = name.iter().filter(|(key, _)| *key != PLACE);
    let mut entries: Vec<_> = named.map(word).chain(values.entries(fields)).collect();
    sort(&mut entries, fields);
    let is_single = |(_, value): &(&'static str, Yaml)| match value {
        Yaml::Text(_) | Yaml::Plain(_) | Yaml::Truth(_) | Yaml::Braces(_) => true,
        Yaml::List(_) | Yaml::Row(_) | Yaml::Map(_) => false,
    };
    let is_part = fields.iter().any(|field| ["value", "stage", "mark", "code"].contains(&field.key));
    if is_part && entries.iter().all(is_single) { Yaml::Braces(entries) } else { Yaml::Map(entries) }
}

/// The index of the item with this name.
fn position(list: Option<&Node>, name: &[(&'static str, String)]) -> Option<usize> {
    let Some(Value::List(items)) = list.map(|list| &list.value) else { return None };
    if let [(PLACE, number)] = name {
        let index = number.parse::<usize>().ok()?.checked_sub(1)?;
        return (index < items.len()).then_some(index);
    }
    // An evaluation of another scale, or of an axis, is another one.
    let parts: &[&'static str] = if name.iter().any(|(key, _)| *key == "by") { &["by", "scale", "axis"] } else { &[] };
    let wanted = |key: &str| name.iter().find(|(known, _)| *known == key).map(|(_, value)| value.clone());
    items.iter().position(|item| {
        name.iter().all(|(key, value)| word(item, key).as_ref() == Some(value))
            && parts.iter().all(|key| word(item, key) == wanted(key))
    })
}

/// The place of a new item: by its year or number, otherwise the last.
fn place(list: Option<&Node>, name: &[(&'static str, String)]) -> usize {
    let Some(Value::List(items)) = list.map(|list| &list.value) else { return 0 };
    let number = |text: &str| text.parse::<u32>().ok();
    let later = name.first().and_then(|(key, value)| {
        let new = number(value)?;
        items.iter().position(|item| word(item, key).and_then(|text| number(&text)).is_some_and(|known| known > new))
    });
    later.unwrap_or(items.len())
}

/// The value of a key of an item; a fiscal year as its western number.
fn word(item: &Node, key: &'static str) -> Option<String> {
    let (Value::Text(text) | Value::Number(text)) = &item.find(&[Step::Key(key)])?.value else { return None };
    let year = (key == "fiscal_year").then(|| text.parse::<crate::model::FiscalYear>().ok()).flatten();
    Some(year.map_or_else(|| text.trim().to_owned(), |year| year.western().to_string()))
}

/// Whether an item has only what names it, and the unit of what was there.
fn is_bare(draft: &Draft, item: &[Step], name: &[(&'static str, String)]) -> bool {
    let Some(Value::Map(entries)) = draft.tree().find(item).map(|node| &node.value) else { return false };
    let is_name = |key: &str| {
        ["by", "scale", "axis", "unit", "dimensionless"].contains(&key) || name.iter().any(|(known, _)| *known == key)
    };
    entries.iter().all(|(key, _)| is_name(&key.value))
}

/// Removes an item, and the list with its last one.
fn remove_item(draft: &mut Draft, item: &[Step]) -> Result<(), Refusal> {
    let Some((_, list)) = item.split_last() else { return Ok(()) };
    let is_alone =
        matches!(draft.tree().find(list).map(|node| &node.value), Some(Value::List(items)) if items.len() == 1);
    draft.remove(if is_alone { list } else { item })
}

fn is_nothing(node: &Node) -> bool {
    match &node.value {
        Value::Empty => true,
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        Value::Truth(_) | Value::Number(_) | Value::Text(_) => false,
    }
}

/// Removes a value; of a figure whose value goes, the whole item of its list, and the list with its last one.
fn remove(draft: &mut Draft, at: &[Step]) -> Result<(), Refusal> {
    let is_alone = |list: &[Step]| {
        let node = draft.tree().find(list);
        matches!(node.map(|node| &node.value), Some(Value::List(items)) if items.len() == 1)
    };
    let has_words = |item: &[Step]| draft.tree().find(&[item, &[Step::Key("printed")]].concat()).is_some();
    let whole = match at {
        [item @ .., Step::Key("value")] if has_words(item) => at,
        [list @ .., Step::Index(_), Step::Key("value")] if is_alone(list) => list,
        [item @ .., Step::Key("value")] if matches!(item.last(), Some(Step::Index(_))) => item,
        _ => at,
    };
    if draft.tree().find(whole).is_some() { draft.remove(whole) } else { Ok(()) }
}

/// Sets one value; a list line by line.
fn set_leaf(draft: &mut Draft, at: &[Step], kind: &Kind, wanted: &Meaning) -> Result<(), Refusal> {
    let Some(value) = yaml(kind, wanted) else { return remove(draft, at) };
    let now = draft.tree().find(at).map(|node| (meaning(kind, Some(node)), &node.value));
    match (now, wanted, &value) {
        (Some((Meaning::Words(old), Value::List(items))), Meaning::Words(words), Yaml::List(lines))
            if !items.is_empty() && items.len() == old.len() && !words.is_empty() =>
        {
            put_lines(draft, at, &old, words, lines)
        }
        _ => draft.set(at, &value, &[]),
    }
}
