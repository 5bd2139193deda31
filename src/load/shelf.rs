//! The files of a content folder, each read by itself, kept from one save to the next. A site is assembled from them and shares
//! their records: after a save only the changed files are read again, and everything else is only joined anew.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::{Parsed, Piece, assemble, parse};
use crate::diagnostic::Diagnostics;
use crate::model::{Narrative, Places, Site};
use crate::parallel;
use crate::source::Sources;

/// Every file as it was read, by its path.
#[derive(Debug, Default)]
pub struct Shelf {
    files: BTreeMap<String, Parsed>,
    /// Where the records stand in a site; known while no record has come or gone since one was assembled.
    places: OnceLock<Places>,
}

impl Shelf {
    /// Reads every file.
    pub fn of(sources: &Sources) -> Self {
        let paths: Vec<_> = sources.files().map(|(_, file)| file.path.clone()).collect();
        Self::default().updated(sources, &paths)
    }

    /// Reads the files at these paths again; those that are gone leave the shelf.
    #[must_use]
    pub fn updated(mut self, sources: &Sources, paths: &[String]) -> Self {
        let again = parallel::map(paths, |path| sources.find(path).map(|(id, file)| parse(id, file)));
        for (path, parsed) in paths.iter().zip(again) {
            let held = self.files.get(path).is_some_and(Parsed::holds);
            match parsed {
                Some(parsed) => drop(self.files.insert(path.clone(), parsed)),
                None => drop(self.files.remove(path)),
            }
            if held != self.files.get(path).is_some_and(Parsed::holds) {
                self.places = OnceLock::new();
            }
        }
        paths.iter().for_each(|path| self.join(path));
        self
    }

    /// Joins what was read.
    pub fn assemble(&self) -> (Site, Diagnostics) {
        let (parts, faults) = assemble::assemble(&self.files);
        let site = match self.places.get() {
            Some(places) => Site::placed(parts, places.clone()),
            None => Site::new(parts),
        };
        self.places.get_or_init(|| site.places());
        (site, faults)
    }

    /// Lays the narrative beside a record into it, whichever of the two files is named.
    fn join(&mut self, path: &str) {
        let Some((stem, _)) = path.rsplit_once('.') else { return };
        let beside = self.files.get(&format!("{stem}.md")).map(|parsed| &parsed.piece);
        let narrative =
            if let Some(Piece::Narrative(_, narrative)) = beside { Some(Arc::clone(narrative)) } else { None };
        if let Some(parsed) = self.files.get_mut(&format!("{stem}.yaml")) {
            parsed.piece.tell(narrative);
        }
    }
}

impl Parsed {
    /// Whether there is something in the file; what it is, its path tells.
    fn holds(&self) -> bool {
        !matches!(self.piece, Piece::Nothing)
    }
}

impl Piece {
    /// Gives a record its narrative. A record that a site still shows is copied first: that site does not change.
    fn tell(&mut self, narrative: Option<Arc<Narrative>>) {
        match self {
            Self::Plan(plan) => plan.narrative = narrative,
            Self::Section(section) => Arc::make_mut(section).narrative = narrative,
            Self::Program(program) => program.narrative = narrative,
            Self::Item(item) => Arc::make_mut(item).narrative = narrative,
            Self::Sheet(sheet) => sheet.narrative = narrative,
            Self::Goal(goal) => Arc::make_mut(goal).narrative = narrative,
            Self::Nothing
            | Self::Profile(_)
            | Self::Departments(_)
            | Self::Glossary(_)
            | Self::Synonyms(_)
            | Self::Ratings(_)
            | Self::Corrections(_)
            | Self::Redirects(_)
            | Self::Image(_)
            | Self::Page(_)
            | Self::Narrative(..) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: &str = "title: 試し\nmunicipality: {code: \"990001\", name: 試し市}\n";
    const PROGRAM: &str = "title: 試しの取組\nperiod: {from: 2021, to: 2025}\n";

    fn sources(files: &[(&'static str, &'static str)]) -> Sources {
        Sources::from_texts(
            [("site.yaml", SITE), ("programs/p/program.yaml", PROGRAM)].into_iter().chain(files.iter().copied()),
        )
    }

    /// Reading only the changed files again gives what reading everything gives.
    fn check(before: &[(&'static str, &'static str)], changed: &str, after: &[(&'static str, &'static str)]) {
        let (before, after) = (sources(before), sources(after));
        let shelf = Shelf::of(&before);
        shelf.assemble();
        let (site, findings) = shelf.updated(&after, &[changed.to_owned()]).assemble();
        let (expected, expected_findings) = Shelf::of(&after).assemble();
        let items = |site: &Site| {
            let records: Vec<_> = site.records().map(|record| site.record(&record.id()) == Some(record)).collect();
            let text = format!("{:?} {:?} {records:?}", site.programs, site.broken);
            // A file that comes later has a later id, whatever its path.
            text.split("FileId(").map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit())).collect::<String>()
        };
        assert_eq!(items(&site), items(&expected));
        assert_eq!(findings.iter().count(), expected_findings.iter().count());
    }

    #[test]
    fn a_save_gives_what_a_fresh_reading_gives() {
        let (yaml, md) = ("programs/p/1.yaml", "programs/p/1.md");
        let item = (yaml, "title: 一\n");
        check(&[item], yaml, &[(yaml, "title: 二\n")]);
        check(&[item], yaml, &[(yaml, "")]);
        check(&[item], yaml, &[(yaml, "titel: 一\n")]);
        check(&[item], md, &[(md, "説明"), item]);
        check(&[(md, "説明"), item], md, &[item]);
        check(&[(md, "説明"), item], md, &[(md, "<b>"), item]);
        check(&[(md, "説明"), item], yaml, &[(md, "説明"), (yaml, "title: 二\n")]);
        check(&[(md, "説明"), item], yaml, &[(md, "説明")]);
        check(&[], md, &[(md, "説明")]);
        check(&[item, ("programs/p/10.yaml", "title: 十\n")], yaml, &[("programs/p/10.yaml", "title: 十\n")]);
    }

    #[test]
    fn records_that_did_not_change_are_shared() {
        let files = [("programs/p/1.yaml", "title: 一\n"), ("programs/p/2.yaml", "title: 二\n")];
        let shelf = Shelf::of(&sources(&files));
        let (before, _) = shelf.assemble();
        let (after, _) = shelf.updated(&sources(&files), &["programs/p/2.yaml".to_owned()]).assemble();
        let shared = |n: usize| std::ptr::eq(&before.programs[0].items[n], &after.programs[0].items[n]);
        assert_eq!([shared(0), shared(1)], [true, false]);
    }
}
