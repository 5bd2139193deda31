//! ロゴやアイコンの画像が無い.

use super::{Findings, Rule};
use crate::diagnostic::nearest;
use crate::model::Site;

/// `unknown-image`.
pub(super) const RULE: Rule =
    Rule {
        slug: "unknown-image", title: "ロゴやアイコンの画像が無い", why: "欠けた画像を出さない", check
    };

fn check(site: &Site, findings: &mut Findings<'_>) {
    let brand = &site.profile.brand;
    for file in brand.logo.iter().map(|logo| &logo.file).chain(&brand.icon) {
        if site.images.iter().any(|image| image.path == file.value) || site.is_broken(&file.value) {
            continue;
        }
        let help = match nearest(&file.value, site.images.iter().map(|image| image.path.as_str())) {
            Some(near) => format!("{near} ではありませんか"),
            None => "SVG か PNG の画像を images/ に置き、images/logo.svg のように書いてください".to_owned(),
        };
        findings.error(file.at, format!("画像「{file}」がありません"), help);
    }
}
