//! How many others there are of what is told once.

/// `(ほか3行)` for the first of four rows; nothing for the only one.
pub fn and_others(count: usize, unit: &str) -> String {
    if count > 1 { format!("(ほか{}{unit})", count - 1) } else { String::new() }
}
