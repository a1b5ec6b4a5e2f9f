"""The order of the classes of own columns, chosen at an import: from the worst to the best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from prioritizer.domain.imports import ImportOptions
from prioritizer.domain.own_columns import OwnKind
from prioritizer.errors import InputError
from prioritizer.readers.cells import clean, quoted, unguarded
from prioritizer.readers.imports.words.fields import classes_field, is_own, own_kind
from prioritizer.readers.imports.words.missing import is_no_class
from prioritizer.workflow.sites.importing import ImportResult


@dataclass(frozen=True, slots=True)
class ClassColumn:
    """An own column of classes: its header, its words, and which of them are in order.

    ``words`` holds what the cells say, the classes in order first; ``order`` goes from the
    worst to the best and is empty where nobody chose one.
    """

    header: str
    words: tuple[str, ...]
    order: tuple[str, ...] = ()


def class_columns(result: ImportResult) -> tuple[ClassColumn, ...]:
    """Return the own columns of classes that an import read, in the order of the file."""
    found = []
    for match in result.matches:
        own = result.register.own_columns.get(clean(match.header))
        if not is_own(match.field) or own is None or own.kind is not OwnKind.CLASSES:
            continue
        order = () if own.is_proposed else own.classes
        words = {name.casefold(): name for name in own.classes}
        for row in result.outcome.source_rows:
            text = clean(unguarded(row[match.index]))
            if not is_no_class(text):
                words.setdefault(text.casefold(), text)
        found.append(ClassColumn(match.header, tuple(words.values()), order))
    return tuple(found)


def with_orders(
    options: ImportOptions,
    columns: Iterable[ClassColumn],
    chosen: Mapping[str, tuple[str, ...]],
) -> ImportOptions:
    """Return the options with the orders that were changed; an empty one takes it away.

    A column that is no longer read as classes keeps what was chosen for it.

    Parameters
    ----------
    chosen
        The words by header, from the worst to the best.

    Raises
    ------
    InputError
        If an order leaves out words of its column.
    """
    fields = dict(options.columns)
    for column in columns:
        order, field = chosen.get(column.header, column.order), fields.get(column.header, "")
        is_other = field and (not is_own(field) or own_kind(field) not in (None, CLASSES))
        if order == column.order or is_other:
            continue
        left = [word for word in column.words if word not in order]
        if order and (left or len(order) < 2):
            raise _incomplete(column, left)
        fields[column.header] = classes_field(order) if order else f"own:{CLASSES}"
    return replace(options, columns=fields)


CLASSES = OwnKind.CLASSES


def _incomplete(column: ClassColumn, left: list[str]) -> InputError:
    words = ", ".join(quoted(word) for word in left[:5]) + (" …" if len(left) > 5 else "")
    return InputError(
        f"column {quoted(column.header)}: found an order without {words or 'a second class'}. "
        "Expected all its classes, from the worst to the best. Add them, or choose none."
    )
