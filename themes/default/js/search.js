// The search page: joins the search to the elements #search-form, #q, #search-status, #search-facets, #search-results and
// #search-empty. Without this script the page shows #search-unavailable, which says what to do instead; where the
// script runs, it goes.

import { cardOf, find, tagged } from "./search-answer.js";
import { describe, headOf } from "./search-excerpt.js";
import { Index, Replaced } from "./search-index.js";
import { loader } from "./search-load.js";
import { ASKED_AT_MOST, wordsOf } from "./search-question.js";
import { suggest, suggestions } from "./search-suggest.js";
import { yearName } from "./search-years.js";

/** So many results are shown at once, and added by the button below them. */
const AT_ONCE = 10;
/** A figure is told that one of so many results has. */
const FIRST = 3;
/** After so many milliseconds a search is said to be under way. */
const SLOW = 400;
/** The facet whose values are those of the highest level: of those below only pages tell. */
const DIVISION = "部局";
/** On opening with a question, titles wait so many milliseconds for what stands beside them: nothing moves then. */
const PATIENCE = 1000;
/** An index is begun anew so often where a newer one takes its place. */
const ANEW = 2;

/** Joins the search to the elements of its page: #search-form, #q, #search-status, #search-facets, #search-results, #search-empty. */
export function start(page = document) {
  const form = page.getElementById("search-form"), input = page.getElementById("q");
  const status = page.getElementById("search-status"), results = page.getElementById("search-results");
  const facets = page.getElementById("search-facets");
  if (!form || !input || !results) return;
  page.getElementById("search-unavailable")?.remove();
  // Where the results stand below the facets and not beside them, the facets wait until they are wanted.
  const named = [page.title], folded = facets?.closest("details");
  const unfold = (wanted) => { if (folded) facets.hidden = !(folded.open = wanted); };
  folded?.addEventListener("toggle", () => unfold(folded.open));
  unfold(matchMedia("(min-width: 56rem)").matches);
  const root = page.documentElement.dataset.root ?? "../";
  const index = new Index(loader(`${root}search/`, page));
  let slow, opened, isEdited = false, running = false, waiting = false, isOpening = true, replaced = 0, shown = AT_ONCE, chosen;

  const readAddress = () => {
    chosen = new URLSearchParams(location.search);
    input.value = chosen.get("q") ?? "";
    chosen.delete("q");
  };
  const writeAddress = (push) => {
    const query = new URLSearchParams([["q", input.value.trim()], ...chosen].filter(([, value]) => value));
    const address = query.size ? `?${query}` : location.pathname;
    if (address === location.search || (!location.search && !query.size)) return;
    // A page from a file share may be forbidden to change its address; the search itself works.
    try { history[push ? "pushState" : "replaceState"](null, "", address); } catch { return; }
  };

  const follow = () => {
    if (!isEdited) return;
    isEdited = false;
    writeAddress(false);
  };

  /** One search at a time; what is typed meanwhile is searched next. */
  const run = async () => {
    if (running) { waiting = true; return; }
    running = true;
    results.setAttribute("aria-busy", "true");
    slow = setTimeout(() => { status.textContent = "検索しています。"; }, SLOW);
    do {
      waiting = false;
      try {
        opened ??= index.open();
        await opened;
        await answer(input.value);
        replaced = 0;
      } catch (fault) {
        clearTimeout(slow);
        page.documentElement.classList.remove("asked");
        opened = undefined;
        if (fault instanceof Replaced && replaced++ < ANEW) waiting = true;
        else status.textContent = `検索の索引を読み込めませんでした。${fault instanceof Replaced
          ? "サイトが更新されている途中です。少し待って" : "通信を確認して"}、お試しください。`;
      }
    } while (waiting);
    results.removeAttribute("aria-busy");
    running = false;
  };

  const answer = async (question) => {
    const { words, wanted } = await narrowed(index, question), all = wanted.length ? index.documents : [];
    const found = wordsOf(words).length ? await find(index, words)
      : { hits: all.map((_, doc) => ({ doc, lists: [], words: [] })), guesses: [], missing: [], divisions: [] };
    const counted = countFacets(index, found.hits.filter(({ doc }) => wanted.every((has) => has(index.documents[doc]))), chosen);
    if (waiting) return;
    const rows = counted.hits.slice(0, shown), heads = rows.map((hit) => headOf(index, hit)), asked = question.trim();
    const shows = (described) => show({ ...found, ...counted }, asked, described);
    const say = async () => {
      const guesses = await Promise.all(found.guesses.map(async (one) => ({ ...one, guess: await one.guess })));
      if (!waiting) status.textContent = announce(asked, counted.hits, guesses.filter(({ guess }) => guess), found.some, found.missing);
    };
    const passages = Promise.all(rows.map((hit, i) => describe(index, hit).catch((fault) => {
      // Without its passage a result is still one; of a newer index it is not.
      if (fault instanceof Replaced || !heads[i]) throw fault;
      return heads[i];
    })));
    const cards = cardOf(index, asked, rows), ready = Promise.all([passages, cards]).catch(() => undefined);
    if (isOpening) await Promise.race([ready, new Promise((go) => setTimeout(go, PATIENCE))]);
    isOpening = false;
    if (waiting) return;
    // Titles are at hand at once, in a large city only with the texts.
    const areThere = heads.every(Boolean);
    if (areThere) {
      shows(heads);
      await say();
    }
    const described = await passages;
    if (waiting) return;
    if (!areThere) {
      shows(described);
      await say();
    }
    described.forEach((one, i) => fill(page, root, results.children[i], one));
    const card = await cards, told = described.slice(0, FIRST).find(({ figures }) => figures?.length);
    if (waiting) return;
    const value = ({ told: year, text, anchor }) => element(page, "p", {}, element(page, "a", {
      href: `${root}${told.path}index.html${anchor ? `#${encodeURIComponent(anchor)}` : ""}` }, text), ` ${year}`);
    const figures = told ? [element(page, "li", { className: "search-figures" }, ...told.figures.map(value))] : [];
    answers.replaceChildren(...figures, ...(card ? [item(page, root, card)] : []));
  };

  const show = ({ hits, missing, divisions, facets: counts }, question, described) => {
    clearTimeout(slow);
    page.documentElement.classList.remove("asked");
    follow();
    answers.replaceChildren();
    page.title = [question, ...named].filter(Boolean).join(" | ");
    results.replaceChildren(...described.map((hit, i) => item(page, root, hit, hits[i])));
    more.hidden = hits.length <= described.length;
    const wanted = counts && question ? counts : [];
    facets?.replaceChildren(...wanted.map((facet) => fieldset(page, facet, choose)));
    if (facets?.querySelector(":checked")) unfold(true);
    const asked = wordsOf(question).map(({ typed }) => typed.join("")), known = asked.filter((word) => !missing.includes(word));
    const fewer = missing.length && known.length && !hits.length ? [known.join(" ")] : [];
    offer.replaceChildren(...fewer.map((words) => button(`「${words}」だけで検索する`, () => ask(words))));
    // A word that names a value of a facet may have been meant to narrow.
    const isNamed = ({ on, text, count }) => !on && count < hits.length && asked.some((word) => word.length > 1 && text.startsWith(word));
    const only = (text, act) => button(`${text}だけにする`, act), below = divisions.filter((word) => !index.manifest.departments.includes(word));
    narrow.replaceChildren(
      ...wanted.flatMap(({ name, label, entries }) => entries.filter(isNamed).map(({ value, text }) => only(`${label}:${text}`, () => choose(name, value, true)))),
      // A division is none of the values: it is typed.
      ...below.map((word) => only(`${DIVISION}:${word}`, () => ask(question.replace(word, `${DIVISION}:${word}`)))));
    if (empty) empty.hidden = !question || hits.length > 0;
  };

  const ask = (question) => { input.value = question; edited(); input.focus(); };

  const choose = (name, value, on) => {
    chosen = new URLSearchParams([...chosen, [name, value]].filter((one) => on || one[0] !== name || one[1] !== value));
    shown = AT_ONCE;
    writeAddress(true);
    run().then(() => facets.querySelector(`input[name="${name}"][value="${value}"]`)?.focus());
  };

  const button = (text, act) => {
    const made = element(page, "button", { type: "button" }, text);
    made.addEventListener("click", act);
    return made;
  };
  const more = button("さらに表示する", async () => {
    const next = results.children.length;
    shown += AT_ONCE;
    await run();
    results.children[next]?.querySelector("a")?.focus();
  });
  Object.assign(more, { className: "search-more", hidden: true });
  const offer = element(page, "p", { className: "search-offer" });
  const empty = page.getElementById("search-empty");
  empty?.prepend(offer);
  results.after(more);
  const answers = element(page, "ol", { className: "search-answers" });
  answers.setAttribute("aria-label", "お探しのページ");
  const narrow = element(page, "p", { className: "search-offer" });
  results.before(answers, narrow);

  // The address follows what is shown: browsers look for their icon again when it changes.
  const edited = () => { shown = AT_ONCE; isEdited = true; return run().then(follow); };
  const hint = async () => {
    const begun = input.value;
    try {
      await (opened ??= index.open());
      const titles = await suggestions(index, begun);
      if (input.value === begun) box.show(titles);
    } catch {
      box.close();
    }
  };
  const typed = () => { hint(); edited(); };
  const take = (title) => { input.value = title; shown = AT_ONCE; writeAddress(true); run(); };
  const list = element(page, "ul", { id: "search-suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "題名の候補");
  input.after(list);
  const box = suggest(input, list, take);
  input.addEventListener("input", (event) => { (event.isComposing ? hint : typed)(); });
  input.addEventListener("compositionend", typed);
  form.addEventListener("submit", (event) => { event.preventDefault(); box.close(); writeAddress(true); run(); });
  addEventListener("popstate", () => { readAddress(); shown = AT_ONCE; run(); });
  form.addEventListener("keydown", (event) => { if (!(event.target === input && box.press(event))) move(event, -1); });
  const placeOf = (target) => Array.from(results.children).indexOf(target.closest("li"));
  results.addEventListener("keydown", (event) => move(event, placeOf(event.target)));

  const move = (event, from) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && from >= 0) input.focus();
    if (!step || event.isComposing || (from < 0 && step < 0)) return;
    const link = results.children[from + step]?.querySelector("a");
    if (!link && from + step >= 0) return;
    event.preventDefault();
    (link ?? input).focus();
  };

  readAddress();
  if (input.value) run();
  else (opened = index.open()).catch(() => { opened = undefined; });
}

/**
 * Of each facet: its name, its label, and for each value of a document what stands in the address, the text, and its
 * number if they are not in the order of their counts.
 */
const facetsOf = ({ kinds, departments, facets }) => [
  ["kind", "種類", ({ kind }) => [kinds[kind]]],
  ["year", "年度", ({ years }) => years.map((year) => [`${year}`, `${yearName(year)}(${year}年度)`, -year])],
  ["department", DIVISION, (of) => of.departments.map((place) => [departments[place]])],
  ...facets.map(([name, label, values], i) => [name, label, (of) => of.facets[i].map((place) => [values[place], values[place], place])]),
].map(([name, label, of]) => ({ name, label, of }));

/** A question without what narrows it as 部局:財政部 does, and what a document must then have. */
async function narrowed(index, question) {
  const wanted = [], known = facetsOf(index.manifest);
  let words = question;
  for (const [all, name, value] of question.matchAll(/([^\s:：]+)[:：]([^\s:：]+)/gu)) {
    const facet = known.find(({ label }) => label === name);
    if (!facet) continue;
    let has = (of) => facet.of(of).some(([own, text = own]) => text.includes(value.normalize("NFKC")));
    if (!index.documents.some(has)) {
      const own = name === DIVISION ? await tagged(index, value) : [];
      has = (of) => own.includes(of);
    }
    // What is none of its values is a word.
    const isValue = index.documents.some(has);
    if (isValue) wanted.push(has);
    words = words.replace(all, () => (isValue ? "" : value));
  }
  return { words, wanted };
}

/** Keeps the hits that the chosen facets allow, and counts for each value what choosing it would leave. */
function countFacets({ documents, manifest }, hits, chosen) {
  const known = facetsOf(manifest).map((facet) => ({ ...facet, wanted: chosen.getAll(facet.name) }));
  const allowed = (hit, except) => known.every((facet) => facet === except || !facet.wanted.length || facet.of(documents[hit.doc]).some(([value]) => facet.wanted.includes(value)));
  const counted = known.map((facet) => {
    const counts = new Map();
    for (const hit of hits.filter((hit) => allowed(hit, facet))) {
      for (const [value, text = value, order] of facet.of(documents[hit.doc])) {
        const entry = counts.get(value) ?? { value, text, order, count: 0, on: facet.wanted.includes(value) };
        entry.count++;
        counts.set(value, entry);
      }
    }
    return { ...facet, entries: [...counts.values()].sort((a, b) => a.order - b.order || b.count - a.count) };
  }).filter(({ entries }) => entries.length > 1 || entries.some(({ on }) => on));
  return { hits: hits.filter((hit) => allowed(hit)), facets: counted };
}

function announce(question, hits, guesses, some, missing) {
  if (!question) return "";
  const partial = hits.filter((hit) => hit.partial).length, whole = hits.length - partial;
  const notes = guesses.map(({ text, guess }) => `「${text}」は見つからないため、「${guess}」の結果です。`);
  const aside = hits.filter((hit) => !hit.partial && hit.mentions).length;
  if (whole) notes.push(`「${question}」の検索結果は${whole}件です。${aside && aside < whole ? `うち${aside}件は関連のページです。` : ""}`);
  else if (some) notes.push("すべての語を含むページはありません。");
  else if (!partial || !guesses.length) notes.push(`「${question}」に一致するページはありません。`);
  if (partial) notes.push(`${whole ? "ほかに、" : ""}一部の語を含むページは${partial}件です。`);
  if (Array.from(question).length > ASKED_AT_MOST) notes.push(`はじめの${ASKED_AT_MOST}字で探しました。`);
  if (!hits.length && missing.length > 0 && wordsOf(question).length > 1) {
    notes.push(`「${missing.join("」「")}」を含むページがありません。`);
  }
  return notes.join("");
}

function item(page, root, hit, { partial, mentions, older } = {}) {
  const { path, kind, years, departments } = hit;
  const span = years.length > 2 ? `${yearName(years[0])}～${yearName(years.at(-1))}` : years.map(yearName).join("、");
  const about = [["kind", mentions ? `${kind}(関連)` : kind], ["year", span], ["department", departments.join("、")]].filter(([, text]) => text);
  const li = element(page, "li", {},
    element(page, "p", { className: "search-title" }, element(page, "a", {})),
    element(page, "p", { className: "search-about" }, ...about.flatMap(([name, text], i) => [
      ...(i ? [" "] : []), element(page, "span", { className: `search-${name}` }, text)])),
    element(page, "p", { className: "search-excerpt" }));
  li.dataset.id = path;
  li.className = [partial && "search-partial", older && "search-older"].filter(Boolean).join(" ");
  fill(page, root, li, hit);
  return li;
}

/** What of a result comes only with its texts; its link stays, for it may have the focus. */
function fill(page, root, li, { path, anchor, fragment, title, excerpt }) {
  const link = li.querySelector("a"), place = anchor ? encodeURIComponent(anchor) : "", text = fragment ? `:~:text=${fragment}` : "";
  link.href = `${root}${path}index.html${place || text ? `#${place}${text}` : ""}`;
  link.replaceChildren(...marked(page, title));
  li.querySelector(".search-excerpt").replaceChildren(...marked(page, excerpt));
}

function fieldset(page, { name, label, entries }, choose) {
  const labels = entries.map(({ value, text, count, on }) => {
    const box = element(page, "input", { type: "checkbox", name, value, checked: on });
    box.addEventListener("change", () => choose(name, value, box.checked));
    return element(page, "label", {}, box, ` ${text} (${count})`);
  });
  return element(page, "fieldset", {}, element(page, "legend", {}, label), ...labels);
}

const marked = (page, parts) => parts.map((part) => (Array.isArray(part) ? element(page, "mark", {}, part[0]) : part));

function element(page, name, properties, ...children) {
  const made = Object.assign(page.createElement(name), properties);
  made.append(...children);
  return made;
}

if (typeof document !== "undefined") start();
