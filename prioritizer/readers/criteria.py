"""A criteria file as a criteria set, checked whole, every fault with its path in the file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from prioritizer import shipped
from prioritizer.appraisal.measures import MEASURES
from prioritizer.domain.criterion import (
    Branch,
    CriteriaSet,
    Criterion,
    GateRule,
    Parameter,
    RiskMode,
    WeightProfile,
)
from prioritizer.domain.value_tree import spread_points, walk
from prioritizer.errors import DataError, Issue, Severity
from prioritizer.readers.criteria_checks import faults, merged_entry, risk_changes
from prioritizer.readers.criteria_entries import CriteriaFile, CriterionEntry, GateEntry
from prioritizer.readers.yaml_text import MOST_CHARACTERS, YamlFault, YamlTooLong, load_yaml

FOLDER = shipped.CRITERIA

# A character of UTF-8 has up to four bytes.
MOST_BYTES = 4 * MOST_CHARACTERS


def find_criteria(name_or_path: str) -> Path:
    """Return the path of a criteria file given by path, or by the name of one shipped here."""
    path = Path(name_or_path)
    if path.suffix in {".yaml", ".yml"}:
        return path
    shipped = FOLDER / f"{name_or_path}.yaml"
    if shipped.exists() and name_or_path.replace("_", "").replace("-", "").isalnum():
        return shipped
    names = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    known = ", ".join(sorted(names, key=lambda one: one != "default"))
    raise _stop(
        name_or_path,
        None,
        quoted_name(name_or_path),
        f"a .yaml file or one of: {known}",
        "Correct the name.",
    )


def quoted_name(name: str) -> str:
    """Return a name in quotes."""
    return f"'{name[:80]}'"


def read_criteria(name_or_path: str = "default") -> CriteriaSet:
    """Read a criteria set by path or name.

    Raises
    ------
    DataError
        With one issue per fault, each naming the path inside the file.
    """
    path = find_criteria(name_or_path)
    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            raise _too_long(path.name, f"{size:,} bytes")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _stop(
            path.name,
            None,
            f"no readable file ({error})",
            "a criteria file",
            "Check the name and the folder.",
        ) from None
    return parse_criteria(text, path.name)


@lru_cache(maxsize=16)
def parse_criteria(text: str, file: str) -> CriteriaSet:
    """Return the criteria set of a YAML text; ``file`` names it in messages.

    The last few are kept: a set never changes, and to read YAML takes longer than to rank.

    Raises
    ------
    DataError
        With one issue per fault, each naming the path inside the file.
    """
    try:
        raw = load_yaml(text)
    except YamlTooLong as error:
        raise _too_long(file, f"{error.n_characters:,} characters") from None
    except YamlFault as error:
        raise _stop(
            file, error.problem_mark.line + 1, error.found, "each name once, written out",
            "Leave one of them, or write out what references stand for.",
        ) from None  # fmt: skip
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _stop(
            file,
            mark.line + 1 if mark else None,
            "text that is not YAML",
            "a criteria file",
            "Check indentation and quotes.",
        ) from None
    except RecursionError:
        raise _stop(
            file, None, "too many levels", "a criteria file", "Choose another file."
        ) from None
    issues = [
        Issue(Severity.ERROR, file, None, _place(path), found, expected, hint)
        for path, found, expected, hint in faults(raw)
    ]
    try:
        entry = CriteriaFile.model_validate(raw)
    except ValidationError as error:
        raise DataError([*_issues(file, error), *issues]) from None
    if issues:
        raise DataError(issues)
    return _criteria_set(entry)


def _criteria_set(entry: CriteriaFile) -> CriteriaSet:
    criteria = tuple(_criterion(c) for c in entry.criteria)
    branches = tuple(Branch(b.id, b.name, b.description, b.members) for b in entry.branches)
    nodes = walk([criterion.id for criterion in criteria], branches)
    profiles = tuple(
        WeightProfile(p.id, p.name, p.description, spread_points(nodes, p.points), p.source)
        for p in entry.weight_profiles
    )
    return CriteriaSet(
        entry.id,
        entry.title,
        entry.version,
        criteria,
        profiles,
        _risk_variants(entry),
        branches,
        tuple(_gate(gate) for gate in entry.gates),
    )


def _gate(entry: GateEntry) -> GateRule:
    unit = MEASURES[entry.measure].unit if entry.measure else entry.unit
    return GateRule(**{**entry.model_dump(), "unit": unit})


def _risk_variants(entry: CriteriaFile) -> dict[RiskMode, tuple[Criterion, ...]]:
    by_id = {c.id: c for c in entry.criteria}
    all_changes = {
        mode: risk_changes(changes, by_id) for mode, changes in entry.risk_modes.items()
    }
    # A meaning that changes nothing still stands for the criteria that the others change.
    touched = {name for changes in all_changes.values() for name in changes}
    variants = {}
    for mode, changes in all_changes.items():
        variants[mode] = tuple(
            _criterion(
                CriterionEntry.model_validate(
                    merged_entry(by_id[name].model_dump(), changes.get(name, {}))
                )
            )
            for name in by_id
            if name in touched
        )
    return variants


def _criterion(entry: CriterionEntry) -> Criterion:
    fields = entry.model_dump(exclude={"value_function", "parameters", "plain"})
    return Criterion(
        **fields,
        value_function=entry.value_function.function(),
        parameters={
            name: Parameter(p.values, p.unit, p.source, p.status)
            for name, p in entry.parameters.items()
        },
        plain=entry.plain.model_dump(exclude_none=True) if entry.plain else {},
    )


def _place(path: tuple[str | int, ...]) -> str | None:
    return ".".join(str(part) for part in path) or None


def _issues(file: str, error: ValidationError) -> list[Issue]:
    return [
        Issue(
            Severity.ERROR,
            file,
            None,
            _place(fault["loc"]),
            "nothing" if fault["type"] == "missing" else repr(fault.get("input"))[:60],
            _expected(fault["type"], fault["msg"], dict(fault.get("ctx", {}))),
            "Compare with criteria/default.yaml and docs/criteria.md.",
        )
        for fault in error.errors()
    ]


def _expected(kind: str, message: str, details: dict[str, Any]) -> str:
    """Return what pydantic expected, in our words where it has none for people."""
    known = {
        "missing": "this member",
        "extra_forbidden": "no member of this name",
        "string_type": "a text",
        "float_type": "a number",
        "float_parsing": "a number",
        "finite_number": "a finite number",
        "list_type": "a list",
        "tuple_type": "a list",
        "dict_type": "members with names",
        "model_type": "members with names",
        "string_pattern_mismatch": "small letters, digits and _, a letter first, 40 at most",
        "too_short": f"a list of at least {details.get('min_length')}",
        "string_too_short": "a text",
        "string_too_long": f"at most {details.get('max_length')} characters",
        "literal_error": f"one of: {details.get('expected')}",
        "enum": f"one of: {details.get('expected')}",
    }
    return known.get(kind, message.removeprefix("Input should be "))


def _too_long(file: str, found: str) -> DataError:
    hint = "Choose the file of criteria and weights; sites belong in a table of their own."
    return _stop(file, None, found, f"at most {MOST_CHARACTERS:,} characters", hint)


def _stop(file: str, row: int | None, found: str, expected: str, hint: str) -> DataError:
    return DataError([Issue(Severity.ERROR, file, row, None, found, expected, hint)])
