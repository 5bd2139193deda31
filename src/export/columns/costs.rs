//! `costs`: 事業費, one row per record, fiscal year and stage. The funds are columns in 円, with what is not standard as one:
//! together they are the total. `cost_funds` has each fund as a row, for sums by fund.

use super::codes;
use super::fields::{About, Fields, HOLDER, Read, Table};
use crate::dataset::{Cell, Unit};
use crate::export::cell;
use crate::model::{Amount, Cost, FiscalYear, Fund, FundAmount, Record, Site, StandardFund, Yen};

/// 事業費 of a record at one stage.
#[derive(Clone, Copy)]
struct Row<'s> {
    record: Record<'s>,
    year: FiscalYear,
    cost: &'s Cost,
}

impl Row<'_> {
    fn id(&self) -> String {
        id(self.record, self.year, self.cost)
    }
}

/// `<place>/costs/<stage>`.
pub(super) fn id(record: Record<'_>, year: FiscalYear, cost: &Cost) -> String {
    format!("{}/costs/{}", place(record, year), cost.stage.value.code())
}

/// The place of a year in a record: `programs/g/1#y2022`; that of a goal is its own.
pub(super) fn place(record: Record<'_>, year: FiscalYear) -> String {
    match record {
        Record::Goal(goal) => goal.id.0.clone(),
        Record::Plan(_) | Record::Section(_) | Record::Program(_) | Record::Item(_) | Record::Sheet(_) => {
            record.id().part(&year.anchor())
        }
    }
}

fn all(site: &Site) -> impl Iterator<Item = Row<'_>> {
    site.records().flat_map(rows_of)
}

fn rows_of(record: Record<'_>) -> impl Iterator<Item = Row<'_>> {
    record.costs().map(move |(year, cost)| Row { record, year, cost })
}

/// 事業費.
pub(super) fn table(site: &Site) -> Table<'_> {
    columns().table(site, about(), |site, _| all(site))
}

/// The rows of a record.
pub(in crate::export) fn of_record<'s>(site: &'s Site, record: Record<'s>) -> Table<'s> {
    columns().table(site, about(), move |_, _| rows_of(record))
}

fn about() -> About {
    About {
        name: "costs",
        title_en: "Costs",
        description: "記録の⟨costs⟩。1行が1つの記録・年度・段階です。名前が「_円」で終わる列は円にそろえた額で、単位の違う行も合計できます。段階の違う行(当初予算と決算など)は合計しないでください。財源の列(国庫支出金_円から独自の財源_円まで)の合計が総額_円です。財源ごとの行は cost_funds にあります。",
        ..About::default()
    }
}

fn columns<'s>() -> Fields<'s, Row<'s>> {
    let mut columns = Fields::<Row<'_>>::with_id(|_, row| cell::address(row.id()))
        .record(HOLDER, |row| row.record)
        .fiscal_year(|row| Some(row.year))
        .required()
        .by_year(|row| Some(row.year))
        .stage(|row| row.cost)
        .printed(
            ("total", "総額"),
            ("⟨costs⟩の総額(人件費を除く)。", "Total cost without staff."),
            |row| row.cost.total.as_ref().map(|one| &one.value),
        )
        .text(
            ("unit", "単位"),
            ("この行の金額に印刷された単位。", "Unit of the printed amounts."),
            |_, row| cell::code(Some(row.cost.unit.value.word())),
        )
        .required()
        .yen(("total_yen", "総額_円"), ("⟨costs⟩の総額。", "Total cost."), |row| {
            yen(row.cost.total.as_ref())
        })
        .state(("funds_state", "財源_状態コード"), |row| super::fields::known(row.cost.funds.as_deref()));
    for (fund, _, _) in StandardFund::ALL {
        let (names, english) = fund_column(fund);
        columns = columns.yen(
            names,
            ("⟨costs⟩のうち、この財源の額。内訳に無い財源は空。", english),
            move |row| row.cost.fund(&Fund::Standard(fund)).map(Amount::yen),
        );
    }
    columns
        .yen(
            ("declared_yen", "独自の財源_円"),
            (
                "⟨costs⟩のうち、ほかの財源の列に無い、団体の独自の財源の合計。",
                "Sum of the funds that only this municipality has.",
            ),
            |row| row.cost.declared_funds(),
        )
        .printed(("staff", "人件費"), ("職員の人件費。", "Cost of staff."), |row| {
            row.cost.staff.as_ref().map(|one| &one.value)
        })
        .yen(("staff_yen", "人件費_円"), ("職員の人件費。", "Cost of staff."), |row| {
            yen(row.cost.staff.as_ref())
        })
        .number(("persons", "人工"), ("従事した人数。", "Persons who worked for it."), |_, row| {
            cell::number(row.cost.persons.as_ref().map(|number| &number.value))
        })
        .counted(Unit::Of("人"))
        .printed(
            ("full", "総コスト"),
            ("⟨costs⟩に人件費を加えた額。", "Total cost with staff."),
            |row| row.cost.full.as_ref().map(|one| &one.value),
        )
        .yen(
            ("full_yen", "総コスト_円"),
            ("⟨costs⟩に人件費を加えた額。", "Total cost with staff."),
            |row| yen(row.cost.full.as_ref()),
        )
        .maybe(("note", "注"), ("金額についての注。", "Note on the amounts."), |row| row.cost.note.as_ref())
        .page(|site, row| row.record.id().part_page(site.money_anchor(row.record, "costs")))
}

fn yen(amount: Option<&crate::diagnostic::Located<Amount>>) -> Option<Yen> {
    amount.map(|amount| amount.value.yen())
}

/// The names of the column of a fund, and its meaning in English.
fn fund_column(fund: StandardFund) -> ((&'static str, &'static str), &'static str) {
    match fund {
        StandardFund::National => (("national_yen", "国庫支出金_円"), "Borne by grants of the state."),
        StandardFund::Prefectural => (("prefectural_yen", "都道府県支出金_円"), "Borne by grants of the prefecture."),
        StandardFund::Bonds => (("bonds_yen", "地方債_円"), "Borne by local bonds."),
        StandardFund::Fees => (("fees_yen", "使用料等_円"), "Borne by fees and charges."),
        StandardFund::Other => (("other_yen", "その他_円"), "Borne by other specific revenue."),
        StandardFund::General => (("general_yen", "一般財源_円"), "Borne by general revenue."),
    }
}

/// What one fund bears.
struct FundRow<'s> {
    of: Row<'s>,
    one: &'s FundAmount,
}

/// 事業費の財源.
pub(super) fn funds(site: &Site) -> Table<'_> {
    let about = About {
        name: "cost_funds",
        title_en: "Costs by fund",
        description: "⟨costs⟩の財源内訳。1行が1つの記録・年度・段階・財源で、標準の財源も団体の独自の財源もすべて含みます。costs の財源の列と同じ金額なので、合計するのはどちらか一方の表にしてください。",
        ..About::default()
    };
    let id = |row: &FundRow<'_>| format!("{}/{}", row.of.id(), row.one.fund.value.code());
    Fields::<FundRow<'_>>::with_id(move |_, row| cell::address(id(row)))
        .text(("cost_id", "事業費_ID"), ("表 costs の行の ID。", "Row of the table costs."), |_, row| {
            cell::address(row.of.id())
        })
        .required()
        .refers_to("costs")
        .record(HOLDER, |row| row.of.record)
        .fiscal_year(|row| Some(row.of.year))
        .required()
        .by_year(|row| Some(row.of.year))
        .stage(|row| row.of.cost)
        .text(("fund", "財源_コード"), ("財源のコード。", "Code of the fund."), |_, row| {
            cell::code(Some(row.one.fund.value.code()))
        })
        .required()
        .text(("fund_label", "財源"), ("財源の名称。", "Name of the fund."), |site, row| {
            cell::text(site.fund_name(&row.one.fund.value))
        })
        .required()
        .truth(
            ("is_standard", "標準の財源"),
            ("どの団体にもある財源か、この団体の独自の財源か。", "Whether every municipality has this fund."),
            |_, row| matches!(row.one.fund.value, Fund::Standard(_)),
        )
        .printed(("amount", "金額"), ("この財源の額。", "What the fund bears."), |row| {
            Some(&row.one.amount.value)
        })
        .text(("unit", "単位"), ("金額に印刷された単位。", "Unit of the printed amount."), |_, row| {
            cell::code(Some(row.of.cost.unit.value.word()))
        })
        .required()
        .yen(("amount_yen", "金額_円"), ("この財源の額。", "What the fund bears."), |row| {
            Some(row.one.amount.value.yen())
        })
        .page(|site, row| row.of.record.id().part_page(site.money_anchor(row.of.record, "costs")))
        .table(site, about, |site, _| {
            all(site).flat_map(|of| of.cost.funds.iter().flatten().map(move |one| FundRow { of, one }))
        })
}

impl<'s, R: 's> Fields<'s, R> {
    /// The stage of 事業費.
    fn stage(self, make: impl Read<'s, R, &'s Cost> + Copy) -> Self {
        self.coded(
            [("stage", "段階_コード"), ("stage_label", "段階")],
            codes::COST_STAGES,
            ("予算・決算の段階。", "Stage of the budget or of its settlement."),
            move |_, row| Some(make(row).stage.value.code()),
        )
        .required()
    }

    /// An amount as printed, in the unit of its row.
    pub(super) fn printed(
        self,
        names: (&'static str, &'static str),
        (meaning, english): (&'static str, &'static str),
        make: impl Read<'s, R, Option<&'s Amount>>,
    ) -> Self {
        self.number(names, (meaning, english), move |_, row| cell::number(make(row).map(Amount::number)))
            .counted(Unit::In("単位"))
    }

    /// An amount in 円.
    pub(super) fn yen(
        self,
        names: (&'static str, &'static str),
        meaning: (&'static str, &'static str),
        make: impl Read<'s, R, Option<Yen>>,
    ) -> Self {
        let cell = move |row: &R| {
            make(row).map_or(Cell::Empty, |yen| Cell::Number(yen.digits_in(crate::model::MoneyUnit::Yen).into()))
        };
        self.number(names, meaning, move |_, row| cell(row)).counted(Unit::Of("円"))
    }
}
