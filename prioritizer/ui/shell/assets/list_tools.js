// The tools above the list: how many sites are left, search, filters, order, groups, columns.

function option(value, text) {
  const element = make("option", "", text);
  element.value = value;
  return element;
}

function labelled(name, control) {
  const label = make("label", `choice by-${name}`);
  label.append(make("span", "", say(name)), control);
  return label;
}

// A list of boxes behind a button; which of them are there is filled in by `fillMenu`.
function menu(tools, name) {
  const element = make("details", `menu for-${name}`), summary = make("summary"), options = make("div", "options");
  options.setAttribute("role", "group");
  options.setAttribute("aria-label", say(name));
  summary.append(make("span", "", say(name)), make("b"));
  element.append(summary, options);
  element.ontoggle = () => {
    if (!element.open) return;
    for (const other of tools.menus.values()) if (other !== element) other.open = false;
  };
  element.onkeydown = (event) => {
    if (event.key !== "Escape" || !element.open) return;
    element.open = false;
    summary.focus();
  };
  tools.menus.set(name, element);
  return element;
}

function fillMenu(element, offered, chosen, change) {
  const look = JSON.stringify(offered), boxes = element.querySelector(".options");
  if (element.look !== look) {
    element.look = look;
    boxes.replaceChildren(...offered.map(([value, text]) => {
      const label = make("label"), box = make("input");
      Object.assign(box, { type: "checkbox", value });
      label.append(box, text);
      return label;
    }));
  }
  const inputs = [...boxes.querySelectorAll("input")];
  for (const box of inputs) {
    put(box, "checked", chosen.includes(box.value));
    box.onchange = () => change(inputs.filter((one) => one.checked).map((one) => one.value));
  }
  put(element.querySelector("summary b"), "textContent", chosen.length && !element.isWhole ? String(chosen.length) : "");
}

function buildTools() {
  const tools = { root: make("div", "tools"), menus: new Map() };
  const search = Object.assign(make("input", "search"), { type: "search", placeholder: say("search"), autocomplete: "off", spellcheck: false });
  search.setAttribute("aria-label", say("search"));
  const more = make("button", "more", say("more"));
  more.type = "button";
  more.setAttribute("aria-expanded", "false");
  more.onclick = () => more.setAttribute("aria-expanded", String(tools.root.classList.toggle("isOpen")));
  const sort = make("select"), group = make("select"), turn = make("button", "turn");
  turn.type = "button";
  sort.append(option("", say("answersOrder")), ...SORTS.map((name) => option(name, titleOf(name))));
  group.append(option("", say("sections")), ...GROUPS.map((name) => option(name, name === "none" ? say("nothing") : say(name))));
  const order = labelled("sort", sort);
  order.append(turn);
  const rest = make("div", "rest");
  rest.append(...FACETS.map((name) => menu(tools, name)), order, labelled("group", group), menu(tools, "columns"));
  // What is chosen of the columns is in sight, and no filter.
  tools.menus.get("columns").isWhole = true;
  const count = make("p", "count"), text = make("span"), clear = make("button", "clear", say("clear")), area = make("button", "area");
  count.setAttribute("role", "status");
  clear.type = area.type = "button";
  area.append(make("span"), make("i", "", "×"));
  count.append(text, area, clear);
  // Above what opens downward: how many sites are left, and the way back, stay in sight under each choice.
  tools.root.append(count, search, more, rest);
  return Object.assign(tools, { search, sort, group, turn, text, area, clear, more });
}

// What each filter offers, with how many sites there are of each kind.
function offersOf(facts) {
  const counted = (values) => {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  };
  const offered = (values, title, byCount) => [...counted(values)].filter(([value]) => value)
    .map(([value, n]) => [value, `${title(value)} (${numberText(n)})`, n])
    .sort((a, b) => (byCount ? b[2] - a[2] : 0) || a[1].localeCompare(b[1], SAID.language)).map(([value, text]) => [value, text]);
  return facts.offers ??= {
    country: offered(facts.country, (code) => facts.titles.country[code] ?? code),
    metal: offered(facts.metal.flat(), (symbol) => symbol, true),
    waste: offered(facts.waste, (name) => facts.titles.waste[name]),
    evidence: offered(facts.sites.evidence, (name) => name),
    section: Object.entries(SAID.sections),
  };
}

function allText({ all, ranked, apart }) {
  const text = say("allSites", { all });
  return apart ? say("parts", { text, ranked, apart }) : text;
}

// An area drawn on the map is one more filter; a press of it lets the sites outside back.
function drawArea({ area }, counts, release) {
  area.hidden = !counts.isInArea;
  if (!counts.isInArea) return;
  const filter = sayN("areaFilter", counts.inArea, { n: numberText(counts.inArea) });
  put(area.firstChild, "textContent", filter);
  area.title = say("areaFree", { filter });
  area.setAttribute("aria-label", area.title);
  area.onclick = release;
}

function drawTools(tools, view, facts, { change, release }, counts) {
  const offers = offersOf(facts), root = tools.root.getRootNode();
  if (root.activeElement !== tools.search) put(tools.search, "value", view.q);
  tools.search.oninput = () => change({ q: tools.search.value });
  for (const name of FACETS) fillMenu(tools.menus.get(name), offers[name], view[name], (chosen) => change({ [name]: chosen }));
  const columns = [...COLUMNS, ...EXTRA];
  fillMenu(tools.menus.get("columns"), columns.map((name) => [name, titleOf(name)]), view.columns, (chosen) => change({ columns: chosen }));
  put(tools.sort, "value", view.sort);
  tools.sort.onchange = () => change(tools.sort.value ? sortedBy({ ...view, sort: "" }, tools.sort.value) : { sort: "", isDown: false });
  put(tools.group, "value", view.group);
  tools.group.onchange = () => change({ group: tools.group.value });
  put(tools.turn, "hidden", !view.sort);
  put(tools.turn, "textContent", view.isDown ? "↓" : "↑");
  tools.turn.setAttribute("aria-label", say(view.isDown ? "downward" : "upward"));
  tools.turn.title = say(view.isDown ? "downward" : "upward");
  tools.turn.onclick = () => change({ isDown: !view.isDown });
  drawArea(tools, counts, release);
  const isChanged = isNarrowed(view) || Boolean(view.sort) || Boolean(view.group) || counts.isInArea;
  tools.clear.hidden = !isChanged;
  tools.clear.onclick = ({ detail }) => {
    change({ ...readView(""), columns: view.columns });
    // The button goes; who pressed it by a key goes on from the search, for which a finger would get a keyboard.
    if (!detail) tools.search.focus();
    if (counts.isInArea) release();
  };
  put(tools.text, "textContent", isNarrowed(view) || counts.isInArea ? say("shown", counts) : allText(counts));
}
