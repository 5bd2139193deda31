//! リンクの行き先が無い.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::misnamed::Renamed;
use super::unknown_record::is_of_other_section;
use super::{Findings, Standing};
use crate::diagnostic::nearest;
use crate::model::address::FixedPage;
use crate::model::{Outside, RecordId, Redirect, Site, TextLink, address};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let paths = findings.paths.editors;
    let former: BTreeSet<_> = site.redirects.iter().filter_map(Redirect::folder).collect();
    for link in site.links() {
        let fault = if leads_somewhere(site, &link.to.value, (paths, &former, findings.renamed)) {
            missed(&link, paths).map(|(fragment, anchors)| without_anchor(&link, &fragment, &anchors))
        } else {
            Some(without_page(site, &link, paths))
        };
        fault.into_iter().for_each(|(message, help)| findings.error(link.to.at, message, help));
    }
    for file in site.documents.iter().filter_map(|document| document.file.as_ref()) {
        if !(paths.has)(&file.value) && !site.is_broken(&file.value) {
            findings.error(file.at, format!("文書のファイル「{file}」がありません"), INTO_FILES);
        }
    }
    for address in site.outside() {
        let (to, leads, help) = match address {
            Outside::Page(to) => (to, is_web(&to.value), WEB),
            Outside::Mail(to) => (to, is_mail(&to.value), "kikaku@city.example.lg.jp のように書いてください"),
        };
        if !leads {
            findings.error(to.at, format!("「{to}」は、アドレスの書き方が正しくありません"), help);
        }
    }
}

const INTO_FILES: &str = "ファイルを files/ に入れ、files/keikaku.pdf のように書いてください";

const WEB: &str = "https://www.city.example.lg.jp/ のように、// の後にサイトの名前を書いてください";

/// The message and the remedy for a link whose page or file is not there.
fn without_page(site: &Site, link: &TextLink<'_>, paths: Standing<'_>) -> (String, String) {
    let to = link.to;
    if let Some(near) = respelled(&to.value, paths) {
        return (format!("リンク「{to}」のリンク先がありません"), format!("`{near}` と書いてください"));
    }
    if to.value.trim_start_matches("./").starts_with("files/") {
        return (format!("ファイル「{to}」がありません"), INTO_FILES.to_owned());
    }
    if is_image(&to.value) {
        let help = "SVG、PNG、JPEG の画像を images/ に入れ、images/zu-1.png のように書いてください";
        return (format!("画像「{to}」がありません"), help.to_owned());
    }
    if let Some(help) = to.value.split_once(':').and_then(|(scheme, _)| spelling(scheme)) {
        return (format!("リンク「{to}」のアドレスの書き方が正しくありません"), help.to_owned());
    }
    let stem = to.value.split(['#', '?']).next().unwrap_or_default().trim_end_matches('/');
    if let Some(near) = nearest(stem, site.pages.iter().map(|page| page.id.0.as_str())) {
        return (format!("リンク「{to}」のリンク先がありません"), format!("`{near}/` ではありませんか"));
    }
    let help = "このサイトのページは glossary/ や programs/<プログラム>/1/ のように、外部のページは https:// から書いてください。メールは mailto:、電話は tel: で始めます";
    (format!("リンク「{to}」のリンク先がありません"), help.to_owned())
}

/// The address that is there when a path is written as an address: of a file of the content, from the root, with \.
fn respelled(link: &str, paths: Standing<'_>) -> Option<String> {
    let plain = link.replace('\\', "/").to_lowercase();
    let plain = plain.trim_start_matches(['/', '.']).trim_end_matches('/').trim_end_matches("/index.html");
    let stem = [".yaml", ".md", ".html"].into_iter().find_map(|ending| plain.strip_suffix(ending)).unwrap_or(plain);
    let stem = stem.strip_prefix("pages/").unwrap_or(stem).trim_start_matches("content/");
    let near = [format!("{stem}/"), plain.to_owned()].into_iter().filter(|near| near != link);
    near.into_iter().find(|near| address::linked(near).is_some_and(|(file, _)| (paths.has)(&file)))
}

/// The message and the remedy for a link to a place that its page does not have.
fn without_anchor(link: &TextLink<'_>, fragment: &str, anchors: &BTreeSet<String>) -> (String, String) {
    let message = format!("リンク「{}」の #{fragment} が、リンク先のページにありません", link.to);
    // On a page with thousands of anchors it would take long to find the nearest one.
    let help = match nearest(fragment, anchors.iter().take(500).map(String::as_str)) {
        Some(near) => format!("#{near} ではありませんか"),
        None => "# の後ろには、リンク先の見出しの文(空白は -)か、用語の id、y2026 のような年度を書きます。ページの先頭でよければ、# から後ろを消してください".to_owned(),
    };
    (message, help)
}

fn is_image(link: &str) -> bool {
    let lower = link.to_ascii_lowercase();
    [".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp"].iter().any(|ending| lower.ends_with(ending))
}

/// What could not be read may hold the page: a link into it is not judged, nor one into a folder with another name.
fn leads_somewhere(
    site: &Site,
    link: &str,
    (paths, former, renamed): (Standing<'_>, &BTreeSet<String>, &Renamed),
) -> bool {
    if let Some((scheme, rest)) = link.split_once(':') {
        return match scheme {
            "mailto" => rest.split(['?', '#']).next().is_some_and(|to| to.split(',').all(is_mail)),
            "tel" => is_phone(rest),
            _ => is_web(link),
        };
    }
    let Some((file, _)) = address::linked(link) else { return link.starts_with(['#', '?']) };
    (paths.has)(&file)
        || waits(site, renamed, &file)
        || file.strip_suffix("index.html").is_some_and(|folder| former.contains(folder))
}

/// Whether a file that is not there may come of what could not be read, or has another name that is told.
pub(super) fn waits(site: &Site, renamed: &Renamed, file: &str) -> bool {
    let folder = file.strip_suffix("index.html").map(|folder| folder.trim_end_matches('/'));
    site.is_broken(file)
        || renamed.has(file)
        || is_made_of_records(site, file)
        || address::above(file).any(|folder| site.is_broken(folder))
        || folder.is_some_and(|folder| site.is_broken_below(folder))
        || folder.is_some_and(|folder| is_of_other_section(site, &RecordId::of_folder(folder)))
}

/// Whether the address may be that of a page that is made of what could not be read, or of what is missing and told as
/// such: not of a record in a folder that was read.
fn is_made_of_records(site: &Site, file: &str) -> bool {
    let is_below = |page: &FixedPage| !page.folder().is_empty() && file.starts_with(page.folder());
    let id = RecordId::of_folder(file.trim_end_matches("index.html"));
    let is_of_record = id.holder().is_some_and(|holder| site.record(&RecordId(holder.to_owned())).is_some());
    let is_known = is_of_record && !id.0.ends_with("/changes");
    site.is_anything_broken() && !is_known && FixedPage::ALL.iter().any(is_below)
        || is_below(&FixedPage::Departments) && site.departments.is_empty()
}

/// Whether it is an address of a page outside the site.
fn is_web(link: &str) -> bool {
    let is_known = |(scheme, rest): (&str, &str)| ["https", "http"].contains(&scheme) && has_host(rest);
    !link.contains(char::is_whitespace) && link.split_once("://").is_some_and(is_known)
}

/// How an address outside the site is written.
fn spelling(scheme: &str) -> Option<&'static str> {
    match scheme {
        "mailto" => Some("mailto:kikaku@city.example.lg.jp のように、メールのアドレスを書いてください"),
        "tel" => Some("tel:0268-00-0000 のように、半角の数字で電話番号を書いてください"),
        "http" | "https" => Some(WEB),
        _ => None,
    }
}

fn is_mail(address: &str) -> bool {
    let is_domain = |domain: &str| domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
    address.split_once('@').is_some_and(|(name, domain)| !name.is_empty() && !domain.contains('@') && is_domain(domain))
}

fn is_phone(number: &str) -> bool {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    digits >= 3 && number.bytes().all(|b| b.is_ascii_digit() || b"+-().#*;=,ext".contains(&b))
}

/// Whether an address begins with the name of a site that the world knows: one with a point, or a number.
fn has_host(address: &str) -> bool {
    let host = address.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let name = host.split(':').next().unwrap_or_default().trim_end_matches('.');
    host.starts_with('[') || name.contains('.') && name.split('.').all(|label| !label.is_empty())
}

/// The anchor that a link names and its page does not have, with those that it has.
fn missed(link: &TextLink<'_>, paths: Standing<'_>) -> Option<(String, Arc<BTreeSet<String>>)> {
    let to = &link.to.value;
    let own = || (format!("{}index.html", link.page), to.find('#').map_or("", |at| &to[at..]));
    let (file, rest) = match address::linked(to) {
        Some(other) => other,
        None if to.starts_with(['#', '?']) => own(),
        None => return None,
    };
    let fragment = address::fragment(rest)?;
    Some((fragment.clone(), paths.misses(&file, Some(&fragment))?))
}
