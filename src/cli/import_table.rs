//! `import` of a table of the city's own: which declared reading is used, the draft of one (`--learn`), and the declaration of
//! what it names (`--register`).

use mieruka::import::{self, Addition, Book, Hints, Needs, OtherTitle, Revision, Table};
use mieruka::load::shapes;
use mieruka::model::{
    FormPart, ProgramId, Record, SAMPLE_MUNICIPALITY, SAMPLE_NOTICE, SAMPLE_SCALES, Site, TableReading,
};
use mieruka::publish;
use mieruka::search::Tokenizer;
use mieruka::source;
use mieruka::yaml::{Draft, Step, Yaml};

use super::clock::Clock;
use super::flags::{Folders, ImportFlags};
use super::import::{Error, files, open, revised_file};
use super::init::hiragana;
use super::own::{GLOSSARY, SENTENCES};
use super::roman::roman;
use super::terminal::{complain, say};
use super::{Reading, Verdict, read, report, seeds, today};

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
    let id = flags.program.clone().unwrap_or_default();
    let path = format!("import/{}.yaml", flags.reading.as_ref().unwrap_or(&id));
    let draft = flags.content.join(&path);
    if !flags.consent.dry_run && draft.symlink_metadata().is_ok() {
        return Err(Error::Learnt(draft).into());
    }
    let Some(books) = open(&files(&flags.files)?)? else { return Ok(Verdict::Faulty) };
    let [book] = &books[..] else { return Err(Error::SeveralFiles.into()) };
    let content = read(&Folders::of_content(&flags.content), today(None)?, &mut clock)?;
    let Some(program) = content.site.program(&ProgramId(id.clone())) else {
        return Err(Error::NoProgram(id).into());
    };
    let ids = ids()?;
    let rows = [FormPart::Whole, FormPart::Year].into_iter().flat_map(|part| program.head.own(part));
    let given: Vec<_> = rows.map(|(id, _)| id.to_owned()).chain(scales(&content.site)).collect();
    let hints = Hints { years: &flags.years, unit: flags.unit.as_deref(), id: &ids, given: &given };
    let Some(learnt) = import::learn(book, program, &hints) else {
        complain("エラー: 表に、セルが1つもありません");
        return Ok(Verdict::Faulty);
    };
    // What a file has of each column need not be read twice.
    if flags.consent.dry_run || flags.consent.verbose {
        learnt.table.iter().for_each(|line| say(line));
    }
    let [sure, guess, unknown] = learnt.counts;
    let of = learnt.counted;
    say(&format!("確か {sure}{of}、推測 {guess}{of}、分からない {unknown}{of}"));
    if let Some((times, count, head)) = &learnt.repeated {
        complain(&format!(
            "注意: 同じ見出しの列が、{times}列ずつあります(「{head}」など{count}種類)。年度ごとの列なら、--years R2,R3,R4計画 のように、左から順に{times}つの年度を付けて、作り直してください"
        ));
    }
    if learnt.needs_unit {
        say("金額の単位が書かれていません。どの列も同じなら、--unit 千円 のように付けて作り直せます");
    }
    if flags.consent.dry_run {
        return Ok(Verdict::Done);
    }
    let mut files = mieruka::new::Files::new();
    files.add(path, learnt.text);
    publish::create(&files, &flags.content)?;
    say(&format!("{} を作成しました。次の順に進めます:", draft.display()));
    let step = match learnt.to_read {
        [_, 0] => "  1. 推測の行を確認し、【未記入】を書きます".to_owned(),
        [read, all] => format!(
            "  1. columns の初めの{read}行を確認し、【未記入】を書きます(残りの{}行は、読まなくてもかまいません)",
            all - read
        ),
    };
    let file = flags.files.first().map(|file| file.display().to_string()).unwrap_or_default();
    [
        step,
        format!("  2. mieruka import {file} --register で、表に出てくる部局、体系、様式の欄、尺度を書き加えます"),
        "  3. mieruka check で点検します".to_owned(),
        format!("  4. mieruka import {file} で、記録の下書きにします"),
        "  5. mieruka approve --drafts で公開する下書きを選び、mieruka build で書き出します".to_owned(),
    ]
    .iter()
    .for_each(|line| say(line));
    Ok(Verdict::Done)
}

/// The ids of the scales that the city has; those of the samples go when the table's are declared.
fn scales(site: &Site) -> impl Iterator<Item = String> {
    let names = site.scales.iter().map(|scale| scale.name.value.as_str());
    let is_sample = names.eq(SAMPLE_SCALES);
    site.scales.iter().filter(move |_| !is_sample).map(|scale| scale.id.value.clone())
}

/// Declares what a table names, after it was seen. What is wrong with the cells is told before: the table is opened only once
/// to mend all of it.
pub(super) fn register(
    flags: &ImportFlags,
    (content, table): (&Reading, Table<'_>),
    program: &ProgramId,
) -> Result<Verdict, super::Error> {
    let (needs, faults, cells) = table.registered();
    let site = &content.site;
    report::told(&faults, &content.sources.clone().with_cells(cells), flags.telling);
    let file =
        |path: &str| -> Result<_, super::Error> { Ok(source::bytes(&flags.content.join(path), source::MAX_BYTES)?) };
    let mut additions = needs.additions(site, program, file, &ids()?)?;
    let (samples, touched) = samples(flags, site, program)?;
    if !samples.is_empty() && touched.is_empty() {
        add_without_samples(&mut additions, site, program, file)?;
    }
    if additions.is_empty() && samples.is_empty() {
        say("書き加えるものはありません。表に出てくる部局、体系、様式の欄、尺度は、どれもあります");
        return Ok(Verdict::Done);
    }
    let is_verbose = flags.consent.verbose;
    for Addition { revision, lines, kinds } in &additions {
        say(&format!("{}", flags.content.join(&revision.path).display()));
        let lines = if is_verbose { lines } else { kinds };
        lines.iter().flat_map(|line| line.lines()).for_each(|line| say(&format!("  {line}")));
    }
    for (path, _) in &samples {
        say(&format!("{}\n  見本の記録なので、消します", flags.content.join(path).display()));
    }
    tell_doubts(&needs, site);
    if !is_verbose {
        say("書き加える行をすべて表示するには、--verbose を付けます");
    }
    say("id はアドレスに使う仮の名前で、公開したら変えられません。変えるなら、公開の前に直してください");
    if !flags.consent.is_given() {
        return Ok(Verdict::Done);
    }
    let files: Vec<_> = additions.iter().map(|of| revised_file(&of.revision)).collect();
    publish::revise(&files, &flags.content)?;
    samples.iter().try_for_each(|(path, before)| publish::discard(path, before, &flags.content))?;
    say(&format!("{}個のファイルに書き加えました。mieruka check で点検してください", files.len()));
    for path in touched {
        say(&format!("{} は、見本の記録です。消してください", flags.content.join(path).display()));
    }
    if let (Some(last), Some(told)) = (needs.reported(), &site.profile.reported_through)
        && i64::from(told.value.western()) > i64::from(last)
    {
        say(&format!(
            "site.yaml の reported_through は {} です。表の実績は {last}年度までなので、確認してください",
            told.value.western()
        ));
    }
    Ok(Verdict::Done)
}

/// What somebody has to decide about what a table names.
fn tell_doubts(needs: &Needs, site: &Site) {
    for (shorter, longer) in needs.alike_told() {
        complain(&format!(
            "注意: {shorter}は、{longer}の別の書き方(`aliases`)とします。別の部局なら、書き加えた後に分けてください"
        ));
    }
    for (name, other) in needs.doubtful_departments(site) {
        complain(&format!(
            "注意: {name}は、{other}の書き誤りではありませんか。書き誤りなら、表を直してから、もう一度実行してください"
        ));
    }
    let titles: Vec<_> = needs.doubtful_titles().collect();
    if !titles.is_empty() {
        complain(&format!(
            "注意: 2つ以上の題名がある番号が{}個あります。← の左の、多くの行の題名とし、右の題名も同じものとして読みます。別のものなら、表の番号を分けてから、もう一度実行してください",
            titles.len()
        ));
    }
    for (code, (title, rows), others) in titles {
        let other = |OtherTitle { title, cell, rows, is_settled }: &OtherTitle| {
            let open = if *is_settled { "" } else { "。同じ行数なので、読み替えません" };
            format!("{title}({rows}行: {cell}{open})")
        };
        let others: Vec<_> = others.iter().map(other).collect();
        complain(&format!("  {code} {title}({rows}行) ← {}", others.join("、")));
    }
}

/// What tells of samples, where those of this program are the last: each file, what becomes of it, and its text without them.
type Told<'t> = (&'t str, &'t str, &'t dyn Fn(&str) -> Option<String>);

/// Adds what goes with the last records of the samples: the notice on every page, the sentences of the first page, the terms.
fn add_without_samples(
    additions: &mut Vec<Addition>,
    site: &Site,
    program: &ProgramId,
    file: impl Fn(&str) -> Result<Option<Vec<u8>>, super::Error>,
) -> Result<(), super::Error> {
    let (own, name) = (format!("programs/{program}"), site.profile.municipality.name.value.as_str());
    let is_own = |id: &str| id == own || id.starts_with(&format!("{own}/"));
    let mut left = site.records().filter(|record| record.is_sample()).filter(|record| !is_own(&record.id().0));
    if left.next().is_some() || name == SAMPLE_MUNICIPALITY {
        return Ok(());
    }
    let title = site.program(program).map(|program| program.title.value.replace(SAMPLE_MUNICIPALITY, name));
    let sentence = format!("{}をまとめたサイトです。", title.unwrap_or_default());
    let site_without = |text: &str| {
        let mut draft = Draft::open(text.as_bytes()).ok().filter(|_| text.contains(SAMPLE_NOTICE))?;
        draft.set(&[Step::Key("notice")], &Yaml::Row(Vec::new()), &[]).ok()?;
        String::from_utf8(draft.bytes()).ok()
    };
    let about_without = |text: &str| text.contains(SENTENCES).then(|| text.replace(SENTENCES, &sentence));
    let terms_without = |text: &str| seeds::is_untouched("glossary.yaml", text.as_bytes()).then(|| GLOSSARY.to_owned());
    let told: [Told<'_>; 3] = [
        ("site.yaml", "見本のお断り(`notice`)を消します", &site_without),
        ("pages/about.md", "見本の文を、この団体の文に変えます", &about_without),
        ("glossary.yaml", "見本の用語を消します", &terms_without),
    ];
    for (path, what, without) in told {
        let known = additions.iter().position(|addition| addition.revision.path == path);
        let before = match known {
            Some(at) => Some(additions[at].revision.after.clone()),
            None => file(path)?,
        };
        let text = before.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
        let Some(after) = text.and_then(without).map(String::into_bytes) else { continue };
        match known {
            Some(at) => {
                let addition = &mut additions[at];
                addition.revision.after = after;
                addition.lines.push(what.to_owned());
                addition.kinds.push(what.to_owned());
            }
            None => additions.push(Addition {
                revision: Revision { path: path.to_owned(), before, after },
                lines: vec![what.to_owned()],
                kinds: vec![what.to_owned()],
            }),
        }
    }
    Ok(())
}

/// The files of the samples among the items of a program: those that are as `init` has laid them, and the paths of the others.
type Samples = (Vec<(String, Vec<u8>)>, Vec<String>);

fn samples(flags: &ImportFlags, site: &Site, program: &ProgramId) -> Result<Samples, super::Error> {
    let (mut untouched, mut touched) = (Vec::new(), Vec::new());
    let items = site.program(program).into_iter().flat_map(|program| program.items.iter()).map(Record::Item);
    for item in items.filter(|item| item.is_sample()) {
        let path = format!("{}.yaml", item.id());
        match source::bytes(&flags.content.join(&path), source::MAX_BYTES)? {
            Some(bytes) if seeds::is_untouched(&path, &bytes) => untouched.push((path, bytes)),
            _ => touched.push(path),
        }
    }
    Ok((untouched, touched))
}

/// Ids for names, by the readings of the dictionary, in Latin letters: of a long name the first words.
fn ids() -> Result<impl Fn(&str) -> Option<String>, super::Error> {
    const LONGEST: usize = 16;
    let tokenizer = Tokenizer::open()?;
    Ok(move |name: &str| {
        let latin = |word: &String| if word.is_ascii() { word.to_lowercase() } else { roman(&hiragana(word)) };
        let mut id = String::new();
        for word in tokenizer.words_aloud(name).iter().map(latin) {
            if !id.is_empty() && id.len() + word.len() > LONGEST {
                break;
            }
            id.push_str(&word);
        }
        id.truncate(2 * LONGEST);
        Some(id).filter(|id| !id.is_empty())
    })
}
