//! Reports faults of a theme in the form of content findings: in Japanese, with file, line, excerpt and 直し方. Parses
//! the messages of the template engine; the content of pages is not known here.

use crate::diagnostic::{Diagnostic, Diagnostics, Span, nearest, or_near, terminal};
use crate::source::{FileId, Sources};

/// The slug of findings in a theme.
pub(super) const SLUG: &str = "theme";

const SPELLING: &str = "つづりを確認してください";

/// The report of a fault found by the template engine.
#[expect(clippy::wildcard_enum_match_arm, reason = "the template engine knows more faults")]
pub(super) fn tell(error: &tera::Error, templates: &Sources) -> String {
    let mut found = Diagnostics::default();
    let text = error.to_string();
    for piece in text.split("\n\n") {
        finding(piece, templates).into_iter().for_each(|finding| found.push(finding));
    }
    if found.is_empty() {
        let (message, help) = match error.kind() {
            tera::ErrorKind::TemplateNotFound(name) => missing(name),
            tera::ErrorKind::MissingParent { current, parent } => {
                let (message, help) = missing(parent);
                (format!("{message}(templates/{current} が使っています)"), help)
            }
            _ => said(&text, "", templates),
        };
        return format!("{message}\n直し方: {help}");
    }
    report(&found, templates)
}

/// The report of findings in the files of a theme.
pub(super) fn report(found: &Diagnostics, sources: &Sources) -> String {
    terminal::report(found, sources).trim_end().to_owned()
}

/// The report of files that templates name and the theme does not have.
pub(super) fn tell_missing_assets(templates: &Sources, has: impl Fn(&str) -> bool, known: &[&str]) -> Option<String> {
    let mut found = Diagnostics::default();
    for (file, template) in templates.files() {
        for (start, _) in template.text.match_indices("}}assets/") {
            let start = start + "}}".len();
            let rest = &template.text[start..];
            let path = &rest[..rest.find(['"', '\'', ' ', '{', '?', '#']).unwrap_or(rest.len())];
            if rest[path.len()..].starts_with('{') || has(path) {
                continue;
            }
            let below = path.trim_start_matches("assets/");
            let help = match nearest(path, known.iter().copied()) {
                Some(near) => format!("{near} ではありませんか。入れる場所は、テーマのフォルダーの {below} です"),
                None => format!("テーマのフォルダーに {below} を入れるか、この行を消してください"),
            };
            let at = Span { file, start: start as u32, end: (start + path.len()) as u32 };
            found.push(Diagnostic::error(SLUG, at, format!("テーマに {below} がありません"), help));
        }
    }
    (!found.is_empty()).then(|| report(&found, templates))
}

fn missing(name: &str) -> (String, String) {
    let help = format!("themes/default/templates/{name} を、テーマの templates/{name} にコピーしてください");
    (format!("テーマに templates/{name} がありません"), help)
}

/// Parses one message of the engine: `error: …`, the position after an arrow, an excerpt.
fn finding(piece: &str, templates: &Sources) -> Option<Diagnostic> {
    let mut lines = piece.lines();
    let message = lines.next()?.strip_prefix("error: ")?;
    let place = lines.next()?.trim_start().strip_prefix("--> ")?;
    let at = span(place, templates)?;
    let word = &templates.file(at.file).text[at.start as usize..at.end as usize];
    let (message, help) = said(message, word, templates);
    Some(Diagnostic::error(SLUG, at, message, help))
}

/// `pages/item.html:3:5` as a span, up to the end of the word at this position.
fn span(place: &str, templates: &Sources) -> Option<Span> {
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let name = format!("/templates/{}", parts.next()?);
    let (file, template): (FileId, _) = templates.files().find(|(_, file)| file.path.ends_with(&name))?;
    let before: usize = template.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = &template.text[before..];
    let start = before + rest.chars().take(column - 1).map(char::len_utf8).sum::<usize>();
    let word = template.text[start..].find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'))).unwrap_or(0);
    Some(Span { file, start: start as u32, end: (start + word) as u32 })
}

/// The engine's message in Japanese, and 直し方.
fn said(message: &str, word: &str, templates: &Sources) -> (String, String) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let first = quoted.first().copied().unwrap_or_default();
    let not_there = |what: &str| (format!("{what} `{first}` はありません"), SPELLING.to_owned());
    match message {
        _ if message.contains("is not defined in any parent") => {
            let help = "枠のひな形 base.html にあるブロックの名前を使ってください".to_owned();
            (format!("枠のひな形にブロック `{first}` がありません"), help)
        }
        _ if message.contains("is not defined") => (format!("名前 `{first}` は使えません"), near(first, message)),
        _ if message.starts_with("Unknown filter") => not_there("フィルター"),
        _ if message.starts_with("Unknown function") => not_there("関数"),
        _ if message.starts_with("Unknown test") => not_there("条件"),
        _ if message.starts_with("Unknown component") => {
            let (message, help) = not_there("部品");
            (message, or_near(nearest(first, components(templates)), || help))
        }
        _ if message.starts_with("Unknown tag") && (word.starts_with("end") || word.starts_with("el")) => (
            format!("`{{% {word} %}}` に対応する始まりが、ここにはありません"),
            "前にある `{% if %}` や `{% for %}` が、`{% endif %}`・`{% endfor %}` で閉じられているか確認してください"
                .to_owned(),
        ),
        _ if message.starts_with("Unknown tag") => {
            (format!("`{{% {word} %}}` という書き方はありません"), SPELLING.to_owned())
        }
        _ if message.starts_with("Unknown template") => missing(first),
        _ if message.contains("Unexpected end")
            || message.contains("unexpected end")
            || message.contains("Unclosed") =>
        {
            (
                "閉じられていないところがあります".to_owned(),
                "`{% if %}` と `{% endif %}`、`{% for %}` と `{% endfor %}`、`{{` と `}}` などの対応を確認してください"
                    .to_owned(),
            )
        }
        _ => ("ひな形の書き方が正しくありません".to_owned(), format!("Tera の説明: {message}")),
    }
}

/// The components that the theme defines.
fn components(templates: &Sources) -> impl Iterator<Item = &str> {
    let texts = templates.files().map(|(_, file)| file.text.as_str());
    let openings = texts.flat_map(|text| text.split("{% component ").skip(1));
    openings.filter_map(|rest| rest.split(['(', ' ']).next())
}

/// The most similar of the names that the engine lists, or all of them.
fn near(name: &str, message: &str) -> String {
    let Some((_, list)) = message.split_once("Available ") else {
        return SPELLING.to_owned();
    };
    let names = list.split_once(": ").map_or(list, |(_, names)| names);
    let names: Vec<&str> = names.split(", ").map(|name| name.trim_matches(['`', '.'])).collect();
    let own = name.rsplit('.').next().unwrap_or(name);
    or_near(nearest(own, names.iter().copied()), || format!("ここで使える名前は {} です", names.join("、")))
}
