// The site behind a real web server, nginx with the settings that content/README.md tells: types, what is not there, compression,
// ranges, caches, and pages that need nothing which the policy forbids; the same site without any settings; and a chart in a page
// of the city's own. Where nginx is missing these tests fail.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { after, browser, folder, guide, start } from "./site.mjs";

const full = "tests/fixtures/exact/content";
const settings = guide.split("```nginx\n")[1].split("```")[0];
// What a server has that nobody has set up.
const none = `server { listen 80; include /etc/nginx/mime.types; location /mieruka/ { alias /srv/mieruka/public/; } }`;

async function freePort() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Starts nginx with these settings and the built site; returns its address. */
async function nginx(t, settings) {
  const place = await mkdtemp(join(tmpdir(), "mieruka-nginx-"));
  after(t, () => rm(place, { recursive: true }));
  await mkdir(join(place, "srv"));
  await symlink(await folder(full, "/mieruka/"), join(place, "srv/public"));
  await writeFile(join(place, "cms.html"), "<!DOCTYPE html><iframe></iframe>");
  const port = await freePort();
  const here = settings.replace("listen 80;", `listen 127.0.0.1:${port}; location = /cms.html { alias ${place}/cms.html; }`)
    .replaceAll("/srv/mieruka/", `${place}/srv/`);
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((what) => `${what}_temp_path ${place}/${what};`);
  const whole = `daemon off; master_process off; pid ${place}/pid; error_log ${place}/error.log; events {} http { access_log off; ${paths.join(" ")}\n${here}\n}`;
  await writeFile(join(place, "nginx.conf"), whole);
  const server = start(t, "nginx", ["-p", place, "-c", join(place, "nginx.conf"), "-e", join(place, "error.log")], { stdio: "inherit" });
  let hasEnded = false;
  server.ended.then(() => { hasEnded = true; });
  const address = `http://127.0.0.1:${port}`;
  while (!hasEnded) {
    if (await ask(`${address}/mieruka/`).catch(() => null)) return address;
    await wait(50);
  }
  throw new Error(`nginx does not answer: ${await readFile(join(place, "error.log"), "utf8").catch((fault) => fault)}`);
}

/** An answer as it was sent: its status, its headers and its bytes. */
function ask(address, headers = {}) {
  return new Promise((done, failed) => {
    request(address, { headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    }).on("error", failed).end();
  });
}

/** A file of the built site with this end. */
async function one(end) {
  const names = await readdir(await folder(full, "/mieruka/"), { recursive: true });
  const name = names.sort().find((name) => name.endsWith(end));
  assert.ok(name, `the site has a file ${end}`);
  return name;
}

test("nginx sends every kind of file as what it is, and compresses texts", async (t) => {
  const address = await nginx(t, settings);
  const types = {
    ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "application/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8", ".jsonld": "application/ld+json; charset=utf-8", ".csv": "text/csv; charset=utf-8",
    ".xml": "text/xml; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".svg": "image/svg+xml", ".zip": "application/zip",
    ".parquet": "application/vnd.apache.parquet", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  };
  const kinds = new Set((await readdir(await folder(full, "/mieruka/"), { recursive: true })).map((name) => /\.[a-z]+$/.exec(name)?.[0]));
  for (const kind of [...kinds].filter(Boolean)) assert.ok(kind in types || [".pdf", ".png", ".jpg"].includes(kind), `${kind} has a type`);
  for (const [end, type] of Object.entries(types)) {
    const answer = await ask(`${address}/mieruka/${await one(end)}`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers["content-type"], type, end);
    assert.equal(answer.headers["x-content-type-options"], "nosniff");
    assert.equal(answer.headers["access-control-allow-origin"], /html|css|js$|xml|txt/.test(end) ? undefined : "*", end);
  }
  const page = `${address}/mieruka/index.html`;
  const [plain, packed] = [await ask(page), await ask(page, { "Accept-Encoding": "gzip" })];
  assert.equal(packed.headers["content-encoding"], "gzip");
  assert.ok(packed.body.length * 2 < plain.body.length, `${packed.body.length} of ${plain.body.length}`);
});

test("nginx tells what is not there, what has not changed, and parts", async (t) => {
  const address = await nginx(t, settings);
  const lost = await ask(`${address}/mieruka/goals/none/`);
  assert.equal(lost.status, 404);
  assert.deepEqual(lost.body, await readFile(join(await folder(full, "/mieruka/"), "404.html")));
  assert.equal((await ask(`${address}/mieruka/goals`)).headers.location, `${address}/mieruka/goals/`);

  const table = `${address}/mieruka/${await one(".parquet")}`;
  const whole = await ask(table);
  const part = await ask(table, { Range: "bytes=-8" });
  assert.equal(part.status, 206);
  assert.deepEqual(part.body, whole.body.subarray(-8));
  assert.equal(whole.headers["cache-control"], "no-cache");
  for (const name of (await readdir(join(await folder(full, "/mieruka/"), "search"), { recursive: true })).filter((name) => name.endsWith(".js"))) {
    const cache = (await ask(`${address}/mieruka/search/${name}`)).headers["cache-control"];
    assert.equal(cache, name === "manifest.js" ? "no-cache" : "max-age=31536000, immutable", name);
  }
  assert.equal((await ask(table, { "If-None-Match": whole.headers.etag })).status, 304);
});

const pages = ["", "results/", "programs/g/1/", "goals/", "plans/p/1-1/", "data/", "search/?q=%E5%8A%A0%E5%85%A5", "nothing/here/"];

/** Opens pages; none may be refused anything, or lack a part. */
async function walk(t, address) {
  const window = await browser(t);
  const faults = [];
  window.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(message.text()));
  window.on("pageerror", (fault) => faults.push(String(fault)));
  window.on("response", (answer) => answer.status() >= 400 && !answer.url().includes("nothing/here") && faults.push(answer.url()));
  await window.addInitScript(() => addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
  for (const page of pages) await window.goto(`${address}/mieruka/${page}`, { waitUntil: "networkidle" });
  const unexpected = faults.filter((fault) => !/404 \(Not Found\)/.test(fault));
  assert.deepEqual(unexpected, []);
  return window;
}

test("under the policy nothing is refused, and the search finds", async (t) => {
  const window = await walk(t, await nginx(t, settings));
  await window.goto(window.url().replace("nothing/here/", "search/?q=%E5%8A%A0%E5%85%A5"));
  await window.locator("main li a[href*='plans/']").first().waitFor();
});

test("a server without settings shows the same pages", async (t) => {
  const window = await walk(t, await nginx(t, none));
  await window.goto(window.url().replace("nothing/here/", "search/?q=%E5%8A%A0%E5%85%A5"));
  await window.locator("main li a[href*='plans/']").first().waitFor();
});

test("a chart stands in a page of the city's own", async (t) => {
  const address = await nginx(t, settings);
  const window = await browser(t);
  const faults = [];
  window.on("console", (message) => faults.push(message.text()));
  await window.goto(`${address}/cms.html`);
  const chart = (await readdir(await folder(full, "/mieruka/"), { recursive: true })).sort().find((name) => /figures\/[0-9a-f]+\.html$/.test(name));
  await window.locator("iframe").evaluate((frame, source) => frame.setAttribute("src", source), `${address}/mieruka/${chart}`);
  await window.frameLocator("iframe").locator("svg[role=img]").waitFor();
  assert.deepEqual(faults.filter((fault) => !/favicon|404/.test(fault)), []);
});
