//! The preview as a browser and as a stranger meet it. Nothing here sleeps: the news say when an edition is there.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

/// What does not come in this time does not come: the test fails instead of waiting for ever.
const PATIENCE: Duration = Duration::from_secs(120);

struct Preview {
    process: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Preview {
    /// Plants a new site and serves it at a free port.
    fn start() -> Self {
        Self::start_with(&[])
    }

    /// The same, with more arguments.
    fn start_with(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("there is room for a test");
        let mieruka = || Command::new(env!("CARGO_BIN_EXE_mieruka"));
        let planted = mieruka().arg("init").arg(folder.path()).output().expect("the program starts");
        assert!(planted.status.success());
        let mut process = mieruka()
            .args(["serve", "--port", "0", "--content"])
            .arg(folder.path().join("content"))
            .args(arguments)
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
        stream.set_read_timeout(Some(PATIENCE)).expect("it can be set");
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
    assert_eq!(finding["file"], "content/glossary.yaml", "no folder above the content is named");
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
    fs::write(&item, "title: 家のある取組\ndepartments: [nowhere]\nfoo: bar\n").expect("it can be written");
    let refused = news.find(|news| news["refused"] != Value::Null).expect("there is always more news");
    let rules = refused["refused"]["findings"].as_array().expect("a list").iter().map(|one| one["rule"].clone());
    assert_eq!(rules.collect::<Vec<_>>(), ["unknown-department", "unknown-key"], "as many as check tells");
    fs::write(&item, "title: 家のある取組\ndepartments: [nowhere]\n").expect("it can be written");
    news.find(|news| news["refused"] == Value::Null).expect("there is always more news");
    assert!(preview.ask("GET /programs/none/1/", "localhost:PORT").contains("家のある取組"));
    fs::remove_dir_all(item.parent().expect("it lies in a folder")).expect("it can be removed");
    news.find(|news| news["examined"] == true && news["found"] == Value::Null).expect("there is always more news");
    assert!(preview.ask("GET /programs/none/1/", "localhost:PORT").starts_with("HTTP/1.1 404"));
}

/// Waits for news until a page says something.
fn until(preview: &Preview, news: &mut impl Iterator<Item = Value>, path: &str, says: &str) {
    while !preview.ask(&format!("GET {path}"), "localhost:PORT").contains(says) {
        news.next().expect("there is always more news");
    }
}

#[test]
fn saves_of_every_kind_are_seen() {
    let preview = Preview::start();
    let mut news = preview.news();
    let mut sees = |path: &str, says: &str| until(&preview, &mut news, path, says);
    let content = preview.folder.path().join("content");
    let programs = content.join("programs");
    let item = programs.join("sample/1.yaml");
    let good = fs::read_to_string(&item).expect("the seeds have an item");
    let titled = |title: &str| {
        let (before, after) = good.split_once("title: ").expect("an item has a title");
        format!("{before}title: {title}\n{}", after.split_once('\n').expect("it has more lines").1)
    };
    let save = |path: &std::path::Path, text: String| fs::write(path, text).expect("it can be written");
    let rename = |from: &std::path::Path, to: &std::path::Path| fs::rename(from, to).expect("it can be renamed");
    save(&item, titled("その場"));
    sees("/programs/sample/1/", "その場");
    save(&item, String::new());
    save(&item, titled("いったん空に"));
    sees("/programs/sample/1/", "いったん空に");
    let kept = programs.join("sample/1.yaml~");
    rename(&item, &kept);
    save(&item, titled("元を脇へ"));
    fs::remove_file(&kept).expect("it can be removed");
    sees("/programs/sample/1/", "元を脇へ");
    let aside = programs.join("sample/1.yaml.tmp");
    save(&aside, titled("脇から元へ").replace('\n', "\r\n"));
    rename(&aside, &item);
    sees("/programs/sample/1/", "脇から元へ");
    sees("/programs/sample/", "脇から元へ");
    for number in 100..300 {
        save(&programs.join(format!("sample/{number}.yaml")), titled(&format!("第{number}号")));
    }
    sees("/programs/sample/299/", "第299号");
    rename(&programs.join("sample/299.yaml"), &programs.join("sample/300.yaml"));
    sees("/programs/sample/300/", "第299号");
    sees("/programs/sample/299/", "HTTP/1.1 404");
    rename(&programs.join("sample"), &programs.join("moved"));
    sees("/programs/moved/300/", "第299号");
    sees("/programs/sample/300/", "HTTP/1.1 404");
    let away = preview.folder.path().join("away");
    rename(&content, &away);
    fs::create_dir(&content).expect("it can be made");
    fs::remove_dir(&content).expect("it can be removed");
    rename(&away, &content);
    save(&programs.join("moved/300.yaml"), titled("戻ったあと"));
    sees("/programs/moved/300/", "戻ったあと");
}

#[test]
fn saves_are_seen_where_the_system_tells_nothing() {
    let preview = Preview::start_with(&["--poll"]);
    let mut news = preview.news();
    let mut sees = |path: &str, says: &str| until(&preview, &mut news, path, says);
    let content = preview.folder.path().join("content");
    let item = content.join("programs/sample/1.yaml");
    let good = fs::read_to_string(&item).expect("the seeds have an item");
    let titled = |title: &str| good.replace("電子申請の利用促進", title);
    let save = |text: &str| fs::write(&item, text).expect("it can be written");
    save(&titled("一つ目の題名"));
    sees("/programs/sample/1/", "一つ目の題名");
    save(&titled("二つ目の題名"));
    sees("/programs/sample/", "二つ目の題名");
    preview.save(&fs::read_to_string(preview.glossary()).expect("it is there").replace("協働", "共働"));
    sees("/glossary/", "共働");
    let away = preview.folder.path().join("away");
    fs::rename(&content, &away).expect("it can be renamed");
    news.find(|news| news["refused"] != Value::Null).expect("there is always more news");
    fs::rename(&away, &content).expect("it can be renamed");
    news.find(|news| news["refused"] == Value::Null).expect("there is always more news");
}

#[test]
fn the_editors_schemas_follow_the_ids() {
    let preview = Preview::start();
    let mut news = preview.news();
    let content = preview.folder.path().join("content");
    let knows =
        || fs::read_to_string(content.join(".schema/item.json")).expect("init has laid it").contains("shinsetsu");
    assert!(!knows());
    let append = |path: &str, more: &str| {
        let text = fs::read_to_string(content.join(path)).expect("the seeds have it");
        fs::write(content.join(path), format!("{text}\n{more}")).expect("it can be written");
    };
    append("departments.yaml", "  - {id: shinsetsu, name: 新設部}\n");
    append("programs/sample/1.yaml", "draft: true\n");
    // That something waits is told when all has been examined.
    let examined = news.find(|news| news["waiting"] == 2).expect("there is always more news");
    assert!(knows());
    // The watcher saw it written, and no edition came of that: the next one is that of the next save.
    append(
        "glossary.yaml",
        "  - {id: kyodo-2, term: 共働, reading: きょうどう, explanation: 見本です。, aliases: []}\n",
    );
    let next = |news: &Value| news["edition"] != examined["edition"];
    let edition = news.find(next).expect("there is always more news")["edition"].as_u64();
    assert_eq!(edition, examined["edition"].as_u64().map(|edition| edition + 1));
    assert!(preview.ask("GET /glossary/", "localhost:PORT").contains("共働"));
}

#[test]
fn what_waits_is_told_with_its_page() {
    let preview = Preview::start();
    let mut news = preview.news();
    let item = preview.folder.path().join("content/programs/sample/1.yaml");
    let text = fs::read_to_string(&item).expect("the seeds have an item");
    fs::write(&item, format!("{text}draft: true\n")).expect("it can be written");
    let waiting = news.find(|news| news["waiting"] == 2).expect("there is always more news");
    assert_eq!(waiting["examined"], true);
    let answer = preview.ask("GET /__mieruka/findings", "localhost:PORT");
    let told: Value = serde_json::from_str(answer.lines().last().expect("it has a body")).expect("findings are JSON");
    assert_eq!(told["kept_back"], json!({"programs/sample/1/": "下書き"}));
    let of = |n: usize| (&told["waiting"][n]["who"], &told["waiting"][n]["waits"][0]);
    let (who, wait) = of(0);
    assert_eq!(who, "企画部 企画課");
    assert_eq!((&wait["state"], &wait["page"]), (&"下書き".into(), &"programs/sample/1/".into()));
    assert_eq!(wait["what"], "No.1 電子申請の利用促進");
    assert_eq!(of(1).0, "市民部 市民課");
    fs::write(&item, text).expect("it can be written");
    news.find(|news| news["waiting"] == 0 && news["examined"] == true).expect("there is always more news");
}

#[test]
fn listeners_are_limited_and_pages_are_still_answered() {
    let preview = Preview::start();
    let request = "GET /__mieruka/news HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n";
    let status = |stream: &TcpStream| {
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).expect("it answers");
        line
    };
    let streams: Vec<_> = (0..80).map(|_| preview.send(request)).collect();
    let refused = streams.iter().filter(|stream| status(stream).contains("503")).count();
    assert_eq!(refused, 80 - 64);
    assert!(preview.ask("GET /", "localhost:PORT").starts_with("HTTP/1.1 200"));
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
fn no_page_from_elsewhere_reads_the_preview() {
    let preview = Preview::start();
    let ask = |path: &str, stated: &str| {
        let answer = preview.ask(&format!("GET {path}"), &format!("localhost:PORT\r\n{stated}"));
        assert!(answer.contains("cross-origin-resource-policy: same-origin\r\n"), "{path}: {answer}");
        answer[9..12].to_owned()
    };
    for path in
        ["/", "/search/manifest.js", "/data/index.html", "/__mieruka/findings", "/__mieruka/preview.js", "/none"]
    {
        for site in ["cross-site", "same-site"] {
            let stated = format!("Sec-Fetch-Site: {site}\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: script");
            assert_eq!(ask(path, &stated), "403", "{path}");
        }
    }
    assert_eq!(ask("/", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document"), "200");
    assert_eq!(ask("/search/manifest.js", "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: no-cors"), "200");
}

#[test]
fn the_page_for_nothing_finds_its_looks_and_leads_back() {
    let preview = Preview::start();
    let lost = preview.ask("GET /no/such/page/", "localhost:PORT");
    assert!(lost.starts_with("HTTP/1.1 404"), "{lost}");
    let links = lost.split("href=\"/mieruka/").skip(1).filter_map(|rest| rest.split('"').next());
    let links: Vec<_> = links.collect();
    assert!(links.len() > 20, "it links from where the site will be published: {links:?}");
    for link in links {
        let answer = preview.ask(&format!("GET /mieruka/{link}"), "localhost:PORT");
        assert!(answer.starts_with("HTTP/1.1 200"), "{link}: {answer}");
    }
}

#[test]
fn a_port_in_use_is_named() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).expect("some port is free");
    let port = taken.local_addr().expect("it has an address").port().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_mieruka"));
    let output = command.args(["serve", "--content", "seeds", "--port", &port]).output().expect("the program starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains(&format!("ポート番号 {port} を使えません")), "{told}");
}
