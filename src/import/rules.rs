//! The rules for workbooks: why a cell, a form or a table is refused. If the content can have the same fault, slug and
//! 題名 are those of `load` and `check`.

use crate::diagnostic::rules;

rules! {
    /// All rules of the import, by slug.
    RULES;
    BROKEN_RECORD "broken-record" "記録のファイルを読めず、比較できない";
    CANNOT_EDIT "cannot-edit" "記録の書き方が複雑である、または大きくなりすぎるため、書き換えられない";
    CELL_BULLET "cell-bullet" "行頭の印だけの行がある";
    CELL_CONTINUED "cell-continued" "前の行の続きか、別の文かが分からない行がある";
    CELL_DASH "cell-dash" "「-」などが、無いのか分からないのかを読み取れない";
    CELL_DATE "cell-date" "日付でない欄が日付になっている、または日付として読めない";
    CELL_DIGITS "cell-digits" "割り算の結果のような長い小数や、% にする前のような率がある";
    CELL_DITTO "cell-ditto" "「同上」などと書かれている";
    CELL_EMPTIED "cell-emptied" "記録に値のある欄が、表では空になっている";
    CELL_ERROR "cell-error" "セルがエラー値になっている";
    CELL_FORMULA "cell-formula" "文の欄が式になっている";
    CELL_FRACTION "cell-fraction" "金額に、単位より細かい端数がある";
    CELL_HIDDEN "cell-hidden" "隠れた行か列の欄が変わる";
    CELL_KIND "cell-kind" "文の欄が TRUE・FALSE になっている";
    CELL_LINES "cell-lines" "1行で書く欄に、改行がある";
    CELL_LOST "cell-lost" "失われた文字がある、またはセルの途中で切れている";
    CELL_MERGED "cell-merged" "ほかの欄と結合されたセルがある";
    CELL_NUMBER "cell-number" "数として読めない";
    CELL_REFERENCE "cell-reference" "計画の名称と節の番号を読み分けられない";
    CELL_SDG "cell-sdg" "SDGs の目標の番号でない";
    CELL_SHOWN "cell-shown" "セルの表示と値が違い、どちらが正しいか決まらない";
    CELL_STATE "cell-state" "表の文が消され、無いのか分からないのかを読み取れない";
    CELL_STRUCK "cell-struck" "取り消し線の引かれた文がある";
    CELL_YEAR "cell-year" "年度として読めない";
    CHANGED_SINCE "changed-since" "様式や表を作成した後に、記録のほうも変わっている";
    DAMAGED_FORM "damaged-form" "様式の目印が消えている、または知らない欄がある";
    MISSING_ROWS "missing-rows" "様式の行・列・シートが消されている";
    MISSING_TITLE "missing-title" "空にできない欄が空になっている";
    NOT_READ "not-read" "取り込まないところに文がある";
    SEVERAL_NAMES "several-names" "1つの番号に、2つ以上の題名がある";
    UNKNOWN_BASE "unknown-base" "表がいつのものかが分からず、記録のほうが新しいかもしれない";
    UNKNOWN_CATEGORY "unknown-category" "取組項目の区分がプログラムに無い";
    UNKNOWN_DEPARTMENT "unknown-department" "部局・課所の id が departments.yaml に無い";
    UNKNOWN_LAYOUT "unknown-layout" "mieruka の様式でも、公開中の表でもない";
    UNKNOWN_PLAN_SECTION "unknown-plan-section" "計画(版)と番号の参照先が無い";
    UNKNOWN_RATING "unknown-rating" "評価記号が ◎○△× でない";
    UNKNOWN_RECORD "unknown-record" "関連や正誤の参照先が無い";
    UNKNOWN_ROW "unknown-row" "どの欄か分からない行に文がある";
    UNKNOWN_VALUE "unknown-value" "決められた語でない";
    UNMAPPED_COLUMN "unmapped-column" "表の列が、表の読み方(import/)と合わない";
    WRITTEN_TWICE "written-twice" "同じ欄が2か所にあり、内容が違う";
}

/// What to do where the record is no longer what the form or the table was made from.
pub(super) const OLDER_FORM: &str = "前に取り込んだ様式を書き直したのなら、様式を作成し直して、この欄だけを書いてください。ほかの人が記録を直していたのなら、どちらが正しいかを決め、表を記録と同じにするか、新しい様式や表にこの欄だけをコピーしてください";
