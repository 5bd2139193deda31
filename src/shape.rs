//! What a content file may hold, as a value: its keys, which of them are required, and the kind of each value. `load` derives
//! it from its reading functions; editors' schemas and new files are made from it.

/// One kind of content file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Short name, as `goal`.
    pub name: &'static str,
    /// 行政用語, as 重点目標.
    pub title: &'static str,
    /// The paths of such files in the content folder, as a glob pattern of editors: `goals/*/*/[0-9]*.yaml`.
    pub files: &'static str,
    /// The keys, in the order in which they are read.
    pub fields: Vec<Field>,
}

/// One key of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// Whether the key is required.
    pub is_required: bool,
    /// Whether the key may stand without a value, which is as if it did not stand.
    pub may_be_empty: bool,
    /// The kind of its value.
    pub kind: Kind,
}

impl Field {
    /// A key that the mapping may be without.
    pub fn optional(key: &'static str, kind: Kind) -> Self {
        Self { key, is_required: false, may_be_empty: true, kind }
    }

    /// A key that the mapping may be without, but that has a value where it stands.
    pub fn whole(key: &'static str, kind: Kind) -> Self {
        Self { may_be_empty: false, ..Self::optional(key, kind) }
    }

    /// A key that the mapping cannot be without.
    pub fn required(key: &'static str, kind: Kind) -> Self {
        Self { key, is_required: true, may_be_empty: false, kind }
    }
}

/// The kind of a value.
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
    /// 暦年 in any spelling.
    CalendarYear,
    /// A day or a month in any spelling.
    Date,
    /// A day in any spelling.
    Day,
    /// A colour: `#00428a`.
    Colour,
    /// `true` or `false`.
    Truth,
    /// 年度, or a day or a month.
    YearOrDate,
    /// 前年度 or a 年度.
    YearOrPrevious,
    /// A new id that may be part of an address: small letters, digits and `-`.
    Slug,
    /// One of a few words, each with its meaning.
    Word(Vec<(&'static str, &'static str)>),
    /// An id that exists in the site.
    Id(Family),
    /// A mapping.
    Map(Vec<Field>),
    /// A mapping from some of these words to texts.
    Texts(Vec<(&'static str, &'static str)>),
    /// A mapping from these words, each with its meaning, and from ids of funds to numbers.
    Amounts(Vec<(&'static str, &'static str)>),
    /// A mapping from the rows of the city's own to statements.
    OwnTexts,
    /// A list.
    List(Box<Kind>),
    /// A list, or a single value without a list.
    OneOrMore(Box<Kind>),
}

/// A family of ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// 部局・課所
    Department,
    /// 計画
    Plan,
    /// A section of the plan that is named beside it
    Section,
    /// 区分 of the program
    Category,
    /// The address of any record
    Record,
    /// 評価者
    Evaluator,
    /// 評価の尺度
    Scale,
}
