"""The ranking page in the language of a browser: while a weight moves, and nothing cut."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from tests.patience import last_look
from tests.stories.test_dragged_weights import SHOWN, dragged, ready

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Visit = Callable[..., Any]
LOCALES = {"fi": "fi-FI", "ru": "ru-RU", "da": "da-DK"}
STARTS = {
    "fi": ("Listalla, jossa on 10 sijaa: ", "paino "),
    "ru": ("В списке из 10: ", "вес "),
    "da": ("På en liste med 10: ", "vægt "),
}
# A text that does not fit into its box, but for those that are cut with a mark on purpose.
CUT = """() => {
  const roots = [document, ...[...document.querySelectorAll('*')]
    .map((one) => one.shadowRoot).filter(Boolean)];
  const texts = roots.flatMap((root) => [...root.querySelectorAll(
    'button, label, h1, h2, p, .head > .row > div, .key, .section span, .pp-range b')]);
  return texts.filter((one) => {
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    if (!box.width || style.visibility === 'hidden' || !one.textContent.trim()) return false;
    const spared = ['about', 'short', 'help', 'live'];
    if (spared.some((name) => one.classList.contains(name))) return false;
    return style.overflow === 'hidden' && one.scrollWidth > one.clientWidth + 1;
  }).map((one) => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 60)}`);
}"""


@pytest.fixture
def visit(browser: Any, app_address: str) -> Iterator[Visit]:
    """Yield a function that opens a page in a browser of a language, at a size."""
    contexts = []

    def opened(code: str, width: int = 1440, height: int = 900, path: str = "ranking") -> Any:
        size = {"width": width, "height": height}
        contexts.append(browser.new_context(locale=LOCALES[code], viewport=size))
        page = contexts[-1].new_page()
        page.goto(f"{app_address}/{path}?area=all")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("code", LOCALES)
def test_what_the_browser_draws_ahead_is_what_the_server_says_in_the_same_language(
    visit: Visit, code: str
) -> None:
    page = visit(code)
    ready(page)

    ahead = dragged(page)

    start, weight = STARTS[code]
    assert ahead["headline"].startswith(start)
    shares = [share for share in ahead["shares"] if not share.startswith(weight)]
    assert len(shares) < len(ahead["shares"])
    assert any(re.search(r"\d,\d", share) for share in ahead["shares"])
    assert page.evaluate("document.documentElement.lang") == code
    assert not re.search(r"\b(ranked|secure|likely|list|sites)\b", str(ahead["rows"]))
    assert page.evaluate(SHOWN)["headline"] == ahead["headline"]


def test_another_page_is_english_again_and_says_so(visit: Visit) -> None:
    page = visit("fi")
    ready(page)
    page.get_by_test_id("stPageLink").filter(has_text="Kuinka usein").click()
    page.get_by_role("heading", name=re.compile("right", re.IGNORECASE)).first.wait_for()

    page.wait_for_function("document.documentElement.lang === 'en'")


@pytest.mark.parametrize("code", ["fi", "ru"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_no_word_of_the_page_is_cut(visit: Visit, code: str, size: tuple[int, int]) -> None:
    page = visit(code, *size)
    ready(page)
    page.wait_for_timeout(4_000)  # next steps come a moment later

    pause = partial(page.wait_for_timeout, 600)
    assert last_look(lambda: page.evaluate(CUT), [], pause) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
