//! ロゴやアイコンの画像が無い.

use super::Findings;
use crate::diagnostic::nearest;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let brand = &site.profile.brand;
    for file in brand.logo.iter().map(|logo| &logo.file).chain(&brand.icon) {
        if site.images.iter().any(|image| image.path == file.value) || site.is_broken(&file.value) {
            continue;
        }
        let help = match nearest(&file.value, site.images.iter().map(|image| image.path.as_str())) {
            Some(near) => format!("{near} ではありませんか"),
            None => "SVG か PNG の画像を images/ に入れ、images/logo.svg のように書いてください".to_owned(),
        };
        findings.error(file.at, format!("画像「{file}」がありません"), help);
    }
}
