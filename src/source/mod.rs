//! Reading a folder into memory: the only room that decodes bytes as text and converts an offset to a line and a column. It
//! knows neither YAML nor what a file means.
//!
//! For the preview, `again.rs` reads only the changed part of a folder ([`Sources::reread`]).

mod again;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::outside::{patiently, reason};
use crate::parallel;

/// The largest content file that is read (4 MiB); a larger one is a [`Defect::TooLarge`].
pub const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// The largest file to download (20 MiB): larger ones take long on a telephone, and are held in memory while a site is made.
pub const MAX_ORIGINAL: u64 = 20 * 1024 * 1024;

/// The id of a file within one [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// The first id of a cell; those below are files.
const CELLS: u32 = 1 << 31;

impl FileId {
    /// The folder as a whole, for findings about a missing file.
    pub const FOLDER: Self = Self(CELLS - 1);

    /// The id of the cell with this index among those of [`Sources::with_cells`].
    pub fn of_cell(index: usize) -> Self {
        Self(CELLS + index as u32)
    }

    /// The index of the cell, if it is one.
    pub fn cell(self) -> Option<usize> {
        self.0.checked_sub(CELLS).map(|index| index as usize)
    }
}

impl Default for FileId {
    /// [`FileId::FOLDER`]: what stands in no file.
    fn default() -> Self {
        Self::FOLDER
    }
}

/// A cell of a workbook as a text of its own, so that findings can point into it. Without sheet and cell it is a whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CellText {
    /// The workbook, as the user named it.
    pub file: String,
    /// The sheet; empty where the file has none.
    pub sheet: String,
    /// D12.
    pub cell: String,
    /// Its text.
    pub text: String,
}

impl CellText {
    /// 様式.xlsx!重点目標!D12.
    pub fn address(&self) -> String {
        [&self.file, &self.sheet, &self.cell]
            .into_iter()
            .filter(|part| !part.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join("!")
    }
}

/// The file of [`FileId::FOLDER`].
static FOLDER: SourceFile = SourceFile { path: String::new(), text: String::new(), bytes: Vec::new(), defect: None };

/// Why a file could not be read as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Defect {
    /// Not UTF-8; the offset of the first bad byte in the lossy text.
    NotUtf8(u32),
    /// Larger than [`MAX_BYTES`]; its size in bytes.
    TooLarge(u64),
    /// Its name, or that of a folder above it, is not UTF-8; the path is lossy.
    NameNotUtf8,
    /// A symbolic link, a pipe or a device: never followed, never opened.
    NotAFile,
}

/// One file as text: without byte-order mark, CRLF as LF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path below the folder that was read, with `/` between the parts.
    pub path: String,
    /// The text; lossy where `defect` says so, empty where nothing was read.
    pub text: String,
    /// The bytes of a binary image or of a file to download; empty for all other files.
    pub bytes: Vec<u8>,
    /// Why the text must not be used, if there is a reason.
    pub defect: Option<Defect>,
}

/// The files of one folder. A file keeps its id from one reading to the next; the id of a deleted one is not used again.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    root: PathBuf,
    files: Vec<Arc<SourceFile>>,
    ids: Arc<BTreeMap<String, FileId>>,
    cells: Vec<(CellText, SourceFile)>,
}

/// The folder or one of its files could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder does not exist.
    #[error("フォルダー「{}」がありません", .0.display())]
    NoFolder(PathBuf),
    /// A file or folder could not be read.
    #[error("「{}」を読めません: {}", .path.display(), reason(.source))]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's error.
        source: std::io::Error,
    },
}

/// Reads every `.yaml`, `.yml` and `.md` file below `dir` (also with a mistake in the ending, as `1.yaml.txt`) the images
/// of `images/` and all of `files/`, in the order of their paths.
pub fn read(dir: &Path) -> Result<Sources, Error> {
    if !dir.is_dir() {
        return Err(Error::NoFolder(dir.to_path_buf()));
    }
    let mut paths = Vec::new();
    list(dir, "", &mut paths)?;
    paths.sort();
    let files = parallel::try_map(&paths, |path| read_file(dir, path.clone()))?;
    Ok(Sources::of(dir.to_path_buf(), files))
}

/// The workbooks and tables directly in a folder, in the order of their names, without the lock files of spreadsheet programs.
pub fn workbooks(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let unreadable = |source| Error::Unreadable { path: dir.to_path_buf(), source };
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        let is_zipped_table = name.to_lowercase().ends_with(".csv.gz");
        let is_table = is_zipped_table || ["xlsx", "xlsm", "ods", "csv"].contains(&extension.as_str());
        if is_table && !name.starts_with(['~', '.']) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The bytes of one file, at most `limit` + 1; `None` if it does not exist.
pub fn bytes(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, Error> {
    let unreadable = |source| Error::Unreadable { path: path.to_path_buf(), source };
    match fs::File::open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(error)),
        Ok(file) => {
            let mut bytes = Vec::new();
            file.take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
            Ok(Some(bytes))
        }
    }
}

fn list(dir: &Path, prefix: &str, paths: &mut Vec<String>) -> Result<(), Error> {
    let unreadable = |source| Error::Unreadable { path: dir.to_path_buf(), source };
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        let kind = entry.file_type().map_err(unreadable)?;
        if kind.is_dir() {
            list(&entry.path(), &format!("{path}/"), paths)?;
        } else if kind.is_symlink() || is_content(&path) {
            paths.push(path);
        }
    }
    Ok(())
}

/// Whether a file is content by its ending, also where a Windows program has made it `1.YAML` or `1.yaml.txt`: `load` reports
/// those.
fn is_content(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let lower = lower.strip_suffix(".txt").unwrap_or(&lower);
    [".yaml", ".yml", ".md"].iter().any(|ending| lower.ends_with(ending)) || is_image(path) || is_original(path)
}

/// Whether a file is one to download, of any format.
fn is_original(path: &str) -> bool {
    path.starts_with("files/")
}

/// Whether a file is an image of the site, in any format.
fn is_image(path: &str) -> bool {
    const ENDINGS: [&str; 8] = [".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".ico"];
    let lower = path.to_ascii_lowercase();
    path.starts_with("images/") && ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

fn read_file(dir: &Path, path: String) -> Result<SourceFile, Error> {
    let full = dir.join(&path);
    let unreadable = |source| Error::Unreadable { path: full.clone(), source };
    let defective = |path, defect| SourceFile { path, text: String::new(), bytes: Vec::new(), defect: Some(defect) };
    let meta = match fs::symlink_metadata(&full) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && is_lossy(&full) => {
            return Ok(defective(path, Defect::NameNotUtf8));
        }
        meta => meta.map_err(unreadable)?,
    };
    if !meta.is_file() {
        return Ok(defective(path, Defect::NotAFile));
    }
    let most = if is_original(&path) { MAX_ORIGINAL } else { MAX_BYTES };
    if meta.len() > most {
        return Ok(defective(path, Defect::TooLarge(meta.len())));
    }
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    let file = patiently(|| fs::File::open(&full)).map_err(unreadable)?;
    file.take(most + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > most {
        return Ok(defective(path, Defect::TooLarge(bytes.len() as u64)));
    }
    Ok(decode(path, bytes))
}

/// Whether a path that does not exist stands for one whose name is not UTF-8.
fn is_lossy(path: &Path) -> bool {
    let is_lost = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().contains('\u{fffd}'));
    let Some(above) = path.parent().filter(|_| path.ancestors().any(is_lost)) else { return false };
    let is_it = |entry: fs::DirEntry| {
        entry.file_name().to_str().is_none()
            && path.file_name().is_some_and(|name| *name == *entry.file_name().to_string_lossy())
    };
    is_lossy(above) || fs::read_dir(above).is_ok_and(|mut entries| entries.any(|entry| entry.is_ok_and(is_it)))
}

fn decode(path: String, bytes: Vec<u8>) -> SourceFile {
    if is_original(&path) || is_image(&path) && !path.ends_with(".svg") {
        return SourceFile { path, text: String::new(), bytes, defect: None };
    }
    let (text, bad) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let good = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(good))
        }
    };
    let fold = |text: &str| text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let defect = bad.map(|good| Defect::NotUtf8(fold(&text[..good]).len() as u32));
    let text = if text.starts_with('\u{feff}') || text.contains("\r\n") { fold(&text) } else { text };
    SourceFile { path, text, bytes: Vec::new(), defect }
}

impl Sources {
    /// Makes sources from texts in memory, for tests.
    pub fn from_texts<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        Self::from_files(files.into_iter().map(|(path, text)| (path, text.as_bytes())))
    }

    /// The same from files as they lie on a disk, for tests.
    pub fn from_files<'t>(files: impl IntoIterator<Item = (&'t str, &'t [u8])>) -> Self {
        let mut files: Vec<_> =
            files.into_iter().map(|(path, bytes)| decode(path.to_owned(), bytes.to_vec())).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self::of(PathBuf::new(), files)
    }

    /// The folder `dir` before anything of it is read.
    pub fn unread(dir: &Path) -> Self {
        Self::of(dir.to_path_buf(), Vec::new())
    }

    fn of(root: PathBuf, files: Vec<SourceFile>) -> Self {
        let ids = files.iter().enumerate().map(|(i, file)| (file.path.clone(), FileId(i as u32))).collect();
        Self { root, files: files.into_iter().map(Arc::new).collect(), ids: Arc::new(ids), cells: Vec::new() }
    }

    /// The folder that was read.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Every file with its id, in the order of the paths.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.ids.values().map(|id| (*id, self.file(*id)))
    }

    /// The file at a path.
    pub fn find(&self, path: &str) -> Option<(FileId, &SourceFile)> {
        self.ids.get(path).map(|id| (*id, self.file(*id)))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether the folder holds no content at all.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The file with this id.
    pub fn file(&self, id: FileId) -> &SourceFile {
        match id.cell() {
            Some(index) => &self.cells[index].1,
            None if id == FileId::FOLDER => &FOLDER,
            None => &self.files[id.0 as usize],
        }
    }

    /// The cell with this id, if it is one.
    pub fn cell(&self, id: FileId) -> Option<&CellText> {
        id.cell().map(|index| &self.cells[index].0)
    }

    /// The same files, and these cells.
    #[must_use]
    pub fn with_cells(self, cells: Vec<CellText>) -> Self {
        let file = |cell: &CellText| SourceFile {
            path: cell.address(),
            text: cell.text.clone(),
            bytes: Default::default(),
            defect: None,
        };
        Self { cells: cells.into_iter().map(|cell| (cell.clone(), file(&cell))).collect(), ..self }
    }

    /// A copy of the folder in which these files replace those at their paths.
    #[must_use]
    pub fn revised(&self, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        let mut revised: BTreeMap<_, _> = self.files().map(|(_, file)| (file.path.clone(), file.clone())).collect();
        revised.extend(files.into_iter().map(|(path, bytes)| (path.clone(), decode(path, bytes))));
        Self::of(self.root.clone(), revised.into_values().collect())
    }

    /// The path of a file for people: with the folder that was read, and `/` on every system.
    pub fn shown(&self, id: FileId) -> String {
        self.root.join(&self.file(id).path).to_string_lossy().replace('\\', "/")
    }

    /// Line and column (both from 1, the column in characters) of a byte offset.
    pub fn position(&self, id: FileId, offset: u32) -> (usize, usize) {
        let text = &self.file(id).text;
        let before = &text[..floor(text, offset as usize)];
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// The nearest start of a character at or before an offset; the end of the text for one beyond it.
pub(crate) fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> SourceFile {
        decode("a.yaml".to_owned(), bytes.to_vec())
    }

    #[test]
    fn a_mark_and_windows_line_ends_leave_no_trace() {
        assert_eq!(decoded(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n").text, "a: 1\nb: 2\n");
    }

    #[test]
    fn bad_bytes_are_placed_in_the_folded_text() {
        assert_eq!(decoded(b"\xef\xbb\xbfa\r\nb\xff").defect, Some(Defect::NotUtf8(3)));
    }

    #[test]
    fn what_was_meant_to_be_content_is_read() {
        assert!(["a.yaml", "a.yml", "a.md", "1.YAML", "1.yaml.txt", "A.Md.TXT"].into_iter().all(is_content));
        assert!(!["note.txt", "a.xlsx", "yaml", "a.yaml.bak", "~$a.xlsx"].into_iter().any(is_content));
    }

    #[test]
    fn columns_count_characters() {
        let sources = Sources::from_texts([("a.yaml", "題名: あ\n課: い\n")]);
        let offset = "題名: あ\n課: ".len() as u32;
        assert_eq!(sources.position(FileId(0), offset), (2, 4));
    }
}
