//! The reasons why no new record can be made, and what may be typed instead.

use crate::model::FiscalYear;

/// The request cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No department was named.
    #[error("部局を --department で指定してください。指定できるのは次の id(または名前)です:\n{0}")]
    NoDepartment(String),
    /// What was typed is no department; the near miss as a question, or what may be typed.
    #[error("部局「{0}」は departments.yaml にありません{1}")]
    UnknownDepartment(String, String),
    /// The department had ended before that year, or did not exist yet; its successors, as a hint.
    #[error("{0}は{1}にありません。departments.yaml の `valid`(名称の期間)を確認してください{2}")]
    NotInYear(String, FiscalYear, String),
    /// No program was named, and there is more than one; what programs are called, and what may be typed.
    #[error("{0}を --program で指定してください。指定できるのは次の id です:\n{1}")]
    NoProgram(String, String),
    /// What was typed is no program; what programs are called, what was typed, and what may be typed.
    #[error("{0}「{1}」はありません。指定できるのは次の id です:\n{2}")]
    UnknownProgram(String, String, String),
    /// There is no program at all; what programs are called.
    #[error("{0}がまだありません。先に programs/<id>/program.yaml を作成してください")]
    NoProgramYet(String),
    /// What was typed is no category of the program; what categories are called, what was typed, the title of the program, and what may be typed.
    #[error("{0}「{1}」は「{2}」にありません。指定できるのは次の番号です:\n{3}")]
    UnknownCategory(String, String, String, String),
    /// What was typed cannot be the number of an item.
    #[error("番号「{0}」は使えません。半角の小文字・数字・- だけで指定してください(例: 0086、07-01-01-3)")]
    BadNumber(String),
    /// The numbers of the program's items are codes, so the next one is not known.
    #[error("番号を --number で指定してください(例: 07-01-01-3)。このプログラムの番号は、数だけではありません")]
    NoNumber,
    /// No year was named with this flag; the years that have sheets.
    #[error("年度を {0} で指定してください(2024、令和6、R6 のどれでも){1}")]
    NoYear(&'static str, String),
    /// The later year (the second) does not come after the earlier one.
    #[error("--to({1})は --from({0})より後の年度にしてください")]
    NotLater(FiscalYear, FiscalYear),
    /// There is no sheet of the year (and the department, if one was named) to begin from; what sheets and items are called,
    /// and the years that have sheets.
    #[error("{0}の{1}も、{2}の期間もありません{3}")]
    NoSheet(String, String, String, String),
    /// The file exists already.
    #[error("「{0}」がすでにあります。すでにあるファイルは変えません")]
    Exists(String),
}
