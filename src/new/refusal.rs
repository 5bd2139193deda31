//! The reasons why no new record can be made, and what may be typed instead.

use crate::model::FiscalYear;

/// The request cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No department was named.
    #[error("部局を --department で書いてください。書けるのは次の id(または名前)です:\n{0}")]
    NoDepartment(String),
    /// The department is not known.
    #[error("部局「{typed}」は departments.yaml にありません{near}")]
    UnknownDepartment {
        /// What was typed.
        typed: String,
        /// The near miss as a question, or what may be typed.
        near: String,
    },
    /// The department had ended before that year, or did not exist yet.
    #[error("{name}は{year}にありません。departments.yaml の `valid`(名称の期間)を確かめてください{successor}")]
    NotInYear {
        /// The department.
        name: String,
        /// The year.
        year: FiscalYear,
        /// Its successors, as a hint.
        successor: String,
    },
    /// No program was named, and there is more than one.
    #[error("アクションプログラムを --program で書いてください。書けるのは次の id です:\n{0}")]
    NoProgram(String),
    /// The program is not known.
    #[error("アクションプログラム「{typed}」はありません。書けるのは次の id です:\n{known}")]
    UnknownProgram {
        /// What was typed.
        typed: String,
        /// What may be typed.
        known: String,
    },
    /// There is no program at all.
    #[error("アクションプログラムがまだありません。先に programs/<id>/program.yaml を作ってください")]
    NoProgramYet,
    /// The category is not one of the program's.
    #[error("区分「{typed}」は「{program}」にありません。書けるのは次の番号です:\n{known}")]
    UnknownCategory {
        /// What was typed.
        typed: String,
        /// The program's title.
        program: String,
        /// What may be typed.
        known: String,
    },
    /// No year was named.
    #[error("年度を {flag} で書いてください(2024、令和6、R6 のどれでも){known}")]
    NoYear {
        /// The flag.
        flag: &'static str,
        /// Years that have sheets.
        known: String,
    },
    /// The later year does not come after the earlier one.
    #[error("--to({to})は --from({from})より後の年度にしてください")]
    NotLater {
        /// The earlier year.
        from: FiscalYear,
        /// The year that should be later.
        to: FiscalYear,
    },
    /// There is no sheet to begin from.
    #[error("{year}の重点目標一覧表も、取組項目の期間もありません{known}")]
    NoSheet {
        /// The year, and the department if one was named.
        year: String,
        /// Years that have sheets.
        known: String,
    },
    /// The file exists already.
    #[error("「{0}」がすでにあります。すでにあるファイルは変えません")]
    Exists(String),
}
