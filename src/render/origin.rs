//! The origin of a record and its transfer, as shown on its page: 出典 and 移管.

use serde::Serialize;

use super::here::Here;
use super::html::Html;
use super::links::{self, FileLink, Link};
use crate::model::{Citation, MovedTo, Text};

/// 移管.
#[derive(Debug, Serialize)]
pub(super) struct Moved {
    department: Link,
    note: Option<Html>,
}

/// 出典.
#[derive(Debug, Serialize)]
pub(super) struct Source {
    cited: Cited,
    place: Option<String>,
    note: Option<Html>,
}

/// A document as readers cite it.
#[derive(Debug, Serialize)]
struct Cited {
    title: String,
    /// 発行者 and 発行日, if the city states them.
    facts: Vec<String>,
    url: Option<String>,
    file: Option<FileLink>,
}

fn cited(here: &Here<'_, '_>, named: &Text) -> Cited {
    let known = here.site.document(&named.value);
    Cited {
        title: here.site.document_title(&named.value).to_owned(),
        facts: known.into_iter().flat_map(|known| known.facts()).collect(),
        url: known.and_then(|known| known.url.as_ref()).map(|url| url.value.clone()),
        file: known.and_then(|known| known.file.as_ref()).and_then(|file| links::file(here.site, &file.value)),
    }
}

/// 移管 to another department.
pub(super) fn moved(here: &Here<'_, '_>, moved: &MovedTo) -> Moved {
    Moved { department: links::department(here.site, &moved.department.value), note: here.maybe(&moved.note) }
}

/// 出典.
pub(super) fn source(here: &Here<'_, '_>, citation: &Citation) -> Source {
    Source {
        cited: cited(here, &citation.document),
        place: citation.place.as_ref().map(|place| place.value.clone()),
        note: here.maybe(&citation.note),
    }
}
