//! 年度替わり: the sheets of one year as the beginnings of the next. Titles, items and threads are carried over; reports are
//! left empty and targets left to be written. What has ended is not guessed: it is asked. The items of programs, which get
//! another year in their own files, are next door.

use std::collections::BTreeMap;

use super::page::{self, Given, spelled};
use super::record::{folder, indented, inner, without};
use super::who::{department, is_there};
use super::years::{Addition, ProgramFate, carry};
use super::{Files, Ground, Refusal, TO_FILL, hints};
use crate::model::{DepartmentId, Figure, FigureKind, FiscalYear, GoalItem, KeyGoal, KeyGoalSheet, RecordId};
use crate::shape::Field;
use crate::yaml::{Context, on_one_line};

/// What becomes of each sheet, and the files of those that are new.
#[derive(Default)]
pub struct Rollover {
    /// Files to be laid below the content folder.
    pub files: Files,
    /// Sheet by sheet, in the order of publication.
    pub sheets: Vec<SheetFate>,
    /// Program by program.
    pub programs: Vec<ProgramFate>,
    /// Files of items with the later year in them.
    pub additions: Vec<Addition>,
}

/// What becomes of one sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetFate {
    /// The department's name in the earlier year.
    pub department: String,
    /// Where the new sheet stands; `None` where there cannot be one yet.
    pub folder: Option<String>,
    /// Whether it was there already and is left as it is.
    pub was_there: bool,
    /// What else is to be known: a successor, a department that has ended.
    pub note: Option<String>,
    /// Goal by goal.
    pub goals: Vec<(String, Fate)>,
}

/// What becomes of one goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It goes on.
    Continues,
    /// It goes on for now; somebody has to say whether it has ended, and this is why.
    Asks(Vec<String>),
    /// It is told in another department's sheet.
    Moves(String),
    /// The later year, which is there already, has no goal that is joined to it.
    IsNotThere,
}

/// Carries the sheets of a year and the items of programs into a later one: of one department, or of all. The bytes of the
/// items' files are given by path.
pub fn year(
    ground: Ground<'_>,
    (from, to): (FiscalYear, FiscalYear),
    typed: Option<&str>,
    originals: &BTreeMap<String, Vec<u8>>,
) -> Result<Rollover, Refusal> {
    if to <= from {
        return Err(Refusal::NotLater { from, to });
    }
    let wanted = typed.map(|typed| department(ground.site, Some(typed))).transpose()?;
    let of_year = ground.site.sheets.iter().filter(|sheet| sheet.fiscal_year == from);
    let sheets: Vec<_> = of_year
        .filter(|sheet| wanted.is_none_or(|wanted| sheet.departments.iter().any(|d| d.value == wanted.id.value)))
        .collect();
    let (programs, additions) = carry(ground, (from, to), wanted, originals);
    if sheets.is_empty() && programs.is_empty() {
        let name = wanted.map_or_else(String::new, |d| format!(" {}", ground.site.department_name(&d.id.value)));
        return Err(Refusal::NoSheet { year: format!("{from}{name}"), known: known_years(ground) });
    }
    let mut rollover = Rollover { programs, additions, ..Rollover::default() };
    for sheet in sheets {
        let fate = Turn { ground, to, sheet }.fate(&mut rollover.files);
        rollover.sheets.push(fate);
    }
    Ok(rollover)
}

/// The years that have sheets, as a hint.
pub fn known_years(ground: Ground<'_>) -> String {
    let mut years: Vec<_> = ground.site.sheets.iter().map(|sheet| sheet.fiscal_year).collect();
    years.dedup();
    let years: Vec<_> = years.iter().map(|year| year.western().to_string()).collect();
    if years.is_empty() { String::new() } else { format!("。一覧表があるのは {} です", years.join("、")) }
}

/// One sheet on its way into another year.
struct Turn<'s> {
    ground: Ground<'s>,
    to: FiscalYear,
    sheet: &'s KeyGoalSheet,
}

impl Turn<'_> {
    fn fate(&self, files: &mut Files) -> SheetFate {
        let (department, note) = self.department();
        let mut fate = SheetFate {
            department: self.ground.site.department_name(&self.sheet.department.value),
            folder: None,
            was_there: false,
            note,
            goals: Vec::new(),
        };
        let Some(department) = department else { return fate };
        let folder = folder(self.to, &department);
        fate.was_there = self.ground.has(&folder);
        fate.goals = self.sheet.goals.iter().map(|goal| (label(goal), self.goal_fate(goal, fate.was_there))).collect();
        if !fate.was_there && files.get(&format!("{folder}/sheet.yaml")).is_none() {
            self.lay(&folder, &department, files);
        }
        fate.folder = Some(folder);
        fate
    }

    /// The department that publishes the sheet in the later year, and what is to be said about that.
    fn department(&self) -> (Option<DepartmentId>, Option<String>) {
        let (site, id) = (self.ground.site, &self.sheet.department.value);
        let Some(department) = site.department(id).filter(|department| !is_there(department, self.to)) else {
            return (Some(id.clone()), None);
        };
        let name = |id: &DepartmentId| format!("{}(`{id}`)", site.department_name(id));
        match department.successor.as_deref().unwrap_or_default() {
            [only] => (Some(only.value.clone()), Some(format!("部局が{}に替わります", name(&only.value)))),
            [] => (
                None,
                Some(format!(
                    "部局は{}に無く、後継も書かれていません。departments.yaml に `successor` を書くか、`mieruka new sheet` で新しい部局の一覧表を作ってください",
                    self.to
                )),
            ),
            several => {
                let names: Vec<_> = several.iter().map(|id| name(&id.value)).collect();
                (
                    None,
                    Some(format!(
                        "部局は{}に分かれます。どの目標がどこへ行くかは決められないので、`mieruka new sheet` で一覧表を作ってください",
                        names.join("、")
                    )),
                )
            }
        }
    }

    fn goal_fate(&self, goal: &KeyGoal, was_there: bool) -> Fate {
        if let Some(moved) = &goal.moved_to {
            return Fate::Moves(self.ground.site.department_name(&moved.department.value));
        }
        if was_there {
            return if self.is_joined(goal) { Fate::Continues } else { Fate::IsNotThere };
        }
        let mut asks: Vec<_> = goal.known_items().iter().filter_map(|item| self.asks(item)).collect();
        if goal.thread.is_none() {
            asks.push(
                "年度をまたぐ名前(`thread`)がありません。続く目標なら、両方の年度に同じ名前を書いてください".to_owned(),
            );
        }
        if asks.is_empty() { Fate::Continues } else { Fate::Asks(asks) }
    }

    fn asks(&self, item: &GoalItem) -> Option<String> {
        let said = match &item.moved_to {
            Some(moved) => {
                format!("{}へ移ったので写しません", self.ground.site.department_name(&moved.department.value))
            }
            None => hints::ending(item, self.to)?,
        };
        Some(format!("項目{} {said}", item.number.value))
    }

    /// Whether a goal of the later year has the same thread or names this one as related.
    fn is_joined(&self, goal: &KeyGoal) -> bool {
        let sheets = self.ground.site.sheets.iter().filter(|sheet| sheet.fiscal_year == self.to);
        sheets.flat_map(|sheet| &sheet.goals).any(|other| {
            let thread = |goal: &KeyGoal| goal.thread.as_ref().map(|thread| thread.value.clone());
            goal.thread.is_some() && thread(other) == thread(goal)
                || other.related.iter().flatten().any(|id| id.value == goal.id)
        })
    }

    /// The sheet and its goals that are not told elsewhere.
    fn lay(&self, folder: &str, department: &DepartmentId, files: &mut Files) {
        files.add(format!("{folder}/sheet.yaml"), self.sheet_text(department));
        for goal in self.sheet.goals.iter().filter(|goal| goal.moved_to.is_none()) {
            files.add(format!("{folder}/{}.yaml", goal.number), self.goal_text(goal, department));
        }
    }

    fn sheet_text(&self, department: &DepartmentId) -> String {
        let (from, site) = (self.sheet.fiscal_year, self.ground.site);
        let (old, new) = (&self.sheet.department.value, department);
        let title = self.sheet.title.as_ref().map(|title| {
            let title = title.value.replace(&from.to_string(), &self.to.to_string());
            title.replace(&site.department_name(old), &site.department_name(new))
        });
        let title = title.unwrap_or_else(|| format!("{} {} 重点目標", self.to, site.department_name(new)));
        let ids: Vec<_> =
            self.sheet.departments.iter().map(|d| if d.value == *old { &*new.0 } else { &*d.value.0 }).collect();
        let given = Given::from([
            ("title", vec![format!("title: {}", spelled(&title))]),
            ("departments", vec![format!("departments: [{}]", ids.join(", "))]),
            ("stages", vec!["stages: []".to_owned()]),
        ]);
        page::file(self.ground.shape("sheet"), &given)
    }

    fn goal_text(&self, goal: &KeyGoal, department: &DepartmentId) -> String {
        let shape = self.ground.shape("goal");
        let mut given = Given::from([("title", vec![format!("title: {}", spelled(&goal.title.value))])]);
        if let Some(thread) = &goal.thread {
            given.insert("thread", vec![format!("thread: {thread}")]);
        }
        let fields = without(inner(shape, "items"), "number");
        let items = goal.known_items().iter().filter(|item| item.moved_to.is_none());
        let items: Vec<_> = items.enumerate().flat_map(|(at, item)| self.item(item, at == 0, &fields)).collect();
        if !items.is_empty() {
            given.insert("items", [vec!["items:".to_owned()], items].concat());
        }
        if let Some(references) = goal.references.as_ref().filter(|references| !references.is_empty()) {
            let line = |part: &crate::model::PlanReference| {
                format!("  - {{plan: {}, code: \"{}\"}}", part.plan.value, part.code.value)
            };
            given.insert("references", list("references", references.iter().map(line)));
        }
        if let Some(sdgs) = &goal.sdgs {
            let numbers: Vec<_> = sdgs.iter().map(|sdg| sdg.value.to_string()).collect();
            given.insert("sdgs", vec![format!("sdgs: [{}]", numbers.join(", "))]);
        }
        let related: Vec<_> = self.related(goal, department);
        if !related.is_empty() {
            given.insert("related", list("related", related.iter().map(|id| format!("  - {id}"))));
        }
        page::part(shape, &given)
    }

    /// Relations to plans and programs stay; those to goals of the earlier year point at what has come of them.
    fn related(&self, goal: &KeyGoal, department: &DepartmentId) -> Vec<RecordId> {
        let old = format!("{}/", self.sheet.id);
        let is_carried = |number: &str| {
            self.sheet.goals.iter().any(|goal| goal.number.to_string() == number && goal.moved_to.is_none())
        };
        let follow = |id: &RecordId| match id.0.strip_prefix(&old) {
            Some(number) => is_carried(number).then(|| RecordId(format!("{}/{number}", folder(self.to, department)))),
            None => (!id.0.starts_with("goals/")).then(|| id.clone()),
        };
        let own = goal.thread.is_none().then(|| goal.id.clone());
        goal.related.iter().flatten().filter_map(|id| follow(&id.value)).chain(own).collect()
    }

    fn item(&self, item: &GoalItem, is_first: bool, fields: &[Field]) -> Vec<String> {
        let mut given: Given = BTreeMap::from([("title", vec![format!("title: {}", spelled(&item.title.value))])]);
        if let Some(parts) = &item.sub_items {
            let lines = list("sub_items", parts.iter().map(|part| format!("  - {}", spelled(&part.value))));
            given.insert("sub_items", if parts.is_empty() { vec!["sub_items: []".to_owned()] } else { lines });
        }
        if let Some(targets) = item.targets.as_ref().filter(|targets| !targets.is_empty()) {
            given.insert("targets", list("targets", targets.iter().map(|target| self.to_rewrite(&target.value))));
        }
        let figures: Vec<_> = item.figures.iter().filter(|figure| figure.kind == FigureKind::Target).collect();
        if !figures.is_empty() {
            given.insert("figures", self.figures(&figures));
        }
        let mut lines = vec![format!("  - number: {}", item.number.value)];
        lines.extend(indented(if is_first {
            page::fields("items", fields, &given)
        } else {
            page::bare(fields, &given)
        }));
        lines
    }

    /// A target of the earlier year, to be written anew.
    fn to_rewrite(&self, target: &str) -> String {
        format!("  - {}", spelled(&format!("{TO_FILL}({}は「{target}」)", self.sheet.fiscal_year)))
    }

    /// Targets in numbers: all but the value, which somebody has to write before the `#` goes.
    fn figures(&self, figures: &[&Figure]) -> Vec<String> {
        let mut lines =
            vec!["# 目標の数値: value を書いてから、行頭の # を外します。".to_owned(), "# figures:".to_owned()];
        lines.extend(figures.iter().map(|figure| {
            let mut parts = vec![format!(
                "name: {}",
                on_one_line(figure.name.as_ref().map_or("", |name| &name.value), Context::Flow)
            )];
            parts.extend(figure.series.as_ref().map(|series| format!("series: {series}")));
            parts.push("kind: target, value: ".to_owned());
            parts.extend(figure.unit.as_ref().map(|unit| format!("unit: {}", on_one_line(&unit.value, Context::Flow))));
            format!("#   - {{{}}}   # {}は{}", parts.join(", "), self.sheet.fiscal_year, figure.display())
        }));
        lines
    }
}

fn label(goal: &KeyGoal) -> String {
    format!("重点目標{} {}", goal.number, goal.title)
}

fn list(key: &str, items: impl Iterator<Item = String>) -> Vec<String> {
    std::iter::once(format!("{key}:")).chain(items).collect()
}
