//! The editors' guide is true: its examples are read without a fault, and it names every key that the program knows.

use mieruka::load::load;
use mieruka::model::vocabulary::keys;

use crate::sites::{report, repository, sources};

fn guide() -> String {
    repository("content/README.md")
}

/// The YAML examples with the path that the heading above them names.
fn examples() -> Vec<(String, String)> {
    let mut examples = Vec::new();
    for chapter in guide().split("\n## ").skip(1) {
        let (heading, body) = chapter.split_once('\n').expect("a heading ends its line");
        let paths = heading.replace("<計画>", "p").replace("<プログラム>", "g").replace("<年度>", "2022");
        let paths = paths.replace("<部局>", "kikaku").replace("<編-章-節>", "1-1-1").replace("<番号>", "1");
        let paths: Vec<_> =
            paths.split(['、', ' ']).filter(|path| path.ends_with(".yaml")).map(str::to_owned).collect();
        let blocks =
            body.split("```yaml\n").skip(1).map(|block| block.split("```").next().expect("a first part").to_owned());
        examples.extend(paths.into_iter().zip(blocks));
    }
    examples
}

#[test]
fn its_examples_are_read_without_a_fault() {
    let examples = examples();
    assert!(
        examples.len() >= 11,
        "the guide has an example of each file: {:?}",
        examples.iter().map(|e| &e.0).collect::<Vec<_>>()
    );
    let sources = sources(examples);
    let (_, faults) = load(&sources);
    assert_eq!(report(&faults.sorted(), &sources), "");
}

#[test]
fn it_names_every_key() {
    let guide = guide();
    let missing: Vec<_> =
        keys().filter(|key| !guide.contains(&format!("{key}:")) && !guide.contains(&format!("`{key}`"))).collect();
    assert_eq!(missing, Vec::<&str>::new());
}
