//! Gathers the licences of everything that becomes part of the program, when it is built: the crates for this platform with
//! the files in their folders, the dictionary, the design tokens, and Rust's own library. A text that several crates share is
//! given once.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// How the name of a file begins that holds a licence or a notice.
const NAMES: [&str; 5] = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];

/// The crate whose data, not whose code, is in the program.
const DATA: &str = "lindera-ipadic";

/// The file whose first comment holds the licence of the values that it took over.
pub(crate) const TOKENS: &str = "themes/default/css/tokens.css";

const RULE: &str = "\n\n--------------------------------------------------------------------------------\n";

/// Every licence with the parts that it belongs to.
pub(crate) fn gather() -> Result<String, Box<dyn Error>> {
    let metadata = metadata()?;
    let mut parts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for part in linked()? {
        for text in texts(&part, &metadata)? {
            parts.entry(text).or_default().insert(format!("{} {} ({})", part.name, part.version, part.licence));
        }
    }
    let library = "Rust 標準ライブラリー (MIT OR Apache-2.0)".to_owned();
    parts.entry(mit("The Rust Project Developers")?).or_default().insert(library);
    let ipadic = fs::read_to_string(Path::new(super::HERE).join("NOTICE.ipadic.txt"))?;
    parts.entry(ipadic.trim().to_owned()).or_default().insert("IPADIC(形態素解析の辞書)".to_owned());
    let sudachi = fs::read_to_string(Path::new(super::HERE).join("NOTICE.sudachi.txt"))?;
    parts.entry(sudachi.trim().to_owned()).or_default().insert("SudachiDict(同義語の表の一部)".to_owned());
    parts.entry(tokens()?).or_default().insert("デジタル庁デザインシステムのデザイントークン(色の値)".to_owned());
    let mut list = fs::read_to_string("LICENSE")?.trim_end().to_owned();
    for (text, names) in parts {
        let names = names.into_iter().collect::<Vec<_>>().join("\n");
        write!(list, "{RULE}{names}\n\n{text}")?;
    }
    Ok(list)
}

/// The licence of the design tokens, as it stands in the theme.
fn tokens() -> Result<String, Box<dyn Error>> {
    let css = fs::read_to_string(TOKENS)?;
    let comment = css.split("*/").next().and_then(|comment| comment.split_once("MIT License"));
    let (_, licence) = comment.ok_or("the first comment of the tokens holds their licence")?;
    Ok(format!("MIT License{licence}").lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned())
}

/// A package whose code or data is in the program.
struct Part {
    name: String,
    version: String,
    licence: String,
}

/// What the program is linked from for this platform, by cargo's own walk.
fn linked() -> Result<Vec<Part>, Box<dyn Error>> {
    let target = told("TARGET")?;
    let target = target.to_string_lossy();
    let tree = |edges, depth| {
        let arguments = ["tree", "--offline", "--prefix", "none", "--format", "{p}\t{l}", "--target", &target];
        cargo(&[&arguments[..], &["--edges", edges, "--depth", depth]].concat())
    };
    let code = tree("normal", "99")?;
    let direct = tree("normal,build", "1")?;
    let lines = code.lines().chain(direct.lines().filter(|line| line.starts_with(DATA)));
    let part = |line: &str| {
        let (package, licence) = line.split_once('\t')?;
        let (name, rest) = package.split_once(" v")?;
        let version = rest.split(' ').next()?;
        Some(Part { name: name.to_owned(), version: version.to_owned(), licence: licence.to_owned() })
    };
    Ok(lines.filter_map(part).filter(|part| part.name != env!("CARGO_PKG_NAME")).collect())
}

/// What cargo knows of the packages, their folders too. It is asked about a copy of the manifest without the parts that only
/// tests need: where the program alone is built, their packages have not been fetched.
fn metadata() -> Result<Value, Box<dyn Error>> {
    let copy = PathBuf::from(told("OUT_DIR")?).join("parts");
    fs::create_dir_all(copy.join("src"))?;
    fs::write(copy.join("src/lib.rs"), "")?;
    fs::write(copy.join("Cargo.toml"), without_tests(&fs::read_to_string("Cargo.toml")?))?;
    fs::copy("Cargo.lock", copy.join("Cargo.lock"))?;
    let manifest = copy.join("Cargo.toml");
    let manifest = manifest.to_str().ok_or("the folder of the build is named in Unicode")?;
    let target = told("TARGET")?;
    let arguments = ["metadata", "--format-version", "1", "--offline", "--filter-platform", &target.to_string_lossy()];
    Ok(serde_json::from_str(&cargo(&[&arguments[..], &["--manifest-path", manifest]].concat())?)?)
}

fn told(name: &str) -> Result<OsString, Box<dyn Error>> {
    Ok(std::env::var_os(name).ok_or("cargo tells a build script its paths")?)
}

fn cargo(arguments: &[&str]) -> Result<String, Box<dyn Error>> {
    let output = Command::new(told("CARGO")?).args(arguments).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// The tables of a manifest that name what the program is built from.
fn without_tests(manifest: &str) -> String {
    let kept = ["package]", "dependencies]", "build-dependencies]", "target."];
    let tables =
        manifest.trim_start_matches('[').split("\n[").filter(|table| kept.iter().any(|name| table.starts_with(name)));
    let tables: String = tables.map(|table| format!("[{table}\n")).collect();
    let lines = tables.lines().filter(|line| !line.starts_with("build ="));
    lines.map(|line| format!("{line}\n")).collect::<String>() + "[workspace]\n"
}

/// The texts in a package's folder; where it offers the choice, those of MIT without those of Apache. What tests alone ask of a
/// package can make another one part of the program (features are added up): its folder lies beside the others.
fn texts(part: &Part, metadata: &Value) -> Result<Vec<String>, Box<dyn Error>> {
    let packages = || list(metadata, "packages");
    let is_it = |package: &&Value| word(package, "name") == part.name && word(package, "version") == part.version;
    let known = packages().find(is_it);
    let beside = format!("{}-{}", part.name, part.version);
    let mut folders = packages().filter_map(|package| Path::new(word(package, "manifest_path")).parent());
    let folder = match known {
        Some(package) => Path::new(word(package, "manifest_path")).parent().map(Path::to_owned),
        None => folders.find_map(|folder| Some(folder.parent()?.join(&beside)).filter(|folder| folder.is_dir())),
    };
    let mut files = Vec::new();
    collect(&folder.ok_or_else(|| format!("no folder of {beside}"))?, &mut files)?;
    let has = |file: &PathBuf, part: &str| {
        file.file_name().is_some_and(|name| name.to_string_lossy().to_uppercase().contains(part))
    };
    if files.iter().any(|file| has(file, "MIT")) {
        files.retain(|file| !has(file, "APACHE"));
    }
    if files.is_empty() {
        let authors = known.into_iter().flat_map(|package| list(package, "authors")).filter_map(Value::as_str);
        let authors = authors.collect::<Vec<_>>().join(", ");
        return Ok(vec![mit(if authors.is_empty() { &part.name } else { &authors })?]);
    }
    let text = |file: &PathBuf| Ok(String::from_utf8_lossy(&fs::read(file)?).trim().replace("\r\n", "\n"));
    let mut texts = files.iter().map(text).collect::<Result<Vec<String>, Box<dyn Error>>>()?;
    // A file that only names the licences is no text of them.
    texts.retain(|text| text.len() > 100);
    Ok(texts)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_uppercase();
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else if NAMES.iter().any(|begin| name.starts_with(begin)) && !name.ends_with(".RS") {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(())
}

/// The licence of this program in the name of others, for a package that says MIT and holds no text of it.
fn mit(holder: &str) -> Result<String, Box<dyn Error>> {
    let ours = fs::read_to_string("LICENSE")?;
    let (_, permission) = ours.split_once("Permission is").ok_or("our licence is that of MIT")?;
    Ok(format!("MIT License\n\nCopyright (c) {holder}\n\nPermission is{}", permission.trim_end()))
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value[key].as_array().into_iter().flatten()
}

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}
