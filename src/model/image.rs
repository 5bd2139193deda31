//! 画像: a file of `images/` that is safe to publish; `load` checks that.

use std::collections::BTreeSet;

use super::{Release, Site, Text, address};
use crate::diagnostic::Span;

/// An image that may be published unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Path below `content/` and in the site: `images/logo.svg`.
    pub path: String,
    /// The file.
    pub at: Span,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// SVG, PNG or JPEG.
    pub kind: ImageKind,
    /// Width and height in pixels, if the file states them.
    pub size: Option<(u32, u32)>,
}

/// A link in a text of the site.
#[derive(Debug, Clone)]
pub struct TextLink<'s> {
    /// Where it leads.
    pub to: &'s Text,
    /// The folder of the page on which it stands.
    pub page: String,
    /// Whether the public may see the text.
    pub release: Release,
}

impl Site {
    /// Every link and image in a text of the site.
    pub fn links(&self) -> impl Iterator<Item = TextLink<'_>> {
        let pages = self.pages.iter().map(|page| (page.id.page(), page.release, &page.body));
        let records = self.records().filter_map(|record| {
            let narrative = record.base().narrative.as_deref()?;
            Some((record.id().page(), record.release(), narrative))
        });
        pages.chain(records).flat_map(|(page, release, narrative)| {
            narrative.links.iter().map(move |to| TextLink { to, page: page.clone(), release })
        })
    }

    /// The paths of the images and files that the site names: in a text, in the city's look, in a setting of the theme,
    /// as the original of a document.
    pub fn files_in_use(&self) -> BTreeSet<String> {
        let brand = &self.profile.brand;
        let looks = brand.logo.iter().chain(&brand.preview).map(|image| &image.file).chain(&brand.icon);
        let originals =
            self.documents.iter().filter_map(|document| document.file.as_ref()).map(|file| file.value.clone());
        let settings = self.profile.theme.iter().map(|setting| &setting.value);
        let named = looks.chain(settings).map(|text| text.value.clone());
        named.chain(originals).chain(self.links().filter_map(|link| Some(address::linked(&link.to.value)?.0))).collect()
    }
}

/// The formats that can be read everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageKind {
    /// Vector graphics.
    Svg,
    /// Pixels.
    Png,
    /// Photographs.
    Jpeg,
}

impl ImageKind {
    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
        }
    }
}
