// Where nodes stand: where the file says, but around the node in the focus in rings, and along a path in a row.

const [ROOM, RING, STEP] = [150, 190, 270]; // pixels at scale 1

/** Map from node to {x, y} for what is drawn. */
export function places(model, shown, state) {
  if (state.path && shown.way?.length) return inRow(shown.way);
  if (state.focus && shown.depths) return rings(model, shown.depths);
  return new Map([...shown.nodes].map((id) => [id, { x: model.node.get(id).x, y: model.node.get(id).y }]));
}

function inRow(way) {
  return new Map(way.map((id, i) => [id, { x: i * STEP, y: i % 2 ? 60 : -60 }]));
}

/** Rings by distance; on a ring the nodes keep the order in which they stand around the middle in the whole drawing. */
function rings(model, depths) {
  const [middle] = depths.keys();
  const centre = model.node.get(middle);
  const angle = (id) => Math.atan2(model.node.get(id).y - centre.y, model.node.get(id).x - centre.x);
  const found = new Map([[middle, { x: 0, y: 0 }]]);
  let radius = 0;
  for (let depth = 1; depth <= Math.max(...depths.values()); depth += 1) {
    let left = [...depths.keys()].filter((id) => depths.get(id) === depth);
    while (left.length) {
      radius += RING;
      const fits = Math.max(6, Math.floor((2 * Math.PI * radius) / ROOM));
      const ring = left.slice(0, fits).sort((a, b) => angle(a) - angle(b));
      left = left.slice(fits);
      ring.forEach((id, i) => {
        const turn = angle(ring[0]) + (2 * Math.PI * i) / ring.length;
        found.set(id, { x: 1.25 * radius * Math.cos(turn), y: radius * Math.sin(turn) });
      });
    }
  }
  return found;
}
