// Drawn values to chances, count by count as engine/draws/chances.py makes them: the same plain operations in
// the same order, so that the same draws give the same counts to the last bit.

const LARGEST = 65535;
const QUANTILES = [0.05, 0.5, 0.95];

// Counts over draws that can be taken up again; `weights` sum to 1, `competing` says who takes part. The memory
// of a tally that is needed no more serves again, however many take part now.
export function newTally(n, { weights, method, top, competing }, spare) {
  const rivals = Int32Array.from(competing.keys()).filter((i) => competing[i]);
  const rest = Int32Array.from(competing.keys()).filter((i) => !competing[i]);
  const memory = spare?.n === n ? spare.memory : new Uint32Array(n * n);
  return {
    n, weights: Float64Array.from(weights), whole: wholeOf(weights), method, top, competing, rivals, rest, done: 0,
    listed: new Float64Array(n),
    // How often each rival had each place, rival by rival.
    memory, places: memory.subarray(0, rivals.length * rivals.length).fill(0),
    scores: new Float64Array(n), merits: new Float64Array(rivals.length),
    order: new Int32Array(rivals.length), bucketOf: new Int32Array(rivals.length), ends: new Int32Array(rivals.length + 1),
  };
}

// Whole numbers in the proportions of some weights, so that sums are exact, as `whole_weights` in Python.
function wholeWeights(weights) {
  const least = Math.min(...weights.filter((weight) => weight > 0));
  for (let factor = 1; factor <= 100; factor++) {
    const parts = weights.map((weight) => (weight / least) * factor), whole = parts.map((part) => Math.floor(part + 0.5));
    if (Math.max(...parts) > 1e6) break;
    if (parts.every((part, k) => Math.abs(part - whole[k]) < 1e-7)) return whole;
  }
  return weights.map((weight) => Math.floor(weight * 68719476736 + 0.5));
}

function wholeOf(weights) {
  const whole = wholeWeights(Array.from(weights));
  return { weights: Float64Array.from(whole), scale: whole.reduce((sum, weight) => sum + weight, 0) * LARGEST };
}

// The scores of all sites in one draw, whose levels begin at `start`.
const SCORE = {
  "weighted-sum": (scores, levels, start, weights, whole) => {
    const n = scores.length, m = weights.length;
    for (let i = 0, at = start; i < n; i++) {
      let total = 0;
      for (let k = 0; k < m; k++, at++) total += whole.weights[k] * levels[at];
      scores[i] = total / whole.scale;
    }
  },
  topsis: (scores, levels, start, weights) => {
    const n = scores.length, m = weights.length;
    for (let i = 0, at = start; i < n; i++) {
      let toIdeal = 0, toAntiIdeal = 0;
      for (let k = 0; k < m; k++, at++) {
        const value = levels[at] / LARGEST, gap = weights[k] * (1 - value), lead = weights[k] * value;
        toIdeal += gap * gap;
        toAntiIdeal += lead * lead;
      }
      toIdeal = Math.sqrt(toIdeal);
      toAntiIdeal = Math.sqrt(toAntiIdeal);
      scores[i] = toAntiIdeal / (toIdeal + toAntiIdeal);
    }
  },
};

// Count draws up to, but without, `until`. `levels` are draws by sites by criteria.
export function count(tally, levels, until) {
  const { scores, weights, method } = tally, size = scores.length * weights.length;
  for (; tally.done < until; tally.done++) {
    SCORE[method](scores, levels, tally.done * size, weights, tally.whole);
    countPlaces(tally);
    countListed(tally);
  }
  return tally;
}

// Put the rivals in order by falling score: into as many buckets as there are rivals, then the few that stand
// wrongly inside a bucket by insertion. Equal scores stand in any order.
function sortRivals({ rivals, scores, merits, order, bucketOf, ends }) {
  const n = rivals.length;
  let least = Infinity, most = -Infinity;
  for (let j = 0; j < n; j++) {
    const merit = (merits[j] = scores[rivals[j]]);
    if (merit < least) least = merit;
    if (merit > most) most = merit;
  }
  const scale = most > least ? (n - 1) / (most - least) : 0;
  ends.fill(0);
  for (let j = 0; j < n; j++) ends[(bucketOf[j] = ((most - merits[j]) * scale) | 0)]++;
  for (let b = 0, sum = 0; b < n; b++) {
    const size = ends[b];
    ends[b] = sum;
    sum += size;
  }
  for (let j = 0; j < n; j++) order[ends[bucketOf[j]]++] = j;
  for (let place = 1; place < n; place++) {
    const j = order[place], merit = merits[j];
    let before = place - 1;
    while (before >= 0 && merits[order[before]] < merit) {
      order[before + 1] = order[before];
      before--;
    }
    order[before + 1] = j;
  }
}

function countPlaces(tally) {
  sortRivals(tally);
  const { order, merits, places } = tally, n = order.length;
  for (let k = 0, place = 0; k < n; k++) {
    if (k === 0 || merits[order[k]] !== merits[order[k - 1]]) place = k;
    places[order[k] * n + place]++;
  }
}

// Those that tie for the last places share them; the others are compared with the last one listed.
function countListed({ rivals, rest, scores, merits, order, top, listed }) {
  const n = rivals.length, last = merits[order[Math.min(top, n) - 1]];
  let above = 0, ended = 0;
  while (above < n && merits[order[above]] > last) above++;
  ended = above;
  while (ended < n && merits[order[ended]] === last) ended++;
  const isForAll = top >= n, free = top - above, tied = ended - above;
  if (isForAll) for (let j = 0; j < n; j++) listed[rivals[j]] += 1;
  else {
    for (let k = 0; k < above; k++) listed[rivals[order[k]]] += 1;
    for (let k = above; k < ended; k++) listed[rivals[order[k]]] += free / tied;
  }
  for (let j = 0; j < rest.length; j++) {
    const score = scores[rest[j]];
    if (score > last || (isForAll && score === last)) listed[rest[j]] += 1;
    else if (score === last) listed[rest[j]] += free / (tied + 1);
  }
}

// What the draws counted so far say: the chance of each, and the places of those that compete (0 of the others).
export function chances({ n, done, listed, places, rivals }) {
  const found = { chance: listed.map((sum) => sum / done), low: new Int32Array(n), median: new Int32Array(n), high: new Int32Array(n) };
  const wanted = QUANTILES.map((share) => Math.max(0, Math.ceil(share * done) - 1));
  const names = ["low", "median", "high"], size = rivals.length;
  for (let j = 0; j < size; j++) {
    for (let place = 0, seen = 0, q = 0; q < 3; place++) {
      seen += places[j * size + place];
      while (q < 3 && seen > wanted[q]) found[names[q++]][rivals[j]] = place + 1;
    }
  }
  return found;
}
