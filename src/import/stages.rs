//! 公表の段階 that imported reports need: `sheet.yaml` gets a line for each, shown among the changes like the rest. A sheet
//! that cannot be edited is left to the check, which says what to write.

use std::collections::BTreeMap;

use super::{Change, Proposal, Revision};
use crate::model::{KeyGoalSheet, Record, Site, StageKind};
use crate::yaml::{Draft, Node, Refusal, Step, Value, Yaml};

const STAGES: [Step; 1] = [Step::Key("stages")];

impl Proposal {
    /// Adds the stages that the sheets do not list although the changed goals have their reports. `revised` is the site
    /// after the changes; the bytes of the sheets are given by path. Returns whether a sheet has changed.
    pub fn declare_stages(&mut self, revised: &Site, originals: &BTreeMap<String, Vec<u8>>) -> bool {
        let before = self.revisions.len();
        for sheet in &revised.sheets {
            let folder = format!("{}/", sheet.id);
            let is_changed = self.changes.iter().any(|change| change.record.0.starts_with(&folder));
            let missing = if is_changed { sheet.undeclared_as_it_stands() } else { Vec::new() };
            let path = format!("{folder}sheet.yaml");
            let Some(before) = originals.get(&path).filter(|_| !missing.is_empty()) else { continue };
            let Ok(after) = with_stages(before, &missing) else { continue };
            self.changes.push(change(sheet, revised, &missing));
            self.revisions.push(Revision { path, before: Some(before.clone()), after });
        }
        self.revisions.len() > before
    }
}

fn change(sheet: &KeyGoalSheet, site: &Site, missing: &[StageKind]) -> Change {
    let known = sheet.stages.iter().map(|stage| stage.stage.value);
    let words = |stages: Vec<StageKind>| stages.into_iter().map(StageKind::words).collect::<Vec<_>>().join("\n");
    Change {
        record: sheet.id.clone(),
        title: Record::Sheet(sheet).title(site),
        field: "公表された段階".to_owned(),
        before: words(known.clone().collect()),
        after: words(known.chain(missing.iter().copied()).collect()),
        place: "取り込む報告に合わせて".to_owned(),
    }
}

fn with_stages(before: &[u8], missing: &[StageKind]) -> Result<Vec<u8>, Refusal> {
    let mut draft = Draft::open(before)?;
    let line = |stage: &StageKind| Yaml::Braces(vec![("stage", stage.code().into())]);
    match draft.tree().find(&STAGES).map_or(0, count) {
        0 => draft.set(&STAGES, &Yaml::List(missing.iter().map(line).collect()), &["title", "departments"])?,
        there => {
            missing.iter().enumerate().try_for_each(|(at, stage)| draft.insert(&STAGES, there + at, &line(stage)))?
        }
    }
    Ok(draft.bytes())
}

fn count(node: &Node) -> usize {
    match &node.value {
        Value::List(items) => items.len(),
        Value::Empty | Value::Truth(_) | Value::Number(_) | Value::Text(_) | Value::Map(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &str, missing: &[StageKind], after: &str) {
        let done = with_stages(before.as_bytes(), missing).map(|bytes| String::from_utf8(bytes).expect("text"));
        assert_eq!(done, Ok(after.to_owned()));
    }

    #[test]
    fn a_stage_is_added_to_what_is_there() {
        let both = [StageKind::MidTerm, StageKind::Final];
        check("title: あ\nstages: []\n", &both[1..], "title: あ\nstages:\n  - {stage: final}\n");
        check(
            "title: あ\nsource: {document: い}\n",
            &both[..1],
            "title: あ\nstages:\n  - {stage: mid_term}\nsource: {document: い}\n",
        );
        let block = "stages:\n  - {stage: initial}  # 4月\n";
        check(block, &both, &format!("{block}  - {{stage: mid_term}}\n  - {{stage: final}}\n"));
        check("stages: [{stage: initial}]\n", &both[1..], "stages: [{stage: initial}, {stage: final}]\n");
    }
}
