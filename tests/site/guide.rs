//! The editors' guide is correct: its examples load without findings, and it names every key of the vocabulary.

use mieruka::diagnostic::Located;
use mieruka::load::{load, shapes};
use mieruka::model::vocabulary::keys;
use mieruka::shape::{Field, Kind};
use mieruka::source::FileId;
use mieruka::yaml::{self, Node, Value};

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
        let paths = paths.replace("<名前>", "setsumeikai");
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

/// The mappings of an example whose keys stand in another order than that in which they are read.
fn disordered(node: &Node, kind: &Kind, found: &mut Vec<String>) {
    match (&node.value, kind) {
        (Value::List(items), Kind::List(of)) => items.iter().for_each(|item| disordered(item, of, found)),
        (Value::Map(entries), Kind::Map(fields)) => in_order(entries, fields, found),
        _ => {}
    }
}

fn in_order(entries: &[(Located<String>, Node)], fields: &[Field], found: &mut Vec<String>) {
    let place = |key: &str| fields.iter().position(|field| field.key == key);
    let keys: Vec<_> = entries.iter().map(|(key, _)| key.value.as_str()).collect();
    if !keys.is_sorted_by_key(|key| place(key)) {
        found.push(keys.join(", "));
    }
    for (key, node) in entries {
        place(key.value.as_str()).iter().for_each(|place| disordered(node, &fields[*place].kind, found));
    }
}

#[test]
fn goals_and_items_have_their_keys_in_the_order_in_which_import_and_new_write_them() {
    let shapes = shapes();
    for (name, path) in [("goal", "goals/2022/kikaku/1.yaml"), ("item", "programs/g/1.yaml")] {
        let examples = examples();
        let (_, text) = examples.iter().find(|(known, _)| known == path).expect("the guide has the example");
        let shape = shapes.iter().find(|shape| shape.name == name).expect("the kind is known");
        let (node, mut found) = (yaml::parse(FileId(0), text).expect("it can be read"), Vec::new());
        disordered(&node, &Kind::Map(shape.fields.clone()), &mut found);
        assert_eq!(found, Vec::<String>::new(), "{name}");
    }
}
