//! Published tables as they come back from a spreadsheet program: cells, heads, rows and encodings are damaged.

use encoding_rs::SHIFT_JIS;
use fastrand::Rng;
use mieruka::bundle::Stamp;
use mieruka::export;
use mieruka::render::Theme;
use mieruka::search::{Index, Tokenizer};

use crate::book::Ledger;
use crate::{Case, Outcome, Subject, one, place};

#[rustfmt::skip]
const CELLS: &[&str] = &[
    "", "0", "-1", "8", "83.6%", "0.836", "1E+05", "12月4日", "2024/4/1", "R6.4.1", "同上", "－", "?", "〓", "あ?い", "=1+1", "'=1+1", "#REF!",
    "一\n二", "一｜二", "・一\n・二", "か\u{3099}", "〇", "\0", "\u{1b}[0m", "\u{e000}", "\"", "\"\"", "a,b", "\t", "true", "FALSE",
];

/// Rows of cells; the first is the head.
type Table = Vec<Vec<String>>;

/// The tables of a content.
pub(crate) struct Tables {
    ledger: Ledger,
    tables: Vec<(String, Table)>,
}

impl Tables {
    pub(crate) fn new() -> Self {
        let ledger = Ledger::open();
        let (theme, tokenizer) = (Theme::open(None).expect("the theme"), Tokenizer::open().expect("the dictionary"));
        let datasets = export::datasets(&ledger.site);
        let (index, stamp) = (Index::of(&ledger.site, &tokenizer), Stamp::default());
        let bundle = mieruka::build(&ledger.site, &datasets, &theme, &index, &stamp);
        let files = bundle.iter().map(|(path, artifact)| (path.to_string(), artifact));
        let files = files.filter(|(path, _)| path.ends_with(".csv"));
        let tables = files.map(|(path, artifact)| (path, rows(&artifact.bytes().expect("it can be made")))).collect();
        drop(bundle);
        drop(datasets);
        Self { ledger, tables }
    }
}

impl Subject for Tables {
    fn draw(&self, rng: &mut Rng) -> Case {
        let (path, table) = &self.tables[rng.usize(..self.tables.len())];
        let mut table = table.clone();
        for _ in 0..rng.usize(..6) {
            damage(rng, &mut table);
        }
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        vec![(name, encoded(rng, &table))]
    }

    fn outcome(&self, case: &Case) -> Outcome {
        self.ledger.imported(case)
    }
}

fn rows(csv: &[u8]) -> Table {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv);
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

fn damage(rng: &mut Rng, table: &mut Table) {
    if table.is_empty() {
        return;
    }
    let row = rng.usize(..table.len());
    let column = rng.usize(..table[row].len().max(1));
    match rng.u8(..8) {
        0..=2 => {
            if let Some(cell) = table[row].get_mut(column) {
                *cell = one(rng, CELLS).to_owned();
            }
        }
        3 => {
            if let Some(head) = table[0].get_mut(column) {
                let at = place(rng, head);
                head.insert_str(at, one(rng, &["・", " ", "（修正）", "\n", "_"]));
            }
        }
        4 => {
            let copy = table[row].clone();
            table.insert(rng.usize(..=table.len()), copy);
        }
        5 => drop(table.remove(row)),
        6 => table.iter_mut().filter(|row| row.len() > column).for_each(|row| drop(row.remove(column))),
        _ => table.insert(0, vec!["表の題".to_owned()]),
    }
}

fn encoded(rng: &mut Rng, table: &Table) -> Vec<u8> {
    let delimiter = *one(rng, &[&b',', &b',', &b',', &b'\t', &b';']);
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new());
    table.iter().for_each(|row| writer.write_record(row).expect("memory takes everything"));
    let text = String::from_utf8(writer.into_inner().expect("memory takes everything")).expect("texts");
    let mut bytes = match rng.u8(..6) {
        0 => text.chars().flat_map(shift_jis).collect(),
        1 => [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        2 => format!("\u{feff}{text}").into_bytes(),
        3 => text.replace('\n', "\r").into_bytes(),
        _ => text.into_bytes(),
    };
    if rng.u8(..20) == 0 && !bytes.is_empty() {
        let at = rng.usize(..bytes.len());
        bytes[at] = rng.u8(..);
    }
    bytes
}

/// A character as Excel on Windows saves it: what the encoding lacks is a question mark.
fn shift_jis(c: char) -> Vec<u8> {
    let text = c.to_string();
    let (bytes, _, is_lost) = SHIFT_JIS.encode(&text);
    if is_lost { b"?".to_vec() } else { bytes.into_owned() }
}
