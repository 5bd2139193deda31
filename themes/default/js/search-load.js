// Brings the files of the index to the page: by fetch, and as scripts where the page was opened from a file share and
// browsers forbid fetching.

import { parse } from "./search-index.js";

/** A way to load the files below this address. */
export function loader(base, page = document) {
  const shared = new URL(base, page.baseURI).protocol === "file:";
  return shared ? scripts(base, page) : fetched(base);
}

const fetched = (base) => async (path, anew) => {
  const answer = await fetch(base + path, anew ? { cache: "no-cache" } : {});
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return parse(await answer.text());
};

/** Each file of the index is a call of `mieruka`. */
function scripts(base, page) {
  const waiting = new Map();
  globalThis.mieruka = (name, ...rest) => waiting.get(name)?.([name, ...rest]);
  return (path) => new Promise((done, failed) => {
    const name = path.replace(/\.js.*$/, "");
    const script = Object.assign(page.createElement("script"), { src: base + path });
    const end = (act) => (value) => { waiting.delete(name); script.remove(); act(value); };
    waiting.set(name, end(done));
    script.onerror = end(() => failed(new Error(`${path}: unreadable`)));
    page.head.append(script);
  });
}
