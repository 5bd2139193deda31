//! Writes Markdown of every kind of block and span, well nested or not, into pages and beside records.

use fastrand::Rng;

use crate::{one, place};

#[rustfmt::skip]
const WORDS: &[&str] = &[
    "市", "取組", "「重要」", "（令和5年度）", "。", "、", "です", "重点目標", "ジェンダー", "か\u{3099}", "abc", "A B", "*", "**", "***", "_", "__", "~~", "`",
    "``", "\\*", "\\", "&amp;", "&nbsp;", "|", "[", "]", "(", ")", "![", "](", "[^1]", "https://example.jp/a_b_(c)",
    "<https://example.jp>", "<a@b.jp>", "\u{3000}", "  ", "\t", "👨‍👩‍👧", "葛\u{e0100}", "協働推進員*", "3*4*5", "①", "・", "♯", "｜武石《たけし》", "《》",
];
/// What is refused wherever it stands.
#[rustfmt::skip]
const REFUSED: &[&str] = &[
    "<xss onload=1>", "<!--", "-->", "&#x202e;", "&#0;", "\u{ad}", "\u{200d}", "\u{e000}", "\0", "\u{2028}", "\u{fdd0}",
];
#[rustfmt::skip]
const TARGETS: &[&str] = &[
    "glossary/", "#top", "departments/", "about/", "mailto:a@example.jp", "tel:0268", "https://example.jp/",
    "https://example.jp/?a=1&b=\"2",
];
/// Where nothing may lead.
#[rustfmt::skip]
const DEAD: &[&str] = &[
    "glossary/#x", "#題", "#", "about.md", "../x", "/", "//evil.example/", "javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x",
    "images/none.svg", "goals/2022/", "data/figures.csv", "a b", "%zz", "",
];
#[rustfmt::skip]
const STARTS: &[&str] = &[
    "# ", "## ", "###### ", "> ", "- ", "* ", "+ ", "1. ", "999999999. ", "- [ ] ", "    ", "\t", "```\n", "~~~x\n",
    "| a | b |\n|---|:-:|\n| ", "[^1]: ", "[x]: ", "---\n", "***\n", "===\n", "・", "① ", ": ",
];

/// Writes one or two pages, or a text beside a record, anew.
pub(crate) fn damage(rng: &mut Rng, files: &mut Vec<(String, String)>) {
    let mut prose: Vec<_> = files.iter().map(|(path, _)| path.clone()).filter(|path| path.ends_with(".md")).collect();
    prose.extend(["pages/x.md", "pages/y.md", "pages/z.md"].map(str::to_owned));
    for _ in 0..rng.usize(1..3) {
        let path = &prose[rng.usize(..prose.len())];
        let mut text = match files.iter().position(|(known, _)| known == path) {
            Some(at) => files.remove(at).1,
            None => "# 題\n\n".to_owned(),
        };
        for _ in 0..rng.usize(1..12) {
            let at = if rng.bool() { text.len() } else { place(rng, &text) };
            text.insert_str(at, &block(rng));
        }
        files.push((path.clone(), text));
    }
}

fn block(rng: &mut Rng) -> String {
    let depth = if rng.u8(..40) == 0 { rng.usize(1..3000) } else { rng.usize(..4) };
    let start = one(rng, STARTS);
    let start = if rng.bool() { start.repeat(depth) } else { (0..depth.min(20)).map(|_| one(rng, STARTS)).collect() };
    let spans: String = (0..rng.usize(..12)).map(|_| span(rng)).collect();
    let end = one(rng, &["\n\n", "\n", "  \n", "\\\n", ""]);
    format!("{start}{spans}{end}")
}

fn span(rng: &mut Rng) -> String {
    let words: String =
        (0..rng.usize(1..5)).map(|_| if rng.u8(..200) == 0 { one(rng, REFUSED) } else { one(rng, WORDS) }).collect();
    let target = if rng.u8(..100) == 0 { one(rng, DEAD) } else { one(rng, TARGETS) };
    match rng.u8(..9) {
        0 => format!("[{words}]({target})"),
        1 => format!("![{words}]({target} \"{words}\")"),
        2 => format!("**{words}**"),
        3 => format!("*{words}*"),
        4 => format!("`{words}`"),
        5 => format!("{words}\n"),
        _ => words,
    }
}
