//! Where an edition meets its readers: the [`Stage`] is the edition's side, the [`Desk`] the server's.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde::Serialize;
use tokio::sync::{oneshot, watch};

use super::answer::{Answer, answer};
use crate::bundle::Bundle;

/// How many requests of one browser are answered at a time.
const CLERKS: usize = 4;

/// How often a request is carried to a newer edition when its own went away.
const PATIENCE: usize = 3;

/// What the browser is told whenever it changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct News {
    /// Counts the good editions; 0 while there is none.
    pub(super) edition: u64,
    /// What is wrong with the content as it now is; empty where nothing is.
    pub(super) report: String,
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
}

impl Default for Desk {
    fn default() -> Self {
        Self { current: Mutex::default(), news: watch::Sender::new(News::default()) }
    }
}

impl Desk {
    /// Follows the news from now on.
    pub(super) fn news(&self) -> watch::Receiver<News> {
        self.news.subscribe()
    }

    /// Lets the present edition answer; waits for the first one unless the content is known to be faulty.
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
        Answer::Failed("このページを作る途中で止まりました。端末の表示を確かめてください".to_owned())
    }

    async fn edition(&self) -> Option<Sender<Request>> {
        let begun = |news: &News| news.edition > 0 || !news.report.is_empty();
        self.news().wait_for(begun).await.ok()?;
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The edition's side: it either shows its bundle or refuses to.
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

    /// Tells what is wrong; the last good edition stays.
    pub fn refuse(&self, report: String) {
        self.desk.news.send_modify(|news| news.report = report);
        let _ = self.settled.send(());
    }

    /// Takes the place of the last edition and answers for this bundle until the next one comes.
    pub fn show(&self, bundle: &Bundle<'_>) {
        let (asking, requests) = mpsc::channel();
        let former = self.desk.current.lock().unwrap_or_else(PoisonError::into_inner).replace(asking);
        drop(former);
        self.desk.news.send_modify(|news| *news = News { edition: news.edition + 1, report: String::new() });
        let _ = self.settled.send(());
        let requests = Mutex::new(requests);
        thread::scope(|scope| {
            (0..CLERKS).for_each(|_| drop(scope.spawn(|| attend(&requests, bundle))));
        });
    }
}

fn attend(requests: &Mutex<Receiver<Request>>, bundle: &Bundle<'_>) {
    loop {
        let next = requests.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Request { path, reply }) = next else { return };
        let _ = reply.send(answer(bundle, &path));
    }
}
