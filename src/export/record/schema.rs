//! JSON Schema 2020-12 of the records, derived from the serialized types, with the Japanese term of each property.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema};
use serde_json::Value;

use crate::model::{Site, Words, vocabulary};

/// The schema of a view as it is serialized.
pub(super) fn of<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}

/// The schema with its title and its address, for publication at `path`.
pub(super) fn published(mut schema: Schema, site: &Site, title: &str, path: &str) -> Schema {
    RecursiveTransform(|part: &mut Schema| say_for_readers(part, site.words())).transform(&mut schema);
    schema.insert("title".to_owned(), Value::from(format!("{}(index.json)", site.words().tell(title))));
    schema.insert("description".to_owned(), Value::from("null は「分からない」、[] は「無い」です。"));
    if let Some(base) = &site.profile.base_url {
        schema.insert("$id".to_owned(), Value::from(format!("{base}{path}")));
    }
    schema
}

/// Gives each property its Japanese term instead of the doc comment, and closes every object with the keyword that the
/// schemas of the tables use.
fn say_for_readers(schema: &mut Schema, words: &Words) {
    schema.remove("description");
    if schema.get("properties").is_some() {
        schema.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
    }
    let Some(Value::Object(properties)) = schema.get_mut("properties") else { return };
    for (name, property) in properties {
        if let (Some(word), Value::Object(property)) = (word(name), property) {
            property.insert("title".to_owned(), Value::from(words.tell(word)));
        }
    }
}

/// The Japanese term of a property: that of the key in the content, unless no record has the key or it has another
/// meaning.
fn word(name: &str) -> Option<&'static str> {
    let own = OWN.iter().find(|(known, _)| *known == name).map(|(_, word)| *word);
    own.or_else(|| vocabulary::word("", name).map(|word| word.word))
}

const OWN: &[(&str, &str)] = &[
    ("$schema", "このファイルの型"),
    ("base", "基本の単位"),
    ("bureau", "部局"),
    ("code", "番号・コード"),
    ("criterion", "評価の意味"),
    ("digits", "値の数字"),
    ("display", "表示"),
    ("division", "課所"),
    ("divisions", "課所"),
    ("document_title", "文書の題名"),
    ("evaluator", "評価者"),
    ("factor", "倍率"),
    ("from_date", "始まりの日"),
    ("fund", "財源のコード"),
    ("fund_label", "財源"),
    ("funds", "財源内訳"),
    ("given_at", "寄せられた場"),
    ("goals", "⟨goal⟩"),
    ("grade", "評価"),
    ("id", "ID"),
    ("is_outside", "団体の外か"),
    ("is_reported", "実績の公表"),
    ("items", "項目"),
    ("kind", "種類のコード"),
    ("kind_label", "種類"),
    ("label", "名称"),
    ("mark", "印"),
    ("markdown", "Markdown"),
    ("marks", "評価記号"),
    ("narrative", "説明"),
    ("not_on_form", "様式に無い欄のキー"),
    ("ordinal", "呼び方"),
    ("other_items", "⟨category⟩の無い項目"),
    ("page", "ページ"),
    ("path", "体系の中の場所"),
    ("pillar", "⟨pillar⟩"),
    ("plan", "計画"),
    ("program", "⟨program⟩"),
    ("rank", "良いほうからの順位"),
    ("rating_criteria", "評価基準"),
    ("records", "担当する記録"),
    ("rule", "規則のコード"),
    ("rule_label", "判定の規則"),
    ("sheet", "⟨sheet⟩"),
    ("stage", "段階のコード"),
    ("stage_label", "段階"),
    ("stages", "公表された段階"),
    ("to_date", "終わりの日"),
    ("unit_scale", "単位の倍率"),
    ("uri", "国際的な番号"),
    ("views", "ご意見と回答"),
    ("year", "西暦"),
    ("yen", "円にそろえた額"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::record::schemas;

    #[test]
    fn every_property_has_its_word() {
        for ((kind, _), make) in schemas() {
            let mut unnamed = Vec::new();
            let mut look = RecursiveTransform(|schema: &mut Schema| {
                let Some(Value::Object(properties)) = schema.get("properties") else { return };
                unnamed.extend(properties.keys().filter(|name| word(name).is_none()).cloned());
            });
            look.transform(&mut make());
            assert_eq!(unnamed, Vec::<String>::new(), "{kind}");
        }
        assert!(OWN.is_sorted());
        let is_own = |(name, own): &(&str, &str)| vocabulary::word("", name).is_none_or(|word| word.word != *own);
        assert!(OWN.iter().all(is_own));
    }
}
