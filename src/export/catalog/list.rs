//! データセット一覧: one row per file, with the column names that portals of Japanese municipalities read.

use std::borrow::Cow;
use std::io::Write;

use super::{Part, Whole};
use crate::bundle::Error;
use crate::dataset::{Cell, Column, ColumnType, DataFile, Dataset, Limit};
use crate::export::columns::MUNICIPALITY_CODE;
use crate::export::csv;

/// The columns in the order of the national definition as far as known, with their contents.
type Value = fn(&Whole<'_>, Part<'_, '_>, &DataFile<'_>) -> Option<String>;
const COLUMNS: [(&str, &str, Value); 35] = [
    ("municipality_code", "全国地方公共団体コード", |whole, _, _| Some(whole.code().to_owned())),
    ("municipality_name", "地方公共団体名", |whole, _, _| Some(whole.name().to_owned())),
    ("dataset_id", "データセット_ID", |whole, part, _| Some(part.id(whole))),
    ("dataset_title", "データセット_タイトル", |_, part, _| Some(part.title())),
    ("dataset_description", "データセット_概要", |_, part, _| Some(part.description())),
    ("dataset_keywords", "データセット_キーワード", |whole, _, _| Some(whole.keywords().join(";"))),
    ("dataset_category", "データセット_分類", |_, _, _| Some("行財政".to_owned())),
    ("dataset_published", "データセット_公開日", |_, part, _| part.published()),
    ("dataset_updated", "データセット_最終更新日", |_, part, _| part.modified()),
    ("dataset_url", "データセット_URL", |whole, part, _| Some(whole.address(&part.page()))),
    ("dataset_frequency", "データセット_更新頻度", |_, _, _| Some("年次".to_owned())),
    ("dataset_standard", "データセット_準拠する標準", |_, _, _| None),
    ("dataset_documents", "データセット_関連ドキュメント", |whole, _, _| {
        Some(whole.address("data/datapackage.json"))
    }),
    ("dataset_period", "データセット_対象期間", |_, part, _| part.interval()),
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
    ("file_title", "ファイル_タイトル", |_, part, file| Some(format!("{}({})", part.title(), file.format))),
    ("file_description", "ファイル_説明", |_, part, file| {
        Some(format!("{}を {} にしたもの", part.title(), file.format))
    }),
    ("file_access_url", "ファイル_アクセスURL", |whole, part, _| Some(whole.address(&part.page()))),
    ("file_download_url", "ファイル_ダウンロードURL", |whole, _, file| Some(whole.address(&file.path))),
    ("file_format", "ファイル_形式", |_, _, file| Some(file.format.to_owned())),
    ("file_licence", "ファイル_ライセンス", |whole, _, _| {
        whole.site.profile.licence.as_ref().map(|licence| licence.id.value.clone())
    }),
    ("file_terms", "ファイル_利用規約", |whole, _, _| {
        whole.site.profile.licence.as_ref().map(|licence| licence.url.value.clone())
    }),
    ("file_published", "ファイル_公開日", |_, part, _| part.published()),
    ("file_updated", "ファイル_最終更新日", |_, part, _| part.modified()),
    ("file_standard", "ファイル_準拠する標準", |_, _, _| None),
    ("file_documents", "ファイル_関連ドキュメント", |_, _, _| None),
    ("file_copyright", "ファイル_著作権表記", |whole, _, _| Some(whole.collection().citation())),
];

fn contact(whole: &Whole<'_>, field: impl Fn(&crate::model::Contact) -> Option<&crate::model::Text>) -> Option<String> {
    field(whole.site.profile.contact.as_ref()?).map(|text| text.value.clone())
}

/// The columns of the list.
pub(super) fn columns() -> Vec<Column> {
    let column = |(name, header, _): &(&'static str, &'static str, Value)| Column {
        name,
        header,
        kind: if name.ends_with("_updated") || name.ends_with("_published") {
            ColumnType::Date
        } else {
            ColumnType::Text
        },
        required: false,
        meaning: "データセット一覧の項目。".into(),
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
    let columns = columns();
    let cell = |kind, told: Option<String>| match (kind, told) {
        (_, None) => Cell::Empty,
        (_, Some(text)) if text.is_empty() => Cell::Empty,
        (ColumnType::Date, Some(day)) => Cell::Date(day),
        (_, Some(text)) => Cell::Text(Cow::Owned(text)),
    };
    let row = |(part, file)| {
        let told = COLUMNS.iter().map(|(_, _, value)| value(whole, part, file));
        columns.iter().zip(told).map(|(column, told)| cell(column.kind, told)).collect()
    };
    csv::csv(to, &columns, files.map(row))
}
