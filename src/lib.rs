//! mieruka 見える化: a city's goals, plans and results, from YAML and Markdown to pages, open data and search.
//!
//! # The road
//!
//! ```text
//! content/ ─▶ source::read ─▶ load ─▶ Site ─▶ check ─▶ Diagnostics ─▶ cli (報告)
//!                                      │
//! themes/  ─▶ Theme::open  ───────────▶├─▶ render ─┐
//!             export::datasets ───────▶├─▶ export ─┼─▶ Bundle ─▶ publish ─▶ public/
//! 辞書     ─▶ Tokenizer::open ────────▶└─▶ search ─┘        └──▶ serve ───▶ browser
//! ```
//!
//! Nouns are shared, verbs are stages. [`model`], [`source`], [`outside`], [`diagnostic`], [`characters`], [`yaml`], [`markdown`], [`dataset`], [`shape`],
//! [`digest`], [`qr`], [`workbook`], [`archive`], [`parallel`] and [`bundle`] may be used by all. The stages [`load`](mod@load), [`import`](mod@import), [`check`](mod@check),
//! [`render`](mod@render), [`export`](mod@export), [`search`](mod@search), [`schema`](mod@schema), [`new`](mod@new), [`approve`](mod@approve),
//! [`permanence`](mod@permanence), [`publish`](mod@publish) and [`serve`](mod@serve) do not know one another: [`build`] composes the
//! pure ones on one screen, and the program's `cli/` adds the outside — folders, clock, terminal — around them.
//!
//! # The rooms
//!
//! | room | owns |
//! |---|---|
//! | [`model`] | the domain as plain immutable types; look-ups on [`model::Site`], who refers to whom, where everything stands |
//! | [`source`] | a folder as texts; lines and columns |
//! | [`outside`] | errors of the operating system, in Japanese, and patience with those that pass |
//! | [`diagnostic`] | places, findings, and how they are told on a terminal and to machines |
//! | [`characters`] | which characters may stand in a text, their one form, and how lines are joined |
//! | [`yaml`] | a text as a tree with places, and edits that leave the rest as it stands; names the YAML reader, as only a theme's manifest does besides |
//! | [`markdown`] | Markdown as events with places, read as it was meant; [`mod@load`] judges them, [`mod@render`] makes HTML of them |
//! | [`mod@load`] | texts → records |
//! | [`mod@import`] | spreadsheets → edits of the content, and the forms for them |
//! | [`mod@check`] | what only the whole content shows; one rule, one file |
//! | [`dataset`] | an open-data table as a value: columns defined once, rows made on demand |
//! | [`mod@render`] | pages: a view and an address per kind; the only room that names the template engine |
//! | [`mod@export`] | tables and their spellings: CSV, JSON, XLSX, catalogues |
//! | [`mod@search`] | documents → index; the only room that names the tokenizer |
//! | [`shape`] | what a content file may hold, as the reading functions describe it |
//! | [`schema`](mod@schema) | JSON Schemas for editors, made of shapes and the site's ids |
//! | [`approve`](mod@approve) | approvals and drafts of many records, as edits of the content |
//! | [`new`](mod@new) | files for new records, and for the year that follows another |
//! | [`mod@permanence`] | published addresses and values stay, or a redirect or a correction says why not |
//! | [`digest`] | SHA-256 of bytes and of several parts |
//! | [`workbook`] | workbooks (XLSX) for the open data and the forms: rows streamed, styles, sheets laid out and printed |
//! | [`qr`] | a text as the modules of a QR code |
//! | [`archive`] | ZIP of files that are already compressed |
//! | [`parallel`] | the one way to work on many things at once |
//! | [`bundle`] | every path of a site with *how to make its bytes* |
//! | [`mod@publish`] | the only room that writes |
//! | [`mod@serve`] | the preview on the loopback address |
//!
//! # What is not there
//!
//! - No half-built value: `load` returns a finished `Site`, and nothing takes `&mut Site`.
//! - No mode: the preview shows the same bytes that are published, because both make them from the same [`bundle::Bundle`].
//!   What the preview adds is added to its answer over HTTP.
//! - No page is held: bytes are made when they are written or requested, so memory grows with the records, not with the site.
//! - No clock, environment or current folder inside a stage: they are arguments, as [`bundle::Stamp`]. No iteration over a hash
//!   reaches the output. Two builds of one content have the same bytes.
//! - No fault of the content stops the reading of the rest, and none is an `Err`: it is a finding with a position and a remedy.
//!   `Err` is for failures of the outside; a panic is for our own mistakes.
//! - No reference to another host in anything that is made.
//!
//! A question and where to look: *why this message?* its slug in `check/` or `load/rules.rs` — *why this column?*
//! `export/columns/` — *why this page?* its kind in `render/` and `themes/default/templates/` — *why was it not found?*
//! `search/` and the test vectors shared with the reader in the theme.

pub mod approve;
pub mod archive;
pub mod bundle;
pub mod characters;
pub mod check;
pub mod dataset;
pub mod diagnostic;
pub mod digest;
pub mod export;
pub mod import;
pub mod load;
pub mod markdown;
pub mod model;
pub mod new;
pub mod outside;
pub mod parallel;
pub mod permanence;
pub mod publish;
pub mod qr;
pub mod render;
pub mod schema;
pub mod search;
pub mod serve;
pub mod shape;
pub mod source;
pub mod workbook;
pub mod yaml;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bundle::{Bundle, Stamp};
use check::{Paths, Standing};
use dataset::{Dataset, OpenData};
use diagnostic::Diagnostics;
use model::Site;
use render::Theme;
use search::Index;

/// Composes the whole site: pages, open data, search.
pub fn build<'a, 's: 'a>(
    site: &'s Site,
    datasets: &'a [Dataset<'s>],
    theme: &'a Theme,
    index: &Arc<Index<'a>>,
    stamp: &'a Stamp,
) -> Bundle<'a> {
    let files = export::export(site, datasets);
    let mut bundle = render::render(site, OpenData { datasets, files: &files }, theme, stamp, index.tokenizer);
    bundle.extend(files);
    bundle.extend(search::search(index));
    permanence::add(&mut bundle, site);
    bundle
}

/// The files of the tables, in groups that are made together, the longest first: many others tell about them.
pub fn first<'d>(datasets: &'d [Dataset<'_>]) -> Vec<Vec<&'d str>> {
    let mut groups: Vec<_> = datasets.iter().flat_map(Dataset::made_together).collect();
    groups.sort_by_key(|(rows, _)| Reverse(*rows));
    groups.into_iter().map(|(_, files)| files.iter().map(|file| file.path.as_str()).collect()).collect()
}

/// Finds what is wrong with the content, or to be looked at.
pub fn examine(site: &Site) -> Diagnostics {
    with_standing(site, |editors| match site.kept_back().next() {
        None => check::check(site, Paths { editors, public: editors }),
        Some(_) => with_standing(&site.clone().published(), |public| check::check(site, Paths { editors, public })),
    })
}

/// Passes on what stands by itself: without 転送 and without the files of the search, which may change with every build. The
/// paths are composed when the first one is looked up; no file is made, so that neither theme nor dictionary is opened. For
/// anchors the pages to which texts link are made, with the default theme.
fn with_standing<T>(site: &Site, act: impl FnOnce(Standing<'_>) -> T) -> T {
    let (theme, stamp, datasets) = (Theme::bare(), Stamp::default(), OnceLock::new());
    let (paths, pages) = (OnceLock::new(), OnceLock::new());
    let compose = |theme| {
        let datasets = datasets.get_or_init(|| export::datasets(site));
        let files = export::export(site, datasets);
        let mut bundle = render::standing(site, OpenData { datasets, files: &files }, theme, &stamp);
        bundle.extend(files);
        permanence::add(&mut bundle, site);
        bundle
    };
    let paths = || paths.get_or_init(|| compose(&theme));
    let known = Mutex::new(BTreeMap::new());
    let anchors = |path: &str| {
        let read = || {
            let page = pages.get_or_init(|| compose(Theme::embedded())).get(path)?.bytes().ok()?;
            Some(Arc::new(render::anchors(&page)))
        };
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(path.to_owned()).or_insert_with(read).clone()
    };
    act(Standing {
        has: &|path| paths().get(path).is_some(),
        is_contested: &|path| paths().is_contested(path),
        anchors: &anchors,
    })
}
