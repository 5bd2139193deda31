//! What a content file may hold, as a value: its keys, which of them are needed, and what stands behind each. `load` tells
//! it by asking its questions with nobody there to answer; editors' schemas and new files are made from it.

/// One kind of content file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Short name, as `goal`.
    pub name: &'static str,
    /// 行政用語, as 重点目標.
    pub title: &'static str,
    /// Where such files stand below the content folder, as a pattern of editors: `goals/*/*/[0-9]*.yaml`.
    pub files: &'static str,
    /// The keys, in the order in which they are asked for.
    pub fields: Vec<Field>,
}

/// One key of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// Whether the mapping cannot be without it.
    pub is_required: bool,
    /// What stands behind it.
    pub kind: Kind,
}

impl Field {
    /// A key that the mapping may be without.
    pub fn optional(key: &'static str, kind: Kind) -> Self {
        Self { key, is_required: false, kind }
    }

    /// A key that the mapping cannot be without.
    pub fn required(key: &'static str, kind: Kind) -> Self {
        Self { key, is_required: true, kind }
    }
}

/// What stands behind a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// 1つの文.
    Text,
    /// A decimal number with its digits.
    Number,
    /// A whole number from 1.
    Count,
    /// 1 to 17.
    Sdg,
    /// 年度 in any spelling.
    Year,
    /// A day or a month in any spelling.
    Date,
    /// A day in any spelling.
    Day,
    /// A colour: `#00428a`.
    Colour,
    /// `true` or `false`.
    Truth,
    /// 前年度 or a 年度.
    YearOrPrevious,
    /// A new name that may be part of an address: small letters, digits and `-`.
    Slug,
    /// One of a few words, each with what it means.
    Word(Vec<(&'static str, &'static str)>),
    /// The id of something that the site holds.
    Id(Family),
    /// A mapping.
    Map(Vec<Field>),
    /// A mapping from some of these words to texts.
    Texts(Vec<(&'static str, &'static str)>),
    /// A list.
    List(Box<Kind>),
    /// A list, or a single one that stands without it.
    OneOrMore(Box<Kind>),
}

/// Whose ids are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// 部局・課所
    Department,
    /// 計画
    Plan,
    /// A part of the plan that stands beside it
    Section,
    /// 区分 of the program
    Category,
    /// The address of any record
    Record,
}
