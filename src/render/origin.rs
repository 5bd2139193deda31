//! The origin of a record and its transfer, as shown on its page: 出典 and 移管.

use serde::Serialize;

use super::here::Here;
use super::html::Html;
use super::links::{self, Link};
use crate::model::{Citation, MovedTo};

/// 移管.
#[derive(Debug, Serialize)]
pub(super) struct Moved {
    department: Link,
    note: Option<Html>,
}

/// 出典.
#[derive(Debug, Serialize)]
pub(super) struct Source {
    document: String,
    place: Option<String>,
    note: Option<Html>,
}

/// 移管 to another department.
pub(super) fn moved(here: &Here<'_, '_>, moved: &MovedTo) -> Moved {
    Moved { department: links::department(here.site, &moved.department.value), note: here.maybe(&moved.note) }
}

/// 出典.
pub(super) fn source(here: &Here<'_, '_>, citation: &Citation) -> Source {
    Source {
        document: citation.document.value.clone(),
        place: citation.place.as_ref().map(|place| place.value.clone()),
        note: here.maybe(&citation.note),
    }
}
