//! The commands that read a table in Python, R, DuckDB and SQLite, in one place: the pages and the archive's README print them,
//! and a test runs them. How the file is made is not known here.

use super::{Column, ColumnType};

/// How to read a table in one tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipe {
    /// The usual name of the tool.
    pub tool: &'static str,
    /// A short name in ASCII.
    pub key: &'static str,
    /// What is needed beforehand, and what the commands do not do.
    pub note: &'static str,
    /// The commands. They leave the table in `data`.
    pub commands: String,
}

impl Recipe {
    /// The recipes for a CSV with these columns at an address or a path.
    pub fn all(csv: &str, columns: &[Column]) -> [Self; 3] {
        let codes: Vec<_> = columns.iter().filter(|column| is_code(column)).map(|column| column.header).collect();
        let types = |one: &dyn Fn(&str) -> String, between: &str| {
            codes.iter().map(|code| one(code)).collect::<Vec<_>>().join(between)
        };
        let spelled = |commands: &str| {
            commands
                .replace("{csv}", csv)
                .replace("{python}", &types(&|code| format!("\"{code}\": \"string\""), ", "))
                .replace("{r}", &types(&|code| format!("\"{code}\" = \"character\""), ", "))
                .replace("{duckdb}", &types(&|code| format!("'{code}': 'VARCHAR'"), ", "))
        };
        [
            Self {
                tool: "Python(pandas)",
                key: "python",
                note: "pandas 2 以上で動きます。文の先頭に付けた「'」は取り除きます。",
                commands: spelled(PYTHON),
            },
            Self {
                tool: "R",
                key: "r",
                note: "R 4.2 以上で動き、追加のパッケージは必要ありません。文の先頭に付けた「'」は取り除きます。",
                commands: spelled(&if csv.ends_with(".gz") { R.replacen(ADDRESS, ZIPPED, 1) } else { R.to_owned() }),
            },
            Self {
                tool: "DuckDB",
                key: "duckdb",
                note: "DuckDB 1.0 以上で動きます。文の先頭に付けた「'」は残ります。",
                commands: spelled(DUCKDB),
            },
        ]
    }
}

impl Recipe {
    /// The recipes for the typed files of a table, as far as it has them.
    pub fn of_types(name: &str, json: Option<&str>, parquet: Option<&str>) -> Vec<Self> {
        let spelled = |commands: &str, address: &str| commands.replace("{file}", address).replace("{name}", name);
        let of_json = |json| {
            [
                Self {
                    tool: "Python(pandas、JSON)",
                    key: "json",
                    note: "pandas 2 以上で動きます。番号は文字のままです。どの行にも値の無い列はありません。",
                    commands: spelled(PYTHON_JSON, json),
                },
                Self {
                    tool: "SQLite",
                    key: "sqlite",
                    note: "curl と sqlite-utils 3 以上(pip install sqlite-utils)で動きます。型の付いた表が data.db にできます。文の並びは JSON です。",
                    commands: spelled(SQLITE, json),
                },
            ]
        };
        let of_parquet = |parquet| Self {
            tool: "DuckDB(Parquet)",
            key: "parquet",
            note: "DuckDB 1.0 以上で動きます。型が付いていて、文の並びは配列です。列を選ぶと、その列だけを読みます。",
            commands: spelled(DUCKDB_PARQUET, parquet),
        };
        json.map(of_json).into_iter().flatten().chain(parquet.map(of_parquet)).collect()
    }
}

/// Whether a column has texts that look like numbers, as 003: the tools have to be told that they are none.
fn is_code(column: &Column) -> bool {
    let is_named = ["団体コード", "_番号", "_文書", "_箇所"].iter().any(|end| column.header.ends_with(end));
    column.kind == ColumnType::Text && is_named
}

const PYTHON: &str = r#"import pandas as pd

data = pd.read_csv(
    "{csv}",
    encoding="utf-8-sig",
    dtype={{python}},
    dtype_backend="numpy_nullable",
)
texts = data.select_dtypes("string").columns
data[texts] = data[texts].apply(lambda column: column.str.removeprefix("'"))
print(data)
"#;

const R: &str = r#"data <- read.csv(
  "{csv}",
  fileEncoding = "UTF-8-BOM",
  check.names = FALSE,
  na.strings = "",
  colClasses = c({r})
)
data[] <- lapply(data, function(x) if (is.character(x)) sub("^'", "", x) else x)
str(data)
"#;

/// R reads a compressed file only from the disk.
const ADDRESS: &str = "data <- read.csv(\n  \"{csv}\",";
const ZIPPED: &str = r#"download.file("{csv}", "data.csv.gz", mode = "wb")
data <- read.csv(
  "data.csv.gz","#;

const PYTHON_JSON: &str = r#"import pandas as pd

data = pd.read_json("{file}", dtype=False, convert_dates=False)
print(data)
"#;

const SQLITE: &str = "curl -fsS \"{file}\" | sqlite-utils insert data.db {name} - --pk id --alter\n";

const DUCKDB_PARQUET: &str = "CREATE TABLE data AS
  SELECT * FROM read_parquet('{file}');
SELECT * FROM data;
";

const DUCKDB: &str = "CREATE TABLE data AS
  SELECT * FROM read_csv(
    '{csv}',
    types = {{duckdb}}
  );
SELECT * FROM data;
";
