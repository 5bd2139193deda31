//! `import` of a table of the city's own: which declared reading is used, and the draft of one (`--learn`).

use mieruka::import::{self, Book, Table};
use mieruka::load::shapes;
use mieruka::model::{FiscalYear, ProgramId, Site, TableReading};
use mieruka::publish;

use super::clock::Clock;
use super::flags::{Folders, ImportFlags};
use super::import::{Error, files, open};
use super::terminal::{complain, say};
use super::{Verdict, read, today};

/// The reading that is asked for, or the only one that fits a file that is no form and no published table.
pub(super) fn reading<'s>(
    flags: &ImportFlags,
    site: &'s Site,
    books: &[Book],
    is_ours: impl Fn(&Book) -> bool,
) -> Result<Option<&'s TableReading>, Error> {
    if let Some(broken) = site.broken.iter().find(|record| record.0.starts_with("import/")) {
        return Err(Error::BrokenReading(format!("{broken}.yaml")));
    }
    let known = || site.table_readings.iter().map(|reading| format!("「{}」", reading.name)).collect::<String>();
    if let Some(name) = &flags.reading {
        let found = site.table_readings.iter().find(|reading| reading.name == *name);
        return found.map(Some).ok_or_else(|| Error::NoReading(name.clone(), known()));
    }
    if books.iter().any(is_ours) {
        return Ok(None);
    }
    let fitting: Vec<_> = books.iter().map(|book| import::fitting(site, book)).collect();
    let fits_all = |reading: &&TableReading| fitting.iter().all(|fitting| fitting.contains(reading));
    match site.table_readings.iter().filter(fits_all).collect::<Vec<_>>()[..] {
        [] => Ok(None),
        [only] => {
            say(&format!("表の読み方「{}」で読みます", only.name));
            Ok(Some(only))
        }
        _ => Err(Error::SeveralReadings(known())),
    }
}

/// Reads the table, with the one that was imported before.
pub(super) fn table(
    flags: &ImportFlags,
    reading: &TableReading,
    mut books: Vec<Book>,
    site: &Site,
    propose: impl FnOnce(Table<'_>, &[Book]) -> Result<Verdict, super::Error>,
) -> Result<Verdict, super::Error> {
    let current = books.len();
    if let Some(before) = &flags.before {
        let Some(before) = open(&files(std::slice::from_ref(before))?)? else { return Ok(Verdict::Faulty) };
        books.extend(before);
    }
    let shapes = shapes();
    propose(Table::read(reading, (&books, current), site, &shapes), &books)
}

/// Drafts a reading, writes it and prints what was understood.
pub(super) fn learn(flags: &ImportFlags) -> Result<Verdict, super::Error> {
    let mut clock = Clock::start();
    let Some(books) = open(&files(&flags.files)?)? else { return Ok(Verdict::Faulty) };
    let [book] = &books[..] else { return Err(Error::SeveralFiles.into()) };
    let content = read(&Folders::of_content(&flags.content), today(None)?, &mut clock)?;
    let id = flags.program.clone().unwrap_or_default();
    let Some(program) = content.site.program(&ProgramId(id.clone())) else {
        return Err(Error::NoProgram(id).into());
    };
    let years: Vec<FiscalYear> = flags.years.clone();
    let Some(learnt) = import::learn(book, program, &years) else {
        complain("エラー: 表に、セルが1つもありません");
        return Ok(Verdict::Faulty);
    };
    learnt.table.iter().for_each(|line| say(line));
    let [sure, guess, unknown] = learnt.counts;
    let of = learnt.counted;
    say(&format!("確か {sure}{of}、推測 {guess}{of}、分からない {unknown}{of}"));
    let path = format!("import/{}.yaml", flags.reading.as_ref().unwrap_or(&id));
    if flags.consent.dry_run {
        return Ok(Verdict::Done);
    }
    let mut files = mieruka::new::Files::new();
    files.add(path.clone(), learnt.text);
    publish::create(&files, &flags.content)?;
    say(&format!(
        "{} を作成しました。推測の行を確認し、【未記入】を書いたら、mieruka check で点検してください",
        flags.content.join(path).display()
    ));
    Ok(Verdict::Done)
}
