//! Signs that a goal may have ended: words and dates in its texts. They are shown with the question, and decide
//! nothing.

use crate::model::{Date, FiscalYear, GoalItem, Statements};

/// Words that report the end of something.
const ENDINGS: [&str; 7] = ["完了", "終了", "廃止", "移管", "統合", "達成済", "目標達成"];

/// Signs of the end of an item that is carried into `to`.
pub(super) fn ending(item: &GoalItem, to: FiscalYear) -> Option<String> {
    let reported = item.final_report.as_ref().and_then(|report| reported_end(&report.results, "達成状況"));
    reported.or_else(|| deadline(&item.targets, to))
}

/// Signs of an end in the results, which the city calls `what`.
pub(super) fn reported_end(results: &Statements, what: &str) -> Option<String> {
    results.iter().flatten().find_map(|text| {
        let word = ENDINGS.iter().find(|word| text.value.contains(**word))?;
        Some(format!("{what}に「{word}」とあります: {}", text.value))
    })
}

/// A deadline before the year, if the targets have no later one.
fn deadline(targets: &Statements, to: FiscalYear) -> Option<String> {
    let dated = |text: &String| years(text).into_iter().max().map(|year| (year, text.clone()));
    let (year, text) = targets.iter().flatten().filter_map(|text| dated(&text.value)).max()?;
    (year < to).then(|| format!("期限・数値目標等にある年度は{year}までです: {text}"))
}

/// The fiscal years that a text names: 令和4年度, 令和5年3月, 2023年.
fn years(text: &str) -> Vec<FiscalYear> {
    let ends = text.match_indices('年').map(|(at, _)| at);
    ends.filter_map(|end| {
        let begin =
            text[..end].rfind(|c: char| !c.is_alphanumeric() || !(c.is_numeric() || "令和平成元RHＲＨ".contains(c)));
        let begin = begin.map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
        let (year, rest) = (&text[begin..end], &text[end + '年'.len_utf8()..]);
        let month = rest.split_once('月').filter(|(month, _)| !rest.starts_with('度') && month.chars().count() <= 2);
        match month.and_then(|(month, _)| format!("{year}年{month}月").parse::<Date>().ok()) {
            Some(date) => Some(FiscalYear::of(date)),
            None => year.parse().ok(),
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[i16]) {
        assert_eq!(years(text).into_iter().map(FiscalYear::western).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn deadlines_are_read_as_fiscal_years() {
        check("令和4年度末までに5件", &[2022]);
        check("令和5年3月までに設置", &[2022]);
        check("令和5年4月から", &[2023]);
        check("R4年度とＲ５年度", &[2022, 2023]);
        check("2023年度", &[2023]);
        check("年度末まで、3年間で10件", &[]);
        check("平成31年度から令和2年度まで", &[2019, 2020]);
    }
}
