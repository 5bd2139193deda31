//! `search`: the index for the search page, and everything needed to make it. Queries are answered by the theme's
//! `search.js`, not here; both share `format.rs` and the normal form. Other engines take the documents as lines of JSON.

mod amounts;
mod asked;
mod corpus;
mod cuts;
mod document;
mod facets;
mod format;
mod former;
mod grams;
mod index;
mod keys;
mod lexicon;
mod mixed;
mod normalize;
mod numbered;
mod ranks;
mod reading;
mod runs;
mod senses;
mod tables;
mod tokenizer;
mod writer;
mod years;

use std::fmt;
use std::sync::{Arc, OnceLock};

pub use asked::{Asked, Questions};
pub use corpus::corpus;
pub use former::Former;
pub use tokenizer::{Error, Tokenizer};

use crate::bundle::{self, Bundle};
use crate::model::{Relations, Site};
use cuts::Cutters;
use document::{Subject, subjects};
use format::{Kind, Layout, MANIFEST, MANIFESTS, path};
use former::Kept;
use index::Files;
use writer::document;

/// Makes the paths of the index: of the manifest at once, of the files when somebody looks into their folders, since they
/// are named by what they hold.
pub fn search<'a>(index: &Arc<Index<'a>>) -> Bundle<'a> {
    let mut bundle = Bundle::new();
    let of = Arc::clone(index);
    bundle.add_late_branch("search/", move || {
        let (mut branch, of) = (Bundle::new(), Arc::clone(&of));
        branch.add_lazy(MANIFEST, move || {
            let before = of.kept().map(|kept| kept.index.as_str());
            Ok(format::file("manifest", &of.files().manifest(before)))
        });
        branch
    });
    let of = Arc::clone(index);
    bundle.add_late_branch(format!("search/{MANIFESTS}/"), move || {
        let (mut branch, name) = (Bundle::new(), &of.files().name);
        let (index, own) = (Arc::clone(&of), format!("{MANIFESTS}/{name}"));
        branch.add_lazy(path(MANIFESTS, name), move || Ok(format::file(&own, &index.files().manifest(None))));
        keep(&mut branch, &of, MANIFESTS);
        branch
    });
    for kind in Kind::ALL {
        let of = Arc::clone(index);
        bundle.add_late_branch(format!("search/{}/", kind.folder()), move || {
            let mut branch = Bundle::new();
            for (n, name) in of.files().names(kind).enumerate() {
                let (path, own) = (path(kind.folder(), &name), format!("{}/{name}", kind.folder()));
                // Files that hold the same have the same name.
                if branch.get(&path).is_none() {
                    let [index, its] = [&of, &of].map(Arc::clone);
                    branch.add_held(path, move || Ok(index.file(kind, n, &own)), move || its.files().let_go(kind, n));
                }
            }
            keep(&mut branch, &of, kind.folder());
            branch
        });
    }
    bundle
}

/// Adds the files of the index before that are no files of this one.
fn keep<'a>(branch: &mut Bundle<'a>, index: &Arc<Index<'a>>, folder: &str) {
    let folder = format!("search/{folder}/");
    let kept = index.kept().into_iter().flat_map(|kept| &kept.paths).filter(|path| path.starts_with(&folder));
    for path in kept.filter(|path| branch.get(path).is_none()).cloned().collect::<Vec<_>>() {
        let (index, own) = (Arc::clone(index), path.clone());
        branch.add_lazy(path, move || index.former.read(&own).map_err(bundle::Error::from));
    }
}

/// The index of a site. It is made lazily, when the first of its files is requested.
pub struct Index<'a> {
    site: &'a Site,
    /// Segments the site's texts.
    pub tokenizer: &'a Tokenizer,
    subjects: Vec<Subject<'a>>,
    relations: Relations<'a>,
    files: OnceLock<Files>,
    former: Former,
    kept: OnceLock<Option<Kept>>,
}

impl fmt::Debug for Index<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").finish_non_exhaustive()
    }
}

impl<'a> Index<'a> {
    /// The index of a site.
    pub fn of(site: &'a Site, tokenizer: &'a Tokenizer) -> Arc<Self> {
        Self::after(site, tokenizer, Former::default())
    }

    /// The same, to be published in the place of another one, whose files stay beside its own.
    pub fn after(site: &'a Site, tokenizer: &'a Tokenizer, former: Former) -> Arc<Self> {
        let (relations, files, kept) = (Relations::new(site), OnceLock::new(), OnceLock::new());
        Arc::new(Self { site, tokenizer, subjects: subjects(site), relations, files, former, kept })
    }

    fn files(&self) -> &Files {
        self.files.get_or_init(|| self.made())
    }

    fn made(&self) -> Files {
        let write = |subject: &Subject<'a>| document(self.site, &self.relations, *subject);
        Files::new(self.site, &self.subjects, write, self.layout(), Cutters::new(self.tokenizer))
    }

    /// A file: made anew, with all others, if nobody was to need it any more.
    fn file(&self, kind: Kind, n: usize, name: &str) -> Vec<u8> {
        let held = |files: &Files| files.content(kind, n, |content| format::file(name, content));
        held(self.files()).or_else(|| held(&self.made())).expect("what is just made is held")
    }

    fn layout(&self) -> Layout {
        Layout::of(self.subjects.iter().filter(|subject| subject.is_record()).count(), self.subjects.len())
    }

    fn kept(&self) -> Option<&Kept> {
        self.kept.get_or_init(|| self.former.kept(&self.files().name)).as_ref()
    }
}
