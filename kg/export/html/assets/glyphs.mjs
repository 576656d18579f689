// Small pictures: the shape of a family, the line of a status.

import { svg } from "./dom.mjs";

export const SHAPES = {
  dot: ["circle", { cx: 8, cy: 8, r: 5.5 }],
  square: ["rect", { x: 3, y: 3, width: 10, height: 10 }],
  diamond: ["path", { d: "M8 2 14 8 8 14 2 8Z" }],
  triangle: ["path", { d: "M8 2.5 14 13H2Z" }],
  triangleDown: ["path", { d: "M8 13.5 14 3H2Z" }],
  hexagon: ["path", { d: "M4.8 2.5h6.4L14.5 8l-3.3 5.5H4.8L1.5 8Z" }],
  star: ["path", { d: "M8 1.5 9.9 6l4.8.4-3.7 3.1 1.2 4.7L8 11.6l-4.2 2.6L5 9.5 1.3 6.4 6.1 6Z" }],
};
export const COLOURS = 8;

/** The shape of a family in its colour. */
export function swatch(family) {
  const [tag, attributes] = SHAPES[family.shape] ?? SHAPES.dot;
  const picture = svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" });
  picture.classList.add("swatch", `family-${family.slot % COLOURS}`);
  picture.append(svg(tag, attributes));
  return picture;
}

/** The line that a status, or "derived", has in the drawing. */
export function stroke(kind) {
  const picture = svg("svg", { viewBox: "0 0 28 10", width: 28, height: 10, "aria-hidden": "true" });
  picture.classList.add("stroke", `stroke-${kind}`);
  picture.append(svg("path", { d: "M1 5h26" }));
  return picture;
}

/** A share of 1 as a bar. */
export function bar(share) {
  const picture = svg("svg", { viewBox: "0 0 56 6", width: 56, height: 6, "aria-hidden": "true" });
  picture.classList.add("bar-of-share");
  picture.append(
    svg("rect", { class: "whole", width: 56, height: 6, rx: 3 }),
    svg("rect", { class: "part", width: Math.max(6, 56 * share), height: 6, rx: 3 }));
  return picture;
}
