//! Connects an edition and the server: the [`Stage`] is the edition's side, the [`Desk`] the server's.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde::Serialize;
use tokio::sync::{oneshot, watch};

use super::answer::{Answer, answer};
use super::told::Told;
use crate::bundle::Bundle;

/// How many requests an edition answers at a time.
const CLERKS: usize = 4;

/// How often a request is sent to a newer edition when its own has ended.
const PATIENCE: usize = 3;

/// A half-written file is soon complete: errors are reported only after they have persisted for this time.
const GRACE: Duration = Duration::from_millis(120);

/// Requests have priority: an edition is examined after it has been shown for this time.
const CALM: Duration = Duration::from_millis(80);

/// The state that the browser receives at every change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct News {
    /// The number of editions without errors; 0 while there is none.
    pub(super) edition: u64,
    /// The number of editions in which more than stylesheets changed: a page of an older one is reloaded.
    pub(super) pages: u64,
    /// Why the current content cannot be shown.
    refused: Option<Told>,
    /// The errors in the content that is shown.
    found: Option<Told>,
    /// Whether the numbers below are known.
    examined: bool,
    errors: usize,
    warnings: usize,
    /// The number of parts of records that wait for publication.
    waiting: usize,
}

/// What an edition changes for a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renewal {
    /// Possibly the page.
    Pages,
    /// Only the stylesheets.
    Styles,
}

struct Request {
    path: String,
    reply: oneshot::Sender<Answer>,
}

/// The server's side.
#[derive(Debug)]
pub(super) struct Desk {
    current: Mutex<Option<Sender<Request>>>,
    news: watch::Sender<News>,
    findings: Mutex<Arc<Told>>,
    /// The number of editions that were shown or refused.
    begun: AtomicU64,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            current: Mutex::default(),
            news: watch::Sender::new(News::default()),
            findings: Mutex::default(),
            begun: AtomicU64::new(0),
        }
    }
}

impl Desk {
    /// Subscribes to the news from now on.
    pub(super) fn news(&self) -> watch::Receiver<News> {
        self.news.subscribe()
    }

    /// The numbers [`News::edition`] and [`News::pages`].
    pub(super) fn state(&self) -> (u64, u64) {
        let news = self.news.borrow();
        (news.edition, news.pages)
    }

    /// All errors and warnings.
    pub(super) fn findings(&self) -> Arc<Told> {
        Arc::clone(&self.findings.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Sends a request to the current edition; waits for the first one unless the content is known to be faulty.
    pub(super) async fn ask(&self, path: &str) -> Answer {
        for _ in 0..PATIENCE {
            let Some(edition) = self.edition().await else { return Answer::NothingYet };
            let (reply, answer) = oneshot::channel();
            if edition.send(Request { path: path.to_owned(), reply }).is_err() {
                continue;
            }
            drop(edition);
            if let Ok(answer) = answer.await {
                return answer;
            }
        }
        Answer::Failed(
            "このページを作る途中で止まりました。mieruka serve を実行した画面の表示を確認してください".to_owned(),
        )
    }

    async fn edition(&self) -> Option<Sender<Request>> {
        let begun = |news: &News| news.edition > 0 || news.refused.is_some();
        self.news().wait_for(begun).await.ok()?;
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, told: Told) {
        *self.findings.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(told);
    }
}

/// The edition's side: either shows its bundle or refuses to.
#[derive(Debug)]
pub struct Stage {
    desk: Arc<Desk>,
    settled: Sender<()>,
}

impl Stage {
    pub(super) fn new(desk: Arc<Desk>) -> (Self, Receiver<()>) {
        let (settled, receiver) = mpsc::channel();
        (Self { desk, settled }, receiver)
    }

    /// Counts this edition; its later reports are sent only while it is the last one.
    fn begin(&self) -> u64 {
        self.desk.begun.fetch_add(1, Ordering::SeqCst) + 1
    }

    fn is_last(&self, begun: u64) -> bool {
        self.desk.begun.load(Ordering::SeqCst) == begun
    }

    /// Reports the errors and returns `true`, unless another edition has begun meanwhile; the last edition without
    /// errors stays.
    pub fn refuse(&self, told: Told) -> bool {
        let begun = self.begin();
        let _ = self.settled.send(());
        thread::sleep(GRACE);
        if !self.is_last(begun) {
            return false;
        }
        let (errors, warnings) = (told.errors, told.warnings);
        let refused = Some(told.errors());
        self.desk.keep(told);
        self.desk.news.send_modify(|news| {
            *news = News { refused, found: None, examined: true, errors, warnings, ..news.clone() }
        });
        true
    }

    /// Ends the edition without a report: nothing has changed.
    pub fn pass(&self) {
        let _ = self.settled.send(());
    }

    /// Replaces the last edition and answers requests from this bundle until the next one replaces it. `examine`
    /// returns the errors and warnings; it does not run if the next edition follows soon. `mount` is the path at which
    /// it will be published.
    pub fn show(&self, bundle: &Bundle<'_>, mount: &str, renewal: Renewal, examine: impl FnOnce() -> Told + Send) {
        let mount = mount.trim_start_matches('/');
        let begun = self.begin();
        let (asking, requests) = mpsc::channel();
        let former = self.desk.current.lock().unwrap_or_else(PoisonError::into_inner).replace(asking);
        drop(former);
        let mut edition = 0;
        self.desk.news.send_modify(|news| {
            edition = news.edition + 1;
            news.edition = edition;
            news.pages += u64::from(renewal == Renewal::Pages);
            news.refused = None;
        });
        let _ = self.settled.send(());
        let requests = Mutex::new(requests);
        thread::scope(|scope| {
            (0..CLERKS).for_each(|_| drop(scope.spawn(|| attend(&requests, bundle, mount))));
            scope.spawn(move || {
                thread::sleep(CALM);
                if self.is_last(begun) {
                    self.tell(edition, examine());
                }
            });
        });
    }

    fn tell(&self, edition: u64, told: Told) {
        let (errors, warnings, waiting) = (told.errors, told.warnings, told.waits());
        let found = (errors > 0).then(|| told.errors());
        self.desk.news.send_if_modified(|news| {
            if news.edition != edition || news.refused.is_some() {
                return false;
            }
            *news = News { found, examined: true, errors, warnings, waiting, ..news.clone() };
            self.desk.keep(told);
            true
        });
    }
}

fn attend(requests: &Mutex<Receiver<Request>>, bundle: &Bundle<'_>, mount: &str) {
    loop {
        let next = requests.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Request { path, reply }) = next else { return };
        let _ = reply.send(answer(bundle, mount, &path));
    }
}
