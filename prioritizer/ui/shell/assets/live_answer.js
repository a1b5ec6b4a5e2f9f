// Weights and draws to the answer, as workflow/ranking/answer.py makes it: who is ranked, how surely each site is
// on the list, in which order, and the words for it (answer_words.py).

const APART = "too little known";
const ROUNDING = 1e-9;

const FLOATS = ["low", "expected", "high"], BYTES = ["gap", "known", "textures"];

// What the server sent, with its arrays.
export function decoded(sent) {
  const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const floats = FLOATS.map((name) => [name, new Float64Array(bytesOf(sent[name]).buffer)]);
  return { ...sent, ...Object.fromEntries([...floats, ...BYTES.map((name) => [name, bytesOf(sent[name])])]) };
}

// Σ weight × (1 − width of the interval of values) over known cells, criterion by criterion.
export function knownWeights(data, weights) {
  const m = weights.length;
  return Float64Array.from({ length: data.known.length / m }, (_, i) => {
    let sum = 0;
    for (let k = 0, cell = i * m; k < m; k++, cell++) {
      sum += weights[k] * (data.known[cell] ? 1 - (data.high[cell] - data.low[cell]) : 0);
    }
    return Math.min(Math.max(sum, 0), 1);
  });
}

// Which sites are known well enough to be ranked; all where none is.
export function competingSites(data, knownWeight) {
  const isIn = Array.from(knownWeight, (share) => data.isMiddle || share >= data.leastKnown - ROUNDING);
  return isIn.includes(true) ? isIn : isIn.map(() => true);
}

const wholePerCent = (chance) => Math.floor(chance * 100 + 0.5);

export function sectionOf(limits, chance) {
  const shown = wholePerCent(chance) / 100;
  return shown >= limits.secure ? "secure" : shown >= limits.likely ? "likely" : shown >= limits.open ? "open" : "out";
}

// What decides the order, one after the other; the lower the better.
function keysOf(data, found, scores) {
  const shown = found.chance.map((chance) => -wholePerCent(chance)), score = scores.expected.map((one) => -one);
  const byOrder = { chance: [shown, found.median, score], median: [found.median, shown, score], cautious: [found.high, found.median, score] };
  return (data.isMiddle ? null : byOrder[data.order]) ?? [scores.ordered.map((one) => -one)];
}

// The ranked sites by rank and then by id, and the rank of each; equal ones share the better rank.
export function rankRows(data, competing, found, scores) {
  const keys = keysOf(data, found, scores);
  const rows = [...competing.keys()].filter((i) => competing[i]);
  const difference = (a, b) => { for (const key of keys) if (key[a] !== key[b]) return key[a] - key[b]; return 0; };
  rows.sort((a, b) => difference(a, b) || data.byId[a] - data.byId[b]);
  const ranks = new Array(competing.length).fill(null);
  rows.forEach((i, place) => { ranks[i] = place && !difference(rows[place - 1], i) ? ranks[rows[place - 1]] : place + 1; });
  return { rows, ranks };
}

// The sites that are too little known, by falling chance in hundredths and then by id.
export function apartRows(data, competing, chance) {
  const shown = (i) => Number(fixedText(chance[i], 2));
  return [...competing.keys()].filter((i) => !competing[i]).sort((a, b) => shown(b) - shown(a) || data.byId[a] - data.byId[b]);
}

const inSection = (name, counts) => sayN(name, counts[name], { n: numberText(counts[name]) });

function apartParts(inPart, blank) {
  const words = say("withoutMass", { n: blank });
  return inPart ? say("knownInPart", { n: inPart, others: words }) : words;
}

// The line on top: how many sites stand in which section, and who is not ranked. In three parts, the middle one to stand out.
export function headline({ top, limits, blank }, counts, couldReach) {
  const ranked = counts.secure + counts.likely + counts.open + counts.out, apart = counts[APART] + blank;
  const parts = blank ? `: ${apartParts(counts[APART], blank)}` : "";
  const reach = couldReach ? `; ${say(blank ? "reachOf" : "reachOfThem", { n: couldReach, all: counts[APART] })}` : "";
  const rest = apart ? `${sayN("apart", apart, { n: numberText(apart) })}${parts}${reach}.` : "";
  return [say("start", { n: top }), sectionsText(top, limits, counts, ranked), rest];
}

function sectionsText(top, limits, counts, ranked) {
  if (ranked <= top) return sayN("noneLeftOut", ranked, { n: numberText(ranked) });
  const waiting = waitingText(top - counts.secure, limits, counts);
  return `${[inSection("secure", counts), waiting, inSection("out", counts)].filter(Boolean).join("; ")}.`;
}

// How many sites wait for the places that no secure one has.
function waitingText(free, limits, counts) {
  const waiting = sayList(["likely", "open"].filter((name) => counts[name]).map((name) => inSection(name, counts)));
  if (free <= 0) return waiting;
  const others = counts.secure ? "Other" : "", n = numberText(free);
  return waiting ? sayN(`waiting${others}`, free, { sites: waiting, n }) : sayN(`nobodyWaits${others}`, free, { n, least: percentText(limits.open) });
}

// What some weights give before anything is counted; who is ranked follows from them.
export function beginAnswer(data, weights, spare) {
  const knownWeight = knownWeights(data, weights), competing = competingSites(data, knownWeight);
  const tally = newTally(data.sites.length, { weights, method: data.method, top: data.top, competing }, spare);
  return { weights, tally, knownWeight, scores: scoreSites(data, weights) };
}

// What sites of which the same is known have in common: the mean of their chances and places, as in Python.
function shared(found, alike) {
  for (const rows of alike) {
    const mean = (values) => rows.reduce((sum, i) => sum + values[i], 0) / rows.length;
    const chance = mean(found.chance);
    for (const i of rows) found.chance[i] = chance;
    for (const name of ["low", "median", "high"]) {
      const place = Math.floor(mean(found[name]) + 0.5);
      for (const i of rows) found[name][i] = place;
    }
  }
  return found;
}

// The answer that the draws counted so far give.
export function answerOf(data, { weights, tally, knownWeight, scores }) {
  const found = shared(chances(tally), data.alike), competing = tally.competing;
  const { rows, ranks } = rankRows(data, competing, found, scores), apart = apartRows(data, competing, found.chance);
  const sections = Array.from(found.chance, (chance, i) => (competing[i] ? sectionOf(data.limits, chance) : APART));
  const counts = Object.fromEntries(Object.keys(data.meanings).map((name) => [name, sections.filter((one) => one === name).length]));
  const couldReach = apart.filter((i) => sectionOf(data.limits, found.chance[i]) !== "out").length;
  return {
    ...found, ...scores, weights, rows, ranks, apart, sections, knownWeight, places: rows.length,
    headline: headline(data, counts, couldReach),
    sectionTexts: Object.fromEntries(Object.entries(data.meanings).map(([name, meaning]) => {
      const n = counts[name] + (name === APART ? data.blank : 0), more = name === APART && data.blank;
      return [name, sayN("sitesAre", n, { n: numberText(n), meaning }) + (more ? `: ${apartParts(counts[APART], data.blank)}` : "")];
    })),
    digits: Math.max(0, ...rows.map((i) => scores.expected[i])) > 0.1 ? 2 : 4,
  };
}
