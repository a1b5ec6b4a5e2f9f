// The reasons of the chosen site: they come after the list, which opens them under its row where it is narrow.

export default function (component) {
  const { data: bytes } = component;
  if (!bytes) return;
  window.pilotReasons = JSON.parse(new TextDecoder().decode(bytes));
  window.dispatchEvent(new Event("pilot-reasons"));
}
