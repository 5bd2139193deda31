//! Charts of made-up series, drawn and measured as files and in columns of every width: no label meets another, and all lie
//! within the drawing.

use super::numbers::{DIGIT, LINE};
use super::pen::{NARROW, WIDTH};
use super::*;
use crate::diagnostic::{Located, Span};
use crate::model::{Amount, Cost, CostStage, FiscalYear, MoneyUnit, RecordId};
use crate::source::FileId;

fn at<T>(value: T) -> Located<T> {
    Located { value, at: Span::file(FileId(0)) }
}

fn figure(kind: FigureKind, year: i64, digits: &str) -> Figure {
    let mut figure = Figure::unknown(kind, Span::file(FileId(0)));
    figure.fiscal_year = FiscalYear::new(year).map(at);
    figure.value = Some(at(digits.parse().expect("a number")));
    figure
}

fn actuals(values: &[&str]) -> Vec<Figure> {
    let years = 2001..;
    years.zip(values).map(|(year, digits)| figure(FigureKind::Actual, year, digits)).collect()
}

fn series<'s>(figures: &'s [Figure], unit: &'s str) -> Series<'s> {
    Series::new(RecordId("programs/g/1".to_owned()), "登録者数", unit, figures.iter().collect())
}

/// Left, right, upper and lower edge of a label.
type Area = [f64; 4];

/// The columns in which a drawing is measured, from a narrow phone to more than the widest.
const COLUMNS: [f64; 9] = [NARROW, 290.0, 330.0, 379.0, 380.0, 450.0, 559.0, WIDE, 900.0];
const WIDE: f64 = WIDTHS[2].0;

/// An attribute of a label.
fn attribute<'t>(head: &'t str, name: &str) -> Option<&'t str> {
    head.split_once(&format!(" {name}=\""))?.1.split('"').next()
}

/// The labels of a drawing of some width, measured with the width of the characters in print.
fn labels(drawing: &Drawing, medium: Medium, width: f64) -> Vec<Area> {
    let number = |digits: &str| -> f64 { digits.parse().expect("a place is a number") };
    let x_of = |place: &str| match (place.strip_suffix('%'), medium) {
        (Some(percent), Medium::Page) => drawing.left.x(number(percent) / 100.0, width),
        (None, Medium::Page) => drawing.left.width() + number(place),
        (_, Medium::Small | Medium::File) => number(place),
    };
    let texts = drawing.body.0.split("<text").skip(1).filter_map(|rest| rest.split_once("</text>"));
    let mut group = String::new();
    let before = drawing.body.0.split("<text").map(move |part| {
        part.rsplit_once("<g class=\"")
            .into_iter()
            .for_each(|(_, rest)| group = rest[..rest.find('"').unwrap_or(0)].to_owned());
        if part.rfind("</g>") > part.rfind("<g ") {
            group.clear();
        }
        group.clone()
    });
    let measured = texts.zip(before).flat_map(|((text, _), group)| {
        let (head, words) = text.split_once('>').expect("a label has a text");
        let (x, y) = (attribute(head, "x").expect("a label has a place"), attribute(head, "y").expect("and a line"));
        let aside = attribute(head, "transform").and_then(|text| text.strip_prefix("translate(")?.strip_suffix(')'));
        let (x, y) = (x_of(x) + aside.map_or(0.0, number), number(y));
        let class = attribute(head, "class").unwrap_or_default();
        let of_class = WIDTHS.iter().rev().find(|(_, word)| class.ends_with(word)).expect("the first word is empty");
        let is_shown = width >= of_class.0;
        let wide: f64 = words.chars().map(|c| if c.is_ascii() { DIGIT } else { 15.0 }).sum();
        let left = match group.as_str() {
            "tick" => x - wide / 2.0,
            "unit" => x - wide,
            name if name.starts_with("value") => x - wide / 2.0,
            _ => x,
        };
        is_shown.then_some([left, left + wide, y - 0.8 * LINE, y + 0.2 * LINE])
    });
    measured.collect()
}

fn is_clear(what: &str, drawing: &Drawing, medium: Medium, width: f64) -> usize {
    let labels = labels(drawing, medium, width);
    let svg = &drawing.body.0;
    for (i, [left, right, upper, lower]) in labels.iter().enumerate() {
        let is_inside = *left >= -0.1 && *right <= width + 0.1 && *upper >= 0.0 && *lower <= HEIGHT;
        assert!(is_inside, "{what} in {width}: {left} to {right} is outside: {svg}");
        for [l, r, u, d] in &labels[i + 1..] {
            let is_apart = right <= l || r <= left || lower <= u || d <= upper;
            assert!(is_apart, "{what} in {width}: {left} to {right} meets {l} to {r}: {svg}");
        }
    }
    labels.len()
}

/// Draws for a file and a page and measures both; `least` labels are there at least.
fn check_drawing(what: &str, least: usize, draw: impl Fn(Medium) -> Drawing) -> Drawing {
    let page = draw(Medium::Page);
    let found: Vec<_> = COLUMNS.iter().map(|width| is_clear(what, &page, Medium::Page, *width)).collect();
    let file = is_clear(what, &draw(Medium::File), Medium::File, WIDTH);
    assert!(file >= least && found.iter().all(|found| *found >= least), "{what}: {file}, {found:?}: {}", page.body.0);
    page
}

fn check(what: &str, figures: &[Figure], unit: &str, least: usize) -> Drawing {
    check_drawing(what, least, |medium| line::draw(&series(figures, unit), medium))
}

/// Targets beside actual values of the same years.
fn both(actual: &[&str], target: &[&str]) -> Vec<Figure> {
    let targets = actuals(target).into_iter().map(|figure| Figure { kind: FigureKind::Target, ..figure });
    actuals(actual).into_iter().chain(targets).collect()
}

#[test]
fn no_label_meets_another() {
    check("one value", &actuals(&["5"]), "件", 4);
    check("equal", &both(&["5", "5", "5"], &["5", "5", "5"]), "件", 11);
    check("nearly equal", &both(&["2765", "2766", "2767"], &["3000", "3001", "3002"]), "万円", 12);
    check("huge", &both(&["123456789012", "987654321098", "555555555555"], &["123456789013"; 3]), "円", 11);
    check("negative", &both(&["-5", "3", "-1200"], &["0", "0", "-1100"]), "人", 10);
    check("zero", &actuals(&["0", "0", "0"]), "件", 9);
    check("fraction", &both(&["99.37", "96.93", "98.10"], &["98.00", "98.50", "99.00"]), "%", 12);
}

#[test]
fn the_lines_have_values_and_a_wide_column_more_labels() {
    let digits: Vec<_> = (0..20).map(|n| (n * 37 % 50).to_string()).collect();
    let values: Vec<_> = digits.iter().map(String::as_str).collect();
    let drawing = check("twenty", &actuals(&values), "件", 10);
    assert!(["0", "20", "40", "60"].iter().all(|line| drawing.body.0.contains(&format!(">{line}</text>"))));
    let count = |width| is_clear("twenty", &drawing, Medium::Page, width);
    assert!(count(WIDE) >= count(NARROW) + 5, "{} and {}", count(NARROW), count(WIDE));
    let file = line::draw(&series(&actuals(&values), "件"), Medium::File);
    assert!(
        !file.body.0.contains('%') && !file.body.0.contains("more") && !file.body.0.contains("some"),
        "{}",
        file.body.0
    );
}

#[test]
fn forty_values_have_the_labels_for_which_there_is_room() {
    let digits: Vec<_> = (0..40).map(|n| (n * 7919 % 1009 * 1000).to_string()).collect();
    let values: Vec<_> = digits.iter().map(String::as_str).collect();
    check("forty", &actuals(&values), "件", 4);
    check("forty of both", &both(&values, &values), "件", 4);
    let mut far = actuals(&["1", "2", "3"]);
    far.push(figure(FigureKind::Baseline, 1960, "4"));
    check("far apart", &far, "件", 8);
}

#[test]
fn counts_begin_at_zero_and_a_cut_rate_is_told() {
    let far = |unit| check(unit, &actuals(&["990", "1000", "995"]), unit, 3).notes;
    assert!(far("件").is_empty() && far("千円").is_empty() && far("").is_empty());
    assert_eq!(far("%"), ["縦軸は0から始まりません。"]);
    assert_eq!(far("人/日"), ["縦軸は0から始まりません。"]);
}

/// Where the first line of a class goes.
fn path_of<'t>(svg: &'t str, class: &str) -> Option<&'t str> {
    attribute(svg.split_once(&format!("<path class=\"{class}\""))?.1, "d")
}

#[test]
fn a_target_is_seen_behind_the_value_and_so_is_the_way_to_it() {
    let svg = check("missed", &both(&["10", "20", "30"], &["10", "25", "40"]), "件", 10).body.0;
    assert_eq!(svg.matches("d=\"M-9 0h18\"").count(), 4, "one in the legend: {svg}");
    let gaps = path_of(&svg, "gap").expect("a way is drawn");
    assert_eq!(gaps.matches('M').count(), 2, "the first target is met to the letter: {svg}");
    let last_of = |class: &str| svg.rfind(&format!("class=\"mark {class}\""));
    assert!(last_of("target") < last_of("actual"), "the value stands before the target");
}

fn pictured(figures: &[Figure]) -> Option<ChartView> {
    chart(&series(figures, "件"), Detail::Full)
}

#[test]
fn fewer_than_three_years_are_no_chart_over_time() {
    let one = pictured(&actuals(&["16"]));
    assert!(one.is_none());
    let two = pictured(&actuals(&["16", "5"])).expect("a change is told");
    assert!(two.svg.is_none() && two.file.is_none());
    assert_eq!(two.steps, ["実績値 平成13年度 16", "平成14年度 5"]);
    let met = pictured(&both(&["16"], &["20"])).expect("a target beside its result is shown");
    assert_eq!((met.bullets.len(), met.svg.is_none()), (1, true));
    let three = pictured(&actuals(&["16", "5", "7"])).expect("three years are drawn");
    assert!(three.svg.is_some() && three.file.is_some_and(|file| file.starts_with("figures/")));
}

#[test]
fn a_series_keeps_its_id_when_values_are_added() {
    let (few, many) = (actuals(&["1", "2"]), both(&["1", "2", "3"], &["5"]));
    assert_eq!(series(&few, "件").id(), series(&many, "件").id());
    assert_ne!(series(&few, "件").id(), series(&few, "人").id());
}

#[test]
fn direction_is_told_only_by_a_rule() {
    let figures = actuals(&["3", "2", "1"]);
    let ruled = |rule| {
        let mut ruled = series(&figures, "件");
        ruled.rule = rule;
        ruled
    };
    let notes = |rule| line::draw(&ruled(rule), Medium::Page).notes;
    assert_eq!(notes(Some(IndicatorRule::Decrease)), ["減るほうがよい"]);
    assert!(notes(None).is_empty() && notes(Some(IndicatorRule::None)).is_empty());
}

/// The total of a stage in yen.
fn cost(stage: CostStage, digits: &str) -> Cost {
    let amount = Amount::new(digits.parse().expect("a number"), MoneyUnit::Yen);
    Cost {
        stage: at(stage),
        unit: at(MoneyUnit::Yen),
        total: amount.map(at),
        funds: None,
        staff: None,
        persons: None,
        full: None,
        note: None,
    }
}

#[test]
fn the_years_and_amounts_of_bars_do_not_meet() {
    let year = |n: i64| FiscalYear::new(1990 + n).expect("a year");
    for (count, digits) in [(2, "5"), (3, "123456789012"), (40, "98765"), (3, "-1200")] {
        let all: Vec<_> =
            (0..count).flat_map(|n| CostStage::ALL.map(|(stage, ..)| (year(n), cost(stage, digits)))).collect();
        let costs: Vec<_> = all.iter().map(|(year, cost)| (*year, cost)).collect();
        check_drawing(digits, 8, |medium| {
            bars::drawing("chart-costs", "事業費", &costs, medium).expect("there are several years")
        });
    }
}

/// A bar stands above its year, also where the last one is of another stage; of two in a year, one stands on either side.
#[test]
fn a_bar_that_is_alone_in_its_year_stands_in_the_middle() {
    let middles = |stages: &[(i64, CostStage)]| {
        let all: Vec<_> =
            stages.iter().map(|(n, stage)| (FiscalYear::new(2020 + n).expect("a year"), cost(*stage, "5"))).collect();
        let costs: Vec<_> = all.iter().map(|(year, cost)| (*year, cost)).collect();
        let drawing = bars::drawing("chart-costs", "事業費", &costs, Medium::Page).expect("there are two years");
        let share = |bar: &str, key: &str| -> Option<f64> {
            bar.split_once(&format!("{key}=\""))?.1.split_once("%\"")?.0.parse().ok()
        };
        let rects = drawing.body.0.split("<rect").filter_map(|rest| rest.split("/>").next());
        let bars = rects.filter_map(|bar| Some(share(bar, " x")? + share(bar, "width")? / 2.0));
        bars.map(|middle| middle.round()).collect::<Vec<_>>()
    };
    assert_eq!(middles(&[(0, CostStage::Settled), (1, CostStage::Planned)]), [75.0, 25.0]);
    let both = middles(&[(0, CostStage::Initial), (0, CostStage::Settled), (1, CostStage::Settled)]);
    assert!(both[0] < 25.0 && both[1] > 25.0 && both[2] > 75.0, "{both:?}");
}

#[test]
fn the_course_of_a_series_has_no_numbers_but_every_value() {
    let figures = both(&["10", "20", "30"], &["10", "25", "40"]);
    let view = chart(&series(&figures, "件"), Detail::Course).expect("three years are drawn");
    let svg = view.svg.expect("a drawing").0;
    let count = |class: &str| path_of(&svg, class).map_or(0, |path| path.matches(['M', 'm']).count());
    // The first target is met to the letter: there is no way from it to the value.
    assert_eq!((count("dots actual"), count("dots target"), count("gap"), count("line actual")), (3, 3, 2, 1), "{svg}");
    assert!(!svg.contains("class=\"value") && svg.contains(">H15</text>") && svg.len() < 430, "{}: {svg}", svg.len());
}
