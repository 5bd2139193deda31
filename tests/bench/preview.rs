//! Measures the time from a save until the preview shows it: `cargo run --release --example preview -- 10000 [saves]`.
//!
//! A generated city is served; the title of one item after the other is changed, and the page of the item and the list of its
//! program are requested until both show the new title: that is how long an editor waits. A save is written either in place or
//! to another file that is renamed. At the end the process must use no more memory than after warming up.

#[path = "corpus.rs"]
mod corpus;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs};

use mieruka::bundle::Bundle;
use mieruka::publish::create;

/// Saves before anything is measured.
const WARMING: usize = 5;

fn main() {
    let mut arguments = env::args().skip(1).map(|text| text.parse::<usize>().expect("件数は数字で書いてください"));
    let items = arguments.next().unwrap_or(10_000);
    let saves = arguments.next().unwrap_or(60);
    let folder = tempfile::tempdir().expect("there is room for a city");
    let content = folder.path().join("content");
    let mut files = Bundle::new();
    corpus::files(items).for_each(|(path, text)| files.add(path, text));
    create(&files, &content).expect("the folder is new");
    let preview = Preview::start(&content);
    println!("件数\t保存の仕方\t回数\t中央値(ms)\t95%(ms)\t最大(ms)\tうち項目のページ(ms)\tメモリー(MB)");
    for how in [How::InPlace, How::Aside] {
        let warm: Vec<_> = (0..WARMING).map(|n| preview.save(&content, n, items, how)).collect();
        let times: Vec<_> = (0..saves).map(|n| preview.save(&content, n + WARMING, items, how)).collect();
        drop(warm);
        let (page, both): (Vec<_>, Vec<_>) = times.into_iter().unzip();
        let (page, both) = (sorted(page), sorted(both));
        println!(
            "{items}\t{how:?}\t{saves}\t{:.1}\t{:.1}\t{:.1}\t{:.1}\t{:.0}",
            quantile(&both, 0.5),
            quantile(&both, 0.95),
            quantile(&both, 1.0),
            quantile(&page, 0.5),
            preview.memory()
        );
    }
}

#[derive(Debug, Clone, Copy)]
enum How {
    InPlace,
    Aside,
}

struct Preview {
    process: Child,
    port: u16,
}

impl Preview {
    fn start(content: &Path) -> Self {
        let program = env::var_os("MIERUKA").map_or_else(beside, PathBuf::from);
        let mut process = Command::new(program)
            .args(["serve", "--port", "0", "--content"])
            .arg(content)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("cargo build --release を先に行ってください");
        let mut out = BufReader::new(process.stdout.take().expect("its output is piped"));
        let mut line = String::new();
        out.read_line(&mut line).expect("it says where it is");
        let port = line.split([':', '/']).find_map(|part| part.parse().ok()).expect("the address has a port");
        std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
        Self { process, port }
    }

    /// Changes one item; the times until its page, and until its page and its list, show it.
    fn save(&self, content: &Path, n: usize, items: usize, how: How) -> (Duration, Duration) {
        // Another item each time, all over the city.
        let item = n * 7919 % items;
        let (program, number) = (item / 100, item % 100 + 1);
        let file = content.join(format!("programs/p{program}/{number}.yaml"));
        let text = fs::read_to_string(&file).expect("the item is there");
        let title = format!("測定{n}回目の題名{how:?}");
        let (_, rest) = text.split_once('\n').expect("the first line is the title");
        let mut news = self.get_stream("/__mieruka/news");
        let text = format!("title: {title}\n{rest}");
        match how {
            How::InPlace => fs::write(&file, text).expect("it can be written"),
            How::Aside => {
                let aside = file.with_extension("yaml.tmp");
                fs::write(&aside, text).expect("it can be written");
                fs::rename(&aside, &file).expect("it can be renamed");
            }
        }
        let saved = Instant::now();
        let (page, list) = (format!("/programs/p{program}/{number}/"), format!("/programs/p{program}/"));
        // The first news are those of before the save.
        wait(&mut news);
        wait(&mut news);
        let until = |path: &str| {
            while !self.get(path).contains(&title) {}
            saved.elapsed()
        };
        let page = until(&page);
        let both = until(&list);
        // What is examined after the page is part of the work, not of the wait.
        std::thread::sleep(Duration::from_millis(400));
        (page, both)
    }

    fn get_stream(&self, path: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the preview listens");
        stream.set_nodelay(true).expect("it is a socket");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", self.port)
            .expect("it takes requests");
        BufReader::new(stream)
    }

    fn get(&self, path: &str) -> String {
        let mut answer = Vec::new();
        self.get_stream(path).read_to_end(&mut answer).expect("it answers");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// What the process holds now, in megabytes, where the system tells.
    fn memory(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap_or_default();
        let held =
            status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse().ok());
        held.map_or(f64::NAN, |kilobytes: f64| kilobytes / 1024.0)
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn beside() -> PathBuf {
    let here = env::current_exe().expect("this program has a place");
    here.ancestors().nth(2).expect("examples lie in a folder of their own").join("mieruka")
}

fn wait(news: &mut BufReader<TcpStream>) {
    let mut line = String::new();
    while !line.starts_with("data:") {
        line.clear();
        assert!(news.read_line(&mut line).expect("the news go on") > 0, "the preview ended");
    }
}

fn sorted(times: Vec<Duration>) -> Vec<f64> {
    let mut times: Vec<_> = times.iter().map(|time| time.as_secs_f64() * 1e3).collect();
    times.sort_by(f64::total_cmp);
    times
}

fn quantile(sorted: &[f64], at: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * at).round() as usize]
}
