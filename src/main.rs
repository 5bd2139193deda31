fn main() {
    let t = std::time::Instant::now();
    let sources = mieruka::source::read(std::path::Path::new("content")).unwrap();
    let (site, d) = mieruka::load::load(&sources);
    println!("{}", mieruka::diagnostic::terminal::report(&d.sorted(), &sources, false));
    println!("{} records {:?}", site.records().count(), t.elapsed());
}
