"""What a participant does in a budget round: shares the budget out, reads it back, sends it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from prioritizer.domain.authority import Action, Actor
from prioritizer.domain.budget import PERCENT, WHOLE, BudgetQuestion, Shares
from prioritizer.domain.workshop import Mode, Workshop
from prioritizer.errors import InputError, RefusedError
from prioritizer.languages.speech import gettext
from prioritizer.readers.answers import parse_answer
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.records.canonical import canonical
from prioritizer.workflow.workshop.budget_question import parse_question
from prioritizer.workflow.workshop.budget_words import line_name, percents
from prioritizer.workflow.workshop.open_round import check_kind, check_open
from prioritizer.workflow.workshop.service import WorkshopService, permit
from prioritizer.workflow.workshop.submissions import Receipt, keep_read_back

# The mark of a line in forms and drafts, before the id of its site.
FIELD = "share."


def shuffled_ids(ids: Sequence[str], seed: int) -> tuple[str, ...]:
    """Return the sites of a budget in the random order of one participant or ballot."""
    order = np.random.Generator(np.random.PCG64(seed)).permutation(len(ids))
    return tuple(ids[k] for k in order)


def question_in(reader: WorkshopReader) -> BudgetQuestion | None:
    """Return the question of the budget round, None where there is no such round."""
    text = reader.budget() if reader.workshop.budget_round is not None else None
    return parse_question(text) if text else None


def asked(reader: WorkshopReader) -> BudgetQuestion:
    """Return the question of the present round.

    Raises
    ------
    RefusedError
        If people do not share out a budget in it.
    """
    check_kind(reader.workshop, spends=True)
    found = question_in(reader)
    if found is None:
        raise RefusedError(gettext("This page is too old. Please join with the code again."))
    return found


def shares_of(
    lines: Mapping[str, str], form: Mapping[str, str], *, is_whole: bool
) -> dict[str, int]:
    """Return the ballot of a filled form, whose fields ``share.ID`` are in per cent.

    ``lines`` are the names of the lines by id. An empty field is 0. ``is_whole`` asks for whole
    per cent.

    Raises
    ------
    InputError
        With every fault, one a line, in words for the participant.
    """
    faults: list[str] = []
    found = {
        line: _share(name, form.get(f"{FIELD}{line}", ""), faults, is_whole=is_whole)
        for line, name in lines.items()
    }
    if not faults and (total := sum(found.values())) != WHOLE:
        faults.append(_rest(total))
    if faults:
        raise InputError("\n".join(faults))
    return found


def _share(name: str, text: str, faults: list[str], *, is_whole: bool) -> int:
    typed = text.strip().removesuffix("%").strip()
    value = parse_answer(typed) if typed else 0.0
    if value is None or not 0 <= value <= WHOLE / PERCENT:
        faults.append(
            gettext("{site}: please give a number of per cent from 0 to 100.", site=name)
        )
    elif is_whole and not value.is_integer():
        faults.append(
            gettext(
                "{site}: please give whole per cent; in an anonymous round a fraction could "
                "tell.",
                site=name,
            )
        )
    elif abs(value * PERCENT - round(value * PERCENT)) > 1e-9:
        faults.append(gettext("{site}: please give one decimal at most.", site=name))
    else:
        return round(value * PERCENT)
    return 0


def _rest(total: int) -> str:
    if total < WHOLE:
        return gettext(
            "You have shared out {total} %. {rest} % are left: give them to a site, or keep "
            "them unspent.",
            total=percents(total),
            rest=percents(WHOLE - total),
        )
    return gettext(
        "You have shared out {total} %. That is {over} % too much: take it from some lines.",
        total=percents(total),
        over=percents(total - WHOLE),
    )


def ballot_body(question: BudgetQuestion, shares: Shares) -> str:
    """Return a ballot as the canonical text that is stored and digested, on any device.

    Every line is in it, those with nothing too.
    """
    data = {"shares": {line: int(shares[line]) for line in question.ids}}
    return canonical(data).decode()


def ballot_of(body: str) -> dict[str, int]:
    """Return the shares of a stored ballot."""
    return {str(line): int(share) for line, share in json.loads(body)["shares"].items()}


def ballot_faults(
    question: BudgetQuestion, shares: Mapping[str, object], *, is_whole: bool
) -> Iterable[str]:
    """Yield what of a ballot breaks its rules, for whoever checks a record."""
    if set(shares) != set(question.ids):
        yield "has other lines than the question"
    elif not all(type(share) is int and share >= 0 for share in shares.values()):
        yield "has a share that is not a whole number of thousandths"
    elif sum(map(int, map(str, shares.values()))) != WHOLE:
        yield "does not share out the whole budget"
    elif is_whole and any(int(str(share)) % PERCENT for share in shares.values()):
        yield "has a share that is not in whole per cent, though the round was anonymous"


def draft_shares(
    question: BudgetQuestion | None, draft: Mapping[str, object]
) -> dict[str, int] | None:
    """Return the ballot that a draft holds, None where it holds none."""
    kept = (
        {} if question is None else {line: draft.get(f"{FIELD}{line}") for line in question.ids}
    )
    if not kept or not all(isinstance(share, int | float) for share in kept.values()):
        return None
    return {line: int(float(str(share))) for line, share in kept.items()}


def as_draft(shares: Shares) -> dict[str, float | str]:
    """Return a ballot as a draft, or as the answers of a paper ballot."""
    return {f"{FIELD}{line}": float(share) for line, share in shares.items()}


def needs_whole(workshop: Workshop) -> bool:
    """Return whether shares must be whole per cent: 33.3 in a sealed round is a signature."""
    return workshop.mode is Mode.ANONYMOUS


def save_shares(
    desk: WorkshopService, actor: Actor, round_number: int, form: Mapping[str, str]
) -> None:
    """Keep the ballot of a filled form as a draft; nothing is sent yet.

    Raises
    ------
    InputError
        If it cannot be used, with every fault; nothing is kept then.
    RefusedError
        If the round is not open, or no budget is shared out in it.
    """

    def work(writer: WorkshopWriter) -> None:
        workshop = permit(writer, actor, Action.SUBMIT)
        check_open(desk, workshop, round_number)
        question = asked(writer)
        names = {line: line_name(question, line) for line in question.ids}
        shares = shares_of(names, form, is_whole=needs_whole(workshop))
        before = writer.draft(actor.id, round_number)
        mark = {key: value for key, value in before.items() if not key.startswith(FIELD)}
        writer.save_draft(actor.id, round_number, {**mark, **as_draft(shares)})

    desk.store.change(actor.workshop_id, work)


def send_shares(
    desk: WorkshopService, actor: Actor, *, round_number: int, client_key: str, content: str
) -> Receipt:
    """Keep the ballot of the draft, if it is the one the participant has read back.

    ``content`` is the SHA-256 of the ballot as shown on the page with the Send button.

    Raises
    ------
    ConflictError
        If the draft changed meanwhile, for example on another device.
    RefusedError
        If the round is over or not open, or the one revision is used.
    """

    def drafted(writer: WorkshopWriter, workshop: Workshop) -> str:
        question = asked(writer)
        shares = draft_shares(question, writer.draft(actor.id, round_number))
        is_whole = needs_whole(workshop)
        fits = shares and not any(ballot_faults(question, shares, is_whole=is_whole))
        return ballot_body(question, shares) if shares and fits else ""

    return keep_read_back(
        desk, actor, drafted, round_number=round_number, client_key=client_key, content=content
    )
