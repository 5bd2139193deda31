//! `import` of a table of the city's own: which declared reading is used, the draft of one (`--learn`), and the declaration of
//! what it names (`--register`).

use mieruka::diagnostic::{Diagnostic, Diagnostics, Severity};
use mieruka::import::{self, Addition, Book, Hints, Needs, OtherTitle, Owner, Revision, Table};
use mieruka::load::{load, shapes};
use mieruka::model::{
    Date, FormPart, PlanId, ProgramId, Record, RepeatedYear, SAMPLE_MUNICIPALITY, SAMPLE_NOTICE, SAMPLE_SCALES, Site,
    TableReading,
};
use mieruka::publish::{self, Revised};
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
    let known = source::bytes(&draft, source::MAX_BYTES)?;
    let Some(books) = open(&files(&flags.files)?)? else { return Ok(Verdict::Faulty) };
    let [book] = &books[..] else { return Err(Error::SeveralFiles.into()) };
    let content = read(&Folders::of_content(&flags.content), today(None)?, &mut clock)?;
    let program = content.site.program(&ProgramId(id.clone()));
    let plan = content.site.plan(&PlanId(id.clone())).filter(|_| program.is_none());
    let Some(owner) = program.map(Owner::from).or(plan.map(Owner::from)) else {
        return Err(Error::NoProgram(id).into());
    };
    let ids = ids()?;
    let rows = [FormPart::Whole, FormPart::Year].into_iter().flat_map(|part| owner.head.own(part));
    let given: Vec<_> = rows.map(|(id, _)| id.to_owned()).chain(scales(&content.site)).collect();
    let hints = Hints { years: &flags.years, unit: flags.unit.as_deref(), id: &ids, given: &given };
    let Some(learnt) = import::learn(book, owner, &hints) else {
        complain("エラー: 表に、セルが1つもありません");
        return Ok(Verdict::Faulty);
    };
    // A draft that was made with less said, and was not edited, may be made again.
    let made = |years: &[RepeatedYear], unit: Option<&str>| {
        import::learn(book, owner, &Hints { years, unit, id: &ids, given: &given })
            .map(|learnt| learnt.text.into_bytes())
    };
    let is_untouched = || {
        let less = [(&[][..], None), (&[][..], flags.unit.as_deref()), (&flags.years[..], None)];
        less.iter().any(|(years, unit)| made(years, *unit) == known)
    };
    if !flags.consent.dry_run && known.is_some() && !is_untouched() {
        return Err(Error::Learnt(draft).into());
    }
    // What a file has of each column need not be read twice.
    if flags.consent.dry_run || flags.consent.verbose {
        learnt.table.iter().for_each(|line| say(line));
    }
    let [sure, guess, unknown] = learnt.counts;
    let of = learnt.counted;
    say(&format!("確か {sure}{of}、推測 {guess}{of}、分からない {unknown}{of}"));
    if let Some((times, count, head)) = &learnt.repeated {
        complain(&format!(
            "注意: 同じ見出しの列が、{times}列ずつあります(「{head}」など{count}種類)。年度ごとの列なら、左から順に{times}つの年度が要ります(計画や予算の年度には「計画」を付けます)"
        ));
    }
    if learnt.needs_unit {
        say("金額の単位が書かれていません");
    }
    if learnt.repeated.is_some() || learnt.needs_unit {
        // No year and no unit is proposed: what is typed as it stands must not be a guess.
        let years = learnt.repeated.as_ref().map(|(times, ..)| {
            let years: Vec<_> = (1..=*times).map(|number| format!("年度{number}")).collect();
            format!(" --years {}", years.join(","))
        });
        let (years, unit) =
            (years.unwrap_or_default(), if learnt.needs_unit { " --unit 円か千円か百万円" } else { "" });
        say("次の命令の年度(R6、R7計画 など)や単位を書き換えて入力すると、下書きを作り直します:");
        say(&format!("  mieruka import {} --learn --program {id}{}{years}{unit}", named(flags), again(flags)));
    }
    if flags.consent.dry_run {
        return Ok(Verdict::Done);
    }
    match &known {
        Some(before) => {
            let after = learnt.text.as_bytes();
            publish::revise(&[Revised { path: &path, before: Some(before), after }], &flags.content)?;
        }
        None => {
            let mut files = mieruka::new::Files::new();
            files.add(path, learnt.text);
            publish::create(&files, &flags.content)?;
        }
    }
    say(&format!("{} を作成しました。次の順に進めます:", draft.display()));
    let step = match learnt.to_read {
        [_, 0] => "  1. 推測の行を確認し、【未記入】を書きます".to_owned(),
        [read, all] => format!(
            "  1. columns の初めの{read}行を確認し、【未記入】を書きます(残りの{}行は、読まなくてもかまいません)",
            all - read
        ),
    };
    say(&step);
    let file = named(flags);
    let is_sample = |item| Record::Item(item).is_sample();
    if plan.is_some() {
        say(&format!("  2. mieruka import {file} --register  (まだ無い部局や尺度を書き加えます)"));
        say(&format!(
            "  3. mieruka import {file}  (節の記録にします。新しい節は、先に plan.yaml の `outline` に書きます)"
        ));
        return Ok(Verdict::Done);
    }
    match program.is_some_and(|program| program.items.iter().any(is_sample)) {
        true => say(&format!(
            "  2. mieruka import {file} --register  (見本の記録を消し、表に出てくる部局、体系、様式の欄、尺度を書き加えます)"
        )),
        false => say(&format!("  2. mieruka import {file}  (部局や体系なども書き加えて、記録の下書きにします)")),
    }
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
    program: Option<&ProgramId>,
) -> Result<Verdict, super::Error> {
    let (needs, faults, cells) = table.registered();
    let site = &content.site;
    report::told(&faults, &content.sources.clone().with_cells(cells), flags.telling);
    let file =
        |path: &str| -> Result<_, super::Error> { Ok(source::bytes(&flags.content.join(path), source::MAX_BYTES)?) };
    let mut additions = needs.additions(site, program, file, &ids()?)?;
    let (samples, touched) = program.map(|program| samples(flags, site, program)).transpose()?.unwrap_or_default();
    if let (Some(program), false, true) = (program, samples.is_empty(), touched.is_empty()) {
        add_without_samples(&mut additions, site, program, file)?;
    }
    if additions.is_empty() && samples.is_empty() {
        say("書き加えるものはありません。表に出てくる部局、体系、様式の欄、尺度は、どれもあります");
        return Ok(Verdict::Done);
    }
    show(flags, &additions);
    for (path, _) in &samples {
        say(&format!("{}: 見本の記録なので、消します", flags.content.join(path).display()));
    }
    tell_doubts(&needs, site);
    tell_ids(flags);
    if !flags.consent.is_given() {
        return Ok(Verdict::Done);
    }
    let files: Vec<_> = additions.iter().map(|of| revised_file(&of.revision)).collect();
    publish::revise(&files, &flags.content)?;
    samples.iter().try_for_each(|(path, before)| publish::discard(path, before, &flags.content))?;
    say(&format!("{}個のファイルに書き加えました。次は、このとおりに入力します:", files.len()));
    say(&format!("  mieruka import {}", named(flags)));
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

/// What the first table of a program names, as the content will have it, with the files that declare it; nothing if all is
/// declared, or if the program has records: what a later table names for the first time may be a slip.
pub(super) fn begun(
    flags: &ImportFlags,
    (content, table): (&Reading, &Table<'_>),
    reading: &TableReading,
    today: Date,
) -> Result<Option<(Reading, Vec<Revision>)>, super::Error> {
    let (site, Some(program)) = (&content.site, reading.of.program().map(|program| &program.value)) else {
        return Ok(None);
    };
    if flags.before.is_some() || site.program(program).is_none_or(|program| !program.items.is_empty()) {
        return Ok(None);
    }
    let file =
        |path: &str| -> Result<_, super::Error> { Ok(source::bytes(&flags.content.join(path), source::MAX_BYTES)?) };
    let additions = table.needs().additions(site, Some(program), file, &ids()?)?;
    if additions.is_empty() {
        return Ok(None);
    }
    show(flags, &additions);
    tell_doubts(table.needs(), site);
    tell_ids(flags);
    let with: Vec<_> = additions.into_iter().map(|addition| addition.revision).collect();
    let sources = content.sources.revised(with.iter().map(|of| (of.path.clone(), of.after.clone())));
    let (site, mut findings) = load(&sources);
    let site = site.on(today);
    findings.extend(mieruka::examine(&site));
    Ok(Some((Reading { sources, site, findings }, with)))
}

/// Reports readings that cannot be read; of the one that is used, what is still to be written: what it would bring is not
/// decided.
pub(super) fn undecided(flags: &ImportFlags, content: &Reading, used: Option<&TableReading>) -> Option<Verdict> {
    let is_broken = |one: &Diagnostic| {
        let name =
            content.sources.file(one.at.file).path.strip_suffix(".yaml").filter(|name| name.starts_with("import/"));
        let is_it = |name: &str| content.site.broken.iter().any(|record| record.0 == name);
        // What is missing in the content is declared with the first table.
        one.rule != "reading-differs" && name.is_some_and(is_it)
    };
    let is_open = |one: &&Diagnostic| match used {
        Some(reading) => one.rule == "unfilled" && one.at.file == reading.at.file,
        None => one.severity == Severity::Error && is_broken(one),
    };
    let open: Diagnostics = content.findings.iter().filter(is_open).cloned().collect();
    if open.is_empty() {
        return None;
    }
    report::told(&open, &content.sources, flags.telling);
    complain(&format!("{}。何も書き換えていません", report::counts(&open)));
    Some(Verdict::Faulty)
}

/// Prints what is to be declared: how much of what, a line for each file, or all of it.
fn show(flags: &ImportFlags, additions: &[Addition]) {
    for Addition { revision, lines, kinds } in additions {
        let path = flags.content.join(&revision.path);
        if flags.consent.verbose {
            say(&format!("{}", path.display()));
            lines.iter().flat_map(|line| line.lines()).for_each(|line| say(&format!("  {line}")));
        } else {
            say(&format!("{}: {}", path.display(), kinds.join("、")));
        }
    }
}

/// Tells that ids can be changed only before they are published.
fn tell_ids(flags: &ImportFlags) {
    let all = if flags.consent.verbose {
        ""
    } else {
        "。書き加える行をすべて表示するには、--verbose を付けます"
    };
    say(&format!("id はアドレスになる仮の名前で、公開したら変えられません{all}"));
}

/// What was said of the table already, as it was typed.
fn again(flags: &ImportFlags) -> String {
    let years: Vec<_> = flags.years.iter().map(ToString::to_string).collect();
    let years = if years.is_empty() { String::new() } else { format!(" --years {}", years.join(",")) };
    let unit = flags.unit.iter().map(|unit| format!(" --unit {unit}"));
    let reading = flags.reading.iter().map(|name| format!(" --as {name}"));
    reading.chain([years]).chain(unit).collect()
}

/// The files, and the reading, as they were typed.
fn named(flags: &ImportFlags) -> String {
    let files = flags.files.iter().map(|file| file.display().to_string());
    let reading = flags.reading.iter().filter(|_| !flags.learn).map(|name| format!("--as {name}"));
    files.chain(reading).collect::<Vec<_>>().join(" ")
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
