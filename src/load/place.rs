//! What a file is, by its path alone.

use super::common::is_slug;
use super::rules::{BAD_ID, MISPLACED_FILE};
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::model::{FiscalYear, RecordId};
use crate::source::FileId;

/// The files that stand once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Registry {
    Site,
    Departments,
    Glossary,
    Synonyms,
    Ratings,
    Corrections,
    Redirects,
}

const REGISTRIES: [(&str, Registry); 7] = [
    ("site.yaml", Registry::Site),
    ("departments.yaml", Registry::Departments),
    ("glossary.yaml", Registry::Glossary),
    ("synonyms.yaml", Registry::Synonyms),
    ("ratings.yaml", Registry::Ratings),
    ("corrections.yaml", Registry::Corrections),
    ("redirects.yaml", Registry::Redirects),
];

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place<'p> {
    Registry(Registry),
    Plan(&'p str),
    Section(&'p str, &'p str),
    Program(&'p str),
    Item(&'p str, u32),
    Sheet(FiscalYear, &'p str),
    Goal(FiscalYear, &'p str, u32),
    Image(&'p str),
    Page(&'p str),
    Narrative(RecordId),
    Ignored,
}

impl Place<'_> {
    /// The record or registry that the file holds, as it is remembered when broken.
    pub(super) fn record(&self) -> Option<RecordId> {
        Some(match self {
            Self::Registry(registry) => {
                let (name, _) = REGISTRIES.iter().find(|(_, known)| known == registry)?;
                RecordId(name.trim_end_matches(".yaml").to_owned())
            }
            Self::Plan(plan) => RecordId::plan(plan),
            Self::Section(plan, code) => RecordId::section(plan, code),
            Self::Program(program) => RecordId::program(program),
            Self::Item(program, number) => RecordId::item(program, *number),
            Self::Sheet(year, department) => RecordId::sheet(*year, department),
            Self::Goal(year, department, number) => RecordId::goal(*year, department, *number),
            Self::Image(path) => RecordId((*path).to_owned()),
            Self::Page(_) | Self::Narrative(_) | Self::Ignored => return None,
        })
    }
}

/// Why a path has no meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Misplaced {
    BadName(String),
    Unknown(String),
}

impl Misplaced {
    pub(super) fn diagnostic(&self, file: FileId) -> Diagnostic {
        let at = Span::file(file);
        match self {
            Self::BadName(name) => Diagnostic::error(
                BAD_ID.slug,
                at,
                format!("名前「{name}」は使えません"),
                "記録は 1.yaml、2.yaml …、計画の節は 1-3-2.yaml、フォルダーと画像は半角の小文字・数字・- で名付けてください。控えや写しなら、記録のフォルダーの外へ移してください",
            ),
            Self::Unknown(help) => {
                Diagnostic::error(MISPLACED_FILE.slug, at, "この場所のファイルが何の記録か分かりません", help.clone())
            }
        }
    }
}

/// Tells what the file at `path` is.
pub(super) fn place(path: &str) -> Result<Place<'_>, Misplaced> {
    let parts: Vec<&str> = path.split('/').collect();
    let (name, folders) = parts.split_last().expect("a path has a last part");
    if name.eq_ignore_ascii_case("readme.md") {
        return Ok(Place::Ignored);
    }
    if let (["images"], Some((stem, _))) = (folders, name.rsplit_once('.')) {
        return image(path, name, stem);
    }
    if let Some(stem) = name.strip_suffix(".md") {
        return markdown(path, folders, stem);
    }
    let Some(stem) = name.strip_suffix(".yaml") else {
        return other(name);
    };
    match folders {
        [] => REGISTRIES
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, registry)| Place::Registry(*registry))
            .ok_or_else(|| {
                Misplaced::Unknown(match nearest(name, REGISTRIES.iter().map(|(known, _)| *known)) {
                    Some(near) => format!("{near} ではありませんか"),
                    None => "記録は plans/、programs/、goals/ の中に置いてください".to_owned(),
                })
            }),
        ["plans", plan] if stem == "plan" => Ok(Place::Plan(slug(plan)?)),
        ["plans", plan] => Ok(Place::Section(slug(plan)?, slug(stem)?)),
        ["programs", program] if stem == "program" => Ok(Place::Program(slug(program)?)),
        ["programs", program] => Ok(Place::Item(slug(program)?, number(stem)?)),
        ["goals", year, department] if stem == "sheet" => Ok(Place::Sheet(folder_year(year)?, slug(department)?)),
        ["goals", year, department] => Ok(Place::Goal(folder_year(year)?, slug(department)?, number(stem)?)),
        _ => Err(Misplaced::Unknown(
            "plans/<計画>/、programs/<プログラム>/、goals/<年度>/<部局>/ のどれかに置いてください".to_owned(),
        )),
    }
}

/// A file of another kind: only links and slips in the ending of the name deserve a word.
fn other(name: &str) -> Result<Place<'_>, Misplaced> {
    let lower = name.to_ascii_lowercase();
    let (plain, hint) = match lower.strip_suffix(".txt") {
        Some(plain) => (plain, "。エクスプローラーの「表示」で「ファイル名拡張子」を選ぶと、.txt が見えます"),
        None => (&*lower, ""),
    };
    let ending = [(".yaml", ".yaml"), (".yml", ".yaml"), (".md", ".md")];
    let slip = ending.iter().find_map(|(wrong, right)| Some((plain.strip_suffix(wrong)?, right)));
    match slip {
        Some((stem, right)) => {
            let stem = &name[..stem.len()];
            Err(Misplaced::Unknown(format!("名前の終わりを {right} にしてください({stem}{right}){hint}")))
        }
        None => Ok(Place::Ignored),
    }
}

/// The path that a file of another kind was meant to have: its ending alone is a slip.
pub(super) fn meant(path: &str) -> Option<String> {
    let lower = path.to_ascii_lowercase();
    let plain = lower.strip_suffix(".txt").unwrap_or(&lower);
    let stem = plain.strip_suffix(".yaml").or_else(|| plain.strip_suffix(".yml"))?;
    Some(format!("{}.yaml", &path[..stem.len()]))
}

/// An image to be published; other formats than SVG and PNG are told as such when they are read.
fn image<'p>(path: &'p str, name: &str, stem: &str) -> Result<Place<'p>, Misplaced> {
    let is_named = is_slug(stem) && name.bytes().all(|b| !b.is_ascii_uppercase());
    if is_named { Ok(Place::Image(path)) } else { Err(Misplaced::BadName(name.to_owned())) }
}

fn markdown<'p>(path: &'p str, folders: &[&str], stem: &'p str) -> Result<Place<'p>, Misplaced> {
    if let ["pages"] = folders {
        return Ok(Place::Page(slug(stem)?));
    }
    let beside = &path[..path.len() - ".md".len()];
    let holder = match (folders, stem) {
        (["plans", _], "plan") | (["programs", _], "program") | (["goals", _, _], "sheet") => {
            &beside[..beside.len() - stem.len() - 1]
        }
        (["plans" | "programs", _] | ["goals", _, _], _) => beside,
        _ => {
            return Err(Misplaced::Unknown(
                "文章のページは pages/ の中に、記録の説明は YAML の横に同じ名前で置いてください".to_owned(),
            ));
        }
    };
    Ok(Place::Narrative(RecordId(holder.to_owned())))
}

fn slug(text: &str) -> Result<&str, Misplaced> {
    if is_slug(text) { Ok(text) } else { Err(Misplaced::BadName(text.to_owned())) }
}

fn number(text: &str) -> Result<u32, Misplaced> {
    let canonical = !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| canonical).ok_or_else(|| Misplaced::BadName(text.to_owned()))
}

fn folder_year(text: &str) -> Result<FiscalYear, Misplaced> {
    let western = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    western.and_then(FiscalYear::new).ok_or_else(|| Misplaced::BadName(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expected: Option<&str>) {
        let record = place(path).ok().map(|place| match place {
            Place::Narrative(record) => format!("md:{record}"),
            place => place.record().map_or_else(|| format!("{place:?}"), |record| record.0),
        });
        assert_eq!(record.as_deref(), expected, "{path}");
    }

    #[test]
    fn a_path_tells_what_a_file_is() {
        check("site.yaml", Some("site"));
        check("plans/sogo-3/plan.yaml", Some("plans/sogo-3"));
        check("plans/sogo-3/1-3-2.yaml", Some("plans/sogo-3/1-3-2"));
        check("plans/sogo-3/plan.md", Some("md:plans/sogo-3"));
        check("programs/gyokaku-4/17.yaml", Some("programs/gyokaku-4/17"));
        check("programs/gyokaku-4/17.md", Some("md:programs/gyokaku-4/17"));
        check("goals/2022/seisaku-kikaku/sheet.yaml", Some("goals/2022/seisaku-kikaku"));
        check("goals/2022/seisaku-kikaku/1.yaml", Some("goals/2022/seisaku-kikaku/1"));
        check("programs/README.md", Some("Ignored"));
        for path in [
            "programs/gyokaku-4/017.yaml",
            "programs/gyokaku-4/x.yaml",
            "programs/17.yaml",
            "goals/r4/seisaku-kikaku/1.yaml",
            "goals/2022/政策/1.yaml",
            "departmens.yaml",
            "a.yml",
            "note.md",
            "programs/gyokaku-4/17.yaml.txt",
            "programs/gyokaku-4/17.YAML",
            "programs/con/17.yaml",
            "pages/About.MD",
        ] {
            check(path, None);
        }
    }
}
