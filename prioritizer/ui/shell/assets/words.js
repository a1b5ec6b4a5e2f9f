// Numbers as people read them, letter by letter as prioritizer/domain/words.py writes them.

function inPerCent(n, step) {
  const tenths = step / 100, whole = Math.floor(n / tenths), tenth = n % tenths;
  return tenth ? `${whole}.${tenth}` : `${whole}`;
}

// A share, 1 for all; it reads 0 or 100 only where it is just that.
export function percentText(share, tenths = false) {
  if (Number.isNaN(share)) return "–";
  const step = tenths ? 1000 : 100, size = Math.abs(share), n = Math.floor(step * size + 0.5);
  if (n === 0 && size > 0) return `${share < 0 ? "> −" : "< "}${inPerCent(1, step)} %`;
  if (n === step && size < 1) return `${share < 0 ? "< −" : "> "}${inPerCent(step - 1, step)} %`;
  return `${share < 0 && n ? "−" : ""}${inPerCent(n, step)} %`;
}

// A weight: a tenth where it is not whole.
export const weightText = (share) => percentText(share, true);
