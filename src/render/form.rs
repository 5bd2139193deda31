//! 様式: the rows of the city's own form, in its order and under its words, ready to print.

use serde::Serialize;

use super::here::{Here, Said};
use super::links::Link;
use crate::model::{FormKind, Head, OwnText, RowKey};

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
}

/// Rows with a part of the page of their own, under an anchor of the same name.
const BLOCKS: [&str; 4] = ["indicators", "costs", "budget", "effects"];

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
        Self { id: id.to_owned(), anchor, word: word.to_owned(), noun: word.to_owned(), said }
    }

    /// The link to it within its page.
    pub(super) fn link(&self) -> Link {
        Link::within(&self.anchor, &self.word)
    }
}
