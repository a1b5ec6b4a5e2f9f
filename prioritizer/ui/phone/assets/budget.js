// Counts what is left of a budget while it is shared out; without this script the next page says it.
"use strict";
(function () {
  // A typed number of per cent in tenths, as the server reads it: digits of any script, a comma or a point.
  function tenths(text) {
    const plain = text.normalize("NFKC").replace(/[\s%]/g, "").replace(/[,٫]/g, ".").replace(/\p{Nd}/gu, digit);
    return /^\d*\.?\d*$/.test(plain) ? Math.round(Number(plain || "0") * 10) : NaN;
  }

  // The digits of a script stand together from its zero on.
  function digit(sign) {
    const code = sign.codePointAt(0);
    let zero = code;
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) { zero -= 1; }
    return code - zero;
  }

  function count() {
    const rest = document.getElementById("rest"), fields = [...document.querySelectorAll("[data-share]")];
    if (!rest) { return; }
    const left = 1000 - fields.reduce((sum, field) => sum + tenths(field.value), 0);
    rest.hidden = Number.isNaN(left);
    if (rest.hidden) { return; }
    const kind = left > 0 ? "left" : left < 0 ? "over" : "done";
    const said = (Math.abs(left) / 10).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
    const words = rest.dataset[kind].replace("{rest}", said);
    rest.className = left < 0 ? "rest over" : "rest";
    if (rest.textContent !== words) { rest.textContent = words; }
  }

  document.addEventListener("input", count);
  // A refused form comes back as another body of the same page.
  new MutationObserver(count).observe(document.documentElement, { childList: true });
  count();
})();
