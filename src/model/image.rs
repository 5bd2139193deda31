//! 画像: a file of `images/`, found to be safe to publish. How that is found out is `load`'s affair.

use crate::diagnostic::Span;

/// An image that may be published as it is.
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
    /// Width and height in pixels, where it says so.
    pub size: Option<(u32, u32)>,
}

/// The formats that can be read everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageKind {
    /// Lines, from a drawing program.
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
