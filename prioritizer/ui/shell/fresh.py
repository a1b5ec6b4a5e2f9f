"""What a fresh page has, and whether somebody has chosen something on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prioritizer.ui.shell import state
from prioritizer.ui.shell.choices import CHOICES, FRESH, LASTING, WORK

# What a page shows so is only looked at: somebody else's, or a state of before.
NOT_SAVED = ("project_link", "project_at", "project_ended")


def begin(*, is_whole: bool) -> None:
    """Let a page begin on the Nordic part of the sample, or with ``is_whole`` on the world."""
    state.begin({name: CHOICES[name].default for name in FRESH} if is_whole else FRESH)


def present() -> dict[str, Any]:
    """Return the choices of this page that somebody would miss."""
    return {name: state.get(name) for name in LASTING}


def where_kept() -> str:
    """Return in words where choices of this page are kept, to follow on “is” or “are”."""
    is_looked_at = any(map(state.get, NOT_SAVED))
    if is_looked_at or not state.get("visit_owner"):
        return "on this page only: nothing is saved"
    return "kept in your project"


def chosen(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what is not as a fresh page has it, in words."""
    return tuple(
        noun
        for noun, names in WORK.items()
        if not all(_is_fresh(name, values[name]) for name in names)
    )


def _is_fresh(name: str, value: Any) -> bool:
    """Return whether a fresh page may have it so: on a part of the sample, or the world."""
    default = CHOICES[name].default
    return state.is_same(value, default) or state.is_same(value, FRESH.get(name, default))
