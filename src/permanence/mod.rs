//! `permanence`: published addresses and values stay, unless a redirect or a correction says why not.
//!
//! [`add`] adds [`FILE`] to the site: for every record a short digest of each published value, field by field. [`compare()`]
//! reads that file and the list of published paths of an earlier publication and finds the addresses that are gone without
//! a redirect and the values that changed without a correction. A value where there was none before is no change.
//!
//! # The file
//!
//! `records` holds for each record, and for each department as `departments/<id>`, one text: for each field its number in `fields` (base 36), `:`, and five characters for
//! each of its values, separated by spaces. The five characters are the first 30 bits of the value's SHA-256 in the
//! alphabet of base64url (RFC 4648 section 5). `glossary` lists the terms, which have anchors and no values.

mod compare;
mod digest;
mod published;

use std::collections::HashMap;
use std::io::Write;

use crate::bundle::{Bundle, Error};
use crate::diagnostic::rules;
use crate::model::{Site, Subject};
use digest::digest;

pub use compare::{Now, changed, compare};
pub use published::{NotPublished, Published};

/// The path of the digests in the site.
pub const FILE: &str = "digests.json";

/// The name of the terms among the records.
const GLOSSARY: &str = "glossary";

rules! {
    /// Everything that a comparison can find, by slug.
    RULES;
    CHANGED_VALUE "changed-value" "公開した値が、訂正の記録なしに変わった";
    CORRECTION_FALSE_BEFORE "correction-false-before" "訂正の「誤」が、前回公開した内容と違う";
    VANISHED_ADDRESS "vanished-address" "公開したページが、転送なしに無くなった";
    VANISHED_FILE "vanished-file" "公開したファイルや用語が無くなった";
}

/// Adds the digests of everything that the site publishes.
pub fn add<'a>(bundle: &mut Bundle<'a>, site: &'a Site) {
    bundle.add_stream(FILE, move |to| write(site, to));
}

fn write(site: &Site, to: &mut dyn Write) -> Result<(), Error> {
    let mut names = Names::default();
    to.write_all(b"{\n\"format\": 1,\n\"records\": {")?;
    let terms = site.glossary.iter().map(|term| names.number(&format!("terms.{}", term.id))).collect::<Vec<_>>();
    write!(
        to,
        "\n\"{GLOSSARY}\": \"{}\"",
        terms.iter().map(|n| format!("{}:", base36(*n))).collect::<Vec<_>>().join(" ")
    )?;
    for subject in site.subjects() {
        write!(to, ",\n\"{}\": \"{}\"", subject.id(), line(subject, &mut names))?;
    }
    to.write_all(b"\n},\n\"fields\": ")?;
    serde_json::to_writer(&mut *to, &names.all).map_err(|error| Error::Sink(error.to_string()))?;
    Ok(to.write_all(b"\n}\n")?)
}

fn line(subject: Subject<'_>, names: &mut Names) -> String {
    let mut line = String::new();
    for field in subject.fields() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&base36(names.number(&field.path)));
        line.push(':');
        field.values.iter().for_each(|value| line.push_str(&digest(&value.text)));
    }
    line
}

/// The names of the fields in the order of their first use; many records share them.
#[derive(Default)]
struct Names {
    all: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Names {
    fn number(&mut self, name: &str) -> usize {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.all.len();
        self.all.push(name.to_owned());
        self.numbers.insert(name.to_owned(), number);
        number
    }
}

fn base36(mut number: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut text = Vec::new();
    loop {
        text.push(DIGITS[number % 36]);
        number /= 36;
        if number == 0 {
            break;
        }
    }
    text.reverse();
    String::from_utf8(text).expect("digits are ASCII")
}

#[cfg(test)]
mod tests {
    use super::base36;

    #[test]
    fn numbers_are_written_short() {
        for number in [0, 9, 35, 36, 1295, 1296, 123_456] {
            assert_eq!(usize::from_str_radix(&base36(number), 36), Ok(number));
        }
        assert_eq!(base36(1295), "zz");
    }
}
