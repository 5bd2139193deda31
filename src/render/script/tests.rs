//! The scripts made of a theme's modules, and the findings about modules that cannot be joined.
//! `tests/search/scripts.mjs` runs the joined script and its modules.

use super::*;

fn sources(files: &[(&str, &str)]) -> Sources {
    let files: Vec<_> = files.iter().map(|(path, text)| (format!("themes/aoi/js/{path}"), *text)).collect();
    Sources::from_texts(files.iter().map(|(path, text)| (path.as_str(), *text)))
}

macro_rules! fixture {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../tests/fixtures/scripts/", $name)))
    };
}

#[test]
fn a_script_and_its_modules_become_one_file() {
    let alone = ("table.js", "// Alone.\n  sort( 1 ) // import\u{3001}export\n");
    let modules = [
        fixture!("main.js"),
        fixture!("words.js"),
        fixture!("marks.js"),
        fixture!("kept.js"),
        fixture!("effect.js"),
        alone,
    ];
    let all = sources(&modules);
    let joined = joined(&all).expect("they can be joined");
    assert_eq!(joined.keys().copied().collect::<Vec<_>>(), ["themes/aoi/js/main.js", "themes/aoi/js/table.js"]);
    assert_eq!(joined["themes/aoi/js/table.js"], alone.1);
    assert_eq!(joined["themes/aoi/js/main.js"], fixture!("joined.js").1);
}

/// The report of a script `a.js` beside two modules.
fn report(script: &str) -> Option<String> {
    let b = "export function beta() {}\nexport const gamma = [1, 2], delta = 1\nx, epsilon = 2\n";
    joined(&sources(&[("a.js", script), ("b.js", b), ("c.js", "import \"./a.js\";")])).err()
}

fn check(script: &str, expected: &[&str]) {
    let report = report(script).unwrap_or_else(|| panic!("nothing is said of {script}"));
    for part in expected.iter().chain(&["エラー[theme]", "直し方: "]) {
        assert!(report.contains(part), "{part} is not in:\n{report}");
    }
}

#[test]
fn what_is_understood_is_said_nothing_of() {
    let sound = [
        "import { beta, gamma, } from './b.js'",
        "import {} from \"./b.js\"",
        "import\n{ beta }\nfrom \"./b.js\"",
        "\u{feff}import \"./b.js\";\r\nasync () => await 1",
        "f(); import { delta } from \"./b.js\"; g()",
        "const text = \"import x from\"; const other = { import: 1, export: 2 }; other.import(other.export)",
        "export class A { static async b() { await import_() } }",
        "export const a = /[\"'/]/, b = 1 / 2 / 3, c = `export ${`${'}'}`} default`",
        "// import(\n/* export default */",
        "",
    ];
    for script in sound {
        assert_eq!(report(script), None, "{script}");
    }
}

#[test]
fn what_cannot_be_joined_is_told_with_its_place() {
    let import = ["この書き方の import は、まとめられません", "`import { 名前 } from \"./ファイル.js\";` の形"];
    check(
        "f();\n  import beta from \"./b.js\";",
        &["--> themes/aoi/js/a.js:2:3", "import beta from", import[0], import[1]],
    );
    check("import beta, { gamma } from \"./b.js\"", &["a.js:1:1", import[0]]);
    check("import { beta gamma } from \"./b.js\"", &["a.js:1:1", import[0]]);
    check("import { beta } of \"./b.js\"", &["a.js:1:1", import[0]]);
    check("import * as b from \"./b.js\"", &["a.js:1:1", import[0]]);
    check("import { beta as b } from \"./b.js\"", &["a.js:1:1", import[0]]);
    check("const b = await import(\"./b.js\");", &["a.js:1:17", import[0]]);
    check("function f() { return import(\"./b.js\") }", &["a.js:1:23", import[0]]);
    check("f(import.meta.url)", &["a.js:1:3", import[0]]);
    let export = ["この書き方の export は、まとめられません", "`export function 名前`"];
    check("export default function () {}", &["a.js:1:1", export[0], export[1]]);
    check("\nexport * from \"./b.js\"", &["a.js:2:1", export[0]]);
    check("const b = 1;\nexport { b as c }", &["a.js:2:1", export[0]]);
    check("export { beta } from \"./b.js\"", &["a.js:1:1", export[0]]);
    check("export let a = 1", &["a.js:1:1", export[0]]);
    check("export const { a } = b", &["a.js:1:1", export[0]]);
    check("export {};\nawait f()", &["a.js:2:1", "関数の外の await", "async の関数の中"]);
}

#[test]
fn what_is_not_there_is_named() {
    check("import { beta } from \"./bb.js\"", &["a.js:1:22", "./bb.js がありません", "`\"./b.js\"` ではありませんか"]);
    check("import { beta } from \"beta\"", &["a.js:1:22", "beta がありません", "同じフォルダーのファイル"]);
    check(
        "import { betta } from \"./b.js\"",
        &["a.js:1:10", "`betta` を export していません", "`beta` ではありませんか"],
    );
    check("import { epsilon } from \"./b.js\"", &["a.js:1:10", "`epsilon` を export していません"]);
    check("import { a } from \"./a.js\"; export const a = 1", &["a.js:1:19", "互いに import しています"]);
    check(
        "import \"./c.js\";",
        &["a.js:1:8", "互いに import しています", "三つ目のファイル", "--> themes/aoi/js/c.js:1:8"],
    );
}

#[test]
fn what_is_not_closed_is_told_where_it_opens() {
    check("export {};\nf(\"a\n\")", &["a.js:2:3", "「\"」が閉じられていません"]);
    check("export {};\nf(`a", &["a.js:2:3", "「`」が閉じられていません"]);
    check("export {};\nf(`a${b", &["a.js:2:6", "「{」が閉じられていません"]);
    check("export {};\n/* a", &["a.js:2:1", "「/*」が閉じられていません"]);
    check("export {};\nf = /a", &["a.js:2:5", "「/」が閉じられていません"]);
    check("export {};\nf((a)", &["a.js:2:2", "「(」が閉じられていません"]);
    check("export {};\nf)", &["a.js:2:2", "「)」に対応する括弧がありません"]);
}
