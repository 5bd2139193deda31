// 持ち帰る: 引用の例の横の「リンクをコピー」「引用をコピー」と、図の下の「PNG」。スクリプトが無いときは、ボタンも出ません。
"use strict";

(() => {
  const button = (name, label, pressed) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = name;
    if (label) made.setAttribute("aria-label", label);
    made.addEventListener("click", pressed);
    return made;
  };

  function citations() {
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

    const copying = (name, text) => {
      const made = button(`${name}をコピー`, "", async () => {
        status.textContent = "";
        const isCopied = await copy(text);
        made.focus();
        status.textContent = isCopied ? `${name}をコピーしました` : `${name}をコピーできませんでした`;
      });
      return made;
    };

    const row = document.createElement("p");
    row.className = "copy";
    row.append(copying("リンク", link), " ", copying("引用", said), " ", status);
    citation.append(row);
  }

  // SVG のファイルを、文書や表計算に貼れる画像にします。ファイルをじかに開いたときは、ブラウザーが許しません。
  function pictures() {
    const draw = async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [image.naturalWidth * 2, image.naturalHeight * 2];
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    };

    const save = (blob, name) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    };

    for (const svg of location.protocol === "file:" ? [] : document.querySelectorAll('.take a[href$=".svg"]')) {
      const name = decodeURI(svg.href).split("/").pop().replace(/svg$/, "png");
      const label = svg.getAttribute("aria-label").replace(/SVG( .*)?$/, "PNG$1");
      svg.after(" ", button("PNG", label, async () => save(await draw(svg.href), name)));
    }
  }

  citations();
  pictures();
})();
