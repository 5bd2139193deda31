//! Every address in every description of the data leads to a file that is there, and to an anchor that is there.

use mieruka::bundle::{Bundle, Stamp};
use mieruka::export::datasets;
use mieruka::render::Theme;
use mieruka::search::Tokenizer;
use serde_json::Value;

use crate::content::content;
use crate::open_data::{json, text};

/// Whether a path of the site, perhaps with an anchor, is there. An anchor in what is no page names a thing that the file tells of.
fn leads(bundle: &Bundle<'_>, address: &str) -> bool {
    let (path, anchor) = address.split_once('#').map_or((address, None), |(path, anchor)| (path, Some(anchor)));
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let Some(_) = bundle.get(&file) else { return false };
    anchor
        .filter(|_| file.ends_with(".html"))
        .is_none_or(|anchor| text(bundle, &file).contains(&format!("id=\"{anchor}\"")))
}

/// Where a relative reference in a file leads.
fn beside(file: &str, reference: &str) -> String {
    let mut folders: Vec<_> = file.split('/').collect();
    folders.pop();
    for part in reference.split('/') {
        match part {
            ".." => drop(folders.pop()),
            part => folders.push(part),
        }
    }
    folders.join("/")
}

/// The addresses of the site in a text.
fn addresses<'t>(text: &'t str, base: &str) -> Vec<&'t str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '&' | ',' | '`' | '」' | '(' | ')');
    text.split(base).skip(1).map(|rest| rest.split(ends).next().unwrap_or_default()).collect()
}

/// Every text under a key, however deep.
fn under<'v>(value: &'v Value, key: &str, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(name, value)| {
            found.extend(value.as_str().filter(|_| name == key));
            under(value, key, found);
        }),
        Value::Array(values) => values.iter().for_each(|value| under(value, key, found)),
        _ => {}
    }
}

#[test]
fn every_address_in_every_description_leads_somewhere() {
    let (_, site) = content();
    let (datasets, stamp) = (datasets(&site), Stamp::default());
    let (theme, tokenizer) =
        (Theme::open(None).expect("the theme opens"), Tokenizer::open().expect("the dictionary opens"));
    let bundle = mieruka::build(&site, &datasets, &theme, &tokenizer, &stamp);
    let base = site.profile.base_url.as_ref().expect("the first content has an address").value.clone();
    let mut seen = 0;
    let mut check = |file: &str, address: &str| {
        assert!(leads(&bundle, address), "{file} names {address}");
        seen += 1;
    };
    for (path, _) in bundle.iter().filter(|(path, _)| is_description(path.as_str())) {
        // The id of an entry of a feed is a name for ever, not a place.
        let described = text(&bundle, path.as_str()).replace("<id>https://", "<id>");
        addresses(&described, &base).into_iter().for_each(|address| {
            // A path of the static JSON with a place in braces stands for many.
            if !address.contains('{') {
                check(path.as_str(), address);
            }
        });
    }
    for (file, key) in
        [("data/datapackage.json", "path"), ("data/csv-metadata.json", "url"), ("data/openapi.json", "$ref")]
    {
        let described = json(&bundle, file);
        let mut found = Vec::new();
        under(&described, key, &mut found);
        assert!(found.len() > 10, "{file}");
        let found = found.iter().filter(|reference| !reference.contains("://"));
        found.for_each(|reference| check(file, &beside(file, reference)));
    }
    for path in json(&bundle, "data/openapi.json")["paths"].as_object().expect("paths").keys() {
        if !path.contains('{') {
            check("data/openapi.json", path.trim_start_matches('/'));
        }
    }
    assert!(seen > 1_000, "only {seen} addresses were looked at");
}

fn is_description(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_told = ["sitemap.xml", "feed.xml", "robots.txt"].contains(&name)
        || name.ends_with("_dataset_list.csv")
        || path.starts_with("data/")
            && [".json", ".jsonld", ".txt", ".html"].iter().any(|ending| name.ends_with(ending));
    is_told && !name.ends_with("sums.txt")
}

#[test]
fn what_the_package_says_of_a_file_is_so() {
    let (_, site) = content();
    let (datasets, stamp) = (datasets(&site), Stamp::default());
    let bundle = mieruka::export::export(&site, &datasets, &stamp);
    let package = json(&bundle, "data/datapackage.json");
    let sums = text(&bundle, "data/sha256sums.txt");
    for resource in package["resources"].as_array().expect("resources") {
        let path = resource["path"].as_str().expect("a path");
        assert_eq!(resource["bytes"], text(&bundle, &format!("data/{path}")).len(), "{path}");
        let hash = resource["hash"].as_str().expect("a hash").trim_start_matches("sha256:");
        let is_summed = sums.contains(&format!("{hash}  {path}\n"));
        assert!(is_summed || path.ends_with("_dataset_list.csv"), "{path}");
    }
}
