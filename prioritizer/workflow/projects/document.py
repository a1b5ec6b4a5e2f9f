"""A project as one JSON document: everything in sections, each with digests, and a fingerprint.

`docs/project.md` describes it. A digit that was changed since is named by its place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.project import KeptTable
from prioritizer.domain.results import Settings
from prioritizer.errors import InputError
from prioritizer.version import __version__
from prioritizer.workflow.projects import tables
from prioritizer.workflow.records.canonical import digest, section_digests
from prioritizer.workflow.records.digests import changes_in

SCHEMA = "pilot-prioritizer-project/1"
ROWS = ("sites", "sources", "own_columns", "issues", "answer", "files")
SECTIONS = ("about", "choices", "criteria", "settings", "table", *ROWS)
IDS = {"sites": "site_id", "sources": "source_id", "own_columns": "name"}
ABOUT = ("name", "saved_at", "software", "audience", "left_out")
MOST_NAMED = 20
# The most that a page offers; a billion of them would ask for all memory there is.
MOST_DRAWS = 100_000
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """A project on its way: choices as plain data, the sites, and what the answer rests on.

    Parameters
    ----------
    about
        Texts by name: ``name``, ``saved_at``, ``software``, ``audience``, and ``left_out``,
        which says in words what stayed behind.
    criteria, settings
        In force: with edited scales, all weights, the seed. They rank without the app.
    answer
        The results of the ranked sites, to be compared to the bit.
    files
        Other files beside the document, with SHA-256 and size.
    """

    about: Mapping[str, str]
    choices: Mapping[str, Any]
    table: KeptTable
    criteria: CriteriaSet
    settings: Settings
    answer: Rows = ()
    files: Rows = field(default=())
    fingerprint: str = ""


def about(name: str, saved_at: str, audience: str, left_out: str = "") -> dict[str, str]:
    """Return what a document says of itself."""
    return {
        "name": name,
        "saved_at": saved_at,
        "software": f"Pilot Prioritizer {__version__}",
        "audience": audience,
        "left_out": left_out,
    }


@cache
def _type(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def as_document(project: Carried) -> dict[str, Any]:
    """Return a project as a document, with the digests of every section and the fingerprint."""
    sections = sections_of(project)
    digests = {name: section_digests(sections[name]) for name in SECTIONS}
    wholes = {name: digests[name]["whole"] for name in SECTIONS}
    return {
        "schema": SCHEMA,
        **sections,
        "digests": digests,
        "fingerprint": digest({"schema": SCHEMA, **wholes}),
    }


def sections_of(project: Carried) -> dict[str, Any]:
    """Return the sections of a document, without digests."""
    data = tables.as_data(project.table)
    rows = {name: _with_ids(data.pop(name), name) for name in tables.PARTS}
    return {
        "about": dict(project.about),
        "choices": dict(project.choices),
        "criteria": _type(CriteriaSet).dump_python(project.criteria, mode="json"),
        "settings": _type(Settings).dump_python(project.settings, mode="json"),
        "table": data,
        **rows,
        "answer": [dict(row) for row in project.answer],
        "files": [dict(row) for row in project.files],
    }


def _with_ids(rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [
        {"id": row[IDS[name]] if name in IDS else str(number), **row}
        for number, row in enumerate(rows, start=1)
    ]


def written(document: Mapping[str, Any]) -> bytes:
    """Return a document as JSON, one site a line would be too long: indented."""
    return (json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def read(content: bytes, *, progress: Callable[[int, int], None] | None = None) -> Carried:
    """Return the project of a document, if not a digit of it was changed since.

    ``progress`` is told how many of how many sections were compared with their digests.

    Raises
    ------
    InputError
        If it is no such document, of a newer version, or changed: naming each place.
    """
    document = _loaded(content)
    if not isinstance(document, dict) or not isinstance(document.get("schema"), str):
        raise InputError("project: found no project in it. Expected one that this tool saved.")
    if document["schema"] != SCHEMA:
        raise InputError(
            f"project, schema: found '{document['schema'][:60]}'. Expected '{SCHEMA}'. Open it "
            "with the version that saved it."
        )
    _refuse_shape(document)
    try:
        changed = [f"{place}: {text}" for place, text in _changed(document, progress)]
    except (ValueError, RecursionError) as error:  # numbers and depths that JSON must not have
        raise InputError(
            f"project: found content that no project holds ({type(error).__name__}). Expected "
            f"one as "
            "it was saved."
        ) from None
    if changed:
        more = [f"… and {len(changed) - MOST_NAMED} more"] if changed[MOST_NAMED:] else []
        raise InputError(
            "The project was changed since it was saved; nothing was opened. Use the file as "
            "it was saved.\n" + "\n".join(changed[:MOST_NAMED] + more)
        )
    return taken(document)


def _loaded(content: bytes) -> Any:
    try:
        return json.loads(
            content.decode("utf-8"), object_pairs_hook=_members, parse_constant=_refused
        )
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"project: found text that is not JSON of this tool ({str(error)[:120]}). Expected "
            "a project as it was saved."
        ) from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a member named twice")
    return found


def _refused(name: str) -> float:
    raise ValueError(f"{name}, which is not a number")


def _refuse_shape(document: dict[str, Any]) -> None:
    """Refuse what lacks a section or has one too many, before anything is worked out."""
    expected = {"schema", *SECTIONS, "digests", "fingerprint"}
    for name in sorted(expected ^ set(document)):
        what = "no such section" if name in expected else "a section of no project"
        raise InputError(f"project, {name[:60]}: found {what}. Use the file as it was saved.")
    for name in SECTIONS:
        section = document[name]
        rows = section if name in ROWS and isinstance(section, list) else [section]
        ids = [row.get("id") for row in rows if isinstance(row, dict)] if name in ROWS else []
        is_sound = isinstance(section, list if name in ROWS else dict) and all(
            isinstance(row, dict) for row in rows
        )
        if not is_sound or len({str(one) for one in ids}) < len(ids) or None in ids:
            raise InputError(
                f"project, {name}: found rows without an id of their own. Use the file as it "
                "was saved."
            )
    if set(document["about"]) != set(ABOUT):
        raise InputError(f"project, about: found other members than {', '.join(ABOUT)}.")
    digests = document["digests"]
    shapes = isinstance(digests, dict) and all(_is_digests(digests.get(n)) for n in SECTIONS)
    if not shapes:
        raise InputError(
            "project, digests: found none for each section. Use the file as it was saved."
        )


def _is_digests(found: Any) -> bool:
    return (
        isinstance(found, dict)
        and isinstance(found.get("whole"), str)
        and all(
            isinstance(found.get(part), dict)
            and all(isinstance(one, str) for one in found[part].values())
            for part in ("rows", "columns")
        )
    )


def _changed(
    document: dict[str, Any], progress: Callable[[int, int], None] | None
) -> Iterator[tuple[str, str]]:
    recorded = document["digests"]
    wholes = {name: recorded[name]["whole"] for name in SECTIONS}
    is_sealed = digest({"schema": SCHEMA, **wholes}) == document["fingerprint"]
    n_before = 0
    for done, name in enumerate(SECTIONS):
        if progress is not None:
            progress(done, len(SECTIONS))
        found = section_digests(document[name])
        for place in changes_in(name, found, recorded[name], is_sealed=is_sealed):
            n_before += 1
            yield place
    if not is_sealed and not n_before:
        yield "fingerprint", "changed since it was saved (the digests give another one)"


def taken(document: dict[str, Any]) -> Carried:
    """Return the project of a document, its digests compared before, each value by its type.

    Raises
    ------
    InputError
        Naming the first value that does not fit.
    """
    data = dict(document["table"])
    for name in tables.PARTS:
        data[name] = [_without_id(row) for row in document[name]]
    criteria = _typed(CriteriaSet, document["criteria"], "criteria")
    return Carried(
        about={str(key): str(text) for key, text in document["about"].items()},
        choices=document["choices"],
        table=tables.from_data(data),
        criteria=criteria,
        settings=_fitting(_typed(Settings, document["settings"], "settings"), criteria),
        answer=document["answer"],
        files=document["files"],
        fingerprint=document["fingerprint"],
    )


def _fitting(settings: Settings, criteria: CriteriaSet) -> Settings:
    """Return settings that these criteria can be ranked by, within what a ranking may take."""
    weighed = settings.weights.criteria
    if set(weighed) != set(criteria.ids):
        odd = ", ".join(sorted(set(weighed) ^ set(criteria.ids)))[:120]
        raise InputError(
            f"project, settings, weights: found other criteria than the project has ({odd}). "
            "Expected a weight for each. Use the file as it was saved."
        )
    if settings.draws is not None and not 0 < settings.draws <= MOST_DRAWS:
        raise InputError(
            f"project, settings, draws: found {settings.draws}. Expected 1 to {MOST_DRAWS:,}. "
            "Use the file as it was saved."
        )
    return settings


def _without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def _typed(kind: Any, data: Any, name: str) -> Any:
    try:
        return _type(kind).validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ", ".join((name, *(str(part) for part in first["loc"])))
        raise InputError(
            f"project, {place}: {first['msg']}. Open it with the version that saved it."
        ) from None
