"""``workshop``: rehearse, list, sign in, look at, export, back up, restore workshops."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from prioritizer.cli.common import write_output, write_outputs
from prioritizer.cli.idle import checked
from prioritizer.cli.places import FILE, OUTPUT, PLACE, SITES_FILE
from prioritizer.cli.ranked_input import gap_options, gap_settings
from prioritizer.cli.site_input import (
    facilities_asked,
    facilities_option,
    read_usable_sites,
)
from prioritizer.cli.workshop_budget import budget as budget_command
from prioritizer.cli.workshop_budget import budget_lines, usual_plan
from prioritizer.cli.workshop_proposals import proposals, proposed_lines
from prioritizer.cli.workshop_store import OPERATOR, STORE, chosen_workshop, desk_of
from prioritizer.domain.answer import GapMode
from prioritizer.domain.results import Settings
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.words import counted, percent, weight
from prioritizer.domain.workshop import Mode, Workshop
from prioritizer.languages.speech import LANGUAGES
from prioritizer.shipped import SAMPLE_NAME
from prioritizer.storage.database.access import Access
from prioritizer.workflow.workshop.service import usual_store, visible

if TYPE_CHECKING:
    from prioritizer.workflow.workshop.backups import Health

INTO = click.option("--output", type=OUTPUT, help="Write here.")


@click.group()
def command() -> None:
    """Workshops: several people's weights, one defensible result."""


command.add_command(budget_command)
command.add_command(proposals)


@command.command(epilog="Example: python -m prioritizer workshop demo --store rehearsal.db")
@click.option(
    "--store",
    required=True,
    type=PLACE,
    help="A SQLite file, made if it does not exist, or a PostgreSQL URL.",
)
@click.option("--participants", default=30, show_default=True, type=click.IntRange(1, 500))
@click.option("--rounds", default=2, show_default=True, type=click.IntRange(1, 9))
@click.option("--seed", default=1, show_default=True, help="Same seed, same answers.")
@click.option(
    "--mode",
    default=Mode.PSEUDONYMOUS.value,
    show_default=True,
    type=click.Choice([m.value for m in Mode]),
)
@click.option(
    "--sites",
    type=SITES_FILE,
    default=SAMPLE_NAME,
    show_default=True,
    help="A site table; 'sample' is the shipped one.",
)
@click.option(
    "--budget",
    type=click.IntRange(1),
    help="EUR: after these rounds, people also share out this budget over the shortlist.",
)
@gap_options
@facilities_option
def demo(
    *,
    store: str,
    participants: int,
    rounds: int,
    seed: int,
    mode: str,
    sites: Path,
    budget: int | None,
    **options: object,
) -> None:
    """Play a finished workshop with simulated participants in three camps."""
    from prioritizer.readers.criteria import read_criteria
    from prioritizer.readers.reference import read_reference
    from prioritizer.workflow.sites.audience import Audience
    from prioritizer.workflow.workshop import demo as rehearsal
    from prioritizer.workflow.workshop.problem import problem_text
    from prioritizer.workflow.workshop.signing_in import LOCAL_NAME, LOCAL_SUBJECT

    reference = read_reference()
    register = read_usable_sites(
        sites, reference, grades=None, skip_errors=False, audience=Audience.PUBLIC
    )
    criteria = read_criteria("default")
    gaps, switched_on, assumptions = gap_settings(options, criteria)
    settings = Settings(
        WeightVector.equal(criteria.ids),
        facilities=facilities_asked(),
        gaps=gaps,
        switched_on=switched_on,
        assumptions=assumptions,
    )
    problem = problem_text(register, criteria, reference, settings=settings)
    plan = usual_plan(register, budget) if budget else None
    with desk_of(store, Access.MAKE) as desk:
        actor = desk.store.facilitator(LOCAL_SUBJECT, LOCAL_NAME)
        played = rehearsal.play(
            desk,
            actor,
            problem,
            participants=participants,
            rounds=rounds,
            seed=seed,
            mode=Mode(mode),
            budget=plan,
        )
    click.echo(
        f"{played.id}  {played.title}: simulated, {counted(participants, 'person')}, "
        f"{counted(rounds, 'round')}"
    )


@command.command(
    "list", epilog="Example: python -m prioritizer workshop list --store rehearsal.db"
)
@STORE
def list_(store: str) -> None:
    """List the workshops of a store."""
    with desk_of(store) as desk:
        for workshop in visible(desk, OPERATOR):
            mark = ", simulated" if workshop.is_simulated else ""
            click.echo(
                f"{workshop.id}  {workshop.title} ({workshop.mode}, {_state(workshop)}, "
                f"round {workshop.round} of {workshop.n_rounds}{mark})"
            )


@command.command("sign-in", epilog="Example: python -m prioritizer workshop sign-in")
@click.option(
    "--store",
    type=PLACE,
    help="A SQLite file or a PostgreSQL URL; otherwise the store that the app uses.",
)
@click.option("--name", help="The facilitator; otherwise whoever runs this computer.")
@click.option(
    "--address", help="Where browsers reach the app, for example http://192.168.1.20:8501."
)
def sign_in(store: str | None, name: str | None, address: str | None) -> None:
    """Print a link that signs a facilitator in, once, within the hour.

    For whoever was signed out or has lost the link. The app may run meanwhile.
    """
    from prioritizer.workflow.workshop import signing_in

    with desk_of(store or usual_store(), Access.WRITE) as desk:
        token = signing_in.link_of(desk, name) if name else signing_in.local_link(desk)
    place = f"/w/signin/{token}"
    if address:
        click.echo(f"Open this once, within the hour: {address.rstrip('/')}{place}")
        return
    click.echo(
        f"Put this behind the address of the app and open it once, within the hour:\n{place}"
    )


@command.command(epilog="Example: python -m prioritizer workshop result --store rehearsal.db")
@click.argument("workshop", required=False)
@STORE
@click.option("--format", "kind", default="text", type=click.Choice(["text", "json"]))
@INTO
@checked()
def result(workshop: str | None, store: str, kind: str, output: Path | None) -> None:
    """Print weights, agreement, camps and rankings of the revealed rounds of WORKSHOP."""
    from prioritizer.workflow.workshop import results_view
    from prioritizer.workflow.workshop.by_chance import by_chance_data, of_round
    from prioritizer.workflow.workshop.not_known import room_lines
    from prioritizer.workflow.workshop.proposals import site_data
    from prioritizer.workflow.workshop.record import workshop_data
    from prioritizer.workflow.workshop.result_data import result_data
    from prioritizer.workflow.workshop.standing_aside import moved_note

    with desk_of(store) as desk:
        found = results_view.result(desk, OPERATOR, chosen_workshop(desk, workshop).id)
    data = {
        "workshop": workshop_data(found.workshop),
        "head": found.head,
        **result_data(found.problem, found.rounds, found.budget),
        "proposed_by_the_room": [site_data(one.site) for one in found.proposed],
    }
    for told, one in zip(data["rounds"], found.rounds, strict=True):
        told["agreement_by_chance"] = by_chance_data(of_round(found.workshop, one))
    if kind == "json":
        content = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    else:
        sites = found.problem.matrix
        names = dict(zip(sites.alternatives, sites.names, strict=True))
        moved = [" ".join((moved_note(one.moved), *room_lines(one))) for one in found.rounds]
        lines = _lines(data, names, _state(found.workshop), moved)
        content = (
            "\n".join(
                (*lines, *budget_lines(found.budget), *proposed_lines(data), *_closing(data))
            )
            + "\n"
        )
    write_output(content.encode(), output)


def _agreement_lines(found: dict[str, Any]) -> Iterator[str]:
    """Yield each figure of agreement beside what people who answer at random reach."""
    for name, chance in found["agreement_by_chance"].items():
        value, ends = found["agreement"][name], f"{chance['low']:.2f} to {chance['high']:.2f}"
        yield (
            f"  {name} {value:.2f}: {chance['word']} (by chance {chance['mean']:.2f}, {ends})"
        )


def _state(workshop: Workshop) -> str:
    return "closed without showing" if workshop.is_hidden else workshop.state.value


def _lines(
    data: dict[str, Any], names: dict[str, str], state: str, moved: Sequence[str]
) -> Iterator[str]:
    workshop = data["workshop"]
    mark = ", SIMULATED participants" if workshop["simulated"] else ""
    yield f"{workshop['title']} ({workshop['mode']}, {state}{mark})"
    if not data["rounds"]:
        yield "No round is revealed."
    for found, crossing in zip(data["rounds"], moved, strict=True):
        yield ""
        careless = found["not_compliant"]
        quorum = f" (quorum {workshop['quorum']})" if workshop.get("quorum") else ""
        people = f"{found['people']} people{quorum}"
        yield f"Round {found['round']}: {people}, {careless} not as asked"
        shares = found["weights"]["arithmetic-mean"].items()
        yield "  mean weights: " + ", ".join(
            f"{name} {weight(share)}" for name, share in shares
        )
        yield from _agreement_lines(found)
        camps = ", ".join(str(camp["people"]) for camp in found["camps"])
        yield f"  camps: {camps} people (silhouette {found['silhouette']:.2f})"
        yield "  in nearly every shortlist: " + (", ".join(found["agreed"]) or "none")
        yield "  most disputed: " + (
            ", ".join(
                f"{d['site']} ({percent(d['share'])}: {d['speaks_for']}, {d['speaks_against']})"
                for d in found["disputed"][:3]
            )
            or "none"
        )
        for place, site in enumerate(found["shortlists"]["arithmetic-mean"], 1):
            sure = found.get("section", {}).get(site)
            yield f"  {place:3d}  {site:8s} {names[site]}{f', {sure}' if sure else ''}"
        if crossing:
            yield f"  {crossing}"
    yield from _not_judged(data)
    if data.get("gaps"):
        yield f"\n{GapMode(data['gaps']).words}"
    if data.get("switched_on"):
        yield f"\ncounts though hardly known: {', '.join(data['switched_on'])}"
    if data.get("criteria_left_out"):
        yield f"\nnot asked, weight 0: {', '.join(data['criteria_left_out'])}"


def _closing(data: dict[str, Any]) -> Iterator[str]:
    yield f"\nhead of the log: {data['head']}"


def _not_judged(data: dict[str, Any]) -> Iterator[str]:
    """Yield the sites that stand aside by kind of reason; of an earlier room, who is apart."""
    if "set_aside" not in data and data.get("too_little_known"):
        yield f"\ntoo little known to be ranked: {', '.join(data['too_little_known'])}"
    kinds: dict[str, list[str]] = {}
    for site, told in data.get("set_aside", {}).items():
        kinds.setdefault(told["reason"].partition(":")[0], []).append(site)
    if kinds:
        yield "\nnot judged:"
    for kind, sites in kinds.items():
        yield f"  {kind} ({len(sites)}): {', '.join(sites)}"


@command.command(
    epilog="Example: python -m prioritizer workshop export --store rehearsal.db --output w.json"
)
@click.argument("workshop", required=False)
@STORE
@INTO
@click.option(
    "--verifier",
    type=OUTPUT,
    help="Write there a program of one file that checks the record with Python alone, for "
    "people who do not have this tool: python verify_workshop.py w.json HEAD.",
)
def export(
    workshop: str | None, store: str, output: Path | None, verifier: Path | None
) -> None:
    """Write the decision record of WORKSHOP, which 'verify' can check anywhere."""
    from prioritizer.workflow.workshop.record import public_verifier, workshop_record

    with desk_of(store) as desk:
        content = workshop_record(desk, OPERATOR, chosen_workshop(desk, workshop).id)
    program = [(public_verifier(), verifier)] if verifier else []
    write_outputs([(content, output), *program])


@command.command(
    epilog="Example: python -m prioritizer workshop ballots --store w.db --output ballots.pdf"
)
@click.argument("workshop", required=False)
@STORE
@click.option("--count", default=20, show_default=True, type=click.IntRange(1, 200))
@click.option("--first", default=1, show_default=True, type=click.IntRange(1, 200))
@click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    help="Language of the ballots; usually that of the workshop.",
)
@click.option("--output", required=True, type=OUTPUT, help="A PDF file.")
def ballots(
    workshop: str | None,
    store: str,
    count: int,
    first: int,
    language: str | None,
    output: Path,
) -> None:
    """Print numbered paper ballots of WORKSHOP, for people without a phone."""
    from prioritizer.exports.layouts.ballots import sheet_pdf
    from prioritizer.workflow.workshop import paper_questions

    with desk_of(store) as desk:
        chosen = chosen_workshop(desk, workshop)
        sheet = paper_questions.sheet(
            desk, OPERATOR, chosen.id, count=count, first=first, language=language or ""
        )
    write_output(sheet_pdf(sheet), output)
    click.echo(f"written: {output} ({counted(count, 'ballot')} of {chosen.title})")


@command.command(
    epilog="Example: python -m prioritizer workshop backup --store w.db --output copy.db"
)
@STORE
@click.option("--output", required=True, type=OUTPUT, help="A new file.")
def backup(store: str, output: Path) -> None:
    """Copy a store while it is in use, and check the copy."""
    from prioritizer.workflow.workshop.backups import back_up, unsealed

    with desk_of(store) as desk:
        running = unsealed(desk)
        health = back_up(desk, output)
    click.echo(f"written: {output} ({_sound(health)})")
    if running:
        click.echo(
            f"note: not shown yet: {counted(len(running), 'anonymous round')} "
            f"({', '.join(running)}). This copy holds what the reveal destroys: delete it "
            "after the reveal."
        )


@command.command(
    epilog="Example: python -m prioritizer workshop restore copy.db --store new.db"
)
@click.argument("copy", type=FILE)
@click.option("--store", required=True, type=OUTPUT, help="A new file.")
def restore(copy: Path, store: Path) -> None:
    """Bring the backup COPY to a new place, and check it; nothing is overwritten."""
    from prioritizer.workflow.workshop import backups

    health = backups.restore(copy, store)
    click.echo(f"restored: {store} ({_sound(health)})")


def _sound(health: Health) -> str:
    kept = counted(health.n_workshops, "workshop")
    return f"{kept}, {counted(health.n_entries, 'log entry')}, sound"
