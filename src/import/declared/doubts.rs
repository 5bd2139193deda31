//! What somebody has to decide about the names in a table: departments that may be slips of others, and codes with several
//! titles. Each is told with its cells; what was decided about titles stands in the reading, and is not asked again.

use std::collections::BTreeMap;

use super::super::book::cell_name;
use super::super::propose::Revision;
use super::cells::Bound;
use super::drift::{Branch, OtherTitle};
use super::grid::Grid;
use super::needs::{Addition, Needs, Unwritable};
use crate::characters::{unspaced, visible};
use crate::diagnostic::is_slip;
use crate::model::{PathStep, Site};
use crate::yaml::{Draft, Lines, Refusal, Step, Value, Yaml};

/// The cells of each name, which is compared without spaces.
#[derive(Debug, Default)]
pub(super) struct Spellings(BTreeMap<String, Vec<String>>);

impl Spellings {
    /// Adds the names of departments in some columns.
    pub(super) fn add(&mut self, grid: &Grid<'_>, bound: &[Bound<'_>]) {
        let is_of_departments =
            |one: &&Bound<'_>| matches!(one.path(), Some([PathStep::Key("department" | "departments")]));
        for one in bound.iter().filter(is_of_departments) {
            let Some(column) = one.first() else { continue };
            for row in grid.rows() {
                let text = visible(&grid.text((row, column)));
                for name in text.split(['\n', '、', '，', ',', '｜']).map(unspaced).filter(|name| !name.is_empty()) {
                    let name = one.column.value_of(&name).map_or(name.clone(), unspaced);
                    self.0.entry(name).or_default().push(cell_name(grid.place((row, column)).2));
                }
            }
        }
    }

    fn cells(&self, name: &str) -> &[String] {
        self.0.get(&unspaced(name)).map_or(&[], Vec::as_slice)
    }

    /// A name with the number of its rows and the cells of the first ones.
    fn told(&self, name: &str) -> String {
        const NAMED: usize = 3;
        match self.cells(name) {
            [] => format!("「{name}」(この表には0行)"),
            cells => {
                let more = if cells.len() > NAMED { "…" } else { "" };
                let named = cells.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("、");
                format!("「{name}」({}行: {named}{more})", cells.len())
            }
        }
    }
}

/// The most rows that a slip has: what stands more often is meant.
const MAX_SLIPS: usize = 2;

impl Needs {
    /// Departments whose name is that of one other without the 部 before it, each told with its cells: the shorter name, and the
    /// longer one.
    pub fn alike_told(&self) -> Vec<(String, String)> {
        let told = |(one, other): (&str, &str)| (self.spellings.told(one), self.spellings.told(other));
        self.alike().into_iter().map(told).collect()
    }

    /// Departments whose name is nearly that of another one and stands in few rows, as a slip does, each with the cells of both.
    pub fn doubtful_departments(&self, site: &Site) -> Vec<(String, String)> {
        let known = site.departments.iter().map(|known| known.name.value.as_str());
        let all: Vec<_> = known.chain(self.departments.iter().map(String::as_str)).collect();
        let rows = |name: &str| self.spellings.cells(name).len();
        let near = |name: &String| {
            let len = name.chars().count();
            let is_near =
                |other: &&&str| **other != name.as_str() && other.chars().count() == len && is_slip(name, other);
            let other = all.iter().filter(is_near).max_by_key(|other| rows(other))?;
            // Of two names in equally few rows, one is asked about.
            let is_asked = !self.departments.contains(*other) || (rows(name), *other) < (rows(other), name.as_str());
            (rows(name) <= MAX_SLIPS && is_asked).then(|| (self.spellings.told(name), self.spellings.told(other)))
        };
        self.departments.iter().filter_map(near).collect()
    }

    /// Codes of the tree with several titles: the code, the title that most rows have with their number, and the others.
    pub fn doubtful_titles(&self) -> impl Iterator<Item = (&str, (&str, usize), &[OtherTitle])> {
        let several = self.branches.iter().filter(|branch| !branch.others.is_empty());
        several.map(|of| (of.code.as_str(), (of.title.as_str(), of.rows), of.others.as_slice()))
    }

    /// The other titles, each with that of most rows and the column of both: those that mean one branch only.
    fn settled(&self) -> Vec<(&str, &str, &str)> {
        let is_title =
            |of: &Branch, title: &str| of.title == title || of.others.iter().any(|other| other.title == title);
        let is_single = |of: &Branch, title: &str| {
            self.branches.iter().filter(|other| other.column == of.column && is_title(other, title)).count() == 1
        };
        let each = self.branches.iter().flat_map(|branch| branch.others.iter().map(move |other| (branch, other)));
        let single = each.filter(|(branch, other)| other.is_settled && is_single(branch, &other.title));
        single.map(|(branch, other)| (branch.column.as_str(), other.title.as_str(), branch.title.as_str())).collect()
    }

    /// The reading with the other titles as further spellings of those of most rows.
    pub(super) fn of_reading<E: From<Unwritable>>(
        &self,
        file: impl Fn(&str) -> Result<Option<Vec<u8>>, E>,
    ) -> Result<Option<Addition>, E> {
        let (settled, path) = (self.settled(), format!("import/{}.yaml", self.reading));
        if settled.is_empty() {
            return Ok(None);
        }
        let Some(before) = file(&path)? else { return Ok(None) };
        let after = with_values(&before, &settled).map_err(|Refusal| Unwritable(path.clone()))?;
        let line = |(_, title, known): &(&str, &str, &str)| {
            Lines::key(title, &Yaml::Text((*known).to_owned())).text().trim_end().to_owned()
        };
        let lines = std::iter::once("values:".to_owned()).chain(settled.iter().map(|one| format!("  {}", line(one))));
        let kinds = vec![format!("同じものとして読む題名(`values`) {}件", settled.len())];
        let revision = Revision { path, before: Some(before.clone()), after };
        Ok(Some(Addition { revision, lines: lines.collect(), kinds }))
    }
}

/// A reading whose lines of titles read further spellings: column, spelling and title.
fn with_values(before: &[u8], settled: &[(&str, &str, &str)]) -> Result<Vec<u8>, Refusal> {
    let mut draft = Draft::open(before)?;
    for (column, title, known) in settled {
        let is_line = |node: &crate::yaml::Node| {
            let text = |key: &'static str| node.find(&[Step::Key(key)]).map(|node| &node.value);
            text("title_of").is_some()
                && matches!(text("column"), Some(Value::Text(name) | Value::Number(name)) if name == column)
        };
        let Some(Value::List(lines)) = draft.tree().find(&[Step::Key("columns")]).map(|node| &node.value) else {
            return Err(Refusal);
        };
        let at = lines.iter().position(is_line).ok_or(Refusal)?;
        let line = [Step::Key("columns"), Step::Index(at), Step::Key("values")];
        let (word, known) = (super::super::field::kept(title), Yaml::Text((*known).to_owned()));
        match draft.tree().find(&line) {
            Some(_) => draft.set(&[&line[..], &[Step::Key(word)]].concat(), &known, &[])?,
            None => draft.set(&line, &Yaml::Braces(vec![(word, known)]), &["column", "head", "title_of"])?,
        }
    }
    Ok(draft.bytes())
}
