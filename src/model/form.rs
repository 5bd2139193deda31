//! The form of a record: every key that it can have, the class of its value, and the value itself. The functions that
//! describe a record are next to its type; with a record they return its values, without one the bare form.
//!
//! Readers of the form: [`Record::prose`] (where terms are marked), [`Record::fields`] (what is published and
//! corrected), the search's body, the history of the tables, and the import of spreadsheets with its forms. The kinds
//! of values and the order of keys come from the functions of `load`. What a reader leaves out is stated in the
//! description, with the reason.
//!
//! A new field takes six files: type and form (here in `model`), [`vocabulary`](super::vocabulary), `load`, its page in
//! `render`, the table in `export/columns` and the JSON in `export/record`. `tests/site/forms.rs` reports those that
//! were forgotten.

use super::head::own_text;
use super::{
    Amount, BudgetCode, Date, DepartmentId, Effect, Evaluation, Figure, FiscalYear, FundAmount, IndicatorRule, MovedTo,
    Number, OwnText, Period, PlanId, PlanReference, Rating, Record, Text, goal, plan, program,
};
use crate::diagnostic::Located;

/// The mark of what an editor still has to write, in files that the program has generated.
pub const TO_FILL: &str = "【未記入】";

/// The class of a value, by which readers select.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// 題名 of the record.
    Title,
    /// What identifies a record or a part of it: names, other spellings, periods.
    Name,
    /// A word that many records share, as printed.
    Tag,
    /// A sentence, in which terms are marked.
    Statement,
    /// Other words of the body: captions, actors.
    Caption,
    /// 数値.
    Figure,
    /// 事業費・効果額.
    Money,
    /// 移管先.
    Move,
    /// A date or a mark.
    Fact,
    /// 判定の規則.
    Rule,
    /// Additional information: notes, years.
    Aside,
    /// A document by its number.
    Document,
    /// Departments, plans, SDGs and records to which it refers.
    Reference,
    /// A title that is read together with its number: 章立て, 柱, 区分.
    Heading,
    /// How a number or code is read.
    Ordinal,
    /// Mappings with values of their own.
    Part,
    /// 出典.
    Source,
    /// What distinguishes the parts of a list; it is in their path.
    Key,
    /// Joins the same thing across records.
    Thread,
    /// What the city does not publish: 承認.
    Internal,
    /// What editors decide about the record itself: 下書き, 公開日, 確認済みの注意.
    Editorial,
}

/// One value of a record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'s> {
    /// A text.
    Text(&'s Text),
    /// A day or a month.
    Date(&'s Located<Date>),
    /// 年度.
    Year(&'s Located<FiscalYear>),
    /// 期間.
    Period(&'s Period),
    /// 評価.
    Mark(&'s Located<Rating>),
    /// 評価 on a declared scale, by its evaluator.
    Evaluation(&'s Evaluation),
    /// 判定の規則.
    Rule(&'s Located<IndicatorRule>),
    /// 数値.
    Figure(&'s Figure),
    /// 金額.
    Amount(&'s Located<Amount>),
    /// What a fund bears.
    Fund(&'s FundAmount),
    /// A number without a unit.
    Number(&'s Located<Number>),
    /// 予算科目.
    Budget(&'s BudgetCode),
    /// 効果額.
    Effect(&'s Effect),
    /// 移管先.
    Move(&'s MovedTo),
    /// 部局・課所.
    Department(&'s Located<DepartmentId>),
    /// 計画.
    Plan(&'s Located<PlanId>),
    /// A part of a plan.
    Section(&'s PlanReference),
    /// SDGs.
    Sdg(&'s Located<u8>),
}

/// A mapping of the form: the record, or a part of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<'s> {
    /// What distinguishes it from the others of its list, and its anchor on the page.
    pub place: Place,
    /// The open-data tables that contain its values; empty means those of the mapping above.
    pub tables: &'static [&'static str],
    /// Its keys, in the order of the printed form.
    pub rows: Vec<Row<'s>>,
}

/// Which part of a record a mapping is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The record itself, or the only mapping of a key.
    Whole,
    /// One of a list, by its name; `#` in a bare form.
    Named(String),
    /// 年度, with an anchor of its own.
    Year(FiscalYear),
    /// 重点取組項目, with an anchor of its own.
    Item(u32),
    /// 指標, with an anchor of its own.
    Indicator(u32),
    /// 基本施策, with an anchor of its own.
    Measure(u32),
}

/// A key of the form.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'s> {
    /// The key.
    pub key: &'static str,
    /// The class of its value.
    pub class: Class,
    /// The naming of its fields, if it is not the key below the name of its mapping.
    pub naming: Option<Naming>,
    /// The word that spreadsheets print, if it differs from that of the vocabulary.
    pub printed: Option<&'static str>,
    /// The header of the open-data column from which it is read back.
    pub column: Option<&'static str>,
    /// Why it is neither compared with what was published nor corrected.
    pub uncompared: Option<&'static str>,
    /// Why spreadsheets do not have it.
    pub unasked: Option<&'static str>,
    /// Whether the record says anything here; an empty list says that there is none.
    pub is_stated: bool,
    /// Its values; none if readers take them from the record itself.
    pub values: Vec<Value<'s>>,
    /// The mappings that are its value: those of the record, or a bare one that describes them.
    pub parts: Vec<Part<'s>>,
}

/// The name of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// That of its mapping, whose only value it is.
    Mapping,
    /// The key alone, wherever its mapping is.
    Top,
}

macro_rules! records {
    ($($variant:ident $name:literal $describe:path;)*) => {
        /// The kinds of content files that contain records, with the bare form of each.
        pub fn forms() -> [(&'static str, Part<'static>); 6] {
            [$(($name, Form::of(None, $describe))),*]
        }

        impl<'s> Record<'s> {
            /// The form with the values of the record.
            pub fn form(self) -> Part<'s> {
                match self { $(Self::$variant(record) => Form::of(Some(record), $describe)),* }
            }

            /// The bare form of this kind of record.
            pub fn bare_form(self) -> Part<'static> {
                match self { $(Self::$variant(_) => Form::of(None, $describe)),* }
            }
        }
    };
}

records! {
    Plan "plan" plan::plan;
    Section "section" plan::section;
    Program "program" program::program;
    Item "item" program::item;
    Sheet "sheet" goal::sheet;
    Goal "goal" goal::goal;
}

impl<'s> Record<'s> {
    /// Every statement of the record: the sentences in which terms are marked.
    pub fn prose(self) -> Vec<&'s Text> {
        self.texts(&[Class::Statement])
    }

    /// Every text of these classes.
    pub fn texts(self, classes: &[Class]) -> Vec<&'s Text> {
        let mut texts = Vec::new();
        take(&self.form(), classes, &mut texts);
        texts
    }
}

fn take<'s>(part: &Part<'s>, classes: &[Class], texts: &mut Vec<&'s Text>) {
    for row in &part.rows {
        let values = row.values.iter().filter(|_| classes.contains(&row.class));
        texts.extend(values.filter_map(|value| if let Value::Text(text) = value { Some(*text) } else { None }));
        row.parts.iter().for_each(|part| take(part, classes, texts));
    }
}

impl Place {
    /// What distinguishes it from the others of its list: number, year, code or name.
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Whole => None,
            Self::Named(name) => Some(name.clone()),
            Self::Year(year) => Some(year.western().to_string()),
            Self::Item(number) | Self::Indicator(number) | Self::Measure(number) => Some(number.to_string()),
        }
    }

    /// Its anchor on the page of the record; `None` if it has none.
    pub fn anchor(&self) -> Option<String> {
        match self {
            Self::Whole | Self::Named(_) => None,
            Self::Year(year) => Some(year.anchor()),
            Self::Item(number) => Some(format!("i{number}")),
            Self::Indicator(number) => Some(format!("kpi-{number}")),
            Self::Measure(number) => Some(format!("m{number}")),
        }
    }
}

macro_rules! said {
    ($($what:ident: $of:ty),*) => {
        impl Row<'_> {
            $(pub(super) fn $what(&mut self, $what: $of) -> &mut Self {
                self.$what = Some($what);
                self
            })*
        }
    };
}

said!(naming: Naming, printed: &'static str, column: &'static str, uncompared: &'static str, unasked: &'static str);

impl Row<'_> {
    /// Whether it has a list whose mappings have several fields each; only for a bare form.
    pub fn is_list(&self) -> bool {
        let is_one_field = |part: &Part<'_>| part.rows.iter().any(|row| row.naming == Some(Naming::Mapping));
        self.parts.iter().any(|part| part.place != Place::Whole && !is_one_field(part))
    }
}

/// A form under construction, with the mapping from which its values are taken.
pub(super) struct Form<'s, T> {
    of: Option<&'s T>,
    tables: &'static [&'static str],
    rows: Vec<Row<'s>>,
}

impl<'s, T> Form<'s, T> {
    /// As many keys as most forms have, at most.
    const USUAL: usize = 16;

    fn of(of: Option<&'s T>, describe: impl FnOnce(&mut Self)) -> Part<'s> {
        let mut form = Self { of, tables: &[], rows: Vec::with_capacity(Self::USUAL) };
        describe(&mut form);
        Part { place: Place::Whole, tables: form.tables, rows: form.rows }
    }

    /// States which open-data tables contain the values.
    pub(super) fn tables(&mut self, tables: &'static [&'static str]) {
        self.tables = tables;
    }

    /// A key whose value readers take from the record itself.
    pub(super) fn key(&mut self, key: &'static str, class: Class) -> &mut Row<'s> {
        let (values, parts) = (Vec::new(), Vec::new());
        let (naming, printed, column, uncompared, unasked) = (None, None, None, None, None);
        let is_stated = false;
        self.rows.push(Row { key, class, naming, printed, column, uncompared, unasked, is_stated, values, parts });
        self.rows.last_mut().expect("it was put there")
    }

    /// A key with its values.
    pub(super) fn field(
        &mut self,
        key: &'static str,
        class: Class,
        get: impl FnOnce(&'s T) -> &'s dyn Stated,
    ) -> &mut Row<'s> {
        let (mut values, mut is_stated) = (Vec::new(), false);
        if let Some(stated) = self.of.map(get) {
            stated.state(&mut values);
            is_stated = stated.is_stated();
        }
        let row = self.key(key, class);
        (row.values, row.is_stated) = (values, is_stated);
        row
    }

    /// A key with mappings each of which is read as one value.
    pub(super) fn whole<U: 's>(
        &mut self,
        key: &'static str,
        class: Class,
        get: impl FnOnce(&'s T) -> &'s dyn Stated,
        describe: fn(&mut Form<'s, U>),
    ) -> &mut Row<'s> {
        let is_bare = self.of.is_none();
        let row = self.field(key, class, get);
        row.parts = is_bare.then(|| Form::of(None, describe)).into_iter().collect();
        row
    }

    /// A key with mappings whose keys no reader distinguishes; readers take the values from the record itself.
    pub(super) fn keys(&mut self, key: &'static str, class: Class, keys: &[&'static str]) -> &mut Row<'s> {
        let describe = |form: &mut Form<'s, ()>| {
            for key in keys {
                form.key(key, class);
            }
        };
        let is_bare = self.of.is_none();
        let row = self.key(key, class);
        row.parts = is_bare.then(|| Form::of(None, describe)).into_iter().collect();
        row
    }

    /// A key with the mappings of a list, or with one that may be missing. Each mapping of a list has a [`Place`],
    /// which may depend on its number.
    pub(super) fn parts<U: 's, L: Listed<'s, U>>(
        &mut self,
        key: &'static str,
        get: impl FnOnce(&'s T) -> L,
        place: impl Fn(&U, usize) -> Place,
        describe: impl Fn(&mut Form<'s, U>),
    ) -> &mut Row<'s> {
        let part = |(n, part): (usize, &'s U)| Part { place: place(part, n), ..Form::of(Some(part), &describe) };
        let list = self.of.map(|of| get(of).list());
        let parts = match list {
            Some(list) => (1..).zip(list.unwrap_or_default()).map(part).collect(),
            None => vec![Part { place: Place::Named("#".to_owned()), ..Form::of(None, &describe) }],
        };
        let row = self.key(key, Class::Part);
        (row.parts, row.is_stated) = (parts, list.flatten().is_some());
        row
    }

    /// The keys of a mapping that is not one in the file: they stand among those of this one. Records that have none of
    /// them have no rows for them.
    pub(super) fn inline<U: 's>(
        &mut self,
        get: impl FnOnce(&'s T) -> Option<&'s U>,
        describe: impl FnOnce(&mut Form<'s, U>),
    ) {
        let of = self.of.map(get);
        if matches!(of, Some(None)) {
            return;
        }
        let mut form = Form { of: of.flatten(), tables: self.tables, rows: std::mem::take(&mut self.rows) };
        describe(&mut form);
        self.rows = form.rows;
    }

    /// A key with one mapping.
    pub(super) fn part<U: 's>(
        &mut self,
        key: &'static str,
        get: impl FnOnce(&'s T) -> &'s Option<U>,
        describe: impl Fn(&mut Form<'s, U>),
    ) {
        let row = self.parts(key, |of| get(of).as_slice(), |_, _| Place::Whole, describe);
        row.parts.iter_mut().for_each(|part| part.place = Place::Whole);
    }
}

/// A list of mappings.
pub(super) trait Listed<'s, U> {
    /// The mappings, if the record has the key.
    fn list(self) -> Option<&'s [U]>;
}

impl<'s, U> Listed<'s, U> for &'s [U] {
    fn list(self) -> Option<&'s [U]> {
        (!self.is_empty()).then_some(self)
    }
}

impl<'s, U> Listed<'s, U> for &'s Vec<U> {
    fn list(self) -> Option<&'s [U]> {
        self.as_slice().list()
    }
}

impl<'s, U> Listed<'s, U> for &'s Option<Vec<U>> {
    fn list(self) -> Option<&'s [U]> {
        self.as_deref()
    }
}

/// A type whose values are part of a form.
pub(super) trait Stated {
    /// Adds the values in order.
    fn state<'s>(&'s self, values: &mut Vec<Value<'s>>);

    /// Whether the record has the key; an optional list may be empty.
    fn is_stated(&self) -> bool {
        true
    }
}

macro_rules! stated {
    ($($of:ty => $value:ident),* $(,)?) => {
        $(impl Stated for $of {
            fn state<'s>(&'s self, values: &mut Vec<Value<'s>>) {
                values.push(Value::$value(self));
            }
        })*
    };
    (each $($of:ident $is_stated:expr),*) => {
        $(impl<T: Stated> Stated for $of<T> {
            fn state<'s>(&'s self, values: &mut Vec<Value<'s>>) {
                self.iter().for_each(|value| value.state(values));
            }

            fn is_stated(&self) -> bool {
                $is_stated(self)
            }
        })*
    };
}

stated!(each Option Option::is_some, Vec |list: &Self| !list.is_empty());
stated!(
    Text => Text,
    Located<Date> => Date,
    Located<FiscalYear> => Year,
    Period => Period,
    Located<Rating> => Mark,
    Evaluation => Evaluation,
    Located<IndicatorRule> => Rule,
    Figure => Figure,
    Located<Amount> => Amount,
    FundAmount => Fund,
    Located<Number> => Number,
    BudgetCode => Budget,
    Effect => Effect,
    MovedTo => Move,
    Located<DepartmentId> => Department,
    Located<PlanId> => Plan,
    PlanReference => Section,
    Located<u8> => Sdg,
);

pub(super) const SPELLING: &str = "another spelling states nothing";
pub(super) const REWORDED: &str = "it says in other words what is compared";
pub(super) const NOTE: &str = "a note explains a value and is none";
pub(super) const SOURCE: &str = "a source says where a value stands, not what it is";
pub(super) const LINK: &str = "a link to another record follows that record";
pub(super) const ORDINAL: &str = "it says how a number is read, not what is said there";
pub(super) const NUMBER: &str = "it stands in the path of its mapping";
pub(super) const JOIN: &str = "it joins records and is not shown";
pub(super) const INTERNAL: &str = "it is not published";
pub(super) const IN_YAML: &str = "it is written in YAML by those who keep the content";
pub(super) const BY_ROW: &str = "spreadsheets tell it by the row";
pub(super) const WORDING: &str = "it names what the city's form calls a row";
pub(super) const SPELLED: &str = "it is compared as part of the figure";
const OWN_ROWS: &str = "its rows are those of the city's own form: spreadsheets have each as the head declares it";
const RARE: &str = "few figures have it: it stays as it is in YAML";

/// The last keys of every record.
pub(super) fn ends<T>(form: &mut Form<'_, T>) {
    form.keys("source", Class::Source, &["document", "place", "note"]).uncompared(SOURCE).unasked(IN_YAML);
    form.keys("accepted", Class::Editorial, &["rule", "reason"]).uncompared(INTERNAL).unasked(IN_YAML);
    release(form);
}

/// `item` and `form` of the head of a family.
pub(super) fn head<T>(form: &mut Form<'_, T>) {
    form.key("item", Class::Editorial).uncompared(WORDING).unasked(IN_YAML);
    form.keys("form", Class::Editorial, &["row", "id", "word", "in"]).uncompared(WORDING).unasked(IN_YAML);
}

/// `texts`: rows of the city's own.
pub(super) fn texts<'s, T>(form: &mut Form<'s, T>, get: impl FnOnce(&'s T) -> &'s [OwnText]) {
    form.parts("texts", get, |of, _| Place::Named(of.id.value.clone()), own_text).unasked(OWN_ROWS);
}

/// `draft` and `publish_on`.
pub(super) fn release<T>(form: &mut Form<'_, T>) {
    form.key("draft", Class::Editorial).uncompared(INTERNAL).unasked(IN_YAML);
    form.key("publish_on", Class::Editorial).uncompared(INTERNAL).unasked(IN_YAML);
}

/// 期間.
pub(super) fn period(form: &mut Form<'_, Period>) {
    form.key("from", Class::Name);
    form.key("to", Class::Name);
}

/// A reference to a part of a plan.
pub(super) fn reference(form: &mut Form<'_, PlanReference>) {
    form.key("plan", Class::Reference);
    form.key("code", Class::Reference);
}

/// 移管先.
pub(super) fn moved_to(form: &mut Form<'_, MovedTo>) {
    form.key("department", Class::Reference).naming(Naming::Mapping).column("移管先_ID");
    form.key("note", Class::Caption).uncompared(NOTE).printed("移管の注").column("移管_注");
}

/// 数値 with a name and a kind of its own.
pub(super) fn figure(form: &mut Form<'_, Figure>) {
    form.key("name", Class::Key);
    form.key("kind", Class::Key);
    form.key("rule", Class::Rule).uncompared(SPELLED).unasked(RARE);
    unnamed_figure(form);
}

/// 数値 whose kind is determined by its key, in the order of the spreadsheets.
pub(super) fn unnamed_figure(form: &mut Form<'_, Figure>) {
    form.key("value", Class::Figure);
    form.key("unit", Class::Figure).uncompared(SPELLED);
    form.key("qualifier", Class::Figure).uncompared(SPELLED).printed("以上・約など");
    form.key("fiscal_year", Class::Key).uncompared(NUMBER);
    form.key("calendar_year", Class::Key).uncompared(NUMBER).unasked(RARE);
    form.key("as_of", Class::Fact);
    form.key("dimensionless", Class::Figure).uncompared(SPELLED).unasked(RARE);
    form.key("missing", Class::Figure).uncompared(SPELLED);
    form.key("printed", Class::Figure);
    form.key("note", Class::Aside).uncompared(NOTE);
    form.key("series", Class::Thread).uncompared(JOIN).unasked(RARE);
    form.key("id", Class::Thread).uncompared(JOIN).unasked(RARE);
    form.key("nature", Class::Figure).uncompared(SPELLED).unasked(RARE);
    form.key("addable", Class::Figure).uncompared(SPELLED).unasked(RARE);
    for key in ["numerator", "denominator", "low", "high", "relative_to", "change"] {
        form.key(key, Class::Figure).uncompared(SPELLED).unasked(RARE);
    }
    form.keys("parts", Class::Figure, &["name", "value", "unit"]).uncompared(SPELLED).unasked(RARE);
}
