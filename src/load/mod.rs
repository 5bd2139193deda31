//! `load`: the texts of `content/` become one finished [`Site`], and every fault of shape a finding.
//!
//! Each file is read by itself, whatever became of the others, and stands on a [`Shelf`]; the site is assembled from there. The
//! preview keeps the shelf from one save to the next and has only the changed files read again.
//! A file that cannot be read is remembered as broken, so that references to it stay silent.

mod assemble;
mod common;
mod fields;
mod goal;
mod image;
mod markdown;
mod place;
mod plan;
mod program;
mod registry;
mod rules;
mod shapes;
mod shelf;

use std::sync::Arc;

pub use rules::SHAPE_RULES;
pub use shapes::shapes;
pub use shelf::Shelf;

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::model::{
    ActionItem, Correction, Department, Image, KeyGoal, KeyGoalSheet, Narrative, Page, Plan, PlanSection, Profile,
    Program, RatingCriteria, Readings, RecordId, Redirect, Release, Site, Term, Text,
};
use crate::source::{Defect, FileId, MAX_BYTES, SourceFile, Sources};
use crate::yaml;
use fields::{Faults, Fields};
use place::{Place, Registry, place};

/// Reads everything; the site is complete even where findings say that parts of it are missing.
pub fn load(sources: &Sources) -> (Site, Diagnostics) {
    Shelf::of(sources).assemble()
}

/// The record of which the file at this path speaks: what it holds, or what its narrative stands beside.
pub fn subject(path: &str) -> Option<RecordId> {
    match place(path).ok()? {
        Place::Narrative(record) => Some(record),
        Place::Page(name) => Some(RecordId(name.to_owned())),
        place => place.record(),
    }
}

/// One file, read by itself.
#[derive(Debug)]
struct Parsed {
    file: FileId,
    piece: Piece,
    broken: Option<RecordId>,
    readings: Readings,
    faults: Diagnostics,
}

/// What a file holds. Records are shared with every site that is made of them; what is small is copied into it.
#[derive(Debug)]
enum Piece {
    Nothing,
    Profile(Box<Profile>),
    Departments(Vec<Department>),
    Glossary(Vec<Term>),
    Synonyms(Vec<Vec<Text>>),
    Ratings(Vec<RatingCriteria>),
    Corrections(Vec<Correction>),
    Redirects(Vec<Redirect>),
    Plan(Box<Plan>),
    Section(Arc<PlanSection>),
    Program(Box<Program>),
    Item(Arc<ActionItem>),
    Sheet(Box<KeyGoalSheet>),
    Goal(Arc<KeyGoal>),
    Image(Image),
    Page(Box<Page>),
    Narrative(RecordId, Arc<Narrative>),
}

/// Reads one file.
fn parse(id: FileId, file: &SourceFile) -> Parsed {
    let (mut faults, mut readings) = (Diagnostics::default(), Readings::default());
    let (piece, record) = match place(&file.path) {
        Err(fault) => {
            faults.push(fault.diagnostic(id));
            let meant = place::meant(&file.path);
            (Piece::Nothing, meant.as_deref().and_then(|path| place(path).ok()?.record()))
        }
        Ok(place) => (read(id, file, &place, &mut faults, &mut readings).unwrap_or(Piece::Nothing), place.record()),
    };
    let broken = record.filter(|_| faults.has_errors());
    Parsed { file: id, piece, broken, readings, faults }
}

fn read(
    id: FileId,
    file: &SourceFile,
    place: &Place<'_>,
    faults: &mut Diagnostics,
    readings: &mut Readings,
) -> Option<Piece> {
    if let Some(defect) = file.defect {
        if *place != Place::Ignored || defect == Defect::NotAFile {
            faults.push(tell(id, defect));
        }
        return None;
    }
    match place {
        Place::Ignored => None,
        Place::Image(_) => image::image(id, file, faults).map(Piece::Image),
        Place::Page(name) => {
            let front = front_matter(id, &file.text, faults)?;
            let (title, body) = markdown::page(id, &file.text, front.len, faults, readings)?;
            let id = RecordId((*name).to_owned());
            Some(Piece::Page(Box::new(Page { id, title, body, release: front.release })))
        }
        Place::Narrative(record) => {
            let narrative = markdown::narrative(id, &file.text, 0, faults, readings);
            Some(Piece::Narrative(record.clone(), Arc::new(narrative)))
        }
        _ => {
            let node = yaml::parse(id, &file.text).map_err(|fault| faults.push(*fault)).ok()?;
            let found = Faults::default();
            let piece = Fields::of_file(&node, &file.text, &found).and_then(|fields| record(fields, place));
            let (told, read) = found.into_parts();
            faults.extend(told);
            readings.extend(read);
            piece
        }
    }
}

/// What stands before the heading of a page, between two lines of `---`.
struct FrontMatter {
    release: Release,
    /// How many bytes it takes.
    len: usize,
}

fn front_matter(id: FileId, text: &str, faults: &mut Diagnostics) -> Option<FrontMatter> {
    const MARK: &str = "---\n";
    if !text.starts_with(MARK) {
        return Some(FrontMatter { release: Release::Open, len: 0 });
    }
    let Some(end) = text.match_indices("\n---\n").map(|(at, _)| at + 1).next() else {
        let help = "設定を書き終えた次の行に --- だけを書き、その下に `# 見出し` を書いてください";
        let at = Span { file: id, start: 0, end: 3 };
        faults.push(Diagnostic::error(rules::BROKEN_YAML.slug, at, "設定の終わりの --- がありません", help));
        return None;
    };
    let node = yaml::parse(id, &text[..end]).map_err(|fault| faults.push(*fault)).ok()?;
    let found = Faults::default();
    let release = Fields::of_file(&node, &text[..end], &found).map(|mut fields| common::release(&mut fields));
    faults.extend(found.into_parts().0);
    Some(FrontMatter { release: release?, len: end + MARK.len() })
}

fn record(fields: Fields<'_>, place: &Place<'_>) -> Option<Piece> {
    Some(match *place {
        Place::Registry(Registry::Site) => Piece::Profile(Box::new(registry::profile(fields)?)),
        Place::Registry(Registry::Departments) => Piece::Departments(registry::departments(fields)),
        Place::Registry(Registry::Glossary) => Piece::Glossary(registry::glossary(fields)),
        Place::Registry(Registry::Synonyms) => Piece::Synonyms(registry::synonyms(fields)),
        Place::Registry(Registry::Ratings) => Piece::Ratings(registry::ratings(fields)),
        Place::Registry(Registry::Corrections) => Piece::Corrections(registry::corrections(fields)),
        Place::Registry(Registry::Redirects) => Piece::Redirects(registry::redirects(fields)),
        Place::Plan(id) => Piece::Plan(Box::new(plan::plan(fields, id)?)),
        Place::Section(id, code) => Piece::Section(Arc::new(plan::section(fields, id, code)?)),
        Place::Program(id) => Piece::Program(Box::new(program::program(fields, id)?)),
        Place::Item(id, number) => Piece::Item(Arc::new(program::item(fields, id, number)?)),
        Place::Sheet(year, department) => Piece::Sheet(Box::new(goal::sheet(fields, year, department)?)),
        Place::Goal(year, department, number) => Piece::Goal(Arc::new(goal::goal(fields, year, department, number)?)),
        Place::Image(_) | Place::Page(_) | Place::Narrative(_) | Place::Ignored => Piece::Nothing,
    })
}

fn tell(id: FileId, defect: Defect) -> Diagnostic {
    match defect {
        Defect::NotUtf8(at) => Diagnostic::error(
            rules::NOT_UTF8.slug,
            Span { file: id, start: at, end: at },
            "文字コードが UTF-8 ではありません",
            "編集ソフトで文字コード UTF-8 を選んで保存し直してください(Excel やメモ帳の「ANSI」は使えません)",
        ),
        Defect::TooLarge(bytes) => Diagnostic::error(
            rules::TOO_LARGE.slug,
            Span::file(id),
            format!(
                "ファイルが大きすぎます({:.1} MB)。読めるのは {} MB までです",
                bytes as f64 / 1e6,
                MAX_BYTES / 1024 / 1024
            ),
            "貼り付けた画像や表が混じっていないかを確かめ、記録ごとにファイルを分けてください",
        ),
        Defect::NotAFile => Diagnostic::warning(
            rules::NOT_A_FILE.slug,
            Span::file(id),
            "ふつうのファイルではないので読みません(リンクなど)",
            "中身を content の中へ複写してください",
        ),
    }
}
