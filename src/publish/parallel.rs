//! Work on many things at once, on threads of its own rather than rayon's: an artifact may hold a lock while it makes what
//! several share with rayon's help, and a rayon thread that waits for such help would take up the next artifact, which waits
//! for the same lock. These threads only wait.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Applies `act` to every item; the results come in the order of the items. After a failure no further item is begun.
pub(super) fn in_parallel<T, M, E>(items: &[T], act: impl Fn(&T) -> Result<M, E> + Sync) -> Result<Vec<M>, E>
where
    T: Sync,
    M: Send,
    E: Send,
{
    let next = AtomicUsize::new(0);
    let work = || {
        let mut made = Vec::new();
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(i) else { return Ok(made) };
            let result = act(item).inspect_err(|_| next.store(items.len(), Ordering::Relaxed))?;
            made.push((i, result));
        }
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let shares: Vec<Result<Vec<_>, E>> = thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let mut made: Vec<(usize, M)> = shares.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect();
    made.sort_unstable_by_key(|(i, _)| *i);
    Ok(made.into_iter().map(|(_, result)| result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_and_a_failure_wins() {
        let items: Vec<u32> = (0..1000).collect();
        assert_eq!(in_parallel(&items, |n| Ok::<_, ()>(n + 1)), Ok((1..=1000).collect()));
        assert_eq!(in_parallel(&items, |n| if *n == 500 { Err(*n) } else { Ok(()) }), Err(500));
    }
}
