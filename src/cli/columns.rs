//! Texts in the columns of a terminal: a full-width character takes two. Japanese is broken between any two characters, but
//! no line begins with 「。」 or ends with 「「」.

use mieruka::characters::is_east_asian;

/// The columns of the narrowest terminal that is cared for.
const COLUMNS: usize = 80;
/// Explanations that would begin behind this column have a line of their own.
const FARTHEST: usize = 48;
const NEVER_FIRST: &str = "、。」』)）】>・ー…,./:?!々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ";
const NEVER_LAST: &str = "「『(（【<-";

/// How many columns a text takes.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if is_east_asian(c) { 2 } else { 1 }).sum()
}

/// The text in lines that fit; what a line continues on stands below its explanation.
pub(super) fn wrapped(text: &str) -> String {
    text.lines().map(|line| if width(line) > COLUMNS { broken(line) } else { line.to_owned() + "\n" }).collect()
}

fn broken(line: &str) -> String {
    let (before, rest) = line.split_at(explanation(line));
    let indent = if before.trim().is_empty() { width(before) } else { width(before).min(FARTHEST) };
    let indent = if width(before) > FARTHEST { 10 } else { indent };
    let mut lines = vec![before.to_owned()];
    if width(before) > FARTHEST {
        lines = vec![before.trim_end().to_owned(), " ".repeat(indent)];
    }
    for piece in pieces(rest) {
        let last = lines.last_mut().expect("there is a first line");
        if width(last) + width(piece.trim_end()) > COLUMNS && width(last) > indent {
            last.truncate(last.trim_end().len());
            lines.push(" ".repeat(indent) + piece.trim_start());
        } else {
            last.push_str(piece);
        }
    }
    lines.join("\n").trim_end().to_owned() + "\n"
}

/// Where the explanation begins: behind the last gap of two spaces or more, else behind the indent.
fn explanation(line: &str) -> usize {
    let indent = line.len() - line.trim_start().len();
    line[indent..].rfind("  ").map_or(indent, |gap| indent + gap + 2)
}

/// The pieces between which a line may be broken; `[--year <年度>]` is one.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut from, mut depth) = (0, 0_usize);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let Some((_, next)) = chars.peek().copied() else { break };
        let is_word = |c: char| !is_east_asian(c) && c != ' ';
        let is_joined =
            is_word(c) && is_word(next) || next == ' ' || NEVER_FIRST.contains(next) || NEVER_LAST.contains(c);
        depth = match c {
            '<' | '[' => depth + 1,
            '>' | ']' => depth.saturating_sub(1),
            _ => depth,
        };
        if depth == 0 && (c == ' ' || !is_joined) {
            pieces.push(&text[from..end]);
            from = end;
        }
    }
    pieces.push(&text[from..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &[&str]) {
        assert_eq!(wrapped(line), expected.iter().map(|line| format!("{line}\n")).collect::<String>(), "{line}");
        assert!(expected.iter().all(|line| width(line) <= COLUMNS), "{expected:?}");
    }

    #[test]
    fn what_is_long_goes_on_below_its_explanation() {
        check("  --a  短い", &["  --a  短い"]);
        check(
            "  --content <フォルダー>  前回公開したフォルダー(または、その中の manifest.json)と比べ、転送なしに無くなるページを知らせます",
            &[
                "  --content <フォルダー>  前回公開したフォルダー(または、その中の manifest.json)",
                "                          と比べ、転送なしに無くなるページを知らせます",
            ],
        );
        check(
            "  mieruka new year --from 2023 --to 2024 --department kikaku  1つの部局だけを引き継ぎます",
            &["  mieruka new year --from 2023 --to 2024 --department kikaku", "          1つの部局だけを引き継ぎます"],
        );
    }

    #[test]
    fn no_line_begins_with_what_closes_and_no_word_is_cut() {
        let whole = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九";
        check(&format!("{whole}十。次の行"), &[whole, "十。次の行"]);
        check(&format!("{whole}「次」"), &[whole, "「次」"]);
        check(&format!("{whole} content"), &[whole, "content"]);
        check(&format!("{whole} .schema"), &[whole, ".schema"]);
        check(&format!("{whole} [--year <年度>]"), &[whole, "[--year <年度>]"]);
    }
}
