//! The arguments of every command, with the texts of `--help`.

use std::path::{Path, PathBuf};

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use mieruka::import::MONEY_UNITS;
use mieruka::model::{Date, FiscalYear, NotADate, RepeatedYear};

const TOP: &str = "\
{about}

使い方: {usage}

コマンド:
{subcommands}

オプション(コマンドの省略時は build と同じ):
{options}

終了コード: ";

/// What the exit codes mean.
pub(crate) const EXIT_CODES: &str = "0 正常 / 1 記録にエラーがある / 2 読み書きなどに失敗した";

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
  mieruka new goal --year 2024 --department kikaku
  mieruka new year --from 2023 --to 2024 --dry-run
種類ごとの説明は、mieruka new year --help のように入力すると表示されます";

const NEW_YEAR: &str = "\
引き継ぐもの: 題名、項目、小項目、年度をまたぐ名前(thread)、計画への参照、SDGs、関連。目標には【未記入】の印と、前の年度の文を付けます
引き継がないもの: 目標の値、中間報告、達成状況、評価、出典、説明(.md)、ほかの部局へ移った目標
取組項目: プログラムの期間内なら、ファイルに次の年度を下書き(draft: true)で追加します。取組計画には【未記入】の印を付けます。実績・効果額・数値は引き継ぎません
終わった可能性のあるものは「要確認」と表示します(終わったかどうかは判断しません)。すでにある一覧表と年度は変えないので、何度実行しても同じです

例:
  mieruka new year --from 2023 --to 2024 --dry-run
      内容の確認だけ(何も書きません)
  mieruka new year --from 2023 --to 2024
      すべての部局
  mieruka new year --from 2023 --to 2024 --department kikaku
      1つの部局
";

const SCHEMA_EXAMPLES: &str = "\
例:
  mieruka schema                  content/.schema/ に作成します。VS Code の設定も、無ければ作成します
  mieruka schema --out ../schema  ほかの編集ソフト用に、別の場所に作成します";

const FORM_EXAMPLES: &str = "\
例:
  mieruka form
      一覧表かプログラムが1つだけなら、その様式を作成します
  mieruka form --department 企画部 --year R5
      重点目標一覧表の様式を作成します
  mieruka form --program gyokaku --department 財政課
      財政課の取組項目の個票を作成します
  mieruka form --table 指標 --year R5
      すべての指標の、令和5年度の値を書く表を作成します
  mieruka form --all yoshiki --year R5
      部局ごとの様式を、フォルダーにまとめて作成します";

const IMPORT_EXAMPLES: &str = "\
例:
  mieruka import 様式.xlsx
      変更点を表示し、書き換えるかどうかを尋ねます
  mieruka import 様式.xlsx --dry-run
      変更点の確認だけをします
  mieruka import 一覧.xlsx --learn --program jimu
      団体の表の読み方の下書きを作成します
  mieruka import 一覧.xlsx --as jimu
      団体の表を、import/jimu.yaml のとおりに読みます";

const APPROVE_EXAMPLES: &str = "\
例:
  mieruka approve --department 企画部 --year R5 --stage 期末 --by 企画部長
      一覧表の期末の報告を承認します
  mieruka approve --program gyokaku --year R5 --stage 実績 --by 行政改革推進課長
      取組項目の年度の実績を承認します
  mieruka approve --drafts --program jimu --dry-run
      下書きを公開する前に、どれが変わるかを確認します";

const CORPUS_EXAMPLES: &str = "\
例:
  mieruka corpus --out 検索.ndjson
      ファイルを作成します
  mieruka corpus | gzip > 検索.ndjson.gz
      ほかのコマンドに渡します";

const COMPLETIONS_EXAMPLES: &str = "\
例:
  mieruka completions bash > ~/.local/share/bash-completion/completions/mieruka
  mieruka completions fish > ~/.config/fish/completions/mieruka.fish
  mieruka completions powershell | Add-Content $PROFILE";

const COMMAND_WITH_PLACE: &str = "\
{about}

使い方: {usage}

オプション:
{positionals}
{options}{after-help}";

/// The folder of the site, unless another is given.
pub(crate) const PUBLIC: &str = "public";
const CONTENT: &str = "記録のフォルダー(省略時は content)";

const TODAY: &str = "この日に公開するものとして処理します(省略時は今日)。例: 2026-04-01";

#[derive(Debug, Parser)]
#[command(
    name = "mieruka",
    version,
    about = "見える化: 市の目標・計画・実績を、読みやすいサイト、オープンデータ、検索として公開できる形にします",
    help_template = format!("{TOP}{EXIT_CODES}"),
    override_usage = "mieruka [コマンド] [オプション]",
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
    #[arg(long, short = 'q', global = true, help = "エラー以外は表示しません")]
    pub(crate) quiet: bool,
    #[arg(long, short = 'h', global = true, action = ArgAction::Help, help = "この説明を表示します")]
    help: Option<bool>,
    #[arg(long, short = 'V', action = ArgAction::Version, help = "バージョンを表示します")]
    version: Option<bool>,
}

impl Flags {
    /// Whether no summary is wanted: beside JSON it would be no JSON.
    pub(crate) fn is_quiet(&self) -> bool {
        let telling = match &self.command {
            None => Some(self.build.telling),
            Some(Command::Build(flags)) => Some(flags.telling),
            Some(Command::Check(flags)) => Some(flags.telling),
            Some(Command::Import(flags)) => Some(flags.telling),
            Some(
                Command::Serve(_)
                | Command::Init(_)
                | Command::New(_)
                | Command::Schema(_)
                | Command::Form(_)
                | Command::Approve(_)
                | Command::Corpus(_)
                | Command::Licences
                | Command::Completions(_)
                | Command::Manual,
            ) => None,
        };
        self.quiet || telling.is_some_and(|telling| telling.format == ReportFormat::Json)
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(
        about = "サイト全体を書き出します",
        override_usage = "mieruka build [オプション]",
        help_template = COMMAND
    )]
    Build(BuildFlags),
    #[command(
        about = "記録を点検するだけで、何も書き出しません",
        override_usage = "mieruka check [オプション]",
        help_template = COMMAND
    )]
    Check(CheckFlags),
    #[command(
        about = "編集しながらブラウザーで確認します。保存するたびにページが新しくなります(サイトは書き出しません)",
        override_usage = "mieruka serve [オプション]",
        help_template = COMMAND
    )]
    Serve(ServeFlags),
    #[command(
        about = "新しい団体のために、記録一式を、見本か空の一覧表で作成します(すでにあるファイルは変えません)",
        override_usage = "mieruka init <フォルダー> [オプション]",
        help_template = COMMAND_WITH_PLACE
    )]
    Init(InitFlags),
    #[command(
        about = "新しい記録のファイルを、書き方の説明つきの下書きで作成します(すでにあるファイルは変えません)",
        override_usage = "mieruka new <item|goal|sheet|year> [オプション]",
        help_template = NEW,
        after_help = NEW_EXAMPLES,
        subcommand_value_name = "種類"
    )]
    New(NewFlags),
    #[command(
        about = "編集ソフトの入力補助の定義ファイル(JSON Schema)を作成します。キーや id の候補と説明が、日本語で出るようになります",
        override_usage = "mieruka schema [オプション]",
        help_template = COMMAND,
        after_help = SCHEMA_EXAMPLES
    )]
    Schema(SchemaFlags),
    #[command(
        about = "記録から Excel の様式を作成します(重点目標一覧表、取組項目の個票、指標や事業費などの表)",
        override_usage = "mieruka form [オプション]\n        mieruka form --department <部局> --year <年度> [オプション]\n        mieruka form --program <プログラム> [--department <部局>] [--year <年度>] [オプション]\n        mieruka form --table <表> [--year <年度>] [--program <プログラム>] [--department <部局>] [オプション]\n        mieruka form --all <フォルダー> --year <年度> [オプション]",
        help_template = COMMAND,
        after_help = FORM_EXAMPLES
    )]
    Form(FormFlags),
    #[command(
        about = "書き込まれた様式(.xlsx、.ods)や公開中の表(CSV・XLSX)を、変更点を確認してから記録に取り込みます",
        override_usage = "mieruka import <ファイル>… [オプション]",
        help_template = COMMAND_WITH_PLACE,
        after_help = IMPORT_EXAMPLES
    )]
    Import(ImportFlags),
    #[command(
        about = "部局・年度・段階の承認をまとめて書き込みます。下書きをまとめて公開することもできます",
        override_usage = "mieruka approve --year <年度> --stage <段階> --by <承認者> [オプション]\n        mieruka approve --drafts [オプション]",
        help_template = COMMAND,
        after_help = APPROVE_EXAMPLES
    )]
    Approve(ApproveFlags),
    #[command(
        about = "サイトの検索の対象を、ほかの検索エンジンに入れるための NDJSON(1行に1件の JSON)で出力します",
        override_usage = "mieruka corpus [オプション]",
        help_template = COMMAND,
        after_help = CORPUS_EXAMPLES
    )]
    Corpus(CorpusFlags),
    #[command(
        about = "mieruka と、中で使うソフトウェアと辞書のライセンスを表示します",
        override_usage = "mieruka licences",
        help_template = COMMAND
    )]
    Licences,
    #[command(
        about = "シェルの入力補完の設定を表示します",
        override_usage = "mieruka completions <bash|zsh|fish|powershell>",
        help_template = COMMAND_WITH_PLACE,
        after_help = COMPLETIONS_EXAMPLES
    )]
    Completions(CompletionsFlags),
    #[command(
        about = "説明書(man のページ)を表示します",
        override_usage = "mieruka manual",
        help_template = COMMAND,
        after_help = "例:\n  mieruka manual > mieruka.1"
    )]
    Manual,
}

/// How the findings are told.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Telling {
    #[arg(long, value_name = "形式", value_enum, default_value_t = ReportFormat::Text, hide_default_value = true,
        hide_possible_values = true, help = "結果の形式: text 画面表示用(省略時) / json プログラム用")]
    pub(crate) format: ReportFormat,
    #[arg(long, help = "エラーだけを表示します(注意は件数だけ)")]
    pub(crate) errors_only: bool,
}

/// The folders of content and theme.
#[derive(Debug, Clone, Args)]
pub(crate) struct Folders {
    #[arg(long, value_name = "フォルダー", default_value = "content", hide_default_value = true, help = CONTENT)]
    pub(crate) content: PathBuf,
    #[arg(
        long,
        value_name = "フォルダー",
        help = "テーマ(デザイン)のフォルダー。省略時は、記録のフォルダーの隣の themes/default(無ければ、組み込みの標準のテーマ)"
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
        help = "書き出し先(省略時は public)。中身は毎回すべて置き換わります"
    )]
    pub(crate) out: PathBuf,
    #[arg(long, value_name = "日付", value_parser = day, help = TODAY)]
    pub(crate) today: Option<Date>,
    #[arg(long, help = "前回の公開と、値を比べません")]
    pub(crate) no_compare: bool,
    #[arg(
        long,
        value_name = "フォルダー",
        help = "前回の公開のフォルダー(または、公開中の manifest.json)。これと比べます(省略時は、書き出し先に今あるもの)"
    )]
    pub(crate) against: Option<PathBuf>,
    #[arg(
        long,
        value_name = "ファイル",
        help = "前回の公開から追加・変更したファイルと、削除するファイルの一覧を、ZIP にまとめます"
    )]
    pub(crate) changes: Option<PathBuf>,
    #[arg(
        long,
        conflicts_with = "changes",
        help = "追加・変更・削除になるファイルを表示するだけで、何も書き出しません"
    )]
    pub(crate) dry_run: bool,
    #[arg(long, help = "処理ごとの所要時間と使用メモリーも表示します")]
    pub(crate) timings: bool,
    #[command(flatten)]
    pub(crate) telling: Telling,
}

#[derive(Debug, Args)]
pub(crate) struct CheckFlags {
    #[arg(long, value_name = "フォルダー", default_value = "content", hide_default_value = true, help = CONTENT)]
    pub(crate) content: PathBuf,
    #[arg(long, value_name = "日付", value_parser = day, help = TODAY)]
    pub(crate) today: Option<Date>,
    #[arg(
        long,
        value_name = "フォルダー",
        help = "前回公開したフォルダー(または、その中の manifest.json)と比べ、転送なしに無くなるページと、訂正なしに変わる値を知らせます"
    )]
    pub(crate) against: Option<PathBuf>,
    #[arg(long, help = "公開を待っているもの(下書き、承認待ち、公開日の前)を、担当の部局・課所ごとに表示します")]
    pub(crate) waiting: bool,
    #[arg(
        long,
        value_name = "ファイル",
        help = "1行に1つの質問(サーバーの記録などから)を検索の語に分け、どのページにも無い語と、その質問を表示します"
    )]
    pub(crate) questions: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) telling: Telling,
}

#[derive(Debug, Args)]
pub(crate) struct CorpusFlags {
    #[arg(long, value_name = "フォルダー", default_value = "content", hide_default_value = true, help = CONTENT)]
    pub(crate) content: PathBuf,
    #[arg(long, value_name = "日付", value_parser = day, help = TODAY)]
    pub(crate) today: Option<Date>,
    #[arg(long, value_name = "ファイル", help = "作成するファイル(省略時は、標準出力に出力します)")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ServeFlags {
    #[command(flatten)]
    pub(crate) folders: Folders,
    #[arg(long, value_name = "番号", help = "使用するポート番号(省略時は 4649。使用中なら空いている番号)")]
    pub(crate) port: Option<u16>,
    #[arg(long, help = "ブラウザーも開きます")]
    pub(crate) open: bool,
    #[arg(long, help = "一定間隔でファイルを調べます。共有フォルダーなどで、保存しても画面が変わらないときに使います")]
    pub(crate) poll: bool,
}

#[derive(Debug, Args)]
pub(crate) struct InitFlags {
    #[arg(value_name = "フォルダー", help = "作成する場所。無ければ作成します")]
    pub(crate) folder: PathBuf,
    #[arg(long, value_name = "名称", help = "団体の名称。例: 見本市")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "よみ", help = "団体の名称のよみ(ひらがな)")]
    pub(crate) kana: Option<String>,
    #[arg(long, value_name = "名称", help = "都道府県の名称。例: 見本県")]
    pub(crate) prefecture: Option<String>,
    #[arg(long, value_name = "番号", help = "全国地方公共団体コード(6桁)")]
    pub(crate) code: Option<String>,
    #[arg(long, value_name = "アドレス", help = "公開する場所。例: https://www.city.example.lg.jp/mieruka/")]
    pub(crate) url: Option<String>,
    #[arg(long, value_name = "名称", help = "すべてのページに出す連絡先。例: 見本市 企画課(省略時は、団体の名称)")]
    pub(crate) contact: Option<String>,
    #[arg(
        long,
        value_name = "もの",
        help = format!("掲載するもの({})。いくつもあるときは「、」で区切ります", super::seeds::words())
    )]
    pub(crate) family: Vec<String>,
    #[arg(long, requires = "family", help = "見本の記録を入れません。団体の表を取り込んで始めるときに付けます")]
    pub(crate) empty: bool,
    #[arg(
        long,
        value_name = "名称",
        conflicts_with = "family",
        help = "最初に目標を載せる部局か課。見本の記録の代わりに、その重点目標一覧表を作成します"
    )]
    pub(crate) department: Option<String>,
    #[arg(long, value_name = "よみ", requires = "department", help = "その名称のよみ(ひらがな)")]
    pub(crate) department_kana: Option<String>,
    #[arg(
        long,
        value_name = "id",
        requires = "department",
        help = "アドレスに使う、その短い名前(省略時は、よみから作成)"
    )]
    pub(crate) department_id: Option<String>,
    #[arg(long, value_name = "年度", value_parser = year, requires = "department", help = "その一覧表の年度(省略時は今の年度)")]
    pub(crate) year: Option<FiscalYear>,
}

#[derive(Debug, Args)]
pub(crate) struct FormFlags {
    #[command(flatten)]
    pub(crate) of: SheetOf,
    #[arg(
        long,
        value_name = "プログラム",
        help = "取組項目の個票を作成するプログラム(programs/ のフォルダー名)。--year を付けると、その年度の欄だけを書けるようにします"
    )]
    pub(crate) program: Option<String>,
    #[arg(long, value_name = "計画", help = "--table の表を、この計画の記録だけにします(plans/ のフォルダー名)")]
    pub(crate) plan: Option<String>,
    #[arg(
        long,
        value_name = "表",
        value_delimiter = ',',
        help = "1行が1つの指標などの表にします(指標、事業費、評価、施策、基本施策、部局、用語。2つ以上は , で区切ります)"
    )]
    pub(crate) table: Vec<String>,
    #[arg(
        long,
        value_name = "フォルダー",
        conflicts_with_all = ["program", "plan", "table", "out"],
        help = "--year の年度の様式を、部局ごとに1つずつ、すべて作成します"
    )]
    pub(crate) all: Option<PathBuf>,
    #[arg(long, value_name = "ファイル", help = "様式のファイル名(省略時は、年度と部局の名前が付きます)")]
    pub(crate) out: Option<PathBuf>,
    #[arg(long, value_name = "フォルダー", default_value = "content", hide_default_value = true, help = CONTENT)]
    pub(crate) content: PathBuf,
}

/// Whether files may be rewritten.
#[derive(Debug, Args)]
pub(crate) struct Consent {
    #[arg(long, help = "変更点を表示するだけで、書き換えません")]
    pub(crate) dry_run: bool,
    #[arg(long, conflicts_with = "dry_run", help = "確認なしで書き換えます")]
    pub(crate) yes: bool,
    #[arg(long, help = "件数だけを示すところも、すべて表示します")]
    pub(crate) verbose: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ImportFlags {
    #[arg(
        value_name = "ファイル",
        required = true,
        help = "取り込むファイル、またはその入ったフォルダー。複数を空白で区切って指定できます"
    )]
    pub(crate) files: Vec<PathBuf>,
    #[arg(
        long = "as",
        value_name = "名前",
        help = "団体の表を、記録のフォルダーの import/<名前>.yaml のとおりに読みます(省略時は、見出しの合うもの)"
    )]
    pub(crate) reading: Option<String>,
    #[arg(
        long,
        value_name = "ファイル",
        help = "団体の表で、前に取り込んだファイル。そこから変わったセルだけを取り込みます"
    )]
    pub(crate) before: Option<PathBuf>,
    #[arg(long, conflicts_with_all = ["learn", "register"], help = "団体の表で空になったセルの値を、記録からも消します")]
    pub(crate) clear: bool,
    #[arg(long, requires = "program", help = "団体の表の読み方の下書き(import/<名前>.yaml)を作成します")]
    pub(crate) learn: bool,
    #[arg(
        long,
        value_name = "プログラム",
        requires = "learn",
        help = "--learn の表の行が、どのプログラムの記録か(計画の節なら、計画の id)"
    )]
    pub(crate) program: Option<String>,
    #[arg(
        long,
        value_name = "年度",
        requires = "learn",
        value_delimiter = ',',
        help = "--learn の表で、同じ見出しが年度ごとに繰り返されるとき、その年度(R2,R3,R4計画 のように順に。予算や目標の年度には「計画」、決算見込の年度には「見込」を付けます)"
    )]
    pub(crate) years: Vec<RepeatedYear>,
    #[arg(
        long,
        value_name = "単位",
        requires = "learn",
        value_parser = MONEY_UNITS,
        hide_possible_values = true,
        help = "--learn の表の、金額の単位(円、千円、百万円)"
    )]
    pub(crate) unit: Option<String>,
    #[arg(
        long,
        conflicts_with = "learn",
        help = "団体の表に出てくる部局、体系、様式の欄、尺度のうち、まだ無いものを、記録のフォルダーに書き加えます"
    )]
    pub(crate) register: bool,
    #[command(flatten)]
    pub(crate) consent: Consent,
    #[arg(
        long,
        value_name = "フォルダー",
        help = "公開中の表を取り込むとき、その表をダウンロードした公開のフォルダー(省略時は public)。その後に変わった欄は、上書きせずに知らせます"
    )]
    pub(crate) against: Option<PathBuf>,
    #[arg(long, value_name = "フォルダー", default_value = "content", hide_default_value = true, help = CONTENT)]
    pub(crate) content: PathBuf,
    #[command(flatten)]
    pub(crate) telling: Telling,
}

#[derive(Debug, Args)]
pub(crate) struct ApproveFlags {
    #[arg(long, value_name = "部局", help = "部局の id か名前(省略時はすべて)")]
    pub(crate) department: Option<String>,
    #[arg(long, value_name = "プログラム", help = "プログラムの id(省略時はすべて)")]
    pub(crate) program: Option<String>,
    #[arg(long, value_name = "年度", value_parser = year, help = "年度(2024、令和6、R6 のどれでも)")]
    pub(crate) year: Option<FiscalYear>,
    #[arg(long, value_name = "段階", help = "一覧表の期首・中間・期末、または項目や施策の計画・実績")]
    pub(crate) stage: Option<String>,
    #[arg(long, value_name = "承認者", help = "承認した人の職名")]
    pub(crate) by: Option<String>,
    #[arg(long, value_name = "日付", value_parser = day, help = "承認日(省略時は今日)")]
    pub(crate) date: Option<Date>,
    #[arg(long, conflicts_with_all = ["year", "stage", "by", "date"], help = "下書き(draft: true)を公開できるようにします")]
    pub(crate) drafts: bool,
    #[command(flatten)]
    pub(crate) consent: Consent,
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
        about = "取組項目を追加します。番号は、いちばん後の番号の次です",
        override_usage = "mieruka new item [オプション]",
        help_template = COMMAND,
        after_help = "例:\n  mieruka new item --program gyokaku --title オープンデータの推進 --category 1-ウ --department 広報課"
    )]
    Item(NewItemFlags),
    #[command(
        about = "重点目標を追加します。一覧表(sheet.yaml)が無ければ、それも作成します",
        override_usage = "mieruka new goal --year <年度> --department <部局> [オプション]",
        help_template = COMMAND,
        after_help = "例:\n  mieruka new goal --year 2024 --department 企画部 --title 移住・定住の推進"
    )]
    Goal(NewGoalFlags),
    #[command(
        about = "部局の重点目標一覧表(sheet.yaml)を作成します",
        override_usage = "mieruka new sheet --year <年度> --department <部局> [オプション]",
        help_template = COMMAND,
        after_help = "例:\n  mieruka new sheet --year 令和6 --department kikaku"
    )]
    Sheet(NewSheetFlags),
    #[command(
        about = "前の年度の一覧表・重点目標・取組項目を、次の年度の下書きとしてコピーします",
        override_usage = "mieruka new year --from <年度> --to <年度> [オプション]",
        help_template = COMMAND,
        after_help = NEW_YEAR
    )]
    Year(NewYearFlags),
}

#[derive(Debug, Args)]
pub(crate) struct NewItemFlags {
    #[arg(long, value_name = "id", help = "アクションプログラムの id(1つだけなら省略できます)")]
    pub(crate) program: Option<String>,
    #[arg(long, value_name = "番号", help = "項目の番号。0086、07-01-01-3 のようにも書けます(省略時は次の番号)")]
    pub(crate) number: Option<String>,
    #[arg(long, value_name = "題名", help = "題名(省略時は【未記入】)")]
    pub(crate) title: Option<String>,
    #[arg(long, value_name = "番号", help = "区分の番号")]
    pub(crate) category: Option<String>,
    #[arg(long, value_name = "部局", help = "担当の id か名前。2つ以上あるときは、--department を繰り返します")]
    pub(crate) department: Vec<String>,
    #[command(flatten)]
    pub(crate) into: Destination,
}

#[derive(Debug, Args)]
pub(crate) struct NewGoalFlags {
    #[command(flatten)]
    pub(crate) of: SheetOf,
    #[arg(long, value_name = "題名", help = "題名(省略時は【未記入】)")]
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
    #[arg(long, value_name = "年度", value_parser = year, help = "コピー元の年度")]
    pub(crate) from: Option<FiscalYear>,
    #[arg(long, value_name = "年度", value_parser = year, help = "新しい年度")]
    pub(crate) to: Option<FiscalYear>,
    #[arg(long, value_name = "部局", help = "部局の id か名前(省略時はすべての部局)")]
    pub(crate) department: Option<String>,
    #[command(flatten)]
    pub(crate) into: Destination,
}

/// The folder for new files, and whether they are written.
#[derive(Debug, Args)]
pub(crate) struct Destination {
    #[arg(long, value_name = "フォルダー", default_value = "content", hide_default_value = true, help = CONTENT)]
    pub(crate) content: PathBuf,
    #[arg(long, help = "作成するファイルを表示するだけで、何も書きません")]
    pub(crate) dry_run: bool,
}

fn year(text: &str) -> Result<FiscalYear, NotADate> {
    text.parse()
}

#[derive(Debug, Args)]
pub(crate) struct SchemaFlags {
    #[arg(long, value_name = "フォルダー", default_value = "content", hide_default_value = true, help = CONTENT)]
    pub(crate) content: PathBuf,
    #[arg(long, value_name = "フォルダー", help = "作成する場所(省略時は、記録のフォルダーの中の .schema)")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    Text,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsFlags {
    #[arg(
        value_name = "シェル",
        value_enum,
        hide_possible_values = true,
        help = "bash、zsh、fish、powershell のどれか"
    )]
    pub(crate) shell: Shell,
}

/// A shell that completes arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
}
