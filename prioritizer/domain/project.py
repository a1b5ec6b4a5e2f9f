"""Projects as words: what is kept of one piece of work, and each state it has been in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from prioritizer.domain.site import SiteRegister
from prioritizer.errors import Issue

NAME_LETTERS = 80
# In one sentence for what is not there and for what is another's: nobody learns which.
NOT_FOUND = (
    "This project was not found. Expected one of yours, opened in the browser, or by the "
    "person, that made it. Open one from the list of your projects."
)


@dataclass(frozen=True, slots=True)
class KeptProject:
    """A project as lists show it; ``current`` is the number of the state in force.

    ``revision`` grows with every change of it, by whichever server; ``is_own`` is false for
    whoever may edit it and does not own it.
    """

    id: str
    name: str
    created_at: str
    changed_at: str
    is_archived: bool
    current: int
    n_states: int = 0
    revision: int = 0
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class StateLine:
    """One state in the history: what was chosen to come to it, and from which state.

    ``name`` is what a person called it, blank for most; ``who`` made the choice, blank for the
    owner.
    """

    number: int
    parent: int
    at: str
    said: str
    name: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class ProjectState:
    """All choices in one state, as plain JSON data; ``table`` names its table of sites."""

    line: StateLine
    choices: Mapping[str, Any]
    table: str


@dataclass(frozen=True, slots=True)
class NewState:
    """A state to be kept: its choices as plain JSON data, and what led to it, in words.

    ``is_quiet``: nobody chose anything, so that it takes the place of the state in force.
    ``is_more``: it goes on with the gesture that led to the state in force, and takes its
    place with its words, unless somebody has named, changed or gone back from that since.
    """

    at: str
    said: str
    choices: Mapping[str, Any]
    table: str
    is_quiet: bool = False
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class NewStates:
    """States to be kept, the first first; the project is made if there is none.

    Parameters
    ----------
    owner
        Whose it is, or the right by which somebody else edits it.
    name
        Counts for a new one only.
    who
        Who chose, in words; blank for the owner.
    seen
        The revision that the states rest on, None for whichever there is.
    parent
        The state that they come from, where another has been put in force since.
    visit
        The page on which they were chosen.
    """

    project_id: str
    owner: str
    name: str
    states: tuple[NewState, ...]
    who: str = ""
    seen: int | None = None
    parent: int = 0
    visit: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of states to be kept.

    Parameters
    ----------
    revision, current
        Of the project now; 0 where nothing was kept.
    other
        The number of the state that somebody else had put in force since; 0 for none.
    refused
        Why nothing was kept, in words; blank if it was.
    """

    revision: int = 0
    current: int = 0
    other: int = 0
    refused: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class KeptTable:
    """The sites of a project as they were loaded, with every issue met.

    ``digest`` is what identified them in the process that wrote it, ``restricted_in`` is as in
    `SiteFile`.
    """

    digest: str
    register: SiteRegister
    issues: tuple[Issue, ...] = ()
    is_sample: bool = False
    restricted_in: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A link by which others read or edit a project: for which readers, and since when."""

    project_id: str
    audience: str
    at: str = field(default="")
    may_edit: bool = False


@dataclass(frozen=True, slots=True)
class Editor:
    """Somebody who may edit a project, by the address of their sign-in, and since when."""

    address: str
    at: str
