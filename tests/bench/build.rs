//! The whole process, from start to exit: `cargo bench --manifest-path tests/bench/Cargo.toml`. Sizes come from
//! `MIERUKA_BENCH_ITEMS` (default `61,1000`), the program from `MIERUKA` (default: the release build of this project).
//! Each size is built from nothing and again without changes; first the stage table of one run is printed.

mod corpus;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use criterion::{BatchSize, Criterion};

const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/release/mieruka");

fn main() {
    let sizes = std::env::var("MIERUKA_BENCH_ITEMS").unwrap_or_else(|_| "61,1000".to_owned());
    let mut criterion =
        Criterion::default().sample_size(10).measurement_time(Duration::from_secs(10)).configure_from_args();
    for items in sizes.split(',').map(|size| size.trim().parse().expect("sizes are numbers between commas")) {
        measure(&mut criterion, items);
    }
    criterion.final_summary();
}

fn measure(criterion: &mut Criterion, items: usize) {
    let folder = tempfile::tempdir().expect("there is room for the corpus");
    let (content, out) = (folder.path().join("content"), folder.path().join("public"));
    for (path, text) in corpus::files(items) {
        let path = content.join(path);
        fs::create_dir_all(path.parent().expect("every file has a folder")).expect("a folder can be made");
        fs::write(path, text).expect("the folder is empty");
    }
    println!("{items} items\n{}", build(&content, &out));
    criterion.bench_function(&format!("{items} items, afresh"), |bencher| {
        let clear = || drop(fs::remove_dir_all(&out));
        bencher.iter_batched(clear, |()| build(&content, &out), BatchSize::PerIteration);
    });
    criterion
        .bench_function(&format!("{items} items, nothing changed"), |bencher| bencher.iter(|| build(&content, &out)));
}

fn build(content: &Path, out: &Path) -> String {
    let program = std::env::var("MIERUKA").unwrap_or_else(|_| PROGRAM.to_owned());
    let done =
        Command::new(program).args(["build", "--timings", "--content"]).arg(content).arg("--out").arg(out).output();
    let done = done.expect("`cargo build --release` comes before the benchmark");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}
