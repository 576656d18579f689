// The view as a file: PNG as it is on the canvas, SVG drawn anew from the same positions, looks and names.

import { AREA_MARGIN } from "./areas.mjs";
import { svg } from "./dom.mjs";
import { SHAPES } from "./glyphs.mjs";

const FONT_SIZE = 13;

/** A promise of a Blob. */
export function pngOf({ network, theme }) {
  const drawn = network.canvas.frame.canvas;
  const picture = document.createElement("canvas");
  [picture.width, picture.height] = [drawn.width, drawn.height];
  const context = picture.getContext("2d");
  context.fillStyle = theme.canvas;
  context.fillRect(0, 0, picture.width, picture.height);
  context.drawImage(drawn, 0, 0);
  return new Promise((resolve) => { picture.toBlob(resolve, "image/png"); });
}

/** The SVG document as text. */
export function svgOf({ network, theme, host, at, areas, labels, radius, more, grown }) {
  const scale = network.getScale();
  const { nodes, edges } = network.body.data;
  const seen = (point) => network.canvasToDOM(point);
  const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${host.clientWidth} ${host.clientHeight}`, width: host.clientWidth, height: host.clientHeight });
  root.append(svg("rect", { width: "100%", height: "100%", fill: theme.canvas }));
  for (const { community, points } of areas) {
    const colour = theme.areas[community % theme.areas.length];
    root.append(svg("polygon", { points: points.map(seen).map(({ x, y }) => `${short(x)},${short(y)}`).join(" "), fill: colour, stroke: colour, "stroke-width": short(2 * AREA_MARGIN * scale), "stroke-linejoin": "round" }));
  }
  edges.forEach((edge) => !edge.hidden && at.has(edge.from) && at.has(edge.to) && root.append(...line(network, edge, { scale, seen, at, radius })));
  nodes.forEach((node) => {
    const own = at.get(node.id) ?? (node.hidden ? null : more.find(({ id }) => id === node.id));
    if (own && !node.hidden) root.append(mark(node, seen(own), (node.size ?? own.size * grown) * scale));
  });
  for (const label of labels) root.append(...written(label, theme));
  return new XMLSerializer().serializeToString(root);
}

function short(number) {
  return Math.round(number * 10) / 10;
}

function line(network, edge, { scale, seen, at, radius }) {
  const drawn = network.body.edges[edge.id]?.edgeType;
  const t = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
  const [a, b] = [at.get(edge.from), at.get(edge.to)];
  const points = (edge.smooth && drawn?.getPoint ? t.map((it) => drawn.getPoint(it)) : [a, b]).map(seen);
  const look = { stroke: edge.color.color, "stroke-opacity": edge.color.opacity, "stroke-width": short(Math.max(0.5, edge.width * scale)), fill: "none" };
  if (Array.isArray(edge.dashes)) look["stroke-dasharray"] = edge.dashes.map((it) => short(it * scale)).join(" ");
  const path = svg("polyline", { points: points.map(({ x, y }) => `${short(x)},${short(y)}`).join(" "), ...look });
  const [from, tip] = [points.at(-2), points.at(-1)];
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
  const away = radius(edge.to) * scale + 1;
  const size = Math.max(3, 9 * scale);
  const corner = (turn, distance) => `${short(tip.x - Math.cos(angle) * away - Math.cos(angle + turn) * distance)},${short(tip.y - Math.sin(angle) * away - Math.sin(angle + turn) * distance)}`;
  const head = svg("polygon", { points: `${corner(0, 0)} ${corner(0.4, size)} ${corner(-0.4, size)}`, fill: edge.color.color, "fill-opacity": edge.color.opacity });
  return [path, head];
}

function mark({ shape, color, opacity, borderWidth }, { x, y }, size) {
  const [tag, attributes] = SHAPES[shape] ?? SHAPES.dot;
  return svg("g", { transform: `translate(${short(x)} ${short(y)}) scale(${short((size / 6) * 100) / 100}) translate(-8 -8)`, opacity: opacity ?? 1 },
    svg(tag, { ...attributes, fill: color.background, stroke: color.border, "stroke-width": borderWidth / 3 }));
}

function written({ left, right, top, lines, faded }, theme) {
  return lines.map(({ text, strong }, i) => svg("text", {
    x: short((left + right) / 2), y: short(top + 16 * (i + 0.5)), "text-anchor": "middle", "dominant-baseline": "central",
    "font-family": theme.font, "font-size": FONT_SIZE, "font-weight": strong ? 600 : 400, opacity: faded ? 0.3 : 1,
    fill: strong ? theme.ink : theme.muted, stroke: theme.canvas, "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke",
  }, text));
}
