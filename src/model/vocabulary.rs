//! The keys of `content/`, each with the city's word for it, its meaning and an example: the one table for messages,
//! editors' schemas and new files.

/// Key (or `holder.key` if a word belongs to one holder only), 行政用語, meaning, example; by key. Words and meanings may name nouns, which [`Words`](super::Words) tells. An empty example means
/// none.
#[rustfmt::skip]
const WORDS: &[(&str, &str, &str, &str)] = &[
    ("accepted", "確認済みの注意", "確認して「このままで正しい」と判断した注意と、その理由。エラーには使えません。", ""),
    ("actor", "主体", "役割を担う人や団体。", "市民"),
    ("actuals", "実績値", "公表された実績。公表のたびに1件ずつ追加します。", ""),
    ("after", "正", "直した後の文や値。", ""),
    ("aliases", "別の書き方", "検索でも同じものとして見つかる、別の名前。無ければ [] と書きます。", ""),
    ("alt", "代替テキスト", "画像を見られない人のために読み上げる文。", "見本市"),
    ("approach", "⟨approach⟩", "どのように取り組むかを、1文ずつ書きます。", ""),
    ("approval", "承認の決まり", "承認を書くまで公開しない、と決めるときに書きます。", ""),
    ("approved", "承認", "だれがいつ承認したか。公開はされません。", ""),
    ("approved.plan", "計画の承認", "⟨year_plan⟩の承認。", ""),
    ("approved.results", "実績の承認", "実績と⟨effect⟩の承認。", ""),
    ("as_of", "時点", "いつ現在の値や報告か。日まで分からなければ 2023-03 と書きます。", "2023-03-31"),
    ("background", "⟨background⟩", "始める前の実績と課題を、1文ずつ書きます。", ""),
    ("base_url", "公開場所", "公開するアドレス。末尾は / です。", "https://example.jp/mieruka/"),
    ("baseline", "基準値", "目標を立てたときの値。", ""),
    ("before", "誤", "直す前の文や値。", ""),
    ("brand", "団体のデザイン", "団体の色、ロゴ、アイコン、末尾の文。テーマを変えずに設定できます。", ""),
    ("by", "承認者", "承認した人の役職。", "企画部長"),
    ("categories", "⟨category⟩", "⟨branch⟩の中の⟨category⟩。", ""),
    ("categories.code", "⟨category⟩の番号", "項目の category に書く番号。", "1-ア"),
    ("categories.title", "⟨category⟩の題名", "⟨category⟩の題名。", ""),
    ("category", "⟨category⟩", "program.yaml の⟨category⟩の番号。", ""),
    ("change", "増減", "相対目標が求める増減。", "+10%"),
    ("charts", "図", "⟨section⟩に載っている図。", ""),
    ("charts.source", "図の出典", "図に書かれた出典。無ければ書きません。", ""),
    ("charts.title", "図の題名", "図の題名。", ""),
    ("code", "番号", "番号。数と読まれないように引用符で囲みます。", "1-3-2"),
    ("color", "団体の色", "見出しの線、ボタン、リンクなどの色。# と6桁の16進数で書きます。", "#00428a"),
    ("contact", "連絡先", "サイトについての問い合わせ先。", ""),
    ("contact.name", "連絡先の名称", "部署の名前。", "見本市 企画部 企画課"),
    ("contact.url", "問い合わせページ", "問い合わせページのアドレス。", "https://example.jp/contact/"),
    ("corporate_number", "法人番号", "13桁の法人番号。確認できたものだけを書きます。", "1234567890123"),
    ("corrections", "正誤", "公表した後に直した文や値。訂正のたびに追加します。", ""),
    ("corrections.date", "訂正日", "訂正を公表した日。", "2026-11-21"),
    ("criteria", "評価基準", "評価記号と、その意味。", ""),
    ("data", "図の数値", "図の数値が分かるときに書きます。", ""),
    ("datasets", "オープンデータの表", "サイトより後に公開した表の公開日。", ""),
    ("datasets.name", "表の名前", "data/ のアドレスにある英字の名前。", "measures"),
    ("datasets.published", "表の公開日", "その表を最初に公開した日。", "2027-04-01"),
    ("date", "日付", "日付。", "2026-11-21"),
    ("denominator", "分母", "率の分母。値と合わないとエラーになります。", ""),
    ("department", "部局", "departments.yaml の id。", ""),
    ("departments", "担当", "担当する課の id。課が無ければ部局の id。", ""),
    ("departments.departments", "部局と課所", "部局と課所を1つの表に並べます。", ""),
    ("departments.kana", "よみ", "ひらがなで書きます。", "きかくぶ"),
    ("departments.name", "部局・課所の名称", "部局か課所の名称。", "企画部"),
    ("departments_note", "担当の注", "「その他関係課」など、id で書けない担当。", ""),
    ("document", "文書", "文書番号か、文書の題名。", "第○次総合計画"),
    ("draft", "下書き", "true と書くと、消すまで公開されません。", ""),
    ("effect", "⟨effect⟩", "⟨effect⟩を1文ずつ書きます。無ければ [] と書きます。", ""),
    ("email", "メールアドレス", "問い合わせ先のメールアドレス。", "kikaku@example.jp"),
    ("explanation", "説明", "用語の説明。", ""),
    ("families", "記録の呼び名", "計画・取組・目標の、この団体での呼び名。書かないものは、決まった呼び名になります。", ""),
    ("families.goals", "目標の呼び名", "部局の年度ごとの目標を、まとめて何と呼ぶか。", "部局の運営方針"),
    ("field", "欄", "記録の中の欄。", "years.2021.results"),
    ("figures", "数値", "文の中に現れる数値。図・データ・比較に使われます。", ""),
    ("file", "画像", "images/ に入れた SVG か PNG。", "images/logo.svg"),
    ("final", "期末の達成状況", "年度末の報告。公表したら追加します。", ""),
    ("final.results", "達成状況", "達成状況を、1文ずつ書きます。", ""),
    ("fiscal_year", "年度", "西暦の数字で書きます。令和4年度、R4 とも書けます。", "2022"),
    ("footer", "末尾の文", "すべてのページの末尾に出す文。", "〒000-0000 見本県見本市中央一丁目1番1号"),
    ("form", "様式の欄", "団体の様式の欄を、順に書きます。書かない欄は、様式に無い欄です。", ""),
    ("form.id", "団体の欄の id", "団体の様式だけにある欄の id。記録の texts に書きます。", "taisho"),
    ("from", "始まりの年度", "分からなければ書きません。", "2021"),
    ("goal", "⟨outcome⟩", "⟨outcome_full⟩を、1文ずつ書きます。", ""),
    ("goal.title", "⟨goal⟩の題名", "⟨goal⟩の題名。", ""),
    ("goals", "目標の様式", "部局の年度ごとの目標の、呼び名と様式の欄。", ""),
    ("goals.item", "1件の呼び名", "目標1件を何と呼ぶか。", "目標"),
    ("high", "上限", "範囲の上限。", ""),
    ("icon", "アイコン", "ブラウザーのタブに出す小さな画像。", "images/icon.svg"),
    ("id", "id", "半角の小文字・数字・- で書きます。アドレスの一部になります。", "kikaku"),
    ("in", "欄のあるところ", "年度ごとの欄なら years と書きます。", "years"),
    ("indicators", "指標", "⟨section⟩の指標。", ""),
    ("indicators.name", "指標の名称", "指標の名称。", "自治会加入率"),
    ("indicators.number", "指標の番号", "⟨section⟩の中の番号。", "1"),
    ("issues", "現状と課題", "現状と課題を、1文ずつ書きます。", ""),
    ("item", "1件の呼び名", "1件の記録を何と呼ぶか。", "事務事業"),
    ("item.figures", "年度に属さない数値", "これまでの実績や、5年後の目標の数値。", ""),
    ("item.title", "⟨item⟩の題名", "⟨item⟩の題名。", "オープンデータの推進"),
    ("items", "⟨part⟩", "具体的な⟨part⟩ ①②…", ""),
    ("items.title", "⟨part⟩の題名", "⟨part⟩の題名。", ""),
    ("kana", "よみ", "ひらがなで書きます。", "みほんし"),
    ("kind", "種類", "目標か、実績か、基準か。", "target"),
    ("language", "言語", "ページの言語。", "ja"),
    ("level", "階層", "plan.yaml の levels にある階層の名前。", "章"),
    ("levels", "階層の名前", "番号 1-3-2 を「⟨ordinal⟩」と読むための名前。", ""),
    ("licence", "ライセンス", "データと文章の利用条件。", ""),
    ("licence.id", "ライセンスの識別子", "SPDX の識別子。", "CC-BY-4.0"),
    ("licence.name", "ライセンスの名称", "ライセンスの名称。", "クリエイティブ・コモンズ 表示 4.0 国際"),
    ("licence.url", "ライセンスの文書", "ライセンスの文書のアドレス。", "https://creativecommons.org/licenses/by/4.0/deed.ja"),
    ("logo", "ロゴ", "題名の横に出す画像。", ""),
    ("low", "下限", "範囲の下限。", ""),
    ("measures", "⟨measures⟩", "⟨measures⟩と、その内容。", ""),
    ("measures.number", "⟨measures⟩の番号", "⟨measures⟩の番号。", "1"),
    ("measures.title", "⟨measures⟩の題名", "⟨measures⟩の題名。", ""),
    ("mid_term", "中間報告", "年度の途中の報告。公表したら追加します。", ""),
    ("missing", "値が無い理由", "値を書けないときに、その理由を書きます。", "not_reported"),
    ("moved_to", "移管先", "ほかの部局の⟨list⟩に移ったときに書きます。", ""),
    ("moved_to.department", "移管先の部局", "移った先の部局の id。", ""),
    ("municipality", "団体", "この記録を公表する団体。", ""),
    ("municipality.code", "団体コード", "6桁の全国地方公共団体コード。引用符で囲みます。", "990001"),
    ("municipality.kind", "団体の種類", "市・町・村・区・県など。名称の終わりの字で分かるときは、書きません。", "町"),
    ("municipality.name", "団体の名称", "団体の名称。", "見本市"),
    ("name", "名称", "数値の名称。同じ名前の数値は、1つの図になります。", "オープンデータの公開数"),
    ("none_in", "位置付けの無い計画", "位置付けが無い(—)と文書に書かれた計画の id。", ""),
    ("not_in", "用語のリンクにしない語句", "用語を含むが、別の意味の語句(用語「協働」に対する「協働推進室」など)。この語句の中は、用語集へのリンクになりません。", ""),
    ("note", "注", "注や、印刷と違うところ。", ""),
    ("notice", "お断り", "すべてのページに出す文。", ""),
    ("number", "番号", "①②… の番号。", "1"),
    ("numerator", "分子", "率の分子。値と合わないとエラーになります。", ""),
    ("outline", "⟨outline⟩", "計画の⟨outline⟩。ファイルのある⟨section⟩も、名前だけ分かる⟨section⟩も書きます。", ""),
    ("outline.code", "⟨section⟩の番号", "ファイル名と同じ番号。", "1-3-2"),
    ("parent", "部局", "この課が属する部局の id。", ""),
    ("parts", "内訳", "1つの欄に2つ以上の値があるときに書きます。", ""),
    ("parts.name", "内訳の名称", "何の値か。", "講演会"),
    ("period", "期間", "期間(年度)。分からない側は書きません。", ""),
    ("phone", "電話番号", "問い合わせ先の電話番号。", "000-000-0000"),
    ("pillars", "⟨pillar⟩", "⟨pillar⟩と⟨category⟩。", ""),
    ("pillars.code", "⟨branch⟩の番号", "⟨branch⟩の番号。", "1"),
    ("pillars.title", "⟨branch⟩の題名", "⟨branch⟩の題名。", ""),
    ("place", "頁・欄", "頁・シート・欄。", "12頁"),
    ("plan", "⟨year_plan⟩", "この年度に計画したことを、1文ずつ書きます。", ""),
    ("plan.title", "計画の題名", "計画の題名。", ""),
    ("plans", "計画の呼び名", "計画をまとめて何と呼ぶか。", "総合計画"),
    ("points", "施策の内容", "①②…の内容を、1文ずつ書きます。", ""),
    ("predecessor", "前の計画", "1つ前の計画の id。", ""),
    ("prefecture", "都道府県", "都道府県の名前。", "見本県"),
    ("printed", "印刷された書き方", "文書に印刷されたとおりの書き方。", "37.2%"),
    ("program.title", "プログラムの題名", "プログラムの題名。", ""),
    ("programs", "取組の呼び名", "取組をまとめて何と呼ぶか。", "事務事業評価"),
    ("progress", "進捗状況", "中間報告の文を、1文ずつ書きます。", ""),
    ("projects", "主な事業", "主な事業の名前。", ""),
    ("publish_on", "公開日", "この日から公開されます。draft もあるときは、draft が優先されます。", "2026-04-01"),
    ("published", "公開日", "最初に公開した日。公開前のときや、分からないときは、キーごと書きません。", "2026-04-01"),
    ("publisher", "作成者", "団体以外の者がこのサイトを作成・公開するときの、その名称。団体が公開するなら書きません。", "○○市民の会"),
    ("purpose", "目的", "目的を、1文ずつ書きます。", ""),
    ("qualifier", "以上・未満など", "値に付く語。", "以上"),
    ("rating", "評価", "評価記号。その年度の評価基準が ratings.yaml に必要です。", "○"),
    ("ratings", "評価基準", "年度と段階ごとの評価基準。", ""),
    ("ratings.stage", "段階", "評価基準が印刷された報告の段階。", "final"),
    ("reading", "よみ", "ひらがなで書きます。", "きょうどう"),
    ("reason", "理由", "住民が読んで分かるように書きます。", ""),
    ("record", "記録", "記録のアドレス。", "programs/jimu/17"),
    ("redirects", "転送", "無くなったページのアドレスと、移った先。", ""),
    ("redirects.date", "移った日", "ページが移った日。", "2026-11-21"),
    ("redirects.from", "前のアドレス", "前に公開したページのアドレス。", "programs/jimu/17/"),
    ("redirects.to", "今のアドレス", "今あるページのアドレス。見出しまでなら後ろに #y2022 などを付けます。", "programs/jimu-2/3/"),
    ("references", "計画における位置付け", "⟨plan_section⟩への参照。版が違えば、同じ番号でも別の⟨section⟩です。", ""),
    ("references.code", "⟨section⟩の番号", "その計画の⟨section⟩の番号。", ""),
    ("references.plan", "計画", "計画(版)の id。", ""),
    ("related", "関連する記録", "関係する記録のアドレス。", ""),
    ("related_plans", "関連計画", "関連する計画の名前。", ""),
    ("relative_to", "比較の相手", "previous_year(前年度)か、年度。", "previous_year"),
    ("reported_through", "実績を公表済みの年度", "これ以前の年度の実績が無いと、注意が出ます。", "2022"),
    ("required_from", "承認が必要な最初の年度", "この年度の計画と実績から、承認が必要です。", "2023"),
    ("results", "実績", "したことを1文ずつ書きます。無ければ []、分からなければキーごと書きません。", ""),
    ("results_through", "実績を公表済みの年度", "これ以前の年度の実績が無いと、注意が出ます。", "2022"),
    ("roles", "役割", "主体別の役割。", ""),
    ("row", "決まった欄", "欄のキー。", "summary"),
    ("rule", "判定の規則", "実績値を目標値とどう比べるか。", "increase"),
    ("rule_reason", "規則の理由", "なぜこの規則で判定するか。", ""),
    ("sdgs", "SDGs", "目標の番号 1〜17。分からなければキーごと書きません。", "11"),
    ("section.title", "⟨section⟩の題名", "⟨section⟩の題名。", ""),
    ("series", "系列", "別の記録にある同じ数値をつなぐ名前。", "furusato-kifu"),
    ("sheet", "一覧の呼び名", "1つの部局の1年度の目標を、まとめて何と呼ぶか。", "目標の一覧"),
    ("sheet.departments", "部局", "部局の id。2つの部局の⟨list⟩なら2つ書きます。", ""),
    ("sheet.title", "⟨list⟩の題名", "⟨list⟩の題名。", "令和4年度 企画部の目標"),
    ("site.title", "サイトの題名", "すべてのページに出る題名。", "見本市の目標・計画・実績"),
    ("source", "出典", "どの文書のどこに基づくか。", ""),
    ("stage", "段階", "initial 期首 / mid_term 中間報告 / final 期末。", "final"),
    ("stages", "段階", "公表した段階。公表したら、行を追加します。", ""),
    ("stages.stage", "公表した段階", "initial 期首 / mid_term 中間報告 / final 期末。", "final"),
    ("sub_items", "⟨sub_items⟩", "⟨sub_items⟩。無ければ [] と書きます。", ""),
    ("successor", "後継の部局・課所", "組織改正の後の部局・課所の id。", ""),
    ("summary", "概要", "概要を、1文ずつ書きます。", ""),
    ("synonyms", "同義語", "ほぼ同じ意味の語を、1組ずつ並べます。", ""),
    ("target", "目標値", "目標の値。", ""),
    ("target_year", "目標年度", "指標の目標年度。", "2030"),
    ("targets", "⟨targets⟩", "いつまでに、どこまでするかを、1文ずつ書きます。", ""),
    ("term", "用語", "用語。文の中では後ろに * を付けて使います。", "協働"),
    ("terms", "用語", "用語と、その説明。", ""),
    ("terms.id", "用語の id", "半角の小文字・数字・- で書きます。", "kyodo"),
    ("texts", "団体の欄", "団体の様式だけにある欄。form に書いた id ごとに、1文ずつ書きます。", ""),
    ("theme", "テーマの設定", "テーマの theme.yaml にある設定と、その値。", ""),
    ("theme.name", "設定の名前", "theme.yaml にある名前。", "search_example"),
    ("theme.value", "設定の値", "その設定に使う文。", "例: 子育て、防災"),
    ("thread", "年度をまたぐ名前", "年度が替わっても同じ目標に、同じ名前を書きます。番号や題名が変わっても、同じ目標としてつながります。", "kouen-seibi"),
    ("title", "題名", "題名。", ""),
    ("to", "終わりの年度", "分からなければ書きません。", "2025"),
    ("unit", "単位", "数値の単位。数値があるときは必ず書きます。", "分野"),
    ("updated", "更新日", "サイトの更新日。", "2026-11-21"),
    ("url", "アドレス", "ページのアドレス。", "https://example.jp/"),
    ("valid", "名称の期間", "この名称が使われた年度。分からない側は書きません。", ""),
    ("value", "値", "桁区切りや単位を付けずに、半角数字で書きます。30.10 のように 0 で終わる数は引用符で囲みます。", "8"),
    ("word", "欄の名前", "団体の様式での欄の名前。", "対象"),
    ("years", "年度別の取組", "年度ごとの計画と実績。", ""),
];

/// The word for a key, and its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// 行政用語.
    pub word: &'static str,
    /// Its meaning, in a sentence or two.
    pub meaning: &'static str,
    /// An example, if one helps.
    pub example: Option<&'static str>,
}

/// Every key of `content/`.
pub fn keys() -> impl Iterator<Item = &'static str> {
    WORDS.iter().map(|(key, ..)| *key).filter(|key| !key.contains('.'))
}

/// The word for a key below `holder`: the key above it, or the kind of file.
pub fn word(holder: &str, key: &str) -> Option<Word> {
    find(&format!("{holder}.{key}")).or_else(|| find(key))
}

/// Names a key below `holder` as messages do: 題名(`title`); with the names of nouns.
pub fn named(holder: &str, key: &str) -> String {
    match word(holder, key) {
        Some(Word { word, .. }) if word != key => format!("{word}(`{key}`)"),
        _ => format!("`{key}`"),
    }
}

fn find(name: &str) -> Option<Word> {
    let at = WORDS.binary_search_by_key(&name, |(known, ..)| known).ok()?;
    let (_, word, meaning, example) = WORDS[at];
    Some(Word { word, meaning, example: Some(example).filter(|example| !example.is_empty()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Words;

    #[test]
    fn the_table_is_in_order() {
        assert!(WORDS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn a_key_is_named_with_its_word() {
        assert_eq!(named("", "title"), "題名(`title`)");
        assert_eq!(named("goal", "id"), "`id`");
        assert_eq!(named("references", "plan"), "計画(`plan`)");
        assert_eq!(Words::default().tell(&named("years", "plan")), "取組計画(`plan`)");
    }
}
