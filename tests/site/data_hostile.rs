//! Whatever characters the content has, every file of every table reads back with the values of the model: a property over
//! generated content.

use mieruka::load::load;
use proptest::prelude::*;

use crate::open_data::check_all;
use crate::sites::sources;

/// What separates, quotes, runs, vanishes or turns into something else in one format or another.
const PIECES: [&str; 49] = [
    ",",
    "\"",
    "\"\"",
    "'",
    ";",
    "\n",
    "\n\n",
    "\t",
    "=",
    "=1+1",
    "@",
    "+",
    "-",
    "+1",
    "-2+3",
    "｜",
    "\\",
    "\\｜",
    "&",
    "<",
    ">",
    "]]>",
    "_x0041_",
    "_x",
    "　",
    " ",
    "𠮷",
    "𩸽",
    "😀",
    "👨🏽",
    "葛\u{e0100}",
    "髙",
    "か\u{3099}",
    "e\u{301}",
    "\u{fa19}",
    "\u{212b}",
    "\u{958}",
    "\u{340}",
    "001",
    "1-3-2",
    "2022-04-01",
    "1E5",
    "１２",
    "0.10",
    "㎡",
    "①",
    "〜",
    "～",
    "null",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => (0..PIECES.len()).prop_map(|i| PIECES[i].to_owned()),
        1 => "[ぁ-んァ-ヶ一-龠]{1,8}",
        1 => "[0-9]{1,20}",
        1 => "[-+]?[0-9]{1,4}[-/:.,eE][0-9]{1,2}([-/:][0-9]{1,2})?",
        1 => any::<char>().prop_filter("the content is refused with others", |c| is_visible(*c)).prop_map(String::from),
    ];
    let alone = piece.clone();
    let text = prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat());
    prop_oneof![
        8 => alone,
        20 => text.clone(),
        1 => (text, 1_000usize..20_000).prop_map(|(text, times)| text.repeat(times).chars().take(40_000).collect()),
    ]
}

/// Whether the loader takes a letter; it refuses those that cannot be seen.
fn is_visible(c: char) -> bool {
    let is_hidden = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffc}'..='\u{ffff}');
    !c.is_control() && !is_hidden
}

/// A text as YAML takes it: in double quotes, as JSON spells it.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a text can be spelled")
}

/// One item; what is `bare` fills a cell alone, as a formula, a day or a number would have to.
fn item(texts: &[String]) -> String {
    let [bare, title, first, second, name, unit, printed, note, document] = texts else { panic!("nine texts") };
    let bare = quoted(if bare.trim().is_empty() { "-" } else { bare });
    let [title, first, second, name] = [title, first, second, name].map(|text| quoted(&format!("題{text}")));
    let [unit, printed, note, document] = [unit, printed, note, document].map(|text| quoted(&format!("{text}末")));
    format!(
        "title: {title}\nsummary: [{first}, {second}]\nbackground: [{bare}]\napproach: []\nsource: {{document: {document}, note: {note}}}\nyears:\n  - fiscal_year: 2021\n    plan: [{second}]\n    results: [{first}]\n    figures:\n      - name: {name}\n        value: -12.50\n        unit: {unit}\n        printed: {printed}\n        kind: actual\n        as_of: 2022-03-31\n"
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_file_reads_back_whatever_the_content_is_written_in(
        items in prop::collection::vec(prop::collection::vec(hostile(), 9), 1..4),
    ) {
        let mut files = vec![
            ("site.yaml".to_owned(), "title: T\nmunicipality: {code: \"011002\", name: 見本市}\n".to_owned()),
            ("programs/p/program.yaml".to_owned(), "title: P\nperiod: {from: 2021, to: 2025}\n".to_owned()),
        ];
        files.extend((1..).zip(&items).map(|(number, texts)| (format!("programs/p/{number}.yaml"), item(texts))));
        let (site, findings) = load(&sources(files));
        let told: Vec<_> = findings.iter().map(|finding| &finding.message).collect();
        prop_assert_eq!(site.programs[0].items.len(), items.len(), "{:?}", told);
        check_all(&site);
    }
}
