//! The index that was published before stays beside the new one, for one publication.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use mieruka::bundle::Artifact;
use mieruka::load::load;
use mieruka::search::{Former, Index, Tokenizer, search};
use serde_json::Value;

use crate::content::good_with;

/// The files of a publication.
type Files = BTreeMap<String, Vec<u8>>;

/// Publishes the index of a content in which a page says this, over what was published before.
fn publish(said: &str, before: &Files) -> Files {
    let (site, findings) = load(&good_with("pages/said.md", &format!("# 話\n\n{said}\n")));
    assert!(!findings.has_errors(), "{findings:?}");
    let tokenizer = Tokenizer::open().expect("the dictionary is part of the program");
    let published = before.clone();
    let open = move |path: &str| Some(Box::new(Cursor::new(published.get(path)?.clone())) as Box<dyn Read>);
    let index = Index::after(&site, &tokenizer, Former::new(Box::new(open)));
    let bundle = search(&index);
    bundle.iter().map(|(path, artifact)| (path.to_string(), artifact.bytes().expect("it can be made"))).collect()
}

/// The names of the index and of the one before it.
fn names(files: &Files) -> (String, Option<String>) {
    let text = String::from_utf8(files["search/manifest.js"].clone()).expect("text");
    let json = text.split_once(',').and_then(|(_, json)| json.trim_end().strip_suffix(");")).expect("a call");
    let manifest: Value = serde_json::from_str(json).expect("JSON");
    let name = |key: &str| manifest.get(key).map(|name| name.as_str().expect("a name").to_owned());
    (name("index").expect("it has one"), name("before"))
}

/// Whether all files of one publication, but the manifest that readers ask for, are in another.
fn has_all(files: &Files, of: &Files) -> bool {
    of.iter().all(|(path, bytes)| path == "search/manifest.js" || files.get(path) == Some(bytes))
}

#[test]
fn the_index_before_stays_for_one_publication() {
    let first = publish("あかるい話", &Files::new());
    let second = publish("くらい話", &first);
    let third = publish("ひろい話", &second);
    assert_eq!(names(&first).1, None);
    assert_eq!(names(&second).1, Some(names(&first).0));
    assert_eq!(names(&third).1, Some(names(&second).0));
    assert!(has_all(&second, &first) && !has_all(&third, &first));
    let alone = publish("くらい話", &Files::new());
    assert!(has_all(&second, &alone) && has_all(&third, &alone), "of the second one what is its own stays");
}

#[test]
fn what_did_not_change_keeps_the_index_before() {
    let first = publish("あかるい話", &Files::new());
    let second = publish("くらい話", &first);
    assert!(publish("くらい話", &second) == second);
    let back = publish("あかるい話", &second);
    assert!(has_all(&back, &first) && has_all(&back, &second), "two indexes give way to each other");
}

#[test]
fn half_an_index_does_not_stay() {
    let mut first = publish("あかるい話", &Files::new());
    let words = first.keys().find(|path| path.starts_with("search/words/")).cloned().expect("there are words");
    first.remove(&words);
    let second = publish("くらい話", &first);
    assert_eq!(names(&second).1, None);
    assert!(second == publish("くらい話", &Files::new()));
}

#[test]
fn a_file_that_was_let_go_is_made_anew() {
    let (site, _) = load(&good_with("pages/said.md", "# 話\n\nあかるい話\n"));
    let tokenizer = Tokenizer::open().expect("the dictionary is part of the program");
    let bundle = search(&Index::of(&site, &tokenizer));
    let held = |(path, artifact): (_, &Artifact<'_>)| {
        let Artifact::Held(make, let_go) = artifact else { return false };
        let before = make().expect("it can be made");
        let_go();
        assert_eq!(make().expect("it can be made"), before, "{path}");
        true
    };
    assert!(bundle.iter().filter(|file| held(*file)).count() > 4, "a file of each kind is held");
}
