//! What has disappeared or changed since an earlier publication, and the entry that informs readers of it.

use std::collections::BTreeSet;

use super::digest::digest;
use super::published::{Fields, Published};
use super::{CHANGED_VALUE, CORRECTION_FALSE_BEFORE, GLOSSARY, VANISHED_ADDRESS, VANISHED_FILE};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::model::{
    Correction, DELETED, Date, Field, FiscalYear, Record, RecordId, Site, Subject, address, numerals, plain,
};
use crate::parallel;
use crate::yaml::{Lines, Yaml};

/// The content as it would be published now.
pub struct Now<'s> {
    /// With unpublished records.
    pub editors: &'s Site,
    /// Without them.
    pub public: &'s Site,
    /// Whether a path would be written.
    pub has: &'s (dyn Fn(&str) -> bool + Sync),
    /// The date of new entries.
    pub today: Date,
    /// The JSON of a record as it was published, if available: findings show the former values from it.
    pub recall: &'s (dyn Fn(&RecordId) -> Option<String> + Sync),
}

/// Finds disappeared addresses without a redirect and changed values without a correction.
pub fn compare(before: &Published, now: &Now<'_>) -> Diagnostics {
    let mut found = Diagnostics::default();
    for path in before.files.iter().filter(|path| is_kept(path) && !(now.has)(path)) {
        vanished(path, now, &mut found);
    }
    let records: Vec<_> = before.records.iter().collect();
    let compared = |(id, fields): &(&RecordId, &Fields)| {
        let mut found = Diagnostics::default();
        match now.public.subject(id) {
            Some(subject) => Comparison::new(now, subject, fields).report(&mut found),
            None if id.0 == GLOSSARY => terms(fields, now, &mut found),
            // Its page is gone, or it never had one: the address is reported.
            None => {}
        }
        found
    };
    parallel::in_order(&records, compared, |of| found.extend(of));
    found
}

/// The fields whose values are not those of an earlier publication, new ones included.
pub fn changed(before: &Published, site: &Site) -> BTreeSet<(RecordId, String)> {
    let mut changed = BTreeSet::new();
    for record in site.records() {
        let mut was = before.records.get(&record.id()).cloned().unwrap_or_default();
        let now = record.fields().into_iter().filter_map(|field| {
            let digests: Vec<_> = field.values.iter().map(|value| digest(&value.text)).collect();
            (was.remove(&field.path) != Some(digests)).then_some(field.path)
        });
        let now: Vec<_> = now.collect();
        changed.extend(now.into_iter().chain(was.into_keys()).map(|path| (record.id(), path)));
    }
    changed
}

/// Whether an address must stay: the files of the theme and of the search index may change with every build.
fn is_kept(path: &str) -> bool {
    !path.starts_with("assets/") && (!path.starts_with("search/") || path == "search/index.html") && path != "404.html"
}

fn vanished(path: &str, now: &Now<'_>, found: &mut Diagnostics) {
    let Some(folder) = path.strip_suffix("index.html") else {
        // The JSON and the charts of a record disappear with its page. Of the files of a chart one is told.
        let folder = path.strip_suffix("index.json").or_else(|| address::charted(path));
        let page = folder.map(|folder| format!("{folder}index.html"));
        let is_told = address::charted(path).is_none() || path.ends_with(".svg");
        if is_told && page.is_none_or(|page| (now.has)(&page) && now.editors.record(&record_of(&page)).is_some()) {
            let message = format!("公開したファイル {path} が無くなります");
            let help = "このファイルを利用している人がいる可能性があります。残せないときは、お知らせのページなどで知らせてください";
            found.push(Diagnostic::warning(VANISHED_FILE.slug, place(path, now.editors), message, help));
        }
        return;
    };
    let kept = now.editors.record(&record_of(path)).filter(|_| now.editors.keeps_back(&record_of(path)));
    let (at, why) = match kept {
        Some(record) => (record.at(), "(記録が公開前に戻っています)"),
        None => (place(path, now.editors), ""),
    };
    let entry = Lines::item(&Yaml::Map(vec![
        ("from", folder.into()),
        ("to", (*nearest_page(folder, now)).into()),
        ("date", Yaml::Plain(now.today.iso())),
        ("reason", "(理由)".into()),
    ]));
    found.push(Diagnostic::error(
        VANISHED_ADDRESS.slug,
        at,
        format!("公開したページ {folder} が無くなります{why}"),
        format!(
            "記録を戻すか、redirects.yaml の `redirects:` の下に、移った先を `to` にして追加してください\n{}",
            entry.text().trim_end()
        ),
    ));
}

fn record_of(path: &str) -> RecordId {
    RecordId(address::above(path).next().unwrap_or_default().to_owned())
}

/// The position of the nearest record above a path, else of the site's title.
fn place(path: &str, site: &Site) -> Span {
    address::above(path)
        .find_map(|folder| site.record(&RecordId(folder.to_owned())))
        .map_or(site.profile.title.at, Record::at)
}

fn nearest_page(folder: &str, now: &Now<'_>) -> String {
    let page = address::above(folder.trim_end_matches('/')).find(|folder| (now.has)(&format!("{folder}/index.html")));
    page.map_or_else(|| "about/".to_owned(), |folder| format!("{folder}/"))
}

fn terms(before: &Fields, now: &Now<'_>, found: &mut Diagnostics) {
    let known: BTreeSet<_> = now.public.glossary.iter().map(|term| term.id.value.as_str()).collect();
    let gone = before.keys().filter_map(|path| path.strip_prefix("terms.")).filter(|id| !known.contains(id));
    let at = now.public.glossary.first().map_or(now.public.profile.title.at, |term| term.id.at);
    for id in gone {
        let message = format!("公開した用語 glossary/#{id} が無くなります");
        let help = "id を変えたのなら、元の id に戻してください。使わなくなった用語なら、このままでかまいません";
        found.push(Diagnostic::warning(VANISHED_FILE.slug, at, message, help));
    }
}

/// One record, before and now.
struct Comparison<'c> {
    now: &'c Now<'c>,
    subject: Subject<'c>,
    before: &'c Fields,
    /// In order of their paths.
    after: Vec<Field<'c>>,
}

impl<'c> Comparison<'c> {
    fn new(now: &'c Now<'c>, subject: Subject<'c>, before: &'c Fields) -> Self {
        let mut after = subject.fields();
        after.sort_by(|one, other| one.path.cmp(&other.path));
        Self { now, subject, before, after }
    }

    fn report(&self, found: &mut Diagnostics) {
        let mut reported = BTreeSet::new();
        for (path, olds) in self.before {
            let name = self.gone_part(path).unwrap_or(path);
            if !reported.insert(name) {
                continue;
            }
            if name != path {
                if !self.corrections(name).any(|correction| correction.after.value == DELETED) {
                    found.push(self.finding(name, Vec::new()));
                }
                continue;
            }
            if self.is_growth(path, olds) {
                continue;
            }
            let missing = self.uncorrected(path, olds, found);
            if !missing.is_empty() {
                found.push(self.finding(path, missing));
            }
        }
    }

    /// Whether a program goes on for some years more, as it does with every year: nothing that was told before is wrong. Of
    /// the former year only the digest is known.
    fn is_growth(&self, path: &str, olds: &[String]) -> bool {
        const REACH: i16 = 60;
        let (Subject::Record(Record::Program(program)), "period.to", [old]) = (self.subject, path, olds) else {
            return false;
        };
        let to = program.period.to.map(FiscalYear::western);
        to.is_some_and(|to| (to - REACH..to).any(|year| digest(&year.to_string()) == *old))
    }

    /// The part of a list, as `years.2021`, that has no fields any more.
    fn gone_part<'p>(&self, path: &'p str) -> Option<&'p str> {
        if self.field(path).is_some() {
            return None;
        }
        let (list, rest) = path.split_once('.')?;
        let Subject::Record(record) = self.subject else { return None };
        let is_part = record.bare_form().rows.iter().any(|row| row.key == list && row.is_list());
        let part = &path[..list.len() + 1 + rest.find('.')?];
        (is_part && !self.after.iter().any(|field| field.lies_in(part))).then_some(part)
    }

    fn field(&self, path: &str) -> Option<&Field<'_>> {
        let at = self.after.partition_point(|field| *field.path < *path);
        self.after.get(at).filter(|field| field.path == path)
    }

    fn corrections<'p>(&'p self, path: &'p str) -> impl Iterator<Item = &'p Correction> {
        let id = self.subject.id();
        self.now.public.corrections.iter().filter(move |correction| {
            let named = correction.field.value.as_str();
            let covers = path.strip_prefix(named).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            correction.record.value == id && covers
        })
    }

    /// The digests of former values that are gone without a correction; reports corrections of other values.
    fn uncorrected(&self, path: &str, olds: &[String], found: &mut Diagnostics) -> Vec<String> {
        let values = self.field(path).map_or(&[][..], |field| &field.values);
        let mut news: Vec<_> = values.iter().map(|value| (digest(&value.text), value)).collect();
        let mut missing = Vec::new();
        for old in olds {
            match news.iter().position(|(new, _)| new == old) {
                Some(at) => drop(news.swap_remove(at)),
                None => missing.push(old.clone()),
            }
        }
        for correction in self.corrections(path) {
            let before = &correction.before.value;
            let corrected: Vec<_> = before.lines().map(str::trim).chain([before.as_str()]).map(digest).collect();
            let count = missing.len();
            missing.retain(|old| !corrected.contains(old));
            let is_new = news.iter().any(|(_, value)| value.says(&correction.after.value));
            if missing.len() == count && is_new && missing.pop().is_some() {
                found.extend(self.false_before(correction, olds));
            }
        }
        missing
    }

    /// The finding about a correction whose former text was never published, as far as the former texts are known.
    fn false_before(&self, correction: &Correction, olds: &[String]) -> Diagnostics {
        let mut found = Diagnostics::default();
        let Some(texts) = self.recall(olds).into_iter().collect::<Option<Vec<_>>>() else { return found };
        let before = &correction.before;
        if !texts.iter().any(|text| is_alike(&before.value, text)) {
            let message =
                format!("訂正の「誤」(`before`)「{before}」は、前回公開した内容「{}」と違います", texts.join("」「"));
            let help = "`before` を、前回公開した内容のとおりに書いてください";
            found.push(Diagnostic::error(CORRECTION_FALSE_BEFORE.slug, before.at, message, help));
        }
        found
    }

    fn finding(&self, path: &str, missing: Vec<String>) -> Diagnostic {
        let field = self.field(path);
        let olds = self.before.get(path).map_or(&[][..], Vec::as_slice);
        let values = field.map_or(&[][..], |field| &field.values);
        let mut new = values.iter().filter(|value| !olds.contains(&digest(&value.text)));
        let at = new.clone().next().or_else(|| values.first()).map_or(self.subject.at(), |value| value.at);
        let recalled = if missing.is_empty() { Vec::new() } else { self.recall(&missing) };
        let entries = (0..missing.len().max(1)).map(|n| {
            let before = recalled.get(n).and_then(Option::as_deref).unwrap_or("(前の内容)");
            Lines::item(&Yaml::Map(vec![
                ("date", Yaml::Plain(self.now.today.iso())),
                ("record", (*self.subject.id().0).into()),
                ("field", path.into()),
                ("before", before.into()),
                ("after", new.next().map_or(DELETED, |value| &value.text).into()),
                ("reason", "(理由)".into()),
            ]))
        });
        let entries: Lines = entries.collect();
        let what = if field.is_some() { "変わります" } else { "無くなります" };
        Diagnostic::error(
            CHANGED_VALUE.slug,
            at,
            format!("公開した {} の `{path}` が{what}が、訂正がありません", self.subject.id()),
            format!(
                "{}訂正なら、corrections.yaml の `corrections:` の下に次の内容を追加してください。誤って変えたのなら、元に戻してください\n{}",
                self.instead(),
                entries.text().trim_end()
            ),
        )
    }

    /// What else may have been meant: a department that follows another is one of its own.
    fn instead(&self) -> &'static str {
        match self.subject {
            Subject::Record(_) => "",
            Subject::Department(_) => {
                "過去の年度の記録でも、名前が変わります。組織改正なら、名前を元に戻し、新しい部局・課所を別の id で加えて、元の部局・課所の `successor` に書いてください。"
            }
        }
    }

    /// The texts with these digests, as far as the published JSON of the record contains them.
    fn recall(&self, digests: &[String]) -> Vec<Option<String>> {
        let json = (self.now.recall)(&self.subject.id());
        let json = json.and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok());
        let mut texts = Vec::new();
        json.iter().for_each(|json| collect(json, &mut texts));
        let known: Vec<_> = texts.into_iter().map(|text| (digest(&text), text)).collect();
        let text = |wanted: &String| known.iter().find(|(digest, _)| digest == wanted).map(|(_, text)| text.clone());
        digests.iter().map(text).collect()
    }
}

/// Whether a text may stand for a published one: it has the same numbers, or without numbers is a part of it.
fn is_alike(text: &str, published: &str) -> bool {
    let (text, published) = (plain(text), plain(published));
    let values =
        |text: &str| numerals(text).into_iter().filter(|one| !one.is_kanji).map(|one| one.value).collect::<Vec<_>>();
    match (values(&text), values(&published)) {
        (a, b) if a.is_empty() && b.is_empty() => text.contains(&published) || published.contains(&text),
        (a, b) => a == b,
    }
}

fn collect(json: &serde_json::Value, texts: &mut Vec<String>) {
    match json {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Number(number) => texts.push(number.to_string()),
        serde_json::Value::Array(list) => list.iter().for_each(|json| collect(json, texts)),
        serde_json::Value::Object(map) => map.values().for_each(|json| collect(json, texts)),
        serde_json::Value::Null | serde_json::Value::Bool(_) => {}
    }
}
