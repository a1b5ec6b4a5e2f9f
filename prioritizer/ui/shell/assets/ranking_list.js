// The ranked list: draws the rows it is given, moves them to their new places, reports a selection.
// Texts go in through textContent only; what a file says never becomes markup.

const make = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};
const percent = (part) => `${(100 * part).toFixed(3)}%`;
const HEADS = [["rank", "Rank"], ["site", "Site"], ["bar", "What the score is made of"], ["score", "Score"], ["odds", "Listed in"], ["evidence", "Evidence"]];

function drawFrame(root) {
  const wrap = make("div", "wrap");
  const table = make("div", "table");
  table.setAttribute("role", "table");
  const head = make("div", "head");
  const row = make("div", "row");
  row.setAttribute("role", "row");
  head.setAttribute("role", "rowgroup");
  for (const [name, label] of HEADS) {
    const cell = make("div", name, label);
    cell.setAttribute("role", "columnheader");
    row.append(cell);
  }
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
  return { wrap, legend, head, body, footer, live, rows: new Map(), best: "" };
}

function drawLegend(frame, data) {
  const look = JSON.stringify([data.barTitle, data.criteria, data.hasGaps]);
  if (frame.legendLook === look) return;
  frame.legendLook = look;
  frame.head.querySelector(".bar").textContent = data.barTitle;
  const cell = frame.legend;
  cell.replaceChildren();
  for (const criterion of data.criteria) {
    const item = make("span", "key");
    const mark = make("i");
    mark.style.background = criterion.color;
    item.append(mark, criterion.name);
    cell.append(item);
  }
  if (data.hasGaps) {
    const item = make("span", "key");
    item.append(make("i", "hatch"), "rests on gaps");
    cell.append(item);
  }
  const ends = make("span", "key");
  ends.append(make("i", "ends"), "what is possible");
  cell.append(ends);
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
  const span = make("span", "span");
  cells.rank.append(place, span);
  const button = make("button");
  button.type = "button";
  const about = make("span", "about");
  cells.site.append(button, about);
  const track = make("div", "track");
  track.setAttribute("role", "img");
  const bar = make("div", "segments");
  const whisker = make("div", "whisker");
  const dot = make("div", "dot");
  track.append(bar, whisker, dot);
  cells.bar.append(track);
  const score = make("span", "number");
  const interval = make("span", "span");
  cells.score.append(score, interval);
  const odds = make("span", "share");
  const band = make("span", "span");
  cells.odds.append(odds, band);
  const badge = make("span", "badge");
  const gap = make("span", "span");
  cells.evidence.append(badge, gap);
  return { row, place, span, button, about, track, bar, whisker, dot, score, interval, odds, band, badge, gap };
}

function segment(color, width, title, hatched) {
  const element = make("i", hatched ? "hatch" : "");
  element.style.width = percent(width);
  element.style.setProperty("--color", color);
  element.title = title;
  return element;
}

function drawBar(part, site, data) {
  const scale = data.axis || 1;
  const pieces = [];
  const words = [];
  data.criteria.forEach((criterion, k) => {
    if (data.additive) {
      const secured = site.secured[k], onGaps = site.gaps[k];
      words.push(`${criterion.name} ${(secured + onGaps).toFixed(2)}`);
      if (secured > 0) pieces.push(segment(criterion.color, secured / scale, `${criterion.name}: ${secured.toFixed(2)} from what is known`));
      if (onGaps > 0) pieces.push(segment(criterion.color, onGaps / scale, `${criterion.name}: ${onGaps.toFixed(2)} rests on gaps`, true));
    } else {
      const gap = site.ideal[k] * (1 - site.score);
      words.push(`${criterion.name} ${percentText(site.ideal[k])} of the gap`);
      if (gap > 0) pieces.push(segment(criterion.color, gap, `${criterion.name}: ${percentText(site.ideal[k])} of the gap to the ideal`));
    }
  });
  if (!data.additive) {
    const secured = site.score * (1 - site.gapShare);
    pieces.unshift(segment("#3b4f5e", secured, `score ${site.score.toFixed(2)}`),
      segment("#3b4f5e", site.score - secured, site.gapText.replace("gaps", "of the score rests on gaps"), true));
  }
  part.track.classList.toggle("toward", !data.additive);
  part.bar.replaceChildren(...pieces);
  part.whisker.style.left = percent(site.low / scale);
  part.whisker.style.width = percent((site.high - site.low) / scale);
  part.dot.style.left = percent(site.score / scale);
  part.track.setAttribute("aria-label", `${data.barTitle}: ${words.join(", ")}. Between ${site.lowText} and ${site.highText}.`);
}

function fill(part, site, data) {
  const look = JSON.stringify([site, data.selected === site.id, data.shortlist, data.axis]);
  if (part.look === look) return;
  part.look = look;
  part.row.dataset.id = site.id;
  part.row.classList.toggle("chosen", site.id === data.selected);
  part.row.classList.toggle("listed", site.rank <= data.shortlist);
  part.row.classList.toggle("cut", Boolean(site.isCut));
  part.place.textContent = String(site.rank);
  part.span.textContent = site.places;
  part.span.title = site.placesTitle;
  part.button.textContent = site.name;
  part.button.setAttribute("aria-pressed", String(site.id === data.selected));
  part.about.textContent = site.about;
  part.score.textContent = site.scoreText;
  part.interval.textContent = `${site.lowText}–${site.highText}`;
  // Rows of the preview know no probabilities: those of other weights must not stand beside them.
  part.odds.textContent = site.oddsText ?? "…";
  part.band.textContent = site.band ?? "";
  part.badge.textContent = site.evidence;
  part.badge.className = `badge ${site.evidence}`;
  part.badge.title = site.evidenceTitle;
  part.gap.textContent = site.gapText;
  drawBar(part, site, data);
}

// Rows glide to their new places; only those in view, and from their numbers, without asking for layout.
function slide(frame, before) {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const height = frame.rowHeight || (frame.rowHeight = frame.body.firstChild.offsetHeight);
  const first = Math.floor(frame.wrap.scrollTop / height) - 1, last = first + 24;
  [...frame.rows].forEach(([id, part], now) => {
    const old = before.get(id);
    if (old === undefined || old === now || now < first || now > last) return;
    const shift = Math.max(Math.min(old - now, 6), -6) * height;
    part.row.animate([{ transform: `translateY(${shift}px)` }, { transform: "none" }], { duration: 160, easing: "ease-out" });
  });
}

function drawRows(frame, data, choose) {
  frame.wrap.classList.toggle("with-odds", Boolean(data.hasOdds));
  const before = new Map([...frame.rows.keys()].map((id, place) => [id, place]));
  const kept = new Map();
  data.rows.forEach((site, i) => {
    const next = data.rows[i + 1];
    site.isCut = site.rank <= data.shortlist && (!next || next.rank > data.shortlist);
    const part = frame.rows.get(site.id) || newRow();
    kept.set(site.id, part);
    fill(part, site, data);
    part.row.onclick = () => choose(site.id);
    part.button.onkeydown = (event) => step(event, frame);
  });
  const wanted = [...kept.values()].map((part) => part.row);
  const focused = frame.body.getRootNode().activeElement;
  const same = wanted.length === frame.body.children.length && wanted.every((row, i) => frame.body.children[i] === row);
  if (!same) frame.body.replaceChildren(...wanted);
  if (focused && focused.isConnected && !same) focused.focus({ preventScroll: true });
  frame.rows = kept;
  if (!same && before.size) slide(frame, before);
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
  const look = [data.first, last, data.total].join();
  if (frame.footerLook === look) return;
  frame.footerLook = look;
  const text = make("span", "", `Places ${data.first + 1} to ${last} of ${data.total} ranked sites`);
  const buttons = [["Previous", -1, data.first > 0], ["Next", 1, last < data.total]].map(([label, by, isOn]) => {
    const button = make("button", "", label);
    button.type = "button";
    button.disabled = !isOn;
    button.onclick = () => frame.turn(by);
    return button;
  });
  frame.footer.replaceChildren(text, ...(data.total > data.rows.length ? buttons : []));
}

function draw(root, frame, data, setStateValue) {
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
  drawRows(frame, data, choose);
  drawFooter(frame, data, (by) => setStateValue("page", data.page + by));
  root.dataset.points = data.points.join();
}

// Tell the map which site holds which place; it may be drawn before or after the list.
function tell(data, ranks, points) {
  window.pilotStanding = { key: data.set, ranks, points, shortlist: data.shortlist, selected: data.selected };
  window.dispatchEvent(new Event("pilot-standing"));
}

// The server answers one step behind fast keys: its rows wait while the sliders stand elsewhere.
const isBehind = (data) => Boolean(window.pilotPoints) && window.pilotPoints.join() !== data.points.join();

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  if (!data) return;
  const root = parentElement.querySelector(".pp-list");
  const frame = root.frame || (root.frame = drawFrame(root));
  const ahead = frame.ahead;
  const confirm = () => {
    draw(root, frame, data, setStateValue);
    tell(data, data.ranks, data.points);
    root.dataset.confirmed = data.points.join();
    const best = data.rows[0] ? `First: ${data.rows[0].name}` : "";
    if (frame.best && best !== frame.best) frame.live.textContent = best;
    frame.best = best;
  };
  if (ahead && ahead.key === data.key && ahead.points.join() === window.pilotPoints?.join() && isBehind(data)) {
    draw(root, frame, { ...data, rows: ahead.rowsFrom(data.first, data.rows.length), points: ahead.points }, setStateValue);
  } else {
    confirm();
  }
  if (frame.onPreview) window.removeEventListener("pilot-preview", frame.onPreview);
  frame.onPreview = ({ detail }) => {
    if (!detail.key.startsWith(data.key)) return;
    frame.ahead = { ...detail, key: data.key };
    // The sliders have come to where the server is: what waited for them holds.
    if (detail.points.join() === data.points.join()) return confirm();
    draw(root, frame, { ...data, rows: detail.rowsFrom(data.first, data.rows.length), points: detail.points }, setStateValue);
    tell(data, detail.ranks, detail.points);
  };
  window.addEventListener("pilot-preview", frame.onPreview);
  return () => window.removeEventListener("pilot-preview", frame.onPreview);
}
