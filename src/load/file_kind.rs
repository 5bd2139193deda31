//! The kind of a file, by its path alone.

use unicode_normalization::UnicodeNormalization;

use super::rules::{BAD_ID, MISPLACED_FILE};
use crate::characters::shown_name;
use crate::diagnostic::{Diagnostic, Span, is_slip, nearest};
use crate::model::{FiscalYear, RecordId, is_slug, plain};
use crate::source::FileId;

/// The files of which there is one each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Registry {
    Site,
    Departments,
    Documents,
    Glossary,
    Synonyms,
    Ratings,
    Corrections,
    Redirects,
}

const REGISTRIES: [(&str, Registry); 8] = [
    ("site.yaml", Registry::Site),
    ("departments.yaml", Registry::Departments),
    ("documents.yaml", Registry::Documents),
    ("glossary.yaml", Registry::Glossary),
    ("synonyms.yaml", Registry::Synonyms),
    ("ratings.yaml", Registry::Ratings),
    ("corrections.yaml", Registry::Corrections),
    ("redirects.yaml", Registry::Redirects),
];

/// The kind of a file, with the ids in its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FileKind<'p> {
    Registry(Registry),
    Plan(&'p str),
    Section(&'p str, &'p str),
    Program(&'p str),
    Item(&'p str, &'p str),
    Sheet(FiscalYear, &'p str),
    Goal(FiscalYear, &'p str, u32),
    View(&'p str),
    TableReading(&'p str),
    Image(&'p str),
    Original(&'p str),
    Page(&'p str),
    Narrative(RecordId),
    Ignored,
}

impl FileKind<'_> {
    /// The id of the record or registry that the file holds, or the folder of its page; a broken file is remembered by it.
    pub(super) fn record(&self) -> Option<RecordId> {
        Some(match self {
            Self::Registry(registry) => {
                let (name, _) = REGISTRIES.iter().find(|(_, known)| known == registry)?;
                RecordId(name.trim_end_matches(".yaml").to_owned())
            }
            Self::Plan(plan) => RecordId::plan(plan),
            Self::Section(plan, code) => RecordId::section(plan, code),
            Self::Program(program) => RecordId::program(program),
            Self::Item(program, number) => RecordId::item(program, number),
            Self::Sheet(year, department) => RecordId::sheet(*year, department),
            Self::Goal(year, department, number) => RecordId::goal(*year, department, *number),
            Self::View(id) => RecordId(format!("views/{id}")),
            Self::TableReading(name) => RecordId(format!("import/{name}")),
            Self::Image(path) | Self::Original(path) => RecordId((*path).to_owned()),
            Self::Page(name) => RecordId((*name).to_owned()),
            Self::Narrative(_) | Self::Ignored => return None,
        })
    }
}

/// Why a path has no kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Misplaced {
    BadName { name: String, help: String },
    Unknown(String),
}

impl Misplaced {
    pub(super) fn diagnostic(&self, file: FileId) -> Diagnostic {
        let at = Span::file(file);
        match self {
            Self::BadName { name, help } => {
                let help = format!("{help}。コピーなら、記録のフォルダーの外へ移してください");
                Diagnostic::error(BAD_ID.slug, at, format!("名前「{}」は使えません", shown_name(name)), help)
            }
            Self::Unknown(help) => {
                Diagnostic::error(MISPLACED_FILE.slug, at, "ここにあるファイルは、何の記録か分かりません", help.clone())
            }
        }
    }
}

/// The kind of the file at `path`.
pub(super) fn file_kind(path: &str) -> Result<FileKind<'_>, Misplaced> {
    let parts: Vec<&str> = path.split('/').collect();
    let (name, folders) = parts.split_last().expect("a path has a last part");
    if name.eq_ignore_ascii_case("readme.md") {
        return Ok(FileKind::Ignored);
    }
    if let (["images"], Some((stem, _))) = (folders, name.rsplit_once('.')) {
        return image(path, name, stem);
    }
    if let ["files"] = folders {
        return original(path, name);
    }
    if let Some(stem) = name.strip_suffix(".md") {
        return markdown(path, folders, stem);
    }
    let Some(stem) = name.strip_suffix(".yaml") else {
        return other(name);
    };
    if let Some(holder) = mistyped_holder(folders, stem) {
        return Err(Misplaced::Unknown(format!("{holder}.yaml ではありませんか")));
    }
    match folders {
        [] => REGISTRIES
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, registry)| FileKind::Registry(*registry))
            .ok_or_else(|| {
                Misplaced::Unknown(match nearest_registry(stem) {
                    Some(near) => format!("{near}.yaml ではありませんか"),
                    None => "記録は plans/、programs/、goals/ の中に入れてください".to_owned(),
                })
            }),
        ["plans", plan] if stem == "plan" => Ok(FileKind::Plan(slug(plan)?)),
        ["plans", plan] => Ok(FileKind::Section(slug(plan)?, slug(stem)?)),
        ["programs", program] if stem == "program" => Ok(FileKind::Program(slug(program)?)),
        ["programs", program] => Ok(FileKind::Item(slug(program)?, slug(stem)?)),
        ["goals", year, department] if stem == "sheet" => Ok(FileKind::Sheet(folder_year(year)?, slug(department)?)),
        ["goals", year, department] => Ok(FileKind::Goal(folder_year(year)?, slug(department)?, number(stem)?)),
        ["views"] => Ok(FileKind::View(slug(stem)?)),
        ["import"] => Ok(FileKind::TableReading(slug(stem)?)),
        _ => Err(Misplaced::Unknown(
            "plans/<計画>/、programs/<プログラム>/、goals/<年度>/<部局>/ のどれかに入れてください".to_owned(),
        )),
    }
}

/// The registry whose name without its ending is nearly this one.
fn nearest_registry(stem: &str) -> Option<&'static str> {
    let stems = || REGISTRIES.iter().map(|(name, _)| name.trim_end_matches(".yaml"));
    nearest(stem, stems())
}

/// The name of the file of a plan, program or sheet, if this one is that name, mistyped.
fn mistyped_holder(folders: &[&str], stem: &str) -> Option<&'static str> {
    let holder = match folders {
        ["plans", _] => "plan",
        ["programs", _] => "program",
        ["goals", _, _] => "sheet",
        _ => return None,
    };
    is_slip(stem, holder).then_some(holder)
}

/// A file of another kind: ignored, unless its ending is a misspelling of a known one.
fn other(name: &str) -> Result<FileKind<'_>, Misplaced> {
    let lower = name.to_ascii_lowercase();
    let (plain, hint) = match lower.strip_suffix(".txt") {
        Some(plain) => (plain, "。エクスプローラーの「表示」で「ファイル名拡張子」を選ぶと、.txt が表示されます"),
        None => (&*lower, ""),
    };
    let ending = [(".yaml", ".yaml"), (".yml", ".yaml"), (".md", ".md"), (".markdown", ".md"), (".mkd", ".md")];
    let slip = ending.iter().find_map(|(wrong, right)| Some((plain.strip_suffix(wrong)?, right)));
    match slip {
        Some((stem, right)) => {
            let stem = &name[..stem.len()];
            Err(Misplaced::Unknown(format!("名前の終わりを {right} にしてください({stem}{right}){hint}")))
        }
        None => Ok(FileKind::Ignored),
    }
}

/// What a file without a kind may hold: the record or registry that its path means, with a misspelled name or ending, a
/// year by its era, capitals or full-width letters; or else anything in the folder in which all of its kind are.
pub(super) fn meant(path: &str) -> Option<RecordId> {
    let plain = plain(path).to_lowercase();
    let plain = plain.strip_suffix(".txt").unwrap_or(&plain);
    if let Some(page) = plain.strip_prefix("pages/") {
        return Some(RecordId(page.split('.').next()?.to_owned()));
    }
    let stem = plain.strip_suffix(".yaml").or_else(|| plain.strip_suffix(".yml"))?;
    let mut parts: Vec<&str> = stem.split('/').collect();
    let (name, folders) = parts.split_last_mut().expect("a path has a last part");
    match folders {
        [] => *name = nearest_registry(name)?,
        _ => *name = mistyped_holder(folders, name).unwrap_or(name),
    }
    let western;
    if let ["goals", year, ..] = &mut parts[..]
        && let Ok(known) = year.parse::<FiscalYear>()
    {
        western = known.western().to_string();
        *year = &western;
    }
    let family = || Some(*parts.first()?).filter(|family| ["plans", "programs", "goals"].contains(family));
    let record = file_kind(&format!("{}.yaml", parts.join("/"))).ok().and_then(|kind| kind.record());
    record.or_else(|| Some(RecordId(family()?.to_owned())))
}

/// An image to be published; formats other than SVG and PNG are reported when it is read.
fn image<'p>(path: &'p str, name: &str, stem: &str) -> Result<FileKind<'p>, Misplaced> {
    let is_named = is_slug(stem) && name.bytes().all(|b| !b.is_ascii_uppercase());
    let rule = "画像は、zu-1.png のように半角の小文字・数字・- で名前を付けてください";
    let is_good = |name: &str| name.rsplit_once('.').is_some_and(|(stem, _)| is_slug(stem));
    if is_named { Ok(FileKind::Image(path)) } else { Err(bad(name, is_good, rule)) }
}

/// A file to download; what it contains is judged when it is read.
fn original<'p>(path: &'p str, name: &str) -> Result<FileKind<'p>, Misplaced> {
    let is_good = |name: &str| {
        name.rsplit_once('.').is_some_and(|(stem, ending)| {
            is_slug(stem) && !ending.is_empty() && ending.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
    };
    let rule = "ファイルは、keikaku-2026.pdf のように半角の小文字・数字・- で名前を付けてください。日本語の題名は documents.yaml かリンクの文に書きます";
    if is_good(name) { Ok(FileKind::Original(path)) } else { Err(bad(name, is_good, rule)) }
}

fn markdown<'p>(path: &'p str, folders: &[&str], stem: &'p str) -> Result<FileKind<'p>, Misplaced> {
    if let ["pages"] = folders {
        return Ok(FileKind::Page(slug(stem)?));
    }
    let base = &path[..path.len() - ".md".len()];
    let holder = match (folders, stem) {
        (["plans", _], "plan") | (["programs", _], "program") | (["goals", _, _], "sheet") => {
            &base[..base.len() - stem.len() - 1]
        }
        (["plans" | "programs", _] | ["goals", _, _], _) => base,
        _ => {
            return Err(Misplaced::Unknown(
                "文章のページは pages/ の中に、記録の説明は YAML と同じフォルダーに、同じ名前で入れてください"
                    .to_owned(),
            ));
        }
    };
    Ok(FileKind::Narrative(RecordId(holder.to_owned())))
}

fn slug(text: &str) -> Result<&str, Misplaced> {
    if is_slug(text) {
        Ok(text)
    } else {
        Err(bad(text, is_slug, "半角の小文字・数字・- で名前を付けてください(例: oshirase、1-3-2)"))
    }
}

fn number(text: &str) -> Result<u32, Misplaced> {
    let is_number = |text: &str| !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    let refused = || bad(text, is_number, "番号だけを、1.yaml、2.yaml … のように名付けてください");
    text.parse().ok().filter(|_| is_number(text)).ok_or_else(refused)
}

fn folder_year(text: &str) -> Result<FiscalYear, Misplaced> {
    let western = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    western.and_then(FiscalYear::new).ok_or_else(|| match text.parse::<FiscalYear>() {
        Ok(year) => Misplaced::BadName { name: text.to_owned(), help: renamed(&year.western().to_string()) },
        Err(_) => bad(text, |_| false, "年度のフォルダーは、2026 のように西暦で名前を付けてください"),
    })
}

/// A name that cannot be used, with the one that was probably meant.
fn bad(name: &str, is_good: impl Fn(&str) -> bool, rule: &str) -> Misplaced {
    let plain: String =
        name.nfkc().flat_map(char::to_lowercase).map(|c| if c == ' ' || c == '_' { '-' } else { c }).collect();
    let near = [plain.trim_start_matches('0'), &plain]
        .into_iter()
        .find(|near| !near.is_empty() && *near != name && is_good(near));
    Misplaced::BadName { name: name.to_owned(), help: near.map_or_else(|| rule.to_owned(), renamed) }
}

fn renamed(to: &str) -> String {
    format!("`{to}` という名前にしてください")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expected: Option<&str>) {
        let spelled = |kind: FileKind| {
            if let FileKind::Narrative(record) = kind {
                return format!("md:{record}");
            }
            kind.record().map_or_else(|| format!("{kind:?}"), |record| record.0)
        };
        let record = file_kind(path).ok().map(spelled);
        assert_eq!(record.as_deref(), expected, "{path}");
    }

    #[test]
    fn a_path_determines_the_kind() {
        check("site.yaml", Some("site"));
        check("plans/sogo-3/plan.yaml", Some("plans/sogo-3"));
        check("plans/sogo-3/1-3-2.yaml", Some("plans/sogo-3/1-3-2"));
        check("plans/sogo-3/plan.md", Some("md:plans/sogo-3"));
        check("programs/gyokaku-4/17.yaml", Some("programs/gyokaku-4/17"));
        check("programs/gyokaku-4/0086.yaml", Some("programs/gyokaku-4/0086"));
        check("programs/gyokaku-4/07-01-01-3.yaml", Some("programs/gyokaku-4/07-01-01-3"));
        check("programs/gyokaku-4/17.md", Some("md:programs/gyokaku-4/17"));
        check("goals/2022/seisaku-kikaku/sheet.yaml", Some("goals/2022/seisaku-kikaku"));
        check("goals/2022/seisaku-kikaku/1.yaml", Some("goals/2022/seisaku-kikaku/1"));
        check("programs/README.md", Some("Ignored"));
        for path in [
            "programs/gyokaku-4/A17.yaml",
            "programs/gyokaku-4/第17.yaml",
            "programs/17.yaml",
            "goals/r4/seisaku-kikaku/1.yaml",
            "goals/2022/政策/1.yaml",
            "departmens.yaml",
            "a.yml",
            "note.md",
            "programs/gyokaku-4/17.yaml.txt",
            "programs/gyokaku-4/17.YAML",
            "programs/con/17.yaml",
            "programs/gyokaku-4/progam.yaml",
            "pages/About.MD",
        ] {
            check(path, None);
        }
    }

    #[test]
    fn a_path_without_a_kind_still_means_something() {
        let meant = |path: &str| meant(path).map(|id| id.0);
        for (path, expected) in [
            ("department.yaml", "departments"),
            ("programs/g/progam.yaml", "programs/g"),
            ("programs/G/1.yaml.txt", "programs/g/1"),
            ("goals/r4/kikaku/shet.yaml", "goals/2022/kikaku"),
            ("goals/20201/kikaku/1.yaml", "goals"),
            ("goals/2022x/1.yaml", "goals"),
            ("plans/sogo/x/1.yml", "plans"),
            ("pages/About.MD", "about"),
        ] {
            assert_eq!(meant(path).as_deref(), Some(expected), "{path}");
        }
        assert_eq!(["memo.yaml", "x/1.yaml", "x.MD"].map(meant), [None, None, None]);
    }
}
