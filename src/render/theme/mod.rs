//! The theme: templates and static files, read into memory once. The only file that names tera and the only one of this
//! room that reads the disk. The content of pages is not known here.

mod manifest;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::{fs, io};

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, Tera};

use manifest::Manifest;

use super::{script, template_fault};
use crate::diagnostic::Diagnostics;
use crate::digest::{Digest, Parts};
use crate::model::Site;
use crate::source::Sources;
use crate::{bundle, outside};

/// The default theme is compiled into the program, so that a copied binary works alone.
static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The folders whose files are published below `assets/`.
const PUBLISHED: [&str; 4] = ["css/", "js/", "images/", "fonts/"];

const NO_MANIFEST: &str =
    "theme.yaml がありません\n直し方: 題名(`title`)とライセンス(`licence`)を書いた theme.yaml を作成してください";
const UTF8: &str = "編集ソフトで文字コード UTF-8 を選んで保存し直してください";

/// A theme could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder or a file in it cannot be read.
    #[error("テーマの「{}」を読めません: {}", .path.display(), outside::reason(.source))]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A file of the theme has a fault; the text names the file and the line.
    #[error("テーマに誤りがあります\n{0}")]
    Faulty(String),
}

/// Templates, ready to print, and the files published beside the pages.
#[derive(Debug)]
pub struct Theme {
    manifest: Manifest,
    tera: Tera,
    templates: Sources,
    assets: Vec<(String, Vec<u8>)>,
    digest: [u8; 32],
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
        Self::of(&dir.map_or_else(|| "themes/default".into(), Path::to_string_lossy), files)
    }

    /// The default theme, opened once.
    pub fn embedded() -> &'static Self {
        static OPENED: LazyLock<Theme> =
            LazyLock::new(|| Theme::open(None).expect("the theme in the program was tested"));
        &OPENED
    }

    /// A theme without files: enough to list the pages, but not to print one.
    pub fn bare() -> Self {
        let (manifest, tera, templates) = (Manifest::default(), Tera::new(), Sources::from_texts([]));
        Self { manifest, tera, templates, assets: Vec::new(), digest: digest(&[]) }
    }

    fn of(folder: &str, files: Vec<(String, Vec<u8>)>) -> Result<Self, Error> {
        let digest = digest(&files);
        let mut templates = Vec::new();
        let mut assets = Vec::new();
        let mut manifest = None;
        let mut scripts = Vec::new();
        for (path, bytes) in files {
            if path.starts_with("templates/") {
                templates.push(text(format!("{folder}/{path}"), bytes)?);
            } else if path == "theme.yaml" {
                let text = String::from_utf8_lossy(&bytes);
                manifest = Some(Manifest::read(&text).map_err(|fault| Error::Faulty(format!("{folder}/{fault}")))?);
            } else if path.starts_with("js/") && path.ends_with(".js") {
                scripts.push(text(format!("{folder}/{path}"), bytes)?);
            } else if PUBLISHED.iter().any(|folder| path.starts_with(folder)) {
                assets.push((format!("assets/{path}"), bytes));
            }
        }
        let scripts = sources(&scripts);
        let joined = script::joined(&scripts).map_err(Error::Faulty)?;
        let below = |path: &str| format!("assets/{}", &path[folder.len() + 1..]);
        assets.extend(joined.into_iter().map(|(path, script)| (below(path), script.into())));
        assets.sort();
        let Some(manifest) = manifest else { return Err(Error::Faulty(format!("{folder}/{NO_MANIFEST}"))) };
        let templates = sources(&templates);
        let name = |path: &str| path[folder.len() + "/templates/".len()..].to_owned();
        let mut tera = Tera::new();
        tera.add_raw_templates(templates.files().map(|(_, file)| (name(&file.path), file.text.as_str())))
            .map_err(|error| Error::Faulty(template_fault::tell(&error, &templates)))?;
        let known: Vec<_> = assets.iter().map(|(path, _)| path.as_str()).collect();
        match template_fault::tell_missing_assets(&templates, |path| known.contains(&path), &known) {
            Some(fault) => Err(Error::Faulty(fault)),
            None => Ok(Self { manifest, tera, templates, assets, digest }),
        }
    }

    /// The SHA-256 of all its files: themes with the same digest print the same pages.
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// Reports settings of site.yaml that the theme does not have.
    pub fn check(&self, site: &Site) -> Diagnostics {
        self.manifest.check(site)
    }

    /// The value of `theme` in templates.
    pub(super) fn settings<'v>(&'v self, site: &'v Site) -> BTreeMap<&'v str, &'v str> {
        self.manifest.values(site)
    }

    /// The files published beside the pages, by their paths in the site.
    pub(super) fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.assets.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// Whether the theme publishes a file.
    pub(super) fn has_asset(&self, path: &str) -> bool {
        self.assets.iter().any(|(asset, _)| asset == path)
    }

    /// Prints a view together with what it shares with others.
    pub(super) fn print(
        &self,
        template: &str,
        shared: &Shared,
        view: &impl Serialize,
    ) -> Result<Vec<u8>, bundle::Error> {
        let fault = |error: tera::Error| bundle::Error::Template(template_fault::tell(&error, &self.templates));
        let mut context = Context::from_serialize(view).map_err(fault)?;
        context.extend(shared.0.clone());
        let mut page = Vec::with_capacity(32 * 1024);
        self.tera.render_to(template, &context, &mut page).map_err(fault)?;
        Ok(page)
    }
}

/// What many pages read alike, converted for the templates once.
#[derive(Debug, Clone, Default)]
pub(super) struct Shared(Context);

impl Shared {
    /// Adds a value under a name.
    pub(super) fn with(mut self, name: &'static str, value: &impl Serialize) -> Self {
        self.0.insert(name, value);
        self
    }
}

/// A file as text, with its path.
fn text(path: String, bytes: Vec<u8>) -> Result<(String, String), Error> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok((path, text)),
        Err(_) => Err(Error::Faulty(format!("{path} の文字コードが UTF-8 ではありません\n直し方: {UTF8}"))),
    }
}

fn sources(texts: &[(String, String)]) -> Sources {
    Sources::from_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())))
}

fn digest(files: &[(String, Vec<u8>)]) -> Digest {
    let mut parts = Parts::default();
    files.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes]).for_each(|part| parts.add(part));
    parts.finish()
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
        let base = "<link href=\"{{ root }}assets/css/a.css\">\n{% block main %}{% endblock %}";
        Theme::of(
            "themes/aoi",
            vec![
                ("theme.yaml".to_owned(), "title: 題\nlicence: MIT\n".into()),
                ("css/a.css".to_owned(), Vec::new()),
                ("templates/base.html".to_owned(), base.into()),
                ("templates/pages/a.html".to_owned(), template.into()),
            ],
        )
    }

    #[derive(Serialize)]
    struct View {
        root: &'static str,
        title: &'static str,
    }

    /// Checks the report of a template's fault, found when it is read or when it is printed.
    fn check(template: &str, expected: &[&str]) {
        let view = View { root: "", title: "題" };
        let told = match theme(template) {
            Err(error) => error.to_string(),
            Ok(theme) => {
                theme.print("pages/a.html", &Shared::default(), &view).expect_err("the template is faulty").to_string()
            }
        };
        for part in expected {
            assert!(told.contains(part), "{part} is not in:\n{told}");
        }
    }

    #[test]
    fn the_default_theme_is_whole() {
        Theme::open(None).expect("the default theme opens");
    }

    #[test]
    fn a_fault_of_form_is_told_with_file_line_and_excerpt() {
        check("一行目\n{% for x %}", &["--> themes/aoi/templates/pages/a.html:2", "{% for x %}", "直し方: "]);
        check("{% if title %}\n題", &["themes/aoi/templates/pages/a.html", "閉じられていない", "{% endif %}"]);
        check("\n{{ title | shuot }}", &["pages/a.html:2:", "フィルター `shuot` はありません"]);
        check("{{ <cards of={title} /> }}", &["pages/a.html:1", "部品 `cards` はありません"]);
        check(
            "{% component card(of) -%}x{%- endcomponent card %}{{ <cards of={title} /> }}",
            &["pages/a.html:1", "`card` ではありませんか"],
        );
        check(
            "{% extends \"base.html\" %}{% block main %}{% if title %}x{% endblock %}",
            &["pages/a.html:1", "`{% endblock %}` に対応する始まりが", "`{% endif %}`"],
        );
        check("{% inculde \"a\" %}", &["pages/a.html:1", "`{% inculde %}` という書き方はありません"]);
    }

    #[test]
    fn an_unknown_name_is_told_with_the_nearest() {
        check(
            "{{ title }}\n{{ titel }}",
            &["pages/a.html:2:4", "名前 `titel` は使えません", "`title` ではありませんか"],
        );
        check("{{ title.x }}", &["pages/a.html:1"]);
    }

    #[test]
    fn what_is_missing_is_named() {
        check("{% extends \"bace.html\" %}", &["templates/bace.html がありません", "templates/pages/a.html"]);
        check(
            "{{ root }}assets/css/b.css\"",
            &["pages/a.html:1:11", "css/b.css がありません", "assets/css/a.css ではありませんか"],
        );
        let theme = theme("").expect("it is sound");
        let view = View { root: "", title: "" };
        let told = theme.print("pages/b.html", &Shared::default(), &view).expect_err("it is not there").to_string();
        assert!(told.contains("テーマに templates/pages/b.html がありません"), "{told}");
        assert!(told.contains("themes/default/templates/pages/b.html を"), "{told}");
    }
}
