//! The integration tests: one binary, a module a feature. How to add one: `tests/README.md`.

mod changes;
mod content;
mod data_addresses;
mod data_history;
mod data_hostile;
mod data_schemas;
mod dependencies;
mod drafts;
mod guide;
mod hostile;
mod import;
mod indicators;
mod new;
mod open_data;
mod pages;
mod permanence;
mod recall;
mod rooms;
mod rules;
mod schemas;
#[path = "../workbook.rs"]
mod workbook;
mod workbooks;
