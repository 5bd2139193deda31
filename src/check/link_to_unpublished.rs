//! 公開前のページへのリンクが、公開するページにある.

use super::dead_link::address;
use super::{Findings, Rule};
use crate::diagnostic::Located;
use crate::model::{Record, Site};

/// `link-to-unpublished`.
pub(super) const RULE: Rule = Rule {
    slug: "link-to-unpublished",
    title: "公開前のページへのリンクが、公開するページにある",
    why: "公開前の記録があることを、リンクで知らせない",
    check,
};

fn check(site: &Site, findings: &mut Findings<'_>) {
    let pages = site.pages.iter().filter(|page| page.release.is_open()).map(|page| &page.body);
    let records = site.records().filter(|record| record.release().is_open()).filter_map(Record::narrative);
    for link in pages.chain(records).flat_map(|narrative| &narrative.links).filter(|link| is_kept_back(site, link)) {
        findings.error(
            link.at,
            format!("リンク「{link}」の行き先は、まだ公開されません"),
            "行き先を公開するまで、このリンクを消すか、このページにも `draft: true` か `publish_on` を書いてください",
        );
    }
}

fn is_kept_back(site: &Site, link: &Located<String>) -> bool {
    if link.value.contains(':') {
        return false;
    }
    let address = address(&link.value);
    let year = ["goals/", "years/"].iter().find_map(|folder| address.0.strip_prefix(folder)?.parse::<i16>().ok());
    site.keeps_back(&address) || year.is_some_and(|year| !speaks_of(site, year, address.0.starts_with("years/")))
}

/// Whether a year has published content, and so a page.
fn speaks_of(site: &Site, year: i16, with_items: bool) -> bool {
    let items = site.programs.iter().flat_map(|program| &program.items).filter(|item| item.release.is_open());
    let years = items.flat_map(|item| &item.years).filter(|record| record.release.is_open());
    site.sheets.iter().any(|sheet| sheet.release.is_open() && sheet.fiscal_year.western() == year)
        || with_items && years.into_iter().any(|record| record.fiscal_year.value.western() == year)
}
