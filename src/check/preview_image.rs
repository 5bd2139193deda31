//! リンクの画像が無いか、SVG.

use super::Findings;
use crate::diagnostic::nearest;
use crate::model::{Image, ImageKind, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let Some(preview) = &site.profile.brand.preview else { return };
    let file = &preview.file;
    let is_shown = |image: &&Image| image.kind != ImageKind::Svg;
    let shown = site.images.iter().filter(is_shown).map(|image| image.path.as_str());
    let help = || match nearest(&file.value, shown) {
        Some(near) => format!("{near} ではありませんか"),
        None => "PNG か JPEG の画像を images/ に入れ、images/link.png のように書いてください".to_owned(),
    };
    match site.images.iter().find(|image| image.path == file.value) {
        None if site.is_broken(&file.value) => {}
        None => findings.error(file.at, format!("画像「{file}」がありません"), help()),
        Some(image) if image.kind == ImageKind::Svg => {
            findings.error(file.at, "SVG の画像は、リンクを貼った先では表示されません", help());
        }
        Some(_) => {}
    }
}
