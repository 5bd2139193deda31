//! `import`: reads filled-in workbooks as edits of the content, and prints them before they are written.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use mieruka::diagnostic::{Diagnostic, Diagnostics, json};
use mieruka::import::form::Ground;
use mieruka::import::{self, Base, Book, Change, Fields, Proposal, Revision, Table};
use mieruka::load::{load, shapes};
use mieruka::model::{Date, Site};
use mieruka::permanence;
use mieruka::publish::{self, Revised};
use mieruka::source::{self, Sources};
use serde_json::Value;

use super::against::earlier;
use super::ask;
use super::clock::Clock;
use super::flags::{Consent, Folders, ImportFlags, PUBLIC};
use super::report;
use super::terminal::{complain, is_hushed, print, say};
use super::{Reading, Verdict, form_all, import_table, originals, read, today};

/// Why a workbook cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("ファイル「{}」がありません", .0.display())]
    NoFile(PathBuf),
    #[error("表の読み方「{0}」がありません。あるのは{1}です")]
    NoReading(String, String),
    #[error("{0} を読めません。先に mieruka check を実行し、示されたエラーを直してください")]
    BrokenReading(String),
    #[error("見出しの合う表の読み方が2つ以上あります。--as で指定してください: {0}")]
    SeveralReadings(String),
    #[error("団体の表は、1つずつ指定してください")]
    SeveralFiles,
    #[error(
        "プログラムか計画「{0}」がありません。先に programs/{0}/program.yaml(計画の節の表なら plans/{0}/plan.yaml)を作成してください"
    )]
    NoProgram(String),
    #[error(
        "--register は、表の読み方(import/<名前>.yaml)のある団体の表に使います。読み方の下書きは --learn で作成できます"
    )]
    NothingToRegister,
    #[error("表の読み方の下書き {} が、もうあります。作り直すときはそのファイルを消すか、--as で別の名前を付けてください", .0.display())]
    Learnt(PathBuf),
    #[error(transparent)]
    Book(#[from] import::Error),
}

/// Reads workbooks and writes their edits.
pub(super) fn import(flags: &ImportFlags) -> Result<Verdict, super::Error> {
    if flags.learn {
        return import_table::learn(flags);
    }
    let mut clock = Clock::start();
    let Some(books) = open(&files(&flags.files)?)? else { return Ok(Verdict::Faulty) };
    let today = today(None)?;
    let content = read(&Folders::of_content(&flags.content), today, &mut clock)?;
    if let Some(refused) = import_table::undecided(flags, &content, None) {
        return Ok(refused);
    }
    clock.begin("記録との比較");
    let fields = Fields::of(&shapes()).told(content.site.words()).with_rows(&content.site);
    let datasets = mieruka::export::datasets(&content.site);
    let own = import_table::reading(flags, &content.site, &books, |book| import::is_ours(book, &datasets))?;
    if let Some(own) = own {
        return import_table::table(flags, own, books, &content.site, |table, books| {
            if let Some(refused) = import_table::undecided(flags, &content, Some(own)) {
                return Ok(refused);
            }
            if flags.register {
                return import_table::register(
                    flags,
                    (&content, table),
                    own.of.program().map(|program| &program.value),
                );
            }
            let propose = |table: Table<'_>| -> Result<_, super::Error> {
                let originals = originals(&flags.content, table.paths())?;
                let proposal = table.clearing(flags.clear).propose(&originals);
                Ok((proposal, originals))
            };
            let Some((content, with)) = import_table::begun(flags, (&content, &table), own, today)? else {
                let (proposal, originals) = propose(table)?;
                let proposed = Proposed { proposal, originals: &originals, base: &Base::Unknown, with: Vec::new() };
                return finish(flags, (books, &fields), &content, proposed, &mut clock);
            };
            let begun = content.site.table_readings.iter().find(|reading| reading.name == own.name);
            let begun = begun.ok_or_else(|| Error::BrokenReading(format!("import/{}.yaml", own.name)))?;
            let shapes = shapes();
            let (proposal, originals) = propose(Table::read(begun, (books, books.len()), &content.site, &shapes))?;
            let fields = Fields::of(&shapes).told(content.site.words()).with_rows(&content.site);
            let proposed = Proposed { proposal, originals: &originals, base: &Base::Unknown, with };
            finish(flags, (books, &fields), &content, proposed, &mut clock)
        });
    }
    if flags.register {
        return Err(Error::NothingToRegister.into());
    }
    let reading = import::read(&books, &fields, (&content.site, &datasets));
    if flags.files.iter().any(|path| path.is_dir()) {
        let ground = Ground { site: &content.site, sources: &content.sources, fields: &fields };
        form_all::tell(&reading.returned(), ground).map_err(super::Error::from)?;
    }
    let originals = originals(&flags.content, reading.paths().into_iter())?;
    let base = base(flags, &content.site)?;
    let proposal = reading.propose(&content.site, &originals, &base);
    let proposed = Proposed { proposal, originals: &originals, base: &base, with: Vec::new() };
    finish(flags, (&books, &fields), &content, proposed, &mut clock)
}

/// What is proposed, and what it is compared with.
struct Proposed<'p> {
    proposal: Proposal,
    originals: &'p BTreeMap<String, Vec<u8>>,
    base: &'p Base,
    /// Files that declare what the first table of a program names, written with its records.
    with: Vec<Revision>,
}

/// Examines the changes, prints and writes them.
fn finish(
    flags: &ImportFlags,
    (books, fields): (&[Book], &Fields),
    content: &Reading,
    Proposed { mut proposal, originals, base, with }: Proposed<'_>,
    clock: &mut Clock,
) -> Result<Verdict, super::Error> {
    let today = today(None)?;
    let mut revised = self::revised(&content.sources, &proposal);
    if !proposal.findings.has_errors() {
        let mut loaded = load_on(today, &revised);
        if proposal.declare_stages(&loaded.0, originals) {
            revised = self::revised(&content.sources, &proposal);
            loaded = load_on(today, &revised);
        }
        examine(&mut proposal, (books, fields), (&content.sources, &content.findings), (&revised, loaded));
    }
    let sources = revised.with_cells(std::mem::take(&mut proposal.cells));
    clock.end();
    report::told(&proposal.findings, &sources, flags.telling);
    let told = flags.telling.json(&proposal.findings, &sources);
    let verdict = decide(flags, (&proposal, &with), base, clock)?;
    if let Some(mut told) = told {
        told["changes"] = proposal.changes.iter().map(change_json).collect();
        told["written"] = (verdict == Outcome::Written).into();
        print(&json::text(&told));
    }
    Ok(match verdict {
        Outcome::Written | Outcome::Kept => Verdict::Done,
        Outcome::Refused => Verdict::Faulty,
    })
}

/// What became of the changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Written,
    /// There was nothing to write, or nobody wanted it.
    Kept,
    Refused,
}

/// Prints the changes, and writes them if they may be written.
fn decide(
    flags: &ImportFlags,
    (proposal, with): (&Proposal, &[Revision]),
    base: &Base,
    clock: &Clock,
) -> Result<Outcome, super::Error> {
    if proposal.findings.has_errors() {
        complain(&format!("{}。何も書き換えていません({})", report::counts(&proposal.findings), clock.total()));
        return Ok(Outcome::Refused);
    }
    if proposal.changes.is_empty() {
        let fields = report::grouped(proposal.fields as u64);
        say(&format!("変更点はありません({fields}欄を記録と比べました。{})", clock.total()));
        say(match proposal.has_emptied() {
            true => "表で消した欄は、記録に残っています。記録からも消すには、--clear を付けてください",
            false => {
                "書いたはずなのにこう表示されるときは、上書き保存したか、別の名前で保存していないかを確認してください"
            }
        });
        return Ok(Outcome::Kept);
    }
    show(proposal, flags.consent.verbose);
    if proposal.has_doubts() && flags.consent.yes {
        complain(UNKNOWN_BEFORE);
        return Ok(Outcome::Refused);
    }
    if proposal.has_tables() && *base == Base::Unknown && flags.consent.yes {
        complain(
            "表がいつのものか分からないため、--yes では書き換えません。表をダウンロードした公開のフォルダーを --against で指定してください",
        );
        return Ok(Outcome::Refused);
    }
    if proposal.has_tables() && flags.against.is_none() && *base != Base::Unknown {
        say(
            "表は、今の公開からダウンロードしたものとして比べました。前回の公開の表なら、そのフォルダーを --against で指定してください",
        );
    }
    if proposal.has_doubts() && !flags.consent.dry_run && !ask::is_possible() {
        complain(UNKNOWN_BEFORE);
        return Ok(Outcome::Kept);
    }
    write(flags, proposal, with)
}

/// Why a table is not taken without a question.
const UNKNOWN_BEFORE: &str = "前に取り込んだ表が分からないため、--yes では書き換えません。前の表を --before で指定するか、表のほうが正しいと確認してから、--yes を付けずに実行して y を入力してください";

/// What has changed since the publication that is given, or since the one beside the content.
fn base(flags: &ImportFlags, site: &Site) -> Result<Base, super::Error> {
    let beside = flags.content.parent().map(|parent| parent.join(PUBLIC));
    let found = || [Some(PathBuf::from(PUBLIC)), beside].into_iter().flatten().find_map(|path| earlier(&path).ok());
    let before = match &flags.against {
        Some(given) => Some(earlier(given)?),
        None => found(),
    };
    let known = before.filter(permanence::Published::knows_values);
    Ok(known.map_or(Base::Unknown, |before| Base::Changed(permanence::changed(&before, &site.clone().published()))))
}

/// The files that are named, with the workbooks and tables of folders in the place of these, and with those that `*.xlsx` means:
/// no shell of Windows says it itself.
pub(super) fn files(named: &[PathBuf]) -> Result<Vec<PathBuf>, super::Error> {
    let mut files = Vec::new();
    for path in named {
        match pattern(path) {
            _ if path.is_dir() => files.extend(within(path)?),
            Some((folder, before, after)) if !path.exists() => {
                let known = files.len();
                let is_meant = |path: &PathBuf| {
                    let name = path.file_name().unwrap_or_default().to_string_lossy();
                    let rest = name.strip_prefix(before);
                    rest.is_some_and(|rest| rest.ends_with(after))
                };
                files.extend(within(folder)?.into_iter().filter(is_meant));
                if files.len() == known {
                    return Err(Error::NoFile(path.clone()).into());
                }
            }
            _ => files.push(path.clone()),
        }
    }
    Ok(files)
}

/// The workbooks and tables of a folder; those of the current one by their names alone.
fn within(folder: &Path) -> Result<Vec<PathBuf>, super::Error> {
    let files = source::workbooks(folder)?.into_iter();
    Ok(files.map(|file| file.strip_prefix(".").map(Path::to_owned).unwrap_or(file)).collect())
}

/// The folder of a path with one `*` in its last part, and what stands before and after it.
fn pattern(path: &Path) -> Option<(&Path, &str, &str)> {
    let (before, after) = path.file_name()?.to_str()?.split_once('*')?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some((folder, before, after))
}

/// Opens every file; prints an error for each that cannot be read.
pub(super) fn open(files: &[PathBuf]) -> Result<Option<Vec<Book>>, super::Error> {
    let mut books = Vec::new();
    for path in files {
        let name = path.display().to_string();
        let bytes = source::bytes(path, import::MAX_BYTES)?.ok_or_else(|| Error::NoFile(path.clone()))?;
        match import::open(&name, &bytes) {
            Ok(book) => books.push(book),
            Err(error) => complain(&format!("エラー: {error}")),
        }
        if is_open_in_excel(path) {
            complain(&format!("注意: 「{name}」は Excel で開かれています。保存していない内容は読めません"));
        }
    }
    books.iter().flat_map(|book| &book.notices).for_each(|notice| complain(&format!("注意: {notice}")));
    Ok((books.len() == files.len()).then_some(books))
}

/// Whether the file is open in a spreadsheet program, by the lock file beside it.
fn is_open_in_excel(path: &Path) -> bool {
    let Some(name) = path.file_name() else { return false };
    let name = name.to_string_lossy();
    [format!("~${name}"), format!(".~lock.{name}#")].iter().any(|lock| path.with_file_name(lock).exists())
}

fn revised(sources: &Sources, proposal: &Proposal) -> Sources {
    sources.revised(proposal.revisions.iter().map(|revision| (revision.path.clone(), revision.after.clone())))
}

fn load_on(today: Date, sources: &Sources) -> (Site, Diagnostics) {
    let (site, findings) = load(sources);
    (site.on(today), findings)
}

/// Adds the findings that the edits would cause: those of the edited content that the present one does not have.
fn examine(
    proposal: &mut Proposal,
    read: (&[Book], &Fields),
    before: (&Sources, &Diagnostics),
    (revised, (site, mut found)): (&Sources, (Site, Diagnostics)),
) {
    found.extend(mieruka::examine(&site));
    let key = |sources: &Sources, finding: &Diagnostic| {
        (finding.rule, sources.file(finding.at.file).path.clone(), finding.message.clone())
    };
    let old: HashSet<_> = before.1.iter().map(|finding| key(before.0, finding)).collect();
    let mut new = Diagnostics::default();
    new.extend(found.sorted().iter().filter(|finding| !old.contains(&key(revised, finding))).cloned().collect());
    proposal.locate(read, &new, |at| revised.file(at.file).path.clone());
}

/// The maximum number of new records that are shown one by one.
const NEW_SHOWN: usize = 3;

/// The maximum number of changes that are shown one by one.
const CHANGES_SHOWN: usize = 200;

/// Prints the changes by record, with the lines before and after, unless all are wanted only the first new records; of very
/// many changes those of what is there already, as what fills an empty field takes nothing away.
fn show(proposal: &Proposal, is_verbose: bool) {
    let mut last = None;
    let (mut new, mut told, mut filled) = (0, 0, 0);
    let shown = if is_verbose { usize::MAX } else { NEW_SHOWN };
    let are_many = !is_verbose && proposal.changes.len() > CHANGES_SHOWN;
    for change in &proposal.changes {
        let is_new = change.before.is_empty() && change.after.is_empty();
        new += usize::from(is_new);
        if is_new {
            if new <= shown {
                say(&format!("{} {}: {}  ({})", change.record, change.title, change.field, change.place));
            }
            continue;
        }
        if are_many && change.before.is_empty() {
            filled += 1;
            continue;
        }
        told += 1;
        if are_many && told > CHANGES_SHOWN {
            continue;
        }
        if last != Some(&change.record) {
            let title = if change.title.is_empty() { "(新しい記録)".to_owned() } else { change.title.clone() };
            say(&format!("{} {title}", change.record));
            last = Some(&change.record);
        }
        say(&format!("  {}  ({})", change.field, change.place));
        if change.before == change.after {
            continue;
        }
        let (gone, come) = lines(change);
        gone.iter().for_each(|line| say(&format!("    前 {line}")));
        come.iter().for_each(|line| say(&format!("    後 {line}")));
    }
    if new > shown {
        say(&format!("…ほか{}件(すべて表示するには、--verbose を付けます)", new - shown));
    }
    if are_many && told > CHANGES_SHOWN {
        say(&format!("…ほか{}か所(すべて表示するには、--verbose を付けます)", told - CHANGES_SHOWN));
    }
    if filled > 0 {
        say(&format!("空欄だった{filled}か所に、値が入ります(すべて表示するには、--verbose を付けます)"));
    }
    let (files, changed) = (proposal.revisions.len(), proposal.changes.len() - new);
    match (new, changed) {
        (0, _) => say(&format!("{files}件の記録の {changed}か所が変わります")),
        (_, 0) => say(&format!("新しい記録が{new}件できます")),
        _ => say(&format!("新しい記録が{new}件でき、{}件の記録の {changed}か所が変わります", files - new)),
    }
}

/// The removed and the added lines; all, if only their order changes.
fn lines(change: &Change) -> (Vec<&str>, Vec<&str>) {
    fn all(text: &str) -> Vec<&str> {
        if text.is_empty() { vec!["(空欄: 分からない)"] } else { text.lines().collect() }
    }
    let (before, after) = (all(&change.before), all(&change.after));
    let gone: Vec<_> = before.iter().filter(|line| !after.contains(line)).copied().collect();
    let come: Vec<_> = after.iter().filter(|line| !before.contains(line)).copied().collect();
    if gone.is_empty() && come.is_empty() { (before, after) } else { (gone, come) }
}

/// A change, for machines.
fn change_json(change: &Change) -> Value {
    let Change { record, title, field, place, before, after, .. } = change;
    serde_json::json!({
        "record": record.to_string(), "title": title, "field": field, "place": place.to_string(), "before": before, "after": after
    })
}

fn write(flags: &ImportFlags, proposal: &Proposal, with: &[Revision]) -> Result<Outcome, super::Error> {
    if !flags.consent.is_given() {
        return Ok(Outcome::Kept);
    }
    let files: Vec<_> = with.iter().chain(&proposal.revisions).map(revised_file).collect();
    publish::revise(&files, &flags.content)?;
    let (all, new) = (proposal.revisions.len(), proposal.revisions.iter().filter(|of| of.before.is_none()).count());
    match all - new {
        0 => {
            say(&format!("新しい下書きを{new}件書きました。まだ公開されません。次は、この順に入力します:"));
            say("  mieruka approve --drafts");
            say("  mieruka build");
        }
        _ => {
            say(&format!("{all}件の記録を書き換えました。mieruka check で点検してください"));
            if new > 0 {
                say(&format!(
                    "うち{new}件は新しい下書きで、まだ公開されません。公開してよければ、mieruka approve --drafts を実行してください"
                ));
            }
        }
    }
    Ok(Outcome::Written)
}

/// A revision, for writing.
pub(super) fn revised_file(revision: &Revision) -> Revised<'_> {
    Revised { path: &revision.path, before: revision.before.as_deref(), after: &revision.after }
}

impl Consent {
    /// Whether the files may be rewritten: said beforehand, or answered at a terminal; where nobody sees the question the answer
    /// is no.
    pub(super) fn is_given(&self) -> bool {
        if self.dry_run {
            say("確認だけなので、書き換えていません(--dry-run)");
            return false;
        }
        let answer = || (ask::is_possible() && !is_hushed()).then(|| ask::answer("書き換えますか? [y/N] ")).flatten();
        let is_given = self.yes || ask::is_yes(answer());
        if !is_given {
            let again =
                if ask::is_possible() { "もう一度実行して y を入力して" } else { "--yes を付けて" };
            say(&format!("書き換えていません。書き換えるときは、{again}ください"));
        }
        is_given
    }
}
