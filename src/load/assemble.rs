//! Joins the parsed files: each record is put into the record that holds it, and records without a holder are reported.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Parsed, Piece, rules};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::model::{
    ActionItem, KeyGoal, Municipality, Parts, PlanSection, Profile, Record, RecordId, Text, natural_order,
};
use crate::source::FileId;

/// Joins the parsed files, in the order of their paths.
pub(super) fn assemble(parsed: &BTreeMap<String, Parsed>) -> (Parts, Diagnostics) {
    let mut faults = Diagnostics::default();
    let mut parts = Parts { profile: placeholder(), ..Parts::default() };
    let mut children = Children::default();
    let mut misnamed = BTreeSet::new();
    let mut alone = Vec::new();
    for (path, Parsed { file, piece, broken, readings, faults: found }) in parsed {
        // A folder with a wrong name is told once, not for each of its files.
        let family = path.split('/').next().unwrap_or_default();
        let is_new = |one: &&Diagnostic| {
            one.rule != rules::BAD_ID.slug || one.at.end > 0 || misnamed.insert((family, one.message.clone()))
        };
        faults.extend(found.iter().filter(is_new).cloned().collect());
        parts.readings.extend(readings.clone());
        parts.broken.extend(broken.clone());
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        match piece {
            Piece::Nothing => {}
            Piece::Profile(profile) => parts.profile = Profile::clone(profile),
            Piece::Departments(departments) => parts.departments.clone_from(departments),
            Piece::Documents(documents) => parts.documents.clone_from(documents),
            Piece::Glossary(glossary) => parts.glossary.clone_from(glossary),
            Piece::Synonyms(synonyms) => parts.synonyms.clone_from(synonyms),
            Piece::Ratings(ratings) => {
                parts.ratings.clone_from(&ratings.criteria);
                parts.scales.clone_from(&ratings.scales);
                parts.evaluators.clone_from(&ratings.evaluators);
            }
            Piece::Corrections(corrections) => parts.corrections.clone_from(corrections),
            Piece::Redirects(redirects) => parts.redirects.clone_from(redirects),
            Piece::Plan(plan) => parts.plans.push((**plan).clone()),
            Piece::Program(program) => parts.programs.push((**program).clone()),
            Piece::Sheet(sheet) => parts.sheets.push((**sheet).clone()),
            Piece::Original(original) => parts.originals.push(original.clone()),
            Piece::Image(image) => parts.images.push(image.clone()),
            Piece::View(view) => parts.views.push((**view).clone()),
            Piece::TableReading(reading) => parts.table_readings.push((**reading).clone()),
            Piece::Page(page) => parts.pages.push((**page).clone()),
            Piece::Section(section) => children.sections.entry(folder).or_default().push(Arc::clone(section)),
            Piece::Item(item) => children.items.entry(folder).or_default().push(Arc::clone(item)),
            Piece::Goal(goal) => children.goals.entry(folder).or_default().push(Arc::clone(goal)),
            Piece::Narrative(record, _) => {
                let yaml = format!("{}.yaml", path.trim_end_matches(".md"));
                if !parsed.contains_key(&yaml) {
                    alone.push((*file, record, yaml));
                }
            }
        }
    }
    let alone = alone.into_iter().filter(|(_, record, _)| !parts.broken.contains(*record));
    alone.for_each(|(file, _, yaml)| faults.push(without_record(file, &yaml)));
    // A file with nearly this name is told as such.
    let is_missing = !parsed.contains_key("site.yaml") && parts.broken.insert(RecordId("site".to_owned()));
    if is_missing {
        let is_elsewhere = parsed.values().all(|one| matches!(one.piece, Piece::Nothing));
        let help = match is_elsewhere {
            true => {
                // Every file would be told as misplaced.
                faults = Diagnostics::default();
                "`--content` で、site.yaml のあるフォルダーを指定してください。新しく始めるときは `mieruka init` を使います"
            }
            false => "content/README.md の例のように、団体と題名を書いた site.yaml を作成してください",
        };
        faults.push(Diagnostic::error(
            rules::MISSING_FILE.slug,
            Span::file(FileId::FOLDER),
            "site.yaml がありません",
            help,
        ));
    }
    parts.views.sort_by(|a, b| (b.date.value, &a.id).cmp(&(a.date.value, &b.id)));
    children.join(&mut parts, &mut faults);
    (parts, faults)
}

/// The finding about a narrative without a record.
fn without_record(file: FileId, yaml: &str) -> Diagnostic {
    let message = format!("この説明に対応する記録 {yaml} がありません");
    let help = "YAML と同じ名前にするか、pages/ に移してください";
    Diagnostic::error(rules::MISPLACED_FILE.slug, Span::file(file), message, help)
}

/// Records that belong into another one, by the folder of their files.
#[derive(Default)]
struct Children<'p> {
    sections: BTreeMap<&'p str, Vec<Arc<PlanSection>>>,
    items: BTreeMap<&'p str, Vec<Arc<ActionItem>>>,
    goals: BTreeMap<&'p str, Vec<Arc<KeyGoal>>>,
}

impl Children<'_> {
    fn join(mut self, parts: &mut Parts, faults: &mut Diagnostics) {
        for plan in &mut parts.plans {
            let mut sections = self.sections.remove(Record::Plan(plan).id().0.as_str()).unwrap_or_default();
            sections.sort_by(|a, b| natural_order(&a.code.0, &b.code.0));
            plan.sections = sections.into();
        }
        for program in &mut parts.programs {
            let mut items = self.items.remove(Record::Program(program).id().0.as_str()).unwrap_or_default();
            items.sort_by(|a, b| a.number.cmp(&b.number));
            program.items = items.into();
        }
        for sheet in &mut parts.sheets {
            let mut goals = self.goals.remove(sheet.id.0.as_str()).unwrap_or_default();
            goals.sort_by_key(|goal| goal.number);
            sheet.goals = goals.into();
        }
        parts.sheets.sort_by(|a, b| (a.fiscal_year, &a.id).cmp(&(b.fiscal_year, &b.id)));
        self.report_orphans(parts, faults);
    }

    /// Reports records without the file of their holder, unless that file exists and is broken.
    fn report_orphans(self, parts: &mut Parts, faults: &mut Diagnostics) {
        let mut orphans: Vec<(Span, RecordId, String)> = Vec::new();
        for (folder, sections) in self.sections {
            orphans.extend(sections.iter().map(|s| (s.base.at, s.id.clone(), format!("{folder}/plan.yaml"))));
        }
        for (folder, items) in self.items {
            orphans.extend(items.iter().map(|item| (item.base.at, item.id.clone(), format!("{folder}/program.yaml"))));
        }
        for (folder, goals) in self.goals {
            orphans.extend(goals.iter().map(|goal| (goal.base.at, goal.id.clone(), format!("{folder}/sheet.yaml"))));
        }
        let mut reported = BTreeSet::new();
        for (at, id, holder) in orphans {
            let folder = RecordId(holder.rsplit_once('/').map_or(holder.as_str(), |(folder, _)| folder).to_owned());
            if !parts.broken.contains(&folder) && reported.insert(holder.clone()) {
                let help = match holder.strip_suffix("/sheet.yaml").map(|folder| folder.split('/').collect::<Vec<_>>())
                {
                    Some(names) if names.len() == 3 => {
                        format!(
                            "消したか、名前を変えたのなら、元に戻してください。まだ無いなら、`mieruka new sheet --year {} --department {}` で作成できます",
                            names[1], names[2]
                        )
                    }
                    _ => format!(
                        "消したか、名前を変えたのなら、元に戻してください。まだ無いなら、{holder} を作成してください"
                    ),
                };
                faults.push(Diagnostic::error(rules::MISSING_FILE.slug, at, format!("{holder} がありません"), help));
            }
            parts.broken.extend([folder, id]);
        }
    }
}

/// The profile in place of a site.yaml that could not be read; nothing is published then.
fn placeholder() -> Profile {
    let text = |value: &str| Text { value: value.to_owned(), ..Text::default() };
    let (code, name) = (text("000000"), text("(団体名未定)"));
    Profile {
        title: text("(題名未定)"),
        municipality: Municipality { code, name, ..Municipality::default() },
        language: text("ja"),
        ..Profile::default()
    }
}
