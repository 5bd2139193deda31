//! 上位・後継・前の計画をたどると元に戻る. What lies in a circle has no top, so that no list would show it.

use std::collections::{BTreeMap, BTreeSet};

use super::Findings;
use crate::diagnostic::Span;
use crate::model::{Department, Reference, Referrer, Site, relations};

/// From each name, the names that it refers to, and where.
type Chains = BTreeMap<String, Vec<(String, Span)>>;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for (what, chains) in chains(site) {
        circles(&chains).into_iter().for_each(|(names, at)| report(what, &names, at, findings));
    }
    let too_deep =
        |one: &&Department| site.upwards(one).count() == Department::LEVELS && site.bureau(one).parent.is_some();
    if !findings.all.has_errors()
        && let Some(deep) = site.departments.iter().find(too_deep)
    {
        let message = format!("部局・課所の階層が{}段を超えています", Department::LEVELS);
        findings.error(deep.id.at, message, "`parent` を確認してください");
    }
}

fn report(what: &str, names: &[String], at: Span, findings: &mut Findings<'_>) {
    let first = &names[0];
    let message = match names {
        [own] => format!("`{own}` の{what}が、自分自身になっています"),
        _ => format!("{what}をたどると、元に戻ってしまいます: {} → {first}", names.join(" → ")),
    };
    findings.error(at, message, "このうちの1つを、正しい id に直すか、消してください");
}

/// The four kinds of chains with their Japanese names and keys.
fn chains(site: &Site) -> [(&'static str, Chains); 4] {
    let mut all = [
        ("上位の部局(`parent`)", Chains::new()),
        ("後継(`successor`)", Chains::new()),
        ("前の計画(`predecessor`)", Chains::new()),
        ("上位の計画(`part_of`)", Chains::new()),
    ];
    for relation in relations(site) {
        let (at, to) = match relation.to {
            Reference::Parent(id) => (0, &id.0),
            Reference::Successor(id) => (1, &id.0),
            Reference::Predecessor(id) => (2, &id.0),
            Reference::PartOf(id) => (3, &id.0),
            Reference::Department(_) | Reference::Section(..) | Reference::NoPosition(_) | Reference::Sdg(_) => {
                continue;
            }
            Reference::Related(_)
            | Reference::MovedTo(_)
            | Reference::Thread(_)
            | Reference::Corrected(_)
            | Reference::Viewed(_)
            | Reference::Tree(_) => continue,
        };
        all[at].1.entry(name(relation.from)).or_default().push((to.clone(), relation.at));
    }
    all
}

fn name(from: Referrer<'_>) -> String {
    match from {
        Referrer::Record(record) => record.id().0.trim_start_matches("plans/").to_owned(),
        Referrer::Department(department) => department.id.value.0.clone(),
        Referrer::Correction(correction) => correction.record.value.0.clone(),
        Referrer::View(view) => view.id.clone(),
    }
}

/// The circles, each once, with the place of the reference that closes it: a walk in depth, without recursion.
fn circles(chains: &Chains) -> Vec<(Vec<String>, Span)> {
    let (mut found, mut done) = (Vec::new(), BTreeSet::new());
    for start in chains.keys() {
        // Names on the way, each with the number of its next reference.
        let mut way: Vec<(&str, usize)> = if done.contains(start.as_str()) { Vec::new() } else { vec![(start, 0)] };
        let mut places: BTreeMap<&str, usize> = way.iter().map(|(name, _)| (*name, 0)).collect();
        while let Some((name, next)) = way.last_mut() {
            let Some((to, at)) = chains.get(*name).and_then(|all| all.get(*next)) else {
                done.insert(*name);
                places.remove(*name);
                way.pop();
                continue;
            };
            *next += 1;
            if let Some(place) = places.get(to.as_str()) {
                found.push((way[*place..].iter().map(|(name, _)| (*name).to_owned()).collect(), *at));
            } else if !done.contains(to.as_str()) {
                places.insert(to, way.len());
                way.push((to, 0));
            }
        }
    }
    found
}
