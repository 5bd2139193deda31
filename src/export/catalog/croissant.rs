//! Croissant 1.0: `data/croissant.json`, by which tools for machine learning find the tables and load them, typed. It names the
//! Parquet files: in them codes stay texts, and statements are lists.

use serde_json::{Value, json};

use super::{Part, Whole, known};
use crate::bundle::Error;
use crate::dataset::{Column, ColumnType, DataFile, Dataset, standard};
use crate::model::{Date, Licence};

/// The description of all tables.
pub(super) fn described(whole: &Whole<'_>, datasets: &[Dataset<'_>]) -> Result<Value, Error> {
    let profile = &whole.site.profile;
    let collection = whole.collection();
    let tables = || datasets.iter().filter_map(|set| Some((set, parquet(set)?)));
    Ok(known(json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": format!("mieruka-{}", whole.code()),
        "alternateName": collection.title(),
        "description": collection.introduction(),
        "url": whole.address("data/"),
        "license": profile.licence.as_ref().map(Licence::uri),
        "citeAs": collection.citation(),
        "creator": {"@type": "sc:Organization", "name": whole.publisher()},
        "datePublished": whole.published().or_else(|| whole.modified()),
        "dateModified": whole.modified(),
        "version": whole.collection().modified().map(version),
        "inLanguage": "ja",
        "keywords": whole.keywords(datasets),
        "isLiveDataset": true,
        "distribution": tables().map(|(set, file)| object(whole, set, file)).collect::<Result<Vec<_>, _>>()?,
        "recordSet": tables().map(|(set, file)| records(whole, set, file)).collect::<Vec<_>>(),
    })))
}

/// A day as a version of three numbers, which the format wants.
fn version(day: Date) -> String {
    format!("{}.{}.{}", day.year, day.month, day.day.unwrap_or_default())
}

fn parquet<'d, 's>(set: &'d Dataset<'s>) -> Option<&'d DataFile<'s>> {
    set.files.iter().find(|file| file.format == "PARQUET")
}

fn object(whole: &Whole<'_>, set: &Dataset<'_>, file: &DataFile<'_>) -> Result<Value, Error> {
    let packed = file.packed()?;
    Ok(json!({
        "@type": "cr:FileObject",
        "@id": file.name(),
        "name": file.name(),
        "description": Part { dataset: set, edition: None }.title(whole),
        "contentUrl": whole.address(&file.path),
        "contentSize": format!("{} B", packed.size),
        "encodingFormat": "application/x-parquet",
        "sha256": packed.sha256,
    }))
}

fn records(whole: &Whole<'_>, set: &Dataset<'_>, file: &DataFile<'_>) -> Value {
    json!({
        "@type": "cr:RecordSet",
        "@id": set.name,
        "name": set.name,
        "description": Part { dataset: set, edition: None }.title(whole),
        "sameAs": standard(set.name),
        "key": Dataset::PRIMARY_KEY.map(|column| json!({"@id": format!("{}/{column}", set.name)})),
        "field": set.columns.iter().map(|column| field(set, column, file)).collect::<Vec<_>>(),
    })
}

/// A column. What it refers to is left out: readers of this format would join the tables.
fn field(set: &Dataset<'_>, column: &Column, file: &DataFile<'_>) -> Value {
    let kind = match column.kind {
        ColumnType::Text | ColumnType::List => "sc:Text",
        ColumnType::Number => "sc:Float",
        ColumnType::Integer => "sc:Integer",
        ColumnType::Date => "sc:Date",
        ColumnType::Truth => "sc:Boolean",
    };
    json!({
        "@type": "cr:Field",
        "@id": format!("{}/{}", set.name, column.name),
        "name": column.name,
        "description": format!("{}: {}", column.header, column.meaning),
        "dataType": kind,
        "repeated": (column.kind == ColumnType::List).then_some(true),
        "source": {"fileObject": {"@id": file.name()}, "extract": {"column": column.name}},
    })
}

/// The names of the format, as its definition gives them.
fn context() -> Value {
    let id = |name: &str| json!({"@id": name, "@type": "@id"});
    let json = |name: &str| json!({"@id": name, "@type": "@json"});
    json!({
        "@language": "ja",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "data": json("cr:data"),
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "equivalentProperty": "cr:equivalentProperty",
        "examples": json("cr:examples"),
        "extract": "cr:extract",
        "field": "cr:field",
        "fileProperty": "cr:fileProperty",
        "fileObject": "cr:fileObject",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "samplingRate": "cr:samplingRate",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
        "sameAs": id("sc:sameAs"),
    })
}
