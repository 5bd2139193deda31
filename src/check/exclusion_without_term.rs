//! 用語に結び付けない語句に、その用語が入っていない.

use super::{Findings, Rule};
use crate::model::Site;

/// `exclusion-without-term`.
pub(super) const RULE: Rule = Rule {
    slug: "exclusion-without-term",
    title: "用語に結び付けない語句に、その用語が入っていない",
    why: "効かない書き方に気付く",
    check,
};

fn check(site: &Site, findings: &mut Findings<'_>) {
    for term in &site.glossary {
        for phrase in term.not_in.iter().flatten() {
            if !term.spellings().any(|spelling| phrase.value.contains(spelling)) {
                findings.error(
                    phrase.at,
                    format!("用語に結び付けない語句(`not_in`)「{phrase}」に、用語「{}」が入っていません", term.term),
                    "用語を含む語句を、文に出てくるとおりに書いてください。例: 用語「協働」なら「協働推進室」",
                );
            }
        }
    }
}
