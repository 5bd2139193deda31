//! 記号と判定の見方: what the marks meant in each year, how each rule judges an indicator, and what the words say that
//! stand where nothing else does. The examples are judged by the rules themselves.

use serde::Serialize;

use super::head::Head;
use super::here::Here;
use super::judgement;
use super::links::Link;
use super::pages::Pages;
use super::rating::{self, CriteriaView};
use crate::model::{IndicatorRule, Missing};

mod examples;

/// The folder of the page.
pub(super) const FOLDER: &str = "legend/";

#[derive(Serialize)]
struct View {
    criteria: Vec<CriteriaView>,
    rules: Vec<RuleView>,
    indicators: usize,
    reported: usize,
    absences: Vec<AbsenceView>,
    contents: Vec<Link>,
}

#[derive(Serialize)]
struct RuleView {
    anchor: String,
    words: &'static str,
    how: &'static str,
    examples: Vec<ExampleView>,
    count: usize,
}

#[derive(Serialize)]
struct ExampleView {
    baseline: String,
    target: String,
    actual: String,
    verdict: String,
}

#[derive(Serialize)]
struct AbsenceView {
    words: &'static str,
    meaning: &'static str,
}

/// The anchor of a rule.
pub(super) fn anchor(rule: IndicatorRule) -> String {
    format!("rule-{}", rule.code().replace('_', "-"))
}

/// Adds the page.
pub(super) fn add(pages: &mut Pages<'_>) {
    pages.add(FOLDER, "pages/legend.html", page);
}

fn page(here: &Here<'_, '_>) -> (Head, View) {
    let all = || here.site.plans.iter().flat_map(|plan| &plan.sections).flat_map(|s| s.indicators.iter().flatten());
    let rule = |(rule, words, _): &(IndicatorRule, &'static str, &'static str)| RuleView {
        anchor: anchor(*rule),
        words,
        how: how(*rule),
        examples: examples::of(*rule).iter().map(example).collect(),
        count: all().filter(|indicator| indicator.rule.value == *rule).count(),
    };
    let view = View {
        criteria: rating::all_criteria(here),
        rules: IndicatorRule::ALL.iter().map(rule).collect(),
        indicators: all().count(),
        reported: all().filter(|indicator| judgement::latest(indicator).is_some()).count(),
        absences: absences(),
        contents: [
            ("ratings", "評価の記号"),
            ("rules", "指標の判定"),
            ("absences", "値や文が無いときの言葉"),
            ("years", "年度と時点"),
        ]
        .map(|(anchor, text)| Link::within(anchor, text))
        .into(),
    };
    let description =
        "評価の記号(◎○△×)の年度ごとの基準、指標を判定する10の規則とその計算のしかた、「不明」と「なし」の違い";
    (Head::new("legend", "記号と判定の見方", description), view)
}

fn example(indicator: &crate::model::Indicator) -> ExampleView {
    let none = || "なし".to_owned();
    ExampleView {
        baseline: indicator.baseline.as_ref().map_or_else(none, crate::model::Figure::display),
        target: indicator.target.as_ref().map_or_else(none, crate::model::Figure::display),
        actual: judgement::latest(indicator).map_or_else(none, crate::model::Figure::display),
        verdict: judgement::judge(indicator).words(),
    }
}

/// How a rule judges, in words.
fn how(rule: IndicatorRule) -> &'static str {
    match rule {
        IndicatorRule::Increase => {
            "数が大きいほどよい指標です。最新の実績値が目標値以上なら「目標値に達した」。届かないときは、基準値より増えたか、減ったか、同じかを示します。"
        }
        IndicatorRule::Decrease => {
            "数が小さいほどよい指標です。最新の実績値が目標値以下なら「目標値に達した」。届かないときは、基準値より増えたか、減ったか、同じかを示します。"
        }
        IndicatorRule::AtLeast => {
            "目標の水準以上を毎年保つ指標です。最新の実績値が目標値以上かどうかだけを見て、基準値とは比べません。目標が「超」のときは、同じ値では達したことになりません。"
        }
        IndicatorRule::AtMost => {
            "上限を超えないようにする指標です。最新の実績値が目標値以下かどうかだけを見ます。目標が「未満」のときは、同じ値では範囲内になりません。基準値より増えても、上限を超えなければ範囲内です。"
        }
        IndicatorRule::Hold => {
            "今の水準を保つ指標です。最新の実績値を目標値と比べ、同じなら「保っている」、大きければ「上回る」、小さければ「下回る」とします。内訳があるときは、1つでも小さければ「下回る」です。"
        }
        IndicatorRule::Range => "決められた範囲(下限から上限まで)に収める指標です。両端の値も範囲内です。",
        IndicatorRule::TolerateDecline => {
            "減ることを見込んだうえで、減り方を抑える指標です。目標値は基準値より小さく、最新の実績値が目標値を下回らなければよいと見ます。"
        }
        IndicatorRule::Milestone => {
            "目標が数でなく、到達した状態(「完了」「策定」など)で書かれた指標です。文の意味は計算できないため、判定しません。実績の文を読んで確かめてください。"
        }
        IndicatorRule::Relative => {
            "「前年度比10%増」のように、ほかの年度と比べる指標です。比べる年度の値から変化の割合を計算し、目標の割合に達したかを見ます。何月何日現在の値かが違う年度どうしは比べません。"
        }
        IndicatorRule::None => "良し悪しを数で言えない指標です。値だけを示し、判定しません。",
    }
}

fn absences() -> Vec<AbsenceView> {
    let missing = Missing::ALL.iter().map(|(missing, words, _)| {
        let meaning = match missing {
            Missing::NotReported => "値や実績が、まだ公表されていません。",
            Missing::NotApplicable => "その年度やその記録には当てはまりません。",
            Missing::NotPublic => "値はありますが、公表されていません。",
            Missing::New => "新しく始まったため、前の値がありません。",
        };
        AbsenceView { words, meaning }
    });
    let first = [
        AbsenceView {
            words: "不明", meaning: "もとにした資料から分かりません。無いという意味ではありません。"
        },
        AbsenceView {
            words: "なし", meaning: "資料に、無いと書かれているか、該当が無いことの印があります。"
        },
    ];
    first.into_iter().chain(missing).collect()
}
