//! Damages content, workbooks and tables in ways that keep their structure, and fails if anything panics, takes longer than ten
//! seconds or more than a gigabyte, or is published broken.
//!
//! `cargo run --release --example fuzz -- <yaml|markdown|xlsx|ods|csv> [seconds] [seed]`: cases are drawn from the seed until the
//! time is over. The present case lies in `mieruka-fuzz/<subject>/` of the folder for temporary files, a failure beside it.

mod book;
mod content;
mod markdown;
mod scan;
mod table;
mod xml;
mod yaml;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{ExitCode, exit};
use std::sync::{LazyLock, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use fastrand::Rng;

/// The most time that a case may compute, on all cores together; a busy machine takes none of it.
const LIMIT: Duration = Duration::from_secs(10);
/// The most memory that all cases may take, in megabytes.
const MEMORY: f64 = 1000.0;
/// After so many failures the run ends.
const FAILURES: usize = 10;

/// The files of a case by their names, those that are damaged.
pub(crate) type Case = Vec<(String, Vec<u8>)>;

/// What became of a case.
pub(crate) enum Outcome {
    /// The findings or the error say what is wrong.
    Refused,
    /// It was published or imported, and nothing in it is broken.
    Accepted,
    /// What is broken.
    Broken(String),
}

/// Draws cases and tries them.
pub(crate) trait Subject {
    fn draw(&self, rng: &mut Rng) -> Case;
    fn outcome(&self, case: &Case) -> Outcome;

    /// Whether what is damaged is accepted as long as it is not: otherwise nothing is ever published, and nothing looked at.
    fn is_sound(&self) -> bool {
        true
    }
}

/// How long the program had computed when the present case began.
static BEGUN: Mutex<Option<Duration>> = Mutex::new(None);

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let number = |i: usize, default: u64| arguments.get(i).and_then(|text| text.parse().ok()).unwrap_or(default);
    let name = arguments.first().map_or("", String::as_str);
    let subject: Box<dyn Subject> = match name {
        "yaml" => Box::new(content::Content { damage: yaml::damage }),
        "markdown" => Box::new(content::Content { damage: markdown::damage }),
        "xlsx" => Box::new(book::Books::xlsx()),
        "ods" => Box::new(book::Books::ods()),
        "csv" => Box::new(table::Tables::new()),
        _ => {
            eprintln!("one of yaml, markdown, xlsx, ods, csv; then seconds and seed");
            return ExitCode::from(2);
        }
    };

    if !subject.is_sound() {
        println!("{name}: the content is refused before it is damaged");
        return ExitCode::FAILURE;
    }
    run(name, &*subject, Duration::from_secs(number(1, 60)), number(2, 1))
}

fn run(name: &str, subject: &dyn Subject, time: Duration, seed: u64) -> ExitCode {
    let (mut rng, start) = (Rng::with_seed(seed), Instant::now());
    let folder = std::env::temp_dir().join("mieruka-fuzz").join(name);
    let [mut refused, mut accepted, mut broken] = [0_usize; 3];
    let mut slowest = Duration::ZERO;
    watch(folder.clone());
    while start.elapsed() < time && broken < FAILURES {
        let case = subject.draw(&mut rng);
        save(&folder.join("present"), &case);
        let began = computed();
        *BEGUN.lock().expect("nothing panics while it is held") = Some(began);
        match tried(subject, &case) {
            Outcome::Refused => refused += 1,
            Outcome::Accepted => accepted += 1,
            Outcome::Broken(why) => {
                broken += 1;
                let kept = folder.join(format!("failure-{seed}-{broken}"));
                save(&kept, &case);
                println!("{}: {why}", kept.display());
            }
        }
        *BEGUN.lock().expect("nothing panics while it is held") = None;
        slowest = slowest.max(computed() - began);
    }
    let memory = peak_memory();
    let cases = refused + accepted + broken;
    println!(
        "{name}, seed {seed}: {cases} cases in {:.0} s, {accepted} accepted, {refused} refused, {broken} broken; slowest {:.2} s, {memory:.0} MB",
        start.elapsed().as_secs_f64(),
        slowest.as_secs_f64()
    );
    if broken == 0 && memory < MEMORY { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn tried(subject: &dyn Subject, case: &Case) -> Outcome {
    catch_unwind(AssertUnwindSafe(|| subject.outcome(case))).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Outcome::Broken(format!("panic: {}", text.unwrap_or_default()))
    })
}

/// Ends the program if a case takes too long; the case stays where it was saved.
fn watch(folder: PathBuf) {
    thread::spawn(move || {
        loop {
            thread::sleep(Duration::from_millis(500));
            let begun = *BEGUN.lock().expect("nothing panics while it is held");
            if begun.is_some_and(|begun| computed() - begun > LIMIT) {
                println!("{}: longer than {} s", folder.join("present").display(), LIMIT.as_secs());
                exit(1);
            }
        }
    });
}

fn save(folder: &Path, case: &Case) {
    let _ = fs::remove_dir_all(folder);
    for (name, bytes) in case {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("it is below the folder")).expect("there is room");
        fs::write(path, bytes).expect("there is room");
    }
}

/// How long the program has computed; the time since its start where the system does not tell.
fn computed() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
    let ticks: Option<u64> = ticks.map(|ticks| ticks.parse::<u64>().ok()).sum();
    ticks.filter(|_| !stat.is_empty()).map_or_else(|| START.elapsed(), |ticks| Duration::from_millis(ticks * 10))
}

/// In megabytes; none where the system does not tell.
fn peak_memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    line.unwrap_or_default() / 1024.0
}

/// One of several.
pub(crate) fn one<'t, T: ?Sized>(rng: &mut Rng, of: &[&'t T]) -> &'t T {
    of[rng.usize(..of.len())]
}

/// The nearest place before it that does not split a character.
pub(crate) fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Any place in a text.
pub(crate) fn place(rng: &mut Rng, text: &str) -> usize {
    boundary(text, rng.usize(..=text.len()))
}
