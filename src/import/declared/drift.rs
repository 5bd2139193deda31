//! Codes of the table and their titles: a code with several titles, and titles that are not those of the program's tree.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::super::book::cell_name;
use super::super::findings::Findings;
use super::super::rules::{SEVERAL_NAMES, UNKNOWN_CATEGORY};
use super::cells::Bound;
use super::grid::Grid;
use crate::characters::{unspaced, visible};
use crate::model::{ColumnSource, ColumnUse, Program, Site};
use crate::yaml::{Lines, Yaml};

/// How everything that is missing is declared at once.
pub(super) const REGISTER: &str = "`--register` を付けて import を実行してください:";

/// What to do about a code with several titles.
const ALIGN: &str = "同じものなら表の題名をそろえ、別のものなら番号を分けてください。題名は取り込みません";

/// A title: as it is written first, its first row, and the number of rows.
type Title = (String, u32, usize);

/// A title that some rows have in the place of that of most rows.
#[derive(Debug)]
pub struct OtherTitle {
    /// As it is written first.
    pub title: String,
    /// Its first cell.
    pub cell: String,
    /// The number of its rows.
    pub rows: usize,
    /// Whether more rows have the other one.
    pub is_settled: bool,
}

/// A branch of the tree that a table names.
#[derive(Debug)]
pub(super) struct Branch {
    pub(super) code: String,
    /// The place of its level, from the top.
    pub(super) level: usize,
    /// The title that most rows have.
    pub(super) title: String,
    /// The number of its rows.
    pub(super) rows: usize,
    /// Titles that other rows have.
    pub(super) others: Vec<OtherTitle>,
    /// The column of its titles, as it is declared.
    pub(super) column: String,
    /// The first row with it, and its column.
    at: (u32, u32),
}

/// A level of the tree of a table.
pub(super) struct Level<'b> {
    /// The head of its column of titles.
    pub(super) head: &'b str,
    /// That column, as it is declared.
    declared: &'b str,
    column: u32,
    /// The titles of each code.
    codes: BTreeMap<String, Vec<Title>>,
}

/// The levels of the tree of a table, from the top.
pub(super) fn levels<'b>(grid: &Grid<'_>, bound: &'b [Bound<'_>]) -> Vec<Level<'b>> {
    let mut columns: Vec<_> = bound.iter().filter_map(|one| Some((code(one)?, one, one.first()?))).collect();
    columns.sort_by_key(|(code, ..)| code.len());
    let level = |(text, one, column): (&str, &'b Bound<'_>, u32)| {
        let mut codes: BTreeMap<String, Vec<Title>> = BTreeMap::new();
        for row in grid.rows() {
            let title = visible(&grid.text((row, column))).split_whitespace().collect::<String>();
            // What was settled as another spelling of a title.
            let title = one.column.value_of(&title).map_or(title.clone(), str::to_owned);
            let Some(code) = one.joined(text, grid, row).filter(|_| !title.is_empty()) else { continue };
            let titles = codes.entry(code).or_default();
            match titles.iter_mut().find(|(known, ..)| unspaced(known) == unspaced(&title)) {
                Some((.., count)) => *count += 1,
                None => titles.push((title, row, 1)),
            }
        }
        let declared = if let ColumnSource::Column(name) = &one.column.from { name.value.as_str() } else { "" };
        Level { head: one.label(), declared, column, codes }
    };
    columns.into_iter().map(level).collect()
}

/// The text of the codes whose titles a column has.
fn code<'b>(one: &'b Bound<'_>) -> Option<&'b str> {
    match &one.column.used {
        ColumnUse::TitleOf(code) => Some(&code.value),
        ColumnUse::Key(_) | ColumnUse::Ignored(_) => None,
    }
}

/// The branches that the tree of a program does not have.
pub(super) fn missing(site: &Site, program: Option<&Program>, levels: &[Level<'_>], grid: &Grid<'_>) -> Vec<Branch> {
    let tree = program.map(|program| site.tree(program));
    let mut branches = Vec::new();
    for (place, level) in levels.iter().enumerate() {
        let new = level.codes.iter().filter(|(code, _)| tree.is_none_or(|tree| tree.branch(code).is_none()));
        branches.extend(new.filter_map(|(code, titles)| {
            let (title, row, most) = titles.iter().max_by_key(|(_, row, count)| (*count, Reverse(*row)))?.clone();
            let others = titles.iter().filter(|(other, ..)| *other != title);
            let others = others.map(|(title, row, rows)| OtherTitle {
                title: title.clone(),
                cell: cell_name(grid.place((*row, level.column)).2),
                rows: *rows,
                is_settled: *rows < most,
            });
            let others = others.collect();
            let (column, at) = (level.declared.to_owned(), (row, level.column));
            Some(Branch { code: code.clone(), level: place, title, rows: most, others, column, at })
        }));
    }
    branches
}

/// Reports them, each code once.
pub(super) fn tell(
    site: &Site,
    program: Option<&Program>,
    levels: &[Level<'_>],
    grid: &Grid<'_>,
    findings: &mut Findings<'_>,
) {
    let tree = program.map(|program| site.tree(program));
    let words = program.map(|program| &program.levels).filter(|words| words.len() == levels.len());
    let level = |place: usize| words?.get(place);
    let missing = if program.is_some() { missing(site, program, levels, grid) } else { Vec::new() };
    for of in missing.chunk_by(|one, other| one.level == other.level) {
        let line = |branch: &Branch| {
            let level = level(branch.level).map(|level| ("level", Yaml::Text(level.value.clone())));
            let title = ("title", Yaml::Text(branch.title.clone()));
            let entry = [("code", Yaml::Text(branch.code.clone()))].into_iter().chain(level).chain([title]).collect();
            Lines::item(&Yaml::Braces(entry)).text()
        };
        let lines: String = of.iter().map(line).collect();
        let message = format!("program.yaml の `outline` に無い番号が{}個あります", of.len());
        let needed = match level(of[0].level) {
            Some(_) => "次の行を書いてください",
            None => "次の行を書き、それぞれに `level` を加えてください",
        };
        let help = format!("{needed}。まとめて書き加えるには、{REGISTER}\n{}", lines.trim_end());
        findings.error(grid.place(of[0].at), UNKNOWN_CATEGORY, message, help);
    }
    // Titles of the table that are not those of the program, whose own most rows have: settled, and told together.
    let mut settled = Vec::new();
    for Level { column, codes, .. } in levels {
        for (code, titles) in codes {
            let branch = tree.and_then(|tree| tree.branch(code)).map(|branch| branch.title.clone());
            let odd = titles.iter().find(|(title, ..)| match &branch {
                Some(known) => unspaced(known) != unspaced(title),
                None => *title != titles[0].0,
            });
            let Some((title, row, _)) = odd else { continue };
            let place = grid.place((*row, *column));
            let listed: Vec<_> = titles.iter().map(|(title, _, count)| format!("「{title}」{count}行")).collect();
            let most = titles.iter().map(|(.., count)| *count).max();
            let is_most = |known: &String| {
                titles.iter().any(|(title, _, count)| unspaced(title) == unspaced(known) && Some(*count) == most)
            };
            let is_settled = branch.as_ref().is_some_and(is_most);
            let known = branch.map(|known| format!("program.yaml では「{known}」です。")).unwrap_or_default();
            let message = match &titles[..] {
                [_] => format!("番号 {code} の題名が「{title}」で、program.yaml と違います"),
                _ => format!("番号 {code} の題名が{}とおりあります: {}", titles.len(), listed.join("、")),
            };
            let help = format!("{known}{ALIGN}");
            if is_settled {
                settled.push((place, format!("番号 {code} の「{title}」({})", cell_name(place.2)), message, help));
                continue;
            }
            findings.warning(place, SEVERAL_NAMES, &message, &help);
        }
    }
    match &settled[..] {
        [] => {}
        [(place, _, message, help)] => findings.warning(*place, SEVERAL_NAMES, message, help),
        [(place, ..), ..] => {
            let told: Vec<_> = settled.iter().map(|(_, told, ..)| told.as_str()).collect();
            let message = format!("program.yaml と違う題名のある番号が{}個あります: {}", told.len(), told.join("、"));
            let help = format!("どれも、多くの行の題名が program.yaml と同じです。{ALIGN}");
            findings.warning(*place, SEVERAL_NAMES, &message, &help);
        }
    }
}
