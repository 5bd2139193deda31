//! 記入要領, and the hidden sheet with the choices of the drop-downs.

use super::super::names;
use super::super::value::NONE;
use super::Making;
use super::goals::stage_word;
use super::look::{column, height};
use crate::model::Site;
use crate::workbook::{Growth, Sheet};

/// The sheet of the explanations.
pub(super) const GUIDE: &str = "記入要領";
/// The hidden sheet.
pub(super) const CHOICES: &str = "選択肢";

/// The form that is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Goals,
    Items,
    Tables,
    Department,
}

const BOTH: &[(&str, &str)] = &[
    (
        "書ける欄",
        "白い欄だけに書けます。色の付いた欄(番号・見出し)と隠れた行・列は、取り込むときの目印なので変えられません。行の高さと列の幅は変えられます。",
    ),
    (
        "文の書き方",
        "1つの文を1行に書きます。同じ欄の中で次の行へ移るには Alt+Enter(Mac は option+return)を押します。行頭の「・」は付けても付けなくても同じです。文の途中では改行しないでください(欄の幅で自動的に折り返します)。",
    ),
    (
        "空欄と（なし）",
        "空欄は「分からない・まだ決まっていない」です。「無い」と分かっているときは、（なし）と書きます。「－」「同上」「〃」は読み取れないので使えません。同じ内容でも、そのまま書きます。",
    ),
    ("番号と記号", "「(1)」「①」「【個人版】」などは文の一部として、そのまま残ります。"),
    (
        "日付",
        "令和5年3月31日、R5.3.31、2023-03-31 のどれでも書けます。全角でもかまいません。日まで分からないときは「令和5年3月」と書きます。",
    ),
    (
        "部局・課所",
        "正式な名称か id を書きます。同じ名称の課がいくつかあるときは「総務部 総務課」のように部局から書きます。",
    ),
    ("SDGs", "目標の番号を「11、17」のように書きます。"),
    ("⟨references⟩", "計画の名称と⟨section⟩の番号を「第三次総合計画 1-3-2」のように、空白で区切って1行に1つ書きます。"),
    (
        "関連する記録",
        "関係する目標・⟨item⟩・⟨plan_section⟩のページのアドレスを、1行に1つ書きます。公開中のページなら、ブラウザーのアドレスをそのまま貼れます。アドレスの後ろの題名は、書かなくてもかまいません。",
    ),
    (
        "数値のシート",
        "文の中に出てくる数値を、1行に1つ書きます(図・データ・比較に使われます)。値は数字だけを書き、単位と「以上」「約」などは、それぞれの欄に書きます。数値を追加するときは、項目や年度ごとの空いた行に書きます。削除するときは YAML のファイルを編集します。",
    ),
    (
        "式とコピー",
        "式は、計算結果が文として取り込まれます。ほかの表から貼り付けるときは「値のみ貼り付け」を使ってください。上下のセルの結合は取り込めません。",
    ),
    (
        "提出と取り込み",
        "保存したファイルを、企画担当へそのまま渡してください。企画担当は「mieruka import ファイル名」で、変更点を確認してから取り込みます。書かなかった欄の記録は変わりません。様式を作成した後に記録のほうが直されていた欄は、取り込まずに知らせます。",
    ),
];

/// With the row of the form that each is about.
const GOALS: &[(&str, &str, &str)] = &[
    (
        "items",
        "⟨goal⟩",
        "太字の行に目標の題名を書きます。その下に、具体的な⟨part⟩を①から順に書きます。項目を追加するときは、目標ごとに用意した空の行に書きます。新しい目標は、最後の「新」の行に書きます。",
    ),
    ("targets", "⟨targets⟩", "期首に書きます。数は「20講座」のように単位まで書きます。"),
    (
        "mid_term",
        "中間報告",
        "進捗状況・進捗度と評価を書きます。時点は「令和4年10月1日」のように、いつ現在かを書きます。",
    ),
    ("final", "期末", "達成状況・達成度と評価を書きます。"),
    ("rating", "評価", "◎○△× から選びます。評価を付けていないときは空欄のままにします。"),
    (
        "",
        "移管したとき",
        "目標や項目が別の部局へ移ったときだけ、移管先と、⟨list⟩に書かれた注(「○○部に記載」など)を書きます。",
    ),
];

const ITEMS: &[(&str, &str)] = &[
    ("シート", "1つの⟨item⟩が1枚のシートです。シートの名前(No.17 など)は変えないでください。"),
    (
        "年度別の取組",
        "年度の始めに⟨year_plan⟩を、終わりに⟨results⟩と⟨effect⟩を書きます。ほかの年度の欄は、書けないことがあります。",
    ),
    ("⟨effect⟩", "金額は「⟨effect⟩：1,200千円」のように単位まで書きます。⟨effect⟩が無い取組は（なし）と書きます。"),
];

const TABLES: &[(&str, &str)] = &[
    (
        "表",
        "1行が1つの記録か、その一部です。新しい⟨indicators⟩・事業費・評価は、下の空いた行に、記録と番号(段階、評価者と尺度)から書きます。新しい⟨measures⟩は「新」の行に、新しい部局・用語は id の空いた行に、id から書きます。⟨section⟩の行は増やせません(計画の中の場所が要るためです)。記録そのものは、YAML のファイルで作成します。",
    ),
    (
        "数と単位",
        "数は数字だけを書きます。新しく書いた数には、同じ行の単位が付きます。単位の欄を先に確認してください。",
    ),
    ("値を消すとき", "数の欄を空にすると、その年度の値が記録から消えます。"),
];

/// The explanations.
pub(super) fn sheet(making: &Making<'_>, of: Of) -> Sheet {
    let (look, words) = (&making.look, &making.fields.words);
    let mut sheet = Sheet::new(GUIDE, [20.0, 110.0].map(column).to_vec());
    sheet.text((0, 0), GUIDE, Some(&look.title));
    let goals = goals(making);
    let own = match of {
        Of::Goals => goals,
        Of::Items => ITEMS.to_vec(),
        Of::Tables => TABLES.to_vec(),
        Of::Department => [&goals, ITEMS, TABLES].concat(),
    };
    for (row, (word, text)) in (2..).zip(BOTH.iter().take(4).chain(&own).chain(&BOTH[4..])) {
        assert!(*word != "空欄と（なし）" || text.contains(NONE), "the words for none are those that are read");
        let (word, text) = (words.tell(word), words.tell(text));
        sheet.text((row, 0), &word, Some(&look.head));
        sheet.text((row, 1), &text, Some(&look.guide));
        sheet.height(row, height(&text, 105.0), Growth::Stays);
    }
    sheet
}

/// The explanations of the rows that the form of the goals has.
fn goals<'m>(making: &Making<'m>) -> Vec<(&'m str, &'m str)> {
    let head = &making.site.profile.goals;
    let asked = GOALS.iter().filter(|(row, ..)| matches!(*row, "" | "items") || head.has(row));
    asked.map(|(row, word, text)| (stage_word(making, row).unwrap_or(word), *text)).collect()
}

/// The names of the departments, one per row.
pub(super) fn choices(site: &Site) -> Sheet {
    let mut sheet = Sheet::new(CHOICES, vec![column(40.0)]);
    sheet.layout.is_hidden = true;
    for (row, department) in (0..).zip(&site.departments) {
        sheet.text((row, 0), &names::shown(site, &department.id.value.0), None);
    }
    sheet
}
