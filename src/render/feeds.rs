//! The files for robots and feed readers: `sitemap.xml`, `robots.txt`, `feed.xml`. They contain absolute addresses, so
//! the sitemap and the feed are written only if the site's address is known.

use std::sync::Arc;

use super::here::{Here, Room};
use super::html::Html;
use super::pages::Pages;
use super::{corrections, links};
use crate::bundle::Bundle;
use crate::dataset::Collection;
use crate::model::{Correction, Date, FixedPage, ResidentView, Site, address};

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
    let mut xml = Html("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned());
    xml.0.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"ja\">\n");
    element(&mut xml, "title", &room.chrome.title);
    element(&mut xml, "id", base);
    element(&mut xml, "updated", &instant(updated));
    xml.0.push_str("<author>");
    element(&mut xml, "name", room.site.profile.publisher());
    xml.0.push_str("</author>\n");
    link(&mut xml, "alternate", base);
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
    if let Some(date) = &room.site.profile.published {
        event(&mut xml, date.value, "published", "公開");
    }
    xml.0.push_str("</feed>\n");
    xml.0
}

fn corrected(xml: &mut Html, here: &Here<'_, '_>, base: &str, correction: &Correction) {
    let address = format!("{base}{}#{}", FixedPage::Corrections.folder(), corrections::anchor(here, correction));
    let record = here.site.record(&correction.record.value);
    let name =
        record.map_or_else(|| correction.record.value.to_string(), |record| links::record(here.site, record).text);
    let summary = format!("{} → {}(理由: {})", correction.before, correction.after, correction.reason);
    let (title, date) = (format!("正誤: {name}"), correction.date.value);
    FeedEntry { id: &address, address: &address, title: &title, date, summary: Some(&summary) }.write(xml);
}

fn said(xml: &mut Html, base: &str, of: &ResidentView) {
    let address = format!("{base}{}#{}", FixedPage::Views.folder(), address::view_anchor(&of.id));
    let (title, date) = (format!("ご意見と回答: {}", of.date), of.date.value);
    let summary: Vec<_> = of.prose().map(|text| text.value.replace('*', "")).collect();
    FeedEntry { id: &address, address: &address, title: &title, date, summary: Some(&summary.join(" ")) }.write(xml);
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
