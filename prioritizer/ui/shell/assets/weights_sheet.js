// In a narrow window the side bar with the weights opens as a sheet over the lower half, so that the list moves in sight above it.
// The side bar is Streamlit's own: this opens and closes it by its buttons, and the style sheet lays it out.

const NARROW = "(max-width: 768px)";
const SIDEBAR = "[data-testid=stSidebar]", EXPAND = "[data-testid=stExpandSidebarButton]", COLLAPSE = `${SIDEBAR} [data-testid=stSidebarCollapseButton] button`;
// What Escape closes before the sheet.
const ABOVE = "[role=listbox], [data-testid=stTooltipContent], [role=dialog]";
const LIST = ".st-key-ranking-list";
// Parts of the window between which the top of the list is well seen above the sheet.
const HIGHEST = 0.05, LOWEST = 0.25;

const root = document.documentElement;
// Kept while the page speaks another language.
let wasOpen = false;
const sidebar = () => document.querySelector(SIDEBAR);
const isClosed = () => sidebar()?.dataset.collapsed !== "false";
const isSheet = () => root.dataset.ppSheet === "open";

function open(button) {
  root.dataset.ppSheet = "open";
  button.setAttribute("aria-expanded", "true");
  document.querySelector(EXPAND)?.click();
  requestAnimationFrame(() => requestAnimationFrame(() => {
    document.querySelector(COLLAPSE)?.focus({ preventScroll: true });
    const list = document.querySelector(LIST), top = list?.getBoundingClientRect().top / innerHeight;
    if (list && (top < HIGHEST || top > LOWEST)) list.scrollIntoView({ block: "start" });
  }));
}

function closed(button) {
  if (!isSheet()) return;
  delete root.dataset.ppSheet;
  button.setAttribute("aria-expanded", "false");
  const { activeElement } = document;
  if (!activeElement || activeElement === document.body || sidebar()?.contains(activeElement)) button.focus({ preventScroll: true });
}

// Streamlit closes its side bar in a narrow window when one presses beside it. A sheet stays: beside it lies the list that moves.
function stay(event) {
  if (isSheet() && !sidebar()?.contains(event.target) && document.getElementById("root")?.contains(event.target)) event.stopPropagation();
}

function escape(event) {
  if (event.key !== "Escape" || !isSheet() || document.querySelector(ABOVE)) return;
  event.preventDefault();
  document.querySelector(COLLAPSE)?.click();
}

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.weights;
  root.style.setProperty("--pp-word-weights", JSON.stringify(data.weights));
  root.style.setProperty("--pp-word-menu", JSON.stringify(data.menu));
  root.dataset.ppWeights = "yes";
  if (wasOpen && !isClosed()) root.dataset.ppSheet = "open";
  wasOpen = false;
  button.setAttribute("aria-expanded", String(isSheet()));
  button.onclick = () => open(button);
  // Under the open menu there is no room for it.
  const follow = () => {
    button.hidden = !isClosed();
    root.toggleAttribute("data-pp-bar", isClosed());
    if (isClosed()) closed(button);
  };
  const watch = new MutationObserver(follow);
  follow();
  watch.observe(document.querySelector("[data-testid=stAppViewContainer]"), { subtree: true, childList: true, attributes: true, attributeFilter: ["data-collapsed"] });
  const narrow = matchMedia(NARROW), widen = () => { if (!narrow.matches) closed(button); };
  narrow.addEventListener("change", widen);
  window.addEventListener("mousedown", stay, true);
  window.addEventListener("keydown", escape, true);
  return () => {
    watch.disconnect();
    narrow.removeEventListener("change", widen);
    window.removeEventListener("mousedown", stay, true);
    window.removeEventListener("keydown", escape, true);
    wasOpen = isSheet();
    delete root.dataset.ppSheet;
    delete root.dataset.ppWeights;
    delete root.dataset.ppBar;
    for (const name of ["--pp-word-weights", "--pp-word-menu"]) root.style.removeProperty(name);
  };
}
