//! Errors of the arguments in Japanese; help and version go to standard output.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, Error};
use mieruka::model::NotADate;

use super::Verdict;
use super::columns::wrapped;
use super::flags::Flags;
use super::terminal::print;

/// The arguments with `help` in the manner of the others: `mieruka help new` is `mieruka new --help`.
pub(super) fn arguments(given: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut given: Vec<_> = given.collect();
    if given.get(1).is_some_and(|first| first == "help" || first == "/?") {
        given.remove(1);
        given.push("--help".into());
    }
    given
}

/// Prints help or version; an error of the arguments is returned.
pub(super) fn answer(error: &Error, arguments: &[OsString]) -> Result<Verdict, super::Error> {
    if !matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let (name, command) = typed(arguments);
        return Err(super::Error::Usage(message(error, &command), name));
    }
    print(wrapped(&error.render().to_string()).trim_end());
    Ok(Verdict::Done)
}

/// The command that was typed, as far as it is one: `mieruka new`.
fn typed(arguments: &[OsString]) -> (String, Command) {
    let (mut name, mut command) = ("mieruka".to_owned(), Flags::command());
    for argument in &arguments[1..] {
        let Some(next) = command.find_subcommand(argument).cloned() else { break };
        name = format!("{name} {}", next.get_name());
        command = next;
    }
    (name, command)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the flag reader knows many faults")]
fn message(error: &Error, command: &Command) -> String {
    let text = |kind| error.get(kind).map(words).unwrap_or_default();
    let argument = text(ContextKind::InvalidArg);
    let value = text(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with(['－', 'ー', '―', '‐', '–', '—']) => {
            format!("「{argument}」は読み取れません。オプションは、半角のハイフン2つ(--)と半角の文字で書いてください")
        }
        ErrorKind::UnknownArgument if !argument.starts_with('-') => {
            format!("「{argument}」は読み取れません。記録のフォルダーは --content {argument} のように書きます")
        }
        ErrorKind::UnknownArgument if !argument.starts_with("--") => {
            format!("「{argument}」というオプションはありません。名前の長いオプションは、ハイフン2つ(--)で始めます")
        }
        ErrorKind::UnknownArgument => {
            format!("「{argument}」というオプションはありません{}", suggested(&text(ContextKind::SuggestedArg)))
        }
        ErrorKind::InvalidSubcommand => {
            let unknown = text(ContextKind::InvalidSubcommand);
            let near = suggested(&text(ContextKind::SuggestedSubcommand));
            let all = || command.get_subcommands().map(Command::get_name).collect::<Vec<_>>().join("、");
            let help = if near.is_empty() { format!("。使えるのは {} です", all()) } else { near };
            format!("「{unknown}」というコマンドはありません{help}")
        }
        ErrorKind::MissingRequiredArgument => format!("{argument} を指定してください"),
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} の値を指定してください"),
        ErrorKind::InvalidValue => {
            format!(
                "{argument} に「{value}」は使えません。{} のいずれかを指定してください",
                text(ContextKind::ValidValue)
            )
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "new の後に、何を作成するか(item・goal・sheet・year)を書いてください。例: mieruka new item".to_owned()
        }
        ErrorKind::ValueValidation if argument.contains("年度") => {
            format!("{argument} に「{value}」は使えません。2024、令和6、R6 のように書いてください")
        }
        ErrorKind::ValueValidation => {
            let is_day = std::error::Error::source(error).is_some_and(|source| source.is::<NotADate>());
            let help = if is_day { "。2026-04-01 のように書いてください" } else { "" };
            format!("{argument} に「{value}」は使えません{help}")
        }
        ErrorKind::ArgumentConflict if argument.is_empty() => {
            "オプションはコマンドの後に書いてください。例: mieruka check --quiet".to_owned()
        }
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg);
            if other.is_empty() || other == argument {
                format!("{argument} は1回だけ指定してください")
            } else {
                format!("{argument} と {other} は、同時に使えません")
            }
        }
        _ => "コマンドの書き方が正しくありません".to_owned(),
    }
}

fn suggested(suggestion: &str) -> String {
    if suggestion.is_empty() { String::new() } else { format!("。「{suggestion}」ではありませんか") }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the flag reader knows more values")]
fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join("、"),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
