"""The table of sites stands without its shares where counting them was cancelled."""

from __future__ import annotations

import pytest

from prioritizer.ui.parts import long_work
from prioritizer.ui.sites import cache
from tests.ui.conftest import Open, assert_calm, text_of


def test_the_table_stands_though_counting_what_is_known_was_cancelled(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "FEW_SITES", 0)
    app = open_page("sites")
    whole = list(app.dataframe[0].value.columns)
    assert "Grade" in whole
    monkeypatch.setattr(cache.KNOWN, "kept", long_work.Finished(2))
    monkeypatch.setattr(long_work, "is_cancelled", lambda mark: mark.startswith("known "))

    app.run()

    assert_calm(app)
    assert [name for name in app.dataframe[0].value.columns if name not in whole] == []
    assert "Grade" not in app.dataframe[0].value.columns
    assert len(app.dataframe[0].value) > 100
    assert "you cancelled it: how much of each site is known" in text_of(app)
    monkeypatch.setattr(long_work, "is_cancelled", lambda _mark: False)
    app.button(key="again-known").click().run()
    assert list(app.dataframe[0].value.columns) == whole
