//! ページや画像の名前が、サイトのほかのページとぶつかる.

use super::Findings;
use crate::diagnostic::Span;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let editors = findings.paths.editors;
    for page in &site.pages {
        let path = format!("{}index.html", page.id.page());
        if (editors.is_contested)(&path) {
            let is_free = |name: &String| !(editors.has)(&format!("{name}/index.html"));
            let names = ["about", "guide", "page"].map(|ending| format!("{}-{ending}", page.id));
            let free = names.into_iter().find(is_free).unwrap_or_else(|| format!("{}-2026", page.id));
            let message =
                format!("名前「{}」のアドレス「{}」は、サイトのほかのページが使っています", page.id, page.id.page());
            let help = format!("ファイルの名前を pages/{free}.md のように変えてください");
            findings.error(Span::file(page.title.at.file), message, help);
        }
    }
    for image in site.images.iter().filter(|image| (editors.is_contested)(&image.path)) {
        let message = format!("画像「{}」のアドレスは、サイトのほかのファイルが使っています", image.path);
        findings.error(image.at, message, "画像のファイル名と、その画像を使っているところを、別の名前に変えてください");
    }
}
