// What the person chooses to see: how sites are coloured, which layers lie under them, and layers of their own, which are read
// in the browser and sent nowhere.

const MOST_BYTES = 30_000_000, MOST_POINTS = 400_000;
const LAYERS = [["water", say("water"), true], ["countries", say("countryNames"), true], ["places", say("places"), true], ["graticule", say("degrees"), true],
  ["bodies", say("outlines"), true], ["ports", `${say("ports")} ▵`, false], ["plants", `${say("plants")} ▫`, false]];

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
    [say("byList"), data.isRanked ? [["chance", say("byChance")]] : [["place", say("byNothing")]]],
    [say("byCriterion"), data.criteria.map(({ name }, k) => [`value:${k}`, name])],
    [say("byRegister"), [["protection", say("byProtection", { n: numberText(stated) })]]],
    [say("byMetal"), metals.map(([metal, n]) => [`metal:${metal}`, sayN("metalOf", n, { metal, n: numberText(n) })])],
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
  return select.value || (select.value = data.isRanked ? "chance" : "place");
}

// The panel; ``act`` holds what a change does.
export function layerPanel(view, act) {
  const panel = node("div", "panel");
  panel.hidden = true;
  panel.setAttribute("role", "group");
  panel.setAttribute("aria-label", say("layersOfMap"));
  const label = node("label", "colour", say("colourBy")), select = node("select");
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
  const own = node("div", "own"), file = node("label", "file", say("addLayer")), input = node("input");
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
  if (file.size > MOST_BYTES) throw new Error(say("layerTooLarge", { file: file.name, size: numberText(Math.round(file.size / 1e6)), most: MOST_BYTES / 1e6 }));
  let content;
  try {
    content = JSON.parse(await file.text());
  } catch {
    throw new Error(say("layerNoJson", { file: file.name }));
  }
  const layer = { name: file.name, content, areas: null, lines: null, points: [], count: 0 };
  layOwn(layer, plane);
  return layer;
}

export function layOwn(layer, plane) {
  const file = layer.name, areas = new Path2D(), lines = new Path2D();
  layer.points = [];
  layer.count = 0;
  const put = (at) => {
    const [lon, lat] = Array.isArray(at) ? at : [];
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) throw new Error(say("layerBeyond", { file }));
    if (++layer.count > MOST_POINTS) throw new Error(say("layerTooMany", { file, most: numberText(MOST_POINTS) }));
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
  if (!layer.count) throw new Error(say("layerEmpty", { file }));
  Object.assign(layer, { areas, lines });
}

export function paintOwn(ctx, frame, layers) {
  const { k, x, y, sharpness } = frame;
  for (const { areas, lines, points } of layers) {
    ctx.setTransform(sharpness * k, 0, 0, sharpness * k, sharpness * x, sharpness * y);
    ctx.fillStyle = COLORS.ownFill;
    ctx.strokeStyle = COLORS.own;
    ctx.lineWidth = 1.2 / k;
    ctx.fill(areas, "evenodd");
    ctx.stroke(areas);
    ctx.stroke(lines);
    ctx.setTransform(sharpness, 0, 0, sharpness, 0, 0);
    ctx.fillStyle = COLORS.own;
    for (const at of points) if (at) { const [left, top] = onScreen(frame, at); ctx.fillRect(left - 2.5, top - 2.5, 5, 5); }
  }
}
