//! Pages of prose, such as `about/`: Markdown below the page's title.

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::html::Html;
use super::links;
use super::markdown;
use super::pages::Pages;
use crate::model::Page;

#[derive(Serialize)]
struct View {
    title: Html,
    body: Html,
}

/// Adds the pages.
pub(super) fn add(pages: &mut Pages<'_>) {
    for page in &pages.room.site.pages {
        pages.add(page.id.page(), "pages/prose.html", move |here| view(here, page));
    }
}

fn view(here: &Here<'_, '_>, page: &Page) -> (Head, View) {
    let body =
        markdown::html(&page.body.markdown.value, 2, &here.root, &markdown::read, &|path| links::note(here.site, path));
    let first = page.body.plain.lines().find(|line| !line.trim().is_empty()).unwrap_or(&page.title.value);
    let head = Head::new("prose", &page.title.value, first).released(page.release);
    (head, View { title: here.label(&page.title), body })
}
