//! Words of heads: the national terms with the keys of a record, those of the city's form, the years in them, and what is shown
//! of cells.

use std::collections::BTreeSet;

use super::learn::Owner;
use super::years::between;
use crate::characters::{unspaced, visible};
use crate::model::{FiscalYear, FormPart, RowKey, StandardFund, TO_FILL, vocabulary};
use crate::yaml::Yaml;

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

impl Taken {
    /// Whether it is an amount of money whose entry leaves the unit open.
    pub(super) fn lacks_unit(&self, entry: &[(&'static str, Yaml)]) -> bool {
        self.key.contains(".costs.") && entry.contains(&("unit", TO_FILL.into()))
    }
}

/// Words of heads, each with the key of the record; `@` is the year, which must be known.
#[rustfmt::skip]
pub(super) const TERMS: &[(&[&str], &str, Certainty)] = &[
    (&["事務事業名", "事業名", "事業名称", "事務事業名称", "取組名", "取組項目名", "項目名", "題名"], "title", Certainty::Sure),
    (&["名称", "取組項目"], "title", Certainty::Guess),
    (&["担当課", "担当部署", "担当部課", "所管課", "所管部署", "主管課", "部課名", "担当課名", "所管課名", "所属"], "departments", Certainty::Sure),
    (&["担当", "部署", "課名", "部署名", "課"], "departments", Certainty::Guess),
    (&["概要", "事業概要", "事業の概要", "事務事業の概要", "取組の概要", "事業内容"], "summary", Certainty::Sure),
    (&["目的", "事業目的", "事業の目的", "意図"], "goal", Certainty::Guess),
    (&["指標名", "指標の名称", "指標名称", "成果指標名", "活動指標名", "成果指標", "活動指標", "指標", "kpi"], "indicators.1.name", Certainty::Guess),
    (&["基準値", "現状値"], "indicators.1.baseline", Certainty::Guess),
    (&["目標@", "目標値@"], "indicators.1.targets.@", Certainty::Guess),
    (&["目標値", "最終目標", "目標"], "indicators.1.target", Certainty::Guess),
    (&["見込@", "見込値@", "見込み@"], "indicators.1.forecasts.@", Certainty::Guess),
    (&["実績値@", "実績@"], "indicators.1.actuals.@", Certainty::Guess),
    (&["取組実績@", "実施内容@", "活動実績@", "取組内容@"], "years.@.results", Certainty::Guess),
    (&["計画@", "取組計画@", "実施計画@"], "years.@.plan", Certainty::Guess),
    (&["当初予算@", "当初予算額@", "予算額@", "予算@"], "years.@.costs.initial.total", Certainty::Guess),
    (&["最終予算@", "最終予算額@"], "years.@.costs.final.total", Certainty::Sure),
    (&["決算見込@", "決算見込額@"], "years.@.costs.estimate.total", Certainty::Sure),
    (&["決算@", "決算額@"], "years.@.costs.settled.total", Certainty::Sure),
    (&["事業費@", "事業費計@", "事業費合計@", "総事業費@"], "years.@.costs.settled.total", Certainty::Guess),
    (&["人件費@", "人件費計@"], "years.@.costs.settled.staff", Certainty::Guess),
    (&["人工@", "従事人工@", "人工数@", "人役@", "正規職員従事人数@", "従事人数@", "職員数@", "従事職員数@"], "years.@.costs.settled.persons", Certainty::Guess),
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

/// The row of the city's own form with this word, or with that of the head without its number and remarks.
pub(super) fn of_form(head: &str, owner: &Owner<'_>) -> Option<Taken> {
    let (whole, core) = (unspaced(head), core(head));
    let certainty = |word: &str| match unspaced(word) {
        word if word == whole => Some(Certainty::Sure),
        word if word == core => Some(Certainty::Guess),
        _ => None,
    };
    let taken = |key: &str, word: &str| Some(Taken { key: key.to_owned(), certainty: certainty(word)? });
    let own = owner.head.own(FormPart::Whole).find_map(|(id, word)| taken(&format!("texts.{id}"), word));
    own.or_else(|| {
        owner.head.form.iter().flatten().find_map(|row| match &row.row.value {
            RowKey::Known(key @ ("summary" | "background" | "approach" | "goal" | "departments" | "category")) => {
                taken(key, &row.word.as_ref()?.value)
            }
            RowKey::Known(_) | RowKey::Own(_) | RowKey::OwnOfYear(_) => None,
        })
    })
}

/// A head without the number in a circle before it.
pub(super) fn unnumbered(head: &str) -> &str {
    head.trim_start_matches(|c| ('①'..='⑳').contains(&c))
}

/// A head as a word on a form, without the number before it: ①対象, (1)今後の方向性, ４課長等意見(1)今後の方向性.
pub(super) fn printed(head: &str) -> String {
    let ends: Vec<_> = head.char_indices().filter(|(_, c)| matches!(c, ')' | '）')).collect();
    let numbered = ends.iter().rev().find_map(|(at, end)| {
        let (before, _) = head[..*at].rsplit_once(['(', '（'])?;
        let number = &head[before.len()..*at];
        let number = number.trim_start_matches(['(', '（']);
        let is_number = !number.is_empty() && unspaced(number).chars().all(|c| c.is_ascii_digit());
        let rest = head[at + end.len_utf8()..].trim();
        (is_number && !rest.is_empty()).then_some(rest)
    });
    unnumbered(numbered.unwrap_or(head)).trim().to_owned()
}

/// A head without the number before it and without what stands in brackets.
pub(super) fn core(head: &str) -> String {
    let bare = unspaced(unnumbered(head));
    let mut depth = 0;
    let is_outside = |c: &char| {
        depth += i32::from(*c == '(');
        let is_outside = depth == 0;
        depth -= i32::from(*c == ')');
        is_outside
    };
    bare.chars().filter(is_outside).collect()
}

/// The key that the national terms have for a head, with its year, or that of this repetition.
pub(super) fn of_words(head: &str, repeated: Option<FiscalYear>) -> Option<Taken> {
    // 事業費計(A) is 事業費計, but 全体計画(国庫支出金) is not 全体計画.
    let (word, own) = without_year(&core(head).to_lowercase());
    let word = word.trim_matches(['の', '・', '_', '-', ':', '+', '=']);
    // 事業費(令和5年度) is 事業費 of that year; 目標値(R8) is the last target, whose year is told beside it.
    let bracketed = year_in_brackets(head).filter(|_| own.is_none() && of_term(word, None, None).is_none());
    let own = own.or(bracketed);
    of_term(word, own, repeated).or_else(|| {
        // 決算国庫支出金 is 国庫支出金 at the stage 決算.
        STAGES.iter().find_map(|(stage, code)| {
            let rest = word.strip_prefix(stage).or_else(|| word.strip_suffix(stage))?;
            let found = of_term(rest.trim_matches(['の', '・', '_', '-', ':', '額']), own, repeated)?;
            let key = found.key.replace(".costs.settled.", &format!(".costs.{code}."));
            found.key.contains(".costs.settled.").then_some(Taken { key, certainty: Certainty::Guess })
        })
    })
}

/// The year that stands alone in the last brackets of a head.
fn year_in_brackets(head: &str) -> Option<FiscalYear> {
    let head = unspaced(head);
    year_of_head(head.strip_suffix(')')?.rsplit_once('(')?.1)
}

/// A year as heads have it: as everywhere, or with one letter of its era, as in 令4.
fn year_of_head(word: &str) -> Option<FiscalYear> {
    let short = [('令', "令和"), ('平', "平成"), ('昭', "昭和")];
    let whole = short.iter().find_map(|(letter, era)| {
        let number = word.strip_prefix(*letter).filter(|number| number.starts_with(|c: char| c.is_ascii_digit()))?;
        Some(format!("{era}{number}"))
    });
    whole.as_deref().unwrap_or(word).parse().ok()
}

/// The stages of costs in heads; the longer words first.
pub(super) const STAGES: [(&str, &str); 7] = [
    ("最終予算", "final"),
    ("当初予算", "initial"),
    ("決算見込", "estimate"),
    ("見込", "estimate"),
    ("予算", "initial"),
    ("決算", "settled"),
    ("計画", "planned"),
];

/// The key of one of the national terms.
pub(super) fn of_term(word: &str, own: Option<FiscalYear>, repeated: Option<FiscalYear>) -> Option<Taken> {
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
            if let (true, Some(year)) = (word.chars().count() > 1, year_of_head(word)) {
                return (format!("{}{}", &head[..*start], &head[*end..]), Some(year));
            }
        }
    }
    (head.to_owned(), None)
}

/// Whether a column whose rows all say the same has the year of the whole table.
pub(super) fn is_year_of_table(head: &str, said: &str) -> bool {
    let is_year = ["R1", "1", "2024"].iter().any(|known| between(known, said).is_some());
    is_year && ["年度", "対象年度", "評価年度", "実施年度", "評価対象年度"].contains(&unspaced(head).as_str())
}

/// A key with its words: 事業費 > 決算 …
pub(super) fn named(key: &str) -> String {
    let fund =
        StandardFund::ALL.iter().find(|(.., code)| key.ends_with(&format!("funds.{code}"))).map(|(_, word, _)| *word);
    let last = key.split('.').next_back().unwrap_or_default();
    let word = fund.or_else(|| vocabulary::word("", last).map(|word| word.word).filter(|word| !word.contains('⟨')));
    word.map_or_else(|| format!("`{key}`"), |word| format!("`{key}`({word})"))
}

/// The few words that many texts are, as marks are, in one line.
pub(super) fn few_words(texts: impl Iterator<Item = String>) -> String {
    let Some(words) = few(texts) else { return String::new() };
    let listed: String = words.iter().map(|word| format!("「{word}」")).collect();
    format!("  語は{}つ: {listed}", words.len())
}

/// The few words that many texts are.
pub(super) fn few(texts: impl Iterator<Item = String>) -> Option<BTreeSet<String>> {
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
            return None;
        }
    }
    (words.len() > 1 && rows >= words.len() * 3).then_some(words)
}

/// Whether the text in the column of numbers says that its row is no record: a sum, or a note below the table.
pub(super) fn is_no_record(text: &str) -> bool {
    let is_sum = text == "計" || ["合計", "小計", "総計"].iter().any(|sum| text.ends_with(sum));
    is_sum || ["※", "*", "注", "(注", "備考", "(備考", "出典"].iter().any(|note| text.starts_with(note))
}

/// Dashes that stand in a cell as if for nothing.
pub(super) const DASHES: [&str; 9] = ["-", "－", "—", "―", "ー", "–", "‐", "−", "・"];

/// The beginning of a text, on one line and quoted.
pub(super) fn shortened(text: &str) -> String {
    const LEN: usize = 20;
    let line = visible(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(LEN).collect();
    if short.len() < line.len() { format!("「{short}…」") } else { format!("「{short}」") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &str, word: &str) {
        assert_eq!(printed(head), word);
    }

    fn key(head: &str) -> Option<String> {
        of_words(head, None).map(|taken| taken.key)
    }

    #[test]
    fn a_year_in_brackets_is_that_of_the_head() {
        assert_eq!(key("事業費(令和5年度)").as_deref(), Some("years.2023.costs.settled.total"));
        assert_eq!(key("決算額（令4）").as_deref(), Some("years.2022.costs.settled.total"));
        assert_eq!(key("実績値(2024年度)").as_deref(), Some("indicators.1.actuals.2024"));
        assert_eq!(key("目標値(R8)").as_deref(), Some("indicators.1.target"));
        assert_eq!(key("事業費(千円)"), None);
    }

    #[test]
    fn a_word_on_a_form_has_no_number_before_it() {
        check("①政策体系との整合性", "政策体系との整合性");
        check("(1)改革改善の方向性", "改革改善の方向性");
        check("４課長等意見(1)今後の方向性", "今後の方向性");
        check("（２）期待成果（コスト）", "期待成果（コスト）");
        check("事業期間（期間（始期））", "事業期間（期間（始期））");
        check("人件費計(B)", "人件費計(B)");
        check("３年間の計画(1)", "３年間の計画(1)");
        check("", "");
    }
}
