"""What one file gave: canonical rows, grades, decisions and faults."""

from __future__ import annotations

from dataclasses import dataclass, field

from prioritizer.domain.imports import ColumnMatch, Interpretation
from prioritizer.errors import Issue


@dataclass(slots=True)
class Outcome:
    """All that was read from one file: canonical rows with their lines, decisions, faults.

    An export of this tool (``is_own``) brings its sources, its title and the declarations of
    its own columns along.
    """

    file: str
    kind: str
    part: str
    sha256: str
    header: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int]
    grade_rows: list[list[str]]
    grade_lines: list[int]
    matches: tuple[ColumnMatch, ...]
    interpretations: list[Interpretation]
    issues: list[Issue]
    failed: list[int]
    n_rows: int
    source_header: tuple[str, ...] = ()
    source_rows: list[list[str]] = field(default_factory=list)
    source_lines: list[int] = field(default_factory=list)
    sources: list[list[str]] = field(default_factory=list)
    own_columns: list[list[str]] = field(default_factory=list)
    title: str = ""
    is_own: bool = False
