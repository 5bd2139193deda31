//! リンクの行き先が無い.

use super::{Findings, Paths};
use crate::model::{Redirect, Release, Site, Text, address};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let paths = findings.paths;
    for (_, link) in links(site).filter(|(_, link)| !leads_somewhere(site, &link.value, paths)) {
        let (message, help) = if is_image(&link.value) {
            (
                format!("画像「{link}」がありません"),
                "SVG か PNG の画像を images/ に置き、images/zu-1.png のように書いてください",
            )
        } else {
            let help =
                "このサイトの中へは glossary/ や programs/<プログラム>/1/ のように、外へは https:// から書いてください";
            (format!("リンク「{link}」の行き先がありません"), help)
        };
        findings.error(link.at, message, help);
    }
}

/// Every link in a text of the site, with whether the public may see the text.
pub(super) fn links(site: &Site) -> impl Iterator<Item = (Release, &Text)> {
    let pages = site.pages.iter().map(|page| (page.release, &page.body));
    let records = site.records().filter_map(|record| Some((record.release(), record.base().narrative.as_deref()?)));
    pages.chain(records).flat_map(|(release, narrative)| narrative.links.iter().map(move |link| (release, link)))
}

fn is_image(link: &str) -> bool {
    let lower = link.to_ascii_lowercase();
    [".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp"].iter().any(|ending| lower.ends_with(ending))
}

/// What could not be read may hold the page: a link into it is not judged.
fn leads_somewhere(site: &Site, link: &str, paths: Paths<'_>) -> bool {
    if let Some((scheme, rest)) = link.split_once(':') {
        return ["https", "http", "mailto"].contains(&scheme) && !rest.trim_matches('/').is_empty();
    }
    let Some((file, _)) = address::linked(link) else { return link.starts_with(['#', '?']) };
    let folder = file.strip_suffix("index.html");
    let is_former = |redirect: &Redirect| redirect.folder().is_some_and(|from| folder == Some(&from));
    (paths.editors)(&file)
        || site.redirects.iter().any(is_former)
        || address::above(&file).any(|folder| site.is_broken(folder))
        || folder.is_some_and(|folder| site.is_broken_below(folder.trim_end_matches('/')))
}
