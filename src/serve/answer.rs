//! Resolves a path below the site's root to content of the bundle, as a web server does in a folder.

use crate::bundle::{Artifact, Bundle};

/// The result for a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// A file.
    Found(File),
    /// A folder, requested without its final `/`.
    Folder,
    /// Not found; with the 404 page, if the site has one.
    Missing(Option<File>),
    /// The file could not be rendered; the message.
    Failed(String),
    /// No edition without errors has been shown yet.
    NothingYet,
}

/// A file with its media type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct File {
    pub(super) bytes: Vec<u8>,
    pub(super) media_type: &'static str,
}

impl File {
    /// Whether it is an HTML page.
    pub(super) fn is_page(&self) -> bool {
        self.media_type.starts_with("text/html")
    }
}

/// Looks up a path without its leading `/`; only files of the bundle can be found. The bundle is also found below
/// `mount`, the folder in which it will be published (`mieruka/`), because pages that may be shown at any address link
/// there.
pub(super) fn answer(bundle: &Bundle<'_>, mount: &str, path: &str) -> Answer {
    let mounted = path.strip_prefix(mount).filter(|rest| rest.len() < path.len());
    if let Some(answer) = find(bundle, path).or_else(|| find(bundle, mounted?)) {
        return answer;
    }
    match bundle.get("404.html").map(|artifact| make(artifact, "404.html")) {
        Some(Ok(file)) => Answer::Missing(Some(file)),
        _ => Answer::Missing(None),
    }
}

fn find(bundle: &Bundle<'_>, path: &str) -> Option<Answer> {
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    match bundle.get(&file) {
        Some(artifact) => Some(make(artifact, &file).map_or_else(Answer::Failed, Answer::Found)),
        None => bundle.get(&format!("{path}/index.html")).map(|_| Answer::Folder),
    }
}

fn make(artifact: &Artifact<'_>, path: &str) -> Result<File, String> {
    let bytes = artifact.bytes().map_err(|error| error.to_string())?;
    Ok(File { bytes, media_type: media_type(path) })
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "jsonld" => "application/ld+json",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expected: &str) {
        let mut bundle = Bundle::new();
        bundle.add("index.html", "top");
        bundle.add("a/index.html", "a");
        bundle.add("a/x.css", "css");
        bundle.add("404.html", "none");
        let found = match answer(&bundle, "machi/mieruka/", path) {
            Answer::Found(file) => String::from_utf8(file.bytes).expect("the test writes text"),
            Answer::Folder => "folder".to_owned(),
            other @ (Answer::Missing(_) | Answer::Failed(_) | Answer::NothingYet) => {
                format!("{other:?}").chars().take_while(char::is_ascii_alphabetic).collect()
            }
        };
        assert_eq!(found, expected, "{path}");
    }

    #[test]
    fn folders_have_an_index_and_nothing_leaves_the_bundle() {
        check("", "top");
        check("a/", "a");
        check("a", "folder");
        check("a/x.css", "css");
        check("a/x.css/", "Missing");
        check("b/", "Missing");
        check("../index.html", "Missing");
        check("a/../index.html", "Missing");
        check("/index.html", "Missing");
    }

    #[test]
    fn the_folder_of_publication_is_the_root_too() {
        check("machi/mieruka/", "top");
        check("machi/mieruka/a", "folder");
        check("machi/mieruka/a/x.css", "css");
        check("machi/mieruka/machi/mieruka/", "Missing");
        check("machi/", "Missing");
        check("machi/mieruka/../index.html", "Missing");
    }
}
