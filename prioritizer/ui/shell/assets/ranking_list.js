// The ranked list: draws the rows it is given, moves them to their new places, reports a selection.
// Texts go in through textContent only; what a file says never becomes markup.

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};
// What is set anew is laid out anew, even where it is the same.
const put = (owner, name, value) => { if (owner[name] !== value) owner[name] = value; };
const percent = (part) => `${(100 * part).toFixed(3)}%`;
const HEADS = [["rank", "rank"], ["likely", "likely-head"], ...["site", "chance", "bar", "evidence", "known", "step"].map((name) => [name, name])]
  .map(([name, text]) => [name, say(text)]);
const HINTS = Object.fromEntries(["likely", "chance", "evidence", "known", "step"].map((name) => [name, say(`${name}Hint`)]));
const AT_REST_MS = 700, MOVING_MS = 150, MAP_MS = 250, NEXT_MS = 40, LEAST_HEIGHT = 58;
const TEXTURES = [0, 1, 2].map((k) => say(`texture${k}`));
const twoDigits = (number) => signed(number.toFixed(2));

function drawFrame(root) {
  const wrap = make("div", "wrap");
  const table = make("div", "table");
  table.setAttribute("role", "table");
  table.setAttribute("aria-label", say("table"));
  const head = make("div", "head");
  const row = make("div", "row");
  row.setAttribute("role", "row");
  head.setAttribute("role", "rowgroup");
  for (const [name, label] of HEADS) {
    const cell = make("div", name, label);
    cell.setAttribute("role", "columnheader");
    if (HINTS[name]) cell.title = HINTS[name];
    if (name === "evidence") cell.dataset.short = say("evidenceShort");
    row.append(cell);
  }
  const note = make("span", "note");
  note.title = say("drawsHint");
  row.querySelector(".site").append(note);
  head.append(row);
  const body = make("div", "body");
  body.setAttribute("role", "rowgroup");
  table.append(head, body);
  wrap.append(table);
  const legend = make("p", "legend");
  const live = make("p", "live");
  live.setAttribute("aria-live", "polite");
  const footer = make("div", "footer");
  root.append(legend, wrap, footer, live);
  const frame = { wrap, legend, head, note, body, footer, live, rows: new Map(), sections: new Map(), said: "", top: 0, height: 0 };
  // Noted when they change: to ask for them in a frame would lay out the page twice.
  wrap.onscroll = () => { frame.top = wrap.scrollTop; };
  new ResizeObserver(([{ contentRect }]) => { frame.height = contentRect.height; }).observe(wrap);
  return frame;
}

function drawLegend(frame, data) {
  const look = JSON.stringify([data.barTitle, data.criteria, data.additive, data.hasAnswer]);
  if (frame.legendLook === look) return;
  frame.legendLook = look;
  frame.head.querySelector(".bar").textContent = data.barTitle;
  frame.wrap.classList.toggle("without-answer", !data.hasAnswer);
  const cell = frame.legend;
  cell.replaceChildren();
  const key = (mark, text) => {
    const item = make("span", "key");
    item.append(mark, text);
    cell.append(item);
  };
  for (const criterion of data.criteria) {
    if (!criterion.isIn) continue;
    const mark = make("i");
    mark.style.background = criterion.color;
    key(mark, criterion.name);
  }
  if (data.additive) TEXTURES.forEach((text, k) => key(make("i", `texture t${k}`), text));
}

function newRow() {
  const row = make("div", "row");
  row.setAttribute("role", "row");
  const cells = {};
  for (const [name] of HEADS) {
    cells[name] = make("div", name);
    cells[name].setAttribute("role", name === "site" ? "rowheader" : "cell");
    row.append(cells[name]);
  }
  const place = make("span", "place");
  cells.rank.append(place);
  const median = make("span", "number"), range = make("span", "span");
  const scale = make("div", "scale"), reach = make("i", "reach"), middle = make("i", "middle");
  scale.append(reach, middle);
  scale.setAttribute("aria-hidden", "true");
  cells.likely.append(median, range, scale);
  const button = make("button");
  button.type = "button";
  const about = make("span", "about"), mark = make("span", "mark");
  cells.site.append(button, about, mark);
  const chance = make("span", "number"), section = make("span", "span");
  const gauge = make("div", "gauge"), filled = make("i");
  gauge.append(filled);
  gauge.setAttribute("aria-hidden", "true");
  cells.chance.append(chance, section, gauge);
  const track = make("div", "track");
  track.setAttribute("role", "img");
  const bar = make("div", "segments"), score = make("span", "score"), missing = make("span", "missing");
  track.append(bar);
  cells.bar.append(track, score, missing);
  const badge = make("span", "badge");
  cells.evidence.append(badge);
  return { row, cells, place, median, range, scale, reach, middle, button, about, mark, chance, section, gauge, filled, track, bar, score, missing, badge };
}

const segment = (color, width, title, texture) => ({ color, width: percent(width), title, texture });

// The parts of a bar; as long as they are the same parts, only their widths change.
function drawSegments(bar, wanted) {
  const look = wanted.map(({ color, texture }) => color + texture).join();
  if (bar.dataset.look !== look) {
    bar.dataset.look = look;
    bar.replaceChildren(...wanted.map(({ color, texture }) => {
      const element = make("i", `t${texture}`);
      element.style.setProperty("--color", color);
      return element;
    }));
  }
  wanted.forEach(({ width, title }, k) => {
    put(bar.children[k].style, "width", width);
    put(bar.children[k], "title", title);
  });
}

function pieces(site, data, words) {
  const scale = data.axis || 1, found = [];
  data.criteria.forEach((criterion, k) => {
    if (data.additive) {
      const whole = site.parts[k].reduce((sum, part) => sum + part, 0);
      if (whole > 0) words.push(`${criterion.name} ${twoDigits(whole)}, ${TEXTURES[site.parts[k].indexOf(Math.max(...site.parts[k]))]}`);
      site.parts[k].forEach((part, texture) => {
        if (part > 0) found.push(segment(criterion.color, part / scale, `${criterion.name}: ${twoDigits(part)}, ${TEXTURES[texture]}`, texture));
      });
      return;
    }
    const gap = site.ideal[k] * (1 - site.score);
    if (gap > 0) {
      words.push(say("ofGap", { name: criterion.name, share: percentText(site.ideal[k]) }));
      found.push(segment(criterion.color, gap, say("ofGapToIdeal", { name: criterion.name, share: percentText(site.ideal[k]) }), 0));
    }
  });
  if (!data.additive) {
    const secured = site.score * (1 - site.gapShare);
    found.unshift(segment("var(--pp-score)", secured, say("score", { score: site.scoreText }), 0),
      segment("var(--pp-score)", site.score - secured, say("onGaps", { share: percentText(site.gapShare) }), 1));
  }
  return found;
}

function drawBar(part, site, data) {
  const isRanked = site.rank !== null;
  put(part.track, "hidden", !isRanked);
  put(part.score, "textContent", isRanked ? site.scoreText : "");
  put(part.missing, "textContent", isRanked ? "" : site.missing);
  put(part.missing, "title", isRanked ? "" : site.missing);
  if (!isRanked) return;
  const words = [];
  part.track.classList.toggle("toward", !data.additive);
  drawSegments(part.bar, pieces(site, data, words));
  part.track.setAttribute("aria-label", say("barSays", { title: data.barTitle, parts: words.join("; "), score: site.scoreText }));
}

function drawPlace(part, site, data) {
  const isKnown = site.median !== undefined;
  put(part.place, "textContent", site.rank === null ? "–" : String(site.rank));
  put(part.median, "textContent", isKnown ? String(site.median) : site.rank === null ? say("notRanked") : "…");
  put(part.range, "textContent", isKnown ? site.likelyText : "");
  part.cells.likely.classList.toggle("none", site.rank === null);
  put(part.scale, "hidden", !isKnown);
  if (!isKnown) return;
  const n = Math.max(data.places, 1);
  put(part.reach.style, "left", percent((site.low - 1) / n));
  put(part.reach.style, "width", percent((site.high - site.low + 1) / n));
  put(part.middle.style, "left", percent((site.median - 0.5) / n));
}

function drawChance(part, site, data) {
  put(part.chance, "textContent", site.chanceText ?? (data.hasAnswer ? say("notDrawn") : ""));
  const note = site.rank === null ? (site.chance === undefined ? "" : say("ifRanked")) : data.isInSections ? "" : SAID.sections[site.section] ?? "";
  put(part.section, "textContent", note);
  put(part.gauge, "hidden", site.chance === undefined);
  put(part.filled.style, "width", percent(site.chance ?? 0));
}

function fill(part, site, data) {
  const look = JSON.stringify([site, data.selected === site.id, data.shortlist, data.axis, data.places, data.isInSections]);
  if (part.look === look) return;
  part.look = look;
  part.row.dataset.id = site.id;
  part.row.classList.toggle("chosen", site.id === data.selected);
  part.row.classList.toggle("listed", site.rank !== null && site.rank <= data.shortlist);
  part.row.classList.toggle("apart", site.rank === null);
  part.row.classList.toggle("cut", Boolean(site.isCut));
  put(part.button, "textContent", site.name);
  part.button.setAttribute("aria-pressed", String(site.id === data.selected));
  put(part.about, "textContent", site.about);
  put(part.mark, "textContent", site.mark ?? "");
  put(part.badge, "textContent", site.evidence);
  put(part.badge, "className", `badge ${site.evidence}`);
  put(part.badge, "title", site.evidenceTitle);
  put(part.cells.known, "textContent", site.knownText ?? "…");
  put(part.cells.step, "textContent", site.stepText ?? "…");
  put(part.cells.step, "title", site.stepText ?? "");
  drawPlace(part, site, data);
  drawChance(part, site, data);
  drawBar(part, site, data);
}

function heading(frame, name, data) {
  if (!frame.sections.has(name)) {
    const row = make("div", "section");
    row.setAttribute("role", "row");
    const cell = make("div");
    cell.setAttribute("role", "cell");
    cell.setAttribute("aria-colspan", String(HEADS.length));
    cell.append(make("b", name.replaceAll(" ", "-"), SAID.sections[name]), make("span"));
    row.append(cell);
    frame.sections.set(name, row);
  }
  const row = frame.sections.get(name);
  row.querySelector("span").textContent = data.sections[name] ?? "";
  return row;
}

// Rows glide to their new places; only those in view, and from their numbers, without asking for layout.
function slide(frame, before) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const height = frame.rowHeight || (frame.rowHeight = [...frame.rows.values()][0].row.offsetHeight);
  const first = Math.floor(frame.top / height) - 1, last = first + 24;
  [...frame.rows].forEach(([id, part], now) => {
    const old = before.get(id);
    if (old === undefined || old === now || now < first || now > last) return;
    const shift = Math.max(Math.min(old - now, 6), -6) * height;
    part.row.animate([{ transform: `translateY(${shift}px)` }, { transform: "none" }], { duration: 160, easing: "ease-out" });
  });
}

// Put the rows in their order; those that stand rightly after one another are left alone.
function arrange(body, wanted) {
  let at = body.firstChild, isSame = true;
  for (const row of wanted) {
    if (row === at) {
      at = at.nextSibling;
      continue;
    }
    isSame = false;
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
    isSame = false;
  }
  return isSame;
}

// Drawn ahead, only rows in sight are filled; the rest follows. While a slider moves none glides.
// They are filled where they stand: a row that is put elsewhere is laid out twice in its frame, first as one out of sight.
function drawRows(frame, data, choose, { isInSight, isMoving }) {
  const before = new Map([...frame.rows.keys()].map((id, place) => [id, place]));
  const kept = new Map(), wanted = [];
  const first = Math.floor(frame.top / (3 * LEAST_HEIGHT)), last = Math.ceil((frame.top + frame.height) / LEAST_HEIGHT) + 1;
  const standing = isInSight ? [...frame.rows.values()] : [];
  let section = "";
  data.rows.forEach((site, i) => {
    const next = data.rows[i + 1];
    const isListed = (one) => one.rank !== null && one.rank <= data.shortlist;
    site.isCut = isListed(site) && (!next || !isListed(next));
    const part = (isInSight ? standing[i] : frame.rows.get(site.id)) || newRow();
    kept.set(site.id, part);
    if (!isInSight || !part.look || (i >= first && i <= last)) fill(part, site, data);
    part.row.onclick = () => choose(part.row.dataset.id);
    part.button.onkeydown = (event) => step(event, frame);
    const isHeaded = data.isInSections || site.rank === null;
    if (isHeaded && site.section && site.section !== section) {
      section = site.section;
      wanted.push(heading(frame, section, data));
    }
    wanted.push(part.row);
  });
  const focused = frame.body.getRootNode().activeElement;
  const isSame = arrange(frame.body, wanted);
  if (focused && focused.isConnected && !isSame) focused.focus({ preventScroll: true });
  frame.rows = kept;
  if (!isSame && !isMoving && before.size) slide(frame, before);
}

function step(event, frame) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  const buttons = [...frame.body.querySelectorAll("button")];
  const next = buttons[buttons.indexOf(event.currentTarget) + by];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

function drawFooter(frame, data, turn) {
  const last = data.first + data.rows.length;
  frame.turn = turn;
  const look = [data.first, last, data.total, data.ranked].join();
  if (frame.footerLook === look) return;
  frame.footerLook = look;
  const apart = data.total - data.ranked;
  const range = say("sites", { first: data.first + 1, last, n: data.total });
  const told = apart ? say("parts", { text: range, ranked: data.ranked, apart }) : range;
  const text = make("span", "", data.total ? told : say("noSite"));
  const buttons = [[say("previous"), -1, data.first > 0], [say("next"), 1, last < data.total]].map(([label, by, isOn]) => {
    const button = make("button", "", label);
    button.type = "button";
    button.disabled = !isOn;
    button.onclick = () => frame.turn(by);
    return button;
  });
  frame.footer.replaceChildren(text, ...(data.total > data.rows.length ? buttons : []));
}

function draw(root, frame, data, setStateValue, pace) {
  drawLegend(frame, data);
  const choose = (id) => {
    for (const [name, part] of frame.rows) {
      part.row.classList.toggle("chosen", name === id);
      part.button.setAttribute("aria-pressed", String(name === id));
    }
    if (id === data.selected) return;
    data.selected = id;
    if (window.pilotStanding) tell(data, window.pilotStanding.ranks, window.pilotStanding.points);
    setStateValue("selected", id);
  };
  drawRows(frame, data, choose, pace);
  const view = [data.key, data.page].join();
  if (frame.view !== undefined && frame.view !== view) frame.wrap.scrollTop = 0;
  frame.view = view;
  drawFooter(frame, data, (by) => setStateValue("page", data.page + by));
  root.dataset.points = data.points.join();
}

// Tell the map which site holds which place; it may be drawn before or after the list.
function tell(data, ranks, points) {
  window.pilotStanding = { key: data.set, ranks, points, chances: data.chances, shortlist: data.shortlist, selected: data.selected };
  window.dispatchEvent(new Event("pilot-standing"));
}

// The list as the browser works it out. What there is to find out of a site that is not ranked goes with the
// criteria in force; next steps and marks wait for the server.
function drawnAhead(data, ahead) {
  const isAsBefore = data.criteria.every((criterion, k) => criterion.isIn === ahead.isIn[k]);
  const told = new Map(isAsBefore ? data.rows.map((site) => [site.id, site.missing]) : []);
  const rows = ahead.rows(data.first, data.size).map((site) => (site.rank === null ? { ...site, missing: told.get(site.id) ?? "…" } : site));
  return {
    ...data, rows, points: ahead.points, places: ahead.places, sections: ahead.sections, headline: ahead.headline,
    ranked: ahead.ranked, total: ahead.total, ranks: ahead.ranks, chances: ahead.chances,
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
    const best = data.rows[0] ? say("first", { name: data.rows[0].name }) : "";
    const text = [...(data.headline ? [`${data.headline[0]}: ${data.headline[1]}`] : []), best].join(" ");
    if (frame.said && text !== frame.said) frame.live.textContent = text;
    frame.said = text;
  }, AT_REST_MS);
}

// The server answers one step behind fast keys: its rows wait while the sliders stand elsewhere.
const isBehind = (data) => Boolean(window.pilotPoints) && window.pilotPoints.join() !== data.points.join();

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  if (!data) return;
  const root = parentElement.querySelector(".pp-list");
  const frame = root.frame || (root.frame = drawFrame(root));
  const ahead = frame.ahead;
  // The frame of the page is English; what it holds is not.
  document.documentElement.lang = SAID.language;
  window.pilotServerPoints = data.points;
  const show = (shown, note, isAhead, pace = {}) => {
    draw(root, frame, shown, setStateValue, pace);
    // What the page says besides is of the weights before; it is dimmed until the server has spoken.
    document.documentElement.toggleAttribute("data-pilot-ahead", isAhead);
    if (shown.headline) drawHeadline(shown.headline);
    frame.note.textContent = note;
    sayAtRest(frame, shown);
  };
  const confirm = () => {
    clearTimeout(frame.finishing);
    show(data, "", false);
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
    show(shown, note, true, { isInSight: true, isMoving });
    root.dataset.shown = detail.isWhole ? "in sight" : count;
    const finish = () => {
      frame.told = performance.now();
      tell(shown, shown.ranks, shown.points);
      show(shown, note, true);
      if (detail.isWhole) root.dataset.shown = "all";
    };
    // The first frame after a rest shows what is in sight; the rows below it and the map come in the next.
    frame.finishing = setTimeout(finish, isMoving ? MOVING_MS : NEXT_MS);
    if (!isMoving) return;
    if (now - frame.told > MAP_MS) {
      frame.told = now;
      tell(shown, shown.ranks, shown.points);
    }
  };
  if (ahead && ahead.key === data.key && ahead.points.join() === window.pilotPoints?.join() && isBehind(data)) showAhead(ahead);
  else confirm();
  if (frame.onPreview) window.removeEventListener("pilot-preview", frame.onPreview);
  frame.onPreview = ({ detail }) => {
    if (detail.key !== data.key) return;
    frame.ahead = detail;
    // The sliders have come to where the server is: what waited for them holds.
    if (detail.points.join() === data.points.join()) return confirm();
    showAhead(detail);
  };
  window.addEventListener("pilot-preview", frame.onPreview);
  return () => {
    window.removeEventListener("pilot-preview", frame.onPreview);
    document.documentElement.removeAttribute("data-pilot-ahead");
    document.documentElement.lang = "en";
  };
}
