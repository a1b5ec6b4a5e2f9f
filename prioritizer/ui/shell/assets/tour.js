// A tour of the page: each step stands beside the thing that it is about. Arrows and buttons lead on, Escape ends it.

const NARROW = "(max-width: 640px)", GAP = 12, MOST_HIGH = 0.45, YEAR = 365 * 24 * 60 * 60;

function* roots() {
  yield document;
  for (const one of document.querySelectorAll("*")) if (one.shadowRoot) yield one.shadowRoot;
}

function isInSight(one) {
  const box = one.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth;
}

// The first thing that is on the page now: on a phone the weights lie behind a button.
function thing(selectors) {
  for (const selector of selectors)
    for (const root of roots()) {
      const found = [...root.querySelectorAll(selector)].find(isInSight);
      if (found) return found;
    }
  return null;
}

const within = (wanted, least, most) => Math.max(least, Math.min(wanted, most));

function place(tour) {
  const { box, ring, target } = tour;
  ring.hidden = !target?.isConnected;
  if (ring.hidden) return;
  const seen = target.getBoundingClientRect(), height = Math.min(seen.height, innerHeight * MOST_HIGH);
  Object.assign(ring.style, { left: `${seen.left - 5}px`, top: `${seen.top - 5}px`,
    width: `${seen.width + 10}px`, height: `${height + 10}px` });
  const { width, height: own } = box.getBoundingClientRect();
  if (matchMedia(NARROW).matches) return Object.assign(box.style, { left: "", top: "" });
  const below = seen.top + height + GAP, isRoom = below + own < innerHeight - GAP;
  const top = isRoom ? below : seen.top - own - GAP;
  Object.assign(box.style, { left: `${within(seen.left, GAP, innerWidth - width - GAP)}px`,
    top: `${within(top, GAP, innerHeight - own - GAP)}px` });
}

function draw(tour, at) {
  const { box, data } = tour, step = data.steps[at], isLast = at === data.steps.length - 1;
  tour.at = at;
  tour.target = thing(step.things);
  box.querySelector("h2").textContent = step.title;
  box.querySelector("p").textContent = step.text;
  box.querySelector("small").textContent = data.counts[at];
  box.querySelector(".back").disabled = at === 0;
  box.querySelector(".on").textContent = isLast ? data.done : data.on;
  if (tour.target) {
    tour.target.style.scrollMarginTop = "6rem";
    tour.target.scrollIntoView({ block: matchMedia(NARROW).matches ? "start" : "center" });
  }
  place(tour);
  box.focus({ preventScroll: true });
}

function start(tour) {
  tour.before = document.activeElement;
  for (const one of [tour.ring, tour.box]) if (!one.matches(":popover-open")) one.showPopover();
  tour.isOpen = true;
  draw(tour, 0);
}

function end(tour) {
  if (!tour.isOpen) return;
  tour.isOpen = false;
  for (const one of [tour.box, tour.ring]) one.hidePopover();
  if (tour.before?.isConnected) tour.before.focus({ preventScroll: true });
  tour.tell("closed", tour.data.round);
}

function move(tour, by) {
  const next = tour.at + by;
  if (next >= tour.data.steps.length) return end(tour);
  if (next >= 0) draw(tour, next);
}

function made(parentElement) {
  const tour = { box: parentElement.querySelector(".box"), ring: parentElement.querySelector(".ring"), round: 0 };
  const moves = { ArrowRight: 1, ArrowLeft: -1 };
  tour.key = (event) => {
    if (!tour.isOpen) return;
    if (event.key === "Escape") end(tour);
    else if (moves[event.key] && event.composedPath().includes(tour.box)) move(tour, moves[event.key]);
  };
  tour.again = () => { if (tour.isOpen) place(tour); };
  tour.box.querySelector(".back").addEventListener("click", () => move(tour, -1));
  tour.box.querySelector(".on").addEventListener("click", () => move(tour, 1));
  tour.box.querySelector(".close").addEventListener("click", () => end(tour));
  return tour;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const tour = (parentElement.tour ??= made(parentElement));
  Object.assign(tour, { data, tell: setTriggerValue });
  tour.box.querySelector(".close").textContent = data.close;
  tour.box.querySelector(".back").textContent = data.back;
  // Who has closed the doors is not asked again in this browser.
  if (data.isMet) document.cookie = `pp_met=1; Max-Age=${YEAR}; Path=/; SameSite=Lax`;
  const events = [["keydown", tour.key], ["scroll", tour.again], ["resize", tour.again]];
  for (const [name, listener] of events) addEventListener(name, listener, true);
  if (data.round > tour.round) { tour.round = data.round; start(tour); } else tour.again();
  return () => { for (const [name, listener] of events) removeEventListener(name, listener, true); };
}
