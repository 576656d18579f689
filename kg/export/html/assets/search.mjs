// The search box: an ARIA combobox over the names and aliases of everything in the file.

import { announce, byId, el, name } from "./dom.mjs";
import { swatch } from "./glyphs.mjs";
import { bySupport, classLabels, family } from "./model.mjs";
import { folded, plural } from "./words.mjs";

const AT_MOST = 12;

export function createSearch(model, { select }) {
  const input = byId("search");
  const list = byId("suggestions");
  const order = bySupport(model);
  let found = [];
  let active = -1;

  function update() {
    found = suggestions(model, order, input.value);
    active = found.length ? 0 : -1;
    const nothing = input.value.trim() && !found.length;
    list.replaceChildren(...found.map(option), ...(nothing ? [el("li", { class: "none" }, "Nothing has this name")] : []));
    open(Boolean(input.value.trim()));
    if (input.value.trim()) announce(found.length ? plural(found.length, "suggestion") : "Nothing has this name");
    mark();
  }

  function option({ index, alias }, i) {
    const node = model.nodes[index];
    return el("li", { role: "option", id: `suggestion-${i}`, onmousedown: (event) => { event.preventDefault(); choose(i); } },
      swatch(family(model, node)),
      el("span", { class: "suggestion" }, name(node.label),
        el("small", {}, alias ? ["also ", name(alias), " · "] : null, node.summary || classLabels(model, node))));
  }

  function open(shown) {
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
  }

  function mark() {
    [...list.children].forEach((item, i) => item.role === "option" && item.setAttribute("aria-selected", String(i === active)));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", `suggestion-${active}`);
      list.children[active].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function choose(i) {
    open(false);
    input.value = "";
    select({ kind: "node", index: found[i].index });
  }

  input.addEventListener("input", update);
  input.addEventListener("focus", () => input.value.trim() && open(true));
  input.addEventListener("blur", () => open(false));
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      active = (active + step + found.length) % found.length;
      open(true);
      mark();
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) choose(active);
    else if (event.key === "Escape") open(false);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement?.tagName ?? "")) {
      event.preventDefault();
      input.focus();
    }
  });
}

/** [{index, alias}]: names that start with the words, then those in which a word does, then those that hold it. */
export function suggestions(model, order, text) {
  const wanted = folded(text.trim());
  if (!wanted) return [];
  const ranked = [];
  for (const index of order) {
    let best = null;
    model.keys[index].forEach((key, k) => {
      const at = key.indexOf(wanted);
      if (at < 0) return;
      const rank = at === 0 ? 0 : /[\s\p{P}]/u.test(key[at - 1]) ? 1 : 2;
      if (!best || rank < best.rank) best = { rank, k };
    });
    if (best) ranked.push({ index, rank: best.rank, alias: best.k ? model.nodes[index].aliases[best.k - 1] : "" });
  }
  return ranked.sort((a, b) => a.rank - b.rank).slice(0, AT_MOST);
}
