//! Compiles the dictionary for lindera from the data of a crate, so that a build needs nothing but the crate registry.
//!
//! `lindera-ipadic` 0.1 contains the compiled IPADIC in an old layout. Its tables are written out as MeCab source, combined
//! with the files beside this one, and compiled into the layout that lindera 6 reads. The licences of all parts of the
//! program are gathered here too, and the tables of readings are drawn from the same entries.

mod notices;
mod tables;

use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use fst::Streamer;
use lindera_dictionary::builder::DictionaryBuilder;
use lindera_dictionary::dictionary::metadata::Metadata;

/// The number of entries in IPADIC; another number means that the old layout was read wrongly.
const ENTRIES: usize = 392_126;
const HERE: &str = "src/dictionary";

fn main() -> Result<(), Box<dyn Error>> {
    for path in [HERE, "Cargo.lock", "LICENSE", notices::TOKENS] {
        println!("cargo:rerun-if-changed={path}");
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(out.join("licences.txt"), notices::gather()?)?;
    let (source, compiled) = (out.join("mecab-source"), out.join("lindera-ipadic"));
    for folder in [&source, &compiled] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
    }
    fs::create_dir_all(&source)?;
    let mut tables = tables::Tables::default();
    let entries = write_entries(&source.join("ipadic.csv"), &mut tables)?;
    tables.write(&out)?;
    assert_eq!(entries, ENTRIES, "the old layout of the dictionary has changed");
    write_matrix(&source.join("matrix.def"))?;
    for file in ["char.def", "unk.def", "extra.csv"] {
        fs::copy(Path::new(HERE).join(file), source.join(file))?;
    }
    let metadata: Metadata = serde_json::from_str(&fs::read_to_string(Path::new(HERE).join("metadata.json"))?)?;
    DictionaryBuilder::new(metadata).build_dictionary(&source, &compiled).map_err(|error| error.to_string())?;
    fs::remove_dir_all(&source)?;
    println!("cargo:rustc-env=LINDERA_WORKDIR={}", out.display());
    Ok(())
}

/// Writes the words. The map gives for a surface the number of its entries (low five bits) and the index of the first; an entry
/// is a word id (4 bytes), a cost (2) and a context id (2); a word is nine strings, each preceded by its length in 8 bytes.
fn write_entries(path: &Path, tables: &mut tables::Tables) -> Result<usize, Box<dyn Error>> {
    let (entries, words, places) =
        (ipadic_data::ipadic_vals(), ipadic_data::word_data(), ipadic_data::word_index_data());
    let surfaces = fst::Map::new(ipadic_data::ipadic_data())?;
    let mut file = BufWriter::new(File::create(path)?);
    let mut count = 0;
    let mut stream = surfaces.stream();
    while let Some((surface, value)) = stream.next() {
        let surface = std::str::from_utf8(surface)?;
        let (first, many) = ((value >> 5) as usize, (value & 31) as usize);
        for entry in (first..first + many).map(|i| &entries[i * 8..i * 8 + 8]) {
            let (word, cost, context) = (u32_at(entry, 0) as usize, u16_at(entry, 4) as i16, u16_at(entry, 6));
            write_cell(&mut file, surface)?;
            write!(file, ",{context},{context},{cost}")?;
            let cells = cells(words, u32_at(places, word * 4) as usize)?;
            for cell in cells {
                file.write_all(b",")?;
                write_cell(&mut file, cell)?;
            }
            file.write_all(b"\n")?;
            tables.add(surface, cost, &cells);
            count += 1;
        }
    }
    file.flush()?;
    Ok(count)
}

/// The nine cells of a word.
fn cells(words: &[u8], mut at: usize) -> Result<[&str; 9], Box<dyn Error>> {
    let mut cells = [""; 9];
    for cell in &mut cells {
        let length = u64::from_le_bytes(words[at..at + 8].try_into()?) as usize;
        *cell = std::str::from_utf8(&words[at + 8..at + 8 + length])?;
        at += 8 + length;
    }
    Ok(cells)
}

/// Writes the costs of one word class after another: two sizes, then the costs row by row, 2 bytes each.
fn write_matrix(path: &Path) -> Result<(), Box<dyn Error>> {
    let matrix = ipadic_data::connection_data();
    let (forward, backward) = (u16_at(matrix, 0) as usize, u16_at(matrix, 2) as usize);
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "{forward} {backward}")?;
    for i in 0..forward {
        for j in 0..backward {
            writeln!(file, "{i} {j} {}", u16_at(matrix, 4 + (i * backward + j) * 2) as i16)?;
        }
    }
    file.flush()?;
    Ok(())
}

fn write_cell(file: &mut impl Write, text: &str) -> io::Result<()> {
    if text.contains([',', '"', '\n']) {
        write!(file, "\"{}\"", text.replace('"', "\"\""))
    } else {
        file.write_all(text.as_bytes())
    }
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}
