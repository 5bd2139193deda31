//! The files for robots and feed readers: `sitemap.xml`, `robots.txt`, `feed.xml` of the site and of departments. They
//! contain absolute addresses, so the sitemap and the feeds are written only if the site's address is known.

use std::sync::Arc;

use super::here::{Here, Room};
use super::html::Html;
use super::links;
use super::pages::Pages;
use crate::bundle::Bundle;
use crate::dataset::Collection;
use crate::model::{Change, Changed, Correction, Date, Department, FixedPage, Record, ResidentView, Site, address};

/// How many addresses one sitemap may list (the standard allows 50,000).
const SITEMAP_LIMIT: usize = 40_000;

/// Adds the files; the sitemap lists the pages added so far.
pub(super) fn add(pages: &mut Pages<'_>) {
    let Pages { room, bundle, listed } = pages;
    bundle.add("robots.txt", robots(room.chrome.base_url.as_deref()));
    if let Some(base) = room.chrome.base_url.clone() {
        add_sitemaps(bundle, base.clone(), std::mem::take(listed), room.site);
        if let Some(updated) = Collection::of(room.site).modified() {
            let room = Arc::clone(room);
            bundle.add_lazy("feed.xml", move || Ok(feed(&room, &base, updated).into_bytes()));
        }
    }
}

fn robots(base: Option<&str>) -> String {
    let sitemap = base.map(|base| format!("\nSitemap: {base}sitemap.xml\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{sitemap}")
}

fn add_sitemaps<'a>(bundle: &mut Bundle<'a>, base: String, listed: Vec<String>, site: &'a Site) {
    let count = listed.len() + site.records().count();
    let listed = Arc::new(listed);
    if count <= SITEMAP_LIMIT {
        bundle.add_lazy("sitemap.xml", move || Ok(sitemap(&base, &folders(&listed, site, 0)).into_bytes()));
        return;
    }
    let names: Vec<_> = (1..=count.div_ceil(SITEMAP_LIMIT)).map(|n| format!("sitemap-{n}.xml")).collect();
    bundle.add("sitemap.xml", urls("sitemapindex", "sitemap", &base, &names));
    for (n, name) in names.into_iter().enumerate() {
        let (base, listed) = (base.clone(), Arc::clone(&listed));
        bundle.add_lazy(name, move || Ok(sitemap(&base, &folders(&listed, site, n)).into_bytes()));
    }
}

/// The folders of the n-th sitemap: the lists, then the records.
fn folders(listed: &[String], site: &Site, n: usize) -> Vec<String> {
    let records = site.records().map(|record| record.id().page());
    listed.iter().cloned().chain(records).skip(n * SITEMAP_LIMIT).take(SITEMAP_LIMIT).collect()
}

fn sitemap(base: &str, folders: &[String]) -> String {
    urls("urlset", "url", base, folders)
}

fn urls(root: &str, element: &str, base: &str, paths: &[String]) -> String {
    let mut xml = Html(String::with_capacity(paths.len() * 100));
    xml.0.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.0.push_str(&format!("<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"));
    for path in paths {
        xml.0.push_str(&format!("<{element}><loc>"));
        xml.push_text(base);
        xml.push_text(path);
        xml.0.push_str(&format!("</loc></{element}>\n"));
    }
    xml.0.push_str(&format!("</{root}>\n"));
    xml.0
}

fn feed(room: &Room<'_>, base: &str, updated: Date) -> String {
    let here = Here::new(room, FixedPage::Corrections.folder());
    let news = room.news();
    let newest = news.first().and_then(Changed::date).map_or(updated, |date| date.max(updated));
    let mut xml = begun(room, &room.chrome.title, base, newest);
    link(&mut xml, "self", &format!("{base}feed.xml"));
    let event = |xml: &mut Html, date: Date, anchor: &str, what: &str| {
        let (id, title) = (format!("{base}#{anchor}"), format!("{date}にサイトを{what}しました"));
        FeedEntry { id: &id, address: base, title: &title, date, summary: None }.write(xml);
    };
    if let Some(date) = &room.site.profile.updated {
        event(&mut xml, date.value, &date.value.iso(), "更新");
    }
    let mut corrections: Vec<_> = room.site.corrections.iter().collect();
    corrections.sort_by_key(|correction| std::cmp::Reverse(correction.date.value));
    corrections.iter().for_each(|correction| corrected(&mut xml, &here, base, correction));
    room.site.views.iter().for_each(|of| said(&mut xml, base, of));
    for Changed { record, changes } in news {
        changes.iter().for_each(|change| published(&mut xml, &here, base, *record, change));
    }
    if let Some(date) = &room.site.profile.published {
        event(&mut xml, date.value, "published", "公開");
    }
    xml.0.push_str("</feed>\n");
    xml.0
}

/// The feed of a department: an entry for each record that it is responsible for and of which a change is known.
pub(super) fn of_department(here: &Here<'_, '_>, base: &str, department: &Department) -> String {
    let changed: Vec<_> = here.room.news().iter().filter(|changed| changed.concerns(here.site, department)).collect();
    let Some(newest) = changed.first().and_then(|changed| changed.date()) else { return String::new() };
    let (folder, name) = (department.id.value.page(), here.site.department_name(&department.id.value));
    let page = format!("{base}{folder}");
    let mut xml = begun(here.room, &format!("{name} | {}", here.room.chrome.title), &page, newest);
    link(&mut xml, "self", &format!("{page}feed.xml"));
    changed.into_iter().for_each(|changed| listed(&mut xml, here, base, changed));
    xml.0.push_str("</feed>\n");
    xml.0
}

/// The beginning of a feed about a page, which is also its id.
fn begun(room: &Room<'_>, title: &str, page: &str, updated: Date) -> Html {
    let mut xml = Html("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned());
    xml.0.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"ja\">\n");
    element(&mut xml, "title", title);
    element(&mut xml, "id", page);
    element(&mut xml, "updated", &instant(updated));
    xml.0.push_str("<author>");
    element(&mut xml, "name", room.site.profile.publisher());
    xml.0.push_str("</author>\n");
    link(&mut xml, "alternate", page);
    xml
}

/// A record with everything that was changed of it.
fn listed(xml: &mut Html, here: &Here<'_, '_>, base: &str, changed: &Changed<'_>) {
    let Some(date) = changed.date() else { return };
    let address = format!("{base}{}", changed.record.id().page());
    let title = links::record(here.site, changed.record).text;
    let told: Vec<_> =
        changed.changes.iter().map(|change| format!("{} {}", change.date(), told(here, change))).collect();
    FeedEntry { id: &address, address: &address, title: &title, date, summary: Some(&told.join("\n")) }.write(xml);
}

/// A change in a sentence.
fn told(here: &Here<'_, '_>, change: &Change<'_>) -> String {
    match change {
        Change::Corrected(correction) => format!("正誤: {}", in_words(correction)),
        Change::Said(view) => format!("ご意見と回答: {}", quoted(view)),
        Change::Published(stage, _) => {
            let document = stage.document.as_ref().map(|id| here.site.document_title(&id.value));
            format!("{}: 「{}」", stage.stage.value.words(), document.unwrap_or_default())
        }
    }
}

fn in_words(correction: &Correction) -> String {
    format!("{} → {}(理由: {})", correction.before, correction.after, correction.reason)
}

fn quoted(view: &ResidentView) -> String {
    view.prose().map(|text| text.value.replace('*', "")).collect::<Vec<_>>().join(" ")
}

/// A stage of a sheet; corrections and views have entries of their own.
fn published(xml: &mut Html, here: &Here<'_, '_>, base: &str, record: Record<'_>, change: &Change<'_>) {
    let Change::Published(stage, date) = change else { return };
    let address = format!("{base}{}", record.id().page());
    let (id, title) = (format!("{address}#{}", stage.stage.value.code()), links::record(here.site, record).text);
    let summary = told(here, change);
    FeedEntry { id: &id, address: &address, title: &title, date: *date, summary: Some(&summary) }.write(xml);
}

fn corrected(xml: &mut Html, here: &Here<'_, '_>, base: &str, correction: &Correction) {
    let address = format!("{base}{}#{}", FixedPage::Corrections.folder(), correction.anchor());
    let subject = here.site.subject(&correction.record.value);
    let name = subject.map_or_else(|| correction.record.value.to_string(), |of| links::subject(here.site, of).text);
    let summary = in_words(correction);
    let (title, date) = (format!("正誤: {name}"), correction.date.value);
    FeedEntry { id: &address, address: &address, title: &title, date, summary: Some(&summary) }.write(xml);
}

fn said(xml: &mut Html, base: &str, of: &ResidentView) {
    let address = format!("{base}{}#{}", FixedPage::Views.folder(), address::view_anchor(&of.id));
    let (title, date) = (format!("ご意見と回答: {}", of.date), of.date.value);
    FeedEntry { id: &address, address: &address, title: &title, date, summary: Some(&quoted(of)) }.write(xml);
}

/// An entry of the feed.
struct FeedEntry<'t> {
    id: &'t str,
    address: &'t str,
    title: &'t str,
    date: Date,
    /// What happened, if the title is not enough.
    summary: Option<&'t str>,
}

impl FeedEntry<'_> {
    fn write(&self, xml: &mut Html) {
        xml.0.push_str("<entry>\n");
        element(xml, "title", self.title);
        element(xml, "id", self.id);
        element(xml, "updated", &instant(self.date));
        link(xml, "alternate", self.address);
        element(xml, "summary", self.summary.unwrap_or(self.title));
        xml.0.push_str("</entry>\n");
    }
}

fn element(xml: &mut Html, name: &str, text: &str) {
    xml.0.push_str(&format!("<{name}>"));
    xml.push_text(text);
    xml.0.push_str(&format!("</{name}>\n"));
}

fn link(xml: &mut Html, rel: &str, href: &str) {
    xml.0.push_str(&format!("<link rel=\"{rel}\" href=\""));
    xml.push_text(href);
    xml.0.push_str("\"/>\n");
}

/// The beginning of a day in Japan.
fn instant(date: Date) -> String {
    format!("{:04}-{:02}-{:02}T00:00:00+09:00", date.year, date.month, date.day.unwrap_or(1))
}
