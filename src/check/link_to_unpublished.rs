//! 公開前のページへのリンクが、公開するページにある.

use super::Findings;
use crate::model::{Record, RecordId, Release, Site, address};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let (editors, public) = (findings.paths.editors, findings.paths.public);
    for link in site.links().filter(|link| link.release.is_open()) {
        let Some((file, rest)) = address::linked(&link.to.value) else { continue };
        let fragment = address::fragment(rest);
        let is_in =
            |paths: super::Standing<'_>| (paths.has)(&file) && paths.misses(&file, fragment.as_deref()).is_none();
        if is_in(editors) && !is_in(public) {
            let id = RecordId(file.trim_end_matches("/index.html").to_owned());
            let way = match site.record(&id).map(Record::release) {
                Some(Release::Unapproved) => {
                    "リンク先の記録に承認(`approved`)を書くか、公開するまでこのリンクを消してください"
                }
                Some(Release::Draft | Release::On(_) | Release::Open) | None => {
                    "リンク先を公開するまで、このリンクを消すか、このページにも `draft: true` か `publish_on` を書いてください"
                }
            };
            findings.error(link.to.at, format!("リンク「{}」のリンク先は、まだ公開されません", link.to), way);
        }
    }
}
