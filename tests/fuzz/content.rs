//! A content with every key, of which one file or several are damaged: it is read, examined and, if nothing is wrong, made whole.

use std::sync::LazyLock;

use fastrand::Rng;
use mieruka::bundle::Stamp;
use mieruka::diagnostic::{json, terminal};
use mieruka::export;
use mieruka::load::load;
use mieruka::render::Theme;
use mieruka::search::{Index, Tokenizer};
use mieruka::source::{self, Sources};

use crate::{Case, Outcome, Subject, scan};

/// The content that is damaged.
pub(crate) const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/exact/content");

static SOURCES: LazyLock<Sources> = LazyLock::new(|| source::read(FOLDER.as_ref()).expect("the content can be read"));
static GOOD: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let texts = SOURCES.files().filter(|(_, file)| file.bytes.is_empty());
    texts.map(|(_, file)| (file.path.clone(), file.text.clone())).collect()
});
static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::open(None).expect("the default theme opens"));
static TOKENIZER: LazyLock<Tokenizer> =
    LazyLock::new(|| Tokenizer::open().expect("the dictionary is part of the program"));

/// Content, and how it is damaged: the files are changed in place.
pub(crate) struct Content {
    pub(crate) damage: fn(&mut Rng, &mut Vec<(String, String)>),
}

impl Subject for Content {
    fn draw(&self, rng: &mut Rng) -> Case {
        let mut files = GOOD.clone();
        (self.damage)(rng, &mut files);
        files.retain(|file| !GOOD.contains(file));
        files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
    }

    fn is_sound(&self) -> bool {
        matches!(self.outcome(&Case::new()), Outcome::Accepted)
    }

    fn outcome(&self, case: &Case) -> Outcome {
        let damaged: Vec<_> =
            case.iter().map(|(path, bytes)| (path.as_str(), String::from_utf8_lossy(bytes))).collect();
        let rest = GOOD.iter().filter(|(path, _)| damaged.iter().all(|(other, _)| other != path));
        let rest = rest.map(|(path, text)| (path.as_str(), text.as_bytes()));
        // Images and files to download stay as they are.
        let binary = SOURCES.files().filter(|(_, file)| !file.bytes.is_empty());
        let binary = binary.map(|(_, file)| (file.path.as_str(), file.bytes.as_slice()));
        let damaged = damaged.iter().map(|(path, text)| (*path, text.as_bytes()));
        examine(&Sources::from_files(rest.chain(binary).chain(damaged)))
    }
}

fn examine(sources: &Sources) -> Outcome {
    let (site, mut findings) = load(sources);
    findings.extend(mieruka::examine(&site));
    let findings = findings.sorted();
    if let Some(what) = scan::unprintable(&terminal::report(&findings, sources)) {
        return Outcome::Broken(format!("{what} in the report"));
    }
    if let Err(fault) = serde_json::from_str::<serde_json::Value>(&json::report(&findings, sources)) {
        return Outcome::Broken(format!("the report for machines: {fault}"));
    }
    if findings.has_errors() {
        return Outcome::Refused;
    }
    let site = site.published();
    let datasets = export::datasets(&site);
    let (index, stamp) = (Index::of(&site, &TOKENIZER), Stamp::default());
    let bundle = mieruka::build(&site, &datasets, &THEME, &index, &stamp);
    scan::site(&bundle).map_or(Outcome::Accepted, Outcome::Broken)
}
