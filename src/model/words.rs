//! The nouns of a city's forms: what people read, wherever it is told. Keys, headers of CSV and addresses are the same in every
//! city; navigation, headings, search kinds, spreadsheets and messages ask here.
//!
//! A fixed text that contains nouns has their names in it (`⟨item⟩の計画と実績`) and is told by [`Words::tell`]. The nouns
//! are those of site.yaml and of the heads of the families; what is not declared there has the word of this table.

use std::borrow::Cow;

use super::{FormKind, Head, Money, Municipality, Parts, Plan, PlanId, Program, ProgramId, Record, Site, Text};

macro_rules! words {
    ($($(#[doc = $doc:literal])* $name:ident $default:literal $($form:ident $row:literal)*;)*) => {
        /// The nouns of a site, or of one plan or program in it.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Words { $($(#[doc = $doc])* pub $name: String),* }

        impl Default for Words {
            fn default() -> Self {
                Self { $($name: $default.to_owned()),* }
            }
        }

        impl Words {
            fn get(&self, name: &str) -> Option<&str> {
                Some(match name { $(stringify!($name) => &self.$name,)* _ => return None })
            }

            /// Every noun, with its name.
            pub fn all(&self) -> impl Iterator<Item = (&'static str, &str)> {
                [$((stringify!($name), self.$name.as_str())),*].into_iter()
            }

            fn each(&mut self) -> impl Iterator<Item = (&'static str, &mut String)> {
                [$((stringify!($name), &mut self.$name)),*].into_iter()
            }
        }

        /// The rows that a form can have, each with its noun, in the order of the default page.
        const ROWS: &[(FormKind, &str, &str)] =
            &[$($((FormKind::$form, $row, concat!("⟨", stringify!($name), "⟩")),)*)*];
    };
}

words! {
    /// 市, 町, 村 …
    body "市";
    /// The family of plans.
    plans "計画";
    /// The same in full.
    plans_named "総合計画";
    /// One plan.
    plan "計画";
    /// One part of a plan.
    section "節";
    /// One part of a plan, among records of other kinds.
    plan_section "計画の節";
    /// 章立て.
    outline "章立て" Plan "outline";
    /// The names of the levels of a plan.
    levels "編・章・節";
    /// How a part of a plan is called by its levels.
    ordinal "第1編第3章第2節";
    /// What the site has records of, one after the other.
    kinds "計画の節、取組項目、重点目標";
    /// The same with ・ between them.
    kinds_dotted "計画の節・取組項目・重点目標";
    /// The page of plans and what corresponds to them.
    matrix "計画と取組の対応表";
    /// 担当 of a part of a plan.
    section_departments "担当" Plan "departments";
    /// 目的.
    purpose "目的" Plan "purpose";
    /// 現状と課題.
    issues "現状と課題" Plan "issues";
    /// 図.
    charts "図" Plan "charts";
    /// 役割.
    roles "各主体に期待される役割" Plan "roles";
    /// 基本施策.
    measures "基本施策" Plan "measures";
    /// 主な事業.
    projects "主な事業" Plan "projects";
    /// 関連計画.
    related_plans "関連計画" Plan "related_plans";
    /// SDGs of a part of a plan.
    section_sdgs "SDGs" Plan "sdgs";
    /// References of a part of a plan to others.
    section_references "計画の節" Plan "references";
    /// The family of programs.
    programs "取組";
    /// What they are about, as a keyword.
    programs_about "行財政改革";
    /// One program.
    program "アクションプログラム";
    /// One item of a program.
    item "取組項目";
    /// 改革の柱.
    pillar "改革の柱" Item "pillars";
    /// 改革の柱, in short.
    branch "柱" Item "pillars";
    /// 区分.
    category "区分" Item "category";
    /// 担当 of an item, in spreadsheets.
    departments_asked "担当課所" Item "departments";
    /// 担当 of an item.
    departments "担当" Item "departments";
    /// 改革の概要.
    summary "改革の概要" Item "summary";
    /// これまでの実績・課題.
    background "これまでの実績・課題" Item "background";
    /// 取組内容・改革手段.
    approach "取組内容・改革手段" Item "approach";
    /// 改革達成形態・成果目標.
    outcome "改革達成形態・成果目標" Item "goal";
    /// The same in full.
    outcome_full "5年後の改革達成形態・成果目標" Item "goal";
    /// The same in short.
    outlook "5年後の姿" Item "goal";
    /// Where an item stands in plans.
    references "計画における位置付け" Item "references";
    /// SDGs of an item.
    sdgs "SDGs" Item "sdgs";
    /// 取組計画 of a year.
    year_plan "取組計画" Item "plan" Plan "plan";
    /// 実績 of a year.
    results "実績" Item "results" Plan "results";
    /// 効果額 of a year.
    effect "効果額" Item "effect" Plan "effect";
    /// The page of money: what the site has amounts of.
    money "事業費と効果額";
    /// The same as amounts; without a word of its own it has that of the sentences.
    effects "効果額" Item "effects" Plan "effects" Goal "effects";
    /// 評価 on declared scales.
    evaluations "評価" Item "evaluations" Plan "evaluations" Goal "evaluations";
    /// 指標.
    indicators "指標" Item "indicators" Plan "indicators" Goal "indicators";
    /// 事業費.
    costs "事業費" Item "costs" Plan "costs" Goal "costs";
    /// 予算科目.
    budget "予算科目" Item "budget" Plan "budget" Goal "budget";
    /// The family of goals.
    goals "重点目標";
    /// One goal.
    goal "重点目標";
    /// One item of a goal.
    part "重点取組項目" Goal "items";
    /// The goals of a department and a year.
    sheet "重点目標一覧表";
    /// The same where goals are spoken of.
    list "一覧表";
    /// 小項目.
    sub_items "小項目" Goal "sub_items";
    /// 期限・数値目標等.
    targets "期限・数値目標等" Goal "targets";
    /// 中間報告.
    progress "中間報告" Goal "mid_term";
    /// 達成状況.
    achieved "達成状況" Goal "final";
    /// 評価.
    rating "評価" Goal "rating";
    /// References of a goal to plans.
    goal_references "計画の節" Goal "references";
    /// SDGs of a goal.
    goal_sdgs "SDGs" Goal "sdgs";
}

/// The words for rows that a city's own form does not have: its editors may still read of the keys.
const NEUTRAL: &[(FormKind, &str, &str)] = &[
    (FormKind::Plan, "outline", "構成"),
    (FormKind::Plan, "measures", "施策"),
    (FormKind::Plan, "references", "ほかの計画"),
    (FormKind::Plan, "effect", "効果"),
    (FormKind::Plan, "plan", "計画"),
    (FormKind::Item, "pillars", "大分類"),
    (FormKind::Item, "category", "分類"),
    (FormKind::Item, "departments", "担当"),
    (FormKind::Item, "summary", "概要"),
    (FormKind::Item, "background", "背景"),
    (FormKind::Item, "approach", "進め方"),
    (FormKind::Item, "goal", "目標とする姿"),
    (FormKind::Item, "plan", "計画"),
    (FormKind::Item, "effect", "効果"),
    (FormKind::Goal, "items", "項目"),
    (FormKind::Goal, "sub_items", "内訳"),
    (FormKind::Goal, "targets", "目標値"),
    (FormKind::Goal, "references", "計画"),
    (FormKind::Goal, "effects", "効果"),
];

const OPEN: char = '⟨';
const CLOSE: char = '⟩';

/// The nouns of a site, and those of each plan and program.
#[derive(Debug, Clone, Default)]
pub(super) struct AllWords {
    whole: Words,
    goals: Words,
    plans: Vec<Words>,
    programs: Vec<Words>,
}

impl AllWords {
    pub(super) fn of(parts: &Parts) -> Self {
        let [common, of_goals] = Words::common(parts);
        let plan = |base: &Words, plan: &Plan| base.clone().with(&plan.head, FormKind::Plan).with_levels(&plan.levels);
        let program = |base: &Words, program: &Program| {
            base.clone().with_branches(&program.levels).with(&program.head, FormKind::Item)
        };
        let all_plans: Vec<_> = parts.plans.iter().map(|of| plan(&common, of)).collect();
        let all_programs: Vec<_> = parts.programs.iter().map(|of| program(&common, of)).collect();
        let (mut beside_plans, mut beside_programs) = (common.clone(), common.clone());
        beside_plans.join(&common, &all_programs);
        beside_programs.join(&common, &all_plans);
        let mut whole = beside_programs.clone();
        whole.join(&common, &all_programs);
        whole.join(&common, std::slice::from_ref(&of_goals));
        let listed = [
            (parts.plans.is_empty(), &whole.plan_section),
            (parts.programs.is_empty(), &whole.item),
            (parts.sheets.is_empty(), &whole.goal),
        ];
        let mut kinds: Vec<_> = listed.into_iter().filter(|(is_empty, _)| !is_empty).map(|(_, word)| &**word).collect();
        if kinds.is_empty() {
            kinds.push("記録");
        }
        (whole.kinds, whole.kinds_dotted) = (kinds.join("、"), kinds.join("・"));
        let beside = if parts.programs.is_empty() { &whole.goals } else { &whole.programs };
        whole.matrix = format!("{}と{beside}の対応表", whole.plans);
        whole.money = money(parts, &whole.costs, &whole.effects);
        for words in [&mut beside_plans, &mut beside_programs] {
            words.money.clone_from(&whole.money);
            words.matrix.clone_from(&whole.matrix);
            words.kinds.clone_from(&whole.kinds);
            words.kinds_dotted.clone_from(&whole.kinds_dotted);
        }
        let (beside_plans, beside_programs) =
            (beside_plans.with_rows(&common, FormKind::Plan), beside_programs.with_rows(&common, FormKind::Item));
        let plans = parts.plans.iter().map(|of| plan(&beside_plans, of)).collect();
        let programs = parts.programs.iter().map(|of| program(&beside_programs, of)).collect();
        Self { goals: whole.clone().with_rows(&of_goals, FormKind::Goal), whole, plans, programs }
    }
}

impl Site {
    /// The nouns of the site; where its plans or programs use several, all of them.
    pub fn words(&self) -> &Words {
        &self.all_words().whole
    }

    /// The nouns of the site, of its goals, and of each plan and program.
    pub fn every_words(&self) -> impl Iterator<Item = &Words> {
        let all = self.all_words();
        [&all.whole, &all.goals].into_iter().chain(&all.plans).chain(&all.programs)
    }

    /// The nouns at an address or a path of the content: those of the plan or program to which it belongs, or of the goals.
    pub fn words_at(&self, path: &str) -> &Words {
        let mut folders = path.split('/');
        let (family, id) = (folders.next().unwrap_or_default(), folders.next().unwrap_or_default());
        match family {
            "plans" => self.words_of_plan(&PlanId(id.to_owned())),
            "programs" => self.words_of_program(&ProgramId(id.to_owned())),
            "goals" => &self.all_words().goals,
            _ => self.words(),
        }
    }

    /// The nouns of a record.
    pub fn words_of(&self, record: Record<'_>) -> &Words {
        match record {
            Record::Plan(plan) => self.words_of_plan(&plan.id),
            Record::Section(section) => self.words_of_plan(&section.plan),
            Record::Program(program) => self.words_of_program(&program.id),
            Record::Item(item) => self.words_of_program(&item.program),
            Record::Sheet(_) | Record::Goal(_) => &self.all_words().goals,
        }
    }

    fn words_of_plan(&self, id: &PlanId) -> &Words {
        self.plan_place(id).and_then(|at| self.all_words().plans.get(at)).unwrap_or_else(|| self.words())
    }

    fn words_of_program(&self, id: &ProgramId) -> &Words {
        self.program_place(id).and_then(|at| self.all_words().programs.get(at)).unwrap_or_else(|| self.words())
    }
}

impl Words {
    /// A fixed text with the nouns that it names.
    pub fn tell<'t>(&'t self, text: &'t str) -> Cow<'t, str> {
        let Some((before, named)) = text.split_once(OPEN) else { return Cow::Borrowed(text) };
        let Some((name, after)) = named.split_once(CLOSE) else { return Cow::Borrowed(text) };
        match self.get(name) {
            Some(word) if before.is_empty() && after.is_empty() => Cow::Borrowed(word),
            Some(word) => Cow::Owned(format!("{before}{word}{}", self.tell(after))),
            None => Cow::Owned(format!("{before}{OPEN}{name}{CLOSE}{}", self.tell(after))),
        }
    }

    /// The same text, if it names a noun.
    pub fn retell(&self, text: &str) -> Option<String> {
        text.contains(OPEN).then(|| self.tell(text).into_owned())
    }

    /// The words that every plan and program of a site shares, and those of its goals.
    fn common(parts: &Parts) -> [Self; 2] {
        let mut words = Self { body: body(&parts.profile.municipality), ..Self::default() };
        let families = &parts.profile.families;
        say([&mut words.plans, &mut words.plan, &mut words.plans_named], &families.plans);
        say([&mut words.programs, &mut words.program, &mut words.programs_about], &families.programs);
        say([&mut words.goals, &mut words.goal], &families.goals);
        let mut goals = words.clone().with(&parts.profile.goals, FormKind::Goal);
        goals.sheet = format!("{}一覧表", goals.goal);
        say([&mut goals.sheet, &mut goals.list], &parts.profile.goals.sheet);
        [goals.clone().with_rows(&words, FormKind::Plan).with_rows(&words, FormKind::Item), goals]
    }

    /// The words with those of others for the rows of a form.
    fn with_rows(mut self, of: &Self, kind: FormKind) -> Self {
        let is_row =
            |name: &str| ROWS.iter().any(|(own, _, noun)| *own == kind && noun.trim_matches([OPEN, CLOSE]) == name);
        self.each()
            .filter(|(name, _)| is_row(name))
            .for_each(|(name, word)| of.get(name).unwrap_or_default().clone_into(word));
        self
    }

    /// The words with those of a head.
    fn with(mut self, head: &Head, kind: FormKind) -> Self {
        match kind {
            FormKind::Plan => say([&mut self.section, &mut self.plan_section], &head.item),
            FormKind::Item => say([&mut self.item], &head.item),
            FormKind::Goal => say([&mut self.goal], &head.item),
        }
        let unasked = NEUTRAL.iter().filter(|(of, key, _)| *of == kind && !head.has(key));
        for (key, word) in unasked.map(|(_, key, word)| (*key, *word)).chain(head.words()) {
            let is_its = |name: &str| {
                let mut rows = ROWS.iter().filter(|(of, known, _)| *of == kind && *known == key);
                rows.any(|(_, _, noun)| noun.trim_matches([OPEN, CLOSE]) == name)
            };
            self.each().filter(|(name, _)| is_its(name)).for_each(|(_, own)| word.clone_into(own));
        }
        if kind != FormKind::Goal && head.words().all(|(key, _)| key != "effects") {
            self.effects.clone_from(&self.effect);
        }
        self
    }

    /// The words with the names of a plan's levels.
    fn with_levels(mut self, levels: &[Text]) -> Self {
        let names = || levels.iter().map(|level| level.value.as_str());
        if !levels.is_empty() {
            self.levels = names().collect::<Vec<_>>().join("・");
            self.ordinal =
                ["1", "3", "2", "1", "1"].iter().zip(names()).map(|(n, level)| format!("第{n}{level}")).collect();
        }
        self
    }

    /// The words with the names of a program's levels.
    fn with_branches(mut self, levels: &[Text]) -> Self {
        if let [first, .., last] | [first @ last] = levels {
            [&mut self.pillar, &mut self.branch].into_iter().for_each(|word| word.clone_from(&first.value));
            self.category.clone_from(&last.value);
        }
        self
    }

    /// Takes the words of plans or programs; where they differ, all of them.
    fn join(&mut self, common: &Self, of: &[Self]) {
        for (name, word) in self.each() {
            let usual = common.get(name).unwrap_or_default();
            let mut all: Vec<&str> = Vec::new();
            for own in of.iter().filter_map(|words| words.get(name)) {
                if !all.contains(&own) {
                    all.push(own);
                }
            }
            if !all.is_empty() && all != [usual] {
                let known = Some(word.clone()).filter(|word| word != usual && !all.contains(&word.as_str()));
                *word = known.as_deref().into_iter().chain(all).collect::<Vec<_>>().join("・");
            }
        }
    }
}

impl FormKind {
    /// The rows that a form of this kind can have, each with its noun.
    pub fn rows(self) -> impl Iterator<Item = (&'static str, &'static str)> + Clone {
        let mut last = "";
        let own = ROWS.iter().filter(move |(of, ..)| *of == self).map(|(_, key, noun)| (*key, *noun));
        own.filter(move |(key, _)| std::mem::replace(&mut last, key) != *key)
    }

    /// The keys of the rows about which a form decides: not those that say where a record stands, which need no row.
    pub fn governed(self) -> impl Iterator<Item = &'static str> {
        const STRUCTURE: [&str; 3] = ["pillars", "category", "outline"];
        self.rows().map(|(key, _)| key).filter(|key| !STRUCTURE.contains(key))
    }
}

/// Calls something by its name, if it has one.
fn say<const N: usize>(words: [&mut String; N], name: &Option<Text>) {
    if let Some(name) = name {
        words.into_iter().for_each(|word| word.clone_from(&name.value));
    }
}

/// 事業費 and 効果額, as far as a record tells an amount.
fn money(parts: &Parts, costs: &str, effects: &str) -> String {
    let told_costs = parts.money().any(Money::has_totals).then_some(costs);
    let told_effects = parts.money().any(|money| !money.effects().is_empty()).then_some(effects);
    let named: Vec<_> = [told_costs, told_effects].into_iter().flatten().collect();
    if named.is_empty() { costs.to_owned() } else { named.join("と") }
}

/// 市, 町, 村 …: as declared, else by the end of the name.
fn body(municipality: &Municipality) -> String {
    const BODIES: [&str; 9] = ["組合", "市", "町", "村", "区", "県", "都", "道", "府"];
    let name = municipality.name.value.as_str();
    let ending = || BODIES.into_iter().find(|body| name.ends_with(body)).unwrap_or("団体").to_owned();
    municipality.kind.as_ref().map_or_else(ending, |kind| kind.value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_told_with_its_nouns() {
        let words = Words { item: "事務事業".to_owned(), ..Words::default() };
        let tell = |text| words.tell(text).into_owned();
        assert_eq!(tell("⟨item⟩"), "事務事業");
        assert_eq!(tell("⟨item⟩と⟨goal⟩の表"), "事務事業と重点目標の表");
        assert_eq!(tell("表"), "表");
        assert_eq!(tell("⟨x⟩⟨item⟩⟨"), "⟨x⟩事務事業⟨");
    }
}
