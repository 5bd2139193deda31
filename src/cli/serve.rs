//! `serve`: the same stages as `build`, shown instead of written, again after every save. From one save to the next the texts,
//! what was read of them, the theme and the dictionary are kept; only what changed is read again.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use mieruka::bundle::Bundle;
use mieruka::check::{self, Waiting};
use mieruka::diagnostic::Diagnostics;
use mieruka::export;
use mieruka::load::{Shelf, subject};
use mieruka::model::Site;
use mieruka::render::Theme;
use mieruka::search::Tokenizer;
use mieruka::serve::{self, Changes, Notice, Renewal, Sight, Stage, Told, Wait};
use mieruka::source::{self, FileId, Sources};

use super::flags::{Place, ServeFlags};
use super::report::{self, Clock, complain, say};
use super::{Error, Verdict, open_theme, schema, stamp, theme_folder, today};

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
    let sight = if flags.poll { Sight::Looking } else { Sight::Told };
    serve::serve(flags.port.unwrap_or_else(|| free_port(PORT)), &watched, sight, edit, |address, notice| {
        notice.iter().for_each(tell_sight);
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
    /// The last edition could not be read; the next one is shown even where all is as it was before.
    is_lost: bool,
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
            is_lost: false,
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
                self.kept().is_lost = true;
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
        let is_first = kept.theme.is_none() || std::mem::take(&mut kept.is_lost);
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
        say(&summary(read, clock));
        self.kept().unseen = Changes::default();
        let mount = site.profile.base_path().unwrap_or("/");
        stage.show(&bundle, mount, *renewal, || {
            let mut findings = material.faults.clone();
            findings.extend(check::check(site));
            let findings = findings.sorted();
            self.report(&findings, sources);
            self.renew_schemas(site);
            let page = |file| page(sources, file).filter(|page| has_page(&bundle, page));
            Told::of(&findings, sources, page).with_waiting(sources, waiting(site, page), kept_back(site))
        });
    }

    /// Keeps the editors' schemas in step with the site's ids, one edition after the other. They lie in a hidden folder: what
    /// is written there is seen by the watcher, and read by nobody.
    fn renew_schemas(&self, site: &Site) {
        let _kept = self.kept();
        if let Err(error) = schema::refresh(site, &self.content) {
            complain(&format!("注意: {error}"));
        }
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

/// What was read. What is shown is not counted: no page is thought of before somebody asks for it.
fn summary(read: &[String], clock: &Clock) -> String {
    match read {
        [one] => format!("{one} を読み直しました({})", clock.total()),
        _ => {
            format!("{}個の記録のファイルを読みました({})", report::grouped(read.len() as u64), clock.total())
        }
    }
}

/// The folder of the page on which the content of a file is seen.
fn page(sources: &Sources, file: FileId) -> Option<String> {
    let record = subject(&sources.file(file).path)?;
    Some(if record.0 == "site" { String::new() } else { format!("{record}/") })
}

/// What waits for whom before the public sees it.
fn waiting(site: &Site, page: impl Fn(FileId) -> Option<String>) -> Vec<(String, Vec<Wait>)> {
    let told = |Waiting { release, what, at }| Wait { state: release.to_string(), what, at, page: page(at.file) };
    let groups = check::waiting(site).into_iter();
    groups.map(|(who, waits)| (report::who(site, who), waits.into_iter().map(told).collect())).collect()
}

/// The pages that the public does not see yet, each with why.
fn kept_back(site: &Site) -> BTreeMap<String, String> {
    let records = site.records().map(|record| (record.id(), record.release()));
    let pages = site.pages.iter().map(|page| (page.id.clone(), page.release));
    let kept = records.chain(pages).filter(|(_, release)| !release.is_open());
    kept.map(|(id, release)| (format!("{id}/"), release.to_string())).collect()
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

/// Says that changes are looked for, and why.
fn tell_sight(notice: &Notice) {
    let why = match notice {
        Notice::Asked => return say("保存を1秒に3回ほど見て回ります(--poll)"),
        Notice::Remote => {
            "記録のフォルダーが、ほかの機械からも書ける場所(共有フォルダーなど)にあります。ほかの機械での保存は知らせが来ないので".to_owned()
        }
        Notice::Limit => "変更の見張りの数が、この機械の上限に達しているので".to_owned(),
        Notice::Fault(reason) => format!("この機械では、変更の知らせを受け取れないので({reason})"),
    };
    complain(&format!("注意: {why}、1秒に3回ほど見て回ります(画面が変わるのが少し遅くなります)"));
    if *notice == Notice::Limit {
        complain(
            "直し方: このままでも使えます。速くするには、開いているほかの編集ソフトなどを閉じるか、管理者に上限(Linux の fs.inotify.max_user_watches と fs.inotify.max_user_instances)を増やしてもらい、起動し直してください",
        );
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
