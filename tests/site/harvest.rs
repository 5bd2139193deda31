//! What harvesters of catalogues take: the national list of datasets (オープンデータ一覧), and the catalogue in DCAT as CKAN reads it.

use std::collections::BTreeSet;

use mieruka::dataset::{Dataset, standard};
use mieruka::export::datasets;
use serde_json::Value;

use crate::open_data::csv_table;
use crate::sites::{self, bundle, json, sources};

/// The 45 columns of 自治体標準オープンデータセット「オープンデータ一覧」, in their order.
const COLUMNS: &str = "データセット_ID 全国地方公共団体コード 地方公共団体名 データセット_タイトル データセット_サブタイトル データセット_概要 \
    データセット_キーワード データセット_分類 データセット_ユニバーサルメニュー データセット_公開日 データセット_最終更新日 データセット_バージョン \
    データセット_言語 データセット_URL データセット_更新頻度 データセット_準拠する標準 データセット_関連ドキュメント データセット_来歴情報 \
    データセット_対象地域 データセット_対象期間 データセット_作成者 データセット_連絡先名称 データセット_連絡先メールアドレス \
    データセット_連絡先電話番号 データセット_連絡先内線番号 データセット_連絡先FormURL データセット_連絡先備考（その他、SNSなど） データセット_備考 \
    ファイル_ID ファイル_タイトル ファイル_アクセスURL ファイル_ダウンロードURL ファイル_説明 ファイル_形式 ファイル_ライセンス \
    ファイル_ステータス ファイル_サイズ ファイル_公開日 ファイル_最終更新日 ファイル_利用規約 ファイル_関連ドキュメント ファイル_言語 \
    ファイル_準拠する標準 ファイル_API対応有無 ファイル_著作権表記";

const DEED: &str = "https://creativecommons.org/licenses/by/4.0/deed.ja";

/// The list, the catalogue and the package of a site with this licence.
fn told(licence: &str) -> (Vec<String>, Vec<Vec<String>>, Value, Value) {
    let site = format!(
        "title: T\nmunicipality: {{code: \"011002\", name: 見本市, prefecture: 見本県}}\nbase_url: https://example.jp/\nupdated: 2026-11-21\n\
         contact: {{name: 課, phone: +81-268-22-4100}}\nlicence: {licence}\n"
    );
    let texts = [
        ("site.yaml", site.as_str()),
        ("programs/p/program.yaml", "title: P\nperiod: {from: 2021, to: 2025}\n"),
        ("programs/p/1.yaml", "title: 取組\nyears: [{fiscal_year: 2021, plan: [\"=1+1\"], results: [二]}]\n"),
    ];
    let site = sites::site(&sources(texts));
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let (headers, rows) =
        csv_table(&bundle.get("data/011002_open_data_list.csv").expect("the list").bytes().expect("it can be made"));
    for path in datasets.iter().flat_map(Dataset::all_files).map(|file| &file.path) {
        let size = bundle.get(path).expect("the file").bytes().expect("it can be made").len().to_string();
        let row =
            rows.iter().find(|row| row.contains(&format!("https://example.jp/{path}"))).expect("a row of the file");
        assert!(row.contains(&size), "{path} has {size} bytes");
    }
    let mut package = json(&bundle, "data/datapackage.json");
    for resource in package["resources"].as_array_mut().expect("resources") {
        if let Some(path) = resource["schema"].as_str().map(|path| format!("data/{path}")) {
            resource["schema"] = json(&bundle, &path);
        }
    }
    (headers, rows, json(&bundle, "data/catalog.jsonld"), package)
}

fn by(id: &str) -> String {
    format!("{{id: {id}, name: 表示, url: \"{DEED}\"}}")
}

#[test]
fn the_national_list_has_its_columns_and_no_guards() {
    let (headers, rows, ..) = told(&by("CC-BY-4.0"));
    assert_eq!(headers, COLUMNS.split_whitespace().collect::<Vec<_>>());
    let of = |header: &str| {
        let place = headers.iter().position(|known| known == header).expect("such a column");
        rows.iter().map(move |row| row[place].as_str()).collect::<BTreeSet<_>>()
    };
    assert_eq!(of("データセット_連絡先電話番号"), BTreeSet::from(["+81-268-22-4100"]));
    assert!(rows.iter().flatten().all(|cell| !cell.starts_with('\'')));
    assert_eq!(of("ファイル_ID").len(), rows.len());
    assert_eq!(of("ファイル_利用規約"), BTreeSet::from([DEED]));
    assert_eq!(of("ファイル_ステータス"), BTreeSet::from(["配信中"]));
    assert_eq!(of("データセット_言語"), BTreeSet::from(["ja"]));
    assert_eq!(of("データセット_対象地域"), BTreeSet::from(["見本県見本市"]));
    assert_eq!(of("データセット_更新頻度"), BTreeSet::from(["年次", "随時"]));
    assert!(of("データセット_タイトル").iter().all(|title| title.starts_with("見本市 ")));
    // A file of one year is a further file of its table.
    let ids = of("データセット_ID");
    assert!(ids.contains("011002_action_item_years") && !ids.iter().any(|id| id.ends_with("_2021")), "{ids:?}");
    assert!(of("ファイル_タイトル").contains("見本市 取組項目の年度別取組 令和3年度(CSV)"));
    assert!(of("データセット_キーワード").len() > 5, "each table has its own");
}

#[test]
fn a_licence_has_the_words_and_the_address_that_machines_compare() {
    let check = |licence: &str, words: &str, uri: &str| {
        let (headers, rows, catalogue, package) = told(licence);
        let place = headers.iter().position(|header| header == "ファイル_ライセンス").expect("such a column");
        assert!(rows.iter().all(|row| row[place] == words), "{licence}");
        assert_eq!(
            (&catalogue["dct:license"]["@id"], &catalogue["dct:license"]["dct:title"]),
            (&uri.into(), &words.into())
        );
        assert_eq!(package["licenses"][0]["path"], uri);
        for file in catalogue["dcat:dataset"]
            .as_array()
            .expect("datasets")
            .iter()
            .flat_map(|of| of["dcat:distribution"].as_array().expect("files"))
        {
            assert_eq!(file["dct:license"]["@id"], uri);
        }
    };
    check(&by("CC-BY-4.0"), "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/");
    check(&by("cc0-1.0"), "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/");
    check(&by("MIT"), "MIT", DEED);
    let own = format!("{{id: CC-BY-4.0, name: 表示, url: \"{DEED}\", list_name: CC-BY4.0}}");
    check(&own, "CC-BY4.0", "https://creativecommons.org/licenses/by/4.0/");
}

#[test]
fn a_catalogue_has_one_dataset_a_table_that_says_whose_it_is() {
    let (_, _, catalogue, package) = told(&by("CC-BY-4.0"));
    let datasets = catalogue["dcat:dataset"].as_array().expect("datasets");
    let mut titles = BTreeSet::new();
    for dataset in datasets {
        let title = dataset["dct:title"][0]["@value"].as_str().expect("a title");
        assert!(title.starts_with("見本市 ") && titles.insert(title), "{title}");
        for file in dataset["dcat:distribution"].as_array().expect("files") {
            let format = &file["dct:format"];
            let (is_known, label) = (format["@type"][0] == "dct:IMT", format["rdfs:label"].as_str().expect("a label"));
            assert!(
                is_known
                    && file["dcat:downloadURL"]["@id"].as_str().is_some_and(|url| url.ends_with(&label.to_lowercase()))
            );
        }
    }
    let years =
        datasets.iter().find(|dataset| dataset["dct:identifier"] == "011002_action_item_years").expect("the table");
    let files = years["dcat:distribution"].as_array().expect("files");
    assert!(files.iter().any(|file| file["dct:title"]["@value"] == "見本市 取組項目の年度別取組 令和3年度(CSV)"));
    let frequency = |id: &str| {
        let dataset = datasets.iter().find(|dataset| dataset["dct:identifier"] == id).expect("the table");
        dataset["dct:accrualPeriodicity"]["@id"]
            .as_str()
            .expect("a frequency")
            .rsplit('/')
            .next()
            .expect("a code")
            .to_owned()
    };
    assert_eq!([frequency("011002_figures"), frequency("011002_glossary")], ["ANNUAL", "IRREG"]);
    let names =
        package["resources"].as_array().expect("resources").iter().map(|one| one["name"].as_str().expect("a name"));
    assert!(names.into_iter().all(|name| !name.ends_with("_2021")), "the whole table contains the rows of the year");
}

#[test]
fn a_guard_stands_only_where_a_description_says_so() {
    let (_, _, _, package) = told(&by("CC-BY-4.0"));
    for resource in package["resources"].as_array().expect("resources") {
        for field in resource["schema"]["fields"].as_array().expect("fields") {
            let (name, is_guarded) = (field["title"].as_str().expect("a name"), field.get("guard").is_some());
            let is_id = name == "id" || name.ends_with("_id");
            assert!(!is_guarded || !is_id && field["type"] == "string", "{name}");
            assert!(is_guarded || name != "plan");
        }
    }
}

#[test]
fn every_municipality_names_its_tables_alike() {
    let (headers, rows, catalogue, package) = told(&by("CC-BY-4.0"));
    let place = |header: &str| headers.iter().position(|known| known == header).expect("such a column");
    for row in &rows {
        let table = row[place("データセット_ID")].trim_start_matches("011002_");
        assert_eq!(row[place("データセット_準拠する標準")], standard(table));
    }
    for dataset in catalogue["dcat:dataset"].as_array().expect("datasets") {
        let table = dataset["dct:identifier"].as_str().expect("an id").trim_start_matches("011002_");
        assert_eq!(dataset["dct:conformsTo"]["@id"], standard(table));
    }
    assert!(package["generator"].as_str().is_some_and(|told| told.starts_with("mieruka ") && told.contains('.')));
    let figures = package["resources"].as_array().expect("resources").iter().find(|one| one["name"] == "figures");
    assert_eq!(figures.expect("the table")["conformsTo"], standard("figures"));
}
