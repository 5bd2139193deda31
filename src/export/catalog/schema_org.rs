//! schema.org Dataset, which dataset search engines read from the page of each table.

use serde_json::{Value, json};

use super::{Part, Whole, known};
use crate::bundle::Error;
use crate::dataset::{Column, DataFile, Dataset, Unit, standard};
use crate::model::{FixedPage, Licence};

/// The description of a table; its addresses are absolute if the base URL is known.
pub(super) fn dataset(whole: &Whole<'_>, dataset: &Dataset<'_>) -> Result<Value, Error> {
    let profile = &whole.site.profile;
    let municipality = &profile.municipality;
    let page = whole.address(&dataset.folder());
    let number = |name: &str, value: &str| json!({"@type": "PropertyValue", "propertyID": name, "value": value});
    let mut identifiers = vec![number("全国地方公共団体コード", whole.code())];
    identifiers.extend(municipality.corporate_number.iter().map(|value| number("法人番号", &value.value)));
    let organization = if whole.is_official() {
        json!({"@type": "GovernmentOrganization", "name": whole.name(), "identifier": identifiers})
    } else {
        json!({"@type": "Organization", "name": whole.publisher()})
    };
    let table = Part { dataset, edition: None };
    let files = dataset.all_files().map(|file| download(whole, file)).collect::<Result<Vec<_>, _>>()?;
    Ok(known(json!({
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": page,
        "name": table.title(whole),
        "alternateName": dataset.title_en,
        "description": description(whole, dataset),
        "url": page,
        "identifier": table.id(whole),
        "license": profile.licence.as_ref().map(Licence::uri),
        "creator": organization,
        "publisher": organization,
        "datePublished": table.published(),
        "dateModified": table.modified(),
        "version": dataset.version(),
        "schemaVersion": standard(dataset.name),
        "inLanguage": "ja",
        "keywords": table.keywords(whole),
        "isAccessibleForFree": true,
        "temporalCoverage": table.interval(),
        "spatialCoverage": {"@type": "Place", "name": whole.place()},
        "variableMeasured": dataset.columns.iter().map(variable).collect::<Vec<_>>(),
        "distribution": files,
        "isPartOf": {"@type": "WebSite", "name": profile.title.value, "url": whole.address("")},
        "includedInDataCatalog": {"@type": "DataCatalog", "name": whole.collection().title(), "url": whole.address(FixedPage::Data.folder())},
    })))
}

/// Search engines require at least fifty characters.
fn description(whole: &Whole<'_>, dataset: &Dataset<'_>) -> String {
    format!("{} {}", dataset.description, whole.collection().description())
}

fn variable(column: &Column) -> Value {
    known(json!({
        "@type": "PropertyValue",
        "name": column.header,
        "alternateName": column.name,
        "description": column.meaning,
        "unitText": column.unit.map(Unit::words),
        "minValue": column.limit.least(),
        "maxValue": column.limit.greatest(),
    }))
}

fn download(whole: &Whole<'_>, file: &DataFile<'_>) -> Result<Value, Error> {
    let packed = file.packed()?;
    Ok(json!({
        "@type": "DataDownload",
        "name": file.name(),
        "contentUrl": whole.address(&file.path),
        "encodingFormat": file.media_type,
        "contentSize": format!("{} B", packed.size),
        "sha256": packed.sha256,
    }))
}
