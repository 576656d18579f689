// Names on the drawing, as on a map: always of readable size, never over each other; the important come first.
// vis-network's own labels shrink with the zoom and overlap.

import { classLabels } from "./model.mjs";
import { capitalised, shortened } from "./words.mjs";

const SIZE = 13; // pixels on the screen, whatever the zoom
const LINE = 16;
const LETTERS = 24; // a line of a label
const CROWD = 120; // nodes

/** The lines of a node's label: [{text, strong}]. */
export function nodeLines(model, node) {
  if (!node.event) return wrapped(node.label).map((text) => ({ text, strong: true }));
  const called = Array.from(node.label).length <= LETTERS ? node.label : capitalised(classLabels(model, node));
  return [{ text: shortened(called, LETTERS), strong: false }, ...(node.summary ? [{ text: shortened(node.summary, 34), strong: true }] : [])];
}

function wrapped(text) {
  if (Array.from(text).length <= LETTERS) return [text];
  const first = shortened(text, LETTERS).replace(/…$/, "");
  const rest = text.slice(first.length).trim();
  return rest ? [first, shortened(rest, LETTERS)] : [first];
}

/** Draws labels, of minor nodes last, and gives their boxes [{left, top, right, bottom, node | edge}] in pixels of the canvas. */
export function drawLabels(context, theme, { nodes, edges }) {
  const matrix = context.getTransform();
  const ratio = context.canvas.width / (context.canvas.clientWidth || context.canvas.width);
  const toScreen = (point) => ({
    x: (matrix.a * point.x + matrix.e) / ratio,
    y: (matrix.d * point.y + matrix.f) / ratio,
  });
  const scale = matrix.a / ratio;
  const width = context.canvas.width / ratio;
  const taken = [];
  const drawn = [];
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const placed = nodes.map((node) => ({ ...node, at: toScreen(node.point), radius: node.size * scale }));
  const disc = ({ at, radius }) => box(at.x, at.y, radius * 2, radius * 2);
  const crowded = placed.length > CROWD;
  if (!crowded) taken.push(...placed.map(disc)); // in a crowd a name may cover what matters less
  const nameNode = (node) => {
    if (crowded) taken.push(disc(node));
    const size = measured(context, theme, node.lines);
    const spot = chosen(spots(node.at, node.radius, size).map((it) => inside(it, node.at, width)), taken, node.urgent);
    if (!spot) return;
    write(context, theme, node.lines, spot, { faded: node.faded, colour: node.lines.length > 1 ? theme.muted : theme.ink });
    taken.push(spot);
    drawn.push({ ...spot, node: node.index, lines: node.lines, faded: node.faded });
  };
  const nameEdge = (edge) => {
    const lines = [{ text: shortened(edge.text, 30), strong: false }];
    const size = measured(context, theme, lines);
    if (!edge.urgent && edge.length * scale < size.width + LINE) return;
    const spot = chosen(edge.points.map(toScreen).map((at) => box(at.x, at.y, size.width, size.height)), taken, edge.urgent);
    if (!spot) return;
    write(context, theme, lines, spot, { colour: edge.colour });
    taken.push(spot);
    drawn.push({ ...spot, edge: edge.id, lines });
  };
  edges.filter((edge) => edge.urgent).forEach(nameEdge);
  placed.filter((node) => !node.minor).forEach(nameNode);
  if (crowded) taken.push(...placed.map(disc));
  placed.filter((node) => node.minor).forEach(nameNode);
  edges.filter((edge) => !edge.urgent).forEach(nameEdge);
  context.restore();
  return drawn;
}

function font(theme, strong) {
  return `${strong ? 600 : 400} ${SIZE}px ${theme.font}`;
}

function measured(context, theme, lines) {
  const widths = lines.map(({ text, strong }) => {
    context.font = font(theme, strong);
    return context.measureText(text).width;
  });
  return { width: Math.max(...widths) + 6, height: lines.length * LINE };
}

function box(x, y, width, height) {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

function overlaps(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The first spot that is free; the first of all for a label that must be there. */
function chosen(spots, taken, urgent) {
  return spots.find((spot) => !taken.some((other) => overlaps(other, spot))) ?? (urgent ? spots[0] : undefined);
}

/** Below the node, else above, right, left. */
function spots({ x, y }, radius, { width, height }) {
  const away = radius + 3;
  return [
    box(x, y + away + height / 2, width, height),
    box(x, y - away - height / 2, width, height),
    box(x + away + width / 2, y, width, height),
    box(x - away - width / 2, y, width, height),
  ];
}

/** The spot moved sideways so that the edge of the window does not cut the name of a node that is inside. */
function inside(spot, at, width) {
  if (at.x < 0 || at.x > width) return spot;
  const by = Math.max(0, 4 - spot.left) - Math.max(0, spot.right - width + 4);
  return { ...spot, left: spot.left + by, right: spot.right + by };
}

function write(context, theme, lines, spot, { faded, colour }) {
  context.globalAlpha = faded ? 0.45 : 1;
  const x = (spot.left + spot.right) / 2;
  lines.forEach(({ text, strong }, i) => {
    const y = spot.top + LINE * (i + 0.5);
    context.font = font(theme, strong);
    context.strokeStyle = theme.canvas;
    context.lineWidth = 4;
    context.strokeText(text, x, y);
    context.fillStyle = strong ? theme.ink : colour;
    context.fillText(text, x, y);
  });
  context.globalAlpha = 1;
}
