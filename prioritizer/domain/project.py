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
    """A project as lists show it; ``current`` is the number of the state in force."""

    id: str
    name: str
    created_at: str
    changed_at: str
    is_archived: bool
    current: int
    n_states: int = 0


@dataclass(frozen=True, slots=True)
class StateLine:
    """One state in the history: what was chosen to come to it, and from which state.

    ``name`` is what a person called it, blank for most.
    """

    number: int
    parent: int
    at: str
    said: str
    name: str = ""


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
    """

    at: str
    said: str
    choices: Mapping[str, Any]
    table: str
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class NewStates:
    """States to be kept, the first first; the project is made if there is none.

    ``name`` counts for a new one only.
    """

    project_id: str
    owner: str
    name: str
    states: tuple[NewState, ...]


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
    """A link by which others read a project: for which readers, and since when."""

    project_id: str
    audience: str
    at: str = field(default="")
