//! What stands in rows of the city's own, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::Context;
use crate::model::{OwnText, Record};

#[derive(Serialize, JsonSchema)]
pub(super) struct OwnTextView<'s> {
    id: &'s str,
    /// The city's word for the row.
    word: &'s str,
    text: Vec<&'s str>,
}

/// The texts, in the order of the form.
pub(super) fn own_texts<'s>(context: &Context<'s>, record: Record<'s>, texts: &'s [OwnText]) -> Vec<OwnTextView<'s>> {
    let Some((head, _)) = context.site.head_of(record) else { return Vec::new() };
    let view = |(id, word)| {
        let own = texts.iter().find(|own| own.id.value == id)?;
        Some(OwnTextView { id, word, text: own.statements.iter().map(|text| text.value.as_str()).collect() })
    };
    if texts.is_empty() { Vec::new() } else { head.all_own().filter_map(view).collect() }
}
