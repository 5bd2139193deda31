//! 公開場所のアドレスの形が正しくない.

use super::Findings;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let Some(url) = &site.profile.base_url else { return };
    let rest = url.value.strip_prefix("https://").or_else(|| url.value.strip_prefix("http://"));
    let plain = |rest: &str| {
        let host = rest.split('/').next().unwrap_or_default();
        !host.is_empty()
            && rest.ends_with('/')
            && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/:%".contains(&b))
    };
    if !rest.is_some_and(plain) {
        let help = "https://www.city.example.lg.jp/mieruka/ のように、https:// から始め、/ で終えてください";
        findings.error(url.at, format!("公開場所「{url}」の書き方が正しくありません"), help);
    }
}
