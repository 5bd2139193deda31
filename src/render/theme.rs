//! The theme: templates and the files beside them, read into memory once. The only file that names tera and the only
//! one of this room that touches the disk. What the pages say is not known here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, Tera};

use super::script;
use crate::bundle;

/// The default theme is part of the program, so that a copied binary works alone.
static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The folders whose files are published below `assets/`.
const PUBLISHED: [&str; 4] = ["css/", "js/", "images/", "fonts/"];

/// A theme could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder or a file in it cannot be read.
    #[error("テーマの「{path}」を読めません: {source}")]
    Unreadable {
        /// What was to be read.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A template is faulty; the text names its file and line.
    #[error("テーマのひな形に誤りがあります\n{0}")]
    Template(String),
}

/// Templates, ready to print, and the files published beside the pages.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    assets: Vec<(String, Vec<u8>)>,
}

impl Theme {
    /// Reads the theme in a folder, or the default theme.
    pub fn open(dir: Option<&Path>) -> Result<Self, Error> {
        let mut files = Vec::new();
        match dir {
            Some(dir) => read(dir, "", &mut files)?,
            None => embedded(&DEFAULT, &mut files),
        }
        files.sort();
        Self::of(files)
    }

    fn of(files: Vec<(String, Vec<u8>)>) -> Result<Self, Error> {
        let mut templates = Vec::new();
        let mut assets = Vec::new();
        let mut scripts = BTreeMap::new();
        for (path, bytes) in files {
            if let Some(name) = path.strip_prefix("templates/") {
                let text = String::from_utf8(bytes)
                    .map_err(|_| Error::Template(format!("{path}: 文字コードが UTF-8 ではありません")))?;
                templates.push((name.to_owned(), text));
            } else if path.starts_with("js/") && path.ends_with(".js") {
                scripts.insert(path, String::from_utf8_lossy(&bytes).into_owned());
            } else if PUBLISHED.iter().any(|folder| path.starts_with(folder)) {
                assets.push((format!("assets/{path}"), bytes));
            }
        }
        assets.extend(script::joined(&scripts).into_iter().map(|(path, text)| (format!("assets/{path}"), text.into())));
        assets.sort();
        let mut tera = Tera::new();
        tera.add_raw_templates(templates).map_err(|error| Error::Template(error.to_string()))?;
        Ok(Self { tera, assets })
    }

    /// The files published beside the pages, by their paths in the site.
    pub(super) fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.assets.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Whether the theme publishes a file.
    pub(super) fn has_asset(&self, path: &str) -> bool {
        self.assets.iter().any(|(asset, _)| asset == path)
    }

    /// Prints a view.
    pub(super) fn print(&self, template: &str, view: &impl Serialize) -> Result<Vec<u8>, bundle::Error> {
        let fault = |error: tera::Error| bundle::Error::Template(format!("templates/{template}: {error}"));
        let context = Context::from_serialize(view).map_err(fault)?;
        let mut page = Vec::with_capacity(16 * 1024);
        self.tera.render_to(template, &context, &mut page).map_err(fault)?;
        Ok(page)
    }
}

fn embedded(dir: &Dir<'_>, files: &mut Vec<(String, Vec<u8>)>) {
    files.extend(dir.files().map(|file| {
        let path = file.path().to_string_lossy().replace('\\', "/");
        (path, file.contents().to_vec())
    }));
    dir.dirs().for_each(|dir| embedded(dir, files));
}

fn read(dir: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) -> Result<(), Error> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Unreadable { path, source }
    };
    for entry in fs::read_dir(dir).map_err(unreadable(dir))? {
        let path = entry.map_err(unreadable(dir))?.path();
        let kind = fs::symlink_metadata(&path).map_err(unreadable(&path))?.file_type();
        let Some(name) = path.file_name().and_then(|name| name.to_str()).filter(|name| !name.starts_with('.')) else {
            continue;
        };
        if kind.is_dir() {
            read(&path, &format!("{prefix}{name}/"), files)?;
        } else if kind.is_file() {
            files.push((format!("{prefix}{name}"), fs::read(&path).map_err(unreadable(&path))?));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(template: &str) -> Result<Theme, Error> {
        Theme::of(vec![("templates/pages/a.html".to_owned(), template.into())])
    }

    #[test]
    fn the_default_theme_is_whole() {
        Theme::open(None).expect("the default theme opens");
    }

    #[test]
    fn a_broken_template_is_named_with_its_line() {
        let error = theme("一行目\n{% for x %}").expect_err("the template is broken").to_string();
        assert!(error.contains("pages/a.html:2"), "{error}");
    }

    #[test]
    fn an_unknown_field_is_named_with_its_line() {
        #[derive(Serialize)]
        struct View {
            title: &'static str,
        }
        let theme = theme("{{ title }}\n{{ titel }}").expect("the template is well formed");
        let error = theme.print("pages/a.html", &View { title: "題" }).expect_err("a field is unknown").to_string();
        assert!(error.contains("pages/a.html:2"), "{error}");
    }
}
