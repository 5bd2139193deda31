//! What may be typed. The words that `--help` shows are written here.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use mieruka::model::{Date, NotADate};

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

指定:
{options}{after-help}";

const SCHEMA_EXAMPLES: &str = "\
例:
  mieruka schema                  content/.schema/ に置き、VS Code の設定が無ければ作ります
  mieruka schema --out ../schema  ほかの編集ソフトのために、別の場所に置きます";

const COMMAND_WITH_PLACE: &str = "\
{about}

使い方: {usage}

指定:
{positionals}
{options}";

const TODAY: &str = "公開日(publish_on)が来たかを決める日(書かないときは日本の今日)。2026-04-01 のように書きます";

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
    #[arg(long, short = 'V', action = ArgAction::Version, help = "版を表示します")]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(
        about = "サイト全体を書き出します",
        override_usage = "mieruka build [指定]",
        help_template = COMMAND,
        disable_help_flag = true
    )]
    Build(BuildFlags),
    #[command(
        about = "記録を点検するだけで、何も書き出しません",
        override_usage = "mieruka check [指定]",
        help_template = COMMAND,
        disable_help_flag = true
    )]
    Check(CheckFlags),
    #[command(
        about = "書きながら見ます。保存するたびに、ブラウザーのページが新しくなります(何も書き出しません)",
        override_usage = "mieruka serve [指定]",
        help_template = COMMAND,
        disable_help_flag = true
    )]
    Serve(ServeFlags),
    #[command(
        about = "新しい団体のための最小の記録一式を置きます(すでにあるファイルは変えません)",
        override_usage = "mieruka init <フォルダー>",
        help_template = COMMAND_WITH_PLACE,
        disable_help_flag = true
    )]
    Init(InitFlags),
    #[command(
        about = "編集ソフトのための説明書(JSON Schema)を置きます。キーや id の候補と説明が、日本語で出るようになります",
        override_usage = "mieruka schema [指定]",
        help_template = COMMAND,
        after_help = SCHEMA_EXAMPLES,
        disable_help_flag = true
    )]
    Schema(SchemaFlags),
}

/// Where content and looks come from.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    #[arg(
        long,
        value_name = "フォルダー",
        default_value = "content",
        hide_default_value = true,
        help = "記録のフォルダー(書かないときは content)"
    )]
    pub(crate) content: PathBuf,
    #[arg(
        long,
        value_name = "フォルダー",
        help = "見た目のフォルダー(書かないときは、記録の隣の themes/default か、組み込みのもの)"
    )]
    pub(crate) theme: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct BuildFlags {
    #[command(flatten)]
    pub(crate) place: Place,
    #[arg(
        long,
        value_name = "フォルダー",
        default_value = "public",
        hide_default_value = true,
        help = "書き出し先(書かないときは public)。中身は毎回すべて置き換わります"
    )]
    pub(crate) out: PathBuf,
    #[arg(long, value_name = "日付", value_parser = day, help = TODAY)]
    pub(crate) today: Option<Date>,
    #[arg(long, help = "段階ごとの時間と使ったメモリーも表示します")]
    pub(crate) timings: bool,
    #[command(flatten)]
    help: Help,
}

#[derive(Debug, Args)]
pub(crate) struct CheckFlags {
    #[arg(
        long,
        value_name = "フォルダー",
        default_value = "content",
        hide_default_value = true,
        help = "記録のフォルダー(書かないときは content)"
    )]
    pub(crate) content: PathBuf,
    #[arg(long, value_name = "日付", value_parser = day, help = TODAY)]
    pub(crate) today: Option<Date>,
    #[arg(long, value_name = "形式", value_enum, default_value_t = ReportFormat::Text, hide_default_value = true,
        hide_possible_values = true, help = "結果の形式: text 読むため(書かないとき) / json 機械のため")]
    pub(crate) format: ReportFormat,
    #[command(flatten)]
    help: Help,
}

#[derive(Debug, Args)]
pub(crate) struct ServeFlags {
    #[command(flatten)]
    pub(crate) place: Place,
    #[arg(long, value_name = "番号", help = "待ち受けるポート(書かないときは 4649。使われていれば空いている番号)")]
    pub(crate) port: Option<u16>,
    #[arg(long, help = "ブラウザーも開きます")]
    pub(crate) open: bool,
    #[command(flatten)]
    help: Help,
}

#[derive(Debug, Args)]
pub(crate) struct InitFlags {
    #[arg(value_name = "フォルダー", help = "置く場所。無ければ作ります")]
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    help: Help,
}

fn day(text: &str) -> Result<Date, NotADate> {
    text.parse::<Date>().and_then(|date| if date.day.is_some() { Ok(date) } else { Err(NotADate) })
}

#[derive(Debug, Args)]
pub(crate) struct SchemaFlags {
    #[arg(
        long,
        value_name = "フォルダー",
        default_value = "content",
        hide_default_value = true,
        help = "記録のフォルダー(書かないときは content)"
    )]
    pub(crate) content: PathBuf,
    #[arg(long, value_name = "フォルダー", help = "置く場所(書かないときは、記録のフォルダーの中の .schema)")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    help: Help,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    Text,
    Json,
}

#[derive(Debug, Args)]
struct Help {
    #[arg(long, short = 'h', action = ArgAction::Help, help = "この説明を表示します")]
    help: Option<bool>,
}
