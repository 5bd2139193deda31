//! The site's own ids with the name of each, in the order of publication.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::model::{Branch, Head, Site, Text};
use crate::shape::Family;

/// Ids with the name of each.
pub(super) type Named = Vec<(String, String)>;

/// Every id that a record may refer to.
pub(super) struct Ids {
    families: BTreeMap<Family, Named>,
    /// The parts of each plan.
    sections: Vec<(String, Named)>,
    /// 独自の財源.
    pub(super) funds: Named,
    /// The rows of the city's own.
    own_rows: Named,
}

impl Ids {
    pub(super) fn of(site: &Site) -> Self {
        let departments = site.departments.iter().map(|d| (d.id.value.0.clone(), site.department_name(&d.id.value)));
        let plans = site.plans.iter().map(|plan| (plan.id.0.clone(), plan.title.value.clone()));
        let categories = site.programs.iter().map(|program| site.tree(program)).flat_map(|tree| {
            let name = |branch: &Branch| {
                let titles: Vec<_> = tree.path(&branch.code.0).into_iter().map(|one| one.title.as_str()).collect();
                titles.join(" ＞ ")
            };
            tree.branches.iter().map(move |branch| (branch.code.0.clone(), name(branch)))
        });
        let funds = site.profile.funds.iter().map(|fund| (fund.id.value.clone(), fund.name.value.clone()));
        let records = site.records().map(|record| (record.id().0, record.label(site)));
        let sections: Vec<(String, Named)> =
            site.plans.iter().map(|plan| (plan.id.0.clone(), plan_parts(plan))).collect();
        let families = BTreeMap::from([
            (Family::Department, once_each(departments)),
            (Family::Plan, once_each(plans)),
            (Family::Category, once_each(categories)),
            (Family::Record, once_each(records)),
            (Family::Evaluator, once_each(named(site.evaluators.iter().map(|of| (&of.id, &of.name))))),
            (Family::Scale, once_each(named(site.scales.iter().map(|of| (&of.id, &of.name))))),
            (Family::Section, once_each(sections.iter().flat_map(|(_, parts)| parts.iter().cloned()))),
        ]);
        let heads = site.plans.iter().map(|plan| &plan.head).chain(site.programs.iter().map(|program| &program.head));
        let rows = heads.chain([&site.profile.goals]).flat_map(Head::all_own);
        let own_rows = once_each(rows.map(|(id, word)| (id.to_owned(), word.to_owned())));
        Self { families, sections, funds: once_each(funds), own_rows }
    }

    /// The ids of a family; `None` if the site has none of them yet.
    pub(super) fn family(&self, family: Family) -> Option<&Named> {
        self.families.get(&family).filter(|ids| !ids.is_empty())
    }

    /// The rows of the city's own, each with its word.
    pub(super) fn own_rows(&self) -> impl Iterator<Item = &(String, String)> {
        self.own_rows.iter()
    }

    /// A rule for each plan: if `plan` is its id, then `code` is one of its parts.
    pub(super) fn sections_by_plan(&self) -> Vec<Value> {
        let rule = |(plan, parts): &(String, Named)| {
            json!({
                "if": {"properties": {"plan": {"const": plan}}, "required": ["plan"]},
                "then": {"properties": {"code": one_of(parts)}},
            })
        };
        self.sections.iter().filter(|(_, parts)| !parts.is_empty()).map(rule).collect()
    }
}

/// The parts of a plan: those in its outline and those with a file.
fn plan_parts(plan: &crate::model::Plan) -> Named {
    let outlined = plan.outline.iter().map(|entry| (entry.code.value.0.clone(), entry.title.value.clone()));
    let written = plan.sections.iter().map(|section| (section.code.0.clone(), section.title.value.clone()));
    once_each(outlined.chain(written))
}

/// A schema that allows one of these words.
pub(super) fn one_of(words: &[(String, String)]) -> Value {
    let mut schema = Map::new();
    schema.insert("enum".to_owned(), words.iter().map(|(word, _)| word.as_str()).collect());
    if words.iter().any(|(_, meaning)| !meaning.is_empty()) {
        schema.insert("enumDescriptions".to_owned(), words.iter().map(|(_, meaning)| meaning.as_str()).collect());
    }
    schema.insert("errorMessage".to_owned(), json!("候補のどれかを書きます(Ctrl+Space で候補が出ます)"));
    Value::Object(schema)
}

fn named<'s>(of: impl Iterator<Item = (&'s Text, &'s Text)>) -> impl Iterator<Item = (String, String)> {
    of.map(|(id, name)| (id.value.clone(), name.value.clone()))
}

fn once_each(ids: impl Iterator<Item = (String, String)>) -> Named {
    let mut seen = std::collections::BTreeSet::new();
    ids.filter(|(id, _)| seen.insert(id.clone())).collect()
}
