//! 記号と判定の見方: how a rule judges, and the meaning of the words for missing values. Pages and search use the same words.

use super::{IndicatorRule, Missing, Rating};

/// 題名 of the page that explains them.
pub const LEGEND_TITLE: &str = "記号と判定の見方";

/// 題名 of its part on 評価.
pub fn legend_marks() -> String {
    format!("評価の記号({})の意味", Rating::listed())
}

impl IndicatorRule {
    /// Which values are good, said beside a picture; nothing where the rule says nothing of more or less.
    pub fn direction(self) -> Option<&'static str> {
        match self {
            Self::Increase => Some("増えるほうがよい"),
            Self::Decrease => Some("減るほうがよい"),
            Self::AtLeast => Some("目標以上がよい"),
            Self::AtMost => Some("目標以下がよい"),
            Self::Hold => Some("今の水準を保つ"),
            Self::Range => Some("範囲に収める"),
            Self::TolerateDecline => Some("減っても目標を下回らない"),
            Self::Milestone | Self::Relative | Self::None => None,
        }
    }

    /// Whether a target is a limit from above: a longer bar is no better.
    pub fn is_ceiling(self) -> bool {
        matches!(self, Self::AtMost | Self::Decrease)
    }

    /// How it judges, in words, with the names of nouns.
    pub fn how(self) -> &'static str {
        match self {
            Self::Increase => {
                "数が大きいほどよい⟨indicators⟩です。最新の実績値が目標値以上なら「目標に達した」です。達していないときは、基準値より増えたか、減ったか、同じかを示します。"
            }
            Self::Decrease => {
                "数が小さいほどよい⟨indicators⟩です。最新の実績値が目標値以下なら「目標に達した」です。達していないときは、基準値より増えたか、減ったか、同じかを示します。"
            }
            Self::AtLeast => {
                "目標の水準以上を毎年保つ⟨indicators⟩です。最新の実績値が目標値以上なら「目標に達した」です。基準値とは比べません。目標が「超」のときは、同じ値では達したことになりません。"
            }
            Self::AtMost => {
                "上限を超えないようにする⟨indicators⟩です。最新の実績値が目標値以下なら「目標に達した」です。目標が「未満」のときは、同じ値では達したことになりません。基準値より増えても、上限を超えなければ達しています。"
            }
            Self::Hold => {
                "今の水準を保つ⟨indicators⟩です。最新の実績値が目標値と同じか、それより大きければ「目標に達した」です。内訳があるときは、1つでも小さければ「目標に達していない」です。"
            }
            Self::Range => {
                "決められた範囲(下限から上限まで)に収める⟨indicators⟩です。範囲の中なら「目標に達した」です。両端の値も範囲の中です。"
            }
            Self::TolerateDecline => {
                "減ることを見込んだうえで、減り方を抑える⟨indicators⟩です。目標値は基準値より小さく、最新の実績値が目標値を下回らなければ「目標に達した」です。"
            }
            Self::Milestone => {
                "目標が数でなく、到達した状態(「完了」「策定」など)で書かれた⟨indicators⟩です。文の意味は計算できないため、判定しません。実績の文を読んで確認してください。"
            }
            Self::Relative => {
                "「前年度比10%増」のように、ほかの年度と比べる⟨indicators⟩です。比べる年度の値から変化の割合を計算し、目標の割合に達したかを見ます。何月何日現在の値かが違う年度どうしは比べません。"
            }
            Self::None => "良し悪しを数で言えない⟨indicators⟩です。値だけを示し、判定しません。",
        }
    }
}

impl Missing {
    fn meaning(self) -> &'static str {
        match self {
            Self::NotReported => "その年度や段階の値、実績、報告が、まだ公表されていません。",
            Self::NotApplicable => "その年度やその記録には当てはまりません。",
            Self::NotPublic => "値はありますが、公表されていません。",
            Self::New => "新しく始まったため、前の値がありません。",
        }
    }
}

/// The word for what its source does not say.
pub const UNKNOWN: &str = "記載なし";
/// The word for what is known to be none.
pub const NONE: &str = "なし";
/// The word for an indicator without any result.
pub const NOT_PUBLISHED: &str = "未公表";
/// The word for what another record names, but the site does not hold.
pub const NOT_HELD: &str = "掲載していません";
/// The word for a year or stage whose results are not published yet.
pub const NOT_REPORTED: &str = "未報告";

/// The words for missing values, each with its meaning, which may name nouns: the one table of them.
pub fn absences() -> impl Iterator<Item = (&'static str, &'static str)> {
    let first = [
        (UNKNOWN, "もとにした文書に書かれていません。無いという意味ではありません。"),
        ("不明", "必要なことが書かれていないため、分かりません。無いという意味ではありません。"),
        (NONE, "無いと書かれているか、該当が無いことの印があります。"),
        (NOT_PUBLISHED, "⟨indicators⟩の実績値が、まだ公表されていません。"),
        (NOT_HELD, "このサイトには載せていません。無いという意味ではありません。"),
        ("—", "表の中の、対応するものや書くことが無い欄です。"),
    ];
    first.into_iter().chain(Missing::ALL.iter().map(|(missing, words, _)| (*words, missing.meaning())))
}
