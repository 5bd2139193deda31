//! QR codes: a text as a drawing for the printed page. Byte mode, error correction of level M, versions 1 to 10 (ISO/IEC 18004).

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

/// The largest version; of more modules a telephone reads none from a small print.
const LARGEST: u8 = 10;

/// The pattern laid over every symbol. Readers take each of the eight; to weigh them all takes longer than the page beside it.
const MASK: u8 = 2;

/// A QR code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The modules of a side.
    pub size: usize,
    /// The dark modules as the `d` of a path whose stroke is one module wide, from the middle of the left upper module's left edge.
    pub path: String,
}

impl Code {
    /// The code of a text; `None` for more than 213 bytes.
    pub fn of(text: &str) -> Option<Self> {
        let code = symbol(text)?;
        Some(Self { size: code.size().unsigned_abs() as usize, path: path(&code) })
    }
}

fn symbol(text: &str) -> Option<QrCode> {
    let parts = [QrSegment::make_bytes(text.as_bytes())];
    let (largest, mask) = (Version::new(LARGEST), Some(Mask::new(MASK)));
    QrCode::encode_segments_advanced(&parts, QrCodeEcc::Medium, Version::MIN, largest, mask, false).ok()
}

fn path(code: &QrCode) -> String {
    let size = code.size();
    let mut path = String::with_capacity(code.size().unsigned_abs().pow(2) as usize * 2);
    let mut pen = (0, 0);
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let run = (x..size).take_while(|x| code.get_module(*x, y)).fold(0, |run, _| run + 1);
            if run > 0 {
                path.push('m');
                push(&mut path, x - pen.0);
                path.push(' ');
                push(&mut path, y - pen.1);
                path.push('h');
                push(&mut path, run);
                pen = (x + run, y);
            }
            x += run.max(1);
        }
    }
    path
}

/// Writes a number of at most two digits; that is most of the time that a path takes.
fn push(path: &mut String, number: i32) {
    let digits = number.unsigned_abs().to_le_bytes()[0];
    if number < 0 {
        path.push('-');
    }
    if digits > 9 {
        path.push(char::from(b'0' + digits / 10));
    }
    path.push(char::from(b'0' + digits % 10));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_holds_as_much_as_its_version_can() {
        for (bytes, size) in [(14, 21), (15, 25), (26, 25), (84, 37), (122, 45), (180, 53), (181, 57), (213, 57)] {
            assert_eq!(Code::of(&"a".repeat(bytes)).map(|code| code.size), Some(size), "{bytes}");
        }
        assert_eq!(Code::of(&"a".repeat(214)), None);
    }

    #[test]
    fn the_path_draws_the_modules() {
        let text = "https://example.jp/programs/g/1/";
        let (code, whole) = (Code::of(text).expect("it is short"), symbol(text).expect("it is short"));
        let mut drawn = std::collections::BTreeSet::new();
        let mut pen = (0, 0);
        for run in code.path.split('m').skip(1) {
            let numbers: Vec<i32> = run.split([' ', 'h']).map(|n| n.parse().expect("a number")).collect();
            let start = (pen.0 + numbers[0], pen.1 + numbers[1]);
            drawn.extend((0..numbers[2]).map(|x| (start.0 + x, start.1)));
            pen = (start.0 + numbers[2], start.1);
        }
        let all = (0..whole.size()).flat_map(|y| (0..whole.size()).map(move |x| (x, y)));
        assert_eq!(drawn, all.filter(|(x, y)| whole.get_module(*x, *y)).collect());
    }
}
