//! 原本: a file of `files/` to download, as a PDF or a workbook; `load` checks that it is what its name says.

use std::sync::Arc;

use super::Site;
use super::coded::coded;
use crate::diagnostic::Span;

/// A file that is published unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Path below `content/` and in the site: `files/keikaku.pdf`.
    pub path: String,
    /// The file.
    pub at: Span,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Its type.
    pub kind: FileType,
}

coded! {
    /// The types of files that everybody can open, each with the ending of its files.
    FileType, word {
        Pdf "PDF" "pdf",
        Xlsx "Excel" "xlsx",
        Docx "Word" "docx",
        Pptx "PowerPoint" "pptx",
        Ods "OpenDocument" "ods",
        Csv "CSV" "csv",
        Text "テキスト" "txt",
        Zip "ZIP" "zip",
        Png "PNG" "png",
        Jpeg "JPEG" "jpg",
        Svg "SVG" "svg",
    }
}

impl Site {
    /// The file to download at a path.
    pub fn file(&self, path: &str) -> Option<&Original> {
        self.originals.iter().find(|original| original.path == path)
    }
}
