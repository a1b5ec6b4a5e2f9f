"""What the state of a value is called."""

from __future__ import annotations

from prioritizer.domain.answer import CellState
from prioritizer.languages.speech import noop

STATES_SAID = {
    CellState.MEASURED: noop("measured"),
    CellState.BOUNDED: noop("bounded"),
    CellState.ANALOGUE: noop("analogue"),
    CellState.ASSUMED: noop("assumed"),
    CellState.UNKNOWN: noop("unknown"),
}
