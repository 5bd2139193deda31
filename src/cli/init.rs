//! `init`: writes the smallest complete site of a new municipality, with its own values, and with samples of its families or
//! an empty sheet for its own goals: as the options say, or, at a terminal and without options, as somebody answers.

use std::path::Path;

use mieruka::characters::one_width;
use mieruka::diagnostic::{Diagnostic, Severity};
use mieruka::model::{Date, FiscalYear, is_slug};
use mieruka::publish;
use mieruka::yaml::Step;

use super::ask;
use super::blank::{self, Blank};
use super::flags::InitFlags;
use super::own::{self, Own, usual_id};
use super::seeds::{FAMILIES, Family, NAME, Values};
use super::terminal::{complain, print, say};
use super::{Error, Verdict, schema, seeds, today};

/// A value of site.yaml for which `init` asks.
struct Setting {
    key: &'static [Step],
    question: &'static str,
    given: fn(&InitFlags) -> Option<&String>,
    /// What an answer means.
    meant: fn(&str) -> String,
}

/// In the order of the questions.
const SETTINGS: [Setting; 5] = [
    Setting {
        key: NAME, question: "団体の名称(例: 見本市)", given: |flags| flags.name.as_ref(), meant: str::to_owned
    },
    Setting {
        key: &[Step::Key("municipality"), Step::Key("kana")],
        question: "団体の名称のよみ(ひらがな)",
        given: |flags| flags.kana.as_ref(),
        meant: hiragana,
    },
    Setting {
        key: &[Step::Key("municipality"), Step::Key("prefecture")],
        question: "都道府県の名称",
        given: |flags| flags.prefecture.as_ref(),
        meant: str::to_owned,
    },
    Setting {
        key: &[Step::Key("municipality"), Step::Key("code")],
        question: "全国地方公共団体コード(6桁)",
        given: |flags| flags.code.as_ref(),
        meant: one_width,
    },
    Setting {
        key: &[Step::Key("base_url")],
        question: "公開する場所のアドレス(https:// から / まで)",
        given: |flags| flags.url.as_ref(),
        meant: address,
    },
];

/// A reading in hiragana, however its kana were typed.
pub(super) fn hiragana(kana: &str) -> String {
    let hiragana = |c: char| if matches!(c, 'ァ'..='ヶ') { char::from_u32(u32::from(c) - 0x60) } else { None };
    one_width(kana).chars().map(|c| hiragana(c).unwrap_or(c)).collect()
}

/// A name in addresses, in small letters.
fn slug(typed: &str) -> String {
    one_width(typed).to_lowercase()
}

/// The address of a folder, which ends with `/`.
fn address(typed: &str) -> String {
    let is_page = typed.rsplit('/').next().is_none_or(|last| last.is_empty() || last.contains(['?', '#']));
    if typed.starts_with("https://") && !is_page { format!("{typed}/") } else { typed.to_owned() }
}

/// What a municipality begins with.
enum Beginning {
    /// Samples of what it wants to publish.
    Samples(Vec<&'static Family>),
    /// A department of its own, and no samples.
    Own(Own),
    /// Tables, and no samples.
    Blank(Blank),
}

impl Beginning {
    fn usual() -> Self {
        Self::Samples(usual())
    }

    fn content(&self, values: &Values) -> Vec<(String, String)> {
        match self {
            Self::Samples(families) => {
                let texts = seeds::content(families, values).into_iter();
                texts.map(|(path, text)| (path.to_owned(), text)).collect()
            }
            Self::Own(own) => own::content(own, values),
            Self::Blank(blank) => blank::content(blank, values),
        }
    }
}

/// Writes the files into a folder that has none of them.
pub(super) fn init(flags: &InitFlags) -> Result<Verdict, Error> {
    if flags.folder.file_name().is_some_and(|name| name == "content") || flags.folder.join("site.yaml").is_file() {
        refuse(
            "init は、指定したフォルダーの中に content を作成します。content の外のフォルダーを指定してください",
            "今のフォルダーに作成するなら `mieruka init .` です",
        );
        return Ok(Verdict::Refused);
    }
    let today = today(None)?;
    let mut given: Values = SETTINGS.iter().filter_map(|one| Some((one.key, (one.given)(flags)?.clone()))).collect();
    given.extend(flags.contact.clone().map(|name| (seeds::CONTACT, name)));
    let is_asked = given.is_empty() && flags.family.is_empty() && flags.department.is_none() && ask::is_possible();
    let (values, beginning) =
        if is_asked { answers(&mut ask::answer, today) } else { (given, beginning(flags, today)?) };
    let values = with_title(with_contact(values, &beginning));
    let faults = faults(&beginning, &values);
    if !faults.is_empty() {
        faults.iter().for_each(|fault| refuse(&fault.message, &fault.help));
        return Ok(Verdict::Refused);
    }
    let changes = publish::create(&seeds::files(beginning.content(&values)), &flags.folder)?;
    let schemas = schema::create(&flags.folder.join("content"))?;
    let (folder, count) = (flags.folder.display(), changes.files + schemas);
    let next = match &beginning {
        Beginning::Samples(_) => "次のように入力すると、ブラウザーで確認できます",
        Beginning::Own(_) | Beginning::Blank(_) => "次は、この順に入力します",
    };
    if flags.folder == Path::new(".") {
        say(&format!("このフォルダーに {count}個のファイルを作成しました。{next}:"));
    } else {
        say(&format!("{folder} に {count}個のファイルを作成しました。{next}"));
        say("(mieruka のプログラムを今のフォルダーに置いているときは、先にそのフォルダーへ移してください):");
        say(&format!("  cd {folder}"));
    }
    match &beginning {
        Beginning::Samples(_) => say("  mieruka serve --open"),
        Beginning::Own(_) => OWN_STEPS.iter().for_each(|step| say(step)),
        Beginning::Blank(blank) => {
            let program = blank.families.first().map(|family| family.folder.trim_end_matches('/'));
            let program = program.and_then(|folder| folder.rsplit('/').next()).unwrap_or_default();
            say(&format!("  mieruka import <表のファイル> --learn --program {program}"));
            say(
                "表の読み方の下書きができ、その次にすることが表示されます。content/README.md の「例: 列の多い表を、初めて取り込む」もご覧ください",
            );
            return Ok(Verdict::Done);
        }
    }
    say(
        "初めての方は、content/README.md の「最初の30分」をご覧ください。見本のまま残っている値と記録は、mieruka check で確認できます",
    );
    Ok(Verdict::Done)
}

/// From the empty sheet to its page.
const OWN_STEPS: [&str; 3] = [
    "  mieruka form        目標を書く Excel の様式を作成します",
    "  mieruka import .    書いて保存した様式を取り込みます",
    "  mieruka             サイトを public に書き出します",
];

/// What the options say.
fn beginning(flags: &InitFlags, today: Date) -> Result<Beginning, Error> {
    if flags.empty {
        let families = chosen(&flags.family)?;
        if let Some(other) = families.iter().find(|family| family.item.is_none()) {
            let known: Vec<_> =
                FAMILIES.iter().filter(|family| family.item.is_some()).map(|family| family.word).collect();
            let message = format!(
                "--empty が使えるのは、--family が {} のときです。「{}」は、団体の表からまとめて取り込めません",
                known.join("、"),
                other.word
            );
            return Err(Error::Usage(message, "mieruka init".to_owned()));
        }
        return Ok(Beginning::Blank(Blank { families, today }));
    }
    let Some(name) = &flags.department else { return Ok(Beginning::Samples(chosen(&flags.family)?)) };
    let id = flags.department_id.clone().unwrap_or_else(|| usual_id(flags.department_kana.as_deref()));
    let year = flags.year.unwrap_or_else(|| FiscalYear::of(today));
    Ok(Beginning::Own(Own { name: name.clone(), kana: flags.department_kana.clone(), id, year, today }))
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
fn answers(ask: &mut dyn FnMut(&str) -> Option<String>, today: Date) -> (Values, Beginning) {
    print(
        "質問に答えると、自分の団体の値で始められます。Enter だけを押すと見本のままになり、後で content/site.yaml に書けます。途中でやめるときは Ctrl+C を押します(何も書きません)",
    );
    let mut values = Values::new();
    for setting in &SETTINGS {
        let is_right = |answer: &String| {
            let faults = doubts(&Beginning::usual(), &vec![(setting.key, answer.clone())]);
            faults.iter().for_each(complain_of_answer);
            faults.is_empty()
        };
        values.extend(answered(ask, setting.question, setting.meant, is_right).map(|answer| (setting.key, answer)));
    }
    let first = "最初に目標を載せる部局か課の名称(例: 企画部。Enter だけなら、練習用の見本から始めます)";
    match answered(ask, first, str::to_owned, |_| true) {
        Some(name) => (values, Beginning::Own(own(ask, name, today))),
        None => {
            let families = families(ask);
            (values, with_samples(ask, families, today))
        }
    }
}

/// Asks whether there is a table for what is to be published, where a table can bring all of it.
fn with_samples(ask: &mut dyn FnMut(&str) -> Option<String>, families: Vec<&'static Family>, today: Date) -> Beginning {
    let question =
        "団体の Excel や CSV の表を取り込んで始めるなら y(見本の記録を入れません。Enter だけなら、見本から始めます): ";
    let has_table = families.iter().all(|family| family.item.is_some()) && ask::is_yes(ask(question));
    if has_table { Beginning::Blank(Blank { families, today }) } else { Beginning::Samples(families) }
}

/// The first answer that is right; none if it is empty.
fn answered(
    ask: &mut dyn FnMut(&str) -> Option<String>,
    question: &str,
    meant: fn(&str) -> String,
    mut is_right: impl FnMut(&String) -> bool,
) -> Option<String> {
    loop {
        let answer = ask(&format!("{question}: ")).filter(|answer| !answer.is_empty())?;
        let answer = meant(answer.trim_matches(['"', '「', '」']));
        if is_right(&answer) {
            return Some(answer);
        }
    }
}

/// Asks for the rest of the first department.
fn own(ask: &mut dyn FnMut(&str) -> Option<String>, name: String, today: Date) -> Own {
    let year = FiscalYear::of(today);
    let mut own = Own { name, kana: None, id: usual_id(None), year, today };
    let is_right = |kana: &String| {
        let with_kana = Own { kana: Some(kana.clone()), ..own.clone() };
        let faults = doubts(&Beginning::Own(with_kana), &Values::new());
        faults.iter().for_each(complain_of_answer);
        faults.is_empty()
    };
    own.kana = answered(ask, "そのよみ(ひらがな)", hiragana, is_right);
    let usual = usual_id(own.kana.as_deref());
    let question = format!("アドレスに使う、その短い名前(半角の英小文字。Enter だけなら {usual})");
    let is_right = |id: &String| {
        if !is_slug(id) {
            complain("エラー: 半角の英小文字と数字と - だけで書いてください。例: kikaku");
        }
        is_slug(id)
    };
    own.id = answered(ask, &question, slug, is_right).unwrap_or(usual);
    let question = format!("年度(例: R8。Enter だけなら {year})");
    let is_right = |year: &String| {
        if year.parse::<FiscalYear>().is_err() {
            complain("エラー: 年度として読めません。R8、令和8年度、2026 のように書いてください");
        }
        year.parse::<FiscalYear>().is_ok()
    };
    let year = answered(ask, &question, str::to_owned, is_right).and_then(|year| year.parse().ok());
    Own { year: year.unwrap_or(own.year), ..own }
}

/// Asks for what is to be published.
fn families(ask: &mut dyn FnMut(&str) -> Option<String>) -> Vec<&'static Family> {
    print("掲載するもの:");
    FAMILIES.iter().enumerate().for_each(|(n, family)| print(&format!("  {} {}", n + 1, family.word)));
    let usual_numbers: Vec<_> =
        (1..).zip(FAMILIES).filter(|(_, family)| family.is_usual).map(|(n, _)| n.to_string()).collect();
    let question = format!("番号か名前を空白で区切って書いてください(Enter だけなら {}): ", usual_numbers.join(" "));
    while let Some(answer) = ask(&question).filter(|answer| !answer.is_empty()) {
        match numbered(&answer) {
            Some(families) => return families,
            None => complain(&format!("エラー: 1 から {} までの番号か、上の名前を書いてください", FAMILIES.len())),
        }
    }
    usual()
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
fn faults(beginning: &Beginning, values: &Values) -> Vec<Diagnostic> {
    found(beginning, values).into_iter().filter(|one| one.severity == Severity::Error).collect()
}

/// The same with what it doubts: whoever is asked can still answer otherwise.
fn doubts(beginning: &Beginning, values: &Values) -> Vec<Diagnostic> {
    let usual: Vec<_> = found(&Beginning::usual(), &Values::new()).into_iter().map(|one| one.message).collect();
    let is_new = |one: &Diagnostic| one.rule == "doubtful-setting" && !usual.contains(&one.message);
    found(beginning, values).into_iter().filter(|one| one.severity == Severity::Error || is_new(one)).collect()
}

/// What `check` would say of these values.
fn found(beginning: &Beginning, values: &Values) -> Vec<Diagnostic> {
    seeds::examined(&beginning.content(values)).1.iter().cloned().collect()
}

/// Quotation marks are for YAML, not for an answer.
fn complain_of_answer(fault: &Diagnostic) {
    let help = if fault.help.contains("引用符") {
        "半角の数字6桁だけを書いてください"
    } else {
        fault.help.as_str()
    };
    refuse(&fault.message, help);
}

fn refuse(message: &str, help: &str) {
    complain(&format!("エラー: {message}"));
    complain(&format!("直し方: {help}"));
}

/// Whom to ask is the municipality, where nobody says more; of an own department it is that one.
fn with_contact(mut values: Values, beginning: &Beginning) -> Values {
    let is_given = values.iter().any(|(key, _)| *key == seeds::CONTACT) || matches!(beginning, Beginning::Own(_));
    let name = values.iter().find(|(key, _)| *key == seeds::NAME).map(|(_, name)| name.clone());
    values.extend(name.filter(|_| !is_given).map(|name| (seeds::CONTACT, name)));
    values
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

    const TODAY: Date = Date { year: 2026, month: 4, day: Some(1) };

    /// What these answers lead to, and how often was asked.
    fn given(answers: &[&str]) -> (Vec<String>, Beginning, usize) {
        let (mut rest, mut count) = (answers.iter(), 0);
        let (values, beginning) = super::answers(
            &mut |_| {
                count += 1;
                rest.next().map(|answer| (*answer).to_owned())
            },
            TODAY,
        );
        (values.into_iter().map(|(_, value)| value).collect(), beginning, count)
    }

    /// The values and families for these answers, and how often was asked.
    fn check(answers: &[&str], values: &[&str], families: &[&str], asked: usize) {
        let (found, beginning, count) = given(answers);
        let Beginning::Samples(chosen) = beginning else { panic!("{answers:?}") };
        assert_eq!(found, values);
        assert_eq!(chosen.iter().map(|family| family.word).collect::<Vec<_>>(), families);
        assert_eq!(count, asked);
    }

    #[test]
    fn answers_are_values_and_wrong_ones_are_asked_again() {
        let usual: Vec<_> = usual().iter().map(|family| family.word).collect();
        check(&[], &[], &usual, 7);
        check(&["", "", "", "", "", "", ""], &[], &usual, 7);
        let words = ["海辺町", "うみべちょう", "見本県", "https://example.jp/a/"];
        let given =
            [words[0], words[1], words[2], "990002", "99001", "９９００１９", "https://example.jp/a", "", "9", "３、1"];
        let values = [words[0], words[1], words[2], "990019", words[3]];
        check(&given, &values, &[FAMILIES[2].word, FAMILIES[0].word], 10);
        let given = ["", "海辺町", "ｳﾐﾍﾞチョウ", "海辺", "海辺県", "", "", "", "なし", FAMILIES[4].word];
        check(&given, &["うみべちょう", "海辺県"], &[FAMILIES[4].word], 11);
    }

    #[test]
    fn a_table_of_its_own_needs_no_samples() {
        let answers = |table: &'static str| ["海辺町", "", "", "", "", "", FAMILIES[4].word, table];
        let (_, beginning, asked) = given(&answers("y"));
        let Beginning::Blank(blank) = beginning else { panic!("a table is brought") };
        assert_eq!((blank.families.len(), blank.today, asked), (1, TODAY, 8));
        assert_eq!(blank.families[0].word, FAMILIES[4].word);
        check(&answers(""), &["海辺町"], &[FAMILIES[4].word], 8);
        // A plan comes in no table.
        check(&["海辺町", "", "", "", "", "", "1 5", "y"], &["海辺町"], &[FAMILIES[0].word, FAMILIES[4].word], 7);
    }

    /// The first department for these answers behind those about the municipality.
    fn check_own(answers: &[&str], kana: Option<&str>, id: &str, year: i16) {
        let answers = [&["海辺町", "", "", "", "", "産業課"], answers].concat();
        let (values, beginning, asked) = given(&answers);
        let Beginning::Own(own) = beginning else { panic!("{answers:?}") };
        assert_eq!((values, asked), (vec!["海辺町".to_owned()], answers.len()));
        assert_eq!((own.name.as_str(), own.kana.as_deref()), ("産業課", kana));
        assert_eq!((own.id.as_str(), own.year.western()), (id, year));
    }

    #[test]
    fn a_department_of_its_own_needs_no_samples() {
        check_own(&["さんぎょうか", "", ""], Some("さんぎょうか"), "sangyoka", 2026);
        check_own(
            &["サンギョウカ", "さんぎょうか", "産業", "sangyo", "来年", "令和9年度"],
            Some("さんぎょうか"),
            "sangyo",
            2027,
        );
        check_own(&["", "", ""], None, "bukyoku", 2026);
    }
}
