//! The context of a page: the room with the data that all pages share, and the relative path from the page to the
//! site's root.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;

use super::brand::{self, BrandView};
use super::html::Html;
use super::links::Link;
use super::terms::{Found, Terms};
use super::theme::{Shared, Theme};
use super::{readings, urls, words};
use crate::bundle::Stamp;
use crate::dataset::Dataset;
use crate::model::kana::Reads;
use crate::model::{
    Changed, FiscalYear, FixedPage, RatingCriteria, Relations, Ruby, Site, StageKind, Statements, Tally, Text, Words,
};

/// The data that all pages share.
pub(super) struct Room<'a> {
    pub(super) site: &'a Site,
    pub(super) datasets: &'a [Dataset<'a>],
    pub(super) theme: &'a Theme,
    pub(super) chrome: Chrome,
    /// The references between records.
    pub(super) relations: Relations<'a>,
    terms: OnceLock<Terms<'a>>,
    tally: OnceLock<Tally<'a>>,
    news: OnceLock<Vec<Changed<'a>>>,
    shared: OnceLock<Vec<(&'a Words, Shared)>>,
    pub(super) reader: &'a dyn Reads,
}

/// The parts that surround the content of every page.
#[derive(Serialize)]
pub(super) struct Chrome {
    pub(super) title: String,
    pub(super) municipality: String,
    pub(super) language: String,
    pub(super) base_url: Option<String>,
    notice: Vec<String>,
    updated: Option<String>,
    pub(super) licence: Option<LicenceView>,
    contact: Option<ContactView>,
    brand: BrandView,
    navigation: Vec<Link>,
    /// The links to the fixed pages of the site, by their names.
    pages: BTreeMap<&'static str, String>,
    about: Vec<Link>,
    has_feed: bool,
    /// Whether よみ can be chosen to be shown.
    has_readings: bool,
    generator: String,
}

/// The nouns by name, as templates read them.
struct Nouns<'v>(&'v Words);

impl Serialize for Nouns<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.all())
    }
}

/// The licence of the content.
#[derive(Clone, Serialize)]
pub(super) struct LicenceView {
    name: String,
    id: String,
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
    /// Collects the data that all pages share.
    pub(super) fn new(
        site: &'a Site,
        datasets: &'a [Dataset<'a>],
        theme: &'a Theme,
        stamp: &'a Stamp,
        reader: &'a dyn Reads,
    ) -> Self {
        let chrome = chrome(site, stamp);
        Self {
            site,
            datasets,
            theme,
            chrome,
            relations: Relations::new(site),
            terms: OnceLock::new(),
            tally: OnceLock::new(),
            news: OnceLock::new(),
            shared: OnceLock::new(),
            reader,
        }
    }

    /// The glossary's terms, indexed when the first page has a statement.
    fn terms(&self) -> &Terms<'a> {
        self.terms.get_or_init(|| Terms::new(&self.site.glossary))
    }

    /// What all pages with these nouns of the site share.
    pub(super) fn shared(&self, words: &Words) -> &Shared {
        let all = self.shared.get_or_init(|| {
            let site = Shared::default().with("site", &self.chrome).with("theme", &self.theme.settings(self.site));
            self.site.every_words().map(|words| (words, site.clone().with("words", &Nouns(words)))).collect()
        });
        let found = all.iter().find(|(own, _)| std::ptr::eq(*own, words));
        found.map(|(_, shared)| shared).expect("the nouns of a page are among those of its site")
    }

    /// The counts over all records.
    pub(super) fn tally(&self) -> &Tally<'a> {
        self.tally.get_or_init(|| Tally::of(self.site, self.site.records()))
    }

    /// What is known to have changed.
    pub(super) fn news(&self) -> &[Changed<'a>] {
        self.news.get_or_init(|| self.site.news())
    }

    /// 評価基準 of a year and stage.
    pub(super) fn criteria(&self, year: FiscalYear, stage: StageKind) -> Option<&'a RatingCriteria> {
        self.site.criteria(year, stage)
    }
}

/// The position of a page in the site.
pub(super) struct Here<'r, 'a> {
    pub(super) room: &'r Room<'a>,
    pub(super) site: &'a Site,
    /// The nouns of the plan or program to which the page belongs, or of the site.
    pub(super) words: &'a Words,
    /// The page's folder, or its file.
    pub(super) path: &'r str,
    /// The relative path to the site's root; on a page shown at any address, the root's path on its server.
    pub(super) root: String,
}

/// A list of statements, ready to print: either its items, or the word for why there are none.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Said {
    pub(super) items: Vec<Html>,
    pub(super) absent: Option<&'static str>,
    /// Whether the source does not say it.
    pub(super) is_unknown: bool,
}

impl Said {
    /// Statements, or the word for why there are none.
    pub(super) fn new(items: Vec<Html>, absent: Option<&'static str>) -> Self {
        Self { items, absent, is_unknown: absent == Some(words::UNKNOWN) }
    }
}

impl<'r, 'a> Here<'r, 'a> {
    /// The context of the page with this path.
    pub(super) fn new(room: &'r Room<'a>, path: &'r str) -> Self {
        let is_stray = !path.is_empty() && !path.ends_with('/');
        let above = room.site.profile.base_path().filter(|_| is_stray);
        let root = above.map_or_else(|| urls::root(path), str::to_owned);
        Self { room, site: room.site, words: room.site.words_at(path), path, root }
    }

    /// A link to one of the fixed pages.
    pub(super) fn fixed(&self, page: FixedPage) -> Link {
        Link::to(page.folder(), &page.title(self.words))
    }

    /// A statement with its terms linked to the glossary and its 読み仮名 above the words.
    pub(super) fn html(&self, text: &Text) -> Html {
        self.statement(&text.value, self.site.readings.of(text.at))
    }

    /// A statement with these 読み仮名.
    pub(super) fn statement(&self, text: &str, rubies: &[Ruby]) -> Html {
        let terms = self.room.terms().find(text);
        self.annotated(text, &terms, rubies, |html, found| {
            let href = format!("{}{}", self.root, self.room.terms().href(found.term));
            html.open_term(&href, &text[found.start..found.end]);
            html.push_read(text, found.start..found.end, rubies);
            html.close_term();
        })
    }

    /// A title or a label: with 読み仮名, without links of terms.
    pub(super) fn label(&self, text: &Text) -> Html {
        self.unlinked(&text.value, self.site.readings.of(text.at))
    }

    /// A generated text; the asterisks of its terms are left out.
    pub(super) fn words(&self, text: &str) -> Html {
        self.unlinked(text, &[])
    }

    fn unlinked(&self, text: &str, rubies: &[Ruby]) -> Html {
        let terms = self.room.terms().marked(text);
        self.annotated(text, &terms, rubies, |html, found| html.push_read(text, found.start..found.end, rubies))
    }

    /// A text with 読み仮名; `push` writes its terms.
    fn annotated(&self, text: &str, terms: &[Found], rubies: &[Ruby], push: impl Fn(&mut Html, &Found)) -> Html {
        let mut html = Html::default();
        let mut from = 0;
        for found in terms {
            if rubies.iter().any(|ruby| ruby.start < found.end && found.end < ruby.end) {
                continue;
            }
            html.push_read(text, from..found.start, rubies);
            push(&mut html, found);
            from = found.after;
        }
        html.push_read(text, from..text.len(), rubies);
        html
    }

    /// A text that may be absent.
    pub(super) fn maybe(&self, text: &Option<impl Borrow<Text>>) -> Option<Html> {
        text.as_ref().map(|text| self.html(text.borrow()))
    }

    /// Statements; unknown and none are different words.
    pub(super) fn said(&self, statements: &Statements) -> Said {
        self.said_or(statements, words::UNKNOWN)
    }

    /// Statements, with another word for unknown ones.
    pub(super) fn said_or(&self, statements: &Statements, unknown: &'static str) -> Said {
        self.listed(statements, unknown, |text| self.html(text))
    }

    /// The names of parts: statements without links of terms, because they are headings.
    pub(super) fn labels(&self, statements: &Statements) -> Said {
        self.listed(statements, words::UNKNOWN, |text| self.label(text))
    }

    fn listed(&self, statements: &Statements, unknown: &'static str, html: impl Fn(&Text) -> Html) -> Said {
        let items: Vec<_> = statements.iter().flatten().map(|text| html(text).without_dot()).collect();
        let absent = match statements {
            None => Some(unknown),
            Some(known) if known.is_empty() => Some(words::NONE),
            Some(_) => None,
        };
        Said::new(items, absent)
    }
}

fn chrome(site: &Site, stamp: &Stamp) -> Chrome {
    let profile = &site.profile;
    let value = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
    let base_url = value(&profile.base_url);
    Chrome {
        title: profile.title.value.clone(),
        municipality: profile.municipality.name.value.clone(),
        language: profile.language.value.clone(),
        notice: profile.notice.iter().flatten().map(|text| text.value.clone()).collect(),
        updated: profile.updated.as_ref().map(|date| date.value.to_string()),
        licence: profile.licence.as_ref().map(|licence| {
            let [name, id, url] = [&licence.name, &licence.id, &licence.url].map(|text| text.value.clone());
            LicenceView { name, id, url }
        }),
        contact: profile.contact.as_ref().map(|contact| ContactView {
            name: contact.name.value.clone(),
            email: value(&contact.email),
            phone: value(&contact.phone),
            url: value(&contact.url),
        }),
        brand: brand::view(site),
        navigation: navigation(site),
        pages: FixedPage::ALL
            .iter()
            .filter(|page| site.fills(**page))
            .map(|page| (page.name(), urls::href(page.folder())))
            .collect(),
        about: site.pages.iter().map(|page| Link::to(&page.id.page(), &page.title.value)).collect(),
        has_readings: readings::are_known(site),
        has_feed: base_url.is_some() && crate::dataset::Collection::of(site).modified().is_some(),
        base_url,
        generator: stamp.generator.clone(),
    }
}

fn navigation(site: &Site) -> Vec<Link> {
    use FixedPage::{Costs, Data, Departments, Goals, Indicators, Plans, Programs, Results, Views, Years};
    let name = |page: FixedPage| if page == Departments { "部局".into() } else { page.title(site.words()) };
    let pages = [Results, Plans, Programs, Goals, Departments, Indicators, Years, Costs, Views, Data].into_iter();
    let is_main = |page: &FixedPage| site.fills(*page) && (*page != Costs || site.tells_costs());
    pages.filter(is_main).map(|page| Link::to(page.folder(), &name(page))).collect()
}
