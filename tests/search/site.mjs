// The index of a built site, as node reads it.
import fs from "node:fs";
import path from "node:path";
import { Index, parse } from "../../themes/default/js/search-index.js";

/** Opens the index below this folder. */
export async function open(site) {
  const index = new Index(async (name) => parse(fs.readFileSync(path.join(site, "search", name.replace(/\?.*/, "")), "utf8")));
  await index.open();
  return index;
}
