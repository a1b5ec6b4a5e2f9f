"""A project as a file to take along, and a file as a project: the same answer to the bit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from prioritizer.domain.words import counted
from prioritizer.errors import InputError, PrioritizerError
from prioritizer.ui.kept import stores
from prioritizer.ui.kept.written import TABLE, as_inventory, as_kept, table_digest
from prioritizer.ui.kept.written import plain as as_plain
from prioritizer.ui.parts.working import Working
from prioritizer.ui.projects import autosave
from prioritizer.ui.projects.taking_up import (
    known_choices,
    part_of,
    rekeyed,
    with_kept_edits,
)
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import fresh, plain_ids, session, state
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.projects import answer, document, tables
from prioritizer.workflow.projects.document import Carried
from prioritizer.workflow.projects.plain_choices import CRITERIA
from prioritizer.workflow.projects.public import (
    OF_THIS_SERVER,
    UNNAMED,
    of_table,
    public_criteria,
    public_name,
    public_settings,
)
from prioritizer.workflow.projects.walled import project_in
from prioritizer.workflow.sites.audience import Audience, part_for

MOST_SAID = 2_000
OTHER_CRITERIA = "This version has other criteria; the project keeps its own."


@dataclass(frozen=True, slots=True)
class Brought:
    """What is to be said of a file that was opened: whether the answer is the same, and how."""

    name: str
    n_sites: int
    differences: tuple[str, ...]
    told: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Return in words whether the answer is the same."""
        sites = counted(self.n_sites, "ranked site")
        if not self.differences:
            return f"Opened as it was saved: the same answer to the last bit, {sites}."
        return "Opened. The answer differs from the one that was saved:"


def standing(audience: Audience, *, is_for_others: bool = False) -> Carried:
    """Return what stands on this page as a project for some readers, without its answer.

    ``is_for_others``: names of people, and edits that no public report shows, stay behind
    where nothing is restricted, too.

    What a browser asks for later is made outside of the session: all of it is read here.
    """
    own, choices = session.own_inventory(), as_plain(fresh.present())
    whole, left_out = own.register, ""
    is_part = cached.is_restricted(own) or is_for_others
    if is_part and audience is not Audience.INTERNAL:
        if cached.is_restricted(own):
            left_out = part_for(own.register, audience).sentence
        own, choices = part_of(own, choices, audience)
    else:
        choices = of_table(with_kept_edits(choices, own.digest), own.digest, own.register)
    criteria = session.own_criteria()
    settings = session.own_settings(criteria)
    return Carried(
        about=document.about(
            public_name(state.get("project_name") or UNNAMED, whole, own.register),
            stores.now(),
            audience.value,
            left_out,
        ),
        choices={name: value for name, value in choices.items() if name not in OF_THIS_SERVER},
        table=as_kept(own),
        criteria=public_criteria(criteria, whole, own.register),
        settings=public_settings(
            settings,
            whole,
            own.register,
            criteria=criteria,
            reference=session.own_reference(),
        ),
    )


def answered(project: Carried) -> Carried:
    """Return a project with its answer.

    Raises
    ------
    InputError
        If none of its sites can be ranked.
    """
    found = answer.answer_of(answer.rank(project, cached.reference()))
    return replace(project, answer=found)


def read(content: bytes, work: Working) -> Carried:
    """Return the project of a file, and tell how much of it is checked.

    Raises
    ------
    InputError
        If it is no project, or was changed since it was saved: naming each place.
    """
    told = partial(work.counted, words="Checked {n} parts of the file")
    return project_in(content, cached.reference(), progress=told, is_cancelled=work.look)


def opened(project: Carried) -> Brought:
    """Show a carried project on this page, and begin a project of one's own from it.

    Raises
    ------
    InputError
        If its choices could not be followed. The page is then as it was.
    """
    before = fresh.present()
    try:
        return take(project)
    except PrioritizerError:
        autosave.apply(before)
        raise
    except Exception as error:
        # The last resort: whoever wrote the file wrote digests that fit, too.
        autosave.apply(before)
        raise InputError(
            f"project: found choices that could not be followed ({type(error).__name__}). "
            "Expected those of a project that this tool saved. Nothing was opened."
        ) from None


def take(project: Carried) -> Brought:
    """Show a carried project on this page, and say whether its answer is the same."""
    values, told = _values(project)
    autosave.apply(values)
    carried = {CRITERIA: project.criteria}
    criteria = plain_ids.of_values(carried, session.own_inventory())[CRITERIA]
    if session.own_criteria() != criteria:
        session.use_own_criteria(criteria)
        session.start(session.criteria())
        session.set_points(session.criteria(), values.get("points", {}))
        told = (*told, OTHER_CRITERIA)
    name = project.about.get("name", UNNAMED)
    left_out = plain(project.about.get("left_out", ""), limit=MOST_SAID)
    told = (*told, left_out) if left_out else told
    differences = _differences(project)
    autosave.begin_from_here(name)
    return Brought(name, len(project.answer), differences, told)


def _values(project: Carried) -> tuple[dict[str, Any], tuple[str, ...]]:
    own, sample = as_inventory(project.table), cached.sample()
    is_sample = tables.content_digest(
        tables.written(replace(project.table, digest=sample.digest))
    ) == table_digest(sample)
    # Whoever made the file chose the digest in it. Answers are shared by digest in this
    # process: one that is worked out from the content cannot stand for another table.
    digest = sample.digest if is_sample else project.fingerprint or table_digest(own)
    choices = rekeyed(project.choices, project.table.digest, digest)
    values, told = known_choices(
        {name: value for name, value in choices.items() if name not in OF_THIS_SERVER}
    )
    used = replace(own, digest=digest, is_sample=False)
    values = plain_ids.of_values(values, used)
    values[TABLE] = None if is_sample else used
    return values, told


def _differences(project: Carried) -> tuple[str, ...]:
    criteria = session.criteria()
    try:
        settings = session.settings(criteria)
        found = cached.assess(session.problem(criteria, settings), settings)
    except InputError as error:
        return (str(error),)
    return answer.differences(project.answer, answer.answer_of(found))
