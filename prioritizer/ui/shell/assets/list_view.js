// How the list is looked at: which sites pass a search and filters, in which order and groups they stand. No document here.

const LETTERS = { "ł": "l", "ı": "i", "đ": "d", "ß": "ss", "ς": "σ" };
const BREAKS = /[\s_\-/.,;:()[\]{}'"#*°?!|\\+=&’`´]+/g;
// A text for comparison, as the import folds it: one case, no accents, words parted by one blank.
export const fold = (text) => text.replace(/(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])/g, " ").normalize("NFKD").replace(/\p{Mn}/gu, "")
  .replace(BREAKS, " ").trim().toLowerCase().replace(/[łıđßς]/g, (letter) => LETTERS[letter]);

// For a search, letters that are no accented ones are as whoever has none of them on the keyboard types them.
const JOINED = { "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th" };
const typed = (text) => fold(text).replace(/[øæœðþ]/g, (letter) => JOINED[letter]);
// A name such as McArthur is found in one word as well as in two.
const inOneWord = (text) => text.split(/\s+/).filter((word) => /[a-zà-ÿ][A-ZÀ-Þ]/.test(word)).join(" ").toLowerCase();

export const FACETS = ["country", "metal", "waste", "evidence", "section"];
export const COLUMNS = ["likely", "chance", "bar", "evidence", "known", "step"], EXTRA = ["country", "waste", "metal"];
// What is sorted downward first: where more is better.
const DOWNWARD = new Set(["chance", "bar", "known"]);
export const SORTS = ["rank", "likely", "site", "chance", "bar", "evidence", "known", ...EXTRA];
export const GROUPS = ["none", "country", "waste", "metal"];

const listed = (text) => (text ? text.split(",").filter(Boolean) : []);
const known = (names, one) => (names.includes(one) ? one : "");

// A view as it stands in an address; what nobody knows is left out.
export function readView(text) {
  const given = new URLSearchParams(text), sort = given.get("sort") ?? "", columns = given.get("columns");
  return {
    q: given.get("q") ?? "", ...Object.fromEntries(FACETS.map((name) => [name, listed(given.get(name))])),
    sort: known(SORTS, sort.replace(/^-/, "")), isDown: sort.startsWith("-"), group: known(GROUPS, given.get("group")),
    columns: columns === null ? [...COLUMNS] : listed(columns).filter((one) => COLUMNS.includes(one) || EXTRA.includes(one)),
  };
}

export function writeView(view) {
  const given = new URLSearchParams(), put = (name, value) => { if (value) given.set(name, value); };
  put("q", view.q.trim());
  for (const name of FACETS) put(name, view[name].join(","));
  put("sort", view.sort && `${view.isDown ? "-" : ""}${view.sort}`);
  put("group", view.group);
  if (view.columns.join() !== COLUMNS.join()) given.set("columns", view.columns.join(","));
  return given.toString();
}

// One click sorts, another turns the order round, a third gives the answer's order back.
export function sortedBy(view, name) {
  const first = DOWNWARD.has(name);
  if (view.sort !== name) return { ...view, sort: name, isDown: first };
  return view.isDown === first ? { ...view, isDown: !first } : { ...view, sort: "", isDown: false };
}

export const isNarrowed = (view) => Boolean(view.q.trim()) || FACETS.some((name) => view[name].length);

// What each site is found by, folded when it is first asked for.
function ownWords(facts) {
  facts.own ??= facts.sites.id.map((id, i) => {
    const text = [id, facts.sites.name[i], facts.sites.about[i], facts.titles.waste[facts.waste[i]], facts.words[i]].join(" ");
    return ` ${typed(text)} ${typed(inOneWord(text))} `;
  });
  return facts.own;
}

const SHORT = 4;

// A word that is written as a symbol or a code means just that; other short words begin a word, longer ones stand anywhere.
function sought(facts, token) {
  const { metal, country } = facts.found, own = ownWords(facts);
  if (/^[A-Z]/.test(token) && (token in metal || token in country)) {
    const whole = ` ${fold(token)} `, { id, name } = facts.sites;
    return (i) => facts.metal[i].includes(token) || facts.country[i] === token || ` ${fold(`${id[i]} ${name[i]}`)} `.includes(whole);
  }
  const word = typed(token);
  if (!word) return () => true;
  const begun = ` ${word}`, named = (words) => new Set(Object.keys(words).filter((code) => ` ${words[code]}`.includes(begun)));
  const metals = named(metal), countries = named(country), text = word.length < SHORT ? begun : word;
  return (i) => own[i].includes(text) || countries.has(facts.country[i]) || facts.metal[i].some((one) => metals.has(one));
}

const HOLDS = {
  country: (facts, i, wanted) => wanted.has(facts.country[i]),
  metal: (facts, i, wanted) => facts.metal[i].some((one) => wanted.has(one)),
  waste: (facts, i, wanted) => wanted.has(facts.waste[i]),
  evidence: (facts, i, wanted) => wanted.has(facts.sites.evidence[i]),
};

// Whether a site passes the search and the filters that its numbers do not matter for.
export function passing(facts, view) {
  const tests = view.q.split(/\s+/).filter(Boolean).map((token) => sought(facts, token));
  for (const [name, holds] of Object.entries(HOLDS)) {
    const wanted = new Set(view[name]);
    if (wanted.size) tests.push((i) => holds(facts, i, wanted));
  }
  return Uint8Array.from(facts.sites.id, (_, i) => (tests.every((test) => test(i)) ? 1 : 0));
}

const textsOf = (facts) => ({
  site: (i) => facts.sites.name[i], evidence: (i) => facts.sites.evidence[i], country: (i) => facts.titles.country[facts.country[i]] ?? "",
  waste: (i) => facts.titles.waste[facts.waste[i]], metal: (i) => facts.metal[i].join(", "),
});

// Which place each site has by the texts of a column; looked up once, since texts stay.
function textPlaces(facts, name, compare) {
  facts.placesBy ??= {};
  if (facts.placesBy[name]) return facts.placesBy[name];
  const text = textsOf(facts)[name], all = facts.sites.id.map((_, i) => text(i)), places = new Float64Array(all.length);
  const rows = [...all.keys()].sort((a, b) => compare(all[a], all[b]));
  rows.forEach((i, k) => { places[i] = !all[i] ? NaN : k && !compare(all[rows[k - 1]], all[i]) ? places[rows[k - 1]] : k; });
  return (facts.placesBy[name] = places);
}

// Sites in another order; equal ones stay in that of the answer, and those without a value stand last.
function sorted(order, facts, view, source, compare) {
  const { sort } = view, sign = view.isDown ? -1 : 1, isText = sort in textsOf(facts), keys = new Float64Array(facts.sites.id.length);
  const places = isText ? textPlaces(facts, sort, compare) : null;
  // What has no value stands last whichever way.
  for (const i of order) { const key = isText ? places[i] : source.number(sort, i); keys[i] = Number.isFinite(key) ? sign * key : Infinity; }
  return [...order].sort((a, b) => (keys[a] === keys[b] ? 0 : keys[a] - keys[b]));
}

const GROUP_OF = { country: (facts, i) => facts.country[i], waste: (facts, i) => facts.waste[i], metal: (facts, i) => facts.metal[i][0] ?? "" };

// The list as it is looked at: numbers of sites, and before each group -1 - its number. Groups stand in the order of their first site.
export function arrangement(facts, view, source, { isPassing, isInSections, compare }) {
  const sections = new Set(view.section), rows = source.order.filter((i) => isPassing[i] && (!sections.size || sections.has(source.section(i))));
  const order = view.sort ? sorted(rows, facts, view, source, compare) : rows, isGrouped = view.group && view.group !== "none";
  const nameOf = isGrouped ? (i) => GROUP_OF[view.group](facts, i)
    : !view.sort && !view.group ? (i) => (isInSections || !source.isRanked(i) ? source.section(i) : "") : () => "";
  const groups = new Map();
  for (const i of order) {
    const name = nameOf(i);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(i);
  }
  const items = [], named = [...groups];
  named.forEach(([name, sites], g) => {
    if (name || isGrouped) items.push(-1 - g);
    for (const i of sites) items.push(i);
  });
  return { items, groups: named.map(([name, sites]) => ({ name, sites })), isGrouped: Boolean(isGrouped), n: order.length, order };
}

// The row of a what-if among the items of a list.
export const GHOST = Infinity;

// A what-if moves one site alone: its row would stand after as many others as its place says, in its section where there is one.
export function withGhost(items, groups, ghost, source) {
  const own = source.rank(ghost.site);
  const isAhead = (i) => { const rank = source.rank(i); return rank !== null && rank - (own !== null && rank > own ? 1 : 0) < ghost.rank; };
  let at = items.findIndex((i) => i >= 0 && (i !== ghost.site || own === null) && !isAhead(i));
  if (at < 0) at = items.length;
  if (at > 0 && items[at - 1] < 0 && groups[-1 - items[at - 1]].name !== ghost.section) at -= 1;
  return [...items.slice(0, at), GHOST, ...items.slice(at)];
}

// Only in the order of the answer has a place in the list a meaning.
export const isInAnswersOrder = (view) => (!view.sort || (view.sort === "rank" && !view.isDown)) && (!view.group || view.group === "none");

// Where each item of a list begins, one number more than there are items.
export function topsOf(items, heights) {
  const tops = new Float64Array(items.length + 1);
  items.forEach((item, k) => { tops[k + 1] = tops[k] + (item < 0 ? heights.headings[-1 - item] ?? heights.heading : item === heights.opened ? heights.open : heights.row); });
  return tops;
}

// The last item that begins at or above a height.
export function itemAt(tops, height) {
  let low = 0, high = tops.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tops[middle] <= height) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
