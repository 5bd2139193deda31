//! What a module takes from others and gives to others. Understood is what can be joined without changing what it means:
//! `import { a, b as c } from "./other.js"`, `import * as other from …`, `import "./other.js"`, and `export` before a
//! declaration or a list. Everything else is a fault.

use std::collections::BTreeMap;
use std::ops::Range;

use super::tokens::{Fault, Gap, Kind, Token, tokens};

/// A script, and what it has to do with others.
#[derive(Debug)]
pub(super) struct Module<'t> {
    pub(super) imports: Vec<Import<'t>>,
    /// The names that others may import, each with its own name for it.
    pub(super) exports: BTreeMap<&'t str, &'t str>,
    /// The code without `import` and `export`.
    pub(super) code: Vec<Token<'t>>,
    /// Whether it has any of both.
    pub(super) is_module: bool,
}

/// One `import`.
#[derive(Debug)]
pub(super) struct Import<'t> {
    /// The path of the other module as it is written.
    pub(super) from: &'t str,
    pub(super) at: Range<usize>,
    pub(super) names: Names<'t>,
}

/// What is imported.
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

    /// A joined script cannot wait before it goes on.
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

/// Whether a script has the words of a module. Others are not looked into: they stay as they are.
fn may_be_module(text: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
        .any(|word| word == "import" || word == "export")
}

const IMPORT_HELP: &str = "`import { 名前 } from \"./ファイル.js\";` の形で書いてください";
const EXPORT_HELP: &str =
    "`export function 名前` か `export const 名前`、または `export { 名前 };` の形で書いてください";

/// Reads tokens one after the other.
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

    /// Steps over a token, if it is this one.
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

    /// What stands behind `import`.
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

    /// `{ a, b as c }`: each first name with its token, and the name behind `as`.
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

    /// What stands behind `export`; a declaration stays.
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

    /// The names that the declaration here makes. What may be set anew cannot be handed over: the other module would not see it.
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

    /// The names behind `const`: of each declaration one name, which `=` follows.
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

    /// Steps over a value, to the comma or the end of the statement behind it.
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
