//! The probable mistake near a position that cannot be read, with its own position: YAML parsers stop where they cannot
//! go on, often a line or two away.

use crate::diagnostic::Span;

/// A probable mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slip {
    /// Its position.
    pub at: Span,
    /// What is wrong.
    pub message: &'static str,
    /// What to type instead.
    pub help: &'static str,
}

/// A line with the offset at which it begins.
type Line<'t> = (usize, &'t str);

/// Finds the mistake on the line that cannot be read or on the lines next to it.
pub fn slip(text: &str, at: Span) -> Option<Slip> {
    let lines: Vec<Line<'_>> = text
        .split_inclusive('\n')
        .scan(0, |next, line| {
            let start = std::mem::replace(next, *next + line.len());
            Some((start, line.trim_end_matches(['\n', '\r'])))
        })
        .collect();
    let here = lines.iter().rposition(|(start, _)| *start <= at.start as usize)?;
    let around = &lines[here.saturating_sub(1)..lines.len().min(here + 2)];
    let found = |offset: usize, message, help| {
        let len = text[offset..].chars().next().map_or(0, char::len_utf8);
        Slip { at: Span { file: at.file, start: offset as u32, end: (offset + len) as u32 }, message, help }
    };
    let first = |look: fn(&str) -> Option<usize>| {
        around.iter().find_map(|(start, line)| look(line).map(|offset| start + offset))
    };
    if let Some(offset) = first(conflict) {
        let help = "2人の修正が食い違ったまま保存されています。<<<<<<< から >>>>>>> までを見比べて正しいほうだけを残し、印の行を消してください";
        return Some(found(offset, "Git などの競合の印が残っています", help));
    }
    if let Some(offset) = first(|line| line.find('\t')) {
        return Some(found(offset, "タブが入っています", "タブは使えません。字下げや区切りを半角空白に直してください"));
    }
    // A full-width space may be noticed some lines below, where the indentation ends.
    let above = || lines[..here].iter().rev().find_map(|(start, line)| wide_indent(line).map(|offset| start + offset));
    if let Some(offset) = first(wide_indent).or_else(above) {
        return Some(found(offset, "字下げに全角空白が入っています", "半角空白に直してください"));
    }
    if let Some(offset) = first(wide_colon) {
        return Some(found(offset, "キーの後のコロンが全角です", "半角の「: 」(コロンと半角空白)に直してください"));
    }
    if let Some(offset) = first(tight_dash) {
        return Some(found(offset, "「-」の後に、半角空白がありません", "「- 」と、半角空白を入れてください"));
    }
    if let Some(offset) = first(tight_colon) {
        return Some(found(
            offset,
            "キーの後のコロンに、半角空白が続いていません",
            "コロンの後に半角空白を入れてください",
        ));
    }
    if let Some(offset) = open_bracket(text) {
        let help = "同じ行の終わりに、{ なら } を、[ なら ] を付けてください。文の中のかっこなら、文の全体を引用符 \" \" で囲みます";
        return Some(found(offset, "かっこが閉じていません", help));
    }
    let (start, line) = lines[here];
    if let Some(dash) = line.strip_suffix(": -").map(str::len) {
        let help = "値が無いときは、この行を消してください。数値の理由なら `missing: not_reported` のように書きます";
        return Some(found(start + dash + 2, "「-」は値になりません", help));
    }
    if let Some((offset, message, help)) = in_braces(line) {
        return Some(found(start + offset, message, help));
    }
    if let Some((offset, message, help)) = around.iter().find_map(|(start, line)| quoted(*start, line)) {
        return Some(found(offset, message, help));
    }
    if let Some(offset) = second_colon(line) {
        let help = "コロンを全角の「：」にするか、文の全体を引用符 \" \" で囲んでください";
        return Some(found(start + offset, "文の中に「: 」(半角コロンと半角空白)があります", help));
    }
    if let Some(offset) = last_colon(line) {
        let help = "コロンを消すか全角の「：」にしてください。文の全体を引用符 \" \" で囲んでもかまいません";
        return Some(found(start + offset, "文の終わりに半角コロンがあります", help));
    }
    if text[at.start as usize..].starts_with(['@', '`', '%', '!', '|', '>']) {
        let help = "文の全体を引用符 \" \" で囲んでください";
        return Some(found(at.start as usize, "この記号で始まる文は、このままでは書けません", help));
    }
    if let Some(offset) = unindented(&lines, here) {
        let help = "前の行の続きなら、前の行より半角空白2つ深く字下げしてください。別の文なら「- 」で始めます";
        return Some(found(offset, "前の行の続きのような行が、字下げされていません", help));
    }
    let help = "行頭の半角空白を、同じ段の行と同じ数(通常は2つずつ)にしてください";
    odd_indent(&lines[..=here]).map(|offset| found(start + offset, "字下げが、ほかの行とそろっていません", help))
}

/// A line with which a merge marks what it could not decide.
fn conflict(line: &str) -> Option<usize> {
    ["<<<<<<< ", ">>>>>>> ", "||||||| "].iter().any(|mark| line.starts_with(mark)).then_some(0)
}

/// A full-width space in the indentation.
fn wide_indent(line: &str) -> Option<usize> {
    let indent = line.len() - line.trim_start_matches([' ', '\u{3000}']).len();
    line[..indent].find('\u{3000}')
}

fn wide_colon(line: &str) -> Option<usize> {
    line.find('：').filter(|colon| is_key(&line[..*colon]))
}

/// A key whose colon is followed by anything but a space, be it a full-width one.
fn tight_colon(line: &str) -> Option<usize> {
    let colon = line.find(':').filter(|colon| is_key(&line[..*colon]))?;
    line[colon + 1..].starts_with(|c: char| c == '\u{3000}' || !c.is_whitespace()).then_some(colon)
}

/// A dash that is followed by a key without a space between them.
fn tight_dash(line: &str) -> Option<usize> {
    let entry = line.trim_start_matches(' ');
    let key = entry.strip_prefix('-').filter(|rest| !rest.starts_with([' ', '-']))?;
    let is_entry = key.split_once(':').is_some_and(|(key, value)| is_key(key) && value.starts_with(' '));
    is_entry.then(|| line.len() - entry.len())
}

fn is_key(text: &str) -> bool {
    let key = text.trim_start_matches([' ', '-', '{']);
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// What is wrong between the braces of `{name: 数, value: 8}`: a separator of the Japanese keyboard, or a value that begins
/// with a sign of YAML.
fn in_braces(line: &str) -> Option<(usize, &'static str, &'static str)> {
    let wide = line.find('｛').filter(|at| line[..*at].trim_end().ends_with(['-', ':']));
    if let Some(at) = wide {
        return Some((at, "かっこが全角です", "半角の { } に直してください"));
    }
    let open = line.find('{').filter(|at| line[..*at].trim_end().ends_with(['-', ':']))?;
    let comma = |(at, mark): &(usize, char)| {
        let rest = line[at + mark.len_utf8()..].trim_start();
        let key: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
        "、，,；;".contains(*mark) && *mark != ',' && !key.is_empty() && rest[key.len()..].starts_with([':', '：'])
    };
    if let Some((at, _)) = line.char_indices().skip_while(|(at, _)| *at < open).find(comma) {
        return Some((at, "値の区切りが、半角の「, 」ではありません", "半角の , と半角空白に直してください"));
    }
    let values = line[open..].match_indices(": ").map(|(at, _)| open + at + 2);
    for at in values {
        let value = line[at..].trim_start();
        let at = line.len() - value.len();
        if value.starts_with(['%', '@', '`', '&', '*', '!', '|', '>']) {
            return Some((
                at,
                "この記号で始まる値は、このままでは書けません",
                "値を引用符で囲んでください。% なら \"%\" と書きます",
            ));
        }
        if value.strip_prefix('-').is_some_and(|rest| rest.trim_start().starts_with([',', '}'])) {
            return Some((
                at,
                "「-」は値になりません",
                "値が無いときは、このキーを書かず、理由を `missing: not_reported` のように書いてください",
            ));
        }
    }
    None
}

/// A second `: ` in a value without quotes and brackets.
fn second_colon(line: &str) -> Option<usize> {
    let colon = line.find(": ").filter(|colon| is_key(&line[..*colon]))?;
    let value = &line[colon + 2..];
    if value.trim_start().starts_with(['"', '\'', '{', '[', '#']) {
        return None;
    }
    value.find(": ").map(|second| colon + 2 + second)
}

/// A colon at the end of a value without quotes and brackets.
fn last_colon(line: &str) -> Option<usize> {
    let entry = line.trim_start_matches([' ', '-']);
    let (key, value) = entry.split_once(": ")?;
    let value = value.trim();
    let is_plain = is_key(key) && !value.starts_with(['"', '\'', '{', '[', '#']);
    (is_plain && value.ends_with(':')).then(|| line.trim_end().len() - 1)
}

/// What is wrong in or behind quotes: a sign after `\` that means nothing, or text after the closing quote.
fn quoted(start: usize, line: &str) -> Option<(usize, &'static str, &'static str)> {
    let mut at = 0;
    while let Some(open) = line[at..].find(['"', '\'']).map(|found| at + found) {
        at = open + 1;
        let before = line[..open].trim_end();
        if !before.is_empty() && !before.ends_with([':', '-', '[', '{', ',']) {
            continue;
        }
        let end = match closed(line, open) {
            Quote::Closed(end) => end,
            Quote::Open => return None,
            Quote::Escape(offset) => {
                let help = "引用符 \" \" の中の \\ は、\\\\ と2つ続けて書いてください。文の全体を ' ' で囲めば、1つのままで書けます";
                return Some((start + offset, "引用符 \" \" の中に、\\ が1つだけあります", help));
            }
        };
        let rest = line[end..].trim_start();
        if !rest.is_empty() && !rest.starts_with([',', ']', '}', ':', '#']) {
            let help = "引用符も文字として公開するなら、文の全体を「 」か、もう一方の引用符で囲んでください('\"広報\"を推進' など)。要らないなら、引用符を消してください";
            return Some((start + line.len() - rest.len(), "閉じた引用符の後に、文が続いています", help));
        }
        at = end;
    }
    None
}

/// How a quote goes on.
enum Quote {
    /// Where it ends.
    Closed(usize),
    /// Where a `\` is followed by what it does not stand before.
    Escape(usize),
    /// On another line.
    Open,
}

fn closed(line: &str, open: usize) -> Quote {
    let is_double = line[open..].starts_with('"');
    let mut chars = line[open + 1..].char_indices().map(|(at, c)| (open + 1 + at, c)).peekable();
    while let Some((at, c)) = chars.next() {
        match (is_double, c) {
            (true, '\\') => {
                let known = |(_, next): (usize, char)| "0abt\tnvfre \"/\\N_LPxuU".contains(next);
                if chars.next().is_some_and(|next| !known(next)) {
                    return Quote::Escape(at);
                }
            }
            (false, '\'') if chars.peek().is_some_and(|(_, next)| *next == '\'') => drop(chars.next()),
            (true, '"') | (false, '\'') => return Quote::Closed(at + 1),
            _ => {}
        }
    }
    Quote::Open
}

/// A line of a sentence that begins no deeper than the entry above it.
fn unindented(lines: &[Line<'_>], here: usize) -> Option<usize> {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let is_blank = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let is_entry = |line: &str| {
        let bare = line.trim_start();
        bare.starts_with("- ") || bare == "-" || bare.find(':').is_some_and(|colon| is_key(&bare[..colon]))
    };
    let is_loose = |at: &usize| {
        let (_, line) = lines[*at];
        let above = lines[..*at].iter().rev().find(|(_, line)| !is_blank(line));
        let is_sentence = !is_blank(line)
            && !is_entry(line)
            && line.trim_start().starts_with(|c: char| c.is_alphanumeric() || c == '.' || !c.is_ascii());
        is_sentence && above.is_some_and(|(_, above)| is_entry(above) && indent(line) <= indent(above))
    };
    let near = [here, here + 1, here.saturating_sub(1)];
    near.into_iter()
        .filter(|at| *at > 0 && *at < lines.len())
        .find(is_loose)
        .map(|at| lines[at].0 + indent(lines[at].1))
}

/// The first bracket that opens a value and is not closed by the end of the text.
fn open_bracket(text: &str) -> Option<usize> {
    let (mut open, mut quote) = (Vec::new(), None);
    let mut before = '\n';
    for (offset, c) in text.char_indices() {
        let begins = matches!(before, '\n' | ' ' | '[' | '{');
        match (quote, c) {
            (Some(_), '\n') => quote = None,
            (Some(mark), _) => quote = Some(mark).filter(|mark| *mark != c),
            (None, '"' | '\'') if begins => quote = Some(c),
            (None, '{' | '[') if !open.is_empty() || begins && begins_value(&text[..offset]) => open.push(offset),
            (None, '}' | ']') => drop(open.pop()),
            _ => {}
        }
        before = c;
    }
    open.first().copied()
}

/// Whether a value may begin after this text.
fn begins_value(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default().trim_end();
    line.is_empty() || line.ends_with([':', '-'])
}

/// The indentation of the last line, if it is a key or an item in a column in which no earlier line begins.
fn odd_indent(lines: &[Line<'_>]) -> Option<usize> {
    let ((_, last), before) = lines.split_last()?;
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let is_entry = last.trim_start().starts_with("- ") || last.split_once(':').is_some_and(|(key, _)| is_key(key));
    let opens = before.iter().rev().find(|(_, line)| !line.trim().is_empty());
    if opens.is_some_and(|(_, line)| line.trim_end().ends_with(':') && indent(line) < indent(last)) {
        return None;
    }
    let stands = |(_, line): &Line<'_>| {
        let dashes = line.len() - line.trim_start_matches([' ', '-']).len();
        !line.trim().is_empty() && (indent(line) == indent(last) || dashes == indent(last))
    };
    (is_entry && !before.is_empty() && !before.iter().any(stands)).then(|| indent(last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::yaml::parse;

    /// Checks the message about a text that cannot be read, and the character that it marks.
    fn check(text: &str, message: &str, marked: &str) {
        let fault = parse(FileId(0), text).expect_err(text);
        let told = &text[fault.at.start as usize..fault.at.end as usize];
        assert_eq!((&*fault.message, told), (message, marked), "{text}");
    }

    #[test]
    fn the_slip_is_told_where_it_is() {
        check("title: あ\nyears:\n  - fiscal_year: 2021\n\tplan: い\n", "タブが入っています", "\t");
        check("years:\n　- fiscal_year: 2021\n    plan: い\n", "字下げに全角空白が入っています", "　");
        check("departments:\n　  - id: a\n    name: い\n    kana: う\n", "字下げに全角空白が入っています", "　");
        check("title：あ\ncategory: い\n", "キーの後のコロンが全角です", "：");
        check("departments:\n  - id: a\n    name:　い\n", "キーの後のコロンに、半角空白が続いていません", ":");
        check("departments:\n  -id: a\n    name: い\n", "「-」の後に、半角空白がありません", "-");
        check("title:あ\ncategory: い\n", "キーの後のコロンに、半角空白が続いていません", ":");
        check("title: 'あ\ncategory: い\n", "引用符 ' が閉じていません", "'");
        check("title: \"あ\ncategory: い\n", "引用符 \" が閉じていません", "\"");
        check("figures:\n  - {name: \"}\", unit: 件\n  - {name: い}\n", "かっこが閉じていません", "{");
        check("sdgs: [1, 2\ntitle: あ\n", "かっこが閉じていません", "[");
        check("title: あ: い\n", "文の中に「: 」(半角コロンと半角空白)があります", ":");
        let mark = "この記号で始まる値は、このままでは書けません";
        check("figures:\n  - {name: あ, value: 83.6, unit: %, printed: 83.6%}\n", mark, "%");
        check("figures:\n  - {name: あ, value: 83.6, unit: %}\n", mark, "%");
        check("figures:\n  - {name: あ, value: @5, unit: 件}\n", mark, "@");
        let comma = "値の区切りが、半角の「, 」ではありません";
        check("figures:\n  - {name: あ, value: 8、unit: 件}\n", comma, "、");
        check("figures:\n  - {name: あ, value: 8， unit: 件}\n", comma, "，");
        check("figures:\n  - {name: あ; value: 8}\n", comma, ";");
        check("figures:\n  - {name: あ, value: -, unit: 件}\n", "「-」は値になりません", "-");
        check("figures:\n  - name: あ\n    value: -\n    unit: 件\n", "「-」は値になりません", "-");
        check("figures:\n  - ｛name: あ, value: 8｝\n", "かっこが全角です", "｛");
        check("title: あ\0い\n", "見えない文字(U+0000)が入っています", "\0");
        check("title: あ\n\u{feff}sdgs: [1]\n", "ファイルの途中に、文字コードの印(BOM、U+FEFF)があります", "\u{feff}");
        check(
            "title: \u{1b}$B$\u{1b}(B\n",
            "文字コードが UTF-8 ではありません(ISO-2022-JP、いわゆる JIS のようです)",
            "\u{1b}",
        );
        for sign in ["@", "!", "|", ">"] {
            check(&format!("title: {sign}あ\n"), "この記号で始まる文は、このままでは書けません", sign);
        }
        check(
            "a: 1\n<<<<<<< HEAD\nsdgs: [1]\n=======\nsdgs: [2]\n>>>>>>> x\n",
            "Git などの競合の印が残っています",
            "<",
        );
        check("title: あ\n  sdgs: [1]\n", "字下げが、ほかの行とそろっていません", "s");
        let loose = "前の行の続きのような行が、字下げされていません";
        check("plan:\n  - これ\n  は長い\n", loose, "は");
        check("plan:\n- これ\nは長い\ntitle: あ\n", loose, "は");
        check("title: これ\nは長い\nsdgs: [1]\n", loose, "は");
        check("plan:\n  - これ\nは長い\n  - 次\n", loose, "は");
        check("title: これ\n\n2行目です\n", loose, "2");
        check("title: あ\n...省略\nsdgs: [1]\n", loose, ".");
        check("title: あ\n...\nsdgs: [1]\n", "`...` の行で、ファイルが終わったと見なされます", "...");
        let behind = "閉じた引用符の後に、文が続いています";
        check("title: \"広報\"を推進\n", behind, "を");
        check("plan:\n  - '広報' を推進\n  - 次\n", behind, "を");
        check("plan: [\"広報\"を推進, 次]\n", behind, "を");
        check("figures:\n  - {name: \"広報\"誌, value: 1}\n", behind, "誌");
        let escape = "引用符 \" \" の中に、\\ が1つだけあります";
        check("title: \"C:\\新規\"\n", escape, "\\");
        check("plan:\n  - \"費用\\1,000\"\n", escape, "\\");
        check("title: 電子:\n", "文の終わりに半角コロンがあります", ":");
        check("years:\n  - plan: 次のとおり:\n    results: あ\n", "文の終わりに半角コロンがあります", ":");
    }

    #[test]
    fn brackets_of_a_sentence_open_nothing() {
        assert_eq!(open_bracket("a: 計画[案\nb: {c: '[', d: \"}\"}\n"), None);
        assert_eq!(open_bracket("a: [1, {b: 2}\n"), Some(3));
    }
}
