//! What a table of the city's own names that the content does not declare yet: departments, branches of the tree, rows of the
//! form, scales with their marks, and evaluators; and the files with it.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::super::propose::Revision;
use super::cells::Bound;
use super::doubts::Spellings;
use super::drift::{self, Branch, Level};
use super::grid::Grid;
use super::guesses;
use super::roles::unused;
use super::terms::printed;
use crate::characters::unspaced;
use crate::model::{
    ColumnSource, ColumnUse, FiscalYear, FormKind, PathStep, Period, Program, ProgramId, Record, RowKey,
    SAMPLE_DEPARTMENTS, SAMPLE_EVALUATORS, SAMPLE_MUNICIPALITY, SAMPLE_SCALES, Site, natural_order,
};
use crate::yaml::{Draft, Lines, Refusal, Step, Value, Yaml};

/// The maximum number of different words of a column that are the marks of a scale.
const MAX_MARKS: usize = 12;

/// What a table needs.
#[derive(Debug, Default)]
pub struct Needs {
    /// The names of departments.
    pub(super) departments: BTreeSet<String>,
    /// Their cells.
    pub(super) spellings: Spellings,
    /// The name of the reading.
    pub(super) reading: String,
    levels: Vec<String>,
    pub(super) branches: Vec<Branch>,
    /// Rows of the form, each with the city's word if a column is all of it: known keys, and ids of the city's own.
    rows: Vec<(RowKey, Option<String>)>,
    scales: Vec<Scale>,
    /// Evaluators, each with its name.
    evaluators: Vec<(String, String)>,
    /// All evaluators and scales that it names.
    named: BTreeSet<String>,
    named_scales: BTreeSet<String>,
    /// Whether a row names a department that is declared.
    pub(super) has_declared: bool,
    /// The fiscal years of its values, and the last of them with results.
    years: BTreeSet<u32>,
    reported: Option<u32>,
}

/// A scale, and the words of its column.
#[derive(Debug)]
struct Scale {
    id: String,
    name: String,
    marks: Vec<String>,
}

/// A file of the content that is to declare more.
#[derive(Debug)]
pub struct Addition {
    /// The file as it was and as it is to be.
    pub revision: Revision,
    /// What it declares more, a line for each.
    pub lines: Vec<String>,
    /// The same by its kind, each with its key and the number of its entries: 尺度(`scales`) 12件.
    pub kinds: Vec<String>,
}

/// Why a file cannot be changed by a program.
#[derive(Debug, thiserror::Error)]
#[error("{0} の書き方が複雑なため、書き加えることができません。YAML のファイルを直接編集してください")]
pub struct Unwritable(pub String);

impl Needs {
    /// Nothing yet, of a table that this reading reads.
    pub(super) fn of(reading: &str) -> Self {
        Self { reading: reading.to_owned(), ..Self::default() }
    }

    /// Adds what the columns of some rows need.
    pub(super) fn add(
        &mut self,
        site: &Site,
        program: Option<&Program>,
        levels: &[Level<'_>],
        (grid, bound): (&Grid<'_>, &[Bound<'_>]),
    ) {
        // What stands in a program of the samples is not the city's.
        let own = program.filter(|program| !Record::Program(program).is_sample());
        for branch in drift::missing(site, own, levels, grid) {
            if !self.branches.iter().any(|known| known.code == branch.code) {
                self.branches.push(branch);
            }
        }
        self.spellings.add(grid, bound);
        self.levels = levels.iter().map(|level| guesses::titled(&printed(level.head)).to_owned()).collect();
        for one in bound {
            let (ColumnUse::Key(_), Some(path)) = (&one.column.used, one.path()) else { continue };
            let heads: Vec<_> = one.heads().iter().map(|head| printed(head)).filter(|head| !head.is_empty()).collect();
            let is_column = matches!(one.column.from, ColumnSource::Column(_));
            let has_word = is_column || path.iter().any(|step| matches!(step, PathStep::Key("texts")));
            self.add_row(own, Some(heads.join("・")).filter(|word| has_word && !word.is_empty()), path);
            self.add_years(path);
            if let Some(names) = evaluation(path) {
                self.add_evaluation(site, names, grid, one);
            }
        }
    }

    /// The row of the form on which a value stands.
    fn add_row(&mut self, program: Option<&Program>, word: Option<String>, path: &[PathStep]) {
        let known = |key: &str| FormKind::Item.rows().find(|(known, _)| *known == key);
        let (key, word) = match path {
            [PathStep::Key("texts"), PathStep::Declared(id)] => (RowKey::Own(id.clone()), word),
            [PathStep::Key("years"), _, PathStep::Key("texts"), PathStep::Declared(id)] => {
                (RowKey::OwnOfYear(id.clone()), word)
            }
            [PathStep::Key("years"), _, PathStep::Key(key), ..] | [PathStep::Key(key), ..] => {
                let Some((key, _)) = known(key) else { return };
                (RowKey::Known(key), word.filter(|_| path.len() == 1))
            }
            _ => return,
        };
        let rows = program.and_then(|program| program.head.form.as_deref()).unwrap_or_default();
        let is_there = rows.iter().any(|row| row.row.value == key);
        if !is_there && !self.rows.iter().any(|(known, _)| *known == key) {
            self.rows.push((key, word));
        }
    }

    /// The year of a path, if it has one.
    pub(super) fn add_years(&mut self, path: &[PathStep]) {
        let of = path.iter().filter_map(|step| if let PathStep::Item(names) = step { Some(names) } else { None });
        let year = of.flatten().find(|(key, _)| *key == "fiscal_year").and_then(|(_, year)| year.parse().ok());
        let Some(year) = year else { return };
        self.years.insert(year);
        let has = |word: &str| {
            path.iter().any(|step| match step {
                PathStep::Key(key) => *key == word,
                PathStep::Item(names) => names.iter().any(|(key, value)| *key == "stage" && value == word),
                PathStep::Declared(_) => false,
            })
        };
        if ["results", "settled", "actuals", "evaluations"].into_iter().any(has) {
            self.reported = self.reported.max(Some(year));
        }
    }

    fn add_evaluation(&mut self, site: &Site, (by, scale): (&str, &str), grid: &Grid<'_>, one: &Bound<'_>) {
        self.named.insert(by.to_owned());
        self.named_scales.insert(scale.to_owned());
        let is_known = site.evaluators.iter().any(|known| known.id.value == by);
        if !is_known && !self.evaluators.iter().any(|(known, _)| known == by) {
            self.evaluators.push((by.to_owned(), evaluator(by, one.label())));
        }
        let is_mark = matches!(one.path(), Some([.., PathStep::Key("mark")]));
        let is_known = site.scales.iter().any(|known| known.id.value == scale)
            || self.scales.iter().any(|known| known.id == scale);
        if !is_mark || is_known {
            return;
        }
        let marks = one.words(grid);
        if (1..=MAX_MARKS).contains(&marks.len()) {
            self.scales.push(Scale { id: scale.to_owned(), name: printed(one.label()), marks });
        }
    }

    /// Departments whose name is that of one other without the 部 before it, or but for 部 and the like: the shorter name, and
    /// the longer one.
    pub fn alike(&self) -> Vec<(&str, &str)> {
        let core = |name: &str| unspaced(name).replace(['部', '局'], "");
        let all: Vec<_> = self.departments.iter().map(|name| (name.as_str(), core(name))).collect();
        let longer = |(name, own): &(&str, String)| {
            let is_longer = |other: &&(&str, String)| {
                other.0.chars().count() > name.chars().count() && other.1.ends_with(own.as_str())
            };
            let mut found = all.iter().filter(is_longer);
            found.next().filter(|_| found.next().is_none()).map(|(other, _)| *other)
        };
        all.iter().filter_map(|one| Some((one.0, longer(one)?))).collect()
    }

    /// The last year with results.
    pub fn reported(&self) -> Option<u32> {
        self.reported
    }

    /// Whether the form of a program needs further rows.
    fn has_rows(&self, program: &Program) -> bool {
        let is_own = |(key, _): &(RowKey, Option<String>)| !matches!(key, RowKey::Known(_));
        if program.head.form.is_some() { !self.rows.is_empty() } else { self.rows.iter().any(is_own) }
    }

    /// The files with what is missing; `file` gives the bytes of one, `id` an id by the reading of a name.
    pub fn additions<E>(
        &self,
        site: &Site,
        program: Option<&ProgramId>,
        file: impl Fn(&str) -> Result<Option<Vec<u8>>, E>,
        id: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Vec<Addition>, E>
    where
        E: From<Unwritable>,
    {
        let mut additions = Vec::new();
        let program = program.and_then(|program| site.program(program));
        let path = program.map(|program| format!("programs/{}/program.yaml", program.id)).unwrap_or_default();
        let is_sample = program.is_some_and(|program| Record::Program(program).is_sample());
        let files: [(&str, Edits); 4] = [
            ("departments.yaml", self.of_departments(site, is_sample, id)),
            (&path, program.map(|program| self.of_program(site, program)).unwrap_or_default()),
            ("ratings.yaml", self.of_ratings(site, is_sample)),
            ("site.yaml", self.of_site(site)),
        ];
        for (path, edits) in files.into_iter().filter(|(_, edits)| !edits.0.is_empty()) {
            let before = file(path)?;
            let after = edits.applied(before.as_deref()).map_err(|_| Unwritable(path.to_owned()))?;
            let (lines, kinds) = (edits.lines(), edits.kinds());
            additions.push(Addition { revision: Revision { path: path.to_owned(), before, after }, lines, kinds });
        }
        additions.extend(self.of_reading(file)?);
        Ok(additions)
    }

    fn of_departments(&self, site: &Site, is_sample: bool, id: &dyn Fn(&str) -> Option<String>) -> Edits {
        let known = site.departments.iter().map(|known| known.name.value.as_str());
        // Departments that only a sample has are not the city's.
        let is_instead = is_sample && !self.has_declared && known.eq(SAMPLE_DEPARTMENTS);
        let known = site.departments.iter().filter(|_| !is_instead);
        let mut given: BTreeSet<String> = known.map(|known| known.id.value.0.clone()).collect();
        let (one, other): (Vec<_>, Vec<_>) = self.alike().into_iter().unzip();
        let entry = |name: &String| {
            let read = id(own_name(name)).unwrap_or_else(|| "ka".to_owned());
            let id = unused(&read, &mut given);
            let aliases = other.iter().zip(&one).filter(|(longer, _)| *longer == name);
            let aliases: Vec<_> = aliases.map(|(_, shorter)| Yaml::Text((*shorter).to_owned())).collect();
            let is_other = !aliases.is_empty();
            let aliases = Some(("aliases", Yaml::Row(aliases))).filter(|_| is_other);
            let entry = [("id", Yaml::Text(id)), ("name", Yaml::Text(name.clone()))];
            Yaml::Braces(entry.into_iter().chain(aliases).collect())
        };
        let names = self.departments.iter().filter(|name| !one.contains(&name.as_str()));
        let entries: Vec<_> = names.map(entry).collect();
        if is_instead && !entries.is_empty() {
            return Edits(vec![("departments", Edit::Whole(Yaml::List(entries)))]);
        }
        Edits::default().with("departments", entries)
    }

    fn of_program(&self, site: &Site, program: &Program) -> Edits {
        let is_sample = Record::Program(program).is_sample();
        let mut edits = Edits::default();
        let levels: Vec<_> = self.levels.iter().map(|level| Yaml::Text(level.clone())).collect();
        let is_sorted = program.levels.len() == self.levels.len();
        if !self.branches.is_empty() && (program.levels.is_empty() || is_sample && !is_sorted) {
            edits.0.push(("levels", Edit::Whole(Yaml::Row(levels))));
        }
        let names = if is_sample || program.levels.is_empty() {
            self.levels.clone()
        } else {
            program.levels.iter().map(|level| level.value.clone()).collect()
        };
        let branch = |branch: &Branch| {
            let level = names.get(branch.level).map(|level| ("level", Yaml::Text(level.clone())));
            let code = ("code", Yaml::Text(branch.code.clone()));
            let title = ("title", Yaml::Text(branch.title.clone()));
            Yaml::Braces([code].into_iter().chain(level).chain([title]).collect())
        };
        let mut branches: Vec<_> = self.branches.iter().collect();
        branches.sort_by(|one, other| one.code.cmp(&other.code));
        let branches: Vec<_> = branches.into_iter().map(branch).collect();
        let word = |(key, word): &(RowKey, Option<String>)| {
            let (kind, id, word) = match key {
                RowKey::Known(key) => ("row", *key, word.as_ref()),
                RowKey::Own(id) | RowKey::OwnOfYear(id) => ("id", id.as_str(), Some(word.as_ref().unwrap_or(id))),
            };
            let word = word.map(|word| ("word", Yaml::Text(word.clone())));
            let of_year = matches!(key, RowKey::OwnOfYear(_)).then_some(("in", Yaml::Text("years".to_owned())));
            Yaml::Braces([(kind, Yaml::Text(id.to_owned()))].into_iter().chain(word).chain(of_year).collect())
        };
        let rows: Vec<_> = self.rows.iter().map(word).collect();
        if !is_sample {
            // A program without a form of its own shows every known row; of one that is only begun the table says which.
            let is_begun = program.head.form.is_none() && program.items.is_empty();
            let rows = if is_begun || self.has_rows(program) { rows } else { Vec::new() };
            return edits.with("outline", branches).with("form", rows).with_left_open(self.left_open(program));
        }
        let mut whole = |key, value: Vec<Yaml>| {
            if !value.is_empty() {
                edits.0.push((key, Edit::Whole(Yaml::List(value))));
            }
        };
        whole("outline", branches);
        whole("form", rows);
        let year = |year: u32| Yaml::Plain(year.to_string());
        if let (Some(first), Some(last)) = (self.years.first(), self.years.last()) {
            let period = Yaml::Braces(vec![("from", year(*first)), ("to", year(*last))]);
            edits.0.push(("period", Edit::Whole(period)));
        }
        edits.0.extend(self.reported.map(|last| ("results_through", Edit::Whole(year(last)))));
        let name = &site.profile.municipality.name.value;
        if let Some(rest) = program.title.value.strip_prefix(SAMPLE_MUNICIPALITY).filter(|_| !self.rows.is_empty()) {
            edits.0.push(("title", Edit::Whole(Yaml::Text(format!("{name}{rest}")))));
            edits.0.push(("source", Edit::Gone));
        }
        edits
    }

    /// What a program says of its years only when its table is there: the ends of its period, and the last year with results.
    fn left_open(&self, program: &Program) -> Vec<(&'static str, Yaml)> {
        let Period { from, to, .. } = program.period;
        let ends = [("from", from, self.years.first()), ("to", to, self.years.last())];
        let end = |(key, known, of_table): (&'static str, Option<FiscalYear>, Option<&u32>)| {
            let year = known.map(|known| known.western().to_string()).or_else(|| of_table.map(u32::to_string));
            Some((key, Yaml::Plain(year?)))
        };
        let is_open = program.period.days == [None, None] && (from.is_none() || to.is_none());
        let ends: Vec<_> = ends.into_iter().filter_map(end).collect();
        let period = (is_open && ends.len() == 2 && !self.years.is_empty()).then_some(("period", Yaml::Braces(ends)));
        let last = self.reported.filter(|_| program.results_through.is_none());
        period.into_iter().chain(last.map(|last| ("results_through", Yaml::Plain(last.to_string())))).collect()
    }

    /// The last year with results, where the site does not say it.
    fn of_site(&self, site: &Site) -> Edits {
        let last = self.reported.filter(|_| site.profile.reported_through.is_none());
        let entry = last.map(|last| ("reported_through", Yaml::Plain(last.to_string())));
        Edits::default().with_left_open(entry.into_iter().collect())
    }

    fn of_ratings(&self, site: &Site, is_sample: bool) -> Edits {
        let scale = |Scale { id, name, marks }: &Scale| {
            let marks = marks.iter().map(|mark| Yaml::Braces(vec![("mark", Yaml::Text(mark.clone()))]));
            Yaml::Braces(vec![
                ("id", Yaml::Text(id.clone())),
                ("name", Yaml::Text(name.clone())),
                // Which of them is better, no table says.
                ("ordered", Yaml::Truth(false)),
                ("marks", Yaml::Row(marks.collect())),
            ])
        };
        let entry = |(id, name): (&str, &str)| {
            Yaml::Braces(vec![("id", Yaml::Text(id.to_owned())), ("name", Yaml::Text(name.to_owned()))])
        };
        let scales: Vec<_> = self.scales.iter().map(scale).collect();
        let evaluators: Vec<_> = self.evaluators.iter().map(|(id, name)| entry((id, name))).collect();
        let mut edits = Edits::default();
        let names = site.scales.iter().map(|known| known.name.value.as_str());
        let is_unused = !site.scales.iter().any(|known| self.named_scales.contains(&known.id.value));
        if is_sample && is_unused && names.eq(SAMPLE_SCALES) && !scales.is_empty() {
            edits.0.push(("scales", Edit::Whole(Yaml::List(scales))));
        } else {
            edits = edits.with("scales", scales);
        }
        let names = site.evaluators.iter().map(|known| known.name.value.as_str());
        if is_sample && names.eq(SAMPLE_EVALUATORS) && !self.named.is_empty() {
            let known = site.evaluators.iter().filter(|known| self.named.contains(&known.id.value));
            let known = known.map(|known| entry((&known.id.value, &known.name.value)));
            edits.0.push(("evaluators", Edit::Whole(Yaml::List(known.chain(evaluators).collect()))));
            return edits;
        }
        edits.with("evaluators", evaluators)
    }
}

/// The name of a department without those to which it belongs: 総務部財政課 is 財政課.
fn own_name(name: &str) -> &str {
    let ends = ["部", "局", "委員会"].into_iter().filter_map(|end| Some(name.rfind(end)? + end.len()));
    ends.max().map(|end| &name[end..]).filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// The name of an evaluator, as the head of its marks has it: 課長等意見.
fn evaluator(id: &str, head: &str) -> String {
    let name = guesses::evaluator_name(id).unwrap_or(id);
    let others = format!("{name}等");
    if head.contains(&others) { others } else { name.to_owned() }
}

/// The evaluator and the scale of a value.
fn evaluation(path: &[PathStep]) -> Option<(&str, &str)> {
    let names = path.iter().find_map(|step| match step {
        PathStep::Item(names) if names.iter().any(|(key, _)| *key == "by") => Some(names),
        PathStep::Item(_) | PathStep::Key(_) | PathStep::Declared(_) => None,
    })?;
    let of = |wanted: &str| names.iter().find(|(key, _)| *key == wanted).map(|(_, value)| value.as_str());
    Some((of("by")?, of("scale")?))
}

/// The keys of program.yaml and site.yaml that stand before one that is added, and those.
const ORDER: [&str; 16] = [
    "title",
    "kana",
    "aliases",
    "item",
    "municipality",
    "base_url",
    "language",
    "published",
    "updated",
    "reported_through",
    "period",
    "results_through",
    "levels",
    "outline",
    "form",
    "source",
];

/// The lists to which a table adds, each with its word.
const LISTS: [(&str, &str); 5] = [
    ("departments", "部局・課所"),
    ("outline", "体系の番号と題名"),
    ("form", "様式の欄"),
    ("scales", "評価の尺度"),
    ("evaluators", "評価者"),
];

/// What changes in a file, by its keys.
#[derive(Default)]
struct Edits(Vec<(&'static str, Edit)>);

/// What changes at a key.
enum Edit {
    /// The value is this one.
    Whole(Yaml),
    /// The list has these items more.
    More(Vec<Yaml>),
    /// The key goes.
    Gone,
}

impl Edits {
    /// With further items of a list, if there are any.
    fn with(mut self, key: &'static str, items: Vec<Yaml>) -> Self {
        if !items.is_empty() {
            self.0.push((key, Edit::More(items)));
        }
        self
    }

    /// With values of keys that are not there.
    fn with_left_open(mut self, entries: Vec<(&'static str, Yaml)>) -> Self {
        self.0.extend(entries.into_iter().map(|(key, value)| (key, Edit::Whole(value))));
        self
    }

    /// The bytes of the file, as it was before, with them.
    fn applied(&self, before: Option<&[u8]>) -> Result<Vec<u8>, Refusal> {
        let Some(before) = before else {
            let lines = self.0.iter().map(|(key, edit)| match edit {
                Edit::Whole(value) => Lines::key(key, value),
                Edit::More(items) => Lines::list(key, items.iter().map(Lines::item)),
                Edit::Gone => Lines::default(),
            });
            return Ok(lines.collect::<Lines>().text().into_bytes());
        };
        let mut draft = Draft::open(before)?;
        for (key, edit) in &self.0 {
            let at = [Step::Key(key)];
            match edit {
                Edit::Whole(Yaml::List(items)) => instead(&mut draft, &at, items)?,
                Edit::Whole(value) => draft.set(&at, value, &ORDER)?,
                Edit::Gone => draft.remove(&at)?,
                Edit::More(items) => match draft.tree().find(&at).map(|node| &node.value) {
                    Some(Value::List(known)) if !known.is_empty() => {
                        items.iter().try_for_each(|item| draft.insert(&at, place(&draft, &at, item), item))?;
                    }
                    _ => draft.set(&at, &Yaml::List(items.clone()), &ORDER)?,
                },
            }
        }
        Ok(draft.bytes())
    }

    /// Each with its key and the number of its entries.
    fn kinds(&self) -> Vec<String> {
        let of = |(key, edit): &(&'static str, Edit)| {
            let named = LISTS.iter().find(|(known, _)| known == key);
            let named = named.map_or_else(|| format!("`{key}`"), |(_, word)| format!("{word}(`{key}`)"));
            match edit {
                Edit::Whole(Yaml::List(items)) | Edit::More(items) => format!("{named} {}件", items.len()),
                Edit::Whole(value) => Lines::key(key, value).text().trim_end().to_owned(),
                Edit::Gone => format!("{named} は、見本なので消します"),
            }
        };
        self.0.iter().map(of).collect()
    }

    /// A line for each.
    fn lines(&self) -> Vec<String> {
        let line = |lines: Lines| lines.text().trim_end().to_owned();
        let of = |(key, edit): &(&'static str, Edit)| match edit {
            Edit::Whole(value) => vec![line(Lines::key(key, value))],
            Edit::More(items) => {
                let items = items.iter().map(|item| line(Lines::item(item)));
                std::iter::once(format!("{key}:")).chain(items).collect()
            }
            Edit::Gone => vec![format!("{key}: は、見本なので消します")],
        };
        self.0.iter().flat_map(of).collect()
    }
}

/// Puts items in the place of those of a list, each on a line of its own.
fn instead(draft: &mut Draft, at: &[Step], items: &[Yaml]) -> Result<(), Refusal> {
    let known = match draft.tree().find(at).map(|node| &node.value) {
        Some(Value::List(known)) if !known.is_empty() => known.len(),
        _ => return draft.set(at, &Yaml::List(items.to_vec()), &[]),
    };
    items.iter().enumerate().try_for_each(|(index, item)| draft.insert(at, index, item))?;
    let old = (items.len()..items.len() + known).rev();
    old.map(|index| [at, &[Step::Index(index)]].concat()).try_for_each(|item| draft.remove(&item))
}

/// The place of an item in a list: by its code, otherwise at the end.
fn place(draft: &Draft, at: &[Step], item: &Yaml) -> usize {
    let Some(Value::List(known)) = draft.tree().find(at).map(|node| &node.value) else { return 0 };
    let code = match item {
        Yaml::Braces(entries) => entries.iter().find(|(key, _)| *key == "code").map(|(_, code)| code),
        Yaml::Text(_) | Yaml::Plain(_) | Yaml::Truth(_) | Yaml::List(_) | Yaml::Row(_) | Yaml::Map(_) => None,
    };
    let Some(Yaml::Text(code)) = code else { return known.len() };
    let is_later = |node: &crate::yaml::Node| match node.find(&[Step::Key("code")]).map(|code| &code.value) {
        Some(Value::Text(known) | Value::Number(known)) => natural_order(known, code) == Ordering::Greater,
        _ => false,
    };
    known.iter().position(is_later).unwrap_or(known.len())
}
