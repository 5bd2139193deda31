//! 名前の全角・半角の書き方. Half-width kana in a name is written in full width; two names of figures that differ only in width
//! or in spaces are two series, which nobody means.

use std::collections::BTreeMap;

use super::Findings;
use crate::characters::one_width;
use crate::model::{Site, Text};

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    let departments = site.departments.iter().map(|department| &department.name);
    let terms = site.glossary.iter().map(|term| &term.term);
    departments.chain(terms).for_each(|name| half_width(name, findings));
    for record in site.records() {
        let mut known: BTreeMap<String, &Text> = BTreeMap::new();
        for name in record.figures().into_iter().filter_map(|figure| figure.name.as_ref()) {
            half_width(name, findings);
            let key = one_width(&name.value).split_whitespace().collect();
            let first = *known.entry(key).or_insert(name);
            if first.value != name.value {
                let message = format!(
                    "数値の名称「{name}」と「{first}」は、全角・半角か空白が違うだけですが、別の系列になります"
                );
                let help = "どちらか1つの書き方にそろえてください";
                findings.warning_beside(name.at, message, help, (first.at, "もう1つはここです"));
            }
        }
    }
}

fn half_width(name: &Text, findings: &mut Findings<'_>) {
    if name.value.contains(|c| matches!(c, 'ｦ'..='ﾟ')) {
        let message = format!("名前「{name}」が、半角カナで書かれています");
        findings.warning(name.at, message, format!("「{}」と書いてください", one_width(&name.value)));
    }
}
