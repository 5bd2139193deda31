//! `serve`: the preview.
