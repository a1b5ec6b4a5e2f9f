"""The only reader and writer of session state: what a person has chosen, kept across pages.

Each choice has a name. Its truth stands under that name; a widget has a key of its own, starts
from the truth in every run and is copied back by its callback. So a choice outlives its widget.

A browser names the value of every widget in each message. While somebody types or drags, a
message can still name a value that the server has replaced in the meantime, and would pass for
a second wish. So a widget whose value is set here becomes a new widget, under the next key. And
a run that a newer message cut short leaves a widget whose first word looks like a change: so a
callback that brings what is in force already does nothing.

Any read or write here may be where a newer message cuts a callback short. What belongs together
is therefore written down first, in one assignment, and a later run completes what was begun.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from prioritizer.ui.shell.choices import CHOICES

_UNSET = object()


def get(name: str) -> Any:
    """Return the truth of a choice: its default until something else was chosen."""
    kept = st.session_state.get(f"choice.{name}", _UNSET)
    return CHOICES[name].default if kept is _UNSET else kept


def put(name: str, value: Any) -> None:
    """Set a choice; a widget that shows another value is drawn anew."""
    st.session_state[f"choice.{name}"] = value
    key = widget(name)
    if key in st.session_state and not is_same(st.session_state[key], value):
        _renew(f"widget.{name}")


def begin(values: Mapping[str, Any]) -> None:
    """Set what a page begins with, where nothing was chosen before."""
    for name, value in values.items():
        st.session_state.setdefault(f"choice.{name}", value)


def put_together(values: Mapping[str, Any], sliders: Iterable[str] = ()) -> None:
    """Set choices and draw weight sliders anew, all of it or, cut short at once, nothing."""
    rounds = {f"weight-{node}": _rounds().get(f"weight-{node}", 0) + 1 for node in sliders}
    st.session_state["begun"] = (dict(values), rounds)
    complete()


def complete() -> None:
    """Complete what a callback that was cut short had begun to set."""
    begun = st.session_state.get("begun")
    if begun is None:
        return
    values, rounds = begun
    for name, value in values.items():
        put(name, value)
    _rounds().update(rounds)
    st.session_state["begun"] = None


def is_same(first: Any, second: Any) -> bool:
    """Return whether two values of a choice are equal."""
    # What several were chosen of is a list in a widget and a tuple elsewhere.
    several = isinstance(first, list | tuple) and isinstance(second, list | tuple)
    return bool(list(first) == list(second) if several else first == second)


def _rounds() -> dict[str, int]:
    """Return how often each widget was set here, by the first key that it had."""
    found: dict[str, int] = st.session_state.setdefault("rounds", {})
    return found


def _key(first: str) -> str:
    number = _rounds().get(first, 0)
    return f"{first}~{number}" if number else first


def _renew(first: str) -> None:
    """Give a widget its next key; what the browser still says under the last one is void."""
    _rounds()[first] = _rounds().get(first, 0) + 1


def enter(address: str) -> None:
    """Let the widgets of a page start from the truth when the page is entered.

    A key outlives a change of page, its widget does not: where two pages share a key, the
    second would draw the widget at its lowest value while the key holds the old one. What a
    run that was cut short had begun to set is completed first.
    """
    complete()
    if st.session_state.get("entered") == address:
        return
    st.session_state["entered"] = address
    # What waits for still hands waits again: the page that is entered comes first.
    put("later_asked", "")
    for key in [str(key) for key in st.session_state]:
        if key.startswith(("widget.", "weight-")):
            del st.session_state[key]


def widget(name: str) -> str:
    """Return the key of the widget of a choice."""
    return _key(f"widget.{name}")


def started(
    name: str, argument: str = "value", options: Sequence[Any] | None = None
) -> dict[str, Any]:
    """Return the arguments that bind a widget to a choice that it starts from, as keywords.

    A value that is set goes to the browser once, and a run that is cut short may take it along:
    the widget then shows its lowest value, and says so. Where it starts is said in each run.

    Parameters
    ----------
    argument
        Where the widget takes its start: ``value``, ``default`` or ``index``.
    options
        What an ``index`` counts; the first where the choice is none of them.
    """
    start = get(name)
    if options is not None:
        start = list(options).index(start) if start in options else 0
    return {"key": widget(name), "on_change": take, "args": (name,), argument: start}


def take(name: str) -> None:
    """Copy a widget's value to the truth; a cleared choice keeps what it was."""
    if widget(name) not in st.session_state:  # a late word under a key that is void
        return
    value = st.session_state[widget(name)]
    if value is None:
        _renew(f"widget.{name}")
        return
    if is_same(value, get(name)):
        return
    st.session_state[f"choice.{name}"] = value


def take_any(name: str) -> None:
    """Copy a widget's value to the truth, a cleared one too."""
    if widget(name) in st.session_state:
        st.session_state[f"choice.{name}"] = st.session_state[widget(name)]


def field(name: str, value: Any, argument: str = "value") -> dict[str, Any]:
    """Return key and start of a field that is part of a larger choice, as keywords.

    What was typed stays until the field is forgotten; the start is said in each run, as in
    `started`.
    """
    return {"key": widget(name), argument: value}


def typed(name: str) -> Any:
    """Return what stands in a field, None where it is not drawn."""
    return st.session_state.get(widget(name))


def forget(prefix: str) -> None:
    """Let the fields whose name starts so be filled afresh."""
    started = [k for k in map(str, st.session_state) if k.startswith(f"widget.{prefix}")]
    for first in {key.partition("~")[0] for key in started}:
        _renew(first)


def shown(name: str) -> Any:
    """Return what the widget of a choice shows, the truth where it is not drawn."""
    return st.session_state.get(widget(name), get(name))


def weight_key(node: str) -> str:
    """Return the key of the weight slider of a branch or criterion."""
    return _key(f"weight-{node}")


def slid(node: str, otherwise: float) -> Any:
    """Return what the weight slider of a node shows, ``otherwise`` where it is not drawn."""
    return st.session_state.get(weight_key(node), otherwise)


def drop_sliders() -> None:
    """Let all weight sliders start from the points when they are drawn next."""
    for key in [str(key) for key in st.session_state if str(key).startswith("weight-")]:
        del st.session_state[key]


def pop_notice() -> str:
    """Return what the last action has to say, once."""
    notice: str = get("notice")
    put("notice", "")
    return notice


def component(key: str) -> Mapping[str, Any] | None:
    """Return what a component has reported, or None before it did."""
    return st.session_state.get(key)
