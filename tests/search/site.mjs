// The page's script and the index of a built site, as node reads them.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** Another folder than the theme's, named by SCRIPTS: mutants.mjs breaks a copy. */
const folder = process.env.SCRIPTS
  ? pathToFileURL(`${path.resolve(process.env.SCRIPTS)}/`)
  : new URL("../../themes/default/js/", import.meta.url);

/** A module of the page's script. */
export const script = (name) => import(new URL(`search-${name}.js`, folder));

const { Index, parse } = await script("index");

/** Reads a file of the index below this folder. */
export const reader = (site) => async (name) =>
  parse(fs.readFileSync(path.join(site, "search", name), "utf8"));

/** Opens an index. */
export async function openWith(load) {
  const index = new Index(load);
  await index.open();
  return index;
}

/** Opens the index below this folder. */
export const open = (site) => openWith(reader(site));

/** The judged questions of a list. */
export const questions = (list) => fs.readFileSync(list, "utf8").trim().split("\n").map((line) => JSON.parse(line));

/** The variants of kanji in the program's table, each with the usual form. */
export const variantsOf = (table) => new Map(table.split("\n").filter((line) => line && !line.startsWith("#"))
  .flatMap((line) => { const [usual, ...others] = line; return others.map((other) => [other, usual]); }));
