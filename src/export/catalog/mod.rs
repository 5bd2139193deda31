//! What is said *about* the tables, in the words of each catalogue: Data Package, CSVW, JSON Schema, DCAT, schema.org, the
//! list of datasets that Japanese portals read, and the archive of everything. All of it is spelled from the same columns and files.

mod archive;
mod csvw;
mod data_package;
mod dcat;
mod json_schema;
mod list;
mod schema_org;

use serde_json::Value;

pub(super) use schema_org::embedded;

use super::csv;
use crate::bundle::{Bundle, Error};
use crate::dataset::Dataset;
use crate::model::{Date, Site};

/// What every catalogue says of the whole.
pub(super) struct Whole<'s> {
    pub(super) site: &'s Site,
}

impl<'s> Whole<'s> {
    /// The title of the collection.
    fn title(&self) -> String {
        format!("{} オープンデータ", self.site.profile.title)
    }

    fn description(&self) -> String {
        let city = &self.site.profile.municipality.name;
        format!(
            "{city}の総合計画、アクションプログラム、重点目標について、計画・目標値・実績・評価を1つの事実ごとにまとめた表です。CSV・JSON・XLSX で使えます。"
        )
    }

    fn name(&self) -> &'s str {
        &self.site.profile.municipality.name.value
    }

    fn code(&self) -> &'s str {
        &self.site.profile.municipality.code.value
    }

    fn base(&self) -> Option<&'s str> {
        self.site.profile.base_url.as_ref().map(|base| base.value.as_str())
    }

    /// The address of a path of the site: absolute where the place of publication is known, else from the folder `data/`.
    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base().unwrap_or("../"))
    }

    fn keywords(&self) -> Vec<&'s str> {
        vec![self.name(), "総合計画", "行財政改革", "重点目標", "指標", "実績", "評価"]
    }

    /// 最終更新日: the latest day that the content names.
    fn modified(&self) -> Option<Date> {
        let corrections = self.site.corrections.iter().map(|correction| correction.date.value);
        corrections.chain(self.site.profile.updated.as_ref().map(|updated| updated.value)).max()
    }

    fn modified_iso(&self) -> Option<String> {
        self.modified().map(Date::iso)
    }

    /// First and last day of the fiscal years that the content speaks of.
    fn coverage(&self) -> Option<(String, String)> {
        let years = self.site.years();
        Some((years.first()?.first_day(), years.last()?.last_day()))
    }

    /// The line by which to cite.
    fn citation(&self) -> String {
        let licence = self.site.profile.licence.as_ref();
        let licence = licence.map_or_else(String::new, |licence| format!("、{}", licence.name));
        format!("出典: {}「{}」{licence}", self.name(), self.title())
    }
}

/// Adds every description.
pub(super) fn add<'a>(bundle: &mut Bundle<'a>, site: &'a Site, datasets: &'a [Dataset<'a>]) {
    for dataset in datasets {
        let whole = Whole { site };
        let path = format!("{}-metadata.json", dataset.files[0].path);
        bundle.add_lazy(path, move || written(&csvw::table(&whole, dataset)));
        let whole = Whole { site };
        let path = dataset.files[0].path.replace(".csv", ".schema.json");
        bundle.add_lazy(path.clone(), move || written(&json_schema::table(&whole, dataset, &path)));
        let whole = Whole { site };
        let path = format!("data/{}/dataset.jsonld", dataset.name);
        bundle.add_lazy(path, move || written(&schema_org::dataset(&whole, dataset)?));
    }
    let whole = || Whole { site };
    let path = format!("data/{}_dataset_list.csv", whole().code());
    bundle.add_lazy(format!("{path}-metadata.json"), move || written(&csvw::list(&whole())));
    bundle.add_stream(path, move |to| csv::csv(to, &list::columns(), list::rows(&whole(), datasets)));
    bundle.add_lazy("data/datapackage.json", move || written(&data_package::package(&whole(), datasets)?));
    bundle.add_lazy("data/csv-metadata.json", move || written(&csvw::group(&whole(), datasets)));
    bundle.add_lazy("data/catalog.jsonld", move || written(&dcat::catalog(&whole(), datasets)?));
    bundle.add_lazy("data/sha256sums.txt", move || archive::sums(datasets));
    bundle.add_lazy("data/readme.txt", move || Ok(archive::readme(&whole(), datasets).into_bytes()));
    bundle
        .add_stream(format!("data/{}_open_data.zip", whole().code()), move |to| archive::write(to, &whole(), datasets));
}

/// JSON for people and programs.
fn written(value: &Value) -> Result<Vec<u8>, Error> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|fault| Error::Sink(fault.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Takes off what is not known: catalogues have no word for `null`.
fn known(value: Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key, known(value))).collect(),
        ),
        Value::Array(values) => Value::Array(values.into_iter().map(known).collect()),
        value => value,
    }
}
