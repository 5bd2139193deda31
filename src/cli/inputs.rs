//! The inputs of a build as digests: the program, the content, the theme, and the day if a record waits for one. Two builds
//! with the same digest make the same site.

use mieruka::digest::{Digest, Parts};
use mieruka::model::{Date, Release, Site};
use mieruka::publish::fingerprint;
use mieruka::render::Theme;
use mieruka::source::Sources;

/// The digests of a build.
pub(crate) struct Inputs {
    /// This program: path and metadata of its file, which is not read.
    pub(crate) program: Digest,
    /// All inputs.
    pub(crate) all: Digest,
}

/// The digests of a build; `None` if the system does not say which file this program is.
pub(crate) fn digest(sources: &Sources, theme: &Theme, site: &Site, today: Date) -> Option<Inputs> {
    let program = program()?;
    let mut all = Parts::default();
    all.add(program);
    all.add(theme.digest());
    for (_, file) in sources.files() {
        [file.path.as_bytes(), file.text.as_bytes(), &file.bytes].into_iter().for_each(|part| all.add(part));
    }
    if site.kept_back().any(|release| matches!(release, Release::On(_))) {
        all.add(today.iso());
    }
    Some(Inputs { program, all: all.finish() })
}

fn program() -> Option<Digest> {
    let path = std::env::current_exe().ok()?;
    let meta = path.metadata().ok()?;
    let mut parts = Parts::default();
    parts.add(path.to_string_lossy().as_bytes());
    parts.add(fingerprint(&meta));
    Some(parts.finish())
}
