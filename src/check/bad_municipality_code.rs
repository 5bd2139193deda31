//! 全国地方公共団体コードの検査数字が合わない.

use super::Findings;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let code = &site.profile.municipality.code;
    let digits: Vec<u32> = code.value.chars().filter_map(|c| c.to_digit(10)).collect();
    if code.value == "000000" {
        return;
    }
    if digits.len() != 6 || code.value.len() != 6 {
        findings.error(
            code.at,
            format!("団体コード「{code}」が6桁の数字ではありません"),
            "\"990001\" のように引用符で囲んで書いてください",
        );
        return;
    }
    let sum: u32 = digits.iter().zip([6, 5, 4, 3, 2]).map(|(digit, weight)| digit * weight).sum();
    let expected = (11 - sum % 11) % 10;
    if digits[5] != expected {
        findings.error(
            code.at,
            format!("団体コード「{code}」の検査数字(6桁目)が合いません"),
            format!("はじめの5桁が正しければ、6桁目は {expected} です。総務省の一覧で確認してください"),
        );
    }
}
