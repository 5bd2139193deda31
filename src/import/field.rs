//! The fields of a record that a spreadsheet may contain: how a path such as `items.2.final.results` is spelled, its
//! kind of value, its Japanese name, and its position in the YAML. What a file may contain, and the order of its keys,
//! is determined by [`Shape`]s; which fields spreadsheets contain, and under which names, by the form of the record.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::declared::wanted::located;
use super::digest::digest;
use crate::model::form::{self, Class, forms};
use crate::model::{FormPart, Head, Rating, RecordId, Site, Words, vocabulary};
use crate::shape::{self, Family, Field as ShapeField, Kind as ShapeKind, PathStep, Shape};
use crate::yaml::{Node, Step, Value};

/// The kind of value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// One line.
    Line,
    /// Statements, one per line.
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
    /// はい・いいえ, which no cell has: a reading says it of a column.
    Truth,
    /// One of a few words: each as a cell shows it, with the value in the YAML.
    Choice(Vec<(&'static str, &'static str)>),
    /// 計画 with the number of its section, one per line.
    References,
    Plans,
    /// Addresses of records, one per line.
    Records,
}

const SINGLE: [(ShapeKind, Kind); 5] = [
    (ShapeKind::Text, Kind::Line),
    (ShapeKind::Number, Kind::Number),
    (ShapeKind::Year, Kind::Year),
    (ShapeKind::Date, Kind::Date),
    (ShapeKind::Id(Family::Department), Kind::Department),
];

const LISTS: [(ShapeKind, Kind); 4] = [
    (ShapeKind::Id(Family::Department), Kind::Departments),
    (ShapeKind::Id(Family::Plan), Kind::Plans),
    (ShapeKind::Id(Family::Record), Kind::Records),
    (ShapeKind::Sdg, Kind::Sdgs),
];

impl Kind {
    /// The kind of the value of a key; `None` if a cell cannot contain it.
    pub(super) fn of(kind: &ShapeKind) -> Option<Self> {
        if let ShapeKind::OneOrMore(_) = kind {
            return Some(Self::Statements);
        }
        if let ShapeKind::Word(words) = kind {
            return Some(Self::chosen(words));
        }
        let (kinds, kind): (&[_], _) = if let ShapeKind::List(of) = kind { (&LISTS, &**of) } else { (&SINGLE, kind) };
        if let ShapeKind::Map(fields) = kind
            && fields.iter().any(|field| field.kind == ShapeKind::Id(Family::Section))
        {
            return Some(Self::References);
        }
        kinds.iter().find(|(known, _)| known == kind).map(|(_, kind)| kind.clone())
    }

    /// The kind of the value of any key that one cell can hold.
    pub(super) fn of_key(kind: &ShapeKind) -> Option<Self> {
        let is_word = matches!(kind, ShapeKind::Id(_) | ShapeKind::Slug);
        let number = (*kind == ShapeKind::Count).then_some(Self::Number);
        Self::of(kind).or(number).or(is_word.then_some(Self::Line))
    }

    fn chosen(words: &[(&'static str, &'static str)]) -> Self {
        if words.iter().map(|(word, _)| word).eq(Rating::ALL.iter().map(|(_, glyph, _)| glyph)) {
            return Self::Rating;
        }
        let shown = |(word, meaning): &(&'static str, &'static str)| match *meaning {
            "" => (*word, *word),
            meaning => (meaning, *word),
        };
        Self::Choice(words.iter().map(shown).collect())
    }
}

/// One field.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Its path, with [`NUMBERED`] for a number and [`FIGURE`] for a figure.
    pattern: Vec<&'static str>,
    pub(super) kind: Kind,
    /// Its Japanese name, with the names of nouns; empty for a row of the city's own.
    named: &'static str,
    /// Its Japanese name.
    pub(super) label: String,
    /// The header of its open-data column.
    pub(super) column: Option<&'static str>,
    /// Whether it must not be empty if its record, item or figure exists.
    pub(super) is_needed: bool,
}

const NUMBERED: &str = "#";
const FIGURE: &str = "@";

impl Field {
    /// Its key.
    pub(super) fn key(&self) -> &'static str {
        self.pattern.last().copied().unwrap_or_default()
    }

    /// Its pattern, as `items.#.title`.
    pub(super) fn name(&self) -> String {
        self.pattern.join(".")
    }

    /// The path from a mapping to it, if it belongs to the mapping and not to a list inside.
    pub(super) fn below(&self, mapping: &[&str]) -> Option<String> {
        let rest = self.pattern.strip_prefix(mapping)?;
        (!rest.iter().any(|part| [NUMBERED, FIGURE].contains(part))).then(|| rest.join("."))
    }

    pub(super) fn is_at(&self, path: &str) -> bool {
        let is_part = |known: &str, part: &str| match known {
            NUMBERED => part.parse::<u32>().is_ok(),
            FIGURE => Row::parse(part).is_some(),
            known => known == part,
        };
        let mut parts = path.split('.');
        self.pattern.iter().all(|known| parts.next().is_some_and(|part| is_part(known, part))) && parts.next().is_none()
    }
}

/// The fields of the records that spreadsheets may hold.
#[derive(Debug)]
pub struct Fields {
    pub(super) goal: Form,
    pub(super) item: Form,
    pub(super) words: Words,
    /// The keys of every kind of record.
    shapes: Vec<Shape>,
}

/// The fields of one kind of record, in the order of its form.
#[derive(Debug, Default)]
pub(super) struct Form {
    pub(super) fields: Vec<Field>,
    /// The keys of each mapping in the order in which they are written, by the last key that leads to the mapping.
    orders: BTreeMap<&'static str, Vec<&'static str>>,
}

impl Fields {
    /// The fields that the content may contain.
    pub fn of(shapes: &[Shape]) -> Self {
        let of = |name: &'static str| {
            let shape = shapes.iter().find(|shape| shape.name == name).expect("every kind of file has its shape");
            let forms = forms();
            let (_, described) = forms.iter().find(|(kind, _)| *kind == name).expect("every record has its form");
            let mut form = Form::default();
            form.mapping(&shape.fields, described, name, &mut Vec::new());
            form
        };
        let shapes = shapes.to_vec();
        Self { goal: of("goal"), item: of("item"), words: Words::default(), shapes }.told(&Words::default())
    }

    /// The same fields under the words of a site or a program.
    #[must_use]
    pub fn told(mut self, words: &Words) -> Self {
        let fields = self.goal.fields.iter_mut().chain(&mut self.item.fields);
        for field in fields.filter(|field| !field.named.is_empty()) {
            field.label = words.tell(field.named).into_owned();
        }
        self.words.clone_from(words);
        self
    }

    /// The same fields with the rows of the city's own, of every program and of the goals.
    #[must_use]
    pub fn with_rows(mut self, site: &Site) -> Self {
        for program in &site.programs {
            self.item.own_rows(&program.head, FormPart::Whole, &[]);
            self.item.own_rows(&program.head, FormPart::Year, &["years", NUMBERED]);
        }
        self.goal.own_rows(&site.profile.goals, FormPart::Whole, &["items", NUMBERED]);
        self
    }

    /// Those of a record's kind.
    pub(super) fn form(&self, record: &RecordId) -> &Form {
        if record.0.starts_with("goals/") { &self.goal } else { &self.item }
    }

    /// A field of a record, by its path.
    pub(super) fn field(&self, record: &RecordId, path: &str) -> Option<&Field> {
        self.form(record).fields.iter().find(|field| field.is_at(path))
    }

    /// The keys of a record's kind, for the tables of a form.
    pub(super) fn keys(&self, record: &RecordId) -> &[ShapeField] {
        let name = match record.0.split('/').collect::<Vec<_>>()[..] {
            ["programs", ..] => "item",
            ["plans", ..] => "section",
            ["goals", ..] => "goal",
            _ => &record.0,
        };
        self.shapes.iter().find(|shape| shape.name == name).map_or(&[], |shape| &shape.fields)
    }

    /// Whether a field is one of the sheets of goals and items; otherwise it is one of the tables.
    pub(super) fn is_of_sheets(&self, record: &RecordId, path: &str) -> bool {
        let has_sheets = ["goals/", "programs/"].iter().any(|folder| record.0.starts_with(folder));
        has_sheets && (self.field(record, path).is_some() || self.of_table(record, path).is_none())
    }

    /// The steps and the kind of a field in the tables of a form, by its dotted path.
    pub(super) fn of_table(&self, record: &RecordId, path: &str) -> Option<(Vec<PathStep>, Kind)> {
        let found = shape::path(self.keys(record), path).ok()?;
        Some((found.steps, Kind::of_key(found.kind)?))
    }

    /// The fields of a figure.
    pub(super) fn figure(&self) -> impl Iterator<Item = &Field> {
        self.item.below(&["figures", FIGURE])
    }
}

impl Form {
    /// The fields directly in a mapping.
    pub(super) fn below<'f>(&'f self, mapping: &'f [&str]) -> impl Iterator<Item = &'f Field> {
        self.fields.iter().filter(|field| field.below(mapping).is_some_and(|key| key == field.key()))
    }

    /// The fields of the rows of the city's own in a mapping, as its head declares them.
    pub(super) fn own<'f>(
        &'f self,
        head: &'f Head,
        of: FormPart,
        mapping: &'f [&str],
    ) -> impl Iterator<Item = (&'f Field, &'f str)> {
        head.own(of).filter_map(move |(id, word)| {
            let is_its = |field: &&Field| field.pattern.strip_prefix(mapping) == Some(&["texts", id]);
            Some((self.fields.iter().find(is_its)?, word))
        })
    }

    fn own_rows(&mut self, head: &Head, of: FormPart, mapping: &[&'static str]) {
        for (id, word) in head.own(of) {
            let id = kept(id);
            let pattern = [mapping, &["texts", id]].concat();
            let order = self.orders.entry("texts").or_default();
            if !order.contains(&id) {
                order.push(id);
            }
            if self.fields.iter().all(|field| field.pattern != pattern) {
                let (kind, label, named) = (Kind::Statements, word.to_owned(), "");
                self.fields.push(Field { pattern, kind, named, label, column: None, is_needed: false });
            }
        }
    }

    /// The Japanese name of a field with a known pattern.
    pub(super) fn label(&self, pattern: &str) -> &str {
        let field = self.fields.iter().find(|field| field.name() == pattern);
        &field.expect("the forms ask for fields that the record has").label
    }

    /// The order of the keys in the mapping at a path.
    pub(super) fn order(&self, holder: &[Part]) -> &[&'static str] {
        let last = holder.iter().rev().find_map(|part| match part {
            Part::Key(key) => Some(*key),
            Part::Number(_) | Part::Index(_) | Part::New(_) => None,
        });
        self.orders.get(last.unwrap_or_default()).map_or(&[], Vec::as_slice)
    }

    fn mapping(
        &mut self,
        keys: &[ShapeField],
        form: &form::Part<'_>,
        holder: &'static str,
        pattern: &mut Vec<&'static str>,
    ) {
        let last = if pattern.is_empty() { "" } else { holder };
        self.orders.insert(last, keys.iter().map(|field| field.key).collect());
        for row in form.rows.iter().filter(|row| row.unasked.is_none()) {
            let Some(key) = keys.iter().find(|field| field.key == row.key) else { continue };
            pattern.push(row.key);
            match Kind::of(&key.kind) {
                Some(kind) => {
                    // Inside an optional mapping no field is needed.
                    let stands_alone = pattern.len() == 1 || [NUMBERED, FIGURE].contains(&pattern[pattern.len() - 2]);
                    self.fields.push(Field {
                        pattern: pattern.clone(),
                        kind,
                        named: row.printed.or(word(holder, row.key)).unwrap_or(row.key),
                        label: String::new(),
                        column: row.column,
                        is_needed: key.is_required && stands_alone,
                    });
                }
                None => self.inner(&key.kind, row, pattern),
            }
            pattern.pop();
        }
    }

    fn inner(&mut self, kind: &ShapeKind, row: &form::Row<'_>, pattern: &mut Vec<&'static str>) {
        let name = if row.class == Class::Figure { FIGURE } else { NUMBERED };
        let (kind, name) = if let ShapeKind::List(of) = kind { (&**of, Some(name)) } else { (kind, None) };
        let (ShapeKind::Map(keys), Some(form)) = (kind, row.parts.first()) else {
            panic!("no cell can hold `{}`: let the form of the record say why spreadsheets do not ask for it", row.key);
        };
        let len = pattern.len();
        pattern.extend(name);
        self.mapping(keys, form, row.key, pattern);
        pattern.truncate(len);
    }
}

/// The id of a row, kept as long as the keys of the program. There are only as many as rows on the forms.
pub(super) fn kept(id: &str) -> &'static str {
    static KEPT: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept.get(id) {
        return known;
    }
    let new: &'static str = Box::leak(id.into());
    kept.insert(new);
    new
}

fn word(holder: &str, key: &str) -> Option<&'static str> {
    vocabulary::word(holder, key).map(|word| word.word)
}

/// One step of a path: a key, or an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Key(&'static str),
    /// The item with this `number` or `fiscal_year`.
    Number(u32),
    /// The item at this index.
    Index(usize),
    /// A new item, by its row.
    New(u32),
}

/// How a form identifies a figure, which has no number of its own.
enum Row<'p> {
    /// By its index in the list, and the digest of what distinguishes it from the others.
    Known(usize, &'p str),
    /// New.
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

    /// The figure, and whether it could not be found again.
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

/// How a form identifies the figure at an index of a list.
pub(super) fn row(index: usize, figure: &Node) -> String {
    format!("{index}-{}", identity(figure))
}

/// The digest of what distinguishes a figure from the others of its list.
fn identity(figure: &Node) -> String {
    let Value::Map(entries) = &figure.value else { return digest("") };
    let value_of =
        |key: &str| entries.iter().find(|(known, _)| known.value == key).and_then(|(_, node)| node.value.word());
    let usual = ["name", "kind", "fiscal_year", "as_of"].map(|key| value_of(key).unwrap_or_default());
    let rare = value_of("calendar_year").map(|year| format!("\n{year}")).unwrap_or_default();
    digest(&(usual.join("\n") + &rare))
}

/// The parts of a path of a field, and whether its figure is another one than when the path was written.
pub(super) fn parts(field: &Field, path: &str, tree: Option<&Node>) -> (Vec<Part>, bool) {
    let (mut parts, mut is_lost) = (Vec::new(), false);
    for (known, part) in field.pattern.iter().zip(path.split('.')) {
        let next = match *known {
            NUMBERED => Part::Number(part.parse().expect("the path was matched with the field")),
            FIGURE => {
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

/// The key that numbers the items of a list.
pub(super) fn number_key(list: &str) -> &'static str {
    if list == "years" { "fiscal_year" } else { "number" }
}

/// The steps through a tree for these parts, as far as they exist.
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

/// The number of a list's item; a fiscal year may have any spelling.
fn numbered(item: &Node, key: &str) -> Option<u32> {
    let Value::Map(entries) = &item.value else { return None };
    let (_, value) = entries.iter().find(|(known, _)| known.value == key)?;
    let text = value.value.word()?;
    if key == "fiscal_year" {
        return text.parse().ok().and_then(|year: crate::model::FiscalYear| u32::try_from(year.western()).ok());
    }
    text.parse().ok()
}

/// The value at a path, if it exists.
pub(super) fn value<'n>(tree: &'n Node, parts: &[Part]) -> Option<&'n Node> {
    let steps = steps(tree, parts);
    if steps.len() < parts.len() {
        return None;
    }
    tree.find(&steps)
}

/// The list `key` in the part of a record at a path such as `items.1.`.
pub(super) fn list<'n>(tree: &'n Node, before: &str, key: &'static str) -> Option<&'n Node> {
    let part = |word: &str| match word {
        "items" => Some(Part::Key("items")),
        "years" => Some(Part::Key("years")),
        number => number.parse().ok().map(Part::Number),
    };
    let parts: Option<Vec<_>> = before.split_terminator('.').map(part).chain([Some(Part::Key(key))]).collect();
    value(tree, &parts?)
}

/// The path of the value at a byte of the text, as far as [`Part`]s can express it.
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
            Value::Empty | Value::Truth(_) | Value::Number(_) | Value::Text(_) => break,
        }
    }
    path.join(".")
}

/// A path of a form in the spelling of [`path_at`]: figures, and what the tables name by more than a number, by their index.
pub(super) fn plain(fields: &Fields, path: &str, tree: &Node, record: &RecordId) -> String {
    let Some(known) = fields.field(record, path) else {
        let steps = fields.of_table(record, path).map(|(steps, _)| steps);
        return steps.and_then(|steps| located(tree, &steps)).unwrap_or_else(|| path.to_owned());
    };
    if !known.pattern.contains(&FIGURE) {
        return path.to_owned();
    }
    let (parts, _) = parts(known, path, Some(tree));
    let step = |(part, word): (&Part, &str)| match part {
        Part::Index(index) => index.to_string(),
        Part::Key(_) | Part::Number(_) | Part::New(_) => word.to_owned(),
    };
    parts.iter().zip(path.split('.')).map(step).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn a_path_is_a_field_of_its_kind_of_record() {
        let goal = RecordId("goals/2022/a/1".into());
        let item = RecordId("programs/g/1".into());
        let fields = Fields::of(&crate::load::shapes());
        let results = fields.field(&goal, "items.2.final.results");
        assert!(results.is_some_and(|field| field.kind == Kind::Statements));
        assert!(fields.field(&item, "years.2022.plan").is_some());
        for (record, path) in [
            (&goal, "years.2022.plan"),
            (&item, "items.2.title"),
            (&goal, "items.x.title"),
            (&goal, "items.2"),
            (&goal, ""),
        ] {
            assert!(fields.field(record, path).is_none(), "{path}");
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
        let text = "years:\n  - fiscal_year: 2023\n    costs:\n      - {stage: initial, total: 1, unit: 円}\n      - {stage: settled, total: 2, unit: 円}\n";
        let tree = crate::yaml::parse(FileId(0), text).expect("it can be read");
        let record = RecordId("programs/g/1".into());
        let fields = Fields::of(&crate::load::shapes());
        let plain = |path: &str| plain(&fields, path, &tree, &record);
        assert_eq!(plain("years.2023.costs.settled.total"), "years.2023.costs.1.total");
        assert_eq!(plain("years.2023.costs.final.total"), "years.2023.costs.final.total");
    }
}
