//! Characters outside Shift_JIS come back as `?`: a line that differs from the record only in such characters is read
//! as the line of the record.

use encoding_rs::SHIFT_JIS;

/// The cell's lines; a line that differs from the record only by the encoding is replaced by that of the record.
pub(super) fn restored(cell: &str, shown: &str) -> String {
    let line = |line: &str| shown.lines().find(|known| is_same(line, known)).unwrap_or(line).to_owned();
    cell.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn is_same(line: &str, known: &str) -> bool {
    let mut pairs = line.chars().zip(known.chars());
    line.chars().count() == known.chars().count() && pairs.all(|(came, was)| came == was || !survives(was))
}

fn survives(c: char) -> bool {
    let mut bytes = [0; 4];
    let (_, _, is_lost) = SHIFT_JIS.encode(c.encode_utf8(&mut bytes));
    !is_lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_encoding_loses_is_restored() {
        assert_eq!(restored("4月?5月\n??", "・一\n4月〜5月"), "4月〜5月\n??");
        assert_eq!(restored("4月?5月", "4月～5月"), "4月?5月");
    }
}
