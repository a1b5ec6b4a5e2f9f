// The choices above the list lie behind one line of words on a phone. Without this script they all stand there.

const root = document.documentElement;
// Kept while the words change with the choices.
let isOpen = false;

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button"), [words, act] = button.children;
  const show = () => {
    root.dataset.ppChoices = isOpen ? "open" : "folded";
    button.setAttribute("aria-expanded", String(isOpen));
    words.textContent = data.words;
    act.textContent = isOpen ? data.close : data.change;
  };
  show();
  button.onclick = () => {
    isOpen = !isOpen;
    show();
  };
  return () => { delete root.dataset.ppChoices; };
}
