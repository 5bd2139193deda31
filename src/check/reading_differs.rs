//! 表の読み方が、記録の様式・評価・期間・財源と合わない: what an import would bring that the content does not have.

use super::Findings;
use crate::diagnostic::nearest;
use crate::model::{ColumnUse, FormKind, FormPart, Fund, Program, Site, TableColumn, Text, vocabulary};
use crate::shape::PathStep;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for reading in &site.table_readings {
        let id = &reading.program;
        let Some(program) = site.program(&id.value) else {
            if !site.is_broken(&format!("programs/{id}")) {
                let near = nearest(&id.value.0, site.programs.iter().map(|program| program.id.0.as_str()));
                let help = near.map_or_else(
                    || format!("programs/{id}/program.yaml を作成してください"),
                    |near| format!("`{near}` ではありませんか"),
                );
                findings.error(id.at, format!("プログラム「{id}」がありません"), help);
            }
            continue;
        };
        for column in &reading.columns {
            let ColumnUse::Key(key) = &column.used else { continue };
            let faults = [
                of_form(program, column),
                of_years(program, column),
                of_funds(site, column),
                of_evaluations(site, column),
                of_unit(column),
            ];
            if let Some((message, help)) = faults.into_iter().flatten().next() {
                findings.error(key.at, message, help);
            }
            of_marks(site, column, findings);
        }
    }
}

/// What is wrong, and what to do.
type Fault = Option<(String, String)>;

/// The keys of a path, and the values that name the items of its lists.
fn words(column: &TableColumn) -> (Vec<&str>, Vec<(&'static str, &str)>) {
    let (mut keys, mut names) = (Vec::new(), Vec::new());
    for step in &column.steps {
        match step {
            PathStep::Key(key) => keys.push(*key),
            PathStep::Declared(id) => keys.push(id),
            PathStep::Item(values) => names.extend(values.iter().map(|(key, value)| (*key, value.as_str()))),
        }
    }
    (keys, names)
}

/// A row that the city's own form does not have.
fn of_form(program: &Program, column: &TableColumn) -> Fault {
    let (keys, _) = words(column);
    let of = if keys.first() == Some(&"years") { FormPart::Year } else { FormPart::Whole };
    let rest = if of == FormPart::Year { &keys[1..] } else { &keys[..] };
    let head = &program.head;
    if let ["texts", id] = rest {
        let near = || nearest(id, head.own(of).map(|(id, _)| id));
        let is_known = head.own(of).any(|(known, _)| known == *id);
        let help = || {
            near().map_or_else(
                || "`form` に、この欄の行を追加してください。`mieruka import <ファイル> --register` で、まとめて書き加えられます".to_owned(),
                |near| format!("「{near}」ではありませんか"),
            )
        };
        return (!is_known).then(|| (format!("欄「{id}」が、様式(`form`)にありません"), help()));
    }
    let row = *rest.first()?;
    let is_governed = FormKind::Item.rows().any(|(key, _)| key == row);
    (head.form.is_some() && is_governed && row != "category" && !head.has(row)).then(|| {
        let message = format!("{}は、様式(`form`)に無い欄です", vocabulary::named("item", row_key(row)));
        (message, format!("`form` に `{{row: {row}}}` の行を追加するか、この列を `ignore` にしてください"))
    })
}

/// The key as the vocabulary has it.
fn row_key(row: &str) -> &'static str {
    FormKind::Item.rows().map(|(key, _)| key).find(|key| *key == row).unwrap_or_default()
}

/// A year outside the period of the program.
fn of_years(program: &Program, column: &TableColumn) -> Fault {
    let (keys, names) = words(column);
    let (_, year) = names.first().filter(|(key, _)| *key == "fiscal_year" && keys.first() == Some(&"years"))?;
    let year = year.parse().ok()?;
    (!program.period.may_hold(year)).then(|| {
        let message = format!("{year}は「{}」の期間にありません", program.title);
        (message, "年度を直すか、期間が変わったのなら program.yaml の `period` を直してください".to_owned())
    })
}

/// A fund that nobody declares.
fn of_funds(site: &Site, column: &TableColumn) -> Fault {
    let (keys, _) = words(column);
    let [.., "funds", id] = keys[..] else { return None };
    let is_known = match Fund::of(id) {
        Fund::Standard(_) => true,
        Fund::Declared(id) => site.is_broken("site") || site.profile.funds.iter().any(|fund| fund.id.value == id),
    };
    let help = "⟨body⟩の独自の財源なら、site.yaml の `funds` に追加してください".to_owned();
    (!is_known).then(|| (format!("財源「{id}」は使えません"), help))
}

/// An evaluator or a scale that nobody declares.
fn of_evaluations(site: &Site, column: &TableColumn) -> Fault {
    if site.is_broken("ratings") {
        return None;
    }
    let (_, names) = words(column);
    let named = |key: &str| names.iter().find(|(known, _)| *known == key).map(|(_, value)| *value);
    if let Some(by) = named("by").filter(|by| site.evaluator(by).is_none()) {
        let help = super::unknown_evaluator::help(
            nearest(by, site.evaluators.iter().map(|of| of.id.value.as_str())),
            "evaluators",
            "評価者",
        );
        return Some((format!("評価者「{by}」は ratings.yaml にありません"), help));
    }
    let scale = named("scale").filter(|scale| site.scale(scale).is_none())?;
    let help = super::unknown_evaluator::help(
        nearest(scale, site.scales.iter().map(|of| of.id.value.as_str())),
        "scales",
        "尺度",
    );
    Some((format!("評価の尺度「{scale}」は ratings.yaml にありません"), help))
}

/// A number without a unit: of money, or a figure.
fn of_unit(column: &TableColumn) -> Fault {
    let (keys, _) = words(column);
    let is_money = keys.contains(&"costs") && matches!(keys.last(), Some(&("total" | "staff" | "full")))
        || keys.ends_with(&["effects", "amount"])
        || keys.contains(&"funds");
    let is_figure = keys.last() == Some(&"value");
    let has_unit = column.unit.is_some() || column.unit_from.is_some() || (is_figure && column.dimensionless);
    ((is_money || is_figure) && !has_unit).then(|| {
        let none = if is_figure { "。単位の無い数なら `dimensionless: true` と書きます" } else { "" };
        (
            "数の列に、単位がありません".to_owned(),
            format!("`unit: 千円` のように単位か、単位の列を `unit_from` に書いてください{none}"),
        )
    })
}

/// Marks that their scale does not have.
fn of_marks(site: &Site, column: &TableColumn, findings: &mut Findings<'_>) {
    let (keys, names) = words(column);
    let scale = names.iter().find(|(key, _)| *key == "scale").and_then(|(_, id)| site.scale(id));
    let (Some(scale), Some(&"mark")) = (scale, keys.last()) else { return };
    let is_unknown = |mark: &&Text| scale.grade(&mark.value).is_none();
    for mark in column.values.iter().map(|(_, mark)| mark).filter(is_unknown) {
        let help = format!("ratings.yaml の尺度「{}」にある評価を書いてください", scale.name);
        findings.error(mark.at, format!("評価「{mark}」は、尺度「{}」にありません", scale.name), help);
    }
}
