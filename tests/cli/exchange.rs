//! A clerk's year with workbooks, which a transcript cannot edit: each walk is carried out, recorded, and compared with
//! `walks/*.md`. After an intended change: `SNAPSHOTS=overwrite cargo test --release --test cli`, then read the difference.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::workbook::{Deed, after};

/// A folder in which things are done, and what has been told of it.
struct Walk {
    folder: tempfile::TempDir,
    told: String,
}

impl Walk {
    fn begin(title: &str) -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder"), told: format!("# {title}\n") }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn say(&mut self, words: &str) {
        self.told.push_str(&format!("\n{words}\n"));
    }

    /// Runs the program as typed, and tells what it prints and how it ends.
    fn run(&mut self, arguments: &str) {
        let done = Command::new(env!("CARGO_BIN_EXE_mieruka"))
            .args(arguments.split(' '))
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .output()
            .expect("the program can be started");
        let told = [done.stderr, done.stdout].concat();
        let told: String = String::from_utf8(told).expect("it speaks UTF-8").lines().map(settled).collect();
        let end = match done.status.code() {
            Some(0) => String::new(),
            code => format!("? {}\n", code.expect("it ended by itself")),
        };
        self.told.push_str(&format!("\n```console\n$ mieruka {arguments}\n{end}{told}```\n"));
    }

    /// Does something to the first sheet of a workbook, and tells it.
    fn fill(&mut self, book: &str, deeds: &[Deed<'_>]) {
        self.fill_on((1, "重点目標"), book, deeds);
    }

    /// Does something to a sheet of a workbook, and tells it.
    fn fill_on(&mut self, (sheet, name): (usize, &str), book: &str, deeds: &[Deed<'_>]) {
        let path = self.path(book);
        let filled = after(sheet, &fs::read(&path).expect("the form is there"), deeds);
        fs::write(&path, filled).expect("the form can be written");
        self.told.push_str(&format!("\n{book} のシート「{name}」に書き込みます。\n\n"));
        for deed in deeds {
            let line = match deed {
                Deed::Type(cell, text) => format!("{cell} に「{}」", text.replace('\n', "⏎")),
                Deed::Number(cell, digits) => format!("{cell} に数値 {digits}"),
                Deed::Truth(cell) => format!("{cell} に TRUE"),
                Deed::Formula(cell, formula, _) => format!("{cell} に式 `={formula}`"),
                Deed::Fault(cell, fault) => format!("{cell} が {fault} になる"),
                Deed::Clear(cell) => format!("{cell} を空にする"),
                Deed::Join(area) => format!("{area} を結合する"),
                Deed::Hide(row) => format!("{row} 行目を隠す"),
                Deed::Format(cell, format, digits) => format!("{cell} に、表示形式「{format}」の数値 {digits}"),
                Deed::Strike(cell, text) => format!("{cell} に「{text}」と書き、取り消し線を引く"),
                Deed::Note(cell, text) => format!("{cell} にコメント「{text}」"),
            };
            self.told.push_str(&format!("- {line}\n"));
        }
    }

    fn show(&mut self, file: &str) {
        let text = fs::read_to_string(self.path(file)).expect("the file is there");
        self.told.push_str(&format!("\n`{file}`\n\n```yaml\n{text}```\n"));
    }
}

/// A line without what differs from run to run: times, and the size of a site.
fn settled(line: &str) -> String {
    let line = match line.find(" 秒") {
        Some(end) => {
            let start = line[..end].trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
            format!("{}[..]{}", &line[..start], &line[end..])
        }
        None => line.to_owned(),
    };
    match (line.find(" に "), line.find("を書き出しました"), line.rfind('(')) {
        (Some(start), Some(end), Some(time)) if start < end => {
            let (files, _) = line[end..time].rsplit_once(' ').expect("the number of files stands last");
            format!("{} に [..] {files} [..]{}\n", &line[..start], &line[time..])
        }
        _ => format!("{line}\n"),
    }
}

fn check(walk: &Walk, name: &str) {
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/walks").join(name);
    snapbox::assert_data_eq!(walk.told.as_str(), snapbox::Data::read_from(&expected, None).raw());
}

#[test]
fn a_year_of_a_clerk() {
    let mut walk = Walk::begin("職員の1年");
    walk.say("見本の団体で始め、翌年度の一覧表を前の年度からコピーします。");
    walk.run("init .");
    walk.run("new year --from 2026 --to 2027 --department kikaku");
    walk.say("部局に渡す様式を作ります。");
    walk.run("form --department kikaku --year 令和9年度 --out 様式.xlsx");
    walk.fill(
        "様式.xlsx",
        &[
            Deed::Type("F7", "○年度末までに１０件を追加\n○データの形式をそろえる"),
            Deed::Type("F8", "同上"),
            Deed::Type("H7", "10/1"),
            Deed::Type("I7", "Ａ"),
            Deed::Type("M8", "企画"),
            Deed::Type("F9", "題名の無い項目の目標"),
            Deed::Fault("J7", "#REF!"),
            Deed::Number("K7", "46843"),
            Deed::Type("G7", "2つの項目に1つの文"),
            Deed::Join("G7:G8"),
            Deed::Truth("J8"),
        ],
    );
    walk.fill_on(
        (2, "数値"),
        "様式.xlsx",
        &[
            Deed::Type("D5", "追加件数"),
            Deed::Type("F5", "１０件"),
            Deed::Type("E6", "予定"),
            Deed::Type("D6", "開催回数"),
        ],
    );
    walk.fill_on(
        (3, "関連"),
        "様式.xlsx",
        &[Deed::Type("E5", "総合計画 1-1-1"), Deed::Type("F5", "programs/sample/9")],
    );
    walk.say("戻ってきた様式を取り込みます。まちがいは、セルの番地つきで一度に全部出ます。何も書き換わりません。");
    walk.run("import 様式.xlsx");
    walk.say("様式を作り直し、直して書きます。");
    fs::remove_file(walk.path("様式.xlsx")).expect("the form is there");
    walk.run("form --department 企画部 --year 2027 --out 様式.xlsx");
    walk.fill(
        "様式.xlsx",
        &[
            Deed::Type("F7", "○年度末までに１０件を追加\n○データの形式をそろえる"),
            Deed::Type("F8", "・年5回開催"),
            Deed::Type("D9", "公開データの利用者の声を聞く"),
            Deed::Type("F9", "（なし）"),
            Deed::Formula("E9", "\"アンケート\"&\"の実施\"", "アンケートの実施"),
            Deed::Clear("E8"),
            Deed::Hide(9),
        ],
    );
    walk.fill_on(
        (2, "数値"),
        "様式.xlsx",
        &[
            Deed::Type("D5", "オープンデータの追加件数"),
            Deed::Type("E5", "目標"),
            Deed::Type("F5", "１０"),
            Deed::Type("G5", "件"),
        ],
    );
    walk.fill_on((3, "関連"), "様式.xlsx", &[Deed::Type("F5", "https://example.jp/mieruka/programs/sample/1/")]);
    walk.say("変更点を確認します。確認に答える人がいないので、表示するだけです。");
    walk.run("import 様式.xlsx");
    walk.run("import 様式.xlsx --yes");
    walk.show("content/goals/2027/kikaku/1.yaml");
    walk.say("取組項目にも、新しい年度が下書きで足されています。");
    walk.show("content/programs/sample/1.yaml");
    walk.say("同じ様式をもう一度取り込んでも、何も変わりません。");
    walk.run("import 様式.xlsx --yes");
    walk.say("その後、YAML のほうで直した欄に、古い様式で別のことを書くと、上書きせずに知らせます。");
    let goal = walk.path("content/goals/2027/kikaku/1.yaml");
    let text = fs::read_to_string(&goal).expect("the goal is there").replace("年5回開催", "年6回開催");
    fs::write(&goal, text).expect("the goal can be written");
    walk.run("import 様式.xlsx --yes");
    walk.say("承認を待つものと、まだ書くところを見ます。");
    walk.run("check --waiting --today 2027-04-01");
    walk.say("点検し、サイトを作ります。");
    walk.run("check --today 2027-04-01");
    walk.run("build --today 2027-04-01");
    check(&walk, "year.md");
}

#[test]
fn a_folder_of_forms() {
    let mut walk = Walk::begin("部局ごとの様式");
    walk.say("見本の団体で、部局ごとの様式をまとめて作ります。");
    walk.run("init .");
    walk.run("form --all 様式 --year 2026");
    walk.say("1つの部局が書き、1つの部局はまだ出していません。");
    walk.fill("様式/様式_令和8年度_企画部.xlsx", &[Deed::Type("J9", "・公開するデータを選んだ。")]);
    fs::remove_file(walk.path("様式/様式_令和8年度_市民部.xlsx")).expect("the form is there");
    walk.say("フォルダーをまとめて取り込みます。");
    walk.run("import 様式 --dry-run");
    walk.run("import 様式 --yes");
    walk.say("期首を承認します。");
    walk.run("approve --department 企画部 --year 2026 --stage 期首 --by 企画部長 --date 2026-05-01 --yes");
    walk.run("approve --year 2026 --stage 半期 --by 企画部長");
    walk.run("approve --drafts");
    walk.say("指標の表を作ります。");
    walk.run("form --table 指標,部局 --year 2026 --out 表.xlsx");
    walk.run("form --table 予算");
    walk.run("import 表.xlsx");
    check(&walk, "folder.md");
}

#[test]
fn files_that_are_no_forms() {
    let mut walk = Walk::begin("取り込めないファイル");
    walk.run("init .");
    for (name, bytes) in [
        ("古い.xls", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..]),
        ("ページ.xlsx", b"<html></html>"),
        ("~$様式.xlsx", b"\x06clerk"),
        ("壊れた.xlsx", b"PK\x03\x04 and nothing behind"),
        ("名簿.csv", "氏名,所属\n山田,企画部\n".as_bytes()),
    ] {
        fs::write(walk.path(name), bytes).expect("a file can be written");
        walk.run(&format!("import {name}"));
    }
    walk.run("import 無い.xlsx");
    walk.run("form");
    walk.run("form --department 企画 --year 2026");
    walk.run("form --department kikaku --year 2030");
    walk.run("form --program samle");
    walk.run("form --program sample --out 個票.xlsx");
    walk.run("form --program sample --out 個票.xlsx");
    walk.run("import 個票.xlsx 個票.xlsx");
    walk.say("貼り付けたセルは、表示されているとおりに読みます。読み取れないものと、取り込まないものを知らせます。");
    walk.run("form --department kikaku --year 2026 --out 様式.xlsx");
    walk.fill_on((2, "数値"), "様式.xlsx", &[Deed::Format("F5", "0.0%", "0.372"), Deed::Type("G5", "件")]);
    walk.fill("様式.xlsx", &[Deed::Strike("J9", "取り消した文"), Deed::Note("D9", "課長に確認")]);
    walk.run("import 様式.xlsx");
    walk.say("1つのセルに入らない文と、読めない記録からは、様式を作りません。");
    let goal = walk.path("content/goals/2026/kikaku/1.yaml");
    let text = fs::read_to_string(&goal).expect("the goal is there");
    let long = text.replacen("title: ", &format!("title: {}", "長い".repeat(17_000)), 1);
    fs::write(&goal, long).expect("the goal can be written");
    walk.run("form --department kikaku --year 2026 --out 別.xlsx");
    fs::write(&goal, text.replacen("title: ", "title: [", 1)).expect("the goal can be written");
    walk.run("form --department kikaku --year 2026 --out 別.xlsx");
    check(&walk, "faults.md");
}

#[test]
fn tables_of_another_day() {
    let mut walk = Walk::begin("公開中の表を取り込む");
    walk.run("init .");
    walk.run("build --today 2027-04-01");
    let name = "990001_action_item_years.csv";
    let table = walk.path("public/data/action_item_years").join(name);
    let table = fs::read_to_string(table).expect("the table is there");
    let item = walk.path("content/programs/sample/1.yaml");
    let text = fs::read_to_string(&item).expect("the item is there");
    fs::write(&item, text.replace("手続を40件", "手続を45件")).expect("the item can be written");
    walk.say("ダウンロードした表を直している間に、記録も直されました。表は、公開のあとに変わった欄を元に戻しません。");
    fs::write(walk.path("表.csv"), &table).expect("a file can be written");
    walk.run("import 表.csv --yes");
    fs::write(&item, &text).expect("the item can be written");
    walk.say("公開のフォルダーが無いと、表がいつのものかが分かりません。");
    fs::rename(walk.path("public"), walk.path("前の公開")).expect("it can be moved");
    fs::write(walk.path("表.csv"), table.replace("手続を40件", "手続を50件")).expect("a file can be written");
    walk.run("import 表.csv --yes");
    walk.run("import 表.csv --yes --against 前の公開");
    walk.say("同じ表をもう一度取り込んでも、何も変わりません。");
    walk.run("import 表.csv --yes");
    check(&walk, "tables.md");
}
