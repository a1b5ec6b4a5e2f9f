"""What the commands over sites share: reading a usable register, choosing sites of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from prioritizer.cli.common import echo_issues, echo_read, remember_mark
from prioritizer.cli.idle import Command
from prioritizer.cli.places import CRITERIA
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.facilities import Facilities
from prioritizer.domain.mentions import Pattern
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Assessment
from prioritizer.domain.site import SiteRegister
from prioritizer.errors import DataError, InputError, Severity
from prioritizer.workflow.ranking.activity import (
    of_status,
    ranked_sentence,
    unsaid_sentence,
)
from prioritizer.workflow.ranking.answer_words import facilities_sentence
from prioritizer.workflow.sites.audience import Audience, part_for, told_issues
from prioritizer.workflow.sites.inventory import open_register
from prioritizer.workflow.sites.told import secret_of, told
from prioritizer.workflow.sites.told_ids import plain_ids

if TYPE_CHECKING:
    from prioritizer.workflow.workshop.summary import WorkshopView

Typed = TypeVar("Typed")
LEFT_OUT = "names of sites that were left out"
PLAIN_IDS = "plain ids in place of those that name such a site"

criteria_option = click.option(
    "--criteria",
    "criteria_name",
    type=CRITERIA,
    default="default",
    show_default=True,
    help="A criteria set shipped here, or a YAML file.",
)


audience_option = click.option(
    "--audience",
    default=Audience.PUBLIC.value,
    show_default=True,
    type=click.Choice([a.value for a in Audience]),
    help="Who reads the answer: restricted sites and columns stay out of what it is made from. "
    "internal: with them, for your own eyes.",
)


def _facilities_choice(
    kept_as: str, default: Facilities, words: str
) -> Callable[[Command], Command]:
    """Return the option of facilities, kept beside the call under a name."""

    def keep(ctx: click.Context, _: click.Parameter, value: str) -> None:
        ctx.meta[kept_as] = Facilities(value)

    return click.option(
        "--status",
        default=default.value,
        show_default=True,
        type=click.Choice([status.value for status in Facilities]),
        expose_value=False,
        callback=keep,
        help=words,
    )


STATUS, FACILITIES = "status of the facilities", "facilities that are ranked"
status_option = _facilities_choice(
    STATUS,
    Facilities.ALL,
    "Which facilities count: historical and closed ones, active ones, or all. One that does "
    "not say counts as historical.",
)
facilities_option = _facilities_choice(
    FACILITIES,
    Facilities.HISTORICAL,
    "Which facilities are ranked: historical and closed ones, active ones, or all. One that "
    "does not say counts as historical. The others are listed with the reason.",
)


def facilities_asked() -> Facilities:
    """Return which facilities the command is about; all where it does not ask."""
    context = click.get_current_context(silent=True)
    asked = context.meta.get(FACILITIES) if context is not None else None
    return asked if isinstance(asked, Facilities) else Facilities.ALL


def tell_facilities(assessment: Assessment, register: SiteRegister) -> None:
    """Say on standard error how many working facilities stand aside, or are ranked."""
    told = facilities_sentence(assessment.not_ranked)
    if told:
        click.echo(f"{told} Include them: --status all.", err=True)
    unsaid = unsaid_sentence(register.sites, assessment.matrix.alternatives)
    if unsaid and facilities_asked() is not Facilities.ALL:
        click.echo(f"{unsaid} Add a column site_status.", err=True)
    ranked = ranked_sentence(register.sites, assessment.matrix.alternatives)
    if ranked and facilities_asked() is Facilities.ALL:
        click.echo(f"{ranked} Set them aside: --status historical.", err=True)


def read_usable_sites(
    sites: Path | str,
    reference: Reference,
    *,
    grades: Path | None,
    skip_errors: bool,
    audience: Audience,
) -> SiteRegister:
    """Return the part of a table or of ``store#inventory`` that an audience may see.

    What was read, the warnings and how much was left out are told on standard error. Errors
    stop unless they are to be skipped.

    Raises
    ------
    DataError
        With every error of the file.
    InputError
        If all of its sites are restricted.
    """
    whole = read_whole(
        sites, reference, grades=grades, skip_errors=skip_errors, audience=audience
    )
    return seen_part(whole, audience)


def read_whole(
    sites: Path | str,
    reference: Reference,
    *,
    grades: Path | None,
    skip_errors: bool,
    audience: Audience,
) -> SiteRegister:
    """Return all that was read, for a caller that takes the part of the audience itself."""
    read = open_register(str(sites), reference, grades=grades)
    echo_read(read.told)
    told = told_issues(read, audience)
    errors = tuple(issue for issue in told if issue.severity is Severity.ERROR)
    echo_issues([issue for issue in told if issue not in errors])
    if errors and not skip_errors:
        raise DataError(errors)
    echo_issues(errors)
    return read.register


def seen_part(whole: SiteRegister, audience: Audience) -> SiteRegister:
    """Return what an audience may see; say how much was left out, or that nothing was.

    Raises
    ------
    InputError
        If nothing is left.
    """
    seen = part_for(whole, audience)
    if len(whole) and not len(seen.register):
        raise InputError(
            f"{whole.title}: found {len(whole)} sites, all of them restricted. Expected a site "
            "that others may see. For your own eyes: --audience internal."
        )
    if seen.sentence:
        hint = "" if seen.mark else " For your own eyes: --audience internal."
        click.echo(seen.sentence + hint, err=True)
    remember_mark(seen.mark)
    click.get_current_context().meta[LEFT_OUT] = secret_of(whole, seen.register)
    return _of_status(seen.register)


def left_out_names() -> Pattern | None:
    """Return what finds the names of the sites that were left out; None if none was."""
    context = click.get_current_context(silent=True)
    return context.meta.get(LEFT_OUT) if context is not None else None


def in_plain_ids(words: str) -> str:
    """Return what was typed of criteria by the ids that they have in the answer."""
    context = click.get_current_context(silent=True)
    ids = context.meta.get(PLAIN_IDS, {}) if context is not None else {}
    return re.sub(r"\w+", lambda found: ids.get(found[0], found[0]), words)


def as_told(typed: Typed) -> Typed:
    """Return what a person typed, without texts and ids that name a site that was left out.

    Criteria and reference tables come first: other choices name them by id.
    """
    secret = left_out_names()
    if secret is None:
        return typed
    ids = click.get_current_context().meta.setdefault(PLAIN_IDS, {})
    if isinstance(typed, CriteriaSet):
        ids |= plain_ids(secret, criteria=typed)
    if isinstance(typed, Reference):
        ids |= plain_ids(secret, reference=typed)
    return told(typed, secret, ids)


def _of_status(register: SiteRegister) -> SiteRegister:
    """Return the sites of the status that was asked for; say how many are active.

    Raises
    ------
    InputError
        If none is left.
    """
    context = click.get_current_context(silent=True)
    status = context.meta.get(STATUS) if context is not None else None
    if not isinstance(status, Facilities):
        return register
    chosen = of_status(register, status)
    if len(register) and not len(chosen.register):
        raise InputError(
            f"{register.title}: found no site of the status '{status}'. Expected one. "
            "Ask for all: --status all."
        )
    sentence = chosen.sentence(status, len(register))
    if sentence:
        click.echo(sentence, err=True)
    return chosen.register


def chosen(register: SiteRegister, site_ids: Sequence[str]) -> SiteRegister:
    """Return the register with only the named sites, or all if none is named.

    Raises
    ------
    InputError
        If a site is not in the register.
    """
    if not site_ids:
        return register
    by_id = register.by_id()
    for site_id in site_ids:
        if site_id not in by_id:
            raise InputError(
                f"--site: found '{site_id}'. Expected a site_id of the table, for example "
                f"{next(iter(by_id), 'none')}. Correct the id."
            )
    return replace(register, sites=tuple(by_id[site_id] for site_id in site_ids))


def parse_stages(text: str) -> tuple[int, int]:
    """Read ``1-4`` as the first and the last stage of test work.

    Raises
    ------
    InputError
        If these are not two stages in order.
    """
    first, _, last = text.partition("-")
    last = last or first
    if not (first.isdigit() and last.isdigit() and 0 <= int(first) <= int(last) <= 6):
        raise InputError(
            f"--stages: found '{text}'. Expected two stages of 0 to 6 in order. Write 1-4."
        )
    return int(first), int(last)


def read_room(path: Path | None) -> WorkshopView | None:
    """Return the checked record of a workshop; None where none is given.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    if path is None:
        return None
    from prioritizer.workflow.workshop.summary import read_workshop_view

    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: could not be read ({error.strerror}). Expected a workshop's record. "
            "Write one: python -m prioritizer workshop export --store w.db --output w.json"
        ) from None
    return read_workshop_view(content)
