"""What the head of a log proves: compared with one kept elsewhere, and without one."""

from __future__ import annotations

from dataclasses import dataclass

from prioritizer.domain.written_digest import DIGITS, WrittenDigest
from prioritizer.workflow.workshop.verifying import Verification

# As many as the short form on slide and page has; so many nobody finds by trying.
ENOUGH_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Anchor:
    """Whether a record is the one whose head was kept.

    ``fits`` is None where no head was given. ``told`` says what was compared, or how the heads
    differ; ``limits`` what cannot be known in spite of it, empty if nothing; ``verdict`` is the
    whole check in one sentence.
    """

    fits: bool | None
    told: str
    limits: str
    verdict: str


def anchor(found: Verification, kept: WrittenDigest | None) -> Anchor:
    """Return what a head that was kept elsewhere proves of a record, or what is open without.

    Parameters
    ----------
    found
        The check of the record itself.
    kept
        The head as it was read aloud or written down; None if nobody has one.
    """
    if kept is None:
        return Anchor(None, "", _unanchored(found.head), _verdict(found, fits=None, entry=0))
    fits = kept.fits(found.head)
    if fits:
        few = kept.n_digits < ENOUGH_DIGITS
        limits = _few(kept) if few else ""
        return Anchor(True, compared(kept), limits, _verdict(found, fits=True, entry=0))
    entry = next((n for n, head in enumerate(found.heads, 1) if kept.fits(head)), 0)
    return Anchor(
        False, _other(found, kept, entry), "", _verdict(found, fits=False, entry=entry)
    )


def compared(kept: WrittenDigest) -> str:
    """Return how much of a digest was compared, and that it is the same."""
    which = ""
    if kept.n_digits < DIGITS:
        which = f" (the first {len(kept.first)})"
        if kept.last:
            which = f" (the first {len(kept.first)} and the last {len(kept.last)})"
        elif len(kept.groups) == 2:
            which = f" ({kept})"
    return f"{kept.n_digits} of {DIGITS} digits compared{which}, all the same"


def short(head: str) -> str:
    """Return a head in the short form of page and slide, such as ``459e9414…bd504ea6``."""
    return f"{head[:8]}…{head[-8:]}"


def _unanchored(head: str) -> str:
    return (
        "no head was compared. Whoever had the file or the store can change the history, chain "
        "it again and make a record that agrees with itself; nothing in it would show that. "
        f"Compare {short(head)} with the head that was read aloud or shown at the end."
    )


def _few(kept: WrittenDigest) -> str:
    return (
        f"{kept.n_digits} digits rule out a mix-up, not somebody who tries: among "
        f"16^{kept.n_digits} other records one fits. Compare {ENOUGH_DIGITS} digits, as in the "
        "short form."
    )


def _other(found: Verification, kept: WrittenDigest, entry: int) -> str:
    ends = short(found.head)
    if not entry:
        return f"expected {kept}, the record ends in {ends}"
    return (
        f"{kept} was the head after log entry {entry}; the record goes on to entry "
        f"{len(found.heads)} and ends in {ends}"
    )


def _verdict(found: Verification, *, fits: bool | None, entry: int) -> str:
    if not found.holds:
        return "The record does not hold."
    if fits:
        return (
            "The record holds: it is the one whose head was kept, nothing was changed, and the "
            "result follows from the answers."
        )
    if fits is None:
        return (
            "The record holds in itself: log, answers and result agree. Only the head can tell "
            "whether it is the record of that workshop."
        )
    if entry:
        return (
            f"The record agrees with itself. Up to log entry {entry} it is the one whose head "
            "was kept; what follows is not bound by that head."
        )
    return "The record agrees with itself, but it is not the one whose head was kept."
