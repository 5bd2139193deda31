//! What a build is made from, as digests: the program, the content, the theme, and the day where a record waits for one.
//! Two builds with the same digest make the same site.

use mieruka::model::{Date, Release, Site};
use mieruka::publish::{Digest, moments};
use mieruka::render::Theme;
use mieruka::source::Sources;
use sha2::{Digest as _, Sha256};

/// What tells this build from others.
pub(crate) struct Inputs {
    /// This program, as far as the system lets it see itself: by its file, which is not read.
    pub(crate) program: Digest,
    /// Everything that the build depends on.
    pub(crate) all: Digest,
}

/// The digests of a build; none where the system does not tell which program this is.
pub(crate) fn digest(sources: &Sources, theme: &Theme, site: &Site, today: Date) -> Option<Inputs> {
    let program = program()?;
    let mut hash = Sha256::new();
    hash.update(program);
    hash.update(theme.digest());
    for (_, file) in sources.files() {
        [file.path.as_bytes(), file.text.as_bytes(), &file.bytes].into_iter().for_each(|part| {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        });
    }
    if site.kept_back().any(|release| matches!(release, Release::On(_))) {
        hash.update(today.iso());
    }
    Some(Inputs { program, all: hash.finalize().into() })
}

fn program() -> Option<Digest> {
    let path = std::env::current_exe().ok()?;
    let meta = path.metadata().ok()?;
    let mut hash = Sha256::new();
    hash.update(path.to_string_lossy().as_bytes());
    hash.update(meta.len().to_be_bytes());
    moments(&meta).into_iter().for_each(|moment| hash.update(moment.to_be_bytes()));
    Some(hash.finalize().into())
}
