//! 事業費の財源が、決められた財源にも site.yaml の `funds` にも無い.

use super::Findings;
use crate::diagnostic::nearest;
use crate::model::{Fund, Site, StandardFund};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.is_broken("site") {
        return;
    }
    let costs = site.records().flat_map(|record| record.money()).flat_map(|(_, money)| money.costs());
    for one in costs.flat_map(|cost| cost.funds.iter().flatten()) {
        let Fund::Declared(id) = &one.fund.value else { continue };
        if site.profile.funds.iter().all(|fund| fund.id.value != *id) {
            findings.error(one.fund.at, format!("財源「{id}」は使えません"), help(site, id));
        }
    }
}

/// The code whose word or spelling is nearest.
fn help(site: &Site, id: &str) -> String {
    let standard = StandardFund::ALL.iter().map(|(_, word, code)| (*code, *word));
    let declared = site.profile.funds.iter().map(|fund| (&*fund.id.value, &*fund.name.value));
    let funds: Vec<_> = standard.chain(declared).collect();
    let near = nearest(id, funds.iter().flat_map(|(code, word)| [*code, *word]));
    match near.and_then(|near| funds.iter().find(|(code, word)| [*code, *word].contains(&near))) {
        Some((code, word)) => format!("{word}なら `{code}` と書いてください"),
        None => "⟨body⟩の独自の財源なら、site.yaml の `funds:` の下に `- {id: 番号, name: 名称}` を追加してください"
            .to_owned(),
    }
}
