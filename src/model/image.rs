//! 画像: a file of `images/` that is safe to publish; `load` checks that.

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
    /// SVG or PNG.
    pub kind: ImageKind,
    /// Width and height in pixels, if the file states them.
    pub size: Option<(u32, u32)>,
}

/// The formats that can be read everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageKind {
    /// Vector graphics.
    Svg,
    /// Pixels.
    Png,
}

impl ImageKind {
    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
        }
    }
}
