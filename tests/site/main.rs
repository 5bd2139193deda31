//! The integration tests: one binary, a module a feature. How to add one: `tests/README.md`.

mod content;
mod guide;
mod indicators;
mod pages;
mod rooms;
mod rules;
