//! `init`: writes the smallest complete site of a new municipality.

use mieruka::publish;

use super::flags::InitFlags;
use super::report::say;
use super::{Error, Verdict, schema, seeds};

/// Writes the files into a folder that has none of them.
pub(super) fn init(flags: &InitFlags) -> Result<Verdict, Error> {
    let changes = publish::create(&seeds::files(), &flags.folder)?;
    schema::create(&flags.folder.join("content"))?;
    let folder = flags.folder.display();
    say(&format!("{folder} に {}個のファイルを置きました。次のようにすると見られます:", changes.files));
    say(&format!("  cd {folder}\n  mieruka"));
    say("書き方は content/README.md にあります");
    Ok(Verdict::Done)
}
