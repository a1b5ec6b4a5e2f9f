// What the person chooses to see: how sites are coloured, which layers lie under them, and layers of their own, which are read
// in the browser and sent nowhere.

const MOST_BYTES = 30_000_000, MOST_POINTS = 400_000;
const LAYERS = [["water", "Rivers and lakes", true], ["countries", "Country names", true], ["places", "Places", true], ["graticule", "Degrees", true],
  ["bodies", "Outlines of sites", true], ["ports", "Sea ports ▵", false], ["plants", "Processing plants ▫", false]];

const node = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

export const usualLayers = () => Object.fromEntries(LAYERS.map(([name, , isOn]) => [name, isOn]));

// The ways to colour the sites of some data, in groups: value and label.
export function colourings(data) {
  const counts = new Map();
  for (const text of data.sites.metals) for (const metal of text.split(" ").filter(Boolean)) counts.set(metal, (counts.get(metal) ?? 0) + 1);
  const metals = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const stated = data.sites.protection.filter(Boolean).length;
  return [
    ["The list", [["chance", "Chance of a place on the list"]]],
    ["A criterion", data.criteria.map(({ name }, k) => [`value:${k}`, name])],
    ["The register", [["protection", `Protection (${stated} stated)`]]],
    ["A metal", metals.map(([metal, n]) => [`metal:${metal}`, `${metal} (${n} ${n === 1 ? "site" : "sites"})`])],
  ].filter(([, found]) => found.length);
}

export function fillColourings(select, data, chosen) {
  select.replaceChildren(...colourings(data).map(([title, found]) => {
    const group = node("optgroup");
    group.label = title;
    group.append(...found.map(([value, text]) => Object.assign(node("option", "", text), { value })));
    return group;
  }));
  select.value = chosen;
  return select.value || (select.value = "chance");
}

// The panel; ``act`` holds what a change does.
export function layerPanel(view, act) {
  const panel = node("div", "panel");
  panel.hidden = true;
  panel.setAttribute("role", "group");
  panel.setAttribute("aria-label", "Layers of the map");
  const label = node("label", "colour", "Colour the sites by"), select = node("select");
  select.onchange = () => act.colour(select.value);
  label.append(select);
  panel.append(label);
  for (const [name, text] of LAYERS) {
    const row = node("label", "switch"), box = node("input");
    box.type = "checkbox";
    box.name = name;
    box.checked = view.layers[name];
    box.onchange = () => { view.layers[name] = box.checked; act.draw(); };
    row.append(box, text);
    panel.append(row);
  }
  const own = node("div", "own"), file = node("label", "file", "Add a layer of your own (GeoJSON)"), input = node("input");
  input.type = "file";
  input.accept = ".geojson,.json,application/geo+json";
  input.onchange = async () => {
    const [chosen] = input.files;
    if (chosen) await act.own(chosen);
    input.value = "";
  };
  file.append(input);
  panel.append(file, own);
  Object.assign(view, { panel, select, ownList: own });
  return panel;
}

// A layer out of a file, on the plane; throws an error in words for people.
export async function ownLayer(file, plane) {
  const fault = (found, wanted) => new Error(`${file.name}: found ${found}. Expected ${wanted}`);
  if (file.size > MOST_BYTES) throw fault(`${Math.round(file.size / 1e6)} MB`, `at most ${MOST_BYTES / 1e6} MB. Simplify the layer and add it again.`);
  let content;
  try {
    content = JSON.parse(await file.text());
  } catch {
    throw fault("text that is no JSON", "GeoJSON. Export the layer as GeoJSON and add it again.");
  }
  const layer = { name: file.name, content, areas: null, lines: null, points: [], count: 0 };
  layOwn(layer, plane, fault);
  return layer;
}

export function layOwn(layer, plane, fault) {
  const areas = new Path2D(), lines = new Path2D();
  layer.points = [];
  layer.count = 0;
  const put = (at) => {
    const [lon, lat] = Array.isArray(at) ? at : [];
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) {
      throw fault("coordinates beyond 180 and 90 degrees", "longitude and latitude (WGS 84). Convert the layer and add it again.");
    }
    if (++layer.count > MOST_POINTS) throw fault(`more than ${MOST_POINTS} points`, "fewer. Simplify the layer and add it again.");
    return plane([lon, lat]);
  };
  const trace = (path, ring, isClosed) => {
    let isDown = false;
    for (const at of ring) {
      const here = put(at);
      if (here) path[isDown ? "lineTo" : "moveTo"](...here);
      isDown = Boolean(here);
    }
    if (isClosed) path.closePath();
  };
  const kinds = {
    Point: (c) => layer.points.push(put(c)), MultiPoint: (c) => c.forEach(kinds.Point),
    LineString: (c) => trace(lines, c, false), MultiLineString: (c) => c.forEach(kinds.LineString),
    Polygon: (c) => c.forEach((ring) => trace(areas, ring, true)), MultiPolygon: (c) => c.forEach(kinds.Polygon),
  };
  const take = (one) => {
    if (one?.type === "FeatureCollection") one.features?.forEach(take);
    else if (one?.type === "Feature") take(one.geometry);
    else if (one?.type === "GeometryCollection") one.geometries?.forEach(take);
    else if (one && kinds[one.type]) kinds[one.type](one.coordinates ?? []);
  };
  take(layer.content);
  if (!layer.count) throw fault("no point, line or area", "GeoJSON with geometries. Export the layer as GeoJSON and add it again.");
  Object.assign(layer, { areas, lines });
}

export function paintOwn(ctx, frame, layers) {
  const { k, x, y, sharpness } = frame;
  for (const { areas, lines, points } of layers) {
    ctx.setTransform(sharpness * k, 0, 0, sharpness * k, sharpness * x, sharpness * y);
    ctx.fillStyle = "#7b3fa024";
    ctx.strokeStyle = "#7b3fa0";
    ctx.lineWidth = 1.2 / k;
    ctx.fill(areas, "evenodd");
    ctx.stroke(areas);
    ctx.stroke(lines);
    ctx.setTransform(sharpness, 0, 0, sharpness, 0, 0);
    ctx.fillStyle = "#7b3fa0";
    for (const at of points) if (at) { const [left, top] = onScreen(frame, at); ctx.fillRect(left - 2.5, top - 2.5, 5, 5); }
  }
}
