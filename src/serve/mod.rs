//! The preview: the site as it would be published, made page by page as the browser asks, and made anew at every save.
//!
//! An *edition* is one reading of the content. A [`Bundle`](crate::bundle::Bundle) borrows from the records it was composed from, so each edition
//! lives on a thread of its own, on whose stack everything is owned: the editor (given by the caller, who knows how a page
//! is made) reads and composes there and calls [`Stage::show`], which answers requests until the next good edition takes its
//! place. An edition with errors calls [`Stage::refuse`]: its report is shown over the last good one, which stays.
//!
//! Nothing is written, nothing but the bundle is served, and nobody but this machine is answered.

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

/// The preview cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody else answers at this port.
    #[error("ポート {port} で待ち受けられません: {}。--port で別の番号を指定してください", reason(.source))]
    Port {
        /// The port.
        port: u16,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The server could not be started.
    #[error("プレビューを始められません: {}", reason(.0))]
    Start(std::io::Error),
}

/// How changes are to be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// The system tells of them, as far as it can.
    Told,
    /// The folders are looked through again and again.
    Looking,
}

/// Why the folders are looked through, as the person at the terminal should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// Somebody wants it so.
    Asked,
    /// Other machines change the folder, and the system does not tell of that.
    Remote,
    /// The system has no more watches to give.
    Limit,
    /// The system tells of nothing, for another reason.
    Fault(String),
}

/// Serves until the process is ended: calls `edit` at once and after every change below the watched folders, and `ready`
/// with the address as soon as a browser may come, and with what is to be known of how changes are seen. Port 0 takes any
/// that is free.
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

/// Has one edition made after the other, never two at once.
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
