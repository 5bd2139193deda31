//! Records in the order of publication, each shared by every site that contains it: after a save in the preview the new
//! site and the previous one share all unchanged records.

use std::ops::Index;
use std::slice;
use std::sync::Arc;

/// Records of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Records<T>(Vec<Arc<T>>);

/// Iterates over records.
type Iter<'r, T> = std::iter::Map<slice::Iter<'r, Arc<T>>, fn(&'r Arc<T>) -> &'r T>;

impl<T> Records<T> {
    /// Every record in order.
    pub fn iter(&self) -> Iter<'_, T> {
        self.0.iter().map(Arc::as_ref)
    }

    /// The record at an index.
    pub fn get(&self, at: usize) -> Option<&T> {
        self.0.get(at).map(Arc::as_ref)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Clone> Records<T> {
    /// Keeps the records that match.
    pub(super) fn retain(&mut self, is_wanted: impl Fn(&T) -> bool) {
        self.0.retain(|record| is_wanted(record));
    }

    /// Every record, to be changed; those that another site shares are copied first.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.0.iter_mut().map(Arc::make_mut)
    }

    /// Changes the records for which it `matters`. One that another site shares is copied first: that site does not
    /// change.
    pub(super) fn change(&mut self, matters: impl Fn(&T) -> bool, change: impl Fn(&mut T)) {
        let records = self.0.iter_mut().filter(|record| matters(record));
        records.for_each(|record| change(Arc::make_mut(record)));
    }
}

impl<T> Default for Records<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<Arc<T>>> for Records<T> {
    fn from(records: Vec<Arc<T>>) -> Self {
        Self(records)
    }
}

impl<T> Index<usize> for Records<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        &self.0[at]
    }
}

impl<'r, T> IntoIterator for &'r Records<T> {
    type Item = &'r T;
    type IntoIter = Iter<'r, T>;

    fn into_iter(self) -> Iter<'r, T> {
        self.iter()
    }
}
