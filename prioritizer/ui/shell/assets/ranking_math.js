// The arithmetic of the live preview, the same as engine/ does it: fixed scales, ideal 1, anti-ideal 0.
// Values are flat arrays, alternatives by criteria. Python stays the truth; this only draws ahead of it.

export function decodeFloats(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Float64Array(bytes.buffer);
}

export function normalized(points) {
  const total = points.reduce((sum, point) => sum + point, 0);
  return total > 0 ? points.map((point) => point / total) : null;
}

// The share of each node of a value tree, from the points of the nodes among their siblings; siblings that
// all have 0 share evenly, as in domain/value_tree.py. Nothing to rank where all on the root have 0.
export function treeShares(tree, points) {
  const groups = new Map();
  tree.forEach(({ parent }, k) => groups.set(parent, [...(groups.get(parent) ?? []), k]));
  const shares = [];
  for (const [parent, members] of groups) {
    const local = normalized(members.map((k) => points[k]));
    if (!local && parent === -1) return null;
    members.forEach((k, place) => { shares[k] = local ? local[place] : 1 / members.length; });
  }
  tree.forEach(({ parent }, k) => { if (parent >= 0) shares[k] *= shares[parent]; });
  return shares;
}

export function leafShares(data, shares) {
  const place = new Map(data.tree.map(({ id, isLeaf }, k) => [isLeaf ? id : null, k]));
  return data.criteria.map((name) => shares[place.get(name)]);
}

// The same shares with the criteria that are left out at 0 and the others making up the whole. Where nothing
// else has weight they stay as they are, as in workflow/ranking/answer.py.
export function inForce(data, shares) {
  if (!shares || !data.leftOut.length) return shares;
  const isOut = data.tree.map(({ id, isLeaf }) => isLeaf && data.leftOut.includes(id));
  const total = data.tree.reduce((sum, { isLeaf }, k) => sum + (isLeaf && !isOut[k] ? shares[k] : 0), 0);
  if (total <= 0) return shares;
  const kept = data.tree.map(({ isLeaf }, k) => (isLeaf && !isOut[k] ? shares[k] / total : 0));
  // Parents stand before their members: from the last node up, each gives its share to its parent.
  for (let k = kept.length - 1; k >= 0; k--) if (data.tree[k].parent >= 0) kept[data.tree[k].parent] += kept[k];
  return kept;
}

const rounded = (number) => Number(number.toPrecision(12));

export function weightedSum(values, weights) {
  const m = weights.length;
  return Float64Array.from({ length: values.length / m }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < m; k++) sum += weights[k] * values[i * m + k];
    return rounded(sum);
  });
}

export function closeness(values, weights) {
  const m = weights.length;
  return Float64Array.from({ length: values.length / m }, (_, i) => {
    let toIdeal = 0, toAntiIdeal = 0;
    for (let k = 0; k < m; k++) {
      toIdeal += (weights[k] * (values[i * m + k] - 1)) ** 2;
      toAntiIdeal += (weights[k] * values[i * m + k]) ** 2;
    }
    const near = Math.sqrt(toIdeal), far = Math.sqrt(toAntiIdeal);
    return near + far > 0 ? rounded(far / (near + far)) : 0.5;
  });
}

export const METHODS = { "weighted-sum": weightedSum, topsis: closeness };

export function ranks(scores) {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a]);
  const result = new Int32Array(scores.length);
  order.forEach((i, place) => {
    const before = order[place - 1];
    result[i] = place && scores[before] === scores[i] ? result[before] : place + 1;
  });
  return result;
}

// How many of a rising array are above a number.
function above(sorted, number) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] > number) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
}

export function rankIntervals(low, high) {
  const lows = Float64Array.from(low).sort(), highs = Float64Array.from(high).sort();
  const best = Int32Array.from(high, (score) => 1 + above(lows, score));
  const worst = Int32Array.from(low, (score, i) => 1 + above(highs, score) - (high[i] > score ? 1 : 0));
  return { best, worst };
}

export function rankSites(data, points) {
  const weights = normalized(points);
  if (!weights) return null;
  const score = METHODS[data.method];
  const secured = data.expected.map((value, cell) => (data.gap[cell] ? data.low[cell] : value));
  const scores = { low: score(data.low, weights), expected: score(data.expected, weights), high: score(data.high, weights) };
  const onSecured = score(secured, weights);
  const chosen = { expected: scores.expected, pessimistic: scores.low, optimistic: scores.high }[data.order];
  return {
    weights, secured, ...scores, ranks: ranks(chosen), places: rankIntervals(scores.low, scores.high),
    gapShare: scores.expected.map((value, i) => (value > 0 ? Math.max(value - onSecured[i], 0) / value : 0)),
  };
}
