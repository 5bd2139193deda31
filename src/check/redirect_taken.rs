//! 転送元のアドレスに、ページやほかの転送がある.

use std::collections::BTreeMap;

use super::{Findings, Rule};
use crate::model::Site;

/// `redirect-taken`.
pub(super) const RULE: Rule = Rule {
    slug: "redirect-taken",
    title: "転送元のアドレスに、ページやほかの転送がある",
    why: "今のページを転送で隠さない",
    check,
};

fn check(site: &Site, findings: &mut Findings<'_>) {
    let mut seen = BTreeMap::new();
    for redirect in &site.redirects {
        let Some(folder) = redirect.folder() else { continue };
        if (findings.paths.public)(&format!("{folder}index.html")) {
            let help = "転送をやめるときはこの行を、ページをやめるときはその記録を消してください";
            findings.error(redirect.from.at, format!("転送元 {folder} には、今もページがあります"), help);
        }
        if let Some(earlier) = seen.insert(folder, redirect.from.at) {
            let message = format!("転送元「{}」が2つあります", redirect.from);
            findings.error_beside(redirect.from.at, message, "どちらかを消してください", (earlier, "1つ目はここです"));
        }
    }
}
