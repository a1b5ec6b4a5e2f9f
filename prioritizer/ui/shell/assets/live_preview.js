// While a weight is dragged, ranks in the browser and tells the list and the map; nothing is sent. On
// release the server ranks, and what it says replaces what was drawn ahead.

const short = (number) => Number(number.toFixed(5));

// The points on the sliders, in the order of the tree; a branch has its own before those inside it.
function sliderPoints(data) {
  const points = data.tree.map(({ id }) => {
    const input = document.querySelector(`.st-key-weight-box-${CSS.escape(id)} input[type=range]`);
    return input ? Number(input.getAttribute("aria-valuetext") ?? input.value) : NaN;
  });
  return points.every(Number.isFinite) ? points : null;
}

// The places of all sites that the map knows; those that are not ranked have none.
function everywhere(data, ranks) {
  const places = Array(data.total).fill(null);
  data.rows.forEach((row, i) => { places[row] = ranks[i]; });
  return places;
}

function showShares(data, shares) {
  data.tree.forEach(({ id }, k) => {
    for (const place of document.querySelectorAll(`[data-share="${CSS.escape(id)}"]`)) {
      const text = data.leftOut.includes(id) ? "left out" : `weight ${shares ? weightText(shares[k]) : "–"}`;
      if (place.textContent !== text) place.textContent = text;
    }
  });
}

// A row as drawn ahead: its score and its parts. Chances and likely places wait for the server.
function rowOf(data, found, i) {
  const m = data.criteria.length, { weights } = found;
  const parts = [], ideal = [];
  let distance = 0;
  for (let k = 0; k < m; k++) {
    const cell = i * m + k, part = [0, 0, 0];
    part[data.textures[i][k]] = short(weights[k] * data.expected[cell]);
    parts.push(part);
    ideal.push((weights[k] * (1 - data.expected[cell])) ** 2);
    distance += ideal[k];
  }
  const isAdditive = data.method === "weighted-sum";
  return {
    ...data.sites[i],
    rank: found.ranks[i], section: "", isAhead: true,
    score: short(found.expected[i]), scoreText: found.expected[i].toFixed(2), gapShare: short(found.gapShare[i]),
    parts: isAdditive ? parts : [],
    ideal: isAdditive ? [] : ideal.map((square) => (distance > 0 ? short(square / distance) : 0)),
  };
}

function preview(state) {
  const { data } = state;
  const points = sliderPoints(data);
  window.pilotPoints = data.isLive ? points : null;
  if (!points) return;
  const shares = inForce(data, treeShares(data.tree, points));
  const found = data.isLive && shares ? rankSites(data, leafShares(data, shares)) : null;
  showShares(data, shares);
  const text = points.join();
  if (!found || text === state.shown) return;
  state.shown = text;
  const ids = data.sites.map((site) => site.id);
  const order = ids.map((_, i) => i).sort((a, b) => found.ranks[a] - found.ranks[b] || (ids[a] < ids[b] ? -1 : 1));
  const detail = {
    points, key: data.key,
    rowsFrom: (first, count) => order.slice(first, first + count).map((i) => rowOf(data, found, i)),
    ranks: everywhere(data, found.ranks),
  };
  window.dispatchEvent(new CustomEvent("pilot-preview", { detail }));
}

export default function (component) {
  const { data: bytes, parentElement } = component;
  if (!bytes) return;
  const sent = JSON.parse(new TextDecoder().decode(bytes));
  const root = parentElement.querySelector(".pp-live");
  const state = root.state || (root.state = {});
  if (state.key !== sent.key) {
    state.key = sent.key;
    state.data = { ...sent, ...Object.fromEntries(["low", "expected", "high", "gap"].map((name) => [name, decodeFloats(sent[name])])) };
  }
  state.shown = sliderPoints(state.data)?.join();
  window.pilotPoints = sent.isLive ? sliderPoints(state.data) : null;
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
  state.observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-valuetext"] });
  return () => { state.observer.disconnect(); state.observer = null; window.pilotPoints = null; };
}
