//! Edits a text of YAML: sets, inserts or removes one value at a time, and leaves everything else (comments, order,
//! quoting, blank lines, line ends) unchanged. The result of each edit is parsed again; if its content is not the
//! intended one, the edit is refused and the text stays as before.

use super::extent::{self, behind_colon, column, comments, dash, is_flow, line_end, line_start};
use super::pen::{LIST_INDENT, Yaml, entry, flow};
use super::scalar::{Style, Within, spell};
use super::{Node, Value, parse};
use crate::source::FileId;

/// One step of a path into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The value of a key.
    Key(&'static str),
    /// An item of a list, from 0.
    Index(usize),
}

/// The edit cannot be made without changing something else; an editor has to make it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal;

/// A text with its tree.
#[derive(Debug, Clone)]
pub struct Draft {
    text: String,
    tree: Node,
    /// For each newline, whether a carriage return preceded it.
    returns: Vec<bool>,
    has_mark: bool,
}

impl Draft {
    /// Parses the bytes of a file.
    pub fn open(bytes: &[u8]) -> Result<Self, Refusal> {
        let whole = std::str::from_utf8(bytes).map_err(|_| Refusal)?;
        let body = whole.strip_prefix('\u{feff}').unwrap_or(whole);
        let returns = body.match_indices('\n').map(|(at, _)| body[..at].ends_with('\r')).collect();
        let text = body.replace("\r\n", "\n");
        let tree = parse(FileId(0), &text).map_err(|_| Refusal)?;
        Ok(Self { text, tree, returns, has_mark: body.len() < whole.len() })
    }

    /// The tree of the present text.
    pub fn tree(&self) -> &Node {
        &self.tree
    }

    /// The bytes of the file in its present state.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.text.len() + self.returns.len() + 3);
        if self.has_mark {
            bytes.extend_from_slice("\u{feff}".as_bytes());
        }
        let mut returns = self.returns.iter();
        for line in self.text.split_inclusive('\n') {
            match line.strip_suffix('\n') {
                Some(line) => {
                    bytes.extend_from_slice(line.as_bytes());
                    let has_return = *returns.next().expect("each newline has its mark");
                    bytes.extend_from_slice(if has_return { b"\r\n" } else { b"\n" });
                }
                None => bytes.extend_from_slice(line.as_bytes()),
            }
        }
        bytes
    }

    /// Sets or adds the value at a path. A new key is added after those that `order` names before it.
    pub fn set(&mut self, at: &[Step], value: &Yaml, order: &[&str]) -> Result<(), Refusal> {
        let (last, holder) = at.split_last().ok_or(Refusal)?;
        let mut meant = said(&self.tree);
        let there = self.tree.find(at).is_some();
        match (find_said(&mut meant, holder).ok_or(Refusal)?, last) {
            (Said::Map(entries), Step::Key(key)) => {
                match entries.iter_mut().find(|(known, _)| known == key) {
                    Some((_, old)) => *old = value.said(),
                    None => entries.insert(
                        place(entries.iter().map(|(k, _)| &**k), key, order),
                        ((*key).to_owned(), value.said()),
                    ),
                };
            }
            (Said::List(items), Step::Index(index)) => *items.get_mut(*index).ok_or(Refusal)? = value.said(),
            _ => return Err(Refusal),
        }
        let edits = if there { self.replace(at, value)? } else { self.insert_key(holder, last, value, order)? };
        self.apply(edits, &meant)
    }

    /// Adds an item to an existing list that is not empty, before the item that has this index now.
    pub fn insert(&mut self, list: &[Step], index: usize, value: &Yaml) -> Result<(), Refusal> {
        let node = self.tree.find(list).ok_or(Refusal)?;
        let Value::List(items) = &node.value else { return Err(Refusal) };
        let mut meant = said(&self.tree);
        match find_said(&mut meant, list) {
            Some(Said::List(said)) if index <= said.len() && !said.is_empty() => said.insert(index, value.said()),
            _ => return Err(Refusal),
        }
        let text = &*self.text;
        let edit = if is_flow(text, node) {
            let spelled = flow(value);
            match index.checked_sub(1) {
                Some(before) => {
                    Edit::insert(self.end(&[list, &[Step::Index(before)]].concat())?, format!(", {spelled}"))
                }
                None => Edit::insert(extent::first(text, &items[0]), format!("{spelled}, ")),
            }
        } else {
            let dashes = dash(text, &items[0]).ok_or(Refusal)?;
            let lines = entry("-", value, self.list_indent());
            match index.checked_sub(1) {
                Some(before) => {
                    let end = self.end(&[list, &[Step::Index(before)]].concat())?;
                    Edit::insert(
                        extent::commented(text, end, column(text, dashes)),
                        below(&lines, column(text, dashes)),
                    )
                }
                None => Edit::insert(
                    dashes,
                    format!("{}\n{}", inner(&lines, column(text, dashes)), " ".repeat(column(text, dashes))),
                ),
            }
        };
        self.apply(vec![edit], &meant)
    }

    /// Removes a key or an item. A mapping that would be left empty is removed with its last key.
    pub fn remove(&mut self, at: &[Step]) -> Result<(), Refusal> {
        let (last, holder) = at.split_last().ok_or(Refusal)?;
        let node = self.tree.find(holder).ok_or(Refusal)?;
        let mut meant = said(&self.tree);
        match (find_said(&mut meant, holder).ok_or(Refusal)?, last) {
            (Said::Map(entries), Step::Key(_)) if entries.len() == 1 => return self.remove(holder),
            (Said::Map(entries), Step::Key(key)) => entries.retain(|(known, _)| known != key),
            (Said::List(items), Step::Index(index)) if items.len() > 1 && *index < items.len() => {
                items.remove(*index);
            }
            _ => return Err(Refusal),
        }
        let spans = self.spans(node)?;
        let index = match (&node.value, last) {
            (Value::Map(entries), Step::Key(key)) => entries.iter().position(|(known, _)| known.value == *key),
            (_, Step::Index(index)) => Some(*index),
            _ => None,
        }
        .ok_or(Refusal)?;
        let (start, end) = spans[index];
        let edit = if is_flow(&self.text, node) {
            match (index.checked_sub(1), spans.get(index + 1)) {
                (_, Some((next, _))) => Edit::remove(start, *next),
                (Some(before), None) => Edit::remove(spans[before].1, end),
                (None, None) => return Err(Refusal),
            }
        } else {
            self.without_lines(start, end)
        };
        self.apply(vec![edit], &meant)
    }

    /// The extent of each item or entry of a value.
    fn spans(&self, node: &Node) -> Result<Vec<(usize, usize)>, Refusal> {
        let text = &*self.text;
        let is_flow = is_flow(text, node);
        match &node.value {
            Value::Map(entries) => Ok(entries
                .iter()
                .map(|(key, value)| {
                    let start = key.at.start as usize;
                    (start, extent::end(text, value, behind_colon(text, key.at.end as usize)))
                })
                .collect()),
            Value::List(items) => items
                .iter()
                .map(|item| {
                    let first = extent::first(text, item);
                    let start = if is_flow { first } else { dash(text, item).ok_or(Refusal)? };
                    Ok((start, extent::end(text, item, first)))
                })
                .collect(),
            Value::Empty | Value::Truth(_) | Value::Number(_) | Value::Text(_) => Err(Refusal),
        }
    }

    /// Removes whole lines, but keeps the comments on them.
    fn without_lines(&self, start: usize, end: usize) -> Edit {
        let text = &*self.text;
        let (from, to) = (line_start(text, start), line_end(text, end));
        let to = (to + 1).min(text.len());
        let indent = " ".repeat(column(text, start));
        if !text[from..start].trim().is_empty() {
            // The first key after a dash: the text that follows moves up to the dash.
            let next = text[to..].find(|c: char| c != ' ').map_or(to, |skipped| to + skipped);
            let kept: String = self.kept(from, to).map(|comment| format!("{comment}\n{indent}")).collect();
            return Edit { from: start, to: next, text: kept };
        }
        Edit { from, to, text: self.kept(from, to).map(|comment| format!("{indent}{comment}\n")).collect() }
    }

    fn kept(&self, from: usize, to: usize) -> impl Iterator<Item = String> {
        comments(&self.text, &self.tree)
            .into_iter()
            .filter(move |(at, _)| (from..to).contains(at))
            .map(|(_, comment)| comment)
    }

    fn end(&self, at: &[Step]) -> Result<usize, Refusal> {
        let node = self.tree.find(at).ok_or(Refusal)?;
        Ok(extent::end(&self.text, node, extent::first(&self.text, node)))
    }

    /// Replaces an existing value.
    fn replace(&self, at: &[Step], value: &Yaml) -> Result<Vec<Edit>, Refusal> {
        let (last, holder) = at.split_last().ok_or(Refusal)?;
        let (text, node, holder) =
            (&*self.text, self.tree.find(at).ok_or(Refusal)?, self.tree.find(holder).ok_or(Refusal)?);
        let in_flow = is_flow(text, holder);
        let (slot, base) = match (&holder.value, last) {
            (Value::Map(entries), Step::Key(key)) => {
                let (key, _) = entries.iter().find(|(known, _)| known.value == *key).ok_or(Refusal)?;
                (behind_colon(text, key.at.end as usize), column(text, key.at.start as usize))
            }
            _ if in_flow => (extent::first(text, node), 0),
            _ => {
                let dash = dash(text, node).ok_or(Refusal)?;
                (dash + 1, column(text, dash))
            }
        };
        let end = extent::end(text, node, slot);
        let start = slot + text[slot..end].len() - text[slot..end].trim_start().len();
        let is_block = matches!(node.value, Value::List(_) | Value::Map(_)) && !is_flow(text, node) && start < end;
        if in_flow {
            return Ok(vec![Edit { from: start, to: end, text: flow_like(value, &text[start..end]) }]);
        }
        match value {
            Yaml::Text(words) if !is_block => {
                let spelled = spell(words, Style::of(&text[start..end]), Within::Lines, base + 2);
                Ok(vec![self.inline(slot, start, end, &spelled)])
            }
            Yaml::List(items) if !items.is_empty() && !is_block => {
                // `[]` or a single statement becomes lines below; a comment after it stays in place.
                let lines = self.lines_below(items, base);
                let token = Edit::remove(slot + text[slot..start].trim_end().len(), end);
                Ok(vec![token, Edit::insert(line_end(text, end), lines)])
            }
            Yaml::Map(_) => Err(Refusal),
            _ if !is_block => Ok(vec![self.inline(slot, start, end, &flow(value))]),
            Yaml::Text(_) | Yaml::Plain(_) | Yaml::Truth(_) | Yaml::List(_) | Yaml::Row(_) | Yaml::Braces(_) => {
                let from = line_end(text, slot) + 1;
                let to = (line_end(text, end) + 1).min(text.len());
                let indent = " ".repeat(base + 2);
                let kept = self.kept(from, to).map(|comment| format!("{indent}{comment}\n")).collect();
                Ok(vec![Edit::insert(slot, format!(" {}", flow(value))), Edit { from, to, text: kept }])
            }
        }
    }

    /// Writes a word from the slot to the end of the old value.
    fn inline(&self, slot: usize, start: usize, end: usize, spelled: &str) -> Edit {
        if start == end {
            return Edit { from: slot, to: end, text: format!(" {spelled}") };
        }
        Edit { from: start, to: end, text: spelled.to_owned() }
    }

    fn insert_key(&self, holder: &[Step], key: &Step, value: &Yaml, order: &[&str]) -> Result<Vec<Edit>, Refusal> {
        let text = &*self.text;
        let node = self.tree.find(holder).ok_or(Refusal)?;
        let (Value::Map(entries), Step::Key(key)) = (&node.value, key) else { return Err(Refusal) };
        let index = place(entries.iter().map(|(key, _)| &*key.value), key, order);
        let spans = self.spans(node)?;
        let edit = match (is_flow(text, node), index.checked_sub(1)) {
            (true, Some(before)) => Edit::insert(spans[before].1, format!(", {key}: {}", flow(value))),
            (true, None) => Edit::insert(spans.first().ok_or(Refusal)?.0, format!("{key}: {}, ", flow(value))),
            (false, before) => {
                let base = column(text, spans.first().ok_or(Refusal)?.0);
                let lines = entry(&format!("{key}:"), value, self.list_indent());
                match before {
                    Some(before) => Edit::insert(line_end(text, spans[before].1), below(&lines, base)),
                    None => Edit::insert(spans[0].0, format!("{}\n{}", inner(&lines, base), " ".repeat(base))),
                }
            }
        };
        Ok(vec![edit])
    }

    fn lines_below(&self, items: &[Yaml], base: usize) -> String {
        let by = self.list_indent();
        items.iter().map(|item| below(&entry("-", item, by), base + by)).collect()
    }

    /// The indentation of lists below their keys in this text, or that of new texts if it has no list.
    fn list_indent(&self) -> usize {
        fn search(text: &str, node: &Node) -> Option<usize> {
            match &node.value {
                Value::Map(entries) => entries.iter().find_map(|(key, value)| {
                    if let Value::List(items) = &value.value
                        && !items.is_empty()
                        && !is_flow(text, value)
                    {
                        return column(text, dash(text, &items[0])?).checked_sub(column(text, key.at.start as usize));
                    }
                    search(text, value)
                }),
                Value::List(items) => items.iter().find_map(|item| search(text, item)),
                Value::Empty | Value::Truth(_) | Value::Number(_) | Value::Text(_) => None,
            }
        }
        search(&self.text, &self.tree).unwrap_or(LIST_INDENT)
    }

    /// Makes the edits, parses the result, and accepts it only if it has the intended content and no comment is lost.
    fn apply(&mut self, mut edits: Vec<Edit>, meant: &Said) -> Result<(), Refusal> {
        let before = self.clone();
        edits.sort_by_key(|edit| edit.from);
        let windows = self.returns.iter().filter(|has_return| **has_return).count() * 2 > self.returns.len();
        for edit in edits.into_iter().rev() {
            let first = self.text[..edit.from].matches('\n').count();
            let old = self.text[edit.from..edit.to].matches('\n').count();
            let new = edit.text.matches('\n').count();
            self.returns.splice(first..first + old, std::iter::repeat_n(windows, new));
            self.text.replace_range(edit.from..edit.to, &edit.text);
        }
        let heard = |draft: &Self| {
            let mut all: Vec<_> = comments(&draft.text, &draft.tree).into_iter().map(|(_, comment)| comment).collect();
            all.sort();
            all
        };
        match parse(FileId(0), &self.text) {
            Ok(tree) if said(&tree) == *meant => self.tree = tree,
            _ => {
                *self = before;
                return Err(Refusal);
            }
        }
        if heard(self) != heard(&before) {
            *self = before;
            return Err(Refusal);
        }
        Ok(())
    }
}

/// A replacement of a piece of text.
struct Edit {
    from: usize,
    to: usize,
    text: String,
}

impl Edit {
    fn insert(at: usize, text: String) -> Self {
        Self { from: at, to: at, text }
    }

    fn remove(from: usize, to: usize) -> Self {
        Self { from, to, text: String::new() }
    }
}

/// The entry after which a new key is added: the last of those that precede it in the order.
fn place<'k>(keys: impl Iterator<Item = &'k str>, key: &str, order: &[&str]) -> usize {
    let rank = |key: &str| order.iter().position(|known| *known == key).unwrap_or(order.len());
    keys.enumerate().filter(|(_, known)| rank(known) < rank(key)).last().map_or(0, |(index, _)| index + 1)
}

/// Lines after a line: each begins with a newline.
fn below(lines: &[String], base: usize) -> String {
    lines.iter().map(|line| format!("\n{}{line}", " ".repeat(base))).collect()
}

/// Lines from a column on: all but the first begin with their indentation.
fn inner(lines: &[String], base: usize) -> String {
    below(lines, base)[1 + base..].to_owned()
}

/// A value on one line, a text in its previous style.
fn flow_like(value: &Yaml, written: &str) -> String {
    match value {
        Yaml::Text(text) => spell(text, Style::of(written), Within::Brackets, 0),
        Yaml::Plain(_) | Yaml::Truth(_) | Yaml::List(_) | Yaml::Row(_) | Yaml::Map(_) | Yaml::Braces(_) => flow(value),
    }
}

/// The content of a tree, without spelling and positions.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    Nothing,
    Truth(bool),
    Word(String),
    List(Vec<Said>),
    Map(Vec<(String, Said)>),
}

fn said(node: &Node) -> Said {
    match &node.value {
        Value::Empty => Said::Nothing,
        Value::Truth(truth) => Said::Truth(*truth),
        Value::Number(word) | Value::Text(word) => Said::Word(word.trim().to_owned()),
        Value::List(items) => Said::List(items.iter().map(said).collect()),
        Value::Map(entries) => Said::Map(entries.iter().map(|(key, node)| (key.value.clone(), said(node))).collect()),
    }
}

impl Yaml {
    fn said(&self) -> Said {
        match self {
            Self::Text(word) | Self::Plain(word) => Said::Word(word.trim().to_owned()),
            Self::Truth(truth) => Said::Truth(*truth),
            Self::List(items) | Self::Row(items) => Said::List(items.iter().map(Self::said).collect()),
            Self::Map(entries) | Self::Braces(entries) => {
                Said::Map(entries.iter().map(|(key, value)| ((*key).to_owned(), value.said())).collect())
            }
        }
    }
}

fn find_said<'s>(said: &'s mut Said, at: &[Step]) -> Option<&'s mut Said> {
    at.iter().try_fold(said, |said, step| match (said, step) {
        (Said::Map(entries), Step::Key(key)) => {
            entries.iter_mut().find(|(known, _)| known == key).map(|(_, said)| said)
        }
        (Said::List(items), Step::Index(index)) => items.get_mut(*index),
        _ => None,
    })
}

#[cfg(test)]
mod tests;
