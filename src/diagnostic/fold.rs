//! Findings that are equal but for their place: a few are shown, the others follow as lines.

use std::collections::BTreeMap;

use super::{Diagnostic, Diagnostics, Severity};

/// The most findings of one kind that are all shown.
const ALL: usize = 5;
/// How many of a kind with more are shown.
const SOME: usize = 3;

/// A finding that is shown, and those that are folded behind it.
pub(super) struct Shown<'d> {
    pub(super) finding: &'d Diagnostic,
    pub(super) rest: Vec<&'d Diagnostic>,
}

/// Findings of one rule with one remedy.
type Kind<'d> = (Severity, &'static str, &'d str);

/// The findings in order; those of a kind with many stand together at its first.
pub(super) fn fold(findings: &Diagnostics) -> Vec<Shown<'_>> {
    let mut kinds: BTreeMap<Kind<'_>, Vec<&Diagnostic>> = BTreeMap::new();
    findings.iter().for_each(|one| kinds.entry(kind(one)).or_default().push(one));
    let mut shown = Vec::new();
    for finding in findings.iter() {
        match kinds.get(&kind(finding)) {
            Some(all) if all.len() <= ALL => shown.push(Shown { finding, rest: Vec::new() }),
            Some(all) => {
                let (some, rest) = all.split_at(SOME);
                shown.extend(some.iter().map(|finding| Shown { finding, rest: Vec::new() }));
                shown.last_mut().expect("some were just added").rest = rest.to_vec();
                kinds.remove(&kind(finding));
            }
            None => {}
        }
    }
    shown
}

fn kind(finding: &Diagnostic) -> Kind<'_> {
    (finding.severity, finding.rule, &finding.help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::source::FileId;

    #[test]
    fn many_of_a_kind_stand_together() {
        let mut all = Diagnostics::default();
        let at = |start| Span { file: FileId(0), start, end: start };
        (0..8).for_each(|n| all.push(Diagnostic::warning("a", at(n), format!("{n}"), "直す")));
        all.push(Diagnostic::error("b", at(3), "b", "直す"));
        (8..12).for_each(|n| all.push(Diagnostic::warning("a", at(n), format!("{n}"), "消す")));
        let told: Vec<_> =
            fold(&all.sorted()).iter().map(|one| (one.finding.message.clone(), one.rest.len())).collect();
        let told: Vec<_> = told.iter().map(|(message, rest)| (&**message, *rest)).collect();
        assert_eq!(told, [("0", 0), ("1", 0), ("2", 5), ("b", 0), ("8", 0), ("9", 0), ("10", 0), ("11", 0)]);
    }
}
