//! `load`: the texts of `content/` become one finished [`Site`], and every fault of shape a finding.
//!
//! Each file is read by itself ([`parse`]), whatever became of the others; then the pieces are joined ([`assemble`]).
//! A file that cannot be read is remembered as broken, so that references to it stay silent.

mod common;
mod fields;
mod goal;
mod markdown;
mod place;
mod plan;
mod program;
mod registry;
mod rules;
mod shapes;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

pub use rules::{SHAPE_RULES, ShapeRule};
pub use shapes::shapes;

use crate::diagnostic::{Diagnostic, Diagnostics, Located, Span};
use crate::model::{
    ActionItem, Correction, Department, KeyGoal, KeyGoalSheet, Municipality, Narrative, Page, Parts, Plan, PlanSection,
    Profile, Program, RatingCriteria, Readings, RecordId, Release, Site, Term, Text, natural_order,
};
use crate::source::{Defect, FileId, MAX_BYTES, SourceFile, Sources};
use fields::{Faults, Fields};
use place::{Place, Registry, place};

/// Reads everything; the site is complete even where findings say that parts of it are missing.
pub fn load(sources: &Sources) -> (Site, Diagnostics) {
    let files: Vec<_> = sources.files().collect();
    let parsed: Vec<_> = files.into_par_iter().map(|(id, file)| parse(id, file)).collect();
    assemble(parsed)
}

/// One file, read by itself.
#[derive(Debug)]
pub struct Parsed {
    file: FileId,
    path: String,
    piece: Piece,
    broken: Option<RecordId>,
    readings: Readings,
    faults: Diagnostics,
}

#[derive(Debug)]
enum Piece {
    Nothing,
    Profile(Box<Profile>),
    Departments(Vec<Department>),
    Glossary(Vec<Term>),
    Synonyms(Vec<Vec<Text>>),
    Ratings(Vec<RatingCriteria>),
    Corrections(Vec<Correction>),
    Plan(Box<Plan>),
    Section(Box<PlanSection>),
    Program(Box<Program>),
    Item(Box<ActionItem>),
    Sheet(Box<KeyGoalSheet>),
    Goal(Box<KeyGoal>),
    Page(Box<Page>),
    Narrative(RecordId, Box<Narrative>),
}

/// Reads one file.
pub fn parse(id: FileId, file: &SourceFile) -> Parsed {
    let (mut faults, mut readings) = (Diagnostics::default(), Readings::default());
    let (piece, record) = match place(&file.path) {
        Err(fault) => {
            faults.push(fault.diagnostic(id));
            (Piece::Nothing, None)
        }
        Ok(place) => (read(id, file, &place, &mut faults, &mut readings).unwrap_or(Piece::Nothing), place.record()),
    };
    let broken = record.filter(|_| faults.has_errors());
    Parsed { file: id, path: file.path.clone(), piece, broken, readings, faults }
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
        Place::Page(name) => {
            let front = front_matter(id, &file.text, faults)?;
            let (title, body) = markdown::page(id, &file.text, front.len, faults, readings)?;
            let id = RecordId((*name).to_owned());
            Some(Piece::Page(Box::new(Page { id, title, body, release: front.release })))
        }
        Place::Narrative(record) => {
            let narrative = markdown::narrative(id, &file.text, 0, faults, readings);
            Some(Piece::Narrative(record.clone(), Box::new(narrative)))
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
        Place::Plan(id) => Piece::Plan(Box::new(plan::plan(fields, id)?)),
        Place::Section(id, code) => Piece::Section(Box::new(plan::section(fields, id, code)?)),
        Place::Program(id) => Piece::Program(Box::new(program::program(fields, id)?)),
        Place::Item(id, number) => Piece::Item(Box::new(program::item(fields, id, number)?)),
        Place::Sheet(year, department) => Piece::Sheet(Box::new(goal::sheet(fields, year, department)?)),
        Place::Goal(year, department, number) => Piece::Goal(Box::new(goal::goal(fields, year, department, number)?)),
        Place::Page(_) | Place::Narrative(_) | Place::Ignored => Piece::Nothing,
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

/// Joins what was read.
pub fn assemble(parsed: Vec<Parsed>) -> (Site, Diagnostics) {
    let mut faults = Diagnostics::default();
    let mut parts = Parts {
        profile: placeholder(),
        departments: Vec::new(),
        glossary: Vec::new(),
        synonyms: Vec::new(),
        ratings: Vec::new(),
        corrections: Vec::new(),
        plans: Vec::new(),
        programs: Vec::new(),
        sheets: Vec::new(),
        pages: Vec::new(),
        readings: Readings::default(),
        broken: BTreeSet::new(),
    };
    let mut loose = Loose::default();
    let mut has_site = false;
    for Parsed { file, path, piece, broken, readings, faults: found } in parsed {
        faults.extend(found);
        parts.readings.extend(readings);
        parts.broken.extend(broken);
        has_site |= path == "site.yaml";
        match piece {
            Piece::Nothing => {}
            Piece::Profile(profile) => parts.profile = *profile,
            Piece::Departments(departments) => parts.departments = departments,
            Piece::Glossary(glossary) => parts.glossary = glossary,
            Piece::Synonyms(synonyms) => parts.synonyms = synonyms,
            Piece::Ratings(ratings) => parts.ratings = ratings,
            Piece::Corrections(corrections) => parts.corrections = corrections,
            Piece::Plan(plan) => parts.plans.push(*plan),
            Piece::Program(program) => parts.programs.push(*program),
            Piece::Sheet(sheet) => parts.sheets.push(*sheet),
            Piece::Page(page) => parts.pages.push(*page),
            Piece::Section(section) => loose.sections.entry(section.plan.0.clone()).or_default().push(*section),
            Piece::Item(item) => loose.items.entry(item.program.0.clone()).or_default().push(*item),
            Piece::Goal(goal) => {
                let folder = format!("goals/{}/{}", goal.fiscal_year.western(), goal.department);
                loose.goals.entry(folder).or_default().push(*goal);
            }
            Piece::Narrative(record, narrative) => {
                loose.narratives.insert(record, (file, *narrative));
            }
        }
    }
    if !has_site {
        let help = "content/README.md の例のように、団体と題名を書いた site.yaml を置いてください";
        faults.push(Diagnostic::error(rules::MISSING_FILE.slug, Span::file(FileId(0)), "site.yaml がありません", help));
    }
    loose.join(&mut parts, &mut faults);
    (Site::new(parts), faults)
}

/// Records and narratives that wait for the record that holds them.
#[derive(Default)]
struct Loose {
    sections: BTreeMap<String, Vec<PlanSection>>,
    items: BTreeMap<String, Vec<ActionItem>>,
    goals: BTreeMap<String, Vec<KeyGoal>>,
    narratives: BTreeMap<RecordId, (FileId, Narrative)>,
}

impl Loose {
    fn join(mut self, parts: &mut Parts, faults: &mut Diagnostics) {
        for plan in &mut parts.plans {
            plan.sections = self.sections.remove(&plan.id.0).unwrap_or_default();
            plan.sections.sort_by(|a, b| natural_order(&a.code.0, &b.code.0));
            plan.narrative = self.narrative(RecordId(format!("plans/{}", plan.id)));
            plan.sections.iter_mut().for_each(|section| section.narrative = self.narrative(section.id.clone()));
        }
        for program in &mut parts.programs {
            program.items = self.items.remove(&program.id.0).unwrap_or_default();
            program.items.sort_by_key(|item| item.number);
            program.narrative = self.narrative(RecordId(format!("programs/{}", program.id)));
            program.items.iter_mut().for_each(|item| item.narrative = self.narrative(item.id.clone()));
        }
        for sheet in &mut parts.sheets {
            sheet.goals = self.goals.remove(&sheet.id.0).unwrap_or_default();
            sheet.goals.sort_by_key(|goal| goal.number);
            sheet.narrative = self.narrative(sheet.id.clone());
            sheet.goals.iter_mut().for_each(|goal| goal.narrative = self.narrative(goal.id.clone()));
        }
        parts.sheets.sort_by(|a, b| (a.fiscal_year, &a.id).cmp(&(b.fiscal_year, &b.id)));
        self.report_homeless(parts, faults);
    }

    fn narrative(&mut self, record: RecordId) -> Option<Narrative> {
        self.narratives.remove(&record).map(|(_, narrative)| narrative)
    }

    /// Records without the file that should hold them are faults, unless that file is there and broken.
    fn report_homeless(self, parts: &mut Parts, faults: &mut Diagnostics) {
        let mut homeless: Vec<(Span, RecordId, String)> = Vec::new();
        for (plan, sections) in self.sections {
            homeless.extend(sections.into_iter().map(|s| (s.at, s.id, format!("plans/{plan}/plan.yaml"))));
        }
        for (program, items) in self.items {
            homeless
                .extend(items.into_iter().map(|item| (item.at, item.id, format!("programs/{program}/program.yaml"))));
        }
        for (folder, goals) in self.goals {
            homeless.extend(goals.into_iter().map(|goal| (goal.at, goal.id, format!("{folder}/sheet.yaml"))));
        }
        let mut told = BTreeSet::new();
        for (at, id, holder) in homeless {
            let folder = RecordId(holder.rsplit_once('/').map_or(holder.as_str(), |(folder, _)| folder).to_owned());
            if !parts.broken.contains(&folder) && told.insert(holder.clone()) {
                let message = format!("{holder} がありません");
                faults.push(Diagnostic::error(
                    rules::MISSING_FILE.slug,
                    at,
                    message,
                    format!("{holder} を作ってください"),
                ));
            }
            parts.broken.insert(id);
        }
        for (record, (file, _)) in self.narratives {
            if !parts.broken.contains(&record) {
                let message = format!("この説明を載せる記録 {record}.yaml がありません");
                let help = "YAML と同じ名前にするか、pages/ に移してください";
                faults.push(Diagnostic::error(rules::MISPLACED_FILE.slug, Span::file(file), message, help));
            }
        }
    }
}

/// Stands for a site.yaml that could not be read; nothing is published then.
fn placeholder() -> Profile {
    let text = |value: &str| Located { value: value.to_owned(), at: Span::file(FileId(0)) };
    Profile {
        title: text("(題名未定)"),
        municipality: Municipality {
            code: text("000000"),
            name: text("(団体名未定)"),
            kana: None,
            prefecture: None,
            corporate_number: None,
        },
        base_url: None,
        language: "ja".to_owned(),
        updated: None,
        reported_through: None,
        approval: None,
        licence: None,
        contact: None,
        notice: None,
    }
}
