//! リンクの行き先が無い.

use super::{Findings, Rule};
use crate::diagnostic::Located;
use crate::model::{Narrative, Record, RecordId, Site};

/// `dead-link`.
pub(super) const RULE: Rule =
    Rule {
        slug: "dead-link", title: "リンクの行き先が無い", why: "行き止まりのリンクを出さない", check
    };

fn check(site: &Site, findings: &mut Findings<'_>) {
    for page in &site.pages {
        links(site, &page.body, findings);
    }
    for narrative in site.records().filter_map(Record::narrative) {
        links(site, narrative, findings);
    }
}

fn links(site: &Site, narrative: &Narrative, findings: &mut Findings<'_>) {
    for link in narrative.links.iter().filter(|link| !leads_somewhere(site, link)) {
        if site.is_broken(&address(&link.value).0) {
            continue;
        }
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

fn is_image(link: &str) -> bool {
    let lower = link.to_ascii_lowercase();
    [".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp"].iter().any(|ending| lower.ends_with(ending))
}

fn leads_somewhere(site: &Site, link: &Located<String>) -> bool {
    let target = link.value.as_str();
    if let Some((scheme, rest)) = target.split_once(':') {
        return ["https", "http", "mailto"].contains(&scheme) && !rest.trim_matches('/').is_empty();
    }
    let path = path(target);
    if path.is_empty() {
        return !target.is_empty();
    }
    let path = path.trim_start_matches("./").trim_end_matches("index.html");
    if site.images.iter().any(|image| image.path == path) {
        return true;
    }
    if !path.is_empty() && !path.ends_with('/') {
        return false;
    }
    is_there(site, &address(target))
}

/// Whether an address is that of a page.
pub(super) fn is_there(site: &Site, address: &RecordId) -> bool {
    site.record(address).is_some() || is_page(site, &address.0)
}

/// A link without anchor and query.
fn path(target: &str) -> &str {
    target.split(['#', '?']).next().unwrap_or_default()
}

/// The address of the page of the site to which a link leads.
pub(super) fn address(target: &str) -> RecordId {
    let path = path(target).trim_start_matches("./").trim_end_matches("index.html");
    RecordId(path.trim_end_matches('/').to_owned())
}

/// Pages that are not records.
fn is_page(site: &Site, address: &str) -> bool {
    const FIXED: [&str; 15] = [
        "",
        "plans",
        "programs",
        "goals",
        "departments",
        "indicators",
        "sdgs",
        "years",
        "matrix",
        "glossary",
        "corrections",
        "search",
        "data",
        "sitemap",
        "legend",
    ];
    FIXED.contains(&address)
        || site.pages.iter().any(|page| page.id.0 == address)
        || address.strip_prefix("departments/").is_some_and(|id| site.departments.iter().any(|d| d.id.value.0 == id))
        || address
            .strip_prefix("goals/")
            .or_else(|| address.strip_prefix("years/"))
            .is_some_and(|year| site.years().iter().any(|known| known.western().to_string() == year))
        || address.strip_prefix("sdgs/").is_some_and(|n| n.parse::<u8>().is_ok_and(|n| (1..=17).contains(&n)))
        || address.strip_suffix("/changes").is_some_and(|id| match site.record(&RecordId(id.to_owned())) {
            Some(Record::Sheet(sheet)) => site.sheet_before(sheet).is_some(),
            _ => false,
        })
        || address.strip_prefix("data/").is_some()
}
