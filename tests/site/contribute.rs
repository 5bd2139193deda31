//! What `tests/README.md` says of adding things is true: every line that it quotes stands in its file, every test that it names is
//! there; and a theme is made as the theme's guide says.

use std::fs;
use std::path::Path;
use std::process::Command;

use regex::Regex;

use crate::sites::{repository, root};

fn chapter() -> String {
    let guide = repository("tests/README.md");
    let (_, chapter) = guide.split_once("\n## Adding things\n").expect("it tells how things are added");
    chapter.to_owned()
}

/// The blocks of a text.
fn blocks(text: &str) -> Vec<&str> {
    let blocks = text.split("```text\n").skip(1);
    blocks.map(|block| block.split("```").next().expect("a first part")).collect()
}

#[test]
fn every_quoted_line_stands_in_its_file_and_in_order() {
    let (chapter, mut quoted) = (chapter(), 0);
    for block in blocks(&chapter) {
        let mut rest = String::new();
        let mut file = "";
        for line in block.lines() {
            if let Some(path) = line.strip_prefix("# ") {
                (file, rest) = (path, repository(path));
                continue;
            }
            let (_, after) = rest.split_once(&format!("{line}\n")).unwrap_or_else(|| panic!("{file} has no {line}"));
            rest = after.to_owned();
            quoted += 1;
        }
    }
    assert!(quoted > 15, "{quoted}");
}

#[test]
fn every_named_test_is_there() {
    let named = Regex::new(r"`(\w+)::(\w+)`").expect("the pattern is one");
    let (chapter, mut count) = (chapter(), 0);
    for test in named.captures_iter(&chapter) {
        let file = repository(&format!("tests/site/{}.rs", &test[1]));
        assert!(file.contains(&format!("fn {}(", &test[2])), "{}", &test[0]);
        count += 1;
    }
    assert!(count > 4, "{count}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let path = entry.expect("readable").path();
        let to = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("it can be copied");
        }
    }
}

fn change(file: &Path, change: impl FnOnce(String) -> String) {
    let text = fs::read_to_string(file).expect("the file is there");
    fs::write(file, change(text)).expect("it can be written");
}

/// The words in backquotes that begin so.
fn quoted<'t>(text: &'t str, start: &str) -> &'t str {
    let mut words = text.split('`').skip(1).step_by(2);
    words.find(|word| word.starts_with(start)).expect("the guide quotes it")
}

fn run(folder: &Path, arguments: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_mieruka")).args(arguments).current_dir(folder).output();
    let done = done.expect("the program starts");
    assert!(done.status.success(), "{arguments:?}\n{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn a_theme_is_made_as_its_guide_says() {
    let folder = tempfile::tempdir().expect("there is room for a test");
    let (folder, guide) = (folder.path(), repository("themes/default/README.md"));
    let theme = folder.join("themes/aoi");
    run(folder, &["init", "."]);
    copy(&root().join("themes/default"), &theme);

    let part = blocks(&guide)[0];
    fs::write(theme.join(quoted(&guide, "templates/components/notes")), part).expect("it can be written");
    let uses =
        [quoted(&guide, "{% if site.contact"), &quoted(&guide, "{{ theme.").replace("名前", "greeting")].concat();
    change(&theme.join("templates/base.html"), |text| text.replacen("</main>", &format!("{uses}</main>"), 1));
    change(&theme.join("theme.yaml"), |text| {
        let key = |start| quoted(&guide, start);
        let (name, meaning, default) = (key("name"), key("meaning"), key("default"));
        format!("{text}  - {name}: greeting\n    {meaning}: 末尾のあいさつ\n    {default}: さようなら\n")
    });
    let build = |out| {
        run(folder, &["build", "--quiet", "--theme", "themes/aoi", "--out", out]);
        fs::read_to_string(folder.join(out).join("index.html")).expect("the page is there")
    };
    let page = build("one");
    assert!(page.contains("お問い合わせ: 見本市 企画部 企画課") && page.contains("さようなら"));

    let setting = quoted(&guide, "- {name: 名前").replace("名前", "greeting").replace("文}", "またどうぞ}");
    change(&folder.join("content/site.yaml"), |text| format!("{text}theme:\n  {setting}\n"));
    assert!(build("two").contains("またどうぞ"));
}
