//! `search`: the index that the search page reads.

use crate::bundle::Bundle;
use crate::model::Site;

/// Cuts Japanese into words.
#[derive(Debug)]
pub struct Tokenizer;

/// Makes the files of the index.
pub fn search<'a>(_site: &'a Site, _tokenizer: &'a Tokenizer) -> Bundle<'a> {
    Bundle::new()
}
