//! Joins the modules of a theme's script into one plain script: a page opened from a file share may not load modules, and one
//! file arrives sooner than eight. Only what a theme writes is understood: `import { a, b } from "./other.js";` on one line,
//! `export` before a declaration. Every name at the top level is used once in all modules of a script.

use std::collections::{BTreeMap, BTreeSet};

/// The scripts to publish, of all scripts of a theme by their paths: those that nobody imports, with what they import.
pub(super) fn joined(scripts: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let imported: BTreeSet<String> = scripts.iter().flat_map(|(path, text)| imports(path, text)).collect();
    let entries = scripts.keys().filter(|path| !imported.contains(*path));
    entries.map(|path| (path.clone(), join(path, scripts))).collect()
}

fn join(entry: &str, scripts: &BTreeMap<String, String>) -> String {
    let mut order = Vec::new();
    visit(entry, scripts, &mut order);
    if order.len() == 1 && !scripts[entry].lines().any(|line| line.starts_with("export ")) {
        return scripts[entry].clone();
    }
    let body: String = order.iter().map(|path| plain(&scripts[*path])).collect();
    format!("\"use strict\";\n(() => {{\n{body}}})();\n")
}

/// What is imported stands before who imports it.
fn visit<'s>(path: &str, scripts: &'s BTreeMap<String, String>, order: &mut Vec<&'s str>) {
    let Some((path, text)) = scripts.get_key_value(path) else { return };
    if order.contains(&path.as_str()) {
        return;
    }
    for import in imports(path, text) {
        visit(&import, scripts, order);
    }
    order.push(path);
}

/// The paths of the modules that a module imports.
fn imports<'t>(path: &'t str, text: &'t str) -> impl Iterator<Item = String> + 't {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    text.lines().filter_map(import).map(move |name| format!("{folder}/{name}"))
}

fn import(line: &str) -> Option<&str> {
    line.strip_prefix("import ")?.split_once("from \"./")?.1.strip_suffix("\";")
}

/// A module without what only modules know, and without its remarks.
fn plain(text: &str) -> String {
    let is_remark = |line: &str| {
        let line = line.trim_start();
        line.starts_with("//") || (line.starts_with("/**") && line.ends_with("*/"))
    };
    let mut in_remark = false;
    let mut plain = String::with_capacity(text.len());
    for line in text.lines() {
        let opens = line.trim_start().starts_with("/**") && !line.contains("*/");
        let skipped = in_remark || opens || is_remark(line) || import(line).is_some();
        in_remark = (in_remark || opens) && !line.contains("*/");
        if !skipped {
            plain.push_str(line.strip_prefix("export ").unwrap_or(line).trim_start());
            plain.push('\n');
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scripts(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        files.iter().map(|(path, text)| (format!("js/{path}"), (*text).to_owned())).collect()
    }

    #[test]
    fn a_script_and_its_modules_become_one_file() {
        let all = scripts(&[
            (
                "a.js",
                "// A page.\nimport { b } from \"./b.js\";\nimport { c } from \"./c.js\";\n\n/** Starts. */\nb(c);\n",
            ),
            ("b.js", "import { c } from \"./c.js\";\n/**\n * Long.\n */\nexport function b() {\n  return c;\n}\n"),
            ("c.js", "export const c = 1;\n"),
            ("table.js", "// Alone.\nsort();\n"),
        ]);
        let joined = joined(&all);
        assert_eq!(joined.keys().collect::<Vec<_>>(), ["js/a.js", "js/table.js"]);
        assert_eq!(
            joined["js/a.js"],
            "\"use strict\";\n(() => {\nconst c = 1;\nfunction b() {\nreturn c;\n}\n\nb(c);\n})();\n"
        );
        assert_eq!(joined["js/table.js"], all["js/table.js"]);
    }
}
