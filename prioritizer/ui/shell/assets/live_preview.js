// While a weight is dragged, ranks in the browser and tells the list and the map; nothing is sent. On
// release the server ranks, and what it says replaces what was drawn ahead.

// A frame counts as many draws as leave time to draw, but no fewer than some. While a slider that rests is held, the browser counts the
// others; once it is let go, the server does, and the browser where the answer stays away.
const FRAME_MS = 10, FEWEST_DRAWS = 100, MOST_DRAWS = 500, SLICE_MS = 8, REST_MS = 120, SERVER_MS = 500, LOST_MS = 1500, MOST_SAID = 4;

const short = (number) => Number(number.toFixed(5));

// The points on the sliders, in the order of the tree; a branch has its own before those inside it.
function sliderPoints(data) {
  const points = data.tree.map(({ id }) => {
    const input = document.querySelector(`.st-key-weight-box-${CSS.escape(id)} input[type=range]`);
    return input ? Number(input.getAttribute("aria-valuetext") ?? input.value) : NaN;
  });
  return points.every(Number.isFinite) ? points : null;
}

function showShares(data, counted) {
  const shares = nodeShares(data, counted), isCounted = new Map(data.criteria.map((name, k) => [name, counted[k] > 0]));
  data.tree.forEach(({ id }, k) => {
    for (const place of document.querySelectorAll(`[data-share="${CSS.escape(id)}"]`)) {
      const isOut = data.idle.includes(id) && !isCounted.get(id);
      const text = isOut ? say("leftOut") : say("weight", { share: shares ? weightText(shares[k]) : "–" });
      if (place.textContent !== text) place.textContent = text;
    }
  });
}

// What a score is made of: by criterion and texture where it adds up, else its share of the gap to the ideal.
function madeOf(data, found, i) {
  const m = data.criteria.length, { weights } = found, parts = [], ideal = [];
  let distance = 0;
  for (let k = 0; k < m; k++) {
    const cell = i * m + k, part = [0, 0, 0];
    part[data.textures[cell]] = short(weights[k] * data.expected[cell]);
    parts.push(part);
    ideal.push((weights[k] * (1 - data.expected[cell])) ** 2);
    distance += ideal[k];
  }
  if (data.method === "weighted-sum") return { parts, ideal: [] };
  return { parts: [], ideal: ideal.map((square) => (distance > 0 ? short(square / distance) : 0)) };
}

function rankedRow(data, found, i) {
  const low = found.low[i], high = found.high[i];
  return {
    ...data.sites[i], section: found.sections[i], rank: found.ranks[i],
    chance: short(found.chance[i]), chanceText: percentText(found.chance[i]),
    median: found.median[i], low, high, likelyText: high > low ? `${low}–${high}` : "",
    knownText: knownText(found.knownWeight[i], data.leastKnown),
    score: short(found.expected[i]), scoreText: signed(fixedText(found.expected[i], found.digits)), gapShare: short(found.gapShare[i]),
    ...madeOf(data, found, i),
  };
}

function apartRow(data, found, i) {
  const known = { knownText: knownText(found.knownWeight[i], data.leastKnown), chance: short(found.chance[i]), chanceText: percentText(found.chance[i]) };
  return { ...data.sites[i], section: found.sections[i], rank: null, ...known };
}

// The list: ranked sites, then those of which too little is known, then those of which nothing is, counted on after the others.
function listOf(data, found) {
  const n = data.sites.length, kept = data.area && new Set(data.area);
  const isShown = (i) => (!data.evidence || data.sites[i].evidence === data.evidence) && (!kept || kept.has(data.sites[i].id));
  const ranked = found.rows.filter(isShown), apart = found.apart.filter(isShown);
  const blank = data.evidence ? [] : [...data.blankSites.keys()].filter((j) => !kept || kept.has(data.blankSites[j].id));
  const numbers = { rank: found.ranks, likely: found.median, chance: found.chance, bar: found.expected, known: found.knownWeight };
  const rank = (i) => found.ranks[i] ?? null, isForRanked = { rank: true, likely: true, bar: true };
  return {
    ranked: ranked.length,
    source: {
      order: [...ranked, ...apart, ...blank.map((j) => n + j)], rank, section: (i) => found.sections[i] ?? APART, isRanked: (i) => rank(i) !== null,
      at: (i) => (i >= n ? { ...data.blankSites[i - n], rank: null } : rank(i) !== null ? rankedRow(data, found, i) : apartRow(data, found, i)),
      number: (name, i) => (i >= n ? (name === "known" ? 0 : NaN) : isForRanked[name] && rank(i) === null ? NaN : numbers[name][i]),
    },
  };
}

function tell(state, points, detail) {
  window.dispatchEvent(new CustomEvent("pilot-preview", { detail: { points, key: state.data.listKey, ...detail } }));
}

function publish(state) {
  const { data, begun } = state, { tally, weights } = begun, found = answerOf(data, begun);
  tell(state, begun.points, {
    ...listOf(data, found), ranks: found.ranks, chances: found.chance, places: found.places, sections: found.sectionTexts, headline: found.headline,
    isIn: weights.map((weight) => weight > 0), draws: tally.done, isWhole: tally.done === data.draws,
  });
}

const loadedDraws = ({ data, levels, received }) => (levels ? Math.floor(received / (2 * data.sites.length * data.criteria.length)) : 0);

const isAnswered = ({ points }) => window.pilotServerPoints?.join() === points.join();

// The rest of the draws, a slice at a time, so that a moved slider never waits for them.
function settle(state, begun) {
  if (state.begun !== begun || (!state.isHeld && isAnswered(begun))) return;
  const wait = state.isHeld ? 0 : (state.letGo ?? 0) + SERVER_MS - performance.now();
  if (wait > 0) return void setTimeout(settle, wait, state, begun);
  const { tally } = begun, until = performance.now() + SLICE_MS, loaded = loadedDraws(state);
  while (tally.done < loaded && performance.now() < until) count(tally, state.levels, Math.min(loaded, tally.done + 10));
  if (tally.done < state.data.draws) setTimeout(settle, tally.done < loaded ? 0 : REST_MS, state, begun);
  else publish(state);
}

function preview(state) {
  const { data } = state, start = performance.now(), points = sliderPoints(data), text = points?.join();
  window.pilotPoints = data.isLive ? points : null;
  if (!points || text === state.shown) return;
  state.timesSaid = 0;
  comeToRest(state);
  const spare = state.begun?.tally ?? state.spare;
  Object.assign(state, { shown: text, begun: null, spare });
  const counted = countedPoints(data, pointsAt(data, points, window.pilotStart)), weights = weightsOf(counted);
  showShares(data, counted);
  if (!weights) return;
  const atOnce = Math.min(loadedDraws(state), MOST_DRAWS);
  if (!data.isLive || !atOnce) return tell(state, points, { waits: true });
  state.begun = { ...beginAnswer(data, weights, spare), points };
  const { tally } = state.begun;
  count(tally, state.levels, Math.min(atOnce, FEWEST_DRAWS));
  while (tally.done < atOnce && performance.now() < start + FRAME_MS) count(tally, state.levels, Math.min(atOnce, tally.done + 20));
  publish(state);
  if (tally.done < data.draws) setTimeout(settle, state.isHeld ? REST_MS : SERVER_MS, state, state.begun);
  state.root.dataset.frame = (performance.now() - start).toFixed(1);
}

// The draws come once per problem, beside the page's own messages; a frame takes those that are there. The tab keeps the last that came
// whole, in its memory alone: whoever comes back to the page from another one has them at once.
async function load(state, address) {
  const kept = window.pilotDraws;
  if (kept?.address === address) {
    Object.assign(state, { levels: kept.levels, received: kept.levels.byteLength, address });
    state.root.dataset.draws = loadedDraws(state);
    return;
  }
  const { sites, criteria, draws } = state.data, buffer = new ArrayBuffer(2 * sites.length * criteria.length * draws);
  window.pilotDraws = null;
  Object.assign(state, { levels: new Uint16Array(buffer), received: 0, address });
  try {
    const answer = await fetch(new URL(address, document.baseURI));
    if (!answer.ok) throw new Error(answer.statusText);
    const reader = answer.body.getReader(), bytes = new Uint8Array(buffer);
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (state.address !== address) return reader.cancel();
      bytes.set(part.value, state.received);
      state.received += part.value.length;
      state.root.dataset.draws = loadedDraws(state);
    }
    if (state.received === buffer.byteLength) window.pilotDraws = { address, levels: state.levels };
  } catch {
    // Without draws the list waits for the server, as it does for other methods.
    if (state.address === address) Object.assign(state, { levels: null, address: "" });
  }
}

function take(state, text) {
  const sent = JSON.parse(text);
  Object.assign(state, { sent: text, begun: null, data: decoded(sent) });
  if (!sent.isLive) Object.assign(state, { levels: null, address: "" });
  else if (state.address !== sent.address) load(state, sent.address);
}

// A message may be lost where many come at once, and on a busy server what it asks for may be cut short. Where the
// server has come to rest on other points than the sliders show, they are said again: a few times per change, less and less often.
function comeToRest(state) {
  clearTimeout(state.resting);
  const check = (seen, wait) => {
    const points = sliderPoints(state.data)?.join(), server = window.pilotServerPoints?.join();
    if (points && points === server) return;
    // A list that was drawn anew while nobody told it of the weight that is held.
    if (state.isHeld && points && points !== window.pilotShownPoints) return state.again();
    // A slider that is held is not let go yet, however long it rests.
    const isIdle = !state.isHeld && document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning", isStill = isIdle && points && points === seen && server;
    if (isStill && state.timesSaid >= MOST_SAID) return;
    if (isStill) {
      state.timesSaid += 1;
      state.say({ points: points.split(",").map(Number), at: Date.now() });
    }
    const next = isStill ? 2 * wait : wait;
    state.resting = setTimeout(check, next, isIdle ? points : "", next);
  };
  state.resting = setTimeout(check, LOST_MS, "", LOST_MS);
}

export default function (component) {
  const { data: bytes, parentElement, setStateValue } = component;
  if (!bytes) return;
  const text = new TextDecoder().decode(bytes);
  const root = parentElement.querySelector(".pp-live");
  const state = root.state || (root.state = { root, timesSaid: 0 });
  state.say = (standing) => setStateValue("standing", standing);
  if (state.sent !== text) take(state, text);
  state.again = () => { state.shown = null; preview(state); };
  state.shown = sliderPoints(state.data)?.join();
  window.pilotPoints = state.data.isLive ? sliderPoints(state.data) : null;
  comeToRest(state);
  if (state.observer) return;
  let isWaiting = false;
  // A slider moves, or a new one takes its place with other points.
  const isSlider = ({ target, addedNodes }) =>
    target.type === "range" || [...addedNodes].some((node) => node.querySelector?.("input[type=range]"));
  state.observer = new MutationObserver((changes) => {
    if (isWaiting || !changes.some(isSlider)) return;
    isWaiting = true;
    // After the frame, so that a key's message to the server is not held up by the drawing.
    requestAnimationFrame(() => setTimeout(() => { isWaiting = false; preview(state); }));
  });
  const again = () => state.again();
  window.addEventListener("pilot-behind", again);
  state.observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-valuetext"] });
  // Of a press that opens a menu no page may hear the end.
  const hold = ({ type, button }) => {
    state.isHeld = type === "pointerdown" && button === 0;
    if (!state.isHeld) state.letGo = performance.now();
  };
  for (const name of ["pointerdown", "pointerup", "pointercancel"]) window.addEventListener(name, hold, true);
  return () => {
    state.observer.disconnect();
    for (const name of ["pointerdown", "pointerup", "pointercancel"]) window.removeEventListener(name, hold, true);
    window.removeEventListener("pilot-behind", again);
    clearTimeout(state.resting);
    Object.assign(state, { observer: null, begun: null });
    window.pilotPoints = null;
  };
}
