//! どこにも使われていない画像やファイルがある. One for which another name is written is not reported: that name is.

use super::Findings;
use crate::diagnostic::nearest;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    // What could not be read may use it.
    if site.is_anything_broken() {
        return;
    }
    let named = site.files_in_use();
    let missing: Vec<_> = named.iter().filter(|path| !(findings.paths.editors.has)(path)).map(String::as_str).collect();
    let images = site.images.iter().map(|image| ("画像", &image.path, image.at));
    let originals = site.originals.iter().map(|original| ("ファイル", &original.path, original.at));
    for (what, path, at) in images.chain(originals).filter(|(_, path, _)| !named.contains(*path)) {
        if nearest(path, missing.iter().copied()).is_some() {
            continue;
        }
        let message = format!("{what}「{path}」は、どこにも使われていないので、公開されません");
        let sign = if what == "画像" { "!" } else { "" };
        let help = format!("文章に `{sign}[説明]({path})` と書くか、使わないならファイルを消してください");
        findings.warning(at, message, help);
    }
}
