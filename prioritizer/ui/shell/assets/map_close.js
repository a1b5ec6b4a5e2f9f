// The land seen close: coasts, lakes and rivers in cells of so many degrees, fetched where one looks (tests/close_map.py writes them).

const CELL = 20, PER_DEGREE = 1000, CLOSE_DEGREES = 9, RIM = 15;

export function cellsOf({ lon, lat }) {
  const found = [], floor = (value) => Math.floor(value / CELL) * CELL;
  for (let west = floor(lon[0]); west < lon[1]; west += CELL) {
    for (let south = floor(lat[0]); south < lat[1]; south += CELL) found.push(`${west}_${south}`);
  }
  return found;
}

// Points of longitude and latitude, in thousandths of a degree.
export function unpacked(steps) {
  const points = [];
  let x = 0, y = 0;
  for (let i = 0; i < steps.length; i += 2) {
    x += steps[i];
    y += steps[i + 1];
    points.push([x, y]);
  }
  return points;
}

// What fills an area, and its shore: the ring without the sides along which the cell was cut.
export function cellPaths(name, content, plane) {
  const [west, south] = name.split("_").map((one) => Number(one) * PER_DEGREE);
  const isRim = ([x, y]) => x <= west - RIM || x >= west + CELL * PER_DEGREE + RIM || y <= south - RIM || y >= south + CELL * PER_DEGREE + RIM;
  const laid = (steps) => unpacked(steps).map((at) => [at, plane([at[0] / PER_DEGREE, at[1] / PER_DEGREE])]).filter(([, place]) => place);
  const area = (rings) => {
    const whole = new Path2D(), shore = new Path2D();
    for (const ring of rings.map(laid)) {
      ring.forEach(([at, place], i) => {
        whole[i ? "lineTo" : "moveTo"](...place);
        shore[i && !(isRim(at) && isRim(ring[i - 1][0])) ? "lineTo" : "moveTo"](...place);
      });
      whole.closePath();
    }
    return { whole, shore };
  };
  const rivers = new Path2D();
  for (const line of content.rivers.map(laid)) line.forEach(([, place], i) => rivers[i ? "lineTo" : "moveTo"](...place));
  return { land: area(content.land), lakes: area(content.lakes), rivers };
}

// The cells in sight, once all of them are there; null before, and where one looks from far.
export function closeCells(view, span, sight) {
  if (span > CLOSE_DEGREES || !view.cells) return null;
  const wanted = cellsOf(sight).filter((name) => view.cells.has(name));
  return wanted.every((name) => view.close.has(name)) ? wanted.map((name) => view.close.get(name)) : null;
}

export function paintClose(ctx, frame, cells, borders, layers) {
  const { k, x, y, sharpness } = frame;
  ctx.setTransform(sharpness, 0, 0, sharpness, 0, 0);
  ctx.fillStyle = COLORS.water;
  ctx.fillRect(0, 0, frame.width, frame.height);
  ctx.setTransform(sharpness * k, 0, 0, sharpness * k, sharpness * x, sharpness * y);
  ctx.lineJoin = "round";
  ctx.lineWidth = 0.8 / k;
  ctx.fillStyle = COLORS.land;
  for (const { land } of cells) ctx.fill(land.whole, "evenodd");
  ctx.strokeStyle = COLORS.border;
  for (const { land } of cells) ctx.stroke(land.shore);
  ctx.lineWidth = 1.2 / k;
  ctx.setLineDash([5 / k, 3 / k]);
  for (const { path, box } of borders) if (meets(box, inSight(frame))) ctx.stroke(path);
  ctx.setLineDash([]);
  if (layers.water) {
    ctx.lineWidth = 1 / k;
    ctx.strokeStyle = COLORS.stream;
    ctx.fillStyle = COLORS.lake;
    for (const { rivers } of cells) ctx.stroke(rivers);
    for (const { lakes } of cells) { ctx.fill(lakes.whole, "evenodd"); ctx.stroke(lakes.shore); }
  }
  ctx.setTransform(sharpness, 0, 0, sharpness, 0, 0);
}
