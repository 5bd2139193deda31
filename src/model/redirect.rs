//! 転送: formerly published addresses, and the present address of their content.

use super::{Date, Text};
use crate::diagnostic::Located;

/// The longest allowed address, in bytes: with a folder before it, it still fits a path of Windows.
const LENGTH: usize = 180;

/// 転送.
#[derive(Debug, Clone, PartialEq)]
pub struct Redirect {
    /// 前のアドレス, as `programs/gyokaku-4/17/`.
    pub from: Text,
    /// 今のアドレス, perhaps with an anchor.
    pub to: Text,
    /// 転送を始めた日.
    pub date: Option<Located<Date>>,
    /// 理由.
    pub reason: Option<Text>,
}

impl Redirect {
    /// The folder of the former page, ending in `/`; `None` if the address is not one of this site's pages.
    pub fn folder(&self) -> Option<String> {
        folder(&self.from.value)
    }

    /// The folder and the anchor to which an address leads.
    pub fn target(address: &str) -> Option<(String, Option<&str>)> {
        let (path, anchor) = address.split_once('#').map_or((address, None), |(path, anchor)| (path, Some(anchor)));
        let is_plain =
            |anchor: &str| !anchor.is_empty() && anchor.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        Some((folder(path)?, anchor)).filter(|(_, anchor)| anchor.is_none_or(is_plain))
    }
}

fn folder(address: &str) -> Option<String> {
    let path = address.strip_suffix("index.html").unwrap_or(address).trim_end_matches('/');
    let is_safe = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !is_reserved(part)
    };
    (path.len() <= LENGTH && path.split('/').all(is_safe)).then(|| format!("{path}/"))
}

/// Whether a text may be part of an address: small letters, digits and `-`, and no name that Windows reserves for devices.
pub fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && !text.starts_with('-')
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !is_reserved(text)
}

/// Whether Windows reserves a name for a device, so that no folder and no file can have it: con, prn, aux, nul, com1,
/// lpt9.
pub fn is_reserved(name: &str) -> bool {
    let numbered = |stem: &str| {
        name.strip_prefix(stem).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| (b'1'..=b'9').contains(&b)))
    };
    ["con", "prn", "aux", "nul"].contains(&name) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expected: Option<&str>) {
        assert_eq!(folder(address).as_deref(), expected, "{address}");
    }

    #[test]
    fn only_pages_of_the_site_are_addresses() {
        check("programs/g/17/", Some("programs/g/17/"));
        check("programs/g/17", Some("programs/g/17/"));
        check("programs/g/17/index.html", Some("programs/g/17/"));
        for bad in [
            "",
            "/",
            "../x/",
            "a/../b/",
            "/a/",
            "a//b/",
            "https://example.jp/",
            "a\\b/",
            "A/",
            "政策/",
            "aux/",
            "x.html",
        ] {
            check(bad, None);
        }
        check(&"a/".repeat(100), None);
    }

    #[test]
    fn a_target_may_have_an_anchor() {
        assert_eq!(Redirect::target("a/b/#y2022"), Some(("a/b/".to_owned(), Some("y2022"))));
        assert_eq!(Redirect::target("a/#\"><script>"), None);
    }
}
