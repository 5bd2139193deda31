//! DCAT 3 with the properties that DCAT-AP 3 wants: `catalog.jsonld`.

use serde_json::{Value, json};

use super::{Whole, known};
use crate::bundle::Error;
use crate::dataset::{DataFile, Dataset};

const LANGUAGE: &str = "http://publications.europa.eu/resource/authority/language/JPN";
const THEME: &str = "http://publications.europa.eu/resource/authority/data-theme/GOVE";
const THEMES: &str = "http://publications.europa.eu/resource/authority/data-theme";
const AVAILABLE: &str = "http://publications.europa.eu/resource/authority/planned-availability/STABLE";
const YEARLY: &str = "http://publications.europa.eu/resource/authority/frequency/ANNUAL";
const FILE_TYPES: &str = "http://publications.europa.eu/resource/authority/file-type";
const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types";

/// The catalogue of all tables.
pub(super) fn catalog(whole: &Whole<'_>, datasets: &[Dataset<'_>]) -> Result<Value, Error> {
    let described = datasets.iter().map(|one| dataset(whole, one)).collect::<Result<Vec<_>, _>>()?;
    Ok(known(json!({
        "@context": context(),
        "@id": whole.address("data/catalog.jsonld#catalog"),
        "@type": "dcat:Catalog",
        "dct:title": japanese(&whole.title()),
        "dct:description": japanese(&whole.description()),
        "dct:publisher": publisher(whole),
        "dct:language": node(LANGUAGE, "dct:LinguisticSystem"),
        "dct:license": licence(whole),
        "dct:spatial": spatial(whole),
        "dct:modified": day(whole.modified_iso()),
        "foaf:homepage": node(&whole.address("data/"), "foaf:Document"),
        "dcat:themeTaxonomy": taxonomy(),
        "dcat:dataset": described,
    })))
}

fn context() -> Value {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "spdx": "http://spdx.org/rdf/terms#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

fn dataset(whole: &Whole<'_>, dataset: &Dataset<'_>) -> Result<Value, Error> {
    let page = whole.address(&format!("data/{}/", dataset.name));
    let files = dataset.files.iter().map(|file| distribution(whole, dataset, file)).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:title": [japanese(dataset.title), {"@value": dataset.title_en, "@language": "en"}],
        "dct:description": japanese(dataset.description),
        "dct:identifier": format!("{}_{}", whole.code(), dataset.name),
        "dct:publisher": publisher(whole),
        "dct:creator": publisher(whole),
        "dct:language": node(LANGUAGE, "dct:LinguisticSystem"),
        "dct:accrualPeriodicity": node(YEARLY, "dct:Frequency"),
        "dct:spatial": spatial(whole),
        "dct:temporal": whole.coverage().map(|(from, to)| json!({
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": day(Some(from)),
            "dcat:endDate": day(Some(to)),
        })),
        "dct:modified": day(whole.modified_iso()),
        "dcat:version": whole.modified_iso(),
        "dcat:keyword": whole.keywords().into_iter().map(japanese).collect::<Vec<_>>(),
        "dcat:theme": {
            "@id": THEME,
            "@type": "skos:Concept",
            "skos:prefLabel": [japanese("行政"), {"@value": "Government and public sector", "@language": "en"}],
            "skos:inScheme": {"@id": THEMES},
        },
        "dcat:contactPoint": contact(whole),
        "dcat:landingPage": node(&page, "foaf:Document"),
        "dcat:distribution": files,
    }))
}

fn distribution(whole: &Whole<'_>, dataset: &Dataset<'_>, file: &DataFile<'_>) -> Result<Value, Error> {
    let packed = file.packed()?;
    let address = whole.address(&file.path);
    Ok(json!({
        "@id": format!("{address}#distribution"),
        "@type": "dcat:Distribution",
        "dct:title": japanese(&format!("{}({})", dataset.title, file.format)),
        "dct:description": japanese(&format!("{}を {} にしたものです。", dataset.title, file.format)),
        "dcat:accessURL": node(&address, "rdfs:Resource"),
        "dcat:downloadURL": node(&address, "rdfs:Resource"),
        "dcat:mediaType": node(&format!("{MEDIA_TYPES}/{}", file.media_type), "dct:MediaType"),
        "dct:format": node(&format!("{FILE_TYPES}/{}", file.format), "dct:MediaTypeOrExtent"),
        "dcat:byteSize": {"@value": packed.size.to_string(), "@type": "xsd:nonNegativeInteger"},
        "dct:license": licence(whole),
        "dct:modified": day(whole.modified_iso()),
        "http://data.europa.eu/r5r/availability": {
            "@id": AVAILABLE,
            "@type": "skos:Concept",
            "skos:prefLabel": [japanese("安定"), {"@value": "Stable", "@language": "en"}],
        },
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": node("http://spdx.org/rdf/terms#checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm"),
            "spdx:checksumValue": {"@value": packed.sha256, "@type": "xsd:hexBinary"},
        },
    }))
}

fn publisher(whole: &Whole<'_>) -> Value {
    json!({
        "@id": whole.address("data/catalog.jsonld#publisher"),
        "@type": "foaf:Agent",
        "foaf:name": japanese(whole.name()),
        "dct:identifier": whole.code(),
        "dct:type": {
            "@id": "http://purl.org/adms/publishertype/LocalAuthority",
            "@type": "skos:Concept",
            "skos:prefLabel": japanese("地方公共団体"),
            "skos:inScheme": {"@id": "http://purl.org/adms/publishertype/1.0"},
        },
    })
}

fn contact(whole: &Whole<'_>) -> Option<Value> {
    let contact = whole.site.profile.contact.as_ref()?;
    Some(json!({
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": japanese(&contact.name.value),
        "vcard:hasEmail": contact.email.as_ref().map(|email| json!({"@id": format!("mailto:{email}")})),
        "vcard:hasURL": contact.url.as_ref().map(|url| json!({"@id": url.value})),
    }))
}

fn licence(whole: &Whole<'_>) -> Option<Value> {
    whole.site.profile.licence.as_ref().map(|licence| node(&licence.url.value, "dct:LicenseDocument"))
}

fn spatial(whole: &Whole<'_>) -> Value {
    json!({
        "@id": format!("http://data.e-stat.go.jp/lod/sac/C{}", &whole.code().get(..5).unwrap_or(whole.code())),
        "@type": "dct:Location",
    })
}

fn taxonomy() -> Value {
    json!({
        "@id": THEMES,
        "@type": "skos:ConceptScheme",
        "dct:title": {"@value": "Data theme", "@language": "en"},
    })
}

fn node(id: &str, kind: &str) -> Value {
    json!({"@id": id, "@type": kind})
}

fn japanese(text: &str) -> Value {
    json!({"@value": text, "@language": "ja"})
}

fn day(iso: Option<String>) -> Option<Value> {
    iso.filter(|iso| iso.len() == 10).map(|iso| json!({"@value": iso, "@type": "xsd:date"}))
}
