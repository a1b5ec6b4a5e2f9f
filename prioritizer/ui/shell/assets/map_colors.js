// The colours of the map: canvases cannot name a token of the style sheet, so they are read from it, anew when the look of the page changes.

const TOKENS = {
  ink: "--pp-ink", faint: "--pp-muted", paper: "--pp-paper", accent: "--pp-accent", onAccent: "--pp-on-fill", water: "--map-water", land: "--map-land", border: "--map-border",
  stream: "--map-stream", lake: "--map-lake", halo: "--map-halo", name: "--map-name", net: "--map-net", veil: "--map-veil", port: "--map-port", plant: "--map-plant",
  plantFill: "--map-plant-fill", own: "--map-own", ownFill: "--map-own-fill", body: "--map-body", bodyFill: "--map-body-fill", chosen: "--map-chosen",
  onChosen: "--map-on-chosen", likely: "--map-likely", out: "--map-out", has: "--map-has", v0: "--map-v0", v1: "--map-v1", v2: "--map-v2", v3: "--map-v3", v4: "--map-v4",
};
const COLORS = {};

function readColors(probe) {
  for (const [name, token] of Object.entries(TOKENS)) {
    probe.style.color = `var(${token})`;
    COLORS[name] = getComputedStyle(probe).color;
  }
}

// Reads the colours now, and again whenever the page turns light or dark: the ink that turns with it ends a transition.
export function watchColors(root, changed) {
  const probe = document.createElement("i"), watch = document.createElement("i");
  probe.hidden = true;
  watch.className = "look";
  watch.addEventListener("transitionend", () => { readColors(probe); changed(); });
  root.append(probe, watch);
  readColors(probe);
  return probe;
}

// What is drawn for paper is drawn in the light look.
export function onPaper(probe, act) {
  probe.style.colorScheme = "light";
  readColors(probe);
  try {
    return act();
  } finally {
    probe.style.colorScheme = "";
    readColors(probe);
  }
}
