//! `init`: writes the smallest complete site of a new municipality, with its own values and families: as the options say, or,
//! at a terminal and without options, as somebody answers.

use std::path::Path;

use mieruka::characters::one_width;
use mieruka::diagnostic::{Diagnostic, Severity};
use mieruka::load::load;
use mieruka::publish;
use mieruka::source::Sources;
use mieruka::yaml::Step;

use super::ask;
use super::flags::InitFlags;
use super::seeds::{FAMILIES, Family};
use super::terminal::{complain, print, say};
use super::{Error, Verdict, schema, seeds};

/// A value of site.yaml for which `init` asks.
struct Setting {
    key: &'static [Step],
    question: &'static str,
    given: fn(&InitFlags) -> Option<&String>,
}

/// In the order of the questions.
const SETTINGS: [Setting; 5] = [
    Setting {
        key: &[Step::Key("municipality"), Step::Key("name")],
        question: "団体の名称(例: 見本市)",
        given: |flags| flags.name.as_ref(),
    },
    Setting {
        key: &[Step::Key("municipality"), Step::Key("kana")],
        question: "団体の名称のよみ(ひらがな)",
        given: |flags| flags.kana.as_ref(),
    },
    Setting {
        key: &[Step::Key("municipality"), Step::Key("prefecture")],
        question: "都道府県の名称",
        given: |flags| flags.prefecture.as_ref(),
    },
    Setting {
        key: &[Step::Key("municipality"), Step::Key("code")],
        question: "全国地方公共団体コード(6桁)",
        given: |flags| flags.code.as_ref(),
    },
    Setting {
        key: &[Step::Key("base_url")],
        question: "公開する場所のアドレス(https:// から / まで)",
        given: |flags| flags.url.as_ref(),
    },
];

/// Values of site.yaml by the paths of their keys.
type Values = Vec<(&'static [Step], String)>;

/// Writes the files into a folder that has none of them.
pub(super) fn init(flags: &InitFlags) -> Result<Verdict, Error> {
    if flags.folder.file_name().is_some_and(|name| name == "content") || flags.folder.join("site.yaml").is_file() {
        complain(
            "エラー: init は、指定したフォルダーの中に content を作成します。content の外のフォルダーを指定してください",
        );
        complain("直し方: 今のフォルダーに作成するなら `mieruka init .` です");
        return Ok(Verdict::Refused);
    }
    let given: Values = SETTINGS.iter().filter_map(|one| Some((one.key, (one.given)(flags)?.clone()))).collect();
    let is_asked = given.is_empty() && flags.family.is_empty() && ask::is_possible();
    let (values, families) = if is_asked { answers(&mut ask::answer) } else { (given, chosen(&flags.family)?) };
    let faults = faults(&values);
    if !faults.is_empty() {
        faults.iter().for_each(complain_of);
        return Ok(Verdict::Refused);
    }
    let changes = publish::create(&seeds::files(&families, &with_title(values)), &flags.folder)?;
    let schemas = schema::create(&flags.folder.join("content"))?;
    let (folder, count) = (flags.folder.display(), changes.files + schemas);
    if flags.folder == Path::new(".") {
        say(&format!(
            "このフォルダーに {count}個のファイルを作成しました。次のように入力すると、ブラウザーで確認できます:"
        ));
    } else {
        say(&format!("{folder} に {count}個のファイルを作成しました。次のように入力すると、ブラウザーで確認できます"));
        say("(mieruka のプログラムを今のフォルダーに置いているときは、先にそのフォルダーへ移してください):");
        say(&format!("  cd {folder}"));
    }
    say("  mieruka serve --open");
    say(
        "初めての方は、content/README.md の「最初の30分」をご覧ください。見本のまま残っている値と記録は、mieruka check で確認できます",
    );
    Ok(Verdict::Done)
}

/// The families of the options; the usual ones if none is named.
fn chosen(words: &[String]) -> Result<Vec<&'static Family>, Error> {
    let words = words.iter().flat_map(|words| words.split([',', '、'])).map(str::trim).filter(|word| !word.is_empty());
    let family = |word: &str| FAMILIES.iter().find(|family| family.word == word).ok_or_else(|| unknown(word));
    let chosen = words.map(family).collect::<Result<Vec<_>, _>>()?;
    Ok(if chosen.is_empty() { usual() } else { chosen })
}

fn unknown(word: &str) -> Error {
    let message = format!("--family に「{word}」は使えません。使えるのは {} です", seeds::words());
    Error::Usage(message, "mieruka init".to_owned())
}

fn usual() -> Vec<&'static Family> {
    FAMILIES.iter().filter(|family| family.is_usual).collect()
}

/// Asks for everything; an empty answer keeps the sample's value, a wrong one is asked again.
fn answers(ask: &mut dyn FnMut(&str) -> Option<String>) -> (Values, Vec<&'static Family>) {
    print(
        "質問に答えると、自分の団体の値で始められます。Enter だけを押すと見本のままになり、後で content/site.yaml に書けます。途中でやめるときは Ctrl+C を押します(何も書きません)",
    );
    let mut values = Values::new();
    for setting in &SETTINGS {
        while let Some(answer) = ask(&format!("{}: ", setting.question)).filter(|answer| !answer.is_empty()) {
            let value = (setting.key, answer.trim_matches(['"', '「', '」']).to_owned());
            let faults = doubts(std::slice::from_ref(&value));
            if faults.is_empty() {
                values.push(value);
                break;
            }
            faults.iter().for_each(complain_of_answer);
        }
    }
    print("掲載するもの:");
    FAMILIES.iter().enumerate().for_each(|(n, family)| print(&format!("  {} {}", n + 1, family.word)));
    let usual_numbers: Vec<_> =
        (1..).zip(FAMILIES).filter(|(_, family)| family.is_usual).map(|(n, _)| n.to_string()).collect();
    let question = format!("番号か名前を空白で区切って書いてください(Enter だけなら {}): ", usual_numbers.join(" "));
    while let Some(answer) = ask(&question).filter(|answer| !answer.is_empty()) {
        match numbered(&answer) {
            Some(families) => return (values, families),
            None => complain(&format!("エラー: 1 から {} までの番号か、上の名前を書いてください", FAMILIES.len())),
        }
    }
    (values, usual())
}

/// The families with these numbers, full-width ones too, or with these names.
fn numbered(answer: &str) -> Option<Vec<&'static Family>> {
    let answer = one_width(answer);
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | '、' | '.' | '・');
    let words = answer.split(is_between).filter(|word| !word.is_empty());
    let family = |word: &str| match word.parse::<usize>() {
        Ok(number) => FAMILIES.get(number.checked_sub(1)?),
        Err(_) => FAMILIES.iter().find(|family| family.word == word),
    };
    words.map(family).collect::<Option<Vec<_>>>().filter(|families| !families.is_empty())
}

/// What `check` would call an error of these values.
fn faults(values: &[(&'static [Step], String)]) -> Vec<Diagnostic> {
    found(values).into_iter().filter(|one| one.severity == Severity::Error).collect()
}

/// The same with what it doubts: whoever is asked can still answer otherwise.
fn doubts(values: &[(&'static [Step], String)]) -> Vec<Diagnostic> {
    let usual: Vec<_> = found(&[]).into_iter().map(|one| one.message).collect();
    let is_new = |one: &Diagnostic| one.rule == "doubtful-setting" && !usual.contains(&one.message);
    found(values).into_iter().filter(|one| one.severity == Severity::Error || is_new(one)).collect()
}

/// What `check` would say of these values.
fn found(values: &[(&'static [Step], String)]) -> Vec<Diagnostic> {
    let texts = seeds::content(&usual(), values);
    let sources = Sources::from_texts(texts.iter().map(|(path, text)| (*path, text.as_str())));
    let (site, mut findings) = load(&sources);
    findings.extend(mieruka::examine(&site));
    findings.iter().cloned().collect()
}

/// Quotation marks are for YAML, not for an answer.
fn complain_of_answer(fault: &Diagnostic) {
    let help = if fault.help.contains("引用符") {
        "半角の数字6桁だけを書いてください"
    } else {
        fault.help.as_str()
    };
    complain(&format!("エラー: {}", fault.message));
    complain(&format!("直し方: {help}"));
}

fn complain_of(fault: &Diagnostic) {
    complain(&format!("エラー: {}", fault.message));
    complain(&format!("直し方: {}", fault.help));
}

/// The title of the site follows from the name.
fn with_title(mut values: Values) -> Values {
    let name =
        values.iter().find(|(key, _)| *key == SETTINGS[0].key).map(|(_, name)| format!("{name}の目標・計画・実績"));
    values.extend(name.map(|title| (&[Step::Key("title")] as &[Step], title)));
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The values and families for these answers, and how often was asked.
    fn check(given: &[&str], values: &[&str], families: &[&str], asked: usize) {
        let (mut rest, mut count) = (given.iter(), 0);
        let (found, chosen) = answers(&mut |_| {
            count += 1;
            rest.next().map(|answer| (*answer).to_owned())
        });
        assert_eq!(found.iter().map(|(_, value)| value.as_str()).collect::<Vec<_>>(), values);
        assert_eq!(chosen.iter().map(|family| family.word).collect::<Vec<_>>(), families);
        assert_eq!(count, asked);
    }

    #[test]
    fn answers_are_values_and_wrong_ones_are_asked_again() {
        let usual: Vec<_> = usual().iter().map(|family| family.word).collect();
        check(&[], &[], &usual, 6);
        check(&["", "", "", "", "", ""], &[], &usual, 6);
        let words = ["海辺町", "うみべちょう", "見本県", "https://example.jp/a/"];
        let given = [words[0], words[1], words[2], "990002", "99001", "990019", words[3], "9", "３、1"];
        let values = [words[0], words[1], words[2], "990019", words[3]];
        check(&given, &values, &[FAMILIES[2].word, FAMILIES[0].word], 9);
        let given = ["", "ウミベチョウ", "うみべちょう", "海辺", "海辺県", "", "", "なし", FAMILIES[4].word];
        check(&given, &["うみべちょう", "海辺県"], &[FAMILIES[4].word], 9);
    }
}
