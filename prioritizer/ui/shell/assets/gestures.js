// Where the window is narrow the menu lies over the page. Streamlit closes it on phones once a page was chosen;
// here it closes in every narrow window. A finger that swipes over a slider scrolls the page. Light or dark is chosen for all pages.
// And who reads the help of a switch does not turn it.

const NARROW = "(max-width: 768px)";
const CLOSE = "[data-testid=stSidebar][data-collapsed=false] [data-testid=stSidebarCollapseButton] button";
const TRACK = "[data-testid=stSlider] [role=group] > [data-rac]", THUMB = `${TRACK} > [data-rac]`;

function closeMenu({ target }) {
  const isChoice = Boolean(target.closest?.("[data-testid=stSidebarNavLink]"));
  // A moment later: where Streamlit has closed it, another click would open it.
  if (isChoice && matchMedia(NARROW).matches) setTimeout(() => document.querySelector(CLOSE)?.click());
}

// A slider takes any touch on its track for a wish, before it can be told from a swipe. Without that first touch a tap
// still sets it, by the click that follows, and its thumb can be dragged; the style sheet lets the page scroll.
function passTouch(event) {
  if (event.pointerType && event.pointerType !== "touch") return;
  const { target } = event;
  if (target.closest?.(TRACK) && !target.closest(THUMB)) event.stopPropagation();
}

// The help of a switch stands inside its label: to read it would turn the switch, and choose what nobody meant.
function readHelp(event) {
  if (event.target.closest?.("label [data-testid=stTooltipIcon]")) event.stopPropagation();
}

// Escape takes back what a word shows, whether one points at it or has tabbed to it, until one comes to it anew.
function hush({ key }) {
  if (key !== "Escape") return;
  for (const word of document.querySelectorAll(".pp-term:hover, .pp-term:focus, .pp-word:hover, .pp-word:focus")) {
    word.dataset.hush = "yes";
    for (const name of ["mouseleave", "blur"]) word.addEventListener(name, () => delete word.dataset.hush, { once: true });
  }
}

// Streamlit keeps light or dark for the one address that was loaded; who chooses it means every page. A moment later it stands there.
const CHOICE = "[data-testid^='stMainMenuItem-theme-']", KEPT = /^stActiveTheme-.*-v\d+$/;
let addresses = [];

function keepLook({ target }) {
  const chosen = target.closest?.(CHOICE)?.dataset.testid.split("-").pop();
  if (!chosen) return;
  const version = Object.keys(localStorage).find((name) => KEPT.test(name))?.match(/v\d+$/)[0] ?? "v2";
  const base = new URL(".", document.baseURI).pathname;
  for (const address of addresses) {
    for (const end of address ? ["", "/"] : [""]) localStorage.setItem(`stActiveTheme-${base}${address}${end}-${version}`, JSON.stringify(chosen));
  }
}

const LISTENERS = [
  ["keydown", hush], ["click", closeMenu], ["click", keepLook], ["pointerdown", passTouch], ["touchstart", passTouch],
  ["pointerdown", readHelp], ["touchstart", readHelp], ["click", readHelp],
];

export default function ({ data }) {
  addresses = data ?? [];
  for (const [name, listener] of LISTENERS) window.addEventListener(name, listener, true);
  return () => {
    for (const [name, listener] of LISTENERS) window.removeEventListener(name, listener, true);
  };
}
