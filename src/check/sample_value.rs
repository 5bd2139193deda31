//! 見本の値や記録が残っている: what `init` puts down is to be replaced before the site is published. It is a 注意, because the
//! site can be looked at before, and stays until the last of it is gone.

use super::Findings;
use crate::diagnostic::Span;
use crate::model::{Citation, SAMPLE_MUNICIPALITY, SAMPLE_NOTICE, Site, Text};

/// The code of the samples, which no municipality has.
const CODE: &str = "990001";
/// The explanation of the term of the samples.
const TERM: &str =
    "市民、団体、事業者、市などが、同じ目的のために対等な立場で役割を分け合い、力を合わせて取り組むことです。";
/// The beginning of the page of the samples.
const PAGE: &str = "見本市の目標、計画、実績をまとめたサイトです。";
/// The names that are reserved for examples (RFC 2606, JPRS).
const EXAMPLES: [&str; 3] = ["example", "test", "invalid"];

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    // A site whose publisher calls it a sample on every page hides nothing.
    let is_declared = site.profile.publisher.as_ref().is_some_and(|publisher| publisher.value.contains("見本"));
    let left: Vec<_> = settings(site).filter(|_| !is_declared).collect();
    tell(&left, "見本の値が残っています", "公開する前に、すべて自分の団体の値に書き換えてください", findings);
    let records = site.records().filter(|record| record.is_sample()).map(|record| (record.at(), record.id().0));
    let pages = site.pages.iter().filter(|page| page.body.plain.contains(PAGE));
    let pages = pages.map(|page| (page.title.at, format!("pages/{}.md", page.id)));
    let ratings =
        site.ratings.iter().filter(|ratings| ratings.source.as_ref().is_some_and(Citation::is_of_sample)).take(1);
    let ratings = ratings.map(|ratings| (ratings.fiscal_year.at, "ratings.yaml".to_owned()));
    let terms = site.glossary.iter().filter(|term| term.explanation.value == TERM);
    let terms = terms.map(|term| (term.term.at, format!("glossary.yaml の「{}」", term.term)));
    let left: Vec<_> = records.chain(pages).chain(ratings).chain(terms).collect();
    tell(&left, "見本の記録が残っています", "自分の団体の記録に書き換えるか、消してください", findings);
}

fn tell(left: &[(Span, String)], what: &str, help: &str, findings: &mut Findings<'_>) {
    let Some((at, _)) = left.first() else { return };
    let names: Vec<_> = left.iter().map(|(_, name)| name.as_str()).collect();
    findings.warning(*at, format!("{what}: {}", names.join("、")), help);
}

/// The keys of the site that have a sample's value.
fn settings(site: &Site) -> impl Iterator<Item = (Span, String)> {
    let profile = &site.profile;
    let (municipality, contact) = (&profile.municipality, profile.contact.as_ref());
    let is_ours = |text: &Text| text.value.contains(SAMPLE_MUNICIPALITY);
    let names = [
        ("title", Some(&profile.title).filter(|text| is_ours(text))),
        ("municipality.code", Some(&municipality.code).filter(|code| code.value == CODE)),
        ("municipality.name", Some(&municipality.name).filter(|text| is_ours(text))),
        ("municipality.kana", municipality.kana.as_ref().filter(|kana| kana.value == "みほんし")),
        ("municipality.prefecture", municipality.prefecture.as_ref().filter(|name| name.value == "見本県")),
        ("base_url", profile.base_url.as_ref().filter(|url| url.value.contains("://") && is_example(&url.value))),
        ("contact.name", contact.map(|contact| &contact.name).filter(|text| is_ours(text))),
        ("contact.email", contact.and_then(|contact| contact.email.as_ref()).filter(|text| is_example(&text.value))),
        ("contact.url", contact.and_then(|contact| contact.url.as_ref()).filter(|text| is_example(&text.value))),
        ("notice", profile.notice.iter().flatten().find(|text| text.value.contains(SAMPLE_NOTICE))),
    ];
    names.into_iter().filter_map(|(key, text)| Some((text?.at, format!("`{key}`"))))
}

/// Whether the host of an address or of an e-mail is one for examples: example.jp, www.city.example.lg.jp.
fn is_example(address: &str) -> bool {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', ':', '?']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    host.split('.').any(|label| EXAMPLES.contains(&label.to_ascii_lowercase().as_str()))
}
