//! What `init` plants for a municipality that begins with a department of its own: an empty sheet for its goals, and nothing of
//! the samples.

use mieruka::model::{Date, FiscalYear};
use mieruka::yaml::{Draft, Step, Yaml};

use super::roman::roman;
use super::seeds::{self, FAMILIES, Family, Values};

/// The department with which a municipality begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Own {
    pub(super) name: String,
    pub(super) kana: Option<String>,
    /// Its name in addresses.
    pub(super) id: String,
    pub(super) year: FiscalYear,
    pub(super) today: Date,
}

/// The name in addresses of a department with this reading.
pub(super) fn usual_id(kana: Option<&str>) -> String {
    let word = kana.map(roman).unwrap_or_default();
    if word.is_empty() { "bukyoku".to_owned() } else { word }
}

const DEPARTMENTS: &str = "\
# 部局と課所の一覧です。ほかのファイルでは、ここに書いた id で部局や課を表します。
departments:
  # 部局か課。id は小文字の英数字と - で付け、一度公開したら変えません。
  - id: bukyoku
    name: 部局
    # 読み(ひらがな)
    kana: ぶきょく
  # ほかの部局や課も、ここに同じように追加します。部局の下の課には、parent に部局の id を書きます(例: parent: bukyoku)。
";

const SHEET: &str = "\
# 重点目標一覧表です。フォルダーの名前が「年度(西暦)/部局の id」になります。
title: 重点目標
# 部局の id。2つの部局の一覧表なら、2つ書きます。
departments: [bukyoku]
# 公表した段階。initial 期首 / mid_term 中間 / final 期末。公表したら、行を追加します。
stages:
  - {stage: initial}
# 出典。もとになった文書があれば、source: {document: 文書の題名} と書きます。
";

const RATINGS: &str = "\
# 評価の記号と、その意味です。中間報告や期末に記号を付けるときは、年度と段階ごとに、下の書き方で評価基準を書きます。
# ratings:
#   - fiscal_year: 2026
#     stage: mid_term                     # mid_term 中間 / final 期末
#     criteria: {◎: 目標を上回る進捗, ○: 目標どおりの進捗, △: 一部に未進捗がある, ×: すべて未進捗}
ratings: []
";

/// A glossary without terms.
pub(super) const GLOSSARY: &str = "\
# 用語集です。文の中に語があると、ここの説明へのリンクになります。
# terms:
#   - id: open-data                       # 小文字の英数字と -
#     term: オープンデータ
#     reading: おーぷんでーた
#     explanation: 誰でも無料で、加工や再配布などの二次利用ができるように公開されたデータです。
#     aliases: []                         # 別の書き方
terms: []
";

/// The sentences of the page about the samples.
pub(super) const SENTENCES: &str = "見本市の目標、計画、実績をまとめたサイトです。団体、計画、数値はすべて架空のものです。自分の団体の内容に書き換えてください。";

/// What there is for the goals of departments.
const FAMILY: &str = "重点目標";

/// The texts of the content, with these values in site.yaml.
pub(super) fn content(own: &Own, values: &Values) -> Vec<(String, String)> {
    let families: Vec<&Family> = FAMILIES.iter().filter(|family| family.word == FAMILY).collect();
    let samples = seeds::content(&families, values).into_iter().filter(|(path, _)| !path.starts_with("goals/"));
    let mut texts: Vec<_> = samples.map(|(path, text)| (path.to_owned(), changed(path, text, own, values))).collect();
    let sheet = seeds::edited(SHEET, |draft| {
        set(draft, &[Step::Key("title")], format!("{} {} {FAMILY}", own.year.wareki(), own.name).as_str().into());
        set(draft, &[Step::Key("departments")], Yaml::Row(vec![own.id.as_str().into()]));
    });
    texts.push((format!("goals/{}/{}/sheet.yaml", own.year.western(), own.id), sheet));
    texts
}

/// A text of the samples, without them.
fn changed(path: &str, text: String, own: &Own, values: &Values) -> String {
    let municipality = seeds::municipality(values);
    match path {
        "departments.yaml" => departments(own),
        "glossary.yaml" => GLOSSARY.to_owned(),
        "ratings.yaml" => RATINGS.replace("2026", &own.year.western().to_string()),
        "pages/about.md" => text.replace(SENTENCES, &format!("{municipality}の目標と、その結果をまとめたサイトです。")),
        "site.yaml" => seeds::edited(&text, |draft| {
            let year = own.year.previous().western();
            if !values.iter().any(|(key, _)| *key == seeds::CONTACT) {
                set(draft, seeds::CONTACT, Yaml::Text(format!("{municipality} {}", own.name)));
            }
            set(draft, &[Step::Key("notice")], Yaml::Row(Vec::new()));
            set(draft, &[Step::Key("updated")], Yaml::Plain(own.today.iso()));
            set(draft, &[Step::Key("reported_through")], Yaml::Plain(year.to_string()));
        }),
        _ => text,
    }
}

fn departments(own: &Own) -> String {
    let text = DEPARTMENTS.replace("parent: bukyoku", &format!("parent: {}", own.id));
    seeds::edited(&text, |draft| {
        let at = |key| [Step::Key("departments"), Step::Index(0), Step::Key(key)];
        set(draft, &at("id"), own.id.as_str().into());
        set(draft, &at("name"), own.name.as_str().into());
        match &own.kana {
            Some(kana) => set(draft, &at("kana"), kana.as_str().into()),
            None => draft.remove(&at("kana")).expect("the text has the key"),
        }
    })
}

/// Puts a value at a key that a text has.
pub(super) fn set(draft: &mut Draft, at: &[Step], value: Yaml) {
    draft.set(at, &value, &[]).expect("the text has the key");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_without_samples_has_nothing_to_be_replaced() {
        let today = Date { year: 2027, month: 2, day: Some(3) };
        let kana = Some("うみのか".to_owned());
        let own =
            Own {
                name: "海の課".to_owned(), id: usual_id(kana.as_deref()), kana, year: FiscalYear::of(today), today
            };
        let values = seeds::of_a_town();
        let texts = content(&own, &values);
        let (site, findings) = seeds::examined(&texts);
        assert_eq!(findings.iter().map(|one| one.message.as_str()).collect::<Vec<_>>(), Vec::<&str>::new());
        let [sheet] = &site.sheets[..] else { panic!("one sheet: {texts:?}") };
        let title = sheet.title.as_ref().map(|title| title.value.as_str());
        assert_eq!((sheet.id.0.as_str(), title), ("goals/2026/uminoka", Some("令和8年度 海の課 重点目標")));
        assert!(texts.iter().all(|(_, text)| !text.contains("見本市")), "{texts:?}");
        let of_site = &texts.iter().find(|(path, _)| path == "site.yaml").expect("it is there").1;
        for line in ["  name: 海辺町 海の課\n", "notice: []\n", "updated: 2027-02-03\n", "reported_through: 2025\n"]
        {
            assert!(of_site.contains(line), "{line}{of_site}");
        }
    }
}
