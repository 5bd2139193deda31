//! The inputs of a build as digests: the program, the content, the theme, and the day if a record waits for one. Two builds
//! with the same digest make the same site and have the same findings.

use std::path::Path;

use mieruka::digest::{Digest, Parts};
use mieruka::model::{Date, Release, Site};
use mieruka::publish::fingerprint;
use mieruka::render::Theme;
use mieruka::source::Sources;

/// The digests of a build.
pub(crate) struct Inputs {
    /// Of all inputs except the day.
    without_day: Digest,
    /// Of all inputs.
    with_day: Digest,
    /// Of what is printed about the content: all inputs, and the path by which it was named.
    pub(crate) printed: Digest,
}

impl Inputs {
    /// The digest of what the site is made from: the day is part of it if a record waits for one.
    pub(crate) fn of(&self, site: &Site) -> Digest {
        let waits = site.kept_back().any(|release| matches!(release, Release::On(_)));
        if waits { self.with_day } else { self.without_day }
    }
}

/// The digests of a build; `None` if the system does not say which file this program is.
pub(crate) fn digest(sources: &Sources, theme: &Theme, (content, today): (&Path, Date)) -> Option<Inputs> {
    let mut all = Parts::default();
    all.add(program()?);
    all.add(theme.digest());
    for (_, file) in sources.files() {
        [file.path.as_bytes(), file.text.as_bytes(), &file.bytes].into_iter().for_each(|part| all.add(part));
    }
    let without_day = all.finish();
    let with_day = both(without_day, today.iso());
    let printed = both(with_day, content.as_os_str().as_encoded_bytes());
    Some(Inputs { without_day, with_day, printed })
}

fn both(of: Digest, more: impl AsRef<[u8]>) -> Digest {
    let mut parts = Parts::default();
    parts.add(of);
    parts.add(more);
    parts.finish()
}

fn program() -> Option<Digest> {
    let path = std::env::current_exe().ok()?;
    let meta = path.metadata().ok()?;
    let mut parts = Parts::default();
    parts.add(path.to_string_lossy().as_bytes());
    parts.add(fingerprint(&meta));
    Some(parts.finish())
}
