//! 転送先のページが無い.

use std::collections::BTreeMap;

use super::Findings;
use super::dead_link::waits;
use crate::model::{Redirect, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let mut former = BTreeMap::new();
    for redirect in site.redirects.iter().rev() {
        former.extend(redirect.folder().map(|folder| (folder, redirect)));
    }
    for redirect in &site.redirects {
        let Some((folder, anchor)) = Redirect::target(&redirect.to.value) else { continue };
        let page = format!("{folder}index.html");
        if (findings.paths.public.has)(&page) {
            if findings.paths.public.misses(&page, anchor).is_some() {
                let message = format!("転送先のページに #{} がありません", anchor.unwrap_or_default());
                findings.error(
                    redirect.to.at,
                    message,
                    "# から後ろを、転送先の見出しや年度に合わせて直すか、消してください",
                );
            }
            continue;
        }
        if waits(site, findings.renamed, &page) {
            continue;
        }
        let next = former.get(&folder).copied();
        let (message, help) = match next {
            Some(next) => {
                if redirect.folder() == Redirect::target(&next.to.value).map(|(folder, _)| folder)
                    || std::ptr::eq(next, redirect)
                {
                    ("転送が、互いを転送先にしています", "最終的に表示するページを `to` に書いてください".to_owned())
                } else {
                    (
                        "転送先が、さらに転送されています",
                        format!("最終的な転送先 `{}` を `to` に書いてください", next.to),
                    )
                }
            }
            None if (findings.paths.editors.has)(&page) => {
                ("転送先は、まだ公開されません", "公開されているページを `to` に書いてください".to_owned())
            }
            None => (
                "転送先のページがありません",
                "`programs/gyokaku/17/` のように、今あるページを書いてください".to_owned(),
            ),
        };
        findings.error(redirect.to.at, message, help);
    }
}
