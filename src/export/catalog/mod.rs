//! The descriptions of the tables, one file per catalogue format: Data Package, CSVW, JSON Schema, DCAT, schema.org, Croissant,
//! the list of datasets that Japanese portals read, OpenAPI, and the archive of everything. All are generated from the
//! same columns and files.

mod archive;
mod croissant;
mod csvw;
mod data_package;
mod dcat;
mod json_schema;
mod list;
mod llms;
mod openapi;
mod schema_org;

use serde_json::{Map, Value, json};

use crate::bundle::{Bundle, Error};
use crate::dataset::{Collection, DataFile, Dataset, Edition, VERSIONS};
use crate::model::{Date, Period, Site, address};

/// What every catalogue contains about the whole site.
#[derive(Clone, Copy)]
pub(super) struct Whole<'s> {
    pub(super) site: &'s Site,
}

impl<'s> Whole<'s> {
    fn collection(&self) -> Collection<'s> {
        Collection::of(self.site)
    }

    fn name(&self) -> &'s str {
        &self.site.profile.municipality.name.value
    }

    fn publisher(&self) -> &'s str {
        self.site.profile.publisher()
    }

    /// Whether the 団体 itself produces and publishes the site.
    fn is_official(&self) -> bool {
        self.site.profile.publisher.is_none()
    }

    fn code(&self) -> &'s str {
        &self.site.profile.municipality.code.value
    }

    fn base(&self) -> Option<&'s str> {
        self.site.profile.base_url.as_ref().map(|base| base.value.as_str())
    }

    /// The address of a path of the site: absolute if the base URL is known, else relative to the folder `data/`.
    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base().unwrap_or("../"))
    }

    /// The same in a file at the root of the site.
    fn located(&self, path: &str) -> String {
        format!("{}{path}", self.base().unwrap_or_default())
    }

    /// キーワード of the catalogue: those of all tables, each once.
    fn keywords(&self, datasets: &[Dataset<'_>]) -> Vec<String> {
        let mut all = vec![self.name().to_owned()];
        for keyword in datasets.iter().flat_map(|dataset| &dataset.keywords) {
            if !all.contains(keyword) {
                all.push(keyword.clone());
            }
        }
        all
    }

    /// 都道府県 and 団体.
    fn place(&self) -> String {
        let prefecture = self.site.profile.municipality.prefecture.as_ref();
        format!("{}{}", prefecture.map_or("", |name| &name.value), self.name())
    }

    fn modified(&self) -> Option<String> {
        self.collection().modified().map(Date::iso)
    }

    /// 公開日 of the site.
    fn published(&self) -> Option<String> {
        self.site.profile.published.as_ref().map(|date| date.value.iso())
    }
}

/// Files with the same rows: a table, or one fiscal year of a table that grows by year.
#[derive(Clone, Copy)]
pub(super) struct Part<'d, 's> {
    dataset: &'d Dataset<'s>,
    edition: Option<&'d Edition<'s>>,
}

impl<'d, 's> Part<'d, 's> {
    /// The table, then its years.
    fn all(dataset: &'d Dataset<'s>) -> impl Iterator<Item = Self> + use<'d, 's> {
        let whole = Self { dataset, edition: None };
        std::iter::once(whole)
            .chain(dataset.editions.iter().map(move |edition| Self { dataset, edition: Some(edition) }))
    }

    /// The table as a whole.
    fn table(self) -> Self {
        Self { edition: None, ..self }
    }

    fn files(self) -> &'d [DataFile<'s>] {
        self.edition.map_or(&self.dataset.files, |edition| &edition.files)
    }

    fn csv(self) -> &'d DataFile<'s> {
        self.edition.map_or(&self.dataset.csv, |edition| &edition.files[0])
    }

    /// キーワード: whose data it is, then what it is about.
    fn keywords(self, whole: &Whole<'d>) -> Vec<&'d str> {
        [whole.name()].into_iter().chain(self.dataset.keywords.iter().map(String::as_str)).collect()
    }

    /// Its page, with the anchor of the year if it is one year.
    fn page(self) -> String {
        let line = self.edition.map_or_else(String::new, |edition| format!("#y{}", edition.year.western()));
        format!("{}{line}", address::dataset_page(self.dataset.name))
    }

    /// The id of the table, whether it is the whole or one year.
    fn id(self, whole: &Whole<'_>) -> String {
        format!("{}_{}", whole.code(), self.dataset.name)
    }

    /// 題名 beside those of other 団体: it says whose data it is.
    fn title(self, whole: &Whole<'_>) -> String {
        let year = self.edition.map_or_else(String::new, |edition| format!(" {}", edition.year));
        format!("{} {}{year}", whole.name(), self.dataset.title)
    }

    fn description(self) -> String {
        let year =
            self.edition.map_or_else(String::new, |edition| format!(" {}の行だけのファイルです。", edition.year));
        format!("{}{year}", self.dataset.description)
    }

    /// 最終更新日, if it is known to the day.
    fn modified(self) -> Option<String> {
        self.day().filter(|date| date.day.is_some()).map(Date::iso)
    }

    fn day(self) -> Option<Date> {
        self.edition.map_or_else(|| self.dataset.modified(), Edition::modified)
    }

    /// 公開日; unknown for a single year.
    fn published(self) -> Option<String> {
        let known = self.dataset.published.filter(|_| self.edition.is_none());
        known.map(Date::iso)
    }

    /// First and last day of the fiscal years that it covers; an unknown end is left open.
    fn coverage(self) -> Option<(Option<String>, Option<String>)> {
        let whole = self.dataset.coverage;
        let of_edition = self.edition.map(|edition| Period::of_years(Some(edition.year), Some(edition.year)));
        let Period { from, to, .. } = of_edition.or(whole)?;
        Some((from.map(|year| year.first_day()), to.map(|year| year.last_day())))
    }

    /// The same in ISO 8601: `2021-04-01/2026-03-31`, `2026-04-01/..`.
    fn interval(self) -> Option<String> {
        let open = || "..".to_owned();
        self.coverage().map(|(from, to)| format!("{}/{}", from.unwrap_or_else(open), to.unwrap_or_else(open)))
    }
}

/// Adds every description.
pub(super) fn add<'a>(bundle: &mut Bundle<'a>, site: &'a Site, datasets: &'a [Dataset<'a>]) {
    let whole = || Whole { site };
    for dataset in datasets {
        for part in Part::all(dataset).filter(|part| part.files()[0].format == "CSV") {
            let path = format!("{}-metadata.json", part.files()[0].path);
            bundle.add_lazy(path, move || written(&csvw::table(&whole(), part)));
        }
        bundle.add_lazy(dataset.description_beside("schema.json"), move || written(&json_schema::table(dataset)));
        let path = format!("data/{}", data_package::schema_path(dataset));
        bundle.add_lazy(path, move || written(&data_package::schema(dataset, datasets)));
        bundle.add_lazy(dataset.description_file(), move || written(&schema_org::dataset(&whole(), dataset)?));
    }
    let path = whole().collection().list();
    bundle.add_lazy(format!("{path}-metadata.json"), move || written(&csvw::of_list(&whole())));
    bundle.add_stream(path, move |to| list::write(to, &whole(), datasets));
    bundle.add_lazy("data/datapackage.json", move || {
        written(&data_package::package(&whole(), datasets, |set| &set.files[0])?)
    });
    bundle.add_lazy("data/csv-metadata.json", move || {
        written(&csvw::group(&whole(), datasets, |set| set.files[0].format == "CSV"))
    });
    bundle.add_lazy("data/catalog.jsonld", move || written(&dcat::catalog(&whole(), datasets)?));
    bundle.add_lazy("data/croissant.json", move || written(&croissant::described(&whole(), datasets)?));
    bundle.add_lazy("data/openapi.json", move || written(&openapi::document(&whole(), datasets)));
    bundle.add_lazy(VERSIONS, move || versions(datasets));
    bundle.add_lazy("data/sha256sums.txt", move || archive::sums(datasets.iter().flat_map(Dataset::all_files)));
    bundle.add_lazy("llms.txt", move || Ok(llms::text(&whole(), datasets).into_bytes()));
    bundle.add_lazy("data/readme.txt", move || Ok(archive::readme(&whole(), datasets).into_bytes()));
    bundle.add_stream(whole().collection().archive(), move |to| archive::write(to, &whole(), datasets));
}

/// What the next publication has to know of this one: each CSV with its digest and the day of its last change.
fn versions(datasets: &[Dataset<'_>]) -> Result<Vec<u8>, Error> {
    let version = |part: Part<'_, '_>| {
        let csv = part.csv();
        let told = known(json!({"sha256": csv.packed()?.sha256, "modified": part.day().map(Date::iso)}));
        Ok((csv.path.clone(), told))
    };
    let versions = datasets.iter().flat_map(Part::all).map(version).collect::<Result<Map<_, _>, Error>>()?;
    written(&Value::Object(versions))
}

/// Indented JSON, for people and programs.
fn written(value: &Value) -> Result<Vec<u8>, Error> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|fault| Error::Sink(fault.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Removes unknown values: catalogues do not use `null`.
fn known(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key, known(value))).collect(),
        ),
        Value::Array(values) => Value::Array(values.into_iter().map(known).collect()),
        value @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => value,
    }
}
