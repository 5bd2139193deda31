//! The form of links between pages; the paths of pages are in `model::address`.
//!
//! Links between pages end in `index.html`, so that the site works from a file share as well as from a server; they are
//! relative to the site's root, and each page prepends its own path to the root (`../../../`).

use std::fmt::Write;

/// The link to a folder, from the site's root.
pub(super) fn href(folder: &str) -> String {
    format!("{folder}index.html")
}

/// The link to an anchor on a folder's page, from the site's root.
pub(super) fn href_at(folder: &str, anchor: &str) -> String {
    format!("{folder}index.html#{anchor}")
}

/// The folder of a link's target.
pub(super) fn folder_of(href: &str) -> &str {
    href.rsplit_once('/').map_or("", |(folder, _)| &href[..=folder.len()])
}

/// The relative path from a page to the site's root: `../../` from `goals/2022/`, `./` from the root itself.
pub(super) fn root(path: &str) -> String {
    match path.matches('/').count() {
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    }
}

/// A text within an address: all but letters, digits and `-_.~` as `%E3`.
pub(super) fn percent(text: &str) -> String {
    let mut percent = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            percent.push(char::from(byte));
        } else {
            let _ = write!(percent, "%{byte:02X}");
        }
    }
    percent
}

/// A text in the query of a link to a mail: what has a meaning there is encoded. The browser encodes Japanese itself, in a
/// third of the bytes on the page.
pub(super) fn in_mail(text: &str) -> String {
    let mut query = String::new();
    for character in text.chars() {
        if character.is_ascii_alphanumeric() || !character.is_ascii() || "-_.~:/()".contains(character) {
            query.push(character);
        } else {
            query.push_str(&percent(character.encode_utf8(&mut [0; 4])));
        }
    }
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_a_mail_is_encoded_where_it_would_mean_something() {
        assert_eq!(
            in_mail("「1+1 & 2?」: https://a.jp/#市%\r\n\"<"),
            "「1%2B1%20%26%202%3F」:%20https://a.jp/%23市%25%0D%0A%22%3C"
        );
    }

    #[test]
    fn a_text_within_an_address_is_encoded() {
        assert_eq!(percent("a-1.~_ &?=#%市\r\n"), "a-1.~_%20%26%3F%3D%23%25%E5%B8%82%0D%0A");
    }

    #[test]
    fn the_way_up_has_one_step_a_folder() {
        assert_eq!(root(""), "./");
        assert_eq!(root("goals/2022/"), "../../");
    }
}
