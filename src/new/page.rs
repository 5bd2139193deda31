//! The text of a new file: each key below a comment that explains it; a key whose value is unknown is commented out, as
//! an example.

use std::collections::BTreeMap;

use super::TO_FILL;
use crate::model::{Words, vocabulary};
use crate::shape::{Field, Kind, Shape};
use crate::yaml::{Lines, Yaml};

/// The known values: for each key its lines, including the key.
pub(super) type Given = BTreeMap<&'static str, Lines>;

/// Keys that are left out of new files: only a finished record needs them.
const LATER: [&str; 3] = ["accepted", "publish_on", "draft"];

/// Keys that an example of a mapping has in addition to the required ones.
const USUAL: [&str; 12] =
    ["value", "unit", "total", "account", "code", "progress", "results", "rating", "place", "title", "scale", "mark"];

/// A key with a known value.
pub(super) fn given(key: &'static str, value: &Yaml) -> (&'static str, Lines) {
    (key, Lines::key(key, value))
}

/// A whole file that begins as a draft.
pub(super) fn file(words: &Words, shape: &Shape, given: &Given) -> String {
    let draft = Lines::comment("下書き: この行を消すまで公開されません。");
    text(words, shape, given, draft.and(Lines::key("draft", &Yaml::Truth(true))))
}

/// A whole file that is unpublished as long as the record that contains it is a draft.
pub(super) fn part(words: &Words, shape: &Shape, given: &Given) -> String {
    text(words, shape, given, Lines::default())
}

fn text(words: &Words, shape: &Shape, given: &Given, draft: Lines) -> String {
    let title = format!(
        "{}です。書き方は README.md にあります。行頭が # の行は、必要なものだけ # を消して書きます。",
        shape.title
    );
    words.tell(&Lines::comment(&title).and(draft).and(fields(shape.name, &shape.fields, given)).text()).into_owned()
}

/// The keys of a mapping, each below its comment.
pub(super) fn fields(holder: &'static str, fields: &[Field], given: &Given) -> Lines {
    let wanted = fields.iter().filter(|field| !LATER.contains(&field.key));
    wanted.map(|field| self::field(holder, field, given.get(field.key))).collect()
}

/// The known values of a mapping, without comments: for all but the first of its kind.
pub(super) fn bare(fields: &[Field], given: &Given) -> Lines {
    fields.iter().filter_map(|field| given.get(field.key)).cloned().collect()
}

fn field(holder: &'static str, field: &Field, given: Option<&Lines>) -> Lines {
    let lines = match given {
        Some(given) => given.clone(),
        None if field.is_required => Lines::key(field.key, &to_fill(holder, field.key)),
        None => Lines::key(field.key, &example(holder, field)).as_example(),
    };
    comment(holder, field.key).and(lines)
}

/// The comment that explains a key.
fn comment(holder: &'static str, key: &'static str) -> Lines {
    let Some(word) = vocabulary::word(holder, key) else { return Lines::default() };
    let rest = word.meaning.strip_prefix(word.word).and_then(|rest| rest.strip_prefix('。')).unwrap_or(word.meaning);
    Lines::comment(&if rest.is_empty() { word.word.to_owned() } else { format!("{}: {rest}", word.word) })
}

/// 【未記入】 with the name of the missing value.
pub(super) fn to_fill(holder: &'static str, key: &'static str) -> Yaml {
    Yaml::Text(missing(holder, key))
}

/// The text in place of a missing value.
pub(super) fn missing(holder: &'static str, key: &'static str) -> String {
    let word = vocabulary::word(holder, key).map_or(key, |word| word.word);
    format!("{TO_FILL}{word}")
}

/// An example of a value.
fn example(holder: &'static str, field: &Field) -> Yaml {
    if let Kind::OneOrMore(_) = &field.kind {
        return Yaml::List(vec!["文".into()]);
    }
    if let Kind::List(of) = &field.kind
        && let Kind::Map(_) = **of
    {
        return Yaml::List(vec![value(holder, field.key, of)]);
    }
    value(holder, field.key, &field.kind)
}

fn value(holder: &'static str, key: &'static str, kind: &Kind) -> Yaml {
    let word = vocabulary::word(holder, key).and_then(|word| word.example);
    match kind {
        Kind::Map(fields) => {
            let wanted = fields.iter().filter(|field| field.is_required || USUAL.contains(&field.key));
            Yaml::Braces(wanted.map(|field| (field.key, value(key, field.key, &field.kind))).collect())
        }
        Kind::List(of) => Yaml::Row(vec![value(holder, key, of)]),
        Kind::OneOrMore(_) => Yaml::Row(vec!["文".into()]),
        Kind::Word(words) => Yaml::Plain(word.unwrap_or(words[0].0).to_owned()),
        Kind::Date | Kind::Day => Yaml::Plain(word.unwrap_or("2026-04-01").to_owned()),
        Kind::Text
        | Kind::Number
        | Kind::Count
        | Kind::Sdg
        | Kind::Year
        | Kind::CalendarYear
        | Kind::Colour
        | Kind::Truth
        | Kind::YearOrDate
        | Kind::YearOrPrevious
        | Kind::Slug
        | Kind::Id(_)
        | Kind::OwnTexts
        | Kind::Glosses
        | Kind::Texts(_)
        | Kind::Amounts(_) => Yaml::Plain(word.unwrap_or("…").to_owned()),
    }
}
