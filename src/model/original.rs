//! 原本: a file of `files/` to download, as a PDF or a workbook; `load` checks that it is what its name says.

use std::sync::Arc;

use super::Site;
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

macro_rules! file_types {
    ($($kind:ident $ending:literal $word:literal;)*) => {
        /// The types of files that everybody can open.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum FileType { $(#[doc = $word] $kind),* }

        impl FileType {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// The ending of its files, without the point.
            pub fn ending(self) -> &'static str {
                match self { $(Self::$kind => $ending),* }
            }

            /// What readers call it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$kind => $word),* }
            }
        }
    };
}

file_types! {
    Pdf "pdf" "PDF";
    Xlsx "xlsx" "Excel";
    Docx "docx" "Word";
    Pptx "pptx" "PowerPoint";
    Ods "ods" "OpenDocument";
    Csv "csv" "CSV";
    Text "txt" "テキスト";
    Zip "zip" "ZIP";
    Png "png" "PNG";
    Jpeg "jpg" "JPEG";
    Svg "svg" "SVG";
}

impl Site {
    /// The file to download at a path.
    pub fn file(&self, path: &str) -> Option<&Original> {
        self.originals.iter().find(|original| original.path == path)
    }
}
