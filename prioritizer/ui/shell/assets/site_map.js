// The map of the ranking page: the base map, the sites as the list ranks them, and what hands do with it. It is one stop of the Tab key;
// keys do all that a pointer does. What changes with a weight comes from the list, so that both always show the same ranking.

const PLANE_SIZE = 1000, MOST_PIXELS_PER_KM = 150, CHOSEN_KM = 40, NAMES_MS = 400, HINT_MS = 8000, REACH = 6;
// Land for 1:10 000 000, borders for 1:50 000 000: half a millimetre on paper is 5 and 25 km, so the nearer one looks, the less they say.
const ROUGH_KM = 10;
const COUNTRIES = SAID.language === "en" ? "map/countries" : `map/countries_${SAID.language}`;
// Up to so many sites names keep clear of every mark, else of those on the list.
const FEW = 300;
const ACTS = [
  ["all", say("all"), "0", say("showAll")], ["shortlist", say("shortlist"), "1", say("showShortlist")],
  ["chosen", say("chosen"), "2", say("showChosen")], ["layers", say("layers"), "l", say("showLayers")], ["area", say("area"), "a", say("keepArea")],
  ["large", say("larger"), "f", say("fillWindow")], ["print", say("print"), "", say("printMap")],
];
// Where nothing is ranked, there is nothing to do with a list.
const OF_LIST = ["shortlist", "chosen", "area"];

function layOut(view) {
  const { sites } = view.data, points = sites.lon.map((lon, i) => [lon, sites.lat[i]]);
  const centre = centreOf(points);
  view.isRegional = Boolean(centre);
  view.geo = centre ? azimuthal(centre) : miller();
  view.plane = (point) => view.geo.to(point)?.map((value) => value * PLANE_SIZE) ?? null;
  view.places = points.map(view.plane);
  view.home = boxOf(view.places) ?? [-3100, -1800, 3100, 1100];
  for (const layer of view.own) layOwn(layer, view.plane);
  Object.assign(view, { close: new Map(), base: null, isFine: false, large: null, towns: null, ports: null, plants: null });
}

// A box around places with room at its edges; null around none.
function boxOf(places, least = PLANE_SIZE * 0.06) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const at of places) {
    if (!at) continue;
    box[0] = Math.min(box[0], at[0]); box[1] = Math.min(box[1], at[1]); box[2] = Math.max(box[2], at[0]); box[3] = Math.max(box[3], at[1]);
  }
  if (box[0] === Infinity) return null;
  const room = Math.max(box[2] - box[0], box[3] - box[1], least) * 0.07 + 1e-3, short = Math.max(0, least - Math.max(box[2] - box[0], box[3] - box[1])) / 2;
  return [box[0] - room - short, box[1] - room - short, box[2] + room + short, box[3] + room + short];
}

function fit(view, box) {
  if (!view.width || !box) return;
  const { width, height } = view;
  view.k = Math.min(width / (box[2] - box[0]), height / (box[3] - box[1]), view.most);
  view.x = width / 2 - (view.k * (box[0] + box[2])) / 2;
  view.y = height / 2 - (view.k * (box[1] + box[3])) / 2;
  view.shown = box;
  view.smallest = Math.min(width / (view.home[2] - view.home[0]), height / (view.home[3] - view.home[1]));
  refresh(view);
}

function zoom(view, by, at = [view.width / 2, view.height / 2]) {
  const k = Math.min(Math.max(view.k * by, Math.min(view.smallest, view.k) * 0.8, view.smallest * 0.5), view.most), ratio = k / view.k;
  view.x = at[0] - (at[0] - view.x) * ratio;
  view.y = at[1] - (at[1] - view.y) * ratio;
  view.k = k;
  view.shown = null;
  refresh(view);
}

function move(view, dx, dy) {
  view.x += dx;
  view.y += dy;
  view.shown = null;
  refresh(view);
}

// Once a frame, whatever has come together for it.
function refresh(view) {
  if (view.waiting) return;
  view.waiting = requestAnimationFrame(() => { view.waiting = 0; paint(view); });
}

function repaint(view) {
  if (view.waiting || view.repainting || !view.width) return;
  view.repainting = requestAnimationFrame(() => {
    view.repainting = 0;
    if (!view.waiting) paintMarks(view.dots.getContext("2d"), view, view);
  });
}

function paint(view) {
  if (!view.width || !view.data) return;
  paintBase(view, view.below.getContext("2d"), view);
  paintMarks(view.dots.getContext("2d"), view, view);
  placeRaised(view);
  showCard(view, view.pointed);
  view.areaBox.setAttribute("d", view.area ? areaPath(view, view.area) : "");
  load(view);
}

const spanOf = ({ lon, lat }) => Math.max(lat[1] - lat[0], (lon[1] - lon[0]) / 2);

function paintBase(view, ctx, frame) {
  const { layers } = view;
  const sight = extent(frame, view.geo), span = spanOf(sight), cells = view.isFine ? closeCells(view, span, sight) : null;
  if (cells) paintClose(ctx, frame, cells, view.base.borders, layers);
  else paintLand(ctx, frame, view.base, layers);
  if (layers.graticule) paintGraticule(ctx, frame, view.geo);
  if (layers.bodies) paintBodies(ctx, frame, view.bodies);
  paintOwn(ctx, frame, view.own);
  const few = view.places.length <= FEW ? view.places.map((_, i) => i) : [...view.raised.keys()];
  const taken = few.filter((i) => view.places[i]).map((i) => [view.raised.has(i) ? 9 * (view.data.size ?? 1) : 4, onScreen(frame, view.places[i])]).map(([r, [x, y]]) => [x - r, y - r, x + r, y + r]);
  const placeSets = layers.places ? [view.large, view.towns].filter(Boolean) : [];
  for (const kind of ["ports", "plants"]) if (layers[kind] && view[kind]) paintPoints(ctx, frame, view[kind], kind);
  const named = [["ports", COLORS.port], ["plants", COLORS.plant]].filter(([kind]) => layers[kind] && view[kind]).map(([kind, color]) => [view[kind], color]);
  paintNames(ctx, frame, view.base, { ...layers, names: view.names, placeSets, named }, taken);
  view.credit.textContent = paintScale(ctx, frame, view.geo) <= ROUGH_KM ? `${say("rough")} ${say("credit")}` : say("credit");
}

function paintBodies(ctx, frame, path) {
  const { k, x, y, sharpness } = frame;
  ctx.setTransform(sharpness * k, 0, 0, sharpness * k, sharpness * x, sharpness * y);
  ctx.fillStyle = COLORS.bodyFill;
  ctx.strokeStyle = COLORS.body;
  ctx.lineWidth = 1.2 / k;
  ctx.fill(path, "evenodd");
  ctx.stroke(path);
  ctx.setTransform(sharpness, 0, 0, sharpness, 0, 0);
}

// What the present extent and layers ask for is fetched once; the finer, the nearer one looks.
function load(view) {
  const sight = extent(view, view.geo), span = spanOf(sight), set = view.set;
  const wish = (name, isWanted, get) => {
    if (!isWanted || view.asked.has(name)) return;
    view.asked.add(name);
    get().then((found) => {
      if (view.set !== set) return;
      view.told = "";
      found(view);
      refresh(view);
      view.root.dataset.drawn = "yes";
    }).catch((fault) => {
      view.asked.delete(name);
      announce(view, say("partMissing", { part: fault.message }));
    });
  };
  const isFine = view.isRegional || span < FINE_DEGREES;
  wish("coarse", !view.isFine, async () => {
    const [base, names] = await Promise.all([outlines("world_110m", view.plane), fetched(COUNTRIES)]);
    return () => { view.names = names; if (!view.isFine) view.base = base; };
  });
  wish("fine", isFine, async () => {
    const base = await outlines("world_50m", view.plane);
    return () => { view.isFine = true; view.base = base; };
  });
  const columns = (name) => async () => { const found = await pointsOf(name === "large" ? "places" : name, view.plane); return () => { view[name] = found; }; };
  wish("large", view.layers.places, columns("large"));
  wish("towns", view.layers.places && span < TOWNS_DEGREES, columns("towns"));
  const isClose = span < CLOSE_DEGREES;
  wish("cells", isClose, async () => {
    const names = await fetched("map/close/cells");
    return () => { view.cells = new Set(names); };
  });
  for (const name of isClose && view.cells ? cellsOf(sight).filter((one) => view.cells.has(one)) : []) {
    wish(`cell ${name}`, true, async () => {
      const cell = cellPaths(name, await fetched(`map/close/${name}`), view.plane);
      return () => { view.close.set(name, cell); };
    });
  }
  wish("ports", view.layers.ports, columns("ports"));
  wish("plants", view.layers.plants, columns("plants"));
}

function relook(view) {
  const { sites } = view.data, before = [...view.raised.keys()].join();
  const parts = view.colouring.split(":"), looks = sites.id.map((_, i) => lookOf(view.data, view.standing, parts, i));
  const isSame = looks.every((look, i) => look === view.looks[i]);
  view.looks = looks;
  raise(view, (i) => choose(view, i));
  placeRaised(view);
  // In the next frame: the list's own has enough to do.
  if (!isSame || before !== [...view.raised.keys()].join()) repaint(view);
  // Names make room for the list once it rests.
  if (before === [...view.raised.keys()].join()) return;
  clearTimeout(view.naming);
  view.naming = setTimeout(() => refresh(view), NAMES_MS);
}

function choose(view, i) {
  if (view.data.isRanked) view.tell("selected", view.data.sites.id[i]);
}

function announce(view, text) {
  view.live.textContent = text;
  view.hint.textContent = text;
  view.hint.hidden = !text;
  clearTimeout(view.hinting);
  if (text && !view.isDrawing) view.hinting = setTimeout(() => { view.hint.hidden = true; }, HINT_MS);
}

function showCard(view, i) {
  view.pointed = i;
  const { card } = view;
  card.hidden = i === null || i === undefined || !view.places[i];
  if (card.hidden) return;
  const lines = linesOf(view, i);
  if (card.textContent !== lines.join("")) card.replaceChildren(...lines.map((text, n) => node(n ? "p" : "b", "", text)));
  const [x, y] = onScreen(view, view.places[i]), width = Math.min(240, view.width - 16);
  card.style.width = `${width}px`;
  card.style.left = `${Math.min(Math.max(x - width / 2, 8), view.width - width - 8)}px`;
  const isBelow = y < view.height / 2;
  card.style.top = isBelow ? `${y + 14}px` : "auto";
  card.style.bottom = isBelow ? "auto" : `${view.height - y + 14}px`;
}

// The next ranked site in sight, by rank; read out as well.
function walk(view, by) {
  const sight = inSight(view), { sites } = view.data, rank = (i) => view.standing.ranks[sites.row[i]] ?? Infinity;
  const seen = view.places.map((at, i) => [at, i]).filter(([at]) => at && at[0] > sight[0] && at[0] < sight[2] && at[1] > sight[1] && at[1] < sight[3])
    .map(([, i]) => i).sort((a, b) => rank(a) - rank(b) || a - b);
  if (!seen.length) return announce(view, say("noneInSight"));
  const now = seen.indexOf(view.pointed), next = now < 0 ? (by > 0 ? 0 : seen.length - 1) : (now + by + seen.length) % seen.length;
  showCard(view, seen[next]);
  view.live.textContent = linesOf(view, seen[next]).join(". ");
}

// The area that was drawn last in this tab, for the sites that it was drawn for.
const remember = (area) => keepInTab("area", area), remembered = () => keptInTab("area");

function keepArea(view, box) {
  const { sites } = view.data;
  const ids = sites.id.filter((_, i) => { const at = view.places[i]; return at && at[0] >= box[0] && at[0] <= box[2] && at[1] >= box[1] && at[1] <= box[3]; });
  endArea(view);
  if (!ids.length) return announce(view, say("noneInArea"));
  view.area = box;
  remember({ set: view.set, box, area: [ids.length, ids[0], ids[ids.length - 1]] });
  refresh(view);
  announce(view, sayN("areaKept", ids.length, { n: numberText(ids.length) }));
  view.tell("area", { ids, at: Date.now() });
}

// The server knows of no area: after F5 it may be told of the one that was drawn, else there is none any more.
function takeBack(view) {
  const kept = backAfterLoad("area");
  if (kept?.set === view.set) return void setTimeout(() => keepArea(view, kept.box));
  remember(null);
}

function freeArea(view) {
  endArea(view);
  announce(view, "");
  if (!view.area && !view.data.area?.length) return;
  view.area = null;
  remember(null);
  refresh(view);
  view.tell("area", { ids: [], at: Date.now() });
}

function endArea(view) {
  view.isDrawing = false;
  view.svg.classList.remove("drawing");
}

function areaPath(view, [left, top, right, bottom]) {
  const [a, b] = [onScreen(view, [left, top]), onScreen(view, [right, bottom])];
  return `M${a}H${b[0]}V${b[1]}H${a[0]}Z`;
}

const act = (view, name) => ({
  all: () => fit(view, view.home),
  shortlist: () => fit(view, boxOf(raisedSites(view).filter(({ isListed }) => isListed).map(({ i }) => view.places[i]))),
  chosen: () => {
    const chosen = raisedSites(view).find(({ isChosen }) => isChosen);
    if (chosen) fit(view, boxOf([view.places[chosen.i]], (PLANE_SIZE * CHOSEN_KM) / EARTH_KM));
    else announce(view, say("noPosition"));
  },
  layers: () => {
    view.panel.hidden = !view.panel.hidden;
    view.tools.get("layers").setAttribute("aria-expanded", String(!view.panel.hidden));
    if (!view.panel.hidden) view.select.focus();
    else view.svg.focus();
  },
  area: () => {
    if (view.area || view.data.area?.length || view.isDrawing) return freeArea(view);
    view.isDrawing = true;
    view.svg.classList.add("drawing");
    view.svg.focus();
    announce(view, say("areaHow"));
  },
  large: () => {
    if (view.dialog.open) return view.dialog.close();
    view.dialog.append(view.frame);
    view.dialog.showModal();
    view.tools.get("large").textContent = say("close");
    view.svg.focus();
  },
  print: () => printMap(view),
}[name])();

function listen(view) {
  const { svg } = view, pointers = new Map();
  const at = (event) => { const box = svg.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  const plain = ([x, y]) => [(x - view.x) / view.k, (y - view.y) / view.k];
  svg.onwheel = (event) => {
    if (!event.ctrlKey && !view.dialog.open && !svg.matches(":focus-within, :focus")) return;
    event.preventDefault();
    zoom(view, Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.002)), at(event));
  };
  svg.onpointerdown = (event) => {
    pointers.set(event.pointerId, at(event));
    view.hasMoved = false;
    view.from = at(event);
  };
  const drag = (event, old, now) => {
    if (view.isDrawing) {
      svg.setPointerCapture(event.pointerId);
      const [a, b] = [plain(view.from), plain(now)];
      view.drawn = [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];
      view.areaBox.setAttribute("d", areaPath(view, view.drawn));
      view.hasMoved = true;
      return;
    }
    // One finger scrolls the page, except on the large map.
    if (event.pointerType === "touch" && !view.dialog.open) return;
    view.hasMoved = true;
    svg.setPointerCapture(event.pointerId);
    showCard(view, null);
    move(view, now[0] - old[0], now[1] - old[1]);
  };
  const pinch = (event, old, now) => {
    const other = [...pointers].find(([id]) => id !== event.pointerId)[1];
    const before = Math.hypot(old[0] - other[0], old[1] - other[1]), after = Math.hypot(now[0] - other[0], now[1] - other[1]);
    view.hasMoved = true;
    view.x += (now[0] - old[0]) / 2;
    view.y += (now[1] - old[1]) / 2;
    zoom(view, after / (before || 1), [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
  };
  svg.onpointermove = (event) => {
    const old = pointers.get(event.pointerId), now = at(event);
    if (!old) {
      const found = siteAt(view, now, REACH);
      svg.classList.toggle("over", found !== null);
      if (found !== view.pointed) showCard(view, found);
      return;
    }
    if (pointers.size === 1) {
      if (!view.hasMoved && Math.hypot(now[0] - old[0], now[1] - old[1]) < 4) return;
      drag(event, old, now);
    } else pinch(event, old, now);
    pointers.set(event.pointerId, now);
  };
  const lift = (event) => {
    pointers.delete(event.pointerId);
    if (view.isDrawing && view.drawn) {
      const box = view.drawn;
      view.drawn = null;
      keepArea(view, box);
    }
  };
  svg.onpointerup = svg.onpointercancel = lift;
  svg.onpointerleave = (event) => { lift(event); showCard(view, null); };
  svg.onclick = (event) => {
    if (view.hasMoved || event.target.matches?.("circle")) return;
    const found = siteAt(view, at(event), event.pointerType === "touch" ? 16 : REACH);
    if (found !== null) { showCard(view, found); choose(view, found); }
  };
  svg.onblur = () => showCard(view, null);
  svg.onkeydown = (event) => press(view, event);
}

// A letter by its place on the keyboard where the layout has others, as the Russian one has.
function keyOf({ key, code }) {
  if (key.length > 1) return key;
  return /^Key[A-Z]$/.test(code) && !/[a-z]/i.test(key) ? code[3].toLowerCase() : key.toLowerCase();
}

function press(view, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const key = keyOf(event);
  const shift = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }[key];
  const named = ACTS.find(([name, , own]) => own && own === key && !view.tools.get(name).hidden)?.[0];
  if (shift) move(view, ...shift);
  else if (key === "+" || key === "=") zoom(view, 1.5);
  else if (key === "-") zoom(view, 1 / 1.5);
  else if (key === "n" || key === "p") walk(view, key === "n" ? 1 : -1);
  else if (key === "t") view.tools.get("all").focus();
  else if (key === "Enter" && view.isDrawing) keepArea(view, inSight(view));
  else if (key === "Enter" && view.pointed !== null && view.pointed !== undefined) choose(view, view.pointed);
  else if (key === "Escape" && (view.isDrawing || view.area || view.data.area?.length)) freeArea(view);
  else if (named) act(view, named);
  else return;
  event.preventDefault();
}

// The tools are walked with the arrow keys; Escape leads back to the map.
function toolbar(view) {
  const bar = node("div", "tools");
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", say("tools"));
  view.tools = new Map(ACTS.map(([name, text, key, title]) => {
    const button = node("button", "", text);
    button.type = "button";
    button.tabIndex = -1;
    button.title = key ? say("withKey", { title, key: key.toUpperCase() }) : title;
    button.onclick = () => act(view, name);
    return [name, button];
  }));
  view.tools.get("layers").setAttribute("aria-expanded", "false");
  const buttons = [...view.tools.values()];
  bar.append(...buttons);
  bar.onkeydown = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key], shown = buttons.filter((one) => !one.hidden), now = shown.indexOf(event.target);
    if (by) shown[(now + by + shown.length) % shown.length].focus();
    else if (event.key === "Escape") view.svg.focus();
    else return;
    event.preventDefault();
  };
  return bar;
}

function zoomButtons(view) {
  const buttons = node("div", "buttons");
  for (const [text, label, by] of [["+", say("zoomIn"), 1.6], ["−", say("zoomOut"), 1 / 1.6]]) {
    const button = node("button", "", text);
    button.type = "button";
    button.tabIndex = -1;
    button.title = label;
    button.setAttribute("aria-label", label);
    button.onclick = () => zoom(view, by);
    buttons.append(button);
  }
  return buttons;
}

function drawLegend(view) {
  view.legend.replaceChildren(...keysOf(view.colouring).map(([look, text]) => {
    const key = node("span", "key"), mark = node("canvas");
    mark.width = mark.height = 26;
    mark.setAttribute("aria-hidden", "true");
    const ctx = mark.getContext("2d");
    ctx.scale(2, 2);
    paintMark(ctx, [6.5, 6.5], look, false, Math.min(5.5, LOOKS[look][2]));
    key.append(mark, text);
    return key;
  }), node("span", "key", say("keyDashed")));
}

function listOwn(view) {
  view.ownList.replaceChildren(...view.own.map((layer) => {
    const row = node("p", "", `${layer.name} `), button = node("button", "", say("remove"));
    button.type = "button";
    button.onclick = () => { view.own.splice(view.own.indexOf(layer), 1); listOwn(view); refresh(view); };
    row.append(button);
    return row;
  }));
}

async function addOwn(view, file) {
  try {
    view.own.push(await ownLayer(file, view.plane));
    listOwn(view);
    announce(view, say("layerDrawn", { file: file.name }));
    refresh(view);
  } catch (fault) {
    announce(view, fault.message);
  }
}

function build(root) {
  const view = { root, k: 1, x: 0, y: 0, size: PLANE_SIZE, smallest: 1, sharpness: 1, places: [], looks: [], raised: new Map(), own: [], pointed: null,
    asked: new Set(), cells: null, close: new Map(), layers: usualLayers(), colouring: "chance", standing: { ranks: [], shortlist: 0, points: [] }, bodies: new Path2D(),
    most: (MOST_PIXELS_PER_KM * EARTH_KM) / PLANE_SIZE, font: getComputedStyle(root).fontFamily };
  const svg = draw("svg", { tabindex: "0", role: "application", "aria-roledescription": say("map"), "aria-describedby": "map-keys" });
  const hatched = draw("pattern", { id: "hatch", width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  hatched.append(draw("rect", { width: 4, height: 4, class: "paper" }), draw("rect", { width: 1.6, height: 4, class: "ink" }));
  const definitions = draw("defs"), layer = draw("g"), areaBox = draw("path", { class: "area" });
  definitions.append(hatched);
  svg.append(definitions, areaBox, layer);
  const frame = node("div", "frame"), stage = node("div", "stage"), below = node("canvas", "land"), dots = node("canvas", "dots");
  Object.assign(view, { svg, layer, areaBox, frame, stage, below, dots, card: node("div", "card"), hint: node("p", "hint"), live: node("p", "live"),
    legend: node("p", "legend"), dialog: node("dialog") });
  view.card.hidden = view.hint.hidden = true;
  view.live.setAttribute("aria-live", "polite");
  view.dialog.setAttribute("aria-label", say("mapOfSites"));
  const help = view.help = node("p", "help");
  help.id = "map-keys";
  view.credit = node("p", "credit", say("credit"));
  for (const one of [below, dots]) one.setAttribute("aria-hidden", "true");
  const panel = layerPanel(view, {
    draw: () => refresh(view), own: (file) => addOwn(view, file),
    colour: (value) => { view.colouring = value; drawLegend(view); relook(view); },
  });
  panel.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    act(view, "layers");
  };
  stage.append(below, dots, svg, zoomButtons(view), view.card, view.hint);
  frame.append(stage, view.credit, toolbar(view), panel, view.legend, view.live, help);
  root.append(frame, view.dialog);
  view.dialog.onclose = () => {
    root.prepend(frame);
    view.tools.get("large").textContent = say("larger");
    svg.focus();
  };
  view.probe = watchColors(root, () => recolor(view));
  drawLegend(view);
  listen(view);
  new ResizeObserver(() => resize(view)).observe(stage);
  return view;
}

// The page has turned light or dark.
function recolor(view) {
  forgetSprites();
  drawLegend(view);
  if (!view.data) return;
  relook(view);
  refresh(view);
}

function resize(view) {
  const width = view.stage.clientWidth, height = view.stage.clientHeight, sharpness = Math.min(window.devicePixelRatio || 1, 2);
  if (!width || !height || (width === view.width && height === view.height && sharpness === view.sharpness)) return;
  const old = view.width ? [(view.width / 2 - view.x) / view.k, (view.height / 2 - view.y) / view.k] : null;
  Object.assign(view, { width, height, sharpness });
  for (const canvas of [view.below, view.dots]) Object.assign(canvas, { width: Math.round(width * sharpness), height: Math.round(height * sharpness) });
  if (!view.data) return;
  if (!old || view.shown) return fit(view, view.shown ?? view.home);
  view.x = width / 2 - old[0] * view.k;
  view.y = height / 2 - old[1] * view.k;
  refresh(view);
}

function follow(view) {
  const standing = window.pilotStanding;
  if (!standing || !view.data.isRanked || standing.key !== view.data.key) return;
  view.standing = standing;
  relook(view);
  view.root.dataset.points = standing.points.join();
}

// Other sites: all is laid out anew. Layers, colours and one's own layers stay.
function take(view, data) {
  Object.assign(view, { set: data.set, data, asked: new Set(), area: null, pointed: null, standing: data.standing ?? { ranks: [], shortlist: 0, points: [] } });
  for (const name of OF_LIST) view.tools.get(name).hidden = !data.isRanked && !(data.standing && name === "shortlist");
  view.root.style.setProperty("--map-height", data.height ?? "");
  view.help.textContent = data.isRanked ? say("keysHelp") : say("keysHelpPlaces");
  for (const [, pair] of view.raised) pair.forEach((element) => element.remove());
  view.raised = new Map();
  layOut(view);
  view.bodies = new Path2D();
  for (const polygon of data.bodies ?? []) for (const ring of polygon) {
    ring.map(view.plane).forEach((at, i) => { if (at) view.bodies[i ? "lineTo" : "moveTo"](...at); });
    view.bodies.closePath();
  }
  view.svg.setAttribute("aria-label", data.alt);
  view.colouring = fillColourings(view.select, data, view.colouring);
  drawLegend(view);
  view.root.dataset.sites = String(data.sites.id.length);
  resize(view);
  relook(view);
  fit(view, view.home);
}

export default function (component) {
  const { data: bytes, parentElement, setStateValue } = component;
  if (!bytes) return;
  const root = parentElement.querySelector(".pp-map"), view = root.view || (root.view = build(root));
  const text = new TextDecoder().decode(bytes);
  view.tell = setStateValue;
  if (view.sent !== text) {
    view.sent = text;
    const data = JSON.parse(text);
    if (view.set === data.set) view.data = data;
    else take(view, data);
    if (!data.area?.length && view.area) { view.area = null; announce(view, ""); refresh(view); }
    if (data.isRanked && !data.area?.length) takeBack(view);
    // On a page that was left or loaded anew the map is a new one; the list is still of the area.
    const kept = remembered(), isKept = kept?.set === data.set && String(kept.area) === String(data.area);
    if (data.area?.length && !view.area && isKept) { view.area = kept.box; refresh(view); }
  }
  if (view.onStanding) window.removeEventListener("pilot-standing", view.onStanding);
  view.onStanding = () => follow(view);
  window.addEventListener("pilot-standing", view.onStanding);
  follow(view);
  return () => window.removeEventListener("pilot-standing", view.onStanding);
}
