//! Makes the open data alone, without writing them: `cargo run --release --example export -- <content>`. One thread makes
//! everything, the tables first, so that the times are comparable.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use mieruka::dataset::Dataset;
use mieruka::{export, load, source};

fn main() {
    let content = std::env::args().nth(1).expect("使い方: export <content フォルダー>");
    let sources = source::read(Path::new(&content)).expect("the folder can be read");
    let (site, _) = load::load(&sources);
    drop(sources);
    let begun = Instant::now();
    let datasets = export::datasets(&site);
    let bundle = export::export(&site, &datasets);
    let tables: Vec<_> = datasets.iter().flat_map(Dataset::all_files).map(|file| file.path.as_str()).collect();
    let rest = bundle.iter().map(|(path, _)| path.as_str()).filter(|path| !tables.contains(path));
    let paths: Vec<_> = tables.iter().copied().chain(rest).collect();
    let mut groups: BTreeMap<String, (usize, u64, Duration)> = BTreeMap::new();
    for path in paths {
        let (begun, mut counted) = (Instant::now(), Counted(0));
        bundle.get(path).expect("it is there").write_to(&mut counted).expect("it can be made");
        let group = groups.entry(group(path)).or_default();
        *group = (group.0 + 1, group.1 + counted.0, group.2 + begun.elapsed());
    }
    println!("種類\tファイル\tMB\tミリ秒");
    for (name, (files, bytes, time)) in &groups {
        println!("{name}\t{files}\t{:.2}\t{:.0}", *bytes as f64 / 1e6, time.as_secs_f64() * 1e3);
    }
    let (files, bytes) = groups.values().fold((0, 0), |sum, group| (sum.0 + group.0, sum.1 + group.1));
    println!("合計\t{files}\t{:.2}\t{:.0}", bytes as f64 / 1e6, begun.elapsed().as_secs_f64() * 1e3);
}

/// What a file is counted with: tables and their years by format, records, the rest.
fn group(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let ending = name.rsplit('.').next().unwrap_or_default();
    let is_year = name
        .split('.')
        .next()
        .and_then(|stem| stem.rsplit('_').next())
        .is_some_and(|end| end.len() == 4 && end.bytes().all(|b| b.is_ascii_digit()));
    match (folder.starts_with("data"), name.matches('.').count(), ending) {
        (false, ..) => "records".to_owned(),
        (true, 1, "csv" | "json" | "xlsx") if folder != "data" => {
            format!("{ending}{}", if is_year { " of years" } else { "" })
        }
        (true, _, "zip") => "zip".to_owned(),
        _ => "descriptions".to_owned(),
    }
}

/// Counts what is written to it.
struct Counted(u64);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
