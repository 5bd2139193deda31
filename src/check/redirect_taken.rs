//! 転送元のアドレスに、ページやほかの転送がある.

use std::collections::BTreeMap;

use super::Findings;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let mut seen = BTreeMap::new();
    for redirect in &site.redirects {
        let Some(folder) = redirect.folder() else { continue };
        if (findings.paths.public.has)(&format!("{folder}index.html")) {
            let help = "転送をやめるなら、この転送を消してください。ページをやめるなら、その記録を消してください";
            findings.error(redirect.from.at, format!("転送元 {folder} には、今もページがあります"), help);
        }
        if let Some(earlier) = seen.insert(folder, redirect.from.at) {
            let message = format!("転送元「{}」が2つあります", redirect.from);
            findings.error_beside(redirect.from.at, message, "どちらかを消してください", (earlier, "1つ目はここです"));
        }
    }
}
