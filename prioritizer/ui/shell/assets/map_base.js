// What lies under the sites: land, borders, rivers, lakes, names, ports, plants, graticule, scale bar. Everything comes from
// our own server once and is drawn on a canvas: no tiles, and no graphics card is asked for (decision 0082).

const FINE_DEGREES = 60, TOWNS_DEGREES = 14, MOST_NAMED = 40, TOP = 11;

function decode({ transform, arcs }) {
  const { scale: [kx, ky], translate: [dx, dy] } = transform;
  return arcs.map((arc) => {
    let x = 0, y = 0;
    return arc.map(([stepX, stepY]) => {
      x += stepX;
      y += stepY;
      return [x * kx + dx, y * ky + dy];
    });
  });
}

// The features of one object, each as its polygons of rings, or as lines.
function features(topology, arcs, name) {
  const joined = (indices) => indices.flatMap((i, n) => {
    const points = i < 0 ? arcs[~i].slice().reverse() : arcs[i];
    return n ? points.slice(1) : points;
  });
  return topology.objects[name].geometries.filter(({ type }) => type).map(({ id, type, arcs: own, properties }) => ({
    id, at: properties?.ct,
    isArea: type.endsWith("Polygon"),
    parts: (type.startsWith("Multi") ? own : [own]).map((part) => (type.endsWith("Polygon") ? part.map(joined) : [joined(part)])),
  }));
}

function unwrapped(ring) {
  let turn = 0;
  return ring.map(([lon, lat], i) => {
    const jump = i ? lon - ring[i - 1][0] : 0;
    if (jump > 180) turn -= 360;
    if (jump < -180) turn += 360;
    return [lon + turn, lat];
  });
}

// A land that crosses the date line is drawn on both sides of the map, each copy held at the edge.
function atDateLine(polygon) {
  const lon = polygon[0].map((point) => point[0]);
  const copies = [0, ...(Math.max(...lon) > 180 ? [-360] : []), ...(Math.min(...lon) < -180 ? [360] : [])];
  return copies.map((shift) => polygon.map((ring) => ring.map(([x, y]) => [Math.min(Math.max(x + shift, -180), 180), y])));
}

// Paths in the plane, each with its box, so that what is out of sight is not drawn.
function paths(found, plane) {
  return found.flatMap((feature) => feature.parts.flatMap((part) => {
    const sheets = feature.isArea ? atDateLine(part.map(unwrapped)) : [part];
    return sheets.map((rings) => pathOf(rings, feature, plane)).filter(Boolean);
  }));
}

function pathOf(rings, feature, plane) {
  if (feature.isArea && rings[0].every(([, lat]) => lat < -60)) return null; // Antarctica: no site, much room
  const path = new Path2D(), box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    const drawn = ring.map(plane);
    if (drawn.some((point) => !point)) return null;
    drawn.forEach(([x, y], i) => {
      if (i) path.lineTo(x, y); else path.moveTo(x, y);
      box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y); box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
    });
    if (feature.isArea) path.closePath();
  }
  return { path, box, id: feature.id, at: feature.at };
}

const loaded = new Map();
export function fetched(name) {
  if (!loaded.has(name)) {
    const answer = fetch(new URL(`app/static/${name}.json`, document.baseURI)).catch(() => ({})).then((found) => {
      if (!found.ok) throw new Error(`app/static/${name}.json${found.status ? ` (${found.status})` : ""}`);
      return found.json();
    });
    loaded.set(name, answer);
    answer.catch(() => loaded.delete(name));
  }
  return loaded.get(name);
}

// The lines that two countries share; the others are coasts.
function sharedLines(topology, arcs) {
  const counts = new Map(), count = (found) => (Array.isArray(found) ? found.forEach(count) : counts.set(found < 0 ? ~found : found, (counts.get(found < 0 ? ~found : found) ?? 0) + 1));
  for (const { arcs: own } of topology.objects.countries.geometries) count(own ?? []);
  return [...counts].filter(([, n]) => n > 1).map(([i]) => ({ isArea: false, parts: [[arcs[i]]] }));
}

export async function outlines(name, plane) {
  const topology = await fetched(`topojson/${name}`), arcs = decode(topology);
  const of = (part) => paths(features(topology, arcs, part), plane);
  const countries = of("countries"), largest = new Map();
  const width = ({ box }) => box[2] - box[0];
  for (const one of countries) if (one.at && !(width(largest.get(one.id) ?? { box: [0, 0, 0, 0] }) > width(one))) largest.set(one.id, one);
  return { countries, lakes: of("lakes"), rivers: of("rivers"), borders: paths(sharedLines(topology, arcs), plane), named: [...largest.values()] };
}

// Columns of names and places, put on the plane once.
export async function pointsOf(name, plane) {
  const found = await fetched(`map/${name}`);
  return { ...found, at: found.lon.map((lon, i) => plane([lon, found.lat[i]])) };
}

export const inSight = (frame) => [-frame.x / frame.k, -frame.y / frame.k, (frame.width - frame.x) / frame.k, (frame.height - frame.y) / frame.k];
const meets = (box, sight) => box[0] < sight[2] && box[2] > sight[0] && box[1] < sight[3] && box[3] > sight[1];
export const onScreen = (frame, [x, y]) => [x * frame.k + frame.x, y * frame.k + frame.y];

export function paintLand(ctx, frame, base, layers) {
  const { k, x, y, sharpness } = frame, sight = inSight(frame);
  ctx.setTransform(sharpness, 0, 0, sharpness, 0, 0);
  ctx.fillStyle = COLORS.water;
  ctx.fillRect(0, 0, frame.width, frame.height);
  if (!base) return;
  ctx.setTransform(sharpness * k, 0, 0, sharpness * k, sharpness * x, sharpness * y);
  const each = (found, act) => { for (const one of found) if (meets(one.box, sight)) act(one.path); };
  ctx.lineJoin = "round";
  ctx.lineWidth = 0.8 / k;
  ctx.fillStyle = COLORS.land;
  ctx.strokeStyle = COLORS.border;
  each(base.countries, (path) => { ctx.fill(path, "evenodd"); ctx.stroke(path); });
  if (layers.water) {
    ctx.strokeStyle = COLORS.stream;
    each(base.rivers, (path) => ctx.stroke(path));
    ctx.fillStyle = COLORS.lake;
    each(base.lakes, (path) => { ctx.fill(path, "evenodd"); ctx.stroke(path); });
  }
  ctx.setTransform(sharpness, 0, 0, sharpness, 0, 0);
}

// Degrees of latitude or longitude, as the language writes them.
export const degreesOf = (axis) => (axis === "lat"
  ? (value) => degreeText(value, (degrees) => say("south", { degrees }), (degrees) => say("north", { degrees }))
  : (value) => degreeText(value, (degrees) => say("west", { degrees }), (degrees) => say("east", { degrees })));

// Meridians and parallels, with their degrees at the left edge and the top.
export function paintGraticule(ctx, frame, geo) {
  const { lon, lat } = extent(frame, geo), step = roundStep(Math.min(lon[1] - lon[0], (lat[1] - lat[0]) * 2), 7);
  ctx.lineWidth = 0.6;
  ctx.strokeStyle = COLORS.net;
  ctx.fillStyle = COLORS.faint;
  ctx.font = `9.5px ${frame.font}`;
  const walk = (low, high, at) => {
    ctx.beginPath();
    let isDown = false;
    for (let i = 0; i <= 40; i++) {
      const point = frame.plane(at(low + ((high - low) * i) / 40));
      if (point) ctx[isDown ? "lineTo" : "moveTo"](...onScreen(frame, point));
      isDown = Boolean(point);
    }
    ctx.stroke();
  };
  const marks = [], latitude = degreesOf("lat"), longitude = degreesOf("lon");
  let end = 0;
  for (let n = Math.ceil(lat[0] / step); n * step <= lat[1]; n++) {
    walk(lon[0], lon[1], (one) => [one, n * step]);
    const y = crossing(frame, geo, (t) => [0, t * frame.height], 1, n * step);
    if (y !== null && y > 26 && y < frame.height - 40) marks.push([latitude(n * step), 4, y - 3]);
  }
  for (let n = Math.ceil(lon[0] / step); n * step <= lon[1]; n++) {
    walk(lat[0], lat[1], (one) => [n * step, one]);
    const x = crossing(frame, geo, (t) => [t * frame.width, 0], 0, n * step);
    const text = longitude(n * step), width = ctx.measureText(text).width;
    // None under the buttons, none into its neighbour.
    if (x === null || x < Math.max(4, end) || x + width > frame.width - 40) continue;
    marks.push([text, x + 3, TOP]);
    end = x + width + 4;
  }
  for (const [text, x, y] of marks) ctx.fillText(text, x, y);
}

const place = (frame, geo, [x, y]) => geo.from([(x - frame.x) / frame.k / frame.size, (y - frame.y) / frame.k / frame.size]);

// Where along an edge a meridian or parallel meets it, in pixels; null where it does not.
function crossing(frame, geo, edge, axis, wanted) {
  const value = (t) => place(frame, geo, edge(t))[axis] - wanted;
  for (let i = 0; i < 40; i++) {
    const a = value(i / 40), b = value((i + 1) / 40);
    if (a === 0 || (a < 0 !== b < 0 && Math.abs(a - b) < 90)) return edge((i + a / (a - b || 1)) / 40)[axis];
  }
  return null;
}

export function extent(frame, geo) {
  const lon = [], lat = [];
  for (let i = 0; i <= 12; i++) {
    for (let j = 0; j <= 12; j++) {
      const at = place(frame, geo, [(frame.width * i) / 12, (frame.height * j) / 12]);
      lon.push(Math.min(Math.max(at[0], -180), 180));
      lat.push(Math.min(Math.max(at[1], -85), 85));
    }
  }
  return { lon: [Math.min(...lon), Math.max(...lon)], lat: [Math.min(...lat), Math.max(...lat)] };
}

// True at the middle of the map; where the scale differs within it, the bar says "about".
export function scaleOf(frame, geo) {
  const at = (dy) => distance(place(frame, geo, [frame.width / 2 - 40, dy]), place(frame, geo, [frame.width / 2 + 40, dy])) / 80;
  const here = at(frame.height / 2), ends = [at(frame.height * 0.1), at(frame.height * 0.9)];
  const km = roundLength(here, 90);
  return { km, pixels: km / here, isAbout: ends.some((one) => Math.abs(one / here - 1) > 0.05) };
}

export function paintScale(ctx, frame, geo) {
  const { km, pixels, isAbout } = scaleOf(frame, geo), right = frame.width - 10, y = frame.height - 9;
  ctx.font = `10.5px ${frame.font}`;
  ctx.fillStyle = COLORS.veil;
  ctx.fillRect(right - pixels - 5, y - 17, pixels + 10, 22);
  ctx.strokeStyle = ctx.fillStyle = COLORS.ink;
  ctx.lineWidth = 1.4;
  ctx.beginPath();
  ctx.moveTo(right - pixels, y - 4); ctx.lineTo(right - pixels, y); ctx.lineTo(right, y); ctx.lineTo(right, y - 4);
  ctx.stroke();
  ctx.textAlign = "center";
  ctx.fillText(`${isAbout ? "≈ " : ""}${lengthText(km)}`, right - pixels / 2, y - 6);
  ctx.textAlign = "start";
  return km;
}

// Names, the weightiest first, each where no other and no listed site stands.
export function paintNames(ctx, frame, base, layers, taken) {
  const sight = inSight(frame), boxes = [...taken];
  const write = (text, [x, y], size, { color = COLORS.faint, weight = 400, spacing = "0px", dx = 0, isCentred = false } = {}) => {
    ctx.font = `${weight} ${size}px ${frame.font}`;
    ctx.letterSpacing = spacing;
    const width = ctx.measureText(text).width, left = isCentred ? x - width / 2 : x + dx;
    const box = [left - 2, y - size / 2 - 1, left + width + 2, y + size / 2 + 1];
    if (box[0] < 2 || box[2] > frame.width - 2 || box[1] < 14 || box[3] > frame.height - 26 || boxes.some((one) => meets(one, box))) return false;
    boxes.push(box);
    ctx.lineWidth = 3;
    ctx.strokeStyle = COLORS.halo;
    ctx.fillStyle = color;
    ctx.strokeText(text, left, y + size * 0.35);
    ctx.fillText(text, left, y + size * 0.35);
    return true;
  };
  if (layers.countries && base) {
    for (const { box, at, id } of base.named) {
      const name = layers.names?.[id], here = at && frame.plane(at), room = (box[2] - box[0]) * frame.k;
      if (name && here && meets(box, sight) && room > name.length * 6) {
        const [x, y] = onScreen(frame, here), look = { weight: 600, spacing: "1px", isCentred: true, color: COLORS.name };
        const reach = Math.min((box[3] - box[1]) * frame.k * 0.25, 60);
        [0, -13, 13, -26, 26, -39, 39, -52, 52].some((dy) => Math.abs(dy) <= reach && write(name.toLocaleUpperCase(SAID.language), [x, y + dy], room > 240 ? 11.5 : 9.5, look));
      }
    }
  }
  const most = Math.round((frame.width * frame.height) / 7500);
  let n = 0;
  for (const found of layers.placeSets) {
    for (let i = 0; i < found.name.length && n < most; i++) {
      const here = found.at[i];
      if (!here || here[0] < sight[0] || here[0] > sight[2] || here[1] < sight[1] || here[1] > sight[3]) continue;
      const at = onScreen(frame, here), size = i < found.upTo[1] ? 11.5 : i < found.upTo[3] ? 10.5 : 9.5;
      if (!write(found.name[i], at, size, { dx: 5, color: COLORS.ink })) continue;
      n++;
      ctx.beginPath();
      ctx.arc(at[0], at[1], i < found.upTo[0] ? 2.4 : 1.6, 0, 7);
      ctx.fill();
    }
  }
  ctx.letterSpacing = "0px";
  // Ports and plants have names where one sees few of them.
  for (const [found, color] of layers.named ?? []) {
    const seen = found.at.flatMap((here, i) => (here && here[0] > sight[0] && here[0] < sight[2] && here[1] > sight[1] && here[1] < sight[3] ? [i] : []));
    if (seen.length <= MOST_NAMED) for (const i of seen) write(found.name[i], onScreen(frame, found.at[i]), 9.5, { dx: 7, color });
  }
}

// Ports as triangles, plants as squares, larger the nearer one looks; shapes, not colours, tell them apart.
export function paintPoints(ctx, frame, found, kind) {
  const sight = inSight(frame), size = Math.min(Math.max(Math.sqrt(frame.k) * 1.6, 2.2), 5);
  ctx.lineWidth = size > 3 ? 1.3 : 0.9;
  found.at.forEach((here) => {
    if (!here || here[0] < sight[0] || here[0] > sight[2] || here[1] < sight[1] || here[1] > sight[3]) return;
    const [x, y] = onScreen(frame, here);
    ctx.beginPath();
    if (kind === "ports") {
      ctx.moveTo(x, y - size); ctx.lineTo(x + size * 0.9, y + size * 0.7); ctx.lineTo(x - size * 0.9, y + size * 0.7); ctx.closePath();
      ctx.fillStyle = COLORS.paper; ctx.strokeStyle = COLORS.port;
    } else {
      ctx.rect(x - size * 0.76, y - size * 0.76, size * 1.52, size * 1.52);
      ctx.fillStyle = COLORS.plantFill; ctx.strokeStyle = COLORS.plant;
    }
    ctx.fill();
    ctx.stroke();
  });
}
