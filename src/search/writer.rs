//! Writes the document of a page: all its texts, each under its anchor.

use super::document::{Block, Class, Document, KINDS, Subject};
use crate::diagnostic::Span;
use crate::model::form::{Part, Place, Row, Value};
use crate::model::{
    ActionItem, Base, Citation, Correction, Department, DepartmentId, Effect, Evaluated, Figure, FiscalYear, FixedPage,
    Grades, IndicatorRule, KeyGoal, KeyGoalSheet, LEGEND_TITLE, Page, Period, Plan, PlanReference, PlanSection,
    Program, Record, Reference, Relations, ResidentView, Scale, ScaleMark, Site, StageKind, Term, Text, YearOfValue,
    absences, address, form, legend_marks,
};

/// Makes the document of a subject.
pub(super) fn document<'s>(site: &'s Site, relations: &Relations<'s>, subject: Subject<'s>) -> Document {
    let mut writer = Writer::new(site, relations);
    match subject {
        Subject::Record(record) => writer.record(record),
        Subject::Department(department) => writer.department(department),
        Subject::Term(term) => writer.term(term),
        Subject::Corrections => writer.corrections(),
        Subject::View(view) => writer.view(view),
        Subject::Legend => writer.legend(),
        Subject::Sums(page) => writer.sums(page),
        Subject::Page(page) => writer.page(page),
    }
    writer.finish()
}

struct Writer<'r, 's> {
    site: &'s Site,
    relations: &'r Relations<'s>,
    /// Whether the texts are written in full on another page.
    echo: bool,
    anchor: String,
    document: Document,
}

impl<'r, 's> Writer<'r, 's> {
    fn new(site: &'s Site, relations: &'r Relations<'s>) -> Self {
        let document = Document {
            path: String::new(),
            kind: "page",
            years: vec![],
            departments: vec![],
            thread: None,
            blocks: vec![],
        };
        Self { site, relations, echo: false, anchor: String::new(), document }
    }

    /// The stable sort keeps the order of the page within a class.
    fn finish(mut self) -> Document {
        self.document.blocks.sort_by_key(|block| block.class);
        self.document
    }

    fn put(&mut self, class: Class, text: impl Into<String>) {
        let text = text.into();
        let class = if self.echo { Class::Aside } else { class };
        if !text.is_empty() {
            self.document.blocks.push(Block { class, anchor: self.anchor.clone(), text, told: None });
        }
    }

    fn texts<'t>(&mut self, class: Class, texts: impl IntoIterator<Item = &'t Text>) {
        for text in texts {
            self.put(class, text.value.as_str());
            self.readings(text.at);
        }
    }

    /// What editors have written above the words.
    fn readings(&mut self, at: Span) {
        self.site.readings.within(at).for_each(|ruby| self.put(Class::Aside, ruby.reading.as_str()));
    }

    /// Writes under an anchor; under the current one, if there is none or the text is written in full on another page.
    fn at(&mut self, anchor: Option<String>, write: impl FnOnce(&mut Self)) {
        let anchor = anchor.filter(|_| !self.echo).unwrap_or_else(|| self.anchor.clone());
        let outer = std::mem::replace(&mut self.anchor, anchor);
        write(self);
        self.anchor = outer;
    }

    fn open(&mut self, kind: &'static str, path: String) {
        assert!(KINDS.iter().any(|(code, ..)| *code == kind), "every kind is in the table");
        self.document.kind = kind;
        self.document.path = path;
    }

    fn record(&mut self, record: Record<'s>) {
        self.open(record.kind(), record.id().page());
        self.put(Class::Title, record.title(self.site));
        record.texts(&[form::Class::Title]).iter().for_each(|title| self.readings(title.at));
        match record {
            Record::Plan(plan) => self.plan(plan),
            Record::Section(section) => self.section(section),
            Record::Program(program) => self.program(program),
            Record::Item(item) => self.item(item),
            Record::Sheet(sheet) => self.sheet(sheet),
            Record::Goal(goal) => self.goal(goal),
        }
        record.evaluations().iter().for_each(|evaluated| self.evaluation(evaluated));
        for department in record.departments() {
            self.responsible(&department.value);
        }
        self.references(record.references());
        self.sdgs(record.sdgs().unwrap_or_default().iter().map(|sdg| sdg.value));
        for related in record.related().iter().filter_map(|related| self.site.record(&related.value)) {
            self.mention(related);
        }
        let id = record.id();
        self.mentions(self.relations.records(Reference::Related(&id)));
        self.relations.corrections(&id).for_each(|correction| self.correction(correction));
        self.relations
            .views(&id)
            .for_each(|view| self.at(Some("views".to_owned()), |writer| writer.opinion(view, Class::Aside)));
    }

    fn mention(&mut self, record: Record<'_>) {
        let plan = match record {
            Record::Section(section) => self.site.plan(&section.plan).map(|plan| (plan, section)),
            Record::Plan(_) | Record::Program(_) | Record::Item(_) | Record::Sheet(_) | Record::Goal(_) => None,
        };
        self.put(
            Class::Aside,
            plan.map_or_else(
                || record.label(self.site),
                |(plan, section)| format!("{} {} {}", plan.title, plan.ordinal(&section.code), section.title),
            ),
        );
    }

    fn mentions(&mut self, records: impl Iterator<Item = Record<'s>>) {
        records.for_each(|record| self.mention(record));
    }

    /// The year of a goal or a sheet.
    fn year_of(&mut self, record: Record<'_>) {
        let year = match record {
            Record::Sheet(sheet) => sheet.fiscal_year,
            Record::Goal(goal) => goal.fiscal_year,
            Record::Plan(_) | Record::Section(_) | Record::Program(_) | Record::Item(_) => return,
        };
        self.put(Class::Aside, both_years(year));
    }

    fn correction(&mut self, correction: &Correction) {
        self.put(Class::Aside, correction.date.value.wareki());
        self.texts(Class::Aside, [&correction.field, &correction.before, &correction.after, &correction.reason]);
    }

    fn plan(&mut self, plan: &Plan) {
        self.document.years = plan.period.map(Period::years).unwrap_or_default();
        self.body(&Record::Plan(plan).form());
        let named = plan.predecessor.iter().chain(&plan.part_of);
        for other in named.filter_map(|id| self.site.plan(&id.value)) {
            self.put(Class::Aside, other.title.value.as_str());
        }
        for with in [Reference::Predecessor(&plan.id), Reference::PartOf(&plan.id), Reference::Tree(&plan.id)] {
            self.mentions(self.relations.records(with));
        }
        for entry in &plan.outline {
            self.put(Class::Body, format!("{} {}", plan.ordinal(&entry.code.value), entry.title));
            self.mentions(self.relations.records(Reference::Section(&plan.id, &entry.code.value)));
        }
        self.end(&plan.base);
    }

    fn section(&mut self, section: &PlanSection) {
        if let Some(plan) = self.site.plan(&section.plan) {
            self.put(Class::Name, plan.ordinal(&section.code));
            self.put(Class::Name, section.code.0.as_str());
            self.put(Class::Aside, plan.title.value.as_str());
            let above = section.code.0.match_indices('-').map(|(at, _)| &section.code.0[..at]);
            for code in above {
                let entry = plan.outline.iter().find(|entry| entry.code.value.0 == code);
                entry.iter().for_each(|entry| {
                    self.put(Class::Aside, format!("{} {}", plan.ordinal(&entry.code.value), entry.title));
                });
            }
            let first = plan.period.and_then(|period| period.from);
            let years = section.years.iter().map(|year| year.fiscal_year.value);
            self.document.years = first.into_iter().chain(years.filter(|year| Some(*year) != first)).collect();
        }
        self.body(&Record::Section(section).form());
        self.mentions(self.relations.records(Reference::Section(&section.plan, &section.code)));
        self.end(&section.base);
    }

    fn program(&mut self, program: &Program) {
        self.document.years = program.years();
        self.body(&Record::Program(program).form());
        for branch in &self.site.tree(program).branches {
            self.put(Class::Body, branch.name());
        }
        for item in &program.items {
            self.mention(Record::Item(item));
            for department in item.departments.iter().flatten() {
                self.put(Class::Aside, self.site.department_name(&department.value));
            }
        }
        self.end(&program.base);
    }

    fn item(&mut self, item: &ActionItem) {
        self.document.years = item.years.iter().map(|year| year.fiscal_year.value).collect();
        self.put(Class::Name, format!("No.{}", item.number));
        if let Some(program) = self.site.program(&item.program) {
            self.put(Class::Aside, program.title.value.as_str());
            for branch in self.site.path(item) {
                self.put(Class::Aside, branch.name());
            }
        }
        self.body(&Record::Item(item).form());
        for plan in item.none_in.iter().filter_map(|id| self.site.plan(&id.value)) {
            self.put(Class::Aside, plan.title.value.as_str());
        }
        self.end(&item.base);
    }

    fn sheet(&mut self, sheet: &KeyGoalSheet) {
        self.document.years = vec![sheet.fiscal_year];
        self.put(Class::Name, both_years(sheet.fiscal_year));
        self.body(&Record::Sheet(sheet).form());
        self.echo = true;
        for goal in &sheet.goals {
            self.put(Class::Aside, format!("{}{} {}", self.site.words().goal, goal.number, goal.title));
            let mut form = Record::Goal(goal).form();
            // Its indicators are on its own page only.
            let is_listed = |row: &Row<'_>| matches!(row.class, form::Class::Part | form::Class::Move);
            form.rows.retain(|row| is_listed(row) && row.key != "indicators");
            self.body(&form);
            self.ratings(goal);
            let evaluated = Record::Goal(goal).evaluations().into_iter().filter(|of| of.stage.is_some());
            evaluated.for_each(|of| self.evaluation(&of));
        }
        self.echo = false;
        self.end(&sheet.base);
    }

    fn goal(&mut self, goal: &KeyGoal) {
        self.document.years = vec![goal.fiscal_year];
        self.put(Class::Name, format!("{} {}{}", both_years(goal.fiscal_year), self.site.words().goal, goal.number));
        match self.site.sheet_of(goal) {
            Some(sheet) => {
                self.put(Class::Aside, Record::Sheet(sheet).title(self.site));
                sheet.departments.iter().for_each(|department| self.responsible(&department.value));
            }
            None => self.responsible(&goal.department),
        }
        self.body(&Record::Goal(goal).form());
        self.ratings(goal);
        self.end(&goal.base);
        self.document.thread = goal.thread.as_ref().map(|name| name.value.clone());
        for other in self.relations.thread(goal).filter(|other| other.id != goal.id).map(Record::Goal) {
            self.mention(other);
            self.year_of(other);
        }
        self.mention(Record::Goal(goal));
    }

    /// What the marks that were given mean; the other marks of the scale say nothing of a goal.
    fn ratings(&mut self, goal: &KeyGoal) {
        for item in goal.known_items() {
            for (stage, ..) in StageKind::ALL {
                let rating = item.report(stage).and_then(|report| report.rating.as_ref());
                let criteria = self.site.criteria(goal.fiscal_year, stage);
                let meaning = rating.zip(criteria).and_then(|(rating, of)| of.meaning(rating.value));
                meaning.into_iter().for_each(|meaning| {
                    self.at(Some(item.anchor()), |writer| writer.put(Class::Aside, meaning.value.clone()));
                });
            }
        }
    }

    /// A mark with its meaning, on its scale, by its evaluator.
    fn evaluation(&mut self, of: &Evaluated<'_>) {
        self.at(Some(of.anchor.clone()), |writer| {
            if let Some(grade) = writer.site.grade(of) {
                let meaning = grade.meaning.unwrap_or_default();
                writer.put(Class::Body, format!("{} {meaning}", grade.mark).trim());
                writer.put(Class::Aside, writer.site.scale_name(of.evaluation.scale.as_ref()));
            }
            writer.put(Class::Aside, writer.site.evaluator_name(&of.evaluation.by.value));
        });
    }

    /// The values of a mapping, in the order of its form; marks, dates and moves come after the words that they belong
    /// to.
    fn body(&mut self, form: &Part<'_>) {
        let comes_last =
            |row: &&Row<'_>| matches!(row.class, form::Class::Move | form::Class::Fact | form::Class::Rule);
        let (mut last, first): (Vec<_>, Vec<_>) = form.rows.iter().partition(comes_last);
        last.sort_by_key(|row| row.class);
        for row in first.into_iter().chain(last) {
            self.row(row, &form.place);
            for part in &row.parts {
                self.at(part.place.anchor(), |writer| writer.body(part));
            }
        }
    }

    fn row(&mut self, row: &Row<'_>, place: &Place) {
        let Some(class) = class(row.class) else { return };
        for (index, value) in row.values.iter().enumerate() {
            match (*value, place) {
                (Value::Text(text), Place::Measure(number)) if row.class == form::Class::Statement => {
                    self.at(Some(format!("m{number}-{}", index + 1)), |writer| writer.texts(class, [text]));
                }
                (value, _) => self.value(class, row, value),
            }
        }
    }

    fn value(&mut self, class: Class, row: &Row<'_>, value: Value<'_>) {
        match value {
            Value::Text(text) if row.class == form::Class::Document => {
                self.put(class, self.site.document_title(&text.value).to_owned())
            }
            Value::Text(text) => self.texts(class, [text]),
            Value::Date(date) => self.put(class, format!("{}現在", date.value.wareki())),
            Value::Year(year) => self.put(class, both_years(year.value)),
            Value::Period(period) => self.put(class, period.in_full().unwrap_or_default()),
            Value::Mark(rating) => self.put(class, rating.value.glyph()),
            Value::Rule(rule) => self.put(class, rule.value.words()),
            Value::Figure(figure) => self.figure(figure),
            Value::Amount(amount) => self.put(class, amount.value.to_string()),
            Value::Fund(fund) => {
                self.put(class, format!("{} {}", self.site.fund_name(&fund.fund.value), fund.amount.value));
            }
            Value::Number(number) => self.put(class, number.value.grouped()),
            Value::Budget(budget) => self.put(class, budget.to_string()),
            Value::Effect(effect) => self.effect(effect),
            Value::Move(moved) => {
                self.put(class, self.site.department_name(&moved.department.value));
                self.texts(class, &moved.note);
            }
            // References and marks are written with what they name, apart from the body.
            Value::Evaluation(_) | Value::Department(_) | Value::Plan(_) | Value::Section(_) | Value::Sdg(_) => {}
        }
    }

    fn department(&mut self, department: &'s Department) {
        self.open(Department::KIND.0, department.id.value.page());
        self.put(Class::Title, department.name.value.as_str());
        self.texts(Class::Name, department.kana.iter().chain(department.aliases.iter().flatten()));
        let site = self.site;
        let above: Vec<_> = site.upwards(department).skip(1).collect();
        above.iter().for_each(|one| self.put(Class::Aside, one.name.value.as_str()));
        self.bureau_of(&department.id.value);
        for successor in department.successor.iter().flatten() {
            self.put(Class::Aside, self.site.department_name(&successor.value));
        }
        for before in self.relations.departments(Reference::Successor(&department.id.value)) {
            self.put(Class::Aside, self.site.department_name(&before.id.value));
        }
        self.put(Class::Aside, department.valid.and_then(Period::in_full).unwrap_or_default());
        self.texts(Class::Aside, &department.note);
        // What a 部局 does itself stands among what its divisions do.
        let own = above.is_empty().then_some(department);
        for part in own.into_iter().chain(self.relations.below(&department.id.value)) {
            self.put(Class::Aside, site.department_name(&part.id.value));
            self.tasks(&part.id.value);
        }
        if !above.is_empty() {
            self.tasks(&department.id.value);
        }
        self.mentions(self.relations.records(Reference::MovedTo(&department.id.value)));
    }

    /// What a department is responsible for, and with which others.
    fn tasks(&mut self, department: &DepartmentId) {
        let mut records: Vec<_> = self.relations.records(Reference::Department(department)).collect();
        records.sort_by_key(|record| matches!(record, Record::Goal(_)));
        for record in records {
            self.mention(record);
            self.year_of(record);
            for other in record.departments().iter().filter(|other| other.value != *department) {
                self.put(Class::Aside, self.site.department_name(&other.value));
            }
        }
    }

    fn term(&mut self, term: &Term) {
        self.open("glossary", FixedPage::Glossary.folder().to_owned());
        self.anchor = term.id.value.clone();
        self.texts(Class::Title, [&term.term]);
        self.texts(Class::Name, term.aliases.iter().flatten().chain(&term.reading));
        self.texts(Class::Body, [&term.explanation]);
    }

    fn corrections(&mut self) {
        self.open("corrections", FixedPage::Corrections.folder().to_owned());
        self.put(Class::Title, FixedPage::Corrections.title(self.site.words()));
        for correction in &self.site.corrections {
            self.correction(correction);
            if let Some(subject) = self.site.subject(&correction.record.value) {
                self.put(Class::Aside, subject.label(self.site));
            }
        }
    }

    fn view(&mut self, view: &ResidentView) {
        self.open("view", FixedPage::Views.folder().to_owned());
        self.anchor = address::view_anchor(&view.id);
        self.put(Class::Title, FixedPage::Views.title(self.site.words()));
        self.opinion(view, Class::Body);
        for record in view.records.iter().filter_map(|id| self.site.record(&id.value)) {
            self.mention(record);
        }
    }

    fn opinion(&mut self, view: &ResidentView, class: Class) {
        self.put(Class::Aside, view.date.value.wareki());
        self.texts(Class::Aside, &view.from);
        self.texts(class, view.prose());
    }

    fn sums(&mut self, page: FixedPage) {
        self.open("page", page.folder().to_owned());
        self.put(Class::Title, page.title(self.site.words()));
        page.about().into_iter().for_each(|about| self.put(Class::Body, self.site.words().tell(about)));
    }

    fn legend(&mut self) {
        self.open("page", FixedPage::Legend.folder().to_owned());
        self.put(Class::Title, LEGEND_TITLE);
        self.at(Some("ratings".to_owned()), |writer| {
            writer.put(Class::Name, legend_marks());
            for criteria in &writer.site.ratings {
                for (mark, meaning) in &criteria.criteria {
                    writer.put(Class::Body, format!("{} {meaning}", mark.value.glyph()));
                }
                writer.put(Class::Aside, both_years(criteria.fiscal_year.value));
                writer.source(&criteria.source);
            }
        });
        for scale in &self.site.scales {
            self.at(Some(scale.anchor()), |writer| writer.scale(scale));
        }
        for (rule, words, _) in IndicatorRule::ALL {
            self.at(Some(rule.anchor()), |writer| {
                writer.put(Class::Name, words);
                writer.put(Class::Body, writer.site.words().tell(rule.how()));
            });
        }
        self.at(Some("absences".to_owned()), |writer| {
            absences().for_each(|(words, meaning)| {
                writer.put(Class::Name, words);
                writer.put(Class::Body, writer.site.words().tell(meaning));
            });
        });
    }

    fn scale(&mut self, scale: &Scale) {
        self.put(Class::Name, scale.name.value.as_str());
        if let Grades::Marks(marks) = &scale.grades {
            for ScaleMark { mark, meaning } in marks {
                let meaning = meaning.as_ref().map_or("", |meaning| &meaning.value);
                self.put(Class::Body, format!("{mark} {meaning}").trim());
            }
        }
        self.texts(Class::Aside, &scale.axes);
    }

    fn page(&mut self, page: &Page) {
        self.open("page", page.id.page());
        self.texts(Class::Title, [&page.title]);
        page.body.plain.lines().for_each(|line| self.put(Class::Body, line));
        self.readings(page.body.markdown.at);
    }

    fn responsible(&mut self, id: &DepartmentId) {
        self.put(Class::Tag, self.site.department_name(id));
        self.bureau_of(id);
        if let Some(department) = self.site.department(id) {
            self.texts(Class::Aside, department.aliases.iter().flatten());
        }
    }

    fn bureau_of(&mut self, id: &DepartmentId) {
        let Some(department) = self.site.department(id) else { return };
        let bureau = self.site.bureau(department);
        let place = self.site.department_place(&bureau.id.value);
        if let Some(place) = place.filter(|place| !self.document.departments.contains(place)) {
            self.document.departments.push(place);
        }
    }

    fn references(&mut self, references: &[PlanReference]) {
        for PlanReference { plan, code } in references {
            let Some(plan) = self.site.plan(&plan.value) else { continue };
            let title = plan.entry(&code.value).map_or("", |entry| entry.title.value.as_str());
            self.put(Class::Aside, format!("{} {} {title}", plan.title, plan.ordinal(&code.value)));
        }
    }

    fn sdgs(&mut self, numbers: impl Iterator<Item = u8>) {
        for number in numbers {
            let name = crate::model::sdg_name(number).unwrap_or_default();
            self.put(Class::Tag, format!("SDGs {number} {name}"));
        }
    }

    fn figure(&mut self, figure: &Figure) {
        let name = figure.name.as_ref().map_or("", |name| &name.value);
        self.put(Class::Body, format!("{name} {}", figure.display()).trim());
        if let Some(block) = self.document.blocks.last_mut().filter(|block| block.class == Class::Body) {
            let year = figure.year().map(YearOfValue::in_full);
            block.told = Some(year.into_iter().chain([figure.kind.word().to_owned()]).collect::<Vec<_>>().join(" "));
        }
        if figure.printed.is_some() {
            self.put(Class::Aside, figure.spelled());
        }
        if let (Some(numerator), Some(denominator)) = (&figure.numerator, &figure.denominator) {
            let numbers = [numerator, denominator].map(|number| number.value.grouped());
            self.put(Class::Aside, format!("分子 {}、分母 {}", numbers[0], numbers[1]));
        }
        let year = figure.year().map(YearOfValue::in_full);
        let day = figure.as_of.as_ref().map(|day| day.value.wareki());
        self.put(Class::Aside, [year, day].into_iter().flatten().collect::<Vec<_>>().join(" "));
        self.texts(Class::Aside, figure.note.as_deref());
    }

    fn effect(&mut self, effect: &Effect) {
        self.put(Class::Body, effect.to_string());
        if effect.printed.is_some() {
            self.put(Class::Aside, effect.spelled());
        }
        self.texts(Class::Aside, &effect.note);
    }

    /// The narrative and the source of a record.
    fn end(&mut self, base: &Base) {
        let lines = base.narrative.iter().flat_map(|narrative| narrative.plain.lines());
        lines.for_each(|line| self.put(Class::Body, line));
        base.narrative.iter().for_each(|narrative| self.readings(narrative.markdown.at));
        self.source(&base.source);
    }

    fn source(&mut self, source: &Option<Citation>) {
        let Some(source) = source else { return };
        let site = self.site;
        let facts = site.document(&source.document.value).into_iter().flat_map(|known| known.facts());
        for said in [site.document_title(&source.document.value).to_owned()].into_iter().chain(facts) {
            if self.document.blocks.iter().all(|block| block.text != said) {
                self.put(Class::Aside, said);
            }
        }
        self.texts(Class::Aside, &source.place);
        self.texts(Class::Aside, &source.note);
    }
}

/// 令和4年度(2022年度).
fn both_years(year: FiscalYear) -> String {
    YearOfValue::Fiscal(year).in_full()
}

/// The weight of the values of a class; `None` for values that are written apart from the body, or not at all.
fn class(class: form::Class) -> Option<Class> {
    match class {
        form::Class::Name => Some(Class::Name),
        form::Class::Tag => Some(Class::Tag),
        form::Class::Statement
        | form::Class::Caption
        | form::Class::Figure
        | form::Class::Money
        | form::Class::Move
        | form::Class::Fact => Some(Class::Body),
        form::Class::Rule | form::Class::Aside | form::Class::Document => Some(Class::Aside),
        form::Class::Title
        | form::Class::Reference
        | form::Class::Heading
        | form::Class::Ordinal
        | form::Class::Part
        | form::Class::Source
        | form::Class::Key
        | form::Class::Thread
        | form::Class::Internal
        | form::Class::Editorial => None,
    }
}
