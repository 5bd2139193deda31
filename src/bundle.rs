//! The site as a value: every path with how to make its bytes. Who made them, and where they go, is not known here.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::io::Write;

/// A path of the site below its root, as `goals/2022/seisaku-kikaku/1/index.html`: lower-case ASCII, no `..`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(String);

impl SitePath {
    /// Takes a path that the program itself has formed.
    pub fn new(path: impl Into<String>) -> Self {
        let path = path.into();
        debug_assert!(
            !path.is_empty() && !path.starts_with('/') && !path.split('/').any(|part| part.is_empty() || part == ".."),
            "a site path is relative and has no empty part: {path}"
        );
        Self(path)
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An artifact could not be made.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The theme's template failed; the text names its file and line.
    #[error("テーマに誤りがあります\n{0}")]
    Template(String),
    /// Two artifacts claim one path.
    #[error("2つの記録が同じ場所「{0}」に書き出されます")]
    Collision(String),
    /// A file format could not be written.
    #[error("「{path}」を作れません: {reason}")]
    Format {
        /// The artifact.
        path: String,
        /// What the writer of the format said.
        reason: String,
    },
    /// Whoever asked for the bytes could not take them.
    #[error("書き出しが途中で止まりました: {0}")]
    Sink(String),
}

impl From<std::io::Error> for Error {
    fn from(fault: std::io::Error) -> Self {
        Self::Sink(fault.to_string())
    }
}

/// Writes an artifact piece by piece.
pub type WriteTo<'a> = Box<dyn Fn(&mut dyn Write) -> Result<(), Error> + Send + Sync + 'a>;

/// How the bytes of one path come to be.
pub enum Artifact<'a> {
    /// They are here.
    Bytes(Vec<u8>),
    /// They are made when somebody asks.
    Lazy(Box<dyn Fn() -> Result<Vec<u8>, Error> + Send + Sync + 'a>),
    /// They are written piece by piece when somebody asks: for tables that are too long to be held.
    Stream(WriteTo<'a>),
}

impl Artifact<'_> {
    /// Makes the bytes.
    pub fn bytes(&self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.clone()),
            Self::Lazy(make) => make(),
            Self::Stream(write) => {
                let mut bytes = Vec::new();
                write(&mut bytes)?;
                Ok(bytes)
            }
        }
    }

    /// Writes the bytes, without holding those of a [`Artifact::Stream`].
    pub fn write_to(&self, to: &mut dyn Write) -> Result<(), Error> {
        match self {
            Self::Bytes(bytes) => to.write_all(bytes).map_err(Error::from),
            Self::Lazy(make) => to.write_all(&make()?).map_err(Error::from),
            Self::Stream(write) => write(to),
        }
    }
}

/// All paths of a site.
#[derive(Default)]
pub struct Bundle<'a>(BTreeMap<SitePath, Artifact<'a>>);

impl<'a> Bundle<'a> {
    /// A bundle without a path.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds bytes that are already there.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.insert(SitePath::new(path), Artifact::Bytes(bytes.into()));
    }

    /// Adds a path whose bytes are made when asked for.
    pub fn add_lazy(&mut self, path: impl Into<String>, make: impl Fn() -> Result<Vec<u8>, Error> + Send + Sync + 'a) {
        self.insert(SitePath::new(path), Artifact::Lazy(Box::new(make)));
    }

    /// Adds a path whose bytes are written piece by piece when asked for.
    pub fn add_stream(
        &mut self,
        path: impl Into<String>,
        write: impl Fn(&mut dyn Write) -> Result<(), Error> + Send + Sync + 'a,
    ) {
        self.insert(SitePath::new(path), Artifact::Stream(Box::new(write)));
    }

    /// Two artifacts at one path are refused when that path is made.
    fn insert(&mut self, path: SitePath, artifact: Artifact<'a>) {
        match self.0.entry(path) {
            Entry::Vacant(slot) => {
                slot.insert(artifact);
            }
            Entry::Occupied(mut slot) => {
                let path = slot.key().to_string();
                slot.insert(Artifact::Lazy(Box::new(move || Err(Error::Collision(path.clone())))));
            }
        }
    }

    /// Adds all paths of another bundle.
    pub fn extend(&mut self, other: Self) {
        for (path, artifact) in other.0 {
            self.insert(path, artifact);
        }
    }

    /// The artifact at a path.
    pub fn get(&self, path: &str) -> Option<&Artifact<'a>> {
        self.0.get(&SitePath(path.to_owned()))
    }

    /// Every path with its artifact, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&SitePath, &Artifact<'a>)> {
        self.0.iter()
    }

    /// How many paths there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a build is told from outside: no stage asks the clock or the environment.
#[derive(Debug, Clone, Default)]
pub struct Stamp {
    /// Version of the program that builds.
    pub generator: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_gives_the_same_bytes_in_pieces_and_at_once() {
        let mut bundle = Bundle::new();
        bundle.add_stream("a.txt", |to| (0..3).try_for_each(|n| write!(to, "{n}")).map_err(Error::from));
        let artifact = bundle.get("a.txt").expect("the path is there");
        let mut pieces = Vec::new();
        artifact.write_to(&mut pieces).expect("a vector takes everything");
        assert_eq!(pieces, artifact.bytes().expect("it can be made"));
        assert_eq!(pieces, b"012");
    }

    #[test]
    fn two_artifacts_at_one_path_are_an_error() {
        let mut bundle = Bundle::new();
        bundle.add("a.html", "1");
        bundle.add("a.html", "2");
        let made = bundle.get("a.html").expect("the path is there").bytes();
        assert!(matches!(made, Err(Error::Collision(path)) if path == "a.html"));
    }
}
