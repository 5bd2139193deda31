// What every browser test needs: the program, the site built from content/ at a sub-path, a browser. Site and browser are made
// once for all tests of a file, and none of them changes the site; each test has windows of its own.
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize, resolve } from "node:path";
import { after as atEnd } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { chromium } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");
export const program = process.env.MIERUKA ?? join(root, "target/release/mieruka");
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".mjs": "text/javascript",
  ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2",
};
export const guide = readFileSync(join(root, "content/README.md"), "utf8");
// The policy that the guide tells: the strictest a city's web server may set.
const policy = /Content-Security-Policy "([^"]+)"/.exec(guide)[1];

const ends = new WeakMap();

/** Does this when the test ends, before what was asked for earlier: what still reads a folder ends before the folder does. */
export function after(t, what) {
  if (!ends.has(t)) {
    ends.set(t, []);
    t.after(() => allOf(ends.get(t)));
  }
  ends.get(t).push(what);
}

async function allOf(ends) {
  const faults = [];
  for (const end of ends.reverse()) await (async () => end())().catch((fault) => faults.push(fault));
  if (faults.length) throw faults[0];
}

const lasting = [];
atEnd(() => allOf(lasting));

/** Made when first wanted, ended with the last test of the file. */
function once(make, end) {
  let made;
  return () => made ??= make().then((value) => {
    lasting.push(() => end(value));
    return value;
  });
}

const chromiumOfAll = once(() => chromium.launch({ executablePath, args: ["--no-sandbox"] }), (opened) => opened.close());

/** Opens a window that knows of no other; closes it when the test ends. */
export async function browser(t, options = {}) {
  const context = await (await chromiumOfAll()).newContext({ locale: "ja-JP", ...options });
  context.setDefaultTimeout(PATIENCE);
  after(t, () => context.close());
  return context.newPage();
}

/** So many milliseconds nothing takes on the slowest machine. */
const PATIENCE = 120_000;

/** Waits until the page says so. While it is loading, or what is asked about is not there yet, it does not say so. */
export async function until(page, what, of) {
  for (const end = Date.now() + PATIENCE; ; await wait(30)) {
    const said = await page.evaluate(what, of).catch((fault) => fault);
    if (said && !(said instanceof Error)) return;
    if (Date.now() > end || page.isClosed()) throw new Error(`it never came: ${what}, ${JSON.stringify(of)}`, { cause: said });
  }
}

/** Waits until two frames are drawn: what follows a change of size in a frame is there then. */
export const drawn = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** Makes the window as large as this, until the page has drawn itself so. */
export async function resize(page, size) {
  await page.setViewportSize(size);
  await until(page, (width) => innerWidth === width, size.width);
  await drawn(page);
}

/** Follows a link, until the page it leads to is loaded. */
export async function follow(page, link) {
  const [address] = (await link.evaluate(({ href }) => href)).split("#");
  await link.click();
  await page.waitForURL(({ href }) => href.split("#")[0] === address);
}

/** Starts a program; ends it when the test ends, before its folder goes. `ended` tells when. */
export function start(t, ...of) {
  const started = spawn(...of);
  const ended = new Promise((done) => started.on("exit", done).on("error", done));
  after(t, () => {
    started.kill();
    return ended;
  });
  return Object.assign(started, { ended });
}

/** Where the site of the tests is published. */
const base = "/machi/mieruka/";

const folders = new Map();

/** The folder of a content, built for a place. */
export function folder(of = "content", at = base) {
  const key = `${of} ${at}`;
  if (!folders.has(key)) folders.set(key, once(() => build(of, at), (out) => rm(join(out, ".."), { recursive: true })));
  return folders.get(key)();
}

async function build(of, at) {
  const made = await mkdtemp(join(tmpdir(), "mieruka-browser-"));
  const [content, out] = [join(made, "content"), join(made, "public")];
  await cp(join(root, of), content, { recursive: true });
  const profile = join(content, "site.yaml");
  await writeFile(profile, (await readFile(profile, "utf8")).replace(/^base_url: .*$/m, `base_url: https://example.jp${at}`));
  execFileSync(program, ["build", "--content", content, "--theme", join(root, "themes/default"), "--out", out]);
  return out;
}

/** Serves a built site as a plain web server would, with its page for what is not there; `change` may put other bytes in a file's place. */
export async function serve(t, { of, change = (name, body) => body } = {}) {
  const out = await folder(of);
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const name = path.slice(base.length) + (path.endsWith("/") ? "index.html" : "");
    const file = normalize(join(out, name));
    const send = (status, type, body) => response.writeHead(status, { "Content-Type": type, "Content-Security-Policy": policy }).end(body);
    try {
      if (!path.startsWith(base) || !file.startsWith(out)) throw new Error("outside");
      send(200, types[extname(file)] ?? "application/octet-stream", change(name, await readFile(file)));
    } catch {
      send(404, types[".html"], await readFile(join(out, "404.html")).catch(() => ""));
    }
  });
  server.keepAliveTimeout = 0; // who asks again after a long while asks on the connection it has
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  after(t, () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}${base}`;
}
