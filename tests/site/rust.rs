//! Rust source, as far as a test of the rooms reads it: which paths a file names, groups taken apart, and what it declares.
//! Comments, texts and what is compiled for tests only are left out.

use std::sync::LazyLock;

use regex::Regex;

/// What one file names and declares.
#[derive(Debug, Default)]
pub(crate) struct Code {
    /// Every path of more than one part, and every macro that is called: `std::fs::read`, `println!`.
    pub(crate) paths: Vec<String>,
    /// The methods that are called.
    pub(crate) methods: Vec<String>,
    /// The names that an import or a module brings, each with what it stands for.
    pub(crate) brought: Vec<(String, String)>,
    /// The types and traits, and the other names of types.
    pub(crate) types: Vec<String>,
    /// The modules that stand in the file itself.
    pub(crate) inline: Vec<String>,
    /// The modules that are files of tests.
    pub(crate) tests: Vec<String>,
}

impl Code {
    pub(crate) fn read(text: &str) -> Self {
        let mut code = Self::default();
        let tokens = without_tests(tokens(text), &mut code.tests);
        let (mut at, mut depth) = (0, 0);
        while at < tokens.len() {
            match tokens[at].as_str() {
                "{" => depth += 1,
                "}" => depth -= 1,
                // The types of an implementation are its own.
                "type" if depth > 0 => at += 1,
                _ => {}
            }
            at += code.take(&tokens, at);
        }
        code
    }

    /// Reads what begins at a token; gives how many tokens it took.
    fn take(&mut self, tokens: &[String], at: usize) -> usize {
        let token = |ahead: usize| tokens.get(at + ahead).map_or("", String::as_str);
        let before = at.checked_sub(1).map_or("", |before| &tokens[before]);
        match token(0) {
            "use" if token(1) != "<" => {
                let mut next = at + 1;
                self.import(tokens, &mut next, &[]);
                next - at
            }
            "mod" if token(2) == "{" => {
                self.inline.push(token(1).to_owned());
                2
            }
            "mod" => {
                self.brought.push((token(1).to_owned(), format!("self::{}", token(1))));
                2
            }
            "struct" | "enum" | "union" | "trait" | "type" if is_word(token(1)) => {
                self.types.push(token(1).to_owned());
                2
            }
            word if is_word(word) && before == "." => {
                self.methods.extend((token(1) == "(" || token(1) == "::").then(|| word.to_owned()));
                1
            }
            word if is_word(word) && token(1) == "!" && token(2) != "=" => {
                self.paths.push(format!("{word}!"));
                2
            }
            word if is_word(word) => {
                let mut parts = vec![word];
                while token(parts.len() * 2 - 1) == "::" && is_word(token(parts.len() * 2)) {
                    parts.push(token(parts.len() * 2));
                }
                let took = parts.len() * 2 - 1;
                let is_macro = token(took) == "!" && token(took + 1) != "=";
                if parts.len() > 1 {
                    self.paths.push(parts.join("::") + if is_macro { "!" } else { "" });
                }
                took
            }
            _ => 1,
        }
    }

    /// Reads one tree of an import, behind the parts that stand before it.
    fn import(&mut self, tokens: &[String], at: &mut usize, before: &[String]) {
        let mut path = before.to_vec();
        while let Some(token) = tokens.get(*at) {
            *at += 1;
            match token.as_str() {
                "{" => loop {
                    match tokens.get(*at).map_or("}", String::as_str) {
                        "}" => break *at += 1,
                        "," => *at += 1,
                        _ => self.import(tokens, at, &path),
                    }
                    continue;
                },
                "::" => {}
                word if is_word(word) || word == "*" => {
                    if word != "self" || before.is_empty() {
                        path.push(word.to_owned());
                    }
                    let name = match tokens.get(*at).map(String::as_str) {
                        Some("::") => continue,
                        Some("as") => {
                            *at += 2;
                            tokens[*at - 1].clone()
                        }
                        _ => path.last().cloned().unwrap_or_default(),
                    };
                    self.paths.push(path.join("::"));
                    return self.brought.push((name, path.join("::")));
                }
                _ => return *at -= 1,
            }
        }
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Takes out the items below `#[cfg(test)]`; the modules among them that are files are named.
fn without_tests(tokens: Vec<String>, files: &mut Vec<String>) -> Vec<String> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut kept, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        if !tokens[at..].iter().map(String::as_str).take(MARK.len()).eq(MARK) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        at += MARK.len();
        if tokens[at] == "mod" && tokens[at + 2] == ";" {
            files.push(tokens[at + 1].clone());
        }
        let mut depth = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token.as_str() {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth -= 1,
                _ => {}
            }
            if depth == 0 && (token == ";" || token == "}") {
                break;
            }
        }
    }
    kept
}

/// Comments, texts, characters and lifetimes; behind them words, `::` and single marks.
static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    let patterns = [
        r"//[^\n]*|/\*.*?\*/",
        r##"\b[bc]?r#".*?"#|\b[bc]?r"[^"]*"|\b[bc]"(?:[^"\\]|\\.)*"|"(?:[^"\\]|\\.)*""##,
        r"\bb'(?:[^'\\]|\\.[^']*)'|'(?:[^'\\]|\\.[^']*)'|'\w+",
        r"\w+|::|\S",
    ];
    Regex::new(&format!("(?s){}", patterns.join("|"))).expect("the pattern is one")
});

fn tokens(text: &str) -> Vec<String> {
    let is_code = |token: &&str| !token.starts_with("//") && !token.starts_with("/*") && !token.contains(['"', '\'']);
    TOKEN.find_iter(text).map(|found| found.as_str()).filter(is_code).map(str::to_owned).collect()
}
