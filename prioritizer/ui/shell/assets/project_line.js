// The state of the project beside its name; its id in the address; Ctrl+Z and Ctrl+Y outside of fields.

const FIELD = "input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";
const UNDO = ".st-key-project-undo button", REDO = ".st-key-project-redo button";

// In place of the entry, not as a further one: the way back of the browser stays what it was.
function address(name, value, scenario) {
  const url = new URL(location.href);
  // Taken up when the page was loaded; it need not stand in the logs of every later load.
  for (const one of ["site", "view", "scenario"]) url.searchParams.delete(one);
  if (scenario) url.searchParams.set("scenario", scenario);
  for (const one of ["project", "shared", "edit"]) if (one !== name || !value) url.searchParams.delete(one);
  if (value) url.searchParams.set(name, value);
  if (url.href !== location.href) history.replaceState(history.state, "", url);
}

// A link to this page as it stands: site, view and scenario beside the project.
function link(place) {
  const url = new URL(location.href);
  for (const [name, value] of Object.entries(place)) url.searchParams.set(name, value);
  return url.href;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without an encrypted connection browsers give pages no clipboard.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    return isDone;
  }
}

async function told(ask) {
  try {
    const answer = await fetch(ask, { cache: "no-store" });
    const { saved, fault, beside } = await answer.json();
    if (fault) return `Not saved: ${fault}`;
    if (!saved) return "Not saved yet";
    return beside ? "Saved beside a change of somebody else: see Projects › History" : "Saved";
  } catch {
    return "Not saved yet: the server does not answer";
  }
}

// Whether another session answers than before: the server was started again, or this tab slept for long. Streamlit then goes on with
// the address as it was when the page was loaded, and with what stands on its sliders: neither need be what the project holds by now.
function isAnother(visit) {
  const before = window.pilotVisit;
  window.pilotVisit = visit;
  return Boolean(before) && before !== visit;
}

export default function ({ data, parentElement }) {
  if (isAnother(data.visit)) return location.reload();
  const place = parentElement.querySelector("span");
  address(data.name, data.value, data.scenario);
  let isHere = true;
  const button = parentElement.querySelector("button");
  // On a phone the line has room for undo and redo only if this is short.
  const phone = matchMedia("(max-width: 480px)"), named = () => { button.textContent = phone.matches ? data.copy.short : data.copy.offer; };
  named();
  phone.addEventListener("change", named);
  button.setAttribute("aria-label", data.copy.offer);
  button.onclick = async () => {
    button.removeAttribute("aria-label");
    button.textContent = (await copied(link(data.place))) ? data.copy.done : data.copy.failed;
  };
  place.textContent = data.said;
  if (data.ask) told(new URL(data.ask, document.baseURI)).then((said) => { if (isHere) place.textContent = said; });
  const key = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.composedPath()[0]?.closest?.(FIELD)) return;
    const letter = event.key.toLowerCase(), isRedo = letter === "y" || (letter === "z" && event.shiftKey);
    if (letter !== "z" && !isRedo) return;
    const button = document.querySelector(isRedo ? REDO : UNDO);
    if (!button || button.disabled) return;
    event.preventDefault();
    button.click();
  };
  document.addEventListener("keydown", key);
  return () => { isHere = false; phone.removeEventListener("change", named); document.removeEventListener("keydown", key); };
}
