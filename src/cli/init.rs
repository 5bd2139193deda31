//! `init`: writes the smallest complete site of a new municipality.

use std::path::Path;

use mieruka::publish;
use mieruka::yaml::Step;

use super::flags::InitFlags;
use super::report::{complain, say};
use super::{Error, Verdict, schema, seeds};

/// Writes the files into a folder that has none of them.
pub(super) fn init(flags: &InitFlags) -> Result<Verdict, Error> {
    if flags.folder.file_name().is_some_and(|name| name == "content") || flags.folder.join("site.yaml").is_file() {
        complain(
            "エラー: init は、指定したフォルダーの中に content を作成します。content の外のフォルダーを指定してください",
        );
        complain("直し方: 今のフォルダーに作成するなら `mieruka init .` です");
        return Ok(Verdict::Refused);
    }
    let changes = publish::create(&seeds::files(&settings(flags)), &flags.folder)?;
    let schemas = schema::create(&flags.folder.join("content"))?;
    let folder = flags.folder.display();
    say(&format!(
        "{folder} に {}個のファイルを作成しました。次のように入力すると、ブラウザーで確認できます:",
        changes.files + schemas
    ));
    if flags.folder != Path::new(".") {
        say(&format!("  cd {folder}"));
    }
    say("  mieruka serve --open");
    say("書き方は content/README.md にあります。見本のまま残っている値と記録は、mieruka check で確認できます");
    Ok(Verdict::Done)
}

/// The given values, by the path of their keys in site.yaml.
fn settings(flags: &InitFlags) -> Vec<(&'static [Step], String)> {
    let title = flags.name.as_ref().map(|name| format!("{name}の目標・計画・実績"));
    let all: [(&[Step], &Option<String>); 5] = [
        (&[Step::Key("title")], &title),
        (&[Step::Key("municipality"), Step::Key("code")], &flags.code),
        (&[Step::Key("municipality"), Step::Key("name")], &flags.name),
        (&[Step::Key("municipality"), Step::Key("kana")], &flags.kana),
        (&[Step::Key("base_url")], &flags.url),
    ];
    all.into_iter().filter_map(|(at, value)| Some((at, value.clone()?))).collect()
}
