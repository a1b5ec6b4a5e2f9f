// A row of the list: its cells, its bar, its place, and on a phone its reasons.
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
const HEADS = [["rank", "rank"], ["likely", "likely-head"], ...["site", ...EXTRA, "chance", "bar", "evidence", "known", "step"].map((name) => [name, name])]
  .map(([name, text]) => [name, say(text)]);
const titleOf = (name) => HEADS.find(([other]) => other === name)[1];
const HINTS = Object.fromEntries(["likely", "chance", "evidence", "known", "step"].map((name) => [name, say(`${name}Hint`)]));
// How much room each column takes, by the width of the list.
const TRACKS = {
  wide: { rank: "30px", likely: "76px", site: "minmax(0, 5fr)", chance: "84px", bar: "minmax(0, 3.6fr)", evidence: "26px", known: "46px", step: "minmax(0, 4.6fr)" },
  middle: { rank: "30px", likely: "72px", site: "minmax(0, 6fr)", chance: "80px", bar: "minmax(0, 3.6fr)", evidence: "26px", known: "46px" },
};
const EXTRA_TRACKS = { country: "minmax(62px, 1.6fr)", waste: "minmax(62px, 1.4fr)", metal: "minmax(52px, 1.4fr)" }, PIN_TRACK = "26px";
const AT_REST_MS = 700, MOVING_MS = 150, MAP_MS = 250, NEXT_MS = 40, ASK_MS = 300, KEEP_MS = 1500;
const MARGIN_ROWS = 6, MOST_PINS = 4, MOST_PRINTED = 100, NARROW = 560, MIDDLE = 720, HEADING = 34;
const GHOST_ID = "what-if";
const ROW_HEIGHTS = { wide: 66, middle: 84, narrow: 138 };
const TEXTURES = [0, 1, 2].map((k) => say(`texture${k}`));
const twoDigits = (number) => signed(number.toFixed(2));
const compareTexts = new Intl.Collator(SAID.language, { numeric: true }).compare;

function drawLegend(frame, data) {
  const look = JSON.stringify([data.barTitle, data.criteria, data.additive, data.hasAnswer]);
  if (frame.legendLook === look) return;
  frame.legendLook = look;
  frame.head.querySelector(".bar").textContent = data.barTitle;
  frame.hasAnswer = data.hasAnswer;
  frame.tracks = "";
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

let made = 0;

function newRow(frame) {
  const row = make("div", "row");
  row.setAttribute("role", "row");
  row.id = `row-${made++}`;
  const cells = {};
  for (const name of [...HEADS.map(([head]) => head), "pin"]) {
    cells[name] = make("div", name);
    cells[name].setAttribute("role", name === "site" ? "rowheader" : "gridcell");
    row.append(cells[name]);
  }
  const pin = make("button", "pinned");
  Object.assign(pin, { type: "button", tabIndex: -1, onclick: (event) => { event.stopPropagation(); frame.pin(row.dataset.id); } });
  cells.pin.append(pin);
  const reasons = make("div", "reasons");
  reasons.setAttribute("role", "gridcell");
  row.append(reasons);
  row.onclick = () => frame.choose(row.dataset.id);
  const place = make("span", "place");
  cells.rank.append(place);
  const median = make("span", "number"), range = make("span", "span");
  const scale = make("div", "scale"), reach = make("i", "reach"), middle = make("i", "middle");
  scale.append(reach, middle);
  scale.setAttribute("aria-hidden", "true");
  cells.likely.append(median, range, scale);
  const button = make("button");
  button.type = "button";
  button.tabIndex = -1;
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
  return { row, cells, pin, reasons, place, median, range, scale, reach, middle, button, about, mark, chance, section, gauge, filled, track, bar, score, missing, badge };
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

function drawChance(part, site, data, isHeaded) {
  put(part.chance, "textContent", site.chanceText ?? (data.hasAnswer ? say("notDrawn") : ""));
  const note = site.rank === null ? (site.chance === undefined ? "" : say("ifRanked")) : isHeaded ? "" : SAID.sections[site.section] ?? "";
  put(part.section, "textContent", note);
  put(part.gauge, "hidden", site.chance === undefined);
  put(part.filled.style, "width", percent(site.chance ?? 0));
}

// What the server has said of the chosen site since it was chosen.
const reasonsOf = (id) => (window.pilotReasons?.id === id ? window.pilotReasons.lines : null);

function fillReasons(frame, part, data, isOpen) {
  part.row.classList.toggle("open", isOpen);
  if (!isOpen) return part.reasons.replaceChildren();
  const told = reasonsOf(data.selected) ?? [["", "…"]];
  part.reasons.replaceChildren(...told.map(([start, text]) => {
    const line = make("p");
    if (start) line.append(make("b", "", `${start} `));
    line.append(text);
    return line;
  }));
}

function fill(frame, part, site, i, data) {
  const isChosen = site.id === data.selected, isOpen = isChosen && frame.kind === "narrow" && frame.closed !== site.id, isPinned = frame.pins.includes(site.id);
  const tried = frame.tried?.site === i ? frame.tried.mark : "", mark = tried || (site.mark ?? "");
  const look = JSON.stringify([site, isChosen, tried, isPinned, isOpen && reasonsOf(site.id), data.shortlist, data.axis, data.places, frame.isHeaded]);
  if (part.look === look) return;
  part.look = look;
  part.row.dataset.id = site.id;
  part.row.classList.toggle("chosen", isChosen);
  part.row.setAttribute("aria-selected", String(isChosen));
  part.row.classList.toggle("listed", site.rank !== null && site.rank <= data.shortlist);
  part.row.classList.toggle("apart", site.rank === null);
  part.row.classList.toggle("cut", Boolean(site.isCut));
  part.row.classList.toggle("marked", Boolean(mark));
  part.row.classList.toggle("tried", Boolean(tried));
  put(part.button, "textContent", site.name);
  part.button.setAttribute("aria-pressed", String(isChosen));
  put(part.about, "textContent", site.about);
  put(part.mark, "textContent", mark);
  put(part.badge, "textContent", site.evidence);
  put(part.badge, "className", `badge ${site.evidence}`);
  put(part.badge, "title", site.evidenceTitle);
  put(part.cells.known, "textContent", site.knownText ?? "…");
  part.cells.known.dataset.word = ` ${say("known").toLowerCase()}`;
  put(part.cells.step, "textContent", site.stepText ?? "…");
  put(part.cells.step, "title", site.stepText ?? "");
  const texts = textsOf(frame.facts);
  for (const name of EXTRA) put(part.cells[name], "textContent", texts[name](i));
  put(part.pin, "textContent", isPinned ? "◆" : "◇");
  part.pin.setAttribute("aria-pressed", String(isPinned));
  part.pin.setAttribute("aria-label", say("pin", { name: site.name }));
  part.pin.title = say("pin", { name: site.name });
  drawPlace(part, site, data);
  drawChance(part, site, data, frame.isHeaded);
  drawBar(part, site, data);
  fillReasons(frame, part, data, isOpen);
}

// The row of a what-if, beside the answer and no part of it: its numbers, what is tried out, and the way to the row of the answer.
function newGhost(frame) {
  const row = make("div", "row"), cells = {};
  row.classList.add("ghost");
  Object.assign(row, { id: "row-what-if", onclick: () => frame.choose(GHOST_ID) });
  row.dataset.id = GHOST_ID;
  row.setAttribute("role", "row");
  for (const name of [...HEADS.map(([head]) => head), "pin"]) {
    cells[name] = make("div", name);
    cells[name].setAttribute("role", name === "site" ? "rowheader" : "gridcell");
    row.append(cells[name]);
  }
  const parts = {
    place: make("span", "place"), median: make("span", "number"), range: make("span", "span"), chip: make("span", "chip"), name: make("b"), about: make("span", "about"), text: make("span", "missing"),
    chance: make("span", "number"), section: make("span", "span"), filled: make("i"),
  };
  const gauge = make("div", "gauge"), head = make("span", "name");
  gauge.setAttribute("aria-hidden", "true");
  gauge.append(parts.filled);
  head.append(parts.chip, " ", parts.name);
  cells.rank.append(parts.place);
  cells.likely.append(parts.median, parts.range);
  cells.site.append(head, parts.about);
  cells.bar.append(parts.text);
  cells.chance.append(parts.chance, parts.section, gauge);
  return { row, cells, gauge, ...parts };
}

function fillGhost(part, tried, facts, shortlist) {
  part.row.classList.toggle("listed", tried.rank <= shortlist);
  put(part.place, "textContent", String(tried.rank));
  put(part.median, "textContent", tried.median);
  put(part.range, "textContent", tried.range);
  put(part.chip, "textContent", tried.chip);
  put(part.name, "textContent", facts.sites.name[tried.site]);
  put(part.about, "textContent", facts.sites.about[tried.site]);
  put(part.text, "textContent", tried.text);
  part.row.title = tried.text;
  put(part.chance, "textContent", tried.chanceText);
  put(part.section, "textContent", SAID.sections[tried.section] ?? "");
  put(part.gauge, "hidden", tried.chance === null);
  put(part.filled.style, "width", percent(tried.chance ?? 0));
  put(part.cells.step, "textContent", tried.note);
  part.cells.step.title = tried.note;
}
