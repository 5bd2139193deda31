//! オープンデータ一覧: one row per file, in the columns of the national definition, which portals of Japanese municipalities
//! read. It is for programs: no cell carries a guard against spreadsheets.

use std::borrow::Cow;
use std::io::Write;

use super::{Part, Whole};
use crate::bundle::Error;
use crate::dataset::{Cell, Column, ColumnType, DataFile, Dataset, Limit, standard};
use crate::export::columns::MUNICIPALITY_CODE;
use crate::export::csv;

/// What a column says of a file.
type Value = fn(&Whole<'_>, Part<'_, '_>, &DataFile<'_>) -> Option<String>;
/// The columns in the order of the national definition.
const COLUMNS: [(&str, &str, Value); 45] = [
    ("dataset_id", "データセット_ID", |whole, part, _| Some(part.id(whole))),
    ("municipality_code", "全国地方公共団体コード", |whole, _, _| Some(whole.code().to_owned())),
    ("municipality_name", "地方公共団体名", |whole, _, _| Some(whole.name().to_owned())),
    ("dataset_title", "データセット_タイトル", |whole, part, _| Some(part.table().title(whole))),
    ("dataset_subtitle", "データセット_サブタイトル", |_, _, _| None),
    ("dataset_description", "データセット_概要", |_, part, _| Some(part.table().description())),
    ("dataset_keywords", "データセット_キーワード", |whole, part, _| Some(part.keywords(whole).join(";"))),
    ("dataset_category", "データセット_分類", |_, _, _| Some("行財政".to_owned())),
    ("dataset_menu", "データセット_ユニバーサルメニュー", |_, _, _| None),
    ("dataset_published", "データセット_公開日", |_, part, _| part.table().published()),
    ("dataset_updated", "データセット_最終更新日", |_, part, _| part.table().modified()),
    ("dataset_version", "データセット_バージョン", |_, part, _| part.dataset.version()),
    ("dataset_language", "データセット_言語", language),
    ("dataset_url", "データセット_URL", |whole, part, _| Some(whole.address(&part.table().page()))),
    ("dataset_frequency", "データセット_更新頻度", |_, part, _| {
        Some(part.dataset.renewal.label().to_owned())
    }),
    ("dataset_standard", "データセット_準拠する標準", |_, part, _| Some(standard(part.dataset.name))),
    ("dataset_documents", "データセット_関連ドキュメント", |whole, _, _| {
        Some(whole.address("data/datapackage.json"))
    }),
    ("dataset_provenance", "データセット_来歴情報", |_, _, _| None),
    ("dataset_place", "データセット_対象地域", |whole, _, _| Some(whole.place())),
    ("dataset_period", "データセット_対象期間", |_, part, _| part.table().interval()),
    ("dataset_creator", "データセット_作成者", |whole, _, _| Some(whole.publisher().to_owned())),
    ("contact_name", "データセット_連絡先名称", |whole, _, _| contact(whole, |contact| Some(&contact.name))),
    ("contact_email", "データセット_連絡先メールアドレス", |whole, _, _| {
        contact(whole, |contact| contact.email.as_ref())
    }),
    ("contact_phone", "データセット_連絡先電話番号", |whole, _, _| {
        contact(whole, |contact| contact.phone.as_ref())
    }),
    ("contact_extension", "データセット_連絡先内線番号", |_, _, _| None),
    ("contact_form", "データセット_連絡先FormURL", |whole, _, _| {
        contact(whole, |contact| contact.url.as_ref())
    }),
    ("contact_note", "データセット_連絡先備考（その他、SNSなど）", |_, _, _| None),
    ("dataset_note", "データセット_備考", |whole, _, _| Some(whole.collection().notices())),
    ("file_id", "ファイル_ID", |_, _, file| Some(file.name().to_owned())),
    ("file_title", "ファイル_タイトル", |whole, part, file| {
        Some(format!("{}({})", part.title(whole), file.format))
    }),
    ("file_access_url", "ファイル_アクセスURL", |whole, part, _| Some(whole.address(&part.page()))),
    ("file_download_url", "ファイル_ダウンロードURL", |whole, _, file| Some(whole.address(&file.path))),
    ("file_description", "ファイル_説明", |whole, part, file| {
        Some(format!("{}を {} にしたもの", part.title(whole), file.format))
    }),
    ("file_format", "ファイル_形式", |_, _, file| Some(file.format.to_owned())),
    ("file_licence", "ファイル_ライセンス", |whole, _, _| {
        whole.site.profile.licence.as_ref().map(|licence| licence.list_name().to_owned())
    }),
    ("file_status", "ファイル_ステータス", |_, _, _| Some("配信中".to_owned())),
    ("file_size", "ファイル_サイズ", |_, _, file| file.size().map(|bytes| bytes.to_string())),
    ("file_published", "ファイル_公開日", |_, part, _| part.published()),
    ("file_updated", "ファイル_最終更新日", |_, part, _| part.modified()),
    ("file_terms", "ファイル_利用規約", |whole, _, _| {
        whole.site.profile.licence.as_ref().map(|licence| licence.url.value.clone())
    }),
    ("file_documents", "ファイル_関連ドキュメント", |_, _, _| None),
    ("file_language", "ファイル_言語", language),
    ("file_standard", "ファイル_準拠する標準", |_, _, _| None),
    ("file_api", "ファイル_API対応有無", |_, _, _| Some("無".to_owned())),
    ("file_copyright", "ファイル_著作権表記", |whole, _, _| Some(whole.collection().citation())),
];

fn language(whole: &Whole<'_>, _: Part<'_, '_>, _: &DataFile<'_>) -> Option<String> {
    Some(whole.site.profile.language.value.clone())
}

/// 題名 of the list.
pub(super) fn title(whole: &Whole<'_>) -> String {
    format!("{} オープンデータ一覧", whole.name())
}

fn contact(whole: &Whole<'_>, field: impl Fn(&crate::model::Contact) -> Option<&crate::model::Text>) -> Option<String> {
    field(whole.site.profile.contact.as_ref()?).map(|text| text.value.clone())
}

/// The columns of the list.
pub(super) fn columns() -> Vec<Column> {
    let column = |(name, header, _): &(&'static str, &'static str, Value)| Column {
        name,
        header,
        kind: match *name {
            name if name.ends_with("_updated") || name.ends_with("_published") => ColumnType::Date,
            "file_size" => ColumnType::Integer,
            _ => ColumnType::Text,
        },
        required: false,
        meaning: "オープンデータ一覧の項目。".into(),
        meaning_en: "Item of the standard list of datasets.",
        codes: Vec::new(),
        limit: if *name == "municipality_code" { MUNICIPALITY_CODE } else { Limit::Free },
        unit: None,
    };
    COLUMNS.iter().map(column).collect()
}

/// Writes the list: each table, then each of its years, with one row per file.
pub(super) fn write(to: &mut dyn Write, whole: &Whole<'_>, datasets: &[Dataset<'_>]) -> Result<(), Error> {
    let files = datasets.iter().flat_map(Part::all).flat_map(|part| part.files().iter().map(move |file| (part, file)));
    let cell = |told: Option<String>| told.map_or(Cell::Empty, |text| Cell::Text(Cow::Owned(text)));
    let row = |(part, file)| COLUMNS.iter().map(|(_, _, value)| cell(value(whole, part, file))).collect();
    csv::plain(to, &columns(), files.map(row))
}
