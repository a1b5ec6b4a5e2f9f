// What this tab keeps over F5 as long as no project keeps it: how the list is looked at, and the area on the map. To look is no choice, so
// that no project begins with it. A browser may refuse to keep it. A new tab begins with nothing, and so does who types an address.

const OF_PROJECT = ["project", "shared", "edit"];

function keepInTab(name, value) {
  try { sessionStorage.setItem(`pilot-${name}`, JSON.stringify(value)); } catch { /* then a project alone keeps it */ }
}

function keptInTab(name) {
  try { return JSON.parse(sessionStorage.getItem(`pilot-${name}`)); } catch { return null; }
}

// What was kept, once after the page was loaded anew. What addresses hold, too, comes back with those of earlier pages: there it may be
// what a later page kept.
function backAfterLoad(name, types = ["reload", "back_forward"]) {
  const asked = (window.pilotBack ??= {}), isAsked = asked[name];
  asked[name] = true;
  const [{ type } = {}] = performance.getEntriesByType("navigation"), address = new URLSearchParams(location.search);
  if (isAsked || !types.includes(type) || OF_PROJECT.some((one) => address.has(one))) return null;
  return keptInTab(name);
}
