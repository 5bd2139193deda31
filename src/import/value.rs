//! From a cell to a value: texts become values if they are unambiguous. Bullets, full-width digits and dates of the
//! eras are allowed; 同上, dashes and broken formulas are refused. The way back, from a value to what a cell shows, is
//! here too.

use unicode_normalization::UnicodeNormalization;

use super::book::{Cell, Content, TIME};
use super::digest::clean;
use super::field::Kind;
use super::names;
use super::rules::{
    CELL_BULLET, CELL_CONTINUED, CELL_DASH, CELL_DATE, CELL_DITTO, CELL_ERROR, CELL_KIND, CELL_LINES, CELL_NUMBER,
    CELL_REFERENCE, CELL_SDG, CELL_SHOWN, CELL_YEAR, UNKNOWN_DEPARTMENT, UNKNOWN_PLAN_SECTION, UNKNOWN_RATING,
    UNKNOWN_RECORD, UNKNOWN_VALUE,
};
use crate::characters::unspaced;
use crate::model::{Date, DateSlip, FiscalYear, Number, Rating, RecordId, Site, date_slip};
use crate::yaml::{Node, Step, Value};

/// In a cell, a list that is known to be empty.
pub(super) const NONE: &str = "（なし）";

/// The value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Unknown: the key is missing.
    Unknown,
    /// One text, as written in YAML.
    Word(String),
    /// A list, which may be empty.
    Words(Vec<String>),
}

impl Meaning {
    /// The value in NFC: two spellings of one character are no difference.
    pub(super) fn composed(&self) -> Self {
        let composed = |word: &String| word.nfc().collect();
        match self {
            Self::Unknown => Self::Unknown,
            Self::Word(word) => Self::Word(composed(word)),
            Self::Words(words) => Self::Words(words.iter().map(composed).collect()),
        }
    }
}

/// Why a cell is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) rule: &'static str,
    pub(super) message: String,
    pub(super) help: String,
    /// The line within the cell, from 0.
    pub(super) line: usize,
}

fn fault<T>(rule: &'static str, message: impl Into<String>, help: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { rule, message: message.into(), help: help.into(), line: 0 })
}

/// The value in the YAML.
pub(super) fn meaning(kind: &Kind, node: Option<&Node>) -> Meaning {
    let Some(node) = node else { return Meaning::Unknown };
    match &node.value {
        Value::Truth(truth) if *kind == Kind::Truth => Meaning::Word(truth.to_string()),
        Value::Empty | Value::Truth(_) | Value::Map(_) => Meaning::Unknown,
        Value::List(items) if *kind == Kind::References => Meaning::Words(items.iter().filter_map(referred).collect()),
        Value::List(items) => {
            Meaning::Words(items.iter().filter_map(|item| item.value.word()).map(str::to_owned).collect())
        }
        Value::Number(word) | Value::Text(word) => one(kind, word.trim()),
    }
}

/// The value of one word; a date or a year may have any spelling.
fn one(kind: &Kind, word: &str) -> Meaning {
    let spelled = match kind {
        Kind::Statements | Kind::Departments | Kind::Sdgs | Kind::Plans | Kind::Records => {
            return Meaning::Words(vec![word.to_owned()]);
        }
        Kind::Date => word.parse().ok().map(Date::iso),
        Kind::Year => word.parse().ok().map(|year: FiscalYear| year.western().to_string()),
        Kind::Line
        | Kind::Rating
        | Kind::Department
        | Kind::Number
        | Kind::Truth
        | Kind::Choice(_)
        | Kind::References => None,
    };
    Meaning::Word(spelled.unwrap_or_else(|| word.to_owned()))
}

/// The plan and the section of a reference, with a space between them.
fn referred(node: &Node) -> Option<String> {
    let part = |key: &'static str| node.find(&[Step::Key(key)])?.value.word();
    Some(format!("{} {}", part("plan")?, part("code")?))
}

/// What a cell shows for a value.
pub(super) fn shown(kind: &Kind, meaning: &Meaning, site: &Site) -> String {
    let lines = |words: &[String], line: &dyn Fn(&str) -> String| {
        words.iter().map(|word| line(word)).collect::<Vec<_>>().join("\n")
    };
    let reference = |part: &str| match part.split_once(' ') {
        Some((plan, code)) => format!("{} {code}", names::plan(site, plan)),
        None => part.to_owned(),
    };
    match (kind, meaning) {
        (_, Meaning::Unknown) => String::new(),
        (_, Meaning::Words(words)) if words.is_empty() => NONE.to_owned(),
        (Kind::Departments, Meaning::Words(ids)) => lines(ids, &|id| names::shown(site, id)),
        (Kind::Sdgs, Meaning::Words(numbers)) => numbers.join("、"),
        (Kind::References, Meaning::Words(parts)) => lines(parts, &reference),
        (Kind::Plans, Meaning::Words(ids)) => lines(ids, &|id| names::plan(site, id)),
        (Kind::Records, Meaning::Words(ids)) => lines(ids, &|id| names::record(site, id)),
        (_, Meaning::Words(words)) => lines(words, &bulleted),
        (Kind::Department, Meaning::Word(id)) => names::shown(site, id),
        (Kind::Date, Meaning::Word(date)) => date.parse::<Date>().map_or_else(|_| date.clone(), Date::wareki),
        (Kind::Year, Meaning::Word(year)) => {
            year.parse::<FiscalYear>().map_or_else(|_| year.clone(), FiscalYear::wareki)
        }
        (Kind::Choice(words), Meaning::Word(code)) => {
            let known = words.iter().find(|(_, known)| known == code);
            known.map_or_else(|| code.clone(), |(word, _)| (*word).to_owned())
        }
        (_, Meaning::Word(word)) => word.clone(),
    }
}

/// A statement as a line: with a bullet, unless it begins with a mark. Further lines of a statement are indented.
pub(super) fn bulleted(statement: &str) -> String {
    let statement = statement.replace('\n', "\n　");
    let marks = [
        '(', '（', '【', '・', '※', '＜', '○', '●', '◎', '□', '■', '◆', '◇', '→', '①', '②', '③', '④', '⑤', '⑥', '⑦',
        '⑧', '⑨',
    ];
    if statement.starts_with(marks) { statement } else { format!("・{statement}") }
}

/// Reads a cell; `now` is the value of the record, so that unchanged lines keep their spelling, and `unit` that of a number.
pub(super) fn read(
    kind: &Kind,
    cell: Option<&Cell>,
    (now, unit): (&Meaning, &str),
    site: &Site,
) -> Result<Meaning, Fault> {
    let Some(cell) = cell else { return Ok(Meaning::Unknown) };
    if let Some(read) = typed(kind, &cell.content, unit) {
        return read;
    }
    let text = clean(&cell.shown());
    if text.is_empty() {
        return Ok(Meaning::Unknown);
    }
    refuse_ditto(&text, kind)?;
    match kind {
        Kind::Line | Kind::Truth => line(&text).map(Meaning::Word),
        Kind::Statements => statements(&text, now),
        Kind::Rating => rating(&text),
        Kind::Date => date(&text),
        Kind::Department => department(&text, site).map(Meaning::Word),
        Kind::Departments => list(&text, |name| department(name, site)),
        Kind::Sdgs => list(&text, sdg),
        Kind::Year => year(&text),
        Kind::Number => number(&text),
        Kind::Choice(words) => chosen(&text, words),
        Kind::References => lines(&text, |line| reference(line, site)),
        Kind::Plans => lines(&text, |name| plan(name, site)),
        Kind::Records => lines(&text, |line| record(line, site)),
    }
}

/// Reads what is no text, or refuses it; `None` if it is to be read as the text that is shown.
fn typed(kind: &Kind, content: &Content, unit: &str) -> Option<Result<Meaning, Fault>> {
    Some(match (content, kind) {
        (Content::Error(shown), _) if shown == TIME => {
            let help = "先頭に ' を付けて、文として打ち直してください";
            fault(CELL_KIND.slug, "セルが時刻になっています", help)
        }
        (Content::Error(shown), _) => {
            let help = "参照先が消えた式などです。正しい値を入力してください";
            fault(CELL_ERROR.slug, format!("セルがエラー値「{shown}」になっています"), help)
        }
        (Content::Unclear { value, format }, _) => {
            let message = format!("セルの表示を読み取れません。値は {value}、表示形式は「{format}」です");
            fault(
                CELL_SHOWN.slug,
                message,
                "公開したいとおりに、文字として入力し直してください(先頭に ' を付けます。例: '37.2%)",
            )
        }
        (Content::Day { date, shown }, Kind::Date) => day(*date, shown.as_deref()),
        (Content::Day { date, shown }, _) => {
            let shown = shown.as_ref().map_or_else(|| "読み取れない値".to_owned(), |shown| format!("「{shown}」"));
            let message = format!("文の欄が、日付になっています。表示は{shown}、値は {} です", date.iso());
            let help = "10/1 などの入力を Excel が日付に変えたものです。先頭に ' を付けて、文字として入力し直してください(例: '10/1)";
            fault(CELL_DATE.slug, message, help)
        }
        (Content::Truth(_), _) => {
            fault(CELL_KIND.slug, "文の欄が TRUE・FALSE になっています", "文を入力し直してください")
        }
        (Content::Number { value, .. }, Kind::Date) => {
            let help = "「令和5年3月31日」「R5.3.31」「2023-03-31」のように入力し直してください";
            fault(CELL_DATE.slug, format!("日付の欄が、数値({value})になっています"), help)
        }
        (Content::Number { value, shown }, Kind::Number) => counted(value, shown, unit),
        (Content::Text(_) | Content::Number { .. }, _) => return None,
    })
}

/// Why what a cell shows cannot be a part of a text: it is an error, a day, a truth, or not certain.
pub(super) fn refused(content: &Content) -> Option<Fault> {
    typed(&Kind::Line, content, "").and_then(Result::err)
}

/// The word of a line that says that another cell is meant.
pub(super) fn ditto(line: &str) -> Option<&str> {
    const DITTO: &[&str] =
        &["同上", "同じ", "〃", "々", "″", "\u{201d}", "\"", "同左", "同右", "上記と同じ", "上に同じ"];
    let bare = line.trim().trim_start_matches(['・', '･']).trim();
    let bare = bare.trim_start_matches(['(', '（']).trim_end_matches([')', '）', '。']);
    DITTO.contains(&bare).then_some(bare)
}

pub(super) fn refuse_ditto(text: &str, kind: &Kind) -> Result<(), Fault> {
    for (number, line) in text.lines().enumerate() {
        if let Some(bare) = ditto(line) {
            return Err(Fault {
                rule: CELL_DITTO.slug,
                message: format!("「{bare}」では、何と同じか分かりません"),
                help: "同じ内容でも、文をそのままコピーしてください".to_owned(),
                line: number,
            });
        }
    }
    if matches!(text.trim(), "-" | "－" | "—" | "―" | "ー" | "–" | "‐" | "−" | "/" | "／" | "?" | "？") {
        let help = match kind {
            Kind::Statements | Kind::Departments | Kind::Sdgs | Kind::References | Kind::Plans | Kind::Records => {
                format!("分からないときは空欄に、無いと分かっているときは「{NONE}」と書いてください")
            }
            Kind::Line
            | Kind::Rating
            | Kind::Date
            | Kind::Department
            | Kind::Year
            | Kind::Number
            | Kind::Truth
            | Kind::Choice(_) => "無いときも、分からないときも、空欄にしてください".to_owned(),
        };
        return fault(
            CELL_DASH.slug,
            format!("「{}」は、「無い」のか「分からない」のかを読み取れません", text.trim()),
            help,
        );
    }
    Ok(())
}

fn line(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    if text.contains('\n') {
        return fault(CELL_LINES.slug, "1行で書く欄に、改行があります", "1行につなげて書いてください");
    }
    Ok(text.to_owned())
}

pub(super) fn is_none(text: &str) -> bool {
    matches!(text.trim(), NONE | "(なし)" | "なし" | "無し" | "（無し）")
}

/// One statement per line. An existing line keeps its spelling; the bullet of a new one is removed.
fn statements(text: &str, now: &Meaning) -> Result<Meaning, Fault> {
    let known: Vec<_> = match now {
        Meaning::Words(words) => words.iter().map(|word| (clean(&bulleted(word)), word)).collect(),
        Meaning::Unknown | Meaning::Word(_) => Vec::new(),
    };
    if is_none(text) && !known.iter().any(|(shown, _)| shown == text) {
        return Ok(Meaning::Words(Vec::new()));
    }
    let lines: Vec<_> = text.lines().collect();
    let (mut words, mut at) = (Vec::new(), 0);
    while at < lines.len() {
        let stands = known.iter().find_map(|(shown, word)| {
            let count = shown.lines().count();
            (lines.get(at..at + count)?.join("\n") == *shown).then_some((count, (*word).clone()))
        });
        if let Some((count, word)) = stands {
            words.push(word);
            at += count;
            continue;
        }
        let line = lines[at];
        at += 1;
        if line.trim().is_empty() {
            continue;
        }
        if line.starts_with([' ', '　', '\t']) && at > 1 {
            return Err(Fault {
                rule: CELL_CONTINUED.slug,
                message: "行の頭が空いていて、前の行の続きか別の文かが分かりません".to_owned(),
                help: "続きなら前の行につなげ(欄の幅で自動的に折り返します)、別の文なら行頭の空白を消してください"
                    .to_owned(),
                line: at - 1,
            });
        }
        let word = without_bullet(line.trim());
        if word.is_empty() {
            let help = "文を書くか、この行を消してください。評価の記号は、評価の欄に書きます";
            return Err(only_bullet(line.trim(), help, at - 1));
        }
        words.push(word.to_owned());
    }
    Ok(Meaning::Words(words))
}

/// Signs that say that something applies, of which some are bullets as well.
pub(super) const SIGNS: [&str; 8] = ["○", "〇", "◯", "●", "◎", "レ", "✓", "✔"];

/// A line that has a bullet and nothing else.
pub(super) fn only_bullet(line: &str, help: &str, at: usize) -> Fault {
    let message = format!("「{line}」だけの行があります");
    Fault { rule: CELL_BULLET.slug, message, help: help.to_owned(), line: at }
}

/// A word without its bullet; a bullet alone is no nothing.
fn word_of(part: &str) -> &str {
    Some(without_bullet(part)).filter(|word| !word.is_empty()).unwrap_or(part)
}

/// Removes one bullet. A `-` is a bullet only before a space: -5% is a number.
pub(super) fn without_bullet(line: &str) -> &str {
    const BULLETS: &[char] = &['・', '･', '○', '〇', '●', '◯', '□', '■', '◆', '◇', '•', '▪', '‣', '*', '＊'];
    let rest = line.strip_prefix(BULLETS).or_else(|| line.strip_prefix("- ")).or_else(|| line.strip_prefix("－ "));
    rest.map_or(line, str::trim_start)
}

fn rating(text: &str) -> Result<Meaning, Fault> {
    let typed = text.trim();
    if let Some(rating) = Rating::of(typed) {
        return Ok(Meaning::Word(rating.glyph().to_owned()));
    }
    let message = format!("評価「{typed}」は使えません");
    let marks = Rating::listed();
    let help = format!("{marks} のいずれかを選んでください。評価が無いときは空欄にします");
    fault(UNKNOWN_RATING.slug, message, help)
}

fn date(text: &str) -> Result<Meaning, Fault> {
    let typed = text.trim();
    let bare = typed.trim_end_matches("現在").trim_end_matches("時点").trim_end();
    match bare.parse::<Date>() {
        Ok(date) => Ok(Meaning::Word(date.iso())),
        Err(_) => {
            let DateSlip { message, help } = date_slip(bare);
            fault(CELL_DATE.slug, format!("「{typed}」を日付として読めません: {message}"), help)
        }
    }
}

/// A cell with a day: what it shows must be the day, or its month.
fn day(day: Date, shown: Option<&str>) -> Result<Meaning, Fault> {
    let read = shown.and_then(|shown| shown.parse::<Date>().ok());
    match read {
        Some(read) if read == day || read == (Date { day: None, ..day }) => Ok(Meaning::Word(read.iso())),
        _ => {
            let shown = shown.map_or_else(|| "読み取れない値".to_owned(), |shown| format!("「{shown}」"));
            fault(
                CELL_SHOWN.slug,
                format!("日付の年を確認できません。表示は{shown}、値は {} です", day.iso()),
                "年から表示される形式に変えるか、「令和5年3月31日」のように入力し直してください",
            )
        }
    }
}

fn department(text: &str, site: &Site) -> Result<String, Fault> {
    names::find(site, text).or_else(|unclear| {
        let (message, help) = names::tell(text.trim(), &unclear);
        fault(UNKNOWN_DEPARTMENT.slug, message, help)
    })
}

fn list(text: &str, read: impl Fn(&str) -> Result<String, Fault>) -> Result<Meaning, Fault> {
    if is_none(text) {
        return Ok(Meaning::Words(Vec::new()));
    }
    let parts = text.split(['\n', '、', '，', ',', '｜']).map(str::trim).filter(|part| !part.is_empty()).map(word_of);
    parts.map(read).collect::<Result<_, _>>().map(Meaning::Words)
}

/// A list whose items may contain any character: one per line.
fn lines(text: &str, read: impl Fn(&str) -> Result<String, Fault>) -> Result<Meaning, Fault> {
    if is_none(text) {
        return Ok(Meaning::Words(Vec::new()));
    }
    let mut words = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        words.push(read(word_of(line.trim())).map_err(|fault| Fault { line: number, ..fault })?);
    }
    Ok(Meaning::Words(words))
}

fn sdg(text: &str) -> Result<String, Fault> {
    let plain = unspaced(text);
    let number = plain.trim_start_matches("SDGs").trim_start_matches("目標");
    match number.parse::<u8>() {
        Ok(number @ 1..=17) => Ok(number.to_string()),
        _ => fault(
            CELL_SDG.slug,
            format!("SDGs の目標「{text}」は使えません"),
            "1から17までの番号を「11、17」のように書いてください",
        ),
    }
}

fn year(text: &str) -> Result<Meaning, Fault> {
    match text.trim().parse::<FiscalYear>() {
        Ok(year) => Ok(Meaning::Word(year.western().to_string())),
        Err(_) => fault(
            CELL_YEAR.slug,
            format!("「{}」を年度として読めません", text.trim()),
            "「令和4年度」「R4」「2022」のように書いてください",
        ),
    }
}

/// A number without the unit that is written in its own cell: 37.2% where the unit is %. Digits are none.
fn without_unit<'t>(text: &'t str, unit: &str) -> &'t str {
    let unit = unspaced(unit);
    let is_unit = unit.chars().any(|c| !c.is_numeric());
    let end = text.char_indices().map(|(at, _)| at).find(|at| is_unit && unspaced(&text[*at..]) == unit);
    text[..end.unwrap_or(text.len())].trim_end()
}

/// A cell with a number: what it shows is read, and must have the sign of the value.
fn counted(value: &str, shown: &str, unit: &str) -> Result<Meaning, Fault> {
    let both = format!("表示は {shown}、値は {value} です");
    let bare = without_unit(shown, unit).trim();
    let unsigned =
        bare.trim_start_matches(['-', '−', '－', '△', '▲', '▼', '(', '（', ' ']).trim_end_matches([')', '）']);
    let Ok(Meaning::Word(digits)) = number(unsigned) else {
        if value.parse() == Ok(0.0) {
            let message = format!("0 が「{}」と表示されていて、0 なのか、値が無いのかが分かりません", shown.trim());
            let help =
                "0 なら、セルの表示形式を「標準」か「数値」に変えてください。値が無いなら、セルを空にしてください";
            return fault(CELL_NUMBER.slug, message, help);
        }
        let help = "数字だけを「1234」「-5」「30.10」のように書いてください。表示に付く % や「件」が単位なら、単位の欄にも書けば読めます";
        return fault(CELL_NUMBER.slug, format!("「{shown}」を数として読めません。{both}"), help);
    };
    let is_zero = !digits.contains(|c: char| ('1'..='9').contains(&c));
    match (unsigned == bare || is_zero, value.starts_with('-') && !is_zero) {
        (true, false) => Ok(Meaning::Word(digits)),
        (false, true) => Ok(Meaning::Word(format!("-{digits}"))),
        _ => fault(CELL_SHOWN.slug, format!("表示と値の符号が違います。{both}"), "「-5」のように入力し直してください"),
    }
}

/// Allows full-width digits, thousands separators and ▲ or △ for less than zero, but no unit.
fn number(text: &str) -> Result<Meaning, Fault> {
    let typed = text.trim();
    let plain: String = typed.nfkc().collect::<String>().replace('−', "-");
    let is_number = |rest: &&str| rest.starts_with(|c: char| c.is_ascii_digit());
    let plain = match plain.strip_prefix(['▲', '△']).map(str::trim_start).filter(is_number) {
        Some(rest) => format!("-{rest}"),
        None => plain,
    };
    let (whole, rest) = plain.split_once('.').map_or((&*plain, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.trim_start_matches('-').split(',');
    let first = groups.next().is_some_and(|group| !whole.contains(',') || (1..=3).contains(&group.len()));
    let is_grouped = first && groups.all(|group| group.len() == 3);
    let digits = rest.map_or_else(|| whole.replace(',', ""), |rest| format!("{}.{rest}", whole.replace(',', "")));
    match digits.parse::<Number>() {
        Ok(_) if is_grouped => Ok(Meaning::Word(digits)),
        _ => fault(
            CELL_NUMBER.slug,
            format!("「{typed}」を数として読めません"),
            "数字だけを「1234」「-5」「30.10」のように書いてください。単位は単位の欄に、「以上」「約」などはその欄に書きます",
        ),
    }
}

fn chosen(text: &str, words: &[(&str, &str)]) -> Result<Meaning, Fault> {
    let typed = text.trim();
    let is_meant =
        |(word, code): &&(&str, &str)| *word == typed || *code == typed || word.strip_suffix('値') == Some(typed);
    match words.iter().find(is_meant) {
        Some((_, code)) => Ok(Meaning::Word((*code).to_owned())),
        None => {
            let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
            let help = format!("{} のいずれかを選んでください", known.join("・"));
            fault(UNKNOWN_VALUE.slug, format!("「{typed}」は使えません"), help)
        }
    }
}

/// A plan by its title or id, and after a space the number of its section.
fn reference(line: &str, site: &Site) -> Result<String, Fault> {
    let Some((name, code)) = line.trim().rsplit_once([' ', '　']) else {
        let message = format!("「{}」から、計画の名称と節の番号を読み分けられません", line.trim());
        return fault(
            CELL_REFERENCE.slug,
            message,
            "「計画の名称 1-3-2」のように、空白で区切って1行に1つ書いてください",
        );
    };
    let code: String = code.nfkc().collect();
    Ok(format!("{} {code}", plan(name, site)?))
}

fn plan(name: &str, site: &Site) -> Result<String, Fault> {
    names::find_plan(site, name).or_else(|known| {
        let help = format!("使えるのは{known}です");
        fault(UNKNOWN_PLAN_SECTION.slug, format!("計画「{}」がありません", name.trim()), help)
    })
}

/// The address of a record, as in the content or in a browser; after a space comes its name, which is ignored.
fn record(line: &str, site: &Site) -> Result<String, Fault> {
    record_at(line, site).map_or_else(
        || {
            let typed = line.split_whitespace().next().unwrap_or_default();
            let help = "programs/gyokaku/17、goals/2022/kikaku/1 のように、ページのアドレスを1行に1つ書いてください";
            fault(UNKNOWN_RECORD.slug, format!("記録 `{typed}` がありません"), help)
        },
        Ok,
    )
}

/// The record that an address names.
pub(super) fn record_at(line: &str, site: &Site) -> Option<String> {
    let typed = line.split_whitespace().next().unwrap_or_default();
    let base = site.profile.base_url.as_ref().map_or("", |base| &*base.value);
    let id = typed.strip_prefix(base).unwrap_or(typed).trim_end_matches("index.html").trim_matches('/');
    site.record(&RecordId(id.to_owned())).map(|_| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FigureKind;

    #[test]
    fn a_number_is_digits_whatever_their_width() {
        let read = |text: &str| match number(text) {
            Ok(Meaning::Word(word)) => Some(word),
            _ => None,
        };
        for (typed, expected) in
            [("１２", "12"), ("1,234,567", "1234567"), ("30.10", "30.10"), ("－５", "-5"), ("1,234.5", "1234.5")]
        {
            assert_eq!(read(typed).as_deref(), Some(expected), "{typed}");
        }
        for (typed, expected) in [("▲5", "-5"), ("△１，２３４", "-1234"), ("▲ 0.5", "-0.5")] {
            assert_eq!(read(typed).as_deref(), Some(expected), "{typed}");
        }
        for typed in ["12件", "約12", "1,23", "▲-5", "▲", "5△", "▲件", "12～15", "一", "1,2345", ",123"] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_unit_of_digits_is_no_part_of_a_number() {
        assert_eq!(counted("0", "0", "0"), Ok(Meaning::Word("0".to_owned())));
        assert_eq!(counted("0.5", "50%", "％"), Ok(Meaning::Word("50".to_owned())));
    }

    #[test]
    fn a_word_of_a_list_with_or_without_its_end() {
        let words = FigureKind::ALL.map(|(_, word, code)| (word, code));
        for typed in ["目標値", "目標", "target"] {
            assert_eq!(chosen(typed, &words), Ok(Meaning::Word("target".to_owned())));
        }
        assert_eq!(chosen("見込", &words), Ok(Meaning::Word("forecast".to_owned())));
        assert_eq!(chosen("予定", &words).map_err(|fault| fault.rule), Err("unknown-value"));
    }

    fn read_statements(text: &str, now: &[&str]) -> Result<Vec<String>, &'static str> {
        let now = Meaning::Words(now.iter().map(|word| (*word).to_owned()).collect());
        match statements(&clean(text), &now).map_err(|fault| fault.rule)? {
            Meaning::Words(words) => Ok(words),
            other @ (Meaning::Unknown | Meaning::Word(_)) => panic!("{other:?}"),
        }
    }

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(read_statements(text, &[]), Ok(expected.iter().map(|word| (*word).to_owned()).collect()), "{text}");
    }

    #[test]
    fn a_line_is_a_statement_without_its_bullet() {
        check("・一\n○二\n● 三\n四  \n\n- 五", &["一", "二", "三", "四", "五"]);
        check("(1) 一\n-5%\n【個人版】二", &["(1) 一", "-5%", "【個人版】二"]);
        check("なし", &[]);
        assert_eq!(read_statements("・一\n　二", &[]), Err("cell-continued"));
        assert_eq!(read_statements("○", &[]), Err("cell-bullet"));
    }

    #[test]
    fn a_line_that_stands_keeps_its_spelling() {
        let now = ["・一", "○ 二\n続き", "三"];
        let shown = now.map(bulleted).join("\n");
        assert_eq!(read_statements(&shown, &now), Ok(now.map(str::to_owned).to_vec()));
        assert_eq!(read_statements(&format!("{shown}\n・四"), &now).map(|words| words.len()), Ok(4));
    }

    #[test]
    fn what_could_mean_two_things_is_refused() {
        for text in ["同上", "・〃", "（同上）", "一\n同上", "－", "—"] {
            assert!(refuse_ditto(text, &Kind::Statements).is_err(), "{text}");
        }
        for text in ["同上の施設を改修", "-5%", "一－二"] {
            assert!(refuse_ditto(text, &Kind::Statements).is_ok(), "{text}");
        }
    }

    #[test]
    fn marks_dates_and_numbers_in_the_spellings_of_a_keyboard() {
        let word = |read: Result<Meaning, Fault>| match read {
            Ok(Meaning::Word(word)) => Some(word),
            _ => None,
        };
        assert_eq!(word(rating("〇")).as_deref(), Some("○"));
        assert_eq!(word(rating("Ａ")), None);
        assert_eq!(word(rating("▲")), None);
        assert_eq!(word(date("令和４年１０月１日現在")).as_deref(), Some("2022-10-01"));
        assert_eq!(word(date("R5.3")).as_deref(), Some("2023-03"));
        assert_eq!(word(date("10/1")), None);
        assert_eq!(list("１１、17", sdg).ok(), Some(Meaning::Words(vec!["11".into(), "17".into()])));
        assert_eq!(list("18", sdg).map_err(|fault| fault.rule), Err("cell-sdg"));
    }
}
