//! `render`: every page of the site, one file per kind of page, each with a view struct that is ready to print.
//!
//! Pages are rendered lazily: [`render`] returns closures that share the `Room`. What several pages need (who refers to
//! a section, what a department is responsible for) is computed once, by `model::Relations`, when the first of them is
//! rendered. Templates and stylesheets belong to the theme (`theme`); the form of links is described in `urls`. Nothing
//! is validated here: whatever `check` allows is shown, and missing values are shown as missing.

mod alternates;
mod answer;
mod brand;
mod bullet;
mod changes;
mod chart;
mod comparison;
mod corrections;
mod costs;
mod data;
mod departments;
mod evaluation;
mod families;
mod feeds;
mod figures;
mod foot;
mod form;
mod glossary;
mod goal;
mod goals_year;
mod head;
mod here;
mod home;
mod html;
mod indicator;
mod indicators;
mod item;
mod lacking;
mod legend;
mod links;
mod list;
mod markdown;
mod matrix;
mod money;
mod newest;
mod not_found;
mod origin;
mod pages;
mod plan;
mod program;
mod prose;
mod rating;
mod readings;
mod redirects;
mod related;
mod results;
mod rewording;
mod script;
mod sdgs;
mod search_page;
mod section;
mod sheet;
mod site_map;
mod stages;
mod talk;
mod tally;
mod template_fault;
mod terms;
mod theme;
mod urls;
mod views;
mod words;
mod year_records;
mod years;
mod years_compared;

use std::sync::Arc;

use crate::bundle::{Bundle, Stamp};
use crate::dataset::OpenData;
use crate::model::kana::Reads;
use crate::model::{FixedPage, Site};
use here::Room;
use pages::Pages;

pub use markdown::anchors;
pub use theme::{Error as ThemeError, Theme};

/// Composes every page, the theme's files and the files for robots and feed readers.
pub fn render<'a>(
    site: &'a Site,
    data: OpenData<'_, 'a>,
    theme: &'a Theme,
    stamp: &'a Stamp,
    reader: &'a dyn Reads,
) -> Bundle<'a> {
    let mut pages = gathered(site, data, theme, stamp, reader);
    redirects::add(&mut pages);
    pages.bundle
}

/// The pages and files that do not depend on the theme: [`render`] without 転送. None of its pages can be rendered,
/// because the theme is [bare](Theme::bare).
pub fn standing<'a>(site: &'a Site, data: OpenData<'_, 'a>, bare: &'a Theme, stamp: &'a Stamp) -> Bundle<'a> {
    gathered(site, data, bare, stamp, &()).bundle
}

fn gathered<'a>(
    site: &'a Site,
    data: OpenData<'_, 'a>,
    theme: &'a Theme,
    stamp: &'a Stamp,
    reader: &'a dyn Reads,
) -> Pages<'a> {
    let room = Arc::new(Room::new(site, data.datasets, theme, stamp, reader));
    let mut pages = Pages::new(room);
    pages.add_images();
    pages.add_fixed(FixedPage::Home, "pages/home.html", move |here| home::page(here, data.datasets));
    if site.fills(FixedPage::Results) {
        results::add(&mut pages);
    }
    pages.add_fixed(FixedPage::Plans, "pages/plans.html", families::plans);
    pages.add_fixed(FixedPage::Programs, "pages/programs.html", families::programs);
    pages.add_fixed(FixedPage::Goals, "pages/goals.html", families::goals);
    site.plans.iter().for_each(|plan| plan::add(&mut pages, plan));
    site.programs.iter().for_each(|program| program::add(&mut pages, program));
    goals_year::add(&mut pages);
    site.sheets.iter().for_each(|sheet| sheet::add(&mut pages, sheet));
    departments::add(&mut pages);
    pages.add_fixed(FixedPage::Indicators, "pages/indicators.html", indicators::page);
    sdgs::add(&mut pages);
    years::add(&mut pages);
    years_compared::add(&mut pages);
    pages.add_fixed(FixedPage::Matrix, "pages/matrix.html", matrix::page);
    pages.add_fixed(FixedPage::Glossary, "pages/glossary.html", glossary::page);
    pages.add_fixed(FixedPage::Corrections, "pages/corrections.html", corrections::page);
    pages.add_fixed(FixedPage::Costs, "pages/costs.html", costs::page);
    pages.add_fixed(FixedPage::Views, "pages/views.html", views::page);
    prose::add(&mut pages);
    pages.add_fixed(FixedPage::Legend, "pages/legend.html", legend::page);
    pages.add_fixed(FixedPage::SiteMap, "pages/site_map.html", move |here| site_map::page(here, data.datasets));
    pages.add_fixed(FixedPage::Search, "pages/search.html", search_page::page);
    list::add(&mut pages);
    data::add(&mut pages, data);
    pages.add_stray("404.html", "pages/not_found.html", not_found::page);
    feeds::add(&mut pages);
    readings::add(&mut pages);
    pages
}
