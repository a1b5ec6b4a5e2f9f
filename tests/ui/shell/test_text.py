"""Texts from files lose their power, not their letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.ui.shell.text import escape_html, escape_markdown, fault_words, plain, powers


@given(st.text())
def test_plain_text_has_one_line_and_no_hidden_characters(text: str) -> None:
    found = plain(text)

    assert "\n" not in found
    assert len(found) <= 400
    assert not {"\u202e", "\u200b", "\x00", "\x1b"} & set(found)


@given(st.text())
def test_html_text_cannot_open_a_tag_or_leave_a_quote(text: str) -> None:
    found = escape_html(text)

    assert not {"<", ">", '"', "'"} & set(found)


@pytest.mark.parametrize(
    "text", ["[a](b)", "**a**", "`a`", ":red[a]", "$a$", "<b>", "# a", "- a", "~~a~~"]
)
def test_markdown_signs_are_escaped_one_by_one(text: str) -> None:
    found = escape_markdown(text)

    assert found.replace("\\", "") == text
    assert found != text


def test_powers_of_ten_are_raised() -> None:
    assert powers("1.8·10^-12 t") == "1.8·10⁻¹² t"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("/srv/data/store.db: another process has it", "store.db: another process has it"),
        ("store '/opt/ida b/x.db' is full", "b/x.db"),
        (r"C:\Users\ida\store.db: is full", "store.db: is full"),
        ("12 kg/t and 3 EUR/t/a", "12 kg/t and 3 EUR/t/a"),
        ("http://127.0.0.1/w/join", "http://127.0.0.1/w/join"),
    ],
)
def test_words_of_a_fault_name_files_without_their_folders(said: str, shown: str) -> None:
    found = fault_words(ValueError(said)).replace("\\", "")

    assert shown in found
    assert "srv" not in found
    assert "opt" not in found
    assert "Users" not in found
