// The map of the ranked sites: country outlines from our own server, one mark per site, no tiles.
// Far-flung sites are drawn in Miller's cylindrical projection, which leaves room in the north, regional
// ones in Lambert's azimuthal equal-area projection around their middle.

const SVG = "http://www.w3.org/2000/svg";
const RADIAN = Math.PI / 180;
const make = (tag, attributes = {}) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

function miller() {
  return ([lon, lat]) => [lon * RADIAN, -1.25 * Math.log(Math.tan(Math.PI / 4 + 0.4 * lat * RADIAN))];
}

function azimuthal([lon0, lat0]) {
  const sin0 = Math.sin(lat0 * RADIAN), cos0 = Math.cos(lat0 * RADIAN);
  return ([lon, lat]) => {
    const sin = Math.sin(lat * RADIAN), cos = Math.cos(lat * RADIAN), d = (lon - lon0) * RADIAN;
    const nearness = sin0 * sin + cos0 * cos * Math.cos(d);
    if (nearness < -0.2) return null;
    const k = Math.sqrt(2 / (1 + nearness));
    return [k * cos * Math.sin(d), -k * (cos0 * sin - sin0 * cos * Math.cos(d))];
  };
}

function decode(topology) {
  const { scale = [1, 1], translate = [0, 0] } = topology.transform || {};
  return topology.arcs.map((arc) => {
    let x = 0, y = 0;
    return arc.map(([dx, dy]) => {
      if (!topology.transform) return [dx, dy];
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
}

function rings(topology) {
  const arcs = decode(topology);
  const ring = (indices) => indices.flatMap((i, n) => {
    const points = i < 0 ? arcs[~i].slice().reverse() : arcs[i];
    return n ? points.slice(1) : points;
  });
  const found = [];
  for (const shape of topology.objects.countries.geometries) {
    const polygons = shape.type === "Polygon" ? [shape.arcs] : shape.type === "MultiPolygon" ? shape.arcs : [];
    for (const polygon of polygons) found.push(...atDateLine(polygon.map(ring).map(unwrapped)));
  }
  return found;
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

function outline(polygons, project, size, decimals = 1) {
  const parts = [];
  for (const polygon of polygons) {
    const drawn = polygon.map((ring) => ring.map(project));
    if (drawn.some((ring) => ring.some((point) => !point))) continue;
    if (polygon[0].every(([, lat]) => lat < -60)) continue; // Antarctica: no site, much room
    for (const ring of drawn) parts.push("M" + ring.map(([x, y]) => `${(x * size).toFixed(decimals)},${(y * size).toFixed(decimals)}`).join("L") + "Z");
  }
  return parts.join("");
}

const loaded = new Map();
function load(name) {
  if (!loaded.has(name)) {
    const url = new URL(`app/static/topojson/${name}.json`, document.baseURI);
    loaded.set(name, fetch(url).then((answer) => answer.json()).then(rings));
  }
  return loaded.get(name);
}

function middle(points) {
  const lon = points.map((p) => p[0]), lat = points.map((p) => p[1]);
  const spread = Math.max(...lon) - Math.min(...lon);
  return { spread, centre: [(Math.max(...lon) + Math.min(...lon)) / 2, (Math.max(...lat) + Math.min(...lat)) / 2] };
}

function layOut(view, data) {
  const points = data.points.map((p) => [p.lon, p.lat]);
  const { spread, centre } = points.length ? middle(points) : { spread: 360, centre: [0, 0] };
  view.isRegional = spread < 110;
  view.project = view.isRegional ? azimuthal(centre) : miller();
  view.places = points.map((p) => view.project(p).map((v) => v * view.size));
  const xs = view.places.map((p) => p[0]), ys = view.places.map((p) => p[1]);
  const world = [[-3.1, -1.8], [3.1, 1.1]].map((p) => p.map((v) => v * view.size));
  const box = points.length ? [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] : [...world[0], ...world[1]];
  const room = Math.max(box[2] - box[0], box[3] - box[1], view.size * 0.06) * 0.07 + 1;
  view.home = [box[0] - room, box[1] - room, box[2] + room, box[3] + room];
}

function fit(view, box) {
  const { width, height } = view;
  const k = Math.min(width / (box[2] - box[0]), height / (box[3] - box[1]));
  view.k = k;
  view.x = width / 2 - (k * (box[0] + box[2])) / 2;
  view.y = height / 2 - (k * (box[1] + box[3])) / 2;
}

// Positions as plain attributes: a transform per mark would cost every frame of the whole page.
function place(view) {
  for (const path of [view.land, view.bodies]) path.setAttribute("transform", `translate(${view.x} ${view.y}) scale(${view.k})`);
  const at = view.places.map(([x, y]) => [(x * view.k + view.x).toFixed(1), (y * view.k + view.y).toFixed(1)]);
  at.forEach(([x, y], i) => {
    view.marks[i].setAttribute("cx", x);
    view.marks[i].setAttribute("cy", y);
  });
  for (const [i, label] of view.labels) {
    label.setAttribute("x", at[i][0]);
    label.setAttribute("y", at[i][1]);
  }
}

function zoom(view, by, at = [view.width / 2, view.height / 2]) {
  const k = Math.min(Math.max(view.k * by, view.smallest * 0.8), view.smallest * 60);
  const ratio = k / view.k;
  view.x = at[0] - (at[0] - view.x) * ratio;
  view.y = at[1] - (at[1] - view.y) * ratio;
  view.k = k;
  place(view);
  if (k > view.smallest * 4 && !view.isFine) sharpen(view);
}

async function sharpen(view) {
  view.isFine = true;
  view.land.setAttribute("d", outline(await load("world_50m"), view.project, view.size));
}

function buildMarks(view, data, choose) {
  view.marks = data.points.map((point) => {
    const mark = make("circle");
    mark.onclick = () => { if (!view.hasMoved) choose(point.id); };
    mark.onpointerenter = () => {
      const title = mark.firstChild || mark.appendChild(make("title"));
      const rank = view.standing.ranks[point.row];
      title.textContent = `${rank ?? "–"}. ${point.isUnverified ? say("unverified", { name: point.name }) : point.name}`;
    };
    return mark;
  });
  view.looks = data.points.map(() => "");
  view.labels = new Map();
  view.layer.replaceChildren(...view.marks);
}

// Only marks that look different now are touched: most of a thousand keep their look when a weight moves.
function drawMarks(view, data) {
  const { ranks, shortlist, selected } = view.standing;
  const raised = [];
  data.points.forEach((point, i) => {
    const rank = ranks[point.row], isListed = Boolean(rank) && rank <= shortlist, isChosen = point.id === selected;
    const look = `mark${isListed ? " listed" : ""}${isChosen ? " chosen" : ""}${point.isUnverified ? " hollow" : ""}`;
    if (isListed || isChosen) raised.push([isChosen ? 0 : rank, i, rank ?? "–"]);
    if (view.looks[i] === look) return;
    view.looks[i] = look;
    view.marks[i].setAttribute("class", look);
    view.marks[i].setAttribute("r", isChosen ? 10 : isListed ? 8.5 : 4.5);
  });
  for (const label of view.labels.values()) label.remove();
  raised.sort((a, b) => b[0] - a[0]);
  view.labels = new Map(raised.map(([, i, rank]) => [i, label(view.marks[i], rank)]));
  view.layer.append(...raised.flatMap(([, i]) => [view.marks[i], view.labels.get(i)]));
}

function label(mark, rank) {
  const text = make("text", { dy: "0.35em", class: mark.getAttribute("class"), x: mark.getAttribute("cx") ?? 0, y: mark.getAttribute("cy") ?? 0 });
  text.textContent = String(rank);
  return text;
}

function listen(view, svg) {
  const pointers = new Map();
  const at = (event) => { const box = svg.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  svg.onwheel = (event) => {
    if (!event.ctrlKey && !svg.matches(":focus-within, :focus")) return;
    event.preventDefault();
    zoom(view, Math.exp(-event.deltaY * 0.002), at(event));
  };
  svg.onpointerdown = (event) => { pointers.set(event.pointerId, at(event)); view.hasMoved = false; };
  svg.onpointermove = (event) => {
    const old = pointers.get(event.pointerId);
    if (!old) return;
    const now = at(event);
    if (pointers.size === 1) {
      if (!view.hasMoved && Math.hypot(now[0] - old[0], now[1] - old[1]) < 4) return;
      if (event.pointerType === "touch") return;
      view.hasMoved = true;
      svg.setPointerCapture(event.pointerId);
      view.x += now[0] - old[0];
      view.y += now[1] - old[1];
      place(view);
    } else {
      const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
      view.hasMoved = true;
      const before = Math.hypot(old[0] - other[0], old[1] - other[1]), after = Math.hypot(now[0] - other[0], now[1] - other[1]);
      view.x += (now[0] - old[0]) / 2;
      view.y += (now[1] - old[1]) / 2;
      zoom(view, after / (before || 1), [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
    }
    pointers.set(event.pointerId, now);
  };
  svg.onpointerup = svg.onpointercancel = svg.onpointerleave = (event) => pointers.delete(event.pointerId);
  svg.onkeydown = (event) => {
    const move = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }[event.key];
    if (move) { view.x += move[0]; view.y += move[1]; place(view); }
    else if (event.key === "+" || event.key === "=") zoom(view, 1.5);
    else if (event.key === "-") zoom(view, 1 / 1.5);
    else return;
    event.preventDefault();
  };
}

function build(root) {
  const svg = make("svg", { tabindex: "0", role: "img", "aria-roledescription": "map" });
  const land = make("path", { class: "land", "vector-effect": "non-scaling-stroke" });
  const layer = make("g");
  const bodies = make("path", { class: "body", "vector-effect": "non-scaling-stroke" });
  svg.append(land, bodies, layer);
  const buttons = document.createElement("div");
  buttons.className = "buttons";
  const view = { svg, land, bodies, layer, marks: [], labels: new Map(), places: [], size: 1000, k: 1, x: 0, y: 0, smallest: 1 };
  for (const [text, label, act] of [
    ["+", say("zoomIn"), () => zoom(view, 1.6)],
    ["−", say("zoomOut"), () => zoom(view, 1 / 1.6)],
    ["⟲", say("showAll"), () => { fit(view, view.home); place(view); }],
  ]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.onclick = act;
    buttons.append(button);
  }
  const credit = document.createElement("p");
  credit.className = "credit";
  credit.textContent = say("credit");
  root.append(svg, buttons, credit);
  listen(view, svg);
  new ResizeObserver(() => {
    const width = svg.clientWidth, height = svg.clientHeight;
    if (!width || (width === view.width && height === view.height)) return;
    Object.assign(view, { width, height });
    if (view.home) { fit(view, view.home); view.smallest = view.k; place(view); }
  }).observe(svg);
  return view;
}

// What changes with a weight comes from the list, so that both always show the same ranking.
function follow(view, data, root) {
  const standing = window.pilotStanding;
  if (!standing || standing.key !== data.key) return;
  view.standing = standing;
  drawMarks(view, data);
  root.dataset.points = standing.points.join();
}

export default function (component) {
  const { data: bytes, parentElement, setStateValue } = component;
  if (!bytes) return;
  const root = parentElement.querySelector(".pp-map");
  const view = root.view || (root.view = build(root));
  const data = JSON.parse(new TextDecoder().decode(bytes));
  view.svg.setAttribute("aria-label", data.alt);
  if (view.set !== data.set) {
    view.set = data.set;
    view.data = data;
    view.isFine = false;
    view.standing = { ranks: [], shortlist: 0, points: [] };
    layOut(view, data);
    view.width = view.svg.clientWidth;
    view.height = view.svg.clientHeight;
    fit(view, view.home);
    view.smallest = view.k;
    buildMarks(view, data, (id) => setStateValue("selected", id));
    drawMarks(view, data);
    view.bodies.setAttribute("d", outline(data.bodies ?? [], view.project, view.size, 4));
    place(view);
    load("world_110m").then((polygons) => {
      if (view.set !== data.set) return;
      view.land.setAttribute("d", outline(polygons, view.project, view.size));
      root.dataset.drawn = "yes";
      if (view.isRegional) sharpen(view);
    });
  }
  if (view.onStanding) window.removeEventListener("pilot-standing", view.onStanding);
  view.onStanding = () => follow(view, view.data, root);
  window.addEventListener("pilot-standing", view.onStanding);
  follow(view, view.data, root);
  return () => window.removeEventListener("pilot-standing", view.onStanding);
}
