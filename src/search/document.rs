//! What is searched: one document a page, with everything that the page says of its record. The fixed words of the forms
//! are not part of it, so that a search for 実績 finds what speaks of results and not every sheet.

use crate::model::{Department, FiscalYear, Page, Record, Site, Term};

/// How much a text says of its document, from the most to the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// 題名.
    Title,
    /// 番号, 指標名, 用語 and the titles of parts.
    Name,
    /// 担当 and SDGs: what many documents share.
    Tag,
    /// 本文 and 数値.
    Body,
    /// The names of what is referred to, sources and notes.
    Aside,
}

/// How many classes there are.
pub(super) const CLASSES: usize = 5;

/// What the documents of a kind are to somebody who searches: the ranking goes by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Role {
    /// It tells of one record: what is usually meant.
    Record,
    /// It lists records: meant by its title.
    List,
    /// It lists what has to do with a department.
    Group,
    /// It explains a word.
    Word,
    /// It explains much: meant by its title, or by one of its names.
    Guide,
}

/// Code, label and role of a kind of document.
pub(super) type Kind = (&'static str, &'static str, Role);

/// Kinds of document, in the order of the facet.
pub(super) const KINDS: [Kind; 10] = [
    kind(Record::PLAN, Role::List),
    kind(Record::SECTION, Role::Record),
    kind(Record::PROGRAM, Role::List),
    kind(Record::ITEM, Role::Record),
    kind(Record::SHEET, Role::List),
    kind(Record::GOAL, Role::Record),
    kind(Department::KIND, Role::Group),
    ("glossary", "用語", Role::Word),
    ("corrections", "正誤", Role::List),
    ("page", "案内", Role::Guide),
];

const fn kind((code, label): (&'static str, &'static str), role: Role) -> Kind {
    (code, label, role)
}

/// One text of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// How much it says.
    pub(super) class: Class,
    /// The anchor that it stands under, empty for the page itself.
    pub(super) anchor: String,
    /// The text.
    pub(super) text: String,
}

/// One page, as search knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    /// The page's folder, as `programs/gyokaku-4/21/`.
    pub(super) path: String,
    /// The code of its kind, an entry of [`KINDS`].
    pub(super) kind: &'static str,
    /// 年度.
    pub(super) years: Vec<FiscalYear>,
    /// 部局: the departments at the top, as places in `Site::departments`.
    pub(super) departments: Vec<usize>,
    /// SDGs, by number.
    pub(super) sdgs: Vec<u8>,
    /// The texts, by class.
    pub(super) blocks: Vec<Block>,
}

/// Names a document before it is made.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject<'s> {
    Record(Record<'s>),
    Department(&'s Department),
    Term(&'s Term),
    Corrections,
    Legend,
    Page(&'s Page),
}

/// Everything that has a page or a place of its own, in the order of publication; records first.
pub(super) fn subjects(site: &Site) -> Vec<Subject<'_>> {
    let mut subjects: Vec<_> = site.records().map(Subject::Record).collect();
    subjects.extend(site.departments.iter().map(Subject::Department));
    subjects.extend(site.glossary.iter().map(Subject::Term));
    subjects.extend((!site.corrections.is_empty()).then_some(Subject::Corrections));
    subjects.push(Subject::Legend);
    subjects.extend(site.pages.iter().map(Subject::Page));
    subjects
}

impl Subject<'_> {
    /// Whether it is a record.
    pub(super) fn is_record(self) -> bool {
        matches!(self, Self::Record(_))
    }
}
