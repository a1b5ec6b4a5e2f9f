// Numbers as people read them, letter by letter as prioritizer/domain/words.py writes them.

let decimal = ".";
export const speakNumbers = (sign) => { decimal = sign; };
// A number in digits, with the decimal sign of the language.
export const signed = (text) => text.replace(".", decimal);
// A whole number, with a narrow blank between thousands at which no line is broken.
export const numberText = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");

function inPerCent(n, step) {
  const tenths = step / 100, whole = Math.floor(n / tenths), tenth = n % tenths;
  return tenth ? `${whole}${decimal}${tenth}` : `${whole}`;
}

// A share, 1 for all; it reads 0 or 100 only where it is just that.
export function percentText(share, tenths = false) {
  if (Number.isNaN(share)) return "–";
  const step = tenths ? 1000 : 100, size = Math.abs(share), n = Math.floor(step * size + 0.5);
  if (n === 0 && size > 0) return `${share < 0 ? "> −" : "< "}${inPerCent(1, step)} %`;
  if (n === step && size < 1) return `${share < 0 ? "< −" : "> "}${inPerCent(step - 1, step)} %`;
  return `${share < 0 && n ? "−" : ""}${inPerCent(n, step)} %`;
}

// A known weight: below the least that ranks a site it never reads as that.
export function knownText(share, least) {
  if (share < least - 1e-9 && Math.floor(100 * share + 0.5) >= 100 * least) {
    return percentText(Math.floor(1000 * share + 1e-6) / 1000, true);
  }
  return percentText(share);
}

// A weight: a tenth where it is not whole.
export const weightText = (share) => percentText(share, true);
