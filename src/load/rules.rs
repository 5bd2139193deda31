//! The faults of shape: what `load` itself can find, file by file, before any rule sees the whole.

use crate::diagnostic::rules;

rules! {
    /// Every fault of shape, by slug.
    SHAPE_RULES;
    BAD_FILE "bad-file" "公開できないファイルがある";
    BAD_ID "bad-id" "id やファイル名に使えない文字がある";
    BAD_IMAGE "bad-image" "公開できない画像がある";
    BROKEN_YAML "broken-yaml" "YAML として読めない";
    CUT_TEXT "cut-text" "文が ` #` の前で切れている";
    DUPLICATE_KEY "duplicate-key" "同じキーが2回ある";
    IMAGE_WITHOUT_TEXT "image-without-text" "画像に代替テキストが無い";
    INVISIBLE_CHARACTER "invisible-character" "見えない文字や外字が入っている";
    LOOK_ALIKE "look-alike" "見た目が同じ別の文字が使われている";
    MALFORMED_READING "malformed-reading" "読み仮名《》の書き方が正しくない";
    MISPLACED_FILE "misplaced-file" "正しい場所に入っていないファイルがある";
    MISSING_FILE "missing-file" "必要なファイルが無い";
    MISSING_KEY "missing-key" "必要なキーが無い";
    NOT_A_FILE "not-a-file" "リンクなど、通常のファイルでないものがある";
    NOT_UTF8 "not-utf8" "文字コードが UTF-8 でない";
    RAW_HTML "raw-html" "Markdown に HTML が書かれている";
    STRAY_EMPHASIS "stray-emphasis" "強調やリンクの印が、文字のまま残っている";
    TOO_LARGE "too-large" "ファイルが大きすぎる";
    TYPED_LIST "typed-list" "文の中に、リストのように始まる行がある";
    UNKNOWN_KEY "unknown-key" "知らないキーがある";
    UNKNOWN_RATING "unknown-rating" "評価記号が ◎○△× でない";
    UNKNOWN_VALUE "unknown-value" "決められた語でない";
    WRONG_TYPE "wrong-type" "値の種類が違う";
}
