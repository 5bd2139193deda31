// What the program makes of a theme's modules does what the modules do, and the page's script can be run:
//   node tests/search/scripts.mjs SITE
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";

const fixtures = new URL("../fixtures/scripts/", import.meta.url);
await import(new URL("main.js", fixtures));
const { result, effects } = globalThis;
const context = vm.createContext({});
vm.runInContext(fs.readFileSync(new URL("joined.js", fixtures), "utf8"), context);
assert.equal(JSON.stringify(context.result), JSON.stringify(result));
assert.equal(JSON.stringify(context.effects), JSON.stringify(effects));
assert.deepEqual(Object.keys(context).sort(), ["effects", "result"], "a joined script leaves no other names behind");

const joined = path.join(process.argv[2], "assets/js/search.js");
vm.runInNewContext(fs.readFileSync(joined, "utf8"), {}, { filename: joined });
console.log("ok");
