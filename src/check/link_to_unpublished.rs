//! 公開前のページへのリンクが、公開するページにある.

use super::Findings;
use super::dead_link::links;
use crate::model::{Site, address};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for (_, link) in links(site).filter(|(release, _)| release.is_open()) {
        let Some((file, _)) = address::linked(&link.value) else { continue };
        if (findings.paths.editors)(&file) && !(findings.paths.public)(&file) {
            findings.error(
                link.at,
                format!("リンク「{link}」の行き先は、まだ公開されません"),
                "行き先を公開するまで、このリンクを消すか、このページにも `draft: true` か `publish_on` を書いてください",
            );
        }
    }
}
