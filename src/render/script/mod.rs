//! Joins the modules of a theme's script into one plain script: a browser does not load modules for a page opened from
//! a file share, and one file loads faster than a dozen. Each module keeps its own scope and returns its exports. A
//! script that is not a module is published unchanged; what cannot be joined is reported as a finding.

mod module;
mod tokens;

use std::collections::{BTreeMap, BTreeSet};

use module::{Import, Module};

use super::template_fault;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, nearest, or_near};
use crate::source::{FileId, Sources};

/// The scripts to publish, of all scripts of a theme: those that no other imports, joined with their imports. Otherwise
/// the report of what cannot be joined.
pub(super) fn joined(scripts: &Sources) -> Result<BTreeMap<&str, String>, String> {
    let mut findings = Diagnostics::default();
    let mut modules = Modules::new();
    for (file, script) in scripts.files() {
        match Module::read(file, &script.text) {
            Ok(module) => drop(modules.insert(script.path.as_str(), module)),
            Err(fault) => findings.push(fault),
        }
    }
    if findings.is_empty() {
        for (path, module) in &modules {
            let faults = module.imports.iter().flat_map(|import| faults(path, module.file, import, &modules));
            faults.for_each(|fault| findings.push(fault));
        }
    }
    if !findings.is_empty() {
        return Err(template_fault::report(&findings, scripts));
    }
    let imported: BTreeSet<_> = modules.iter().flat_map(|(path, module)| targets(path, module)).collect();
    let entries = modules.keys().filter(|path| !imported.contains(**path));
    Ok(entries.map(|path| (*path, script(path, &modules))).collect())
}

/// Modules by their paths.
type Modules<'t> = BTreeMap<&'t str, Module<'t>>;

/// A finding at a piece of a script.
fn fault(file: FileId, start: usize, piece: &str, message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    let at = Span { file, start: start as u32, end: (start + piece.len()) as u32 };
    Diagnostic::error(template_fault::SLUG, at, message, help)
}

/// The faults of an import, given all modules.
fn faults(path: &str, file: FileId, import: &Import<'_>, modules: &Modules<'_>) -> Vec<Diagnostic> {
    let (target, from) = (target(path, import), import.path());
    let at_path = |message, help: String| vec![fault(file, import.from.start, import.from.text, message, help)];
    let Some(other) = modules.get(target.as_str()) else {
        let near = nearest(&target, modules.keys().copied()).and_then(|near| near.rsplit_once('/'));
        let help = near.map_or_else(
            || "同じフォルダーのファイルを `\"./ファイル.js\"` の形で書いてください".to_owned(),
            |(_, name)| format!("`\"./{name}\"` ではありませんか"),
        );
        return at_path(format!("{from} がありません"), help);
    };
    if leads_to(&target, path, modules, &mut BTreeSet::new()) {
        let help = "両方が使うものを、三つ目のファイルに移してください";
        return at_path("二つのファイルが互いに import しています".to_owned(), help.to_owned());
    }
    let missing = import.names.iter().filter(|name| !other.exports.contains(name.text));
    missing
        .map(|name| {
            let near = nearest(name.text, other.exports.iter().copied());
            let help = or_near(near, || format!("{from} で `export` してください"));
            let message = format!("{from} は `{}` を export していません", name.text);
            fault(file, name.start, name.text, message, help)
        })
        .collect()
}

/// Whether a module imports another one, directly or indirectly.
fn leads_to<'m>(from: &str, to: &str, modules: &'m Modules<'_>, seen: &mut BTreeSet<&'m str>) -> bool {
    let Some((path, module)) = modules.get_key_value(from) else { return false };
    from == to || (seen.insert(path) && targets(path, module).any(|next| leads_to(&next, to, modules, seen)))
}

/// The paths of the modules that a module imports.
fn targets<'m>(path: &'m str, module: &'m Module<'_>) -> impl Iterator<Item = String> + 'm {
    module.imports.iter().map(move |import| target(path, import))
}

/// The path of an imported module; one that does not begin with `./` stays as written and is not found.
fn target(path: &str, import: &Import<'_>) -> String {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let from = import.path();
    from.strip_prefix("./").map_or_else(|| from.to_owned(), |name| format!("{folder}/{name}"))
}

/// The published form of a script.
fn script(path: &str, modules: &Modules<'_>) -> String {
    if !modules[path].is_module {
        return modules[path].code.clone();
    }
    let mut order = Vec::new();
    visit(path, modules, &mut order);
    let prefix = unused_name(&order, modules);
    let place = |path: &str| order.iter().position(|other| *other == path).expect("imports are visited");
    let mut joined = String::from("\"use strict\";\n(()=>{\n");
    for own in &order {
        let Module { imports, exports, code, .. } = &modules[own];
        let constants = imports.iter().filter(|import| !import.names.is_empty()).map(|import| {
            let names = list(import.names.iter().map(|name| name.text));
            format!("let{names}={prefix}{};\n", place(&target(own, import)))
        });
        let body = constants.collect::<String>() + code.trim_end();
        joined += &if *own == path {
            format!("{body}\n")
        } else {
            let exports = list(exports.iter().copied());
            format!("let {prefix}{}=(()=>{{\n{body}\nreturn{exports};\n}})();\n", place(own))
        };
    }
    joined + "})();\n"
}

/// Orders the modules: imports before their importers.
fn visit<'t>(path: &str, modules: &Modules<'t>, order: &mut Vec<&'t str>) {
    let Some((path, module)) = modules.get_key_value(path).filter(|(path, _)| !order.contains(path)) else { return };
    targets(path, module).for_each(|target| visit(&target, modules, order));
    order.push(path);
}

/// A prefix of numbered names that no module uses.
fn unused_name(order: &[&str], modules: &Modules<'_>) -> String {
    let begins_with_digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    let is_used =
        |prefix: &str| order.iter().any(|path| modules[path].code.split(prefix).skip(1).any(begins_with_digit));
    let mut prefix = String::from("$");
    while is_used(&prefix) {
        prefix.push('$');
    }
    prefix
}

/// `{a,b}`: names as a pattern or an object.
fn list<'t>(names: impl Iterator<Item = &'t str>) -> String {
    format!("{{{}}}", names.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests;
