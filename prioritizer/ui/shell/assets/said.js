// Texts in the language of the page, from SAID, which stands above this file (ui/ranking/said.py).

speakNumbers(SAID.decimal);

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

// A text, with values at its {places}.
export const say = (name, values = {}) => filled(SAID.texts[name], values);

// Which of its forms a number asks for; from 200 on they repeat with the last two digits.
const formOf = (n) => SAID.places[n < 200 ? n : 100 + (n % 100)];

export const sayN = (name, n, values = {}) => filled(SAID.texts[name][formOf(n)], values);

// Names as `listed` of prioritizer/domain/words.py parts them.
export const sayList = (names) =>
  names.length < 2 ? names.join("") : say("and", { names: names.slice(0, -1).join(names.some((name) => name.includes(",")) ? "; " : ", "), last: names[names.length - 1] });
