//! The builder of columns: the names, the meaning and the source of the cells of a column in one place. Columns that
//! many tables share (the leading three, a fiscal year, a code with its label, statements with their state, a source)
//! are defined here.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::codes::{self, Codes};
use crate::dataset::{Cell, Column, ColumnType, ForeignKey, Limit, Rows, Unit};
use crate::diagnostic::Located;
use crate::export::cell;
use crate::model::{
    Citation, Date, DepartmentId, FiscalYear, FixedPage, Head, ItemNumber, MovedTo, Narrative, Outcome, Period, Plan,
    Rating, Record, Site, StageKind, Text, Verdict, Words,
};

/// A function that reads a value from a row's source.
pub(super) trait Read<'s, R, T>: Fn(&R) -> T + Send + Sync + 's {}
impl<'s, R, T, F: Fn(&R) -> T + Send + Sync + 's> Read<'s, R, T> for F {}

/// A function that reads a value from a row's source and the site.
pub(super) trait ReadIn<'s, R, T>: Fn(&'s Site, &R) -> T + Send + Sync + 's {}
impl<'s, R, T, F: Fn(&'s Site, &R) -> T + Send + Sync + 's> ReadIn<'s, R, T> for F {}

/// Makes the cell of a column.
type Make<'s, R> = Box<dyn ReadIn<'s, R, Cell<'s>>>;

/// Returns the fiscal year of a row's source.
type YearOf<'s, R> = Box<dyn Read<'s, R, Option<FiscalYear>>>;

/// The pattern of a 全国地方公共団体コード.
pub(in crate::export) const MUNICIPALITY_CODE: Limit = Limit::Shape("[0-9]{6}", "6桁の数字");
/// The range of a fiscal year.
pub(super) const YEARS: Limit = Limit::Between(1927, 2100);

/// The number of rows of each fiscal year.
pub(super) type YearCounts = BTreeMap<FiscalYear, usize>;

/// The columns of one table, with the functions from a row's source `R` to each cell.
pub(super) struct Fields<'s, R> {
    columns: Vec<(Column, Make<'s, R>)>,
    /// The number of columns that the last call added: a code and its label are two.
    last: usize,
    /// Relations to other tables.
    foreign_keys: Vec<ForeignKey>,
    /// The fiscal year of a row, if the table grows by year.
    year: Option<YearOf<'s, R>>,
    /// Returns the fiscal years that the rows cover.
    coverage: fn(&Site) -> Option<Period>,
}

/// Machine name and Japanese header.
type Names = (&'static str, &'static str);
/// Of a row that is a part of a record: what its address and its kind mean.
pub(super) const HOLDER: [Meaning; 2] = [
    ("この行が属する記録のアドレス。", "Address of the record to which the row belongs."),
    ("記録の種類。", "Kind of the record."),
];

/// Meaning in Japanese and in English.
pub(super) type Meaning = (&'static str, &'static str);

/// Names of the columns of statements and of their state.
macro_rules! with_state {
    ($name:literal, $header:literal) => {
        [($name, $header), (concat!($name, "_state"), concat!($header, "_状態コード"))]
    };
}
pub(super) use with_state;

/// Names of the columns of a rating, with what stands before them.
macro_rules! rating_names {
    ($name:literal, $header:literal) => {
        [
            (concat!($name, "rating"), concat!($header, "評価_コード")),
            (concat!($name, "rating_glyph"), concat!($header, "評価")),
            (concat!($name, "rating_criterion"), concat!($header, "評価_基準")),
            (concat!($name, "rating_state"), concat!($header, "評価_状態コード")),
        ]
    };
}
pub(super) use rating_names;

/// Statements with their state.
pub(super) struct Told<'s> {
    /// The statements: `None` unknown, empty none.
    pub(super) texts: Option<&'s [Text]>,
    /// The state if no statements are expected.
    pub(super) instead: Option<&'static str>,
}

impl<'s> From<&'s Option<Vec<Text>>> for Told<'s> {
    fn from(statements: &'s Option<Vec<Text>>) -> Self {
        Self { texts: statements.as_deref(), instead: None }
    }
}

impl Told<'_> {
    /// The code of [`codes::TOLD`].
    pub(super) fn state(&self) -> &'static str {
        match (self.texts, self.instead) {
            (Some([_, ..]), _) => "given",
            (_, Some(instead)) => instead,
            (texts, None) => known(texts),
        }
    }
}

/// The code of [`codes::TOLD`] for a list: unknown, none or given.
pub(super) fn known<T>(list: Option<&[T]>) -> &'static str {
    match list {
        None => "unknown",
        Some([]) => "none",
        Some(_) => "given",
    }
}

impl<'s, R: 's> Fields<'s, R> {
    /// The three columns that begin every table; `id` makes the address of a row.
    pub(super) fn with_id(id: impl ReadIn<'s, R, Cell<'s>>) -> Self {
        Self { columns: Vec::new(), last: 0, foreign_keys: Vec::new(), year: None, coverage: of_records }
            .text(
                ("municipality_code", "全国地方公共団体コード"),
                ("団体の全国地方公共団体コード(6桁)。", "Six-digit code of the local government."),
                |site, _| cell::text(&site.profile.municipality.code.value),
            )
            .required()
            .limited(MUNICIPALITY_CODE)
            .text(
                ("id", "ID"),
                (
                    "行を特定する番号。記録のアドレスから作り、変わりません。",
                    "Stable identifier of the row, made from the address of its record.",
                ),
                id,
            )
            .required()
            .text(
                ("municipality_name", "地方公共団体名"),
                ("団体の名称。", "Name of the local government."),
                |site, _| cell::text(&site.profile.municipality.name.value),
            )
            .required()
    }

    fn add(mut self, kind: ColumnType, names: Names, meaning: Meaning, make: impl ReadIn<'s, R, Cell<'s>>) -> Self {
        let column = Column {
            name: names.0,
            header: names.1,
            kind,
            required: false,
            meaning: Cow::Borrowed(meaning.0),
            meaning_en: meaning.1,
            codes: Vec::new(),
            limit: Limit::Free,
            unit: None,
        };
        self.columns.push((column, Box::new(make)));
        self.last = 1;
        self
    }

    /// States that the columns added last have a value in every row.
    pub(super) fn required(mut self) -> Self {
        self.columns.iter_mut().rev().take(self.last).for_each(|(column, _)| column.required = true);
        self
    }

    fn first_of_last(&mut self) -> &mut Column {
        let first = self.columns.len() - self.last;
        &mut self.columns[first].0
    }

    /// Limits the values of the column added last.
    pub(super) fn limited(mut self, limit: Limit) -> Self {
        self.first_of_last().limit = limit;
        self
    }

    /// Sets the unit of the column added last.
    pub(super) fn counted(mut self, unit: Unit) -> Self {
        self.first_of_last().unit = Some(unit);
        self
    }

    /// States that the column added last names rows of another table, or of this one, by their ids.
    pub(super) fn refers_to(mut self, dataset: &'static str) -> Self {
        let column = self.first_of_last().name;
        self.foreign_keys.push(ForeignKey { column, dataset });
        self
    }

    /// States that the table grows by year, and the year of a row.
    pub(super) fn by_year(mut self, year: impl Read<'s, R, Option<FiscalYear>>) -> Self {
        self.year = Some(Box::new(year));
        self
    }

    /// States that the rows cover the years of the plans.
    pub(super) fn of_plans(mut self) -> Self {
        self.coverage = of_plans;
        self
    }

    fn together(mut self, columns: usize) -> Self {
        self.last = columns;
        self
    }

    /// A text.
    pub(super) fn text(self, names: Names, meaning: Meaning, make: impl ReadIn<'s, R, Cell<'s>>) -> Self {
        self.add(ColumnType::Text, names, meaning, make)
    }

    /// A text that every row has.
    pub(super) fn needed(self, names: Names, meaning: Meaning, make: impl Read<'s, R, &'s Text>) -> Self {
        self.text(names, meaning, move |_, row| cell::text(&make(row).value)).required()
    }

    /// A text that a row may not have.
    pub(super) fn maybe(self, names: Names, meaning: Meaning, make: impl Read<'s, R, Option<&'s Text>>) -> Self {
        self.text(names, meaning, move |_, row| cell::optional(make(row)))
    }

    /// A list of names or statements.
    pub(super) fn list(self, names: Names, meaning: Meaning, make: impl ReadIn<'s, R, Cell<'s>>) -> Self {
        self.add(ColumnType::List, names, meaning, make)
    }

    /// The record to which a row belongs, with the meanings of its address and of its kind.
    pub(super) fn record(self, [address, kind]: [Meaning; 2], make: impl Read<'s, R, Record<'s>> + Copy) -> Self {
        self.text(("record_id", "記録_ID"), address, move |_, row| cell::address(make(row).id().0))
            .required()
            .refers_to("objects")
            .coded(
                [("record_kind", "記録_種類コード"), ("record_kind_label", "記録_種類")],
                codes::RECORD_KINDS,
                kind,
                move |_, row| Some(make(row).kind()),
            )
            .required()
            .text(
                ("record_title", "記録_名称"),
                ("記録の題名。", "Title of the record."),
                move |site, row| cell::title(make(row), site),
            )
            .required()
    }

    /// The place within the record.
    pub(super) fn anchor(self, make: impl Read<'s, R, Option<String>>) -> Self {
        let meaning = (
            "記録の中の箇所(y2022 は年度、kpi-2 は⟨indicators⟩、i1 は⟨part⟩、zu- で始まるものは図)。",
            "Place within the record (y2022 a year, kpi-2 an indicator, i1 an item, zu-… a chart).",
        );
        self.text(("anchor", "箇所"), meaning, move |_, row| make(row).map_or(Cell::Empty, cell::address))
    }

    /// What a row is about: a record, or a part of one.
    pub(super) fn object(self, meaning: Meaning, make: impl Read<'s, R, String>) -> Self {
        self.text(("object_id", "対象_ID"), meaning, move |_, row| cell::address(make(row)))
            .required()
            .refers_to("objects")
    }

    /// A decimal number.
    pub(super) fn number(self, names: Names, meaning: Meaning, make: impl ReadIn<'s, R, Cell<'s>>) -> Self {
        self.add(ColumnType::Number, names, meaning, make)
    }

    /// A whole number.
    pub(super) fn integer(self, names: Names, meaning: Meaning, make: impl ReadIn<'s, R, Cell<'s>>) -> Self {
        self.add(ColumnType::Integer, names, meaning, make)
    }

    /// 番号 of an item. It is a whole number as long as every item of the site has one, else a text as written: what
    /// was published as a number stays one.
    pub(super) fn item_number(
        self,
        site: &Site,
        names: Names,
        meaning: Meaning,
        make: impl Read<'s, R, &'s ItemNumber>,
    ) -> Self {
        let mut items = site.programs.iter().flat_map(|program| &program.items);
        if items.all(|item| item.number.plain().is_some()) {
            self.integer(names, meaning, move |_, row| make(row).plain().map_or(Cell::Empty, cell::integer))
        } else {
            self.text(names, meaning, move |_, row| cell::code(Some(&make(row).0)))
        }
    }

    /// Yes or no.
    pub(super) fn truth(self, names: Names, meaning: Meaning, make: impl ReadIn<'s, R, bool>) -> Self {
        self.add(ColumnType::Truth, names, meaning, move |site, row| Cell::Truth(make(site, row))).required()
    }

    /// Yes, no or not declared.
    pub(super) fn declared(self, names: Names, meaning: Meaning, make: impl Read<'s, R, Option<bool>>) -> Self {
        self.add(ColumnType::Truth, names, meaning, move |_, row| make(row).map_or(Cell::Empty, Cell::Truth))
    }

    /// What became of a target: the code, its label, and the words of the rule.
    pub(super) fn outcome(self, make: impl Read<'s, R, Option<(Outcome, Verdict)>> + Copy) -> Self {
        self.coded(
            [("outcome", "判定_コード"), ("outcome_label", "判定")],
            codes::OUTCOMES,
            (
                "目標がどうなったか。宣言された規則だけで決めます。目標でない行では空。",
                "What became of the target, by the declared rule alone; empty in rows that are no targets.",
            ),
            move |_, row| make(row).map(|(outcome, _)| outcome.code()),
        )
        .text(
            ("outcome_reason", "判定_理由"),
            ("規則を当てはめた結果か、判定しない理由。", "What the rule says, or why there is no verdict."),
            move |_, row| make(row).map_or(Cell::Empty, |(outcome, verdict)| cell::owned(verdict.words_of(outcome))),
        )
    }

    /// A code alone.
    pub(super) fn code(
        mut self,
        names: Names,
        codes: Codes,
        meaning: Meaning,
        make: impl ReadIn<'s, R, Option<&'static str>>,
    ) -> Self {
        self = self.text(names, meaning, move |site, row| cell::code(make(site, row)));
        self.columns.last_mut().expect("it has just been added").0.codes =
            codes.iter().map(|(code, label)| (*code, Cow::Borrowed(*label))).collect();
        self
    }

    /// A code and its label.
    pub(super) fn coded(
        self,
        [code, label]: [Names; 2],
        codes: Codes,
        meaning: Meaning,
        make: impl ReadIn<'s, R, Option<&'static str>> + Copy,
    ) -> Self {
        let label_of = move |code| codes::label(codes, code);
        self.code(code, codes, meaning, make)
            .text(label, ("1つ前の列のコードの名称。", "Label of the code."), move |site, row| {
                let label = make(site, row).and_then(label_of);
                label.map_or(Cell::Empty, |label| Cell::Text(site.words().tell(label)))
            })
            .together(2)
    }

    /// Statements in one cell and, beside it, their state.
    pub(super) fn statements(
        self,
        [texts, state]: [Names; 2],
        meaning: Meaning,
        make: impl Read<'s, R, Told<'s>> + Copy,
    ) -> Self {
        self.list(texts, meaning, move |_, row| cell::list(make(row).texts)).state(state, move |row| make(row).state())
    }

    /// The state of a value: that of the column before or, for many-to-many relations, of the table `relations`.
    pub(super) fn state(self, names: Names, make: impl Read<'s, R, &'static str>) -> Self {
        self.state_of(names, codes::TOLD, make)
    }

    fn state_of(self, names: Names, codes: Codes, make: impl Read<'s, R, &'static str>) -> Self {
        let meaning = (
            "書かれているか、無いと分かっているか、不明か、まだ公表の時期でないか。",
            "Whether it is given, known to be none, unknown, or not due yet.",
        );
        self.code(names, codes, meaning, move |_, row| Some(make(row))).required()
    }

    /// States that the state added last is of these rows of the form: where the city's own form does not have one, it is
    /// not unknown.
    pub(super) fn asked(mut self, rows: &'static [&'static str], head: impl ReadIn<'s, R, Option<&'s Head>>) -> Self {
        let (mut column, make) = self.columns.pop().expect("a state has just been added");
        let (code, label) = codes::NOT_ON_FORM;
        column.codes.push((code, Cow::Borrowed(label)));
        column.meaning =
            Cow::Borrowed("書かれているか、無いと分かっているか、不明か、まだ公表の時期でないか、様式に無い欄か。");
        column.meaning_en =
            "Whether it is given, known to be none, unknown, not due yet, or not asked for by the form.";
        let is_outside = move |site, of: &R| head(site, of).is_some_and(|head| rows.iter().any(|row| !head.has(row)));
        let state = move |site, of: &R| {
            let state = make(site, of);
            let is_said = ["given", "none"].map(|said| cell::code(Some(said))).contains(&state);
            if is_said || !is_outside(site, of) { state } else { cell::code(Some(code)) }
        };
        self.columns.push((column, Box::new(state)));
        self
    }

    /// 年度 and 年度_和暦.
    pub(super) fn fiscal_year(self, make: impl Read<'s, R, Option<FiscalYear>> + Copy) -> Self {
        self.year(
            [("fiscal_year", "年度"), ("fiscal_year_wareki", "年度_和暦")],
            (
                "年度(4月から翌年3月まで)。始まる年の西暦。",
                "Fiscal year (April to March), by the western year in which it begins.",
            ),
            make,
        )
    }

    /// A fiscal year as a number and in the Japanese era.
    pub(super) fn year(
        self,
        [western, era]: [Names; 2],
        meaning: Meaning,
        make: impl Read<'s, R, Option<FiscalYear>> + Copy,
    ) -> Self {
        self.integer(western, meaning, move |_, row| cell::year(make(row)))
            .text(
                era,
                ("1つ前の列の年度を和暦で書いたもの。", "The same fiscal year in the Japanese era."),
                move |_, row| cell::wareki(make(row)),
            )
            .together(2)
            .limited(YEARS)
            .counted(Unit::Of("年度"))
    }

    /// The last fiscal year whose results a plan or a program has published.
    pub(super) fn results_through(self, make: impl Read<'s, R, &'s Option<Located<FiscalYear>>> + Copy) -> Self {
        self.year(
            [("results_through", "公表済み年度"), ("results_through_wareki", "公表済み年度_和暦")],
            ("実績を公表した最後の年度。", "Last fiscal year whose results are published."),
            move |row| make(row).as_ref().map(|year| year.value),
        )
    }

    /// 期間, as far as its ends are known.
    pub(super) fn period(self, make: impl Read<'s, R, Option<Period>> + Copy) -> Self {
        self.year(
            [("from", "期間_開始"), ("from_wareki", "期間_開始_和暦")],
            ("期間の始まりの年度。", "First fiscal year of the period."),
            move |row| make(row)?.from,
        )
        .year(
            [("to", "期間_終了"), ("to_wareki", "期間_終了_和暦")],
            ("期間の終わりの年度。", "Last fiscal year of the period."),
            move |row| make(row)?.to,
        )
    }

    /// A day and its precision.
    pub(super) fn known_on(self, [day, precision]: [Names; 2], make: impl Read<'s, R, Option<Date>> + Copy) -> Self {
        let meaning = (
            "何日現在か。月までしか分からないときはその月の末日。",
            "The day for which it holds; the last day of the month where only the month is known.",
        );
        self.add(ColumnType::Date, day, meaning, move |_, row| cell::date(make(row))).code(
            precision,
            codes::PRECISIONS,
            ("1つ前の列の日付が、日まで分かるか、月までか。", "Whether the date is known to the day or to the month."),
            move |_, row| make(row).map(|date| if date.day.is_some() { "day" } else { "month" }),
        )
    }

    /// A day.
    pub(super) fn date(self, names: Names, meaning: Meaning, make: impl Read<'s, R, Option<Date>>) -> Self {
        self.add(ColumnType::Date, names, meaning, move |_, row| cell::date(make(row)))
    }

    /// A day as it is spelled.
    pub(super) fn add_date(self, names: Names, meaning: Meaning, make: impl Read<'s, R, String>) -> Self {
        let cell = move |row: &R| Some(make(row)).filter(|day| day.len() == 10).map_or(Cell::Empty, Cell::Date);
        self.add(ColumnType::Date, names, meaning, move |_, row| cell(row))
    }

    /// A department by id and name.
    pub(super) fn department(
        self,
        [id, name]: [Names; 2],
        meaning: Meaning,
        make: impl Read<'s, R, Option<&'s DepartmentId>> + Copy,
    ) -> Self {
        self.text(id, meaning, move |_, row| cell::code(make(row).map(|id| id.0.as_str())))
            .text(
                name,
                ("1つ前の列の部局・課所の名称(部局 課所)。", "Name of the department (bureau, division)."),
                move |site, row| make(row).map_or(Cell::Empty, |id| cell::owned(site.department_name(id))),
            )
            .together(2)
    }

    /// 移管先 and what is printed about it.
    pub(super) fn moved_to(self, meaning: Meaning, make: impl Read<'s, R, Option<&'s MovedTo>> + Copy) -> Self {
        let department = move |row: &R| make(row).map(|moved| &moved.department.value);
        self.department([("moved_to_id", "移管先_ID"), ("moved_to_name", "移管先_名称")], meaning, department)
            .refers_to("departments")
            .maybe(
                ("moved_to_note", "移管_注"),
                ("移管について印刷された文。", "What is printed about the move."),
                move |row| make(row).and_then(|moved| moved.note.as_ref()),
            )
    }

    /// 評価 as code, glyph and the criterion of its year, and its state.
    pub(super) fn rating(
        self,
        [code, glyph, criterion, state]: [Names; 4],
        make: impl Read<'s, R, Rated> + Copy,
    ) -> Self {
        self.coded(
            [code, glyph],
            codes::RATINGS,
            ("評価記号のコード。", "Rating, as a code."),
            move |_, row| make(row).rating.map(Rating::code),
        )
        .text(
            criterion,
            (
                "その年度・段階の評価基準に書かれた記号の意味。",
                "What the mark means by the criteria of that year and stage.",
            ),
            move |site, row| criterion_of(site, &make(row)),
        )
        .state_of(state, codes::RATED, move |row| {
            let rated = make(row);
            if rated.rating.is_some() { "given" } else { rated.instead.unwrap_or("unknown") }
        })
    }

    /// 説明.
    pub(super) fn narrative(self, make: impl Read<'s, R, Option<&'s Narrative>>) -> Self {
        self.text(
            ("narrative", "説明"),
            ("長い説明(Markdownの印を除いた文)。", "Longer narrative, without markup."),
            move |_, row| make(row).map_or(Cell::Empty, |narrative| cell::text(&narrative.plain)),
        )
    }

    /// 出典.
    pub(super) fn source(self, make: impl Read<'s, R, Option<&'s Citation>> + Copy) -> Self {
        self.maybe(("source_document", "出典_文書"), ("元の文書。", "Source document."), move |row| {
            make(row).map(|source| &source.document)
        })
        .maybe(
            ("source_place", "出典_箇所"),
            ("元の文書の頁・シート・欄。", "Page, sheet or cell in the source document."),
            move |row| make(row).and_then(|source| source.place.as_ref()),
        )
        .maybe(
            ("source_note", "出典_注"),
            ("印刷された内容と違うところと、その理由。", "Where the data differ from the print, and why."),
            move |row| make(row).and_then(|source| source.note.as_ref()),
        )
    }

    /// The address of the row on the site.
    pub(super) fn page(self, make: impl ReadIn<'s, R, String> + Copy) -> Self {
        self.text(
            ("page", "ページ"),
            (
                "この行を載せたページ。サイトの先頭からのアドレス。",
                "Page that shows the row, relative to the root of the site.",
            ),
            move |site, row| Cell::Text(Cow::Owned(make(site, row))),
        )
        .required()
        .text(
            ("uri", "URI"),
            (
                "この行を載せたページの、省略の無いアドレス。団体をまたいで1つに決まります。公開する場所が分からなければ空。",
                "Full address of the page that shows the row, unique among all municipalities; empty where the address of \
                 the site is not known.",
            ),
            move |site, row| {
                let base = site.profile.base_url.as_ref();
                base.map_or(Cell::Empty, |base| Cell::Text(Cow::Owned([&*base.value, &make(site, row)].concat())))
            },
        )
    }

    /// Joins the columns and the rows to a table. If only one fiscal year is requested, `rows` may leave others out.
    pub(super) fn table<I>(
        self,
        site: &'s Site,
        about: About,
        rows: impl Fn(&'s Site, Option<FiscalYear>) -> I + Send + Sync + 's,
    ) -> Table<'s>
    where
        I: Iterator<Item = R> + 's,
    {
        let (mut columns, makes): (Vec<_>, _) = self.columns.into_iter().unzip();
        columns.iter_mut().for_each(|column| told(column, site.words()));
        let coverage = (self.coverage)(site);
        let (length, count, years) = (about.length, about.count, about.years);
        let known = Known::default();
        let source = Arc::new(Source { site, makes, rows, length, count, year: self.year, years, known });
        Table { about, columns, foreign_keys: self.foreign_keys, source, coverage }
    }
}

/// Says a column in the city's words.
fn told(column: &mut Column, words: &Words) {
    for text in std::iter::once(&mut column.meaning).chain(column.codes.iter_mut().map(|(_, label)| label)) {
        *text = Cow::Owned(words.tell(text).into_owned());
    }
}

/// A table as its columns and rows; it does not know its files or when it changed.
pub(in crate::export) struct Table<'s> {
    /// Its names and relations.
    pub(in crate::export) about: About,
    /// Columns in order.
    pub(in crate::export) columns: Vec<Column>,
    /// Relations to other tables.
    pub(in crate::export) foreign_keys: Vec<ForeignKey>,
    /// Makes the rows.
    pub(in crate::export) source: Arc<dyn Rows + 's>,
    /// The fiscal years that its rows cover.
    pub(in crate::export) coverage: Option<Period>,
}

impl Table<'_> {
    /// Whether it has no rows.
    pub(in crate::export) fn is_empty(&self) -> bool {
        self.source.rows().next().is_none()
    }
}

/// Columns over the rows of a site.
struct Source<'s, R, F> {
    site: &'s Site,
    makes: Vec<Make<'s, R>>,
    rows: F,
    length: Option<fn(&Site) -> usize>,
    count: Option<fn(&Site) -> usize>,
    year: Option<YearOf<'s, R>>,
    years: Option<fn(&Site) -> YearCounts>,
    /// What several files and pages of a table ask for.
    known: Known,
}

/// The length, the number of rows and the years of a table, once they were asked for.
#[derive(Default)]
struct Known {
    length: OnceLock<usize>,
    count: OnceLock<usize>,
    years: OnceLock<YearCounts>,
}

impl<'s, R, I: Iterator<Item = R> + 's, F: Fn(&'s Site, Option<FiscalYear>) -> I + Send + Sync> Rows
    for Source<'s, R, F>
{
    fn length(&self) -> usize {
        let length = || self.length.map_or_else(|| self.count(), |length| length(self.site));
        *self.known.length.get_or_init(length)
    }

    fn count(&self) -> usize {
        let count = || self.count.map_or_else(|| (self.rows)(self.site, None).count(), |count| count(self.site));
        *self.known.count.get_or_init(count)
    }

    fn rows(&self) -> Box<dyn Iterator<Item = Vec<Cell<'_>>> + '_> {
        Box::new((self.rows)(self.site, None).map(|row| self.cells(&row)))
    }

    fn years(&self) -> YearCounts {
        let Some(year) = &self.year else { return YearCounts::new() };
        let count = || counted((self.rows)(self.site, None).filter_map(|row| year(&row)));
        self.known.years.get_or_init(|| self.years.map_or_else(count, |years| years(self.site))).clone()
    }

    fn rows_of(&self, wanted: FiscalYear) -> Box<dyn Iterator<Item = Vec<Cell<'_>>> + '_> {
        let is_wanted = move |row: &R| self.year.as_ref().is_some_and(|year| year(row) == Some(wanted));
        Box::new((self.rows)(self.site, Some(wanted)).filter(is_wanted).map(|row| self.cells(&row)))
    }
}

impl<'s, R, F> Source<'s, R, F> {
    fn cells(&self, row: &R) -> Vec<Cell<'s>> {
        self.makes.iter().map(|make| make(self.site, row)).collect()
    }
}

/// The number of rows of each year.
fn counted(years: impl Iterator<Item = FiscalYear>) -> YearCounts {
    let mut counts = YearCounts::new();
    years.for_each(|year| *counts.entry(year).or_default() += 1);
    counts
}

/// The fiscal years of the site's records.
fn of_records(site: &Site) -> Option<Period> {
    let years = site.years();
    Some(Period::of_years(Some(*years.first()?), Some(*years.last()?)))
}

/// From the start of the first plan to the end of the last, or to the year of its targets; open if a plan states
/// neither.
fn of_plans(site: &Site) -> Option<Period> {
    let dated = || site.plans.iter().filter_map(|plan| Some((plan, plan.period?)));
    let target = |plan: &Plan| plan.target_year.as_ref().map(|year| year.value);
    let ends: Option<Vec<_>> = dated().map(|(plan, period)| period.to.max(target(plan))).collect();
    let from = dated().filter_map(|(_, period)| period.from).min()?;
    Some(Period::of_years(Some(from), ends.and_then(|ends| ends.into_iter().max())))
}

/// The names of a table.
#[derive(Clone, Copy, Default)]
pub(in crate::export) struct About {
    /// Machine name.
    pub(in crate::export) name: &'static str,
    /// Title in English.
    pub(in crate::export) title_en: &'static str,
    /// What a row is, with the names of nouns.
    pub(in crate::export) description: &'static str,
    /// The page of the family without which it has no rows.
    pub(in crate::export) family: Option<FixedPage>,
    /// The maximum number of rows, for tables whose rows are expensive to count.
    pub(in crate::export) length: Option<fn(&Site) -> usize>,
    /// The number of rows, for tables where all of a row would be made to count it.
    pub(in crate::export) count: Option<fn(&Site) -> usize>,
    /// The number of rows of each year, for tables whose rows are expensive to count.
    pub(in crate::export) years: Option<fn(&Site) -> YearCounts>,
    /// Who reads it.
    pub(in crate::export) readers: Readers,
}

/// Who reads a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::export) enum Readers {
    /// People, in spreadsheets too.
    #[default]
    People,
    /// Programs alone: it only joins or repeats what other tables tell.
    Programs,
}

/// A mark with the year and stage whose criteria define its meaning.
pub(super) struct Rated {
    /// The mark.
    pub(super) rating: Option<Rating>,
    /// 年度.
    pub(super) fiscal_year: FiscalYear,
    /// The stage at which it was given.
    pub(super) stage: StageKind,
    /// The state if no mark is expected.
    pub(super) instead: Option<&'static str>,
}

fn criterion_of<'s>(site: &'s Site, rated: &Rated) -> Cell<'s> {
    let Some(rating) = rated.rating else { return Cell::Empty };
    cell::optional(site.criteria(rated.fiscal_year, rated.stage).and_then(|known| known.meaning(rating)))
}
