//! Every key that a record may have stands in its form, and every reader of the form knows it: a record in which each text is a word
//! of its own shows it wherever it has to be. A key that somebody forgot is named.

use std::collections::BTreeMap;

use mieruka::bundle::{Artifact, Stamp};
use mieruka::export::datasets;
use mieruka::load::{load, shapes};
use mieruka::model::form::{Class, Part, Row, forms};
use mieruka::model::{Date, RecordId, Site};
use mieruka::render::Theme;
use mieruka::search::{Index, Tokenizer};
use mieruka::shape::{Family, Field, Kind, Shape};
use mieruka::source::Sources;

/// Kinds of files with the place of the one that the site of these tests has.
const FILES: [(&str, &str); 6] = [
    ("plan", "plans/p/plan.yaml"),
    ("section", "plans/p/1-1-1.yaml"),
    ("program", "programs/g/program.yaml"),
    ("item", "programs/g/1.yaml"),
    ("sheet", "goals/2022/kikaku/sheet.yaml"),
    ("goal", "goals/2022/kikaku/1.yaml"),
];

fn shape<'s>(shapes: &'s [Shape], name: &str) -> &'s Shape {
    shapes.iter().find(|shape| shape.name == name).expect("every kind of file has its shape")
}

/// The keys of the mappings behind a key, if it has any.
fn inner(kind: &Kind) -> Option<&[Field]> {
    match kind {
        Kind::Map(fields) => Some(fields),
        Kind::List(of) | Kind::OneOrMore(of) => inner(of),
        _ => None,
    }
}

/// What is wrong with the form of a mapping.
fn compare(path: &str, keys: &[Field], part: &Part<'_>, wrong: &mut Vec<String>) {
    for row in part.rows.iter().filter(|row| keys.iter().all(|field| field.key != row.key)) {
        wrong.push(format!("{path}.{}: the form has it, load does not read it", row.key));
    }
    for field in keys {
        let path = format!("{path}.{}", field.key);
        let mut rows = part.rows.iter().filter(|row| row.key == field.key);
        let (Some(row), None) = (rows.next(), rows.next()) else {
            wrong.push(format!("{path}: load reads it, the form has it not, or twice (src/model, beside its type)"));
            continue;
        };
        if matches!(field.kind, Kind::OneOrMore(_)) != (row.class == Class::Statement) {
            wrong.push(format!("{path}: sentences are of the class Statement, and nothing else is"));
        }
        match (inner(&field.kind), row.parts.first()) {
            (Some(keys), Some(part)) => compare(&path, keys, part, wrong),
            (None, None) => {}
            (None, Some(_)) if field.kind == Kind::OwnTexts => {}
            _ => wrong.push(format!("{path}: load and form differ on whether it is a mapping")),
        }
    }
}

#[test]
fn a_form_has_every_key_that_load_reads_and_no_other() {
    let (shapes, mut wrong) = (shapes(), Vec::new());
    for (name, form) in forms() {
        compare(name, &shape(&shapes, name).fields, &form, &mut wrong);
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// A text of the record, and the rows that lead to it.
struct Leaf {
    path: String,
    word: String,
    rows: Vec<Row<'static>>,
    /// The tables that hold the values of its mapping.
    tables: Vec<&'static str>,
}

impl Leaf {
    fn class(&self) -> Class {
        self.rows.last().expect("a leaf has its row").class
    }

    fn is_compared(&self) -> bool {
        self.rows.iter().all(|row| row.uncompared.is_none())
    }

    /// Whether it is a part of a figure's spelling that shows only where the figure is not printed otherwise.
    fn is_spelled(&self) -> bool {
        self.rows.len() > 1 && self.class() == Class::Figure && !self.path.ends_with(".printed")
    }

    /// Whether it shows in each figure, or there are figures of the record in which it shows.
    fn is_sure(&self) -> bool {
        !self.is_spelled() || !self.path.contains(".baseline.") && !self.path.contains(".target.")
    }

    /// Whether any of the rows is of these classes.
    fn is_of(&self, classes: &[Class]) -> bool {
        self.rows.iter().any(|row| classes.contains(&row.class))
    }
}

/// Where the leaves of a record are collected while its YAML is written.
struct Writer {
    leaves: Vec<Leaf>,
    rows: Vec<Row<'static>>,
    tables: Vec<&'static str>,
    days: u8,
}

/// Keys that name nouns, which show on every page.
const WORDING: [&str; 2] = ["item", "form"];

/// Keys without which a figure shows others of its keys, one after the other.
const SHOWN_FIRST: [&str; 4] = ["printed", "value", "parts", "low"];

impl Writer {
    /// The YAML of a mapping, all on one line.
    fn mapping(&mut self, path: &str, keys: &[Field], part: &Part<'static>, without: &[&str]) -> String {
        let above = self.tables.clone();
        if !part.tables.is_empty() {
            self.tables = part.tables.to_vec();
        }
        let mut entries = Vec::new();
        for field in keys.iter().filter(|field| !without.contains(&field.key)) {
            let Some(row) = part.rows.iter().find(|row| row.key == field.key) else { continue };
            self.rows.push(row.clone());
            let value = self.value(&format!("{path}.{}", field.key), &field.kind, row);
            self.rows.pop();
            entries.push(format!("{}: {value}", field.key));
        }
        self.tables = above;
        format!("{{{}}}", entries.join(", "))
    }

    fn value(&mut self, path: &str, kind: &Kind, row: &Row<'static>) -> String {
        match kind {
            Kind::Text => format!("\"{}\"", self.leaf(path, format!("鑫{path}鑫"))),
            Kind::Slug if path.ends_with(".outline.code") => "1-1-1".to_owned(),
            Kind::Slug => self.leaf(path, format!("zz-{}", path.replace(['.', '_'], "-"))),
            Kind::OneOrMore(of) => format!("[{}]", self.value(path, of, row)),
            Kind::Map(keys) => self.mapping(path, keys, &row.parts[0], &[]),
            Kind::List(of) => match &**of {
                Kind::Map(keys) if row.class == Class::Figure && !path.ends_with(".parts") => {
                    let figures = (0..=SHOWN_FIRST.len()).map(|n| &SHOWN_FIRST[..n]);
                    let figures = figures.map(|without| self.mapping(path, keys, &row.parts[0], without));
                    format!("[{}]", figures.collect::<Vec<_>>().join(", "))
                }
                of => format!("[{}]", self.value(path, of, row)),
            },
            Kind::Number => "71".to_owned(),
            Kind::Amounts(words) => format!("{{{}: 71}}", words[0].0),
            Kind::Count => "1".to_owned(),
            Kind::Sdg => "7".to_owned(),
            Kind::Year | Kind::CalendarYear | Kind::YearOrDate => "2022".to_owned(),
            Kind::Date | Kind::Day => {
                self.days += 1;
                format!("2020-0{}-{:02}", 1 + self.days / 28, 1 + self.days % 28)
            }
            Kind::Truth => "false".to_owned(),
            Kind::YearOrPrevious => "previous_year".to_owned(),
            Kind::Word(words) => words[0].0.to_owned(),
            Kind::Id(Family::Department) => "kikaku".to_owned(),
            Kind::Id(Family::Plan) => "p".to_owned(),
            Kind::Id(Family::Section) => "1-1-1".to_owned(),
            Kind::Id(Family::Category) => "鑫program.pillars.categories.code鑫".to_owned(),
            Kind::Id(Family::Record) => "programs/g".to_owned(),
            // Rows of the city's own need a form that declares them.
            Kind::OwnTexts | Kind::Glosses => "{}".to_owned(),
            Kind::Id(Family::Evaluator) => "ka".to_owned(),
            Kind::Id(Family::Scale) => "sogo".to_owned(),
            Kind::Colour | Kind::Texts(_) => panic!("{path}: no record has such a value"),
        }
    }

    fn leaf(&mut self, path: &str, word: String) -> String {
        if self.leaves.iter().all(|leaf| leaf.path != path) {
            let (rows, tables) = (self.rows.clone(), self.tables.clone());
            self.leaves.push(Leaf { path: path.to_owned(), word: word.clone(), rows, tables });
        }
        word
    }
}

const RATINGS: &str = "scales: [{id: sogo, name: 総合, marks: [{mark: A}]}]\nevaluators: [{id: ka, name: 担当課}]\n";

/// A record of each kind in which every key is given and every text is a word of its own: the site, and the texts by record.
fn town() -> (Site, Vec<(RecordId, Vec<Leaf>)>) {
    let mut texts = vec![
        ("site.yaml".to_owned(), "title: T\nmunicipality: {code: \"011002\", name: 見本市}\n".to_owned()),
        ("departments.yaml".to_owned(), "departments: [{id: kikaku, name: 企画部}]\n".to_owned()),
        ("ratings.yaml".to_owned(), RATINGS.to_owned()),
    ];
    let (shapes, forms, mut records) = (shapes(), forms(), Vec::new());
    for (name, path) in FILES {
        let (_, form) = forms.iter().find(|(known, _)| *known == name).expect("every record has its form");
        let mut writer = Writer { leaves: Vec::new(), rows: Vec::new(), tables: Vec::new(), days: 0 };
        texts.push((path.to_owned(), writer.mapping(name, &shape(&shapes, name).fields, form, &WORDING) + "\n"));
        let id = path.trim_end_matches(".yaml");
        let id = ["/plan", "/program", "/sheet"].iter().find_map(|end| id.strip_suffix(end)).unwrap_or(id);
        records.push((RecordId(id.to_owned()), writer.leaves));
    }
    let (site, faults) = load(&Sources::from_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))));
    assert!(faults.is_empty(), "{faults:#?}");
    (site.on(Date::new(2026, 3, Some(31)).expect("a day")), records)
}

/// What a reader should show and does not, or shows and should not; `should` may leave it open.
fn wrong(
    records: &[(RecordId, Vec<Leaf>)],
    shows: impl Fn(&RecordId, &Leaf) -> bool,
    should: impl Fn(&Leaf) -> Option<bool>,
) -> Vec<String> {
    let leaves = records.iter().flat_map(|(id, leaves)| leaves.iter().map(move |leaf| (id, leaf)));
    let wrong = leaves.filter_map(|(id, leaf)| {
        let should = should(leaf).filter(|should| shows(id, leaf) != *should)?;
        Some(format!("{}: {}", leaf.path, if should { "missing" } else { "too much" }))
    });
    wrong.collect()
}

const NONE: [String; 0] = [];

/// Names of parts stand in the path of their fields.
const IN_PATHS: [&str; 4] = ["pillars.code", "pillars.categories.code", "roles.actor", "evaluations.axis"];

fn is_in_paths(leaf: &Leaf) -> bool {
    IN_PATHS.iter().any(|end| leaf.path.ends_with(end))
}

#[test]
fn what_is_compared_and_corrected_are_the_fields_of_the_form() {
    let (site, records) = town();
    let shows = |id: &RecordId, leaf: &Leaf| {
        let fields = site.record(id).expect("the record").fields();
        fields.iter().any(|field| {
            field.path.contains(&leaf.word) || field.values.iter().any(|value| value.text.contains(&leaf.word))
        })
    };
    let should = |leaf: &Leaf| (!leaf.is_spelled()).then(|| leaf.is_compared() || is_in_paths(leaf));
    assert_eq!(wrong(&records, shows, should), NONE, "Record::fields: corrections and permanence");
}

#[test]
fn terms_are_marked_in_every_statement() {
    let (site, records) = town();
    let shows = |id: &RecordId, leaf: &Leaf| {
        site.record(id).expect("the record").prose().iter().any(|text| text.value == leaf.word)
    };
    assert_eq!(wrong(&records, shows, |leaf| Some(leaf.class() == Class::Statement)), NONE, "Record::prose: terms");
}

/// Texts that a page shows in no words of its own: they are for the search, or say how numbers are read.
const NOT_ON_PAGES: [&str; 7] = [
    "plan.kana",
    "plan.aliases",
    "plan.levels",
    "plan.outline.level",
    "program.kana",
    "program.aliases",
    "program.outline.level",
];

/// Texts that no table has: they hold what a record says in its own words.
const NOT_IN_TABLES: [&str; 22] = [
    "program.levels",
    "plan.kana",
    "plan.aliases",
    "plan.levels",
    "plan.outline.title",
    "program.kana",
    "program.aliases",
    "program.summary",
    "program.source.",
    "section.plain",
    "section.title_en",
    "section.summary_en",
    "item.plain",
    "item.title_en",
    "item.summary_en",
    "goal.plain",
    "goal.title_en",
    "goal.summary_en",
    "section.charts.",
    "section.roles.",
    "sheet.stages.document",
    "sheet.source.",
];

#[test]
fn pages_search_and_data_show_every_text_of_the_form() {
    let (site, records) = town();
    let (theme, tokenizer) = (Theme::open(None).expect("the theme"), Tokenizer::open().expect("the dictionary"));
    let (tables, stamp) = (datasets(&site), Stamp::default());
    let bundle = mieruka::build(&site, &tables, &theme, &Index::of(&site, &tokenizer), &stamp);
    let text =
        |path: &str, artifact: &Artifact<'_>| crate::sites::said(path, &artifact.bytes().expect("it can be made"));
    let files: BTreeMap<_, _> =
        bundle.iter().map(|(path, artifact)| (path.to_string(), text(&path.to_string(), artifact))).collect();
    let beside = |id: &RecordId, name: &str, leaf: &Leaf| files[&format!("{id}/{name}")].contains(&leaf.word);
    let anywhere = |leaf: &Leaf, is_meant: &dyn Fn(&str) -> bool| {
        files.iter().any(|(path, text)| is_meant(path) && text.contains(&leaf.word))
    };

    let json = wrong(&records, |id, leaf| beside(id, "index.json", leaf), |leaf| Some(!leaf.is_of(&[Class::Internal])));

    let is_unseen = |leaf: &Leaf| leaf.is_of(&[Class::Internal, Class::Thread, Class::Editorial]);
    let should = |leaf: &Leaf| leaf.is_sure().then(|| !is_unseen(leaf) && !NOT_ON_PAGES.contains(&&*leaf.path));
    let page = wrong(&records, |id, leaf| beside(id, "index.html", leaf), should);

    let should = |leaf: &Leaf| {
        let is_ordinal = leaf.path.ends_with(".levels") || leaf.path.ends_with(".outline.level");
        leaf.is_sure().then(|| !is_unseen(leaf) && !is_ordinal)
    };
    let is_text = |path: &str| path.starts_with("search/texts/") || path.starts_with("search/asides/");
    let search = wrong(&records, |_, leaf| anywhere(leaf, &is_text), should);

    let shows = |_: &RecordId, leaf: &Leaf| {
        let figures = leaf.is_of(&[Class::Figure]).then_some(&"figures");
        let mut tables = leaf.tables.iter().chain(figures);
        tables.any(|table| anywhere(leaf, &|path| path.ends_with(&format!("_{table}.csv"))))
    };
    let should = |leaf: &Leaf| {
        let is_left_out = NOT_IN_TABLES.iter().any(|path| leaf.path.starts_with(path));
        let is_figure = leaf.is_of(&[Class::Figure]);
        Some(is_figure || !is_left_out && !leaf.is_of(&[Class::Internal, Class::Editorial]))
    };
    let table = wrong(&records, shows, should);

    let found = [
        ("the JSON of records (src/export/record)", json),
        ("pages (src/render and the templates)", page),
        ("the search (src/search/writer.rs)", search),
        ("the tables (src/export/columns)", table),
    ];
    let found: Vec<_> = found.into_iter().filter(|(_, wrong)| !wrong.is_empty()).collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// Every row with the tables that hold it.
fn rows<'f>(
    part: &'f Part<'static>,
    above: &'f [&'static str],
    see: &mut dyn FnMut(&'f Row<'static>, &'f [&'static str]),
) {
    let tables = if part.tables.is_empty() { above } else { part.tables };
    for row in &part.rows {
        see(row, tables);
        row.parts.iter().for_each(|part| rows(part, tables, see));
    }
}

#[test]
fn every_table_and_every_column_that_a_form_names_is_there() {
    let (site, _) = town();
    let tables = datasets(&site);
    for (name, form) in forms() {
        rows(&form, &[], &mut |row, named| {
            // Rows of the city's own have their table where a form declares them: `words.rs`.
            if named == ["texts"] {
                return;
            }
            let mut found = named.iter().map(|table| tables.iter().find(|known| known.name == *table));
            let first = found.next().flatten();
            assert!(first.is_some() && found.all(|table| table.is_some()), "{name} {}: {named:?}", row.key);
            let has = |header: &str| first.is_some_and(|table| table.columns.iter().any(|c| c.header == header));
            let Some(header) = row.column else { return };
            assert!(has(header), "{name} {}: {header}", row.key);
            assert!(row.class != Class::Statement || has(&format!("{header}_状態コード")), "{name} {}", row.key);
        });
    }
}
