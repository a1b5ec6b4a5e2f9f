"""A decision record as a project: its evidence as sites, its criteria, weights and settings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from prioritizer import shipped
from prioritizer.domain.access import has_restricted
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.own_columns import DECLARATION, OwnColumn, OwnKind, declaration_row
from prioritizer.domain.project import KeptTable
from prioritizer.domain.reference import Reference
from prioritizer.domain.results import Settings
from prioritizer.domain.value_function import ValueFunction
from prioritizer.errors import InputError
from prioritizer.workflow.criteria.sets import read_criteria
from prioritizer.workflow.projects import document
from prioritizer.workflow.projects.beginning import choices_of
from prioritizer.workflow.projects.document import Carried
from prioritizer.workflow.records.canonical import digest
from prioritizer.workflow.records.criterion_fields import criterion_fields, gate_fields
from prioritizer.workflow.records.parsing import parse_record
from prioritizer.workflow.records.replay import parts_of, replay
from prioritizer.workflow.sites.audience import Audience
from prioritizer.workflow.sites.tables import uploaded_tables

GRADES = (
    "site_id", "analyte", "low", "best", "high", "unit", "statistic", "basis", "contained_t",
    "source", "use", "note",
)  # fmt: skip
SOURCES = {
    "id": "source_id", "citation": "citation", "year": "year", "kind": "source_type",
    "identifier": "identifier", "url": "url", "quality": "quality", "access": "access",
}  # fmt: skip
MOST_NAMED = 20
Rows = Iterable[Mapping[str, Any]]


def project_of(content: bytes, reference: Reference) -> Carried:
    """Return a decision record as a project, with the results that it holds as its answer.

    Raises
    ------
    RecordError
        If it is no record.
    InputError
        If it does not hold, has no evidence, or rests on criteria that are not at hand.
    """
    record = parse_record(content)
    checked = replay(content)
    if not checked.is_same:
        raise InputError(
            "record: it does not hold; nothing was opened. Use the file as it was written.\n"
            + "\n".join(sorted(checked.differences, key=_is_of_results)[:MOST_NAMED])
        )
    _, settings = parts_of(record)
    table = _table(record, reference)
    criteria = _criteria(record, settings)
    is_open = not has_restricted(table.register)
    audience = (Audience.PUBLIC if is_open else Audience.INTERNAL).value
    about = document.about(str(record["about"]["title"]), "", audience)
    return Carried(
        about={**about, "software": f"Pilot Prioritizer {record['about']['prioritizer']}"},
        choices=choices_of(criteria, settings, audience),
        table=table,
        criteria=criteria,
        settings=settings,
        answer=record["results"],
        fingerprint=digest({"record": record["fingerprint"]}),
    )


def _is_of_results(line: str) -> bool:
    """Return whether a difference only follows from another one, which is named first."""
    return line.startswith(("results", "apart"))


def _table(record: Mapping[str, Any], reference: Reference) -> KeptTable:
    """Return the evidence of a record as the table that it was read from."""
    rows = [{**row["published"], "site_id": row["id"]} for row in record["evidence"]]
    if not rows:
        raise InputError(
            "record: found no evidence in it, only a matrix. Expected a record of sites. Rank "
            "the table of sites again."
        )
    assays = [
        {**assay, "site_id": row["id"]} for row in record["evidence"] for assay in row["assays"]
    ]
    sources = [{SOURCES[name]: row[name] for name in SOURCES} for row in record["sources"]]
    own = [declaration_row(_own(row)) for row in record.get("own_columns", ())]
    files = [
        ("sites.csv", _csv(list(dict.fromkeys(name for row in rows for name in row)), rows)),
        ("grades.csv", _csv(GRADES, assays)),
        ("sources.csv", _csv(list(SOURCES.values()), sources)),
    ]
    if own:
        files.append(("own_columns.csv", _csv(DECLARATION, own)))
    found = uploaded_tables(files, reference)
    register = replace(found.read.register, title=str(record["about"]["title"]))
    return KeptTable(found.digest, register, found.read.issues)


def _own(row: Mapping[str, Any]) -> OwnColumn:
    parts = {name: value for name, value in row.items() if name != "id"}
    return OwnColumn(
        name=row["id"],
        **{**parts, "kind": OwnKind(row["kind"]), "classes": tuple(row["classes"])},
    )


def _csv(columns: Sequence[str], rows: Rows) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value) if isinstance(value, float) else str(value)


def _criteria(record: Mapping[str, Any], settings: Settings) -> CriteriaSet:
    """Return the set that this version ships under the name, with the scales of the record.

    A record holds what ranks a matrix, not all that measures sites: the set must be at hand.
    """
    about, entries = record["criteria_set"], record["criteria"]
    shipped_names = {path.stem for path in shipped.CRITERIA.glob("*.yaml")}
    if about["id"] not in shipped_names:
        raise _other_set(about["id"])
    known = read_criteria(about["id"])
    present = known.with_risk(settings.risk)
    by_id = {one.id: one for one in present.criteria}
    chosen = tuple(
        replace(
            by_id[entry["id"]],
            value_function=ValueFunction.from_dict(entry["value_function"]),
        )
        for entry in entries
        if entry["id"] in by_id
    )
    gates = [gate_fields(gate) for gate in known.gates]
    is_same = digest([criterion_fields(one) for one in chosen]) == digest(entries)
    if not is_same or digest(gates) != digest(about.get("gates", [])):
        raise _other_set(about["id"])
    if chosen == present.criteria:
        return known
    profiles = known.profiles if len(chosen) == len(known.criteria) else ()
    return replace(known, criteria=chosen, risk_variants=None, profiles=profiles)


def _other_set(name: str) -> InputError:
    return InputError(
        f"record, criteria_set: found '{name[:60]}', which this version does not ship as it "
        "was then. Expected a set that it ships, with other scales at most. Load the criteria "
        "file on the page Criteria, and rank the table of sites again."
    )
