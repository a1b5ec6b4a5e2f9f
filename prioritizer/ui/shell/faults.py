"""What a person sees when something fails: known faults in words, unknown ones as a number."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from prioritizer.errors import PrioritizerError
from prioritizer.ui.shell.text import fault_words

LOG = logging.getLogger("prioritizer.ui")


@contextmanager
def contained() -> Iterator[None]:
    """Show a fault instead of a traceback; an unknown one is logged under the number shown."""
    try:
        yield
    except PrioritizerError as error:
        st.error(fault_words(error), icon=":material/report:")
    except Exception:
        number = secrets.token_hex(3).upper()
        LOG.exception("Fault %s", number)
        st.error(
            f"Something went wrong on our side (number {number}). Your weights and settings "
            f"are kept: "
            "reload the page or go back to Ranking. If it happens again, report this number; "
            "the log "
            "of the server holds the details.",
            icon=":material/error:",
        )
