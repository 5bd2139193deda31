//! The commands that read a CSV in Python, R and DuckDB, in one place: the pages and the archive's README print them,
//! and a test runs them. How the file is made is not known here.

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
    /// The recipes for a CSV at an address or a path.
    pub fn all(csv: &str) -> [Self; 3] {
        let spelled = |commands: &str| commands.replace("{csv}", csv);
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
                note: "R 4.2 以上で動き、追加のパッケージは要りません。文の先頭に付けた「'」は取り除きます。",
                commands: spelled(R),
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

const PYTHON: &str = r#"import pandas as pd

data = pd.read_csv(
    "{csv}",
    encoding="utf-8-sig",
    dtype={"全国地方公共団体コード": "string"},
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
  colClasses = c("全国地方公共団体コード" = "character")
)
data[] <- lapply(data, function(x) if (is.character(x)) sub("^'", "", x) else x)
str(data)
"#;

const DUCKDB: &str = "CREATE TABLE data AS
  SELECT * FROM read_csv(
    '{csv}',
    types = {'全国地方公共団体コード': 'VARCHAR'}
  );
SELECT * FROM data;
";
