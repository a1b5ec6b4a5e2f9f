"""A second click counts once what the first has made is in sight, and a moment has passed."""

from __future__ import annotations

import pytest

from prioritizer.ui.shell import once, state
from prioritizer.ui.shell.once import Once


def test_a_click_while_the_first_is_under_way_or_in_the_same_moment_makes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr(once, "monotonic", lambda: now)
    button = Once()
    button.show()
    assert button.is_free()

    button.made()
    now += 60.0  # a slow page
    assert not button.is_free()
    button.show()
    assert not button.is_free()
    now += 0.9 * once.MOMENT
    button.show()  # drawn again for whatever reason
    assert not button.is_free()
    now += 0.2 * once.MOMENT

    assert button.is_free()


def test_each_button_of_each_page_counts_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    page: dict[str, object] = {}
    monkeypatch.setattr(state, "get", lambda name: page.get(name, {}))
    monkeypatch.setattr(state, "put", page.__setitem__)
    once.of("copy").made()

    assert not once.of("copy").is_free()
    assert once.of("other").is_free()
    page.clear()  # another page
    assert once.of("copy").is_free()
