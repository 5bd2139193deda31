//! What the source of a record does not say: the page says it once at its end, not with a line for each empty row.

use super::form::RowView;
use super::here::Said;
use super::links::Listed;

/// The rows that are unknown, in their order.
#[derive(Default)]
pub(super) struct Lacking(Vec<Row>);

struct Row {
    word: String,
    /// In how many places the row is asked for.
    asked: usize,
    /// Those of them of which it is unknown: R4, ①.
    unknown: Vec<String>,
}

/// What a row says, as far as it matters here.
pub(super) trait Unknown {
    /// Whether the source does not say it.
    fn is_unknown(&self) -> bool;
}

impl Unknown for Said {
    fn is_unknown(&self) -> bool {
        self.is_unknown
    }
}

impl<T> Unknown for Listed<T> {
    fn is_unknown(&self) -> bool {
        self.is_unknown
    }
}

impl Unknown for bool {
    fn is_unknown(&self) -> bool {
        *self
    }
}

impl Lacking {
    /// Notes a row of the whole record.
    pub(super) fn note(&mut self, word: &str, row: &impl Unknown) {
        self.note_at(word, "", row);
    }

    /// Notes a row that stands in several places.
    pub(super) fn note_at(&mut self, word: &str, place: &str, row: &impl Unknown) {
        let at = self.0.iter().position(|known| known.word == word).unwrap_or(self.0.len());
        if at == self.0.len() {
            self.0.push(Row { word: word.to_owned(), asked: 0, unknown: Vec::new() });
        }
        self.0[at].asked += 1;
        if row.is_unknown() {
            self.0[at].unknown.push(place.to_owned());
        }
    }

    /// Notes the rows of a form at one place.
    pub(super) fn rows(&mut self, place: &str, rows: &[RowView]) {
        for row in rows {
            self.note_at(&row.noun, place, &row.is_unknown());
        }
    }

    /// Notes those rows of a form that are known at one place.
    pub(super) fn known_rows(&mut self, place: &str, rows: &[RowView]) {
        for row in rows.iter().filter(|row| !row.is_unknown()) {
            self.note_at(&row.noun, place, &false);
        }
    }

    /// Adds those of a part of the page.
    pub(super) fn append(&mut self, of_part: Self) {
        self.0.extend(of_part.0);
    }

    /// The unknown rows, each with its places unless it is unknown everywhere.
    pub(super) fn told(self) -> Vec<String> {
        let told = |Row { word, asked, unknown }: Row| match unknown.len() {
            0 => None,
            all if all == asked => Some(word),
            _ => Some(format!("{word}({})", unknown.join("・"))),
        };
        self.0.into_iter().filter_map(told).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_names_its_places_unless_it_is_unknown_in_all() {
        let mut lacking = Lacking::default();
        lacking.note("SDGs", &true);
        lacking.note("概要", &false);
        for (place, is_unknown) in [("R3", true), ("R4", false), ("R5", true)] {
            lacking.note_at("効果額", place, &is_unknown);
            lacking.note_at("課題", place, &true);
        }
        assert_eq!(lacking.told(), ["SDGs", "効果額(R3・R5)", "課題"]);
    }
}
