//! 公開前のページへのリンクが、公開するページにある.

use super::Findings;
use super::dead_link::links;
use crate::model::{Record, RecordId, Release, Site, address};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for (_, link) in links(site).filter(|(release, _)| release.is_open()) {
        let Some((file, _)) = address::linked(&link.value) else { continue };
        if (findings.paths.editors)(&file) && !(findings.paths.public)(&file) {
            let id = RecordId(file.trim_end_matches("/index.html").to_owned());
            let way = match site.record(&id).map(Record::release) {
                Some(Release::Unapproved) => "行き先に承認(`approved`)を書くか、それまでこのリンクを消してください",
                Some(Release::Draft | Release::On(_) | Release::Open) | None => {
                    "行き先を公開するまで、このリンクを消すか、このページにも `draft: true` か `publish_on` を書いてください"
                }
            };
            findings.error(link.at, format!("リンク「{link}」の行き先は、まだ公開されません"), way);
        }
    }
}
