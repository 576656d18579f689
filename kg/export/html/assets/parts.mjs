// What several pages of details are made of.

import { button, el, name } from "./dom.mjs";
import { swatch } from "./glyphs.mjs";
import { articleTitle, family, sourceLine } from "./model.mjs";

/** The head of a page of details, with a way back to the list. */
export function panelHead(select, eyebrow, title, ...below) {
  return el("header", { class: "panel-head" },
    el("div", { class: "panel-top" }, el("p", { class: "eyebrow" }, eyebrow),
      button("×", () => select(null), { class: "close", "aria-label": "Close the details" })),
    el("h2", {}, title), ...below);
}

export function nodeButton(model, index, select, ...more) {
  const node = model.nodes[index];
  return button([swatch(family(model, node)), name(node.label, { class: "node-name" }), ...more],
    () => select({ kind: "node", index }), { class: "node-link" });
}

export function articleButton(model, i, select) {
  const article = model.articles[i];
  return button([name(articleTitle(article)), el("small", {}, sourceLine(article, [article.publisher]))],
    () => select({ kind: "article", index: i }), { class: "article-link" });
}
