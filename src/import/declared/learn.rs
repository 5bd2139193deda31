//! Drafts how a table is read: its heads are compared with the words of the city's form, of the keys and of the national
//! terms. What the words themselves say is certain; the rest is marked as a guess, or left to the clerk.

use std::collections::BTreeSet;
use std::fmt::Display;

use super::super::book::{Book, Content, Sheet};
use super::super::field::kept;
use super::body::Body;
use super::heads::{Heads, letters};
use super::indicators::Indicators;
use super::roles::{OF_ROW, Role, by_heads, guess, id, of_row, repeated};
use super::several::{Several, untitled};
use super::terms::{Certainty, Taken, few_words, of_words, without_year};
use super::{learn_sheets, long};
use crate::characters::unspaced;
use crate::model::{
    Ditto, EACH_YEAR, FiscalYear, Head, OF_ROW_INDICATOR, Plan, Program, RepeatedYear, TO_FILL, YearColumns,
};
use crate::yaml::{Lines, Yaml};

/// A draft of how a table, or the sheets of a workbook, are read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Learnt {
    /// The text of `import/<name>.yaml`.
    pub text: String,
    /// What was understood, a line for each column or cell.
    pub table: Vec<String>,
    /// The number of columns or cells that are certain, guessed and unknown.
    pub counts: [usize; 3],
    /// What they count: 列, 欄.
    pub counted: &'static str,
    /// Heads that stand several times although no years were said: how often, how many heads, and the first of them.
    pub repeated: Option<(usize, usize, String)>,
    /// Whether the unit of an amount of money is not known.
    pub needs_unit: bool,
    /// The number of lines of the text that somebody has to look at, and of all that say how a column or cell is read.
    pub to_read: [usize; 2],
}

/// The units of amounts of money.
pub const UNITS: [&str; 3] = ["千円", "百万円", "円"];

/// What is said of a table beside it.
pub struct Hints<'h> {
    /// The years of heads that stand several times, in the order of the columns.
    pub years: &'h [RepeatedYear],
    /// The unit of amounts of money.
    pub unit: Option<&'h str>,
    /// An id for a word, by its reading.
    pub id: &'h dyn Fn(&str) -> Option<String>,
    /// Ids that the content has already, which nothing new may have: rows of the form, scales.
    pub given: &'h [String],
}

impl Hints<'_> {
    /// The last year with results, as it is said or as the keys of other columns have it, and the first that is planned.
    pub(super) fn turn(&self, taken: &BTreeSet<String>) -> [Option<FiscalYear>; 2] {
        let reported = self.years.iter().rev().find(|year| year.is_reported()).map(|year| year.year);
        let of_key = |key: &String| {
            let parts: Vec<_> = key.split('.').collect();
            let year = match parts[..] {
                ["years", year, "costs", "settled", ..] | ["years", year, "results"] => year,
                ["indicators", _, "actuals", year] => year,
                _ => return None,
            };
            year.parse().ok()
        };
        let reported = reported.or_else(|| taken.iter().filter_map(of_key).max());
        [reported, self.years.iter().find(|year| !year.is_reported()).map(|year| year.year)]
    }
}

/// Whose records a draft is of.
#[derive(Clone, Copy)]
pub struct Owner<'p> {
    /// The key by which a reading names it, and its id.
    pub(super) written: (&'static str, &'p str),
    /// The rows of the city's own on its form.
    pub head: &'p Head,
}

impl<'p> From<&'p Program> for Owner<'p> {
    fn from(program: &'p Program) -> Self {
        Self { written: ("program", &program.id.0), head: &program.head }
    }
}

impl<'p> From<&'p Plan> for Owner<'p> {
    fn from(plan: &'p Plan) -> Self {
        Self { written: ("plan", &plan.id.0), head: &plan.head }
    }
}

impl Owner<'_> {
    /// Whether its records are sections, whose tree is that of the plan.
    pub(super) fn is_plan(&self) -> bool {
        self.written.0 == "plan"
    }

    /// Whether its records have a key: those of a plan lack some of an item.
    pub(super) fn has(&self, key: &str) -> bool {
        const OF_ITEMS: [&str; 5] = ["summary", "background", "approach", "goal", "category"];
        !self.is_plan() || !OF_ITEMS.contains(&key)
    }

    /// The line of the record: whose it is, and the column of its number.
    pub(super) fn record(&self, id: String) -> Vec<(&'static str, Yaml)> {
        let (key, own) = self.written;
        vec![(key, own.into()), ("id", Yaml::Text(id))]
    }
}

/// Drafts the reading of a file as the records of a program or a plan: its sheets, if each of them is one, or the rows of its largest sheet.
pub fn learn<'p>(book: &Book, owner: impl Into<Owner<'p>>, hints: &Hints<'_>) -> Option<Learnt> {
    let owner = &owner.into();
    let hints = &Hints { unit: hints.unit.or_else(|| unit_told(book)), ..*hints };
    if let Some(learnt) = learn_sheets::learn(book, owner, hints.unit) {
        return Some(learnt);
    }
    let sheet = book.sheets.iter().max_by_key(|sheet| sheet.cells.len()).filter(|sheet| !sheet.cells.is_empty())?;
    let rows = header(sheet);
    let heads = Heads::of(sheet, &rows);
    let indicators = Indicators::of(&heads);
    let several = Several::find(sheet, &heads, &indicators);
    let body = &Body::of(several.as_ref().map_or(sheet, |several| &several.sheet), &heads);
    let numbers_of_records = several.as_ref().map_or_else(|| id(body), |several| Some(several.id));
    let long = match &several {
        Some(several) => several.year,
        None => numbers_of_records.and_then(|id| long::find(body, id)),
    };
    let of_rows = [RepeatedYear { year: FiscalYear::new(OF_ROW)?, of: YearColumns::Reported }];
    let hints = &Hints { years: if long.is_some() { &of_rows } else { hints.years }, ..*hints };
    let mut taken = BTreeSet::new();
    let mut roles = by_heads(body, &indicators, owner, (hints, numbers_of_records, long), &mut taken);
    if let Some(several) = &several {
        several.beside(body, &mut roles, &mut taken);
    }
    guess(body, &mut roles, (hints, long), &mut taken);
    if long.is_some() {
        roles.iter_mut().for_each(|(_, role)| role.in_any_year());
    }
    if owner.is_plan() {
        roles.iter_mut().for_each(|(_, role)| role.in_section(owner));
    }
    if let Some(several) = &several {
        several.withhold(body, &mut roles);
        roles.iter_mut().for_each(|(_, role)| role.in_any_indicator());
    }
    let number = |number: usize| if several.is_some() { EACH_YEAR.to_owned() } else { number.to_string() };
    let mut learnt = Learnt { counted: "列", ..Learnt::default() };
    let (mut parts, mut year, mut id) = (Parts::default(), Lines::default(), TO_FILL.to_owned());
    // The heads that stand several times and have their line.
    let mut drafted = BTreeSet::new();
    let with_reason = |mark: &Taken| reason_of(body, &roles, mark, (&indicators, hints.unit));
    let beside =
        roles.iter().filter_map(|(_, role)| if let Role::Value(taken) = role { with_reason(taken) } else { None });
    let beside: BTreeSet<u32> = beside.collect();
    for (column, role) in &roles {
        let (column, head) = (*column, heads.head(*column));
        let sample = body.sample(column);
        let (certainty, told) = role.told();
        learnt.table.push(format!("{}列 {head} → {told}  {}  例: {sample}", letters(column), certainty.word()));
        learnt.counts[certainty as usize] += 1;
        let entry = match role {
            Role::Id => {
                id = heads.name(column);
                continue;
            }
            Role::Year(said) => {
                year = year_of_table(heads.name(column), said);
                continue;
            }
            Role::YearOfRow(lacks_era) => {
                year = year_of_row(heads.name(column), *lacks_era, several.is_some());
                continue;
            }
            Role::Unit | Role::Part => continue,
            Role::Value(_) if beside.contains(&column) => continue,
            Role::EachYear(_) if !drafted.insert(unspaced(head)) => continue,
            Role::Unknown if body.is_repeated(column) && !drafted.insert(unspaced(head)) => continue,
            Role::Value(taken) => {
                let entry = entry(body, column, taken, (&indicators, hints.unit));
                match with_reason(taken) {
                    Some(reason) => with(entry, "reason_from", Yaml::Text(heads.name(reason))),
                    None => entry,
                }
            }
            Role::EachYear(taken) => {
                let mut entry = entry(body, column, taken, (&indicators, hints.unit));
                entry.retain(|(key, _)| *key != "head");
                entry[0].1 = head.into();
                entry
            }
            Role::Unknown if body.is_repeated(column) => {
                parts.ignore(TO_FILL, head.to_owned());
                continue;
            }
            Role::Titles(code, _) => with(column_of(&heads, column), "title_of", Yaml::Text(code.clone())),
            Role::Joined(text, key) => vec![("join", Yaml::Text(text.clone())), ("key", (*key).into())],
            Role::Sign(sign, key) => {
                let entry = with(column_of(&heads, column), "key", key.as_str().into());
                with(entry, "values", Yaml::Braces(vec![(kept(sign), APPLIES.into())]))
            }
            Role::Withheld(reason) if !body.is_repeated(column) => {
                parts.ignore(reason, heads.name(column));
                continue;
            }
            Role::Unknown if body.is_numeric(column) && !head.is_empty() => {
                parts.ignore(TO_FILL, heads.name(column));
                continue;
            }
            Role::Withheld(reason) => with(column_of(&heads, column), "ignore", (*reason).into()),
            Role::Unknown => with(column_of(&heads, column), "ignore", TO_FILL.into()),
        };
        // An amount that several records share is of none of them.
        let is_text = |taken: &Taken| !taken.key.contains(".costs.") && !taken.key.starts_with("indicators.");
        let is_merged = several.is_none()
            && long.is_none()
            && matches!(role, Role::Value(taken) if is_text(taken))
            && body.is_merged(column);
        let is_above = is_merged || (several.is_some() && entry.iter().any(|(key, _)| *key == "ditto"));
        let entry = if is_above { with_ditto_above(entry) } else { entry };
        if let Role::Value(taken) | Role::EachYear(taken) = role {
            learnt.needs_unit |= taken.lacks_unit(&entry);
        }
        let is_unknown = matches!(role, Role::Unknown);
        let words = if is_unknown { few_words(body.shown(column)) } else { String::new() };
        let remark = format!("{} 例: {sample}{words}", certainty.word());
        let remark = match !is_above && entry.iter().any(|(key, _)| *key == "ditto") {
            true => {
                format!("「同上」({})の指すセルは、左の列(同じ行の左の文)か、上の行か", body.dittos(column).join("、"))
            }
            false => remark,
        };
        let line = Lines::item(&Yaml::Braces(entry)).with_remark(&remark);
        let part = match certainty {
            _ if line.text().contains(TO_FILL) => Part::Open,
            Certainty::Unknown => Part::Open,
            Certainty::Sure if !is_above => Part::Sure,
            Certainty::Guess | Certainty::Sure => Part::Guess,
        };
        parts.add(part, line);
        if let Role::Titles(code, true) = role {
            let entry = vec![("join", Yaml::Text(code.clone())), ("key", "category".into())];
            parts.add(Part::Sure, Lines::item(&Yaml::Braces(entry)).with_remark("確か 体系の番号"));
        }
    }
    for (key, year, head) in years_of_values(&heads).filter(|(key, ..)| !taken.contains(key)) {
        let key = if several.is_some() { of_row(&key) } else { key };
        let entry = vec![("value", year.as_str().into()), ("key", key.as_str().into())];
        parts.add(Part::Sure, Lines::item(&Yaml::Braces(entry)).with_remark(&format!("確か 「{head}」の年度")));
    }
    let numbers = numbers(&taken);
    // A guess is looked at once, however many lines it has.
    if numbers.len() > 1 {
        let remark = format!(
            "推測 どの指標も、判定の規則が表に無いので「判定しない」(rule: none)とします(終わりの{}行)。定めている指標があれば、その行を直します",
            numbers.len()
        );
        parts.add(Part::Guess, Lines::comment(&remark));
    }
    match numbers.len() {
        1 => numbers.into_iter().for_each(|of| parts.add(Part::Guess, no_rule(number(of)))),
        _ => numbers.into_iter().for_each(|of| parts.add(Part::EveryRow, of_every_row(number(of), "rule", "none"))),
    }
    for (of, kind) in indicators.kinds() {
        parts.add(Part::EveryRow, of_every_row(number(of), "kind", kind.code()));
    }
    if several.is_some() && !taken.contains("title") {
        parts.add(Part::Open, untitled());
    } else if let (Some(column), false) = (indicators.only(), taken.contains("title")) {
        let entry = with(column_of(&heads, column), "key", "title".into());
        let remark = "推測 題名の列が無いので、指標の名称を題名にします";
        parts.add(Part::Guess, Lines::item(&Yaml::Braces(entry)).with_remark(remark));
    }
    of_source(book, &id).into_iter().for_each(|line| parts.add(Part::Guess, line));
    let of_years = match long.is_none() && roles.iter().any(|(_, role)| matches!(role, Role::EachYear(_))) {
        true => of_repeated(hints.years),
        false => Lines::default(),
    };
    let top = top(sheet, &rows, (owner, id), several.as_ref()).and(year).and(of_years);
    learnt.text = top.and(Lines::comment("列ごとの読み方")).text() + "columns:\n" + &parts.text();
    learnt.to_read = parts.to_read();
    if hints.years.is_empty() {
        learnt.repeated = repeated(&heads, &roles);
    }
    Some(learnt)
}

/// The unit of amounts of money that a file tells in cells of their own, if they agree: (単位：千円), （百万円）.
fn unit_told(book: &Book) -> Option<&'static str> {
    let unit = |text: &str| {
        let plain = unspaced(text);
        let of = |unit: &&str| {
            let ends = [format!("単位:{unit}"), format!("単位:{unit})"), format!("単位{unit})")];
            plain == format!("({unit})") || ends.iter().any(|end| plain.ends_with(end))
        };
        UNITS.into_iter().find(of)
    };
    let texts = book.sheets.iter().flat_map(|sheet| sheet.cells.values()).filter_map(|cell| match &cell.content {
        Content::Text(text) => unit(text),
        Content::Number { .. }
        | Content::Unclear { .. }
        | Content::Day { .. }
        | Content::Truth(_)
        | Content::Error(_) => None,
    });
    let told: BTreeSet<_> = texts.collect();
    told.first().copied().filter(|_| told.len() == 1)
}

/// The years that the heads of baselines and of last targets say, each with its key: 基準値(R2), 目標値(R8).
fn years_of_values(heads: &Heads) -> impl Iterator<Item = (String, String, &str)> {
    heads.iter().filter_map(|(_, head)| {
        let is_single = |found: &Taken| found.key.ends_with(".baseline") || found.key.ends_with(".target");
        let found = of_words(head, None).filter(is_single)?;
        let year = without_year(&unspaced(head)).1?;
        Some((format!("{}.fiscal_year", found.key), year.western().to_string(), head))
    })
}

/// An entry of a column in which 同上 means the row above.
fn with_ditto_above(mut entry: Vec<(&'static str, Yaml)>) -> Vec<(&'static str, Yaml)> {
    entry.retain(|(key, _)| *key != "ditto");
    with(entry, "ditto", Yaml::Text(Ditto::Above.word().to_owned()))
}

/// The line of the column that says of which year the table is.
fn year_of_table(column: String, said: &str) -> Lines {
    let entry = Yaml::Braces(vec![("column", Yaml::Text(column)), ("is", Yaml::Text(said.to_owned()))]);
    Lines::key("year", &entry).with_remark("推測 表の年度が進めば、key の年度も同じだけ進めて読みます")
}

/// The lines of the column that says of which year each row is.
fn year_of_row(column: String, lacks_era: bool, is_of_indicator: bool) -> Lines {
    let era = lacks_era.then_some(("era", "令和".into()));
    let entry = [("column", Yaml::Text(column))].into_iter().chain(era).collect();
    let entry = Yaml::Braces(entry);
    if is_of_indicator {
        let remark = "推測 1行が1つの指標の1年度です。key の年度の @ が、行の年度になります";
        return Lines::key("year", &entry).with_remark(remark);
    }
    let remark = "推測 1行が1つの記録の1年度です。key の @ が、行の年度になります";
    Lines::key("layout", &"years".into()).and(Lines::key("year", &entry).with_remark(remark))
}

/// The first lines of a draft: the sheet, its header, and what a record is.
fn top(sheet: &Sheet, rows: &[u32], (owner, id): (&Owner<'_>, String), several: Option<&Several<'_>>) -> Lines {
    let record = owner.record(id);
    let record = match several.and_then(Several::ditto) {
        Some(((key, above), remark)) => {
            Lines::key("record", &Yaml::Braces(with(record, key, above))).with_remark(remark)
        }
        None => Lines::key("record", &Yaml::Braces(record)),
    };
    let layout = several.map_or_else(Lines::default, Several::layout);
    let rows: Vec<_> = rows.iter().map(|row| Yaml::Plain(row.to_string())).collect();
    let header = if let [only] = &rows[..] { only.clone() } else { Yaml::Row(rows) };
    let name = match &*sheet.name {
        "" => Lines::default(),
        name => Lines::key("sheet", &name.into()),
    };
    Lines::comment("表の読み方の下書きです。【未記入】のところを書き、「推測」の行を確認してください")
        .and(Lines::comment("行の順番は、変えてもかまいません(記録では、表の列の順になります)"))
        .and(name)
        .and(layout)
        .and(Lines::key("header", &header))
        .and(record)
}

/// The years of columns whose heads stand again for each year.
fn of_repeated(years: &[RepeatedYear]) -> Lines {
    let years = years.iter().map(|year| Yaml::Text(year.to_string())).collect();
    Lines::key("repeated", &Yaml::Row(years)).with_remark(
        "同じ見出しの列の年度(左から)。「計画」の年度は、決算が計画額に、実績が目標に(対象の指標では見込値に)なります",
    )
}

/// The parts of a draft, in their order: what somebody has to look at comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Something is to be written.
    Open,
    /// It is a guess.
    Guess,
    /// It is not taken.
    Ignored,
    /// The words of the heads and the cells say it.
    Sure,
    /// It is the same in every row.
    EveryRow,
}

impl Part {
    /// Each with what is told before its lines.
    const ALL: [(Self, &'static str); 5] = [
        (
            Self::Open,
            "書いてください。どの欄にも当てはまらない列は、ignore に理由を書くと、載せません。載せる列は、そこから抜いて key を書きます",
        ),
        (Self::Guess, "確認してください。見出しと中身からの推測です"),
        (Self::Ignored, "確認してください。載せない列です"),
        (Self::Sure, "読まなくてもかまいません。見出しと中身のとおりに読みます"),
        (Self::EveryRow, "読まなくてもかまいません。どの行でも同じ値です"),
    ];
}

/// The lines of a draft in their parts, and the heads that are not taken, by the reason.
#[derive(Default)]
struct Parts {
    lines: Vec<(Part, Lines)>,
    ignored: Vec<(&'static str, Vec<String>)>,
}

impl Parts {
    fn add(&mut self, part: Part, line: Lines) {
        self.lines.push((part, line));
    }

    /// A column that is not taken, beside others for the same reason.
    fn ignore(&mut self, reason: &'static str, name: String) {
        match self.ignored.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) => names.push(name),
            None => self.ignored.push((reason, vec![name])),
        }
    }

    /// The lines of a part.
    fn of(&self, part: Part) -> Vec<String> {
        let is_of = |reason: &str| match part {
            Part::Open => reason == TO_FILL,
            Part::Ignored => reason != TO_FILL,
            Part::Guess | Part::Sure | Part::EveryRow => false,
        };
        let ignored = self.ignored.iter().filter(|(reason, _)| is_of(reason)).map(|(reason, names)| {
            let from = match &names[..] {
                [only] => ("column", Yaml::Text(only.clone())),
                _ => ("heads", Yaml::Row(names.iter().cloned().map(Yaml::Text).collect())),
            };
            Lines::item(&Yaml::Braces(vec![from, ("ignore", (*reason).into())])).text()
        });
        let indented = |line: String| if line.starts_with('#') { format!("  {line}") } else { line };
        let lines = self.lines.iter().filter(|(of, _)| *of == part).map(|(_, line)| indented(line.text()));
        ignored.chain(lines).collect()
    }

    fn text(&self) -> String {
        let text = |(part, told): &(Part, &str)| {
            let lines = self.of(*part);
            if lines.is_empty() { String::new() } else { format!("  # {told}\n{}", lines.concat()) }
        };
        Part::ALL.iter().map(text).collect()
    }

    /// The number of lines that somebody has to look at, and of all.
    fn to_read(&self) -> [usize; 2] {
        let count = |(part, _): &(Part, &str)| (*part, self.of(*part).len());
        let counts: Vec<_> = Part::ALL.iter().map(count).collect();
        let is_read = |part: &Part| matches!(part, Part::Open | Part::Guess | Part::Ignored);
        let read = counts.iter().filter(|(part, _)| is_read(part)).map(|(_, count)| count).sum();
        [read, counts.iter().map(|(_, count)| count).sum()]
    }
}

/// From which file the records are, and which row of it each is.
fn of_source(book: &Book, id: &str) -> Vec<Lines> {
    let name = book.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let document = Yaml::Braces(vec![("value", name.into()), ("key", "source.document".into())]);
    let place = format!("{id} {{{id}}}");
    let place = Yaml::Braces(vec![("join", Yaml::Text(place)), ("key", "source.place".into())]);
    let remark = "推測 出典。公表している文書の題名や時点があれば、それに直します";
    let mut lines = vec![Lines::item(&document).with_remark(remark)];
    if id != TO_FILL {
        lines.push(Lines::item(&place).with_remark("推測 出典の中の場所"));
    }
    lines
}

/// What a sign says where it stands.
const APPLIES: &str = "該当";

/// The numbers of the indicators in some keys.
pub(super) fn numbers(keys: &BTreeSet<String>) -> BTreeSet<usize> {
    let number = |key: &String| key.strip_prefix("indicators.")?.split('.').next()?.parse().ok();
    keys.iter().filter_map(number).collect()
}

/// A value of an indicator that every record has.
pub(super) fn of_every_row(number: impl Display, key: &str, value: &str) -> Lines {
    let key = Yaml::Text(format!("indicators.{number}.{key}"));
    Lines::item(&Yaml::Braces(vec![("value", value.into()), ("key", key)]))
}

/// That no rule is declared for an indicator: a table does not have it.
pub(super) fn no_rule(number: impl Display) -> Lines {
    of_every_row(number, "rule", "none").with_remark("推測 判定の規則を定めているなら、直してください")
}

/// The keys that name a column.
fn column_of(heads: &Heads, column: u32) -> Vec<(&'static str, Yaml)> {
    let (name, head) = (heads.name(column), heads.head(column));
    let head = Some(head).filter(|head| name == letters(column) && !head.is_empty());
    let head = head.map(|head| ("head", Yaml::Text(head.to_owned())));
    [("column", Yaml::Text(name))].into_iter().chain(head).collect()
}

fn with(mut entry: Vec<(&'static str, Yaml)>, key: &'static str, value: Yaml) -> Vec<(&'static str, Yaml)> {
    entry.push((key, value));
    entry
}

/// The column of the reasons of a mark, if its line would say no more than that.
fn reason_of(body: &Body<'_>, roles: &[(u32, Role)], mark: &Taken, beside: (&Indicators, Option<&str>)) -> Option<u32> {
    let key = format!("{}.text", mark.key.strip_suffix(".mark")?);
    let is_it = |(column, role): &&(u32, Role)| {
        let is_plain = |(key, _): &(&str, Yaml)| ["column", "key", "split"].contains(key);
        matches!(role, Role::Value(taken)
            if taken.key == key && entry(body, *column, taken, beside).iter().all(is_plain))
    };
    roles.iter().find(is_it).map(|(column, _)| *column)
}

/// The maximum number of different texts in a column of numbers for each of which a number is asked for.
const MAX_ODD: usize = 8;

/// The ends of the keys of an indicator that are no numbers.
const NO_FIGURES: [&str; 3] = [".name", ".note", ".fiscal_year"];

/// The entry of a column that is a value.
fn entry(
    body: &Body<'_>,
    column: u32,
    Taken { key, .. }: &Taken,
    (indicators, money): (&Indicators, Option<&str>),
) -> Vec<(&'static str, Yaml)> {
    let heads = body.heads;
    let head = heads.head(column);
    let [name_of, unit] = indicators.beside(key);
    let name_of = name_of.map(|at| heads.name(at));
    let mut entry = with(column_of(heads, column), "key", key.as_str().into());
    let is_amount = key.contains(".costs.") && !key.ends_with(".persons");
    let is_figure = key.starts_with("indicators.") && !NO_FIGURES.iter().any(|end| key.ends_with(end));
    let printed =
        UNITS.into_iter().find(|unit| head.contains(&format!("({unit})")) || head.contains(&format!("（{unit}）")));
    match (is_amount, is_figure, unit) {
        (true, ..) => entry.push(("unit", printed.or(money).unwrap_or(TO_FILL).into())),
        (_, true, Some(unit)) => {
            entry.push(("unit_from", Yaml::Text(heads.name(unit))));
            let is_bare = body.alike(column).into_iter().any(|at| body.has_without(at, unit));
            entry.extend(is_bare.then_some(("dimensionless", Yaml::Truth(true))));
        }
        (_, true, None) => entry.push(("unit", TO_FILL.into())),
        _ => {}
    }
    // A row without a name is of no indicator, if each is one.
    if let (true, Some(name)) = (is_figure && !key.starts_with(OF_ROW_INDICATOR), name_of) {
        entry.push(("only_with", Yaml::Text(name)));
    }
    let is_number = is_figure || key.contains(".costs.");
    let is_of_year = key.trim_start_matches(OF_ROW_INDICATOR).contains(EACH_YEAR);
    let odd: BTreeSet<_> = match is_number {
        // A line for each year has the words of all of them.
        true if is_of_year => body.alike(column).into_iter().flat_map(|at| body.no_numbers(at)).collect(),
        true => body.no_numbers(column),
        false => BTreeSet::new(),
    };
    if (1..=MAX_ODD).contains(&odd.len()) {
        let values = odd.iter().map(|word| (kept(word), TO_FILL.into())).collect();
        entry.push(("values", Yaml::Braces(values)));
    }
    // A number that stands as a text: 0 is said, and is no empty cell.
    let is_said = !is_number && is_of_year && body.alike(column).into_iter().any(|at| body.has_zero(at));
    if is_said {
        entry.push(("values", Yaml::Braces(vec![(kept("0"), "0".into())])));
    }
    // The same head stands again for another year, and next year for the one after it.
    let mut dashes: BTreeSet<_> = body.alike(column).into_iter().flat_map(|at| body.dashes(at)).collect();
    // What a formula shows for an empty cell.
    let is_text = !key.contains(".costs.") && !is_figure && key != "category" && !is_of_year;
    if is_text && body.has_zero(column) {
        dashes.insert("0".to_owned());
    }
    if !dashes.is_empty() {
        entry.push(("empty", Yaml::Row(dashes.into_iter().map(Yaml::Text).collect())));
    }
    if !is_number && !body.dittos(column).is_empty() {
        entry.push(("ditto", TO_FILL.into()));
    }
    let has_lines = body.shown(column).any(|text| text.contains('\n'));
    if has_lines && !is_amount && !is_figure && !key.ends_with(".mark") {
        entry.push(("split", "行".into()));
    }
    entry
}

/// The rows of the header, from 1: the first with about the most texts, and one above it with texts over several columns.
fn header(sheet: &Sheet) -> Vec<u32> {
    let texts = |row: u32| {
        let cells = sheet.cells.range((row, 0)..(row + 1, 0));
        let texts =
            cells.filter(|(_, cell)| matches!(&cell.content, Content::Text(text) if text.chars().count() < 120));
        texts.map(|(_, cell)| unspaced(&cell.shown())).collect::<BTreeSet<_>>().len()
    };
    // A row of values may have more different texts than heads that stand again for each year.
    let most = (0..10).map(texts).max().unwrap_or_default();
    let first = (0..10).find(|row| texts(*row) * 5 >= most * 4).unwrap_or_default();
    let spans = |row: u32| {
        sheet.merged.iter().any(|area| area.first.0 == row && area.last.0 == row && area.first.1 < area.last.1)
    };
    match first.checked_sub(1).filter(|above| spans(*above) && texts(*above) > 1) {
        Some(above) => vec![above + 1, first + 1],
        None if spans(first) => vec![first + 1, first + 2],
        None => vec![first + 1],
    }
}
