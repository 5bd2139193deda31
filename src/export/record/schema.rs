//! JSON Schema 2020-12 of the records, taken from the very types that write them, with the city's word for each property.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use crate::model::Site;

/// The schema of a view as it is written.
pub(super) fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}

/// The schema with its title and its address, as it is published at `path`.
pub(super) fn published(mut schema: Schema, site: &Site, title: &str, path: &str) -> Schema {
    RecursiveTransform(say_for_readers).transform(&mut schema);
    schema.insert("title".to_owned(), Value::from(format!("{title}(index.json)")));
    schema.insert("description".to_owned(), Value::from("null は「分からない」、[] は「無い」です。"));
    if let Some(base) = &site.profile.base_url {
        schema.insert("$id".to_owned(), Value::from(format!("{base}{path}")));
    }
    schema
}

/// Gives each property the city's word for it, in place of what the code says of itself; closes what is closed with the word
/// that the schemas of the tables use.
fn say_for_readers(schema: &mut Schema) {
    schema.remove("description");
    if let Some(closed) = schema.remove("additionalProperties") {
        schema.insert("unevaluatedProperties".to_owned(), closed);
    }
    let Some(Value::Object(properties)) = schema.get_mut("properties") else { return };
    for (name, property) in properties {
        if let (Some(word), Value::Object(property)) = (word(name), property) {
            property.insert("title".to_owned(), Value::from(word));
        }
    }
}

/// The city's word for a property.
fn word(name: &str) -> Option<&'static str> {
    WORDS.iter().find(|(known, _)| *known == name).map(|(_, word)| *word)
}

const WORDS: &[(&str, &str)] = &[
    ("$schema", "このファイルの型"),
    ("accepted", "確認済みの注意"),
    ("actor", "主体"),
    ("actuals", "実績値"),
    ("after", "正"),
    ("aliases", "別の書き方"),
    ("approach", "取組内容・改革手段"),
    ("as_of", "時点"),
    ("background", "これまでの実績・課題"),
    ("base", "基本の単位"),
    ("baseline", "基準値"),
    ("before", "誤"),
    ("bureau", "部局"),
    ("categories", "区分"),
    ("category", "区分"),
    ("change", "増減"),
    ("charts", "図"),
    ("code", "番号・コード"),
    ("corrections", "正誤"),
    ("criterion", "評価の意味"),
    ("data", "図の数値"),
    ("date", "日付"),
    ("denominator", "分母"),
    ("department", "部局"),
    ("departments", "担当"),
    ("departments_note", "担当の注"),
    ("digits", "値の数字"),
    ("display", "表示"),
    ("division", "課所"),
    ("divisions", "課所"),
    ("document", "文書"),
    ("effect", "効果額"),
    ("factor", "倍率"),
    ("field", "欄"),
    ("figures", "数値"),
    ("final", "期末の達成状況"),
    ("fiscal_year", "年度"),
    ("from", "始まり"),
    ("goal", "改革達成形態・成果目標"),
    ("goals", "重点目標"),
    ("high", "上限"),
    ("id", "ID"),
    ("indicators", "指標"),
    ("is_reported", "実績の公表"),
    ("issues", "現状と課題"),
    ("items", "項目"),
    ("kana", "よみ"),
    ("kind", "種類のコード"),
    ("kind_label", "種類"),
    ("label", "名称"),
    ("level", "段"),
    ("levels", "段の名前"),
    ("licence", "ライセンス"),
    ("low", "下限"),
    ("mark", "印"),
    ("markdown", "Markdown"),
    ("marks", "評価記号"),
    ("measures", "基本施策"),
    ("mid_term", "中間報告"),
    ("missing", "値が無い理由"),
    ("moved_to", "移管先"),
    ("municipality", "団体"),
    ("name", "名称"),
    ("narrative", "説明"),
    ("none_in", "位置付けの無い計画"),
    ("note", "注"),
    ("number", "番号"),
    ("numerator", "分子"),
    ("ordinal", "呼び方"),
    ("other_items", "区分の無い項目"),
    ("outline", "章立て"),
    ("page", "ページ"),
    ("parent", "部局"),
    ("parts", "内訳"),
    ("period", "期間"),
    ("pillar", "改革の柱"),
    ("pillars", "改革の柱"),
    ("place", "頁・欄"),
    ("plan", "計画"),
    ("points", "施策の内容"),
    ("predecessor", "前の計画"),
    ("printed", "印刷された書き方"),
    ("program", "アクションプログラム"),
    ("projects", "主な事業"),
    ("purpose", "目的"),
    ("qualifier", "以上・未満など"),
    ("rating", "評価"),
    ("rating_criteria", "評価基準"),
    ("reason", "理由"),
    ("records", "担当する記録"),
    ("references", "計画における位置付け"),
    ("related", "関連する記録"),
    ("related_plans", "関連計画"),
    ("relative_to", "比べる相手"),
    ("results", "実績"),
    ("results_through", "実績を公表済みの年度"),
    ("roles", "役割"),
    ("rule", "規則のコード"),
    ("rule_label", "判定の規則"),
    ("rule_reason", "規則の理由"),
    ("sdgs", "SDGs"),
    ("series", "系列"),
    ("sheet", "重点目標一覧表"),
    ("source", "出典"),
    ("stage", "段階のコード"),
    ("stage_label", "段階"),
    ("stages", "公表された段階"),
    ("sub_items", "小項目"),
    ("successor", "後継の部局・課所"),
    ("summary", "概要"),
    ("target", "目標値"),
    ("target_year", "目標年度"),
    ("targets", "期限・数値目標等"),
    ("text", "文"),
    ("thread", "年度をまたぐ系列"),
    ("title", "題名"),
    ("to", "終わり"),
    ("unit", "単位"),
    ("unit_scale", "単位の倍率"),
    ("uri", "国際的な番号"),
    ("url", "アドレス"),
    ("valid", "名称の期間"),
    ("value", "値"),
    ("year", "西暦"),
    ("years", "年度別の取組"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::record::schemas;

    #[test]
    fn every_property_has_its_word() {
        for (kind, _, make) in schemas() {
            let mut unnamed = Vec::new();
            let mut look = RecursiveTransform(|schema: &mut Schema| {
                let Some(Value::Object(properties)) = schema.get("properties") else { return };
                unnamed.extend(properties.keys().filter(|name| word(name).is_none()).cloned());
            });
            look.transform(&mut make());
            assert_eq!(unnamed, Vec::<String>::new(), "{kind}");
        }
        assert!(WORDS.is_sorted());
    }
}
