//! `serve`: runs the stages of `build` after every save and shows the result in a browser instead of writing it. Texts, parsed
//! files, theme and dictionary are kept from one save to the next; only what changed is read again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use mieruka::bundle::Bundle;
use mieruka::check::{self, Waiting};
use mieruka::diagnostic::Diagnostics;
use mieruka::export;
use mieruka::load::{ParsedFiles, record_of};
use mieruka::model::Site;
use mieruka::render::Theme;
use mieruka::search::{Index, Tokenizer};
use mieruka::serve::{self, Changes, Notice, Renewal, Sight, Stage, Told, Wait};
use mieruka::source::{FileId, Sources};

use super::clock::Clock;
use super::flags::{Folders, ServeFlags};
use super::report;
use super::terminal::{complain, say};
use super::{Error, Verdict, astray, open_theme, schema, stamp, theme_folder, today};

/// The port of the preview, unless another one is given.
const PORT: u16 = 4649;

/// Serves until the process is ended.
pub(super) fn serve(flags: &ServeFlags) -> Result<Verdict, Error> {
    let folders = flags.folders.clone();
    astray::check(&folders.content)?;
    let content = canonical(&folders.content);
    let theme = theme_folder(&folders).as_deref().map(canonical);
    let watched: Vec<_> = [Some(content.clone()), theme.clone()].into_iter().flatten().collect();
    let editions = Editions { kept: Mutex::new(Kept::new(&folders)), folders, content, theme };
    let open = flags.open;
    let edit = move |stage: &Stage, changes: Changes| editions.edit(stage, changes);
    let sight = if flags.poll { Sight::Looking } else { Sight::Told };
    serve::serve(flags.port.unwrap_or_else(|| free_port(PORT)), &watched, sight, edit, |address, notice| {
        notice.iter().for_each(print_notice);
        let url = format!("http://{address}/");
        say(&format!("{url} で確認できます。終了するには Ctrl+C を押してください"));
        if open {
            open_browser(url);
        }
    })?;
    Ok(Verdict::Done)
}

/// The full path of a folder, as in the system's notifications.
fn canonical(folder: &Path) -> PathBuf {
    folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf())
}

/// Makes the editions of the preview.
struct Editions {
    folders: Folders,
    content: PathBuf,
    theme: Option<PathBuf>,
    kept: Mutex<Kept>,
}

/// What is kept from one edition to the next.
struct Kept {
    sources: Sources,
    parsed: ParsedFiles,
    theme: Option<Arc<Theme>>,
    tokenizer: Option<Arc<Tokenizer>>,
    /// What has changed since the last edition that was shown.
    unseen: Changes,
    /// The last edition could not be read; the next one is shown even without a change.
    is_lost: bool,
    /// The findings that were last printed at the terminal; the same ones are not printed again.
    printed: Diagnostics,
}

/// What one edition is made from.
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
    fn new(folders: &Folders) -> Self {
        Self {
            sources: Sources::unread(&folders.content),
            parsed: ParsedFiles::default(),
            theme: None,
            tokenizer: None,
            unseen: Changes::default(),
            is_lost: false,
            printed: Diagnostics::default(),
        }
    }
}

impl Editions {
    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes one edition: reads what changed; shows the site, or the findings that prevent it.
    fn edit(&self, stage: &Stage, changes: Changes) {
        let mut clock = Clock::start();
        clock.begin("準備");
        match self.gather(changes) {
            Ok(None) => stage.pass(),
            Ok(Some(material)) if material.faults.has_errors() => self.refuse(stage, material),
            Ok(Some(material)) => self.show(stage, &material, &clock),
            Err(error) => {
                self.kept().is_lost = true;
                let help = "直して保存すると、自動で読み直します";
                if stage.refuse(Told::fault(error.to_string(), help)) {
                    complain(&format!("エラー: {error}"));
                }
            }
        }
    }

    /// Reads what changed; `None` if nothing did.
    fn gather(&self, changes: Changes) -> Result<Option<Material>, Error> {
        let mut kept = self.kept();
        kept.unseen.extend(changes);
        let unseen = kept.unseen.clone();
        let (sources, read) = kept.sources.reread(unseen.below(&self.content))?;
        kept.parsed = std::mem::take(&mut kept.parsed).updated(&sources, &read);
        kept.sources = sources;
        let is_theme = self.theme.as_ref().is_some_and(|folder| unseen.below(folder).next().is_some());
        let theme = match &kept.theme {
            Some(theme) if !is_theme => Arc::clone(theme),
            _ => Arc::new(open_theme(&self.folders)?),
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
        let (site, mut faults) = kept.parsed.assemble();
        let site = site.on(today(None)?);
        faults.extend(theme.check(&site));
        Ok(Some(Material { sources, site, faults, theme, tokenizer, renewal, read }))
    }

    fn refuse(&self, stage: &Stage, material: Material) {
        let Material { sources, mut faults, site, .. } = material;
        faults.extend(mieruka::examine(&site));
        drop(site);
        let findings = faults.sorted();
        if stage.refuse(Told::of(&findings, &sources, |file| page(&sources, file))) {
            self.report(&findings, &sources);
            complain("直るまで、前のページを表示します");
        }
    }

    fn show(&self, stage: &Stage, material: &Material, clock: &Clock) {
        let Material { sources, site, theme, tokenizer, renewal, read, .. } = material;
        let stamp = stamp();
        let datasets = export::datasets(site);
        let index = Index::of(site, tokenizer);
        let bundle = mieruka::build(site, &datasets, theme, &index, &stamp);
        say(&summary(read, clock));
        self.kept().unseen = Changes::default();
        let mount = site.profile.base_path().unwrap_or("/");
        stage.show(&bundle, mount, *renewal, || {
            let mut findings = material.faults.clone();
            findings.extend(mieruka::examine(site));
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

    /// Prints the findings at the terminal, unless they are those that were printed last.
    fn report(&self, findings: &Diagnostics, sources: &Sources) {
        let mut kept = self.kept();
        if kept.printed == *findings {
            return;
        }
        kept.printed = findings.clone();
        report::findings(findings, sources);
        let counts = report::counts(findings);
        complain(if findings.is_empty() { "エラーも注意もなくなりました" } else { &counts });
    }
}

/// The number of files that were read. Pages are not counted: each is made when the browser requests it.
fn summary(read: &[String], clock: &Clock) -> String {
    match read {
        [one] => format!("{one} を読み直しました({})", clock.total()),
        _ => {
            format!("{}個の記録のファイルを読みました({})", report::grouped(read.len() as u64), clock.total())
        }
    }
}

/// The address of the page that shows the content of a file.
fn page(sources: &Sources, file: FileId) -> Option<String> {
    let record = record_of(&sources.file(file).path)?;
    Some(if record.0 == "site" { String::new() } else { format!("{record}/") })
}

/// What waits for publication, with its page, department by department.
fn waiting(site: &Site, page: impl Fn(FileId) -> Option<String>) -> Vec<(String, Vec<Wait>)> {
    let wait = |Waiting { release, what, at }| Wait { state: release.to_string(), what, at, page: page(at.file) };
    let groups = check::waiting(site).into_iter();
    groups.map(|(who, waits)| (report::who(site, who), waits.into_iter().map(wait).collect())).collect()
}

/// The pages that are not published yet, with the reason.
fn kept_back(site: &Site) -> BTreeMap<String, String> {
    let records = site.records().map(|record| (record.id(), record.release()));
    let pages = site.pages.iter().map(|page| (page.id.clone(), page.release));
    let kept = records.chain(pages).filter(|(_, release)| !release.is_open());
    kept.map(|(id, release)| (format!("{id}/"), release.to_string())).collect()
}

fn has_page(bundle: &Bundle<'_>, folder: &str) -> bool {
    bundle.get(&format!("{folder}index.html")).is_some()
}

/// Opens the browser; the opener may stay as long as the browser does.
fn open_browser(url: String) {
    thread::spawn(move || {
        if !browse(&url) {
            complain(&format!("ブラウザーを開けませんでした。{url} をブラウザーのアドレス欄に入力してください"));
        }
    });
}

/// Prints that changes are found by polling, and why.
fn print_notice(notice: &Notice) {
    let why = match notice {
        Notice::Asked => return say("1秒に3回ほど、ファイルを調べます(--poll)"),
        Notice::Remote => {
            "記録のフォルダーが、ほかのパソコンからも書ける場所(共有フォルダーなど)にあります。ほかのパソコンで保存しても知らせが来ないため".to_owned()
        }
        Notice::Limit => "変更を見張るファイルの数が、このパソコンの上限に達しているため".to_owned(),
        Notice::Fault(reason) => format!("このパソコンでは、変更の知らせを受け取れないため({reason})"),
    };
    complain(&format!("注意: {why}、1秒に3回ほどファイルを調べます(画面に出るのが少し遅くなります)"));
    if *notice == Notice::Limit {
        complain(
            "直し方: このままでも使えます。速くするには、ほかの編集ソフトなどを閉じて、もう一度実行してください。それでも同じときは、上限(Linux の fs.inotify.max_user_watches と fs.inotify.max_user_instances)を増やすよう、管理者に依頼してください",
        );
    }
}

/// The preferred port if it is free, otherwise 0: any free port.
fn free_port(preferred: u16) -> u16 {
    std::net::TcpListener::bind(("127.0.0.1", preferred)).map_or(0, |_| preferred)
}

/// Opens the browser of the system; returns whether it succeeded.
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
