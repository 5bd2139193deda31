// Suggests titles while somebody types: those that begin with what was typed, or are read so. A list box as the ARIA
// pattern describes it: the focus stays in the field, the arrows walk through the list.

import { loose, normalize, SEPARATOR } from "./search-text.js";

/** So many titles are suggested: they fit above the keyboard of a telephone. */
const AT_MOST = 6;
/** So many characters of a title lie in the index. */
const KEY = 16;

/** The titles that begin so, those with the shortest way to go first. */
export async function suggestions(index, typed) {
  const asked = normalize(typed).chars.filter((c) => c !== SEPARATOR).map(loose).join("").replace(/([ぁ-ゖ])[a-z]+$/u, "$1");
  const chars = Array.from(asked);
  if (chars.length < 2) return [];
  const found = new Map();
  for (const [key, , title] of await index.lines("titles", [chars[0] + chars[1]])) {
    const begins = chars.length > KEY ? asked.startsWith(key) : key.startsWith(asked);
    const own = normalize(title).chars.filter((c) => c !== SEPARATOR).map(loose).join("");
    if (begins && (chars.length <= KEY || own.startsWith(asked) || !own.startsWith(key)) && own !== asked) {
      found.set(title, Math.min(found.get(title) ?? Infinity, Array.from(title).length));
    }
  }
  return [...found].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1)).slice(0, AT_MOST).map(([title]) => title);
}

/** Joins a list of suggestions to a field; `take` is called with the chosen one. */
export function suggest(field, list, take) {
  let options = [], active = -1;
  const set = (name, value) => field.setAttribute(name, value);
  set("role", "combobox");
  set("aria-autocomplete", "list");
  set("aria-controls", list.id);
  set("aria-expanded", "false");

  const close = () => {
    list.hidden = true;
    active = -1;
    set("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const point = (to) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = to;
    if (active < 0) return field.removeAttribute("aria-activedescendant");
    list.children[active].setAttribute("aria-selected", "true");
    set("aria-activedescendant", list.children[active].id);
  };
  const choose = (option) => { close(); take(option); };

  /** Shows these titles; none closes the list. */
  const show = (titles) => {
    options = titles;
    list.replaceChildren(...titles.map((title, i) => {
      const item = Object.assign(list.ownerDocument.createElement("li"), { id: `${list.id}-${i}`, textContent: title });
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.addEventListener("mousedown", (event) => event.preventDefault());
      item.addEventListener("click", () => choose(title));
      return item;
    }));
    close();
    if (!titles.length || list.ownerDocument.activeElement !== field) return;
    list.hidden = false;
    set("aria-expanded", "true");
  };

  /** Whether the key was for the list. */
  const press = (event) => {
    if (list.hidden || event.isComposing) return false;
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) choose(options[active]);
    else if (event.key === "ArrowDown" && active < options.length - 1) point(active + 1);
    else if (event.key === "ArrowUp" && active >= 0) point(active - 1);
    else {
      if (event.key === "ArrowDown") close();
      return false;
    }
    event.preventDefault();
    return true;
  };
  field.addEventListener("blur", close);
  return { show, press, close };
}
