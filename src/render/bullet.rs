//! A target and an actual value as a small picture: a bar from zero to the actual value, and a stroke where the target is.

use std::fmt::Write;

use super::html::Html;
use crate::model::verdict::unit;
use crate::model::{Figure, Number};

const WIDTH: f64 = 120.0;

/// The picture of two numbers of one unit; the numbers are in the cells beside it.
pub(super) fn draw(target: &Figure, actual: &Figure) -> Option<Html> {
    let value = |figure: &Figure| figure.value.as_ref().map(|value| Number::value(&value.value));
    let (target_value, actual_value) = (value(target)?, value(actual)?);
    if unit(target) != unit(actual) {
        return None;
    }
    let (low, high) = (target_value.min(actual_value).min(0.0), target_value.max(actual_value).max(0.0));
    if high <= low {
        return None;
    }
    let x = |value: f64| 3.0 + (WIDTH - 6.0) * (value - low) / (high - low);
    let (zero, end, at) = (x(0.0), x(actual_value), x(target_value));
    let mut svg = Html(format!("<svg class=\"bullet\" aria-hidden=\"true\" viewBox=\"0 0 {WIDTH} 16\">"));
    let (from, width) = (zero.min(end), (end - zero).abs());
    let _ = write!(
        svg.0,
        "<path class=\"axis\" d=\"M{zero:.1} 1V15\"/><rect class=\"actual\" x=\"{from:.1}\" y=\"5\" width=\"{width:.1}\" height=\"6\"/><path class=\"target\" d=\"M{at:.1} 1V15\"/></svg>"
    );
    Some(svg)
}
