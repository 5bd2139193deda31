//! どこにも使われていない画像がある. An image for which another name is written is not reported: that name is.

use super::Findings;
use crate::diagnostic::nearest;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let named = site.images_in_use();
    let missing: Vec<_> = named.iter().filter(|path| !(findings.paths.editors.has)(path)).map(String::as_str).collect();
    for image in site.images.iter().filter(|image| !named.contains(&image.path)) {
        if nearest(&image.path, missing.iter().copied()).is_some() {
            continue;
        }
        let message = format!("画像「{}」は、どこにも使われていないので、公開されません", image.path);
        let help = format!("文章に `![説明]({})` と書くか、使わないならファイルを消してください", image.path);
        findings.warning(image.at, message, help);
    }
}
