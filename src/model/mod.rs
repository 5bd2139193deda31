//! The domain as plain, immutable values: the goals, plans and results of a city, and who is responsible.
//! Nothing here reads a file or knows HTML.
//!
//! Unknown and none differ everywhere: `None` is *not known* (the key is missing), an empty list is *none* (`[]`).

pub mod address;
mod approval;
mod circled;
mod coded;
mod colour;
mod cost;
mod date_slip;
mod department;
mod document;
mod evaluation;
mod field;
mod figure;
pub mod form;
mod glossary;
mod goal;
mod head;
mod image;
pub mod kana;
mod ledger;
pub mod legend;
mod natural_order;
mod news;
mod numerals;
mod original;
mod period;
mod plan;
mod profile;
mod program;
mod progress;
mod promise;
mod rating;
mod records;
mod redirect;
mod reference;
mod relations;
mod release;
mod rewording;
mod ruby;
mod sample;
mod sdg;
mod series;
mod site;
mod subject;
mod table_reading;
mod tally;
mod tree;
pub mod verdict;
mod view;
pub mod vocabulary;
mod words;
mod year;

pub use address::FixedPage;
pub use approval::{Approval, YearApprovals};
pub use circled::circled;
pub use colour::{Colour, NotAColour};
pub use cost::{
    Amount, BudgetCode, Cost, CostStage, DeclaredFund, Effect, EffectKind, EffectStage, Fund, FundAmount, Mismatch,
    Money, MoneyUnit, StandardFund, Yen,
};
pub use date_slip::{DateSlip, calendar_year_slip, date_slip, year_slip};
pub use department::Department;
pub use document::Document;
pub use evaluation::{Evaluated, Evaluation, Evaluations, Evaluator, Grade, Grades, MarkRange, Scale, ScaleMark};
pub use field::{DELETED, Field, FieldValue};
pub use figure::{
    Figure, FigureKind, FigurePart, Missing, Nature, NotANumber, Number, Qualifier, RelativeTo, unit_scale,
};
pub use form::TO_FILL;
pub use glossary::{Term, TermMark, term_marks};
pub use goal::{GoalItem, KeyGoal, KeyGoalSheet, MovedTo, Report, Stage, StageKind};
pub use head::{FormKind, FormPart, FormRow, Head, OwnText, RowKey};
pub use image::{Image, ImageKind, TextLink};
pub use ledger::{CostSum, EffectSum, Family, Ledger, Part, Share, Told, ToldEffect};
pub use legend::{LEGEND_TITLE, absences, legend_marks};
pub use natural_order::{natural_order, same_count};
pub use news::{Change, Changed};
pub use numerals::{Numeral, numerals, plain};
pub use original::{FileType, Original};
pub use period::{Period, PeriodEnd};
pub use plan::{Chart, Indicator, IndicatorKind, IndicatorRule, Measure, OutlineEntry, Plan, PlanSection, Role};
pub use profile::{
    Brand, Contact, Correction, Families, Licence, Logo, Municipality, Narrative, Outside, Page, Profile, Setting,
    TableNote,
};
pub use program::{ActionItem, Category, ItemNumber, Pillar, Program, YearRecord};
pub use progress::ResultState;
pub use promise::{Outcome, Promise};
pub use rating::{Rating, RatingCriteria};
pub use records::Records;
pub use redirect::{Redirect, is_reserved, is_slug};
pub use reference::{Acceptance, Citation, DepartmentId, PlanId, PlanReference, ProgramId, RecordId, SectionCode};
pub use relations::{Reference, Referrer, Relation, Relations, of_department, of_record, of_view, relations};
pub use release::Release;
pub use rewording::Rewording;
pub use ruby::{Readings, Ruby, RubyFault, ruby};
pub use sample::{SAMPLE_DEPARTMENTS, SAMPLE_EVALUATORS, SAMPLE_MUNICIPALITY, SAMPLE_NOTICE, SAMPLE_SCALES};
pub use sdg::{SDG_NAMES, sdg_name, sdg_uri};
pub use series::{Series, SeriesOf, years_of_costs};
pub use site::{Base, Parts, Places, Record, Site};
pub use subject::Subject;
pub use table_reading::{
    ColumnSource, ColumnUse, Ditto, EACH_YEAR, OF_ROW_INDICATOR, PathStep, RepeatedYear, TableColumn, TableLayout,
    TableReading, TableYear, TextEncoding, YearColumns, holes, is_name_of_row,
};
pub use tally::{Counts, Key, Marks, Tally};
pub use tree::{Branch, Tree};
pub use verdict::Verdict;
pub use view::ResidentView;
pub use words::Words;
pub use year::{CalendarYear, Date, FiscalYear, NotADate, YearOfValue};

use crate::diagnostic::Located;

/// A text with its position.
pub type Text = Located<String>;

/// A list of statements: `None` unknown, empty none.
pub type Statements = Option<Vec<Text>>;
