//! `schema`: the editors' schemas within the content folder, and the settings of VS Code beside it. Once they exist,
//! `build`, `new` and `serve` keep them in step with the site's ids.

use std::fs;
use std::path::{Path, PathBuf};

use mieruka::bundle::Bundle;
use mieruka::model::Site;
use mieruka::publish;
use mieruka::{load, schema, source};

use super::clock::Clock;
use super::flags::SchemaFlags;
use super::terminal::{print, say};
use super::{Error, Verdict, astray};

/// The settings of VS Code for a folder.
const SETTINGS: &str = ".vscode/settings.json";

/// Writes the schemas, also for a content with errors: they help to correct it.
pub(super) fn write(flags: &SchemaFlags) -> Result<Verdict, Error> {
    let clock = Clock::start();
    let (site, _) = load::load(&astray::read(&flags.content)?);
    let out = flags.out.clone().unwrap_or_else(|| folder(&flags.content));
    let changes = publish::refresh(&schema::schemas(&site, &load::shapes()), &out)?;
    say(&format!("{} に {}種類の定義ファイルを作成しました({})", out.display(), changes.files, clock.total()));
    if flags.out.is_none() {
        settings(&flags.content)?;
    }
    Ok(Verdict::Done)
}

/// Updates the schemas if the content has them.
pub(super) fn refresh(site: &Site, content: &Path) -> Result<(), Error> {
    let out = folder(content);
    let schemas = out.is_dir().then(|| schema::schemas(site, &load::shapes()));
    // A folder that was moved away meanwhile is not made again.
    if let Some(schemas) = schemas.filter(|_| out.is_dir()) {
        publish::refresh(&schemas, &out)?;
    }
    Ok(())
}

/// Writes the schemas of a new folder, and the settings if it has none; returns the number of files.
pub(super) fn create(content: &Path) -> Result<usize, Error> {
    let (site, _) = load::load(&source::read(content)?);
    let schemas = publish::refresh(&schema::schemas(&site, &load::shapes()), &folder(content))?.files;
    let has_settings = beside(content).is_file();
    if !has_settings {
        create_settings(content)?;
    }
    Ok(schemas + usize::from(!has_settings))
}

fn folder(content: &Path) -> PathBuf {
    content.join(schema::FOLDER)
}

/// Writes the settings if there are none; otherwise prints the lines that are missing.
fn settings(content: &Path) -> Result<(), Error> {
    let at = beside(content);
    match fs::read_to_string(&at) {
        Ok(text) if text.contains(schema::FOLDER) => {}
        Ok(_) => {
            say(&format!("{} はすでにあるので、変えていません。次の行を追加してください:", at.display()));
            print(schema::settings(&load::shapes(), &name(content)).trim_end());
        }
        Err(_) => {
            create_settings(content)?;
            say(&format!("{} を作成しました。VS Code に拡張機能「YAML」(Red Hat)を入れて使ってください", at.display()));
        }
    }
    Ok(())
}

fn create_settings(content: &Path) -> Result<(), Error> {
    let mut files = Bundle::new();
    files.add(SETTINGS, schema::settings(&load::shapes(), &name(content)));
    publish::create(&files, content.parent().unwrap_or(content))?;
    Ok(())
}

/// The settings of the folder that holds the content.
fn beside(content: &Path) -> PathBuf {
    content.parent().unwrap_or(content).join(SETTINGS)
}

fn name(content: &Path) -> String {
    content.file_name().map_or_else(|| "content".to_owned(), |name| name.to_string_lossy().into_owned())
}
