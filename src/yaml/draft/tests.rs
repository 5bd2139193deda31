//! Edits of small texts, and random edits of real ones.

use std::path::Path;

use proptest::prelude::*;

use super::super::extent::comments;
use super::*;

const ORDER: &[&str] = &["number", "title", "sub_items", "targets", "mid_term", "final", "figures"];

fn check(before: &str, edit: impl Fn(&mut Draft) -> Result<(), Refusal>, after: &str) {
    let mut draft = Draft::open(before.as_bytes()).expect("it can be read");
    assert_eq!(edit(&mut draft), Ok(()), "{before}");
    assert_eq!(String::from_utf8(draft.bytes()).expect("text"), after);
}

fn key(key: &'static str) -> Step {
    Step::Key(key)
}

fn text(text: &str) -> Yaml {
    Yaml::Text(text.to_owned())
}

fn set(at: &'static [Step], value: Yaml) -> impl Fn(&mut Draft) -> Result<(), Refusal> {
    move |draft| draft.set(at, &value, ORDER)
}

#[test]
fn a_word_is_set_in_the_style_that_stood_there() {
    let at = &[Step::Key("title")];
    check("title: あ # c\nx: 1\n", set(at, text("い")), "title: い # c\nx: 1\n");
    check("title: \"あ\"   # c\r\nx: 1\r\n", set(at, text("い")), "title: \"い\"   # c\r\nx: 1\r\n");
    check("title: 'あ'\n", set(at, text("い: う")), "title: 'い: う'\n");
    check("title: あ\n", set(at, text("い: う")), "title: \"い: う\"\n");
    check("title:\nx: 1\n", set(at, text("い")), "title: い\nx: 1\n");
    check("title: |\n  あ\n  い\n# c\nx: 1\n", set(at, text("う\nえ")), "title: |-\n  う\n  え\n# c\nx: 1\n");
    check("{title: あ, x: 1}\n", set(at, text("い, う")), "{title: \"い, う\", x: 1}\n");
}

#[test]
fn a_new_key_goes_to_its_place() {
    let results = || Yaml::Map(vec![("results", Yaml::List(vec![text("一"), text("二")]))]);
    let before = "items:\n  - number: 1\n    title: あ\n    figures: []\n# mid_term: x\n  - number: 2\n";
    let after = "items:\n  - number: 1\n    title: あ\n    final:\n      results:\n        - 一\n        - 二\n    figures: []\n# mid_term: x\n  - number: 2\n";
    check(before, set(&[Step::Key("items"), Step::Index(0), Step::Key("final")], results()), after);
    check(
        "x: {number: 1, figures: []}",
        set(&[Step::Key("x"), Step::Key("title")], text("a")),
        "x: {number: 1, title: a, figures: []}",
    );
    check("title: あ\n", set(&[Step::Key("number")], Yaml::Plain("3".into())), "number: 3\ntitle: あ\n");
    check("title: あ", set(&[Step::Key("targets")], Yaml::List(vec![text("一")])), "title: あ\ntargets:\n  - 一");
    check(
        "title:\n- あ\n",
        set(&[Step::Key("targets")], Yaml::List(vec![text("一")])),
        "title:\n- あ\ntargets:\n- 一\n",
    );
}

#[test]
fn lists_appear_and_vanish() {
    let at = &[Step::Key("targets")];
    let two = || Yaml::List(vec![text("一"), text("二")]);
    check("targets: [] # 無\nx: 1\n", set(at, two()), "targets: # 無\n  - 一\n  - 二\nx: 1\n");
    check("targets: 零\nx: 1\n", set(at, two()), "targets:\n  - 一\n  - 二\nx: 1\n");
    check("targets:\nx: 1\n", set(at, two()), "targets:\n  - 一\n  - 二\nx: 1\n");
    check("targets:\n  # 始\n  - 一 # 終\nx: 1\n", set(at, Yaml::List(vec![])), "targets: []\n  # 始\n  # 終\nx: 1\n");
}

#[test]
fn items_come_and_go() {
    let at = [key("targets")];
    check(
        "targets:\n  - 一 # c\n  - 二\n",
        |draft| draft.insert(&at, 1, &text("三")),
        "targets:\n  - 一 # c\n  - 三\n  - 二\n",
    );
    check("targets:\n  # c\n  - 一\n", |draft| draft.insert(&at, 0, &text("三")), "targets:\n  # c\n  - 三\n  - 一\n");
    check("targets:\n  - 一", |draft| draft.insert(&at, 1, &text("三")), "targets:\n  - 一\n  - 三");
    check("targets: [一, 二]\n", |draft| draft.insert(&at, 2, &text("三")), "targets: [一, 二, 三]\n");
    check("targets: [一, 二]\n", |draft| draft.insert(&at, 0, &text("三")), "targets: [三, 一, 二]\n");
    check(
        "targets:\n  - 一\n    # 一の注\n  # 次の注\nx: 1\n",
        |draft| draft.insert(&at, 1, &text("二")),
        "targets:\n  - 一\n    # 一の注\n  - 二\n  # 次の注\nx: 1\n",
    );
    let remove = |index| move |draft: &mut Draft| draft.remove(&[key("targets"), Step::Index(index)]);
    check("targets:\n  - 一 # c\n  - 二\n", remove(0), "targets:\n  # c\n  - 二\n");
    check("targets:\n  - 一\n  - 二\n    続\nx: 1\n", remove(1), "targets:\n  - 一\nx: 1\n");
    check("targets: [一, 二]\n", remove(0), "targets: [二]\n");
    check("targets: [一, 二]\n", remove(1), "targets: [一]\n");
}

#[test]
fn a_mapping_goes_with_its_last_key() {
    let at = [key("items"), Step::Index(0), key("final"), key("rating")];
    let before = "items:\n  - number: 1\n    final: # c\n      rating: ○\n    x: 1\n";
    check(before, |draft| draft.remove(&at), "items:\n  - number: 1\n    # c\n    x: 1\n");
    check("items: [{number: 1, final: {rating: ○}}]\n", |draft| draft.remove(&at), "items: [{number: 1}]\n");
}

#[test]
fn what_cannot_be_done_alone_is_refused() {
    let mut draft = Draft::open("a: &x 一\nb: *x\n".as_bytes()).expect("it can be read");
    assert_eq!(draft.set(&[key("a")], &text("二"), &[]), Err(Refusal));
    assert_eq!(draft.bytes(), "a: &x 一\nb: *x\n".as_bytes());
}

/// Every file of the first content and of the seeds.
fn files() -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for folder in ["content", "seeds"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let sources = crate::source::read(&folder).expect("it can be read");
        for (_, file) in sources.files().filter(|(_, file)| file.path.ends_with(".yaml")) {
            found.push((
                file.path.clone(),
                crate::source::bytes(&folder.join(&file.path), crate::source::MAX_BYTES)
                    .expect("it can be read")
                    .expect("it is there"),
            ));
        }
    }
    found
}

/// The paths of all words.
fn words(node: &Node, at: &mut Vec<Step>, found: &mut Vec<Vec<Step>>) {
    match &node.value {
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                at.push(Step::Index(index));
                words(item, at, found);
                at.pop();
            }
        }
        Value::Map(entries) => {
            for (known, value) in entries {
                at.push(Step::Key(known.value.clone().leak()));
                words(value, at, found);
                at.pop();
            }
        }
        Value::Empty | Value::Truth(_) | Value::Number(_) | Value::Text(_) => found.push(at.clone()),
    }
}

#[test]
fn nothing_edited_is_nothing_changed() {
    for (path, bytes) in files() {
        let draft = Draft::open(&bytes).expect("it can be read");
        assert_eq!(draft.bytes(), bytes, "{path}");
        let windows = String::from_utf8(bytes).expect("text").replace('\n', "\r\n");
        let windows = format!("\u{feff}{windows}").into_bytes();
        assert_eq!(Draft::open(&windows).expect("it can be read").bytes(), windows, "{path}");
    }
}

fn some_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ぁ-んァ-ン一-龠０-９（）、。「」%％0-9a-zA-Z:,#'\"\\-\\[\\]{}&*!|>@` ]{1,40}",
        "[0-9.:-]{1,10}",
        Just("no".to_owned()),
        Just("一\n二".to_owned()),
    ]
    .prop_map(|text| text.trim().to_owned())
    .prop_filter("something", |text| !text.is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// One random edit of one real file: only the intended value differs, every other line and every comment stays.
    #[test]
    fn an_edit_touches_only_what_is_meant(file in 0usize..10_000, word in 0usize..10_000, new in some_text(), kind in 0u8..4, windows: bool) {
        let files = files_once();
        let (path, bytes) = &files[file % files.len()];
        let bytes = if windows { String::from_utf8_lossy(bytes).replace('\n', "\r\n").into_bytes() } else { bytes.clone() };
        let mut draft = Draft::open(&bytes).expect("it can be read");
        let mut places = Vec::new();
        words(draft.tree(), &mut Vec::new(), &mut places);
        prop_assume!(!places.is_empty());
        let at = &places[word % places.len()];
        let before = draft.clone();
        let mut meant = said(before.tree());
        let done = match (kind, at.split_last().expect("a word is somewhere")) {
            (0 | 1, _) => {
                *find_said(&mut meant, at).expect("it is there") = Said::Word(new.trim().to_owned());
                draft.set(at, &Yaml::Text(new.clone()), &[])
            }
            (2, (Step::Index(index), list)) => {
                let Some(Said::List(items)) = find_said(&mut meant, list) else { panic!("a list") };
                items.insert(*index, Said::Word(new.trim().to_owned()));
                draft.insert(list, *index, &Yaml::Text(new.clone()))
            }
            (_, (last, holder)) => {
                match (find_said(&mut meant, holder).expect("it is there"), last) {
                    (Said::List(items), Step::Index(index)) if items.len() > 1 => { items.remove(*index); }
                    (Said::Map(entries), Step::Key(key)) if entries.len() > 1 => entries.retain(|(known, _)| known != key),
                    _ => return Ok(()),
                }
                draft.remove(at)
            }
        };
        prop_assert_eq!(done, Ok(()), "{} {:?} {}", path, at, new);
        let again = Draft::open(&draft.bytes()).expect("the result can be read");
        prop_assert_eq!(said(again.tree()), meant);
        let told = |draft: &Draft| { let mut all: Vec<_> = comments(&draft.text, &draft.tree).into_iter().map(|(_, c)| c).collect(); all.sort(); all };
        prop_assert_eq!(told(&again), told(&before));
        let changed = lines_changed(&bytes, &draft.bytes());
        prop_assert!(changed <= 3 + new.lines().count() + touched(&before, at), "{} lines of {} changed at {:?}", changed, path, at);
        prop_assert!(!windows || !String::from_utf8_lossy(&draft.bytes()).replace("\r\n", "").contains('\n'));
    }
}

/// How many lines the value at a path has.
fn touched(draft: &Draft, at: &[Step]) -> usize {
    let node = draft.tree.find(at).expect("it is there");
    draft.text[node.at.start as usize..node.at.end as usize].lines().count()
}

/// The lines that are not the same at the beginning and the end.
fn lines_changed(before: &[u8], after: &[u8]) -> usize {
    let split =
        |bytes: &[u8]| String::from_utf8_lossy(bytes).split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
    let (before, after) = (split(before), split(after));
    let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let tail = before[same..].iter().rev().zip(after[same..].iter().rev()).take_while(|(a, b)| a == b).count();
    before.len().max(after.len()) - same - tail
}

fn files_once() -> &'static [(String, Vec<u8>)] {
    static FILES: std::sync::OnceLock<Vec<(String, Vec<u8>)>> = std::sync::OnceLock::new();
    FILES.get_or_init(files)
}
