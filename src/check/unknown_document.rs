//! 出典の文書が documents.yaml に無い. Where no documents are declared, sources name them in words of their own.

use super::Findings;
use super::misnamed::{List, id};
use crate::diagnostic::nearest;
use crate::model::{Record, Site};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    if site.documents.is_empty() || site.is_broken("documents") {
        return;
    }
    let of_records = site.records().filter_map(|record| Some(&record.base().source.as_ref()?.document));
    let of_criteria = site.ratings.iter().filter_map(|criteria| Some(&criteria.source.as_ref()?.document));
    let stages = site.records().filter_map(Record::sheet).flat_map(|sheet| &sheet.stages);
    let named = of_records.chain(of_criteria).chain(stages.filter_map(|stage| stage.document.as_ref()));
    let declared: Vec<_> = site.documents.iter().map(|document| id(&document.id)).collect();
    let used: Vec<_> = named.map(id).collect();
    let list = List { what: "文書", place: "documents.yaml" };
    findings.undeclared(&list, (&declared, &used), |document, _| {
        let near = nearest(document, declared.iter().map(|(id, _)| &**id));
        let help = near.map_or_else(
            || "documents.yaml に `id` と題名を追加してください".to_owned(),
            |near| format!("`{near}`({})ではありませんか", site.document_title(near)),
        );
        (format!("文書「{document}」は documents.yaml にありません"), help)
    });
}
