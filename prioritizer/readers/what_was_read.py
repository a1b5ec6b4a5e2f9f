"""What was read, in one line: the files, and how many sites, assays and sources they gave."""

from __future__ import annotations

from pathlib import Path

from prioritizer.domain.site import SiteRegister


def counted(n: int, noun: str) -> str:
    """Return a count with its noun: ``1 site``, ``2 sites``."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def read_as_tables(path: Path, grades: Path, register: SiteRegister) -> str:
    """Return what a site table gave, and the tables of grades and sources beside it."""
    parts = [
        f"{path.name}: {counted(len(register), 'site')}",
        _grades(grades, register, is_beside=grades.parent == path.parent),
        _sources(path.with_name("sources.csv"), register),
    ]
    return "; ".join(parts) + "."


def read_as_one(name: str, register: SiteRegister) -> str:
    """Return what a file or a store gave that holds sites, assays and sources together."""
    return (
        f"{name}: {counted(len(register), 'site')}, {counted(register.n_assays, 'assay')}"
        f"{_without(register)}, {counted(len(register.sources), 'source')}."
    )


def _grades(path: Path, register: SiteRegister, *, is_beside: bool) -> str:
    if register.n_assays:
        found = counted(register.n_assays, "assay")
        return f"{path.name}: {found}{_without(register)}"
    lacking = f"{counted(len(register), 'site')} without assay"
    if path.exists():
        return f"{path.name}: no assay of these sites, {lacking}"
    return f"no {path.name}{' beside it' if is_beside else ''}: {lacking}"


def _without(register: SiteRegister) -> str:
    n = register.n_without_assay
    return f" ({counted(n, 'site')} without)" if n else ""


def _sources(path: Path, register: SiteRegister) -> str:
    if not path.exists():
        return f"no {path.name}"
    return f"{path.name}: {counted(len(register.sources), 'source')}"
