// How nodes and lines look for vis-network, with the colours of the style sheet.

import { COLOURS } from "./glyphs.mjs";
import { family } from "./model.mjs";

const AREAS = 6;

/** The style sheet's colours, in the scheme that now holds. */
export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (property) => style.getPropertyValue(property).trim();
  return {
    families: Array.from({ length: COLOURS }, (_, i) => colour(`--family-${i}`)),
    canvas: colour("--canvas"),
    ink: colour("--ink"),
    muted: colour("--muted"),
    line: colour("--line"),
    derived: colour("--derived"),
    negated: colour("--negated"),
    accent: colour("--accent"),
    areas: Array.from({ length: AREAS }, (_, i) => colour(`--area-${i}`)),
    font: getComputedStyle(document.body).fontFamily,
  };
}

/** faded: something else is selected. chosen: this is. planned: no line of it is more than planned. */
export function nodeLook(model, theme, index, { faded, chosen, planned, grown }) {
  const node = model.nodes[index];
  const colour = theme.families[family(model, node).slot % COLOURS];
  const both = { background: planned ? theme.canvas : colour, border: chosen ? theme.ink : planned ? colour : theme.canvas };
  return {
    opacity: faded ? 0.35 : 1,
    borderWidth: chosen ? 3 : 2,
    color: { ...both, highlight: { ...both, border: theme.ink }, hover: { ...both, border: theme.ink } },
    shapeProperties: { borderDashes: planned ? [4 * grown, 3 * grown] : false },
  };
}

/** A community's nodes that are not drawn. */
export function moreLook(theme, faded, grown) {
  const both = { background: theme.canvas, border: theme.muted };
  return {
    opacity: faded ? 0.4 : 1,
    borderWidth: 2,
    color: { ...both, highlight: both, hover: { background: theme.canvas, border: theme.ink } },
    shapeProperties: { borderDashes: [5 * grown, 5 * grown] },
  };
}

/** A line; of many that are seen from far away, those not asked for are faint and without their arrowheads. */
export function edgeLook(theme, statement, { faded, chosen, width, busy, far }) {
  const colour = lineColour(theme, statement);
  return {
    arrows: busy && far ? "" : "to",
    width: Math.round((chosen ? width + 1.5 : width) * 100) / 100,
    color: {
      color: chosen ? theme.accent : colour,
      highlight: theme.accent,
      hover: theme.accent,
      opacity: faded ? 0.22 : busy ? 0.35 : 1,
    },
  };
}

export function lineColour(theme, statement) {
  if (statement.status === "negated") return theme.negated;
  return statement.derived ? theme.derived : theme.line;
}
