//! Parallel work on many items: the only way in which files are read, rules applied, artifacts written and documents
//! split into words.
//!
//! It uses threads of its own rather than a pool's: an artifact may hold a lock while it makes what several share (the
//! search index), and that again is made in parallel. A pool's thread that waits for such work takes the next artifact
//! meanwhile, which waits for the same lock. These threads only wait. Starting one costs about a tenth of a
//! millisecond, as much as reading a file or applying a rule: there are never more threads than items, and a single
//! item is processed by the caller's thread.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// Applies `act` to every item; the results are in the order of the items.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], act: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let mut results = Vec::with_capacity(items.len());
    in_order(items, act, |result| results.push(result));
    results
}

/// The same for items that are used up: each is released as soon as it is done.
pub(crate) fn map_each<T: Send, R: Send>(items: Vec<T>, act: impl Fn(T) -> R + Sync) -> Vec<R> {
    let items: Vec<_> = items.into_iter().map(|item| Mutex::new(Some(item))).collect();
    map(&items, |item| act(item.lock().ok().and_then(|mut item| item.take()).expect("each is taken once")))
}

/// The same for a function that may fail: after a failure no further item is begun.
pub(crate) fn try_map<T, R, E>(items: &[T], act: impl Fn(&T) -> Result<R, E> + Sync) -> Result<Vec<R>, E>
where
    T: Sync,
    R: Send,
    E: Send,
{
    map(items, until_failure(&act)).into_iter().flatten().collect()
}

/// Does nothing more after a failure.
fn until_failure<T, R, E>(act: impl Fn(&T) -> Result<R, E>) -> impl Fn(&T) -> Option<Result<R, E>> {
    let has_failed = AtomicBool::new(false);
    move |item| {
        let is_wanted = !has_failed.load(Ordering::Relaxed);
        is_wanted.then(|| act(item).inspect_err(|_| has_failed.store(true, Ordering::Relaxed)))
    }
}

/// Does two things at the same time.
pub fn both<A, B: Send>(one: impl FnOnce() -> A, other: impl FnOnce() -> B + Send) -> (A, B) {
    let other = Mutex::new(Some(other));
    let do_other = || other.lock().ok().and_then(|mut other| other.take()).map(|other| other());
    thread::scope(|scope| {
        let beside = thread::Builder::new().spawn_scoped(scope, do_other).ok();
        let one = one();
        let done = beside.and_then(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        (one, done.or_else(do_other).expect("where there is no thread for it, it is done here"))
    })
}

/// Applies `act` to every item and passes each result to `take` in the order of the items, as soon as possible. A panic
/// reaches the caller unchanged.
pub(crate) fn in_order<T, R>(items: &[T], act: impl Fn(&T) -> R + Sync, take: impl FnMut(R) + Send)
where
    T: Sync,
    R: Send,
{
    let next = AtomicUsize::new(0);
    let taken = Mutex::new((0, BTreeMap::new(), take));
    let work = || {
        while let Some((place, item)) = next_of(items, &next) {
            let result = act(item);
            // Another thread panicked in `take`; that panic reaches the caller.
            let Ok(mut taken) = taken.lock() else { return };
            let (expected, waiting, take) = &mut *taken;
            waiting.insert(place, result);
            while let Some(result) = waiting.remove(expected) {
                take(result);
                *expected += 1;
            }
        }
    };
    on_threads(items.len(), work);
}

/// Does the work for so many items on several threads, of which the caller's is one. A panic reaches the caller unchanged.
fn on_threads(items: usize, work: impl Fn() + Sync) {
    thread::scope(|scope| {
        // Where the system grants no more threads, fewer do the work.
        let spawn = |_| thread::Builder::new().spawn_scoped(scope, &work).ok();
        let others: Vec<_> = (1..threads(items)).map_while(spawn).collect();
        work();
        others.into_iter().for_each(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
    });
}

fn next_of<'t, T>(items: &'t [T], next: &AtomicUsize) -> Option<(usize, &'t T)> {
    let place = next.fetch_add(1, Ordering::Relaxed);
    items.get(place).map(|item| (place, item))
}

/// The number of threads for so many items, including the caller's.
fn threads(items: usize) -> usize {
    if items < 2 { 1 } else { thread::available_parallelism().map_or(1, NonZero::get).min(items) }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::thread::current;

    use super::*;

    #[test]
    fn results_keep_the_order_and_a_failure_wins() {
        let items: Vec<u32> = (0..1000).collect();
        assert_eq!(map(&items, |n| n + 1), (1..=1000).collect::<Vec<_>>());
        assert_eq!(map_each(items.clone(), |n| n + 1), (1..=1000).collect::<Vec<_>>());
        assert_eq!(try_map(&items, |n| Ok::<_, ()>(n + 1)), Ok((1..=1000).collect()));
        assert_eq!(try_map(&items, |n| if *n == 500 { Err(*n) } else { Ok(()) }), Err(500));
    }

    #[test]
    fn two_things_are_done_by_two_threads() {
        let (one, other) = both(|| current().id(), || current().id());
        assert_eq!(one, current().id());
        assert_ne!(one, other);
    }

    #[test]
    fn slow_items_are_waited_for_in_their_place() {
        let items: Vec<u64> = (0..40).collect();
        let mut seen = Vec::new();
        let slow_first = |n: &u64| {
            thread::sleep(std::time::Duration::from_millis(if *n == 0 { 30 } else { 1 }));
            *n
        };
        in_order(&items, slow_first, |n| seen.push(n));
        assert_eq!(seen, items);
    }

    #[test]
    fn a_panic_travels_as_it_was() {
        let items: Vec<u32> = (0..100).collect();
        let panic = |run: &dyn Fn()| {
            let payload = catch_unwind(AssertUnwindSafe(run)).expect_err("it panics");
            payload.downcast_ref::<&str>().copied()
        };
        let act = |n: &u32| if *n == 50 { std::panic::panic_any("in an item") } else { *n };
        assert_eq!(panic(&|| drop(map(&items, act))), Some("in an item"));
        let take = |n| {
            if n == 50 {
                std::panic::panic_any("in taking")
            }
        };
        assert_eq!(panic(&|| in_order(&items, |n| *n, take)), Some("in taking"));
        assert_eq!(panic(&|| both(|| (), || std::panic::panic_any("beside")).1), Some("beside"));
    }

    #[test]
    fn one_item_stays_with_its_thread_and_none_is_no_work() {
        assert_eq!(map(&[()], |()| current().id()), [current().id()]);
        assert_eq!(map(&[], |(): &()| ()), []);
    }
}
