// What a what-if does to the place of its site: told to the list, which stands elsewhere, as long as its fold is open.

function tell(told) {
  window.pilotWhatIf = told;
  window.dispatchEvent(new Event("pilot-what-if"));
}

export default function (component) {
  const { data: bytes, parentElement } = component;
  if (!bytes) return;
  const told = JSON.parse(new TextDecoder().decode(bytes));
  const fold = (parentElement.getRootNode().host ?? parentElement).closest("details");
  const follow = () => tell(!fold || fold.open ? told : null);
  parentElement.leave?.();
  fold?.addEventListener("toggle", follow);
  parentElement.leave = () => fold?.removeEventListener("toggle", follow);
  follow();
  return () => {
    parentElement.leave();
    tell(null);
  };
}
