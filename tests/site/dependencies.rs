//! What the program depends on directly stays little, and each of it says why in Cargo.toml.

/// The most that it may be.
const MOST: usize = 28;

#[test]
fn each_dependency_says_why_and_they_are_few() {
    let manifest = include_str!("../../Cargo.toml");
    let (mut count, mut is_counted, mut before) = (0, false, "");
    for line in manifest.lines() {
        if line.starts_with('[') {
            let table = line.trim_matches(['[', ']']);
            is_counted = table == "dependencies" || table.starts_with("target.") && table.ends_with(".dependencies");
        } else if is_counted && line.contains('=') && !line.starts_with('#') {
            count += 1;
            assert!(before.starts_with("# "), "no line says why: {line}");
        }
        before = line;
    }
    assert!((20..=MOST).contains(&count), "{count} direct dependencies");
}
