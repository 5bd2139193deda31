//! 様式: the rows of the city's own form, in its order and under its words, ready to print.

use std::collections::BTreeMap;

use serde::Serialize;

use super::here::{Here, Said};
use super::links::Link;
use super::words;
use crate::model::{FormKind, Head, OwnText, Record, RowKey};

/// A row with its statements; without them, a row that its page knows how to show.
#[derive(Debug, Serialize)]
pub(super) struct RowView {
    pub(super) id: String,
    pub(super) anchor: String,
    pub(super) word: String,
    /// The word as it is on the form, without the year of the place.
    #[serde(skip)]
    pub(super) noun: String,
    pub(super) said: Option<Said>,
    /// Whether it stands among the facts above, like the department, not as a part of the page.
    pub(super) is_fact: bool,
}

/// The rows of the city's own that are facts.
#[derive(Debug, Default)]
pub(super) struct Facts(BTreeMap<String, bool>);

/// Up to so many characters, a statement is a fact.
const FACT: usize = 20;

/// Up to so many characters, the word of a row stands in the contents as it is.
const CONTENT: usize = 20;

/// Rows with a part of the page of their own, under an anchor of the same name.
const BLOCKS: [&str; 4] = ["indicators", "costs", "budget", "effects"];

impl Facts {
    /// The rows in which no record of a family says more than a word or a number: one short statement that is no sentence.
    pub(super) fn of<'r>(records: impl Iterator<Item = Record<'r>>) -> Self {
        Self::over(records.flat_map(Record::own_texts).flat_map(|(.., own)| own))
    }

    fn over<'r>(texts: impl Iterator<Item = &'r OwnText>) -> Self {
        let mut rows = BTreeMap::new();
        for own in texts {
            let is_short = match &own.statements[..] {
                [] => true,
                [one] => one.value.chars().count() <= FACT && !one.value.contains('。'),
                _ => false,
            };
            *rows.entry(own.id.value.clone()).or_insert(true) &= is_short;
        }
        Self(rows)
    }

    /// Marks the rows that are facts and are known.
    pub(super) fn mark(&self, rows: &mut [RowView]) {
        for row in rows {
            row.is_fact = !row.is_unknown() && self.0.get(&row.id).is_some_and(|is_short| *is_short);
        }
    }
}

/// The keys of the rows that are on a form.
pub(super) fn asked(head: &Head, kind: FormKind) -> Vec<&'static str> {
    kind.rows().map(|(key, _)| key).filter(|key| head.has(key)).collect()
}

/// The rows of a form that has one of its own: those that the record states, and those of the city's own. `known` gives
/// the statements of a known row, and nothing for one that the page shows elsewhere.
pub(super) fn rows(
    here: &Here<'_, '_>,
    (head, kind): (&Head, FormKind),
    texts: &[OwnText],
    known: impl Fn(&str) -> Option<Option<Said>>,
) -> Vec<RowView> {
    let row = |(key, word): (&RowKey, Option<&str>)| {
        let (id, said) = match key {
            RowKey::Known(key) => ((*key).to_owned(), known(key)?),
            RowKey::Own(id) | RowKey::OwnOfYear(id) => (id.clone(), Some(own(here, texts, id))),
        };
        let noun = kind.rows().find(|(known, _)| *known == id).map_or("", |(_, noun)| noun);
        let word = word.map_or_else(|| here.words.tell(noun).into_owned(), str::to_owned);
        Some(RowView::of(&id, &word, said))
    };
    let declared = head.form.iter().flatten();
    declared.map(|row| (&row.row.value, row.word.as_ref().map(|word| word.value.as_str()))).filter_map(row).collect()
}

fn own(here: &Here<'_, '_>, texts: &[OwnText], id: &str) -> Said {
    here.said(&texts.iter().find(|own| own.id.value == *id).map(|own| own.statements.clone()))
}

/// What a row with a part of the page of its own says in words: nothing.
pub(super) fn block(key: &str) -> Option<Option<Said>> {
    BLOCKS.contains(&key).then_some(None)
}

/// The rows of a form with a part of the page each.
pub(super) fn blocks(here: &Here<'_, '_>, form: (&Head, FormKind)) -> Vec<RowView> {
    let mut rows = rows(here, form, &[], block);
    rows.retain(|row| row.said.is_none());
    rows
}

impl RowView {
    /// Whether the source does not say it.
    pub(super) fn is_unknown(&self) -> bool {
        self.said.as_ref().is_some_and(|said| said.is_unknown)
    }

    /// A row with its word.
    pub(super) fn of(id: &str, word: &str, said: Option<Said>) -> Self {
        let anchor = if BLOCKS.contains(&id) { id.to_owned() } else { format!("row-{id}") };
        Self { id: id.to_owned(), anchor, word: word.to_owned(), noun: word.to_owned(), said, is_fact: false }
    }

    /// The link to it within its page, unless it is a fact.
    pub(super) fn link(&self) -> Option<Link> {
        (!self.is_fact).then(|| Link::within(&self.anchor, &in_contents(&self.word)))
    }
}

/// The word of a row; of a long one without what explains it: 対象（誰、何を対象にしているのか） is 対象. Of several questions the first
/// one stays, and what is still too long is cut.
fn in_contents(word: &str) -> String {
    let is_long = |text: &str| text.chars().count() > CONTENT;
    if !is_long(word) {
        return word.to_owned();
    }
    let mut depth = 0_usize;
    let is_outside = |c: &char| {
        depth += usize::from(matches!(c, '（' | '('));
        let is_outside = depth == 0;
        depth = depth.saturating_sub(usize::from(matches!(c, '）' | ')')));
        is_outside
    };
    let bare: String = word.chars().filter(is_outside).collect();
    let bare = bare.split(['＊', '※']).next().filter(|noun| !noun.is_empty()).unwrap_or(word);
    match bare.split_once('？') {
        Some((question, rest)) if !rest.is_empty() => words::shortened(&format!("{question}？"), CONTENT),
        _ => words::shortened(bare, CONTENT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Located, Span};
    use crate::source::FileId;

    #[test]
    fn a_row_is_a_fact_if_no_record_says_more() {
        let text = |value: &str| Located { value: value.to_owned(), at: Span::file(FileId(0)) };
        let own = |id, statements: &[&str]| OwnText {
            id: text(id),
            statements: statements.iter().map(|value| text(value)).collect(),
        };
        let records = [
            vec![own("kubun", &["政策事業"]), own("taisho", &["市民"]), own("iken", &["特になし"])],
            vec![
                own("kubun", &[]),
                own("taisho", &["市民", "事業者"]),
                own("iken", &["窓口を夕方まで開けてほしいとの声が、毎年寄せられている。"]),
            ],
        ];
        let Facts(rows) = Facts::over(records.iter().flatten());
        let facts: Vec<_> = rows.iter().filter(|(_, is_short)| **is_short).map(|(row, _)| row.as_str()).collect();
        assert_eq!(facts, ["kubun"]);
    }

    #[test]
    fn contents_name_rows_shortly() {
        for (word, short) in [
            ("対象（誰、何を対象にしているのか）＊人や自然資源等", "対象"),
            ("事務事業の概要（具体的なやり方、手順、詳細を書く）", "事務事業の概要"),
            (
                "事業を取り巻く状況（根拠法令等）は、開始時と比べてどう変わったか",
                "事業を取り巻く状況は、開始時と比べてどう…",
            ),
            ("この事業を開始したきっかけは何か？いつ頃始めたのか？", "この事業を開始したきっかけは何か？"),
            (
                "この事業に対して関係者（住民、議会（委員会）等）からどんな意見があるか？",
                "この事業に対して関係者からどんな意見があ…",
            ),
            ("（これは全体が括弧の中にある、ひときわ長い欄の名称です）", "（これは全体が括弧の中にある、ひときわ長…"),
            ("事業期間（区分）", "事業期間（区分）"),
        ] {
            assert_eq!(in_contents(word), short);
        }
    }
}
