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
//! Nouns are shared, verbs are stages. [`model`], [`source`], [`outside`], [`diagnostic`], [`yaml`], [`dataset`], [`shape`], [`digest`]
//! and [`bundle`] may be used by all. The stages [`load`](mod@load), [`import`](mod@import), [`check`](mod@check),
//! [`render`](mod@render), [`export`](mod@export), [`search`](mod@search), [`schema`](mod@schema), [`new`](mod@new),
//! [`permanence`](mod@permanence), [`publish`](mod@publish) and [`serve`](mod@serve) do not know one another: [`build`] composes the
//! pure ones on one screen, and the program's `cli/` adds the outside — folders, clock, terminal — around them.
//!
//! # The rooms
//!
//! | room | owns |
//! |---|---|
//! | [`model`] | the domain as plain immutable types; look-ups on [`model::Site`] |
//! | [`source`] | a folder as texts; lines and columns |
//! | [`outside`] | what the operating system says, in Japanese |
//! | [`diagnostic`] | places, findings, and how they are told on a terminal and to machines |
//! | [`yaml`] | a text as a tree with places, and edits that leave the rest as it stands; names the YAML reader, as only a theme's manifest does besides |
//! | [`mod@load`] | texts → records; names the Markdown reader for what is wrong in it, as [`mod@render`] does for the page |
//! | [`mod@import`] | spreadsheets → edits of the content, and the forms for them |
//! | [`mod@check`] | what only the whole content shows; one rule, one file |
//! | [`dataset`] | an open-data table as a value: columns said once, rows made on demand |
//! | [`mod@render`] | pages: a view and an address per kind; the only room that names the template engine |
//! | [`mod@export`] | tables and their spellings: CSV, JSON, XLSX, catalogues |
//! | [`mod@search`] | documents → index; the only room that names the tokenizer |
//! | [`shape`] | what a content file may hold, as the reading functions tell it |
//! | [`schema`](mod@schema) | JSON Schemas for editors, made of shapes and the site's ids |
//! | [`new`](mod@new) | the files of records that are yet to be written; a year that follows another |
//! | [`mod@permanence`] | what was published stays, or somebody says why not |
//! | [`digest`] | SHA-256 of bytes and of several parts |
//! | [`bundle`] | every path of a site with *how to make its bytes* |
//! | [`mod@publish`] | the only room that writes |
//! | [`mod@serve`] | the preview on the loopback address |
//!
//! # What is not there
//!
//! - No half-built value: `load` returns a finished `Site`, and nothing takes `&mut Site`.
//! - No mode: the preview shows the same bytes that are published, because both make them from the same [`bundle::Bundle`].
//!   What the preview adds is added to its answer over HTTP.
//! - No page is held: bytes are made when they are written or asked for, so memory follows the records, not the site.
//! - No clock, environment or current folder inside a stage: they are told by [`bundle::Stamp`]. No iteration over a hash
//!   reaches the output. Two builds of one content have the same bytes.
//! - No fault of the content stops the reading of the rest, and none travels as an `Err`: it is a finding with a place and a
//!   remedy. `Err` is for the outside; a panic is for our own mistakes.
//! - No reference to another host in anything that is made.
//!
//! A question and where to look: *why this message?* its slug in `check/` or `load/rules.rs` — *why this column?*
//! `export/columns/` — *why this page?* its kind in `render/` and `themes/default/templates/` — *why was it not found?*
//! `search/` and the test vectors shared with the reader in the theme.

pub mod bundle;
pub mod check;
pub mod dataset;
pub mod diagnostic;
pub mod digest;
pub mod export;
pub mod import;
pub mod load;
pub mod model;
pub mod new;
pub mod outside;
pub mod permanence;
pub mod publish;
pub mod render;
pub mod schema;
pub mod search;
pub mod serve;
pub mod shape;
pub mod source;
pub mod yaml;

use bundle::{Bundle, Stamp};
use dataset::Dataset;
use model::Site;
use render::Theme;
use search::Tokenizer;

/// Composes the whole site: pages, open data, search.
pub fn build<'a, 's: 'a>(
    site: &'s Site,
    datasets: &'a [Dataset<'s>],
    theme: &'a Theme,
    tokenizer: &'a Tokenizer,
    stamp: &'a Stamp,
) -> Bundle<'a> {
    let mut bundle = render::render(site, datasets, theme, stamp, tokenizer);
    bundle.extend(export::export(site, datasets, stamp));
    bundle.extend(search::search(site, tokenizer));
    permanence::add(&mut bundle, site);
    bundle
}
