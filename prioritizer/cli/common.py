"""What several commands share: reading inputs, printing issues, writing files."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from prioritizer.cli.places import places
from prioritizer.domain.criterion import CriteriaSet
from prioritizer.domain.value_tree import spread_points, with_zeros
from prioritizer.domain.weights import WeightVector
from prioritizer.domain.words import printable
from prioritizer.errors import InputError, Issue, RecordError, Severity, grouped
from prioritizer.exports.marking import marked
from prioritizer.files.writing import write_files
from prioritizer.readers.numbers import parse_number

MOST_ISSUES = 100
MARK = "prioritizer.mark"


def echo_plain(text: str, *, err: bool = False) -> None:
    """Print lines that may quote somebody's file; nothing in them steers the terminal."""
    click.echo("\n".join(map(printable, text.split("\n"))), err=err)


def echo_issues(issues: Sequence[Issue]) -> None:
    """Print issues to standard error: errors first, a hundred at most, then the count.

    The same fault of many rows is one line.
    """
    ordered = sorted(
        grouped(issues), key=lambda group: group.first.severity is not Severity.ERROR
    )
    for group in ordered[:MOST_ISSUES]:
        echo_plain(f"{group.first.severity}: {group}", err=True)
    if len(ordered) > MOST_ISSUES:
        click.echo(f"… and {len(ordered) - MOST_ISSUES} more", err=True)


def echo_read(told: str) -> None:
    """Say on standard error what was read; an answer on standard output stays clean."""
    if told:
        echo_plain(f"read: {told}", err=True)


def parse_weights(text: str | None, criteria: CriteriaSet) -> WeightVector:
    """Return weights from ``name=points`` pairs or in the order of the criteria.

    In a value tree a name may be that of a branch; points are then compared within each branch,
    and where a branch has none inside, its members share evenly.

    Raises
    ------
    InputError
        Naming the part at fault.
    """
    ids = criteria.ids
    if text is None:
        return WeightVector.from_mapping(criteria.even_points(), ids)
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if parts and all("=" not in part for part in parts):
        if len(parts) != len(ids):
            raise InputError(
                f"weights: found {len(parts)} numbers. Expected {len(ids)}, in the order "
                f"{', '.join(ids)}. Or name them: {ids[0]}=3,{ids[1]}=2."
            )
        parts = [f"{name}={part}" for name, part in zip(ids, parts, strict=True)]
    points: dict[str, float] = {}
    for part in parts:
        name, _, number = (piece.strip() for piece in part.partition("="))
        value = parse_number(number)
        if value is None:
            raise InputError(
                f"weights, {name}: found '{number}'. Expected a plain number. "
                f"Write for example {name}=3."
            )
        if name in points:
            raise InputError(
                f"weights, {name}: found it twice. Expected each criterion once. Remove one."
            )
        points[name] = value
    if {branch.id for branch in criteria.branches} & points.keys() and any(points.values()):
        nodes = criteria.tree()
        points = spread_points(nodes, with_zeros(nodes, points))
    return WeightVector.from_mapping(points, ids)


def read_record(path: Path, kind: str) -> bytes:
    """Return the content of a record; ``kind`` says which, for the message.

    Raises
    ------
    RecordError
        If the file cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise RecordError(
            f"{path}: could not be read ({error.strerror}). Expected {kind}. Check the path."
        ) from None


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Put the file's name before what is wrong with the record in it."""
    try:
        yield
    except RecordError as error:
        raise RecordError(f"{path.name}, {error}") from None


def remember_mark(mark: str) -> None:
    """Let everything that this command writes bear a mark, such as not to pass it on."""
    click.get_current_context().meta[MARK] = mark


def write_output(content: bytes, output: Path | None) -> None:
    """Write to a file, or to standard output, with the mark that was remembered."""
    write_outputs([(content, output)])


def write_outputs(outputs: Sequence[tuple[bytes, Path | None]]) -> None:
    """Write files, all or none, and what has no file to standard output.

    All of it bears the mark that was remembered. Files come first: they are complete even where
    nobody reads the output to its end.

    Raises
    ------
    PlaceError
        If a file is one that the command reads, or may not be replaced.
    PrioritizerError
        If a file cannot be written.
    """
    context = click.get_current_context(silent=True)
    mark = context.meta.get(MARK, "") if context else ""
    outputs = [(marked(content, mark), path) for content, path in outputs]
    files = {path: content for content, path in outputs if path is not None}
    write_files(files, places().inputs)
    for written in files:
        click.echo(f"written: {written}", err=True)
    for content, path in outputs:
        if path is None:
            sys.stdout.buffer.write(content)
