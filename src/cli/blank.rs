//! What `init --empty` plants for a municipality that brings a table: its programs without a record, and nothing of the samples.
//! What a program leaves open, `import --register` takes from the table.

use mieruka::model::Date;
use mieruka::yaml::{Step, Yaml};

use super::own::{GLOSSARY, SENTENCES, set};
use super::seeds::{self, Family, Values};

/// What a municipality that brings tables begins with.
pub(super) struct Blank {
    /// What the tables are of.
    pub(super) families: Vec<&'static Family>,
    pub(super) today: Date,
}

/// A program of which only the title is known.
const PROGRAM: &str = "\
# フォルダーの名前が id になります。期間、政策体系、様式の欄は、mieruka import <表> --register が、表から書き加えます。
title: 題名
# 1件の呼び名
item: 呼び名
# 期間(年度)
period: {}
";

const DEPARTMENTS: &str = "\
# 部局と課所の一覧です。ほかのファイルでは、ここに書いた id で部局や課を表します。
# 表に出てくるものは、mieruka import <表> --register が書き加えます。書き方:
#   departments:
#     - {id: kikaku, name: 企画部, kana: きかくぶ}
#     - {id: kikaku-ka, name: 企画課, parent: kikaku}
departments: []
";

/// What the samples tell of themselves in site.yaml, and the year up to which there are results: the table says it.
const OF_SAMPLES: [&str; 3] = [
    "まず、このファイルの値を自分の団体のものに書き換えてください。",
    "  # 990001 は、どの団体にも割り当てられていない見本の番号です(末尾の検査数字の計算だけは合っています)。自分の団体のコードに書き換えてください。\n",
    "# 実績を公表済みの年度(西暦)。これ以前の年度に実績が無いと、点検で注意が出ます。\nreported_through: 2025\n\n",
];

/// The texts of the content, with these values in site.yaml.
pub(super) fn content(blank: &Blank, values: &Values) -> Vec<(String, String)> {
    let municipality = seeds::municipality(values);
    let texts = seeds::content(&blank.families, values).into_iter();
    texts.filter_map(|(path, text)| Some((path.to_owned(), changed(path, text, municipality, blank)?))).collect()
}

/// A text of the samples, without them.
fn changed(path: &str, text: String, municipality: &str, blank: &Blank) -> Option<String> {
    if let Some(family) = blank.families.iter().find(|family| path.starts_with(family.folder)) {
        let program = seeds::edited(PROGRAM, |draft| {
            set(draft, &[Step::Key("title")], Yaml::Text(format!("{municipality}{}", family.word)));
            set(draft, &[Step::Key("item")], family.item.unwrap_or_default().into());
        });
        return path.ends_with("/program.yaml").then_some(program);
    }
    match path {
        "ratings.yaml" => None,
        "departments.yaml" => Some(DEPARTMENTS.to_owned()),
        "glossary.yaml" => Some(GLOSSARY.to_owned()),
        "pages/about.md" => {
            let words = blank.families.iter().map(|family| family.word).collect::<Vec<_>>().join("、");
            Some(text.replace(SENTENCES, &format!("{municipality}の{words}をまとめたサイトです。")))
        }
        "site.yaml" => {
            let text = OF_SAMPLES.iter().fold(text, |text, of_samples| text.replace(of_samples, ""));
            Some(seeds::edited(&text, |draft| {
                set(draft, &[Step::Key("notice")], Yaml::Row(Vec::new()));
                set(draft, &[Step::Key("updated")], Yaml::Plain(blank.today.iso()));
            }))
        }
        _ => Some(text),
    }
}

#[cfg(test)]
mod tests {
    use super::super::seeds::FAMILIES;
    use super::*;

    #[test]
    fn nothing_is_to_be_replaced_where_a_table_is_brought() {
        let today = Date { year: 2027, month: 2, day: Some(3) };
        let families: Vec<_> = FAMILIES.iter().filter(|family| family.item.is_some()).collect();
        assert_eq!(families.len(), 2);
        let mut values = seeds::of_a_town();
        values.push((seeds::CONTACT, "海辺町".to_owned()));
        let texts = content(&Blank { families, today }, &values);
        let (site, findings) = seeds::examined(&texts);
        assert_eq!(findings.iter().map(|one| one.message.as_str()).collect::<Vec<_>>(), Vec::<&str>::new());
        let told: Vec<_> = site.records().map(|record| (record.id().0, record.title(&site))).collect();
        let titles = ["海辺町行革プログラム", "海辺町事務事業評価"];
        let ids = ["programs/sample", "programs/jimujigyo"];
        assert!(
            told.len() == 2
                && ids.iter().zip(titles).all(|(id, title)| told.contains(&((*id).to_owned(), title.to_owned()))),
            "{told:?}"
        );
        assert!(texts.iter().all(|(_, text)| !text.contains("見本")), "{texts:?}");
        let of_site = &texts.iter().find(|(path, _)| path == "site.yaml").expect("it is there").1;
        for line in ["  name: 海辺町\n", "notice: []\n", "updated: 2027-02-03\n"] {
            assert!(of_site.contains(line), "{line}{of_site}");
        }
        assert!(!of_site.contains("reported_through"), "{of_site}");
    }
}
