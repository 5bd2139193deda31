//! The metadata of a page: title, description, canonical address and breadcrumbs, for browsers, search engines and
//! readers who arrive from elsewhere.

use serde::Serialize;

use super::alternates::{self, Alternate};
use super::here::Here;
use super::html::{Html, data_block};
use super::links::Link;
use super::{urls, words};
use crate::model::{RecordId, Release};
use crate::qr::Code;

/// A page's title, description and breadcrumbs.
pub(super) struct Head {
    /// 題名 of the page alone; the trail and the site's name are appended.
    pub(super) title: String,
    /// One or two sentences.
    pub(super) description: String,
    /// The pages above it, without the home page and without itself.
    pub(super) trail: Vec<Link>,
    /// Its name at the end of the breadcrumbs, if shorter than the title.
    pub(super) short: Option<String>,
    /// The kind of page, for the stylesheet.
    pub(super) kind: &'static str,
    /// Further data blocks.
    pub(super) data: Vec<Html>,
    /// Whether search engines may list it.
    pub(super) is_listed: bool,
    /// Whether the public may see it.
    pub(super) release: Release,
    /// The folder of the new page, and the link to it from the root, if the content moved.
    pub(super) moved_to: Option<(String, String)>,
}

/// The head, ready to print.
#[derive(Serialize)]
pub(super) struct PageView {
    title: String,
    heading: String,
    description: String,
    canonical: Option<String>,
    /// The citation of the page.
    citation: Option<String>,
    /// The address as a QR code, on the page of a record.
    code: Option<CodeView>,
    crumbs: Vec<Link>,
    here: String,
    kind: &'static str,
    data: Vec<Html>,
    alternates: Vec<Alternate>,
    is_home: bool,
    /// The note for editors on a page that is not public yet; no published page has it.
    ribbon: Option<String>,
    /// The page to which the reader is redirected.
    moved_to: Option<String>,
}

/// A QR code as a dashed path of an SVG.
#[derive(Serialize)]
struct CodeView {
    size: usize,
    way: String,
    dashes: String,
}

impl Head {
    /// A head with the required values.
    pub(super) fn new(kind: &'static str, title: impl Into<String>, description: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            description: description.into(),
            trail: Vec::new(),
            short: None,
            kind,
            data: Vec::new(),
            is_listed: true,
            release: Release::Open,
            moved_to: None,
        }
    }

    /// Sets the pages above.
    pub(super) fn below(mut self, trail: Vec<Link>) -> Self {
        self.trail = trail;
        self
    }

    /// Sets the page's name in the breadcrumbs.
    pub(super) fn called(mut self, short: impl Into<String>) -> Self {
        self.short = Some(short.into());
        self
    }

    /// Sets whether the public may see it.
    pub(super) fn released(mut self, release: Release) -> Self {
        self.release = release;
        self
    }

    /// Completes it for the page at `here`.
    pub(super) fn view(self, here: &Here<'_, '_>) -> PageView {
        let site = &here.room.chrome.title;
        let is_home = here.path.is_empty();
        let (moved_to, moved) = self.moved_to.unzip();
        let own = moved_to.as_deref().or(self.is_listed.then_some(here.path));
        let canonical = here.room.chrome.base_url.as_ref().zip(own).map(|(base, own)| format!("{base}{own}"));
        let own_address = canonical.as_ref().filter(|_| self.is_listed);
        let citation = own_address.map(|address| citation(here, &self.title, address));
        let is_record = here.site.record(&RecordId::of_folder(here.path)).is_some();
        let code = own_address.filter(|_| is_record).and_then(|address| Code::of(address));
        let short = self.short.unwrap_or_else(|| self.title.clone());
        let mut data = self.data;
        if let (Some(base), false) = (&here.room.chrome.base_url, is_home || !self.is_listed) {
            data.push(breadcrumbs(base, site, &self.trail, &short, here.path));
        }
        let nearest = self.trail.last().map(|link| link.text.as_str()).filter(|_| self.trail.len() > 1);
        let title = match (is_home, nearest) {
            (true, _) => site.clone(),
            (false, Some(nearest)) => format!("{} | {nearest} | {site}", self.title),
            (false, None) => format!("{} | {site}", self.title),
        };
        PageView {
            title,
            heading: self.title,
            description: words::shortened(&self.description, 90),
            canonical,
            citation,
            code: code.map(|code| CodeView { size: code.size, way: code.way(), dashes: code.dashes() }),
            crumbs: self.trail,
            here: short,
            kind: self.kind,
            data,
            alternates: if self.is_listed { alternates::of(here) } else { Vec::new() },
            is_home,
            ribbon: ribbon(self.release),
            moved_to: moved,
        }
    }
}

/// The note for editors on content that the public does not see yet.
pub(super) fn ribbon(release: Release) -> Option<String> {
    (!release.is_open()).then(|| release.to_string())
}

/// 「No.17 オープンデータの推進」『上田市の目標・計画・実績』(令和8年11月21日更新) https://… CC-BY-4.0
fn citation(here: &Here<'_, '_>, title: &str, address: &str) -> String {
    let profile = &here.site.profile;
    let page = if here.path.is_empty() { String::new() } else { format!("「{title}」") };
    let updated = profile.updated.as_ref().map(|date| format!("({}更新)", date.value)).unwrap_or_default();
    let licence = profile.licence.as_ref().map(|licence| format!(" {}", licence.id)).unwrap_or_default();
    format!("{page}『{}』{updated} {address}{licence}", profile.title)
}

#[derive(Serialize)]
struct BreadcrumbList<'t> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    items: Vec<ListItem<'t>>,
}

#[derive(Serialize)]
struct ListItem<'t> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'t str,
    item: String,
}

fn breadcrumbs(base: &str, site: &str, trail: &[Link], short: &str, path: &str) -> Html {
    let above = trail.iter().map(|link| (link.text.as_str(), urls::folder_of(&link.href)));
    let steps = std::iter::once((site, "")).chain(above).chain(std::iter::once((short, path)));
    let items = steps
        .enumerate()
        .map(|(i, (name, folder))| ListItem {
            kind: "ListItem",
            position: i + 1,
            name,
            item: format!("{base}{folder}"),
        })
        .collect();
    data_block(&BreadcrumbList { context: "https://schema.org", kind: "BreadcrumbList", items })
}
