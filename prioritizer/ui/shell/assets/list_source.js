// The list as the server worked it out: numbers in columns to what a row is drawn from. No document here.

// The numbers that the server sent, site by site.
const KINDS = {
  order: Int32Array, row: Int32Array, rank: Int32Array, median: Int32Array, low: Int32Array, high: Int32Array, score: Float64Array,
  gapShare: Float32Array, chance: Float64Array, known: Float64Array, section: Uint8Array, parts: Float32Array, onGaps: Float32Array, textures: Uint8Array,
};
const short = (number) => Number(number.toFixed(5));

// The bytes of a text; letter by letter where the browser has no way of its own.
function bytesOf(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text).buffer;
  const letters = atob(text), bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
  return bytes.buffer;
}

function unpacked(columns) {
  return Object.fromEntries(Object.entries(columns).map(([name, text]) => [name, new KINDS[name](bytesOf(text))]));
}

function madeUpOf(data, columns, row) {
  const m = data.criteria.length, cells = Array.from({ length: m }, (_, k) => row * m + k);
  if (!data.additive) return { parts: [], ideal: cells.map((cell) => short(columns.parts[cell])) };
  return { ideal: [], parts: cells.map((cell) => {
    const part = [0, 0, 0];
    part[columns.textures[cell]] = short(columns.parts[cell]);
    if (columns.onGaps) part[1] = short(columns.onGaps[cell]);
    return part;
  }) };
}

// The list as the server worked it out.
function sourceOf(data, facts) {
  const columns = unpacked(data.columns), { sites } = facts, { texts } = data;
  const section = (i) => data.sectionNames[columns.section[i]] ?? "", rank = (i) => columns.rank[i] || null;
  const numbers = { rank: columns.rank, likely: columns.median, chance: columns.chance, bar: columns.score, known: columns.known };
  const isPlace = { rank: true, likely: true };
  const fixed = (i) => ({ id: sites.id[i], name: sites.name[i], about: sites.about[i], evidence: sites.evidence[i], evidenceTitle: sites.evidenceTitle[i] });
  const chanceOf = (i) => (Number.isNaN(columns.chance[i]) ? {} : { chance: short(columns.chance[i]), chanceText: percentText(columns.chance[i]) });
  const likelyText = (i) => {
    const { low, high } = columns;
    return high[i] > low[i] ? `${low[i]}–${high[i]}` : data.hasAnswer ? "" : say("fixed");
  };
  const at = (i) => {
    const row = {
      ...fixed(i), section: section(i), stepText: texts.steps ? texts.steps[i] ?? "" : "…", mark: texts.marks[i] ?? "", rank: rank(i), ...chanceOf(i),
      knownText: data.hasAnswer || !rank(i) ? knownText(columns.known[i], data.leastKnown) : undefined,
    };
    if (!row.rank) return { ...row, missing: texts.missing[i] ?? "…" };
    return {
      ...row, median: columns.median[i], low: columns.low[i], high: columns.high[i], likelyText: likelyText(i), score: short(columns.score[i]),
      scoreText: signed(fixedText(columns.score[i], data.digits)), gapShare: short(columns.gapShare[i]), ...madeUpOf(data, columns, columns.row[i]),
    };
  };
  return {
    order: [...columns.order], at, rank, section, isRanked: (i) => columns.rank[i] > 0, columns,
    number: (name, i) => (isPlace[name] && !numbers[name][i] ? NaN : numbers[name][i]),
  };
}

// Places and chances of the sites of the problem, as the map takes them.
const standingOf = (source, n) => ({
  ranks: Array.from({ length: n }, (_, i) => source.rank(i)),
  chances: Array.from({ length: n }, (_, i) => (Number.isNaN(source.columns.chance[i]) ? null : Math.round(source.columns.chance[i] * 1e5) / 1e5)),
});
