//! A cell of a table of the open data, and the one that the present content would make: what is the same in the spelling of
//! any program is no change, and what an encoding has lost is known again by it.

use std::borrow::Cow;

use super::book::{Cell, Content};
use super::digest::clean;
use super::field::Kind;
use super::lossy::{self, Through};
use super::rules::{CELL_LOST, CELL_STATE};
use super::value::{Fault, Meaning, bulleted, read as read_cell};
use crate::dataset::split_list;
use crate::model::{Date, Site, ruby};
use crate::workbook::{fitting, is_cut};

/// What a table of the open data says about a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableCell {
    /// What the cell would be, made from the present content.
    pub(super) now: String,
    /// The code beside it, if there is one.
    pub(super) state: Option<State>,
}

/// A code that states whether an empty cell is none or unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    /// The code in the workbook.
    pub(super) code: String,
    /// The code made from the present content.
    pub(super) now: String,
    /// The codes that exist, with their labels.
    pub(super) codes: Vec<(&'static str, Cow<'static, str>)>,
}

impl TableCell {
    /// Whether the cell and its code are those made from the present content, as any program may have spelled them.
    pub(super) fn is_as_made(&self, kind: &Kind, written: &str, through: Through) -> bool {
        let day = |text: &str| text.trim().parse::<Date>().ok();
        let is_same = |known: &str| lossy::is_same(&clean(written), &clean(known), through);
        let says = is_same(&self.now)
            || is_same(&fitting(&self.now))
            || (*kind == Kind::Date && day(written).is_some() && day(written) == day(&self.now));
        says && self.state.as_ref().is_none_or(State::is_as_made)
    }

    /// Reads the cell: statements are separated, and a code states whether an empty cell is none or unknown.
    pub(super) fn read(
        &self,
        kind: &Kind,
        cell: Option<&Cell>,
        (now, through): (&Meaning, Through),
        site: &Site,
    ) -> Result<Meaning, Fault> {
        let empty = self.state.as_ref().map(|state| state.read(cell.is_some())).transpose()?;
        let Some(Cell { content: Content::Text(text), .. }) = cell else {
            return if cell.is_some() {
                read_cell(kind, cell, (now, ""), site)
            } else {
                Ok(empty.unwrap_or(Meaning::Unknown))
            };
        };
        let (words, lines) = if *kind == Kind::Statements {
            self.known_again(text, now, through)
        } else {
            (None, vec![self.mended(text, through)])
        };
        let whole = lines.join("\n");
        refuse_lost(&whole, &self.now, through)?;
        if let Some(words) = words {
            return Ok(Meaning::Words(words));
        }
        let cell = cell.map(|cell| Cell { content: Content::Text(whole), ..cell.clone() });
        read_cell(kind, cell.as_ref(), (now, ""), site)
    }

    /// A line with what its encoding has changed as it was.
    fn mended(&self, line: &str, through: Through) -> String {
        lossy::mended(line, std::slice::from_ref(&self.now), through).unwrap_or_else(|| line.to_owned())
    }

    /// The statements of a table's cell as lines of a form. Those of the record are known again without their readings, and
    /// as an encoding has changed them; if they are all of the cell, they are its value.
    fn known_again(&self, text: &str, now: &Meaning, through: Through) -> (Option<Vec<String>>, Vec<String>) {
        let stands: &[String] = match now {
            Meaning::Words(stands) => stands,
            Meaning::Unknown | Meaning::Word(_) => &[],
        };
        let made = split_list(&self.now);
        let made: Vec<_> =
            if made.len() == stands.len() { made } else { stands.iter().map(|w| without_readings(w)).collect() };
        let made: Vec<_> = made.iter().map(|word| clean(word)).collect();
        let known = |word: &String| {
            let word = clean(word);
            let at = made.iter().position(|made| *made == word);
            let at = at.or_else(|| made.iter().position(|made| lossy::is_same(&word, made, through)));
            at.map(|at| stands[at].clone())
        };
        let words: Vec<_> = split_list(text).into_iter().map(|word| (known(&word), word)).collect();
        let all: Option<Vec<_>> = words.iter().map(|(known, _)| known.clone()).collect();
        let mended = |word: String| lossy::mended(&word, &made, through).unwrap_or(word);
        let line = |(known, word): (Option<String>, String)| known.map_or_else(|| mended(word), |word| bulleted(&word));
        (all, words.into_iter().map(line).collect())
    }
}

impl State {
    fn is_as_made(&self) -> bool {
        self.code.is_empty() || self.code == self.now
    }

    /// The code of a cell with a text, or without: what it means for an empty cell.
    fn read(&self, has_text: bool) -> Result<Meaning, Fault> {
        let fault =
            |message: String, help: &str| Err(Fault { rule: CELL_STATE.slug, message, help: help.to_owned(), line: 0 });
        let code = if self.code.is_empty() { &*self.now } else { &*self.code };
        if !self.codes.iter().any(|(known, _)| *known == code) && !code.is_empty() {
            let known: Vec<_> = self.codes.iter().map(|(code, label)| format!("{code}({label})")).collect();
            return fault(
                format!("状態コード「{code}」はありません"),
                &format!("使えるのは {} です", known.join("、")),
            );
        }
        match (code, has_text) {
            ("given", true) => Ok(Meaning::Unknown),
            (_, true) if self.is_as_made() => Ok(Meaning::Unknown),
            (_, true) => fault(
                format!("文があるのに、状態コードが「{code}」です"),
                "文を公開するなら given にし、公開しないなら文を消してください",
            ),
            ("none", false) => Ok(Meaning::Words(Vec::new())),
            ("given", false) => fault(
                "文が消されましたが、無いのか分からないのかを読み取れません".to_owned(),
                "無いと分かっているときは、右の状態コードの欄を none にしてください。分からないときは、様式か YAML のファイルで消します",
            ),
            (_, false) => Ok(Meaning::Unknown),
        }
    }
}

/// A text with characters that stand for lost ones, or one that was cut, is not written.
pub(super) fn refuse_lost(came: &str, known: &str, through: Through) -> Result<(), Fault> {
    let fault = |message, help: &str| Err(Fault { rule: CELL_LOST.slug, message, help: help.to_owned(), line: 0 });
    if is_cut(came) {
        return fault(
            "セルに入る長さ(32,767文字)で切れているおそれがあります".to_owned(),
            "この欄は、YAML のファイルに書いてください",
        );
    }
    match lossy::lost(came, known, through) {
        Some(sign) => fault(
            format!("「{sign}」があります。元の文字が失われた可能性があります"),
            "正しい文字を YAML のファイルに書くか、「CSV UTF-8」か XLSX で保存し直してください。疑問符は全角の「？」で書けます",
        ),
        None => Ok(()),
    }
}

/// A text as in the open data: without the notation of readings.
fn without_readings(text: &str) -> String {
    ruby(text).map_or_else(|_| text.to_owned(), |(plain, _)| plain)
}
