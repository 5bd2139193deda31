//! Writes YAML: the spelling of values, on one line or on several, and the lines of new texts.

use super::scalar::{Style, Within, spell};

/// The indentation of lists below their keys in new texts.
pub(super) const LIST_INDENT: usize = 2;

/// A value to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Yaml {
    /// A text.
    Text(String),
    /// A number, a date, a mark: written without quotes.
    Plain(String),
    /// `true` or `false`.
    Truth(bool),
    /// A list, item by item on lines of their own.
    List(Vec<Yaml>),
    /// A list on one line.
    Row(Vec<Yaml>),
    /// Keys and values on lines of their own.
    Map(Vec<(&'static str, Yaml)>),
    /// Keys and values on one line.
    Braces(Vec<(&'static str, Yaml)>),
}

impl From<&str> for Yaml {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A value on one line, spelled as within brackets.
pub(super) fn flow(value: &Yaml) -> String {
    match value {
        Yaml::Text(text) => spell(text, Style::Plain, Within::Brackets, 0),
        Yaml::Plain(word) => word.clone(),
        Yaml::Truth(truth) => truth.to_string(),
        Yaml::List(items) | Yaml::Row(items) => {
            format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Yaml::Map(entries) | Yaml::Braces(entries) => {
            let entries: Vec<_> = entries.iter().map(|(key, value)| format!("{key}: {}", flow(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// The lines of a key or a dash with its value, without their common indentation. Lists are indented by `list_indent`
/// below their keys.
pub(super) fn entry(prefix: &str, value: &Yaml, list_indent: usize) -> Vec<String> {
    match value {
        Yaml::List(items) if !items.is_empty() => {
            let by = if prefix == "-" { 2 } else { list_indent };
            let items = items.iter().flat_map(|item| deeper(entry("-", item, list_indent), by));
            std::iter::once(prefix.to_owned()).chain(items).collect()
        }
        Yaml::Map(entries) if !entries.is_empty() => {
            let lines = entries.iter().flat_map(|(key, value)| entry(&format!("{key}:"), value, list_indent)).collect();
            if prefix == "-" {
                return dashed(lines);
            }
            std::iter::once(prefix.to_owned()).chain(deeper(lines, 2)).collect()
        }
        Yaml::Text(words) => {
            let spelled = spell(words, Style::Plain, Within::Lines, 2);
            format!("{prefix} {spelled}").split('\n').map(str::to_owned).collect()
        }
        Yaml::Plain(_) | Yaml::Truth(_) | Yaml::List(_) | Yaml::Row(_) | Yaml::Map(_) | Yaml::Braces(_) => {
            vec![format!("{prefix} {}", flow(value))]
        }
    }
}

fn deeper(lines: Vec<String>, by: usize) -> impl Iterator<Item = String> {
    lines.into_iter().map(move |line| if line.is_empty() { line } else { format!("{}{line}", " ".repeat(by)) })
}

/// The lines of a mapping as an item of a list.
fn dashed(lines: Vec<String>) -> Vec<String> {
    let mut lines: Vec<_> = deeper(lines, 2).collect();
    if let Some(first) = lines.first_mut() {
        first.replace_range(..1, "-");
    }
    lines
}

/// Lines of a new text that belong to one mapping or one list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines(Vec<String>);

impl Lines {
    /// A comment on a line of its own.
    pub fn comment(text: &str) -> Self {
        Self(vec![format!("# {}", remark(text))])
    }

    /// A key with its value.
    pub fn key(key: &str, value: &Yaml) -> Self {
        Self(entry(&format!("{key}:"), value, LIST_INDENT))
    }

    /// A value as an item of a list.
    pub fn item(value: &Yaml) -> Self {
        Self(deeper(entry("-", value, LIST_INDENT), LIST_INDENT).collect())
    }

    /// A key with a list of such items.
    pub fn list(key: &str, items: impl IntoIterator<Item = Self>) -> Self {
        let items: Self = items.into_iter().collect();
        if items.0.is_empty() {
            Self::key(key, &Yaml::Row(Vec::new()))
        } else {
            Self(vec![format!("{key}:")]).and(items)
        }
    }

    /// The lines of a mapping as an item of a list.
    #[must_use]
    pub fn as_item(self) -> Self {
        Self(deeper(dashed(self.0), LIST_INDENT).collect())
    }

    /// The lines as comments: an example to be uncommented.
    #[must_use]
    pub fn as_example(self) -> Self {
        Self(self.0.into_iter().map(|line| format!("# {line}")).collect())
    }

    /// The lines with a comment at the end of the last one.
    #[must_use]
    pub fn with_remark(mut self, text: &str) -> Self {
        if let Some(last) = self.0.last_mut() {
            last.push_str(&format!("   # {}", remark(text)));
        }
        self
    }

    /// These lines and those that follow.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// The text of a file.
    pub fn text(&self) -> String {
        self.0.join("\n") + "\n"
    }
}

/// The text of a comment, on one line: control characters become spaces.
fn remark(text: &str) -> String {
    text.replace(|c: char| c.is_control(), " ")
}

impl FromIterator<Lines> for Lines {
    fn from_iter<T: IntoIterator<Item = Self>>(lines: T) -> Self {
        Self(lines.into_iter().flat_map(|lines| lines.0).collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::FileId;
    use crate::yaml::{Step, Value, parse};

    /// Reads the written text back; the texts are at `a`, `b`, `c` and in the list `d`.
    fn check(text: &str) {
        let words = || Yaml::from(text);
        let lines: Lines = [
            Lines::comment(text),
            Lines::key("a", &words()),
            Lines::key("b", &Yaml::Braces(vec![("x", words()), ("y", Yaml::Row(vec![words()]))])),
            Lines::list(
                "c",
                [Lines::key("x", &words()).and(Lines::comment(text)).and(Lines::key("y", &words())).as_item()],
            ),
            Lines::key("d", &Yaml::List(vec![words(), Yaml::Map(vec![("x", words())])])).with_remark("終"),
        ]
        .into_iter()
        .collect();
        let written = lines.text();
        let tree = parse(FileId(0), &written).unwrap_or_else(|fault| panic!("{written}: {}", fault.message));
        let read = |at: &[Step]| tree.find(at).map(|node| node.value.clone());
        let (x, y) = (Step::Key("x"), Step::Key("y"));
        for at in [
            &[Step::Key("a")][..],
            &[Step::Key("b"), x.clone()],
            &[Step::Key("b"), y.clone(), Step::Index(0)],
            &[Step::Key("c"), Step::Index(0), x.clone()],
            &[Step::Key("c"), Step::Index(0), y],
            &[Step::Key("d"), Step::Index(0)],
        ] {
            assert_eq!(read(at), Some(Value::Text(text.to_owned())), "{at:?} of {written}");
        }
    }

    #[test]
    fn what_looks_like_something_else_is_read_back_as_text() {
        for text in [
            "true",
            "null",
            "~",
            "",
            "NaN",
            ".inf",
            "1.0",
            "0x1F",
            "1e3",
            "1_000",
            "12:30",
            "2026-01-01",
            "- x",
            "-",
            "a: b",
            "a:",
            "# x",
            "a # x",
            " a",
            "a ",
            "\u{3000}a",
            "[a]",
            "{a",
            "&a",
            "*a",
            "!a",
            "'a'",
            "\"a\"",
            "@a",
            "`a",
            "%a",
            "? a",
            "|",
            ">",
            "<<",
            "=",
            "---",
            "...",
            "a\nb",
            "a\n",
            "\na",
            " a\nb",
            "a\n  b",
            "a\n\nb",
            "a \nb",
            "a\n# b",
            "a\tb",
            "\ta",
            "a\r\nb",
            "\\n",
            "a,b",
            "\u{feff}a",
            "a\u{feff}b",
            "a\u{85}b",
            "a\u{2028}b",
            "a\u{a0}",
            "(a",
            "20%",
            "null x",
        ] {
            check(text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_back(text in "[ \n:#,\\-\\[\\]{}&*!|>'\"%@`?<=.~\\\\a-c0-9あ（]{0,12}|\\PC{0,20}") {
            check(&text);
        }
    }

    #[test]
    fn a_new_text_has_its_comments_where_they_belong() {
        let year = |year: &str| Lines::key("fiscal_year", &Yaml::Plain(year.to_owned()));
        let plan = || Lines::key("plan", &Yaml::List(vec!["文".into()])).as_example();
        let lines = Lines::comment("一")
            .and(Lines::list("years", [year("2023").and(plan()).as_item(), year("2024").as_item()]));
        let expected = "# 一\nyears:\n  - fiscal_year: 2023\n    # plan:\n    #   - 文\n  - fiscal_year: 2024\n";
        assert_eq!(lines.text(), expected);
        assert_eq!(Lines::list("years", []).text(), "years: []\n");
        let figure = Lines::item(&Yaml::Braces(vec![("value", Yaml::Plain(String::new()))])).with_remark("前は5件");
        assert_eq!(Lines::list("figures", [figure]).as_example().text(), "# figures:\n#   - {value: }   # 前は5件\n");
    }
}
