//! The files of `init`: the smallest complete site of a new municipality with the families that it wants, and the guide to
//! writing it.

use mieruka::bundle::Bundle;
use mieruka::diagnostic::Diagnostics;
use mieruka::load::load;
use mieruka::model::Site;
use mieruka::source::Sources;
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
    "plans/senryaku/1-1.yaml",
    "plans/senryaku/plan.yaml",
    "plans/shisaku/1-1.yaml",
    "plans/shisaku/plan.yaml",
    "programs/jimujigyo/0001.yaml",
    "programs/jimujigyo/program.yaml",
    "programs/sample/1.yaml",
    "programs/sample/program.yaml",
    "ratings.yaml",
    "site.yaml",
    "synonyms.yaml",
];

/// What a municipality publishes, with the folder of its samples.
#[derive(Debug, PartialEq)]
pub(crate) struct Family {
    /// How municipalities call it.
    pub(crate) word: &'static str,
    pub(crate) folder: &'static str,
    /// What one record of it is called, where a table can bring all of it.
    pub(crate) item: Option<&'static str>,
    /// Whether it is there if nobody says what is wanted.
    pub(crate) is_usual: bool,
    /// How lines of other files name it.
    mentions: &'static [&'static str],
    /// The keys of ratings.yaml that it needs.
    ratings: &'static [&'static str],
}

/// Values of site.yaml by the paths of their keys.
pub(crate) type Values = Vec<(&'static [Step], String)>;

/// The key of the municipality's name, and the name in the samples.
pub(crate) const NAME: &[Step] = &[Step::Key("municipality"), Step::Key("name")];
pub(crate) use mieruka::model::SAMPLE_MUNICIPALITY as MUNICIPALITY;

/// The key of the name of whom to ask.
pub(crate) const CONTACT: &[Step] = &[Step::Key("contact"), Step::Key("name")];

const RATINGS: &str = "ratings.yaml";
const SCALES: &[&str] = &["scales", "evaluators"];

/// Everything of which there are samples.
#[rustfmt::skip]
pub(crate) const FAMILIES: &[Family] = &[
    Family { word: "総合計画", folder: "plans/sample/", item: None, is_usual: true, mentions: &["plans/sample", "plan: sample,"], ratings: &[] },
    Family { word: "総合戦略", folder: "plans/senryaku/", item: None, is_usual: false, mentions: &["plans/senryaku"], ratings: &[] },
    Family { word: "施策評価", folder: "plans/shisaku/", item: None, is_usual: false, mentions: &["plans/shisaku"], ratings: SCALES },
    Family { word: "行革プログラム", folder: "programs/sample/", item: Some("取組項目"), is_usual: true, mentions: &["programs/sample"], ratings: &[] },
    Family { word: "事務事業評価", folder: "programs/jimujigyo/", item: Some("事務事業"), is_usual: false, mentions: &["programs/jimujigyo"], ratings: SCALES },
    Family { word: "重点目標", folder: "goals/", item: None, is_usual: true, mentions: &["goals/2026", "- 重点目標:"], ratings: &["ratings"] },
];

/// The name of the municipality in these values.
pub(crate) fn municipality(values: &Values) -> &str {
    values.iter().find(|(key, _)| *key == NAME).map_or(MUNICIPALITY, |(_, name)| name)
}

/// How the families are called, in a row.
pub(crate) fn words() -> String {
    FAMILIES.iter().map(|family| family.word).collect::<Vec<_>>().join("、")
}

/// The texts of a content and the guide, with their paths in the new folder.
pub(crate) fn files(texts: Vec<(String, String)>) -> Bundle<'static> {
    let mut files = Bundle::new();
    files.add("content/README.md", GUIDE);
    for (path, text) in texts {
        files.add(format!("content/{path}"), text);
    }
    files
}

/// The texts of the content with these families, and these values in site.yaml.
pub(crate) fn content(
    families: &[&'static Family],
    settings: &[(&'static [Step], String)],
) -> Vec<(&'static str, String)> {
    let others: Vec<_> = FAMILIES.iter().filter(|family| !families.contains(family)).collect();
    let has_ratings = families.iter().any(|family| !family.ratings.is_empty());
    let is_kept =
        |path: &str| (path != RATINGS || has_ratings) && !others.iter().any(|family| path.starts_with(family.folder));
    let text = |path: &str, text: &str| {
        let text = without(text, &others);
        match path {
            "site.yaml" => edited(&text, |draft| with_settings(draft, settings)),
            RATINGS => edited(&text, |draft| with_ratings(draft, families)),
            _ => text,
        }
    };
    SEEDS.iter().filter(|(path, _)| is_kept(path)).map(|(path, seed)| (*path, text(path, seed))).collect()
}

/// The site of these texts, with what `check` finds in it.
pub(crate) fn examined<P: AsRef<str>>(texts: &[(P, String)]) -> (Site, Diagnostics) {
    let sources = Sources::from_texts(texts.iter().map(|(path, text)| (path.as_ref(), text.as_str())));
    let (site, mut findings) = load(&sources);
    findings.extend(mieruka::examine(&site));
    (site, findings)
}

/// A text without the lines that name these families.
fn without(text: &str, families: &[&Family]) -> String {
    let names = |line: &str| families.iter().flat_map(|family| family.mentions).any(|mention| line.contains(mention));
    text.split_inclusive('\n').filter(|line| !names(line)).collect()
}

/// Whether a file is as `init` has laid it: its lines are those of the seed, without some of them.
pub(crate) fn is_untouched(path: &str, bytes: &[u8]) -> bool {
    let Some((_, seed)) = SEEDS.iter().find(|(known, _)| *known == path) else { return false };
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut of_seed = seed.lines();
    text.lines().next().is_some() && text.lines().all(|line| of_seed.any(|other| other == line))
}

/// A text of YAML after an edit.
pub(crate) fn edited(text: &str, edit: impl FnOnce(&mut Draft)) -> String {
    let mut draft = Draft::open(text.as_bytes()).expect("the seed is YAML");
    edit(&mut draft);
    String::from_utf8(draft.bytes()).expect("texts put into a text are a text")
}

fn with_settings(draft: &mut Draft, settings: &[(&'static [Step], String)]) {
    for (at, value) in settings {
        draft.set(at, &Yaml::Text(value.clone()), &[]).expect("the seed has the key");
    }
}

/// Leaves the keys of the ratings that the families need.
fn with_ratings(draft: &mut Draft, families: &[&Family]) {
    let mut unneeded: Vec<_> = FAMILIES.iter().flat_map(|family| family.ratings).copied().collect();
    unneeded.retain(|key| !families.iter().any(|family| family.ratings.contains(key)));
    unneeded.sort_unstable();
    unneeded.dedup();
    for key in unneeded {
        draft.remove(&[Step::Key(key)]).expect("the seed has the key");
    }
}

/// What a town says of itself, in tests.
#[cfg(test)]
pub(super) fn of_a_town() -> Values {
    let said: [(&'static [Step], &str); 6] = [
        (NAME, "海辺町"),
        (&[Step::Key("title")], "海辺町の目標"),
        (&[Step::Key("municipality"), Step::Key("kana")], "うみべちょう"),
        (&[Step::Key("municipality"), Step::Key("prefecture")], "海辺県"),
        (&[Step::Key("municipality"), Step::Key("code")], "990019"),
        (&[Step::Key("base_url")], "https://www.umibe.lg.jp/m/"),
    ];
    said.into_iter().map(|(key, value)| (key, value.to_owned())).collect()
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

    #[test]
    fn any_choice_of_families_is_a_site_in_which_only_the_samples_are_to_be_replaced() {
        for chosen in 1..1u32 << FAMILIES.len() {
            let is_chosen = |n: &usize| chosen >> n & 1 == 1;
            let families: Vec<_> = (0..FAMILIES.len()).filter(is_chosen).map(|n| &FAMILIES[n]).collect();
            let (_, findings) = examined(&content(&families, &[]));
            let left: BTreeSet<_> = findings.iter().map(|one| one.rule).collect();
            assert_eq!(left, BTreeSet::from(["sample-value"]), "{families:?}");
        }
    }

    #[test]
    fn a_file_that_somebody_has_edited_is_no_longer_as_it_was_laid() {
        let path = "programs/sample/1.yaml";
        let programs: Vec<_> = FAMILIES.iter().filter(|family| family.item.is_some()).collect();
        let texts = content(&programs, &[]);
        let text = &texts.iter().find(|(known, _)| *known == path).expect("it is there").1;
        let check = |text: &str, expected| assert_eq!(is_untouched(path, text.as_bytes()), expected, "{text}");
        check(text, true);
        check(&text.replace('\n', "\r\n"), true);
        check(&format!("{text}summary: [窓口を増やします。]\n"), false);
        check(&text.replacen("title: ", "title: 新しい", 1), false);
        check("", false);
        assert!(!is_untouched("programs/sample/2.yaml", text.as_bytes()));
    }

    #[test]
    fn samples_are_told_whoever_is_named_as_their_source() {
        let texts = content(&FAMILIES.iter().collect::<Vec<_>>(), &[]);
        let texts = texts.iter().map(|(path, text)| (*path, text.replace("見本市", "海辺市")));
        let (site, findings) = examined(&texts.collect::<Vec<_>>());
        let told: String = findings.iter().map(|one| one.message.as_str()).collect();
        let records = site.records().filter(|record| !record.prose().is_empty()).map(|record| record.id().0);
        let left: Vec<_> = records.filter(|id| !told.contains(id.as_str())).collect();
        assert_eq!(left, Vec::<String>::new(), "{told}");
        assert!(told.contains("glossary.yaml"), "{told}");
    }
}
