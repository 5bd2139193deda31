//! What the columns of a table are taken for where their heads alone do not say it: the codes and titles of a tree, marks with
//! their reasons, texts of the city's own form, and what is not published. Each of it is a guess.

use std::collections::BTreeSet;

use super::body::Body;
use super::terms::{core, few, without_year};
use crate::characters::unspaced;
use crate::model::FiscalYear;

/// A level of the tree of a table: the column of titles, those of the parts of its codes, and how these are joined.
pub(super) struct Level {
    pub(super) title: u32,
    pub(super) parts: Vec<u32>,
    pub(super) code: String,
}

/// The ends of the heads of codes, the likeliest first.
const CODES: [&str; 4] = ["番号", "コード", "no", "id"];

/// The levels of the tree: columns of titles with the columns of their codes, as 施策名 and 施策番号.
pub(super) fn levels(body: &Body<'_>, free: &[u32]) -> Vec<Level> {
    let heads: Vec<_> = free.iter().map(|column| (core(body.heads.head(*column)).to_lowercase(), *column)).collect();
    let sorted: BTreeSet<(&str, u32)> = heads.iter().map(|(head, column)| (head.as_str(), *column)).collect();
    let mut levels: Vec<Level> = Vec::new();
    let mut rows = body.all_rows();
    for (head, title) in &heads {
        let word = titled(head);
        let is_code = |column: &u32| column != title && body.texts(*column).all(|text| text.chars().count() <= 8);
        let coded = |end: &str| -> Vec<u32> {
            let start = format!("{word}{end}");
            let from = sorted.range((start.as_str(), 0)..).take_while(|(head, _)| head.starts_with(&start));
            let mut columns: Vec<_> = from.map(|(_, column)| *column).filter(is_code).collect();
            columns.sort_unstable();
            columns
        };
        let parts = CODES.iter().map(|end| coded(end)).find(|parts| !parts.is_empty());
        let Some(parts) = parts.filter(|_| !word.is_empty()) else { continue };
        let names: Vec<_> = parts.iter().map(|column| body.heads.name(*column)).collect();
        if names.iter().any(|name| name.contains(['{', '}'])) {
            continue;
        }
        let own: String = names.iter().map(|name| format!("{{{name}}}")).collect();
        rows.retain(|row| !body.joined(*row, &parts).is_empty());
        let code = match levels.last() {
            // 1-2 below 1 names its parent already.
            Some(above) if rows.iter().all(|row| is_below(body, *row, &above.parts, &parts)) => own,
            Some(above) => format!("{}-{own}", above.code),
            None => own,
        };
        levels.push(Level { title: *title, parts, code });
    }
    levels
}

/// What a head of titles says that they are the titles of: 施策名.
pub(super) fn titled(head: &str) -> &str {
    head.strip_suffix("名称").or_else(|| head.strip_suffix('名')).unwrap_or(head)
}

/// Whether the code of a row begins with that of the level above and is longer.
fn is_below(body: &Body<'_>, row: u32, above: &[u32], own: &[u32]) -> bool {
    let (above, own) = (body.joined(row, above), body.joined(row, own));
    own.strip_prefix(above.as_str()).is_some_and(|rest| rest.starts_with(['-', '－', '.']))
}

/// The parts of a budget code by the ends of their heads, with the columns that have them: 会計, and 款 to 事業.
pub(super) fn budget(body: &Body<'_>, free: &[u32]) -> Option<(Option<u32>, Vec<u32>, bool)> {
    let end = |column: &u32| {
        let head = unspaced(body.heads.head(*column));
        let last = head.trim_end_matches(')').rsplit('(').next().unwrap_or_default().to_owned();
        if last == head { last.trim_start_matches("予算科目").to_owned() } else { last }
    };
    let of = |word: &str| free.iter().copied().find(|column| end(column) == word);
    let parts: Vec<_> = ["款", "項", "目"].iter().filter_map(|word| of(word)).chain(of("事業")).collect();
    let whole = (parts.len() >= 3).then_some(parts)?;
    let rows: BTreeSet<u32> = whole.iter().flat_map(|column| body.rows(*column)).collect();
    let is_one = |row: u32| {
        let texts = whole.iter().map(|column| body.sheet.text((row, *column)));
        texts.map(|text| text.split_whitespace().count()).all(|count| count == 1)
    };
    let is_single = rows.into_iter().all(is_one);
    Some((of("会計"), whole, is_single))
}

/// Why the budget codes of a table are not taken.
pub(super) const SEVERAL_CODES: &str = "1つのセルに番号が2つ以上ある行や、番号の欠けた行がある";

/// Words in the heads of columns with marks.
const EVALUATED: [&str; 18] = [
    "評価",
    "判定",
    "方向",
    "余地",
    "妥当",
    "必要性",
    "有効性",
    "効率性",
    "公平性",
    "達成",
    "進捗",
    "整合",
    "影響",
    "期待成果",
    "成果",
    "貢献",
    "総合",
    "結論",
];

/// Who evaluates, by words of the head: id and name.
const EVALUATORS: [(&str, &str, &str); 9] = [
    ("外部", "gaibu", "外部評価"),
    ("委員会", "iinkai", "評価委員会"),
    ("市長", "shicho", "市長"),
    ("町長", "chocho", "町長"),
    ("部長", "bucho", "部長"),
    ("課長", "kacho", "課長"),
    ("二次", "niji", "二次評価"),
    ("一次", "ichiji", "一次評価"),
    ("", "ka", "担当課"),
];

/// The evaluator of a column with marks.
pub(super) fn evaluator(head: &str) -> &'static str {
    EVALUATORS.iter().find(|(word, ..)| head.contains(word)).map_or("ka", |(_, id, _)| id)
}

/// The name of an evaluator that a draft names.
pub(super) fn evaluator_name(id: &str) -> Option<&'static str> {
    EVALUATORS.iter().find(|(_, known, _)| *known == id).map(|(.., name)| *name)
}

/// The columns with marks, each with that of the reason: the text that follows it, or several of them.
pub(super) fn marks(body: &Body<'_>, free: &[u32]) -> Vec<(u32, Option<u32>)> {
    let is_mark = |column: u32| {
        let head = core(body.heads.head(column));
        let words = few(body.texts(column)).unwrap_or_default();
        EVALUATED.iter().any(|word| head.contains(word))
            && !words.is_empty()
            && words.iter().all(|word| word.parse::<f64>().is_err() || word == "0")
    };
    let mut marks: Vec<(u32, Option<u32>)> = Vec::new();
    let mut run = 0;
    for (at, column) in free.iter().enumerate() {
        let is_next = at > 0 && free[at - 1] + 1 == *column;
        if !is_next {
            run = 0;
        }
        if is_mark(*column) {
            marks.push((*column, None));
            run += 1;
            continue;
        }
        let first = marks.len() - run;
        if let (true, Some((_, reason))) = (run > 0 && !body.is_numeric(*column), marks.get_mut(first)) {
            *reason = Some(*column);
        }
        run = 0;
    }
    marks
}

/// The list of a year to which a text belongs by its head: what was done last year, what is planned for this one.
pub(super) fn of_year(head: &str, reported: Option<FiscalYear>, planned: Option<FiscalYear>) -> Option<String> {
    let (head, own) = without_year(&unspaced(head));
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    let (results, plan) = (has(&["実績", "取組内容", "実施内容"]), has(&["計画", "予定"]));
    let of = |year: FiscalYear, list: &str| format!("years.{}.{list}", year.western());
    match (has(&["前年度", "昨年度"]), has(&["今年度", "本年度"])) {
        (true, false) if results => Some(of(reported?, "results")),
        (false, true) if plan => Some(of(planned?, "plan")),
        _ if results && !plan => Some(of(own?, "results")),
        _ if plan && !results => Some(of(own?, "plan")),
        _ => None,
    }
}

/// Why a column is not for the public, by its head.
pub(super) fn withheld(head: &str) -> Option<&'static str> {
    const PERSONS: [&str; 13] = [
        "担当者",
        "記入者",
        "作成者",
        "氏名",
        "課長名",
        "部長名",
        "係長名",
        "係名",
        "職員名",
        "電話",
        "内線",
        "メール",
        "連絡先",
    ];
    const CLERICAL: [&str; 13] = [
        "no",
        "no.",
        "№",
        "通番",
        "連番",
        "通し番号",
        "行番号",
        "作成年",
        "作成月",
        "作成日",
        "作成年月日",
        "更新日",
        "入力日",
    ];
    let core = core(head).to_lowercase();
    if CLERICAL.contains(&core.as_str()) {
        return Some("表を管理するための欄");
    }
    PERSONS.iter().any(|word| core.ends_with(word)).then_some("担当者の氏名や連絡先")
}
