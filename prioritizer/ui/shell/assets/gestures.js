// Where the window is narrow the menu lies over the page. Streamlit closes it on phones once a page was chosen;
// here it closes in every narrow window. And a finger that swipes over a slider scrolls the page.

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

// Escape takes back what a word shows, whether one points at it or has tabbed to it, until one comes to it anew.
function hush({ key }) {
  if (key !== "Escape") return;
  for (const word of document.querySelectorAll(".pp-term:hover, .pp-term:focus")) {
    word.dataset.hush = "yes";
    for (const name of ["mouseleave", "blur"]) word.addEventListener(name, () => delete word.dataset.hush, { once: true });
  }
}

const LISTENERS = [["keydown", hush], ["click", closeMenu], ["pointerdown", passTouch], ["touchstart", passTouch]];

export default function () {
  for (const [name, listener] of LISTENERS) window.addEventListener(name, listener, true);
  return () => {
    for (const [name, listener] of LISTENERS) window.removeEventListener(name, listener, true);
  };
}
