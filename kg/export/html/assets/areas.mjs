// Communities as areas behind their nodes: the hull of what is drawn of each, softly rounded.

const SMALLEST = 4; // nodes
export const AREA_MARGIN = 58; // pixels at scale 1

/** [{community, points}] for the communities of the nodes that stand at these places. */
export function areasOf(model, places) {
  const members = new Map();
  for (const [id, point] of places) {
    const { community } = model.nodes[id];
    if (community === null) continue;
    if (!members.has(community)) members.set(community, []);
    members.get(community).push(point);
  }
  return [...members].filter(([, points]) => points.length >= SMALLEST)
    .sort(([a], [b]) => a - b)
    .map(([community, points]) => ({ community, points: hull(points) }));
}

export function drawAreas(context, theme, areas) {
  context.lineJoin = "round";
  for (const { community, points } of areas) {
    const colour = theme.areas[community % theme.areas.length];
    context.beginPath();
    points.forEach(({ x, y }, i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
    context.fillStyle = colour;
    context.strokeStyle = colour;
    context.lineWidth = 2 * AREA_MARGIN;
    context.stroke();
    context.fill();
  }
}

/** The area at a point of the drawing; null beside all. */
export function areaAt(areas, { x, y }) {
  const inside = ({ points }) => {
    let odd = false;
    points.forEach((a, i) => {
      const b = points[(i + 1) % points.length];
      if (a.y > y !== b.y > y && x < a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y)) odd = !odd;
    });
    return odd;
  };
  return areas.find(inside)?.community ?? null;
}

/** The convex hull, by Andrew's monotone chain (1979). */
function hull(points) {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const turn = (o, a, b) => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
  const half = (list) => {
    const chain = [];
    for (const point of list) {
      while (chain.length > 1 && turn(chain.at(-2), chain.at(-1), point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

