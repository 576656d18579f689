// Buttons that save or copy statements.

import { button, copy, el, save } from "./dom.mjs";
import { claimRows, csv, tsv, turtle } from "./turtle.mjs";
import { folded } from "./words.mjs";

/** numbers() gives the statements at the time of the click. */
export function savers(model, numbers, title) {
  const file = folded(title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "graph";
  return el("p", { class: "savers", role: "group", "aria-label": "Save these statements" },
    el("span", {}, "Save as"),
    button("Turtle", () => save(`${file}.ttl`, turtle(model, numbers()), "text/turtle"), { class: "text" }),
    button("CSV", () => save(`${file}.csv`, csv(claimRows(model, numbers())), "text/csv"), { class: "text" }),
    button("Copy", (event) => copy(tsv(claimRows(model, numbers())), event.currentTarget), { class: "text", "aria-label": "Copy as a table" }));
}
