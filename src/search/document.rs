//! The indexed documents: one per page, with everything that the page contains about its record. The fixed words of the
//! forms are left out, so that a search for 実績 finds texts about results and not every sheet.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::model::{Department, FiscalYear, FixedPage, Page, Record, ResidentView, Site, Term};

/// The weight of a text in its document, from the highest to the lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// 題名.
    Title,
    /// 番号, 指標名, 用語 and the titles of parts.
    Name,
    /// 担当 and SDGs: values that many documents share.
    Tag,
    /// 本文 and 数値.
    Body,
    /// The names of references, sources and notes.
    Aside,
}

/// The number of classes.
pub(super) const CLASSES: usize = 5;

/// The role of a kind of document in a search; the ranking depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Role {
    /// Describes one record: the usual target of a search.
    Record,
    /// Lists records: searched by its title.
    List,
    /// Lists what is related to a department.
    Group,
    /// Explains a word.
    Word,
    /// Explains a broad topic: searched by its title, or by one of its names.
    Guide,
}

/// Code, label and role of a kind of document.
pub(super) type Kind = (&'static str, &'static str, Role);

/// Kinds of document, in the order of the facet.
pub(super) const KINDS: [Kind; 11] = [
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
    VIEW,
];

/// ご意見; the last kind, so that a site without views does not have it.
const VIEW: Kind = ("view", "ご意見", Role::Group);

const fn kind((code, label): (&'static str, &'static str), role: Role) -> Kind {
    (code, label, role)
}

/// The kinds with their labels in the city's words; none for a kind without a document.
pub(super) fn kinds<'s>(site: &'s Site, subjects: &[Subject<'s>]) -> Vec<(&'static str, Cow<'s, str>, Role)> {
    let known: BTreeSet<_> = subjects.iter().filter_map(|subject| subject.record()).map(Record::kind).collect();
    let is_held = |code: &str| known.contains(code) || !Record::KINDS.iter().any(|(kind, _)| *kind == code);
    let label = |(code, label, role): &Kind| {
        let label = if is_held(code) { site.words().tell(label) } else { Cow::Borrowed("") };
        (*code, label, *role)
    };
    let has_views = !site.views.is_empty();
    KINDS.iter().filter(|kind| has_views || **kind != VIEW).map(label).collect()
}

/// One text of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// The weight.
    pub(super) class: Class,
    /// The anchor of the text, empty for the page itself.
    pub(super) anchor: String,
    /// The text.
    pub(super) text: String,
    /// What the text tells the value of, if it is a figure: its year and 目標値 or 実績値.
    pub(super) told: Option<String>,
}

/// The document of one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Document {
    /// The page's folder, as `programs/gyokaku-4/21/`.
    pub(super) path: String,
    /// The code of its kind, an entry of [`KINDS`].
    pub(super) kind: &'static str,
    /// 年度.
    pub(super) years: Vec<FiscalYear>,
    /// 部局: the top-level departments, as indices into `Site::departments`.
    pub(super) departments: Vec<usize>,
    /// The name that the same goal has in all years.
    pub(super) thread: Option<String>,
    /// The texts, by class.
    pub(super) blocks: Vec<Block>,
}

/// Identifies a document before it is made.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject<'s> {
    Record(Record<'s>),
    Department(&'s Department),
    Term(&'s Term),
    Corrections,
    View(&'s ResidentView),
    Legend,
    /// A page of sums.
    Sums(FixedPage),
    Page(&'s Page),
}

/// Everything with its own page or anchor, in the order of publication; records first.
pub(super) fn subjects(site: &Site) -> Vec<Subject<'_>> {
    let mut subjects: Vec<_> = site.records().map(Subject::Record).collect();
    subjects.extend(site.departments.iter().map(Subject::Department));
    subjects.extend(site.glossary.iter().map(Subject::Term));
    subjects.extend((!site.corrections.is_empty()).then_some(Subject::Corrections));
    subjects.extend(site.views.iter().map(Subject::View));
    subjects.push(Subject::Legend);
    let sums = FixedPage::ALL.iter().filter(|page| page.about().is_some() && site.fills(**page));
    subjects.extend(sums.map(|page| Subject::Sums(*page)));
    subjects.extend(site.pages.iter().map(Subject::Page));
    subjects
}

impl<'s> Subject<'s> {
    pub(super) fn record(self) -> Option<Record<'s>> {
        if let Self::Record(record) = self { Some(record) } else { None }
    }

    /// Whether it is a record.
    pub(super) fn is_record(self) -> bool {
        self.record().is_some()
    }
}
