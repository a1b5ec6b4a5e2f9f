"""``inventory``: sites kept in a store, with every change, who made it, when and why."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from prioritizer.cli.common import echo_issues, echo_read
from prioritizer.cli.idle import Idle, Params, checked
from prioritizer.cli.places import PLACE, SITES_FILE
from prioritizer.domain.inventory_merge import Side
from prioritizer.domain.inventory_store import Store
from prioritizer.domain.inventory_value import WHOLE, Confidence, Method, Value
from prioritizer.domain.words import counted
from prioritizer.storage.database.access import Access
from prioritizer.storage.inventory.opening import open_store
from prioritizer.workflow.sites.edits import refuse_unknown_field
from prioritizer.workflow.sites.inventory import parse_spec, reference_in
from prioritizer.workflow.sites.own import field_of, own_fields

Command = TypeVar("Command", bound=Callable[..., Any])
MOST_LINES = 200
CONFIDENCES = [confidence.value for confidence in Confidence]
METHODS = [method.value for method in Method]
SIDES = [side.value for side in Side]


PARTS = (
    "low",
    "high",
    "unit",
    "confidence",
    "method",
    "n_samples",
    "source",
    "date",
    "note",
)


def _is_known(params: Params) -> bool:
    return str(params["value"]).strip().casefold() != "unknown"


def _example(words: str) -> str:
    return f"Example: python -m prioritizer inventory {words}"


@click.group(epilog=_example("list sites.db"))
def command() -> None:
    """Keep inventories in a file or database: edit, compare, merge, undo.

    STORE is a file ending in .db or .sqlite, or a PostgreSQL URL. STORE#NAME is one inventory
    in it, STORE#NAME@VERSION its state at a named version or a change number. Only 'save', and
    'import --into', make a store where there is none.
    """


def _writing(function: Command) -> Command:
    """Give a command the two options that every change is kept with."""
    who = click.option(
        "--who",
        default=getpass.getuser,
        help="Who makes the change; your login name if left out.",
    )
    why = click.option("--why", required=True, help="Why; kept with the change.")
    return who(why(function))


@contextmanager
def _inventory(spec: str, access: Access = Access.WRITE) -> Iterator[tuple[Store, str]]:
    parts = parse_spec(spec)
    with open_store(parts.url, access=access) as store:
        yield store, reference_in(store, parts)


def _echo_lines(lines: list[str]) -> None:
    for line in lines[:MOST_LINES]:
        click.echo(line)
    if len(lines) > MOST_LINES:
        click.echo(f"… and {len(lines) - MOST_LINES} more")


def _done(number: int, store: Store, name: str) -> None:
    change = next(c for c in reversed(store.changes(name)) if c.number == number)
    values = counted(change.n_values, "value")
    click.echo(f"{name}: change {number} ({change.kind}, {values})", err=True)


@command.command("list", epilog=_example("list sites.db"))
@click.argument("store", type=PLACE)
def list_command(store: str) -> None:
    """List the inventories of a STORE with their versions."""
    with open_store(parse_spec(store).url, access=Access.READ) as opened:
        for entry in opened.list_inventories():
            versions = ", ".join(
                f"{name} = {number}" for name, number in entry.versions.items()
            )
            click.echo(
                f"{entry.name}: {counted(entry.n_sites, 'site')}, change {entry.change_no} of "
                f"{entry.changed_at}" + (f"; versions: {versions}" if versions else "")
            )


@command.command(
    epilog=_example("save sample_data/sites.csv sites.db#nordic --why 'first import'")
)
@click.argument("sites", type=SITES_FILE)
@click.argument("spec", type=PLACE, metavar="STORE#NAME")
@_writing
def save(sites: Path, spec: str, who: str, why: str) -> None:
    """Save a site table as an inventory; one of that name is brought up to date.

    A store that is not there yet is made.
    """
    from prioritizer.readers.reference import read_reference
    from prioritizer.workflow.sites.inventory import save_register

    number, read = save_register(sites, spec, read_reference(), who=who, why=why)
    echo_read(read.told)
    echo_issues(read.issues)
    click.echo(f"{spec}: {counted(len(read.register), 'site')}, change {number}", err=True)


@command.command(epilog=_example("show sites.db#nordic SE-001"))
@click.argument("spec", type=PLACE, metavar="STORE#NAME")
@click.argument("site", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the values as data.")
def show(spec: str, site: str | None, as_json: bool) -> None:
    """List the sites of an inventory, or all that is known about one SITE."""
    with _inventory(spec, Access.READ) as (store, reference):
        if site is None:
            _show_sites(store, reference, as_json)
            return
        values = store.values(reference, site)
        if as_json:
            data = {field: _as_data(value) for field, value in values.items()}
            click.echo(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False))
            return
        _echo_lines([f"{field}: {value}{_evidence(value)}" for field, value in values.items()])


def _show_sites(store: Store, reference: str, as_json: bool) -> None:
    sites = store.load_inventory(reference).sites
    if as_json:
        rows = [
            {"site_id": s.site_id, "name": s.name, "evidence": s.evidence_class} for s in sites
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for site in sites:
        group = site.texts.get("site_group", "")
        click.echo(
            f"{site.site_id}\t{site.name}\t{site.waste_type}\tevidence {site.evidence_class}"
            + (f"\tof {group}" if group else "")
        )


def _as_data(value: Value) -> dict[str, object]:
    blank = (None, "")
    return {name: part for name, part in asdict(value).items() if part not in blank}


def _evidence(value: Value) -> str:
    parts = [
        str(value.method or ""),
        f"confidence {value.confidence.replace('_', ' ')}" if value.confidence else "",
        f"{value.n_samples} samples" if value.n_samples is not None else "",
        value.source,
        value.date,
        value.note,
    ]
    known = "; ".join(part for part in parts if part)
    return f"  [{known}]" if known else ""


@command.command(epilog=_example("history sites.db#nordic SE-001"))
@click.argument("spec", type=PLACE, metavar="STORE#NAME")
@click.argument("site", required=False)
@click.argument("field", required=False)
def history(spec: str, site: str | None, field: str | None) -> None:
    """List the changes of an inventory, of one SITE, or of one FIELD of it."""
    with _inventory(spec, Access.READ) as (store, reference):
        if site is None:
            _echo_lines(
                [
                    f"{c.number}  {c.at}  {c.who}  {c.kind}  {c.n_values} values"
                    + (f"  undoes {c.undone}" if c.undone else "")
                    + f"  “{c.why}”"
                    for c in store.changes(reference)
                ]
            )
            return
        own = own_fields(store, reference)
        field = None if field is None else field_of(field, own)
        entries = store.history(reference, site, field)
    if field is not None and not entries:
        refuse_unknown_field(field, own)
    _echo_lines(
        [
            f"{e.change.number}  {e.change.at}  {e.change.who}  {e.value}  “{e.change.why}”"
            for e in entries
        ]
        or ["no change"]
    )


@command.command(
    "set",
    epilog=_example(
        "set sites.db#nordic SE-001 tonnage_t 3.4e6 --low 2.8e6 --high 5e6 --source S001 "
        "--method measured --why 'drilling of 2021'"
    ),
)
@click.argument("spec", type=PLACE, metavar="STORE#NAME")
@click.argument("site")
@click.argument("field")
@click.argument("value", default="")
@click.option("--low", default="", help="Low end, in the unit of the field.")
@click.option("--high", default="", help="High end.")
@click.option("--unit", default="", help="Unit of a grade: %, g/t, ppm or mg/kg.")
@click.option("--confidence", type=click.Choice(CONFIDENCES), help="In the source.")
@click.option("--method", type=click.Choice(METHODS), help="How the value came about.")
@click.option("--samples", "n_samples", default="", help="Number of samples.")
@click.option("--source", default="", help="Source id; one that the inventory knows.")
@click.option("--citation", default="", help="What a new --source stands for; kept with it.")
@click.option("--date", default="", help="Year, or date, of the value.")
@click.option("--note", default="", help="A remark; of a gate its reason.")
@_writing
@checked(
    *(Idle(name, _is_known, "a VALUE other than 'unknown'") for name in PARTS),
    Idle(
        "citation",
        lambda params: bool(params["source"]) and _is_known(params),
        "--source and a VALUE other than 'unknown'",
    ),
)
def set_command(
    spec: str,
    site: str,
    field: str,
    value: str,
    citation: str,
    who: str,
    why: str,
    **texts: str | None,
) -> None:
    """Set one value of a SITE; the VALUE 'unknown' unsets it.

    FIELD is a column of the site table, one of your own too, or assays/ and an analyte such as
    assays/WO3.
    """
    from prioritizer.readers.reference import read_reference
    from prioritizer.workflow.sites.edits import (
        refuse_unknown_analyte,
        source_from_texts,
        value_from_texts,
    )

    typed = {name: text or "" for name, text in texts.items()}
    source = source_from_texts(typed["source"], citation)
    with _inventory(spec) as (store, name):
        own = own_fields(store, name)
        field = field_of(field, own)
        new = value_from_texts(field, {"best": value, **typed}, own)
        refuse_unknown_analyte(field, store.values(name, site), read_reference().analytes)
        number = store.set_value(name, site, field, new, who=who, why=why, source=source)
        _done(number, store, name)


@command.command(epilog=_example("remove sites.db#nordic SE-001 --why double"))
@click.argument("spec", type=PLACE, metavar="STORE#NAME")
@click.argument("site")
@_writing
def remove(spec: str, site: str, who: str, why: str) -> None:
    """Remove a SITE; its past stays and the removal can be undone."""
    with _inventory(spec) as (store, name):
        _done(store.remove_site(name, site, who=who, why=why), store, name)


@command.command(epilog=_example("restrict sites.db#nordic SE-001 owner --why 'asked to'"))
@click.argument("spec", type=PLACE, metavar="STORE#NAME")
@click.argument("site")
@click.argument("fields", nargs=-1)
@_writing
def restrict(spec: str, site: str, fields: tuple[str, ...], who: str, why: str) -> None:
    """Keep a whole SITE, or only the FIELDS named, out of every answer for others."""
    from prioritizer.workflow.sites import inventory

    with _inventory(spec) as (store, name):
        _done(inventory.restrict(store, name, site, fields, who=who, why=why), store, name)


@command.command(epilog=_example("undo sites.db#nordic 7 --why 'wrong pond'"))
@click.argument("spec", type=PLACE, metavar="STORE#NAME")
@click.argument("change", type=int, required=False)
@_writing
def undo(spec: str, change: int | None, who: str, why: str) -> None:
    """Take back a CHANGE by its number (the last if left out), as a new change."""
    with _inventory(spec) as (store, name):
        _done(store.undo(name, change, who=who, why=why), store, name)


@command.command(epilog=_example("diff sites.db#nordic nordic@v1"))
@click.argument("spec", type=PLACE, metavar="STORE#NAME")
@click.argument("other", metavar="NAME")
def diff(spec: str, other: str) -> None:
    """List what differs from one inventory, or version, to another in the same store."""
    with _inventory(spec, Access.READ) as (store, reference):
        found = store.diff(reference, other)
    lines = [f"only in {reference}: {site_id}" for site_id in found.removed]
    lines += [f"only in {other}: {site_id}" for site_id in found.added]
    lines += [str(change).removeprefix(f"{WHOLE}, ") for change in found.changed]
    _echo_lines(lines or ["no difference"])


@command.command(
    epilog=_example(
        "merge sites.db#nordic field-work --choose SE-001/tonnage_t=theirs --prefer ours "
        "--why 'field season 2025'"
    )
)
@click.argument("spec", type=PLACE, metavar="STORE#NAME")
@click.argument("theirs", metavar="NAME")
@click.option("--choose", multiple=True, metavar="SITE/FIELD=SIDE", help="Settle one conflict.")
@click.option("--prefer", type=click.Choice(SIDES), help="Settle all other conflicts.")
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
@_writing
@checked(
    *(
        Idle(name, lambda params: not params["dry_run"], "a merge without --dry-run")
        for name in ("choose", "prefer")
    )
)
def merge(
    spec: str,
    theirs: str,
    choose: tuple[str, ...],
    prefer: str | None,
    dry_run: bool,
    who: str,
    why: str,
) -> None:
    """Merge another inventory of the same store into this one.

    Conflicts are listed; each has to be settled by --choose, or all by --prefer.
    """
    side = None if prefer is None else Side(prefer)
    choices = dict(_choice(text) for text in choose)
    access = Access.READ if dry_run else Access.WRITE
    with _inventory(spec, access) as (store, name):
        if dry_run:
            plan = store.plan_merge(name, theirs)
            click.echo(f"common past: {plan.base}")
            _echo_lines(
                [*(f"take {c}" for c in plan.taken), *(f"conflict {c}" for c in plan.conflicts)]
            )
            return
        number = store.merge(name, theirs, who=who, why=why, choices=choices, prefer=side)
        _done(number, store, name)


def _choice(text: str) -> tuple[tuple[str, str], Side]:
    place, _, side = text.rpartition("=")
    site_id, _, field = place.partition("/")
    if side not in tuple(Side) or not field:
        raise click.UsageError(
            f"--choose {text}: expected SITE/FIELD=ours or SITE/FIELD=theirs."
        )
    return (site_id, field), Side(side)


@command.command(epilog=_example("copy sites.db#nordic field-work --why 'season 2025'"))
@click.argument("spec", type=PLACE, metavar="STORE#NAME")
@click.argument("new_name", metavar="NEW")
@_writing
def copy(spec: str, new_name: str, who: str, why: str) -> None:
    """Start a NEW inventory from another, or from a version of it, in the same store."""
    with _inventory(spec) as (store, reference):
        _done(store.copy_inventory(reference, new_name, who=who, why=why), store, new_name)


@command.command(epilog=_example("tag sites.db#nordic v1"))
@click.argument("spec", type=PLACE, metavar="STORE#NAME")
@click.argument("version")
@click.option(
    "--who", default=getpass.getuser, help="Who names it; your login name if left out."
)
def tag(spec: str, version: str, who: str) -> None:
    """Give the present state, or STORE#NAME@CHANGE, a name."""
    with _inventory(spec) as (store, reference):
        number = store.name_version(reference, version, who=who)
    click.echo(f"{version} = change {number}", err=True)
