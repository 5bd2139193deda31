//! Makes sites for tests: from texts, or from a folder of the repository. Theme and dictionary are opened once for all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::LazyLock;

use flate2::read::DeflateDecoder;
use mieruka::bundle::{Bundle, Stamp};
use mieruka::dataset::Dataset;
use mieruka::diagnostic::{Diagnostics, terminal};
use mieruka::examine;
use mieruka::export;
use mieruka::load::load;
use mieruka::model::{Date, Site};
use mieruka::render::Theme;
use mieruka::search::{Index, Tokenizer};
use mieruka::source::{self, Sources};
use serde_json::Value;

/// The files of a content by their paths.
pub(crate) type Texts = BTreeMap<String, String>;

pub(crate) static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::open(None).expect("the default theme opens"));
pub(crate) static TOKENIZER: LazyLock<Tokenizer> =
    LazyLock::new(|| Tokenizer::open().expect("the dictionary is part of the program"));
static STAMP: LazyLock<Stamp> = LazyLock::new(Stamp::default);

/// The repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether a path of a site is a page; a chart to take along is a part of one.
pub(crate) fn is_page(path: &str) -> bool {
    path.ends_with(".html") && path.rsplit('/').nth(1) != Some("figures")
}

/// A file of the repository.
pub(crate) fn repository(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

/// A folder of the repository as a content: `content`, `seeds`, `tests/fixtures/good`.
pub(crate) fn folder(name: &str) -> Sources {
    source::read(&root().join(name)).expect("the folder can be read")
}

pub(crate) fn sources<P: AsRef<str>, T: AsRef<str>>(texts: impl IntoIterator<Item = (P, T)>) -> Sources {
    let texts: Vec<_> = texts.into_iter().collect();
    Sources::from_texts(texts.iter().map(|(path, text)| (path.as_ref(), text.as_ref())))
}

pub(crate) fn texts(sources: &Sources) -> Texts {
    sources.files().map(|(_, file)| (file.path.clone(), file.text.clone())).collect()
}

/// A content as `check` sees it.
pub(crate) fn examined(sources: &Sources) -> (Site, Diagnostics) {
    let (site, mut findings) = load(sources);
    let site = site.on(Date::new(2026, 11, Some(21)).expect("a day"));
    findings.extend(examine(&site));
    (site, findings.sorted())
}

pub(crate) fn report(findings: &Diagnostics, sources: &Sources) -> String {
    terminal::report(findings, sources)
}

/// The site of a content in which nothing is wrong.
pub(crate) fn site(sources: &Sources) -> Site {
    let (site, findings) = examined(sources);
    assert!(!findings.has_errors(), "{}", report(&findings, sources));
    site
}

/// The composed site, of which nothing is made yet.
pub(crate) fn bundle<'a, 's: 'a>(site: &'s Site, datasets: &'a [Dataset<'s>]) -> Bundle<'a> {
    mieruka::build(site, datasets, &THEME, &Index::of(site, &TOKENIZER), &STAMP)
}

/// Every file of the site by its path.
pub(crate) fn files(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let datasets = export::datasets(site);
    let bundle = bundle(site, &datasets);
    bundle.iter().map(|(path, made)| (path.to_string(), made.bytes().expect("it can be made"))).collect()
}

/// A file of the site.
pub(crate) fn text(bundle: &Bundle<'_>, path: &str) -> String {
    let artifact = bundle.get(path).unwrap_or_else(|| panic!("{path} is there"));
    String::from_utf8(artifact.bytes().unwrap_or_else(|fault| panic!("{path}: {fault}"))).expect("UTF-8")
}

/// What a file says; the packed files of the search as if they were not.
pub(crate) fn said(path: &str, bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).into_owned();
    if !["search/texts/", "search/asides/"].iter().any(|folder| path.starts_with(folder)) {
        return text;
    }
    let (name, packed) = text.split_once(",\"").expect("a name and what is packed");
    let (packed, end) = packed.split_once('"').expect("it ends");
    let place = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        _ => 62 + u8::from(c == b'/'),
    };
    let digits: Vec<_> = packed.bytes().filter(|c| *c != b'=').map(place).collect();
    let bits = digits.chunks(4).flat_map(|four| {
        let bits = (0..4).fold(0, |bits, i| bits << 6 | u32::from(four.get(i).copied().unwrap_or_default()));
        bits.to_be_bytes()[1..four.len()].to_vec()
    });
    let mut json = String::new();
    DeflateDecoder::new(&*bits.collect::<Vec<_>>()).read_to_string(&mut json).expect("it can be unpacked");
    format!("{name},{json}{end}")
}

pub(crate) fn json(bundle: &Bundle<'_>, path: &str) -> Value {
    serde_json::from_str(&text(bundle, path)).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

/// Copies a folder's files into another one, which may have some already.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("the folder can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
}

/// The names of what lies in a folder of the repository.
pub(crate) fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(root().join(folder)).expect("the folder is there");
    entries.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect()
}
