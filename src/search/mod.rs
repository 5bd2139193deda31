//! `search`: the index that the search page reads, and everything it takes to make it. How a query is answered is told in
//! the theme's `search.js`; what both agree on is [`format`](self::format) and the normal form.

mod cuts;
mod document;
mod format;
mod index;
mod lexicon;
mod normalize;
mod ranks;
#[cfg(test)]
mod reader;
mod reading;
mod relations;
mod tokenizer;
mod writer;
mod years;

use std::sync::{Arc, OnceLock};

pub use tokenizer::{Error, Tokenizer};

use crate::bundle::Bundle;
use crate::model::Site;
use document::{Subject, subjects};
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
    let mut add = |path: String, make: fn(&Shared<'_>, usize) -> Vec<u8>, n: usize| {
        let shared = Arc::clone(&shared);
        bundle.add_lazy(path, move || Ok(make(&shared, n)));
    };
    add("search/manifest.js".to_owned(), |shared, _| shared.index().manifest.clone(), 0);
    add("search/ranks.js".to_owned(), |shared, _| shared.index().ranks.clone(), 0);
    for n in 0..layout.grams {
        add(format!("search/grams/{n}.js"), |shared, n| shared.index().grams[n].clone(), n);
    }
    for n in 0..layout.words {
        add(format!("search/words/{n}.js"), |shared, n| shared.index().words[n].clone(), n);
    }
    for n in 0..layout.titles {
        add(format!("search/titles/{n}.js"), |shared, n| shared.index().titles[n].clone(), n);
    }
    for n in 0..layout.texts().count() {
        add(format!("search/texts/{n}.js"), |shared, n| shared.texts(n), n);
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
        let documents = self.subjects[documents].iter();
        self.index().texts(n, documents.map(|subject| document(self.site, self.relations(), *subject)))
    }
}

fn layout(subjects: &[Subject<'_>]) -> Layout {
    Layout::of(subjects.iter().filter(|subject| subject.is_record()).count(), subjects.len())
}
