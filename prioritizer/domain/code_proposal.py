"""Codes that a text suggests: what says so, and what a person made of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Use(StrEnum):
    """What a phrase does where a text holds it.

    ``negation`` and ``not_yet`` keep a proposal of their sentence back, ``void`` those of a
    resource class in all texts of the site; ``list`` names the words that may stand inside a
    list such as *measured, indicated and inferred*.
    """

    PROPOSAL = "proposal"
    NEGATION = "negation"
    NOT_YET = "not_yet"
    VOID = "void"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class CodePhrase:
    """One phrase of ``criteria/reference/code_phrases.csv``.

    Parameters
    ----------
    phrase
        Words apart by blanks; ``*`` ends a word anyhow, ``…`` stands for up to three words,
        ``&`` for the words of a list.
    where
        The text columns in which it counts, ``source`` for citations; none means all.
    """

    use: Use
    column: str
    code: str
    language: str
    phrase: str
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodeProposal:
    """A code that a text of a site suggests for a column; it counts for nothing by itself.

    Parameters
    ----------
    code_now
        What the column holds, blank where nothing is known.
    words, sentence
        The words that led to it, and the sentence that they stand in, as written.
    text_column
        Where they stand: a column of the site, or ``source`` and the id of a source.
    source
        The source ids of that text.
    others
        Further codes that texts of the site suggest for the same column.
    source_now
        The source ids that the code of the column rests on, blank where none is named.
    """

    site_id: str
    name: str
    column: str
    code_now: str
    code: str
    words: str
    sentence: str
    text_column: str
    language: str
    source: str = ""
    others: tuple[str, ...] = ()
    source_now: str = ""

    @property
    def is_weaker(self) -> bool:
        """Return whether the column holds a code that a source is named for.

        Somebody read that source; a few words of a text are less, whichever code is higher.
        """
        return bool(self.code_now and self.source_now)

    @property
    def standing(self) -> str:
        """Return what the proposal is worth beside what the column holds, in words."""
        if self.is_weaker:
            return f"weaker: {self.code_now.replace('_', ' ')} is cited ({self.source_now})"
        return "no source for the code now" if self.code_now else ""


@dataclass(frozen=True, slots=True)
class ConfirmedCode:
    """A code that a person took over from a proposal: who, when (a date), and from what."""

    site_id: str
    column: str
    code: str
    words: str
    sentence: str
    text_column: str
    source: str
    confirmed_by: str
    confirmed_on: str
    row: int = 0

    @property
    def mark(self) -> str:
        """Return who confirmed it, when and from which words, as evidence quotes it."""
        return (
            f"confirmed by {self.confirmed_by} on {self.confirmed_on} from '{self.words}' in "
            f"{self.text_column}"
        )
