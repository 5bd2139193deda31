//! `load`: reads the texts of `content/` as one finished [`Site`], and reports every fault of shape.
//!
//! Each file is parsed by itself, whatever is wrong with the others; the site is assembled from the [`ParsedFiles`]. The preview
//! keeps them from one save to the next and parses only the changed files again.
//! A file that cannot be read is remembered as broken, so that references to it are not reported.

mod assemble;
mod common;
mod cost;
mod fields;
mod file_kind;
mod goal;
mod head;
mod image;
mod markdown;
mod original;
mod parsed_files;
mod plan;
mod program;
mod registry;
mod rules;
mod shapes;
mod table_reading;
mod view;

use std::borrow::Cow;
use std::sync::Arc;

pub use parsed_files::ParsedFiles;
pub use rules::SHAPE_RULES;
pub use shapes::shapes;

use crate::characters::{Hidden, LookAlike, composed, hidden_kinds, is_plain, look_alikes, visible};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, and_others};
use crate::model::{
    ActionItem, Correction, Department, Document, Image, KeyGoal, KeyGoalSheet, Narrative, Original, Page, Plan,
    PlanSection, Profile, Program, Readings, RecordId, Redirect, Release, ResidentView, Site, TableReading, Term, Text,
};
use crate::source::{Defect, FileId, MAX_BYTES, SourceFile, Sources};
use crate::yaml;
use fields::{Faults, Fields};
use file_kind::{FileKind, Registry, file_kind};

/// The longest text in Markdown (1 MiB): one of signs only takes some hundred times its size while it is read.
const MAX_PROSE: usize = 1024 * 1024;

/// Reads everything; the site is complete even if findings report that parts of it are missing.
pub fn load(sources: &Sources) -> (Site, Diagnostics) {
    ParsedFiles::of(sources).assemble()
}

/// The record to which the file at this path belongs: the one that it holds, or the one that its narrative describes.
pub fn record_of(path: &str) -> Option<RecordId> {
    match file_kind(path).ok()? {
        FileKind::Narrative(record) => Some(record),
        kind @ (FileKind::Registry(_)
        | FileKind::Plan(_)
        | FileKind::Section(..)
        | FileKind::Program(_)
        | FileKind::Item(..)
        | FileKind::Sheet(..)
        | FileKind::Goal(..)
        | FileKind::View(_)
        | FileKind::TableReading(_)
        | FileKind::Image(_)
        | FileKind::Original(_)
        | FileKind::Page(_)
        | FileKind::Ignored) => kind.record(),
    }
}

/// One parsed file.
#[derive(Debug)]
struct Parsed {
    file: FileId,
    piece: Piece,
    broken: Option<RecordId>,
    readings: Readings,
    faults: Diagnostics,
}

/// The content of a file. Records are shared with every site that is assembled from them; what is small is copied.
#[derive(Debug)]
enum Piece {
    Nothing,
    Profile(Box<Profile>),
    Departments(Vec<Department>),
    Documents(Vec<Document>),
    Glossary(Vec<Term>),
    Synonyms(Vec<Vec<Text>>),
    Ratings(registry::Ratings),
    Corrections(Vec<Correction>),
    Redirects(Vec<Redirect>),
    Plan(Box<Plan>),
    Section(Arc<PlanSection>),
    Program(Box<Program>),
    Item(Arc<ActionItem>),
    Sheet(Box<KeyGoalSheet>),
    Goal(Arc<KeyGoal>),
    Image(Image),
    Original(Original),
    View(Box<ResidentView>),
    TableReading(Box<TableReading>),
    Page(Box<Page>),
    Narrative(RecordId, Arc<Narrative>),
}

/// Parses one file.
fn parse(id: FileId, file: &SourceFile) -> Parsed {
    let (mut faults, mut readings) = (Diagnostics::default(), Readings::default());
    let (piece, record) = match file_kind(&file.path) {
        _ if file.defect == Some(Defect::NameNotUtf8) => {
            faults.push(unreadable(id, Defect::NameNotUtf8));
            (Piece::Nothing, None)
        }
        Err(fault) => {
            faults.push(fault.diagnostic(id));
            (Piece::Nothing, file_kind::meant(&file.path))
        }
        Ok(kind) => (read(id, file, &kind, &mut faults, &mut readings).unwrap_or(Piece::Nothing), kind.record()),
    };
    let broken = record.filter(|_| faults.has_errors());
    Parsed { file: id, piece, broken, readings, faults }
}

fn read(
    id: FileId,
    file: &SourceFile,
    kind: &FileKind<'_>,
    faults: &mut Diagnostics,
    readings: &mut Readings,
) -> Option<Piece> {
    if let Some(defect) = file.defect {
        if *kind != FileKind::Ignored || defect == Defect::NotAFile {
            faults.push(match (kind, defect) {
                (FileKind::Original(_), Defect::TooLarge(bytes)) => original::too_large(id, bytes),
                _ => unreadable(id, defect),
            });
        }
        return None;
    }
    if file.text.len() > MAX_PROSE && matches!(kind, FileKind::Page(_) | FileKind::Narrative(_)) {
        faults.push(too_large(id, file.text.len() as u64, MAX_PROSE as u64));
        return None;
    }
    match kind {
        FileKind::Ignored => None,
        FileKind::Image(_) => image::image(id, file, faults).map(Piece::Image),
        FileKind::Original(_) => original::original(id, file, faults).map(Piece::Original),
        FileKind::Page(name) => {
            let front = front_matter(id, &file.text, faults)?;
            let (title, body) = markdown::page(id, &file.text, front.len, faults, readings)?;
            let id = RecordId((*name).to_owned());
            Some(Piece::Page(Box::new(Page { id, title, body, release: front.release })))
        }
        FileKind::Narrative(record) => {
            if file.text.starts_with("---\n") || misspelled_mark(id, &file.text).is_some() {
                let message = "記録の説明の文章には、設定(--- で囲んだ行)を書けません";
                let help = "`draft` や `publish_on` は、同じ名前の YAML に書いてください";
                faults.push(Diagnostic::error(rules::UNKNOWN_KEY.slug, Span::file(id), message, help));
            }
            let narrative = markdown::narrative(id, &file.text, 0, faults, readings);
            Some(Piece::Narrative(record.clone(), Arc::new(narrative)))
        }
        FileKind::Registry(_)
        | FileKind::Plan(_)
        | FileKind::Section(..)
        | FileKind::Program(_)
        | FileKind::Item(..)
        | FileKind::Sheet(..)
        | FileKind::Goal(..)
        | FileKind::View(_)
        | FileKind::TableReading(_) => {
            let node = tree(id, &file.text, faults)?;
            let found = Faults::of(&file.text);
            let piece = Fields::of_file(&node, &file.text, &found).and_then(|fields| record(fields, kind));
            let (found_faults, found_readings) = found.into_parts();
            faults.extend(found_faults);
            readings.extend(found_readings);
            piece
        }
    }
}

/// Reads a text as YAML; reports what was written as a sentence and is read as a comment, and characters that may not be
/// published.
fn tree(id: FileId, text: &str, faults: &mut Diagnostics) -> Option<yaml::Node> {
    let mut node = yaml::parse(id, text)
        .map_err(|fault| faults.push(control(id, text).or_else(|| surrogate(id, text)).unwrap_or(*fault)))
        .ok()?;
    for at in node.cut_off(text) {
        let message = "ここから行の終わりまでは、文に入りません(空白に続く # から後ろは、説明と見なされます)";
        let help = "文の一部なら、文の全体を引用符 \" \" で囲んでください。説明なら、# の後に半角空白を入れてください";
        faults.push(Diagnostic::error(rules::CUT_TEXT.slug, at, message, help));
    }
    let anchors = yaml::anchors(&node, text);
    for at in &anchors {
        let sign = &text[at.start as usize..at.start as usize + 1];
        let message = format!("`{sign}` で始まる文は、このままでは書けません(はじめの語が消えます)");
        let help = "文の全体を引用符 \" \" で囲んでください";
        faults.push(Diagnostic::error(rules::BROKEN_YAML.slug, *at, message, help));
    }
    // A `\` may stand for any character.
    if text.contains('\\') || !is_plain(text) || !look_alikes(text).is_empty() {
        node.respell(&mut |word, at| characters(word, at, text, faults));
    }
    anchors.is_empty().then_some(node)
}

/// Composes the characters of a text, and takes out those that may not be published: they are reported here, once, as are those
/// that look like others.
fn characters(word: &mut String, at: Span, text: &str, faults: &mut Diagnostics) {
    let kinds = hidden_kinds(word);
    if !kinds.is_empty() {
        *word = visible(word);
    }
    let written = &text[at.start as usize..at.end as usize];
    let place = |c| written.find(c).map_or(at, |found| character(at, found, c));
    for (_, c, reason, count) in kinds {
        faults.push(unprintable(place(c), c, reason, count));
    }
    if let Cow::Owned(one) = composed(word) {
        *word = one;
    }
    for (_, c, kind, count) in look_alikes(word) {
        faults.push(mistaken(place(c), c, kind, count));
    }
}

/// The control character because of which a text is not YAML.
fn control(id: FileId, text: &str) -> Option<Diagnostic> {
    let mut kinds = hidden_kinds(text).into_iter();
    let (at, c, reason, count) = kinds.find(|(_, _, reason, _)| *reason == Hidden::Control)?;
    Some(unprintable(character(Span::file(id), at, c), c, reason, count))
}

/// The half of a character, written as a number, because of which a text is not YAML.
fn surrogate(id: FileId, text: &str) -> Option<Diagnostic> {
    let is_half = |code: &str| u32::from_str_radix(code, 16).is_ok_and(|code| (0xd800..=0xdfff).contains(&code));
    let (at, code) = text
        .match_indices("\\u")
        .filter_map(|(at, _)| Some((at, text.get(at + 2..at + 6)?)))
        .find(|(_, code)| is_half(code))?;
    let message = format!("文字の半分だけを表す番号 \\u{code} が書かれています");
    let help = "番号ではなく、その文字を引用符の中にそのまま書いてください";
    let at = Span { file: id, start: at as u32, end: at as u32 + 6 };
    Some(Diagnostic::error(rules::INVISIBLE_CHARACTER.slug, at, message, help))
}

/// The position of a character at an offset of a span.
fn character(within: Span, offset: usize, c: char) -> Span {
    let start = within.start + offset as u32;
    Span { start, end: start + c.len_utf8() as u32, ..within }
}

/// The finding about a character that may not be published.
fn unprintable(at: Span, c: char, reason: Hidden, count: usize) -> Diagnostic {
    let message = format!("{}が入っています{}", reason.named(c), and_others(count, "か所"));
    Diagnostic::error(rules::INVISIBLE_CHARACTER.slug, at, message, reason.help())
}

/// The finding about a character that looks like the one that is meant.
fn mistaken(at: Span, c: char, kind: LookAlike, count: usize) -> Diagnostic {
    Diagnostic::warning(rules::LOOK_ALIKE.slug, at, kind.named(c) + &and_others(count, "か所"), kind.help())
}

/// The settings before the heading of a page, between two lines of `---`.
struct FrontMatter {
    release: Release,
    /// Its length in bytes.
    len: usize,
}

fn front_matter(id: FileId, text: &str, faults: &mut Diagnostics) -> Option<FrontMatter> {
    const MARK: &str = "---\n";
    if let Some((at, message)) = misspelled_mark(id, text) {
        let help = "ファイルの1行目に、半角の --- だけを書いてください(前の空行、前後の空白は消します)";
        faults.push(Diagnostic::error(rules::BROKEN_YAML.slug, at, message, help));
        return None;
    }
    if !text.starts_with(MARK) {
        return Some(FrontMatter { release: Release::Open, len: 0 });
    }
    let mut lines = text.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        Some((*end - line.len(), line))
    });
    let Some((end, line)) = lines.by_ref().skip(1).find(|(_, line)| line.trim() == "---") else {
        let help = "設定を書き終えた次の行に --- だけを書き、その下に `# 見出し` を書いてください";
        let at = Span { file: id, start: 0, end: 3 };
        faults.push(Diagnostic::error(rules::BROKEN_YAML.slug, at, "設定の終わりの --- がありません", help));
        return None;
    };
    let node = tree(id, &text[..end], faults)?;
    let found = Faults::of(text);
    let release = Fields::of_file(&node, &text[..end], &found).map(|mut fields| common::release(&mut fields));
    faults.extend(found.into_parts().0);
    Some(FrontMatter { release: release?, len: end + line.len() })
}

/// The first line of the settings where it is not exactly that: with spaces, below an empty line, in full-width signs.
fn misspelled_mark(id: FileId, text: &str) -> Option<(Span, &'static str)> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    let is_mark = line.trim().chars().count() >= 2
        && line.trim().chars().all(|c| matches!(c, '-' | '－' | 'ー' | '―' | '—' | '–' | '‐' | '─'));
    let start = text.find(line)? as u32;
    let message = match line.trim() {
        _ if !is_mark || text.starts_with("---\n") => return None,
        "---" if line == "---" => "設定の始まりの --- の上に、空行があります",
        "---" => "設定の始まりの --- の前か後ろに、空白があります",
        _ => "設定の始まりが、半角の --- ではありません",
    };
    Some((Span { file: id, start, end: start + line.len() as u32 }, message))
}

fn record(mut fields: Fields<'_>, kind: &FileKind<'_>) -> Option<Piece> {
    Some(match *kind {
        FileKind::Registry(Registry::Site) => Piece::Profile(Box::new(registry::profile(fields)?)),
        FileKind::Registry(Registry::Departments) => {
            Piece::Departments(fields.list_or_empty("departments", registry::department))
        }
        FileKind::Registry(Registry::Documents) => {
            Piece::Documents(fields.list_or_empty("documents", registry::document))
        }
        FileKind::Registry(Registry::Glossary) => Piece::Glossary(fields.list_or_empty("terms", registry::term)),
        FileKind::Registry(Registry::Synonyms) => Piece::Synonyms(fields.list_or_empty("synonyms", registry::group)),
        FileKind::Registry(Registry::Ratings) => Piece::Ratings(registry::ratings(fields)),
        FileKind::Registry(Registry::Corrections) => {
            Piece::Corrections(fields.list_or_empty("corrections", registry::correction))
        }
        FileKind::Registry(Registry::Redirects) => {
            Piece::Redirects(fields.list_or_empty("redirects", registry::redirect))
        }
        FileKind::Plan(id) => Piece::Plan(Box::new(plan::plan(fields, id)?)),
        FileKind::Section(id, code) => Piece::Section(Arc::new(plan::section(fields, id, code)?)),
        FileKind::Program(id) => Piece::Program(Box::new(program::program(fields, id)?)),
        FileKind::Item(id, number) => Piece::Item(Arc::new(program::item(fields, id, number)?)),
        FileKind::Sheet(year, department) => Piece::Sheet(Box::new(goal::sheet(fields, year, department))),
        FileKind::Goal(year, department, number) => {
            Piece::Goal(Arc::new(goal::goal(fields, year, department, number)?))
        }
        FileKind::View(id) => Piece::View(Box::new(view::view(fields, id)?)),
        FileKind::TableReading(name) => Piece::TableReading(Box::new(table_reading::table_reading(fields, name)?)),
        FileKind::Image(_) | FileKind::Original(_) | FileKind::Page(_) | FileKind::Narrative(_) | FileKind::Ignored => {
            Piece::Nothing
        }
    })
}

fn too_large(id: FileId, bytes: u64, most: u64) -> Diagnostic {
    let size = bytes as f64 / 1e6;
    let message = format!("ファイルが大きすぎます({size:.1} MB)。読めるのは {} MB までです", most / 1024 / 1024);
    let help = "貼り付けた画像や表が混じっていないかを確認し、記録ごとにファイルを分けてください";
    Diagnostic::error(rules::TOO_LARGE.slug, Span::file(id), message, help)
}

/// The finding about a file that is no readable text.
fn unreadable(id: FileId, defect: Defect) -> Diagnostic {
    match defect {
        Defect::NotUtf8(at) => Diagnostic::error(
            rules::NOT_UTF8.slug,
            Span { file: id, start: at, end: at },
            "文字コードが UTF-8 ではありません",
            "編集ソフトで文字コード UTF-8 を選んで保存し直してください(Excel やメモ帳の「ANSI」は使えません)",
        ),
        Defect::TooLarge(bytes) => too_large(id, bytes, MAX_BYTES),
        Defect::NameNotUtf8 => Diagnostic::error(
            rules::NOT_UTF8.slug,
            Span::file(id),
            "ファイルかフォルダーの名前の文字コードが UTF-8 ではないので、読めません",
            "Windows で作った ZIP をほかのパソコンで開くと、こうなることがあります。名前を半角の小文字・数字・- に変更してください",
        ),
        Defect::NotAFile => Diagnostic::warning(
            rules::NOT_A_FILE.slug,
            Span::file(id),
            "通常のファイルではない(リンクなどの)ため、読み込みません",
            "中身を content の中へコピーしてください",
        ),
    }
}
