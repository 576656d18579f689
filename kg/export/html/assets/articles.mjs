// The Articles tab: what was read, newest first.

import { byId, el, longList } from "./dom.mjs";
import { articlesOf, compare, articleTitle } from "./model.mjs";
import { articleButton } from "./panel.mjs";
import { plural } from "./words.mjs";

export function createArticles(model, { select }) {
  const counts = model.articles.map(() => 0);
  for (const statement of model.statements) for (const i of articlesOf(model, statement)) counts[i] += 1;
  const order = model.articles.map((_, i) => i).sort((a, b) =>
    compare(model.articles[b].date, model.articles[a].date) || compare(articleTitle(model.articles[a]), articleTitle(model.articles[b])));
  byId("view-articles").replaceChildren(
    el("div", { class: "view-head" }, el("h2", {}, "Articles"), el("p", { class: "hint" }, plural(order.length, "article"))),
    ...longList(order, (i) => el("li", {}, articleButton(model, i, select),
      el("span", { class: "count" }, plural(counts[i], "statement"))), { properties: { class: "articles" } }),
  );
}
