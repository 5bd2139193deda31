//! 部局 and 課所: who is responsible, and in which years under which name.

use super::{Contact, DepartmentId, Period, Text};
use crate::diagnostic::Located;

impl Department {
    /// Code and label, as the kinds of records have them.
    pub const KIND: (&'static str, &'static str) = ("department", "部局・課所");

    /// The most levels from a 部局 down; no office has more, and a circle of parents ends there.
    pub const LEVELS: usize = 8;
}

impl Department {
    /// Whether it is a 部局: by the last character of its name, where that says it, else by standing at the top.
    pub fn is_bureau(&self) -> bool {
        match self.name.value.chars().last() {
            Some('局' | '部') => true,
            Some('課' | '係' | '班') => false,
            _ => self.parent.is_none(),
        }
    }
}

/// 部局, or with a `parent` 課所. Names are unique only within a 部局.
#[derive(Debug, Clone, PartialEq)]
pub struct Department {
    /// Id.
    pub id: Located<DepartmentId>,
    /// The department above it: of a 課所 the 部局, of a 係 the 課所, and so on.
    pub parent: Option<Located<DepartmentId>>,
    /// 名称.
    pub name: Text,
    /// よみ.
    pub kana: Option<Text>,
    /// The fiscal years in which the name was in use, as far as known.
    pub valid: Option<Period>,
    /// The departments that replaced it.
    pub successor: Option<Vec<Located<DepartmentId>>>,
    /// Other spellings.
    pub aliases: Option<Vec<Text>>,
    /// 連絡先, under its own name.
    pub contact: Option<Contact>,
    /// 注.
    pub note: Option<Text>,
}
