"""What says something, and what only looks as if nothing were there."""

from __future__ import annotations

import pytest

from prioritizer.domain.filled import is_filled


@pytest.mark.parametrize("text", ["a", " é ", "7", "-", "鉱山", "\u200bseen\u200b", "⛏"])
def test_a_sign_that_can_be_seen_fills_a_text(text: str) -> None:
    assert is_filled(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\n",
        "\u00a0\u202f\u3000",
        "\u200b",
        "\u200d\u2060\ufeff\u00ad",
        "\u202e\u2066",
        "\u3164\u115f\uffa0",
        "\u2800",
        "\u034f\ufe0f",
        "\x00\x1b",
        "\U000e0041",
        "\ue000",
    ],
)
def test_what_cannot_be_seen_fills_none(text: str) -> None:
    assert not is_filled(text)
