//! The whole content, complete and immutable, with its look-ups.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::words::AllWords;
use super::{
    Acceptance, ActionItem, Branch, BudgetCode, Citation, Correction, Cost, Date, Department, DepartmentId, Document,
    Evaluator, Figure, FiscalYear, FixedPage, Fund, Image, Indicator, KeyGoal, KeyGoalSheet, Money, Narrative,
    Original, Page, Plan, PlanId, PlanReference, PlanSection, Profile, Program, ProgramId, RatingCriteria, Readings,
    RecordId, Redirect, Release, ResidentView, Scale, SectionCode, StageKind, TableReading, Term, Text, Tree,
    YearRecord,
};
use crate::diagnostic::{Located, Span};

/// The whole content, in the order of publication.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parts {
    /// The description of the site.
    pub profile: Profile,
    /// 部局・課所.
    pub departments: Vec<Department>,
    /// 文書.
    pub documents: Vec<Document>,
    /// 用語集.
    pub glossary: Vec<Term>,
    /// Synonyms, for search.
    pub synonyms: Vec<Vec<Text>>,
    /// 評価基準.
    pub ratings: Vec<RatingCriteria>,
    /// 評価の尺度.
    pub scales: Vec<Scale>,
    /// 評価者.
    pub evaluators: Vec<Evaluator>,
    /// 正誤.
    pub corrections: Vec<Correction>,
    /// 転送.
    pub redirects: Vec<Redirect>,
    /// 計画.
    pub plans: Vec<Plan>,
    /// アクションプログラム.
    pub programs: Vec<Program>,
    /// 重点目標一覧表, oldest year first.
    pub sheets: Vec<KeyGoalSheet>,
    /// ご意見, newest first.
    pub views: Vec<ResidentView>,
    /// How tables of the city's own are read.
    pub table_readings: Vec<TableReading>,
    /// Pages of prose.
    pub pages: Vec<Page>,
    /// 画像, by path.
    pub images: Vec<Image>,
    /// 原本 to download, by path.
    pub originals: Vec<Original>,
    /// 読み仮名 that editors gave to words of their texts.
    pub readings: Readings,
    /// Addresses of records and registries with faults of shape; references to them are not reported.
    pub broken: BTreeSet<RecordId>,
    /// The day on which the site is looked at, if it has been set.
    pub today: Option<Date>,
}

/// The whole content with its look-ups; read the [`Parts`] as fields of it.
#[derive(Debug, Clone)]
pub struct Site {
    parts: Parts,
    places: Places,
    department_places: HashMap<DepartmentId, usize>,
    plan_places: HashMap<PlanId, usize>,
    program_places: HashMap<ProgramId, usize>,
    /// Computed lazily.
    years: OnceLock<Vec<FiscalYear>>,
    /// Likewise.
    words: OnceLock<AllWords>,
    /// The trees of the programs, likewise.
    trees: OnceLock<Vec<Tree>>,
    /// Whether charts have files, likewise.
    pub(super) chart_files: OnceLock<bool>,
}

impl Deref for Site {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

/// The place of each record, by its address.
#[derive(Debug, Clone, PartialEq)]
pub struct Places(Arc<HashMap<RecordId, Place>>);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Plan(usize),
    Section(usize, usize),
    Program(usize),
    Item(usize, usize),
    Sheet(usize),
    Goal(usize, usize),
}

impl Places {
    fn of(parts: &Parts) -> Self {
        let mut places = HashMap::new();
        for (i, plan) in parts.plans.iter().enumerate() {
            places.insert(Record::Plan(plan).id(), Place::Plan(i));
            places.extend(plan.sections.iter().enumerate().map(|(j, s)| (s.id.clone(), Place::Section(i, j))));
        }
        for (i, program) in parts.programs.iter().enumerate() {
            places.insert(Record::Program(program).id(), Place::Program(i));
            places.extend(program.items.iter().enumerate().map(|(j, item)| (item.id.clone(), Place::Item(i, j))));
        }
        for (i, sheet) in parts.sheets.iter().enumerate() {
            places.insert(sheet.id.clone(), Place::Sheet(i));
            places.extend(sheet.goals.iter().enumerate().map(|(j, goal)| (goal.id.clone(), Place::Goal(i, j))));
        }
        Self(Arc::new(places))
    }
}

/// What every record has.
#[derive(Debug, Clone, PartialEq)]
pub struct Base {
    /// Its position.
    pub at: Span,
    /// Narrative beside the YAML.
    pub narrative: Option<Arc<Narrative>>,
    /// 出典.
    pub source: Option<Citation>,
    /// 確認済みの注意.
    pub accepted: Vec<Acceptance>,
    /// Whether the public may see it.
    pub release: Release,
}

/// A record that has a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Record<'s> {
    /// 計画
    Plan(&'s Plan),
    /// 節
    Section(&'s PlanSection),
    /// アクションプログラム
    Program(&'s Program),
    /// 取組項目
    Item(&'s ActionItem),
    /// 重点目標一覧表
    Sheet(&'s KeyGoalSheet),
    /// 重点目標
    Goal(&'s KeyGoal),
}

impl Site {
    /// Joins the parts and makes the look-ups.
    pub fn new(parts: Parts) -> Self {
        let places = Places::of(&parts);
        Self::placed(parts, places)
    }

    /// Joins parts with the same records, in the same order, as the site from which the places come.
    pub fn placed(parts: Parts, places: Places) -> Self {
        Self {
            places,
            department_places: by_id(parts.departments.iter().map(|department| &department.id.value)),
            plan_places: by_id(parts.plans.iter().map(|plan| &plan.id)),
            program_places: by_id(parts.programs.iter().map(|program| &program.id)),
            parts,
            years: OnceLock::new(),
            words: OnceLock::new(),
            trees: OnceLock::new(),
            chart_files: OnceLock::new(),
        }
    }

    /// The place of each record; see [`Site::placed`].
    pub fn places(&self) -> Places {
        self.places.clone()
    }

    /// The same site with changed parts; the records and their order must stay the same.
    pub(super) fn with_parts(mut self, change: impl FnOnce(&mut Parts)) -> Self {
        change(&mut self.parts);
        self.years = OnceLock::new();
        self.words = OnceLock::new();
        self.trees = OnceLock::new();
        self.chart_files = OnceLock::new();
        self
    }

    /// The parts alone.
    pub(super) fn into_parts(self) -> Parts {
        self.parts
    }

    /// The record at an address.
    pub fn record(&self, id: &RecordId) -> Option<Record<'_>> {
        Some(match *self.places.0.get(id)? {
            Place::Plan(i) => Record::Plan(&self.plans[i]),
            Place::Section(i, j) => Record::Section(&self.plans[i].sections[j]),
            Place::Program(i) => Record::Program(&self.programs[i]),
            Place::Item(i, j) => Record::Item(&self.programs[i].items[j]),
            Place::Sheet(i) => Record::Sheet(&self.sheets[i]),
            Place::Goal(i, j) => Record::Goal(&self.sheets[i].goals[j]),
        })
    }

    /// Every record that has a page, in the order of publication: plans, programs, goals.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.holders().flat_map(|holder| std::iter::once(holder).chain(holder.held()))
    }

    /// The records that contain others: plans, programs, sheets.
    pub fn holders(&self) -> impl Iterator<Item = Record<'_>> {
        let (plans, programs) = (self.plans.iter().map(Record::Plan), self.programs.iter().map(Record::Program));
        plans.chain(programs).chain(self.sheets.iter().map(Record::Sheet))
    }

    /// The plan, program or sheet that holds a record; nothing holds these themselves.
    pub fn holder_of(&self, record: Record<'_>) -> Option<Record<'_>> {
        match record {
            Record::Section(section) => self.plan(&section.plan).map(Record::Plan),
            Record::Item(item) => self.program(&item.program).map(Record::Program),
            Record::Goal(goal) => self.sheet_of(goal).map(Record::Sheet),
            Record::Plan(_) | Record::Program(_) | Record::Sheet(_) => None,
        }
    }

    /// Whether a record or registry could not be read in full, so that its content is unknown.
    pub fn is_broken(&self, address: &str) -> bool {
        self.broken.contains(address)
    }

    /// Whether anything could not be read.
    pub fn is_anything_broken(&self) -> bool {
        !self.broken.is_empty()
    }

    /// Whether something below an address could not be read, so that its pages may be missing.
    pub fn is_broken_below(&self, folder: &str) -> bool {
        let below = format!("{folder}/");
        self.broken.range(RecordId(below.clone())..).next().is_some_and(|id| id.0.starts_with(&below))
    }

    /// The department with this id.
    pub fn department(&self, id: &DepartmentId) -> Option<&Department> {
        self.department_place(id).map(|at| &self.departments[at])
    }

    /// The place of the department with this id among all.
    pub fn department_place(&self, id: &DepartmentId) -> Option<usize> {
        self.department_places.get(id).copied()
    }

    /// 部局, 課所 and 係 as one name: 政策企画部 政策企画課.
    pub fn department_name(&self, id: &DepartmentId) -> String {
        let Some(department) = self.department(id) else { return id.0.clone() };
        names(self.upwards(department))
    }

    /// The name of a department without that of its 部局, if it is not one itself.
    pub fn division_name(&self, department: &Department) -> Option<String> {
        let bureau = self.bureau(department);
        (bureau.id != department.id).then(|| names(self.upwards(department).filter(|one| one.id != bureau.id)))
    }

    /// The 部局 of a department: itself, or the highest above it.
    pub fn bureau<'s>(&'s self, department: &'s Department) -> &'s Department {
        self.upwards(department).last().unwrap_or(department)
    }

    /// A department and those above it, the lowest first.
    pub fn upwards<'s>(&'s self, department: &'s Department) -> impl Iterator<Item = &'s Department> {
        let above = |one: &&'s Department| self.department(&one.parent.as_ref()?.value);
        std::iter::successors(Some(department), above).take(Department::LEVELS)
    }

    /// Whether a department is another one or lies below it.
    pub fn is_within(&self, id: &DepartmentId, whole: &DepartmentId) -> bool {
        id == whole || self.department(id).is_some_and(|found| self.upwards(found).any(|one| one.id.value == *whole))
    }

    /// The plan with this id.
    pub fn plan(&self, id: &PlanId) -> Option<&Plan> {
        self.plan_place(id).map(|at| &self.plans[at])
    }

    /// The place of the plan with this id among all.
    pub(super) fn plan_place(&self, id: &PlanId) -> Option<usize> {
        self.plan_places.get(id).copied()
    }

    /// The program with this id.
    pub fn program(&self, id: &ProgramId) -> Option<&Program> {
        self.program_place(id).map(|at| &self.programs[at])
    }

    /// The place of the program with this id among all.
    pub(super) fn program_place(&self, id: &ProgramId) -> Option<usize> {
        self.program_places.get(id).copied()
    }

    /// The tree above the items of one of its programs.
    pub fn tree(&self, program: &Program) -> &Tree {
        let trees = self.trees.get_or_init(|| self.programs.iter().map(|program| Tree::of(self, program)).collect());
        &trees[self.program_place(&program.id).expect("the program is one of the site's")]
    }

    /// The part of a plan in which an item is placed, if its program has the tree of a plan.
    pub fn place_in_plan(&self, item: &ActionItem) -> Option<(&PlanId, &SectionCode)> {
        let program = self.program(&item.program)?;
        let plan = program.tree.as_ref()?;
        Some((&plan.value, &self.tree(program).branch(&item.category.as_ref()?.value)?.code))
    }

    /// The branches of its program's tree in which an item is placed, the highest first.
    pub fn path(&self, item: &ActionItem) -> Vec<&Branch> {
        let program = item.category.as_ref().and_then(|code| Some((self.program(&item.program)?, code)));
        program.map_or_else(Vec::new, |(program, code)| self.tree(program).path(&code.value))
    }

    /// The sheet that contains a goal.
    pub fn sheet_of(&self, goal: &KeyGoal) -> Option<&KeyGoalSheet> {
        let (folder, _) = goal.id.0.rsplit_once('/')?;
        if let Place::Sheet(i) = *self.places.0.get(folder)? { Some(&self.sheets[i]) } else { None }
    }

    /// The sheet of a department in a fiscal year.
    pub fn sheet(&self, year: FiscalYear, department: &DepartmentId) -> Option<&KeyGoalSheet> {
        self.record(&RecordId::sheet(year, department))?.sheet()
    }

    /// The previous sheet of the same department, or of one that it replaced; not always of the year before.
    pub fn sheet_before(&self, sheet: &KeyGoalSheet) -> Option<&KeyGoalSheet> {
        let first = self.sheets.first()?.fiscal_year;
        let own = &sheet.department.value;
        let is_succeeded = |department: &&Department| department.successor.iter().flatten().any(|id| id.value == *own);
        let before = std::iter::successors(Some(sheet.fiscal_year), |year| (*year > first).then(|| year.previous()));
        before.skip(1).find_map(|year| {
            let of_predecessor = || {
                let mut predecessors = self.departments.iter().filter(is_succeeded);
                predecessors.find_map(|department| self.sheet(year, &department.id.value))
            };
            self.sheet(year, own).or_else(of_predecessor)
        })
    }

    /// The name of a fund; its id if no one declares it.
    pub fn fund_name<'s>(&'s self, fund: &'s Fund) -> &'s str {
        match fund {
            Fund::Standard(fund) => fund.word(),
            Fund::Declared(id) => {
                let mut declared = self.profile.funds.iter().filter(|known| known.id.value == *id);
                declared.next().map_or(id, |known| &known.name.value)
            }
        }
    }

    /// 評価基準 for a fiscal year and stage.
    pub fn criteria(&self, year: FiscalYear, stage: StageKind) -> Option<&RatingCriteria> {
        self.ratings.iter().find(|criteria| criteria.fiscal_year.value == year && criteria.stage == stage)
    }

    /// Every indicator, with the record that has it.
    pub fn indicators(&self) -> impl Iterator<Item = (Record<'_>, &Indicator)> {
        self.records().flat_map(|record| record.indicators().iter().map(move |indicator| (record, indicator)))
    }

    /// Whether the page of a family has anything to show; otherwise it is not made.
    pub fn fills(&self, page: FixedPage) -> bool {
        match page {
            FixedPage::Plans => !self.plans.is_empty(),
            FixedPage::Matrix => !(self.plans.is_empty() || self.programs.is_empty() && self.sheets.is_empty()),
            FixedPage::Programs => !self.programs.is_empty(),
            FixedPage::Goals => !self.sheets.is_empty(),
            FixedPage::Indicators => self.indicators().next().is_some(),
            FixedPage::Costs => self.money().any(|money| money.has_totals() || !money.effects().is_empty()),
            FixedPage::Results => self.records().any(|record| !record.promises().is_empty()),
            FixedPage::Views => !self.views.is_empty(),
            FixedPage::Home
            | FixedPage::Departments
            | FixedPage::Years
            | FixedPage::Sdgs
            | FixedPage::Legend
            | FixedPage::Glossary
            | FixedPage::Corrections
            | FixedPage::Data
            | FixedPage::Search
            | FixedPage::List
            | FixedPage::SiteMap => true,
        }
    }

    /// Whether a record tells the total of its 事業費.
    pub fn tells_costs(&self) -> bool {
        self.money().any(Money::has_totals)
    }

    /// The nouns of the site and of its parts.
    pub(super) fn all_words(&self) -> &AllWords {
        self.words.get_or_init(|| AllWords::of(&self.parts))
    }

    /// The last fiscal year whose results are published, as the plan or program of a record states it.
    pub fn results_through(&self, record: Record<'_>) -> Option<&Located<FiscalYear>> {
        match record {
            Record::Section(section) => self.plan(&section.plan)?.results_through.as_ref(),
            Record::Item(item) => self.program(&item.program)?.results_through.as_ref(),
            Record::Plan(_) | Record::Program(_) | Record::Sheet(_) | Record::Goal(_) => None,
        }
    }

    /// Every fiscal year of any record, ascending.
    pub fn years(&self) -> &[FiscalYear] {
        self.years.get_or_init(|| {
            let sections = self.plans.iter().flat_map(|plan| &plan.sections).flat_map(|section| &section.years);
            let items = self.programs.iter().flat_map(|program| &program.items).flat_map(|item| &item.years);
            let records = sections.chain(items).map(|year| year.fiscal_year.value);
            let years: BTreeSet<_> = self.sheets.iter().map(|sheet| sheet.fiscal_year).chain(records).collect();
            years.into_iter().collect()
        })
    }
}

/// The place of each id; of one that stands there twice the first.
fn by_id<'s, I: Clone + Eq + Hash + 's>(
    ids: impl DoubleEndedIterator<Item = &'s I> + ExactSizeIterator,
) -> HashMap<I, usize> {
    ids.enumerate().rev().map(|(place, id)| (id.clone(), place)).collect()
}

/// The names of departments as one, the highest first.
fn names<'s>(upwards: impl Iterator<Item = &'s Department>) -> String {
    let mut names: Vec<_> = upwards.map(|one| one.name.value.as_str()).collect();
    names.reverse();
    names.join(" ")
}

impl<'s> Record<'s> {
    /// The records that it contains, in order.
    pub fn held(self) -> Box<dyn Iterator<Item = Self> + 's> {
        match self {
            Self::Plan(plan) => Box::new(plan.sections.iter().map(Self::Section)),
            Self::Program(program) => Box::new(program.items.iter().map(Self::Item)),
            Self::Sheet(sheet) => Box::new(sheet.goals.iter().map(Self::Goal)),
            Self::Section(_) | Self::Item(_) | Self::Goal(_) => Box::new(std::iter::empty()),
        }
    }

    /// Address.
    pub fn id(self) -> RecordId {
        match self {
            Self::Plan(plan) => RecordId::plan(&plan.id),
            Self::Section(section) => section.id.clone(),
            Self::Program(program) => RecordId::program(&program.id),
            Self::Item(item) => item.id.clone(),
            Self::Sheet(sheet) => sheet.id.clone(),
            Self::Goal(goal) => goal.id.clone(),
        }
    }

    /// What every record has.
    pub fn base(self) -> &'s Base {
        match self {
            Self::Plan(plan) => &plan.base,
            Self::Section(section) => &section.base,
            Self::Program(program) => &program.base,
            Self::Item(item) => &item.base,
            Self::Sheet(sheet) => &sheet.base,
            Self::Goal(goal) => &goal.base,
        }
    }

    /// Its position.
    pub fn at(self) -> Span {
        self.base().at
    }

    /// 題名; a sheet without one is named by its year and department.
    pub fn title(self, site: &Site) -> String {
        match self {
            Self::Plan(plan) => plan.title.value.clone(),
            Self::Section(section) => section.title.value.clone(),
            Self::Program(program) => program.title.value.clone(),
            Self::Item(item) => item.title.value.clone(),
            Self::Sheet(sheet) => sheet.title.as_ref().map_or_else(
                || {
                    let department = site.department_name(&sheet.department.value);
                    format!("{} {department} {}", sheet.fiscal_year, site.words().goal)
                },
                |title| title.value.clone(),
            ),
            Self::Goal(goal) => goal.title.value.clone(),
        }
    }

    /// 計画, as code and the noun of its label.
    pub const PLAN: (&'static str, &'static str) = ("plan", "⟨plan⟩");
    /// 計画の節, as code and the noun of its label.
    pub const SECTION: (&'static str, &'static str) = ("plan_section", "⟨plan_section⟩");
    /// アクションプログラム, as code and the noun of its label.
    pub const PROGRAM: (&'static str, &'static str) = ("program", "⟨program⟩");
    /// 取組項目, as code and the noun of its label.
    pub const ITEM: (&'static str, &'static str) = ("action_item", "⟨item⟩");
    /// 重点目標一覧表, as code and the noun of its label.
    pub const SHEET: (&'static str, &'static str) = ("key_goal_sheet", "⟨sheet⟩");
    /// 重点目標, as code and the noun of its label.
    pub const GOAL: (&'static str, &'static str) = ("key_goal", "⟨goal⟩");

    /// The codes and labels of all kinds.
    pub const KINDS: [(&'static str, &'static str); 6] =
        [Self::PLAN, Self::SECTION, Self::PROGRAM, Self::ITEM, Self::SHEET, Self::GOAL];

    /// The kind of record, in Japanese.
    pub fn kind_label(self, site: &Site) -> &str {
        let words = site.words_of(self);
        match self {
            Self::Plan(_) => &words.plan,
            Self::Section(_) => &words.plan_section,
            Self::Program(_) => &words.program,
            Self::Item(_) => &words.item,
            Self::Sheet(_) => &words.sheet,
            Self::Goal(_) => &words.goal,
        }
    }

    /// The kind of record, as a code.
    pub fn kind(self) -> &'static str {
        let (code, _) = match self {
            Self::Plan(_) => Self::PLAN,
            Self::Section(_) => Self::SECTION,
            Self::Program(_) => Self::PROGRAM,
            Self::Item(_) => Self::ITEM,
            Self::Sheet(_) => Self::SHEET,
            Self::Goal(_) => Self::GOAL,
        };
        code
    }

    /// Its usual number: 節 1-3-2, No.17, 重点目標1.
    pub fn label(self, site: &Site) -> String {
        match self {
            Self::Section(section) => format!("{} {}", section.code, section.title),
            Self::Item(item) => format!("No.{} {}", item.number, item.title),
            Self::Goal(goal) => format!(
                "{} {} {}{} {}",
                goal.fiscal_year,
                site.department_name(&goal.department),
                site.words().goal,
                goal.number,
                goal.title
            ),
            Self::Plan(_) | Self::Program(_) | Self::Sheet(_) => self.title(site),
        }
    }

    /// The sheet, if it is one.
    pub fn sheet(self) -> Option<&'s KeyGoalSheet> {
        if let Self::Sheet(sheet) = self { Some(sheet) } else { None }
    }

    /// The reading of its title, if known.
    pub fn kana(self) -> Option<&'s Text> {
        match self {
            Self::Plan(plan) => plan.kana.as_ref(),
            Self::Program(program) => program.kana.as_ref(),
            Self::Section(_) | Self::Item(_) | Self::Sheet(_) | Self::Goal(_) => None,
        }
    }

    /// A list that only a section, an item and a goal have, each its own: `None` if unknown, and for every other record.
    fn own<T>(
        self,
        section: fn(&PlanSection) -> &Option<Vec<T>>,
        item: fn(&ActionItem) -> &Option<Vec<T>>,
        goal: fn(&KeyGoal) -> &Option<Vec<T>>,
    ) -> Option<&'s [T]> {
        match self {
            Self::Section(of) => section(of).as_deref(),
            Self::Item(of) => item(of).as_deref(),
            Self::Goal(of) => goal(of).as_deref(),
            Self::Plan(_) | Self::Program(_) | Self::Sheet(_) => None,
        }
    }

    /// Related records as written.
    pub fn related(self) -> &'s [Located<RecordId>] {
        let own = self.own(|section| &section.related, |item| &item.related, |goal| &goal.related);
        own.unwrap_or_default()
    }

    /// References to parts of plans.
    pub fn references(self) -> &'s [PlanReference] {
        let own = self.own(|section| &section.references, |item| &item.references, |goal| &goal.references);
        own.unwrap_or_default()
    }

    /// Responsible departments as written.
    pub fn departments(self) -> &'s [Located<DepartmentId>] {
        match self {
            Self::Section(section) => section.departments.as_deref().unwrap_or_default(),
            Self::Item(item) => item.departments.as_deref().unwrap_or_default(),
            Self::Sheet(sheet) => &sheet.departments,
            Self::Plan(_) | Self::Program(_) | Self::Goal(_) => &[],
        }
    }

    /// Whether the public may see it.
    pub fn release(self) -> Release {
        self.base().release
    }

    /// Every figure of the record, in the order of its form.
    pub fn figures(self) -> Vec<&'s Figure> {
        let of_indicators = self.indicators().iter().flat_map(Indicator::figures);
        match self {
            Self::Section(section) => {
                let of_years = section.years.iter().flat_map(|year| &year.figures);
                of_indicators.chain(chart_figures(section)).chain(of_years).collect()
            }
            Self::Item(item) => item.all_figures().chain(of_indicators).collect(),
            Self::Goal(goal) => goal.known_items().iter().flat_map(|item| &item.figures).chain(of_indicators).collect(),
            Self::Plan(_) | Self::Program(_) | Self::Sheet(_) => Vec::new(),
        }
    }

    /// 予算科目: `None` if unknown.
    pub fn budget(self) -> Option<&'s [BudgetCode]> {
        self.own(|section| &section.budget, |item| &item.budget, |goal| &goal.budget)
    }

    /// 事業費 and 効果額 by fiscal year, where anything is said of them.
    pub fn money(self) -> impl Iterator<Item = (FiscalYear, &'s Money)> {
        let goal = if let Self::Goal(goal) = self { Some((goal.fiscal_year, &goal.money)) } else { None };
        let years = self.years().iter().map(|year| (year.fiscal_year.value, &year.money));
        years.chain(goal).filter(|(_, money)| money.said().is_some())
    }

    /// 事業費, each with its fiscal year.
    pub fn costs(self) -> impl Iterator<Item = (FiscalYear, &'s Cost)> {
        self.money().flat_map(|(year, money)| money.costs().iter().map(move |cost| (year, cost)))
    }

    /// 指標, none if unknown.
    pub fn indicators(self) -> &'s [Indicator] {
        let own = self.own(|section| &section.indicators, |item| &item.indicators, |goal| &goal.indicators);
        own.unwrap_or_default()
    }

    /// Plan and results by fiscal year, oldest first.
    pub fn years(self) -> &'s [YearRecord] {
        match self {
            Self::Section(section) => &section.years,
            Self::Item(item) => &item.years,
            Self::Plan(_) | Self::Program(_) | Self::Sheet(_) | Self::Goal(_) => &[],
        }
    }

    /// What it tells of a fiscal year.
    pub fn year(self, year: FiscalYear) -> Option<&'s YearRecord> {
        self.years().iter().find(|found| found.fiscal_year.value == year)
    }

    /// The figures that say what was reached in a fiscal year.
    pub fn results_in(self, year: FiscalYear) -> impl Iterator<Item = &'s Figure> {
        let of_year = move |figure: &&Figure| figure.fiscal_year.as_ref().is_some_and(|of| of.value == year);
        self.figures().into_iter().filter(of_year).filter(|figure| figure.is_result())
    }

    /// Whether one of its years is reported, there or by a number elsewhere in the record.
    pub fn reports(self, year: &YearRecord) -> bool {
        year.is_reported() || self.has_numbers(year)
    }

    /// Whether it has numbers of what was done in one of its years.
    pub fn has_numbers(self, year: &YearRecord) -> bool {
        year.has_numbers() || self.results_in(year.fiscal_year.value).next().is_some()
    }

    /// SDGs: `None` if unknown.
    pub fn sdgs(self) -> Option<&'s [Located<u8>]> {
        self.own(|section| &section.sdgs, |item| &item.sdgs, |goal| &goal.sdgs)
    }
}

fn chart_figures(section: &PlanSection) -> impl Iterator<Item = &Figure> {
    section.charts.iter().flatten().filter_map(|chart| chart.data.as_ref()).flatten()
}
