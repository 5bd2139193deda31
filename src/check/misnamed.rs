//! The causes of references that lead nowhere. Where several places agree on an id, and one that differs by a slip is
//! declared and used nowhere, the declaration is the cause: it is told once, and what refers to it waits.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::Findings;
use crate::diagnostic::{Span, is_slip, nearest};
use crate::model::{
    DepartmentId, KeyGoalSheet, Record, RecordId, Reference, Relation, Site, Text, plain, relations, same_count,
};

/// An id where it is declared or used.
pub(super) type Id<'s> = (Cow<'s, str>, Span);

/// A text where it stands, as an id.
pub(super) fn id(text: &Text) -> Id<'_> {
    (Cow::Borrowed(&text.value), text.at)
}

/// What is wrong with references that lead nowhere.
pub(super) enum Cause<'s> {
    /// Nothing is declared.
    Nothing {
        /// Where the first of them stands.
        first: Span,
        /// How many there are.
        places: usize,
    },
    /// The declared id is used nowhere, and these places use one that is nearly the same.
    Misnamed {
        /// What is declared.
        declared: Id<'s>,
        /// What is used instead.
        used: Cow<'s, str>,
        /// Where.
        places: Vec<Span>,
    },
    /// One id that is not declared.
    Unknown(Id<'s>),
}

/// The causes of the used ids that are not declared, in the order of their use.
pub(super) fn causes<'s>(declared: &[Id<'s>], used: &[Id<'s>]) -> Vec<Cause<'s>> {
    let known: BTreeSet<&str> = declared.iter().map(|(id, _)| &**id).collect();
    let mut unknown = used.iter().filter(|(id, _)| !known.contains(&**id)).peekable();
    let Some((_, first)) = unknown.peek() else { return Vec::new() };
    if declared.is_empty() {
        return vec![Cause::Nothing { first: *first, places: unknown.count() }];
    }
    let mut places: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    unknown.clone().for_each(|(id, at)| places.entry(id).or_default().push(*at));
    let in_use: BTreeSet<&str> = used.iter().map(|(id, _)| &**id).collect();
    let misnamed = misnamed(declared.iter().filter(|(id, _)| !in_use.contains(&**id)), &places);
    let mut causes = Vec::new();
    for (id, at) in unknown {
        match misnamed.get(&**id) {
            None => causes.push(Cause::Unknown((id.clone(), *at))),
            Some(declared) => causes.extend(places.remove(&**id).map(|places| Cause::Misnamed {
                declared: (*declared).clone(),
                used: id.clone(),
                places,
            })),
        }
    }
    causes
}

/// The unused declarations by the id that is used instead: one that several places name, and that is like no other.
fn misnamed<'i, 's>(
    unused: impl Iterator<Item = &'i Id<'s>>,
    places: &BTreeMap<&'i str, Vec<Span>>,
) -> BTreeMap<&'i str, &'i Id<'s>> {
    let unused: Vec<_> = unused.collect();
    let mut found: BTreeMap<&str, &Id<'_>> = BTreeMap::new();
    for (used, _) in places.iter().filter(|(_, places)| places.len() > 1) {
        let mut like = unused.iter().filter(|(id, _)| is_meant(used, id));
        if let (Some(one), None) = (like.next(), like.next()) {
            found.insert(used, one);
        }
    }
    let claims: Vec<_> = found.values().map(|(id, _)| id.clone()).collect();
    found.retain(|_, (id, _)| claims.iter().filter(|claimed| *claimed == id).count() == 1);
    found
}

/// Whether two ids differ by their numbers alone: another number is another thing, however similar it is.
fn is_other_number(a: &str, b: &str) -> bool {
    let letters = |id: &str| id.replace(|c: char| c.is_ascii_digit(), "");
    a != b && letters(a) == letters(b)
}

/// Whether an id that is not there means this one: in another width or case, with other zeros before a number, or mistyped.
fn is_meant(id: &str, known: &str) -> bool {
    let [a, b] = [id, known].map(|id| plain(id).to_lowercase());
    a == b || same_count(&a, &b) || is_slip(&a, &b) && !is_other_number(&a, &b)
}

/// The id that is meant by one that is not there.
pub(super) fn meant<'c>(id: &str, known: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let like: Vec<_> = known.into_iter().filter(|known| is_meant(id, known)).collect();
    let same = like.iter().find(|known| plain(known) == plain(id)).copied();
    same.or_else(|| nearest(id, like.iter().copied())).or_else(|| like.first().copied())
}

/// More different ids than this are not mistyped one by one: a part of the list is gone.
const MANY: usize = 8;
/// How many of them are named.
const SHOWN: usize = 5;

/// Where the first of many different unknown ids is used, which ones they are, and in how many places they are used.
fn lost(causes: &[Cause<'_>]) -> Option<(Span, BTreeSet<String>, usize)> {
    let unknown = || causes.iter().filter_map(|cause| if let Cause::Unknown(id) = cause { Some(id) } else { None });
    let ids: BTreeSet<_> = unknown().map(|(id, _)| id.to_string()).collect();
    (ids.len() > MANY).then(|| Some((unknown().next()?.1, ids, unknown().count()))).flatten()
}

/// The words for a list that declares ids.
pub(super) struct List {
    /// What it declares: 部局・課所.
    pub(super) what: &'static str,
    /// The file in which it stands, with its key: ratings.yaml の `scales`.
    pub(super) place: &'static str,
}

impl Findings<'_> {
    /// Reports the used ids that a list does not declare, by their causes; `unknown` tells one of
    /// them.
    pub(super) fn undeclared<'s>(
        &mut self,
        list: &List,
        (declared, used): (&[Id<'s>], &[Id<'s>]),
        unknown: impl Fn(&str, Span) -> (String, String),
    ) {
        let List { what, place } = list;
        let mut causes = causes(declared, used);
        if let Some((first, ids, places)) = lost(&causes) {
            causes.retain(|cause| !matches!(cause, Cause::Unknown(_)));
            let named = ids.iter().take(SHOWN).map(|id| format!("「{id}」")).collect::<String>();
            let message =
                format!("{place} に無い{what}の id が{}個、{places}か所で使われています: {named}など", ids.len());
            let help = format!(
                "{place} の一部が消えていないか確認し、消えていれば、控えから元に戻してください。正しい id がほかにあるなら、使っているところを直してください"
            );
            self.error(first, message, help);
        }
        for cause in causes {
            match cause {
                Cause::Unknown((id, at)) => {
                    let (message, help) = unknown(&id, at);
                    self.error(at, message, help);
                }
                Cause::Nothing { first, places: 1 } => {
                    let id = used.iter().find(|(_, at)| *at == first).map_or("", |(id, _)| id);
                    let (message, help) = unknown(id, first);
                    self.error(first, message, help);
                }
                Cause::Nothing { first, places } => {
                    let message = format!("{place} に{what}が1つもありません({places}か所で使われています)");
                    self.error(first, message, format!("{place} に、使っている{what}を書いてください"));
                }
                Cause::Misnamed { declared: (id, at), used, places } => {
                    let n = places.len();
                    let message = format!("{what}の id は `{id}` ですが、使っている{n}か所では `{used}` です");
                    let help = format!(
                        "id を `{used}` に直してください。`{id}` が正しいなら、{n}か所のほうを書き換えてください"
                    );
                    self.error_beside(at, message, &help, (places[0], "使っているところ"));
                }
            }
        }
    }
}

/// The folders of plans, programs and sheets, and the departments, that are called otherwise where they are referred to.
pub(super) struct Renamed {
    /// The address by which others refer to it, what it is called now, and where they do.
    all: BTreeMap<RecordId, (RecordId, Vec<Span>)>,
}

impl Renamed {
    /// Those of a site.
    pub(super) fn of(site: &Site) -> Self {
        let declared: Vec<_> = site.holders().map(|holder| (Cow::Owned(holder.id().0), holder.at())).collect();
        let in_plans = site
            .records()
            .flat_map(Record::references)
            .map(|part| (Cow::Owned(RecordId::plan(&part.plan.value).0), part.plan.at));
        let used: Vec<_> =
            relations(site).filter_map(|Relation { to, at, .. }| Some((folder(to)?, at))).chain(in_plans).collect();
        let mut all: BTreeMap<RecordId, (RecordId, Vec<Span>)> = BTreeMap::new();
        let is_broken = |folder: &str| site.is_broken(folder) || site.is_broken_below(folder);
        for cause in causes(&declared, &used) {
            match cause {
                Cause::Misnamed { used, .. } | Cause::Unknown((used, _)) if is_broken(&used) => {}
                Cause::Misnamed { declared: (now, _), used, places } => {
                    all.insert(RecordId(used.into_owned()), (RecordId(now.into_owned()), places));
                }
                Cause::Unknown((id, at)) => {
                    if let Some(sheet) = without_department(site, &id) {
                        let entry = all.entry(RecordId(id.into_owned()));
                        entry.or_insert_with(|| (sheet.id.clone(), Vec::new())).1.push(at);
                    }
                }
                Cause::Nothing { .. } => {}
            }
        }
        let (declared, used) = departments(site);
        let of_departments = causes(&declared, &used);
        let lost: Vec<_> = lost(&of_departments).into_iter().flat_map(|(_, ids, _)| ids).map(|id| page(&id)).collect();
        all.extend(lost.into_iter().map(|page| (page.clone(), (page, Vec::new()))));
        for cause in of_departments {
            if let Cause::Misnamed { declared: (now, _), used, places } = cause {
                all.insert(page(&used), (page(&now), places));
            }
        }
        Self { all }
    }

    /// Whether an address is in such a folder, so that it is there but for the name.
    pub(super) fn has(&self, address: &str) -> bool {
        let is_in = |rest: &str| rest.is_empty() || rest.starts_with('/');
        self.all.keys().any(|folder| address.strip_prefix(&*folder.0).is_some_and(is_in))
    }

    /// What each is called elsewhere, what it is called now, and where it is referred to.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&RecordId, &RecordId, &[Span])> {
        self.all.iter().map(|(used, (now, places))| (used, now, places.as_slice()))
    }
}

/// The folder of the page of a department.
fn page(department: &str) -> RecordId {
    RecordId::of_folder(&DepartmentId(department.to_owned()).page())
}

/// The sheet in the folder of an unknown department that this address means.
fn without_department<'s>(site: &'s Site, address: &str) -> Option<&'s KeyGoalSheet> {
    site.sheets
        .iter()
        .find(|sheet| is_meant(address, &sheet.id.0) && site.department(&sheet.department.value).is_none())
}

/// The departments that are declared, and those that are used: by records, by each other and as folders.
pub(super) fn departments(site: &Site) -> (Vec<Id<'_>>, Vec<Id<'_>>) {
    let declared = site.departments.iter().map(|one| (Cow::Borrowed(&*one.id.value.0), one.id.at)).collect();
    let folders = site.sheets.iter().map(|sheet| &sheet.department);
    let named = relations(site).filter_map(|relation| Some((relation.to.department()?, relation.at)));
    let used: BTreeMap<Span, &DepartmentId> =
        named.chain(folders.map(|folder| (&folder.value, folder.at))).map(|(id, at)| (at, id)).collect();
    (declared, used.into_iter().map(|(at, id)| (Cow::Borrowed(&*id.0), at)).collect())
}

/// The folder of the plan, program or sheet to which a reference leads. Parts of plans are taken with their plan.
fn folder(to: Reference<'_>) -> Option<Cow<'_, str>> {
    match to.record()? {
        Cow::Borrowed(id) => id.holder().map(Cow::Borrowed),
        Cow::Owned(plan) => Some(Cow::Owned(plan.0)),
    }
}
