//! How records point at one another: addresses, plan editions and section codes, sources.

use std::fmt;

use super::{Text, plan::PlanId};
use crate::diagnostic::Located;

/// The address of a record, which is also its folder in the site: `goals/2022/seisaku-kikaku/1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(pub String);

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The number of a part of a plan, as `1-3-2`; it means something only together with the plan's edition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionCode(pub String);

impl fmt::Display for SectionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A reference to a part of a plan: edition and code.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanReference {
    /// The edition.
    pub plan: Located<PlanId>,
    /// The code in that edition.
    pub code: Located<SectionCode>,
}

/// 出典: where a record comes from, and what is printed differently there.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// The document.
    pub document: Text,
    /// Page, sheet or cell.
    pub place: Option<Text>,
    /// Where the content differs from the print, and why.
    pub note: Option<Text>,
}

/// 確認済み: a 注意 of a rule that somebody has looked at and found to be right for this record.
#[derive(Debug, Clone, PartialEq)]
pub struct Acceptance {
    /// Slug of the rule.
    pub rule: Text,
    /// Why it is right so.
    pub reason: Text,
}
