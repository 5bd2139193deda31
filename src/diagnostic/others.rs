//! How many others there are of what is told once, and the first few of many.

/// `(ほか3行)` for the first of four rows; nothing for the only one.
pub fn and_others(count: usize, unit: &str) -> String {
    if count > 1 { format!("(ほか{}{unit})", count - 1) } else { String::new() }
}

/// The first three, `A1、B2、C3など` if there are more.
pub fn first_few(all: impl ExactSizeIterator<Item = String>) -> String {
    const FEW: usize = 3;
    let more = if all.len() > FEW { "など" } else { "" };
    all.take(FEW).collect::<Vec<_>>().join("、") + more
}
