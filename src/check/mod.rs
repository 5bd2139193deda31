//! `check`: what only the whole content shows.

use crate::diagnostic::Diagnostics;
use crate::model::Site;

/// Applies every rule.
pub fn check(_site: &Site) -> Diagnostics {
    Diagnostics::default()
}
