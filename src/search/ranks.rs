//! The data of each document for ranking, facets and lists, in columns: kind, sizes, years, departments, facets, titles. Sets
//! that many documents share are written once.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::document::{CLASSES, Class, Document, KINDS};
use super::facets::{Choice, Facet};
use super::format::{HEADS_AT_MOST, list};

/// The size of a document: the characters of its title, the cells of each class.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sizes {
    pub(super) title: u32,
    pub(super) cells: [u32; CLASSES],
}

impl Sizes {
    /// By what the ranking measures each class: titles by their characters, others by their cells.
    pub(super) fn measured(&self) -> [u32; CLASSES] {
        let mut measured = self.cells;
        measured[Class::Title as usize] = self.title;
        measured
    }
}

/// The columns of `ranks`.
#[derive(Debug, Default, Serialize)]
pub(super) struct Ranks {
    kinds: Numbers,
    titles: Numbers,
    cells: [Numbers; CLASSES - 1],
    years: Sets,
    departments: Sets,
    facets: Vec<Sets>,
    heads: Vec<Head>,
    threads: Threads,
}

/// How a document is shown before its texts are there: folder, anchor, title.
type Head = [String; 3];

impl Ranks {
    /// Adds the next document.
    pub(super) fn add(
        &mut self,
        document: &Document,
        sizes: &Sizes,
        departments: Vec<u32>,
        (facets, choices): (&[Facet], &[Choice]),
    ) {
        let kind = KINDS.iter().position(|(code, ..)| *code == document.kind).expect("every kind is in the table");
        self.kinds.0.push(kind as u32);
        self.titles.0.push(sizes.title);
        self.cells.iter_mut().zip(sizes.cells).for_each(|(column, cells)| column.0.push(cells));
        self.years.add(document.years.iter().map(|year| year.western() as u32).collect());
        self.departments.add(departments);
        self.facets.resize_with(facets.len(), Sets::default);
        for (column, facet) in self.facets.iter_mut().zip(facets) {
            let own = choices.iter().filter(|(of, _)| of == facet);
            column.add(own.map(|(_, place)| *place).collect());
        }
        let title = document.blocks.first().filter(|block| block.class == Class::Title);
        let (anchor, title) = title.map(|block| (block.anchor.clone(), block.text.clone())).unwrap_or_default();
        self.threads.0.push(document.thread.clone());
        self.heads.push([document.path.clone(), anchor, title]);
    }

    /// A large city does without the titles: every reader would load all of them.
    pub(super) fn without_many_heads(mut self) -> Self {
        if self.heads.len() > HEADS_AT_MOST {
            self.heads.clear();
        }
        self
    }

    /// Adds the documents of a later part.
    pub(super) fn join(&mut self, later: Self) {
        self.kinds.0.extend(later.kinds.0);
        self.titles.0.extend(later.titles.0);
        self.cells.iter_mut().zip(later.cells).for_each(|(column, more)| column.0.extend(more.0));
        self.years.join(later.years);
        self.departments.join(later.departments);
        self.facets.resize_with(later.facets.len(), Sets::default);
        self.facets.iter_mut().zip(later.facets).for_each(|(column, more)| column.join(more));
        self.heads.extend(later.heads);
        self.threads.0.extend(later.threads.0);
    }
}

/// The names that goals have in all years, written as numbers: 0 for none, each name by its first occurrence.
#[derive(Debug, Default)]
struct Threads(Vec<Option<String>>);

impl Serialize for Threads {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut known = BTreeMap::new();
        let number = |name: &Option<String>| {
            let next = known.len() as u32 + 1;
            name.as_ref().map_or(0, |name| *known.entry(name.clone()).or_insert(next))
        };
        serializer.serialize_str(&list(self.0.iter().map(number)))
    }
}

/// A column of numbers, written as a list.
#[derive(Debug, Default)]
struct Numbers(Vec<u32>);

impl Serialize for Numbers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&list(self.0.iter().copied()))
    }
}

/// A column of sets.
#[derive(Debug, Default)]
struct Sets {
    known: BTreeMap<Vec<u32>, u32>,
    column: Numbers,
}

impl Sets {
    fn add(&mut self, mut set: Vec<u32>) {
        set.sort_unstable();
        set.dedup();
        let next = self.known.len() as u32;
        self.column.0.push(*self.known.entry(set).or_insert(next));
    }

    fn join(&mut self, later: Self) {
        let sets = later.in_order();
        let places: Vec<u32> = sets
            .into_iter()
            .map(|set| {
                let next = self.known.len() as u32;
                *self.known.entry(set.clone()).or_insert(next)
            })
            .collect();
        self.column.0.extend(later.column.0.iter().map(|place| places[*place as usize]));
    }

    fn in_order(&self) -> Vec<&Vec<u32>> {
        let mut sets: Vec<_> = self.known.iter().collect();
        sets.sort_unstable_by_key(|(_, place)| **place);
        sets.into_iter().map(|(set, _)| set).collect()
    }
}

impl Serialize for Sets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.in_order(), &self.column).serialize(serializer)
    }
}
