//! 評価者が ratings.yaml に無い.

use super::Findings;
use super::misnamed::{List, id, meant};
use crate::diagnostic::{nearest, or_near};
use crate::model::{Record, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.is_broken("ratings") {
        return;
    }
    let declared: Vec<_> = site.evaluators.iter().map(|evaluator| id(&evaluator.id)).collect();
    let used: Vec<_> = site.records().flat_map(Record::evaluations).map(|of| id(&of.evaluation.by)).collect();
    let list = List { what: "評価者", place: "ratings.yaml の `evaluators`" };
    findings.undeclared(&list, (&declared, &used), |by, _| {
        let known = || site.evaluators.iter().map(|known| (known.id.value.as_str(), known.name.value.as_str()));
        let near = meant(by, known().map(|(id, _)| id)).or_else(|| nearest(by, known().map(|(_, name)| name)));
        let near = near.and_then(|near| Some((near, known().find(|(id, name)| near == *id || near == *name)?.0)));
        let help = match near {
            Some((name, id)) if name != id => format!("「{name}」なら `{id}` と書いてください"),
            near => help(near.map(|(_, id)| id), "evaluators", "評価者"),
        };
        (format!("評価者「{by}」は ratings.yaml にありません"), help)
    });
}

/// What to do about an id that a list of ratings.yaml does not have.
pub(super) fn help(near: Option<&str>, list: &str, what: &str) -> String {
    or_near(near, || format!("ratings.yaml の `{list}` に{what}を追加するか、そこにある id を書いてください"))
}
