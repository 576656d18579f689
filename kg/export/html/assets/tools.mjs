// What stands over the drawing: switches, what is in the focus or on the path, how much is shown, and saving it as a picture.

import { announce, button, byId, el, name, save } from "./dom.mjs";
import { between } from "./visible.mjs";
import { sayStatement } from "./evidence.mjs";
import { setHidden } from "./legend.mjs";
import { filtered } from "./state.mjs";
import { pngOf, svgOf } from "./picture.mjs";
import { plural } from "./words.mjs";

/** Switches, the same as in the legend: for events, derived facts, what is unsure; and for areas. */
export function createToggles(model, { state, filter, subscribe }) {
  const events = model.classes.map((_, i) => i).filter((i) => model.families[model.classes[i].family].event);
  const toggles = [
    { label: "Events", there: events.length > 0, on: () => !events.every((i) => state.hiddenClasses.has(i)),
      flip: (it, on) => setHidden(it.hiddenClasses, events, on) },
    { label: "Derived", there: model.statements.some((it) => it.derived), on: () => state.derived, flip: (it, on) => { it.derived = on; } },
    { label: "Unsure", there: model.statements.some((it) => it.status === "possible" || it.status === "negated"),
      on: () => state.statuses.has("possible") && state.statuses.has("negated"),
      flip: (it, on) => ["possible", "negated"].forEach((status) => (on ? it.statuses.add(status) : it.statuses.delete(status))) },
    { label: "Groups", there: model.communities.length > 1, on: () => state.areas, flip: (it, on) => { it.areas = on; } },
  ].filter(({ there }) => there);
  const buttons = toggles.map(({ label, on, flip }) => button(label, () => { const now = !on(); filter((it) => flip(it, now)); }, { class: "toggle" }));
  const refresh = () => buttons.forEach((it, i) => it.setAttribute("aria-pressed", String(toggles[i].on())));
  byId("toggles").replaceChildren(...buttons);
  subscribe(refresh);
  refresh();
}

/** The bar that says what is in the focus, or on the path, and leads out of it. */
export function createLens(model, { state, filter, select, subscribe }, view) {
  const host = byId("lens");
  const label = (i) => name(model.nodes[i].label);

  function focusBar() {
    const { node, depth } = state.focus;
    return [
      el("span", {}, "Focus on ", el("strong", {}, label(node))),
      el("span", { class: "segments", role: "group", "aria-label": "Steps away" },
        [1, 2, 3, 4].map((step) => button(String(step), () => filter((it) => { it.focus = { node, depth: step }; }),
          { "aria-pressed": String(step === depth), "aria-label": plural(step, "step") }))),
      button("×", () => filter((it) => { it.focus = null; }), { class: "close", "aria-label": "Leave the focus" }),
    ];
  }

  function pathBar() {
    const { from, to } = state.path;
    const { way = [], edges } = view().shown;
    const steps = way.slice(1).map((node, i) => el("li", {}, between(model, edges, way[i], node).slice(0, 3).map((it) => sayStatement(model, it, select))));
    return [
      el("span", {}, way.length ? `${plural(way.length - 1, "step")} from ` : "No path from ", el("strong", {}, label(from)), " to ", el("strong", {}, label(to)),
        way.length ? null : " over the lines that the filters let through"),
      button("×", () => filter((it) => { it.path = null; }), { class: "close", "aria-label": "Leave the path" }),
      way.length ? el("ol", { class: "steps" }, steps) : null,
    ];
  }

  function refresh() {
    const bar = state.path ? pathBar() : state.focus ? focusBar() : null;
    host.hidden = !bar;
    host.replaceChildren(...(bar ?? []).filter(Boolean));
    if (bar) announce(host.querySelector("span").textContent);
  }
  subscribe((_, what) => what === "filters" && refresh());
  refresh();
}

/** "Showing 1,500 of 40,312", where not everything is drawn; what to do where nothing is. */
export function createNotice(model, { state, subscribe }, view) {
  function refresh() {
    const { shown } = view();
    const all = model.node.size;
    const number = (count) => count.toLocaleString("en");
    const lens = state.focus || state.path;
    const text = !shown.nodes.size ? "The filters let nothing through"
      : lens ? (shown.cut ? `Showing ${number(shown.nodes.size)}; ${number(shown.cut)} more are not drawn` : "")
        : model.first.size < all ? `Showing ${number(shown.nodes.size)} of ${number(all)} connected things${shown.cut ? "; there is room for no more" : ""}`
          : shown.nodes.size < all && filtered(state) ? `The filters let ${number(shown.nodes.size)} of ${number(all)} through` : "";
    byId("notice").textContent = text;
  }
  subscribe((_, what) => what === "filters" && refresh());
  refresh();
}

/** Saves what is seen. */
export function createPictures(view) {
  const file = "graph";
  byId("pictures").replaceChildren(
    button("PNG", async () => save(`${file}.png`, await pngOf(view())), { "aria-label": "Save the view as PNG" }),
    button("SVG", () => save(`${file}.svg`, svgOf(view()), "image/svg+xml"), { "aria-label": "Save the view as SVG" }));
}
