// Preview only: loads the page anew when its content has changed, at the same place; takes new stylesheets without loading; lays
// what is wrong over the page until it is mended; lists all findings, and what waits for whom; marks the links to what the public
// does not see yet. It adds to the page nothing but these marks and one element with a shadow tree.
(() => {
  const loaded = new URL(document.currentScript.src).searchParams;
  const run = Number(loaded.get("run"));
  const pages = Number(loaded.get("pages"));
  const style = STYLE;
  let edition = Number(loaded.get("edition"));

  // ---- The place in the page, kept while it is loaded anew.

  const memory = `mieruka-preview:${location.pathname}`;
  const attempt = (what) => { try { return what(); } catch { return null; } };

  const remember = () => {
    const open = [...document.querySelectorAll("details")].map((details) => details.open);
    attempt(() => sessionStorage.setItem(memory, JSON.stringify({ x: scrollX, y: scrollY, open })));
  };

  const recall = () => {
    const place = attempt(() => JSON.parse(sessionStorage.getItem(memory)));
    if (!place) return;
    attempt(() => sessionStorage.removeItem(memory));
    const all = [...document.querySelectorAll("details")];
    if (all.length === place.open.length) all.forEach((details, n) => { details.open = place.open[n]; });
    const go = () => scrollTo({ left: place.x, top: place.y, behavior: "instant" });
    go();
    addEventListener("load", go, { once: true });
  };

  // ---- Stylesheets: the new one is there before the old one goes.

  const restyle = (edition) => {
    for (const old of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const address = new URL(old.href, location.href);
      if (address.origin !== location.origin || old.dataset.going) continue;
      address.searchParams.set("edition", edition);
      const fresh = old.cloneNode();
      fresh.href = address.href;
      old.dataset.going = "yes";
      const done = () => old.remove();
      fresh.addEventListener("load", done, { once: true });
      fresh.addEventListener("error", () => { fresh.remove(); delete old.dataset.going; }, { once: true });
      old.after(fresh);
    }
  };

  // ---- What is shown: all text, never markup.

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === "onclick") element.addEventListener("click", value);
      else if (value !== null && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null));
    return element;
  };

  const host = make("mieruka-preview", { lang: "ja" });
  const shadow = host.attachShadow({ mode: "open" });
  const room = make("div", { class: "room" });
  const voice = make("p", { class: "voice", role: "status" });
  voice.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
  const overlay = make("section", { class: "sheet overlay", "aria-labelledby": "fault", tabindex: "-1", hidden: true });
  const panel = make("section", { class: "sheet panel", id: "panel", "aria-labelledby": "list", tabindex: "-1", hidden: true });
  const control = make("button", { class: "control", type: "button", "aria-expanded": "false", "aria-controls": "panel", onclick: () => toggle(!isOpen()) });
  const isOpen = () => control.getAttribute("aria-expanded") === "true";
  room.append(overlay, panel, control, voice);
  shadow.adoptedStyleSheets = [new CSSStyleSheet()];
  shadow.adoptedStyleSheets[0].replaceSync(style);
  shadow.append(room);

  const say = (text) => { voice.textContent = text; };

  const copy = async (text, button) => {
    const done = await navigator.clipboard.writeText(text).then(() => true, () => copyOld(text));
    const said = done ? "コピーしました" : "コピーできませんでした";
    say(`${text} を${said}`);
    const label = button.textContent;
    button.textContent = said;
    setTimeout(() => { button.textContent = label; }, 1500);
  };

  // Where the clipboard is not allowed.
  const copyOld = (text) => {
    const field = make("textarea", { "aria-hidden": "true" });
    field.value = text;
    shadow.append(field);
    field.select();
    const done = attempt(() => document.execCommand("copy"));
    field.remove();
    return done;
  };

  const placeOf = ({ file, line, column }) => `${file}:${line}:${column}`;

  const excerpt = ({ line, excerpt: [before, part, after] }) =>
    make("pre", { tabindex: "0", role: "group", "aria-label": `${line}行目` },
      make("span", { class: "line", "aria-hidden": "true" }, `${line} |`), before, part ? make("mark", {}, part) : "", after);

  const place = (where, page) => {
    const button = make("button", { type: "button", "aria-label": `${placeOf(where)} をコピー` }, "場所をコピー");
    button.addEventListener("click", () => copy(placeOf(where), button));
    return make("p", { class: "place" }, make("span", {}, placeOf(where)), button, page);
  };

  const entry = (finding) => make("li", {},
    make("p", { class: "message" },
      make("span", { class: `label ${finding.is_error ? "error" : "warning"}` }, finding.label),
      finding.message, " ",
      finding.rule ? make("span", { class: "rule" }, finding.rule) : ""),
    finding.file ? place(finding, null) : null,
    finding.file ? excerpt(finding) : null,
    ...finding.notes.flatMap((note) => [make("p", {}, note.text), place(note, null), excerpt(note)]),
    make("p", {}, `直し方: ${finding.help}`));

  const keyed = (section, close) => section.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.stopPropagation(); close(); control.focus(); }
  });

  // ---- What is wrong: over the page until it is mended, or put aside.

  let fault = "";
  let aside = "";

  const cover = (told) => {
    const text = told ? JSON.stringify(told) : "";
    if (text === fault) return;
    if (!text && fault) say("直りました");
    fault = text;
    overlay.hidden = !text || text === aside;
    if (!text) { overlay.replaceChildren(); return; }
    const title = `記録にエラーがあります(${told.errors}件)`;
    const more = told.errors - told.findings.length;
    overlay.replaceChildren(
      make("div", { class: "top" },
        make("h2", { id: "fault" }, title),
        make("button", { type: "button", onclick: putAside }, "閉じる")),
      make("p", {}, "直して保存すると消えます。"),
      make("ol", {}, ...told.findings.map((finding) => entry(finding))),
      more > 0 ? make("p", {}, `ほかに ${more}件あります。`) : "");
    if (!overlay.hidden) say(`${title}。${told.findings[0].message}`);
  };

  const putAside = () => { aside = fault; overlay.hidden = true; control.focus(); };
  keyed(overlay, putAside);

  // ---- All findings, on demand.

  const count = ({ examined, errors, warnings, waiting }) => {
    if (!examined) { control.textContent = "点検しています"; return; }
    const parts = [["errors", "エラー", errors], ["warnings", "注意", warnings]].filter(([, , number]) => number > 0);
    control.replaceChildren("点検: ", ...(parts.length
      ? parts.flatMap(([name, label, number], n) => [n ? "、" : "", make("span", { class: name }, `${label} ${number}件`)])
      : ["エラーも注意もありません"]), waiting ? `／公開待ち ${waiting}件` : "");
  };

  const grouped = (findings) => {
    const groups = new Map();
    for (const finding of findings) {
      const file = finding.file ?? "";
      if (!groups.has(file)) groups.set(file, []);
      groups.get(file).push(finding);
    }
    return [...groups];
  };

  const toPage = (page) => page === null ? null : make("a", { href: `/${page}` }, "ページを見る");

  // What waits, by who is to act.
  const waits = (groups) => {
    const number = groups.reduce((sum, { waits }) => sum + waits.length, 0);
    const of = ({ who, waits }) => [make("h3", {}, who), make("ul", {}, ...waits.map((wait) => make("li", {},
      make("p", { class: "message" }, make("span", { class: "label" }, wait.state), wait.what),
      place(wait, toPage(wait.page)))))];
    return number ? [make("h2", {}, `公開待ち: ${number}件`), ...groups.flatMap(of)] : [];
  };

  const list = (told) => {
    const more = told.errors + told.warnings - told.findings.length;
    const groups = grouped(told.findings).flatMap(([file, findings]) => {
      const page = findings[0].page;
      return [
        make("h3", {}, file || "全体", " ", toPage(page) ?? ""),
        make("ul", {}, ...findings.map((finding) => entry(finding))),
      ];
    });
    panel.replaceChildren(
      make("div", { class: "top" },
        make("h2", { id: "list" }, `点検の結果: エラー ${told.errors}件、注意 ${told.warnings}件`),
        make("button", { type: "button", onclick: () => { toggle(false); control.focus(); } }, "閉じる")),
      told.findings.length ? "" : make("p", {}, "エラーも注意もありません。"),
      ...groups,
      more > 0 ? make("p", {}, `ほかに ${more}件あります。すべて確認するには mieruka check を実行してください。`) : "",
      ...waits(told.waiting));
  };

  // ---- Links to what the public does not see yet, in every list and wherever they are added later.

  let kept = {};
  const folder = (place) => place.pathname.slice(1).replace(/index\.html$/, "");
  const mark = () => {
    for (const link of document.querySelectorAll("a[href]")) {
      const isElsewhere = link.origin === location.origin && folder(link) !== folder(location);
      const state = isElsewhere ? kept[folder(link)] : undefined;
      const old = link.querySelector(":scope > [data-mieruka-state]");
      if (old?.dataset.mierukaState === state) continue;
      old?.remove();
      if (!state) continue;
      const badge = make("span", { "data-mieruka-state": state }, state);
      badge.style.cssText = "display:inline-block;margin-inline-start:.4em;padding:0 .4em;border:1px dashed currentColor;border-radius:.3em;font-size:.8125em;font-weight:normal;white-space:nowrap;text-decoration:none";
      link.append(badge);
    }
  };
  new MutationObserver(mark).observe(document.body, { childList: true, subtree: true });

  // An answer that was asked for earlier never covers a later one.
  let asked = 0;
  let answered = 0;
  const refresh = async () => {
    const turn = (asked += 1);
    const told = await fetch("/__mieruka/findings").then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
    if (turn < answered) return;
    answered = turn;
    if (told) {
      kept = told.kept_back;
      mark();
      list(told);
    } else panel.replaceChildren(make("p", { id: "list" }, "点検の結果を読み込めません。mieruka serve を実行した画面で、プレビューが動いているかを確認してください。"));
  };
  const isWanted = ({ examined, waiting }) => isOpen()
    || examined && (waiting > 0 || Object.keys(kept).length > 0 || answered < asked);

  const toggle = async (open) => {
    control.setAttribute("aria-expanded", String(open));
    attempt(() => sessionStorage.setItem("mieruka-preview-panel", open ? "open" : ""));
    if (open) await refresh();
    panel.hidden = !isOpen();
  };
  keyed(panel, () => toggle(false));

  // ---- The news. One window listens and passes them on to all others: a browser has few connections for one address, and
  // seven windows side by side would use them up. When it is closed, another one takes over.

  const GONE_AFTER = 1500;
  const channel = new BroadcastChannel("mieruka-preview");
  let latest = null;

  const take = (news) => {
    if (!news) {
      control.textContent = "プレビューが止まっています";
      say("プレビューが止まっています。mieruka serve を実行した画面で、動いているかを確認してください。");
      return;
    }
    if (news.run !== run || news.pages !== pages) {
      remember();
      location.reload();
      return;
    }
    if (news.edition !== edition) {
      edition = news.edition;
      restyle(edition);
    }
    cover(news.refused ?? news.found);
    count(news);
    if (isWanted(news)) refresh();
  };

  const listen = () => {
    const source = new EventSource("/__mieruka/news");
    let gone = 0;
    const pass = (news) => {
      latest = { news };
      channel.postMessage(latest);
      take(news);
    };
    source.onmessage = (message) => {
      clearTimeout(gone);
      gone = 0;
      pass(JSON.parse(message.data));
    };
    source.onerror = () => {
      gone ||= setTimeout(() => pass(null), GONE_AFTER);
      // The browser tries again by itself, unless it was refused.
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, GONE_AFTER);
    };
  };

  const share = () => {
    channel.onmessage = ({ data }) => {
      if (data !== "asked") take(data.news);
      else if (latest) channel.postMessage(latest);
    };
    channel.postMessage("asked");
    navigator.locks.request("mieruka-preview", () => { listen(); return new Promise(() => {}); });
  };

  recall();
  count({ examined: false });
  document.body.append(host);
  if (attempt(() => sessionStorage.getItem("mieruka-preview-panel")) === "open") toggle(true);
  if (navigator.locks) share();
  else listen();
})();
