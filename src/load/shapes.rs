//! The shape of each kind of content file. It is recorded by running the functions that read the file without a file, so that
//! the description cannot differ from the reading.

use super::fields::describe;
use super::file_kind::file_kind;
use super::record;
use crate::shape::Shape;

/// Name, 行政用語, pattern of the paths, and an example of a path.
const FILES: [(&str, &str, &str, &str); 16] = [
    ("site", "サイト", "site.yaml", "site.yaml"),
    ("departments", "部局と課所", "departments.yaml", "departments.yaml"),
    ("documents", "文書", "documents.yaml", "documents.yaml"),
    ("glossary", "用語集", "glossary.yaml", "glossary.yaml"),
    ("synonyms", "検索の同義語", "synonyms.yaml", "synonyms.yaml"),
    ("ratings", "評価記号と評価基準", "ratings.yaml", "ratings.yaml"),
    ("corrections", "正誤", "corrections.yaml", "corrections.yaml"),
    ("redirects", "転送", "redirects.yaml", "redirects.yaml"),
    ("plan", "⟨plan⟩", "plans/*/plan.yaml", "plans/p/plan.yaml"),
    ("section", "⟨plan_section⟩", "plans/*/!(plan).yaml", "plans/p/1.yaml"),
    ("program", "⟨program⟩", "programs/*/program.yaml", "programs/p/program.yaml"),
    ("item", "⟨item⟩", "programs/*/!(program).yaml", "programs/p/1.yaml"),
    ("sheet", "⟨sheet⟩", "goals/*/*/sheet.yaml", "goals/2022/d/sheet.yaml"),
    ("goal", "⟨goal⟩", "goals/*/*/[0-9]*.yaml", "goals/2022/d/1.yaml"),
    ("view", "ご意見", "views/*.yaml", "views/1.yaml"),
    ("import", "表の読み方", "import/*.yaml", "import/1.yaml"),
];

/// The shape of every kind of content file.
pub fn shapes() -> Vec<Shape> {
    let shape = |&(name, title, files, sample): &(&'static str, &'static str, &'static str, &str)| {
        let kind = file_kind(sample).expect("each sample is a valid path");
        let fields = describe(|fields| drop(record(fields, &kind)));
        Shape { name, title, files, fields }
    };
    FILES.iter().map(shape).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::model::vocabulary::keys;
    use crate::shape::{Field, Kind};

    fn collect(fields: &[Field], found: &mut BTreeSet<&'static str>) {
        for field in fields {
            found.insert(field.key);
            inside(&field.kind, found);
        }
    }

    fn inside(kind: &Kind, found: &mut BTreeSet<&'static str>) {
        if let Kind::Map(fields) = kind {
            collect(fields, found);
        }
        if let Kind::List(kind) | Kind::OneOrMore(kind) = kind {
            inside(kind, found);
        }
    }

    #[test]
    fn the_keys_that_are_read_are_those_of_the_vocabulary() {
        let mut read = BTreeSet::new();
        shapes().iter().for_each(|shape| collect(&shape.fields, &mut read));
        assert_eq!(read, keys().collect());
    }

    #[test]
    fn no_key_is_read_twice() {
        for shape in shapes() {
            let keys: BTreeSet<_> = shape.fields.iter().map(|field| field.key).collect();
            assert_eq!(keys.len(), shape.fields.len(), "{}", shape.name);
        }
    }
}
