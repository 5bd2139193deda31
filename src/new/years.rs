//! 年度替わり of the 取組項目: each that has a record of the earlier year gets one of the later, as a draft in its own file,
//! with the plan to be rewritten. Results, effects and figures are left out; the rest of the file is unchanged.

use std::collections::BTreeMap;

use super::page::missing;
use super::who::is_there;
use super::{Ground, TO_FILL, hints};
use crate::model::{
    ActionItem, Department, DepartmentId, FiscalYear, Program, Record, Site, Statements, Words, YearRecord,
};
use crate::yaml::{Draft, Refusal, Step, Value, Yaml};

/// What becomes of the items of one program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramFate {
    /// The program's title.
    pub title: String,
    /// Why no item gets another year, if none does.
    pub note: Option<String>,
    /// Item by item: its name, and what becomes of it.
    pub items: Vec<(String, ItemFate)>,
}

/// What becomes of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemFate {
    /// The later year is added.
    Continues,
    /// The later year is added; an editor has to decide whether the item continues or who is responsible, for these
    /// reasons.
    Asks(Vec<String>),
    /// It had the later year already and is left unchanged.
    WasThere,
    /// The later year is not added, for this reason.
    Stays(String),
}

/// A file to which a year is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// Path below the content.
    pub path: String,
    /// Its bytes before.
    pub before: Vec<u8>,
    /// Its bytes after.
    pub after: Vec<u8>,
}

/// Carries the items of every program from a year into a later one: all, or those for which `wanted` or one of its 課所
/// is responsible. `originals` has the bytes of their files by path.
pub(super) fn carry(
    ground: Ground<'_>,
    (from, to): (FiscalYear, FiscalYear),
    wanted: Option<&Department>,
    originals: &BTreeMap<String, Vec<u8>>,
) -> (Vec<ProgramFate>, Vec<Addition>) {
    let mut additions = Vec::new();
    let programs = ground.site.programs.iter().filter(|program| program.period.may_hold(from));
    let fates = programs.filter_map(|program| {
        let words = ground.site.words_of(Record::Program(program));
        let next = NextYear { site: ground.site, words, from, to };
        let items = program.items.iter().filter(|item| next.is_wanted(item, wanted));
        if !program.period.may_hold(to) {
            let title = program.title.value.clone();
            let fate = ProgramFate { title, note: Some(next.end_of(program)), items: Vec::new() };
            return items.count().gt(&0).then_some(fate);
        }
        let items: Vec<_> = items.map(|item| (label(item), next.fate(item, originals, &mut additions))).collect();
        (!items.is_empty()).then(|| ProgramFate { title: program.title.value.clone(), note: None, items })
    });
    (fates.collect(), additions)
}

/// The items of a site, carried from one year into another.
struct NextYear<'s> {
    site: &'s Site,
    words: &'s Words,
    from: FiscalYear,
    to: FiscalYear,
}

impl NextYear<'_> {
    fn is_wanted(&self, item: &ActionItem, wanted: Option<&Department>) -> bool {
        wanted.is_none_or(|wanted| {
            item.departments.iter().flatten().any(|id| self.site.is_within(&id.value, &wanted.id.value))
        })
    }

    fn end_of(&self, program: &Program) -> String {
        let end = program.period.to.map_or_else(String::new, |to| format!("({to}まで)"));
        format!("{}は期間{end}の外なので、年度を追加しません", self.to)
    }

    fn fate(
        &self,
        item: &ActionItem,
        originals: &BTreeMap<String, Vec<u8>>,
        additions: &mut Vec<Addition>,
    ) -> ItemFate {
        let year = |wanted| item.years.iter().find(|year| year.fiscal_year.value == wanted);
        if year(self.to).is_some() {
            return ItemFate::WasThere;
        }
        let Some(last) = year(self.from) else {
            return ItemFate::Stays(format!("{}の記録が無いので、続くかどうかが分かりません", self.from));
        };
        let path = format!("{}.yaml", item.id);
        let added = originals.get(&path).ok_or(Refusal).and_then(|before| {
            let after = with_year(before, self.to, &self.plan(last))?;
            Ok(Addition { path, before: before.clone(), after })
        });
        let Ok(added) = added else {
            return ItemFate::Stays(
                "ファイルの書き方が複雑なため、追加できません。`years:` の下に手作業で追加してください".to_owned(),
            );
        };
        additions.push(added);
        let asks: Vec<_> =
            hints::reported_end(&last.results, "実績").into_iter().chain(self.reorganised(item)).collect();
        if asks.is_empty() { ItemFate::Continues } else { ItemFate::Asks(asks) }
    }

    /// The plan of the earlier year, to be rewritten.
    fn plan(&self, last: &YearRecord) -> Vec<Yaml> {
        let mark = |words: &str| Yaml::Text(format!("{TO_FILL}({}は「{words}」)", self.from));
        let plan: Vec<_> = plan_of(&last.plan).map(mark).collect();
        if plan.is_empty() { vec![self.unplanned()] } else { plan }
    }

    fn unplanned(&self) -> Yaml {
        Yaml::Text(self.words.tell(&missing("years", "plan")).into_owned())
    }

    /// The departments that no longer exist in the later year.
    fn reorganised(&self, item: &ActionItem) -> Vec<String> {
        let name = |id: &DepartmentId| format!("{}(`{id}`)", self.site.department_name(id));
        let gone = item.departments.iter().flatten().filter_map(|id| self.site.department(&id.value));
        let gone = gone.filter(|department| !is_there(department, self.to));
        gone.map(|department| {
            let after: Vec<_> = department.successor.iter().flatten().map(|id| name(&id.value)).collect();
            let after =
                if after.is_empty() { String::new() } else { format!("。後継は{}です", after.join("、")) };
            format!("担当の{}は{}にありません{after}", name(&department.id.value), self.to)
        })
        .collect()
    }
}

fn plan_of(plan: &Statements) -> impl Iterator<Item = &str> {
    plan.iter().flatten().map(|words| &*words.value)
}

fn label(item: &ActionItem) -> String {
    format!("No.{} {}", item.number, item.title)
}

/// The file with the year added in its order.
fn with_year(before: &[u8], year: FiscalYear, plan: &[Yaml]) -> Result<Vec<u8>, Refusal> {
    let mut draft = Draft::open(before)?;
    let years = [Step::Key("years")];
    let of = |item: &crate::yaml::Node| {
        let Value::Map(entries) = &item.value else { return None };
        let (_, found) = entries.iter().find(|(key, _)| key.value == "fiscal_year")?;
        let (Value::Number(text) | Value::Text(text)) = &found.value else { return None };
        text.parse::<FiscalYear>().ok()
    };
    let index = match draft.tree().find(&years).map(|node| &node.value) {
        Some(Value::List(items)) => {
            items.iter().position(|item| of(item).is_some_and(|found| found > year)).unwrap_or(items.len())
        }
        _ => return Err(Refusal),
    };
    let entry = Yaml::Map(vec![
        ("fiscal_year", Yaml::Plain(year.western().to_string())),
        ("draft", Yaml::Truth(true)),
        ("plan", Yaml::List(plan.to_vec())),
    ]);
    draft.insert(&years, index, &entry)?;
    Ok(draft.bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, after: &str) {
        let year = FiscalYear::new(2023).expect("a year");
        let done = with_year(before.as_bytes(), year, &[Yaml::Text("【未記入】取組計画".to_owned())]);
        assert_eq!(done.map(|bytes| String::from_utf8(bytes).expect("text")), Ok(after.to_owned()));
    }

    #[test]
    fn a_year_stands_in_its_place_and_nothing_else_moves() {
        let new = "  - fiscal_year: 2023\n    draft: true\n    plan:\n      - 【未記入】取組計画\n";
        let (head, old, later) = (
            "title: あ  # 題\nyears:\n",
            "  - fiscal_year: R4\n    plan: [一]\n    # 済み\n",
            "  - {fiscal_year: 2024}\n",
        );
        let tail = "related: []\n";
        check(&format!("{head}{old}{tail}"), &format!("{head}{old}{new}{tail}"));
        check(&format!("{head}{old}{later}{tail}"), &format!("{head}{old}{new}{later}{tail}"));
    }
}
