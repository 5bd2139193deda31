//! The tree above the items of a program, to any depth: its pillars and categories, an outline of its own, or that of a
//! plan (if several are written, all of them; a rule reports it). Whoever places an item or shows the branches asks this
//! one noun; which of the three it is nobody else knows.

use std::collections::HashMap;

use super::{OutlineEntry, Pillar, Plan, Program, Record, SectionCode, Site, Text, plan};

/// The branches in the order of publication, and the city's words for their levels.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// 政策, 施策, 基本事業 …, the highest first.
    pub levels: Vec<String>,
    /// Each after the one above it.
    pub branches: Vec<Branch>,
    places: HashMap<SectionCode, usize>,
}

/// One line of the tree.
#[derive(Debug, Clone)]
pub struct Branch {
    /// Its code, unique in the tree.
    pub code: SectionCode,
    /// How it is called below the branch above it: 第7施策, 1-ア.
    pub ordinal: String,
    /// 題名.
    pub title: String,
    /// The city's word for its level.
    pub level: Option<String>,
    /// The branches above it, the highest first.
    above: Vec<usize>,
    /// Whether it has branches below it.
    pub is_parent: bool,
}

impl Branch {
    /// 第7施策 健康づくり.
    pub fn name(&self) -> String {
        format!("{} {}", self.ordinal, self.title)
    }

    /// The number of branches above it.
    pub fn depth(&self) -> usize {
        self.above.len()
    }
}

impl Tree {
    /// The tree of a program.
    pub(super) fn of(site: &Site, program: &Program) -> Self {
        let plan = program.tree.as_ref().and_then(|plan| site.plan(&plan.value));
        let levels = plan.map_or(&program.levels, |plan| &plan.levels);
        let mut tree = Self { levels: words(site, program, levels), ..Self::default() };
        tree.add_outline(&program.levels, &program.outline);
        tree.add_pillars(&program.pillars);
        tree.add_outline(levels, plan.map_or(&[], |plan| &plan.outline));
        tree
    }

    /// The tree of a plan.
    pub(super) fn of_plan(plan: &Plan) -> Self {
        let mut tree =
            Self { levels: plan.levels.iter().map(|level| level.value.clone()).collect(), ..Self::default() };
        tree.add_outline(&plan.levels, &plan.outline);
        tree
    }

    fn add_pillars(&mut self, pillars: &[Pillar]) {
        for pillar in pillars {
            let at = self.add(None, &pillar.code.value, pillar.code.value.clone(), &pillar.title);
            for category in &pillar.categories {
                self.add(Some(at), &category.code.value, category.code.value.clone(), &category.title);
            }
        }
    }

    fn add_outline(&mut self, levels: &[Text], outline: &[OutlineEntry]) {
        for entry in outline {
            let code = &entry.code.value.0;
            let above = plan::codes_above(code).find_map(|above| self.places.get(above).copied());
            let at = self.add(above, code, plan::own_ordinal(levels, entry), &entry.title);
            if let Some(level) = &entry.level {
                self.branches[at].level = Some(level.value.clone());
            }
        }
    }

    fn add(&mut self, parent: Option<usize>, code: &str, ordinal: String, title: &Text) -> usize {
        let at = self.branches.len();
        let above: Vec<_> = parent.map_or_else(Vec::new, |parent| {
            self.branches[parent].is_parent = true;
            self.branches[parent].above.iter().copied().chain([parent]).collect()
        });
        let (code, title, level) = (SectionCode(code.to_owned()), title.value.clone(), self.levels.get(above.len()));
        self.places.insert(code.clone(), at);
        self.branches.push(Branch { code, ordinal, title, level: level.cloned(), above, is_parent: false });
        at
    }

    /// The branch with this code.
    pub fn branch(&self, code: &str) -> Option<&Branch> {
        self.places.get(code).map(|at| &self.branches[*at])
    }

    /// The branches from the highest down to the one with this code; none if there is no such code.
    pub fn path(&self, code: &str) -> Vec<&Branch> {
        let Some(branch) = self.branch(code) else { return Vec::new() };
        self.above(branch).chain([branch]).collect()
    }

    /// The branches above one, the highest first.
    pub fn above<'t>(&'t self, branch: &'t Branch) -> impl Iterator<Item = &'t Branch> {
        branch.above.iter().map(|at| &self.branches[*at])
    }

    /// The branches without any below them.
    pub fn leaves(&self) -> impl Iterator<Item = &Branch> {
        self.branches.iter().filter(|branch| !branch.is_parent)
    }

    /// The highest branches.
    pub fn roots(&self) -> impl Iterator<Item = &Branch> {
        self.branches.iter().filter(|branch| branch.above.is_empty())
    }
}

/// The words for the levels; pillars and categories have theirs.
fn words(site: &Site, program: &Program, levels: &[Text]) -> Vec<String> {
    let levels = if program.levels.is_empty() { levels } else { &program.levels };
    match (levels, &program.pillars[..]) {
        ([], [_, ..]) => {
            let words = site.words_of(Record::Program(program));
            vec![words.branch.clone(), words.category.clone()]
        }
        (levels, _) => levels.iter().map(|level| level.value.clone()).collect(),
    }
}
