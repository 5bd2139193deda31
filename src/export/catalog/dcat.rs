//! DCAT 3 with the properties that DCAT-AP 3 requires: `catalog.jsonld`.

use serde_json::{Value, json};

use super::{Part, Whole, known};
use crate::bundle::Error;
use crate::dataset::{DataFile, Dataset, GENERATOR, Renewal, standard};
use crate::model::FixedPage;

const LANGUAGE: &str = "http://publications.europa.eu/resource/authority/language/JPN";
const THEME: &str = "http://publications.europa.eu/resource/authority/data-theme/GOVE";
const THEMES: &str = "http://publications.europa.eu/resource/authority/data-theme";
const AVAILABLE: &str = "http://publications.europa.eu/resource/authority/planned-availability/STABLE";
const FREQUENCIES: &str = "http://publications.europa.eu/resource/authority/frequency";
const FILE_TYPES: &str = "http://publications.europa.eu/resource/authority/file-type";
const MEDIA_TYPES: &str = "https://www.iana.org/assignments/media-types";

/// The catalogue of all tables.
pub(super) fn catalog(whole: &Whole<'_>, datasets: &[Dataset<'_>]) -> Result<Value, Error> {
    let described = datasets.iter().map(|table| dataset(whole, table)).collect::<Result<Vec<_>, _>>()?;
    Ok(known(json!({
        "@context": context(),
        "@id": whole.address("data/catalog.jsonld#catalog"),
        "@type": "dcat:Catalog",
        "dct:title": japanese(&whole.collection().title()),
        "dct:description": japanese(&whole.collection().introduction()),
        "dct:publisher": publisher(whole),
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "rdfs:label": english(GENERATOR)},
        "dct:language": node(LANGUAGE, "dct:LinguisticSystem"),
        "dct:license": licence(whole),
        "dct:spatial": spatial(whole),
        "dct:issued": day(whole.published()),
        "dct:modified": day(whole.modified()),
        "foaf:homepage": node(&whole.address(FixedPage::Data.folder()), "foaf:Document"),
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

/// A table with all of its files: those of single years are further files, not datasets of their own.
fn dataset(whole: &Whole<'_>, dataset: &Dataset<'_>) -> Result<Value, Error> {
    let table = Part { dataset, edition: None };
    let files = Part::all(dataset).flat_map(|part| part.files().iter().map(move |file| (part, file)));
    let page = whole.address(&table.page());
    Ok(json!({
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:title": [japanese(&table.title(whole)), english(&format!("{} {}", whole.code(), dataset.title_en))],
        "dct:description": japanese(&table.description()),
        "dct:identifier": table.id(whole),
        "dct:publisher": publisher(whole),
        "dct:creator": publisher(whole),
        "dct:language": node(LANGUAGE, "dct:LinguisticSystem"),
        "dct:conformsTo": node(&standard(dataset.name), "dct:Standard"),
        "dct:accrualPeriodicity": node(&format!("{FREQUENCIES}/{}", frequency(dataset.renewal)), "dct:Frequency"),
        "dct:spatial": spatial(whole),
        "dct:temporal": table.coverage().map(|(from, to)| json!({
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": day(from),
            "dcat:endDate": day(to),
        })),
        "dct:issued": day(table.published()),
        "dct:modified": day(table.modified()),
        "dcat:version": dataset.version(),
        "dcat:keyword": table.keywords(whole).into_iter().map(japanese).collect::<Vec<_>>(),
        "dcat:theme": {
            "@id": THEME,
            "@type": "skos:Concept",
            "skos:prefLabel": [japanese("行政"), english("Government and public sector")],
            "skos:inScheme": {"@id": THEMES},
        },
        "dcat:contactPoint": contact(whole),
        "dcat:landingPage": node(&page, "foaf:Document"),
        "dcat:distribution": files.map(|(part, file)| distribution(whole, part, file)).collect::<Result<Vec<_>, _>>()?,
    }))
}

/// The code of 更新頻度 in the vocabulary of the European catalogues.
fn frequency(renewal: Renewal) -> &'static str {
    match renewal {
        Renewal::Yearly => "ANNUAL",
        Renewal::AsNeeded => "IRREG",
    }
}

fn distribution(whole: &Whole<'_>, part: Part<'_, '_>, file: &DataFile<'_>) -> Result<Value, Error> {
    let packed = file.packed()?;
    let address = whole.address(&file.path);
    Ok(json!({
        "@id": format!("{address}#distribution"),
        "@type": "dcat:Distribution",
        "dct:title": japanese(&format!("{}({})", part.title(whole), file.format)),
        "dct:description": japanese(&format!("{}を {} にしたものです。", part.title(whole), file.format)),
        "dcat:accessURL": node(&address, "rdfs:Resource"),
        "dcat:downloadURL": node(&address, "rdfs:Resource"),
        "dcat:mediaType": node(&format!("{MEDIA_TYPES}/{}", file.media_type), "dct:MediaType"),
        // Portals show the label where they know it by the first of these types, else the address.
        "dct:format": {
            "@id": format!("{FILE_TYPES}/{}", file.format),
            "@type": ["dct:IMT", "dct:MediaTypeOrExtent"],
            "rdfs:label": file.format,
        },
        "dcat:byteSize": {"@value": packed.size.to_string(), "@type": "xsd:nonNegativeInteger"},
        "dct:license": licence(whole),
        "dct:issued": day(part.published()),
        "dct:modified": day(part.modified()),
        "http://data.europa.eu/r5r/availability": {
            "@id": AVAILABLE,
            "@type": "skos:Concept",
            "skos:prefLabel": [japanese("安定"), english("Stable")],
        },
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": node("http://spdx.org/rdf/terms#checksumAlgorithm_sha256", "spdx:ChecksumAlgorithm"),
            "spdx:checksumValue": {"@value": packed.sha256, "@type": "xsd:hexBinary"},
        },
    }))
}

fn publisher(whole: &Whole<'_>) -> Value {
    let is_official = whole.is_official();
    json!({
        "@id": whole.address("data/catalog.jsonld#publisher"),
        "@type": "foaf:Agent",
        "foaf:name": japanese(whole.publisher()),
        "dct:identifier": is_official.then(|| whole.code()),
        "dct:type": is_official.then(|| json!({
            "@id": "http://purl.org/adms/publishertype/LocalAuthority",
            "@type": "skos:Concept",
            "skos:prefLabel": japanese("地方公共団体"),
            "skos:inScheme": {"@id": "http://purl.org/adms/publishertype/1.0"},
        })),
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
    whole.site.profile.licence.as_ref().map(|licence| {
        json!({
            "@id": licence.uri(),
            "@type": "dct:LicenseDocument",
            "dct:title": licence.list_name(),
            "dct:type": licence_type(&licence.id.value).map(|kind| json!({
                "@id": format!("http://purl.org/adms/licencetype/{kind}"),
                "@type": "skos:Concept",
                "skos:prefLabel": english(kind),
                "skos:inScheme": {"@id": "http://purl.org/adms/licencetype/1.0"},
            })),
        })
    })
}

/// The type of a licence in the ADMS vocabulary, for the licences intended for open data.
fn licence_type(id: &str) -> Option<&'static str> {
    let id = id.to_ascii_uppercase();
    if id.starts_with("CC-BY-SA") {
        return Some("ShareAlike-CopyLeft");
    }
    if id.starts_with("CC0") {
        return Some("PublicDomain");
    }
    (id.starts_with("CC-BY-4") || id.starts_with("CC-BY-3") || id.starts_with("PDL")).then_some("Attribution")
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
        "dct:title": english("Data theme"),
    })
}

fn node(id: &str, kind: &str) -> Value {
    json!({"@id": id, "@type": kind})
}

fn japanese(text: &str) -> Value {
    json!({"@value": text, "@language": "ja"})
}

fn english(text: &str) -> Value {
    json!({"@value": text, "@language": "en"})
}

fn day(iso: Option<String>) -> Option<Value> {
    iso.filter(|iso| iso.len() == 10).map(|iso| json!({"@value": iso, "@type": "xsd:date"}))
}
