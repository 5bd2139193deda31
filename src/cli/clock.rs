//! The stages of a run: how long each took, and, on a terminal and after a second, a line that says which one is at work.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::report::grouped;
use super::terminal::{is_watched, rewrite};

/// What lasts no longer needs no line.
const LONG: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(200);

/// Measures the stages of a run. When it goes, its line goes too.
#[derive(Debug)]
pub(crate) struct Clock {
    start: Instant,
    stage: Option<(&'static str, Instant)>,
    laps: Vec<(&'static str, Duration)>,
    line: Option<Line>,
}

impl Clock {
    /// Starts now, and shows on a terminal what lasts.
    pub(crate) fn start() -> Self {
        let line = if is_watched() { Line::start() } else { None };
        Self { start: Instant::now(), stage: None, laps: Vec::new(), line }
    }

    /// Begins a stage, and ends the one before.
    pub(crate) fn begin(&mut self, stage: &'static str) {
        self.begin_counting(stage, 0, &Arc::default());
    }

    /// Begins a stage of so many things, which are counted as they are done.
    pub(crate) fn begin_counting(&mut self, stage: &'static str, of: usize, done: &Arc<AtomicUsize>) {
        self.end();
        self.stage = Some((stage, Instant::now()));
        if let Some(line) = &self.line {
            line.work().at = Some(At { stage, of, done: Arc::clone(done) });
        }
    }

    /// Ends the last stage.
    pub(crate) fn end(&mut self) {
        self.laps.extend(self.stage.take().map(|(stage, since)| (stage, since.elapsed())));
        if let Some(line) = &self.line {
            line.work().at = None;
        }
    }

    /// 0.12 秒.
    pub(crate) fn total(&self) -> String {
        format!("{:.2} 秒", self.start.elapsed().as_secs_f64())
    }

    /// A row for each stage, tab-separated so that it can be pasted into a spreadsheet.
    pub(crate) fn table(&self, files: usize, records: usize, made: usize) -> String {
        let mut table = String::from("処理\tミリ秒\n");
        for (stage, time) in &self.laps {
            let _ = writeln!(table, "{stage}\t{:.1}", time.as_secs_f64() * 1e3);
        }
        let _ = writeln!(table, "合計\t{:.1}", self.start.elapsed().as_secs_f64() * 1e3);
        let _ = writeln!(table, "読んだファイル\t{files}\n記録\t{records}\n作ったファイル\t{made}");
        if let Some(memory) = peak_memory() {
            let _ = writeln!(table, "最大メモリー(MB)\t{memory:.0}");
        }
        table.truncate(table.trim_end().len());
        table
    }
}

/// The most memory that the process has used, in megabytes, if the system reports it.
fn peak_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()? / 1024.0)
}

/// The line that a thread rewrites.
#[derive(Debug)]
struct Line {
    shared: Arc<(Mutex<Work>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Work {
    at: Option<At>,
    is_over: bool,
}

/// The stage that is at work.
#[derive(Debug)]
struct At {
    stage: &'static str,
    of: usize,
    done: Arc<AtomicUsize>,
}

impl Line {
    /// Starts the thread, if the system grants one.
    fn start() -> Option<Self> {
        let shared: Arc<(Mutex<Work>, Condvar)> = Arc::default();
        let its = Arc::clone(&shared);
        let thread = thread::Builder::new().spawn(move || watch(&its)).ok()?;
        Some(Self { shared, thread: Some(thread) })
    }

    fn work(&self) -> MutexGuard<'_, Work> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.work().is_over = true;
        self.shared.1.notify_all();
        self.thread.take().map(JoinHandle::join);
    }
}

fn watch((work, over): &(Mutex<Work>, Condvar)) {
    let start = Instant::now();
    let mut work = work.lock().unwrap_or_else(PoisonError::into_inner);
    while !work.is_over {
        let pause = LONG.saturating_sub(start.elapsed()).max(PAUSE);
        work = over.wait_timeout(work, pause).unwrap_or_else(PoisonError::into_inner).0;
        let line = work.at.as_ref().filter(|_| !work.is_over && start.elapsed() >= LONG);
        rewrite(line.map(|at| at.line(start.elapsed())).unwrap_or_default());
    }
}

impl At {
    /// 生成と書き出し 1,234 / 45,000(12 秒).
    fn line(&self, since: Duration) -> String {
        let seconds = since.as_secs();
        if self.of == 0 {
            return format!("{}({seconds} 秒)", self.stage);
        }
        let [done, of] = [self.done.load(Ordering::Relaxed).min(self.of), self.of].map(|count| grouped(count as u64));
        format!("{} {done} / {of}({seconds} 秒)", self.stage)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_is_done_of_how_many() {
        let at = |of, done| At { stage: "書き出し", of, done: Arc::new(AtomicUsize::new(done)) };
        let since = Duration::from_millis(12_900);
        assert_eq!(at(45_000, 1_234).line(since), "書き出し 1,234 / 45,000(12 秒)");
        assert_eq!(at(0, 0).line(since), "書き出し(12 秒)");
    }
}
