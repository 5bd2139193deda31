//! Reading the changed part of a folder again. Only the given paths are examined, and a file with the same text as before has
//! not changed: editor programs that touch, lock or restore files cause no work.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path};
use std::sync::Arc;

use super::{Error, FileId, Sources, is_content, list, read_file};

impl Sources {
    /// Reads again the files, folders or deleted files at these paths (relative to the folder, in the system's spelling; an
    /// empty one is the folder itself). Returns also the paths of the files that are new, changed or deleted.
    pub fn reread<'p>(&self, touched: impl IntoIterator<Item = &'p Path>) -> Result<(Self, Vec<String>), Error> {
        if !self.root.is_dir() {
            return Err(Error::NoFolder(self.root.clone()));
        }
        let mut paths = BTreeSet::new();
        for path in touched.into_iter().filter_map(spelled) {
            self.collect(&path, &mut paths)?;
        }
        let mut next = self.clone();
        let mut changed = Vec::new();
        for path in paths {
            if next.reread_file(&path)? {
                changed.push(path);
            }
        }
        Ok((next, changed))
    }

    /// Adds the files at a path and below it, existing and deleted ones.
    fn collect(&self, path: &str, paths: &mut BTreeSet<String>) -> Result<(), Error> {
        let full = self.root.join(path);
        let below = if path.is_empty() { String::new() } else { format!("{path}/") };
        let known = self.ids.range(below.clone()..).map(|(known, _)| known);
        paths.extend(known.take_while(|known| known.starts_with(&below)).cloned());
        match fs::symlink_metadata(&full) {
            Ok(meta) if meta.is_dir() => {
                let mut found = Vec::new();
                match list(&full, &below, &mut found) {
                    // A folder that disappears during the listing causes a further notification.
                    Err(Error::Unreadable { source, .. }) if source.kind() == ErrorKind::NotFound => {}
                    listed => listed?,
                }
                paths.extend(found);
            }
            Ok(meta) if meta.is_symlink() || is_content(path) => drop(paths.insert(path.to_owned())),
            _ => {}
        }
        if self.ids.contains_key(path) {
            paths.insert(path.to_owned());
        }
        Ok(())
    }

    /// Reads the file at a path again; returns whether it differs from before.
    fn reread_file(&mut self, path: &str) -> Result<bool, Error> {
        let file = match read_file(&self.root, path.to_owned()) {
            Ok(file) => Some(file),
            Err(Error::Unreadable { source, .. }) if is_gone(source.kind()) => None,
            Err(error) => return Err(error),
        };
        // A folder may have taken the place of a file.
        let file = file.filter(|_| !self.root.join(path).is_dir());
        let id = self.ids.get(path).copied();
        match (file, id) {
            (None, None) => return Ok(false),
            (None, Some(_)) => drop(Arc::make_mut(&mut self.ids).remove(path)),
            (Some(file), Some(id)) if *self.file(id) == file => return Ok(false),
            (Some(file), Some(id)) => self.files[id.0 as usize] = Arc::new(file),
            (Some(file), None) => {
                Arc::make_mut(&mut self.ids).insert(path.to_owned(), FileId(self.files.len() as u32));
                self.files.push(Arc::new(file));
            }
        }
        Ok(true)
    }
}

fn is_gone(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The path with `/` between its parts; `None` if it is hidden, leads out of the folder.
fn spelled(path: &Path) -> Option<String> {
    let part = |part: Component<'_>| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()).filter(|name| !name.starts_with('.')),
        Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => None,
    };
    path.components().map(part).collect::<Option<Vec<_>>>().map(|parts| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::read;

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn of(files: &[(&str, &str)]) -> Self {
            let folder = Self(tempfile::tempdir().expect("there is room for a test"));
            files.iter().for_each(|(path, text)| folder.write(path, text));
            folder
        }

        fn write(&self, path: &str, text: &str) {
            let full = self.0.path().join(path);
            fs::create_dir_all(full.parent().expect("it lies in the folder")).expect("it can be made");
            fs::write(full, text).expect("it can be written");
        }

        fn sources(&self) -> Sources {
            read(self.0.path()).expect("the folder is there")
        }

        fn check(&self, before: &Sources, touched: &[&str], expected: &[&str]) -> Sources {
            let (after, changed) = before.reread(touched.iter().map(Path::new)).expect("the folder can be read");
            assert_eq!(changed, expected, "{touched:?}");
            let texts = |sources: &Sources| sources.files().map(|(_, file)| file.clone()).collect::<Vec<_>>();
            assert_eq!(texts(&after), texts(&self.sources()), "{touched:?}");
            after
        }
    }

    #[test]
    fn files_come_change_and_go() {
        let folder = Folder::of(&[("a.yaml", "1"), ("p/1.yaml", "1"), ("p/2.yaml", "2"), ("p.yaml", "x")]);
        let start = folder.sources();
        folder.check(&start, &["a.yaml", "p", "none", "../x", ".git/y.yaml"], &[]);
        folder.write("a.yaml", "2\r\n");
        folder.write("p/3.yaml", "3");
        folder.write("p/note.txt", "");
        let next = folder.check(&start, &["a.yaml", "p/3.yaml", "p/note.txt"], &["a.yaml", "p/3.yaml"]);
        assert_eq!(start.find("p/2.yaml").map(|found| found.0), next.find("p/2.yaml").map(|found| found.0));
        fs::rename(folder.0.path().join("p"), folder.0.path().join("q")).expect("a folder can be renamed");
        let moved = ["p/1.yaml", "p/2.yaml", "p/3.yaml", "q/1.yaml", "q/2.yaml", "q/3.yaml"];
        let next = folder.check(&next, &["p", "q"], &moved);
        fs::remove_dir_all(folder.0.path().join("q")).expect("it can be removed");
        let next = folder.check(&next, &["q"], &["q/1.yaml", "q/2.yaml", "q/3.yaml"]);
        folder.write("a.yaml", "3");
        fs::create_dir(folder.0.path().join("b.yaml")).expect("a folder may have any name");
        folder.check(&next, &[""], &["a.yaml"]);
    }

    #[test]
    #[cfg(unix)]
    fn a_name_that_is_not_utf8_stops_nothing() {
        use std::os::unix::ffi::OsStrExt;

        let folder = Folder::of(&[("a.yaml", "1")]);
        let name = Path::new(std::ffi::OsStr::from_bytes(b"\x95\xb6.md"));
        fs::write(folder.0.path().join(name), "x").expect("it can be written");
        let sources = folder.sources();
        let defects: Vec<_> = sources.files().map(|(_, file)| file.defect).collect();
        assert_eq!(defects, [None, Some(super::super::Defect::NameNotUtf8)]);
        fs::remove_file(folder.0.path().join(name)).expect("it can be removed");
        let (after, changed) = sources.reread([name]).expect("the folder can be read");
        assert_eq!((after.len(), changed.len()), (1, 1));
    }

    #[test]
    fn a_deleted_folder_is_an_error() {
        let folder = Folder::of(&[("a.yaml", "1")]);
        let sources = folder.sources();
        fs::remove_dir_all(folder.0.path()).expect("it can be removed");
        assert!(matches!(sources.reread([Path::new("a.yaml")]), Err(Error::NoFolder(_))));
    }
}
