//! Ctrl+C, and the system's request to end, while something is written: the work is given up and leaves nothing behind.

use std::io;
use std::process::exit;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// A flag that is set by the first such signal; the second ends the program at once. Where signals cannot be received, the
/// first does.
pub(super) fn watched() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_io().build() {
        let stop = Arc::clone(&stop);
        let _ = thread::Builder::new().spawn(move || runtime.block_on(listen(&stop)));
    }
    stop
}

#[cfg(unix)]
async fn listen(stop: &AtomicBool) -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    loop {
        tokio::select! {
            _ = interrupt.recv() => request(stop),
            _ = terminate.recv() => request(stop),
        }
    }
}

#[cfg(not(unix))]
async fn listen(stop: &AtomicBool) -> io::Result<()> {
    loop {
        tokio::signal::ctrl_c().await?;
        request(stop);
    }
}

fn request(stop: &AtomicBool) {
    if stop.swap(true, Ordering::Relaxed) {
        exit(2);
    }
}
