// What every browser test needs: the program, the site built from content/ at a sub-path, a browser.
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize, resolve } from "node:path";
import { chromium } from "playwright-core";

const root = resolve(import.meta.dirname, "../..");
export const program = process.env.MIERUKA ?? join(root, "target/release/mieruka");
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".mjs": "text/javascript",
  ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2",
};
// The strictest policy a city's web server may set.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/** Opens a browser; closes it when the test ends. */
export async function browser(t, options = {}) {
  const opened = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  t.after(() => opened.close());
  const context = await opened.newContext({ locale: "ja-JP", ...options });
  return context.newPage();
}

/** Builds content/ into a folder that goes when the test ends. */
export async function folder(t) {
  const made = await mkdtemp(join(tmpdir(), "mieruka-browser-"));
  t.after(() => rm(made, { recursive: true }));
  const out = join(made, "public");
  execFileSync(program, ["build", "--content", join(root, "content"), "--out", out]);
  return out;
}

/** Serves a built site as a plain web server would, below /machi/mieruka/; `change` may put other bytes in a file's place. */
export async function serve(t, out, change = (name, body) => body) {
  const base = "/machi/mieruka/";
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const name = path.slice(base.length) + (path.endsWith("/") ? "index.html" : "");
    const file = normalize(join(out, name));
    try {
      if (!path.startsWith(base) || !file.startsWith(out)) throw new Error("outside");
      const body = change(name, await readFile(file));
      response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream", "Content-Security-Policy": policy });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}${base}`;
}

/** Builds content/ and serves it. */
export const site = async (t) => serve(t, await folder(t));
