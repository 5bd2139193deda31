//! How records refer to one another: ids, references to parts of plans, sources.

use std::borrow::Borrow;
use std::fmt;

use super::Text;
use crate::diagnostic::Located;

macro_rules! ids {
    ($($(#[$about:meta])* $id:ident;)*) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $id(pub String);

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Borrow<str> for $id {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

ids! {
    /// The address of a record, which is also its folder in the site: `goals/2022/seisaku-kikaku/1`.
    RecordId;
    /// The id of a plan's edition, as `sogo-3`.
    PlanId;
    /// The number of a part of a plan, as `1-3-2`; unique only together with the plan's edition.
    SectionCode;
    /// The id of a program, as `gyokaku-4`.
    ProgramId;
    /// The id of a 部局 or 課所, as `seisaku-kikaku`.
    DepartmentId;
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

/// 確認済み: a 注意 that an editor has checked; the record is correct.
#[derive(Debug, Clone, PartialEq)]
pub struct Acceptance {
    /// Slug of the rule.
    pub rule: Text,
    /// Why the record is correct.
    pub reason: Text,
}
