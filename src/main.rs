//! Starts the program.

fn main() {
    let t = std::time::Instant::now();
    let dir = std::env::args().nth(1).unwrap_or("content".into());
    let sources = mieruka::source::read(std::path::Path::new(&dir)).unwrap();
    let (site, mut d) = mieruka::load::load(&sources);
    d.extend(mieruka::check::check(&site));
    let d = d.sorted();
    println!("{}", mieruka::diagnostic::terminal::report(&d, &sources, false));
    println!(
        "{} records {:?} {} {}",
        site.records().count(),
        t.elapsed(),
        d.count(mieruka::diagnostic::Severity::Error),
        d.count(mieruka::diagnostic::Severity::Warning)
    );
}
