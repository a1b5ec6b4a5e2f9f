// What is known of the sites whatever the weights are: sent once, kept for the list.

export default function (component) {
  const { data: bytes } = component;
  if (!bytes || window.pilotFactBytes === bytes) return;
  window.pilotFactBytes = bytes;
  const facts = JSON.parse(new TextDecoder().decode(bytes));
  if (window.pilotFacts?.key === facts.key) return;
  window.pilotFacts = facts;
  window.dispatchEvent(new Event("pilot-facts"));
}
