// Preview only: loads the page anew when a newer edition is there, and shows over it what is wrong with the content.
(() => {
  const shown = Number(new URL(document.currentScript.src).searchParams.get("edition"));
  const colours = new CSSStyleSheet();
  colours.replaceSync(`
    section { position: fixed; inset: auto 0 0; max-height: 70vh; overflow: auto; z-index: 2147483647; padding: 1rem 1.5rem;
      background: #1f1512; color: #fff; border-top: 4px solid #ff9b7a; font: 1rem/1.6 ui-monospace, "BIZ UDGothic", monospace; }
    h2 { margin: 0; font-size: 1.1rem; color: #ffc2ad; }
    pre { margin: .5rem 0 0; font: inherit; white-space: pre-wrap; }
  `);
  let overlay = null;

  const cover = (report) => {
    overlay?.remove();
    overlay = null;
    if (!report) return;
    overlay = document.createElement("div");
    overlay.lang = "ja";
    const room = overlay.attachShadow({ mode: "open" });
    room.adoptedStyleSheets = [colours];
    const section = room.appendChild(document.createElement("section"));
    section.setAttribute("role", "alert");
    section.appendChild(document.createElement("h2")).textContent = "記録に直すところがあります(直して保存すると消えます)";
    section.appendChild(document.createElement("pre")).textContent = report;
    document.body.append(overlay);
  };

  new EventSource("/__mieruka/news").onmessage = (message) => {
    const { edition, report } = JSON.parse(message.data);
    if (edition !== shown) location.reload();
    else cover(report);
  };
})();
