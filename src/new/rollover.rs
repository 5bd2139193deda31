//! 年度替わり: the sheets of one year as drafts of the next. Titles, items and threads are carried over; reports are left
//! empty and targets left to be written. Whether something has ended is not guessed but asked. The items of programs,
//! which get another year in their own files, are in `years.rs`.

use std::collections::BTreeMap;

use super::page::{self, Given, given};
use super::record::{folder, inner, sheet_text, without};
use super::who::{department, is_there};
use super::years::{Addition, ProgramFate, carry};
use super::{Files, Ground, Refusal, TO_FILL, hints};
use crate::model::{
    DepartmentId, Figure, FigureKind, FiscalYear, GoalItem, KeyGoal, KeyGoalSheet, PlanReference, RecordId, Site, Words,
};
use crate::shape::Field;
use crate::yaml::{Lines, Yaml};

/// What becomes of each sheet, and the files of those that are new.
#[derive(Default)]
pub struct Rollover {
    /// Files to be written below the content folder.
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
    /// The folder of the new sheet; `None` if there cannot be one yet.
    pub folder: Option<String>,
    /// Whether it existed already and is left unchanged.
    pub was_there: bool,
    /// A further remark: a successor, a department that has ended.
    pub note: Option<String>,
    /// Goal by goal.
    pub goals: Vec<(String, Fate)>,
}

/// What becomes of one goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It continues.
    Continues,
    /// It continues for now; an editor has to decide whether it has ended, for these reasons.
    Asks(Vec<String>),
    /// It is reported in another department's sheet.
    Moves(String),
    /// The sheet of the later year exists already and has no goal that is joined to it.
    IsNotThere,
}

/// Carries the sheets of a year and the items of programs into a later one: of one department, or of all. `originals`
/// has the bytes of the items' files by path.
pub fn year(
    ground: Ground<'_>,
    (from, to): (FiscalYear, FiscalYear),
    typed: Option<&str>,
    originals: &BTreeMap<String, Vec<u8>>,
) -> Result<Rollover, Refusal> {
    if to <= from {
        return Err(Refusal::NotLater(from, to));
    }
    let wanted = typed.map(|typed| department(ground.site, Some(typed))).transpose()?;
    let of_year = ground.site.sheets.iter().filter(|sheet| sheet.fiscal_year == from);
    let sheets: Vec<_> = of_year
        .filter(|sheet| wanted.is_none_or(|wanted| sheet.departments.iter().any(|d| d.value == wanted.id.value)))
        .collect();
    let (programs, additions) = carry(ground, (from, to), wanted, originals);
    if sheets.is_empty() && programs.is_empty() {
        let name = wanted.map_or_else(String::new, |d| format!(" {}", ground.site.department_name(&d.id.value)));
        let Words { sheet, item, .. } = ground.site.words().clone();
        return Err(Refusal::NoSheet(format!("{from}{name}"), sheet, item, known_years(ground)));
    }
    let mut rollover = Rollover { programs, additions, ..Rollover::default() };
    for sheet in sheets {
        let fate = NextSheet { ground, to, sheet }.fate(&mut rollover.files);
        rollover.sheets.push(fate);
    }
    Ok(rollover)
}

/// The years that have sheets, as a hint.
pub fn known_years(ground: Ground<'_>) -> String {
    let mut years: Vec<_> = ground.site.sheets.iter().map(|sheet| sheet.fiscal_year).collect();
    years.dedup();
    let years: Vec<_> = years.iter().map(|year| year.western().to_string()).collect();
    if years.is_empty() {
        String::new()
    } else {
        format!("。{}があるのは {} です", ground.site.words().list, years.join("、"))
    }
}

/// One sheet, and the year into which it is carried.
struct NextSheet<'s> {
    ground: Ground<'s>,
    to: FiscalYear,
    sheet: &'s KeyGoalSheet,
}

impl NextSheet<'_> {
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
        fate.goals = self
            .sheet
            .goals
            .iter()
            .map(|goal| (label(self.ground.site, goal), self.goal_fate(goal, fate.was_there)))
            .collect();
        if !fate.was_there && files.get(&format!("{folder}/sheet.yaml")).is_none() {
            self.lay(&folder, &department, files);
        }
        fate.folder = Some(folder);
        fate
    }

    /// The department that publishes the sheet in the later year, and a remark on it.
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
                    "部局は{}に無く、後継も書かれていません。departments.yaml に `successor` を書くか、`mieruka new sheet` で新しい部局の{}を作成してください",
                    self.to,
                    site.words().list
                )),
            ),
            several => {
                let names: Vec<_> = several.iter().map(|id| name(&id.value)).collect();
                (
                    None,
                    Some(format!(
                        "部局は{}に分かれます。どの目標がどの部局へ移るかは mieruka では決められないので、`mieruka new sheet` で一覧表を作成してください",
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
                format!("{}へ移ったので、コピーしません", self.ground.site.department_name(&moved.department.value))
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

    /// Adds the files of the sheet and of its goals that are not reported elsewhere.
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
        let title = title.unwrap_or_else(|| format!("{} {} {}", self.to, site.department_name(new), site.words().goal));
        let ids = self.sheet.departments.iter().map(|d| if d.value == *old { &*new.0 } else { &*d.value.0 });
        sheet_text(self.ground, title, ids)
    }

    fn goal_text(&self, goal: &KeyGoal, department: &DepartmentId) -> String {
        let shape = self.ground.shape("goal");
        let mut known = Given::from([given("title", &(*goal.title.value).into())]);
        known.extend(goal.thread.as_ref().map(|thread| given("thread", &(*thread.value).into())));
        let fields = without(inner(shape, "items"), "number");
        let items = goal.known_items().iter().filter(|item| item.moved_to.is_none());
        let items: Vec<_> = items.enumerate().map(|(at, item)| self.item(item, at == 0, &fields)).collect();
        if !items.is_empty() {
            known.insert("items", Lines::list("items", items));
        }
        if let Some(references) = goal.references.as_ref().filter(|references| !references.is_empty()) {
            let reference = |part: &PlanReference| {
                Yaml::Braces(vec![("plan", (*part.plan.value.0).into()), ("code", (*part.code.value.0).into())])
            };
            known.extend([given("references", &Yaml::List(references.iter().map(reference).collect()))]);
        }
        if let Some(sdgs) = &goal.sdgs {
            let numbers = sdgs.iter().map(|sdg| Yaml::Plain(sdg.value.to_string()));
            known.extend([given("sdgs", &Yaml::Row(numbers.collect()))]);
        }
        let related = self.related(goal, department);
        if !related.is_empty() {
            let related = related.into_iter().map(|id| Yaml::Text(id.0));
            known.extend([given("related", &Yaml::List(related.collect()))]);
        }
        page::part(self.ground.site.words(), shape, &known)
    }

    /// Relations to plans and programs are kept; those to goals of the earlier year are replaced by the goals that
    /// continue them.
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

    fn item(&self, item: &GoalItem, is_first: bool, fields: &[Field]) -> Lines {
        let mut known = Given::from([given("title", &(*item.title.value).into())]);
        if let Some(parts) = &item.sub_items {
            known.extend([given("sub_items", &Yaml::List(parts.iter().map(|part| (*part.value).into()).collect()))]);
        }
        if let Some(targets) = item.targets.as_ref().filter(|targets| !targets.is_empty()) {
            let targets = targets.iter().map(|target| self.to_rewrite(&target.value));
            known.extend([given("targets", &Yaml::List(targets.collect()))]);
        }
        let figures: Vec<_> = item.figures.iter().filter(|figure| figure.kind == FigureKind::Target).collect();
        if !figures.is_empty() {
            known.insert("figures", self.figures(&figures));
        }
        let fields = if is_first { page::fields("items", fields, &known) } else { page::bare(fields, &known) };
        Lines::key("number", &Yaml::Plain(item.number.value.to_string())).and(fields).as_item()
    }

    /// A target of the earlier year, to be rewritten.
    fn to_rewrite(&self, target: &str) -> Yaml {
        Yaml::Text(format!("{TO_FILL}({}は「{target}」)", self.sheet.fiscal_year))
    }

    /// Targets in numbers: all but the value, which an editor has to write before removing the `#`.
    fn figures(&self, figures: &[&Figure]) -> Lines {
        let figure = |figure: &&Figure| {
            let mut parts = vec![("name", figure.name.as_ref().map_or("", |name| &name.value).into())];
            parts.extend(figure.series.as_ref().map(|series| ("series", (*series.value).into())));
            parts.extend([("kind", "target".into()), ("value", Yaml::Plain(String::new()))]);
            parts.extend(figure.unit.as_ref().map(|unit| ("unit", (*unit.value).into())));
            let before = format!("{}は{}", self.sheet.fiscal_year, figure.display());
            Lines::item(&Yaml::Braces(parts)).with_remark(&before)
        };
        let comment = Lines::comment("目標の数値: value を書いてから、行頭の # を外します。");
        comment.and(Lines::list("figures", figures.iter().map(figure)).as_example())
    }
}

fn label(site: &Site, goal: &KeyGoal) -> String {
    format!("{}{} {}", site.words().goal, goal.number, goal.title)
}
