// Search: an ARIA combobox over the names and aliases of everything in the file.

import { announce, byId, el, name } from "./dom.mjs";
import { swatch } from "./glyphs.mjs";
import { classLabels, family } from "./model.mjs";
import { folded, plural } from "./words.mjs";

const AT_MOST = 12;

export function createSearch(model, { select }) {
  const input = byId("search");
  combobox(model, input, byId("suggestions"), (index) => select({ kind: "node", index }));
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "")) {
      event.preventDefault();
      input.focus();
    }
  });
}

/** Makes an input and a list the two parts of a combobox whose choice is a node. */
export function combobox(model, input, list, choose) {
  let found = [];
  let active = -1;

  function update() {
    const wanted = input.value.trim();
    found = suggestions(model, wanted);
    active = found.length ? 0 : -1;
    list.replaceChildren(...found.map(option));
    if (wanted && !found.length) list.append(el("li", { class: "none", role: "option", "aria-disabled": "true" }, "Nothing has this name"));
    open(Boolean(wanted));
    if (wanted) announce(found.length ? plural(found.length, "suggestion") : "Nothing has this name");
    mark();
  }

  function option({ index, alias }, i) {
    const node = model.nodes[index];
    return el("li", { role: "option", id: `${list.id}-${i}`, onmousedown: (event) => { event.preventDefault(); take(i); } },
      swatch(family(model, node)),
      el("span", { class: "suggestion" }, name(node.label),
        el("small", {}, alias ? ["also ", name(alias), " · "] : null, node.summary || classLabels(model, node))));
  }

  function open(shown) {
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
  }

  function mark() {
    if (found.length) [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === active)));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", `${list.id}-${active}`);
      list.children[active].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function take(i) {
    open(false);
    input.value = "";
    choose(found[i].index);
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
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) take(active);
    else if (event.key === "Escape" && !list.hidden) {
      open(false);
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
}

/** [{index, alias}]: names that start with the words, then those in which a word does, then those that hold it. */
export function suggestions(model, text) {
  const wanted = folded(text.trim());
  if (!wanted) return [];
  const ranked = [];
  for (const index of model.ranked) {
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
