//! The keys of `content/` with the word that the city uses for each: every message and the editors' schema name both.

/// Key and 行政用語, by key.
const WORDS: &[(&str, &str)] = &[
    ("accepted", "確認済みの注意"),
    ("actor", "主体"),
    ("actuals", "実績値"),
    ("after", "正"),
    ("aliases", "別の書き方"),
    ("approach", "取組内容・改革手段"),
    ("as_of", "時点"),
    ("background", "これまでの実績・課題"),
    ("base_url", "公開場所"),
    ("baseline", "基準値"),
    ("before", "誤"),
    ("categories", "区分"),
    ("category", "区分"),
    ("change", "増減"),
    ("charts", "図"),
    ("code", "番号"),
    ("contact", "連絡先"),
    ("corporate_number", "法人番号"),
    ("corrections", "正誤"),
    ("criteria", "評価基準"),
    ("data", "図の数値"),
    ("date", "訂正日"),
    ("denominator", "分母"),
    ("department", "部局"),
    ("departments", "担当"),
    ("departments_note", "担当の注"),
    ("document", "文書"),
    ("draft", "下書き"),
    ("effect", "効果額"),
    ("email", "メールアドレス"),
    ("explanation", "説明"),
    ("field", "欄"),
    ("figures", "数値"),
    ("final", "期末の達成状況"),
    ("fiscal_year", "年度"),
    ("from", "始まりの年度"),
    ("goal", "改革達成形態・成果目標"),
    ("high", "上限"),
    ("id", "id"),
    ("indicators", "指標"),
    ("issues", "現状と課題"),
    ("items", "重点取組項目"),
    ("kana", "よみ"),
    ("kind", "種類"),
    ("language", "言語"),
    ("level", "段"),
    ("levels", "段の名前"),
    ("licence", "ライセンス"),
    ("low", "下限"),
    ("measures", "基本施策"),
    ("mid_term", "中間報告"),
    ("missing", "値が無い理由"),
    ("moved_to", "移管先"),
    ("municipality", "団体"),
    ("name", "名称"),
    ("none_in", "位置付けの無い計画"),
    ("note", "注"),
    ("notice", "お断り"),
    ("number", "番号"),
    ("numerator", "分子"),
    ("outline", "章立て"),
    ("parent", "部局"),
    ("parts", "内訳"),
    ("period", "期間"),
    ("phone", "電話番号"),
    ("pillars", "改革の柱"),
    ("place", "頁・欄"),
    ("plan", "取組計画"),
    ("points", "施策の内容"),
    ("predecessor", "前の計画"),
    ("prefecture", "都道府県"),
    ("printed", "印刷された書き方"),
    ("progress", "進捗状況"),
    ("projects", "主な事業"),
    ("publish_on", "公開日"),
    ("purpose", "目的"),
    ("qualifier", "以上・未満など"),
    ("rating", "評価"),
    ("ratings", "評価基準"),
    ("reading", "よみ"),
    ("reason", "理由"),
    ("record", "記録"),
    ("references", "計画における位置付け"),
    ("related", "関連する記録"),
    ("related_plans", "関連計画"),
    ("relative_to", "比べる相手"),
    ("reported_through", "実績を公表済みの年度"),
    ("results", "実績"),
    ("results_through", "実績を公表済みの年度"),
    ("roles", "役割"),
    ("rule", "判定の規則"),
    ("rule_reason", "規則の理由"),
    ("sdgs", "SDGs"),
    ("series", "系列"),
    ("source", "出典"),
    ("stage", "段階"),
    ("stages", "段階"),
    ("sub_items", "小項目"),
    ("successor", "後継の部局"),
    ("summary", "概要"),
    ("synonyms", "同義語"),
    ("target", "目標値"),
    ("target_year", "目標年度"),
    ("targets", "期限・数値目標等"),
    ("term", "用語"),
    ("terms", "用語"),
    ("thread", "年度をまたぐ名前"),
    ("title", "題名"),
    ("to", "終わりの年度"),
    ("unit", "単位"),
    ("updated", "更新日"),
    ("url", "アドレス"),
    ("valid", "名称の期間"),
    ("value", "値"),
    ("years", "年度別の取組"),
];

/// Every key that `content/` knows.
pub fn keys() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(key, _)| *key)
}

/// Names a key as messages do: 題名(`title`).
pub(super) fn named(key: &str) -> String {
    match WORDS.binary_search_by_key(&key, |(known, _)| known) {
        Ok(at) if WORDS[at].1 != key => format!("{}(`{key}`)", WORDS[at].1),
        _ => format!("`{key}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(WORDS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn a_key_is_named_with_its_word() {
        assert_eq!(named("title"), "題名(`title`)");
        assert_eq!(named("id"), "`id`");
    }
}
