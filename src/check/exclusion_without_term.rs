//! 用語のリンクにしない語句に、その用語が入っていない.

use super::Findings;
use crate::model::Site;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for term in &site.glossary {
        for phrase in term.not_in.iter().flatten() {
            if !term.spellings().any(|spelling| phrase.value.contains(spelling)) {
                findings.error(
                    phrase.at,
                    format!("用語のリンクにしない語句(`not_in`)「{phrase}」に、用語「{}」が入っていません", term.term),
                    "用語を含む語句を、文に出てくるとおりに書いてください。例: 用語「協働」なら「協働推進室」",
                );
            }
        }
    }
}
