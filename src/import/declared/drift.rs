//! Codes of the table and their titles: a code with several titles, and titles that are not those of the program's tree.

use std::collections::BTreeMap;

use super::super::findings::Findings;
use super::super::rules::{SEVERAL_NAMES, UNKNOWN_CATEGORY};
use super::cells::Bound;
use super::grid::Grid;
use crate::characters::{unspaced, visible};
use crate::model::{ColumnUse, ProgramId, Site};
use crate::yaml::{Lines, Yaml};

/// A title: as it is written first, its first row, and the number of rows.
type Title = (String, u32, usize);

/// Reports them, each code once.
pub(super) fn tell(site: &Site, program: &str, grid: &Grid<'_>, bound: &[Bound<'_>], findings: &mut Findings<'_>) {
    let rows = grid.rows();
    let tree = site.program(&ProgramId(program.to_owned())).map(|program| site.tree(program));
    let levels = levels(site, program, bound);
    for one in bound {
        let (ColumnUse::TitleOf(code), Some(column)) = (&one.column.used, one.first()) else { continue };
        let level = levels.get(&code.value).copied();
        let mut codes: BTreeMap<String, Vec<Title>> = BTreeMap::new();
        for row in rows.iter().copied() {
            let title = visible(&grid.text((row, column))).split_whitespace().collect::<String>();
            let Some(code) = one.joined(&code.value, grid, row).filter(|_| !title.is_empty()) else { continue };
            let titles = codes.entry(code).or_default();
            match titles.iter_mut().find(|(known, ..)| unspaced(known) == unspaced(&title)) {
                Some((.., count)) => *count += 1,
                None => titles.push((title, row, 1)),
            }
        }
        if let Some(tree) = tree {
            let missing = codes.iter().filter(|(code, _)| tree.branch(code).is_none());
            let missing: Vec<_> = missing.filter_map(|(code, titles)| Some((code, titles.first()?))).collect();
            if let Some((_, (_, row, _))) = missing.first() {
                let line = |(code, (title, ..)): &(&String, &Title)| {
                    let level = level.map(|level| ("level", Yaml::Text(level.to_owned())));
                    let title = ("title", Yaml::Text(title.clone()));
                    let entry =
                        [("code", Yaml::Text((*code).clone()))].into_iter().chain(level).chain([title]).collect();
                    Lines::item(&Yaml::Braces(entry)).text()
                };
                let lines: String = missing.iter().map(line).collect();
                let message = format!("program.yaml の `outline` に無い番号が{}個あります", missing.len());
                let needed = if level.is_some() {
                    "次の行を書いてください"
                } else {
                    "次の行を書き、それぞれに `level` を加えてください"
                };
                let help = format!("{needed}:\n{}", lines.trim_end());
                findings.error(grid.place((*row, column)), UNKNOWN_CATEGORY, message, help);
            }
        }
        for (code, titles) in codes {
            let branch = tree.and_then(|tree| tree.branch(&code)).map(|branch| branch.title.clone());
            let odd = titles.iter().find(|(title, ..)| match &branch {
                Some(known) => unspaced(known) != unspaced(title),
                None => *title != titles[0].0,
            });
            let Some((title, row, _)) = odd else { continue };
            let place = grid.place((*row, column));
            let listed: Vec<_> = titles.iter().map(|(title, _, count)| format!("「{title}」{count}行")).collect();
            let known = branch.map(|known| format!("program.yaml では「{known}」です。")).unwrap_or_default();
            let message = match &titles[..] {
                [_] => format!("番号 {code} の題名が「{title}」で、program.yaml と違います"),
                _ => format!("番号 {code} の題名が{}とおりあります: {}", titles.len(), listed.join("、")),
            };
            let help =
                format!("{known}同じものなら表の題名をそろえ、別のものなら番号を分けてください。題名は取り込みません");
            findings.warning(place, SEVERAL_NAMES, &message, &help);
        }
    }
}

/// The level of each column of titles, if there are as many as the program has levels: one for each, from the top.
fn levels<'s>(site: &'s Site, program: &str, bound: &[Bound<'_>]) -> BTreeMap<String, &'s str> {
    let code = |one: &Bound<'_>| match &one.column.used {
        ColumnUse::TitleOf(code) => Some(code.value.clone()),
        ColumnUse::Key(_) | ColumnUse::Ignored(_) => None,
    };
    let mut codes: Vec<String> = bound.iter().filter_map(code).collect();
    codes.sort_by_key(String::len);
    let levels = site.program(&ProgramId(program.to_owned())).map_or(&[][..], |program| &program.levels);
    if codes.len() != levels.len() {
        return BTreeMap::new();
    }
    codes.into_iter().zip(levels.iter().map(|level| level.value.as_str())).collect()
}
