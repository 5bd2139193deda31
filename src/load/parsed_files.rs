//! The parsed files of a content folder, kept from one save to the next. Each is parsed by itself; a site is assembled from
//! them and shares their records, so that after a save only the changed files are parsed again.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::{Parsed, Piece, assemble, parse};
use crate::diagnostic::Diagnostics;
use crate::model::{Narrative, Places, Site};
use crate::parallel;
use crate::source::Sources;

/// Every parsed file, by its path.
#[derive(Debug, Default)]
pub struct ParsedFiles {
    files: BTreeMap<String, Parsed>,
    /// The positions of the records in a site; known while no record was added or removed since the last assembly.
    places: OnceLock<Places>,
}

impl ParsedFiles {
    /// Parses every file.
    pub fn of(sources: &Sources) -> Self {
        let paths: Vec<_> = sources.files().map(|(_, file)| file.path.clone()).collect();
        Self::default().updated(sources, &paths)
    }

    /// Parses the files at these paths again; removes those that no longer exist.
    #[must_use]
    pub fn updated(mut self, sources: &Sources, paths: &[String]) -> Self {
        let again = parallel::map(paths, |path| sources.find(path).map(|(id, file)| parse(id, file)));
        for (path, parsed) in paths.iter().zip(again) {
            let had_content = self.files.get(path).is_some_and(Parsed::has_content);
            match parsed {
                Some(parsed) => drop(self.files.insert(path.clone(), parsed)),
                None => drop(self.files.remove(path)),
            }
            if had_content != self.files.get(path).is_some_and(Parsed::has_content) {
                self.places = OnceLock::new();
            }
        }
        paths.iter().for_each(|path| self.attach_narrative(path));
        self
    }

    /// Assembles the site.
    pub fn assemble(&self) -> (Site, Diagnostics) {
        let (parts, faults) = assemble::assemble(&self.files);
        let site = match self.places.get() {
            Some(places) => Site::placed(parts, places.clone()),
            None => Site::new(parts),
        };
        self.places.get_or_init(|| site.places());
        let path =
            |file| self.files.iter().find(|(_, parsed)| parsed.file == file).map_or("", |(path, _)| path.as_str());
        let faults = faults.told(|file, text| site.words_at(path(file)).retell(text));
        (site, faults)
    }

    /// Puts the narrative beside a record into it; `path` may be that of either file.
    fn attach_narrative(&mut self, path: &str) {
        let Some((stem, _)) = path.rsplit_once('.') else { return };
        let beside = self.files.get(&format!("{stem}.md")).map(|parsed| &parsed.piece);
        let narrative =
            if let Some(Piece::Narrative(_, narrative)) = beside { Some(Arc::clone(narrative)) } else { None };
        if let Some(parsed) = self.files.get_mut(&format!("{stem}.yaml")) {
            parsed.piece.set_narrative(narrative);
        }
    }
}

impl Parsed {
    /// Whether the file has content; its kind follows from its path.
    fn has_content(&self) -> bool {
        !matches!(self.piece, Piece::Nothing)
    }
}

impl Piece {
    /// Sets the narrative of a record. A record that a site still uses is copied first: that site does not change.
    fn set_narrative(&mut self, narrative: Option<Arc<Narrative>>) {
        match self {
            Self::Plan(plan) => plan.base.narrative = narrative,
            Self::Section(section) => Arc::make_mut(section).base.narrative = narrative,
            Self::Program(program) => program.base.narrative = narrative,
            Self::Item(item) => Arc::make_mut(item).base.narrative = narrative,
            Self::Sheet(sheet) => sheet.base.narrative = narrative,
            Self::Goal(goal) => Arc::make_mut(goal).base.narrative = narrative,
            Self::Nothing
            | Self::Profile(_)
            | Self::Departments(_)
            | Self::Documents(_)
            | Self::Glossary(_)
            | Self::Synonyms(_)
            | Self::Ratings(_)
            | Self::Corrections(_)
            | Self::Redirects(_)
            | Self::Image(_)
            | Self::Original(_)
            | Self::View(_)
            | Self::TableReading(_)
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

    /// Parsing only the changed files again has the same result as parsing all.
    fn check(before: &[(&'static str, &'static str)], changed: &str, after: &[(&'static str, &'static str)]) {
        let (before, after) = (sources(before), sources(after));
        let files = ParsedFiles::of(&before);
        files.assemble();
        let (site, findings) = files.updated(&after, &[changed.to_owned()]).assemble();
        let (expected, expected_findings) = ParsedFiles::of(&after).assemble();
        let items = |site: &Site| {
            let records: Vec<_> = site.records().map(|record| site.record(&record.id()) == Some(record)).collect();
            let text = format!("{:?} {:?} {records:?}", site.programs, site.broken);
            // A file that is added later has a later id, whatever its path.
            text.split("FileId(").map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit())).collect::<String>()
        };
        assert_eq!(items(&site), items(&expected));
        assert_eq!(findings.iter().count(), expected_findings.iter().count());
    }

    #[test]
    fn a_save_has_the_same_result_as_a_fresh_reading() {
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
        let texts = [("programs/p/1.yaml", "title: 一\n"), ("programs/p/2.yaml", "title: 二\n")];
        let files = ParsedFiles::of(&sources(&texts));
        let (before, _) = files.assemble();
        let (after, _) = files.updated(&sources(&texts), &["programs/p/2.yaml".to_owned()]).assemble();
        let shared = |n: usize| std::ptr::eq(&before.programs[0].items[n], &after.programs[0].items[n]);
        assert_eq!([shared(0), shared(1)], [true, false]);
    }
}
