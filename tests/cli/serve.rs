//! The preview as a browser and as a stranger meet it. Nothing here waits for a time: the news say when an edition is there.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

struct Preview {
    process: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Preview {
    /// Plants a new site and serves it at a free port.
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("there is room for a test");
        let mieruka = || Command::new(env!("CARGO_BIN_EXE_mieruka"));
        let planted = mieruka().arg("init").arg(folder.path()).output().expect("the program starts");
        assert!(planted.status.success());
        let mut process = mieruka()
            .args(["serve", "--port", "0", "--content"])
            .arg(folder.path().join("content"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut out = BufReader::new(process.stdout.take().expect("its output is piped"));
        let port = loop {
            let mut line = String::new();
            out.read_line(&mut line).expect("it says where it is");
            if let Some(rest) = line.strip_prefix("http://127.0.0.1:") {
                break rest.split('/').next().and_then(|port| port.parse().ok()).expect("the address has a port");
            }
        };
        std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
        Self { process, port, folder }
    }

    fn send(&self, request: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the preview listens");
        stream.write_all(request.replace("PORT", &self.port.to_string()).as_bytes()).expect("it takes requests");
        stream
    }

    /// The whole answer to a request that ends the connection.
    fn ask(&self, line: &str, host: &str) -> String {
        let mut answer = Vec::new();
        let host = host.replace("PORT", &self.port.to_string());
        let request = format!("{line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        self.send(&request).read_to_end(&mut answer).expect("it answers");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The news as they come.
    fn news(&self) -> impl Iterator<Item = Value> {
        let stream = self.send("GET /__mieruka/news HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n");
        let lines = BufReader::new(stream).lines().map(|line| line.expect("the news go on"));
        lines.filter_map(|line| Some(serde_json::from_str(line.strip_prefix("data: ")?).expect("news are JSON")))
    }

    fn glossary(&self) -> PathBuf {
        self.folder.path().join("content/glossary.yaml")
    }

    /// Saves as careful editor programs do: aside, then in its place.
    fn save(&self, text: &str) {
        let aside = self.folder.path().join("aside");
        fs::write(&aside, text).expect("it can be written");
        fs::rename(aside, self.glossary()).expect("it can be moved");
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_save_is_a_new_edition_and_a_fault_is_told_until_mended() {
    let preview = Preview::start();
    let mut news = preview.news().skip_while(|news| news["examined"] == false);
    let mut next =
        |what: &str, expected: u64| news.find(|news| news[what] == expected).expect("there is always more news");
    let first = next("edition", 1);
    assert_eq!((&first["refused"], &first["found"]), (&Value::Null, &Value::Null));
    let good = fs::read_to_string(preview.glossary()).expect("the seeds have a glossary");
    preview.save(&format!("{good}\nzz: 1\n"));
    let fault = next("errors", 1);
    assert_eq!(fault["edition"], 1, "the last good edition stays");
    let finding = &fault["refused"]["findings"][0];
    let line = good.lines().count() + 2;
    assert_eq!(
        (&finding["rule"], &finding["line"], &finding["column"]),
        (&"unknown-key".into(), &line.into(), &1.into())
    );
    assert_eq!(finding["excerpt"], json!(["", "zz", ": 1"]));
    assert!(finding["file"].as_str().is_some_and(|file| file.ends_with("content/glossary.yaml")), "{finding}");
    preview.save(&good);
    let mended = next("edition", 2);
    assert_eq!(mended["refused"], Value::Null);
}

#[test]
fn what_the_whole_shows_is_told_after_the_page() {
    let preview = Preview::start();
    let mut news = preview.news().skip_while(|news| news["examined"] == false);
    news.next().expect("the seeds are examined");
    let item = preview.folder.path().join("content/programs").join("none/1.yaml");
    fs::create_dir_all(item.parent().expect("it lies in a folder")).expect("it can be made");
    fs::write(&item, "title: 家の無い取組\n").expect("it can be written");
    let refused = news.find(|news| news["errors"] == 1).expect("there is always more news");
    assert_eq!(refused["refused"]["findings"][0]["rule"], "missing-file");
    let program = item.with_file_name("program.yaml");
    fs::write(&program, "title: 取組\nperiod: {from: 2023, to: 2022}\n").expect("it can be written");
    news.find(|news| news["refused"]["findings"][0]["rule"] == "wrong-type").expect("there is always more news");
    fs::write(&program, "title: 取組\nperiod: {from: 2021, to: 2025}\n").expect("it can be written");
    news.find(|news| news["refused"] == Value::Null).expect("there is always more news");
    fs::write(&item, "title: 家のある取組\ndepartments: [nowhere]\n").expect("it can be written");
    let found = news.find(|news| news["found"] != Value::Null).expect("there is always more news");
    assert_eq!(found["found"]["findings"][0]["rule"], "unknown-department");
    assert_eq!(found["found"]["findings"][0]["page"], "programs/none/1/");
    assert!(preview.ask("GET /programs/none/1/", "localhost:PORT").contains("家のある取組"));
    fs::remove_dir_all(item.parent().expect("it lies in a folder")).expect("it can be removed");
    news.find(|news| news["examined"] == true && news["found"] == Value::Null).expect("there is always more news");
    assert!(preview.ask("GET /programs/none/1/", "localhost:PORT").starts_with("HTTP/1.1 404"));
}

#[test]
fn pages_carry_the_script_and_strangers_are_refused() {
    let preview = Preview::start();
    let page = preview.ask("GET /", "127.0.0.1:PORT");
    assert!(page.contains("<script src=\"/__mieruka/preview.js?run="), "{page}");
    assert!(page.contains("x-content-type-options: nosniff") && page.contains("content-security-policy:"), "{page}");
    let check = |line: &str, host: &str, status: &str| {
        let answer = preview.ask(line, host);
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{line} of {host}: {answer}");
    };
    check("GET /__mieruka/preview.js", "localhost:PORT", "200");
    check("GET /", "example.jp", "403");
    check("GET /", "127.0.0.1.example.jp:PORT", "403");
    check("GET http://example.jp/", "localhost:PORT", "403");
    check("POST /", "localhost:PORT", "405");
    check("GET /..%2f..%2fetc/passwd", "localhost:PORT", "404");
    check("GET /%ff", "localhost:PORT", "400");
}

#[test]
fn a_port_in_use_is_named() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("some port is free");
    let port = taken.local_addr().expect("it has an address").port().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_mieruka"));
    let output = command.args(["serve", "--content", "seeds", "--port", &port]).output().expect("the program starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains(&format!("ポート {port} で待ち受けられません")), "{told}");
}
