// 一覧の絞り込みと並べ替え。スクリプトが無くても一覧はすべて読めます。ここでは、読むのを速くするだけです。
//
// 印の付け方(ひな形の側):
//   <div data-list="事業" data-unit="件">         絞り込む一覧。中に表が1つあります
//   <th data-sort="text"> / <th data-sort="number">   並べ替えられる列
//   <th data-facet="department" data-label="部局">     選んで絞り込む列。値は .unit・.word・.absent の文字、無ければセルの文字
//   <th … data-first>                                  値のうち、はじめの空白まで(「総務部 総務課」は「総務部」)
//   <table data-group="category" data-group-label="施策">   見出しの行 tr.group で絞り込む
//   <table data-over="pillar" data-over-label="政策">   その上の段の見出しの行 tr.group.over で絞り込む
// 条件は ?q=…&department=…&sort=… としてアドレスに残るので、「戻る」と共有が効きます。
"use strict";

(() => {
  const FEW = 6; // これより少ない行に、絞り込みは不要です
  const WAIT = 120; // ミリ秒
  const wide = matchMedia("(min-width: 48.01rem)"); // components.css と同じ
  const collator = new Intl.Collator("ja", { numeric: true });
  const katakana = /[ァ-ヶ]/g;
  const plain = (text) =>
    text.normalize("NFKC").toLowerCase().replace(katakana, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60));
  const words = (text) => plain(text).split(/\s+/).filter(Boolean);
  const said = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const isGroup = (row) => row.classList.contains("group");
  const isOver = (row) => row.classList.contains("over");

  function make(name, attributes = {}, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }

  // 値が分からないセルは、並べ替えでいつも最後に置きます。
  function sortKey(cell, kind) {
    if (!cell || cell.querySelector(":scope > .absent")) return null;
    const text = said(cell.querySelector(".value") ?? cell);
    if (kind !== "number") return text || null;
    const number = text.normalize("NFKC").replace(/,/g, "").match(/-?\d+(\.\d+)?/);
    return number ? Number(number[0]) : null;
  }

  function compare(a, b) {
    if (a === null || b === null) return (a === null) - (b === null);
    return typeof a === "number" ? a - b : collator.compare(a, b);
  }

  // 表の行。見出しの行は、その下の行が持つ値になります。
  function rowsOf(table) {
    const { group: groupKey, over: overKey } = table.dataset;
    const titles = { over: "", group: "" };
    const rows = [];
    for (const node of table.querySelectorAll(":scope > tbody > tr")) {
      if (isGroup(node)) {
        if (isOver(node)) titles.group = "";
        titles[isOver(node) ? "over" : "group"] = said(node.querySelector(".word") ?? node);
        continue;
      }
      const values = {};
      if (groupKey) values[groupKey] = [titles.group];
      if (overKey) values[overKey] = [titles.over];
      const text = plain(`${titles.over} ${titles.group} ${node.textContent}`);
      rows.push({ node, body: node.parentElement, text, values });
    }
    return rows;
  }

  function valuesOf(cell, isFirst) {
    if (!cell) return [];
    const parts = [...cell.querySelectorAll(".unit, .word, .absent")];
    const texts = (parts.length ? parts : [cell]).map(said).filter(Boolean);
    return [...new Set(isFirst ? texts.map((text) => text.split(" ")[0]) : texts)];
  }

  // 選んで絞り込む列と見出し。行ごとの値を rows に書き足します。値が1つしか無いものは、選んでも何も変わらないので出しません。
  function facetsOf(table, heads, rows) {
    const { group, groupLabel, over, overLabel } = table.dataset;
    const facets = [{ key: over, label: overLabel }, { key: group, label: groupLabel }].filter(({ key }) => key);
    heads.forEach((th, at) => {
      const key = th.dataset.facet;
      if (!key) return;
      for (const row of rows) row.values[key] = valuesOf(row.node.cells[at], "first" in th.dataset);
      facets.push({ key, label: th.dataset.label ?? said(th) });
    });
    return facets
      .map((facet) => ({ ...facet, known: new Set(rows.flatMap((row) => row.values[facet.key])) }))
      .filter(({ known }) => known.size > 1);
  }

  // 絞り込みの欄。列の見出しの並べ替えのボタンも、ここにある「並び順」を動かします。
  function toolsOf(noun, prefix, facets, columns) {
    const id = (name) => `${prefix}list-${name}`;
    const field = (name, label, control, attributes = {}) => {
      control.id = id(name);
      return make("p", attributes, make("label", { for: id(name) }, label), control);
    };
    const input = make("input", { type: "search", autocomplete: "off" });
    const selects = new Map(facets.map(({ key }) => [key, make("select")]));
    const order = make("select", {}, new Option("元の順", ""));
    for (const { at, kind, name } of columns) {
      if (kind) order.append(new Option(`${name}の昇順`, `${at}`), new Option(`${name}の降順`, `-${at}`));
    }
    const clear = make("button", { type: "button" }, "条件を消す");
    const status = make("span", { class: "tools-status", role: "status" });
    const box = make("div", { class: "tools", role: "search", "aria-label": `${noun}の絞り込み` },
      field("q", "言葉で絞り込む", input),
      ...facets.map(({ key, label }) => field(key, label, selects.get(key))),
      ...(order.length > 1 ? [field("sort", "並び順", order, { class: "tools-order" })] : []),
      make("p", { class: "tools-end" }, status, clear));
    box.hidden = true;
    const fold = make("details", { class: "tools-fold" }, make("summary", {}, "絞り込み・並べ替え"), box);
    fold.addEventListener("toggle", () => (box.hidden = !fold.open));
    return { input, selects, order, clear, status, box, fold };
  }

  // 条件は、言葉、並び順、選んだ値の3つです。アドレスから読むとき、知らない値は「すべて」と読みます。
  function askedByAddress({ facets, columns, key }) {
    const query = new URLSearchParams(location.search);
    const orders = columns.filter(({ kind }) => kind).flatMap(({ at }) => [`${at}`, `-${at}`]);
    const order = query.get(key("sort")) ?? "";
    const chosen = facets.map((facet) => [facet, query.get(key(facet.key))])
      .map(([facet, value]) => [facet.key, facet.known.has(value) ? value : ""]);
    return {
      words: query.get(key("q")) ?? "",
      order: orders.includes(order) ? order : "",
      chosen: Object.fromEntries(chosen),
    };
  }

  function askedByTools({ tools }) {
    const chosen = Array.from(tools.selects, ([key, select]) => [key, select.value]);
    return { words: tools.input.value, order: tools.order.value, chosen: Object.fromEntries(chosen) };
  }

  const isNarrowed = ({ words: text, chosen }) => Boolean(text.trim()) || Object.values(chosen).some(Boolean);

  function writeAddress({ facets, key }, { words: text, order, chosen }, isStep) {
    const url = new URL(location.href);
    const set = (name, value) => (value ? url.searchParams.set(key(name), value) : url.searchParams.delete(key(name)));
    set("q", text.trim());
    set("sort", order);
    for (const facet of facets) set(facet.key, chosen[facet.key]);
    try {
      history[isStep ? "pushState" : "replaceState"](null, "", url);
    } catch {
      // file:// で開いたとき、アドレスを変えられないブラウザーがあります。絞り込みは効きます。
    }
  }

  // 条件に合う行だけを見せ、それぞれの値を選ぶと何行になるかを数えます。
  function narrow({ rows, facets, tools }, { words: text, chosen }) {
    const wanted = words(text);
    const counts = new Map(facets.map((facet) => [facet, new Map()]));
    let shown = 0;
    for (const row of rows) {
      const isMeant = wanted.every((word) => row.text.includes(word));
      const missed = facets.filter(({ key }) => chosen[key] && !row.values[key]?.includes(chosen[key]));
      const isShown = isMeant && !missed.length;
      row.node.hidden = !isShown;
      shown += isShown;
      for (const facet of facets) {
        const isCounted = isMeant && missed.every((one) => one === facet);
        const found = counts.get(facet);
        for (const value of row.values[facet.key] ?? []) found.set(value, (found.get(value) ?? 0) + isCounted);
      }
    }
    for (const [{ key }, found] of counts) fill(tools.selects.get(key), found, chosen[key]);
    return shown;
  }

  function fill(select, counts, chosen) {
    const options = [...counts].map(([value, count]) => {
      const option = new Option(`${value}(${count})`, value, false, value === chosen);
      option.disabled = count === 0 && value !== chosen;
      return option;
    });
    select.replaceChildren(new Option("すべて", ""), ...options);
  }

  function sort({ table, rows, columns }, order) {
    const at = Math.abs(parseInt(order, 10));
    const isDown = order.startsWith("-");
    if (order === "") {
      rows.forEach((row) => row.body.append(row.node));
    } else {
      const keyed = rows.map((row) => [sortKey(row.node.cells[at], columns[at].kind), row.node]);
      keyed.sort(([a], [b]) => (isDown && a !== null && b !== null ? compare(b, a) : compare(a, b)));
      table.tBodies[0].append(...keyed.map(([, node]) => node));
    }
    for (const column of columns) {
      if (order !== "" && column.at === at) column.th.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      else column.th.removeAttribute("aria-sort");
    }
  }

  // 見出しの行は、下に行が残っているときだけ見せます。並べ替えた間は隠します。
  function hideEmpty({ table }, isSorted, shown) {
    let below = { group: false, over: false };
    for (const row of [...table.querySelectorAll(":scope > tbody > tr")].reverse()) {
      if (!isGroup(row)) {
        if (!row.hidden) below = { group: true, over: true };
        continue;
      }
      const level = isOver(row) ? "over" : "group";
      row.hidden = isSorted || !below[level];
      below = { group: false, over: level === "group" && below.over };
    }
    (table.closest(".scroll") ?? table).hidden = shown === 0;
  }

  function tell({ rows, noun, unit, tools: { status, clear } }, asked, shown) {
    const all = rows.length, count = (number) => `${number.toLocaleString()}${unit}`;
    const narrowed = shown < all || isNarrowed(asked);
    clear.hidden = !narrowed && !asked.order;
    if (shown === 0) status.textContent = `条件に合う${noun}はありません。条件を減らしてください。`;
    else if (narrowed) status.textContent = `${noun} ${count(all)}のうち${count(shown)}`;
    else if (status.textContent) status.textContent = `${noun} ${count(all)}をすべて表示しています。`;
  }

  function listOf(root, prefix) {
    const { list: noun, unit = "件" } = root.dataset;
    const table = root.querySelector("table");
    const heads = [...table.tHead.rows[0].cells];
    const columns = heads.map((th, at) => ({ at, th, kind: th.dataset.sort, name: said(th) }));
    const rows = rowsOf(table);
    const facets = facetsOf(table, heads, rows);
    const tools = toolsOf(noun, prefix, facets, columns);
    return { noun, unit, table, columns, rows, facets, tools, key: (name) => prefix + name };
  }

  // 並べ替えのボタンを列の見出しに置きます。押すたびに、昇順、降順、元の順と変わります。
  function addSortButtons({ columns, tools: { order } }, changed) {
    for (const { at, th, kind } of columns) {
      if (!kind) continue;
      const button = make("button", { type: "button", class: "sort" }, ...th.childNodes);
      th.append(button);
      button.addEventListener("click", () => {
        const now = order.value;
        order.value = now === `${at}` ? `-${at}` : now === `-${at}` ? "" : `${at}`;
        changed(true);
      });
    }
  }

  function start(root, prefix) {
    const list = listOf(root, prefix);
    if (list.rows.length < FEW) return;
    const { input, order, clear, box, fold, selects } = list.tools;
    let sorted = "", waiting;

    const show = (asked) => {
      const shown = narrow(list, asked);
      if (asked.order !== sorted) sort(list, asked.order);
      sorted = asked.order;
      hideEmpty(list, sorted !== "", shown);
      tell(list, asked, shown);
    };
    const changed = (isStep) => {
      const asked = askedByTools(list);
      show(asked);
      writeAddress(list, asked, isStep);
    };
    // 狭い画面では、条件があるときのほかは畳んでおき、一覧を先に見せます。
    const unfold = (asked) => {
      if (!wide.matches && !asked.order && !isNarrowed(asked)) return;
      fold.open = true;
      box.hidden = false;
    };
    const open = () => {
      const asked = askedByAddress(list);
      input.value = asked.words;
      order.value = asked.order;
      unfold(asked);
      show(asked);
    };
    // 打っている間は、手が止まるのを待ちます。
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => changed(false), WAIT);
    };

    root.prepend(fold);
    addSortButtons(list, changed);
    wide.addEventListener("change", () => unfold(askedByTools(list)));
    box.addEventListener("change", (event) => event.target !== input && changed(true));
    input.addEventListener("input", (event) => event.isComposing || soon());
    input.addEventListener("compositionend", () => changed(false));
    // ボタンは消えるので、キーボードの位置は言葉の欄へ戻します。
    clear.addEventListener("click", () => {
      input.value = order.value = "";
      for (const select of selects.values()) select.value = "";
      changed(true);
      input.focus();
    });
    addEventListener("popstate", open);
    open();
  }

  // はみ出していない表は、キーボードで止まる所にせず、列の見出しを画面の上に残します。
  // 行が札になる狭い画面では、列の見出しは見えないので、並べ替えのボタンもキーボードで止まる所にしません。
  function fit() {
    for (const button of document.querySelectorAll(".sort")) {
      const isUnseen = getComputedStyle(button.closest("thead")).position === "absolute";
      button.tabIndex = isUnseen ? -1 : 0;
    }
    for (const region of document.querySelectorAll(".scroll")) {
      const fits = region.scrollWidth <= region.clientWidth;
      region.toggleAttribute("data-fits", fits);
      if (fits) region.removeAttribute("tabindex");
      else region.tabIndex = 0;
    }
  }

  const lists = document.querySelectorAll("[data-list]");
  lists.forEach((root, at) => start(root, at === 0 ? "" : `t${at + 1}-`));
  // 窓の幅のほか、字の大きさや字間が変わっても測り直します。
  const measure = new ResizeObserver(fit);
  for (const node of document.querySelectorAll(".scroll, .scroll > table")) measure.observe(node);
  fit();
})();
