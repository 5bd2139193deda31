// 部局と用語のよみを、選んだ人にだけ、語の上に付けます。選んだことはブラウザーが覚えます。よみの表は、選ばれてから読み込みます。
"use strict";

(() => {
  const KEY = "mieruka-kana";
  const button = document.querySelector(".site-nav .kana button");
  if (!button) return;
  const root = button.ownerDocument.documentElement.dataset.root;
  let isShown = false;

  // 覚えることを許さないブラウザーでも、そのページでは使えます。
  const remembered = (write) => {
    try {
      return write(localStorage);
    } catch {
      return null;
    }
  };

  const readings = () => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${root}assets/readings.js`;
    script.addEventListener("load", () => resolve(new Map(globalThis.mierukaReadings)));
    script.addEventListener("error", reject);
    document.head.append(script);
  });

  const ruby = (word, reading) => {
    const made = document.createElement("ruby");
    made.className = "of-choice";
    made.append(word);
    for (const [name, text] of [["rp", "("], ["rt", reading], ["rp", ")"]]) {
      made.append(Object.assign(document.createElement(name), { textContent: text }));
    }
    return made;
  };

  const add = (known) => {
    const words = [...known.keys()].sort((a, b) => b.length - a.length);
    const any = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
    const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
      if (!walker.currentNode.parentElement.closest("ruby, svg, script, button, select, textarea, code")) texts.push(walker.currentNode);
    }
    for (const node of texts) {
      const parts = [];
      let from = 0;
      for (const { 0: word, index } of node.data.matchAll(any)) {
        parts.push(node.data.slice(from, index), ruby(word, known.get(word)));
        from = index + word.length;
      }
      if (from) node.replaceWith(...parts, node.data.slice(from));
    }
  };

  const remove = () => {
    for (const made of document.querySelectorAll("ruby.of-choice")) {
      const parent = made.parentNode;
      made.replaceWith(made.firstChild);
      parent.normalize();
    }
  };

  async function show(wanted) {
    isShown = wanted;
    button.setAttribute("aria-pressed", String(wanted));
    if (!wanted) return remove();
    const known = await readings().catch(() => null);
    if (known?.size && isShown && !document.querySelector("ruby.of-choice")) add(known);
  }

  button.addEventListener("click", () => {
    remembered((memory) => (isShown ? memory.removeItem(KEY) : memory.setItem(KEY, "1")));
    show(!isShown);
  });
  button.classList.add("ready");
  if (remembered((memory) => memory.getItem(KEY))) show(true);
})();
