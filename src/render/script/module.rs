//! The imports and exports of a module. Supported is what can be joined without changing its meaning:
//! `import { a, b as c } from "./other.js"`, `import * as other from …`, `import "./other.js"`, and `export` before a
//! declaration or a list. Everything else is a fault.

use std::collections::BTreeMap;
use std::ops::Range;

use super::tokens::{Fault, Gap, Kind, Token, tokens};

/// A script with its imports and exports.
#[derive(Debug)]
pub(super) struct Module<'t> {
    pub(super) imports: Vec<Import<'t>>,
    /// The exported names, each with its name in the module.
    pub(super) exports: BTreeMap<&'t str, &'t str>,
    /// The code without `import` and `export`.
    pub(super) code: Vec<Token<'t>>,
    /// Whether it has an import or an export.
    pub(super) is_module: bool,
}

/// One `import`.
#[derive(Debug)]
pub(super) struct Import<'t> {
    /// The path of the other module, as written.
    pub(super) from: &'t str,
    pub(super) at: Range<usize>,
    pub(super) names: Names<'t>,
}

/// The imported names.
#[derive(Debug)]
pub(super) enum Names<'t> {
    /// `{ a, b as c }`: the token of each name in the other module, and the name here.
    Some(Vec<(Token<'t>, &'t str)>),
    /// `* as name`.
    All(&'t str),
}

impl<'t> Module<'t> {
    /// Reads a script.
    pub(super) fn read(text: &'t str) -> Result<Self, Fault> {
        let tokens = if may_be_module(text) { tokens(text)? } else { vec![whole(text)] };
        let mut reader = Reader { tokens: &tokens, at: 0 };
        let mut module = Self { imports: Vec::new(), exports: BTreeMap::new(), code: Vec::new(), is_module: false };
        let mut gap = Gap::Nothing;
        while let Some(token) = reader.next() {
            let is_property = module.code.last().is_some_and(|before| before.is(".")) || reader.peek_is(":");
            gap = gap.max(token.gap);
            if is_property || !(token.is("import") || token.is("export")) {
                module.code.push(Token { gap, ..token.clone() });
                gap = Gap::Nothing;
            } else if token.is("import") {
                module.imports.push(reader.import(token)?);
                module.is_module = true;
            } else {
                reader.export(token, &mut module.exports)?;
                module.is_module = true;
            }
        }
        module.waits()?;
        Ok(module)
    }

    /// Refuses `await` outside a function, which a joined script does not support.
    fn waits(&self) -> Result<(), Fault> {
        let mut is_inside = false;
        for token in self.code.iter().filter(|token| token.depth == 0) {
            is_inside = !token.is(";") && (is_inside || token.is("async"));
            if self.is_module && !is_inside && token.is("await") {
                let help = "async の関数の中に書いてください";
                return Err(Fault::new(token.at.clone(), "関数の外の await は、まとめられません", help));
            }
        }
        Ok(())
    }
}

/// A script as one token.
fn whole(text: &str) -> Token<'_> {
    Token { kind: Kind::Template, text: text.trim_end(), at: 0..text.len(), depth: 0, gap: Gap::Nothing }
}

/// Whether a script contains the words `import` or `export`. Other scripts are not parsed and stay unchanged.
fn may_be_module(text: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
        .any(|word| word == "import" || word == "export")
}

const IMPORT_HELP: &str = "`import { 名前 } from \"./ファイル.js\";` の形で書いてください";
const EXPORT_HELP: &str =
    "`export function 名前` か `export const 名前`、または `export { 名前 };` の形で書いてください";

/// Reads tokens in order.
struct Reader<'t, 'k> {
    tokens: &'k [Token<'t>],
    at: usize,
}

impl<'t, 'k> Reader<'t, 'k> {
    fn peek(&self) -> Option<&'k Token<'t>> {
        self.tokens.get(self.at)
    }

    fn peek_is(&self, text: &str) -> bool {
        self.peek().is_some_and(|token| token.is(text))
    }

    fn next(&mut self) -> Option<&'k Token<'t>> {
        let token = self.peek()?;
        self.at += 1;
        Some(token)
    }

    /// Skips a token if it has this text.
    fn skip(&mut self, text: &str) -> bool {
        let is_it = self.peek_is(text);
        self.at += usize::from(is_it);
        is_it
    }

    /// The next token, which must be of this kind.
    fn take(&mut self, kind: Kind) -> Option<&'k Token<'t>> {
        self.peek().filter(|token| token.kind == kind)?;
        self.next()
    }

    /// Reads the rest of an `import`.
    fn import(&mut self, start: &Token<'t>) -> Result<Import<'t>, Fault> {
        let import = if start.depth == 0 { self.import_parts() } else { None };
        let Some((from, names)) = import else {
            return Err(Fault::new(start.at.clone(), "この書き方の import は、まとめられません", IMPORT_HELP));
        };
        self.skip(";");
        let text = from.text.trim_matches(['"', '\'']);
        Ok(Import { from: text, at: from.at.clone(), names })
    }

    fn import_parts(&mut self) -> Option<(&'k Token<'t>, Names<'t>)> {
        if let Some(from) = self.take(Kind::Text) {
            return Some((from, Names::Some(Vec::new())));
        }
        let names = if self.skip("*") {
            self.skip("as").then_some(())?;
            Names::All(self.take(Kind::Word)?.text)
        } else {
            Names::Some(self.list()?)
        };
        self.skip("from").then_some(())?;
        Some((self.take(Kind::Text)?, names))
    }

    /// `{ a, b as c }`: each first name with its token, and the name after `as`.
    fn list(&mut self) -> Option<Vec<(Token<'t>, &'t str)>> {
        self.skip("{").then_some(())?;
        let mut names = Vec::new();
        while !self.skip("}") {
            let name = self.take(Kind::Word)?;
            let other = if self.skip("as") { self.take(Kind::Word)? } else { name };
            names.push((name.clone(), other.text));
            (self.skip(",") || self.peek_is("}")).then_some(())?;
        }
        Some(names)
    }

    /// Reads the rest of an `export`; a declaration stays in the code.
    fn export(&mut self, start: &Token<'t>, exports: &mut BTreeMap<&'t str, &'t str>) -> Result<(), Fault> {
        let names = if start.depth == 0 { self.export_parts() } else { None };
        let names = names
            .ok_or_else(|| Fault::new(start.at.clone(), "この書き方の export は、まとめられません", EXPORT_HELP))?;
        exports.extend(names);
        Ok(())
    }

    /// The exported names, each with its name in this module.
    fn export_parts(&mut self) -> Option<Vec<(&'t str, &'t str)>> {
        if self.peek_is("{") {
            let names = self.list()?;
            (!self.peek_is("from")).then_some(())?;
            self.skip(";");
            return Some(names.into_iter().map(|(own, exported)| (exported, own.text)).collect());
        }
        let declared = self.declared()?;
        Some(declared.into_iter().map(|name| (name, name)).collect())
    }

    /// The names that the declaration here declares. Variables that may be assigned again cannot be exported: importers
    /// would not see the new value.
    fn declared(&self) -> Option<Vec<&'t str>> {
        let mut ahead = Reader { tokens: self.tokens, at: self.at };
        ahead.skip("async");
        if ahead.skip("function") {
            ahead.skip("*");
        } else if ahead.skip("const") {
            return ahead.constants();
        } else if !ahead.skip("class") {
            return None;
        }
        Some(vec![ahead.take(Kind::Word)?.text])
    }

    /// The names after `const`: one per declaration, followed by `=`.
    fn constants(&mut self) -> Option<Vec<&'t str>> {
        let mut names = Vec::new();
        loop {
            let name = self.take(Kind::Word)?;
            self.peek_is("=").then_some(())?;
            names.push(name.text);
            self.value(name.depth);
            if !self.skip(",") {
                return Some(names);
            }
        }
    }

    /// Skips a value, up to the comma or the end of the statement after it.
    fn value(&mut self, depth: usize) {
        while let Some(token) = self.next() {
            let Some(behind) = self.peek() else { return };
            let is_end = behind.is(",") || behind.is(";") || begins_statement(token, behind);
            if behind.depth < depth || (behind.depth == depth && is_end) {
                return;
            }
        }
    }
}

/// Whether a statement ends between two tokens without a semicolon: two values in a row, on two lines.
fn begins_statement(before: &Token<'_>, behind: &Token<'_>) -> bool {
    let is_value = before.kind != Kind::Sign || matches!(before.text, ")" | "]" | "}" | "++" | "--");
    let goes_on = behind.kind == Kind::Sign || matches!(behind.text, "in" | "instanceof");
    behind.gap == Gap::Line && is_value && !goes_on
}
