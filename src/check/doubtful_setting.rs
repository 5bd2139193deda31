//! サイトの設定が、ふつうでない: dates of the future, another language, a reading that is none, no address.

use super::Findings;
use crate::diagnostic::{Located, Span};
use crate::model::{Date, FiscalYear, Site, Text};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let profile = &site.profile;
    if let Some(today) = site.today {
        future(site, today, findings);
    }
    if !profile.language.value.starts_with("ja") {
        let message = format!("言語(`language`)が「{}」です", profile.language);
        let help = "読み上げソフトが、日本語のページを別の言語として読み上げます。`language: ja` と書いてください";
        findings.warning(profile.language.at, message, help);
    }
    if profile.base_url.is_none() && !site.is_broken("site") {
        let help = "`base_url: https://…/` に公開する場所を書くと、サイトマップ・更新情報(feed)・データカタログに、公開するアドレスが入ります";
        findings.warning(profile.title.at, "公開する場所(`base_url`)がありません", help);
    }
    for url in profile.base_url.iter().filter(|url| is_local(&url.value)) {
        let message = format!("公開する場所「{url}」は、このパソコンか庁内でしか開けないアドレスです");
        findings.warning(
            url.at,
            message,
            "https://www.city.example.lg.jp/mieruka/ のように、住民が開けるアドレスを書いてください",
        );
    }
    let prefecture = profile.municipality.prefecture.as_ref();
    if let Some(name) = prefecture.filter(|name| !name.value.ends_with(['都', '道', '府', '県'])) {
        let message = format!("都道府県(`prefecture`)「{name}」が、都・道・府・県で終わっていません");
        findings.warning(name.at, message, "「長野県」のように、都・道・府・県まで書いてください");
    }
    readings(site).filter(|kana| !is_reading(&kana.value)).for_each(|kana| {
        let message = format!("よみ(`kana`)「{kana}」が、ひらがなではありません");
        findings.warning(kana.at, message, "ひらがなで書いてください。公開するデータには、カタカナに直して入れます");
    });
}

/// Whether an address leads nowhere but to this machine or its network: localhost, 192.168.0.1, a name without a point.
fn is_local(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    let is_number = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_number || !host.contains('.') || host.ends_with(".local") || host.ends_with(".localhost")
}

/// Days and years that have not come.
fn future(site: &Site, today: Date, findings: &mut Findings<'_>) {
    let profile = &site.profile;
    let corrections = site.corrections.iter().map(|correction| ("訂正の日付", &correction.date));
    let days =
        profile.updated.iter().map(|day| ("更新日", day)).chain(profile.published.iter().map(|day| ("公開日", day)));
    for (name, Located { value, at }) in days.chain(corrections).filter(|(_, day)| day.value > today) {
        findings.warning(
            *at,
            format!("{name}「{value}」は、未来の日付です"),
            format!("今日は {} です。日付を確認してください", today.iso()),
        );
    }
    let year = FiscalYear::of(today);
    let programs = site.programs.iter().filter_map(|program| program.results_through.as_ref());
    for Located { value, at } in profile.reported_through.iter().chain(programs).filter(|through| through.value > year)
    {
        let (value, at): (&FiscalYear, &Span) = (value, at);
        findings.warning(
            *at,
            format!("実績を公表済みの年度「{value}」は、まだ始まっていません"),
            "実績を公表した、いちばん新しい年度を書いてください",
        );
    }
}

fn readings(site: &Site) -> impl Iterator<Item = &Text> {
    let records = site.records().filter_map(|record| record.kana());
    let departments = site.departments.iter().filter_map(|department| department.kana.as_ref());
    site.profile.municipality.kana.iter().chain(departments).chain(records)
}

fn is_reading(text: &str) -> bool {
    text.chars().all(|c| matches!(c, 'ぁ'..='ゖ' | 'ー' | '・' | ' ' | '\u{3000}' | '、' | '0'..='9'))
}
