//! 集計 as bars of parts with their counts. Where all agree, one sentence says it; a bar of one colour tells nothing.
//! Counts only: no share of them is a degree of success.

use std::cmp::Ordering;
use std::fmt::Write;

use serde::Serialize;

use super::here::Here;
use super::html::Html;
use super::links::Link;
use super::words;
use crate::model::{
    Counts, FixedPage, Grades, Key, Marks, Outcome, Rating, Record, ResultState, Scale, StageKind, Tally,
};

const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 24.0;
/// The least width of a part that has room for its number.
const ROOM: f64 = 9.0;
/// How many evaluations are shown; those of earlier years are folded.
const SHOWN: usize = 6;

/// What was counted over some records, ready to print.
#[derive(Serialize)]
pub(super) struct TallyView {
    pub(super) outcomes: Option<BarView>,
    states: Vec<StateView>,
    /// One sentence for years whose records are all in one state.
    sentence: Option<String>,
    marks: Vec<BarView>,
    /// Evaluations of earlier years.
    earlier: Vec<BarView>,
}

/// One bar with the counts of its parts.
#[derive(Serialize)]
pub(super) struct BarView {
    title: String,
    link: Option<Link>,
    total: String,
    parts: Vec<PartView>,
    svg: Html,
    /// In place of the bar, if all are alike.
    sentence: Option<String>,
    /// What is not in the bar.
    besides: Option<String>,
}

#[derive(Serialize)]
struct PartView {
    word: String,
    code: String,
    count: usize,
    /// The same as text.
    told: String,
}

/// The results of one year.
#[derive(Serialize)]
struct StateView {
    link: Link,
    bar: BarView,
}

impl TallyView {
    /// Whether there is anything to show.
    pub(super) fn is_empty(&self) -> bool {
        self.outcomes.is_none() && self.states.is_empty() && self.sentence.is_none() && self.marks.is_empty()
    }
}

/// The view of a tally; `None` if nothing was counted. `id` begins the ids of its pictures.
pub(super) fn view(here: &Here<'_, '_>, id: &str, tally: &Tally<'_>) -> Option<TallyView> {
    let is_uniform = tally.states.values().all(|states| states.unanimous().is_some());
    let states = tally.states.iter().filter(|_| !is_uniform).map(|(year, states)| StateView {
        link: Link::to(&year.page(), &words::year(*year)),
        bar: of_states(&format!("{id}-{}", year.western()), &words::year(*year), states),
    });
    let newest = tally.marks.keys().map(|marks| marks.year).max();
    let (mut marks, earlier): (Vec<_>, Vec<_>) = tally.marks.iter().partition(|(marks, _)| Some(marks.year) == newest);
    marks.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.total()));
    let bar = |(n, (marks, counts)): (usize, &(&Marks<'_>, &Counts<Key>))| {
        let whole = tally.wholes.get(&(marks.kind, marks.year, marks.stage)).copied();
        of_marks(here, &format!("{id}-m{n}"), marks, counts, whole)
    };
    let (shown, rest) = marks.split_at(marks.len().min(SHOWN));
    let hidden: Vec<_> = rest.iter().chain(&earlier).copied().collect();
    let view = TallyView {
        outcomes: outcomes(here, &format!("{id}-o"), &tally.all_outcomes()),
        states: states.collect(),
        sentence: (is_uniform && !tally.states.is_empty()).then(|| uniform(tally)),
        marks: shown.iter().enumerate().map(bar).collect(),
        earlier: hidden.iter().enumerate().map(|(n, of)| bar((n + SHOWN, of))).collect(),
    };
    (!view.is_empty()).then_some(view)
}

/// What became of targets. Those without a result are told in words, as they say nothing of the others.
pub(super) fn outcomes(here: &Here<'_, '_>, id: &str, counts: &Counts<Outcome>) -> Option<BarView> {
    let waiting = counts.of(&Outcome::NotKnown);
    let known = counts.total() - waiting;
    let parts: Vec<_> = Outcome::ALL
        .iter()
        .filter(|(outcome, ..)| *outcome != Outcome::NotKnown)
        .map(|(outcome, word, code)| part(word, code, counts.of(outcome)))
        .filter(|part| part.count > 0)
        .collect();
    let unanimous = match &parts[..] {
        [] => Some(format!("目標{}件は、どれも実績の数値がありません", words::count(waiting))),
        [only] => Some(format!("実績の数値がある目標{}件は、すべて「{}」です", only.told, only.word)),
        _ => None,
    };
    let link = Some(here.fixed(FixedPage::Results));
    let besides =
        (waiting > 0 && known > 0).then(|| format!("ほかに、実績の数値が無い目標が{}件", words::count(waiting)));
    let whole = bar(id, ("目標と実績".to_owned(), link), parts, unanimous);
    let total = match waiting {
        0 => whole.total,
        _ => format!("目標{}件のうち、実績の数値がある{}", words::count(counts.total()), whole.total),
    };
    let bar = BarView { besides, total, ..whole };
    (counts.total() > 0).then_some(bar)
}

fn of_states(id: &str, year: &str, counts: &Counts<ResultState>) -> BarView {
    let parts = ResultState::ALL.iter().map(|(state, word, code)| part(word, code, counts.of(state)));
    let unanimous = counts.unanimous().map(|state| format!("{}件すべて{}", counts.total(), state.word()));
    bar(id, (year.to_owned(), None), parts.filter(|part| part.count > 0).collect(), unanimous)
}

/// 令和3年度・令和4年度は61件すべて実績あり、令和5年度は….
fn uniform(tally: &Tally<'_>) -> String {
    let mut told: Vec<(Vec<String>, (usize, ResultState))> = Vec::new();
    for (year, counts) in &tally.states {
        let Some(state) = counts.unanimous() else { continue };
        let answer = (counts.total(), *state);
        match told.last_mut().filter(|(_, last)| *last == answer) {
            Some((years, _)) => years.push(year.to_string()),
            None => told.push((vec![year.to_string()], answer)),
        }
    }
    let clause = |(years, (count, state)): &(Vec<String>, (usize, ResultState))| {
        let years = match &years[..] {
            [first, .., last] if years.len() > 2 => format!("{first}～{last}"),
            all => all.join("・"),
        };
        let why = if *state == ResultState::NotReported { "(まだ公表されていません)" } else { "" };
        format!("{years}は{count}件すべて{}{why}", state.word())
    };
    told.iter().map(clause).collect::<Vec<_>>().join("、")
}

/// 61件すべてA.
fn all(count: usize, word: &str) -> String {
    if count == 1 { format!("1件: {word}") } else { format!("{}件すべて{word}", words::count(count)) }
}

/// The marks that were given; what has none on this scale is in the whole, of which the title tells.
fn of_marks(here: &Here<'_, '_>, id: &str, marks: &Marks<'_>, counts: &Counts<Key>, whole: Option<usize>) -> BarView {
    let scale = here.site.scale(marks.scale);
    let parts = counts.iter().enumerate().map(|(at, (key, count))| match key {
        Key::Mark(place, mark) => part(mark, &code_of(scale, *place, at), count),
        Key::Unmarked => part("評価の記載なし", "unknown", count),
    });
    let parts: Vec<_> = parts.collect();
    let unanimous = counts.unanimous().map(|_| all(counts.total(), &parts[0].word));
    let anchor = here.site.scale(marks.scale).map_or_else(|| super::evaluation::GLYPHS.to_owned(), Scale::anchor);
    let link = Link::at(FixedPage::Legend.folder(), &anchor, "尺度の見方");
    let bar = bar(id, (title(here, marks), Some(link)), parts, unanimous);
    match whole.filter(|whole| *whole > counts.total()) {
        Some(whole) => BarView {
            total: format!("{}件のうち、この評価がある{}", words::count(whole), bar.total),
            ..bar
        },
        None => bar,
    }
}

/// How a mark looks: by its place between the best and the last one of its scale, whatever other marks were given. Marks
/// without an order, and numbers, have colours that say nothing of good or bad.
fn code_of(scale: Option<&Scale>, place: usize, at: usize) -> String {
    let last = match scale.map(|scale| (&scale.grades, scale.is_ordered)) {
        None => Rating::ALL.len(),
        Some((Grades::Marks(marks), true)) => marks.len(),
        Some((Grades::Marks(_), false)) => return format!("way-{}", (place - 1) % 6 + 1),
        Some((Grades::Range(_), _)) => return format!("way-{}", at % 6 + 1),
    };
    if place > last {
        return format!("way-{}", at % 6 + 1);
    }
    let code = match (2 * place).cmp(&(last + 1)) {
        _ if place == 1 => "best",
        _ if place == last => "last",
        Ordering::Less => "good",
        Ordering::Equal => "middle",
        Ordering::Greater => "low",
    };
    format!("mark-{code}")
}

/// 令和4年度 期末(達成状況) 担当課による総合評価(妥当性).
fn title(here: &Here<'_, '_>, marks: &Marks<'_>) -> String {
    let site = here.site;
    let scale = site.scale(marks.scale).map_or_else(Scale::glyphs, |scale| scale.name.value.clone());
    let kinds = Record::KINDS.iter().find(|(code, _)| *code == marks.kind);
    let kind = match kinds {
        // Stages are those of the parts of goals.
        _ if marks.stage.is_some() => here.words.part.clone(),
        Some((_, label)) => here.words.tell(label).into_owned(),
        None => here.words.indicators.clone(),
    };
    let stage = marks.stage.map(|stage| format!("・{}", StageKind::words(stage))).unwrap_or_default();
    let by = marks.by.map(|by| format!("{}の", site.evaluator_name(by))).unwrap_or_default();
    let axis = marks.axis.map(|axis| format!("「{axis}」")).unwrap_or_default();
    format!("{}{stage}の{kind}: {by}{scale}{axis}", marks.year)
}

fn part(word: &str, code: &str, count: usize) -> PartView {
    PartView { word: word.to_owned(), code: code.to_owned(), count, told: words::count(count) }
}

fn bar(id: &str, (title, link): (String, Option<Link>), parts: Vec<PartView>, sentence: Option<String>) -> BarView {
    let total = parts.iter().map(|part| part.count).sum();
    let svg = if sentence.is_some() { Html::default() } else { draw(id, &parts, total) };
    BarView { title, link, total: words::count(total), parts, svg, sentence, besides: None }
}

/// One bar, its parts beside each other: they differ in their pattern and number as well as in colour. The counts are in
/// the list next to it.
fn draw(id: &str, parts: &[PartView], total: usize) -> Html {
    let mut svg = Html(format!("<svg class=\"stack\" aria-hidden=\"true\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">"));
    patterns(&mut svg, id, parts);
    let mut x = 0.0;
    for part in parts {
        let width = (WIDTH - 2.0) * part.count as f64 / total as f64;
        let fill = pattern(&part.code).map(|(name, _)| format!(" fill=\"url(#{id}-{name})\"")).unwrap_or_default();
        let code = &part.code;
        let _ = write!(
            svg.0,
            "<rect class=\"part {code}\"{fill} x=\"{:.1}\" y=\"1\" width=\"{width:.1}\" height=\"22\"/>",
            x + 1.0
        );
        // On a pattern a number is hard to read; the list has it.
        if fill.is_empty() && width > ROOM * part.told.len() as f64 {
            let (middle, told) = (x + 1.0 + width / 2.0, &part.told);
            let _ = write!(svg.0, "<text class=\"{code}\" x=\"{middle:.1}\" y=\"17\">{told}</text>");
        }
        x += width;
    }
    svg.0.push_str("</svg>");
    svg
}

/// The pattern of a part that is neither full nor empty: its name and what is repeated. What is neither good nor bad has
/// not the look of a target that was not met.
fn pattern(code: &str) -> Option<(&'static str, &'static str)> {
    match code {
        "not-reached" | "mark-low" => Some(("h", "<path class=\"hatch\" d=\"M-1 7L7 -1M2 10L10 2\"/>")),
        "mark-good" => Some(("g", "<path class=\"hatch good\" d=\"M-1 1L7 9M2 -2L10 6\"/>")),
        "way-2" | "way-5" => Some(("w", "<path class=\"hatch way\" d=\"M0 2H8M0 6H8\"/>")),
        "not-comparable" | "mark-middle" | "way-3" | "way-6" => {
            Some(("d", "<path class=\"dots\" d=\"M2 2h.1M6 6h.1\"/>"))
        }
        _ => None,
    }
}

/// The patterns that the parts use.
fn patterns(svg: &mut Html, id: &str, parts: &[PartView]) {
    let mut used: Vec<_> = parts.iter().filter_map(|part| pattern(&part.code)).collect();
    used.sort_unstable();
    used.dedup();
    if used.is_empty() {
        return;
    }
    svg.0.push_str("<defs>");
    for (name, of) in used {
        let _ = write!(
            svg.0,
            "<pattern id=\"{id}-{name}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">{of}</pattern>"
        );
    }
    svg.0.push_str("</defs>");
}
