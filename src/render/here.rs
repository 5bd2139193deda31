//! Where a page is being written: the room with everything that all pages share, and the way from this page to the
//! site's root.

use std::sync::OnceLock;

use serde::Serialize;

use super::html::Html;
use super::index::Index;
use super::links::Link;
use super::theme::Theme;
use super::{urls, words};
use crate::bundle::Stamp;
use crate::model::{FiscalYear, RatingCriteria, Site, StageKind, Statements, Term, Text, term_marks};

/// What all pages share.
pub(super) struct Room<'a> {
    pub(super) site: &'a Site,
    pub(super) theme: &'a Theme,
    pub(super) chrome: Chrome,
    index: OnceLock<Index<'a>>,
}

/// What stands around every page.
#[derive(Serialize)]
pub(super) struct Chrome {
    pub(super) title: String,
    pub(super) municipality: String,
    pub(super) language: String,
    pub(super) base_url: Option<String>,
    notice: Vec<String>,
    updated: Option<String>,
    licence: Option<LicenceView>,
    contact: Option<ContactView>,
    navigation: Vec<Link>,
    about: Vec<Link>,
    has_feed: bool,
    generator: String,
}

#[derive(Serialize)]
struct LicenceView {
    name: String,
    url: String,
}

#[derive(Serialize)]
struct ContactView {
    name: String,
    email: Option<String>,
    phone: Option<String>,
    url: Option<String>,
}

impl<'a> Room<'a> {
    /// Gathers what all pages share.
    pub(super) fn new(site: &'a Site, theme: &'a Theme, stamp: &'a Stamp) -> Self {
        Self { site, theme, chrome: chrome(site, stamp), index: OnceLock::new() }
    }

    /// The look-ups, made when the first page needs one.
    pub(super) fn index(&self) -> &Index<'a> {
        self.index.get_or_init(|| Index::new(self.site))
    }

    /// Whether the results of a year are known not to be published yet.
    pub(super) fn is_unreported(&self, year: FiscalYear, through: Option<FiscalYear>) -> bool {
        let through = through.or(self.site.profile.reported_through.as_ref().map(|year| year.value));
        through.is_some_and(|through| year > through)
    }

    /// 評価基準 of a year and stage.
    pub(super) fn criteria(&self, year: FiscalYear, stage: StageKind) -> Option<&'a RatingCriteria> {
        self.site.criteria(year, stage)
    }
}

/// A page's place.
pub(super) struct Here<'r, 'a> {
    pub(super) room: &'r Room<'a>,
    pub(super) site: &'a Site,
    /// The page's folder, or its file.
    pub(super) path: &'r str,
    /// The way up to the site's root.
    pub(super) root: String,
}

/// A list of statements, ready to print: either its items, or the word for why there are none.
#[derive(Debug, Serialize)]
pub(super) struct Said {
    pub(super) items: Vec<Html>,
    pub(super) absent: Option<&'static str>,
}

impl<'r, 'a> Here<'r, 'a> {
    /// The place of the page with this path.
    pub(super) fn new(room: &'r Room<'a>, path: &'r str) -> Self {
        Self { room, site: room.site, path, root: urls::root(path) }
    }

    /// What stands before links: the way up, but on a page shown at any address the site's full address.
    pub(super) fn links(&self) -> &str {
        let is_stray = !self.path.is_empty() && !self.path.ends_with('/');
        self.room.chrome.base_url.as_deref().filter(|_| is_stray).unwrap_or(&self.root)
    }

    /// A text with its marked terms linked to the glossary.
    pub(super) fn html(&self, text: &str) -> Html {
        if !text.contains('*') {
            return Html::text(text);
        }
        linked(text, &self.site.glossary, &self.root)
    }

    /// A text that may be absent.
    pub(super) fn maybe(&self, text: &Option<Text>) -> Option<Html> {
        text.as_ref().map(|text| self.html(&text.value))
    }

    /// Statements; unknown and none are said differently.
    pub(super) fn said(&self, statements: &Statements) -> Said {
        self.said_or(statements, words::UNKNOWN)
    }

    /// Statements, with another word for those that are not there.
    pub(super) fn said_or(&self, statements: &Statements, unknown: &'static str) -> Said {
        let items: Vec<_> = statements.iter().flatten().map(|text| self.html(&text.value)).collect();
        let absent = match statements {
            None => Some(unknown),
            Some(known) if known.is_empty() => Some(words::NONE),
            Some(_) => None,
        };
        Said { items, absent }
    }
}

fn linked(text: &str, terms: &[Term], root: &str) -> Html {
    let mut html = Html::default();
    let mut from = 0;
    for mark in term_marks(text, terms) {
        let start = mark.start.max(from);
        html.push_text(&text[from..start]);
        match mark.term {
            Some(term) => {
                let href = format!("{root}{}", urls::href_at("glossary/", &term.id.value));
                html.push_link("term", &href, &text[start..mark.at]);
            }
            None => html.push_text(&text[start..=mark.at]),
        }
        from = mark.at + 1;
    }
    html.push_text(&text[from..]);
    html
}

fn chrome(site: &Site, stamp: &Stamp) -> Chrome {
    let profile = &site.profile;
    let value = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
    let base_url = value(&profile.base_url);
    Chrome {
        title: profile.title.value.clone(),
        municipality: profile.municipality.name.value.clone(),
        language: profile.language.clone(),
        notice: profile.notice.iter().flatten().map(|text| text.value.clone()).collect(),
        updated: profile.updated.as_ref().map(|date| date.value.to_string()),
        licence: profile
            .licence
            .as_ref()
            .map(|licence| LicenceView { name: licence.name.value.clone(), url: licence.url.value.clone() }),
        contact: profile.contact.as_ref().map(|contact| ContactView {
            name: contact.name.value.clone(),
            email: value(&contact.email),
            phone: value(&contact.phone),
            url: value(&contact.url),
        }),
        navigation: navigation(),
        about: site.pages.iter().map(|page| Link::to(&urls::record(&page.id), &page.title.value)).collect(),
        has_feed: base_url.is_some() && super::feeds::updated(site).is_some(),
        base_url,
        generator: stamp.generator.clone(),
    }
}

fn navigation() -> Vec<Link> {
    let places = [
        ("plans/", "計画"),
        ("programs/", "取組"),
        ("goals/", "重点目標"),
        ("departments/", "部局"),
        ("indicators/", "指標"),
        ("years/", "年度"),
        ("data/", "データ"),
    ];
    places.iter().map(|(folder, text)| Link::to(folder, text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Located, Span};
    use crate::source::FileId;

    fn text(value: &str) -> Text {
        Located { value: value.to_owned(), at: Span::file(FileId(0)) }
    }

    #[test]
    fn a_marked_term_becomes_a_link_without_its_asterisk() {
        let term =
            Term { id: text("kyodo"), term: text("協働"), reading: None, explanation: text("…"), aliases: None };
        let html = linked("市民との協働*と<連携*>", &[term], "../");
        assert_eq!(html.0, "市民との<a class=\"term\" href=\"../glossary/index.html#kyodo\">協働</a>と&lt;連携*&gt;");
    }
}
