//! The files of `init`: the smallest complete site of a new municipality, and the guide to writing it.

use mieruka::bundle::Bundle;
use mieruka::yaml::{Draft, Step, Yaml};

const GUIDE: &str = include_str!("../../content/README.md");

macro_rules! seeds {
    ($($path:literal),* $(,)?) => {
        const SEEDS: &[(&str, &str)] = &[$(($path, include_str!(concat!("../../seeds/", $path)))),*];
    };
}

seeds![
    "corrections.yaml",
    "departments.yaml",
    "glossary.yaml",
    "goals/2026/kikaku/1.yaml",
    "goals/2026/kikaku/sheet.yaml",
    "pages/about.md",
    "plans/sample/1-1-1.yaml",
    "plans/sample/plan.yaml",
    "programs/sample/1.yaml",
    "programs/sample/program.yaml",
    "ratings.yaml",
    "site.yaml",
    "synonyms.yaml",
];

/// The files with their paths in the new folder, with these values in site.yaml.
pub(crate) fn files(settings: &[(&'static [Step], String)]) -> Bundle<'static> {
    let mut files = Bundle::new();
    files.add("content/README.md", GUIDE);
    for (path, text) in SEEDS {
        let text = if *path == "site.yaml" { with_settings(text, settings) } else { text.as_bytes().to_vec() };
        files.add(format!("content/{path}"), text);
    }
    files
}

fn with_settings(text: &str, settings: &[(&'static [Step], String)]) -> Vec<u8> {
    let mut draft = Draft::open(text.as_bytes()).expect("the seed is YAML");
    for (at, value) in settings {
        draft.set(at, &Yaml::Text(value.clone()), &[]).expect("the seed has the key");
    }
    draft.bytes()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use mieruka::source;

    use super::*;

    #[test]
    fn every_seed_is_in_the_list() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
        let sources = source::read(folder.as_ref()).expect("the seeds are part of the package");
        let there: BTreeSet<_> = sources.files().map(|(_, file)| file.path.clone()).collect();
        assert_eq!(SEEDS.iter().map(|(path, _)| (*path).to_owned()).collect::<BTreeSet<_>>(), there);
    }
}
