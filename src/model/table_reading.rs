//! How a table of the city's own is read, as `import/<name>.yaml` declares it: which column is which key of a record.

use super::coded::coded;
use super::{FiscalYear, IndicatorKind, NotADate, PlanId, ProgramId, RecordId, Text};
use crate::characters::unspaced;
use crate::diagnostic::{Located, Span};

/// The reading of a table in which each row, or each sheet, is a record.
#[derive(Debug, Clone, PartialEq)]
pub struct TableReading {
    /// Its position.
    pub at: Span,
    /// Its name, of its file.
    pub name: String,
    /// A part of the names of the files that it reads.
    pub file: Option<Text>,
    /// The sheet; without it the first.
    pub sheet: Option<Text>,
    /// The encoding that the file must have.
    pub encoding: Option<TextEncoding>,
    /// What a record is.
    pub layout: TableLayout,
    /// The rows of the header, from 1.
    pub header: Vec<u32>,
    /// Whose records the rows are.
    pub of: TableRecords,
    /// The column of the number of a record.
    pub id: Text,
    /// Whether a row whose number is empty, or says 同上, belongs to the number above.
    pub is_continued: bool,
    /// Of which year the table was for which this was written.
    pub year: Option<TableYear>,
    /// To how many decimals a number is rounded whose decimals run on; without it none is.
    pub decimals: Option<u32>,
    /// The numbers of the records whose rates are written as fractions: 0.505 for 50.5 %.
    pub fractions: Vec<Text>,
    /// What becomes of each column; one whose head stands again for each year, once for each of them.
    pub columns: Vec<TableColumn>,
}

/// Whose records a table has.
#[derive(Debug, Clone, PartialEq)]
pub enum TableRecords {
    /// 取組項目 of a program.
    Items(Located<ProgramId>),
    /// 節 of a plan.
    Sections(Located<PlanId>),
}

impl TableRecords {
    /// The program, if they are of one.
    pub fn program(&self) -> Option<&Located<ProgramId>> {
        if let Self::Items(program) = self { Some(program) } else { None }
    }

    /// Where it is written.
    pub fn at(&self) -> Span {
        match self {
            Self::Items(program) => program.at,
            Self::Sections(plan) => plan.at,
        }
    }

    /// The name of the shape of such a record.
    pub fn shape(&self) -> &'static str {
        match self {
            Self::Items(_) => "item",
            Self::Sections(_) => "section",
        }
    }

    /// How it is written: the key and the id.
    pub fn written(&self) -> (&'static str, &str) {
        match self {
            Self::Items(program) => ("program", &program.value.0),
            Self::Sections(plan) => ("plan", &plan.value.0),
        }
    }

    /// The record with a number.
    pub fn record(&self, number: &str) -> RecordId {
        match self {
            Self::Items(program) => RecordId::item(&program.value, number),
            Self::Sections(plan) => RecordId::section(&plan.value, number),
        }
    }
}

/// A year of columns whose heads stand again for each year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepeatedYear {
    /// 年度.
    pub year: FiscalYear,
    /// What its columns are.
    pub of: YearColumns,
}

coded! {
    /// What the columns of a year are, as it is written behind the year, if it is not 実績: 決算 and 実績, 計画額 and 目標,
    /// 決算見込 and 見込値.
    YearColumns, word {
        Reported "実績" "reported",
        Planned "計画" "planned",
        Expected "見込" "expected",
    }
}

/// What stands for the year in a key whose year its column does not say: the heads stand again for each year, or each row is
/// one. Where each row is an indicator, it stands for the number of the indicator as well.
pub const EACH_YEAR: &str = "@";

/// The beginning of the keys of the indicator that a row is.
pub const OF_ROW_INDICATOR: &str = "indicators.@.";

impl TableReading {
    /// The column of the year of each row, if each row is of one.
    pub fn year_of_rows(&self) -> Option<&TableYear> {
        self.year.as_ref().filter(|year| self.layout.has_several_rows() && year.is.is_none())
    }

    /// The column of the name of the indicator that each row is.
    pub fn name_of_indicator(&self) -> Option<&TableColumn> {
        self.columns.iter().find(|column| is_name_of_row(&column.steps))
    }
}

/// Whether a path is that of the name of the indicator that a row is.
pub fn is_name_of_row(path: &[PathStep]) -> bool {
    matches!(path, [PathStep::Key("indicators"), item, PathStep::Key("name")] if item.is_of_row())
}

impl TableLayout {
    /// Whether a record may have several rows.
    pub fn has_several_rows(self) -> bool {
        matches!(self, Self::Years | Self::Indicators)
    }
}

impl RepeatedYear {
    /// A key for this year: what was spent and reached is, in a planned year, what is to be spent and reached. How many there
    /// will be of those whom an item is for is expected, and no target, whatever the year is called.
    pub fn key(self, pattern: &str, kind: Option<IndicatorKind>) -> String {
        let (row, rest) = pattern.strip_prefix(OF_ROW_INDICATOR).map_or(("", pattern), |rest| (OF_ROW_INDICATOR, rest));
        let key = format!("{row}{}", rest.replace(EACH_YEAR, &self.year.western().to_string()));
        let (cost, value) = match self.of {
            YearColumns::Reported => return key,
            YearColumns::Planned if kind == Some(IndicatorKind::Subject) => (".planned.", ".forecasts."),
            YearColumns::Planned => (".planned.", ".targets."),
            YearColumns::Expected => (".estimate.", ".forecasts."),
        };
        key.replace(".costs.settled.", &format!(".costs{cost}")).replace(".actuals.", value)
    }

    /// Whether its columns are of what was spent and reached.
    pub fn is_reported(self) -> bool {
        self.of == YearColumns::Reported
    }
}

impl std::str::FromStr for RepeatedYear {
    type Err = NotADate;

    /// R6, R7計画 or R7見込.
    fn from_str(text: &str) -> Result<Self, NotADate> {
        let text = text.trim();
        let marked = |(of, word, _): &(YearColumns, &str, &str)| Some((*of, text.strip_suffix(word)?));
        let (of, bare) = YearColumns::ALL.iter().find_map(marked).unwrap_or((YearColumns::Reported, text));
        Ok(Self { year: bare.trim().parse()?, of })
    }
}

impl std::fmt::Display for RepeatedYear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.year.short(), if self.is_reported() { "" } else { self.of.word() })
    }
}

/// The column that says of which year a table is, or each of its rows. The years of the keys are those of the table for which
/// the reading was written; in a later one they are as many years later. Those of a row are the year of the row.
#[derive(Debug, Clone, PartialEq)]
pub struct TableYear {
    /// Its position.
    pub at: Span,
    /// The column.
    pub column: Text,
    /// What it said in the table for which the reading was written; rows that are years each say their own.
    pub is: Option<Text>,
    /// The era of a year that is only a number, in a row.
    pub era: Option<Text>,
}

impl TableYear {
    /// The year that a row says.
    pub fn of_row(&self, text: &str) -> Option<FiscalYear> {
        let text = unspaced(text);
        match &self.era {
            Some(era) if text.trim_end_matches("年度").len() < 3 => format!("{era}{text}").parse().ok(),
            _ => text.parse().ok(),
        }
    }
}

impl PathStep {
    /// The step in a row of a year.
    pub fn in_year(self, year: FiscalYear) -> Self {
        self.of_row("fiscal_year", &year.western().to_string())
    }

    /// The step in a row that is the indicator with this number.
    pub fn of_indicator(self, number: u32) -> Self {
        self.of_row("number", &number.to_string())
    }

    /// The step with what a row says in the place of its sign.
    fn of_row(self, wanted: &str, said: &str) -> Self {
        let Self::Item(names) = self else { return self };
        let of_row = |(key, value): (&'static str, String)| match key == wanted && value == EACH_YEAR {
            true => (key, said.to_owned()),
            false => (key, value),
        };
        Self::Item(names.into_iter().map(of_row).collect())
    }

    /// Whether it is the item of a list that the row says.
    pub fn is_of_row(&self) -> bool {
        matches!(self, Self::Item(names) if names.iter().any(|(_, value)| value == EACH_YEAR))
    }
}

coded! {
    /// The encoding of a CSV.
    TextEncoding, word {
        Utf8 "UTF-8" "utf-8",
        ShiftJis "Shift_JIS" "shift_jis",
    }
}

coded! {
    /// What a record is in the file.
    TableLayout, word {
        Rows "1行が1つの記録" "rows",
        Years "1行が1つの記録の1年度" "years",
        Indicators "1行が1つの記録の1つの指標" "indicators",
        Sheets "1つのシートが1つの記録" "sheets",
    }
}

coded! {
    /// Which cell is meant by 同上: on the form from which a table was made, the one above may be any of them.
    Ditto, word {
        Left "左の列" "left",
        Above "上の行" "above",
    }
}

/// What becomes of a column, or of a value that stands in none.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn {
    /// Its position.
    pub at: Span,
    /// Where its texts come from.
    pub from: ColumnSource,
    /// Which of the columns with its head it is, from 0, and how many there must be.
    pub repeat: Option<(usize, usize)>,
    /// What the head of a column named by its letter must be.
    pub head: Option<Text>,
    /// What it is used for.
    pub used: ColumnUse,
    /// The steps of its key.
    pub steps: Vec<PathStep>,
    /// What separates the statements of a cell.
    pub split: Option<Text>,
    /// Which of the parts of a cell is meant, from 1; without it all are.
    pub nth: Option<u32>,
    /// Words of the table, each with its value in the record.
    pub values: Vec<(Text, Text)>,
    /// Words that stand for an empty cell.
    pub empty: Vec<Text>,
    /// Which cell is meant by 同上: in the same row that of the next column of texts to the left, or that of the row above.
    pub ditto: Option<Ditto>,
    /// The unit of its numbers.
    pub unit: Option<Text>,
    /// The column with the unit of its numbers.
    pub unit_from: Option<Text>,
    /// Whether its numbers have no unit; with a column of units, those for which that one is empty.
    pub dimensionless: bool,
    /// The column without which a row has nothing for it.
    pub only_with: Option<Text>,
}

/// One step of a dotted path into a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PathStep {
    /// A key.
    Key(&'static str),
    /// A key that only the site declares: a row of its own, a fund.
    Declared(String),
    /// The item of a list with these values.
    Item(Vec<(&'static str, String)>),
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnSource {
    /// The cells of a column, by its head or its letter.
    Column(Text),
    /// Cells of the row, joined as this text says: `{K}{L}-{N}`.
    Joined(Text),
    /// The same value in every row.
    Fixed(Text),
}

/// What a column is used for.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnUse {
    /// It is a value of the record, by its dotted key.
    Key(Text),
    /// It is the title of the branch whose code is joined from cells of the row.
    TitleOf(Text),
    /// It is not taken, for this reason.
    Ignored(Text),
}

impl TableColumn {
    /// The value in the record for a word of the table, if the reading has one.
    pub fn value_of(&self, word: &str) -> Option<&str> {
        let word = unspaced(word);
        self.values.iter().find(|(from, _)| unspaced(&from.value) == word).map(|(_, to)| to.value.as_str())
    }

    /// The columns that it reads, as they are written.
    pub fn columns(&self) -> Vec<&str> {
        let from = match &self.from {
            ColumnSource::Column(column) => vec![column.value.as_str()],
            ColumnSource::Joined(text) => holes(&text.value),
            ColumnSource::Fixed(_) => Vec::new(),
        };
        let code = match &self.used {
            ColumnUse::TitleOf(text) => holes(&text.value),
            ColumnUse::Key(_) | ColumnUse::Ignored(_) => Vec::new(),
        };
        let beside = self.unit_from.iter().chain(&self.only_with).map(|column| column.value.as_str());
        from.into_iter().chain(code).chain(beside).collect()
    }
}

/// The columns in the braces of a text.
pub fn holes(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}
