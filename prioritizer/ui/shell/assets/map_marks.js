// The sites: thousands of marks on a canvas, and above them, with names for screen readers, those on the list and the chosen one.

const SVG = "http://www.w3.org/2000/svg";
const draw = (tag, attributes = {}) => {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};
// The chance as the list words it, from the limits of its sections.
const SECTIONS = [[0.9, "secure"], [0.5, "likely"], [0.1, "open"], [0, "out"]];
// By look: colour of the fill, and of a number on it, radius, and whether it is hatched, as a bar that rests on gaps.
const LOOKS = {
  secure: ["accent", "onAccent", 5.5], likely: ["likely", "onChosen", 5.5], open: ["accent", "ink", 5.5, true], out: ["out", "ink", 4.5], apart: ["paper", "ink", 3.2],
  v0: ["v0", "ink", 4.5], v1: ["v1", "ink", 4.5], v2: ["v2", "ink", 5], v3: ["v3", "paper", 5.5], v4: ["v4", "paper", 6], gap: ["name", "ink", 4.5, true],
  has: ["has", "paper", 5.5], none: ["paper", "ink", 3.2], place: ["accent", "onAccent", 4.5],
};
const KEYS = {
  chance: [["secure", say("keySecure", { share: percentText(0.9) })], ["likely", say("keyLikely", { share: percentText(0.5) })],
    ["open", say("keyOpen", { share: percentText(0.1) })], ["out", SAID.sections.out], ["apart", say("notRanked")]],
  value: [["v4", say("keyValue", { low: signed("0.8"), high: 1 })], ["v2", say("keyBetween", { low: signed("0.4"), high: signed("0.6") })],
    ["v0", say("keyBelow", { high: signed("0.2") })], ["gap", say("keyGap")]],
  protection: [["has", say("keyProtected")], ["none", say("keyNotProtected")]],
  metal: [["has", say("keyGrade")], ["none", say("keyNoGrade")]],
  place: [["place", say("keyPlace")]],
};
const LISTED_RADIUS = 8.5, CHOSEN_RADIUS = 10;

export function sectionWord(chance) {
  const shown = Math.floor(chance * 100 + 0.5) / 100;
  return SECTIONS.find(([least]) => shown >= least)[1];
}

// How each site looks under a way to colour them: "place" where nothing is ranked, "chance", "value:2", "metal:Cu" or "protection", parted at the colon.
export function lookOf(data, standing, [kind, which], i) {
  const { sites } = data;
  if (kind === "value") {
    const { values, gaps } = data.criteria[Number(which)];
    return gaps[i] === "1" ? "gap" : `v${Math.min(Math.floor(values[i] / 20), 4)}`;
  }
  if (kind === "metal") return sites.metals[i].split(" ").includes(which) ? "has" : "none";
  if (kind === "protection") return sites.protection[i] ? "has" : "none";
  if (kind === "place") return "place";
  const row = sites.row[i], rank = standing.ranks[row], chance = standing.chances?.[row];
  if (rank === null || rank === undefined) return "apart";
  if (chance === null || chance === undefined) return rank <= standing.shortlist ? "secure" : "out";
  return sectionWord(chance);
}

export const keysOf = (colouring) => KEYS[colouring.split(":")[0]];

function hatch(ctx, x, y, radius) {
  ctx.save();
  ctx.clip();
  ctx.lineWidth = 1.6;
  ctx.beginPath();
  for (let d = -2 * radius; d <= 2 * radius; d += 3.2) {
    ctx.moveTo(x + d - radius, y + radius);
    ctx.lineTo(x + d + radius, y - radius);
  }
  ctx.stroke();
  ctx.restore();
}

export function paintMark(ctx, [x, y], look, isOpen, radius = LOOKS[look][2]) {
  const [name, , , isHatched] = LOOKS[look], fill = COLORS[name];
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 7);
  ctx.fillStyle = isHatched ? COLORS.paper : fill;
  ctx.fill();
  ctx.strokeStyle = fill;
  if (isHatched) hatch(ctx, x, y, radius);
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 7);
  ctx.strokeStyle = look === "apart" || look === "none" ? COLORS.name : COLORS.ink;
  ctx.lineWidth = 1;
  ctx.setLineDash(isOpen ? [2.5, 1.5] : []);
  ctx.stroke();
  ctx.setLineDash([]);
}

// Each look is painted once and then copied: ten thousand copies take a few milliseconds.
const sprites = new Map();
export const forgetSprites = () => sprites.clear();
function sprite(look, isOpen, sharpness) {
  const name = [look, isOpen, sharpness].join();
  if (!sprites.has(name)) {
    const canvas = document.createElement("canvas"), side = 2 * Math.ceil(LOOKS[look][2] + 1.5);
    canvas.width = canvas.height = Math.ceil(side * sharpness);
    const ctx = canvas.getContext("2d");
    ctx.scale(sharpness, sharpness);
    paintMark(ctx, [side / 2, side / 2], look, isOpen);
    sprites.set(name, [canvas, side]);
  }
  return sprites.get(name);
}

export function paintMarks(ctx, frame, view) {
  const { sites } = view.data, { k, x, y, width, height, sharpness } = frame;
  ctx.setTransform(sharpness, 0, 0, sharpness, 0, 0);
  ctx.clearRect(0, 0, width, height);
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  const paint = (i) => {
    const at = view.places[i];
    if (!at || view.raised.has(i)) return;
    const left = at[0] * k + x, top = at[1] * k + y;
    if (left < -8 || top < -8 || left > width + 8 || top > height + 8) return;
    const [image, side] = sprite(view.looks[i], sites.open[i] === 1, sharpness);
    // On whole pixels of the screen, a copy needs no smoothing.
    ctx.drawImage(image, Math.round((left - side / 2) * sharpness), Math.round((top - side / 2) * sharpness));
  };
  // The faint ones below the strong.
  const isFaint = (i) => ["apart", "none", "out"].includes(view.looks[i]);
  for (let i = 0; i < sites.id.length; i++) if (isFaint(i)) paint(i);
  for (let i = 0; i < sites.id.length; i++) if (!isFaint(i)) paint(i);
}

// Who stands above the others: the list, from its end, and the chosen site last.
export function raisedSites(view) {
  const { ranks, shortlist, selected } = view.standing, { sites } = view.data, found = [];
  sites.id.forEach((id, i) => {
    const rank = ranks[sites.row[i]], isListed = Boolean(rank) && rank <= shortlist, isChosen = id === selected;
    if (view.places[i] && (isListed || isChosen)) found.push({ i, rank, isListed, isChosen });
  });
  return found.sort((a, b) => a.isChosen - b.isChosen || (b.rank ?? 0) - (a.rank ?? 0));
}

export const radiusOf = ({ isChosen }, view) => (isChosen ? CHOSEN_RADIUS : LISTED_RADIUS) * sizeOf(view);
// On the screen of a room, marks are read from the last row.
const sizeOf = (view) => view.data.size ?? 1;
export const inkOf = (view, { i, isChosen }) => COLORS[isChosen ? "onChosen" : LOOKS[view.looks[i]][1]];

// Only marks that look different now are touched: most keep their look when a weight moves.
export function raise(view, choose) {
  const wanted = raisedSites(view), kept = view.raised;
  view.raised = new Map(wanted.map((one) => [one.i, kept.get(one.i) ?? newMark(view, one.i, choose)]));
  for (const [i, pair] of kept) if (!view.raised.has(i)) pair.forEach((element) => element.remove());
  const order = [];
  for (const one of wanted) {
    const [mark, text] = view.raised.get(one.i), { sites } = view.data, look = view.looks[one.i], [fill, , , isHatched] = LOOKS[look];
    const name = `mark${one.isListed ? " listed" : ""}${one.isChosen ? " chosen" : ""}${sites.open[one.i] ? " hollow" : ""}`;
    const told = JSON.stringify([COLORS.ink, name, look, one.rank, view.standing.chances?.[sites.row[one.i]]]);
    order.push(mark, text);
    if (mark.told === told) continue;
    mark.told = told;
    mark.setAttribute("class", name);
    mark.setAttribute("r", radiusOf(one, view));
    mark.style.fill = one.isChosen ? "var(--map-chosen)" : isHatched ? "url(#hatch)" : COLORS[fill];
    mark.setAttribute("aria-label", titleOf(view, one.i));
    text.setAttribute("class", name);
    text.style.fill = inkOf(view, one);
    text.style.fontSize = view.data.size ? `${10.5 * view.data.size}px` : "";
    text.style.strokeWidth = isHatched && !one.isChosen ? "3px" : "0";
    text.textContent = String(one.rank ?? "–");
  }
  const layer = view.layer;
  if (order.some((element, n) => layer.children[n] !== element)) layer.replaceChildren(...order);
}

function newMark(view, i, choose) {
  const mark = draw("circle", { role: "img" }), text = draw("text", { dy: "0.35em", "aria-hidden": "true" });
  mark.onclick = () => { if (!view.hasMoved) choose(i); };
  return [mark, text];
}

// Positions as plain attributes: a transform per mark would cost every frame of the whole page.
export function placeRaised(view) {
  for (const [i, [mark, text]] of view.raised) {
    const [x, y] = onScreen(view, view.places[i]).map((value) => value.toFixed(1));
    mark.setAttribute("cx", x);
    mark.setAttribute("cy", y);
    text.setAttribute("x", x);
    text.setAttribute("y", y);
  }
}

function valueLine({ name, values, gaps }, i) {
  const told = { name, value: signed((values[i] / 100).toFixed(2)) };
  return gaps[i] === "1" ? say("cardValueGap", told) : say("cardValue", told);
}

// The lines of the card: what the list says of the site, and what colours it.
export function linesOf(view, i) {
  const { sites, criteria } = view.data, row = sites.row[i], rank = view.standing.ranks[row], chance = view.standing.chances?.[row];
  const isRanked = rank !== null && rank !== undefined, place = isRanked ? say("cardPlace", { rank: numberText(rank) }) : view.data.isRanked ? say("cardNotRanked") : "";
  const odds = chance === null || chance === undefined ? "" : say("cardChance", { chance: percentText(chance) });
  const [kind, which] = view.colouring.split(":");
  const value = kind === "value" ? valueLine(criteria[which], i) : "";
  return [
    sites.name[i], [place, odds].filter(Boolean).join(" · "), sites.about[i], sites.grades[i], value,
    sites.protection[i] && say("cardProtection", { text: sites.protection[i] }), sites.open[i] ? say("cardUnverified") : "",
  ].filter(Boolean);
}

export const titleOf = (view, i) => linesOf(view, i).slice(0, 2).join(". ");

// The site nearest to a point, within reach of a finger or a pointer.
export function siteAt(view, [x, y], reach) {
  let best = null, least = Infinity;
  view.places.forEach((at, i) => {
    if (!at) return;
    const [left, top] = onScreen(view, at), away = Math.hypot(left - x, top - y) - (view.raised.has(i) ? LISTED_RADIUS * sizeOf(view) : 0);
    if (away < least && away < reach) { best = i; least = away; }
  });
  return best;
}
