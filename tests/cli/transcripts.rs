//! Runs every `transcripts/*.md`: the commands must print and exit as written.

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cli/transcripts/*.md");
}
