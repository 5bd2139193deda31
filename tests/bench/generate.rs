//! Writes a generated content folder: `cargo run --release --example generate -- 10000 <folder>`.

#[path = "corpus.rs"]
mod corpus;

use std::path::Path;

use mieruka::bundle::Bundle;
use mieruka::publish::create;

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [items, folder] = arguments.as_slice() else {
        return complain("使い方: generate <件数> <新しいフォルダー>");
    };
    let Ok(items) = items.parse() else { return complain("件数は数字で書いてください") };
    let mut files = Bundle::new();
    corpus::files(items).for_each(|(path, text)| files.add(path, text));
    if let Err(error) = create(&files, Path::new(folder)) {
        complain(&error.to_string());
    }
}

fn complain(text: &str) {
    eprintln!("{text}");
    std::process::exit(2);
}
