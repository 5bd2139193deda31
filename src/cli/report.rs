//! The texts and the JSON that sum up a run.

use std::fmt::Write as _;
use std::path::Path;

use mieruka::check::{self, Waiting};
use mieruka::diagnostic::{Diagnostic, Diagnostics, Severity, json, terminal};
use mieruka::load;
use mieruka::model::{Department, Record, Release, Site};
use mieruka::publish::Changes;
use mieruka::source::Sources;
use serde_json::Value;

use super::clock::Clock;
use super::flags::{ReportFormat, Telling};
use super::terminal::{is_coloured, is_hushed, say};

/// The most names that are listed one by one.
const NAMES: usize = 20;

/// Prints all findings, the causes before their consequences, in colour on a terminal that wants it.
pub(crate) fn findings(findings: &Diagnostics, sources: &Sources) {
    let report = if is_coloured() { terminal::coloured_report } else { terminal::report };
    super::terminal::report(&report(&by_cause(findings), sources));
}

/// The causes before their consequences.
pub(crate) fn by_cause(findings: &Diagnostics) -> Diagnostics {
    findings.by_cause(|one| load::SHAPE_RULES.iter().any(|rule| rule.slug == one.rule) && one.at.file.cell().is_none())
}

impl Telling {
    /// The findings that are wanted: of a quiet command, or on request, the errors only.
    pub(crate) fn wanted(self, all: &Diagnostics) -> Diagnostics {
        if self.errors_only || is_hushed() { all.errors() } else { all.clone() }
    }

    /// The findings as JSON, if that is asked for: to be printed with what the command did.
    pub(crate) fn json(self, findings: &Diagnostics, sources: &Sources) -> Option<Value> {
        (self.format == ReportFormat::Json).then(|| json::value(findings, sources))
    }
}

/// Prints the wanted findings, unless they will be told as JSON.
pub(crate) fn told(all: &Diagnostics, sources: &Sources, telling: Telling) {
    match telling.format {
        ReportFormat::Text => findings(&telling.wanted(all), sources),
        ReportFormat::Json => {}
    }
}

/// How many findings each department has, if there are many: 政策企画部 エラー 1件、注意 12件.
pub(crate) fn by_department(site: &Site, findings: &Diagnostics, sources: &Sources) -> Option<String> {
    const MANY: usize = 10;
    let bureau = |one: &Diagnostic| {
        let record = site.record(&load::record_of(&sources.file(one.at.file).path)?)?;
        let of_goal = if let Record::Goal(goal) = record { Some(&goal.department) } else { None };
        let id = record.departments().first().map(|id| &id.value).or(of_goal)?;
        Some(site.bureau(site.department(id)?).name.value.as_str())
    };
    let mut counts: Vec<(&str, Diagnostics)> = Vec::new();
    for one in findings.iter() {
        let name = bureau(one).unwrap_or("その他");
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, its)) => its.push(one.clone()),
            None => counts.push((name, Diagnostics::from_iter([one.clone()]))),
        }
    }
    let lines = counts.iter().map(|(name, its)| format!("  {name}: {}", self::counts(its)));
    let is_wanted = findings.iter().len() >= MANY && counts.len() > 1;
    is_wanted.then(|| format!("部局ごと:\n{}", lines.collect::<Vec<_>>().join("\n")))
}

/// エラー 2件、注意 1件.
pub(crate) fn counts(findings: &Diagnostics) -> String {
    let count = |severity: Severity| format!("{} {}件", severity.label(), findings.count(severity));
    format!("{}、{}", count(Severity::Error), count(Severity::Warning))
}

/// Prints what a publication changed.
pub(crate) fn published(changes: &Changes, out: &Path, clock: &Clock) {
    let (files, size) = (grouped(changes.files as u64), megabytes(changes.bytes));
    let changed = match (changes.added.len() + changes.changed.len(), changes.removed.len()) {
        (0, 0) => "変更はありません".to_owned(),
        (written, 0) => format!("追加・変更 {}", grouped(written as u64)),
        (written, gone) => {
            format!("追加・変更 {}、削除 {}", grouped(written as u64), grouped(gone as u64))
        }
    };
    say(&format!("{} に {files} ファイル({size})を書き出しました。{changed}({})", out.display(), clock.total()));
    for name in changes.foreign.iter().take(NAMES) {
        say(&format!("注意: 手作業で置かれたファイル「{name}」を削除しました"));
    }
    if changes.foreign.len() > NAMES {
        say(&format!("注意: ほかに、手作業で置かれたファイルを {}個削除しました", changes.foreign.len() - NAMES));
    }
    say(&format!("見るには {} をブラウザーで開いてください", out.join("index.html").display()));
}

/// Prints what a publication would change, a line for each file.
pub(crate) fn would_publish(changes: &Changes, out: &Path, clock: &Clock) {
    changes.lines().for_each(|(kind, path)| say(&format!("{kind} {path}")));
    let counts = kinds(changes);
    say(&format!("{counts}。確認だけなので、{} は更新していません({})", out.display(), clock.total()));
}

/// Prints what an archive of changes contains, and what to do with it.
pub(crate) fn packed(changes: &Changes, archive: &Path) {
    let archive = archive.display();
    if changes.is_nothing() {
        return say(&format!("前回の公開から変わったファイルが無いので、{archive} は作成していません"));
    }
    say(&format!("{archive} を作成しました({})", kinds(changes)));
    say(
        "upload/ の中身を公開する場所にアップロードし、changes.txt に「削除」とあるファイルを、公開する場所から削除してください",
    );
}

/// 追加 3、変更 12、削除 1.
fn kinds(changes: &Changes) -> String {
    let gone = changes.removed.len() + changes.foreign.len();
    let count = |files: usize| grouped(files as u64);
    format!("追加 {}、変更 {}、削除 {}", count(changes.added.len()), count(changes.changed.len()), count(gone))
}

/// The number of unpublished records, if there are any; the published site does not mention them.
pub(crate) fn kept_back(site: &Site) -> Option<String> {
    let count = |is: fn(&Release) -> bool| site.kept_back().filter(is).count();
    let counts = [
        ("下書き", count(|release| *release == Release::Draft)),
        ("承認待ち", count(|release| *release == Release::Unapproved)),
        ("公開日の前", count(|release| matches!(release, Release::On(_)))),
    ];
    let counts: Vec<_> =
        counts.into_iter().filter(|(_, count)| *count > 0).map(|(what, count)| format!("{what} {count}件")).collect();
    (!counts.is_empty()).then(|| format!("公開前の記録は含まれていません({})", counts.join("、")))
}

/// What waits for publication, department by department.
pub(crate) fn waiting(site: &Site, sources: &Sources) -> String {
    let groups = check::waiting(site);
    if groups.is_empty() {
        return "公開を待っている記録はありません".to_owned();
    }
    let mut text = String::new();
    for (department, waiting) in groups {
        let _ = writeln!(text, "{}", who(site, department));
        for Waiting { release, what, at } in waiting {
            let (line, _) = sources.position(at.file, at.start);
            let _ = writeln!(text, "  {release}: {what}({}:{line})", sources.file(at.file).path);
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// The department that has to act, or the words for none.
pub(crate) fn who(site: &Site, department: Option<&Department>) -> String {
    let name = department.map(|department| site.department_name(&department.id.value));
    name.unwrap_or_else(|| "担当の部局・課所が書かれていないもの".to_owned())
}

/// The same for machines.
pub(crate) fn waiting_json(site: &Site, sources: &Sources) -> Value {
    let groups = check::waiting(site).into_iter().flat_map(|(department, waiting)| {
        let id = department.map(|department| department.id.value.0.clone());
        waiting.into_iter().map(move |waiting| (id.clone(), waiting))
    });
    let entry = |(department, Waiting { release, what, at }): (Option<String>, Waiting)| {
        let (line, column) = sources.position(at.file, at.start);
        let (state, from) = match release {
            Release::On(day) => ("scheduled", Some(day.iso())),
            Release::Unapproved => ("unapproved", None),
            Release::Draft | Release::Open => ("draft", None),
        };
        let file = &sources.file(at.file).path;
        serde_json::json!({
            "department": department, "state": state, "from": from, "what": what, "file": file, "line": line, "column": column
        })
    };
    groups.map(entry).collect()
}

/// What a publication changed, for machines.
pub(crate) fn published_json(changes: &Changes, out: &Path) -> Value {
    let Changes { files, bytes, added, changed, removed, foreign } = changes;
    serde_json::json!({
        "out": out.display().to_string(), "files": files, "bytes": bytes, "added": added, "changed": changed,
        "removed": removed, "foreign": foreign
    })
}

/// 12,345.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let comma = |i: usize| i > 0 && (digits.len() - i).is_multiple_of(3);
    digits.char_indices().flat_map(|(i, digit)| comma(i).then_some(',').into_iter().chain([digit])).collect()
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
