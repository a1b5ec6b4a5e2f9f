"""Every page at three sizes, light and dark: nothing hangs over, is cut or covers another."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from prioritizer.ui.navigation import PAGES
from tests.patience import last_look
from tests.screens import LOOKS, SIZES
from tests.stories.test_browser_walk import OVERFLOW, serious_faults
from tests.stories.test_every_page import rest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# A tablet, and 1440 pixels at 200 %: windows that are neither wide nor a phone.
BETWEEN = ((1024, 768), (720, 450))
# What is wrong with the texts in sight: cut by the box that they stand in without a title that
# says them, or over one another. Shadow roots count; what is hidden, or stays on top, does not.
# Text in the colour of what it stands on is unseen; a table beyond its column, and a word of a
# chart beyond the chart, spill over.
# Marks of the map and points of a chart may lie on one another: they are data. The second line
# of a row of the list ends in "…" where there is no room: the panel of the site says it whole.
FREE = (
    "[data-testid=stIconMaterial], [data-testid=stDataFrame], .js-plotly-plot, "
    ".pp-map svg, .pp-list .about"
)
FAULTS = """(free) => {
  const boxes = [], cut = [], unseen = [], spills = [];
  const above = (n) => n.parentElement ?? n.getRootNode().host;
  const stays = (e) => {
    for (let n = e; n; n = above(n))
      if (/sticky|fixed/.test(getComputedStyle(n).position)) return true;
    return false;
  };
  const inside = (e) => {
    let [left, top, right, bottom] = [0, 0, innerWidth, 1e6];
    for (let n = e; n; n = above(n)) {
      const style = getComputedStyle(n), r = n.getBoundingClientRect();
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      left = Math.max(left, r.left); top = Math.max(top, r.top);
      right = Math.min(right, r.right); bottom = Math.min(bottom, r.bottom);
    }
    return { left, top, right, bottom };
  };
  const note = (e, text) => {
    const range = document.createRange(), limit = inside(e);
    range.selectNodeContents(text);
    for (const r of range.getClientRects()) {
      const left = Math.max(r.left, limit.left), right = Math.min(r.right, limit.right);
      const top = Math.max(r.top, limit.top), bottom = Math.min(r.bottom, limit.bottom);
      const says = text.textContent.trim().slice(0, 40);
      if (right - left < 4 || bottom - top < 4) continue;
      boxes.push({ e, left, top, right, bottom, says });
    }
  };
  const isCut = (e) => !(e instanceof SVGElement) && e.clientWidth > 2
    && /hidden|clip/.test(getComputedStyle(e).overflowX) && e.innerText?.trim()
    && e.scrollWidth > e.clientWidth + 1 && !e.title && !e.closest("[title]");
  const color = (e, name) => /^rgb/.test(getComputedStyle(e)[name])
    ? getComputedStyle(e)[name].match(/[\\d.]+/g).map(Number) : [0, 0, 0, 0];
  const isClose = (a, b) => [0, 1, 2].every((k) => Math.abs(a[k] - b[k]) < 24);
  const isUnseen = (e) => {
    const ink = color(e, "color");
    if (e instanceof SVGElement || ink[3] === 0) return false;
    for (let n = e; n; n = above(n)) {
      const paper = color(n, "backgroundColor");
      if ((paper[3] ?? 1) > 0.5) return isClose(ink, paper);
    }
    return isClose(ink, [255, 255, 255]);
  };
  const isBeyond = (e, frame) => {
    if (!frame || !e.checkVisibility()) return false;
    for (let n = e.parentElement; n !== frame; n = n.parentElement)
      if (/auto|scroll/.test(getComputedStyle(n).overflowX)) return false;
    const [a, b] = [e, frame].map((one) => one.getBoundingClientRect());
    return a.width > 0 && (a.left < b.left - 2 || a.right > b.right + 2);
  };
  for (const table of document.querySelectorAll("[data-testid=stColumn] table"))
    if (isBeyond(table, table.closest("[data-testid=stColumn]")))
      spills.push(table.innerText.slice(0, 40));
  for (const word of document.querySelectorAll(".js-plotly-plot .main-svg text"))
    if (isBeyond(word, word.ownerSVGElement)) spills.push(word.textContent.slice(0, 40));
  const walk = (root) => {
    for (const e of root.querySelectorAll("*")) {
      if (e.shadowRoot) walk(e.shadowRoot);
      if (/STYLE|SCRIPT|TITLE|OPTION/i.test(e.tagName) || e.closest(free)) continue;
      if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (isCut(e)) cut.push(`${e.tagName}.${e.className} ${e.innerText.slice(0, 50)}`);
      const texts = [...e.childNodes].filter((n) => n.nodeType === 3 && n.textContent.trim());
      if (texts.length && isUnseen(e)) unseen.push(e.textContent.slice(0, 40));
      if (texts.length && !stays(e)) for (const text of texts) note(e, text);
    }
  };
  walk(document.querySelector("[data-testid=stMain]"));
  boxes.sort((a, b) => a.top - b.top);
  const over = boxes.flatMap((a, i) => {
    const found = [];
    for (let k = i + 1; k < boxes.length && boxes[k].top < a.bottom; k++) {
      const b = boxes[k];
      if (a.e === b.e || a.e.contains(b.e) || b.e.contains(a.e)) continue;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const least = 0.35 * Math.min(a.bottom - a.top, b.bottom - b.top);
      if (wide > 3 && high > least) found.push(`${a.says} / ${b.says}`);
    }
    return found;
  });
  return { cut, over, unseen, spills };
}"""


def test_what_looks_for_faults_finds_them(tabs: Any) -> None:
    page = tabs.take(390, 844)
    page.set_content(
        """<div data-testid="stMain"><p>a text of its own</p>
        <p style="margin-top: -25px">another one over it</p><p>below</p>
        <div style="width: 40px; overflow: hidden; white-space: nowrap">a text that is cut</div>
        <div style="width: 40px; overflow: hidden; white-space: nowrap" title="said">said of it
        </div><button disabled style="color: #fff; background: none">Read this file</button>
        <div data-testid="stColumn" style="width: 90px"><table style="width: 150px"><tr><td>far
        </td></tr></table></div></div>"""
    )
    found = page.evaluate(FAULTS, FREE)
    page.close()

    assert [said.split(" ", 1)[1] for said in found["cut"]] == ["a text that is cut"]
    assert found["over"] == ["a text of its own / another one over it"]
    assert found["unseen"] == ["Read this file"]
    assert found["spills"] == ["far"]


def faults_of(page: Any) -> dict[str, Any]:
    faults = {name: said for name, said in page.evaluate(FAULTS, FREE).items() if said}
    over = page.evaluate(OVERFLOW)
    return faults | ({"hangs over": over} if over > 0 else {})


def test_every_page_fits_and_reads_in_both_looks_at_three_sizes(open_app: Any) -> None:
    """In the light, ``test_every_page`` asks axe."""
    page, found = open_app(), dict[str, object]()
    pause = partial(page.wait_for_timeout, 250)
    origin = "/".join(page.url.split("/")[:3])
    for address in (one.address for one in PAGES):
        page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
        page.goto(f"{origin}/{address}")
        rest(page)
        for width, height in (*SIZES, *BETWEEN):
            page.set_viewport_size({"width": width, "height": height})
            pause()
            if faults := last_look(lambda: faults_of(page), {}, pause):
                found[f"{address} {width}"] = faults
        page.emulate_media(color_scheme=LOOKS[1])
        pause()
        if wrong := last_look(lambda: serious_faults(page), {}, pause):
            found[f"{address} dark"] = wrong
        page.emulate_media(color_scheme=LOOKS[0])

    assert found == {}
    assert open_app.errors == []
