//! Reads the files of which there is one each: site, departments, glossary, synonyms, ratings, corrections, redirects.

use super::common::{citation, department_id, new_department_id, period, rating, record_id, slug_text, stage_kind};
use super::cost::fund;
use super::fields::{Fields, Slot, code, date, day, lines, text, year};
use super::head::goals;
use crate::dataset;
use crate::diagnostic::{Located, Span};
use crate::model::{
    Brand, Colour, Contact, Correction, Department, Families, FiscalYear, Licence, Logo, Municipality, Profile, Rating,
    RatingCriteria, Redirect, Setting, TableNote, Term, Text,
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
    Some(Licence { id: id?, name: name?, url: url? })
}

fn contact(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Contact> {
    let mut fields = Fields::of(value, at, slot)?;
    let name = fields.required("name", text);
    let email = fields.optional("email", text);
    let phone = fields.optional("phone", text);
    let url = fields.optional("url", text);
    Some(Contact { name: name?, email, phone, url })
}

fn brand(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Brand> {
    let mut fields = Fields::of(value, at, slot)?;
    Some(Brand {
        color: fields.optional("color", colour),
        logo: fields.optional("logo", logo),
        icon: fields.optional("icon", text),
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
    code(value, at, slot, dataset::TABLES.iter().map(|(name, title)| (*name, *name, *title)))
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
    let note = fields.optional("note", text);
    Some(Department { id: id?, parent, name: name?, kana, valid, successor, aliases, note })
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

pub(super) fn criteria(value: &Value, at: Span, slot: &Slot<'_>) -> Option<RatingCriteria> {
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
