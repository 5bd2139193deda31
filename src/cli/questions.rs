//! `check --questions`: of a list of questions, those of which the texts do not hold every word.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use mieruka::model::Site;
use mieruka::outside;
use mieruka::search::{Asked, Questions, Tokenizer};
use serde_json::{Value, json};

use super::Error;
use super::report;

/// The list could not be read.
#[derive(Debug, thiserror::Error)]
#[error("質問の一覧 {} を読めません: {}\nUTF-8 のテキストで、1行に1つの質問を書いてください", .0.display(), outside::reason(.1))]
pub(super) struct Unreadable(PathBuf, #[source] std::io::Error);

/// Questions with what of each stands nowhere.
pub(super) fn ask(list: &Path, site: &Site) -> Result<Vec<(String, Asked)>, Error> {
    let text = fs::read_to_string(list).map_err(|error| Unreadable(list.to_owned(), error))?;
    let tokenizer = Tokenizer::open()?;
    let questions = Questions::of(site, &tokenizer);
    let mut asked: Vec<(String, Asked)> = Vec::new();
    for line in text.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|line| !line.is_empty()) {
        if asked.iter().all(|(known, _)| known != line) {
            asked.push((line.to_owned(), questions.ask(line)));
        }
    }
    Ok(asked)
}

/// The questions as people read them.
pub(super) fn told(asked: &[(String, Asked)]) -> String {
    let (empty, rest): (Vec<_>, Vec<_>) = asked.iter().partition(|(_, asked)| asked.is_empty);
    let part: Vec<_> = rest.into_iter().filter(|(_, asked)| !asked.missing.is_empty()).collect();
    let count = |number: usize| report::grouped(number as u64);
    let found = asked.len() - empty.len() - part.len();
    let mut text = format!("質問 {}件: すべての語がページにあるもの {}件", count(asked.len()), count(found));
    for (what, some) in [("探す語がページに無いもの", &empty), ("一部の語だけがあるもの", &part)]
    {
        let _ = write!(text, "、{what} {}件", count(some.len()));
    }
    for (question, asked) in empty.iter().chain(&part) {
        let _ = write!(text, "\n  {question}: 無い語 「{}」", asked.missing.join("」「"));
    }
    if !empty.is_empty() || !part.is_empty() {
        text.push_str("\n直し方: 住民の言葉とサイトの言葉を1組にして、synonyms.yaml に書いてください。打ち誤りとローマ字は、画面の検索が近い語に直して探します");
    }
    text
}

/// The same for machines.
pub(super) fn told_json(asked: &[(String, Asked)]) -> Value {
    let entry = |(question, asked): &(String, Asked)| json!({ "question": question, "missing": asked.missing, "empty": asked.is_empty });
    asked.iter().map(entry).collect()
}
