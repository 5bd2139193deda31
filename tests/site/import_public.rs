//! Every spreadsheet that a site publishes comes back, or says by name that it cannot: an untouched one changes nothing, and of an
//! edited cell there is a change or a finding at the cell that says where the value is written instead.

use std::collections::{BTreeMap, BTreeSet};

use mieruka::dataset::{DataFile, Dataset};
use mieruka::export;
use mieruka::import::{self, Base, Fields, Proposal};
use mieruka::load::shapes;
use mieruka::model::Site;
use mieruka::source::Sources;

use crate::sites::{files, folder, site, texts};

/// A content with every key, what it publishes, and what is made of a file of it.
struct City<'s> {
    sources: &'s Sources,
    site: &'s Site,
    datasets: Vec<Dataset<'s>>,
    fields: Fields,
}

impl<'s> City<'s> {
    fn of(sources: &'s Sources, site: &'s Site) -> Self {
        let fields = Fields::of(&shapes()).told(site.words()).with_rows(site);
        Self { sources, site, datasets: export::datasets(site), fields }
    }

    fn propose(&self, name: &str, bytes: &[u8]) -> Proposal {
        let books = [import::open(name, bytes).unwrap_or_else(|error| panic!("{error}"))];
        let originals: BTreeMap<_, _> =
            texts(self.sources).into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        let base = Base::Changed(BTreeSet::new());
        import::read(&books, &self.fields, (self.site, &self.datasets)).propose(self.site, &originals, &base)
    }

    fn csv(&self, set: &Dataset<'_>) -> Vec<Vec<String>> {
        let mut bytes = Vec::new();
        set.csv.write_to(&mut bytes).expect("it can be made");
        let text = String::from_utf8(bytes).expect("UTF-8");
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
    }
}

fn written(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).expect("memory takes everything"));
    writer.into_inner().expect("memory takes everything")
}

/// What was told: the cell, the message and the remedy.
fn told(proposal: &Proposal) -> Vec<(String, String, String)> {
    let finding = |finding: &mieruka::diagnostic::Diagnostic| {
        let cell = finding.at.file.cell().map(|index| proposal.cells[index].address()).unwrap_or_default();
        (cell, finding.message.clone(), finding.help.clone())
    };
    proposal.findings.iter().map(finding).collect()
}

#[test]
fn an_untouched_spreadsheet_changes_nothing() {
    let sources = folder("tests/fixtures/exact/content");
    let site = site(&sources);
    let city = City::of(&sources, &site);
    let ends = [".csv", ".csv.gz", ".xlsx"];
    let mut tables = BTreeSet::new();
    for (path, bytes) in files(&site)
        .iter()
        .filter(|(path, _)| !path.starts_with("files/") && ends.iter().any(|end| path.ends_with(end)))
    {
        let proposal = city.propose(path, bytes);
        let told = told(&proposal);
        let name = path.rsplit('/').next().expect("a name");
        if name.contains("_open_data_list") || name.contains("_changes") {
            assert!(
                told.iter().all(|(cell, message, help)| !cell.is_empty()
                    && message.contains("取り込めません")
                    && !help.is_empty()),
                "{told:?}"
            );
            continue;
        }
        assert_eq!((told, proposal.changes.len()), (Vec::new(), 0), "{path}");
        assert!(proposal.fields > 0, "{path}");
        tables.insert(name.to_owned());
    }
    assert!(tables.len() > 2 * city.datasets.len(), "{tables:?}");
    // As a long table is published, and as a browser keeps a second download.
    for set in city.datasets.iter().filter(|set| set.name != "changes") {
        let mut zipped = Vec::new();
        DataFile::gzipped(&set.csv).write_to(&mut zipped).expect("it can be made");
        let proposal = city.propose("download (1).csv.gz", &zipped);
        assert_eq!((told(&proposal), proposal.changes.len()), (Vec::new(), 0), "{}", set.name);
    }
}

#[test]
fn no_edit_of_any_cell_is_dropped_unnoticed() {
    let sources = folder("tests/fixtures/exact/content");
    let site = site(&sources);
    let city = City::of(&sources, &site);
    for set in &city.datasets {
        let rows = city.csv(set);
        if set.name == "changes" {
            continue;
        }
        assert!(rows.len() > 1, "{} has rows", set.name);
        for (at, column) in set.columns.iter().enumerate() {
            let mut edited = rows.clone();
            edited[1][at].push('改');
            let proposal = city.propose("x.csv", &written(&edited));
            let told = told(&proposal);
            let is_placed = |(cell, _, help): &(String, String, String)| cell.ends_with('2') && !help.is_empty();
            let is_noticed = told.iter().any(is_placed) || !proposal.changes.is_empty();
            assert!(is_noticed, "{} {}: {told:?}", set.name, column.header);
        }
    }
}

#[test]
fn an_edited_cell_is_told_with_the_place_where_it_is_written() {
    let sources = folder("tests/fixtures/exact/content");
    let site = site(&sources);
    let city = City::of(&sources, &site);
    let edited = |table: &str, header: &str| {
        let set = city.datasets.iter().find(|set| set.name == table).expect("it is published");
        let at = set.columns.iter().position(|column| column.header == header).expect("a column");
        let mut rows = city.csv(set);
        rows.iter_mut().skip(1).for_each(|row| row[at].push('改'));
        told(&city.propose("x.csv", &written(&rows)))
    };
    for (table, header, cell, place) in [
        ("indicators", "指標_名称", "x.csv!I2", "plans/p/1-1.yaml の `indicators`"),
        ("indicators", "指標_名称", "x.csv!I2", "mieruka form --table 指標 --year 年度"),
    ] {
        let [(at, message, help)] = &edited(table, header)[..] else { panic!("{table}") };
        assert!(message.contains(&format!("取り込めません。列「{header}」の値が、今の内容と違います")), "{message}");
        assert_eq!(at, cell);
        assert!(help.contains(place), "{help}");
    }
    // A row that the present content does not make, and a table that is made of publications.
    let glossary = edited("glossary", "ID");
    assert!(glossary[0].1.contains("の行は、今の内容から作った表にありません"), "{glossary:?}");
    assert!(glossary[0].2.contains("glossary.yaml"), "{glossary:?}");
}

#[test]
fn a_format_that_no_spreadsheet_edits_says_which_one_to_take() {
    let sources = folder("tests/fixtures/exact/content");
    let site = site(&sources);
    for (path, bytes) in files(&site) {
        let format = match path.rsplit('.').next() {
            Some("json") if path.starts_with("data/") => "JSON",
            Some("parquet") => "Parquet",
            Some("zip") => "ZIP",
            _ => continue,
        };
        let error = import::open(&path, &bytes).expect_err(&path).to_string();
        assert!(error.contains(format) && error.contains("CSV"), "{error}");
    }
}
