//! Each rule finds what its bad fixture holds, and says exactly what is expected; rules, fixtures and the guide name the same slugs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mieruka::check::{RULES, UNUSED_ACCEPTANCE, check};
use mieruka::diagnostic::{Diagnostics, terminal};
use mieruka::load::{SHAPE_RULES, load};
use mieruka::source::{self, MAX_BYTES, Sources};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn slugs() -> BTreeSet<String> {
    let shape = SHAPE_RULES.iter().map(|rule| rule.slug);
    shape.chain(RULES.iter().map(|rule| rule.slug)).chain([UNUSED_ACCEPTANCE]).map(str::to_owned).collect()
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).expect("the fixture is there") {
        let entry = entry.expect("the fixture can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).expect("the folder can be made");
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
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

fn findings(content: &Path) -> (Sources, Diagnostics) {
    let sources = source::read(content).expect("the content can be read");
    let (site, mut findings) = load(&sources);
    findings.extend(check(&site));
    (sources, findings.sorted())
}

#[test]
fn the_good_fixture_and_the_seeds_are_without_findings() {
    for content in [fixtures().join("good"), Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")] {
        let (sources, findings) = findings(&content);
        assert_eq!(terminal::report(&findings, &sources, false), "");
    }
}

#[test]
fn each_rule_says_what_is_expected() {
    for slug in slugs() {
        let content = tempfile::tempdir().expect("a temporary folder");
        copy(&fixtures().join("good"), content.path());
        copy(&fixtures().join("bad").join(&slug), content.path());
        fs::remove_file(content.path().join("expected.txt")).expect("the expectation is there");
        make_by_hand(&slug, content.path());
        let (sources, findings) = findings(content.path());
        assert!(findings.iter().any(|finding| finding.rule == slug), "{slug} finds nothing in its fixture");
        let root = content.path().to_string_lossy().replace('\\', "/");
        let report = terminal::report(&findings, &sources, false).replace(&root, "content");
        let expected = snapbox::Data::read_from(&fixtures().join("bad").join(&slug).join("expected.txt"), None);
        snapbox::assert_data_eq!(report, expected.raw());
    }
}

#[test]
fn rules_fixtures_and_guide_name_the_same_slugs() {
    let folders = fs::read_dir(fixtures().join("bad")).expect("the fixtures are there");
    let folders: BTreeSet<_> =
        folders.map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(folders, slugs(), "tests/fixtures/bad/<slug>/");
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("content/README.md")).expect("the guide");
    let rows = guide.split("## 点検の規則").nth(1).expect("the chapter of rules");
    let rows: BTreeSet<_> =
        rows.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).map(str::to_owned).collect();
    assert_eq!(rows, slugs(), "the table in content/README.md");
}
