//! Reads the files of which there is one each: site, departments, glossary, synonyms, ratings, corrections, redirects.

use super::common::{citation, department_id, new_department_id, period, rating, record_id, slug_text, stage_kind};
use super::cost::fund;
use super::fields::{Fields, Slot, code, date, day, lines, number, text, truth, word, year};
use super::head::goals;
use super::rules::BAD_ID;
use crate::dataset;
use crate::diagnostic::{Diagnostic, Located, Span};
use crate::model::{
    Brand, Colour, Contact, Correction, Department, Document, Evaluator, Families, FiscalYear, Grades, Licence, Logo,
    MarkRange, Municipality, Profile, Rating, RatingCriteria, Redirect, Scale, ScaleMark, Setting, TableNote, Term,
    Text,
};
use crate::shape::Kind;
use crate::yaml::Value;

/// The most spellings of one thing: the search has an entry for each pair of them.
const SPELLINGS: usize = 20;

pub(super) fn profile(mut fields: Fields<'_>) -> Option<Profile> {
    let at = fields.at;
    let title = fields.required("title", text);
    let municipality = fields.required("municipality", municipality);
    let profile = Profile {
        families: fields.optional("families", families).unwrap_or_default(),
        goals: fields.optional("goals", goals).unwrap_or_default(),
        base_url: fields.optional("base_url", text),
        language: fields.optional("language", text).unwrap_or_else(|| Located { value: "ja".to_owned(), at }),
        publisher: fields.optional("publisher", text),
        published: fields.optional("published", day),
        updated: fields.optional("updated", date),
        reported_through: fields.optional("reported_through", year),
        approval: fields.optional("approval", approval),
        licence: fields.optional("licence", licence),
        contact: fields.optional("contact", contact),
        notice: fields.statements("notice"),
        brand: fields.optional("brand", brand).unwrap_or_default(),
        theme: fields.list_or_empty("theme", setting),
        funds: fields.list_up_to(100, "funds", fund).unwrap_or_default(),
        datasets: fields.list_or_empty("datasets", table_note),
        title: title?,
        municipality: municipality?,
    };
    Some(profile)
}

fn municipality(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Municipality> {
    let mut fields = Fields::of(value, at, slot)?;
    let code = fields.required("code", text);
    let name = fields.required("name", text);
    let kind = fields.optional("kind", text);
    let kana = fields.optional("kana", text);
    let prefecture = fields.optional("prefecture", text);
    let corporate_number = fields.optional("corporate_number", text);
    Some(Municipality { code: code?, name: name?, kind, kana, prefecture, corporate_number })
}

fn families(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Families> {
    let mut fields = Fields::of(value, at, slot)?;
    Some(Families {
        plans: fields.optional("plans", text),
        programs: fields.optional("programs", text),
        goals: fields.optional("goals", text),
    })
}

fn approval(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<FiscalYear>> {
    Fields::of(value, at, slot)?.required("required_from", year)
}

fn licence(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Licence> {
    let mut fields = Fields::of(value, at, slot)?;
    let id = fields.required("id", text);
    let name = fields.required("name", text);
    let url = fields.required("url", text);
    let list_name = fields.optional("list_name", text);
    Some(Licence { id: id?, name: name?, url: url?, list_name })
}

fn contact(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Contact> {
    let mut fields = Fields::of(value, at, slot)?;
    let name = fields.required("name", text);
    let [email, phone, url] = ways(&mut fields);
    Some(Contact { name: name?, email, phone, url })
}

/// The ways to reach somebody.
fn ways(fields: &mut Fields<'_>) -> [Option<Text>; 3] {
    ["email", "phone", "url"].map(|key| fields.optional(key, text))
}

/// The ways to reach a department; at least one.
fn department_contact(value: &Value, at: Span, slot: &Slot<'_>) -> Option<[Option<Text>; 3]> {
    let mut fields = Fields::of(value, at, slot)?;
    let ways = ways(&mut fields);
    if ways.iter().all(Option::is_none) {
        return slot.wrong(
            at,
            "`email`・`phone`・`url` のどれか",
            "`contact: {email: kikaku@example.jp}` のように書いてください",
        );
    }
    Some(ways)
}

fn brand(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Brand> {
    let mut fields = Fields::of(value, at, slot)?;
    Some(Brand {
        color: fields.optional("color", colour),
        logo: fields.optional("logo", logo),
        icon: fields.optional("icon", text),
        preview: fields.optional("preview", logo),
        footer: fields.statements("footer"),
    })
}

fn logo(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Logo> {
    let mut fields = Fields::of(value, at, slot)?;
    let file = fields.required("file", text);
    let alt = fields.required("alt", text);
    Some(Logo { file: file?, alt: alt? })
}

fn colour(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<Colour>> {
    slot.expects(|| Kind::Colour)?;
    let text = text(value, at, slot)?;
    let help = "\"#00428a\" のように、# と6桁の16進数を引用符で囲んで書いてください";
    text.value.parse().ok().map(|value| Located { value, at }).or_else(|| slot.wrong(at, "色", help))
}

fn setting(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Setting> {
    let mut fields = Fields::of(value, at, slot)?;
    let name = fields.required("name", text);
    let value = fields.required("value", text);
    Some(Setting { name: name?, value: value? })
}

fn table_note(value: &Value, at: Span, slot: &Slot<'_>) -> Option<TableNote> {
    let mut fields = Fields::of(value, at, slot)?;
    let name = fields.required("name", table_name);
    let published = fields.required("published", day);
    Some(TableNote { name: name?, published: published? })
}

fn table_name(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<&'static str>> {
    code(value, at, slot, dataset::TABLES.iter().map(|table| (table.name, table.name, table.title)))
}

pub(super) fn department(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Department> {
    let mut fields = Fields::of(value, at, slot)?;
    let id = fields.required("id", new_department_id);
    let parent = fields.optional("parent", department_id);
    let name = fields.required("name", text);
    let kana = fields.optional("kana", text);
    let valid = fields.optional("valid", period);
    let successor = fields.list("successor", department_id);
    let aliases = fields.list_up_to(SPELLINGS, "aliases", text);
    let contact = fields.optional("contact", department_contact);
    let note = fields.optional("note", text);
    let name = name?;
    let contact = contact.map(|[email, phone, url]| Contact { name: name.clone(), email, phone, url });
    Some(Department { id: id?, parent, name, kana, valid, successor, aliases, contact, note })
}

pub(super) fn document(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Document> {
    let mut fields = Fields::of(value, at, slot)?;
    let id = fields.required("id", slug_text);
    let title = fields.required("title", text);
    let publisher = fields.optional("publisher", text);
    let date = fields.optional("date", date);
    let url = fields.optional("url", text);
    let file = fields.optional("file", text);
    Some(Document { id: id?, title: title?, publisher, date, url, file })
}

pub(super) fn term(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Term> {
    let mut fields = Fields::of(value, at, slot)?;
    let id = fields.required("id", slug_text);
    let term = fields.required("term", text);
    let reading = fields.optional("reading", text);
    let explanation = fields.required("explanation", text);
    let aliases = fields.list_up_to(SPELLINGS, "aliases", text);
    let not_in = fields.list("not_in", text);
    Some(Term { id: id?, term: term?, reading, explanation: explanation?, aliases, not_in })
}

pub(super) fn group(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Vec<Text>> {
    slot.expects(|| Kind::List(Box::new(Kind::Text)))?;
    let Value::List(words) = value else {
        return slot.wrong(at, "語のリスト", "`- [ふるさと納税, ふるさと寄附]` のように書いてください");
    };
    if words.len() > SPELLINGS {
        return slot.wrong(at, &format!("{SPELLINGS}語までの組"), "2つ以上の組に分けてください");
    }
    Some(words.iter().filter_map(|word| text(&word.value, word.at, slot)).collect())
}

fn criteria(value: &Value, at: Span, slot: &Slot<'_>) -> Option<RatingCriteria> {
    let mut fields = Fields::of(value, at, slot)?;
    let fiscal_year = fields.required("fiscal_year", year);
    let stage = fields.required("stage", stage_kind);
    let criteria = fields.required("criteria", marks);
    let source = fields.optional("source", citation);
    Some(RatingCriteria { fiscal_year: fiscal_year?, stage: stage?.value, criteria: criteria?, source })
}

fn marks(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Vec<(Located<Rating>, Text)>> {
    slot.expects(|| Kind::Texts(Rating::ALL.iter().map(|(_, glyph, _)| (*glyph, "")).collect()))?;
    let fields = Fields::of(value, at, slot)?;
    let mark = |(key, node): &(Located<String>, crate::yaml::Node)| {
        let mark = rating(&Value::Text(key.value.clone()), key.at, slot);
        let criterion = text(&node.value, node.at, slot);
        Some((mark?, criterion?))
    };
    Some(fields.into_entries().iter().filter_map(mark).collect())
}

/// What ratings.yaml holds.
#[derive(Debug, Clone)]
pub(super) struct Ratings {
    pub(super) criteria: Vec<RatingCriteria>,
    pub(super) scales: Vec<Scale>,
    pub(super) evaluators: Vec<Evaluator>,
}

pub(super) fn ratings(mut fields: Fields<'_>) -> Ratings {
    Ratings {
        criteria: fields.list_or_empty("ratings", criteria),
        scales: fields.list_or_empty("scales", scale),
        evaluators: fields.list_or_empty("evaluators", evaluator),
    }
}

fn scale(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Scale> {
    let mut fields = Fields::of(value, at, slot)?;
    let id = fields.required("id", scale_id);
    let name = fields.required("name", text);
    let before = fields.faults.count();
    let marks = fields.list("marks", scale_mark);
    let range = fields.optional("range", mark_range);
    let is_read = fields.faults.count() == before;
    let is_ordered = fields.optional("ordered", truth).unwrap_or(true);
    let axes = fields.list_or_empty("axes", text);
    let grades = match (marks, range) {
        (Some(marks), None) if !marks.is_empty() => Some(Grades::Marks(marks)),
        (None, Some(range)) => Some(Grades::Range(range)),
        _ if !is_read => None,
        (Some(_), None) => {
            slot.wrong(at, "1つ以上の評価(`marks`)", "`marks: [{mark: A, meaning: 計画以上}]` のように書いてください")
        }
        (None, None) => slot.wrong(
            at,
            "評価の一覧(`marks`)か範囲(`range`)",
            "`marks: [{mark: A, meaning: 計画以上}]` か `range: {from: \"1\", to: \"5\"}` を書いてください",
        ),
        (Some(_), Some(_)) => {
            slot.wrong(at, "評価の一覧(`marks`)と範囲(`range`)の片方だけ", "`marks` か `range` を消してください")
        }
    };
    Some(Scale { id: id?, name: name?, grades: grades?, is_ordered, axes })
}

fn scale_id(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Text> {
    let id = slug_text(value, at, slot)?;
    if id.value != Scale::GLYPHS {
        return Some(id);
    }
    let message = format!("id「{id}」は、{}の尺度の id です", Rating::listed());
    slot.faults.push(Diagnostic::error(BAD_ID.slug, at, message, "別の id を書いてください"));
    None
}

fn scale_mark(value: &Value, at: Span, slot: &Slot<'_>) -> Option<ScaleMark> {
    let mut fields = Fields::of(value, at, slot)?;
    let mark = fields.required("mark", word);
    let meaning = fields.optional("meaning", text);
    Some(ScaleMark { mark: mark?, meaning })
}

fn mark_range(value: &Value, at: Span, slot: &Slot<'_>) -> Option<MarkRange> {
    let mut fields = Fields::of(value, at, slot)?;
    let from = fields.required("from", number);
    let to = fields.required("to", number);
    let step = fields.optional("step", number).map(|step| step.value);
    let range = MarkRange { from: from?.value, to: to?.value, step };
    let is_whole = range.has(&range.to) && range.step.as_ref().is_none_or(|step| step.value() > 0.0);
    if !is_whole || range.from == range.to {
        let help = "`{from: \"1\", to: \"5\", step: \"0.5\"}` のように、`from` を `to` より小さくし、`to` まで `step` で割り切れるようにしてください";
        return slot.wrong(at, "小さい数から大きい数までの範囲", help);
    }
    Some(range)
}

fn evaluator(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Evaluator> {
    let mut fields = Fields::of(value, at, slot)?;
    let id = fields.required("id", slug_text);
    let name = fields.required("name", text);
    let is_outside = fields.optional("outside", truth).unwrap_or(false);
    Some(Evaluator { id: id?, name: name?, is_outside })
}

pub(super) fn correction(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Correction> {
    let mut fields = Fields::of(value, at, slot)?;
    let date = fields.required("date", date);
    let record = fields.required("record", record_id);
    let field = fields.required("field", text);
    let before = fields.required("before", lines);
    let after = fields.required("after", lines);
    let reason = fields.required("reason", text);
    Some(Correction { date: date?, record: record?, field: field?, before: before?, after: after?, reason: reason? })
}

pub(super) fn redirect(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Redirect> {
    let mut fields = Fields::of(value, at, slot)?;
    let from = fields.required("from", text);
    let to = fields.required("to", text);
    let date = fields.optional("date", date);
    let reason = fields.optional("reason", text);
    Some(Redirect { from: from?, to: to?, date, reason })
}
