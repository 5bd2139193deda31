//! `publish`: the only room that writes.
