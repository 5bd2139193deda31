//! Everything in one ZIP: the tables as CSV, their descriptions, the licence, a README, and the SHA-256 of each file. Other
//! formats would only repeat the same rows.

use std::fmt::Write as _;
use std::io::Write;

use super::{Whole, csvw, data_package, dcat, list, written};
use crate::archive::{Zip, packed};
use crate::bundle::Error;
use crate::dataset::{DataFile, Dataset, Recipe};

/// Writes the archive. Its paths are relative to the folder `data/`. The files of single years are left out: the whole
/// tables contain their rows.
pub(super) fn write(to: &mut dyn Write, whole: &Whole<'_>, datasets: &[Dataset<'_>]) -> Result<(), Error> {
    let files = || datasets.iter().map(|dataset| &dataset.csv);
    let list = whole.collection().list();
    let folder = format!("{}_open_data", whole.code());
    let mut zip = Zip::new(to, whole.collection().modified());
    let texts = [
        ("README.txt", readme(whole, datasets).into_bytes()),
        ("LICENSE.txt", licence(whole).into_bytes()),
        ("SHA256SUMS.txt", sums(files())?),
        ("datapackage.json", written(&data_package::package(whole, datasets, |set| &set.csv)?)?),
        ("csv-metadata.json", written(&csvw::group(whole, datasets, |_| true))?),
        ("catalog.jsonld", written(&dcat::catalog(whole, datasets)?)?),
        (list.trim_start_matches("data/"), listed(whole, datasets)?),
    ];
    for (name, text) in texts {
        zip.add(&format!("{folder}/{name}"), &packed(&text)?)?;
    }
    for dataset in datasets {
        let schema = written(&data_package::schema(dataset, datasets))?;
        zip.add(&format!("{folder}/{}", data_package::schema_path(dataset)), &packed(&schema)?)?;
    }
    for file in files() {
        zip.add(&format!("{folder}/{}", file.path.trim_start_matches("data/")), &*file.entry()?)?;
    }
    zip.finish()
}

/// The digest of every data file, in the format that `sha256sum --check` reads in the folder `data/`.
pub(super) fn sums<'d>(files: impl Iterator<Item = &'d DataFile<'d>>) -> Result<Vec<u8>, Error> {
    let mut sums = String::new();
    for file in files {
        let _ = writeln!(sums, "{}  {}", file.packed()?.sha256, file.path.trim_start_matches("data/"));
    }
    Ok(sums.into_bytes())
}

fn licence(whole: &Whole<'_>) -> String {
    let mut text = String::new();
    match &whole.site.profile.licence {
        Some(licence) => {
            let _ = writeln!(text, "このデータは {}({})で使えます。\n{}", licence.name, licence.id, licence.url);
        }
        None => text.push_str("ライセンスは定められていません。使う前に団体に確認してください。\n"),
    }
    let _ = writeln!(text, "\nそのまま使うとき: {}", whole.collection().citation());
    let _ = writeln!(text, "加工して使うとき: {}", whole.collection().edited_citation());
    text.push_str("数値や簡単な表には著作権はありません。内容は無保証です。\n");
    text
}

/// The README: how to read the tables.
pub(super) fn readme(whole: &Whole<'_>, datasets: &[Dataset<'_>]) -> String {
    let collection = whole.collection();
    let mut text = format!("{}\n\n{}\n", collection.title(), collection.description());
    for notice in whole.site.profile.notice.iter().flatten() {
        let _ = writeln!(text, "※ {notice}");
    }
    text.push_str("\n■ 表\n");
    for dataset in datasets {
        let _ = writeln!(text, "{}  {}\n    {}", dataset.name, dataset.title, dataset.description);
    }
    text.push_str(RULES);
    text.push_str(&commands(datasets));
    let _ = write!(text, "\n■ ライセンスと出典の書き方\n{}", licence(whole));
    text
}

const RULES: &str = "
■ 形式の決まり
・CSV は UTF-8(BOM 付き)、改行は CRLF、RFC 4180 です。1行目は見出しです。
・JSON は1行を1つの記録とした配列です。値の分からない列は書いていません(null と同じです)。空の配列 [] は「無い」です。
・XLSX は列の型を付けた表と、列の説明のシートです。5万行を超える表にはありません。32,767字を超える文は途中までです。
・Parquet は型の付いた列の形式で、列の名前は JSON と同じです。すべての表にあります。2万行を超える表は、CSV を gzip で縮め(.csv.gz)、JSON はありません。ZIP には、すべての表の CSV をそのまま入れています。
・年度で増える2万行までの表には、年度ごとの CSV と XLSX もあります。全体の表から年度の列で選んだものと同じです。年度の分からない行は全体の表にだけあります。
・空の欄は値が無いことを表します。「無い」のか「分からない」のかは、隣の状態コードの列が示します。
    given 記載あり / none なし / unknown 不明 / not_yet 公表前 / moved 他部局へ移管 / in_figures 数値で記載 / not_on_form 様式に無い欄
・1つの欄に文がいくつもあるときは「｜」で区切ります。文の中の「｜」と「\\」の前には「\\」を付けます。
・表計算ソフトが式として扱う文(=、@ で始まる文と、+、- で始まり数でない文)の先頭には「'」を1つ付けています。「'」で始まる文も同じです。プログラムでは先頭の「'」を1つ取ってください。付くことのある列は、datapackage.json の guard と CSVW の注が示します。ID の列と、プログラムのための *_open_data_list.csv には付けません。ほかの文・番号・期間(1-3-2、003 など)はそのままなので、表計算ソフトで開くときは XLSX を使うと、日付や数に変わりません。
・全国地方公共団体コードは6桁の文字です。0で始まる団体では、CSV を表計算ソフトでそのまま開くと先頭の0が消えます。XLSX を開くか、列を文字として取り込んでください。
・年度は、始まる年の西暦です。時点が月までしか分からないときは、その月の末日を書き、精度の列を month とします。
・ID は記録のアドレスと内容から作り、並びの順には依りません。表どうしは ID で結べます。いくつもの団体の表を合わせるときは、全国地方公共団体コードと ID の組で結んでください。行のアドレス(URI)は、団体をまたいで1つに決まります。
・数値の ID は名称を含みます。名称を直すと ID が変わります(団体が数値に id を付けていれば変わりません)。文の ID は文から作ります。
・表 relations の前の名前は references です。オープンデータ一覧の前の名前は *_dataset_list.csv です。列のうち前からあるものの名前は変えていません。
";

/// Example commands for the longest table, to be run in the folder of the archive.
fn commands(datasets: &[Dataset<'_>]) -> String {
    let mut text = String::from(
        "\n■ 読み方\nExcel: XLSX を開いてください。CSV を開くときは「データ」→「テキストまたは CSV から」で文字コードを「65001: Unicode (UTF-8)」にします。\n",
    );
    let longest = datasets.iter().max_by_key(|dataset| dataset.source.length());
    for recipe in
        longest.iter().flat_map(|dataset| Recipe::all(dataset.csv.path.trim_start_matches("data/"), &dataset.columns))
    {
        let _ = write!(text, "\n{} {}\n\n{}", recipe.tool, recipe.note, recipe.commands);
    }
    text
}

fn listed(whole: &Whole<'_>, datasets: &[Dataset<'_>]) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    list::write(&mut bytes, whole, datasets)?;
    Ok(bytes)
}
