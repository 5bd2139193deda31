//! Each fault of a workbook is found in its fixture and told exactly as expected; faults, fixtures and the guide name the same
//! slugs. `fixtures/import/<slug>/` holds workbooks: a table as CSV, or in `<name>.deeds` what somebody does to a form of the
//! good fixture. Files of a content stand beside them: those in `since/` changed after the form was made.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use mieruka::check;
use mieruka::export;
use mieruka::import::form::Ground;
use mieruka::import::{self, Base, Book, Fields, RULES, Table, form};
use mieruka::load::{SHAPE_RULES, load, shapes};
use mieruka::model::Site;
use mieruka::source::Sources;

use crate::sites::{copy, folder, names, report, repository, root, sources, texts};
use crate::workbook::{Deed, after};

/// The sheets of a form of goals in their order.
const SHEETS: [&str; 3] = ["重点目標", "数値", "関連"];

fn slugs() -> BTreeSet<String> {
    RULES.iter().map(|rule| rule.slug.to_owned()).collect()
}

/// The good fixture with the files that lie in a folder.
fn content(beside: &Path) -> Sources {
    let mut content = texts(&folder("tests/fixtures/good"));
    let changed =
        if beside.is_dir() { texts(&mieruka::source::read(beside).expect("readable")) } else { BTreeMap::new() };
    content.extend(changed);
    sources(content)
}

/// One line of a file of deeds: sheet, cell, what is done, and with what.
fn done(book: &[u8], line: &str) -> Vec<u8> {
    let parts: Vec<_> = line.splitn(4, ' ').collect();
    let [sheet, cell, deed, rest @ ..] = &parts[..] else { panic!("{line}") };
    let text = rest.first().map(|text| text.replace('⏎', "\n")).unwrap_or_default();
    let sheet = SHEETS.iter().position(|known| known == sheet).unwrap_or_else(|| panic!("{line}"));
    let deed = match *deed {
        "type" => Deed::Type(cell, &text),
        "number" => Deed::Number(cell, &text),
        "formula" => Deed::Formula(cell, "A1", &text),
        "fault" => Deed::Fault(cell, &text),
        "truth" => Deed::Truth(cell),
        "clear" => Deed::Clear(cell),
        "join" => Deed::Join(cell),
        "strike" => Deed::Strike(cell, &text),
        "note" => Deed::Note(cell, &text),
        "hide" => Deed::Hide(cell.parse().expect("a row")),
        "format" => {
            let (format, digits) = text.split_once(" = ").expect("a format and a number");
            return after(sheet + 1, book, &[Deed::Format(cell, format, digits)]);
        }
        _ => panic!("{line}"),
    };
    after(sheet + 1, book, &[deed])
}

/// The form that the first line names, after what the others say.
fn filled(site: &Site, sources: &Sources, deeds: &str) -> Vec<u8> {
    let (sheet, deeds) = deeds.split_once('\n').expect("the first line names a sheet");
    let sheet = site.sheets.iter().find(|known| known.id.0 == sheet).expect("the sheet is there");
    let form =
        form::goals(Ground { site, sources, fields: &Fields::of(&shapes()) }, sheet).expect("the form can be made");
    deeds.lines().fold(form, |book, line| done(&book, line))
}

fn books(fixture: &Path) -> Vec<Book> {
    let sources = content(fixture);
    let (site, _) = load(&sources);
    let entries = fs::read_dir(fixture).expect("there is a fixture").map(|entry| entry.expect("readable").path());
    let files: BTreeSet<_> = entries.filter(|path| path.is_file() && !path.ends_with("expected.txt")).collect();
    let open = |path: &Path| {
        let name = path.file_name().expect("it has a name").to_string_lossy().replace(".deeds", ".xlsx");
        let bytes = fs::read(path).expect("readable");
        match name.ends_with(".xlsx") {
            true => import::open(&name, &filled(&site, &sources, &String::from_utf8(bytes).expect("UTF-8"))),
            false => import::open(&name, &bytes),
        }
        .expect("it is a workbook")
    };
    files.iter().filter(|path| path.extension().is_some_and(|kind| kind != "yaml")).map(|path| open(path)).collect()
}

#[test]
fn each_fault_is_told_as_expected() {
    for slug in slugs() {
        let fixture = root().join("tests/fixtures/import").join(&slug);
        let books = books(&fixture);
        let since = tempfile::tempdir().expect("a temporary folder");
        [fixture.clone(), fixture.join("since")]
            .iter()
            .filter(|path| path.is_dir())
            .for_each(|path| copy(path, since.path()));
        let now = content(since.path());
        let (site, _) = load(&now);
        let originals = texts(&now).into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
        let fields = Fields::of(&shapes());
        let shapes = shapes();
        let proposal = match &site.table_readings[..] {
            [reading] => Table::read(reading, (&books, books.len()), &site, &shapes).propose(&originals),
            _ => import::read(&books, &fields, (&site, &export::datasets(&site))).propose(
                &site,
                &originals,
                &Base::default(),
            ),
        };
        assert!(proposal.findings.iter().any(|finding| finding.rule == slug), "{slug} is not found in its fixture");
        let told = report(&proposal.findings, &now.with_cells(proposal.cells));
        snapbox::assert_data_eq!(told, snapbox::Data::read_from(&fixture.join("expected.txt"), None).raw());
    }
}

#[test]
fn faults_fixtures_and_guide_name_the_same_slugs() {
    assert_eq!(names("tests/fixtures/import"), slugs(), "tests/fixtures/import/<slug>/");
    let guide = repository("content/README.md");
    let chapter = guide.split("### 取り込めないとき").nth(1).and_then(|rest| rest.split("\n## ").next());
    let rows =
        chapter.expect("the chapter of faults").lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let rows: BTreeMap<_, _> = rows.collect();
    assert_eq!(
        rows.keys().map(|slug| (*slug).to_owned()).collect::<BTreeSet<_>>(),
        slugs(),
        "the table in content/README.md"
    );
    for rule in RULES {
        let expected = repository(&format!("tests/fixtures/import/{}/expected.txt", rule.slug));
        let weight = if expected.contains(&format!("エラー[{}]", rule.slug)) { "エラー" } else { "注意" };
        let row = rows[rule.slug];
        assert!(row.starts_with(&format!("{weight} | {} | ", rule.title)), "{}: {row}", rule.slug);
    }
}

#[test]
fn a_fault_that_the_content_can_have_too_is_called_the_same() {
    let of_the_content = SHAPE_RULES.iter().map(|rule| (rule.slug, rule.title));
    let of_the_content: BTreeMap<_, _> =
        of_the_content.chain(check::RULES.iter().map(|rule| (rule.slug, rule.title))).collect();
    let shared = RULES.iter().filter_map(|rule| Some((rule.title, *of_the_content.get(rule.slug)?)));
    let (ours, theirs): (Vec<_>, Vec<_>) = shared.unzip();
    assert_eq!(ours, theirs);
    assert_eq!(ours.len(), 6);
}
