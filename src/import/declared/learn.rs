//! Drafts how a table is read: its heads are compared with the words of the city's form, of the keys and of the national
//! terms. What the words themselves say is certain; the rest is marked as a guess, or left to the clerk.

use std::collections::{BTreeMap, BTreeSet};

use super::super::book::{Book, Content, Sheet};
use super::heads::{Heads, letters};
use super::learn_sheets;
use super::years::between;
use crate::characters::{unspaced, visible};
use crate::model::{FiscalYear, FormPart, Program, RowKey, StandardFund, TO_FILL, vocabulary};
use crate::yaml::{Lines, Yaml};

/// A draft of how a table, or the sheets of a workbook, are read.
#[derive(Debug, PartialEq, Eq)]
pub struct Learnt {
    /// The text of `import/<name>.yaml`.
    pub text: String,
    /// What was understood, a line for each column or cell.
    pub table: Vec<String>,
    /// The number of columns or cells that are certain, guessed and unknown.
    pub counts: [usize; 3],
    /// What they count: 列, 欄.
    pub counted: &'static str,
}

/// How certain a draft is of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    Sure,
    Guess,
    Unknown,
}

impl Certainty {
    /// Its word.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Sure => "確か",
            Self::Guess => "推測",
            Self::Unknown => "分からない",
        }
    }
}

/// What a column is taken for.
pub(super) struct Taken {
    pub(super) key: String,
    pub(super) certainty: Certainty,
}

/// Words of heads, each with the key of the record; `@` is the year, which must be known.
#[rustfmt::skip]
const TERMS: &[(&[&str], &str, Certainty)] = &[
    (&["事務事業名", "事業名", "事業名称", "事務事業名称", "取組名", "取組項目名", "項目名", "題名"], "title", Certainty::Sure),
    (&["名称"], "title", Certainty::Guess),
    (&["担当課", "担当部署", "担当部課", "所管課", "所管部署", "主管課", "部課名", "担当課名", "所管課名", "所属"], "departments", Certainty::Sure),
    (&["担当", "部署", "課名", "部署名"], "departments", Certainty::Guess),
    (&["概要", "事業概要", "事業の概要", "事務事業の概要", "取組の概要", "事業内容"], "summary", Certainty::Sure),
    (&["目的", "事業目的", "事業の目的", "意図"], "goal", Certainty::Guess),
    (&["指標名", "指標の名称", "指標名称", "成果指標名", "活動指標名", "成果指標", "活動指標", "指標", "kpi"], "indicators.1.name", Certainty::Guess),
    (&["基準値", "現状値"], "indicators.1.baseline", Certainty::Guess),
    (&["目標値", "最終目標", "目標"], "indicators.1.target", Certainty::Guess),
    (&["目標@", "目標値@"], "indicators.1.targets.@", Certainty::Guess),
    (&["実績値@", "実績@"], "indicators.1.actuals.@", Certainty::Guess),
    (&["取組実績@", "実施内容@", "活動実績@", "取組内容@"], "years.@.results", Certainty::Guess),
    (&["計画@", "取組計画@", "実施計画@"], "years.@.plan", Certainty::Guess),
    (&["当初予算@", "当初予算額@", "予算額@", "予算@"], "years.@.costs.initial.total", Certainty::Guess),
    (&["最終予算@", "最終予算額@"], "years.@.costs.final.total", Certainty::Sure),
    (&["決算見込@", "決算見込額@"], "years.@.costs.estimate.total", Certainty::Sure),
    (&["決算@", "決算額@"], "years.@.costs.settled.total", Certainty::Sure),
    (&["事業費@", "事業費計@", "事業費合計@", "総事業費@"], "years.@.costs.settled.total", Certainty::Guess),
    (&["人件費@", "人件費計@"], "years.@.costs.settled.staff", Certainty::Guess),
    (&["正規職員従事人数@", "従事人数@", "職員数@", "従事職員数@"], "years.@.costs.settled.persons", Certainty::Guess),
    (&["トータルコスト@", "総コスト@"], "years.@.costs.settled.full", Certainty::Guess),
    (&["国庫支出金@", "国支出金@", "国費@"], "years.@.costs.settled.funds.national", Certainty::Guess),
    (&["県支出金@", "都道府県支出金@", "道支出金@", "府支出金@", "都支出金@", "県費@"], "years.@.costs.settled.funds.prefectural", Certainty::Guess),
    (&["地方債@", "市債@", "町債@", "村債@", "起債@"], "years.@.costs.settled.funds.bonds", Certainty::Guess),
    (&["使用料@", "使用料等@", "使用料・手数料@"], "years.@.costs.settled.funds.fees", Certainty::Guess),
    (&["その他@", "その他特財@", "その他特定財源@"], "years.@.costs.settled.funds.other", Certainty::Guess),
    (&["一般財源@"], "years.@.costs.settled.funds.general", Certainty::Guess),
];

/// Heads of the column with the number of a record.
pub(super) const IDS: [&str; 8] =
    ["事務事業id", "事業id", "事務事業番号", "事業番号", "整理番号", "事業コード", "番号", "id"];

/// Drafts the reading of a file as the items of a program: its sheets, if each of them is one, or the rows of its largest sheet. `years` are those of heads that stand several times.
pub fn learn(book: &Book, program: &Program, years: &[FiscalYear]) -> Option<Learnt> {
    if let Some(learnt) = learn_sheets::learn(book, program) {
        return Some(learnt);
    }
    let sheet = book.sheets.iter().max_by_key(|sheet| sheet.cells.len()).filter(|sheet| !sheet.cells.is_empty())?;
    let rows = header(sheet);
    let heads = Heads::of(sheet, &rows);
    let id = IDS.iter().find_map(|name| heads.iter().find(|(_, head)| unspaced(head).to_lowercase() == *name));
    let mut learnt = Learnt { text: String::new(), table: Vec::new(), counts: [0; 3], counted: "列" };
    let indicators = Indicators::of(&heads);
    let (mut times, mut taken, mut lines) = (BTreeMap::new(), BTreeSet::new(), Lines::default());
    let mut year = Lines::default();
    for (column, head) in heads.iter() {
        let time: &mut usize = times.entry(unspaced(head)).or_default();
        *time += 1;
        let sample = sample(sheet, column, heads.body);
        let shown = format!("{}列 {head}", letters(column));
        if id.is_some_and(|(id, _)| id == column) {
            learnt.table.push(format!("{shown} → 番号(`record.id`)  確か  例: {sample}"));
            continue;
        }
        if let Some(said) = only_text(sheet, column, heads.body).filter(|said| is_year_of_table(head, said)) {
            learnt.table.push(format!("{shown} → 表の年度(`year`)  推測  例: {sample}"));
            learnt.counts[Certainty::Guess as usize] += 1;
            let entry = Yaml::Braces(vec![("column", Yaml::Text(heads.name(column))), ("is", Yaml::Text(said))]);
            year = Lines::key("year", &entry).with_remark("推測 表の年度が進めば、key の年度も同じだけ進めて読みます");
            continue;
        }
        if indicators.is_unit(column) {
            learnt.table.push(format!("{shown} → 指標の単位  推測  例: {sample}"));
            continue;
        }
        let is_repeated = heads.iter().filter(|(_, other)| unspaced(other) == unspaced(head)).nth(1).is_some();
        let repeated = years.get(*time - 1).copied().filter(|_| is_repeated);
        let found =
            of_form(head, program).or_else(|| indicators.find(head, repeated)).or_else(|| of_words(head, repeated));
        let found = found.filter(|found| taken.insert(found.key.clone()));
        let certainty = found.as_ref().map_or(Certainty::Unknown, |found| found.certainty);
        let told = found.as_ref().map_or_else(|| "?".to_owned(), |found| named(&found.key));
        learnt.table.push(format!("{shown} → {told}  {}  例: {sample}", certainty.word()));
        learnt.counts[certainty as usize] += 1;
        let beside = found.as_ref().map_or([None, None], |found| indicators.beside(&found.key));
        let entry = entry(&heads, column, found.as_ref(), (sheet, beside.map(|at| at.map(|at| heads.name(at)))));
        let words = if found.is_none() { words(sheet, column, heads.body) } else { String::new() };
        let remark = format!("{} 例: {sample}{words}", certainty.word());
        lines = lines.and(Lines::item(&Yaml::Braces(entry)).with_remark(&remark));
    }
    let rule = |number: usize| {
        Lines::item(&Yaml::Braces(vec![
            ("value", TO_FILL.into()),
            ("key", Yaml::Text(format!("indicators.{number}.rule"))),
        ]))
        .with_remark("判定の規則。無ければ none")
    };
    lines = (1..=indicators.0.len()).map(rule).fold(lines, Lines::and);
    let id = id.map_or_else(|| TO_FILL.to_owned(), |(column, _)| heads.name(column));
    let record = Yaml::Braces(vec![("program", program.id.0.as_str().into()), ("id", Yaml::Text(id))]);
    let rows: Vec<_> = rows.iter().map(|row| Yaml::Plain(row.to_string())).collect();
    let header = if let [only] = &rows[..] { only.clone() } else { Yaml::Row(rows) };
    let name = match &*sheet.name {
        "" => Lines::default(),
        name => Lines::key("sheet", &name.into()),
    };
    let head = Lines::comment("表の読み方の下書きです。「推測」の行を確認し、【未記入】のところを書いてください")
        .and(Lines::comment("取り込まない列は、ignore の後に理由を書きます"));
    let top = head.and(name).and(Lines::key("header", &header)).and(Lines::key("record", &record)).and(year);
    learnt.text = top.and(Lines::comment("列ごとの読み方")).text() + "columns:\n" + &lines.text();
    Some(learnt)
}

/// The entry of a column.
fn entry(
    heads: &Heads,
    column: u32,
    found: Option<&Taken>,
    (sheet, [name_of, unit]): (&Sheet, [Option<String>; 2]),
) -> Vec<(&'static str, Yaml)> {
    let (name, head) = (heads.name(column), heads.head(column));
    let mut entry = vec![("column", Yaml::Text(name.clone()))];
    if name == letters(column) && !head.is_empty() {
        entry.push(("head", head.into()));
    }
    let Some(Taken { key, .. }) = found else {
        entry.push(("ignore", TO_FILL.into()));
        return entry;
    };
    entry.push(("key", key.as_str().into()));
    let is_amount = key.contains(".costs.") && !key.ends_with(".persons");
    let is_figure = key.starts_with("indicators.") && !key.ends_with(".name");
    let printed = ["千円", "百万円", "円"]
        .into_iter()
        .find(|unit| head.contains(&format!("({unit})")) || head.contains(&format!("（{unit}）")));
    match (is_amount, is_figure, unit) {
        (true, ..) => entry.push(("unit", printed.unwrap_or(TO_FILL).into())),
        (_, true, Some(unit)) => entry.push(("unit_from", Yaml::Text(unit))),
        (_, true, None) => entry.push(("unit", TO_FILL.into())),
        _ => {}
    }
    if let (true, Some(name)) = (is_figure, name_of) {
        entry.push(("only_with", Yaml::Text(name)));
    }
    // The same head stands again for another year, and next year for the one after it.
    let alike =
        heads.iter().filter(|(at, other)| *at == column || !head.is_empty() && unspaced(other) == unspaced(head));
    let mut dashes: BTreeSet<_> = alike.flat_map(|(at, _)| dashes(sheet, at, heads.body)).collect();
    // What a formula shows for an empty cell.
    let is_text = !is_amount && !is_figure && key != "category";
    if is_text && has_zero(sheet, column, heads.body) {
        dashes.insert("0".to_owned());
    }
    if !dashes.is_empty() {
        entry.push(("empty", Yaml::Row(dashes.into_iter().map(Yaml::Text).collect())));
    }
    let has_lines =
        sheet.cells.range((heads.body, 0)..).any(|((_, at), cell)| *at == column && cell.shown().contains('\n'));
    if has_lines && !is_amount && !is_figure {
        entry.push(("split", "行".into()));
    }
    entry
}

/// The rows of the header, from 1: the one with the most texts, and one above it with texts over several columns.
fn header(sheet: &Sheet) -> Vec<u32> {
    let texts = |row: u32| {
        let cells = sheet.cells.range((row, 0)..(row + 1, 0));
        let texts =
            cells.filter(|(_, cell)| matches!(&cell.content, Content::Text(text) if text.chars().count() < 120));
        texts.map(|(_, cell)| unspaced(&cell.shown())).collect::<BTreeSet<_>>().len()
    };
    let first = (0..10).max_by_key(|row| (texts(*row), std::cmp::Reverse(*row))).unwrap_or_default();
    let spans = |row: u32| {
        sheet.merged.iter().any(|area| area.first.0 == row && area.last.0 == row && area.first.1 < area.last.1)
    };
    match first.checked_sub(1).filter(|above| spans(*above) && texts(*above) > 1) {
        Some(above) => vec![above + 1, first + 1],
        None if spans(first) => vec![first + 1, first + 2],
        None => vec![first + 1],
    }
}

/// The row of the city's own form with this word, or with that of the head without its number and remarks.
pub(super) fn of_form(head: &str, program: &Program) -> Option<Taken> {
    let (whole, core) = (unspaced(head), core(head));
    let certainty = |word: &str| match unspaced(word) {
        word if word == whole => Some(Certainty::Sure),
        word if word == core => Some(Certainty::Guess),
        _ => None,
    };
    let taken = |key: &str, word: &str| Some(Taken { key: key.to_owned(), certainty: certainty(word)? });
    let own = program.head.own(FormPart::Whole).find_map(|(id, word)| taken(&format!("texts.{id}"), word));
    own.or_else(|| {
        program.head.form.iter().flatten().find_map(|row| match &row.row.value {
            RowKey::Known(key @ ("summary" | "background" | "approach" | "goal" | "departments" | "category")) => {
                taken(key, &row.word.as_ref()?.value)
            }
            RowKey::Known(_) | RowKey::Own(_) | RowKey::OwnOfYear(_) => None,
        })
    })
}

/// A head without the number before it and without what stands in brackets.
fn core(head: &str) -> String {
    let bare = unspaced(head.trim_start_matches(|c| ('①'..='⑳').contains(&c)));
    let mut depth = 0;
    let is_outside = |c: &char| {
        depth += i32::from(*c == '(');
        let is_outside = depth == 0;
        depth -= i32::from(*c == ')');
        is_outside
    };
    bare.chars().filter(is_outside).collect()
}

/// The indicators of a table: what stands in the heads of each, the columns of its name and of its unit.
#[derive(Default)]
struct Indicators(Vec<(String, u32, Option<u32>)>);

/// The ends of the heads of an indicator.
const NAMES: [&str; 2] = ["名称", "名"];
const VALUES: [(&str, &str); 5] =
    [("目標値", "targets"), ("目標", "targets"), ("実績値", "actuals"), ("実績", "actuals"), ("", "actuals")];

impl Indicators {
    fn of(heads: &Heads) -> Self {
        let cores: Vec<_> = heads.iter().map(|(column, head)| (column, core(head))).collect();
        let base = |core: &str, ends: &[&str]| {
            let end = ends.iter().find(|end| core.ends_with(**end))?;
            Some(core[..core.len() - end.len()].trim_end_matches([':', '_', '・']).to_owned())
        };
        let named = cores.iter().filter_map(|(column, core)| Some((base(core, &NAMES)?, *column)));
        let named = named.filter(|(base, _)| base.contains("指標"));
        let unit = |of: &str| {
            cores.iter().find(|(_, core)| base(core, &["単位"]).is_some_and(|base| base == of || base.is_empty()))
        };
        Self(named.map(|(of, column)| (of.clone(), column, unit(&of).map(|(column, _)| *column))).collect())
    }

    fn is_unit(&self, column: u32) -> bool {
        self.0.iter().any(|(.., unit)| *unit == Some(column))
    }

    /// The columns of the name and of the unit of an indicator's value.
    fn beside(&self, key: &str) -> [Option<u32>; 2] {
        let number = key.strip_prefix("indicators.").and_then(|key| key.split_once('.'));
        let at = number.filter(|(_, rest)| *rest != "name").and_then(|(number, _)| number.parse::<usize>().ok());
        let of = at.and_then(|at| self.0.get(at.checked_sub(1)?));
        of.map_or([None, None], |(_, name, unit)| [Some(*name), *unit])
    }

    /// What a head is of one of them.
    fn find(&self, head: &str, repeated: Option<FiscalYear>) -> Option<Taken> {
        let (core, own) = without_year(&core(head));
        let year = own.or(repeated);
        self.0.iter().enumerate().find_map(|(at, (base, ..))| {
            let end = match core.strip_prefix(base.as_str()) {
                Some(end) => end,
                None if self.0.len() == 1 && own.is_some() => &core,
                None => return None,
            };
            let end = end.trim_start_matches([':', '_', '・', 'の']);
            let number = at + 1;
            if NAMES.contains(&end) {
                return Some(Taken { key: format!("indicators.{number}.name"), certainty: Certainty::Guess });
            }
            let (_, list) = VALUES.iter().find(|(known, _)| *known == end)?;
            let key = format!("indicators.{number}.{list}.{}", year?.western());
            Some(Taken { key, certainty: Certainty::Guess })
        })
    }
}

/// The key that the national terms have for a head, with its year, or that of this repetition.
pub(super) fn of_words(head: &str, repeated: Option<FiscalYear>) -> Option<Taken> {
    // 事業費計(A) is 事業費計, but 全体計画(国庫支出金) is not 全体計画.
    let (word, own) = without_year(&core(head).to_lowercase());
    let word = word.trim_matches(['の', '・', '_', '-', ':', '+', '=']).to_owned();
    let year = own.or(repeated);
    TERMS.iter().find_map(|(words, key, certainty)| {
        let of = |known: &&&str| match known.strip_suffix('@') {
            Some(known) => year.is_some() && known == word,
            None => own.is_none() && **known == word,
        };
        words.iter().find(of)?;
        let key = year.map_or_else(|| (*key).to_owned(), |year| key.replace('@', &year.western().to_string()));
        let certainty =
            if own.is_none() && repeated.is_some() && key.starts_with("years") { Certainty::Guess } else { *certainty };
        Some(Taken { key, certainty })
    })
}

/// A head without the year in it, in any spelling.
pub(super) fn without_year(head: &str) -> (String, Option<FiscalYear>) {
    let ends: Vec<usize> = head.char_indices().map(|(at, _)| at).chain([head.len()]).collect();
    for (index, start) in ends.iter().enumerate() {
        for end in ends[index + 1..].iter().rev() {
            let word = &head[*start..*end];
            let is_cut = |text: &str, at: Option<char>| {
                at.is_some_and(|c| c.is_ascii_digit()) && text.ends_with(|c: char| c.is_ascii_digit())
            };
            let before = head[..*start].chars().next_back();
            if is_cut(word, head[*end..].chars().next()) || before.is_some_and(|c| c.is_ascii_alphanumeric()) {
                continue;
            }
            if let (true, Ok(year)) = (word.chars().count() > 1, word.parse::<FiscalYear>()) {
                return (format!("{}{}", &head[..*start], &head[*end..]), Some(year));
            }
        }
    }
    (head.to_owned(), None)
}

/// Whether a column whose rows all say the same has the year of the whole table.
fn is_year_of_table(head: &str, said: &str) -> bool {
    let is_year = ["R1", "1", "2024"].iter().any(|known| between(known, said).is_some());
    is_year && ["年度", "対象年度", "評価年度", "実施年度", "評価対象年度"].contains(&unspaced(head).as_str())
}

/// What every row says in a column, if they all say the same.
fn only_text(sheet: &Sheet, column: u32, body: u32) -> Option<String> {
    let cells = sheet.cells.range((body, 0)..).filter(|((_, at), _)| *at == column);
    let mut texts = cells.map(|(_, cell)| unspaced(&cell.shown())).filter(|text| !text.is_empty());
    let first = texts.next()?;
    texts.all(|other| other == first).then_some(first)
}

/// A key with its words: 事業費 > 決算 …
pub(super) fn named(key: &str) -> String {
    let fund =
        StandardFund::ALL.iter().find(|(.., code)| key.ends_with(&format!("funds.{code}"))).map(|(_, word, _)| *word);
    let last = key.split('.').next_back().unwrap_or_default();
    let word = fund.or_else(|| vocabulary::word("", last).map(|word| word.word).filter(|word| !word.contains('⟨')));
    word.map_or_else(|| format!("`{key}`"), |word| format!("`{key}`({word})"))
}

/// The few words that a column has in many rows, as one with marks does.
fn words(sheet: &Sheet, column: u32, body: u32) -> String {
    few_words(sheet.cells.range((body, 0)..).filter(|((_, at), _)| *at == column).map(|(_, cell)| cell.shown()))
}

/// The few words that many texts are, as marks are.
pub(super) fn few_words(texts: impl Iterator<Item = String>) -> String {
    const WORDS: usize = 8;
    let (mut words, mut rows) = (BTreeSet::new(), 0);
    for text in texts {
        let word = visible(&text).split_whitespace().collect::<Vec<_>>().join(" ");
        if word.is_empty() {
            continue;
        }
        rows += 1;
        words.insert(word);
        if words.len() > WORDS {
            return String::new();
        }
    }
    if words.len() < 2 || rows < words.len() * 3 {
        return String::new();
    }
    let listed: String = words.iter().map(|word| format!("「{word}」")).collect();
    format!("  語は{}つ: {listed}", words.len())
}

/// Dashes that stand in a cell as if for nothing.
pub(super) const DASHES: [&str; 9] = ["-", "－", "—", "―", "ー", "–", "‐", "−", "・"];

/// The dashes that stand in a column.
fn dashes(sheet: &Sheet, column: u32, body: u32) -> BTreeSet<String> {
    let texts = sheet.cells.range((body, 0)..).filter(|((_, at), _)| *at == column).map(|(_, cell)| cell.shown());
    texts.map(|text| text.trim().to_owned()).filter(|text| DASHES.contains(&text.as_str())).collect()
}

/// Whether the number 0 stands in a column.
fn has_zero(sheet: &Sheet, column: u32, body: u32) -> bool {
    let mut cells = sheet.cells.range((body, 0)..).filter(|((_, at), _)| *at == column);
    cells.any(|(_, cell)| matches!(&cell.content, Content::Number { value, .. } if value == "0"))
}

/// The first text of a column, on one line.
fn sample(sheet: &Sheet, column: u32, body: u32) -> String {
    let first = sheet.cells.range((body, 0)..).find(|((_, at), cell)| *at == column && !cell.shown().trim().is_empty());
    first.map_or_else(|| "(空)".to_owned(), |(_, cell)| shortened(&cell.shown()))
}

/// The beginning of a text, on one line and quoted.
pub(super) fn shortened(text: &str) -> String {
    const LEN: usize = 20;
    let line = visible(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(LEN).collect();
    if short.len() < line.len() { format!("「{short}…」") } else { format!("「{short}」") }
}
