//! `search`: the index for the search page, and everything needed to make it. Queries are answered by the theme's
//! `search.js`, not here; both share `format.rs` and the normal form.

mod cuts;
mod document;
mod format;
mod grams;
mod index;
mod keys;
mod lexicon;
mod normalize;
mod ranks;
mod reading;
mod tables;
mod tokenizer;
mod writer;
mod years;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub use cuts::Memory;
pub use tokenizer::{Error, Tokenizer};

use crate::bundle::Bundle;
use crate::model::{Relations, Site};
use cuts::Cutters;
use document::{Document, Subject, subjects};
use format::Layout;
use index::Files;
use writer::document;

/// Makes the paths of the index.
pub fn search<'a>(index: &Arc<Index<'a>>) -> Bundle<'a> {
    let layout = index.layout();
    let mut bundle = Bundle::new();
    let mut add = |name: String, make: for<'m> fn(&'m Index<'a>, usize) -> Cow<'m, [u8]>, n: usize| {
        let index = Arc::clone(index);
        let path = format!("search/{name}.js");
        bundle.add_lazy(path, move || {
            let content = make(&index, n);
            Ok(format::file(&name, &index.files().generation, &content))
        });
    };
    add("manifest".to_owned(), |index, _| Cow::Borrowed(&index.files().manifest), 0);
    add("ranks".to_owned(), |index, _| Cow::Borrowed(&index.files().ranks), 0);
    for n in 0..layout.grams {
        add(format!("grams/{n}"), |index, n| Cow::Borrowed(&index.files().grams[n]), n);
    }
    for n in 0..layout.words {
        add(format!("words/{n}"), |index, n| Cow::Borrowed(&index.files().words[n]), n);
    }
    for n in 0..layout.titles {
        add(format!("titles/{n}"), |index, n| Cow::Borrowed(&index.files().titles[n]), n);
    }
    for n in 0..layout.texts().count() {
        add(format!("texts/{n}"), |index, n| Cow::Owned(index.texts(n)), n);
    }
    for n in 0..layout.asides().count() {
        add(format!("asides/{n}"), |index, n| Cow::Owned(index.asides(n)), n);
    }
    bundle
}

/// The index of a site. It is made lazily, when the first of its files is requested.
pub struct Index<'a> {
    site: &'a Site,
    /// Segments the site's texts.
    pub tokenizer: &'a Tokenizer,
    memory: Memory,
    subjects: Vec<Subject<'a>>,
    relations: Relations<'a>,
    files: OnceLock<Files>,
}

impl fmt::Debug for Index<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index").finish_non_exhaustive()
    }
}

impl<'a> Index<'a> {
    /// The index of a site, made with the segmentation of an earlier build.
    pub fn of(site: &'a Site, tokenizer: &'a Tokenizer, memory: Memory) -> Arc<Self> {
        let (relations, files) = (Relations::new(site), OnceLock::new());
        Arc::new(Self { site, tokenizer, memory, subjects: subjects(site), relations, files })
    }

    /// The segmentation of its documents, for the next build; `None` if its memory belongs to no program.
    pub fn learned(&self) -> Option<&[u8]> {
        self.files().learned.as_deref()
    }

    fn files(&self) -> &Files {
        self.files.get_or_init(|| {
            let write = |subject: &Subject<'a>| document(self.site, &self.relations, *subject);
            let cutters = Cutters::new(self.tokenizer, &self.memory);
            Files::new(self.site, &self.subjects, write, self.layout(), &cutters)
        })
    }

    fn layout(&self) -> Layout {
        Layout::of(self.subjects.iter().filter(|subject| subject.is_record()).count(), self.subjects.len())
    }

    fn texts(&self, n: usize) -> Vec<u8> {
        let documents = self.layout().texts().nth(n).expect("the paths were made from the layout");
        self.files().texts(documents.start, self.documents(documents))
    }

    fn asides(&self, n: usize) -> Vec<u8> {
        let documents = self.layout().asides().nth(n).expect("the paths were made from the layout");
        self.files().asides(documents.start, self.documents(documents))
    }

    fn documents(&self, numbers: Range<usize>) -> impl Iterator<Item = Document> {
        self.subjects[numbers].iter().map(|subject| document(self.site, &self.relations, *subject))
    }
}
