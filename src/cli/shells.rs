//! `completions` and `manual`: what a shell completes and a manual page says, drawn from the definitions of the arguments as
//! `--help` is.

use std::collections::{BTreeMap, BTreeSet};

use clap::builder::StyledStr;
use clap::{Arg, Command, CommandFactory as _};

use super::columns::pieces;
use super::flags::{EXIT_CODES, Flags, Shell};

/// A command as it is typed, with what may follow it.
struct Typed {
    /// `mieruka new item`.
    name: String,
    about: String,
    usage: String,
    examples: String,
    words: Vec<Word>,
}

/// A command or an option that may be typed.
struct Word {
    text: String,
    short: Option<char>,
    help: String,
    /// What an option wants: フォルダー.
    value: Option<String>,
    choices: Vec<String>,
    is_option: bool,
}

/// The script that makes a shell complete the arguments.
pub(super) fn completions(shell: Shell) -> String {
    let all = all();
    match shell {
        Shell::Bash => bash(&all),
        Shell::Zsh => zsh(&all),
        Shell::Fish => fish(&all),
        Shell::Powershell => powershell(&all),
    }
}

/// Every command, a parent before its children.
fn all() -> Vec<Typed> {
    let mut root = Flags::command();
    root.build();
    let mut all = Vec::new();
    gather(&root, root.get_name().to_owned(), &mut all);
    all
}

fn gather(command: &Command, name: String, all: &mut Vec<Typed>) {
    let text = |text: Option<&StyledStr>| text.map(ToString::to_string).unwrap_or_default();
    let children = command.get_subcommands().map(|child| Word {
        text: child.get_name().to_owned(),
        short: None,
        help: text(child.get_about()),
        value: None,
        choices: Vec::new(),
        is_option: false,
    });
    let options = command.get_arguments().filter(|arg| !arg.is_positional()).map(option);
    let usage = command.clone().render_usage().to_string();
    all.push(Typed {
        about: text(command.get_about()),
        usage: usage.trim_start_matches("Usage: ").to_owned(),
        examples: text(command.get_after_help()),
        words: children.chain(options).collect(),
        name: name.clone(),
    });
    command.get_subcommands().for_each(|child| gather(child, format!("{name} {}", child.get_name()), all));
}

fn option(arg: &Arg) -> Word {
    let takes = arg.get_action().takes_values();
    let names = arg.get_value_names().into_iter().flatten().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    Word {
        text: format!("--{}", arg.get_long().expect("every option has a long name")),
        short: arg.get_short(),
        help: arg.get_help().map(ToString::to_string).unwrap_or_default(),
        value: takes.then_some(names),
        choices: if takes {
            arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect()
        } else {
            Vec::new()
        },
        is_option: true,
    }
}

/// The names of all commands below the program, as patterns of `case`.
fn patterns(all: &[Typed]) -> String {
    all[1..].iter().map(|typed| format!("'{}'", typed.name)).collect::<Vec<_>>().join("|")
}

/// For each option with choices, and for the others that want a value, what is to be done.
fn values(all: &[Typed], choose: impl Fn(&str) -> String, file: &str) -> String {
    let options = || all.iter().flat_map(|typed| &typed.words).filter(|word| word.value.is_some());
    let with: BTreeMap<_, _> =
        options().filter(|word| !word.choices.is_empty()).map(|word| (&word.text, word.choices.join(" "))).collect();
    let without: BTreeSet<_> =
        options().filter(|word| word.choices.is_empty()).map(|word| word.text.as_str()).collect();
    let mut cases: String =
        with.iter().map(|(name, choices)| format!("    {name}) {}; return;;\n", choose(choices))).collect();
    cases.push_str(&format!("    {}) {file}; return;;\n", without.into_iter().collect::<Vec<_>>().join("|")));
    cases
}

fn bash(all: &[Typed]) -> String {
    let words = |typed: &Typed| typed.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let cases: String = all.iter().map(|typed| format!("    '{}') words='{}';;\n", typed.name, words(typed))).collect();
    format!(
        "_mieruka() {{
  local word=\"${{COMP_WORDS[COMP_CWORD]}}\" command=mieruka words= part
  for part in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do
    case \"$command $part\" in {}) command=\"$command $part\";; esac
  done
  COMPREPLY=()
  case \"${{COMP_WORDS[COMP_CWORD-1]}}\" in
{}  esac
  case \"$command\" in
{cases}  esac
  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))
}}
complete -o default -F _mieruka mieruka",
        patterns(all),
        values(all, |choices| format!("COMPREPLY=($(compgen -W '{choices}' -- \"$word\"))"), ":"),
    )
}

fn zsh(all: &[Typed]) -> String {
    let item = |word: &Word| format!("'{}:{}'", word.text, word.help.replace('\'', "’").replace(':', "\\:"));
    let words = |typed: &Typed| typed.words.iter().map(item).collect::<Vec<_>>().join(" ");
    let cases: String = all.iter().map(|typed| format!("    '{}') list=({});;\n", typed.name, words(typed))).collect();
    format!(
        "#compdef mieruka
_mieruka() {{
  local command=mieruka part
  local -a list
  for part in ${{words[2,CURRENT-1]}}; do
    case \"$command $part\" in ({}) command=\"$command $part\";; esac
  done
  case \"${{words[CURRENT-1]}}\" in
{}  esac
  case \"$command\" in
{cases}  esac
  _describe mieruka list || _files
}}
if [ \"$funcstack[1]\" = _mieruka ]; then _mieruka; else compdef _mieruka mieruka; fi",
        patterns(all),
        values(all, |choices| format!("compadd {choices}"), "_files"),
    )
}

fn fish(all: &[Typed]) -> String {
    let line = |typed: &Typed, word: &Word| {
        let names: Vec<_> = typed.name.split(' ').skip(1).collect();
        let children: Vec<_> =
            typed.words.iter().filter(|word| !word.is_option).map(|word| word.text.as_str()).collect();
        let seen = names.iter().map(|name| format!("__fish_seen_subcommand_from {name}"));
        let unseen = (!children.is_empty()).then(|| format!("not __fish_seen_subcommand_from {}", children.join(" ")));
        let when = seen.chain(unseen).collect::<Vec<_>>().join("; and ");
        let what = match (word.is_option, &word.value, &word.choices[..]) {
            (false, ..) => format!("-f -a {}", word.text),
            (true, None, _) => format!("-l {}", word.text.trim_start_matches('-')),
            (true, Some(_), []) => format!("-r -l {}", word.text.trim_start_matches('-')),
            (true, Some(_), choices) => {
                format!("-x -a '{}' -l {}", choices.join(" "), word.text.trim_start_matches('-'))
            }
        };
        format!("complete -c mieruka -n '{when}' {what} -d '{}'", word.help.replace('\'', "\\'"))
    };
    all.iter().flat_map(|typed| typed.words.iter().map(move |word| line(typed, word))).collect::<Vec<_>>().join("\n")
}

/// In ASCII: PowerShell reads a script in the code page of the system.
fn powershell(all: &[Typed]) -> String {
    let escape = |c: char| match c {
        ' '..='~' if c != '\'' && c != '\\' => c.to_string(),
        _ => c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
    };
    let item = |word: &Word| format!("@('{}', '{}')", word.text, word.help.chars().map(escape).collect::<String>());
    let words = |typed: &Typed| typed.words.iter().map(item).collect::<Vec<_>>().join(", ");
    let table: String = all.iter().map(|typed| format!("    '{}' = @({})\n", typed.name, words(typed))).collect();
    format!(
        "Register-ArgumentCompleter -Native -CommandName mieruka -ScriptBlock {{
  param($word, $line, $position)
  $table = @{{
{table}  }}
  $command = 'mieruka'
  foreach ($part in $line.CommandElements | Select-Object -Skip 1) {{
    if ($table.ContainsKey(\"$command $part\")) {{ $command = \"$command $part\" }}
  }}
  foreach ($one in $table[$command]) {{
    if ($one[0] -like \"$word*\") {{
      [System.Management.Automation.CompletionResult]::new($one[0], $one[0], 'ParameterValue', [regex]::Unescape($one[1]))
    }}
  }}
}}"
    )
}

/// The manual page, for `man`.
pub(super) fn manual() -> String {
    let all = all();
    let about = roff(&all[0].about);
    let mut page = format!(
        ".TH MIERUKA 1 \"\" \"mieruka {}\" \"mieruka\"\n.ad l\n.nh\n.SH 名前\nmieruka \\- {about}\n.SH 書式\n",
        env!("CARGO_PKG_VERSION")
    );
    for typed in &all {
        if typed.name != "mieruka" {
            page.push_str(&format!(".SH \"{}\"\n{}\n", typed.name, roff(&typed.about)));
        }
        for usage in typed.usage.lines() {
            page.push_str(&format!(".PP\n{}\n", roff(usage.trim())));
        }
        for word in &typed.words {
            let value = word.value.iter().map(|value| format!(" \\fI{}\\fR", roff(value))).collect::<String>();
            let short = word.short.map(|short| format!("\\-{short}, ")).unwrap_or_default();
            page.push_str(&format!(".TP\n\\fB{short}{}\\fR{value}\n{}\n", roff(&word.text), roff(&word.help)));
        }
        if !typed.examples.is_empty() {
            let lines = typed.examples.lines().map(roff).collect::<Vec<_>>().join("\n");
            page.push_str(&format!(".PP\n.nf\n{lines}\n.fi\n"));
        }
    }
    page + &format!(".SH 終了コード\n{}", roff(EXIT_CODES))
}

/// A text in which nothing steers the typesetter, and which may be broken as Japanese is.
fn roff(text: &str) -> String {
    let plain = |piece: &str| piece.replace('\\', "\\e").replace('-', "\\-");
    let text = pieces(text).into_iter().map(plain).collect::<Vec<_>>().join("\\:");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_and_option_is_in_each_script_and_on_the_page() {
        let scripts = [Shell::Bash, Shell::Zsh, Shell::Powershell].map(completions);
        let (fish, manual) = (completions(Shell::Fish), manual());
        let all = all();
        assert!(all.len() > 14 && all.iter().any(|typed| typed.name == "mieruka new year"));
        for word in all.iter().flat_map(|typed| &typed.words) {
            assert!(scripts.iter().all(|script| script.contains(&word.text)), "{}", word.text);
            assert!(
                fish.contains(word.text.trim_start_matches('-')) && manual.contains(&roff(&word.text)),
                "{}",
                word.text
            );
            assert!(!word.help.is_empty(), "{}", word.text);
        }
        assert!(scripts[2].is_ascii());
    }

    #[test]
    fn nothing_steers_the_typesetter() {
        assert_eq!(roff(".schema を作る"), "\\&.schema \\:を\\:作\\:る");
        assert_eq!(roff("--yes \\ と"), "\\-\\-yes \\:\\e \\:と");
    }
}
