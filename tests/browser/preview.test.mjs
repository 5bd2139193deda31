// The preview in a real browser: a save shows itself, a fault lies over the page until it is mended.
import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { browser, program } from "./site.mjs";

// What the preview lays over the page, as text; empty where it is hidden.
const shown = (name) => `(() => {
  const section = document.querySelector("mieruka-preview").shadowRoot.querySelector(".${name}");
  return section.hidden ? "" : section.textContent;
})()`;
const overlay = (page, text) => page.waitForFunction(`${shown("overlay")}.includes(${JSON.stringify(text)})`);

async function preview(t) {
  const folder = await mkdtemp(join(tmpdir(), "mieruka-preview-"));
  t.after(() => rm(folder, { recursive: true }));
  execFileSync(program, ["init", folder]);
  const content = join(folder, "content");
  const process = spawn(program, ["serve", "--port", "0", "--content", content]);
  t.after(() => process.kill());
  const address = await new Promise((found) => {
    process.stdout.on("data", (data) => {
      const said = /http:\/\/127\.0\.0\.1:\d+\//.exec(data);
      if (said) found(said[0]);
    });
  });
  return { address, profile: join(content, "site.yaml") };
}

test("a save shows itself; a fault lies over the page until it is mended", async (t) => {
  const { address, profile } = await preview(t);
  const page = await browser(t);
  const good = await readFile(profile, "utf8");
  await page.goto(address);
  await page.waitForFunction(() => document.body.innerText.includes("見本市"));
  await writeFile(profile, `${good}\nzz: <img src=x>\n`);
  await overlay(page, "<img src=x>");
  await writeFile(profile, good.replaceAll("見本市", "試し市"));
  await page.waitForFunction(() => document.body.innerText.includes("試し市"));
  await page.waitForFunction(`${shown("overlay")} === ""`);
});
