//! A chart to take along: as a picture of its own with title, source and colours, for documents and slides, and as a part of
//! a page for the city's CMS. Both have their look as attributes: word processors read no stylesheet, and a CMS may
//! remove one or apply it to the whole page. The part of a page is ASCII, so that the encoding of that page does not matter.

use std::fmt::Write;

use super::pen::{Medium, WIDTH};
use super::{Drawing, HEIGHT, anchor, bars, line};
use crate::model::{
    Record,
    address::{self, COSTS_CHART},
    years_of_costs,
};
use crate::render::here::Here;
use crate::render::html::Html;
use crate::render::pages::Pages;

/// What a stylesheet says on a page, by class; the colours are the light ones of the theme.
const LOOKS: [(&str, &str); 24] = [
    ("axis", "stroke=\"#767c8f\" fill=\"none\""),
    ("grid", "stroke=\"#d6d9e2\" fill=\"none\""),
    ("line actual", "stroke=\"#0031d8\" stroke-width=\"2\" fill=\"none\""),
    ("line target", "stroke=\"#8b4a00\" stroke-width=\"2\" stroke-dasharray=\"5 4\" fill=\"none\""),
    ("line baseline", "stroke=\"#4d4d4d\" stroke-width=\"2\" stroke-dasharray=\"2 3\" fill=\"none\""),
    ("gap", "stroke=\"#8b4a00\" stroke-width=\"1.5\" stroke-dasharray=\"2 2\" fill=\"none\""),
    ("mark actual", "fill=\"#0031d8\""),
    ("mark target", "stroke=\"#8b4a00\" stroke-width=\"3\" fill=\"none\""),
    ("mark baseline", "stroke=\"#4d4d4d\" stroke-width=\"2\" fill=\"#ffffff\""),
    ("value actual", "text-anchor=\"middle\" font-weight=\"bold\" fill=\"#0031d8\""),
    ("value target", "text-anchor=\"middle\" fill=\"#8b4a00\""),
    ("value baseline", "text-anchor=\"middle\" fill=\"#4d4d4d\""),
    ("tick", "text-anchor=\"middle\" fill=\"#4d4d4d\""),
    ("unit", "text-anchor=\"end\" fill=\"#4d4d4d\""),
    ("bar planned", "stroke=\"#0031d8\" stroke-dasharray=\"3 2\" fill=\"#ffffff\""),
    ("bar initial", "stroke=\"#0031d8\" fill=\"#ffffff\""),
    ("bar final", "stroke=\"#0031d8\""),
    ("bar estimate", "stroke=\"#0031d8\""),
    ("bar settled", "stroke=\"#0031d8\" fill=\"#0031d8\""),
    ("hatch", "stroke=\"#0031d8\" stroke-width=\"1.5\" fill=\"none\""),
    ("dot", "fill=\"#0031d8\""),
    ("title", "font-size=\"14\" font-weight=\"bold\""),
    ("note", "font-size=\"11\" fill=\"#4d4d4d\""),
    ("paper", "fill=\"#ffffff\""),
];

/// A chart that can be taken along, and where it stands.
struct Alone {
    drawing: Drawing,
    id: String,
    /// The record that states the numbers, and the site.
    source: String,
    /// The address of the place in the site, if it is known.
    address: Option<String>,
}

/// How wide a picture is.
#[derive(Clone, Copy)]
enum Size {
    /// As wide as a document wants it.
    Fixed,
    /// As wide as the page has room.
    OfPage,
}

/// Adds the files of the charts of a record.
pub(in crate::render) fn add<'a>(pages: &mut Pages<'a>, record: Record<'a>) {
    if !pages.room.site.has_chart_files() {
        return;
    }
    for series in record.series().into_iter().filter(|series| series.is_over_time()) {
        add_files(pages, record, series.id(), move |_, _| line::draw(&series, Medium::File));
    }
    if years_of_costs(record).len() > 2 {
        add_files(pages, record, COSTS_CHART.to_owned(), move |here, id| {
            let costs: Vec<_> = record.costs().collect();
            bars::drawing(id, &here.words.costs, &costs, Medium::File).expect("there are costs of several years")
        });
    }
}

fn add_files<'a>(
    pages: &mut Pages<'a>,
    record: Record<'a>,
    id: String,
    draw: impl Fn(&Here<'_, 'a>, &str) -> Drawing + Clone + Send + Sync + 'a,
) {
    let path = address::chart_file(&record.id(), &id);
    let alone = move |here: &Here<'_, 'a>| Alone::of(here, record, &id, draw(here, &anchor(&id)));
    let fragment = alone.clone();
    pages.add_file(format!("{path}.svg"), move |here| {
        let alone = alone(here);
        alone.svg(Size::Fixed, alone.address.as_deref()).0
    });
    pages.add_file(format!("{path}.html"), move |here| ascii(&fragment(here).fragment().0));
}

impl Alone {
    fn of(here: &Here<'_, '_>, record: Record<'_>, id: &str, drawing: Drawing) -> Self {
        let site = &here.room.chrome;
        let address = site.base_url.as_ref().map(|base| format!("{base}{}#{}", record.id().page(), anchor(id)));
        Self { drawing, id: anchor(id), source: format!("{}「{}」", site.title, record.label(here.site)), address }
    }

    /// The picture with its title above and its source below, with its address if no link to it stands beside.
    fn svg(&self, size: Size, address: Option<&str>) -> Html {
        let unit =
            if self.drawing.unit.is_empty() { String::new() } else { format!("(単位: {})", self.drawing.unit) };
        let title = lines(&format!("{}{unit}", self.drawing.title), 38);
        let mut notes: Vec<_> = self.drawing.notes.iter().flat_map(|note| lines(note, 48)).collect();
        let source = format!("出典: {}", self.source);
        let told = [Some(source.as_str()), address].into_iter().flatten();
        notes.extend(told.flat_map(|note| lines(note, 48)));
        let top = 10.0 + 19.0 * title.len() as f64;
        let height = top + HEIGHT + 15.0 * notes.len() as f64 + 8.0;
        let id = &self.id;
        let size = match size {
            Size::Fixed => format!("width=\"{}\" height=\"{}\"", WIDTH * 2.0, height * 2.0),
            Size::OfPage => "width=\"100%\"".to_owned(),
        };
        let mut svg = Html(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" {size} viewBox=\"0 0 {WIDTH} {height}\" font-family=\"'Noto Sans JP','Yu Gothic',Meiryo,sans-serif\" font-size=\"13\" fill=\"#1a1a1a\">"
        ));
        self.drawing.words(&mut svg, id);
        let _ = write!(svg.0, "<rect class=\"paper\" width=\"{WIDTH}\" height=\"{height}\"/>");
        texts(&mut svg, "title", &title, (19.0, 19.0));
        let _ = write!(svg.0, "<g transform=\"translate(0 {top})\">{}</g>", self.drawing.body.0);
        texts(&mut svg, "note", &notes, (top + HEIGHT + 10.0, 15.0));
        svg.0.push_str("</svg>\n");
        Html(looked(&svg.0))
    }

    /// The picture as a page of its own to be put into a frame of another page, or whose figure can be copied into one, with
    /// a link to where it comes from.
    fn fragment(&self) -> Html {
        let mut html = Html(
            "<!DOCTYPE html>\n<html lang=\"ja\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"robots\" content=\"noindex\">\n<title>".to_owned(),
        );
        html.push_text(&self.drawing.title);
        html.0.push_str("</title>\n</head>\n<body>\n<figure>\n");
        html.0.push_str(&self.svg(Size::OfPage, None).0);
        html.0.push_str("<figcaption>");
        match &self.address {
            Some(address) => {
                html.0.push_str("<a href=\"");
                html.push_text(address);
                html.0.push_str("\">");
                html.push_text(&self.source);
                html.0.push_str("</a>");
            }
            None => html.push_text(&self.source),
        }
        html.0.push_str("</figcaption>\n</figure>\n</body>\n</html>\n");
        html
    }
}

/// Writes the look of each class in place of the class.
fn looked(svg: &str) -> String {
    const CLASS: &str = "class=\"";
    let mut parts = svg.split(CLASS);
    let mut out = String::with_capacity(svg.len() * 2);
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let look =
            part.split_once('"').and_then(|(class, rest)| Some((LOOKS.iter().find(|look| look.0 == class)?, rest)));
        match look {
            Some(((_, look), rest)) => out.extend([look, rest]),
            None => out.extend([CLASS, part]),
        }
    }
    out
}

fn texts(svg: &mut Html, class: &str, lines: &[String], (mut y, step): (f64, f64)) {
    for line in lines {
        let _ = write!(svg.0, "<text class=\"{class}\" x=\"10\" y=\"{y}\">");
        svg.push_text(line);
        svg.0.push_str("</text>");
        y += step;
    }
}

/// Divides a text into lines of so many half-width characters.
fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for c in text.chars() {
        let wide = if c.is_ascii() { 1 } else { 2 };
        if used + wide > width {
            lines.push(String::new());
            used = 0;
        }
        used += wide;
        lines.last_mut().expect("there is a line").push(c);
    }
    lines
}

/// Other characters than those of ASCII as numbers.
fn ascii(html: &str) -> String {
    let mut text = String::with_capacity(html.len() * 2);
    for c in html.chars() {
        if c.is_ascii() {
            text.push(c);
        } else {
            let _ = write!(text, "&#{};", u32::from(c));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_are_those_of_the_theme() {
        let tokens = include_str!("../../../themes/default/css/tokens.css");
        for (class, look) in LOOKS {
            for colour in look.match_indices('#').map(|(at, _)| &look[at..at + 7]) {
                assert!(tokens.contains(colour), "{class}: {colour}");
            }
        }
    }

    #[test]
    fn long_texts_are_divided() {
        assert_eq!(lines("あいうABC", 4), ["あい", "うAB", "C"]);
        assert_eq!(ascii("<a>市"), "<a>&#24066;");
    }
}
