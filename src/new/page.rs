//! The text of a new file: each key under a comment that says what is written there; what is not known yet stands behind
//! `#`, as an example to be uncommented.

use std::collections::BTreeMap;

use super::TO_FILL;
use crate::model::vocabulary;
use crate::shape::{Field, Kind, Shape};
use crate::yaml::{Context, on_one_line};

/// What is known already: for each key the lines that stand in the file, the key included.
pub(super) type Given = BTreeMap<&'static str, Vec<String>>;

/// Keys that are left out of new files: they answer what only a finished record raises.
const LATER: [&str; 3] = ["accepted", "publish_on", "draft"];

/// Keys that an example of a mapping names besides those that it cannot be without.
const USUAL: [&str; 7] = ["value", "unit", "progress", "results", "rating", "place", "title"];

/// A whole file that begins as a draft.
pub(super) fn file(shape: &Shape, given: &Given) -> String {
    let draft = ["# 下書き: この行を消すまで公開されません。".to_owned(), "draft: true".to_owned()];
    text(shape, given, draft.into())
}

/// A whole file that is held back by the draft that holds it.
pub(super) fn part(shape: &Shape, given: &Given) -> String {
    text(shape, given, Vec::new())
}

fn text(shape: &Shape, given: &Given, draft: Vec<String>) -> String {
    let mut lines = vec![format!(
        "# {}です。書き方は README.md にあります。行頭が # の行は、要るものだけ # を外して書きます。",
        shape.title
    )];
    lines.extend(draft);
    lines.extend(fields(shape.name, &shape.fields, given));
    lines.join("\n") + "\n"
}

/// The keys of a mapping, each under its comment.
pub(super) fn fields(holder: &'static str, fields: &[Field], given: &Given) -> Vec<String> {
    let wanted = fields.iter().filter(|field| !LATER.contains(&field.key));
    wanted.flat_map(|field| self::field(holder, field, given.get(field.key))).collect()
}

/// What is known of a mapping, without a word: for all but the first of its kind.
pub(super) fn bare(fields: &[Field], given: &Given) -> Vec<String> {
    fields.iter().filter_map(|field| given.get(field.key)).flatten().cloned().collect()
}

fn field(holder: &'static str, field: &Field, given: Option<&Vec<String>>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(word) = vocabulary::word(holder, field.key) {
        let rest =
            word.meaning.strip_prefix(word.word).and_then(|rest| rest.strip_prefix('。')).unwrap_or(word.meaning);
        lines.push(if rest.is_empty() { format!("# {}", word.word) } else { format!("# {}: {rest}", word.word) });
    }
    match given {
        Some(given) => lines.extend(given.iter().cloned()),
        None if field.is_required => lines.push(format!("{}: {}", field.key, to_fill(holder, field.key))),
        None => lines.extend(example(holder, field).into_iter().map(|line| format!("# {line}"))),
    }
    lines
}

/// A text as it stands behind a key or a dash.
pub(super) fn spelled(text: &str) -> String {
    on_one_line(text, Context::Block)
}

/// 【未記入】 with the name of what is to be written.
pub(super) fn to_fill(holder: &'static str, key: &'static str) -> String {
    let word = vocabulary::word(holder, key).map_or(key, |word| word.word);
    format!("{TO_FILL}{word}")
}

/// The lines that somebody could write there.
fn example(holder: &'static str, field: &Field) -> Vec<String> {
    let key = field.key;
    if let Kind::OneOrMore(_) = &field.kind {
        return vec![format!("{key}:"), "  - 文".to_owned()];
    }
    if let Kind::List(of) = &field.kind
        && let Kind::Map(_) = **of
    {
        return vec![format!("{key}:"), format!("  - {}", value(holder, key, of))];
    }
    vec![format!("{key}: {}", value(holder, key, &field.kind))]
}

fn value(holder: &'static str, key: &'static str, kind: &Kind) -> String {
    let word = vocabulary::word(holder, key).and_then(|word| word.example);
    match kind {
        Kind::Map(fields) => {
            let wanted = fields.iter().filter(|field| field.is_required || USUAL.contains(&field.key));
            let parts: Vec<_> =
                wanted.map(|field| format!("{}: {}", field.key, value(key, field.key, &field.kind))).collect();
            format!("{{{}}}", parts.join(", "))
        }
        Kind::List(of) => format!("[{}]", value(holder, key, of)),
        Kind::OneOrMore(_) => "[文]".to_owned(),
        Kind::Word(words) => word.unwrap_or(words[0].0).to_owned(),
        Kind::Date | Kind::Day => word.unwrap_or("2026-04-01").to_owned(),
        Kind::Text
        | Kind::Number
        | Kind::Count
        | Kind::Sdg
        | Kind::Year
        | Kind::Colour
        | Kind::Truth
        | Kind::YearOrPrevious
        | Kind::Slug
        | Kind::Id(_)
        | Kind::Texts(_) => word.unwrap_or("…").to_owned(),
    }
}
