//! What must hold of everything that is published or said, whatever the content was.

use mieruka::bundle::Bundle;

/// The name of an element that no page has; damaged content tries to bring it in.
pub(crate) const ELEMENT: &str = "<xss";

/// The first thing that is broken in a site.
pub(crate) fn site(bundle: &Bundle<'_>) -> Option<String> {
    bundle.iter().find_map(|(path, artifact)| {
        let path = path.to_string();
        match artifact.bytes() {
            Err(error) => Some(format!("{path}: {error}")),
            Ok(bytes) => file(&path, &bytes).map(|what| format!("{path}: {what}")),
        }
    })
}

fn file(path: &str, bytes: &[u8]) -> Option<String> {
    let kind = path.rsplit('.').next().unwrap_or_default();
    if !["html", "json", "jsonld", "xml", "csv", "js", "txt", "md", "svg"].contains(&kind) {
        return None;
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return Some("not UTF-8".to_owned()) };
    match kind {
        "html" if text.contains(ELEMENT) => Some("markup of the content".to_owned()),
        "html" => unprintable(text),
        "json" | "jsonld" => serde_json::from_str::<serde_json::Value>(text).err().map(|fault| fault.to_string()),
        "xml" | "svg" => roxmltree::Document::parse(text).err().map(|fault| fault.to_string()),
        "csv" => table(bytes).or_else(|| unprintable(text)),
        _ => None,
    }
}

/// Every row has as many cells as the head.
fn table(bytes: &[u8]) -> Option<String> {
    csv::ReaderBuilder::new().from_reader(bytes).records().find_map(|row| row.err().map(|fault| fault.to_string()))
}

/// A character that no page, table or report may have.
pub(crate) fn unprintable(text: &str) -> Option<String> {
    let is_bad = |c: &char| match c {
        '\n' | '\r' | '\t' | '\u{feff}' => false,
        c => {
            c.is_control()
                || ('\u{202a}'..='\u{202e}').contains(c)
                || ('\u{2066}'..='\u{2069}').contains(c)
                || (*c as u32) & 0xfffe == 0xfffe
        }
    };
    text.chars().find(is_bad).map(|c| format!("U+{:04X}", c as u32))
}
