//! Each rule reports its bad fixture exactly as expected; rules, fixtures and the guide name the same slugs.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use mieruka::check::{RULES, UNUSED_ACCEPTANCE};
use mieruka::diagnostic::Diagnostics;
use mieruka::export::datasets;
use mieruka::load::{SHAPE_RULES, load};
use mieruka::model::{Date, RecordId, Site};
use mieruka::permanence::{self, Now, Published};
use mieruka::source::{self, MAX_BYTES, Sources};

use crate::sites::{bundle, copy, examined, names, report, repository, root};

fn slugs() -> BTreeSet<String> {
    let shape = SHAPE_RULES.iter().map(|rule| rule.slug);
    let whole = RULES.iter().map(|rule| rule.slug).chain([UNUSED_ACCEPTANCE]);
    shape.chain(whole).chain(permanence::RULES.iter().map(|rule| rule.slug)).map(str::to_owned).collect()
}

/// Faults that a file of the repository cannot have.
fn make_by_hand(slug: &str, content: &Path) {
    match slug {
        "too-large" => {
            let file = fs::File::create(content.join("programs/g/2.yaml")).expect("the file can be made");
            file.set_len(MAX_BYTES + 1).expect("the file can grow");
        }
        #[cfg(unix)]
        "not-a-file" => {
            std::os::unix::fs::symlink("/etc", content.join("pages/etc.md")).expect("the link can be made");
        }
        _ => {}
    }
}

/// Content with findings; `before` is what was published of it once.
fn findings(content: &Path, before: Option<&Path>) -> (Sources, Diagnostics) {
    let sources = source::read(content).expect("the content can be read");
    let (site, mut findings) = examined(&sources);
    before.iter().for_each(|before| findings.extend(compared(before, &site)));
    (sources, findings.sorted())
}

fn compared(before: &Path, site: &Site) -> Diagnostics {
    let (former, _) = load(&source::read(before).expect("the former content can be read"));
    let public = site.clone().published();
    let (old_tables, new_tables) = (datasets(&former), datasets(&public));
    let (old, new) = (bundle(&former, &old_tables), bundle(&public, &new_tables));
    let bytes = |path: &str| old.get(path).map(|artifact| artifact.bytes().expect("it can be made"));
    let files: Vec<_> = old.iter().map(|(path, _)| format!("\"{path}\": \"\"")).collect();
    let manifest = format!("{{\"generator\": \"mieruka\", \"files\": {{{}}}}}", files.join(","));
    let published = Published::read(manifest.as_bytes(), bytes(permanence::FILE).as_deref()).expect("just written");
    let now = Now {
        editors: site,
        public: &public,
        has: &|path| new.get(path).is_some(),
        today: Date::new(2026, 11, Some(21)).expect("a day"),
        recall: &|id: &RecordId| String::from_utf8(bytes(&format!("{id}/index.json"))?).ok(),
    };
    permanence::compare(&published, &now)
}

#[test]
fn the_good_fixture_is_without_findings_and_the_seeds_say_that_they_are_samples() {
    let of = |content: &str| findings(&root().join(content), Some(&root().join(content)));
    let (sources, good) = of("tests/fixtures/good");
    assert_eq!(report(&good, &sources), "");
    let (_, seeds) = of("seeds");
    assert_eq!(seeds.iter().map(|one| one.rule).collect::<Vec<_>>(), ["sample-value", "sample-value"]);
}

#[test]
fn each_rule_says_what_is_expected() {
    let fixtures = root().join("tests/fixtures");
    for slug in slugs() {
        let content = tempfile::tempdir().expect("a temporary folder");
        copy(&fixtures.join("good"), content.path());
        copy(&fixtures.join("bad").join(&slug), content.path());
        let before = tempfile::tempdir().expect("a temporary folder");
        let was_published = content.path().join("before").is_dir();
        if was_published {
            copy(&fixtures.join("good"), before.path());
            copy(&content.path().join("before"), before.path());
            fs::remove_dir_all(content.path().join("before")).expect("it is there");
        }
        fs::remove_file(content.path().join("expected.txt")).expect("the expectation is there");
        make_by_hand(&slug, content.path());
        let (sources, findings) = findings(content.path(), was_published.then_some(before.path()));
        assert!(findings.iter().any(|finding| finding.rule == slug), "{slug} finds nothing in its fixture");
        let place = content.path().to_string_lossy().replace('\\', "/");
        let report = report(&findings, &sources).replace(&place, "content");
        let expected = snapbox::Data::read_from(&fixtures.join("bad").join(&slug).join("expected.txt"), None);
        snapbox::assert_data_eq!(report, expected.raw());
    }
}

#[test]
fn rules_fixtures_and_guide_name_the_same_slugs() {
    assert_eq!(names("tests/fixtures/bad"), slugs(), "tests/fixtures/bad/<slug>/");
    let guide = repository("content/README.md");
    let rows = guide.split("## 点検の規則").nth(1).expect("the chapter of rules");
    let rows: BTreeSet<_> =
        rows.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).map(str::to_owned).collect();
    assert_eq!(rows, slugs(), "the table in content/README.md");
}
