//! `serve`: the same stages as `build`, shown instead of written, again after every save. From one save to the next the texts,
//! what was read of them, the theme and the dictionary are kept; only what changed is read again.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use mieruka::bundle::Bundle;
use mieruka::check;
use mieruka::diagnostic::Diagnostics;
use mieruka::export;
use mieruka::load::{Shelf, subject};
use mieruka::model::Site;
use mieruka::render::Theme;
use mieruka::search::Tokenizer;
use mieruka::serve::{self, Changes, Renewal, Stage, Told};
use mieruka::source::{self, FileId, Sources};

use super::flags::{Place, ServeFlags};
use super::report::{self, Clock, complain, say};
use super::{Error, Verdict, open_theme, stamp, theme_folder, today};

/// Where the preview waits when nothing else is asked for.
const PORT: u16 = 4649;

/// Serves until the process is ended.
pub(super) fn serve(flags: &ServeFlags) -> Result<Verdict, Error> {
    let place = flags.place.clone();
    if !place.content.is_dir() {
        return Err(source::Error::NoFolder(place.content).into());
    }
    let content = whole(&place.content);
    let theme = theme_folder(&place).as_deref().map(whole);
    let watched: Vec<_> = [Some(content.clone()), theme.clone()].into_iter().flatten().collect();
    let desk = Desk { kept: Mutex::new(Kept::new(&place)), place, content, theme };
    let open = flags.open;
    let edit = move |stage: &Stage, changes: Changes| desk.edit(stage, changes);
    serve::serve(flags.port.unwrap_or_else(|| free_port(PORT)), &watched, edit, |address, notice| {
        notice.iter().for_each(|notice| complain(&format!("注意: {notice}")));
        welcome(address, open);
    })?;
    Ok(Verdict::Done)
}

/// A folder by its full name, which is how the system tells of changes in it.
fn whole(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf())
}

/// Where editions are made.
struct Desk {
    place: Place,
    content: PathBuf,
    theme: Option<PathBuf>,
    kept: Mutex<Kept>,
}

/// What is kept from one edition to the next.
struct Kept {
    sources: Sources,
    shelf: Shelf,
    theme: Option<Arc<Theme>>,
    tokenizer: Option<Arc<Tokenizer>>,
    /// What has changed since the last edition that was shown.
    unseen: Changes,
    /// What was last told at the terminal, which is told once.
    told: Diagnostics,
}

/// The material of one edition.
struct Material {
    sources: Sources,
    site: Site,
    faults: Diagnostics,
    theme: Arc<Theme>,
    tokenizer: Arc<Tokenizer>,
    renewal: Renewal,
    /// The files that were read for it.
    read: Vec<String>,
}

impl Kept {
    fn new(place: &Place) -> Self {
        Self {
            sources: Sources::unread(&place.content),
            shelf: Shelf::default(),
            theme: None,
            tokenizer: None,
            unseen: Changes::default(),
            told: Diagnostics::default(),
        }
    }
}

impl Desk {
    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One edition: reads what changed; shows it, or the findings where it cannot be shown.
    fn edit(&self, stage: &Stage, changes: Changes) {
        let clock = Clock::start();
        match self.gather(changes) {
            Ok(None) => stage.pass(),
            Ok(Some(material)) if material.faults.has_errors() => self.refuse(stage, material),
            Ok(Some(material)) => self.show(stage, &material, &clock),
            Err(error) => {
                let help = "直して保存すると、もう一度読みます";
                if stage.refuse(Told::fault(error.to_string(), help)) {
                    complain(&format!("エラー: {error}"));
                }
            }
        }
    }

    /// Reads what changed; nothing where all is as it was.
    fn gather(&self, changes: Changes) -> Result<Option<Material>, Error> {
        let mut kept = self.kept();
        kept.unseen.extend(changes);
        let unseen = kept.unseen.clone();
        let (sources, read) = kept.sources.reread(unseen.below(&self.content))?;
        kept.shelf = std::mem::take(&mut kept.shelf).updated(&sources, &read);
        kept.sources = sources;
        let is_theme = self.theme.as_ref().is_some_and(|folder| unseen.below(folder).next().is_some());
        let theme = match &kept.theme {
            Some(theme) if !is_theme => Arc::clone(theme),
            _ => Arc::new(open_theme(&self.place)?),
        };
        let tokenizer = kept.tokenizer.clone().map_or_else(|| Tokenizer::open().map(Arc::new), Ok)?;
        let is_first = kept.theme.is_none();
        kept.theme = Some(Arc::clone(&theme));
        kept.tokenizer = Some(Arc::clone(&tokenizer));
        if read.is_empty() && !is_theme && !is_first {
            kept.unseen = Changes::default();
            return Ok(None);
        }
        let styles = self.theme.as_ref().map(|folder| folder.join("css"));
        let is_styles = styles.is_some_and(|styles| unseen.are_all_within(&styles));
        let renewal = if is_styles { Renewal::Styles } else { Renewal::Pages };
        let sources = kept.sources.clone();
        let (site, mut faults) = kept.shelf.assemble();
        let site = site.on(today(None));
        faults.extend(theme.check(&site));
        Ok(Some(Material { sources, site, faults, theme, tokenizer, renewal, read }))
    }

    fn refuse(&self, stage: &Stage, material: Material) {
        let Material { sources, faults, site, .. } = material;
        drop(site);
        let findings = faults.sorted();
        if stage.refuse(Told::of(&findings, &sources, |file| page(&sources, file))) {
            self.report(&findings, &sources);
            complain("直るまで前のページを見せます");
        }
    }

    fn show(&self, stage: &Stage, material: &Material, clock: &Clock) {
        let Material { sources, site, theme, tokenizer, renewal, read, .. } = material;
        let stamp = stamp();
        let datasets = export::datasets(site);
        let bundle = mieruka::build(site, &datasets, theme, tokenizer, &stamp);
        say(&summary(read, &bundle, clock));
        self.kept().unseen = Changes::default();
        let mount = site.profile.base_path().unwrap_or("/");
        stage.show(&bundle, mount, *renewal, || {
            let mut findings = material.faults.clone();
            findings.extend(check::check(site));
            let findings = findings.sorted();
            self.report(&findings, sources);
            Told::of(&findings, sources, |file| page(sources, file).filter(|page| has_page(&bundle, page)))
        });
    }

    /// Tells the findings at the terminal, unless it has just told the same.
    fn report(&self, findings: &Diagnostics, sources: &Sources) {
        let mut kept = self.kept();
        if kept.told == *findings {
            return;
        }
        kept.told = findings.clone();
        report::findings(findings, sources);
        let counts = report::counts(findings);
        complain(if findings.is_empty() { "直すところは無くなりました" } else { &counts });
    }
}

/// What was read and what is shown.
fn summary(read: &[String], bundle: &Bundle<'_>, clock: &Clock) -> String {
    match read {
        [one] => format!("{one} を読み直しました({})", clock.total()),
        _ => {
            let (read, shown) = (report::grouped(read.len() as u64), report::grouped(bundle.len() as u64));
            format!("{read} 個の記録のファイルを読み、{shown} ページ・ファイルを見せています({})", clock.total())
        }
    }
}

/// The folder of the page on which the content of a file is seen.
fn page(sources: &Sources, file: FileId) -> Option<String> {
    let record = subject(&sources.file(file).path)?;
    Some(if record.0 == "site" { String::new() } else { format!("{record}/") })
}

fn has_page(bundle: &Bundle<'_>, folder: &str) -> bool {
    bundle.get(&format!("{folder}index.html")).is_some()
}

fn welcome(address: SocketAddr, open: bool) {
    let url = format!("http://{address}/");
    say(&format!("{url} で見られます。終えるには Ctrl+C を押します"));
    if open {
        // The opener may stay as long as the browser does.
        thread::spawn(move || {
            if !browse(&url) {
                complain(&format!("ブラウザーを開けませんでした。{url} をブラウザーのアドレス欄に入れてください"));
            }
        });
    }
}

/// The preferred port if nobody has it, otherwise any.
fn free_port(preferred: u16) -> u16 {
    std::net::TcpListener::bind(("127.0.0.1", preferred)).map_or(0, |_| preferred)
}

/// Opens the browser of the system; says whether that went well.
fn browse(url: &str) -> bool {
    let (program, before): (_, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/c", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let mut opener = Command::new(program);
    opener.args(before).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    opener.status().is_ok_and(|status| status.success())
}
