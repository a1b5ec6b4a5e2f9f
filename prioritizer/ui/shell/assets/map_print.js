// The map on paper: drawn anew at the size of a page, with legend and sources, and printed alone.

const PAGE = { width: 1040, height: 660, sharpness: 3 }, FOOT = 64;

function paintRaised(ctx, frame, view) {
  for (const one of raisedSites(view)) {
    const at = onScreen(frame, view.places[one.i]), look = view.looks[one.i];
    paintMark(ctx, at, look, view.data.sites.open[one.i] === 1, radiusOf(one, view));
    if (one.isChosen) { ctx.fillStyle = COLORS.chosen; ctx.fill(); }
    ctx.font = `700 10.5px ${frame.font}`;
    ctx.textAlign = "center";
    ctx.lineWidth = 2.5;
    ctx.strokeStyle = COLORS.paper;
    if (inkOf(view, one) === COLORS.ink && !one.isChosen) ctx.strokeText(String(one.rank ?? "–"), at[0], at[1] + 3.7);
    ctx.fillStyle = inkOf(view, one);
    ctx.fillText(String(one.rank ?? "–"), at[0], at[1] + 3.7);
    ctx.textAlign = "start";
  }
}

// A canvas of the same middle as the view, with all of its extent in sight.
export function pageOf(view) {
  const canvas = node("canvas"), ctx = canvas.getContext("2d"), { width, height, sharpness } = PAGE;
  canvas.width = width * sharpness;
  canvas.height = (height + FOOT) * sharpness;
  const k = view.k * Math.min(width / view.width, height / view.height), centre = [(view.width / 2 - view.x) / view.k, (view.height / 2 - view.y) / view.k];
  const frame = { ...view, width, height, sharpness, k, x: width / 2 - centre[0] * k, y: height / 2 - centre[1] * k };
  const marks = node("canvas");
  marks.width = width * sharpness;
  marks.height = height * sharpness;
  paintBase(view, ctx, frame);
  paintMarks(marks.getContext("2d"), frame, view);
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.drawImage(marks, 0, 0);
  ctx.setTransform(sharpness, 0, 0, sharpness, 0, 0);
  paintRaised(ctx, frame, view);
  paintFoot(ctx, view, height);
  return canvas;
}

function paintFoot(ctx, view, top) {
  ctx.fillStyle = COLORS.paper;
  ctx.fillRect(0, top, PAGE.width, FOOT);
  let x = 10;
  for (const [look, text] of keysOf(view.colouring)) {
    paintMark(ctx, [x + 6, top + 18], look, false);
    ctx.fillStyle = COLORS.ink;
    ctx.font = `12px ${view.font}`;
    ctx.fillText(text, x + 16, top + 22);
    x += 34 + ctx.measureText(text).width;
  }
  const colour = view.select.selectedOptions[0]?.textContent ?? "";
  ctx.fillText(`${view.data.alt.split(". ")[0]}. ${say("printedColour", { what: colour })}`, 10, top + 40);
  ctx.fillStyle = COLORS.faint;
  ctx.font = `10.5px ${view.font}`;
  ctx.fillText(say("printedCredit"), 10, top + 56);
}

export async function printMap(view) {
  const picture = node("img"), style = node("style", "", "@media print { body > :not(.pp-print) { display: none !important; } html, body { height: auto !important; margin: 0 !important; } .pp-print { display: block; width: 100%; height: 98vh; object-fit: contain; object-position: top; } @page { size: landscape; margin: 10mm; } }"
    + " @media screen { .pp-print { display: none; } }");
  const page = onPaper(view.probe, () => { forgetSprites(); return pageOf(view); });
  forgetSprites();
  const blob = await new Promise((done) => page.toBlob(done, "image/png"));
  picture.className = "pp-print";
  picture.alt = view.data.alt;
  picture.src = URL.createObjectURL(blob);
  await picture.decode();
  document.head.append(style);
  document.body.append(picture);
  window.addEventListener("afterprint", () => { picture.remove(); style.remove(); URL.revokeObjectURL(picture.src); }, { once: true });
  view.root.dataset.printed = String(blob.size);
  window.print();
}
