"""Nothing of the page before stands under the title of the page that one has come to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stories.test_every_page import rest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# In each frame: the title, and what can be read of a run that is over.
WATCH = """() => {
  window.shown = [];
  const tick = () => {
    const old = [...document.querySelectorAll('[data-testid=stMain] [data-stale=true]')].filter(
      (one) => one.textContent.trim() && !one.querySelector('h1')
        && one.getBoundingClientRect().height > 4);
    window.shown.push({ title: document.querySelector('h1')?.textContent ?? '',
      old: old.map((one) => one.textContent.slice(0, 40)) });
    requestAnimationFrame(tick);
  };
  tick();
}"""
# A text of the page, marked as left over.
MARK = """() => {
  const all = [...document.querySelectorAll('[data-testid=stMain] [data-stale=false]')];
  window.marked = all.find((one) => one.textContent.trim() && !one.querySelector('h1')
    && one.getBoundingClientRect().height > 4);
  window.marked.dataset.stale = 'true';
}"""


def test_no_frame_shows_old_content_under_a_new_title(open_app: Any) -> None:
    page = open_app(path="ranking")
    rest(page)
    before = page.locator("h1").first.inner_text()
    page.evaluate(WATCH)
    # Streamlit marks what is left over so; a mark made here shows that the watch would see it.
    assert page.locator("[data-testid=stMain] [data-stale=false]").count() > 0
    page.evaluate(MARK)
    page.wait_for_function("window.shown.some((frame) => frame.old.length)")
    page.evaluate("() => { window.marked.dataset.stale = 'false'; }")

    page.locator('[class*="st-key-flow-at"] a[href$="robustness"]').first.click()
    page.get_by_role("heading", name="How far can this ranking be trusted?").wait_for()
    rest(page)
    seen = page.evaluate("window.shown")

    assert {frame["title"] for frame in seen} - {before, ""}
    assert [one for one in seen if one["title"] not in (before, "") and one["old"]] == []
