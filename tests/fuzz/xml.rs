//! Damages XML element by element: attributes, texts, order, number.

use std::ops::Range;

use fastrand::Rng;

use crate::{one, place};

/// Values of attributes and texts of cells.
#[rustfmt::skip]
const VALUES: &[&str] = &[
    "", "0", "1", "-1", "3", "45382", "0.372", "1e999", "NaN", "abc", "4294967295", "18446744073709551615", "99999999999999999999",
    "1048577", "A1", "XFD1048576", "ZZZZZZ999999999", "A1:XFD1048576", "A0", "s", "n", "b", "e", "str", "d", "inlineStr", "percentage",
    "float", "date", "currency", "boolean", "0.0%", "#,##0,", "000000", "[$-411]ggge\"年\"m\"月\"d\"日\"", "@", "General", "#,##0;△#,##0",
    "?/?", "[赤]0", "true", "2022-04-01", "2022-04-01T10:00:00", "PT12H", "#REF!", "#N/A", "令和4年", "同上", "－", "〇", "&#0;", "&#xFFFE;",
    "&amp;amp;", "&none;", "か\u{3099}", "葛\u{e0100}", "\u{e000}", "\u{202e}", "_x000D_", "_x0041_", "=1+1", "none", "zzz", "hidden",
    "veryHidden", "..", "../../x.xml",
];

/// The places of all tags.
fn tags(xml: &str) -> Vec<Range<usize>> {
    let starts = xml.match_indices('<').map(|(at, _)| at);
    starts.filter_map(|at| Some(at..at + xml[at..].find('>')? + 1)).collect()
}

/// The element that begins with a tag, to the first end of its name.
fn element(xml: &str, tag: &Range<usize>) -> Range<usize> {
    let inside = &xml[tag.clone()];
    let name = inside[1..].split(['>', ' ', '/', '\n']).next().unwrap_or_default();
    let end = format!("</{name}>");
    let is_whole = inside.ends_with("/>") || name.is_empty();
    let stop = xml[tag.end..].find(&end).filter(|_| !is_whole).map_or(tag.end, |at| tag.end + at + end.len());
    tag.start..stop
}

/// The places between quotation marks in a tag.
fn values(xml: &str, tag: &Range<usize>) -> Vec<Range<usize>> {
    let quotes: Vec<_> = xml[tag.clone()].match_indices('"').map(|(at, _)| tag.start + at).collect();
    quotes.chunks_exact(2).map(|pair| pair[0] + 1..pair[1]).collect()
}

/// The text after one change.
pub(crate) fn damaged(rng: &mut Rng, xml: &str) -> String {
    let tags = tags(xml);
    if tags.is_empty() {
        return xml.to_owned();
    }
    let tag = &tags[rng.usize(..tags.len())];
    let element = element(xml, tag);
    let whole = &xml[element.clone()];
    match rng.u8(..10) {
        0..=3 => {
            let values = values(xml, tag);
            let value = (!values.is_empty()).then(|| values[rng.usize(..values.len())].clone());
            replaced(xml, value.unwrap_or(tag.end..tag.end), one(rng, VALUES))
        }
        4 | 5 => {
            let end = tag.end + xml[tag.end..].find('<').unwrap_or_default();
            replaced(xml, tag.end..end, one(rng, VALUES))
        }
        6 => replaced(xml, element, ""),
        7 => {
            let times = one(rng, &[&2_usize, &3, &1000]);
            replaced(xml, element.clone(), &whole.repeat(if whole.len() < 2000 { *times } else { 2 }))
        }
        8 => {
            let to = tags[rng.usize(..tags.len())].start;
            replaced(xml, to..to, whole)
        }
        _ => {
            let at = place(rng, xml);
            replaced(
                xml,
                at..at,
                one(rng, &["<", ">", "&", "\"", "]]>", "<!--", "<x:y>", "\0", "<![CDATA[", "<row>", "<c/>"]),
            )
        }
    }
}

fn replaced(xml: &str, range: Range<usize>, with: &str) -> String {
    format!("{}{with}{}", &xml[..range.start], &xml[range.end..])
}
