//! Every address in every description of the data leads to a file and an anchor that exist.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use mieruka::bundle::Bundle;
use mieruka::dataset::Dataset;
use mieruka::digest::{digest, hex};
use mieruka::export::datasets;
use serde_json::Value;
use zip::ZipArchive;

use crate::content::content;
use crate::open_data::csv_table;
use crate::sites::{bundle, json, text};

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
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let base = site.profile.base_url.as_ref().expect("the first content has an address").value.clone();
    let (mut seen, mut known) = (0, BTreeSet::new());
    let mut check = |file: &str, address: &str| {
        assert!(known.contains(address) || leads(&bundle, address), "{file} names {address}");
        known.insert(address.to_owned());
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
    for (file, key) in [
        ("data/datapackage.json", "path"),
        ("data/datapackage.json", "schema"),
        ("data/csv-metadata.json", "url"),
        ("data/openapi.json", "$ref"),
    ] {
        let described = json(&bundle, file);
        let mut found = Vec::new();
        under(&described, key, &mut found);
        assert!(found.len() > 10, "{file}");
        let found = found.iter().filter(|reference| !reference.contains("://"));
        found.for_each(|reference| check(file, &beside(file, reference)));
    }
    for (path, operation) in json(&bundle, "data/openapi.json")["paths"].as_object().expect("paths") {
        // Each place in braces stands for what the document gives as its example.
        let places = operation["get"]["parameters"].as_array().into_iter().flatten();
        let filled = places.fold(path.clone(), |path, place| {
            let [name, example] = ["name", "example"].map(|key| place[key].as_str().expect("a text"));
            path.replace(&format!("{{{name}}}"), example)
        });
        check("data/openapi.json", filled.trim_start_matches('/'));
    }
    for (path, _) in bundle.iter().filter(|(path, _)| path.as_str().ends_with("/index.json")) {
        let record = json(&bundle, path.as_str());
        let mut pages = Vec::new();
        under(&record, "page", &mut pages);
        assert!(!pages.is_empty(), "{path}");
        pages.into_iter().for_each(|page| check(path.as_str(), page));
    }
    for dataset in &datasets {
        let place = dataset.columns.iter().position(|column| column.name == "page").expect("a column of pages");
        dataset.rows().for_each(|row| check(dataset.name, &row[place].as_text()));
    }
    assert!(seen > 5_000, "only {seen} addresses were looked at");
}

fn is_description(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_told = ["sitemap.xml", "feed.xml", "robots.txt", "llms.txt"].contains(&name)
        || name.ends_with("_open_data_list.csv")
        || [".json", ".jsonld", ".html"].iter().any(|ending| name.ends_with(ending))
        || path.starts_with("data/") && name.ends_with(".txt");
    is_told && !name.ends_with("sums.txt")
}

#[test]
fn the_archive_describes_what_is_in_it_and_nothing_else() {
    let (_, site) = content();
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let whole = bundle.get("data/202037_open_data.zip").expect("the archive").bytes().expect("it can be made");
    let mut archive = ZipArchive::new(Cursor::new(whole)).expect("an archive");
    let mut files = BTreeMap::new();
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).expect("an entry");
        let name = entry.name().expect("a name").trim_start_matches("202037_open_data/").to_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("it can be unpacked, and its checksum is right");
        files.insert(name, bytes);
    }
    let told = |name: &str| String::from_utf8(files[name].clone()).expect("UTF-8");
    let mut named = Vec::new();
    for (file, key) in [("datapackage.json", "path"), ("datapackage.json", "schema"), ("csv-metadata.json", "url")] {
        let described = serde_json::from_str(&told(file)).expect("JSON");
        let mut found = Vec::new();
        under(&described, key, &mut found);
        named.extend(found.into_iter().filter(|path| !path.contains("://")).map(str::to_owned));
    }
    let sums = told("SHA256SUMS.txt");
    named.extend(sums.lines().map(|line| line.split("  ").nth(1).expect("a name").to_owned()));
    named.extend(told("README.txt").split(['"', '\'']).filter(|text| text.ends_with(".csv")).map(str::to_owned));
    for name in &named {
        assert!(files.contains_key(name), "the archive names {name}");
    }
    let tables = files.keys().filter(|name| name.contains('/'));
    tables.for_each(|name| assert!(named.contains(name), "{name} is not told of"));
}

#[test]
fn the_list_has_a_row_for_every_file() {
    let (_, site) = content();
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let list = bundle.get("data/202037_open_data_list.csv").expect("the list").bytes().expect("it can be made");
    let (headers, rows) = csv_table(&list);
    let place = headers.iter().position(|header| header == "ファイル_ダウンロードURL").expect("such a column");
    let told: Vec<_> = rows.iter().map(|row| row[place].trim_start_matches("https://example.jp/")).collect();
    assert_eq!(told, datasets.iter().flat_map(Dataset::all_files).map(|file| file.path.as_str()).collect::<Vec<_>>());
}

#[test]
fn what_the_package_says_of_a_file_is_so() {
    let (_, site) = content();
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let package = json(&bundle, "data/datapackage.json");
    let sums = text(&bundle, "data/sha256sums.txt");
    for resource in package["resources"].as_array().expect("resources") {
        let path = resource["path"].as_str().expect("a path");
        let written = text(&bundle, &format!("data/{path}"));
        assert_eq!(resource["bytes"], written.len(), "{path}");
        let hash = resource["hash"].as_str().expect("a hash").trim_start_matches("sha256:");
        assert_eq!(hash, hex(&digest(&written)), "{path}");
        let is_summed = sums.contains(&format!("{hash}  {path}\n"));
        assert!(is_summed || path.ends_with("_open_data_list.csv"), "{path}");
    }
}

/// The files that a page names as saying what it says: each with its media type, by its path from the root.
fn alternates(bundle: &Bundle<'_>, page: &str) -> BTreeMap<String, String> {
    let html = text(bundle, &format!("{page}index.html"));
    let links = html.split("<link rel=\"alternate\" ").skip(1).map(|rest| rest.split('>').next().unwrap_or_default());
    let value = |link: &str, name: &str| {
        let (_, rest) = link.split_once(&format!("{name}=\"")).unwrap_or_else(|| panic!("{link} has no {name}"));
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    links.map(|link| (beside(&format!("{page}index.html"), &value(link, "href")), value(link, "type"))).collect()
}

#[test]
fn every_page_names_the_data_that_say_the_same() {
    let (_, site) = content();
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let code = &site.profile.municipality.code;
    let told = |page: &str| alternates(&bundle, page);
    for record in site.records() {
        let page = record.id().page();
        assert_eq!(told(&page)[&format!("{page}index.json")], "application/json", "{page}");
    }
    assert_eq!(told("data/")["data/catalog.jsonld"], "application/ld+json");
    assert_eq!(told("data/")[&format!("data/{code}_open_data_list.csv")], "text/csv");
    for (page, table) in [("departments/", "departments"), ("goals/", "key_goal_sheets"), ("data/figures/", "figures")]
    {
        assert_eq!(told(page)[&format!("data/{table}/{code}_{table}.csv")], "text/csv", "{page}");
    }
    let feed = ["feed.xml".to_owned()];
    assert!(told("about/").into_keys().eq(feed), "a page that no data say has none but the feed");
    for path in bundle.iter().map(|(path, _)| path.as_str()).filter(|path| path.ends_with("/index.html")) {
        let page = path.trim_end_matches("index.html");
        assert!(alternates(&bundle, page).keys().all(|file| leads(&bundle, file)), "{page}");
    }
}

#[test]
fn the_guide_for_programs_names_every_table_and_catalogue() {
    let (_, site) = content();
    let datasets = datasets(&site);
    let bundle = bundle(&site, &datasets);
    let guide = text(&bundle, "llms.txt");
    assert!(guide.starts_with(&format!("# {}\n\n> ", site.profile.title)), "{guide}");
    let base = site.profile.base_url.as_ref().expect("the first content has an address").value.clone();
    let named = addresses(&guide, &base);
    assert!(datasets.iter().all(|set| named.contains(&set.folder().as_str())), "{named:?}");
    assert!(["data/catalog.jsonld", "data/datapackage.json"].iter().all(|path| named.contains(path)));
    assert!(guide.len() < 12_000, "it stays short: {} bytes", guide.len());
}
