// The modules of the search are joined into one script: no name may stand at the top of two of them, and what was joined must
// be a script: node tests/search/scripts.mjs SITE
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";

const folder = new URL("../../themes/default/js/", import.meta.url);
const seen = new Map();
for (const file of fs.readdirSync(folder).filter((name) => /^search.*\.js$/.test(name))) {
  const text = fs.readFileSync(new URL(file, folder), "utf8");
  for (const [, name] of text.matchAll(/^(?:export )?(?:async )?(?:const|let|function|class) (\w+)/gm)) {
    assert.ok(!seen.has(name), `${name} stands in ${seen.get(name)} and in ${file}`);
    seen.set(name, file);
  }
}
const joined = path.join(process.argv[2], "assets/js/search.js");
new vm.Script(fs.readFileSync(joined, "utf8"), { filename: joined });
console.log(`ok: ${seen.size} names`);
