//! 五十音順の一覧: every record, department and term by reading, for readers without a script. A small site has one
//! page; a large one has a page per row of kana. Readings are entered by editors or generated from a dictionary, and
//! the page states this.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::links::Link;
use super::pages::Pages;
use crate::model::kana::{ROWS, Reads, order};
use crate::model::{FixedPage, Record, Site, Text};

/// From this number of entries on, each row has a page of its own.
const MANY: usize = 400;

/// The entries, by row.
type Rows = BTreeMap<usize, Vec<Line>>;

/// All entries in 五十音 order, computed when the first page of the list is rendered.
#[derive(Clone, Default)]
struct Ordered(Arc<OnceLock<Rows>>);

impl Ordered {
    fn rows(&self, here: &Here<'_, '_>) -> &Rows {
        self.0.get_or_init(|| rows(here.site, here.room.reader))
    }
}

/// One line of the list.
#[derive(Debug, Clone, Serialize)]
struct Line {
    link: Link,
    about: String,
    #[serde(skip)]
    order: String,
}

#[derive(Serialize)]
struct View {
    /// Whether all rows are on this page.
    is_whole: bool,
    rows: Vec<Link>,
    parts: Vec<KanaRow>,
}

#[derive(Serialize)]
struct KanaRow {
    anchor: String,
    title: String,
    entries: Vec<Line>,
}

/// Adds the list.
pub(super) fn add(pages: &mut Pages<'_>) {
    let site = pages.room.site;
    let many = site.records().count() + site.departments.len() + site.glossary.len() >= MANY;
    let all = Ordered::default();
    let rows = all.clone();
    let first: fn(&Here<'_, '_>, &Rows) -> (Head, View) = if many { contents } else { whole };
    pages.add_fixed(FixedPage::List, "pages/list.html", move |here| first(here, rows.rows(here)));
    for row in (0..=ROWS.len()).filter(|_| many) {
        let all = all.clone();
        pages.add(folder(row), "pages/list.html", move |here| one(here, all.rows(here), row));
    }
}

fn name(row: usize) -> &'static str {
    ROWS.get(row).map_or("other", |(_, name, _)| name)
}

fn folder(row: usize) -> String {
    format!("{}{}/", FixedPage::List.folder(), name(row))
}

fn title(row: usize) -> String {
    ROWS.get(row).map_or_else(|| "その他(英数字、読みの分からないもの)".to_owned(), |(kana, ..)| format!("{kana}行"))
}

fn head(here: &Here<'_, '_>, title: String) -> Head {
    let description = "すべての記録、部局・課所、用語を、読みの五十音順に並べた一覧";
    Head::new("list", title, description).below(vec![here.fixed(FixedPage::Search)])
}

fn whole(here: &Here<'_, '_>, all: &Rows) -> (Head, View) {
    let rows = all.keys().map(|row| Link::within(name(*row), &title(*row))).collect();
    let parts = all.iter().map(|(row, entries)| part(*row, entries)).collect();
    (head(here, FixedPage::List.title(here.words).into_owned()), View { is_whole: true, rows, parts })
}

fn contents(here: &Here<'_, '_>, all: &Rows) -> (Head, View) {
    let link =
        |(row, entries): (&usize, &Vec<Line>)| Link::to(&folder(*row), &format!("{} {}件", title(*row), entries.len()));
    let rows = all.iter().map(link).collect();
    (head(here, FixedPage::List.title(here.words).into_owned()), View { is_whole: false, rows, parts: Vec::new() })
}

fn one(here: &Here<'_, '_>, all: &Rows, row: usize) -> (Head, View) {
    let entries = all.get(&row).cloned().unwrap_or_default();
    let mut head = head(here, format!("五十音順の一覧 {}", title(row)));
    head.trail.push(here.fixed(FixedPage::List));
    let rows = (0..=ROWS.len()).map(|row| Link::to(&folder(row), &title(row))).collect();
    (head, View { is_whole: false, rows, parts: vec![part(row, &entries)] })
}

fn part(row: usize, entries: &[Line]) -> KanaRow {
    KanaRow { anchor: name(row).to_owned(), title: title(row), entries: entries.to_vec() }
}

/// Sorts all entries into their rows.
fn rows(site: &Site, reader: &dyn Reads) -> Rows {
    let subjects = subjects(site);
    let unread: Vec<&str> =
        subjects.iter().filter(|(_, kana)| kana.is_none()).map(|(line, _)| line.link.text.as_str()).collect();
    let mut read = reader.read_aloud(&unread).into_iter();
    let mut rows = Rows::new();
    for (line, kana) in subjects {
        let order = order(&kana.or_else(|| read.next()).unwrap_or_default());
        let first = order.chars().next();
        let row = first.and_then(|c| ROWS.iter().position(|(.., kanas)| kanas.contains(c))).unwrap_or(ROWS.len());
        rows.entry(row).or_default().push(Line { order, ..line });
    }
    for entries in rows.values_mut() {
        entries.sort_by(|a, b| (&a.order, &a.link.text, &b.about).cmp(&(&b.order, &b.link.text, &a.about)));
    }
    rows
}

/// All entries, each with its reading if the content has it; their order is not known yet.
fn subjects(site: &Site) -> Vec<(Line, Option<String>)> {
    let subject = |link, kana: Option<&Text>, about: &str| {
        (Line { link, about: about.to_owned(), order: String::new() }, kana.map(|kana| kana.value.clone()))
    };
    let records = site.records().map(|record| {
        let year = if let Record::Goal(goal) = record { format!(" {}", goal.fiscal_year) } else { String::new() };
        let about = format!("{}{year}", record.kind_label(site));
        subject(Link::to(&record.id().page(), &record.title(site)), record.kana(), &about)
    });
    let departments = site.departments.iter().map(|department| {
        let link = Link::to(&department.id.value.page(), &department.name.value);
        subject(link, department.kana.as_ref(), "部局・課所")
    });
    let terms = site.glossary.iter().map(|term| {
        let link = Link::at(FixedPage::Glossary.folder(), &term.id.value, &term.term.value);
        subject(link, term.reading.as_ref(), "用語")
    });
    records.chain(departments).chain(terms).collect()
}
