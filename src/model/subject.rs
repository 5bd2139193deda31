//! What a correction names: a record or, as `departments/<id>`, a department, whose name stands in the records of all years.

use std::borrow::Cow;

use super::{Department, DepartmentId, Field, FieldValue, FixedPage, Record, RecordId, Site};
use crate::diagnostic::Span;

/// What can be corrected.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'s> {
    /// A record, in each of its fields.
    Record(Record<'s>),
    /// A department, in its name.
    Department(&'s Department),
}

impl Site {
    /// What a correction of this id is of.
    pub fn subject(&self, id: &RecordId) -> Option<Subject<'_>> {
        let department =
            || self.department(&DepartmentId(id.0.strip_prefix(FixedPage::Departments.folder())?.to_owned()));
        self.record(id).map(Subject::Record).or_else(|| department().map(Subject::Department))
    }

    /// Everything that can be corrected.
    pub fn subjects(&self) -> impl Iterator<Item = Subject<'_>> {
        self.records().map(Subject::Record).chain(self.departments.iter().map(Subject::Department))
    }
}

impl<'s> Subject<'s> {
    /// Address.
    pub fn id(self) -> RecordId {
        match self {
            Self::Record(record) => record.id(),
            Self::Department(department) => RecordId::of_folder(&department.id.value.page()),
        }
    }

    /// Where it stands in the content.
    pub fn at(self) -> Span {
        match self {
            Self::Record(record) => record.at(),
            Self::Department(department) => department.id.at,
        }
    }

    /// 題名 or 名称.
    pub fn title(self, site: &Site) -> String {
        match self {
            Self::Record(record) => record.title(site),
            Self::Department(department) => site.department_name(&department.id.value),
        }
    }

    /// Its name among others.
    pub fn label(self, site: &Site) -> String {
        match self {
            Self::Record(record) => record.label(site),
            Self::Department(_) => self.title(site),
        }
    }

    /// Every field that has a value.
    pub fn fields(self) -> Vec<Field<'s>> {
        match self {
            Self::Record(record) => record.fields(),
            Self::Department(Department { name, .. }) => {
                let text = Cow::Borrowed(name.value.as_str());
                let value = FieldValue { text, figure: None, amount: None, evaluation: None, at: name.at };
                vec![Field { path: "name".to_owned(), values: vec![value] }]
            }
        }
    }
}
