//! Joins the modules of a theme's script into one plain script: a browser does not load modules for a page opened from
//! a file share, and one file loads faster than a dozen. Each module keeps its own scope and returns its exports. A
//! script that is not a module is published unchanged; what cannot be joined is reported as a finding.

mod module;
mod tokens;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use module::{Import, Module, Names};
use tokens::{Fault, Gap, Kind, Token};

use super::template_fault;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, nearest};
use crate::source::{FileId, Sources};

/// The scripts to publish, of all scripts of a theme: those that no other imports, joined with their imports. Otherwise
/// the report of what cannot be joined.
pub(super) fn joined(scripts: &Sources) -> Result<BTreeMap<&str, String>, String> {
    let mut findings = Diagnostics::default();
    let mut modules = Modules::new();
    for (file, script) in scripts.files() {
        match Module::read(&script.text) {
            Ok(module) => drop(modules.insert(script.path.as_str(), (file, module))),
            Err(fault) => findings.push(finding(file, fault)),
        }
    }
    if findings.is_empty() {
        for (path, (file, module)) in &modules {
            let faults = module.imports.iter().flat_map(|import| faults(path, import, &modules));
            faults.for_each(|fault| findings.push(finding(*file, fault)));
        }
    }
    if !findings.is_empty() {
        return Err(template_fault::report(&findings, scripts));
    }
    let imported: BTreeSet<_> = modules.iter().flat_map(|(path, (_, module))| targets(path, module)).collect();
    let entries = modules.iter().filter(|(path, _)| !imported.contains(**path));
    Ok(entries
        .map(|(path, (file, module))| (*path, script(path, module, &scripts.file(*file).text, &modules)))
        .collect())
}

/// Modules by their paths.
type Modules<'t> = BTreeMap<&'t str, (FileId, Module<'t>)>;

fn finding(file: FileId, Fault { at, message, help }: Fault) -> Diagnostic {
    let at = Span { file, start: at.start as u32, end: at.end as u32 };
    Diagnostic::error(template_fault::SLUG, at, message, help)
}

/// The faults of an import, given all modules.
fn faults(path: &str, import: &Import<'_>, modules: &Modules<'_>) -> Vec<Fault> {
    let target = target(path, import.from);
    let Some((_, other)) = target.as_deref().and_then(|target| modules.get(target)) else {
        let near = nearest(target.as_deref().unwrap_or(import.from), modules.keys().copied());
        let help = near.and_then(|near| near.rsplit_once('/')).map_or_else(
            || "同じフォルダーのファイルを `\"./ファイル.js\"` の形で書いてください".to_owned(),
            |(_, name)| format!("`\"./{name}\"` ではありませんか"),
        );
        return vec![Fault::new(import.at.clone(), format!("{} がありません", import.from), help)];
    };
    if leads_to(&target.unwrap_or_default(), path, modules, &mut BTreeSet::new()) {
        let help = "両方が使うものを、三つ目のファイルに移してください";
        return vec![Fault::new(import.at.clone(), "二つのファイルが互いに import しています", help)];
    }
    let Names::Some(names) = &import.names else { return Vec::new() };
    let missing = names.iter().filter(|(name, _)| !other.exports.contains_key(name.text));
    missing
        .map(|(name, _)| {
            let near = nearest(name.text, other.exports.keys().copied());
            let help = near.map_or_else(
                || format!("{} で `export` してください", import.from),
                |near| format!("`{near}` ではありませんか"),
            );
            Fault::new(name.at.clone(), format!("{} は `{}` を export していません", import.from, name.text), help)
        })
        .collect()
}

/// Whether a module imports another one, directly or indirectly.
fn leads_to<'m>(from: &str, to: &str, modules: &'m Modules<'_>, seen: &mut BTreeSet<&'m str>) -> bool {
    let Some((path, (_, module))) = modules.get_key_value(from) else { return false };
    from == to || (seen.insert(path) && targets(path, module).any(|next| leads_to(&next, to, modules, seen)))
}

/// The paths of the modules that a module imports.
fn targets<'t>(path: &'t str, module: &'t Module<'t>) -> impl Iterator<Item = String> + 't {
    module.imports.iter().filter_map(move |import| target(path, import.from))
}

/// The path of an imported module.
fn target(path: &str, from: &str) -> Option<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    from.strip_prefix("./").map(|name| format!("{folder}/{name}"))
}

/// The published form of a script.
fn script(path: &str, module: &Module<'_>, text: &str, modules: &Modules<'_>) -> String {
    if !module.is_module {
        return text.to_owned();
    }
    let mut order = Vec::new();
    visit(path, modules, &mut order);
    let prefix = unused_name(&order, modules);
    let name = |path: &str| order.iter().position(|other| *other == path).map(|place| format!("{prefix}{place}"));
    let mut joined = String::from("\"use strict\";\n(()=>{\n");
    for own in &order {
        let (_, module) = &modules[own];
        let imports: String = module.imports.iter().map(|import| constants(own, import, name)).collect();
        let code = code(&module.code);
        let made = match name(own).filter(|_| *own != path) {
            Some(name) => {
                write!(joined, "const {name}=(()=>{{\n{imports}{code}\nreturn{};\n}})();\n", handed_over(module))
            }
            None => writeln!(joined, "{imports}{code}"),
        };
        made.expect("a text takes what is written to it");
    }
    joined + "})();\n"
}

/// Orders the modules: imports before their importers.
fn visit<'t>(path: &str, modules: &Modules<'t>, order: &mut Vec<&'t str>) {
    let Some((path, (_, module))) = modules.get_key_value(path).filter(|(path, _)| !order.contains(path)) else {
        return;
    };
    targets(path, module).for_each(|target| visit(&target, modules, order));
    order.push(path);
}

/// A prefix of numbered names that no module uses.
fn unused_name(order: &[&str], modules: &Modules<'_>) -> String {
    let mut prefix = String::from("$");
    let is_used = |prefix: &str| {
        let mut tokens = order.iter().flat_map(|path| &modules[path].1.code);
        tokens.any(|token| token.text.split(prefix).skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))
    };
    while is_used(&prefix) {
        prefix.push('$');
    }
    prefix
}

/// The imports of a module, as constants.
fn constants(path: &str, import: &Import<'_>, name: impl Fn(&str) -> Option<String>) -> String {
    let target = target(path, import.from).unwrap_or_default();
    let module = name(&target).unwrap_or_default();
    match &import.names {
        Names::All(own) => format!("const {own}={module};\n"),
        Names::Some(names) if names.is_empty() => String::new(),
        Names::Some(names) => {
            let names: Vec<_> = names.iter().map(|(theirs, own)| pair(theirs.text, own)).collect();
            format!("const{{{}}}={module};\n", names.join(","))
        }
    }
}

/// The exports of a module, as an object.
fn handed_over(module: &Module<'_>) -> String {
    let names: Vec<_> = module.exports.iter().map(|(exported, own)| pair(exported, own)).collect();
    format!("{{{}}}", names.join(","))
}

/// `property:value`, or the short form if both are the same name.
fn pair(property: &str, value: &str) -> String {
    if property == value { property.to_owned() } else { format!("{property}:{value}") }
}

/// The code without comments and unnecessary white space.
fn code(tokens: &[Token<'_>]) -> String {
    let mut code = String::new();
    let mut before: Option<&Token<'_>> = None;
    for token in tokens {
        code.push_str(before.map_or("", |before| between(before, token)));
        code.push_str(token.text);
        before = Some(token);
    }
    code
}

/// The required separator of two tokens. A line break may end a statement, but needs no separator after an opening
/// bracket, a comma or a semicolon, or before a closing bracket.
fn between(before: &Token<'_>, behind: &Token<'_>) -> &'static str {
    let is_one_of = |token: &Token<'_>, signs: &str| token.kind == Kind::Sign && signs.contains(token.text);
    let is_value = |token: &Token<'_>| matches!(token.kind, Kind::Word | Kind::Number | Kind::Text);
    let is_sign = |token: &Token<'_>| token.kind == Kind::Sign;
    let is_value_beside_sign = (is_value(before) && is_sign(behind)) || (is_sign(before) && is_value(behind));
    let is_bracket = is_one_of(before, BRACKETS) || is_one_of(behind, BRACKETS);
    match behind.gap {
        Gap::Line if is_one_of(before, "([{,;") || is_one_of(behind, ")]}") => "",
        Gap::Line => "\n",
        Gap::Space if is_bracket || (is_value_beside_sign && !behind.text.starts_with('.')) => "",
        Gap::Space => " ",
        Gap::Nothing => "",
    }
}

/// Signs that separate the tokens on both sides.
const BRACKETS: &str = "()[]{},;";

#[cfg(test)]
mod tests;
