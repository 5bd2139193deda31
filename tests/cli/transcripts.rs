//! Every `transcripts/*.md` is run as written: the commands, what they print and how they end.

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cli/transcripts/*.md");
}
