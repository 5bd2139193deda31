//! Damages YAML line by line, with an eye on indentation, keys and values.

use fastrand::Rng;

use crate::{one, place};

/// Values that are something else than they look, or that many readers stumble over.
#[rustfmt::skip]
const VALUES: &[&str] = &[
    "", "~", "null", "yes", "no", "0", "-0", "007", "1_000", "0x1f", "1e400", "NaN", ".inf", "-8.50", "８", "１，２３４", "▲5", "△5.2", "約8",
    "83.6%", "0.836", "99999999999999999999", "2024", "令和6", "R6", "令和元年度", "平成32年度", "2024-02-30", "2024-04", "令和6年4月31日", "㋿6", "45382",
    "12:30:45", "2001-12-14t21:59:43.10-05:00", "不明", "未報告", "なし", "-", "―", "〇", "◯", "◎", "\"\"", "''", "\"\\uD800\"", "\"\\0\"",
    "\"\\x1b[31m\"", "\"a\\nb\"", "|\n", ">\n", "[]", "{}", "[a, [b, [c]]]", "{a: {b: {c: 1}}}", "&a x", "*a", "*missing", "!!str 1",
    "!!binary aGk=", "!custom x", "<xss onload=1>", "\"><xss>", "{{ site }}", "{% raw %}", "[字](javascript:alert(1))", "**「重要」**です",
    "協働推進員*", "あ #い", "い: う", "い　う", "か\u{3099}き", "葛\u{e0100}城", "👨‍👩‍👧", "\u{e000}", "\u{202e}x", "\u{ad}", "\u{3164}", "\u{fffe}",
    "\u{85}", "\u{2028}", "ｶﾞ", "ＤＸ", "𠮷", "../x", "a/b", "con", "CON.yaml", "index", "data", "https://example.jp/?a=1&b=2",
    "http://[::1", "mailto:a@b", "//evil",
];

/// What is put anywhere.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    ": ", ":", "\t", "\"", "'", "*a", "&a ", "|", ">", "{", "}", "[", "]", "- ", "\n", "\n  ", "\n\n", "#", " #", "%", "@", "!", "!!int ",
    "? ", "<<: ", "---\n", "...\n", "\0", "\u{feff}", "　", "：", "，", "・", "\r\n", "\r", "\\", "《", "》", "｜", "_x0041_", "\u{1b}]0;x\u{7}",
];

/// Changes some places of the files, sometimes their names.
pub(crate) fn damage(rng: &mut Rng, files: &mut Vec<(String, String)>) {
    for _ in 0..rng.usize(1..4) {
        let other = files[rng.usize(..files.len())].1.clone();
        let which = rng.usize(..files.len());
        if rng.u8(..30) == 0 {
            rename(rng, files, which);
        } else {
            let text = &mut files[which].1;
            *text = damaged(rng, text, &other);
        }
    }
}

fn rename(rng: &mut Rng, files: &mut Vec<(String, String)>, which: usize) {
    let (path, text) = files[which].clone();
    let other = files[rng.usize(..files.len())].0.clone();
    let twin = match rng.u8(..4) {
        0 => path.replace(".yaml", " - コピー.yaml"),
        1 => path.replace('1', "１"),
        2 => format!("{}/{path}", one(rng, &["goals", "programs", "pages", "x"])),
        _ => other,
    };
    if files.iter().all(|(path, _)| *path != twin) {
        files.push((twin, text));
    } else {
        files.remove(which);
    }
}

fn damaged(rng: &mut Rng, text: &str, other: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return one(rng, VALUES).to_owned();
    }
    let at = rng.usize(..lines.len());
    let block = at..at + length(&lines[at..]);
    match rng.u8(..13) {
        0..=3 => set_value(&mut lines[at], one(rng, VALUES)),
        4 => {
            let from: Vec<_> = other.lines().collect();
            if let Some(line) = (!from.is_empty()).then(|| from[rng.usize(..from.len())]) {
                set_value(&mut lines[at], value(line));
            }
        }
        5 => drop(lines.drain(block)),
        6 => {
            let copy = lines[block].to_vec();
            let to = rng.usize(..=lines.len());
            drop(lines.splice(to..to, copy));
        }
        7 => {
            let times = one(rng, &[&2_usize, &3, &40, &400]);
            let copies: Vec<_> = std::iter::repeat_n(&lines[block.clone()], *times).flatten().cloned().collect();
            drop(lines.splice(block, copies));
        }
        8 => {
            let by = one(rng, &[" ", "  ", "    ", "\t"]);
            lines[block].iter_mut().for_each(|line| *line = format!("{by}{line}"));
        }
        9 => lines[block].iter_mut().for_each(|line| *line = line.strip_prefix("  ").unwrap_or(line).to_owned()),
        10 => {
            let to = place(rng, &lines[at]);
            lines[at].insert_str(to, one(rng, VALUES));
        }
        11 => {
            let indent = indent(&lines[at]) + 2;
            let to = place(rng, &lines[at]);
            let rest = lines[at].split_off(to);
            lines.insert(at + 1, format!("{}{rest}", " ".repeat(indent)));
        }
        _ => {
            let to = place(rng, &lines[at]);
            lines[at].insert_str(to, one(rng, PIECES));
        }
    }
    lines.join("\n") + "\n"
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '-']).len()
}

/// The number of lines of the block that begins with the first.
fn length(lines: &[String]) -> usize {
    1 + lines[1..].iter().take_while(|line| indent(line) > indent(&lines[0]) || line.is_empty()).count()
}

fn value(line: &str) -> &str {
    line.split_once(": ").map_or_else(|| line.trim_start_matches([' ', '-']), |(_, value)| value)
}

fn set_value(line: &mut String, with: &str) {
    let keep = line.len() - value(line).len();
    line.truncate(keep);
    line.push_str(with);
}
