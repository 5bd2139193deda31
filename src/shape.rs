//! What a content file may hold, as a value: its keys, which of them are required, and the kind of each value. `load` derives
//! it from its reading functions; editors' schemas and new files are made from it.

use crate::model::EACH_YEAR;
pub use crate::model::PathStep;

use crate::diagnostic::{nearest, or_near};

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
    /// A mapping from any words to texts.
    Glosses,
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

/// A path and the kind of value at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path<'f> {
    /// The steps from the top of the record.
    pub steps: Vec<PathStep>,
    /// The kind of the value.
    pub kind: &'f Kind,
}

/// The name of an item that has none of its own: its place in the list, from 1.
pub const PLACE: &str = "";

/// Between a scale and the axis of an evaluation.
pub const AXIS: char = '~';

/// The lists whose items a path can name, each with the keys by which it does; the last of 評価 may be missing.
const NAMED_ITEMS: [(&str, &[&str]); 13] = [
    ("years", &["fiscal_year"]),
    ("indicators", &["number"]),
    ("actuals", &["fiscal_year"]),
    ("targets", &["fiscal_year"]),
    ("forecasts", &["fiscal_year"]),
    ("costs", &["stage"]),
    ("evaluations", &["by", "scale"]),
    ("measures", &["number"]),
    ("departments", &["id"]),
    ("terms", &["id"]),
    ("budget", &[PLACE]),
    ("effects", &[PLACE]),
    ("figures", &[PLACE]),
];

/// Whether the items of a list are named by their year.
pub fn is_by_year(list: &str) -> bool {
    NAMED_ITEMS.iter().any(|(known, keys)| *known == list && *keys == ["fiscal_year"])
}

/// What a value that a path leads to without naming it is: the value of a figure, an amount of a fund.
const FIGURE_VALUE: &str = "value";
const AMOUNT: Kind = Kind::Number;

/// Reads a dotted path such as `years.2024.costs.settled.total`; otherwise a message and 直し方.
pub fn path<'f>(fields: &'f [Field], text: &str) -> Result<Path<'f>, (String, String)> {
    let mut parts = text.split('.').peekable();
    let (mut steps, mut fields) = (Vec::new(), fields);
    loop {
        let part = parts.next().unwrap_or(FIGURE_VALUE);
        let Some(field) = fields.iter().find(|field| field.key == part) else {
            return Err(unknown_key(text, part, fields));
        };
        steps.push(PathStep::Key(field.key));
        let end = |kind, rest: Option<&str>, steps| match rest {
            None => Ok(Path { steps, kind }),
            Some(rest) => Err((
                format!("欄「{text}」の `{part}` の後に、`{rest}` は続けられません"),
                format!("`{}` までを書いてください", text.trim_end_matches(rest).trim_end_matches('.')),
            )),
        };
        match &field.kind {
            Kind::Map(inner) => fields = inner,
            Kind::OwnTexts | Kind::Amounts(_) => {
                let Some(declared) = parts.next() else {
                    return Err(incomplete(text, "独自の欄や財源の id"));
                };
                steps.push(PathStep::Declared(declared.to_owned()));
                let kind = if field.kind == Kind::OwnTexts { &STATEMENTS } else { &AMOUNT };
                return end(kind, parts.next(), steps);
            }
            Kind::List(of) => {
                let named = NAMED_ITEMS.iter().find(|(list, _)| *list == field.key);
                let (Kind::Map(inner), Some((_, keys))) = (&**of, named) else {
                    return end(&field.kind, parts.next(), steps);
                };
                let mut item = Vec::new();
                for key in *keys {
                    let is_of_item = |part: &&str| inner.iter().any(|field| *part == field.key);
                    if !item.is_empty() && parts.peek().is_some_and(is_of_item) {
                        break;
                    }
                    let Some(value) = parts.next() else { return Err(incomplete(text, word_of(key))) };
                    let own = inner.iter().find(|field| field.key == *key).map(|field| &field.kind);
                    let kind = own.or((*key == PLACE).then_some(&Kind::Count));
                    match value.split_once(AXIS).filter(|_| *key == "scale") {
                        Some((scale, axis)) => item.extend([("scale", scale.to_owned()), ("axis", unescaped(axis))]),
                        // The number of the indicator that a row is.
                        None if value == EACH_YEAR && field.key == "indicators" => item.push((*key, value.to_owned())),
                        None => item.push((*key, spelled(text, value, kind)?)),
                    }
                }
                steps.push(PathStep::Item(item));
                fields = inner;
                if parts.peek().is_none() && !fields.iter().any(|field| field.key == FIGURE_VALUE) {
                    return Err(incomplete(text, "その中のキー"));
                }
            }
            Kind::Text
            | Kind::Number
            | Kind::Count
            | Kind::Sdg
            | Kind::Year
            | Kind::CalendarYear
            | Kind::Date
            | Kind::Day
            | Kind::Colour
            | Kind::Truth
            | Kind::YearOrDate
            | Kind::YearOrPrevious
            | Kind::Slug
            | Kind::Word(_)
            | Kind::Id(_)
            | Kind::Texts(_)
            | Kind::Glosses
            | Kind::OneOrMore(_) => return end(&field.kind, parts.next(), steps),
        }
    }
}

static STATEMENTS: std::sync::LazyLock<Kind> = std::sync::LazyLock::new(|| Kind::OneOrMore(Box::new(Kind::Text)));

/// The characters that a name in a path does not have as they are.
const ESCAPED: [char; 5] = ['.', ':', '=', ESCAPE, AXIS];
const ESCAPE: char = '%';

/// A name as a part of a path: what separates parts, and white space, by its bytes.
pub fn escaped(name: &str) -> String {
    let is_escaped = |c: char| c.is_whitespace() || ESCAPED.contains(&c);
    let bytes = |c: char| c.to_string().bytes().map(|byte| format!("{ESCAPE}{byte:02X}")).collect::<String>();
    name.chars().map(|c| if is_escaped(c) { bytes(c) } else { c.to_string() }).collect()
}

/// The name again. What is no byte of a text stands as it is.
fn unescaped(part: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), part.as_bytes());
    while let [first, further @ ..] = rest {
        let pair = (*first == b'%').then(|| further.get(..2)).flatten();
        let byte = pair.and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &further[2..] } else { further };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| part.to_owned())
}

/// A value that names an item, as the record has it.
fn spelled(text: &str, value: &str, kind: Option<&Kind>) -> Result<String, (String, String)> {
    let wrong = |help: String| Err((format!("欄「{text}」の `{value}` は使えません"), help));
    match kind {
        Some(Kind::Year) if value == EACH_YEAR => Ok(value.to_owned()),
        Some(Kind::Year) => match value.parse::<crate::model::FiscalYear>() {
            Ok(year) => Ok(year.western().to_string()),
            Err(_) => wrong("2024 のような年度を書いてください".to_owned()),
        },
        Some(Kind::Count) => match value.parse::<u32>() {
            Ok(1..) => Ok(value.to_owned()),
            _ => wrong("1以上の番号を書いてください".to_owned()),
        },
        Some(Kind::Word(words)) if !words.iter().any(|(word, _)| *word == value) => {
            let known: Vec<_> = words.iter().map(|(word, meaning)| format!("{word}({meaning})")).collect();
            wrong(format!("{} のいずれかを書いてください", known.join("・")))
        }
        _ => Ok(value.to_owned()),
    }
}

fn word_of(key: &str) -> &'static str {
    match key {
        "fiscal_year" => "年度",
        "number" | PLACE => "番号",
        "stage" => "段階",
        _ => "評価者と尺度の id",
    }
}

fn incomplete(text: &str, what: &str) -> (String, String) {
    (format!("欄「{text}」が途中で終わっています"), format!("続けて . と{what}を書いてください"))
}

fn unknown_key(text: &str, part: &str, fields: &[Field]) -> (String, String) {
    let keys = || fields.iter().map(|field| field.key);
    let known = || format!("使えるのは {} です", keys().collect::<Vec<_>>().join("、"));
    (format!("欄「{text}」の `{part}` というキーはありません"), or_near(nearest(part, keys()), known))
}
