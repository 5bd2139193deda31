//! Reading the keys of one mapping: each key by name; every fault is reported, and keys that were not read are refused.
//!
//! The reading functions are also the only description of what a record may hold. To describe it they run without a file: each
//! function that reads a value then only records the [`Kind`] of value that it expects in a [`KindCell`], and returns `None`.

use std::cell::RefCell;
use std::str::FromStr;

use super::rules::{MALFORMED_READING, MISSING_KEY, TYPED_LIST, UNKNOWN_KEY, UNKNOWN_VALUE, WRONG_TYPE};
use crate::characters::{begins_like_item, joined, looked_up};
use crate::diagnostic::{Diagnostic, Diagnostics, Located, Span, nearest, perhaps};
use crate::model::vocabulary::named;
use crate::model::{
    CalendarYear, Date, DateSlip, FiscalYear, Number, Readings, RubyFault, Statements, Text, calendar_year_slip,
    date_slip, numerals, plain, ruby, year_slip,
};
use crate::shape::{Field, Kind};
use crate::source::FileId;
use crate::yaml::{FORM, Node, Slip, Value, slip};

/// What is collected while one file is read: its faults, and the 読み仮名 of its texts.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// The text of the file, to find a line of a value.
    text: String,
    diagnostics: RefCell<Diagnostics>,
    readings: RefCell<Readings>,
}

impl Faults {
    /// Nothing yet, of a file with this text.
    pub(super) fn of(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    pub(super) fn push(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// The comment behind a value, on the line on which it ends.
    pub(super) fn remark(&self, at: Span) -> Option<&str> {
        let rest = self.text.get(at.end as usize..)?.lines().next()?;
        Some(rest.split_once(" # ")?.1.trim()).filter(|remark| !remark.is_empty())
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.diagnostics.borrow().iter().len()
    }

    pub(super) fn into_parts(self) -> (Diagnostics, Readings) {
        (self.diagnostics.into_inner(), self.readings.into_inner())
    }
}

/// The keys of one mapping. A reading function must read all of them before its first `?`: keys that were not read are refused
/// when this value is dropped.
pub(super) struct Fields<'n> {
    pub(super) at: Span,
    pub(super) faults: &'n Faults,
    holder: &'static str,
    entries: &'n [(Located<String>, Node)],
    keys_read: Vec<&'static str>,
    /// The keys that are needed and not there, each with its finding: a misspelt one is told as misspelt only.
    missing: Vec<(&'static str, Diagnostic)>,
    /// While describing: the cell for the kind of this mapping, and its fields so far.
    describing: Option<(&'n KindCell, Vec<Field>)>,
}

/// The kind of value that a reading function expects, recorded while describing.
#[derive(Debug, Default)]
pub(super) struct KindCell(RefCell<Option<Kind>>);

/// Reads a value; reports a fault and returns `None` where it cannot.
pub(super) type Decode<T> = fn(&Value, Span, &Slot<'_>) -> Option<T>;

/// The key of a value, for messages.
pub(super) struct Slot<'s> {
    key: &'static str,
    holder: &'static str,
    pub(super) faults: &'s Faults,
    describing: Option<&'s KindCell>,
}

impl Slot<'_> {
    /// Names the key as messages do: 題名(`title`).
    pub(super) fn named(&self) -> String {
        named(self.holder, self.key)
    }

    /// States the expected kind, before anything is read. While describing, records it and returns `None`.
    pub(super) fn expects(&self, kind: impl FnOnce() -> Kind) -> Option<()> {
        let Some(cell) = self.describing else { return Some(()) };
        cell.0.borrow_mut().get_or_insert_with(kind);
        None
    }

    /// Reports a text that cannot be read as a value, with its cause.
    fn unread<T>(&self, at: Span, text: &str, cause: &str, help: impl Into<String>) -> Option<T> {
        let message = format!("{}「{text}」: {cause}", self.named());
        self.faults.push(Diagnostic::error(WRONG_TYPE.slug, at, message, help));
        None
    }

    /// Reports a value that is no date or year.
    fn undated<T>(&self, value: &Value, at: Span, expected: &str, slip: fn(&str) -> DateSlip) -> Option<T> {
        match value.word() {
            Some(text) => {
                let DateSlip { message, help } = slip(text);
                self.unread(at, text, &message, help)
            }
            None => self.wrong(at, expected, "日付や年度を1つだけ書いてください"),
        }
    }

    /// Reports a value of another kind.
    pub(super) fn wrong<T>(&self, at: Span, expected: &str, help: impl Into<String>) -> Option<T> {
        if self.describing.is_some() {
            return None;
        }
        let message = format!("{}には、{expected}を書きます", self.named());
        self.faults.push(Diagnostic::error(WRONG_TYPE.slug, at, message, help));
        None
    }
}

impl<'n> Fields<'n> {
    /// An empty mapping, to describe what one may hold.
    fn describing(at: Span, faults: &'n Faults, cell: &'n KindCell) -> Self {
        Self {
            at,
            faults,
            holder: "",
            entries: &[],
            keys_read: Vec::new(),
            missing: Vec::new(),
            describing: Some((cell, Vec::new())),
        }
    }

    /// Reads a node as a mapping.
    pub(super) fn of(value: &'n Value, at: Span, slot: &Slot<'n>) -> Option<Self> {
        if let Some(cell) = slot.describing {
            return Some(Self::describing(at, slot.faults, cell));
        }
        match value {
            Value::Map(entries) => Some(Self {
                at,
                faults: slot.faults,
                holder: slot.key,
                entries,
                keys_read: Vec::new(),
                missing: Vec::new(),
                describing: None,
            }),
            Value::Empty | Value::Truth(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => {
                slot.wrong(at, "「キー: 値」の組", "README.md の例のように、キーと値の組で書いてください")
            }
        }
    }

    /// Reads the top of a file as a mapping.
    pub(super) fn of_file(node: &'n Node, text: &str, faults: &'n Faults) -> Option<Self> {
        if let Value::Map(entries) = &node.value {
            let (keys_read, missing) = (Vec::new(), Vec::new());
            return Some(Self { at: node.at, faults, holder: "", entries, keys_read, missing, describing: None });
        }
        let (at, message, help) = match (&node.value, slip(text, node.at)) {
            (Value::Empty, _) => {
                (node.at, "ファイルに中身がありません", "必要なキーを書くか、ファイルを消してください")
            }
            (_, Some(Slip { at, message, help })) => (at, message, help),
            (_, None) => (node.at, "ファイルの中身が「キー: 値」の形ではありません", FORM),
        };
        faults.push(Diagnostic::error(WRONG_TYPE.slug, at, message, help));
        None
    }

    /// The top of a file of a kind in which keys have words of their own.
    pub(super) fn of_kind(mut self, kind: &'static str) -> Self {
        self.holder = kind;
        self
    }

    /// While describing, records the kind of a key and returns `true`.
    fn note<T>(&mut self, key: &'static str, of: impl FnOnce(Kind) -> Field, decode: Decode<T>) -> bool {
        let Some((_, fields)) = &mut self.describing else { return false };
        let cell = KindCell::default();
        let slot = Slot { key, holder: self.holder, faults: self.faults, describing: Some(&cell) };
        decode(&Value::Empty, self.at, &slot);
        let kind = cell.0.into_inner().unwrap_or_else(|| panic!("the reader of `{key}` begins with `slot.expects`"));
        fields.push(of(kind));
        true
    }

    fn find(&mut self, key: &'static str) -> Option<&'n Node> {
        if self.keys_read.last() != Some(&key) {
            self.keys_read.push(key);
        }
        self.entries
            .iter()
            .find(|(known, _)| known.value == key)
            .map(|(_, node)| node)
            .filter(|node| node.value != Value::Empty)
    }

    /// A value that may be missing, which means unknown.
    pub(super) fn optional<T>(&mut self, key: &'static str, decode: Decode<T>) -> Option<T> {
        if self.note(key, |kind| Field::optional(key, kind), decode) {
            return None;
        }
        let node = self.find(key)?;
        decode(&node.value, node.at, &self.slot(key))
    }

    /// A value that may be missing, but not begun: `draft:` without a word would publish.
    pub(super) fn whole<T>(&mut self, key: &'static str, decode: Decode<T>) -> Option<T> {
        if self.note(key, |kind| Field::whole(key, kind), decode) {
            return None;
        }
        let is_begun = |(known, node): &&(Located<String>, Node)| known.value == key && node.value == Value::Empty;
        if let Some((begun, _)) = self.entries.iter().find(is_begun) {
            let help = "コロンの後に値を書くか、この行を消してください";
            let message = format!("{}の値がありません", named(self.holder, key));
            self.faults.push(Diagnostic::error(MISSING_KEY.slug, begun.at, message, help));
        }
        self.optional(key, decode)
    }

    /// A value that must not be missing.
    pub(super) fn required<T>(&mut self, key: &'static str, decode: Decode<T>) -> Option<T> {
        if self.note(key, |kind| Field::required(key, kind), decode) {
            return None;
        }
        let Some(node) = self.find(key) else {
            let named = named(self.holder, key);
            let fault = match self.entries.iter().find(|(known, _)| known.value == key) {
                Some((key, _)) => {
                    let help = "コロンの後に値を書いてください。# から後ろは説明と見なされるので、# で始まる値は引用符 \" \" で囲みます";
                    Diagnostic::error(MISSING_KEY.slug, key.at, format!("{named}の値がありません"), help)
                }
                None => {
                    let help = format!("`{key}: …` を書いてください");
                    Diagnostic::error(MISSING_KEY.slug, self.at, format!("{named}がありません"), help)
                }
            };
            self.missing.push((key, fault));
            return None;
        };
        decode(&node.value, node.at, &self.slot(key))
    }

    /// A list: missing means unknown, `[]` means none. Entries with faults are left out; the faults stop publication.
    pub(super) fn list<T>(&mut self, key: &'static str, decode: Decode<T>) -> Option<Vec<T>> {
        if self.note(key, |kind| Field::optional(key, Kind::List(Box::new(kind))), decode) {
            return None;
        }
        let node = self.find(key)?;
        let slot = self.slot(key);
        let Value::List(list) = &node.value else {
            let help = match node.value.word() {
                Some(text) if text.starts_with('［') => {
                    "かっこを半角の [ ] にし、半角の , で区切ってください".to_owned()
                }
                Some(text) if !text.contains(['\n', ',', '、', '・']) && !is_mapping(decode, &slot) => {
                    format!("1つでも `{key}: [{text}]` と書いてください")
                }
                _ => format!("`{key}:` の下に、行頭を `- ` にして1つずつ書いてください"),
            };
            return slot.wrong(node.at, "リスト", help);
        };
        // Most lists are short and live for the whole run, so they get no spare capacity.
        let mut decoded = Vec::with_capacity(list.len());
        decoded.extend(list.iter().filter_map(|node| decode(&node.value, node.at, &slot)));
        Some(decoded)
    }

    /// A list of no more entries than a person writes: what is made of it takes time and room for each pair of them.
    pub(super) fn list_up_to<T>(&mut self, most: usize, key: &'static str, decode: Decode<T>) -> Option<Vec<T>> {
        let list = self.list(key, decode)?;
        if list.len() <= most {
            return Some(list);
        }
        let at = self.find(key).map_or(self.at, |node| node.at);
        let help = "2つ以上の記録か、組に分けてください";
        self.slot(key).wrong(at, &format!("{most}個までのリスト"), help)
    }

    /// A list for which unknown and none are the same.
    pub(super) fn list_or_empty<T>(&mut self, key: &'static str, decode: Decode<T>) -> Vec<T> {
        self.list(key, decode).unwrap_or_default()
    }

    /// Statements; a single one may be written without a list.
    pub(super) fn statements(&mut self, key: &'static str) -> Statements {
        if self.note(key, |kind| Field::optional(key, Kind::OneOrMore(Box::new(kind))), text) {
            return None;
        }
        let node = self.find(key)?;
        match &node.value {
            Value::List(_) => self.list(key, text),
            // Without the space after `-` the lines of a list are one text in YAML.
            Value::Text(lines) if looks_like_list(lines) => {
                let help = "行頭を `- `(半角の - と半角空白)にして、1行に1つずつ書いてください";
                self.slot(key).wrong(node.at, "リスト", help)
            }
            value @ (Value::Empty | Value::Truth(_) | Value::Number(_) | Value::Text(_) | Value::Map(_)) => {
                text(value, node.at, &self.slot(key)).map(|text| vec![text])
            }
        }
    }

    /// The entries, for mappings whose keys are data.
    pub(super) fn into_entries(mut self) -> &'n [(Located<String>, Node)] {
        std::mem::take(&mut self.entries)
    }

    fn slot(&self, key: &'static str) -> Slot<'n> {
        Slot { key, holder: self.holder, faults: self.faults, describing: None }
    }
}

/// Whether a function reads mappings.
fn is_mapping<T>(decode: Decode<T>, slot: &Slot<'_>) -> bool {
    let cell = KindCell::default();
    decode(&Value::Empty, Span::file(FileId(0)), &Slot { describing: Some(&cell), ..*slot });
    matches!(cell.0.into_inner(), Some(Kind::Map(_)))
}

/// Refuses the keys that were not read.
impl Drop for Fields<'_> {
    fn drop(&mut self) {
        if let Some((cell, fields)) = self.describing.take() {
            cell.0.borrow_mut().get_or_insert(Kind::Map(fields));
        }
        // The nearest key is looked for a hundred times, not for each key of a file that is something else.
        let unknown = self.entries.iter().filter(|(key, _)| !self.keys_read.contains(&key.value.as_str()));
        for (number, (key, node)) in unknown.enumerate() {
            let bare = key.value.trim_start_matches(['\u{3000}', ' ', '-']);
            let bare = bare.split(['：', ':']).next().unwrap_or_default();
            let near = (number < 100).then(|| nearest(bare, self.keys_read.iter().copied())).flatten();
            self.missing.retain(|(missing, _)| near != Some(missing));
            let help = match near {
                _ if key.value.contains('：') => {
                    "コロンが全角です。半角の「: 」(コロンと半角空白)に直してください".to_owned()
                }
                _ if key.value.starts_with('\u{3000}') => {
                    "行の始めに全角空白が入っています。半角空白に直してください".to_owned()
                }
                Some(near) => format!("{}ではありませんか", named(self.holder, near)),
                // YAML reads the words after a comma within braces as a key.
                None if node.value == Value::Empty => {
                    "`{ }` の中で , を含む文は、文の全体を引用符 \" \" で囲んでください".to_owned()
                }
                None => format!("ここで使えるキーは {} です", self.keys_read.join("、")),
            };
            let message = format!("キー `{}` は使えません", key.value);
            self.faults.push(Diagnostic::error(UNKNOWN_KEY.slug, key.at, message, help));
        }
        self.missing.drain(..).for_each(|(_, fault)| self.faults.push(fault));
    }
}

/// The fields that a function reads from the top of a file.
pub(super) fn describe(read: impl FnOnce(Fields<'_>)) -> Vec<Field> {
    let (faults, cell) = (Faults::default(), KindCell::default());
    read(Fields::describing(Span::file(FileId(0)), &faults, &cell));
    match cell.0.into_inner() {
        Some(Kind::Map(fields)) => fields,
        other => unreachable!("the top of a file is a mapping: {other:?}"),
    }
}

/// A text of one line: the lines of a wrapped sentence are joined, and white space around it is dropped.
pub(super) fn text(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Text> {
    let text = lines(value, at, slot)?;
    if !text.value.contains('\n') {
        return Some(text);
    }
    if let Some(item) = typed_item(&slot.faults.text, at) {
        let message = "リストのように始まる行が、前の行の文につながります";
        let help = "1行ずつ公開するなら、行頭を `- `(半角の - と半角空白)にしてください。1つの文なら、改行せずに書いてください";
        slot.faults.push(Diagnostic::warning(TYPED_LIST.slug, item, message, help));
    }
    Some(text.map(|text| joined(&text).into_owned()))
}

/// A word by which something is looked up.
pub(super) fn word(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Text> {
    text(value, at, slot).map(|text| text.map(|word| looked_up(&word).into_owned()))
}

/// The first line of a value, but for the line on which it begins, that begins like an item of a list.
fn typed_item(text: &str, at: Span) -> Option<Span> {
    let written = text.get(at.start as usize..at.end as usize)?;
    let mut start = at.start;
    for line in written.split_inclusive('\n') {
        let bare = line.trim();
        let begin = start + (line.len() - line.trim_start().len()) as u32;
        if start > at.start && begins_like_item(bare) {
            return Some(Span { start: begin, end: begin + bare.len() as u32, ..at });
        }
        start += line.len() as u32;
    }
    None
}

/// A text with its lines, without white space around it. A number is read as its digits if every YAML reader would keep them.
pub(super) fn lines(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Text> {
    slot.expects(|| Kind::Text)?;
    match value {
        Value::Text(text) if text.trim().is_empty() => {
            slot.wrong(at, "文字", "空の値です。分からないときはキーごと消してください")
        }
        Value::Text(text) => without_readings(text.trim(), at, slot),
        Value::Number(digits) if is_canonical(digits) => Some(Located { value: digits.clone(), at }),
        Value::Number(digits) => slot.wrong(
            at,
            "文字",
            format!("\"{digits}\" のように引用符で囲んでください(囲まないと数値として扱われます)"),
        ),
        Value::Truth(_) => slot.wrong(at, "文字", "値の全体を引用符 \" \" で囲んでください"),
        Value::Empty => slot.wrong(at, "文字", "値を書くか、この行を消してください"),
        Value::List(_) | Value::Map(_) => slot.wrong(
            at,
            "1つの文",
            "リストや「キー: 値」の組は書けません。文の中に `: ` があるときは、文の全体を引用符 \" \" で囲んでください",
        ),
    }
}

/// The text without its 読み仮名 (`｜武石《たけし》`), which are collected.
fn without_readings(text: &str, at: Span, slot: &Slot<'_>) -> Option<Text> {
    if !text.contains(['｜', '《']) {
        return Some(Located { value: text.to_owned(), at });
    }
    match ruby(text) {
        Ok((value, rubies)) => {
            slot.faults.readings.borrow_mut().add(at, &value, rubies);
            Some(Located { value, at })
        }
        Err(fault) => {
            slot.faults.push(malformed(at, fault));
            None
        }
    }
}

/// The finding about a malformed 読み仮名.
pub(super) fn malformed(at: Span, fault: RubyFault) -> Diagnostic {
    let message = match fault {
        RubyFault::NoEnd => "読み仮名の「《」が「》」で閉じられていません",
        RubyFault::NoBase => "「｜」と「《」の間に、読み仮名を付ける語がありません",
        RubyFault::NotKana => "読み仮名の《》の中が、ひらがな・カタカナではありません",
    };
    let help = "読み仮名は `｜武石《たけし》` のように書いてください。よみは、ひらがなかカタカナです。区切りの線なら、半角の | を使ってください";
    Diagnostic::error(MALFORMED_READING.slug, at, message, help)
}

fn is_canonical(digits: &str) -> bool {
    digits.parse::<Number>().is_ok_and(|number| number.decimals() == 0 || !digits.ends_with('0'))
}

/// Whether a text begins like an item of a list, but without the space: `-文`, `・文`.
fn looks_like_list(text: &str) -> bool {
    text.starts_with('・') || text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| !c.is_ascii_digit()))
}

pub(super) fn parsed<T: FromStr>(value: &Value, at: Span) -> Option<Located<T>> {
    value.word()?.parse().ok().map(|value| Located { value, at })
}

/// What to write for a text that has more than a number.
fn number_slip(text: &str) -> String {
    const QUALIFIERS: [&str; 6] = ["以上", "以下", "未満", "超", "約", "程度"];
    let text = plain(text).replace(['“', '”', '‘', '’', '「', '」'], "");
    if ["-", "ー", "―", "なし", "未定", "不明"].contains(&&*text) {
        return "値が無いときは、`value` を書かず、理由を `missing: not_reported` のように書いてください".to_owned();
    }
    if let Some(fraction) = text.strip_prefix('.').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return number_slip(&format!("0.{fraction}"));
    }
    let [one] = numerals(text.trim_end_matches('.'))[..] else {
        return "範囲は `low` と `high` に、内訳は `parts` に、1つずつ書いてください".to_owned();
    };
    let (before, after) =
        (text[..one.start].trim_end_matches(['▲', '△', '-', '−']), text[one.end..].trim_end_matches('.'));
    let qualifier = QUALIFIERS.iter().find(|word| before.contains(**word) || after.contains(**word));
    let unit = qualifier.map_or(after.to_owned(), |word| after.replace(word, ""));
    let mut help = match one.is_signed {
        true => format!("負の数は `value: {}`", one.value),
        false => format!("`value: {}`", one.value),
    };
    if !unit.trim().is_empty() {
        help.push_str(&format!("、`unit: {}`", quoted(unit.trim())));
    }
    qualifier.iter().for_each(|word| help.push_str(&format!("、`qualifier: {word}`")));
    help + " と書いてください"
}

fn quoted(unit: &str) -> String {
    if unit.starts_with('%') { format!("\"{unit}\"") } else { unit.to_owned() }
}

/// A decimal number with its digits.
pub(super) fn number(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<Number>> {
    slot.expects(|| Kind::Number)?;
    let text = value.word();
    text.and_then(|text| plain(text).trim().parse().ok().filter(|_| !text.contains([',', '，'])))
        .map(|value| Located { value, at })
        .or_else(|| match text.map(number_slip) {
            Some(help) => slot.unread(at, text.unwrap_or_default(), "数だけを書きます", help),
            None => slot.wrong(at, "数", "半角数字で 1234 のように書いてください"),
        })
}

/// A whole number, full-width too; commas are for amounts.
fn counted<T: FromStr>(value: &Value, at: Span) -> Option<Located<T>> {
    let digits = value.word().filter(|text| !text.contains([',', '，'])).map(plain)?;
    digits.trim().parse().ok().map(|value| Located { value, at })
}

/// A whole number from 1.
pub(super) fn count(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<u32>> {
    slot.expects(|| Kind::Count)?;
    counted(value, at)
        .filter(|n| n.value > 0)
        .or_else(|| slot.wrong(at, "1以上の番号", "半角数字で 1 のように書いてください"))
}

/// The number of an SDG, 1 to 17.
pub(super) fn sdg(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<u8>> {
    slot.expects(|| Kind::Sdg)?;
    counted(value, at).filter(|n: &Located<u8>| (1..=17).contains(&n.value)).or_else(|| {
        slot.wrong(
            at,
            "1から17までの番号",
            "SDGs の目標の番号だけを、`sdgs: [11, 16]` のように半角の , で区切って書いてください",
        )
    })
}

/// A fiscal year in any spelling.
pub(super) fn year(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<FiscalYear>> {
    slot.expects(|| Kind::Year)?;
    parsed(value, at).or_else(|| slot.undated(value, at, "2022 のような年度", year_slip))
}

/// A calendar year in any spelling.
pub(super) fn calendar_year(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<CalendarYear>> {
    slot.expects(|| Kind::CalendarYear)?;
    parsed(value, at).or_else(|| slot.undated(value, at, "2014 のような暦年", calendar_year_slip))
}

/// A day or a month in any spelling.
pub(super) fn date(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<Date>> {
    slot.expects(|| Kind::Date)?;
    // YAML readers take 2023.10 for the number 2023.1.
    parsed(value, at)
        .filter(|_| matches!(value, Value::Text(_)))
        .or_else(|| slot.undated(value, at, "2023-03-31 のような日付", date_slip))
}

/// A day in any spelling.
pub(super) fn day(value: &Value, at: Span, slot: &Slot<'_>) -> Option<Located<Date>> {
    slot.expects(|| Kind::Day)?;
    let date = date(value, at, slot)?;
    match date.value.day {
        Some(_) => Some(date),
        None => slot.wrong(at, "日までの日付", "2026-04-01 のように日まで書いてください"),
    }
}

/// `true` or `false`.
pub(super) fn truth(value: &Value, at: Span, slot: &Slot<'_>) -> Option<bool> {
    slot.expects(|| Kind::Truth)?;
    match value {
        Value::Truth(truth) => Some(*truth),
        Value::Empty | Value::Number(_) | Value::Text(_) | Value::List(_) | Value::Map(_) => slot.wrong(
            at,
            "true(はい)か false(いいえ)",
            format!("`{}: true` か `{}: false` と書いてください", slot.key, slot.key),
        ),
    }
}

/// One of a few words, each with its meaning.
pub(super) fn choice<T: Copy>(
    value: &Value,
    at: Span,
    slot: &Slot<'_>,
    rule: &'static str,
    known: impl Iterator<Item = (T, &'static str, &'static str)> + Clone,
) -> Option<Located<T>> {
    slot.expects(|| Kind::Word(known.clone().map(|(_, word, meaning)| (word, meaning)).collect()))?;
    let text = word(value, at, slot)?;
    if let Some((found, ..)) = known.clone().find(|(_, word, _)| *word == text.value) {
        return Some(Located { value: found, at });
    }
    let words: Vec<_> = known.clone().map(|(_, word, _)| word).collect();
    let meant = || known.clone().find(|(.., meaning)| *meaning == text.value).map(|(_, word, _)| word);
    let near = perhaps(meant().or_else(|| nearest(&text.value, words.iter().copied())));
    let message = format!("{}「{}」は使えません", slot.named(), text.value);
    slot.faults.push(Diagnostic::error(
        rule,
        at,
        message,
        format!("{near}{} のいずれかを書いてください", words.join("・")),
    ));
    None
}

/// One of the codes of an enum, of which this is the table: values with their words and codes.
pub(super) fn coded<T: Copy>(
    value: &Value,
    at: Span,
    slot: &Slot<'_>,
    all: &[(T, &'static str, &'static str)],
) -> Option<Located<T>> {
    code(value, at, slot, all.iter().map(|(value, word, code)| (*value, *code, *word)))
}

/// One of a few codes; another is reported as `unknown-value`.
pub(super) fn code<T: Copy>(
    value: &Value,
    at: Span,
    slot: &Slot<'_>,
    known: impl Iterator<Item = (T, &'static str, &'static str)> + Clone,
) -> Option<Located<T>> {
    choice(value, at, slot, UNKNOWN_VALUE.slug, known)
}
