//! 出典の文書が documents.yaml に無い. Where no documents are declared, sources name them in words of their own, not by ids.

use super::Findings;
use super::misnamed::{List, id, meant};
use crate::model::{Record, Site, Text, is_slug};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.is_broken("documents") {
        return;
    }
    let of_records = site.records().filter_map(|record| Some(&record.base().source.as_ref()?.document));
    let of_criteria = site.ratings.iter().filter_map(|criteria| Some(&criteria.source.as_ref()?.document));
    let stages = site.records().filter_map(Record::sheet).flat_map(|sheet| &sheet.stages);
    let named = of_records.chain(of_criteria).chain(stages.filter_map(|stage| stage.document.as_ref()));
    let declared: Vec<_> = site.documents.iter().map(|document| id(&document.id)).collect();
    let is_id = |text: &&Text| !site.documents.is_empty() || is_slug(&text.value);
    let used: Vec<_> = named.filter(is_id).map(id).collect();
    let list = List { what: "文書", place: "documents.yaml" };
    findings.undeclared(&list, (&declared, &used), |document, _| {
        let near = meant(document, declared.iter().map(|(id, _)| &**id));
        let help = near.map_or_else(
            || "documents.yaml に `id` と題名を追加してください".to_owned(),
            |near| format!("`{near}`({})ではありませんか", site.document_title(near)),
        );
        (format!("文書「{document}」は documents.yaml にありません"), help)
    });
}
