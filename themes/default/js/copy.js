// 引用の例の横の「リンクをコピー」「引用をコピー」。スクリプトが無いときは、ボタンも出ません。
"use strict";

(() => {
  const citation = document.querySelector(".citation dd");
  if (!citation) return;
  const link = document.querySelector('link[rel="canonical"]')?.href ?? location.href;
  const said = citation.textContent.trim();
  const status = document.createElement("span");
  status.setAttribute("role", "status");

  // クリップボードを使えないアドレス(http://)では、選んだ文字をコピーします。
  function copySelected(text) {
    const field = document.createElement("textarea");
    field.value = text;
    field.setAttribute("aria-hidden", "true");
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    return isCopied;
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copySelected(text);
    }
  }

  function button(name, text) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = `${name}をコピー`;
    made.addEventListener("click", async () => {
      status.textContent = "";
      const isCopied = await copy(text);
      made.focus();
      status.textContent = isCopied ? `${name}をコピーしました` : `${name}をコピーできませんでした`;
    });
    return made;
  }

  const row = document.createElement("p");
  row.className = "copy";
  row.append(button("リンク", link), " ", button("引用", said), " ", status);
  citation.append(row);
})();
