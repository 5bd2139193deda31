// Every page of the sites in which every state occurs, and of other kinds of bodies: no fault that axe knows, in light and in dark;
// nothing wider than the narrowest screen; no error and no refused request.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { browser, drawn, folder, resize, serve } from "./site.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The faults of the page as it stands, each with the first place where it is. */
async function faults(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values } }), rules);
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`);
}

/** Looks at a page in every way; tells what is wrong. */
async function look(page, address) {
  const wrong = [];
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(address);
  await drawn(page);
  wrong.push(...(await faults(page)).map((fault) => `light ${fault}`));
  await page.emulateMedia({ colorScheme: "dark" });
  await resize(page, { width: 320, height: 640 });
  wrong.push(...(await faults(page)).map((fault) => `dark, narrow ${fault}`));
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (width > 320) wrong.push(`${width} px wide on a screen of 320`);
  return wrong;
}

/** The pages that stay where they are; a chart to take along is a part of a page. */
async function pagesOf(content) {
  const out = await folder(content);
  const files = (await readdir(out, { recursive: true })).filter((file) => file.endsWith(".html") && !/[\\/]figures[\\/][^\\/]*$/.test(file)).sort();
  const leads = await Promise.all(files.map(async (file) => (await readFile(join(out, file), "utf8")).includes('http-equiv="refresh"')));
  return files.filter((_, at) => !leads[at]).map((file) => file.split(/[\\/]/).join("/"));
}

for (const content of ["exact/content", "bodies/services", "bodies/policies", "bodies/ward"]) {
  test(`every page of ${content} is sound`, async (t) => {
    const of = join("tests/fixtures", content);
    const address = await serve(t, { of });
    const all = await pagesOf(of);
    // The pages of the data have one template, and the full content has all of them.
    const open = all.filter((path) => content.startsWith("exact") || !/^data\/[^/]+\//.test(path));
    const wrong = [];
    assert.ok(open.length > 10, `${open.length} pages`);
    const walk = async () => {
      const page = await browser(t);
      for (let path; (path = open.shift());) {
        const said = [];
        const note = (message) => message.type() === "error" && said.push(message.text());
        page.on("console", note);
        const found = await look(page, address + path);
        page.off("console", note);
        for (const fault of [...found, ...said]) wrong.push(`${path}: ${fault}`);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, walk));
    assert.deepEqual(wrong, []);
  });
}

test("a chart shows more labels only where it is wide enough for them", async (t) => {
  const sites = { content: "programs/gyokaku-4/17/ programs/gyokaku-4/11/", "tests/fixtures/exact/content": "programs/g/1/", "tests/fixtures/bodies/services": "costs/ programs/jimujigyo/0086/" };
  const shown = new Set();
  for (const [of, paths] of Object.entries(sites)) {
    const [page, address] = [await browser(t), await serve(t, { of })];
    for (const path of paths.split(" ")) {
      await page.goto(address + path);
      // Few charts have so many years: each gets a label of every class.
      await page.evaluate(() => {
        for (const chart of document.querySelectorAll(".chart")) for (const kind of ["some", "more"]) {
          const label = document.createElementNS("http://www.w3.org/2000/svg", "text");
          label.classList.add("test", kind);
          chart.append(label);
        }
      });
      for (const width of [320, 375, 415, 416, 560, 607, 608, 700, 832, 833, 850, 895, 896, 1024, 1100, 1280, 1920]) {
        await resize(page, { width, height: 900 });
        const charts = await page.evaluate(() => [...document.querySelectorAll(".chart")].map((chart) => {
          const isShown = (kind) => getComputedStyle(chart.querySelector(`.test.${kind}`)).display !== "none";
          return { wide: chart.getBoundingClientRect().width, some: isShown("some"), more: isShown("more") };
        }));
        assert.ok(charts.length, path);
        for (const { wide, some, more } of charts) {
          assert.ok(wide >= (more ? 560 : some ? 380 : 270), `${path} in a window of ${width}: ${wide} px`);
          shown.add(more ? "more" : some ? "some" : "none");
        }
      }
    }
  }
  assert.deepEqual([...shown].sort(), ["more", "none", "some"]);
});
