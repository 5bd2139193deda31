//! The memory of the last build changes the duration of the next one, never a byte of its output.

use std::collections::BTreeMap;

use mieruka::search::{Index, Memory, Tokenizer, search};

use crate::content::content;

const PROGRAM: [u8; 32] = [7; 32];

/// The files of the index made with a memory, and what the next build can recall.
fn index(memory: Memory) -> (BTreeMap<String, Vec<u8>>, Option<Vec<u8>>) {
    let (_, site) = content();
    let tokenizer = Tokenizer::open().expect("the dictionary is part of the program");
    let index = Index::of(&site, &tokenizer, memory);
    let bundle = search(&index);
    let files = bundle.iter().map(|(path, artifact)| (path.to_string(), artifact.bytes().expect("it can be made")));
    (files.collect(), index.learned().map(<[u8]>::to_vec))
}

#[test]
fn a_recalled_index_is_the_index() {
    let (afresh, nothing) = index(Memory::default());
    assert_eq!(nothing, None, "no program remembers");
    let (first, learned) = index(Memory::read(&[], PROGRAM));
    let learned = learned.expect("the program remembers");
    let (recalled, again) = index(Memory::read(&learned, PROGRAM));
    assert!(first == afresh && recalled == afresh);
    assert!(again.as_ref() == Some(&learned), "what was recalled is kept");

    // A false memory shows, so the memory is used.
    let known = "行財政".as_bytes();
    let mut false_memory = learned[..learned.len() - 32].to_vec();
    let at = false_memory.windows(known.len()).position(|bytes| bytes == known).expect("the content speaks of it");
    false_memory[at..at + known.len()].copy_from_slice("虚偽虚".as_bytes());
    false_memory.extend(sum(&false_memory));
    let (misled, _) = index(Memory::read(&false_memory, PROGRAM));
    assert!(misled != afresh);
}

#[test]
fn what_another_program_kept_or_a_disk_damaged_is_as_nothing() {
    let (afresh, _) = index(Memory::default());
    let (_, learned) = index(Memory::read(&[], PROGRAM));
    let learned = learned.expect("the program remembers");
    let mut flipped = learned.clone();
    flipped[learned.len() / 2] ^= 1;
    let cases =
        [(&learned[..], [8; 32]), (&flipped, PROGRAM), (&learned[..learned.len() / 2], PROGRAM), (&[], PROGRAM)];
    for (bytes, program) in cases {
        assert!(index(Memory::read(bytes, program)).0 == afresh);
    }
}

fn sum(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).into()
}
