//! Which folder is meant where the content is not: the one above, the one below, or the one inside. A folder that might be the
//! content's is left to the rules, which say what it lacks.

use std::path::{Path, PathBuf};

use mieruka::source::{self, Sources};

/// A folder that is not the content's.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// There is none, and perhaps one elsewhere.
    #[error("フォルダー「{}」がありません\n直し方: {}", .0.display(), remedy(.1.as_deref()))]
    NoFolder(PathBuf, Option<PathBuf>),
    /// There is one elsewhere.
    #[error("「{}」は記録のフォルダーではありません(site.yaml がありません)\n直し方: {}", .0.display(), remedy(Some(.1)))]
    NotContent(PathBuf, PathBuf),
}

fn remedy(meant: Option<&Path>) -> String {
    let Some(meant) = meant else {
        return "記録のフォルダー(content)がある場所で実行するか、`--content` で場所を指定してください。新しく始めるときは `mieruka init <フォルダー>` です".to_owned();
    };
    let option = format!("`--content {}` を付けて", typed(meant));
    match home(meant) {
        Some(home) => format!("`cd {}` で移動して実行するか、{option}ください", typed(&home)),
        None => format!("{option}実行してください"),
    }
}

/// A path as it is typed: one with a space in quotes.
fn typed(path: &Path) -> String {
    let path = path.display().to_string();
    if path.contains([' ', '　']) { format!("\"{path}\"") } else { path }
}

/// The folder to go to, so that the content is at its usual place.
fn home(meant: &Path) -> Option<PathBuf> {
    let is_usual = |path: &Path| path.file_name().is_some_and(|name| name == "content");
    if is_usual(meant) {
        return meant.parent().filter(|parent| !parent.as_os_str().is_empty()).map(Path::to_owned);
    }
    meant.canonicalize().ok().filter(|full| is_usual(full)).map(|_| plain(meant.join("..")))
}

/// Reads the content; refuses a folder if it is known that another one is meant.
pub(super) fn read(content: &Path) -> Result<Sources, super::Error> {
    check(content)?;
    Ok(source::read(content)?)
}

/// Refuses a folder that is not there, or that is not the content's.
pub(super) fn check(content: &Path) -> Result<(), Error> {
    if is_content(content) {
        return Ok(());
    }
    match (content.is_dir(), meant(content)) {
        (false, meant) => Err(Error::NoFolder(content.to_owned(), meant)),
        (true, Some(meant)) => Err(Error::NotContent(content.to_owned(), meant)),
        (true, None) => Ok(()),
    }
}

fn is_content(folder: &Path) -> bool {
    folder.join("site.yaml").is_file()
}

/// The content inside, above or beside a folder; beside only if there is one.
fn meant(folder: &Path) -> Option<PathBuf> {
    let around = folder.parent().unwrap_or(folder);
    let above = [around.to_owned(), around.join(".."), around.join("../..")];
    let above = above.iter().flat_map(|above| [above.clone(), above.join("content")]);
    let near = [folder.join("content")].into_iter().chain(above).find(|near| is_content(near));
    near.or_else(|| beside(around)).map(plain).map(here)
}

/// The only content in the folders of a folder.
fn beside(around: &Path) -> Option<PathBuf> {
    let folders = here(around.to_owned()).read_dir().ok()?.flatten().map(|entry| around.join(entry.file_name()));
    let mut found = folders.flat_map(|one| [one.join("content"), one]).filter(|one| is_content(one));
    found.next().filter(|_| found.next().is_none())
}

/// Without the dot in front.
fn plain(path: PathBuf) -> PathBuf {
    path.strip_prefix(".").map(Path::to_owned).unwrap_or(path)
}

/// The current folder has a name.
fn here(path: PathBuf) -> PathBuf {
    if path.as_os_str().is_empty() { PathBuf::from(".") } else { path }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// What is meant by `asked` where the content is at `is`, both below a folder of the test.
    fn check(is: &[&str], asked: &str, expected: Option<&str>) {
        let folder = tempfile::tempdir().expect("there is room for a test");
        let root = folder.path().join("a/b/c");
        for is in is {
            fs::create_dir_all(root.join(is)).expect("a folder can be made");
            fs::write(root.join(is).join("site.yaml"), "").expect("a file can be made");
        }
        for folder in ["empty/goals", asked] {
            fs::create_dir_all(root.join(folder).parent().expect("it is below")).expect("a folder can be made");
        }
        let found = meant(&root.join(asked)).map(|found| found.strip_prefix(&root).expect("below").to_owned());
        assert_eq!(found.as_deref(), expected.map(Path::new), "{is:?} {asked}");
    }

    #[test]
    fn the_content_is_found_inside_above_and_beside() {
        check(&[], "content", None);
        check(&["x/content"], "x", Some("x/content"));
        check(&["content"], "content/goals", Some("content"));
        check(&["content"], "content/goals/2022", Some("content/goals/.."));
        check(&["x/content"], "content", Some("x/content"));
        check(&["x/content", "y/content"], "content", None);
        check(&["x"], "content", Some("x"));
        check(&["content"], "empty/goals", Some("empty/../content"));
    }
}
