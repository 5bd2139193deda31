// 一覧の絞り込みと並べ替え。スクリプトが無くても一覧はすべて読めます。ここでは、読むのを速くするだけです。
//
// 印の付け方(ひな形の側):
//   <div data-list="取組項目" data-unit="件">         絞り込む一覧。中に表が1つあります
//   <th data-sort="text"> / <th data-sort="number">   並べ替えられる列
//   <th data-facet="department" data-label="部局">     選んで絞り込む列。値は .unit・.word・.absent の文字、無ければセルの文字
//   <th … data-first>                                  値のうち、はじめの空白まで(「総務部 総務課」は「総務部」)
//   <table data-group="category" data-group-label="区分">   見出しの行 tr.group で絞り込む
//   <table data-over="pillar" data-over-label="改革の柱">   その上の段の見出しの行 tr.group.over で絞り込む
// 条件は ?q=…&department=…&sort=… としてアドレスに残るので、「戻る」と共有が効きます。
"use strict";

(() => {
  const FEW = 6; // これより少ない行に、絞り込みは要りません
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

  class List {
    constructor(root, prefix) {
      this.root = root;
      this.prefix = prefix;
      this.noun = root.dataset.list;
      this.unit = root.dataset.unit ?? "件";
      this.table = root.querySelector("table");
      this.heads = [...this.table.tHead.rows[0].cells];
      this.columns = this.heads.map((th, at) => ({ at, th, kind: th.dataset.sort, name: said(th) }));
      this.rows = this.read();
      if (this.rows.length < FEW) return;
      this.facets = this.findFacets();
      this.addTools();
      this.addSortButtons();
      this.open();
      addEventListener("popstate", () => this.open());
    }

    read() {
      const { group: groupKey, over: overKey } = this.table.dataset;
      const titles = { over: "", group: "" };
      const rows = [];
      for (const node of this.table.querySelectorAll(":scope > tbody > tr")) {
        if (isGroup(node)) {
          titles[isOver(node) ? "over" : "group"] = said(node.querySelector(".word") ?? node);
          continue;
        }
        const values = {};
        if (groupKey) values[groupKey] = [titles.group];
        if (overKey) values[overKey] = [titles.over];
        rows.push({ node, body: node.parentElement, above: `${titles.over} ${titles.group}`, values });
      }
      return rows;
    }

    // 値が1つしか無い列は、選んでも何も変わらないので出しません。
    findFacets() {
      const { group, groupLabel, over, overLabel } = this.table.dataset;
      const facets = [{ key: over, label: overLabel }, { key: group, label: groupLabel }].filter(({ key }) => key);
      this.heads.forEach((th, at) => {
        const key = th.dataset.facet;
        if (!key) return;
        for (const row of this.rows) row.values[key] = this.valuesOf(row.node.cells[at], "first" in th.dataset);
        facets.push({ key, label: th.dataset.label ?? said(th) });
      });
      for (const facet of facets) facet.known = new Set(this.rows.flatMap((row) => row.values[facet.key]));
      return facets.filter(({ known }) => known.size > 1);
    }

    valuesOf(cell, isFirst) {
      if (!cell) return [];
      const parts = [...cell.querySelectorAll(".unit, .word, .absent")];
      const texts = (parts.length ? parts : [cell]).map(said).filter(Boolean);
      return [...new Set(isFirst ? texts.map((text) => text.split(" ")[0]) : texts)];
    }

    addTools() {
      const id = (name) => `${this.prefix}list-${name}`;
      this.input = make("input", { type: "search", id: id("q"), autocomplete: "off" });
      this.tools = make("div", { class: "tools", role: "search", "aria-label": `${this.noun}の絞り込み` });
      this.tools.append(make("p", {}, make("label", { for: id("q") }, "言葉で絞り込む"), this.input));
      for (const facet of this.facets) {
        facet.select = make("select", { id: id(facet.key) });
        this.tools.append(make("p", {}, make("label", { for: id(facet.key) }, facet.label), facet.select));
      }
      this.order = make("select", { id: id("sort") }, new Option("元の順", ""));
      for (const { at, kind, name } of this.columns) {
        if (!kind) continue;
        this.order.append(new Option(`${name}の昇順`, `${at}`), new Option(`${name}の降順`, `-${at}`));
      }
      if (this.order.length > 1) {
        this.tools.append(make("p", { class: "tools-order" }, make("label", { for: id("sort") }, "並び順"), this.order));
      }
      this.clear = make("button", { type: "button" }, "条件を消す");
      this.status = make("span", { class: "tools-status", role: "status" });
      this.tools.append(make("p", { class: "tools-end" }, this.status, this.clear));
      this.fold = make("details", { class: "tools-fold" }, make("summary", {}, "絞り込み・並べ替え"), this.tools);
      this.root.prepend(this.fold);
      this.tools.hidden = true;
      this.fold.addEventListener("toggle", () => (this.tools.hidden = !this.fold.open));
      wide.addEventListener("change", () => this.unfold());
      this.clear.addEventListener("click", () => this.reset());
      this.tools.addEventListener("change", (event) => event.target !== this.input && this.changed(true));
      this.input.addEventListener("input", (event) => event.isComposing || this.soon());
      this.input.addEventListener("compositionend", () => this.changed(false));
    }

    // 狭い画面では、条件があるときのほかは畳んでおき、一覧を先に見せます。
    unfold() {
      if (!wide.matches && !this.input.value && !this.order.value && !Object.values(this.chosen).some(Boolean)) return;
      this.fold.open = true;
      this.tools.hidden = false;
    }

    // ボタンは消えるので、キーボードの位置は言葉の欄へ戻します。
    reset() {
      this.input.value = this.order.value = "";
      for (const { select } of this.facets) select.value = "";
      this.changed(true);
      this.input.focus();
    }

    // 打っている間は、手が止まるのを待ちます。
    soon() {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.changed(false), WAIT);
    }

    addSortButtons() {
      for (const { at, th, kind } of this.columns) {
        if (!kind) continue;
        const button = make("button", { type: "button", class: "sort" }, ...th.childNodes);
        th.append(button);
        button.addEventListener("click", () => {
          const now = this.order.value;
          this.order.value = now === `${at}` ? `-${at}` : now === `-${at}` ? "" : `${at}`;
          this.changed(true);
        });
      }
    }

    key(name) {
      return this.prefix + name;
    }

    // アドレスから条件を読みます。知らない値は「すべて」と読みます。
    open() {
      const query = new URLSearchParams(location.search);
      this.input.value = query.get(this.key("q")) ?? "";
      this.order.value = query.get(this.key("sort")) ?? "";
      if (this.order.selectedIndex < 0) this.order.value = "";
      this.chosen = {};
      for (const { key, known } of this.facets) {
        const value = query.get(this.key(key));
        this.chosen[key] = known.has(value) ? value : "";
      }
      this.unfold();
      this.show();
    }

    changed(isStep) {
      this.chosen = Object.fromEntries(this.facets.map(({ key, select }) => [key, select.value]));
      this.show();
      const url = new URL(location.href);
      const set = (name, value) => (value ? url.searchParams.set(this.key(name), value) : url.searchParams.delete(this.key(name)));
      set("q", this.input.value.trim());
      set("sort", this.order.value);
      for (const { key } of this.facets) set(key, this.chosen[key]);
      try {
        history[isStep ? "pushState" : "replaceState"](null, "", url);
      } catch {
        // file:// で開いたとき、アドレスを変えられないブラウザーがあります。絞り込みは効きます。
      }
    }

    show() {
      const wanted = words(this.input.value);
      const misses = (row) => {
        row.text ??= plain(`${row.above} ${row.node.textContent}`);
        if (wanted.some((word) => !row.text.includes(word))) return [null];
        return this.facets.filter(({ key }) => this.chosen[key] && !row.values[key]?.includes(this.chosen[key]));
      };
      const counts = new Map(this.facets.map((facet) => [facet, new Map()]));
      let shown = 0;
      for (const row of this.rows) {
        const missed = misses(row);
        row.node.hidden = missed.length > 0;
        shown += missed.length === 0;
        for (const facet of this.facets) {
          const counted = missed.length === 0 || (missed.length === 1 && missed[0] === facet);
          const found = counts.get(facet);
          for (const value of row.values[facet.key] ?? []) found.set(value, (found.get(value) ?? 0) + counted);
        }
      }
      for (const facet of this.facets) this.fill(facet, counts.get(facet));
      this.sort();
      this.hideEmpty(shown);
      this.tell(shown);
    }

    fill({ key, select }, counts) {
      const options = [...counts].map(([value, count]) => {
        const option = new Option(`${value}(${count})`, value, false, value === this.chosen[key]);
        option.disabled = count === 0 && value !== this.chosen[key];
        return option;
      });
      select.replaceChildren(new Option("すべて", ""), ...options);
    }

    sort() {
      const value = this.order.value;
      if (value === (this.sorted ?? "")) return;
      const at = Math.abs(parseInt(value, 10));
      const isDown = value.startsWith("-");
      if (value === "") {
        this.rows.forEach((row) => row.body.append(row.node));
      } else {
        const keyed = this.rows.map((row) => [sortKey(row.node.cells[at], this.columns[at].kind), row.node]);
        keyed.sort(([a], [b]) => (isDown && a !== null && b !== null ? compare(b, a) : compare(a, b)));
        this.table.tBodies[0].append(...keyed.map(([, node]) => node));
      }
      for (const column of this.columns) {
        if (value !== "" && column.at === at) column.th.setAttribute("aria-sort", isDown ? "descending" : "ascending");
        else column.th.removeAttribute("aria-sort");
      }
      this.sorted = value;
    }

    // 見出しの行は、下に行が残っているときだけ見せます。並べ替えた間は隠します。
    hideEmpty(shown) {
      let below = { group: false, over: false };
      for (const row of [...this.table.querySelectorAll(":scope > tbody > tr")].reverse()) {
        if (!isGroup(row)) {
          if (!row.hidden) below = { group: true, over: true };
          continue;
        }
        const level = isOver(row) ? "over" : "group";
        row.hidden = Boolean(this.sorted) || !below[level];
        below = { group: false, over: level === "group" && below.over };
      }
      (this.table.closest(".scroll") ?? this.table).hidden = shown === 0;
    }

    tell(shown) {
      const all = this.rows.length;
      const narrowed = shown < all || this.input.value.trim() || Object.values(this.chosen).some(Boolean);
      this.clear.hidden = !narrowed && !this.sorted;
      const had = this.status.textContent;
      if (shown === 0) this.status.textContent = `条件に合う${this.noun}はありません。条件を減らしてください。`;
      else if (narrowed) this.status.textContent = `${this.noun} ${all.toLocaleString()}${this.unit}のうち${shown.toLocaleString()}${this.unit}`;
      else if (had) this.status.textContent = `${this.noun} ${all.toLocaleString()}${this.unit}をすべて表示しています。`;
    }
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
  lists.forEach((root, at) => new List(root, at === 0 ? "" : `t${at + 1}-`));
  // 窓の幅のほか、字の大きさや字間が変わっても測り直します。
  const measure = new ResizeObserver(fit);
  for (const node of document.querySelectorAll(".scroll, .scroll > table")) measure.observe(node);
  fit();
})();
