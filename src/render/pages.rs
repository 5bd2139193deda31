//! Collects the pages: an address and a function that computes the view for each.

use std::sync::Arc;

use serde::Serialize;

use super::head::{Head, PageView};
use super::here::{Here, Room};
use super::{brand, terms};
use crate::bundle::{Bundle, Error};
use crate::model::FixedPage;

/// The pages of the site so far.
pub(super) struct Pages<'a> {
    pub(super) room: Arc<Room<'a>>,
    pub(super) bundle: Bundle<'a>,
    /// The folders in the sitemap, without those of records.
    pub(super) listed: Vec<String>,
}

/// Makes the head and the view of a page.
pub(super) trait Page<'a, V>: Fn(&Here<'_, 'a>) -> (Head, V) + Send + Sync + 'a {}
impl<'a, V, F: Fn(&Here<'_, 'a>) -> (Head, V) + Send + Sync + 'a> Page<'a, V> for F {}

/// The data passed to a template, besides what pages share.
#[derive(Serialize)]
struct Printed<'v, V> {
    page: &'v PageView,
    root: &'v str,
    links: &'v str,
    view: &'v V,
}

impl<'a> Pages<'a> {
    /// Creates the collection with the theme's files.
    pub(super) fn new(room: Arc<Room<'a>>) -> Self {
        let mut bundle = Bundle::new();
        for (path, bytes) in room.theme.assets() {
            bundle.add(path, bytes);
        }
        Self { room, bundle, listed: Vec::new() }
    }

    /// Adds the city's images and files that the site names, and the stylesheet of its colour.
    pub(super) fn add_images(&mut self) {
        let named = self.room.site.files_in_use();
        for image in self.room.site.images.iter().filter(|image| named.contains(&image.path)) {
            self.bundle.add(&image.path, image.bytes.as_slice());
        }
        for original in self.room.site.originals.iter().filter(|original| named.contains(&original.path)) {
            self.bundle.add(&original.path, &*original.bytes);
        }
        if let Some(colour) = &self.room.site.profile.brand.color {
            self.bundle.add(brand::STYLESHEET, brand::stylesheet(colour.value));
        }
    }

    /// Adds the page of a folder.
    pub(super) fn add<V: Serialize>(
        &mut self,
        folder: impl Into<String>,
        template: &'static str,
        make: impl Page<'a, V>,
    ) {
        let folder = folder.into();
        let room = Arc::clone(&self.room);
        self.listed.push(folder.clone());
        self.bundle.add_lazy(format!("{folder}index.html"), move || print(&room, &folder, template, &make));
    }

    /// Adds a fixed page, if it has anything to show.
    pub(super) fn add_fixed<V: Serialize>(&mut self, page: FixedPage, template: &'static str, make: impl Page<'a, V>) {
        if self.room.site.fills(page) {
            self.add(page.folder(), template, make);
        }
    }

    /// Adds a file that is no page, next to the page of a record.
    pub(super) fn add_file(&mut self, path: String, make: impl Fn(&Here<'_, 'a>) -> String + Send + Sync + 'a) {
        let room = Arc::clone(&self.room);
        self.bundle.add_lazy(path.clone(), move || Ok(make(&Here::new(&room, &path)).into_bytes()));
    }

    /// Adds the pages of a folder with many pages, lazily. The sitemap takes the folders of records from the records;
    /// `listed` are those of the other pages in it.
    pub(super) fn add_branch(
        &mut self,
        folder: String,
        listed: Vec<String>,
        add: impl Fn(&mut Pages<'a>) + Send + Sync + 'a,
    ) {
        let room = Arc::clone(&self.room);
        self.listed.extend(listed);
        self.bundle.add_branch(folder, move || {
            let mut pages = Pages { room: Arc::clone(&room), bundle: Bundle::new(), listed: Vec::new() };
            add(&mut pages);
            pages.bundle
        });
    }

    /// Adds the page of a folder whose content moved: no sitemap lists it, and it does not replace an existing page.
    pub(super) fn add_moved<V: Serialize>(&mut self, folder: String, template: &'static str, make: impl Page<'a, V>) {
        let path = format!("{folder}index.html");
        let room = Arc::clone(&self.room);
        if self.bundle.get(&path).is_none() {
            self.bundle.add_lazy(path, move || print(&room, &folder, template, &make));
        }
    }

    /// Adds a page that no sitemap lists and that may be shown at any address.
    pub(super) fn add_stray<V: Serialize>(
        &mut self,
        file: &'static str,
        template: &'static str,
        make: impl Page<'a, V>,
    ) {
        let room = Arc::clone(&self.room);
        self.bundle.add_lazy(file, move || print(&room, file, template, &make));
    }
}

fn print<'a, V: Serialize>(
    room: &Room<'a>,
    path: &str,
    template: &str,
    make: &impl Page<'a, V>,
) -> Result<Vec<u8>, Error> {
    let here = Here::new(room, path);
    let (head, view) = make(&here);
    let page = head.view(&here);
    let printed = Printed { page: &page, root: &here.root, links: &here.root, view: &view };
    room.theme.print(template, room.shared(here.words), &printed).map(terms::first_only)
}
