//! The cells of a sheet that is one record, by their labels: the cell to the right of a label, below it, or where a row and a
//! column with labels cross.

use std::collections::BTreeMap;

use super::super::book::{Address, Sheet, cell_name};
use crate::characters::unspaced;
use crate::diagnostic::nearest;

/// After a label: its value stands below it.
pub(super) const BELOW: char = '↓';
/// Between the label of a row and that of a column.
pub(super) const CROSSING: char = '×';

/// The cells with texts of a sheet, by their texts.
pub(super) struct Labels<'s> {
    sheet: &'s Sheet,
    texts: BTreeMap<String, Vec<Address>>,
}

/// A cell, and the labels by which it was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) cell: Address,
    pub(super) labels: Vec<Address>,
}

impl<'s> Labels<'s> {
    pub(super) fn of(sheet: &'s Sheet) -> Self {
        let mut texts: BTreeMap<String, Vec<Address>> = BTreeMap::new();
        for (at, cell) in &sheet.cells {
            texts.entry(label(&cell.shown())).or_default().push(*at);
        }
        Self { sheet, texts }
    }

    /// The cell of a name; otherwise the message and 直し方.
    pub(super) fn find(&self, name: &str, head: Option<&str>) -> Result<Found, (String, String)> {
        if let Some(cell) = address(name) {
            return self.with_head(cell, head);
        }
        if let Some((row, column)) = name.split_once(CROSSING) {
            let row = self.only(row)?;
            let above = self.texts.get(&label(column)).into_iter().flatten().filter(|at| at.0 < row.0);
            let nearest = above.clone().map(|at| at.0).max().ok_or_else(|| self.missing(column))?;
            let of_row: Vec<_> = above.filter(|at| at.0 == nearest).copied().collect();
            let [at] = of_row[..] else { return Err(several(column, &of_row)) };
            return Ok(Found { cell: self.first((row.0, at.1)), labels: vec![row, at] });
        }
        let at = self.only(name.trim_end_matches(BELOW))?;
        let last = self.sheet.merged.iter().find(|area| area.first == at).map_or(at, |area| area.last);
        let cell = if name.ends_with(BELOW) { (last.0 + 1, at.1) } else { (at.0, last.1 + 1) };
        Ok(Found { cell: self.first(cell), labels: vec![at] })
    }

    /// A cell by its address, with the label that must stand to the left of it.
    fn with_head(&self, cell: Address, head: Option<&str>) -> Result<Found, (String, String)> {
        let Some(head) = head else { return Ok(Found { cell, labels: Vec::new() }) };
        let left = self.sheet.cells.range((cell.0, 0)..cell).next_back();
        match left.filter(|(_, cell)| label(&cell.shown()) == label(head)) {
            Some((at, _)) => Ok(Found { cell, labels: vec![*at] }),
            None => {
                let found = left.map(|(_, cell)| cell.shown()).unwrap_or_default();
                let message = format!("{} の左が「{}」で、「{head}」ではありません", cell_name(cell), found.trim());
                Err((
                    message,
                    "欄が動いたのなら `column` を、見出しが変わったのなら `head` を直してください".to_owned(),
                ))
            }
        }
    }

    /// The only cell with a label.
    fn only(&self, name: &str) -> Result<Address, (String, String)> {
        match self.texts.get(&label(name)).map(Vec::as_slice) {
            None => Err(self.missing(name)),
            Some([only]) => Ok(*only),
            Some(found) => Err(several(name, found)),
        }
    }

    fn missing(&self, name: &str) -> (String, String) {
        let texts = || self.texts.keys().map(String::as_str).filter(|text| !text.is_empty());
        let longer = || texts().find(|text| text.contains(name) || name.contains(text));
        let help = match nearest(name, texts()).or_else(longer) {
            Some(near) => format!("見出しが「{near}」に変わったのなら、`column: {near}` に直してください"),
            None => "欄がなくなったのなら、この行を消してください".to_owned(),
        };
        (format!("見出し「{name}」のセルがありません"), help)
    }

    /// The first of the cells with which a cell is merged.
    fn first(&self, at: Address) -> Address {
        self.sheet.merged.iter().find(|area| area.has(at)).map_or(at, |area| area.first)
    }
}

/// A label that stands in several cells.
fn several(name: &str, found: &[Address]) -> (String, String) {
    let cells: Vec<_> = found.iter().map(|at| cell_name(*at)).collect();
    let message = format!("「{name}」のセルが{}つあります({})", found.len(), cells.join("、"));
    let (row, column) = found[0];
    let beside = cell_name((row, column + 1));
    (message, format!("`column: {beside}, head: {name}` のように、値のセルの番地で書いてください"))
}

/// A text as a label, without a colon after it.
pub(super) fn label(text: &str) -> String {
    unspaced(text).trim_end_matches(':').to_owned()
}

/// The cell with an address such as D12.
fn address(name: &str) -> Option<Address> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, number) = name.split_at(digits);
    let is_column = (1..=3).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    let row: u32 = number.parse().ok().filter(|row| *row > 0 && is_column)?;
    let column = letters.bytes().fold(0, |column, byte| column * 26 + u32::from(byte - b'A') + 1);
    Some((row - 1, column - 1))
}

#[cfg(test)]
mod tests {
    use super::super::super::book::{Area, Cell, Content};
    use super::*;

    fn sheet(cells: &[(Address, &str)], merged: &[(Address, Address)]) -> Sheet {
        let cell = |text: &str| Cell { content: Content::Text(text.to_owned()), is_formula: false, is_struck: false };
        Sheet {
            cells: cells.iter().map(|(at, text)| (*at, cell(text))).collect(),
            merged: merged.iter().map(|(first, last)| Area { first: *first, last: *last }).collect(),
            ..Sheet::default()
        }
    }

    #[test]
    fn a_value_stands_beside_below_or_where_labels_cross() {
        let cells = [
            ((0, 0), "事業名："),
            ((0, 3), "花壇"),
            ((2, 0), "概要"),
            ((3, 0), "花を植える"),
            ((5, 1), "Ｒ４ 実績"),
            ((6, 0), "件数"),
            ((6, 1), "5"),
            ((8, 0), "備考"),
            ((8, 2), "備考"),
        ];
        let sheet = sheet(&cells, &[((0, 0), (0, 2))]);
        let labels = Labels::of(&sheet);
        let cell = |name: &str, head| labels.find(name, head).map(|found| found.cell).map_err(|(message, _)| message);
        assert_eq!(cell("事業名", None), Ok((0, 3)));
        assert_eq!(cell("概要↓", None), Ok((3, 0)));
        assert_eq!(cell("件数×R4実績", None), Ok((6, 1)));
        assert_eq!(cell("B9", Some("備考")), Ok((8, 1)));
        assert_eq!(cell("D1", Some("概要")), Err("D1 の左が「事業名：」で、「概要」ではありません".to_owned()));
        assert_eq!(cell("備考", None), Err("「備考」のセルが2つあります(A9、C9)".to_owned()));
        assert_eq!(cell("成果", None), Err("見出し「成果」のセルがありません".to_owned()));
    }
}
