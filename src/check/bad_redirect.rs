//! 転送のアドレスの形が正しくない.

use super::Findings;
use crate::model::{Redirect, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for redirect in &site.redirects {
        for address in [&redirect.from, &redirect.to] {
            let is_bad = match std::ptr::eq(address, &redirect.from) {
                true => redirect.folder().is_none(),
                false => Redirect::target(&address.value).is_none(),
            };
            if is_bad {
                findings.error(
                    address.at,
                    format!("アドレス「{address}」は、転送に使えません"),
                    "サイトの中のページを `programs/gyokaku/17/` のように書いてください(/ から始めず、半角の小文字・数字・- だけ)",
                );
            }
        }
    }
}
