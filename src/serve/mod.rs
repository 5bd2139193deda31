//! The preview: the site as it would be published, rendered page by page on request, and rebuilt at every save.
//!
//! An *edition* is one reading of the content. A [`Bundle`](crate::bundle::Bundle) borrows from the records it was
//! composed from, so each edition runs on a thread of its own whose stack owns everything: the `edit` function of the
//! caller reads and composes there and calls [`Stage::show`], which answers requests until the next edition without
//! errors replaces it. An edition with errors calls [`Stage::refuse`]: its report is shown over the last edition
//! without errors, which stays.
//!
//! Writes nothing, serves nothing but the bundle, and answers requests from this machine only.

mod answer;
mod changes;
mod poll;
mod server;
mod stage;
mod told;
mod watch;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;

pub use changes::Changes;
pub use stage::{Renewal, Stage};
pub use told::{Told, Wait};

use crate::outside::reason;
use changes::Listener;
use stage::Desk;
use watch::Watch;

/// Why the preview cannot start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port is in use.
    #[error("ポート番号 {port} を使えません: {}。別の黒い画面で mieruka serve が動いているなら、それを Ctrl+C で終えるか、--port で別の番号を指定してください", reason(.source))]
    Port {
        /// The port.
        port: u16,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// The server could not be started.
    #[error("プレビューを始められません: {}", reason(.0))]
    Start(std::io::Error),
}

/// How changes are detected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// The system notifies about them, as far as it can.
    Told,
    /// The folders are polled.
    Looking,
}

/// Why the folders are polled, for the message on the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The user chose it.
    Asked,
    /// Other machines can change the folder, and the system does not notify about that.
    Remote,
    /// The system has no more watches.
    Limit,
    /// The system does not notify at all, for another reason.
    Fault(String),
}

/// Serves until the process ends: calls `edit` at once and after every change below the watched folders, and `ready` as
/// soon as the server accepts connections, with the address and why the folders are polled, if they are. Port 0 selects
/// any free port.
pub fn serve(
    port: u16,
    watched: &[PathBuf],
    sight: Sight,
    edit: impl Fn(&Stage, Changes) + Send + Sync + 'static,
    ready: impl FnOnce(SocketAddr, Option<Notice>),
) -> Result<(), Error> {
    let desk = Arc::new(Desk::default());
    let (tell, seen) = mpsc::channel();
    let watch = Watch::start(watched, sight, &tell);
    let notice = watch.notice.clone();
    let editing = Arc::clone(&desk);
    let editor = thread::Builder::new().spawn(move || direct(&editing, &Arc::new(edit), watch, Listener::new(seen)));
    editor.map_err(Error::Start)?;
    server::run(port, desk, |address| ready(address, notice))
}

/// Runs one edition after the other, never two at once.
fn direct(
    desk: &Arc<Desk>,
    edit: &Arc<impl Fn(&Stage, Changes) + Send + Sync + 'static>,
    mut watch: Watch,
    mut listener: Listener,
) {
    let mut changes = Changes::everything();
    loop {
        let (stage, settled) = Stage::new(Arc::clone(desk));
        let edit = Arc::clone(edit);
        thread::spawn(move || edit(&stage, changes));
        // A disconnected channel means that the edition has ended by itself.
        let _ = settled.recv();
        let Some(next) = listener.next() else { return };
        changes = watch.renewed(next);
    }
}
