//! The kinds of values as JSON Schema. Each pattern allows what `load` reads as this kind.

use serde_json::{Map, Value, json};

use super::ids::{Ids, one_of};
use crate::characters::hidden_class;
use crate::model::{SDG_NAMES, vocabulary};
use crate::shape::{Family, Field, Kind};

const NUMBER: &str = r"^\s*[-－]?([0０]|[1-9１-９][0-9０-９]*)([.．][0-9０-９]+)?\s*$";
const COUNT: &str = r"^\s*[+＋]?[0０]*[1-9１-９][0-9０-９]*\s*$";
const SDG: &str = r"^\s*[+＋]?[0０]*([1-9１-９]|[1１][0-7０-７])\s*$";
const SLUG: &str = r"^\s*(?!(con|prn|aux|nul|com[1-9]|lpt[1-9])\s*$)[a-z0-9][a-z0-9-]{0,63}\s*$";
/// Western from 1927 to 2100, or of an era; digits may be full-width.
const YEAR: &str = r"^\s*((19[2-9][0-9]|20[0-9][0-9]|2100)|(令和|[RrＲ])(元|[1-9１-９]|[1-7１-７][0-9０-９]|[8８][0-2０-２])|(平成|[HhＨ])(元|[1-9１-９]|[12１２][0-9０-９]|[3３][01０１])|(昭和|[SsＳ])([2-9２-９]|[1-5１-５][0-9０-９]|[6６][0-4０-４])|[１２][０-９]{3})(年度?)?\s*$";
const DATE: &str = r"^\s*((19|20|21)[0-9]{2}|(令和|平成|昭和|[RrHhSs])(元|[0-9]{1,2}))[-/.年](0?[1-9]|1[0-2])([-/.月](0?[1-9]|[12][0-9]|3[01]))?[日月]?\s*$";

/// The same without 度.
fn calendar_pattern() -> String {
    YEAR.replace("(年度?)?", "年?")
}

/// A mapping with these keys; `holder` is the key above it, or the kind of file.
pub(super) fn map(ids: &Ids, holder: &'static str, fields: &[Field]) -> Value {
    let properties: Map<_, _> =
        fields.iter().map(|field| (field.key.to_owned(), property(ids, holder, field))).collect();
    let required: Vec<_> = fields.iter().filter(|field| field.is_required).map(|field| field.key).collect();
    let mut map = json!({"type": "object", "additionalProperties": false, "properties": properties});
    if !required.is_empty() {
        map["required"] = json!(required);
    }
    if fields.iter().any(|field| field.kind == Kind::Id(Family::Section)) {
        map["allOf"] = Value::Array(ids.sections_by_plan());
    }
    map
}

/// The schema of a key, with its label. An empty value means the same as a missing key.
fn property(ids: &Ids, holder: &'static str, field: &Field) -> Value {
    let mut property = kind(ids, field.key, &field.kind);
    if field.may_be_empty {
        property = or_nothing(property);
    }
    if let Some(word) = vocabulary::word(holder, field.key) {
        let needed = if field.is_required { "(必須)" } else { "" };
        property["title"] = json!(format!("{}{needed}", word.word));
        property["description"] = json!(word.meaning);
        if let Some(example) = word.example {
            property["examples"] = json!([typed(&field.kind, example)]);
        }
    }
    property
}

/// An example as it is typed: a number has no quotes where the kind is a number.
fn typed(kind: &Kind, example: &str) -> Value {
    let is_number =
        matches!(kind, Kind::Number | Kind::Count | Kind::Sdg | Kind::Year | Kind::CalendarYear | Kind::YearOrDate);
    let number = is_number.then(|| serde_json::from_str(example).ok()).flatten();
    if let Kind::List(of) = kind { json!([typed(of, example)]) } else { number.unwrap_or_else(|| json!(example)) }
}

/// Allows `null` too. Where words are listed it is not among them, because editors would propose it.
fn or_nothing(mut schema: Value) -> Value {
    match schema.get_mut("type") {
        Some(Value::Array(types)) => types.push(json!("null")),
        Some(one) => *one = json!([one.clone(), "null"]),
        None => {
            let something = json!({"type": ["boolean", "number", "string", "array", "object"]});
            return json!({"anyOf": [schema, {"not": something}]});
        }
    }
    schema
}

fn kind(ids: &Ids, key: &'static str, kind: &Kind) -> Value {
    match kind {
        Kind::Text => with_message(
            json!({"type": ["string", "number"], "pattern": text_pattern()}),
            "1つの文を書きます。リストや「キー: 値」の組は書けません",
        ),
        Kind::Number => with_message(
            json!({"type": ["number", "string"], "pattern": NUMBER}),
            "桁区切りや単位を付けず、半角数字で書きます",
        ),
        Kind::Count => with_message(
            json!({"type": ["integer", "string"], "minimum": 1, "pattern": COUNT}),
            "1以上の番号を半角数字で書きます",
        ),
        Kind::Sdg => {
            let numbers: Vec<_> = (1..=SDG_NAMES.len()).collect();
            let spelled = json!({"type": "string", "pattern": SDG});
            let listed = json!({"enum": numbers, "enumDescriptions": SDG_NAMES});
            with_message(json!({"anyOf": [listed, spelled]}), "SDGs の目標の番号 1〜17 を書きます")
        }
        Kind::Year => with_message(
            json!({"type": ["integer", "string"], "minimum": 1927, "maximum": 2100, "pattern": YEAR}),
            "年度は 2022 のように西暦で(または 令和4年度、R4 のように)書きます",
        ),
        Kind::CalendarYear => with_message(
            json!({"type": ["integer", "string"], "minimum": 1927, "maximum": 2100, "pattern": calendar_pattern()}),
            "暦年は 2014 のように西暦で(または 平成26年、H26 のように)書きます",
        ),
        Kind::YearOrPrevious => {
            json!({"anyOf": [{"const": "previous_year"}, self::kind(ids, key, &Kind::Year)]})
        }
        Kind::YearOrDate => {
            json!({"anyOf": [self::kind(ids, key, &Kind::Year), self::kind(ids, key, &Kind::Date)]})
        }
        Kind::Date => with_message(
            json!({"type": "string", "pattern": DATE}),
            "日付は 2023-03-31 のように書きます。月までなら 2023-03、和暦なら 令和5年3月31日 とも書けます",
        ),
        Kind::Day => with_message(
            json!({"type": "string", "pattern": day_pattern()}),
            "日付は 2026-04-01 のように日まで書きます。令和8年4月1日 とも書けます",
        ),
        Kind::Colour => with_message(
            json!({"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"}),
            "色は \"#00428a\" のように、# と6桁の16進数で書きます",
        ),
        Kind::Truth => with_message(json!({"type": "boolean"}), "true(はい)か false(いいえ)を書きます"),
        Kind::Slug => slug(),
        Kind::Word(words) => one_of(&owned(words)),
        Kind::Id(family) => ids.family(*family).map_or_else(slug, |named| one_of(named)),
        Kind::Map(fields) => map(ids, key, fields),
        Kind::Texts(words) => {
            let text = || self::kind(ids, key, &Kind::Text);
            let properties: Map<_, _> = words.iter().map(|(word, _)| ((*word).to_owned(), text())).collect();
            json!({"type": "object", "additionalProperties": false, "properties": properties})
        }
        Kind::Amounts(words) => {
            let named = owned(words).into_iter().chain(ids.funds.iter().cloned());
            let number = |(code, word): (String, String)| {
                let mut number = or_nothing(self::kind(ids, key, &Kind::Number));
                number["title"] = json!(word);
                (code, number)
            };
            let properties: Map<_, _> = named.map(number).collect();
            json!({"type": "object", "additionalProperties": false, "properties": properties})
        }
        Kind::OwnTexts => {
            let texts = || or_nothing(self::kind(ids, key, &Kind::OneOrMore(Box::new(Kind::Text))));
            let properties: Map<_, _> = ids.own_rows().map(|(id, word)| (id.clone(), titled(texts(), word))).collect();
            json!({"type": "object", "additionalProperties": false, "properties": properties})
        }
        Kind::Glosses => json!({"type": "object", "additionalProperties": self::kind(ids, key, &Kind::Text)}),
        Kind::List(of) => json!({"type": "array", "items": self::kind(ids, key, of)}),
        Kind::OneOrMore(of) => {
            let mut schema = self::kind(ids, key, of);
            schema["items"] = schema.clone();
            schema["type"].as_array_mut().expect("a text has types").insert(0, json!("array"));
            schema
        }
    }
}

/// A schema with its label.
fn titled(mut schema: Value, title: &str) -> Value {
    schema["title"] = json!(title);
    schema
}

fn slug() -> Value {
    with_message(
        json!({"type": ["string", "integer"], "minimum": 0, "pattern": SLUG}),
        "半角の小文字・数字・- だけで書きます。数字だけの番号は引用符で囲みます",
    )
}

/// Adds the message that editors show at another value.
fn with_message(mut schema: Value, message: &str) -> Value {
    schema["errorMessage"] = json!(message);
    if schema.get("pattern").is_some() {
        schema["patternErrorMessage"] = json!(message);
    }
    schema
}

/// A date with its day.
fn day_pattern() -> String {
    DATE.replace(")?[日月]?", ")[日月]?")
}

/// At least one visible character, and none that may not be published.
fn text_pattern() -> String {
    let hidden = hidden_class();
    format!("^[^{hidden}]*[^\\s{hidden}][^{hidden}]*$")
}

fn owned(words: &[(&str, &str)]) -> Vec<(String, String)> {
    words.iter().map(|(word, meaning)| ((*word).to_owned(), (*meaning).to_owned())).collect()
}
