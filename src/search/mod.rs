//! `search`: the index that the search page reads, and everything it takes to make it. How a query is answered is told in
//! the theme's `search.js`; what both agree on is `format.rs` and the normal form.

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
mod relations;
mod tokenizer;
mod writer;
mod years;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub use tokenizer::{Error, Tokenizer};

use crate::bundle::Bundle;
use crate::model::Site;
use document::{Document, Subject, subjects};
use format::Layout;
use index::Index;
use relations::Relations;
use writer::document;

/// Makes the files of the index. It is made once, when the first of them is asked for.
pub fn search<'a>(site: &'a Site, tokenizer: &'a Tokenizer) -> Bundle<'a> {
    let shared = Arc::new(Shared {
        site,
        tokenizer,
        subjects: subjects(site),
        relations: OnceLock::new(),
        index: OnceLock::new(),
    });
    let layout = layout(&shared.subjects);
    let mut bundle = Bundle::new();
    let mut add = |name: String, make: for<'m> fn(&'m Shared<'a>, usize) -> Cow<'m, [u8]>, n: usize| {
        let shared = Arc::clone(&shared);
        let path = format!("search/{name}.js");
        bundle.add_lazy(path, move || {
            let content = make(&shared, n);
            Ok(format::file(&name, &shared.index().generation, &content))
        });
    };
    add("manifest".to_owned(), |shared, _| Cow::Borrowed(&shared.index().manifest), 0);
    add("ranks".to_owned(), |shared, _| Cow::Borrowed(&shared.index().ranks), 0);
    for n in 0..layout.grams {
        add(format!("grams/{n}"), |shared, n| Cow::Borrowed(&shared.index().grams[n]), n);
    }
    for n in 0..layout.words {
        add(format!("words/{n}"), |shared, n| Cow::Borrowed(&shared.index().words[n]), n);
    }
    for n in 0..layout.titles {
        add(format!("titles/{n}"), |shared, n| Cow::Borrowed(&shared.index().titles[n]), n);
    }
    for n in 0..layout.texts().count() {
        add(format!("texts/{n}"), |shared, n| Cow::Owned(shared.texts(n)), n);
    }
    for n in 0..layout.asides().count() {
        add(format!("asides/{n}"), |shared, n| Cow::Owned(shared.asides(n)), n);
    }
    bundle
}

/// What all files of the index are made from.
struct Shared<'a> {
    site: &'a Site,
    tokenizer: &'a Tokenizer,
    subjects: Vec<Subject<'a>>,
    relations: OnceLock<Relations<'a>>,
    index: OnceLock<Index>,
}

impl<'a> Shared<'a> {
    fn relations(&self) -> &Relations<'a> {
        self.relations.get_or_init(|| Relations::of(self.site))
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let write = |subject: &Subject<'_>| document(self.site, self.relations(), *subject);
            Index::new(self.site, &self.subjects, write, layout(&self.subjects), self.tokenizer)
        })
    }

    fn texts(&self, n: usize) -> Vec<u8> {
        let documents = layout(&self.subjects).texts().nth(n).expect("the paths were made from the layout");
        self.index().texts(documents.start, self.documents(documents))
    }

    fn asides(&self, n: usize) -> Vec<u8> {
        let documents = layout(&self.subjects).asides().nth(n).expect("the paths were made from the layout");
        self.index().asides(documents.start, self.documents(documents))
    }

    fn documents(&self, numbers: Range<usize>) -> impl Iterator<Item = Document> {
        self.subjects[numbers].iter().map(|subject| document(self.site, self.relations(), *subject))
    }
}

fn layout(subjects: &[Subject<'_>]) -> Layout {
    Layout::of(subjects.iter().filter(|subject| subject.is_record()).count(), subjects.len())
}
