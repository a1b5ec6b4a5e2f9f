"""Tables of our own: a card in a narrow window needs its labels, a reader its roles."""

from __future__ import annotations

import re

import pytest

from prioritizer.ui.shell import markup

HEADS = ("Site", "Mass, t", 'How <small>"sure"</small>')


def test_each_cell_bears_the_head_of_its_column_as_plain_text() -> None:
    drawn = markup.table(HEADS, [("A", "5", "much")], numbers=HEADS[1:2])

    assert re.findall('<td[^>]*data-label="(.*?)">(.*?)</td>', drawn) == [
        ("Mass, t", "5"),
        ("How &quot;sure&quot;", "much"),
    ]
    assert 'class="pp-table pp-cards"' in drawn
    # A name is the title of its card by itself; a number says what it counts.
    assert '<th scope="row" role="rowheader">A</th>' in drawn
    assert 'class="n" data-label="Place">1</th>' in markup.table(
        ("Place", "Site"), [("1", "A")], numbers=("Place",)
    )


def test_rows_of_facts_have_no_heads_and_are_no_cards() -> None:
    drawn = markup.table((), [("Mass", "5 t")])

    assert "thead" not in drawn
    assert "data-label" not in drawn
    assert 'class="pp-table pp-facts"' in drawn


def test_every_part_of_a_table_says_what_it_is() -> None:
    drawn = markup.table(HEADS, [("A", "5", "much"), ("B", "6", "little")])

    roles = re.findall('role="([a-z]+)"', drawn)
    assert {one: roles.count(one) for one in set(roles)} == {
        "table": 1, "rowgroup": 2, "row": 3, "columnheader": 3, "rowheader": 2, "cell": 4,
    }  # fmt: skip


def test_a_number_keeps_its_per_cent_sign_but_where_the_browser_writes_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = list[str]()
    monkeypatch.setattr(markup.st, "html", lambda body, **_: drawn.append(body))

    markup.draw("<p>known for 60 % of it</p>")
    markup.draw('<b data-share="grade">weight 20 %</b>')

    assert "60\u00a0% of it" in drawn[0]
    assert "weight 20 %" in drawn[1]
