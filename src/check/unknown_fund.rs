//! 事業費の財源が、決められた財源にも site.yaml の `funds` にも無い.

use std::borrow::Cow;

use super::Findings;
use super::misnamed::{List, id};
use crate::diagnostic::{Located, Span, nearest};
use crate::model::{Fund, Site, StandardFund};
use crate::source::FileId;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.is_broken("site") {
        return;
    }
    let costs = site.records().flat_map(|record| record.money()).flat_map(|(_, money)| money.costs());
    let funds = costs.flat_map(|cost| cost.funds.iter().flatten()).map(|one| &one.fund);
    let standard = || StandardFund::ALL.iter().map(|(_, _, code)| (Cow::Borrowed(*code), Span::file(FileId::FOLDER)));
    let declared: Vec<_> = standard().chain(site.profile.funds.iter().map(|fund| id(&fund.id))).collect();
    let of_cities = funds.filter_map(|Located { value, at }| match value {
        Fund::Declared(id) => Some((Cow::Borrowed(&**id), *at)),
        Fund::Standard(_) => None,
    });
    // Those that every city has are never the misspelled ones.
    let used: Vec<_> = standard().chain(of_cities).collect();
    let list = List { what: "財源", place: "site.yaml の `funds`" };
    findings.undeclared(&list, (&declared, &used), |id, _| (format!("財源「{id}」は使えません"), help(site, id)));
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
