//! The site as a value: every path with the way to make its bytes. Who makes them, and where they are written, is not
//! known here.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{Read, Write};
use std::sync::{Arc, OnceLock};

/// A path of the site below its root, as `goals/2022/seisaku-kikaku/1/index.html`: lower-case ASCII, no `..`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(String);

impl SitePath {
    /// A path formed by the program itself; panics if it is malformed.
    pub fn new(path: impl Into<String>) -> Self {
        let path = path.into();
        assert!(
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

/// Opens a file of an earlier publication by its path, if it was published.
pub type Open = dyn Fn(&str) -> Option<Box<dyn Read>> + Send + Sync;

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
    #[error("「{path}」を作成できません: {reason}")]
    Format {
        /// The artifact.
        path: String,
        /// The message of the writer of the format.
        reason: String,
    },
    /// The caller could not write the bytes.
    #[error("書き出しが途中で止まりました: {0}")]
    Sink(String),
}

impl From<std::io::Error> for Error {
    fn from(fault: std::io::Error) -> Self {
        Self::Sink(fault.to_string())
    }
}

/// Makes the bytes of an artifact.
pub type Make<'a> = Arc<dyn Fn() -> Result<Vec<u8>, Error> + Send + Sync + 'a>;

/// Writes an artifact piece by piece.
pub type WriteTo<'a> = Arc<dyn Fn(&mut dyn Write) -> Result<(), Error> + Send + Sync + 'a>;

/// Tells the SHA-256 of an artifact, in hexadecimal, without its bytes.
pub type TellSum<'a> = Arc<dyn Fn() -> Result<String, Error> + Send + Sync + 'a>;

/// The bytes of one path, or the way to make them. Clones share the function that makes them.
#[derive(Clone)]
pub enum Artifact<'a> {
    /// Finished bytes.
    Bytes(Vec<u8>),
    /// Bytes made lazily.
    Lazy(Make<'a>),
    /// Bytes made lazily of what is held for them alone, and how to let go of that when they are written.
    Held(Make<'a>, Arc<dyn Fn() + Send + Sync + 'a>),
    /// Bytes written piece by piece when requested: for tables too long to be kept in memory.
    Stream(WriteTo<'a>),
    /// The same, of which the sum is known as well.
    Summed(WriteTo<'a>, TellSum<'a>),
}

impl Artifact<'_> {
    /// Makes the bytes.
    pub fn bytes(&self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.clone()),
            Self::Lazy(make) | Self::Held(make, _) => make(),
            Self::Stream(write) | Self::Summed(write, _) => {
                let mut bytes = Vec::new();
                write(&mut bytes)?;
                Ok(bytes)
            }
        }
    }

    /// Writes the bytes; those of a stream are never all in memory.
    pub fn write_to(&self, to: &mut dyn Write) -> Result<(), Error> {
        match self {
            Self::Bytes(bytes) => to.write_all(bytes).map_err(Error::from),
            Self::Lazy(make) | Self::Held(make, _) => to.write_all(&make()?).map_err(Error::from),
            Self::Stream(write) | Self::Summed(write, _) => write(to),
        }
    }
}

/// All paths of a site. Those of a folder with many files may be a branch, which is listed lazily: a request for one
/// page does not list every page.
#[derive(Default)]
pub struct Bundle<'a> {
    artifacts: BTreeMap<SitePath, Artifact<'a>>,
    branches: BTreeMap<String, Vec<Branch<'a>>>,
    /// The paths that were added twice.
    collided: BTreeSet<SitePath>,
    /// The artifacts of paths that are claimed by a branch and elsewhere; found when the early or all paths are listed.
    clashes: [OnceLock<BTreeMap<SitePath, Artifact<'a>>>; 2],
}

struct Branch<'a> {
    grown: OnceLock<Bundle<'a>>,
    grow: Box<dyn Fn() -> Bundle<'a> + Send + Sync + 'a>,
    is_late: bool,
}

impl<'a> Branch<'a> {
    fn bundle(&self) -> &Bundle<'a> {
        self.grown.get_or_init(&self.grow)
    }
}

impl<'a> Bundle<'a> {
    /// A bundle without a path.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds finished bytes.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.insert(SitePath::new(path), Artifact::Bytes(bytes.into()));
    }

    /// Adds a path whose bytes are made lazily.
    pub fn add_lazy(&mut self, path: impl Into<String>, make: impl Fn() -> Result<Vec<u8>, Error> + Send + Sync + 'a) {
        self.insert(SitePath::new(path), Artifact::Lazy(Arc::new(make)));
    }

    /// The same for bytes of which much is held: `let_go` is called when they are written and not expected to be asked for again.
    pub fn add_held(
        &mut self,
        path: impl Into<String>,
        make: impl Fn() -> Result<Vec<u8>, Error> + Send + Sync + 'a,
        let_go: impl Fn() + Send + Sync + 'a,
    ) {
        self.insert(SitePath::new(path), Artifact::Held(Arc::new(make), Arc::new(let_go)));
    }

    /// Adds a path whose bytes are written piece by piece when requested.
    pub fn add_stream(
        &mut self,
        path: impl Into<String>,
        write: impl Fn(&mut dyn Write) -> Result<(), Error> + Send + Sync + 'a,
    ) {
        self.insert(SitePath::new(path), Artifact::Stream(Arc::new(write)));
    }

    /// The same for a path of which the sum is known.
    pub fn add_summed(
        &mut self,
        path: impl Into<String>,
        write: impl Fn(&mut dyn Write) -> Result<(), Error> + Send + Sync + 'a,
        sum: impl Fn() -> Result<String, Error> + Send + Sync + 'a,
    ) {
        self.insert(SitePath::new(path), Artifact::Summed(Arc::new(write), Arc::new(sum)));
    }

    /// Adds the paths below a folder (`programs/gyokaku-4/`), all of which begin with it.
    pub fn add_branch(&mut self, folder: impl Into<String>, grow: impl Fn() -> Bundle<'a> + Send + Sync + 'a) {
        self.put_branch(folder.into(), Box::new(grow), false);
    }

    /// The same for paths that take long to be known or made: meanwhile others can be made.
    pub fn add_late_branch(&mut self, folder: impl Into<String>, grow: impl Fn() -> Bundle<'a> + Send + Sync + 'a) {
        self.put_branch(folder.into(), Box::new(grow), true);
    }

    fn put_branch(&mut self, folder: String, grow: Box<dyn Fn() -> Bundle<'a> + Send + Sync + 'a>, is_late: bool) {
        self.branches.entry(folder).or_default().push(Branch { grown: OnceLock::new(), grow, is_late });
    }

    /// Adds an artifact. Two artifacts at one path are refused when that path is made.
    fn insert(&mut self, path: SitePath, artifact: Artifact<'a>) {
        match self.artifacts.entry(path) {
            Entry::Vacant(slot) => {
                slot.insert(artifact);
            }
            Entry::Occupied(mut slot) => {
                self.collided.insert(slot.key().clone());
                let clash = clash(slot.key());
                slot.insert(clash);
            }
        }
    }

    /// Adds all paths of another bundle.
    pub fn extend(&mut self, other: Self) {
        self.collided.extend(other.collided);
        for (path, artifact) in other.artifacts {
            self.insert(path, artifact);
        }
        for (folder, branches) in other.branches {
            self.branches.entry(folder).or_default().extend(branches);
        }
    }

    /// The artifact at a path.
    pub fn get(&self, path: &str) -> Option<&Artifact<'a>> {
        let here = self.artifacts.get(&SitePath(path.to_owned()));
        here.or_else(|| self.branches_above(path).find_map(|branch| branch.bundle().get(path)))
    }

    /// Whether somebody else claims a path as well, or, if it is that of a page, the folder around it.
    pub fn is_contested(&self, path: &str) -> bool {
        let here = self.artifacts.contains_key(&SitePath(path.to_owned()));
        let claims = usize::from(here) + self.branches_above(path).filter(|b| b.bundle().get(path).is_some()).count();
        let is_shared = |folder: &str| {
            let below =
                self.artifacts.range(SitePath(folder.to_owned())..).take_while(|(p, _)| p.0.starts_with(folder));
            below.take(2).any(|(other, _)| other.0 != path) || self.branches.keys().any(|key| key.starts_with(folder))
        };
        claims > 1
            || self.collided.contains(&SitePath(path.to_owned()))
            || path.strip_suffix("index.html").is_some_and(is_shared)
    }

    fn branches_above(&self, path: &str) -> impl Iterator<Item = &Branch<'a>> {
        let folders = path.match_indices('/').map(|(at, _)| &path[..=at]);
        folders.filter_map(|folder| self.branches.get(folder)).flatten()
    }

    /// The paths of which none is late, with their artifacts, in order.
    pub fn early(&self) -> Vec<(&SitePath, &Artifact<'a>)> {
        self.listed(|branch| !branch.is_late, &self.clashes[0])
    }

    /// Every path with its artifact, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&SitePath, &Artifact<'a>)> {
        self.listed(|_| true, &self.clashes[1]).into_iter()
    }

    fn listed<'b>(
        &'b self,
        is_wanted: impl Fn(&Branch<'a>) -> bool,
        clashes: &'b OnceLock<BTreeMap<SitePath, Artifact<'a>>>,
    ) -> Vec<(&'b SitePath, &'b Artifact<'a>)> {
        let mut all = Vec::new();
        self.gather(&is_wanted, &mut all);
        all.sort_by_key(|(path, _)| *path);
        let clashes = clashes.get_or_init(|| {
            let twice = all.windows(2).filter(|pair| pair[0].0 == pair[1].0);
            twice.map(|pair| (pair[0].0.clone(), clash(pair[0].0))).collect()
        });
        all.dedup_by_key(|(path, _)| *path);
        all.iter_mut().for_each(|(path, artifact)| *artifact = clashes.get(*path).unwrap_or(*artifact));
        all
    }

    fn gather<'b>(&'b self, is_wanted: &impl Fn(&Branch<'a>) -> bool, all: &mut Vec<(&'b SitePath, &'b Artifact<'a>)>) {
        all.extend(&self.artifacts);
        let wanted = self.branches.values().flatten().filter(|branch| is_wanted(branch));
        wanted.for_each(|branch| branch.bundle().gather(is_wanted, all));
    }

    /// How many paths there are.
    pub fn len(&self) -> usize {
        self.iter().len()
    }

    /// Whether there are no paths.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

fn clash<'a>(path: &SitePath) -> Artifact<'a> {
    let path = path.to_string();
    Artifact::Lazy(Arc::new(move || Err(Error::Collision(path.clone()))))
}

/// The inputs of a build from outside: no stage reads the clock or the environment.
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
        assert!(bundle.is_contested("a.html"));
    }

    #[test]
    fn a_page_may_not_take_the_folder_of_others() {
        let mut bundle = Bundle::new();
        bundle.add("p/index.html", "1");
        bundle.add("q/index.html", "1");
        bundle.add("q/a.csv", "2");
        bundle.add("r/index.html", "1");
        bundle.add_branch("r/s/", Bundle::new);
        let contested = ["p", "q", "r"].map(|name| bundle.is_contested(&format!("{name}/index.html")));
        assert_eq!(contested, [false, true, true]);
    }

    #[test]
    fn a_branch_is_grown_when_somebody_looks_into_it() {
        let grown = OnceLock::new();
        let mut bundle = Bundle::new();
        bundle.add("index.html", "top");
        bundle.add_branch("p/", || {
            grown.set(()).expect("it is grown once");
            let mut branch = Bundle::new();
            branch.add("p/1.html", "1");
            branch.add("p/2.html", "2");
            branch
        });
        assert!(bundle.get("index.html").is_some() && bundle.get("q/1.html").is_none());
        assert!(grown.get().is_none());
        assert!(bundle.get("p/2.html").is_some() && bundle.get("p/3.html").is_none());
        let paths: Vec<_> = bundle.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["index.html", "p/1.html", "p/2.html"]);
    }

    #[test]
    fn what_is_late_is_left_for_later() {
        let mut bundle = Bundle::new();
        bundle.add("index.html", "top");
        bundle.add_late_branch("s/", || {
            let mut branch = Bundle::new();
            branch.add("s/1.js", "1");
            branch
        });
        let paths = |listed: Vec<(&SitePath, _)>| listed.iter().map(|(path, _)| path.to_string()).collect::<Vec<_>>();
        assert_eq!(paths(bundle.early()), ["index.html"]);
        assert!(bundle.branches["s/"][0].grown.get().is_none());
        assert_eq!(paths(bundle.iter().collect()), ["index.html", "s/1.js"]);
    }

    #[test]
    fn a_branch_and_another_claim_one_path() {
        let mut bundle = Bundle::new();
        bundle.add("p/1.html", "1");
        bundle.add_branch("p/", || {
            let mut branch = Bundle::new();
            branch.add("p/1.html", "2");
            branch
        });
        let made: Vec<_> = bundle.iter().map(|(_, artifact)| artifact.bytes()).collect();
        assert!(matches!(made.as_slice(), [Err(Error::Collision(path))] if path == "p/1.html"));
    }
}
