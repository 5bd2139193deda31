//! The imports and exports of a module. Supported are the plain spellings: `import { a, b } from "./other.js"`,
//! `import "./other.js"`, and `export` before a declaration or a list. Every other spelling is a fault.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::slice;

use super::fault;
use super::tokens::{Gap, Kind, Token, tokens};
use crate::diagnostic::Diagnostic;
use crate::source::FileId;

/// A script with its imports and exports.
#[derive(Debug)]
pub(super) struct Module<'t> {
    pub(super) file: FileId,
    pub(super) imports: Vec<Import<'t>>,
    pub(super) exports: BTreeSet<&'t str>,
    /// A module's code without `import` and `export`, comments and unnecessary white space; another script unchanged.
    pub(super) code: String,
    /// Whether it has an import or an export.
    pub(super) is_module: bool,
}

/// One `import`: the token of the other module's path, and those of the names.
#[derive(Debug)]
pub(super) struct Import<'t> {
    pub(super) from: Token<'t>,
    pub(super) names: Vec<Token<'t>>,
}

impl Import<'_> {
    /// The path of the other module, as written.
    pub(super) fn path(&self) -> &str {
        self.from.text.trim_matches(['"', '\''])
    }
}

/// The tokens ahead.
type Ahead<'k, 't> = Peekable<slice::Iter<'k, Token<'t>>>;

impl<'t> Module<'t> {
    /// Reads a script.
    pub(super) fn read(file: FileId, text: &'t str) -> Result<Self, Diagnostic> {
        let mut module =
            Self { file, imports: Vec::new(), exports: BTreeSet::new(), code: text.to_owned(), is_module: false };
        let tokens = if may_be_module(text) { tokens(file, text)? } else { Vec::new() };
        let mut kept: Vec<Token<'_>> = Vec::new();
        let mut gap = Gap::Nothing;
        let mut ahead = tokens.iter().peekable();
        while let Some(token) = ahead.next() {
            let is_property = kept.last().is_some_and(|before| before.is(".")) || follows(&mut ahead, ":");
            gap = gap.max(token.gap);
            if is_property || !(token.is("import") || token.is("export")) {
                kept.push(Token { gap, ..*token });
                gap = Gap::Nothing;
            } else {
                module.statement(token, &mut ahead)?;
                module.is_module = true;
            }
        }
        if module.is_module {
            refuse_await(file, &kept)?;
            module.code = compact(&kept, &shorter(&kept, &module.exports));
        }
        Ok(module)
    }

    /// Reads the rest of an `import` or `export`, except an exported declaration.
    fn statement(&mut self, start: &Token<'t>, ahead: &mut Ahead<'_, 't>) -> Result<(), Diagnostic> {
        let read = if start.is("import") { self.import(ahead) } else { self.export(ahead) };
        read.filter(|()| start.depth == 0).ok_or_else(|| {
            let help = if start.is("import") { IMPORT_HELP } else { EXPORT_HELP };
            let message = format!("この書き方の {} は、まとめられません", start.text);
            fault(self.file, start.start, start.text, message, help)
        })
    }

    fn import(&mut self, ahead: &mut Ahead<'_, 't>) -> Option<()> {
        let mut names = Vec::new();
        if follows(ahead, "{") {
            names = list(ahead)?;
            ahead.next_if(|token| token.is("from"))?;
        }
        let from = *ahead.next_if(|token| token.text.starts_with(['"', '\'']))?;
        ahead.next_if(|token| token.is(";"));
        self.imports.push(Import { from, names });
        Some(())
    }

    fn export(&mut self, ahead: &mut Ahead<'_, 't>) -> Option<()> {
        if !follows(ahead, "{") {
            self.exports.extend(declared(ahead.clone())?);
            return Some(());
        }
        self.exports.extend(list(ahead)?.iter().map(|name| name.text));
        ahead.next_if(|token| token.is(";"));
        (!follows(ahead, "from")).then_some(())
    }
}

/// Whether a script contains the words `import` or `export`. Other scripts are not parsed and stay unchanged.
fn may_be_module(text: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
        .any(|word| word == "import" || word == "export")
}

const IMPORT_HELP: &str = "`import { 名前 } from \"./ファイル.js\";` の形で書いてください";
const EXPORT_HELP: &str =
    "`export function 名前` か `export const 名前`、または `export { 名前 };` の形で書いてください";

fn follows(ahead: &mut Ahead<'_, '_>, text: &str) -> bool {
    ahead.peek().is_some_and(|token| token.is(text))
}

/// Reads `{ a, b }`.
fn list<'t>(ahead: &mut Ahead<'_, 't>) -> Option<Vec<Token<'t>>> {
    ahead.next_if(|token| token.is("{"))?;
    let mut names = Vec::new();
    while ahead.next_if(|token| token.is("}")).is_none() {
        names.push(*ahead.next_if(|token| token.is_name())?);
        (ahead.next_if(|token| token.is(",")).is_some() || follows(ahead, "}")).then_some(())?;
    }
    Some(names)
}

/// The names that the declaration here declares. Variables that may be assigned again cannot be exported: importers
/// would not see the new value.
fn declared<'t>(mut ahead: Ahead<'_, 't>) -> Option<Vec<&'t str>> {
    ahead.next_if(|token| token.is("async"));
    if ahead.next_if(|token| token.is("const")).is_some() {
        return constants(ahead);
    }
    if ahead.next_if(|token| token.is("function")).is_some() {
        ahead.next_if(|token| token.is("*"));
    } else {
        ahead.next_if(|token| token.is("class"))?;
    }
    Some(vec![ahead.next_if(|token| token.is_name())?.text])
}

/// The names after `const`, each followed by `=` and a value: the next name stands after a comma. The statement ends
/// with a semicolon or before a word at the beginning of a line.
fn constants<'t>(mut ahead: Ahead<'_, 't>) -> Option<Vec<&'t str>> {
    let mut names = Vec::new();
    loop {
        let name = ahead.next_if(|token| token.is_name())?;
        ahead.next_if(|token| token.is("="))?;
        names.push(name.text);
        let is_end = |token: &Token<'_>| token.is(";") || (token.gap == Gap::Line && token.is_name());
        let mut rest = ahead.by_ref().filter(|token| token.depth == 0);
        if rest.find(|token| token.is(",") || is_end(token)).is_none_or(is_end) {
            return Some(names);
        }
    }
}

/// Refuses `await` outside a function, which a joined script does not support.
fn refuse_await(file: FileId, tokens: &[Token<'_>]) -> Result<(), Diagnostic> {
    let mut is_inside = false;
    for token in tokens.iter().filter(|token| token.depth == 0) {
        is_inside = !token.is(";") && (is_inside || token.is("async"));
        if !is_inside && token.is("await") {
            let help = "async の関数の中に書いてください";
            return Err(fault(file, token.start, token.text, "関数の外の await は、まとめられません", help));
        }
    }
    Ok(())
}

/// Shorter names for the functions and constants that a module keeps to itself. One that may also be a
/// property or a method keeps its name.
fn shorter<'t>(tokens: &[Token<'t>], exports: &BTreeSet<&str>) -> BTreeMap<&'t str, String> {
    let beside = |n: usize| {
        [n.checked_sub(1), Some(n + 1)].map(|n| n.and_then(|n| tokens.get(n)).map_or("", |token| token.text))
    };
    let is_declared = |n: usize, name: &str| {
        name.len() > "$aa".len() && matches!(beside(n), ["const" | ",", "="] | ["function", "("])
    };
    // What stands in brackets behind a name and is followed by a block is the parameters of a function.
    let is_method = |n: usize| {
        let depth = tokens[n].depth;
        let end = (n + 2..tokens.len()).find(|m| tokens[*m].depth == depth);
        beside(n)[0] != "function" && end.is_some_and(|end| tokens.get(end + 1).is_some_and(|token| token.is("{")))
    };
    let may_be_property = |name: &str| {
        tokens.iter().enumerate().any(|(n, token)| match token.kind {
            Kind::Raw => token.text.contains(name),
            Kind::Value if token.is(name) => match beside(n) {
                ["." | "#" | "get" | "set", _] | [_, ":"] | ["{" | ",", "," | "}"] => true,
                [_, "("] => is_method(n),
                [_, "="] => token.depth > 0 && !tokens.get(n + 2).is_some_and(|token| token.is("=")),
                _ => false,
            },
            Kind::Value | Kind::Sign => false,
        })
    };
    let own = tokens.iter().enumerate().filter(|(n, token)| token.depth == 0 && is_declared(*n, token.text));
    let names = own.map(|(_, token)| token.text).filter(|name| !exports.contains(name) && !may_be_property(name));
    let is_free = |name: &String| tokens.iter().all(|token| !token.text.contains(name.as_str()));
    let letters = || 'a'..='z';
    let one = letters().map(|a| format!("${a}"));
    let two = letters().flat_map(|a| letters().map(move |b| format!("${a}{b}")));
    names.zip(one.chain(two).filter(is_free)).collect()
}

/// The code without comments and unnecessary white space. What is declared by `const` and never assigned is the same by
/// `let`, which is shorter.
fn compact(tokens: &[Token<'_>], shorter: &BTreeMap<&str, String>) -> String {
    let mut code = String::new();
    for (n, token) in tokens.iter().enumerate() {
        let (before, behind) = (n.checked_sub(1).map(|n| &tokens[n]), tokens.get(n + 1));
        code += before.map_or("", |before| between(before, token));
        let declares = token.is("const")
            && before.is_none_or(|before| !before.is("."))
            && behind.is_some_and(|behind| behind.is_name() || behind.is("{") || behind.is("["));
        code += if declares { "let" } else { shorter.get(token.text).map_or(token.text, String::as_str) };
    }
    code
}

/// The required separator of two tokens. A line break may end a statement, but needs no separator after an opening
/// bracket, a comma or a semicolon, or before a closing bracket.
fn between(before: &Token<'_>, behind: &Token<'_>) -> &'static str {
    let is_one_of = |token: &Token<'_>, signs: &str| token.kind == Kind::Sign && signs.contains(token.text);
    let is_bracket = is_one_of(before, BRACKETS) || is_one_of(behind, BRACKETS);
    let is_value_beside_sign =
        matches!((before.kind, behind.kind), (Kind::Value, Kind::Sign) | (Kind::Sign, Kind::Value));
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
