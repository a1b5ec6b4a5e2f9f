"""Which language a page speaks: that which a person chose here, else that of the browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from prioritizer.languages.speech import LANGUAGES, SOURCE, asked_for, gettext, speaking
from prioritizer.ui.shell import state

CHOICE = "language"


def own() -> str:
    """Return the code of the language of whoever looks at this page."""
    if (chosen := state.get(CHOICE)) in LANGUAGES:
        return str(chosen)
    headers = {name.lower(): value for name, value in st.context.headers.to_dict().items()}
    return asked_for(headers.get("accept-language", "")) or SOURCE


@contextmanager
def spoken_here() -> Iterator[None]:
    """Speak the language of whoever looks at this page, within a block of one run."""
    with speaking(own()):
        yield


def choose() -> None:
    """Draw the choice, each language in its own name."""
    codes, key = list(LANGUAGES), state.widget(CHOICE)
    st.selectbox(
        gettext("Language"),
        codes,
        index=codes.index(own()),
        format_func=LANGUAGES.__getitem__,
        key=key,
        on_change=state.take,
        args=(CHOICE,),
        help=gettext(
            "Of this page. Names of sites, notes and free texts stay as they are; the other "
            "pages are in English."
        ),
    )
