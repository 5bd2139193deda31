//! 表の読み方が、記録の様式・評価・期間・財源と合わない: what an import would bring that the content does not have.

use std::collections::BTreeSet;

use super::{Findings, unknown_evaluator};
use crate::diagnostic::{Located, nearest, or_near};
use crate::model::{
    ColumnUse, FormKind, FormPart, Fund, PlanId, Program, Record, Site, TableColumn, TableReading, TableRecords, Text,
    vocabulary,
};
use crate::shape::PathStep;

pub(super) fn check(site: &Site, findings: &mut Findings<'_>) {
    for reading in &site.table_readings {
        let id = match &reading.of {
            TableRecords::Items(program) => program,
            TableRecords::Sections(plan) => {
                of_plan(site, plan, reading, findings);
                continue;
            }
        };
        let Some(program) = site.program(&id.value) else {
            if !site.is_broken(&format!("programs/{id}")) {
                let near = nearest(&id.value.0, site.programs.iter().map(|program| program.id.0.as_str()));
                let help = or_near(near, || format!("programs/{id}/program.yaml を作成してください"));
                findings.error(id.at, format!("プログラム「{id}」がありません"), help);
            }
            continue;
        };
        let open: Vec<_> = reading.columns.iter().map(|column| unregistered(site, program, column)).collect();
        let whole: BTreeSet<_> = open.iter().flatten().copied().collect();
        let is_together = whole.len() >= TOGETHER;
        let first = reading.columns.iter().zip(&open).find(|(_, open)| !open.is_empty());
        if let (true, Some((column, _))) = (is_together, first) {
            tell_unregistered(&whole, column, findings);
        }
        for (column, open) in reading.columns.iter().zip(&open) {
            let ColumnUse::Key(key) = &column.used else { continue };
            if is_together && !open.is_empty() {
                continue;
            }
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

/// What is wrong with a reading of sections of a plan.
fn of_plan(site: &Site, id: &Located<PlanId>, reading: &TableReading, findings: &mut Findings<'_>) {
    if site.plan(&id.value).is_none() && !site.is_broken(&format!("plans/{id}")) {
        let near = nearest(&id.value.0, site.plans.iter().map(|plan| plan.id.0.as_str()));
        let help = or_near(near, || format!("plans/{id}/plan.yaml を作成してください"));
        findings.error(id.at, format!("計画「{id}」がありません"), help);
    }
    for column in &reading.columns {
        let ColumnUse::Key(key) = &column.used else { continue };
        let faults = [of_funds(site, column), of_evaluations(site, column), of_unit(column)];
        if let Some((message, help)) = faults.into_iter().flatten().next() {
            findings.error(key.at, message, help);
        }
        of_marks(site, column, findings);
    }
}

/// From how many things that are not registered yet on they are told as one: a new table names them all.
const TOGETHER: usize = 4;

/// What `import --register` writes: a row of the form, an evaluator, a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Registered {
    Row,
    Evaluator,
    Scale,
    /// A year, as long as the period is that of a sample.
    Year,
}

/// What a column names that is not registered, unless it is a slip for what is.
fn unregistered<'c>(site: &Site, program: &Program, column: &'c TableColumn) -> Vec<(Registered, &'c str)> {
    let path = Path::of(column);
    let is_outside = |year: &&str| year.parse().is_ok_and(|year| !program.period.may_hold(year));
    if let Some(year) = path.year().filter(|year| Record::Program(program).is_sample() && is_outside(year)) {
        return vec![(Registered::Year, year)];
    }
    let (of, rest) = path.part();
    let is_new = |id: &str, known: &[&str]| !known.contains(&id) && nearest(id, known.iter().copied()).is_none();
    if let (["texts", ..], Some(id)) = (rest, declared(column)) {
        let own: Vec<_> = program.head.own(of).map(|(known, _)| known).collect();
        return is_new(id, &own).then_some((Registered::Row, id)).into_iter().collect();
    }
    if site.is_broken("ratings") {
        return Vec::new();
    }
    let evaluators: Vec<_> = site.evaluators.iter().map(|of| of.id.value.as_str()).collect();
    let scales: Vec<_> = site.scales.iter().map(|of| of.id.value.as_str()).collect();
    let by = path.named("by").filter(|by| is_new(by, &evaluators)).map(|by| (Registered::Evaluator, by));
    let scale = path.named("scale").filter(|scale| is_new(scale, &scales)).map(|scale| (Registered::Scale, scale));
    by.into_iter().chain(scale).collect()
}

/// The id of a row of the city's own in a path.
fn declared(column: &TableColumn) -> Option<&str> {
    column.steps.iter().find_map(|step| match step {
        PathStep::Declared(id) => Some(id.as_str()),
        PathStep::Key(_) | PathStep::Item(_) => None,
    })
}

/// Reports what a new table names as what it is: not registered yet.
fn tell_unregistered(whole: &BTreeSet<(Registered, &str)>, column: &TableColumn, findings: &mut Findings<'_>) {
    let count = |wanted: Registered| whole.iter().filter(|(of, _)| *of == wanted).count();
    let words = [
        (Registered::Row, "様式の欄"),
        (Registered::Evaluator, "評価者"),
        (Registered::Scale, "評価の尺度"),
        (Registered::Year, "期間の年度"),
    ];
    let told = words.into_iter().map(|(of, word)| (word, count(of))).filter(|(_, count)| *count > 0);
    let told: Vec<_> = told.map(|(word, count)| format!("{word} {count}件")).collect();
    let message = format!("表に出てくるもののうち、{}が、まだ書き加えられていません", told.join("、"));
    let help = "`mieruka import <ファイル>` を実行すると、部局、体系、期間などと合わせて、まとめて書き加えます(記録がもうあるプログラムでは `--register` を付けます)";
    let at = match &column.used {
        ColumnUse::Key(key) => key.at,
        ColumnUse::TitleOf(_) | ColumnUse::Ignored(_) => column.at,
    };
    findings.error(at, message, help);
}

/// What is wrong, and what to do.
type Fault = Option<(String, String)>;

/// Where the values of a column are written.
struct Path<'c> {
    keys: Vec<&'c str>,
    /// The values that name the items of its lists.
    names: Vec<(&'static str, &'c str)>,
}

impl<'c> Path<'c> {
    fn of(column: &'c TableColumn) -> Self {
        let (mut keys, mut names) = (Vec::new(), Vec::new());
        for step in &column.steps {
            match step {
                PathStep::Key(key) => keys.push(*key),
                PathStep::Declared(id) => keys.push(id),
                PathStep::Item(values) => names.extend(values.iter().map(|(key, value)| (*key, value.as_str()))),
            }
        }
        Self { keys, names }
    }

    /// The part of the form, and the keys within it.
    fn part(&self) -> (FormPart, &[&'c str]) {
        match &self.keys[..] {
            ["years", rest @ ..] => (FormPart::Year, rest),
            rest => (FormPart::Whole, rest),
        }
    }

    /// What an item of a list is named by.
    fn named(&self, key: &str) -> Option<&'c str> {
        self.names.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
    }

    /// The 年度, of what belongs to one.
    fn year(&self) -> Option<&'c str> {
        self.named("fiscal_year").filter(|_| self.part().0 == FormPart::Year)
    }
}

/// A row that the city's own form does not have.
fn of_form(program: &Program, column: &TableColumn) -> Fault {
    let path = Path::of(column);
    let (of, rest) = path.part();
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
    let year = Path::of(column).year()?.parse().ok()?;
    (!program.period.may_hold(year)).then(|| {
        let message = format!("{year}は「{}」の期間にありません", program.title);
        (message, "年度を直すか、期間が変わったのなら program.yaml の `period` を直してください".to_owned())
    })
}

/// A fund that nobody declares.
fn of_funds(site: &Site, column: &TableColumn) -> Fault {
    let [.., "funds", id] = Path::of(column).keys[..] else { return None };
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
    let path = Path::of(column);
    if let Some(by) = path.named("by").filter(|by| site.evaluator(by).is_none()) {
        let near = nearest(by, site.evaluators.iter().map(|of| of.id.value.as_str()));
        let help = unknown_evaluator::help(near, "evaluators", "評価者");
        return Some((format!("評価者「{by}」は ratings.yaml にありません"), help));
    }
    let scale = path.named("scale").filter(|scale| site.scale(scale).is_none())?;
    let near = nearest(scale, site.scales.iter().map(|of| of.id.value.as_str()));
    let help = unknown_evaluator::help(near, "scales", "尺度");
    Some((format!("評価の尺度「{scale}」は ratings.yaml にありません"), help))
}

/// A number without a unit: of money, or a figure.
fn of_unit(column: &TableColumn) -> Fault {
    let Path { keys, .. } = Path::of(column);
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
    let path = Path::of(column);
    let scale = path.named("scale").and_then(|id| site.scale(id));
    let (Some(scale), Some(&"mark")) = (scale, path.keys.last()) else { return };
    let is_unknown = |mark: &&Text| scale.grade(&mark.value).is_none();
    for mark in column.values.iter().map(|(_, mark)| mark).filter(is_unknown) {
        let help = format!("ratings.yaml の尺度「{}」にある評価を書いてください", scale.name);
        findings.error(mark.at, format!("評価「{mark}」は、尺度「{}」にありません", scale.name), help);
    }
}
