//! The arguments of every command, with the texts of `--help`.

use std::path::{Path, PathBuf};

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use mieruka::model::{Date, FiscalYear, NotADate};

use super::report::Wanted;

const TOP: &str = "\
{about}

使い方: {usage}

コマンド:
{subcommands}

指定(コマンドを書かないときは build と同じ):
{options}

終了コード: 0 できた / 1 記録に直すところがある / 2 読み書きなどができなかった";

const COMMAND: &str = "\
{about}

使い方: {usage}

オプション:
{options}{after-help}";

const NEW: &str = "\
{about}

使い方: {usage}

種類:
{subcommands}

オプション:
{options}{after-help}";

const NEW_EXAMPLES: &str = "\
例:
  mieruka new item --title オープンデータの推進 --category 1-ウ
  mieruka new goal --year 2024 --department seisaku-kikaku
  mieruka new year --from 2023 --to 2024 --dry-run
種類ごとの説明は、mieruka new year --help のようにして見られます";

const NEW_YEAR: &str = "\
写すもの: 題名、項目、小項目、結び付き(thread)、計画への参照、SDGs、関連。目標は【未記入】の印を付け、前の年度の文を添えます
写さないもの: 目標の値、中間報告、達成状況、評価、出典、説明(.md)、ほかの部局へ移った目標
取組項目: プログラムの期間の中なら、ファイルに次の年度を下書き(draft: true)で足します。取組計画は【未記入】の印を付け、実績・効果額・数値は写しません
終わったかもしれないものは「要確認」として挙げるだけで、決めません。すでにある一覧表と年度は変えないので、2回動かしても同じです

例:
  mieruka new year --from 2023 --to 2024 --dry-run                    何が起きるかを見るだけ
  mieruka new year --from 2023 --to 2024                              すべての部局
  mieruka new year --from 2023 --to 2024 --department seisaku-kikaku  1つの部局
";

const SCHEMA_EXAMPLES: &str = "\
例:
  mieruka schema                  content/.schema/ に置き、VS Code の設定が無ければ作ります
  mieruka schema --out ../schema  ほかの編集ソフトのために、別の場所に置きます";

const FORM_EXAMPLES: &str = "\
例:
  mieruka form --department 政策企画部 --year R5          重点目標一覧表の様式を作ります
  mieruka form --program gyokaku-4 --department 財政課    財政課の取組項目の個票を作ります";

const IMPORT_EXAMPLES: &str = "\
例:
  mieruka import 様式.xlsx            変わるところを見てから、書き換えるかを選びます
  mieruka import 様式.xlsx --dry-run  変わるところを見るだけにします";

const COMMAND_WITH_PLACE: &str = "\
{about}

使い方: {usage}

オプション:
{positionals}
{options}{after-help}";

/// The folder of the site, unless another is given.
pub(crate) const PUBLIC: &str = "public";
const CONTENT: &str = "記録のフォルダー(書かないときは content)";

const TODAY: &str = "この日に公開するものとして扱います(書かないときは今日)。例: 2026-04-01";

#[derive(Debug, Parser)]
#[command(
    name = "mieruka",
    version,
    about = "見える化: 市の目標・計画・実績を、読みやすいサイトとオープンデータと検索にします",
    help_template = TOP,
    override_usage = "mieruka [コマンド] [指定]",
    args_conflicts_with_subcommands = true,
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true
)]
pub(crate) struct Flags {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) build: BuildFlags,
    #[arg(long, short = 'h', global = true, action = ArgAction::Help, help = "この説明を表示します")]
    help: Option<bool>,
    #[arg(long, short = 'V', action = ArgAction::Version, help = "版を表示します")]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(
        about = "サイト全体を書き出します",
        override_usage = "mieruka build [指定]",
        help_template = COMMAND
    )]
    Build(BuildFlags),
    #[command(
        about = "記録を点検するだけで、何も書き出しません",
        override_usage = "mieruka check [指定]",
        help_template = COMMAND
    )]
    Check(CheckFlags),
    #[command(
        about = "書きながら見ます。保存するたびに、ブラウザーのページが新しくなります(サイトは書き出しません)",
        override_usage = "mieruka serve [指定]",
        help_template = COMMAND
    )]
    Serve(ServeFlags),
    #[command(
        about = "新しい団体のための最小の記録一式を置きます(すでにあるファイルは変えません)",
        override_usage = "mieruka init <フォルダー> [指定]",
        help_template = COMMAND_WITH_PLACE
    )]
    Init(InitFlags),
    #[command(
        about = "新しい記録を始めます。次の番号のファイルを、書き方の説明つきで置きます(すでにあるファイルは変えません)",
        override_usage = "mieruka new <item|goal|sheet|year> [指定]",
        help_template = NEW,
        after_help = NEW_EXAMPLES,
        subcommand_value_name = "種類"
    )]
    New(NewFlags),
    #[command(
        about = "編集ソフトのための説明書(JSON Schema)を置きます。キーや id の候補と説明が、日本語で出るようになります",
        override_usage = "mieruka schema [指定]",
        help_template = COMMAND,
        after_help = SCHEMA_EXAMPLES
    )]
    Schema(SchemaFlags),
    #[command(
        about = "記録から Excel の様式を作ります(重点目標一覧表、または取組項目の個票)",
        override_usage = "mieruka form --department <部局> --year <年度> [指定]\n        mieruka form --program <プログラム> [--department <部局>] [--year <年度>] [指定]",
        help_template = COMMAND,
        after_help = FORM_EXAMPLES
    )]
    Form(FormFlags),
    #[command(
        about = "書き込まれた様式(.xlsx、.ods)や公開中の表(CSV・XLSX)を、確かめてから記録に取り込みます",
        override_usage = "mieruka import <ファイル>… [指定]",
        help_template = COMMAND_WITH_PLACE,
        after_help = IMPORT_EXAMPLES
    )]
    Import(ImportFlags),
    #[command(about = "mieruka と、中で使うソフトウェアと辞書のライセンスを表示します", help_template = COMMAND)]
    Licences,
}

/// Which findings are shown.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Loudness {
    #[arg(long, help = "エラーだけを表示し、注意は件数だけにします")]
    errors_only: bool,
    #[arg(long, short = 'q', help = "エラーのほかは、何も表示しません")]
    quiet: bool,
}

impl Loudness {
    /// What is wanted.
    pub(crate) fn wanted(self) -> Wanted {
        match (self.quiet, self.errors_only) {
            (true, _) => Wanted::Quiet,
            (false, true) => Wanted::Errors,
            (false, false) => Wanted::All,
        }
    }
}

/// The folders of content and theme.
#[derive(Debug, Clone, Args)]
pub(crate) struct Folders {
    #[arg(long, value_name = "フォルダー", default_value = "content", hide_default_value = true, help = CONTENT)]
    pub(crate) content: PathBuf,
    #[arg(
        long,
        value_name = "フォルダー",
        help = "見た目のフォルダー(書かないときは、記録の隣の themes/default か、組み込みのもの)"
    )]
    pub(crate) theme: Option<PathBuf>,
}

impl Folders {
    /// For commands that make no pages: the theme is the one beside the content.
    pub(crate) fn of_content(content: &Path) -> Self {
        Self { content: content.to_owned(), theme: None }
    }
}

#[derive(Debug, Args)]
pub(crate) struct BuildFlags {
    #[command(flatten)]
    pub(crate) folders: Folders,
    #[arg(
        long,
        value_name = "フォルダー",
        default_value = PUBLIC,
        hide_default_value = true,
        help = "書き出し先(書かないときは public)。中身は毎回すべて置き換わります"
    )]
    pub(crate) out: PathBuf,
    #[arg(long, value_name = "日付", value_parser = day, help = TODAY)]
    pub(crate) today: Option<Date>,
    #[arg(long, help = "書き出し先にある前の公開と、値を比べません")]
    pub(crate) no_compare: bool,
    #[arg(long, help = "段階ごとの時間と使ったメモリーも表示します")]
    pub(crate) timings: bool,
    #[command(flatten)]
    pub(crate) loudness: Loudness,
}

#[derive(Debug, Args)]
pub(crate) struct CheckFlags {
    #[arg(long, value_name = "フォルダー", default_value = "content", hide_default_value = true, help = CONTENT)]
    pub(crate) content: PathBuf,
    #[arg(long, value_name = "日付", value_parser = day, help = TODAY)]
    pub(crate) today: Option<Date>,
    #[arg(
        long,
        value_name = "前の公開",
        help = "前に公開したフォルダー(か、その中の manifest.json)と比べて、転送なしに無くなるページと、訂正なしに変わる値を知らせます"
    )]
    pub(crate) against: Option<PathBuf>,
    #[arg(long, help = "公開を待っているもの(下書き、承認待ち、公開日の前)を、担当の部局・課所ごとに並べます")]
    pub(crate) waiting: bool,
    #[arg(long, value_name = "形式", value_enum, default_value_t = ReportFormat::Text, hide_default_value = true,
        hide_possible_values = true, help = "結果の形式: text 読むため(書かないとき) / json 機械のため")]
    pub(crate) format: ReportFormat,
    #[command(flatten)]
    pub(crate) loudness: Loudness,
}

#[derive(Debug, Args)]
pub(crate) struct ServeFlags {
    #[command(flatten)]
    pub(crate) folders: Folders,
    #[arg(long, value_name = "番号", help = "待ち受けるポート(書かないときは 4649。使われていれば空いている番号)")]
    pub(crate) port: Option<u16>,
    #[arg(long, help = "ブラウザーも開きます")]
    pub(crate) open: bool,
    #[arg(
        long,
        help = "保存の知らせを待たずに見て回ります。共有フォルダーなどで、保存しても画面が変わらないときに使います"
    )]
    pub(crate) poll: bool,
}

#[derive(Debug, Args)]
pub(crate) struct InitFlags {
    #[arg(value_name = "フォルダー", help = "置く場所。無ければ作ります")]
    pub(crate) folder: PathBuf,
    #[arg(long, value_name = "名称", help = "団体の名称。例: 上田市")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "よみ", help = "団体の名称のよみ(ひらがな)")]
    pub(crate) kana: Option<String>,
    #[arg(long, value_name = "番号", help = "全国地方公共団体コード(6桁)")]
    pub(crate) code: Option<String>,
    #[arg(long, value_name = "アドレス", help = "公開する場所。例: https://www.city.example.lg.jp/mieruka/")]
    pub(crate) url: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct FormFlags {
    #[command(flatten)]
    pub(crate) of: SheetOf,
    #[arg(
        long,
        value_name = "プログラム",
        help = "取組項目の個票を作ります(programs/ のフォルダーの名前)。--year を書くと、その年度だけ書けるようにします"
    )]
    pub(crate) program: Option<String>,
    #[arg(long, value_name = "ファイル", help = "様式の名前(書かないときは、年度と部局から名付けます)")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long, value_name = "フォルダー", default_value = "content", hide_default_value = true, help = CONTENT)]
    pub(crate) content: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct ImportFlags {
    #[arg(value_name = "ファイル", required = true, help = "取り込むファイル。いくつでも並べられます")]
    pub(crate) files: Vec<PathBuf>,
    #[arg(long, help = "変わるところを見るだけで、書き換えません")]
    pub(crate) dry_run: bool,
    #[arg(long, conflicts_with = "dry_run", help = "確かめの問いを出さずに書き換えます")]
    pub(crate) yes: bool,
    #[arg(
        long,
        value_name = "前の公開",
        help = "公開中の表を取り込むとき、その表をダウンロードした公開のフォルダー(省略時は public)。そのあとに変わった欄は、上書きせずに知らせます"
    )]
    pub(crate) against: Option<PathBuf>,
    #[arg(long, value_name = "フォルダー", default_value = "content", hide_default_value = true, help = CONTENT)]
    pub(crate) content: PathBuf,
}

fn day(text: &str) -> Result<Date, NotADate> {
    text.parse::<Date>().and_then(|date| if date.day.is_some() { Ok(date) } else { Err(NotADate) })
}

#[derive(Debug, Args)]
pub(crate) struct NewFlags {
    #[command(subcommand)]
    pub(crate) kind: NewKind,
}

#[derive(Debug, Subcommand)]
pub(crate) enum NewKind {
    #[command(
        about = "取組項目を足します。番号は、いまの最後の次です",
        override_usage = "mieruka new item [指定]",
        help_template = COMMAND,
        after_help = "例:\n  mieruka new item --program gyokaku-4 --title オープンデータの推進 --category 1-ウ --department 広報シティプロモーション課"
    )]
    Item(NewItemFlags),
    #[command(
        about = "重点目標を足します。一覧表(sheet.yaml)が無ければ、それも置きます",
        override_usage = "mieruka new goal --year <年度> --department <部局> [指定]",
        help_template = COMMAND,
        after_help = "例:\n  mieruka new goal --year 2024 --department 政策企画部 --title 移住・定住の推進"
    )]
    Goal(NewGoalFlags),
    #[command(
        about = "部局の重点目標一覧表(sheet.yaml)を置きます",
        override_usage = "mieruka new sheet --year <年度> --department <部局> [指定]",
        help_template = COMMAND,
        after_help = "例:\n  mieruka new sheet --year 令和6 --department seisaku-kikaku"
    )]
    Sheet(NewSheetFlags),
    #[command(
        about = "前の年度の一覧表・重点目標・取組項目を、次の年度の下書きとして写します",
        override_usage = "mieruka new year --from <年度> --to <年度> [指定]",
        help_template = COMMAND,
        after_help = NEW_YEAR
    )]
    Year(NewYearFlags),
}

#[derive(Debug, Args)]
pub(crate) struct NewItemFlags {
    #[arg(long, value_name = "id", help = "アクションプログラムの id(1つしか無ければ、書かなくてもかまいません)")]
    pub(crate) program: Option<String>,
    #[arg(long, value_name = "題名", help = "題名(書かないときは【未記入】とします)")]
    pub(crate) title: Option<String>,
    #[arg(long, value_name = "番号", help = "区分の番号")]
    pub(crate) category: Option<String>,
    #[arg(long, value_name = "部局", help = "担当の id か名前。2つ以上あるときは、くり返して書きます")]
    pub(crate) department: Vec<String>,
    #[command(flatten)]
    pub(crate) into: Destination,
}

#[derive(Debug, Args)]
pub(crate) struct NewGoalFlags {
    #[command(flatten)]
    pub(crate) of: SheetOf,
    #[arg(long, value_name = "題名", help = "題名(書かないときは【未記入】とします)")]
    pub(crate) title: Option<String>,
    #[command(flatten)]
    pub(crate) into: Destination,
}

#[derive(Debug, Args)]
pub(crate) struct NewSheetFlags {
    #[command(flatten)]
    pub(crate) of: SheetOf,
    #[command(flatten)]
    pub(crate) into: Destination,
}

/// The year and the department of a 重点目標一覧表.
#[derive(Debug, Args)]
pub(crate) struct SheetOf {
    #[arg(long, value_name = "年度", value_parser = year, help = "年度(2024、令和6、R6 のどれでも)")]
    pub(crate) year: Option<FiscalYear>,
    #[arg(long, value_name = "部局", help = "部局の id か名前")]
    pub(crate) department: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct NewYearFlags {
    #[arg(long, value_name = "年度", value_parser = year, help = "写すもとの年度")]
    pub(crate) from: Option<FiscalYear>,
    #[arg(long, value_name = "年度", value_parser = year, help = "新しい年度")]
    pub(crate) to: Option<FiscalYear>,
    #[arg(long, value_name = "部局", help = "部局の id か名前(書かないときは、すべての部局)")]
    pub(crate) department: Option<String>,
    #[command(flatten)]
    pub(crate) into: Destination,
}

/// The folder for new files, and whether they are written.
#[derive(Debug, Args)]
pub(crate) struct Destination {
    #[arg(long, value_name = "フォルダー", default_value = "content", hide_default_value = true, help = CONTENT)]
    pub(crate) content: PathBuf,
    #[arg(long, help = "何を置くかを見せるだけで、何も書きません")]
    pub(crate) dry_run: bool,
}

fn year(text: &str) -> Result<FiscalYear, NotADate> {
    text.parse()
}

#[derive(Debug, Args)]
pub(crate) struct SchemaFlags {
    #[arg(long, value_name = "フォルダー", default_value = "content", hide_default_value = true, help = CONTENT)]
    pub(crate) content: PathBuf,
    #[arg(long, value_name = "フォルダー", help = "置く場所(書かないときは、記録のフォルダーの中の .schema)")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    Text,
    Json,
}
