//! Where pages lie and how they point at one another.
//!
//! A page is known by its folder (`programs/gyokaku-4/17/`), which is also its address in the canonical link, the
//! sitemap and the search index. Links between pages end in `index.html`, so that the site can be read from a file
//! share as well as from a server; they are written from the site's root, and each page puts its own way up
//! (`../../../`) before them.

use crate::model::{DepartmentId, FiscalYear, PlanId, RecordId};

/// The folder of a record's page.
pub(super) fn record(id: &RecordId) -> String {
    format!("{}/", id.0)
}

/// The folder of a department's page.
pub(super) fn department(id: &DepartmentId) -> String {
    format!("departments/{id}/")
}

/// The folder of a plan's page.
pub(super) fn plan(id: &PlanId) -> String {
    format!("plans/{id}/")
}

/// The folder of a fiscal year's page.
pub(super) fn year(year: FiscalYear) -> String {
    format!("years/{}/", year.western())
}

/// The folder of a fiscal year's goals.
pub(super) fn goals(year: FiscalYear) -> String {
    format!("goals/{}/", year.western())
}

/// The folder of the page that compares a sheet with the one before it.
pub(super) fn changes(sheet: &RecordId) -> String {
    format!("{sheet}/changes/")
}

/// The folder of an SDG's page.
pub(super) fn sdg(number: u8) -> String {
    format!("sdgs/{number}/")
}

/// The link to a folder, from the site's root.
pub(super) fn href(folder: &str) -> String {
    format!("{folder}index.html")
}

/// The link to an anchor on a folder's page, from the site's root.
pub(super) fn href_at(folder: &str, anchor: &str) -> String {
    format!("{folder}index.html#{anchor}")
}

/// The folder to which a link leads.
pub(super) fn folder_of(href: &str) -> &str {
    href.rsplit_once('/').map_or("", |(folder, _)| &href[..=folder.len()])
}

/// The way from a page up to the site's root: `../../` from `goals/2022/`, `./` from the root itself.
pub(super) fn root(path: &str) -> String {
    match path.matches('/').count() {
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    }
}

/// The link from the site's root that a link in a page of prose means; `None` where it leads out of the site.
pub(super) fn internal(target: &str) -> Option<String> {
    let (path, anchor) = target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    let is_external = path.starts_with('/') || path.split('/').next().is_some_and(|first| first.contains(':'));
    if is_external || path.is_empty() {
        return None;
    }
    let file = if path.ends_with('/') { href(path) } else { path.to_owned() };
    Some(anchor.map_or(file.clone(), |anchor| format!("{file}#{anchor}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_up_has_one_step_a_folder() {
        assert_eq!(root(""), "./");
        assert_eq!(root("goals/2022/"), "../../");
    }

    #[test]
    fn links_of_prose_are_told_from_links_out() {
        assert_eq!(internal("glossary/").as_deref(), Some("glossary/index.html"));
        assert_eq!(internal("plans/sogo-3/#s1").as_deref(), Some("plans/sogo-3/index.html#s1"));
        assert_eq!(internal("https://example.jp/"), None);
        assert_eq!(internal("mailto:a@example.jp"), None);
        assert_eq!(internal("#here"), None);
        assert_eq!(internal("/etc/"), None);
    }
}
