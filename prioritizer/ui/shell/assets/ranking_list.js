// The ranked list: search and filters, only the rows in sight, their bars; reports what is chosen.
// Texts go in through textContent only; what a file says never becomes markup.

function drawHead() {
  const head = make("div", "head"), row = make("div", "row");
  row.setAttribute("role", "row");
  row.setAttribute("aria-rowindex", "1");
  head.setAttribute("role", "rowgroup");
  for (const [name, label] of [...HEADS, ["pin", ""]]) {
    const cell = make("div", name, label);
    cell.setAttribute("role", "columnheader");
    if (name === "pin") cell.setAttribute("aria-label", say("pins"));
    cell.title = HINTS[name] ?? "";
    if (name === "evidence") cell.dataset.short = say("evidenceShort");
    if (SORTS.includes(name)) cell.classList.add("sortable");
    row.append(cell);
  }
  const note = make("span", "note");
  note.title = say("drawsHint");
  row.querySelector(".site").append(note);
  head.append(row);
  return { head, note };
}

function drawFrame(root) {
  const wrap = make("div", "wrap"), table = make("div", "table");
  table.setAttribute("role", "grid");
  table.setAttribute("aria-label", say("table"));
  table.setAttribute("aria-describedby", "keys");
  table.tabIndex = 0;
  const { head, note } = drawHead(), body = make("div", "body");
  body.setAttribute("role", "rowgroup");
  table.append(head, body);
  wrap.append(table);
  const legend = make("p", "legend"), live = make("p", "live"), keys = make("p", "live", say("keys")), printed = make("p", "printed");
  keys.id = "keys";
  live.setAttribute("aria-live", "polite");
  const tools = buildTools();
  root.append(tools.root, legend, wrap, printed, live, keys);
  const frame = {
    root, wrap, table, legend, head, note, body, live, printed, tools, parts: new Map(), spare: [], sections: new Map(), headings: new Map(), said: "",
    top: 0, height: 0, width: 0, view: null, pins: [], active: "", asked: new Set(), items: [], tops: new Float64Array(1), openHeight: 0,
  };
  // Noted when they change: to ask for them in a frame would lay out the page twice.
  wrap.onscroll = () => {
    frame.top = wrap.scrollTop;
    if (frame.isDue) return;
    frame.isDue = true;
    requestAnimationFrame(() => { frame.isDue = false; drawWindow(frame, {}); });
  };
  new ResizeObserver(([{ contentRect }]) => {
    const kind = frame.kind;
    Object.assign(frame, { height: contentRect.height, width: contentRect.width });
    if (!frame.shown) return;
    // Rows may have been laid out before the width was known: then as in a narrow list, which was not told.
    if (kindOf(frame) !== kind || (kind === "narrow" && !frame.isToldNarrow)) layOut(frame);
    drawWindow(frame, {});
  }).observe(wrap);
  listen(frame);
  return frame;
}

const kindOf = (frame) => (frame.width <= NARROW ? "narrow" : frame.width <= MIDDLE ? "middle" : "wide");

function listen(frame) {
  const { table, root } = frame;
  // The list is one stop of the Tab key: what is in a row is reached by keys of the list.
  table.addEventListener("focusin", ({ target }) => {
    const row = target.closest(".body .row");
    if (!row || target === table) return;
    frame.active = row.dataset.id;
    table.focus({ preventScroll: true });
    markActive(frame);
  });
  table.onfocus = () => markActive(frame);
  table.onkeydown = (event) => onKey(frame, event);
  for (const cell of frame.head.querySelectorAll(".sortable")) cell.onclick = () => frame.change(sortedBy(frame.view, cell.classList[0]));
  root.addEventListener("pointerdown", ({ target }) => {
    for (const one of frame.tools.menus.values()) if (!one.contains(target)) one.open = false;
  });
}

const headingKey = (frame, name) => `${frame.arranged.isGrouped ? frame.view.group : ""} ${name}`;

function heading(frame, g) {
  const { name, sites } = frame.arranged.groups[g], { isGrouped } = frame.arranged, data = frame.shown;
  const key = headingKey(frame, name);
  if (!frame.sections.has(key)) {
    const row = make("div", "section"), cell = make("div");
    row.setAttribute("role", "row");
    cell.setAttribute("role", "gridcell");
    const title = isGrouped ? frame.facts.titles[frame.view.group]?.[name] ?? name : SAID.sections[name];
    cell.append(make("b", isGrouped ? "" : name.replaceAll(" ", "-"), title || say("noneNamed")), make("span"));
    row.append(cell);
    frame.sections.set(key, row);
  }
  const row = frame.sections.get(key);
  const onList = () => sites.filter((i) => isOnList(data, data.source.rank(i))).length;
  const text = isGrouped || isNarrowed(frame.view) || isInArea(data) ? say("groupHolds", { n: numberText(sites.length), k: numberText(onList()) }) : data.sections[name] ?? "";
  put(row.querySelector("span"), "textContent", text);
  return row;
}

// Whether an area drawn on the map leaves out sites of the list, or might.
const isInArea = (data) => data.outside !== null;
const isOnList = (data, rank) => rank !== null && rank <= data.shortlist;

// Rows in sight glide to their new places, from their numbers, without asking for layout.
function slide(frame, before) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const most = 6 * ROW_HEIGHTS[frame.kind];
  for (const [k, part] of frame.parts) {
    const old = before.get(part.row.dataset.id), shift = old - frame.tops[k];
    if (!shift) continue;
    const by = Math.max(Math.min(shift, most), -most);
    part.row.animate([{ transform: `translateY(${by}px)` }, { transform: "none" }], { duration: 160, easing: "ease-out" });
  }
}

// Put the rows in their order; those that stand rightly after one another are left alone.
function arrange(body, wanted) {
  let at = body.firstChild;
  for (const row of wanted) {
    if (row === at) {
      at = at.nextSibling;
      continue;
    }
    // A row that goes further down gives its place away, rather than all behind it theirs.
    if (at && at.nextSibling === row) {
      at.remove();
      at = row.nextSibling;
    } else body.insertBefore(row, at);
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

// Which columns there are, and where each item of the list begins.
function layOut(frame) {
  const { view, shown: data } = frame;
  frame.kind = kindOf(frame);
  if (frame.kind === "narrow" && frame.width && !frame.isToldNarrow) {
    frame.isToldNarrow = true;
    setTimeout(() => frame.report("narrow", true));
  }
  const without = data.hasAnswer ? [] : ["chance", "known", "step"];
  const isShown = (name) => ["rank", "site", "pin"].includes(name) || (view.columns.includes(name) && !without.includes(name));
  const look = [frame.kind, ...view.columns, data.hasAnswer].join();
  if (frame.tracks !== look) {
    frame.tracks = look;
    const room = { ...TRACKS[frame.kind] ?? TRACKS.wide, ...EXTRA_TRACKS }, names = HEADS.map(([name]) => name);
    for (const name of names) frame.wrap.classList.toggle(`no-${name}`, !isShown(name));
    frame.wrap.style.setProperty("--tracks", [...names.filter(isShown).map((name) => room[name] ?? ""), PIN_TRACK].join(" "));
    frame.table.setAttribute("aria-colcount", String(names.filter(isShown).length + 1));
    frame.wrap.dataset.kind = frame.kind;
    // Without draws the column holds the place itself; with them its median, which need not be the number of the row.
    const head = frame.head.querySelector(".likely");
    put(head, "textContent", data.hasAnswer ? say("likely-head") : say("placeHead"));
    put(head, "title", data.hasAnswer ? HINTS.likely : "");
  }
  const isOpen = frame.kind === "narrow" && frame.closed !== data.selected;
  const opened = isOpen ? frame.facts.sites.id.indexOf(data.selected) : -1, row = ROW_HEIGHTS[frame.kind];
  const headings = frame.arranged.groups.map(({ name }) => frame.headings.get(headingKey(frame, name)));
  frame.tops = topsOf(frame.items, { row, heading: HEADING, headings, opened, open: Math.max(row, frame.openHeight) });
  put(frame.body.style, "height", `${frame.tops[frame.items.length]}px`);
}

// Paper holds the first rows, and the headings between them.
function endOfPrint(items) {
  let end = 0;
  for (let rows = 0; end < items.length && rows < MOST_PRINTED; end++) if (items[end] >= 0) rows++;
  return end;
}

// Only the rows in sight and a few around them are in the document. A row is filled where it stands: one that is put
// elsewhere would be laid out twice in its frame.
function drawWindow(frame, { isMoving, isGliding }) {
  const { shown: data, items, tops } = frame, margin = isMoving ? 1 : MARGIN_ROWS;
  const isPrinted = frame.isPrinting, first = isPrinted ? 0 : Math.max(0, itemAt(tops, frame.top) - margin);
  const end = isPrinted ? endOfPrint(items) : Math.min(items.length, itemAt(tops, frame.top + frame.height) + 1 + margin);
  const before = new Map([...frame.parts].map(([, part]) => [part.row.dataset.id, part.top]));
  for (const [k, part] of frame.parts) if (k < first || k >= end || items[k] < 0 || items[k] === GHOST) { frame.parts.delete(k); frame.spare.push(part); }
  const wanted = [];
  for (let k = first; k < end; k++) {
    const row = items[k] < 0 ? heading(frame, -1 - items[k]) : items[k] === GHOST ? ghostRow(frame) : rowAt(frame, k, data).row;
    put(row.style, "top", `${tops[k]}px`);
    row.setAttribute("aria-rowindex", String(k + 2));
    wanted.push(row);
  }
  frame.parts = new Map([...frame.parts].sort((a, b) => a[0] - b[0]));
  arrange(frame.body, wanted);
  for (const [k, part] of frame.parts) part.top = tops[k];
  if (isGliding) slide(frame, before);
  markActive(frame);
  if (!isMoving) {
    measureOpen(frame);
    askMissing(frame);
  }
}

function ghostRow(frame) {
  frame.ghost ??= newGhost(frame);
  fillGhost(frame.ghost, frame.tried, frame.facts, frame.shown.shortlist);
  return frame.ghost.row;
}

// What is tried out beside the list holds for the list that it was worked out for, at rest, and never on paper.
function triedIn(frame, data) {
  const told = window.pilotWhatIf, isOf = told && !data.isAhead && !frame.isPrinting && told.key === data.key && told.points.join() === data.points.join();
  return isOf ? { ...told, site: frame.facts.sites.id.indexOf(told.id) } : null;
}

function itemsOf(frame, data) {
  const { arranged, view, tried, isPassing } = frame;
  const hasRow = tried && tried.rank !== null && tried.rank !== data.source.rank(tried.site) && isInAnswersOrder(view) && isPassing[tried.site];
  if (!hasRow || (view.section.length && !view.section.includes(tried.section))) return arranged.items;
  return withGhost(arranged.items, arranged.groups, tried, data.source);
}

// A new what-if: read out, and its row brought into sight.
function takeWhatIf(frame) {
  if (!frame.shown) return;
  drawRows(frame, frame.shown, { isGliding: true });
  const { tried } = frame, told = tried ? JSON.stringify([tried.id, tried.text, tried.rank]) : "";
  if (told === frame.toldTried) return;
  frame.toldTried = told;
  const k = frame.items.indexOf(GHOST);
  if (k >= 0) show(frame, k);
  if (tried) frame.live.textContent = `${frame.facts.sites.name[tried.site]}. ${tried.text}. ${tried.mark}.`;
}

function rowAt(frame, k, data) {
  let part = frame.parts.get(k);
  if (!part) frame.parts.set(k, (part = frame.spare.pop() ?? newRow(frame)));
  // The next site, past the heading of a section.
  const i = frame.items[k], site = data.source.at(i), next = frame.items.slice(k + 1, k + 5).find((item) => item >= 0 && item !== GHOST) ?? -1;
  site.isCut = !frame.view.sort && !frame.arranged.isGrouped && isOnList(data, site.rank) && !(next >= 0 && isOnList(data, data.source.rank(next)));
  fill(frame, part, site, i, data);
  return part;
}

// A row that holds its reasons is as high as they are.
function measureOpen(frame) {
  const areNew = measureHeadings(frame), part = [...frame.parts.values()].find(({ row }) => row.classList.contains("open"));
  const isKnown = !part || part.measured === part.look + frame.width, height = isKnown ? frame.openHeight : part.row.offsetHeight;
  if (part) part.measured = part.look + frame.width;
  if (!areNew && height === frame.openHeight) return;
  frame.openHeight = height;
  layOut(frame);
  drawWindow(frame, {});
}

// What a heading says takes more than one line where the list is narrow; what was measured holds for its text and width.
function measureHeadings(frame) {
  let areNew = false;
  for (const [key, row] of frame.sections) {
    const look = `${row.textContent} ${frame.width}`;
    if (!row.isConnected || row.measured === look) continue;
    const height = Math.max(HEADING, row.offsetHeight);
    areNew ||= height !== (frame.headings.get(key) ?? HEADING);
    frame.headings.set(key, height);
    row.measured = look;
  }
  return areNew;
}

// What there is to find out takes the server a moment for each site: it is asked for those in sight.
function askMissing(frame) {
  const { shown: data } = frame;
  if (data.isAhead) return;
  const lacking = [...frame.parts].filter(([k]) => frame.items[k] >= 0 && data.source.rank(frame.items[k]) === null && data.texts.missing[frame.items[k]] === undefined)
    .map(([, part]) => part.row.dataset.id);
  clearTimeout(frame.asking);
  if (!lacking.some((id) => !frame.asked.has(id))) return;
  frame.asking = setTimeout(() => {
    for (const id of lacking) frame.asked.add(id);
    frame.report("wanted", [...frame.asked].slice(-400));
  }, ASK_MS);
}

// A frame of the list: which sites, in which order, then the rows in sight.
function drawRows(frame, data, pace) {
  const { view, facts } = frame, filter = JSON.stringify([view.q, ...FACETS.map((name) => view[name]), facts.key]);
  if (frame.filter !== filter) Object.assign(frame, { filter, isPassing: passing(facts, view) });
  frame.shown = data;
  frame.arranged = arrangement(facts, view, data.source, { isPassing: frame.isPassing, isInSections: data.isInSections, compare: compareTexts });
  frame.tried = triedIn(frame, data);
  frame.items = itemsOf(frame, data);
  if (frame.active === GHOST_ID && !frame.items.includes(GHOST)) frame.active = "";
  // Where rows stand under headings that are not sections, or under none, each says its own.
  frame.isHeaded = data.isInSections && !view.sort && !view.group;
  layOut(frame);
  frame.table.setAttribute("aria-rowcount", String(frame.items.length + 1));
  drawSorts(frame);
  drawCount(frame, data);
  drawWindow(frame, pace);
}

function drawSorts(frame) {
  const { view } = frame, look = `${view.sort} ${view.isDown}`;
  if (frame.sorts === look) return;
  frame.sorts = look;
  for (const cell of frame.head.querySelectorAll(".sortable")) {
    const isSorted = cell.classList.contains(view.sort || "none");
    cell.setAttribute("aria-sort", isSorted ? (view.isDown ? "descending" : "ascending") : "none");
  }
}

function drawCount(frame, data) {
  const { n, order } = frame.arranged, inArea = data.source.order.length, all = inArea + (data.outside ?? 0), onList = order.filter((i) => isOnList(data, data.source.rank(i))).length;
  const counts = { n: numberText(n), all: numberText(all), k: numberText(onList), ranked: numberText(data.ranked), apart: data.ranked < all ? numberText(all - data.ranked) : "",
    isInArea: isInArea(data), inArea };
  drawTools(frame.tools, frame.view, frame.facts, frame, counts);
  put(frame.printed, "textContent", n > MOST_PRINTED ? say("printed", { n: MOST_PRINTED, all: numberText(n) }) : "");
}

function markActive(frame) {
  const hasFocus = frame.table.matches(":focus");
  const shown = [...frame.parts.values(), ...(frame.ghost?.row.isConnected ? [frame.ghost] : [])];
  const active = shown.find(({ row }) => row.dataset.id === (frame.active || frame.shown?.selected)) ?? (frame.active ? null : shown[0]);
  for (const { row } of shown) row.classList.toggle("active", hasFocus && row === active?.row);
  if (active) frame.table.setAttribute("aria-activedescendant", active.row.id);
  else frame.table.removeAttribute("aria-activedescendant");
}

function onKey(frame, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = frame.items.flatMap((item, k) => (item < 0 ? [] : [k])), ids = frame.facts.sites.id;
  const idOf = (k) => (frame.items[k] === GHOST ? GHOST_ID : ids[frame.items[k]]);
  const wanted = frame.active || frame.shown.selected, now = Math.max(0, rows.findIndex((k) => idOf(k) === wanted));
  const page = Math.max(1, Math.floor(frame.height / ROW_HEIGHTS[frame.kind]) - 1), last = rows.length - 1;
  const places = { ArrowDown: now + 1, ArrowUp: now - 1, PageDown: now + page, PageUp: now - page, Home: 0, End: last };
  const isKnown = event.key in places || ["Enter", " ", "p"].includes(event.key);
  if (!isKnown || last < 0) return;
  event.preventDefault();
  event.stopPropagation();
  const id = idOf(rows[now]);
  if (event.key === "p") return id === GHOST_ID ? undefined : frame.pin(id);
  if (!(event.key in places)) return frame.choose(id);
  const k = rows[Math.min(Math.max(places[event.key], 0), last)];
  frame.active = idOf(k);
  show(frame, k);
}

// Bring an item of the list into sight.
function show(frame, k) {
  const room = frame.height - (frame.kind === "narrow" ? 0 : 30), top = frame.tops[k], end = frame.tops[k + 1];
  if (top < frame.top) frame.wrap.scrollTop = k === 0 || (k === 1 && frame.items[0] < 0) ? 0 : top;
  else if (end > frame.top + room) frame.wrap.scrollTop = end - room;
  frame.top = frame.wrap.scrollTop;
  drawWindow(frame, {});
}

// A part of the address that says how the list is looked at; what else stands there is left.
function writeAddress(frame) {
  const address = new URL(window.location.href), view = new URLSearchParams(writeView(frame.view));
  for (const name of ["q", ...FACETS, "sort", "group", "columns", "pins"]) address.searchParams.delete(name);
  for (const [name, value] of view) address.searchParams.set(name, value);
  if (frame.pins.length) address.searchParams.set("pins", frame.pins.join(","));
  if (frame.hasChosen) address.searchParams.set("site", frame.shown.selected);
  if (address.href !== window.location.href) window.history.replaceState(window.history.state, "", address);
}

// What the server says of a choice holds, but while it has not heard the last word of this browser.
function followChoices(frame, data) {
  const isFirst = !frame.view, back = isFirst ? backAfterLoad("view", ["reload"]) : null;
  if (isFirst || (data.view !== frame.heardView && data.view !== frame.sentView)) frame.view = readView(data.view);
  if (back !== null && back !== writeView(frame.view)) setTimeout(() => frame.change(readView(back)));
  else keepInTab("view", writeView(frame.view));
  frame.heardView = data.view;
  const pins = data.pins.join();
  if (frame.sentPins === undefined || frame.sentPins === pins) Object.assign(frame, { pins: [...data.pins], sentPins: undefined });
}

function draw(root, frame, data, pace) {
  drawLegend(frame, data);
  drawRows(frame, data, pace);
  if (frame.key !== undefined && frame.key !== data.key) frame.wrap.scrollTop = 0;
  frame.key = data.key;
  root.dataset.points = window.pilotShownPoints = data.points.join();
}

// What hands do in the list; the server hears of a view once it rests, of all else at once.
function act(frame, setStateValue) {
  frame.report = setStateValue;
  frame.change = (part) => {
    frame.view = { ...frame.view, ...part };
    keepInTab("view", writeView(frame.view));
    frame.wrap.scrollTop = frame.top = 0;
    draw(frame.root, frame, frame.shown, {});
    clearTimeout(frame.keeping);
    frame.keeping = setTimeout(() => {
      frame.sentView = writeView(frame.view);
      writeAddress(frame);
      setStateValue("view", frame.sentView);
    }, KEEP_MS);
  };
  // The server lets the sites outside of the area back, and with them the map.
  frame.release = () => {
    // Here and now: the map hears of it a moment later, and F5 may come before.
    keepInTab("area", null);
    frame.table.focus({ preventScroll: true });
    setStateValue("area", Date.now());
  };
  frame.pin = (id) => {
    const isPinned = frame.pins.includes(id);
    if (!isPinned && frame.pins.length >= MOST_PINS) return void (frame.live.textContent = say("enoughPins"));
    frame.pins = isPinned ? frame.pins.filter((one) => one !== id) : [...frame.pins, id];
    frame.sentPins = frame.pins.join();
    writeAddress(frame);
    drawWindow(frame, {});
    setStateValue("pins", frame.pins);
  };
  frame.choose = (id) => {
    const { shown: data } = frame;
    // From the row of a what-if the way leads to that of the answer.
    if (id === GHOST_ID) {
      frame.active = frame.tried.id;
      return show(frame, frame.items.indexOf(frame.tried.site));
    }
    frame.active = id;
    if (id === data.selected) {
      frame.closed = frame.closed === id ? "" : id;
      layOut(frame);
      return drawWindow(frame, {});
    }
    Object.assign(frame, { closed: "", openHeight: 0, hasChosen: true });
    frame.data.selected = data.selected = id;
    layOut(frame);
    drawWindow(frame, {});
    writeAddress(frame);
    if (window.pilotStanding) tell(data, window.pilotStanding.ranks, window.pilotStanding.points);
    setStateValue("selected", id);
  };
}

// Tell the map which site holds which place; it may be drawn before or after the list.
function tell(data, ranks, points) {
  window.pilotStanding = { key: data.set, ranks, points, chances: data.chances, shortlist: data.shortlist, selected: data.selected };
  window.dispatchEvent(new Event("pilot-standing"));
}

// The list as the browser works it out. What there is to find out of a site that is not ranked goes with the
// criteria in force; next steps and marks wait for the server.
function drawnAhead(data, ahead) {
  const isAsBefore = data.criteria.every((criterion, k) => criterion.isIn === ahead.isIn[k]), told = isAsBefore ? data.texts.missing : {};
  const at = (i) => { const site = ahead.source.at(i); return site.rank === null ? { ...site, missing: told[i] ?? "…" } : site; };
  return {
    ...data, source: { ...ahead.source, at }, points: ahead.points, places: ahead.places, sections: ahead.sections, headline: ahead.headline,
    ranked: ahead.ranked, ranks: ahead.ranks, chances: ahead.chances, isAhead: true,
    criteria: data.criteria.map((criterion, k) => ({ ...criterion, isIn: ahead.isIn[k] })),
  };
}

// The line above the list is not the component's own: Streamlit draws it, here it follows the weights.
function drawHeadline([start, middle, rest]) {
  const line = document.querySelector(".pp-answer");
  const text = `${start}: ${middle} ${rest}`;
  if (!line || line.textContent.trim() === text.trim()) return;
  line.replaceChildren(`${start}: `, make("b", "", middle), ` ${rest}`);
}

// Said once the hands are still, not for each frame.
function sayAtRest(frame, data) {
  clearTimeout(frame.saying);
  frame.saying = setTimeout(() => {
    const [top] = data.source.order, best = top === undefined ? "" : say("first", { name: frame.facts.sites.name[top] });
    const text = [...(data.headline ? [`${data.headline[0]}: ${data.headline[1]}`] : []), best].join(" ");
    if (frame.said && text !== frame.said) frame.live.textContent = text;
    frame.said = text;
  }, AT_REST_MS);
}

// The server answers one step behind fast keys: its rows wait while the sliders stand elsewhere.
const isBehind = (data) => Boolean(window.pilotPoints) && window.pilotPoints.join() !== data.points.join();

// Lists with the same facts and numbers as those that are shown are not unpacked again.
function taken(frame, data) {
  const facts = window.pilotFacts;
  if (facts?.key !== data.facts) return null;
  const source = sourceOf(data, facts), n = data.nSites;
  return Object.assign(data, { source, ...standingOf(source, n) });
}

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  if (!data) return;
  const root = parentElement.querySelector(".pp-list");
  const frame = root.frame || (root.frame = drawFrame(root));
  // The frame of the page is English; what it holds is not.
  document.documentElement.lang = SAID.language;
  window.pilotServerPoints = data.points;
  window.pilotStart = data.start;
  act(frame, setStateValue);
  const show = (shown, note, isAhead, pace = {}) => {
    draw(root, frame, shown, pace);
    // What the page says besides is of the weights before; it is dimmed until the server has spoken.
    document.documentElement.toggleAttribute("data-pilot-ahead", isAhead);
    if (shown.headline) drawHeadline(shown.headline);
    frame.note.textContent = note;
    sayAtRest(frame, shown);
  };
  const confirm = () => {
    clearTimeout(frame.finishing);
    show(data, "", false, { isGliding: Boolean(frame.shown) });
    tell(data, data.ranks, data.points);
    root.dataset.confirmed = data.points.join();
    root.dataset.shown = "all";
  };
  const showAhead = (detail) => {
    clearTimeout(frame.finishing);
    if (detail.waits) {
      frame.note.textContent = say("waits");
      return;
    }
    const now = performance.now(), isMoving = now - frame.lastAhead < MOVING_MS, shown = drawnAhead(data, detail);
    const count = detail.draws.toLocaleString("en").replaceAll(",", "\u202f");
    const note = detail.isWhole ? "" : say("firstDraws", { n: count });
    frame.lastAhead = now;
    show(shown, note, true, { isMoving: true, isGliding: !isMoving });
    root.dataset.shown = detail.isWhole ? "in sight" : count;
    const finish = () => {
      frame.told = performance.now();
      tell(shown, shown.ranks, shown.points);
      show(shown, note, true);
      if (detail.isWhole) root.dataset.shown = "all";
    };
    // The first frame after a rest shows what is in sight; the rows around them and the map come in the next.
    frame.finishing = setTimeout(finish, isMoving ? MOVING_MS : NEXT_MS);
    if (!isMoving) return;
    if (now - frame.told > MAP_MS) {
      frame.told = now;
      tell(shown, shown.ranks, shown.points);
    }
  };
  const start = () => {
    if (!taken(frame, data)) return;
    Object.assign(frame, { facts: window.pilotFacts, data });
    followChoices(frame, data);
    const { ahead } = frame;
    if (ahead && ahead.key === data.key && ahead.points.join() === window.pilotPoints?.join() && isBehind(data)) return showAhead(ahead);
    confirm();
    // A list that is new, or of other facts, knows nothing of a weight that is being moved.
    if (isBehind(data)) window.dispatchEvent(new Event("pilot-behind"));
  };
  const print = ({ type }) => {
    frame.isPrinting = type === "beforeprint";
    if (frame.shown) drawRows(frame, frame.shown, {});
  };
  frame.onPreview = ({ detail }) => {
    if (detail.key !== data.key || !data.source) return;
    frame.ahead = detail;
    // The sliders have come to where the server is: what waited for them holds.
    if (detail.points.join() === data.points.join()) return confirm();
    showAhead(detail);
  };
  frame.unlisten?.();
  const explain = () => { if (frame.shown) drawWindow(frame, {}); };
  const listeners = [["pilot-preview", frame.onPreview], ["pilot-reasons", explain], ["pilot-facts", start], ["pilot-what-if", () => takeWhatIf(frame)], ["beforeprint", print], ["afterprint", print]];
  for (const [name, listener] of listeners) window.addEventListener(name, listener);
  frame.unlisten = () => { for (const [name, listener] of listeners) window.removeEventListener(name, listener); };
  start();
  return () => {
    frame.unlisten();
    document.documentElement.removeAttribute("data-pilot-ahead");
    document.documentElement.lang = "en";
  };
}
