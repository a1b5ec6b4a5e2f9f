"""Nothing of the page before stands under the title of the page that one has come to."""

from __future__ import annotations

from typing import Any

import pytest

from prioritizer.ui.navigation import PAGES, PageEntry
from tests.stories.test_every_page import rest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# In each frame under another title: what can be read of what stood there before. Steps and the
# line of the project belong to all pages.
WATCH = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const ofAll = '[class*=st-key-flow-at], [class*=st-key-project], [class*=st-key-audience]';
  const seen = (one) => {
    const box = one.getBoundingClientRect(), style = getComputedStyle(one);
    return box.height > 4 && box.width > 4 && style.visibility !== 'hidden'
      && style.opacity > 0;
  };
  const shadows = (one) => [...one.querySelectorAll('*')]
    .map((inner) => inner.shadowRoot?.textContent ?? '').join(' ');
  const text = (one) => (one.textContent.trim() || shadows(one)).replace(/\\s+/g, ' ').trim();
  const read = () => [...main.querySelectorAll('[data-testid=stElementContainer]')]
    .filter((one) => seen(one) && !one.closest(ofAll)).map(text).filter(Boolean);
  const titles = () => [...document.querySelectorAll('h1')].map((one) => one.textContent);
  const before = new Set(titles()), old = new Set(read());
  const watch = { frames: 0, old, left: new Set(), isOver: false, titles: new Set() };
  watch.leftOver = () => {
    const own = new Set(read());
    return [...watch.left].filter((one) => !own.has(one)).map((one) => one.slice(0, 60));
  };
  const tick = () => {
    if (watch.isOver) return;
    const fresh = titles().filter((one) => !before.has(one));
    if (fresh.length) {
      watch.frames += 1;
      fresh.forEach((one) => watch.titles.add(one));
      read().filter((one) => old.has(one)).forEach((one) => watch.left.add(one));
    }
    requestAnimationFrame(tick);
  };
  tick();
  window.watch = watch;
}"""
GO = """async ([section, title, address]) => {
  const end = `/${address === 'ranking' ? '' : address}`;
  const link = () => [...document.querySelectorAll('a')]
    .find((one) => one.textContent.includes(title) && one.getClientRects().length
      && new URL(one.href, location.href).pathname.endsWith(end));
  const menu = [...document.querySelectorAll('[data-testid=stTopNavSection]')]
    .find((one) => one.textContent.includes(section));
  if (!link()) menu?.click();
  while (!link()) await new Promise((on) => setTimeout(on, 10));
  link().click();
}"""
# What stood on the page before, again on the new one for a moment.
LEAVE = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  const kept = [...main.querySelectorAll('[data-testid=stElementContainer]')]
    .find((one) => one.textContent.includes('Who belongs on a shortlist')).cloneNode(true);
  const put = () => {
    if (!window.watch.frames) return requestAnimationFrame(put);
    main.append(kept);
    setTimeout(() => kept.remove(), 200);
  };
  put();
}"""


def change(page: Any, entry: PageEntry, *, leaving: str = "") -> list[str]:
    """Go to a page by its link; return what of the page before stood under its title."""
    page.evaluate(WATCH)
    assert page.evaluate("window.watch.old.size") > 0
    if leaving:
        page.evaluate(leaving)
    page.evaluate(GO, [entry.section, entry.title, entry.address])
    page.wait_for_function("window.watch.frames > 0")
    rest(page)
    page.wait_for_timeout(300)
    rest(page)
    found: list[str] = page.evaluate("window.watch.leftOver()")
    assert len(page.evaluate("[...window.watch.titles]")) == 1
    page.evaluate("() => { window.watch.isOver = true; }")
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(PAGES[k - 1], entry, id=f"{PAGES[k - 1].address}-{entry.address}")
        for k, entry in enumerate(PAGES)
    ],
)
def test_no_frame_shows_old_content_under_a_new_title(
    fresh_page: Any, slow_address: str, before: PageEntry, after: PageEntry
) -> None:
    page = fresh_page
    page.goto(f"{slow_address}/{before.address}?area=all")
    rest(page)

    assert change(page, after) == []


def test_the_watch_sees_what_is_left_over(fresh_page: Any, slow_address: str) -> None:
    page = fresh_page
    page.goto(f"{slow_address}/robustness?area=all")
    rest(page)
    about = next(one for one in PAGES if one.address == "about")

    found = change(page, about, leaving=LEAVE)

    assert [one for one in found if "Who belongs on a shortlist" in one]


@pytest.mark.parametrize(
    ("before", "after"),
    [("robustness?view=rules", "methods"), ("portfolio", "pilots"), ("shortlist", "ranking")],
)
def test_work_that_is_left_draws_nothing_on_the_next_page(
    fresh_page: Any, slow_address: str, before: str, after: str
) -> None:
    page = fresh_page
    page.goto(f"{slow_address}/{before}{'&' if '?' in before else '?'}area=nordic")
    page.get_by_role("button", name="Cancel").first.wait_for()

    found = change(page, next(one for one in PAGES if one.address == after))

    # The next page works, too, and has a button of its own.
    assert [one for one in found if one != "Cancel"] == []
    assert page.get_by_text("Not worked out").count() == 0
