// A chart that answers: a mark tells its numbers to a pointer, a finger or the arrow keys, and the chart goes along as SVG or PNG, always light.

const REACH = 18, SHARPNESS = 3;
const node = (tag, className, text) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
};

function save(blob, name) {
  const link = node("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function picture(svg, width, height) {
  const image = new Image(), canvas = node("canvas");
  image.src = URL.createObjectURL(svg);
  await image.decode();
  canvas.width = width * SHARPNESS;
  canvas.height = height * SHARPNESS;
  const ctx = canvas.getContext("2d");
  ctx.fillStyle = "white";
  ctx.fillRect(0, 0, canvas.width, canvas.height);
  ctx.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

// A plotly chart is a pile of drawings of one size; what a pointer has called up on it stays behind.
function ofPlot(key) {
  const plot = document.querySelector(`.st-key-${CSS.escape(key)} .js-plotly-plot`);
  const layers = [...(plot?.querySelectorAll("svg.main-svg") ?? [])];
  if (!layers.length) return null;
  const width = layers[0].clientWidth, height = layers[0].clientHeight, whole = layers[0].cloneNode(false);
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}`, style: "background: white" })) whole.setAttribute(name, value);
  for (const layer of layers) whole.append(...[...layer.cloneNode(true).childNodes].filter((one) => !one.classList?.contains("hoverlayer")));
  return { text: new XMLSerializer().serializeToString(whole), width, height };
}

function takeAway(view, kind) {
  const { plot, svg, name } = view.data, found = plot ? ofPlot(plot) : { text: svg, ...view.size };
  if (!found) return;
  const blob = new Blob([found.text], { type: "image/svg+xml" });
  if (kind === "SVG") save(blob, `${name}.svg`);
  else picture(blob, found.width, found.height).then((png) => save(png, `${name}.png`));
}

function tell(view, mark) {
  view.told?.classList.remove("on");
  view.told = mark;
  view.card.hidden = !mark;
  if (!mark) return;
  mark.classList.add("on");
  view.card.textContent = mark.dataset.told;
  const at = mark.getBoundingClientRect(), stage = view.stage.getBoundingClientRect(), wide = view.card.offsetWidth;
  const x = Math.min(Math.max(at.left + at.width / 2 - stage.left - wide / 2, 0), Math.max(stage.width - wide, 0)), above = at.top - stage.top - view.card.offsetHeight - 8;
  view.card.style.left = `${x}px`;
  view.card.style.top = `${above >= 0 ? above : at.bottom - stage.top + 8}px`;
}

// The mark below a pointer, or the nearest within reach of a finger.
function near(view, event) {
  const hit = event.composedPath().find((one) => one.dataset?.told);
  if (hit) return hit;
  let best = null, least = REACH;
  for (const mark of view.marks) {
    const { left, right, top, bottom } = mark.getBoundingClientRect();
    const away = Math.hypot(Math.max(left - event.clientX, 0, event.clientX - right), Math.max(top - event.clientY, 0, event.clientY - bottom));
    if (away < least) { best = mark; least = away; }
  }
  return best;
}

function step(view, event) {
  const n = view.marks.length, at = view.marks.indexOf(view.told);
  const next = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: n - 1 }[event.key];
  if (event.key === "Escape") return tell(view, null);
  if (next === undefined || !n) return;
  event.preventDefault();
  tell(view, view.marks[Math.min(Math.max(next, 0), n - 1)]);
  view.live.textContent = view.told.dataset.told;
}

// The titles of the marks become what the chart itself tells; a browser would show them late, and never to keys.
function drawn(view) {
  const svg = document.importNode(new DOMParser().parseFromString(view.data.svg, "image/svg+xml").documentElement, true);
  view.size = { width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height };
  for (const title of [...svg.querySelectorAll("g.told > title")]) {
    title.parentNode.dataset.told = title.textContent;
    title.remove();
  }
  svg.querySelector(":scope > title")?.remove();
  svg.removeAttribute("role");
  svg.setAttribute("aria-hidden", "true");
  view.marks = [...svg.querySelectorAll("g.told")];
  return svg;
}

// Whether a chart is wider than its place, and whether its right end is still out of sight.
function goesOn({ stage, more }) {
  const hidden = stage.scrollWidth - stage.clientWidth;
  stage.classList.toggle("goes-on", hidden - stage.scrollLeft > 4);
  more.hidden = hidden <= 4;
}

function build(root) {
  const view = { root, told: null, marks: [], stage: node("div", "stage"), card: node("div", "card"), more: node("p", "more", "Swipe the chart to see the rest of it →"), live: node("p", "live"), tools: node("div", "tools") };
  view.card.hidden = view.more.hidden = true;
  view.stage.onscroll = () => goesOn(view);
  new ResizeObserver(() => goesOn(view)).observe(view.stage);
  view.live.setAttribute("aria-live", "polite");
  view.stage.onpointermove = view.stage.onpointerdown = (event) => tell(view, near(view, event));
  view.stage.onpointerleave = () => tell(view, null);
  view.stage.onkeydown = (event) => step(view, event);
  view.stage.onblur = () => tell(view, null);
  for (const kind of ["PNG", "SVG"]) {
    const button = node("button", "", kind);
    button.type = "button";
    button.onclick = () => takeAway(view, kind);
    view.tools.append(button);
  }
  root.append(view.stage, view.more, view.tools, view.live);
  return view;
}

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".pp-chart"), view = root.view || (root.view = build(root));
  view.data = data;
  for (const button of view.tools.children) button.setAttribute("aria-label", `Download the chart “${data.title}” as ${button.textContent}`);
  root.style.setProperty("--least", data.least ?? "0");
  view.stage.hidden = Boolean(data.plot);
  if (data.plot || view.sent === data.svg) return;
  view.sent = data.svg;
  tell(view, null);
  view.stage.replaceChildren(drawn(view), view.card);
  goesOn(view);
  view.stage.setAttribute("role", "img");
  view.stage.setAttribute("aria-label", data.alt);
  if (view.marks.length) view.stage.tabIndex = 0;
}
