"""A digest is recognised however a page, a slide or a person wrote it down."""

from __future__ import annotations

import pytest

from prioritizer.domain.written_digest import read_written_digest
from prioritizer.errors import InputError

WHOLE = "459e9414c27f0d6e1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4dbd504ea6"
GROUPED = " ".join(WHOLE[k : k + 8] for k in range(0, 64, 8))


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        (WHOLE, 64),
        (WHOLE.upper(), 64),
        (GROUPED, 64),
        (GROUPED.replace(" ", "\n"), 64),
        (GROUPED.replace(" ", "-"), 64),
        (GROUPED.replace(" ", "\u00a0"), 64),
        (WHOLE[:8], 8),
        (WHOLE[:11], 11),
        (f"{WHOLE[:8]}…", 8),
        (f"{WHOLE[:8]}...", 8),
        (f" “{WHOLE[:16]}…”. ", 16),
        ("459e9414…bd504ea6", 16),
        ("459E9414…BD504EA6", 16),
        ("459e 9414 … bd50 4ea6", 16),
        ("459e9414...bd504ea6", 16),
        ("459e9414 . . . bd504ea6", 16),
        ("459e9414 bd504ea6", 16),
        ("459e9414–bd504ea6", 16),
        ("…bd504ea6", 8),
    ],
)
def test_every_way_to_write_it_down_fits_and_says_how_much(text: str, digits: int) -> None:
    written = read_written_digest(text, "head")

    assert written.fits(WHOLE)
    assert written.n_digits == digits


@pytest.mark.parametrize(
    "text",
    [
        "459e9415",
        "459e9414…bd504ea7",
        "559e9414…bd504ea6",
        "459e9414 bd504ea7",
        "bd504ea6",
        "bd504ea6…459e9414",
        "459e 9414 bd50 4ea6",
        "…d504ea60",
        WHOLE[:-1] + "7",
    ],
)
def test_one_wrong_digit_or_the_wrong_order_does_not_fit(text: str) -> None:
    assert not read_written_digest(text, "head").fits(WHOLE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "8 digits or more"),
        ("…", "8 digits or more"),
        ("459e941", "8 digits or more"),
        ("459e94…a", "8 digits or more"),
        ("459…a6", "8 digits or more"),
        ("459e9414…c27f…bd504ea6", "one gap at most"),
        (f"{WHOLE}0", "64 digits or fewer"),
        (f"{WHOLE[:40]}…{WHOLE[:40]}", "64 digits or fewer"),
        ("459e94l4", "0 to 9 and a to f"),
        ("the head of the log", "0 to 9 and a to f"),
    ],
)
def test_what_says_too_little_or_nothing_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read_written_digest(text, "head")
    assert str(caught.value).startswith("head: found")
