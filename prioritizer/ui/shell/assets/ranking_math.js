// The arithmetic of the live preview, the same as engine/ does it: fixed scales, ideal 1, anti-ideal 0.
// Values are flat arrays, alternatives by criteria. Python stays the truth; this only draws ahead of it.

// A number with so many decimals; of two that are equally near, the even one, as Python writes it.
export function fixedText(number, digits) {
  const halves = number * 2 ** (digits + 1);
  if (!Number.isInteger(halves) || halves % 2 === 0) return number.toFixed(digits);
  const below = Math.floor(number * 10 ** digits);
  return ((below + (Math.abs(below) % 2)) / 10 ** digits).toFixed(digits);
}

// The sum of numbers, rounded once at the end (Shewchuk 1997), as math.fsum does it.
export function exactSum(numbers) {
  let partials = [];
  for (let x of numbers) {
    const kept = [];
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y, low = y - (high - x);
      if (low) kept.push(low);
      x = high;
    }
    partials = [...kept, x];
  }
  let high = 0, low = 0;
  while (partials.length) {
    const x = high, y = partials.pop();
    high = x + y;
    low = y - (high - x);
    if (low) break;
  }
  const rest = partials.at(-1) ?? 0, doubled = low * 2;
  // Halfway between two numbers, what is still left decides.
  if (low * rest > 0 && high + doubled - high === doubled) high += doubled;
  return high;
}

// The share of each node of a value tree, from the points of the nodes among their siblings; siblings that
// all have 0 share evenly, as in domain/value_tree.py. Nothing to rank where all on the root have 0.
export function treeShares(tree, points) {
  const groups = new Map();
  tree.forEach(({ parent }, k) => groups.set(parent, [...(groups.get(parent) ?? []), k]));
  const shares = [];
  for (const [parent, members] of groups) {
    const local = weightsOf(members.map((k) => points[k]));
    if (!local && parent === -1) return null;
    members.forEach((k, place) => { shares[k] = local ? local[place] : 1 / members.length; });
  }
  tree.forEach(({ parent }, k) => { if (parent >= 0) shares[k] *= shares[parent]; });
  return shares;
}

// The values of sliders that stand at these places, and the points of the criteria that follow: a slider stands on whole points, what it
// started from need not be whole. As in ui/shell/tree_points.py; `shown` is that start in whole points, as Python rounds it.
export function pointsAt(data, places, start) {
  if (!start) return leafPoints(data, places);
  const isBack = places.map((place, k) => place === start.shown[k]);
  if (isBack.every(Boolean)) return start.points;
  return leafPoints(data, places.map((place, k) => (isBack[k] ? start.sliders[k] : place)));
}

export function leafPoints(data, points) {
  const place = new Map(data.tree.map(({ id, isLeaf }, k) => [isLeaf ? id : null, k]));
  const leaves = data.criteria.map((name) => place.get(name));
  if (data.tree.every(({ isLeaf }) => isLeaf)) return leaves.map((k) => points[k]);
  const shares = treeShares(data.tree, points);
  return leaves.map((k) => (shares ? 100 * shares[k] : 0));
}

// The points that count: those of criteria that separate nobody do not, unless nothing else has any.
export function countedPoints(data, points) {
  const counted = points.map((point, k) => (data.idle.includes(data.criteria[k]) ? 0 : point));
  return counted.some((point) => point > 0) ? counted : points;
}

// Weights that sum to 1; null where nothing has any points.
export function weightsOf(counted) {
  const total = exactSum(counted);
  return total > 0 ? counted.map((point) => point / total) : null;
}

// The part of all points that lies on each node of the tree and below it.
export function nodeShares(data, counted) {
  const at = new Map(data.tree.map(({ id }, k) => [id, k])), sums = data.tree.map(() => 0);
  data.criteria.forEach((name, leaf) => {
    for (let k = at.get(name); k >= 0; k = data.tree[k].parent) sums[k] += counted[leaf];
  });
  const total = counted.reduce((sum, point) => sum + point, 0);
  return total > 0 ? sums.map((sum) => sum / total) : null;
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

// Scores at the ends that the list can be ordered by, and the part of each that rests on gaps.
export function scoreSites(data, weights) {
  const score = METHODS[data.method];
  const secured = data.secured ?? (data.secured = data.expected.map((value, cell) => (data.gap[cell] ? data.low[cell] : value)));
  const expected = score(data.expected, weights), onSecured = score(secured, weights);
  return {
    expected,
    ordered: data.order === "pessimistic" ? score(data.low, weights) : data.order === "optimistic" ? score(data.high, weights) : expected,
    gapShare: expected.map((value, i) => (value > 0 ? Math.max(value - onSecured[i], 0) / value : 0)),
  };
}
