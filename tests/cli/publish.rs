//! Publication on a real disk: kept whole when killed, careful with what is not ours.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use mieruka::bundle::{self, Bundle};
use mieruka::digest::{digest, hex};
use mieruka::publish::{Changes, Error, Files, Output, Patience, check_apart, create, publish, refresh};

const CHILD: &str = "MIERUKA_TEST_PUBLISH_TO";
const EDITION: &str = "MIERUKA_TEST_EDITION";

/// A site whose every file names its edition, except one that never changes.
fn site(edition: &str) -> Bundle<'static> {
    let mut site = Bundle::new();
    site.add("index.html", edition);
    site.add("always.txt", "the same in every edition");
    for i in 0..150 {
        site.add(format!("pages/{}/{i}/index.html", i % 7), format!("{edition} {i}"));
    }
    let rows = edition.to_owned();
    site.add_stream("rows.csv", move |to| (0..20_000).try_for_each(|n| writeln!(to, "{rows},{n}")).map_err(Into::into));
    site.add(format!("only/{edition}.txt"), edition);
    site
}

/// Every file below a folder.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(folder, "", &mut files);
    files
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        let name = format!("{prefix}{}", path.file_name().expect("an entry has a name").to_string_lossy());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(&path).expect("the file can be read"));
        }
    }
}

fn names(folder: &Path) -> Vec<String> {
    tree(folder).into_keys().collect()
}

fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("there is room for a test");
    let public = folder.path().join("public");
    (folder, public)
}

fn entries(folder: &Path) -> usize {
    fs::read_dir(folder).expect("the folder is there").count()
}

#[test]
fn the_list_has_the_sum_of_every_file() {
    let (_folder, public) = place();
    let mut site = Bundle::new();
    site.add("made.txt", "一");
    site.add_stream("streamed.txt", |to| Ok(to.write_all("二".as_bytes())?));
    site.add_summed("summed.txt", |to| Ok(to.write_all("三".as_bytes())?), || Ok(hex(&digest("三"))));
    publish(&site, &public).expect("the place can be written to");
    let mut found = tree(&public);
    let list = found.remove("manifest.json").expect("it is listed");
    let list: serde_json::Value = serde_json::from_slice(&list).expect("it is a list");
    for (path, bytes) in found {
        assert_eq!(list["files"][&path], hex(&digest(bytes)), "{path}");
    }
}

#[test]
fn what_is_written_need_not_be_held() {
    let (_folder, public) = place();
    let held = Arc::new(Mutex::new(Some("一")));
    let [made_of, let_go] = [&held, &held].map(Arc::clone);
    let mut site = Bundle::new();
    site.add_late_branch("late/", move || {
        let (mut branch, [made_of, let_go]) = (Bundle::new(), [&made_of, &let_go].map(Arc::clone));
        let make = move || Ok(made_of.lock().expect("nobody panicked").expect("it is held").into());
        branch.add_held("late/held.txt", make, move || *let_go.lock().expect("nobody panicked") = None);
        branch
    });
    publish(&site, &public).expect("the place can be written to");
    assert_eq!(tree(&public)["late/held.txt"], "一".as_bytes());
    assert!(held.lock().expect("nobody panicked").is_none());
}

/// Not a test of its own: publishes without end when `killed_at_any_moment` starts it as a process.
#[test]
fn child() {
    let (Some(to), Some(edition)) = (std::env::var_os(CHILD), std::env::var(EDITION).ok()) else { return };
    publish(&site(&edition), to.as_ref()).expect("the place can be written to");
}

/// Starts a publication of the new edition as a process of its own.
fn start(public: &Path) -> Child {
    Command::new(std::env::current_exe().expect("this test is a program"))
        .args(["--exact", "publish::child", "--quiet"])
        .env(CHILD, public)
        .env(EDITION, "new")
        .stdout(Stdio::null())
        .spawn()
        .expect("a test can be started")
}

/// Where a kill has fallen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fell {
    /// Nothing of the new edition was written.
    Before,
    /// Some of it lay beside the old one.
    During,
    /// It stood in the place of the old one.
    After,
}

/// How often the kills are spread over a publication until one has fallen everywhere.
const ROUNDS: u32 = 40;
/// How many kills lie in a round.
const KILLS: u32 = 16;

#[test]
fn killed_at_any_moment_a_whole_site_stands() {
    let (folder, public) = place();
    let publish_old = || publish(&site("old"), &public).expect("the publication succeeds");
    publish_old();
    let old = tree(&public);
    let begun = Instant::now();
    assert!(start(&public).wait().expect("it ends").success());
    let whole = begun.elapsed();
    let new = tree(&public);
    publish_old();

    let mut fell = BTreeSet::new();
    for round in 0..ROUNDS {
        for kill in 0..KILLS {
            // Each round falls between the moments of the others; the last kills come when all is done.
            let share = f64::from(kill * ROUNDS + round) / f64::from(ROUNDS * KILLS) * 1.25;
            let mut child = start(&public);
            std::thread::sleep(whole.mul_f64(share));
            let _ = child.kill();
            let _ = child.wait();
            let found = tree(&public);
            assert!(found == old || found == new, "torn after {share:.3} of {whole:?}: {} files", found.len());
            let stage = folder.path().join(".mieruka-public-new");
            let is_begun = stage.is_dir() && entries(&stage) > 0;
            fell.insert(if found == new {
                Fell::After
            } else if is_begun {
                Fell::During
            } else {
                Fell::Before
            });
            publish_old();
            assert_eq!(tree(&public), old, "the next publication mends everything");
            assert_eq!(entries(folder.path()), 1, "nothing is left beside the site");
        }
        if fell.len() == 3 {
            return;
        }
    }
    panic!("the kills fell only {fell:?}");
}

#[test]
fn given_up_it_leaves_the_old_site_and_nothing_else() {
    let (folder, public) = place();
    publish(&site("old"), &public).expect("published");
    let old = tree(&public);
    let stop = Arc::new(AtomicBool::new(false));
    let mut next = site("new");
    let request = Arc::clone(&stop);
    next.add_stream("last.csv", move |_| {
        request.store(true, Ordering::Relaxed);
        Ok(())
    });
    let given_up = |stop: &Arc<AtomicBool>| {
        let output = Output::open(&public, Patience { stop: Arc::clone(stop), ..Patience::default() });
        output.and_then(|output| output.stage(&next, &[])?.put(None).map(drop))
    };
    assert!(matches!(given_up(&stop), Err(Error::Stopped(_))));
    assert!(tree(&public) == old && entries(folder.path()) == 1, "{:?}", names(folder.path()));
    let _held = Output::open(&public, Patience::default()).expect("it can be used");
    assert!(matches!(given_up(&stop), Err(Error::Stopped(_))), "nor is another build waited for");
}

#[test]
fn only_what_differs_is_written() {
    let (_folder, public) = place();
    let first = publish(&site("a"), &public).expect("published");
    assert_eq!((first.files, first.added.len()), (154, 154));
    let again = publish(&site("a"), &public).expect("published");
    assert_eq!(again, Changes { added: Vec::new(), ..first.clone() });
    // Servers and programs that copy by date tell from the moment of a file whether it changed.
    let kept = public.join("always.txt");
    let moment = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    let file = fs::File::options().write(true).open(&kept).expect("a hand may write here");
    file.set_modified(moment).expect("it can be set");
    let next = publish(&site("b"), &public).expect("published");
    let modified = fs::metadata(&kept).and_then(|meta| meta.modified()).expect("it has a time");
    assert_eq!(modified, moment, "a file that is the same keeps its moment");
    assert_eq!((next.changed.len(), next.added), (152, vec!["only/b.txt".to_owned()]));
    assert_eq!(next.removed, ["only/a.txt"]);
    let mended = public.join("index.html");
    fs::write(&mended, "b!").expect("a hand may write here");
    assert_eq!(publish(&site("b"), &public).expect("published").changed, ["index.html"]);
    assert_eq!(fs::read(mended).expect("the page is there"), b"b");
}

/// The names and texts in an archive, in order.
fn unpacked(archive: &Path) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(fs::File::open(archive).expect("it is there")).expect("it is an archive");
    let count = archive.len();
    let entry = |at| {
        let mut entry = archive.by_index(at).expect("an entry");
        let mut text = String::new();
        entry.read_to_string(&mut text).expect("it can be unpacked");
        (entry.name().expect("a name").into_owned(), text)
    };
    (0..count).map(entry).collect()
}

#[test]
fn what_changed_is_packed_before_it_is_published() {
    let (folder, public) = place();
    publish(&site("a"), &public).expect("published");
    let earlier = Files::read(&fs::read(public.join("manifest.json")).expect("it is listed")).expect("it is a list");
    let mut bytes = Vec::new();
    for name in ["one.zip", "two.zip"] {
        let to = folder.path().join(name);
        let output = Output::open(&public, Patience::default()).expect("it can be used");
        let staged = output.stage(&site("b"), &[]).expect("it can be made");
        // The first archive tells what the folder gains, the second what another publication had not.
        let since = if name == "one.zip" { staged.changes().clone() } else { staged.since(&earlier) };
        let parcel = staged.pack(&since, &to).expect("it can be packed");
        assert!(!to.exists(), "it waits for the site");
        let made = staged.put(None).expect("published");
        parcel.put().expect("it is moved");
        assert_eq!(made.is_nothing(), name == "two.zip");
        bytes.push(fs::read(&to).expect("it is there"));
    }
    assert!(bytes[0] == bytes[1], "the same changes have the same bytes");

    let found = unpacked(&folder.path().join("one.zip"));
    let (list, files) = found.split_first().expect("it begins with the list");
    assert_eq!(list.0, "changes.txt");
    assert!(list.1.starts_with("追加\tonly/b.txt\n変更\tindex.html\n") && list.1.ends_with("削除\tonly/a.txt\n"));
    assert_eq!((list.1.lines().count(), files.len()), (154, 154));
    let first_page = files.iter().position(|(name, _)| name.ends_with(".html")).expect("there are pages");
    assert!(files[first_page..files.len() - 1].iter().all(|(name, _)| name.ends_with(".html")), "pages come last");
    assert_eq!(files.last().expect("there are files").0, "upload/manifest.json");
    let site = tree(&public);
    for (name, text) in files {
        let path = name.strip_prefix("upload/").expect("it goes to the server");
        assert_eq!(site.get(path).map(Vec::as_slice), Some(text.as_bytes()), "{name}");
    }
    assert_eq!(entries(folder.path()), 3, "nothing is left beside them");
}

#[test]
fn what_is_only_made_leaves_no_trace() {
    let (folder, public) = place();
    publish(&site("a"), &public).expect("published");
    let before = tree(folder.path());
    let output = Output::open(&public, Patience::default()).expect("it can be used");
    let staged = output.stage(&site("b"), &[]).expect("it can be made");
    let parcel = staged.pack(staged.changes(), &folder.path().join("b.zip")).expect("it can be packed");
    drop((parcel, staged));
    drop(output);
    assert!(tree(folder.path()) == before && entries(folder.path()) == 1);
}

fn publish_sealed(site: &Bundle<'_>, to: &Path, made_from: &[u8; 32]) -> Result<Changes, Error> {
    Output::open(to, Patience::default())?.stage(site, &[])?.put(Some(made_from))
}

fn remember(to: &Path, bytes: &[u8]) {
    Output::open(to, Patience::default()).expect("the place can be used").remember(bytes);
}

fn unchanged(to: &Path, made_from: &[u8; 32]) -> Option<Changes> {
    Output::open(to, Patience::default()).ok()?.unchanged(made_from)
}

#[test]
fn a_seal_holds_until_somebody_touches_the_folder() {
    const A: [u8; 32] = [1; 32];
    const B: [u8; 32] = [2; 32];
    let (_folder, public) = place();
    assert_eq!(unchanged(&public, &A), None);
    let first = publish_sealed(&site("a"), &public, &A).expect("published");
    assert_eq!(unchanged(&public, &A), Some(Changes { added: Vec::new(), ..first.clone() }));
    assert_eq!(unchanged(&public, &B), None, "other sources");
    assert!(!public.with_file_name(".mieruka-public-new").exists(), "to ask leaves nothing behind");

    let disturb: [&dyn Fn(); 4] = [
        &|| fs::write(public.join("index.html"), "by hand").expect("a hand may write here"),
        &|| fs::remove_file(public.join("always.txt")).expect("a hand may delete here"),
        &|| fs::write(public.join("memo.txt"), "x").expect("a hand may write here"),
        &|| fs::remove_dir_all(&public).expect("a hand may delete here"),
    ];
    for touch in disturb {
        touch();
        assert_eq!(unchanged(&public, &A), None);
        publish_sealed(&site("a"), &public, &A).expect("published");
        assert!(unchanged(&public, &A).is_some());
    }
    publish(&site("b"), &public).expect("published");
    assert_eq!(unchanged(&public, &A), None, "another site stands there");
}

/// The time of a write can be set back by any program, that of the change cannot.
#[test]
#[cfg(unix)]
fn a_seal_is_broken_by_a_change_that_hides_its_time() {
    const A: [u8; 32] = [1; 32];
    let (_folder, public) = place();
    publish_sealed(&site("a"), &public, &A).expect("published");
    let page = public.join("index.html");
    let written = fs::metadata(&page).and_then(|meta| meta.modified()).expect("it has a time");
    fs::write(&page, "b").expect("a hand may write here");
    fs::File::options()
        .write(true)
        .open(&page)
        .and_then(|file| file.set_modified(written))
        .expect("it can be set back");
    assert_eq!(unchanged(&public, &A), None);
}

#[test]
fn what_is_remembered_is_recalled_until_the_folder_is_gone() {
    const A: [u8; 32] = [1; 32];
    let (_folder, public) = place();
    publish(&site("a"), &public).expect("published");
    assert_eq!(mieruka::publish::recall(&public), None);
    remember(&public, b"words");
    assert_eq!(mieruka::publish::recall(&public).as_deref(), Some(&b"words"[..]));
    let (_other, elsewhere) = place();
    publish_sealed(&site("a"), &elsewhere, &A).expect("published");
    assert_eq!(
        mieruka::publish::recall(&public).as_deref(),
        Some(&b"words"[..]),
        "a folder that is there keeps its own"
    );
    fs::remove_dir_all(&public).expect("a hand may delete here");
    publish_sealed(&site("b"), &elsewhere, &A).expect("published");
    assert_eq!(mieruka::publish::recall(&public), None);
}

#[test]
fn only_what_differs_is_refreshed() {
    let (folder, _) = place();
    let counts = |changes: Changes| (changes.files, changes.added.len() + changes.changed.len(), changes.bytes);
    let mut files = Bundle::new();
    files.add("a.txt", "1");
    files.add("b/c.txt", "22");
    assert_eq!(counts(refresh(&files, folder.path()).expect("written")), (2, 2, 3));
    assert_eq!(counts(refresh(&files, folder.path()).expect("written")), (2, 0, 3));
    fs::write(folder.path().join("a.txt"), "2").expect("a hand may write here");
    fs::write(folder.path().join("memo.txt"), "x").expect("a hand may write here");
    assert_eq!(counts(refresh(&files, folder.path()).expect("written")), (2, 1, 3));
    assert_eq!(names(folder.path()), ["a.txt", "b/c.txt", "memo.txt"]);
}

#[test]
#[cfg(unix)]
fn where_nothing_changes_the_folder_stays_itself() {
    use std::os::unix::fs::MetadataExt;
    let (_folder, public) = place();
    let number = || fs::metadata(&public).expect("it is there").ino();
    publish(&site("a"), &public).expect("published");
    let first = number();
    publish(&site("a"), &public).expect("published");
    assert_eq!(number(), first);
    publish(&site("b"), &public).expect("published");
    assert_ne!(number(), first);
}

#[test]
fn a_folder_below_a_file_is_refused() {
    let (folder, _) = place();
    fs::write(folder.path().join("memo.txt"), "x").expect("a file can be made");
    let below = folder.path().join("memo.txt/public");
    assert!(matches!(publish(&site("a"), &below), Err(Error::Read { path, .. }) if path == below));
}

#[test]
fn two_publications_at_once_both_end_well() {
    let (folder, public) = place();
    std::thread::scope(|scope| {
        for edition in ["a", "b", "a", "b"] {
            let public = &public;
            scope.spawn(move || publish(&site(edition), public).expect("each waits for the other"));
        }
    });
    assert_eq!(tree(&public).len(), 155);
    assert_eq!(entries(folder.path()), 1);
}

#[test]
fn files_laid_in_by_hand_are_named() {
    let (_folder, public) = place();
    publish(&site("a"), &public).expect("published");
    fs::write(public.join("memo.txt"), "x").expect("a hand may write here");
    let changes = publish(&site("a"), &public).expect("published");
    assert_eq!(changes.foreign, ["memo.txt"]);
    assert!(!public.join("memo.txt").exists());
}

#[test]
fn a_folder_of_somebody_else_is_refused() {
    let (_folder, public) = place();
    fs::create_dir(&public).expect("a folder can be made");
    assert!(publish(&site("a"), &public).is_ok(), "an empty folder may be used");
    for (name, text) in [("memo.txt", "x"), ("manifest.json", "{\"name\": \"an app\"}")] {
        let (_folder, public) = place();
        fs::create_dir(&public).expect("a folder can be made");
        fs::write(public.join(name), text).expect("a file can be made");
        assert!(matches!(publish(&site("a"), &public), Err(Error::NotOurs(_))));
        assert_eq!(names(&public), [name]);
    }
    let (_folder, public) = place();
    fs::write(&public, "x").expect("a file can be made");
    assert!(matches!(publish(&site("a"), &public), Err(Error::IsFile(_))));
    assert_eq!(fs::read(&public).expect("it is still there"), b"x");
}

#[test]
fn a_list_lost_in_a_power_cut_is_written_again() {
    for rest in ["", "\0\0\0\0", "{\n\"generator\": \"mieruka\",\n\"files\": {\n\"a"] {
        let (_folder, public) = place();
        publish(&site("a"), &public).expect("published");
        fs::write(public.join("manifest.json"), rest).expect("a file can be emptied");
        fs::write(public.join("pages/1/1/index.html"), "").expect("a file can be emptied");
        let changes = publish(&site("b"), &public).expect("what is left shows whose it is");
        assert_eq!((changes.removed.len(), changes.foreign.len()), (1, 0), "{rest:?}");
        assert!(fs::metadata(public.join("manifest.json")).expect("the list is there").len() > 1000);
    }
    let (_folder, public) = place();
    fs::create_dir(&public).expect("a folder can be made");
    for name in ["manifest.json", "memo.txt", "empty.txt"] {
        fs::write(public.join(name), if name == "memo.txt" { "x" } else { "" }).expect("a file can be made");
    }
    assert!(matches!(publish(&site("a"), &public), Err(Error::NotOurs(_))));
    assert_eq!(names(&public).len(), 3);
}

#[test]
fn a_place_that_cannot_be_used_is_refused_with_its_reason() {
    let (folder, public) = place();
    let busy = fs::File::open(folder.path()).expect("a folder can be opened");
    busy.lock().expect("a folder can be locked");
    let notices = std::cell::Cell::new(0);
    let notice = || notices.set(notices.get() + 1);
    let patience = |millis| Patience { limit: Duration::from_millis(millis), notice: &notice, ..Patience::default() };
    assert!(matches!(Output::open(&public, patience(100)), Err(Error::Busy(_))));
    assert_eq!(notices.get(), 0);
    assert!(matches!(Output::open(&public, patience(1200)), Err(Error::Busy(_))));
    assert_eq!(notices.get(), 1);
    drop(busy);

    publish(&site("a"), &public).expect("published");
    fs::create_dir(public.join(".git")).expect("a folder can be made");
    assert!(matches!(publish(&site("b"), &public), Err(Error::Repository(_))));
    fs::write(folder.path().join(".mieruka-other-new"), "x").expect("a file can be made");
    publish(&site("a"), &folder.path().join("other")).expect("a file with that name is not in the way");
    assert_eq!(entries(folder.path()), 2);
}

#[cfg(unix)]
mod rights {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        path.metadata().expect("it is there").mode() & 0o7777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("the mode can be set");
    }

    /// The modes of all files and folders of the site.
    fn modes(public: &Path) -> BTreeSet<u32> {
        let folders = [".", "pages", "pages/1", "only"].map(|folder| mode(&public.join(folder)));
        names(public).iter().map(|name| mode(&public.join(name))).chain(folders).collect()
    }

    /// Publishes the new edition with this `umask`.
    fn publish_masked(mask: &str, public: &Path) {
        let test = std::env::current_exe().expect("this test is a program");
        let mut sh = Command::new("sh");
        sh.args(["-c", &format!("umask {mask}; exec \"$0\" --exact publish::child --quiet")]).arg(test);
        let done = sh.env(CHILD, public).env(EDITION, "new").stdout(Stdio::null()).status();
        assert!(done.expect("a shell is there").success());
    }

    #[test]
    fn wrong_modes_are_mended() {
        let (_folder, public) = place();
        publish_masked("077", &public);
        assert_eq!(modes(&public), [0o600, 0o700].into());
        publish_masked("022", &public);
        assert_eq!(modes(&public), [0o644, 0o755].into(), "though no file has changed");
        for (path, wrong, right) in
            [("index.html", 0o600, 0o644), ("pages/1", 0o700, 0o755), ("manifest.json", 0, 0o644)]
        {
            set_mode(&public.join(path), wrong);
            publish_masked("022", &public);
            assert_eq!(mode(&public.join(path)), right, "{path}");
        }
    }

    #[test]
    fn the_mode_of_the_published_folder_is_kept() {
        let (_folder, public) = place();
        publish_masked("022", &public);
        for kept in [0o2750, 0o711, 0o775] {
            set_mode(&public, kept);
            publish(&site("old"), &public).expect("published");
            publish_masked("022", &public);
            assert_eq!(mode(&public), kept);
        }
        set_mode(&public, 0o2755);
        publish(&site("old"), &public).expect("published");
        assert_eq!(mode(&public.join("pages/1")) & 0o2000, 0o2000, "new folders inherit the group");
    }

    #[test]
    fn a_link_without_target_is_refused() {
        let (folder, public) = place();
        symlink(folder.path().join("gone"), &public).expect("a link can be made");
        assert!(matches!(publish(&site("a"), &public), Err(Error::BrokenLink(_))));
    }
}

#[test]
fn an_artifact_that_fails_leaves_the_old_site() {
    let (folder, public) = place();
    publish(&site("a"), &public).expect("published");
    let before = tree(&public);
    let mut broken = site("b");
    broken.add_lazy("zz.html", || Err(bundle::Error::Template("page.html".to_owned())));
    assert!(matches!(publish(&broken, &public), Err(Error::Make { .. })));
    assert_eq!(tree(&public), before);
    assert_eq!(entries(folder.path()), 1);
}

#[test]
fn a_name_that_cannot_be_written_leaves_the_old_site() {
    let (folder, public) = place();
    publish(&site("a"), &public).expect("published");
    let before = tree(&public);
    let mut broken = site("b");
    broken.add(format!("{}.html", "x".repeat(300)), "x");
    assert!(matches!(publish(&broken, &public), Err(Error::Write { .. })));
    assert_eq!(tree(&public), before);
    assert_eq!(entries(folder.path()), 1);
}

#[test]
fn an_interrupted_exchange_is_finished() {
    let (folder, public) = place();
    publish(&site("a"), &public).expect("published");
    fs::rename(&public, folder.path().join(".mieruka-public-old")).expect("the site can be moved");
    fs::create_dir(folder.path().join(".mieruka-public-new")).expect("a folder can be made");
    let changes = publish(&site("a"), &public).expect("published");
    assert!(changes.is_nothing(), "the old site was put back");
    assert_eq!(entries(folder.path()), 1);
}

#[test]
fn output_and_content_lie_apart() {
    let (folder, _) = place();
    let at = |path: &str| folder.path().join(path);
    fs::create_dir(at("content")).expect("a folder can be made");
    for to in ["content", "content/public", ".", "content/../content", "neu/../content/x"] {
        assert!(matches!(check_apart(&at(to), &at("content")), Err(Error::Overlap { .. })), "{to}");
    }
    for to in ["public", "content-2", "content/../public"] {
        assert!(check_apart(&at(to), &at("content")).is_ok(), "{to}");
    }
}

#[test]
fn planting_touches_nothing_that_is_there() {
    let (folder, _) = place();
    fs::create_dir(folder.path().join("only")).expect("a folder can be made");
    fs::write(folder.path().join("only/a.txt"), "mine").expect("a file can be made");
    assert!(matches!(create(&site("a"), folder.path()), Err(Error::Exists(_))));
    assert_eq!(names(folder.path()), ["only/a.txt"]);
    assert_eq!(create(&site("b"), folder.path()).expect("nothing is in the way").added.len(), 154);
    assert_eq!(fs::read(folder.path().join("only/a.txt")).expect("it is still there"), b"mine");
}
