//! The integration tests: one binary, a module a feature. How to add one: `tests/README.md`.

#![allow(clippy::wildcard_enum_match_arm, reason = "a test may look at some values only")]

mod approve;
mod asked;
mod bodies;
mod changes;
mod conditions;
mod content;
mod contribute;
mod corpus;
mod costs;
mod data_addresses;
mod data_history;
mod data_hostile;
mod data_schemas;
mod dependencies;
mod docs;
mod drafts;
mod exact;
mod facets;
mod fact_table;
mod feeds;
mod forms;
mod guide;
mod harvest;
mod hostile;
mod import;
mod import_formats;
mod import_of_indicators;
mod import_own;
mod import_own_hostile;
mod import_public;
mod import_rules;
mod import_tables;
mod indicators;
mod licences;
mod links;
mod new;
mod open_data;
mod pages;
mod permanence;
mod relations;
mod results;
mod rooms;
mod rules;
mod rust;
mod schemas;
#[path = "../sites.rs"]
mod sites;
mod standing;
mod tally;
mod texts;
mod versions;
mod views;
mod words;
#[path = "../workbook.rs"]
mod workbook;
mod workbooks;
mod workflows;
