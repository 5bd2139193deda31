//! Spells one value: in its previous style, or in the simplest that every YAML reader reads as the same text.

/// The styles in which a text may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Without quotes.
    Plain,
    /// Within `'`.
    Single,
    /// Within `"`.
    Double,
    /// As a block after `|`, line by line.
    Literal,
}

impl Style {
    /// The style of a value by its first character.
    pub(super) fn of(written: &str) -> Self {
        match written.as_bytes().first() {
            Some(b'\'') => Self::Single,
            Some(b'"') => Self::Double,
            Some(b'|') => Self::Literal,
            _ => Self::Plain,
        }
    }
}

/// The context of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// On lines of its own.
    Lines,
    /// Within brackets, where commas separate.
    Brackets,
}

/// Spells a text. `indent` is the column of the lines after `|`.
pub(super) fn spell(text: &str, style: Style, within: Within, indent: usize) -> String {
    let is_line = !text.contains(['\n', '\r', '\t']) && !text.chars().any(char::is_control);
    match style {
        Style::Single if is_line => single(text),
        Style::Plain if is_line && is_plain(text, within) => text.to_owned(),
        Style::Literal | Style::Plain if within == Within::Lines && is_literal(text) => literal(text, indent),
        Style::Single | Style::Plain | Style::Double | Style::Literal => double(text),
    }
}

fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn double(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn literal(text: &str, indent: usize) -> String {
    let mut block = "|-".to_owned();
    for line in text.lines() {
        block.push('\n');
        if !line.is_empty() {
            block.extend(std::iter::repeat_n(' ', indent));
            block.push_str(line);
        }
    }
    block
}

/// Whether a text has several lines, all of which read the same after `|-`.
fn is_literal(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with([' ', '\n'])
        && !text.ends_with('\n')
        && text.chars().all(|c| c == '\n' || !c.is_control())
}

/// Whether a text needs no quotes: readers of YAML 1.1 and 1.2 read it as the same text.
fn is_plain(text: &str, within: Within) -> bool {
    const INDICATORS: &[char] =
        &['-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', '=', '<'];
    !text.is_empty()
        && text.trim() == text
        && !text.starts_with(INDICATORS)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !text.contains(['\u{feff}', '\u{85}', '\u{2028}', '\u{2029}'])
        && !(within == Within::Brackets && text.contains([',', '[', ']', '{', '}', '"', '\'', ':', '#']))
        && !is_taken_otherwise(text)
}

/// Whether some reader reads it as a number, a date, a boolean or null instead of a text.
fn is_taken_otherwise(text: &str) -> bool {
    const WORDS: &[&str] = &["true", "false", "yes", "no", "on", "off", "null", "y", "n", "~", ".nan", ".inf"];
    let numeric = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '+'))
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-' | '_' | ':' | ' '));
    numeric || WORDS.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, style: Style, within: Within, expected: &str) {
        assert_eq!(spell(text, style, within, 2), expected);
    }

    #[test]
    fn the_simplest_spelling_that_stays_a_text() {
        check("3講座を実施", Style::Plain, Within::Lines, "3講座を実施");
        check("12", Style::Plain, Within::Lines, "\"12\"");
        check("2024-03-31", Style::Plain, Within::Lines, "\"2024-03-31\"");
        check("12:30", Style::Plain, Within::Lines, "\"12:30\"");
        check("no", Style::Plain, Within::Lines, "\"no\"");
        check("- 一", Style::Plain, Within::Lines, "\"- 一\"");
        check("a: b", Style::Plain, Within::Lines, "\"a: b\"");
        check("a #b", Style::Plain, Within::Lines, "\"a #b\"");
        check("437,153千円", Style::Plain, Within::Lines, "437,153千円");
        check("437,153千円", Style::Plain, Within::Brackets, "\"437,153千円\"");
        check("一\n二", Style::Plain, Within::Lines, "|-\n  一\n  二");
        check("一\n二", Style::Plain, Within::Brackets, "\"一\\n二\"");
        check("", Style::Plain, Within::Lines, "\"\"");
    }

    #[test]
    fn the_style_that_stood_there() {
        check("it's", Style::Single, Within::Lines, "'it''s'");
        check("言う\"", Style::Double, Within::Lines, "\"言う\\\"\"");
        check("一", Style::Literal, Within::Lines, "\"一\"");
    }
}
