//! `llms.txt`: where the data of the site are and how to cite them, in Markdown, for programs that read texts. It says nothing
//! that the catalogue does not say.

use std::fmt::Write as _;

use super::Whole;
use crate::dataset::Dataset;

/// The text.
pub(super) fn text(whole: &Whole<'_>, datasets: &[Dataset<'_>]) -> String {
    let collection = whole.collection();
    let mut text = format!("# {}\n\n> {}\n", whole.site.profile.title, collection.introduction());
    if let Some(day) = whole.modified() {
        let _ = write!(text, "\n- 最終更新日: {day}");
    }
    let _ = write!(text, "\n- {}\n- {}\n", collection.citation(), collection.edited_citation());
    text.push_str("- 記録のページには、同じ内容の JSON が index.json という名前で隣にあります。空の値と空の並びは違います: null は「分からない」、[] は「無い」です。\n");
    text.push_str("\n## すべての表について\n\n");
    for file in collection.descriptions() {
        let _ = writeln!(text, "- [{}]({}): {}", file.name, whole.located(&file.path), file.about);
    }
    text.push_str("\n## 表\n\n");
    for set in datasets {
        let _ =
            writeln!(text, "- [{}({})]({}): {}", set.title, set.name, whole.located(&set.folder()), set.description);
    }
    text
}
