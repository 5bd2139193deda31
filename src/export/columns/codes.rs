//! The code lists of the open data: each code with its Japanese label.

use crate::model::{
    CostStage, Department, EffectKind, EffectStage, FigureKind, IndicatorKind, IndicatorRule, Missing, Nature, Outcome,
    Qualifier, Rating, Record, StageKind,
};

/// Codes with their labels.
pub(in crate::export) type Codes = &'static [(&'static str, &'static str)];

/// Whether something is stated; a column beside statements, or for values in another table.
pub(super) const TOLD: Codes = &[
    ("given", "記載あり"),
    ("none", "なし"),
    ("unknown", "不明"),
    ("not_yet", "公表前"),
    ("moved", "他部局へ移管"),
    ("in_figures", "数値で記載"),
];

/// Where the city's own form does not have the row.
pub(super) const NOT_ON_FORM: (&str, &str) = ("not_on_form", "様式に無い欄");

/// Whose business something is: of one bureau, of several, or it is not said.
pub(super) const CHARGES: [(&str, &str); 3] =
    [("one", "1つの部局"), ("several", "いくつもの部局"), ("unknown", "不明")];

/// Whether a mark ◎○△× is given, or one on another scale.
pub(super) const RATED: Codes =
    &[TOLD[0], TOLD[1], TOLD[2], TOLD[3], TOLD[4], ("other_scale", "ほかの尺度で評価(表 evaluations)")];

/// 以上・以下 ….
pub(super) const QUALIFIERS: Codes = &pairs(&Qualifier::ALL);
/// 基準・目標・見込・実績, and money.
pub(super) const FIGURE_KINDS: Codes = &[KINDS[0], KINDS[1], KINDS[2], KINDS[3], EFFECT, COST];
const KINDS: [(&str, &str); 4] = pairs(&FigureKind::ALL);
/// 効果額, as a kind of figures.
pub(super) const EFFECT: (&str, &str) = ("effect", "⟨effects⟩");
/// 事業費, as a kind of figures.
pub(super) const COST: (&str, &str) = ("cost", "⟨costs⟩");
/// The stages of money: of 事業費 and of 効果額, of which 計画 is the same.
pub(super) const MONEY_STAGES: Codes = &[STEPS[0], STEPS[1], STEPS[2], STEPS[3], STEPS[4], REACHED];
const STEPS: [(&str, &str); 5] = pairs(&CostStage::ALL);
const REACHED: (&str, &str) = ("actual", "実績額");
/// フロー・ストック.
pub(super) const NATURES: Codes = &pairs(&Nature::ALL);
/// What became of a target.
pub(super) const OUTCOMES: Codes = &pairs(&Outcome::ALL);
/// 予算・決算の段階.
pub(super) const COST_STAGES: Codes = &pairs(&CostStage::ALL);
/// 効果額の種類.
pub(super) const EFFECT_KINDS: Codes = &pairs(&EffectKind::ALL);
/// 計画額・実績額.
pub(super) const EFFECT_STAGES: Codes = &pairs(&EffectStage::ALL);
/// What an indicator measures.
pub(super) const INDICATOR_KINDS: Codes = &pairs(&IndicatorKind::ALL);
/// How an indicator is judged.
pub(super) const RULES: Codes = &pairs(&IndicatorRule::ALL);
/// 公表の段階.
pub(super) const STAGES: Codes = &pairs(&StageKind::ALL);
/// 評価.
pub(super) const RATINGS: Codes = &pairs(&Rating::ALL);

/// The form in which a figure is given, or why it is missing.
pub(super) const VALUE_STATES: Codes = &[
    ("value", "数値"),
    ("range", "範囲"),
    ("parts", "内訳"),
    ("relative", "相対目標"),
    MISSING[0],
    MISSING[1],
    MISSING[2],
    MISSING[3],
    ("text", "文のみ"),
    ("unknown", "不明"),
];
const MISSING: [(&str, &str); 4] = pairs(&Missing::ALL);

/// How exactly a day is known.
pub(super) const PRECISIONS: Codes = &[("day", "日"), ("month", "月(日付は月の末日)")];

/// The base of a relative target.
pub(super) const RELATIVE_TO: Codes = &[("previous_year", "前年度"), ("year", "特定の年度")];

/// Kinds of records.
pub(super) const RECORD_KINDS: Codes =
    &[Record::PLAN, Record::SECTION, Record::PROGRAM, Record::ITEM, Record::SHEET, Record::GOAL, Department::KIND];

/// Kinds of what rows of other tables are about: records, and parts of them.
pub(super) const OBJECT_KINDS: Codes = &[
    Record::PLAN,
    Record::SECTION,
    Record::PROGRAM,
    Record::ITEM,
    Record::SHEET,
    Record::GOAL,
    Department::KIND,
    ("year", "年度"),
    ("indicator", "⟨indicators⟩"),
    ("goal_item", "⟨part⟩"),
    ("chart", "図"),
    ("sdg", "SDGs"),
];

/// 部局 or 課所.
pub(super) const DEPARTMENT_LEVELS: Codes = &[("bureau", "部局"), ("division", "課所")];

/// The kinds of relations between records.
pub(super) const RELATIONS: Codes = &[
    ("department", "担当"),
    ("plan_section", "計画における位置付け"),
    ("no_position", "計画における位置付けなし"),
    ("sdg", "SDGs"),
    ("related", "関連する記録"),
    ("moved_to", "移管先"),
    ("predecessor", "前の計画"),
    ("part_of", "上位の計画"),
    ("tree", "体系とする計画"),
    ("successor", "後継の部局・課所"),
];

/// The label of a code.
pub(super) fn label(codes: Codes, code: &str) -> Option<&'static str> {
    codes.iter().find(|(known, _)| *known == code).map(|(_, label)| *label)
}

const fn pairs<T, const N: usize>(all: &[(T, &'static str, &'static str); N]) -> [(&'static str, &'static str); N] {
    let mut pairs = [("", ""); N];
    let mut i = 0;
    while i < N {
        pairs[i] = (all[i].2, all[i].1);
        i += 1;
    }
    pairs
}
