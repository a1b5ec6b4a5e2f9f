"""``shortlist``: the first places with locks and reasons, tiers, and agreement of scenarios."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np

from prioritizer.cli.common import write_output
from prioritizer.cli.idle import Idle, checked
from prioritizer.cli.places import FILE, OUTPUT, SITES_FILE
from prioritizer.cli.ranked_input import (
    RISK,
    Ranked,
    ranked,
    ranking_options,
    say_if_indistinct,
    with_reasons,
)
from prioritizer.cli.site_input import as_told, read_room
from prioritizer.domain.answer import LIST_SIZE, Section, SectionLimits, known_percent
from prioritizer.domain.shortlist import Cutoff
from prioritizer.domain.words import counted, percent
from prioritizer.engine.methods.table import METHODS
from prioritizer.exports.tables.flat import csv_table, text_table
from prioritizer.workflow.pilots.scenarios import (
    NOT_RANKED,
    Comparison,
    compare_scenarios,
    named_scenarios,
)
from prioritizer.workflow.pilots.shortlist import (
    Entry,
    Locks,
    Shortlist,
    lock_sentence,
    locks_sentences,
    modes_of,
    places,
    shortlist,
    without_chances,
)
from prioritizer.workflow.ranking.answer_words import apart_sentence, assumption_sentence
from prioritizer.workflow.ranking.ranks import can_be_drawn
from prioritizer.workflow.robustness.next_step import NextSteps, find_next_steps
from prioritizer.workflow.robustness.sensitivity import reassessed
from prioritizer.workflow.workshop.standing_aside import moved_sentence
from prioritizer.workflow.workshop.summary import WorkshopView, for_sites

COLUMNS = (
    "rank", "site", "name", "chance", "section", "with_locks", "known", "evidence", "score",
    "scenarios", "room", "lock", "reason", "only_under", "next_step",
)  # fmt: skip


LOCK_WORDS = {"must": "must", "must not": "excluded by hand"}


@dataclass(frozen=True, slots=True)
class Page:
    """What stands beside the list: the ranking, the people of a workshop, the next steps."""

    found: Ranked
    room: WorkshopView | None
    steps: NextSteps


def _is_drawn(params: Mapping[str, object]) -> bool:
    return not METHODS[str(params["method"])].is_pairwise


@click.command(
    epilog="Example: python -m prioritizer shortlist sample_data/sites.csv --top 10 "
    "--must SE-002='county asks for it' --scenario all"
)
@click.argument("sites", type=SITES_FILE)
@ranking_options
@click.option("--top", type=click.IntRange(min=1), help="Places on the list; 10 if left out.")
@click.option("--threshold", type=float, help="Instead of places: the lowest score listed.")
@click.option("--must", multiple=True, help="ID=reason: on the list; may be repeated.")
@click.option("--must-not", multiple=True, help="ID=reason: off the list; may be repeated.")
@click.option(
    "--scenario",
    "scenarios",
    multiple=True,
    help="Compare: profile, risk mode and method joined by /, policy for each list of "
    "critical materials, or all; may be repeated.",
)
@click.option(
    "--draws",
    type=click.IntRange(min=0),
    help="Draws behind the chances; 2,000 for up to 1,000 sites if left out. 0 shows none.",
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(min=0))
@click.option("--workshop", type=FILE, help="A workshop's record: who lists what in the room.")
@click.option(
    "--format", "format_name", default="table", type=click.Choice(["table", "json", "csv"])
)
@click.option("--output", type=OUTPUT, help="Write here instead of to the screen.")
@checked(
    Idle("top", lambda params: params["threshold"] is None, "--top or --threshold, not both"),
    *(
        Idle(name, _is_drawn, "a method that does not compare pairs")
        for name in ("draws", "seed")
    ),
    RISK,
)
def command(
    *,
    top: int | None,
    threshold: float | None,
    must: tuple[str, ...],
    must_not: tuple[str, ...],
    scenarios: tuple[str, ...],
    draws: int | None,
    seed: int,
    workshop: Path | None,
    format_name: str,
    output: Path | None,
    **options: object,
) -> None:
    """List the sites to go on with, and how sure each place is."""
    rule = Cutoff(top=10 if top is None and threshold is None else top, threshold=threshold)
    locks = Locks(with_reasons(must, "--must"), with_reasons(must_not, "--must-not"))
    found = ranked(
        {**options, "top": rule.top or LIST_SIZE, "draws": draws or None, "seed": seed}
    )
    locks = Locks(as_told(locks.must), as_told(locks.must_not))
    if not can_be_drawn(found.settings):
        # The list itself is sound; only its chances are not to be had.
        click.echo(
            f"Without chances: {METHODS[found.settings.method].title} compares every "
            "pair of sites, so that one changed figure moves the scores of all.",
            err=True,
        )
    comparison = None
    if scenarios:
        chosen = named_scenarios(found.criteria, found.settings, scenarios, found.reference)
        comparison = compare_scenarios(
            found.register, found.criteria, chosen, found.reference, rule=rule
        )
    room = read_room(workshop)
    if room is not None:
        room = for_sites(as_told(room), found.register.by_id())
    listed = shortlist(
        found.assessment,
        rule,
        locks=locks,
        register=found.register,
        modes=modes_of(
            found.register, found.assessment, found.reference, top=rule.top or LIST_SIZE
        ),
        comparison=comparison,
    )
    steps = find_next_steps(
        reassessed(found.assessment, top=places(rule, found.assessment)),
        found.register.sites,
        found.reference,
    )
    if draws == 0:
        listed = without_chances(listed)
    writer = {"table": _as_text, "json": _as_json, "csv": _as_csv}[format_name]
    write_output(writer(listed, comparison, Page(found, room, steps)), output)
    say_if_indistinct(found.assessment)


def _as_text(listed: Shortlist, comparison: Comparison | None, page: Page) -> bytes:
    found, room = page.found, page.room
    shown = [entry for entry in listed.entries if entry.is_listed or entry.lock]
    rows = [_row(entry, page)[:-1] for entry in shown]
    lines = [
        f"Shortlist of {found.assessment.title}: {listed.rule.text}",
        "",
        text_table(COLUMNS[:-1], rows).rstrip(),
        *_step_lines(shown, page.steps),
    ]
    by_lock = [lock_sentence(entry) for entry in listed.by_lock_alone]
    lines += ["", *by_lock] if by_lock else []
    said = locks_sentences(listed)
    lines += ["", *said] if said else []
    lines += _apart_lines(listed, found)
    answer = found.assessment.answer
    if answer is not None and any(e.probability is not None for e in listed.entries):
        lines += [
            "",
            f"chance: share of the draws that list it. {assumption_sentence(answer)}",
            *(f"  {one}: {meaning}" for one, meaning in answer.limits.meanings.items()),
        ]
    if comparison is not None:
        lines += ["", *_scenario_lines(comparison)]
    if room is not None:
        lines += ["", *_room_lines(room)]
    return ("\n".join(lines) + "\n").encode()


def _step_lines(entries: Sequence[Entry], steps: NextSteps) -> list[str]:
    """Return the next step of each site, where one is known."""
    found = [steps.of_site[e.site_id].sentence for e in entries if e.site_id in steps.of_site]
    return ["", "Next steps:", *(f"  {sentence}" for sentence in found)] if found else []


def _apart_lines(listed: Shortlist, found: Ranked) -> list[str]:
    """Return the sites that are too little known but could reach the list."""
    answer = found.assessment.answer
    if answer is None or not apart_sentence(answer, found.assessment.not_ranked):
        return []
    close = [
        entry
        for entry in listed.apart
        if answer.limits.section(entry.probability or 0.0) is not Section.OUT
    ]
    return [
        "",
        apart_sentence(answer, found.assessment.not_ranked),
        *(
            f"  {entry.site_id}  {entry.name}: chance {percent(entry.probability or 0.0)}, "
            f"{known_percent(entry.known_weight or 0.0)} of the weight known"
            for entry in close
        ),
    ]


def _scenario_lines(comparison: Comparison) -> Iterator[str]:
    """Yield who is on the list under which scenario, then who is on all lists."""
    rows = np.flatnonzero(comparison.members.any(axis=0))
    rows = rows[np.lexsort((rows, -comparison.agreement[rows]))]
    numbers = [str(k) for k in range(1, len(comparison.scenarios) + 1)]
    yield (
        "Who is on the list under which scenario (its rank there; in brackets: not listed; "
        "–: not ranked):"
    )
    yield text_table(
        ("site", "name", *numbers),
        [
            (
                comparison.alternatives[row],
                comparison.names[row],
                *(
                    _scenario_rank(rank, is_in)
                    for rank, is_in in zip(
                        comparison.ranks[:, row].tolist(),
                        comparison.members[:, row].tolist(),
                        strict=True,
                    )
                ),
            )
            for row in rows.tolist()
        ],
    ).rstrip()
    for number, scenario in zip(numbers, comparison.scenarios, strict=True):
        yield f"  {number}: {scenario.name}"
    agreed = ", ".join(comparison.everyone_agrees_on) or "none"
    yield f"{counted(len(comparison.scenarios), 'scenario')}; listed in all: {agreed}"


def _scenario_rank(rank: int, is_listed: bool) -> str:
    if rank == NOT_RANKED:
        return "–"
    return str(rank) if is_listed else f"({rank})"


def _room_lines(room: WorkshopView) -> Iterator[str]:
    mark = ", SIMULATED participants" if room.is_simulated else ""
    yield f"Workshop: {room.title} ({room.people} people, round {room.rounds}{mark})"
    yield f"  room: share of people who list the site; nearly all: {_names(room.agreed)}"
    disputed = [f"{d.site_id} ({percent(d.share)})" for d in room.disputes]
    yield f"  most disputed: {_names(disputed)}"
    yield from (
        f"  camp of {camp.people} would list: {_names(camp.shortlist)}"
        if camp.is_told
        else f"  camp of {camp.people}: not shown"
        for camp in room.camps
    )
    if moved := moved_sentence(room.moved):
        yield f"  {moved}"


def _names(ids: Sequence[str]) -> str:
    return ", ".join(ids) or "none"


def _row(entry: Entry, page: Page) -> tuple[str, ...]:
    room = page.room
    known = entry.rank is not None
    agreed = "" if entry.agreement is None else percent(entry.agreement)
    return (
        str(entry.rank) if known else "",
        entry.site_id,
        entry.name,
        "" if entry.probability is None else percent(entry.probability),
        _section(entry),
        "" if entry.with_locks is None else percent(entry.with_locks),
        "" if entry.known_weight is None else known_percent(entry.known_weight),
        entry.evidence,
        f"{entry.score:.3f}" if entry.score is not None else "",
        agreed,
        "" if room is None else percent(room.shares.get(entry.site_id, 0.0)),
        LOCK_WORDS.get(entry.lock, ""),
        entry.reason,
        ", ".join(entry.only_under),
        page.steps.words(entry.site_id),
    )


def _section(entry: Entry) -> str:
    if entry.section is None:
        return "not ranked" if entry.row is None else "not drawn"
    return entry.section.value


def _as_csv(listed: Shortlist, comparison: Comparison | None, page: Page) -> bytes:
    header = (*COLUMNS, "listed")
    rows = [
        (*_row(entry, page), "yes" if entry.is_listed else "no") for entry in listed.entries
    ]
    return csv_table(header, rows)


def _as_json(listed: Shortlist, comparison: Comparison | None, page: Page) -> bytes:
    found, room = page.found, page.room
    data: dict[str, Any] = {
        "title": found.assessment.title,
        "rule": {"top": listed.rule.top, "threshold": listed.rule.threshold},
        "weights": found.settings.weights.as_dict(),
        "method": found.settings.method,
        "risk": found.settings.risk.value,
        "listed": [entry.site_id for entry in listed.listed],
        "sites": [_data(entry, page.steps) for entry in listed.entries],
        "bands": {one.value: said for one, said in SectionLimits().meanings.items()},
    }
    if comparison is not None:
        data["scenarios"] = {
            scenario.name: [
                site
                for site, is_in in zip(comparison.alternatives, members.tolist(), strict=True)
                if is_in
            ]
            for scenario, members in zip(comparison.scenarios, comparison.members, strict=True)
        }
        data["everyone_agrees_on"] = list(comparison.everyone_agrees_on)
    if room is not None:
        data["workshop"] = {
            "title": room.title,
            "simulated": room.is_simulated,
            "people": room.people,
            "head": room.head,
            "agreed": list(room.agreed),
            "shares": dict(room.shares),
            "camps": [
                {"people": c.people, "shortlist": list(c.shortlist) if c.is_told else None}
                for c in room.camps
            ],
        }
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _data(entry: Entry, steps: NextSteps) -> dict[str, Any]:
    return {
        "id": entry.site_id,
        "name": entry.name,
        "listed": entry.is_listed,
        "rank": entry.rank,
        "rank_low": entry.rank_low,
        "rank_high": entry.rank_high,
        "score": entry.score,
        "evidence": entry.evidence,
        "chance": entry.probability,
        "band": None if entry.section is None else entry.section.value,
        "chance_with_locks": entry.with_locks,
        "known_weight": entry.known_weight,
        "only_under": [mode.value for mode in entry.only_under],
        "agreement": entry.agreement,
        "lock": entry.lock,
        "reason": entry.reason,
        "next_step": steps.words(entry.site_id),
    }
