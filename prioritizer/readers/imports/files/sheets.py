"""Which sheet of a workbook holds the table: the one whose columns are known best."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from prioritizer.domain.imports import ImportOptions, Topic
from prioritizer.readers.imports.files.header import SEARCHED
from prioritizer.readers.imports.words.known_names import count_known
from prioritizer.readers.imports.words.records import Log
from prioritizer.readers.tables import fault

# How much of a sheet is looked at for this.
SHOWN_ROWS, SHOWN_COLUMNS = 60, 200
Rows = Iterable[Sequence[object]]


def choose_sheet(
    names: Sequence[str],
    visible: Sequence[str],
    first_rows: Callable[[str], Rows],
    options: ImportOptions,
    log: Log,
) -> str:
    """Return the sheet that is asked for, or the first of those whose columns are known best.

    Parameters
    ----------
    visible
        The sheets that are shown; hidden ones are looked at only if there are no others.
    first_rows
        Gives the first rows of a sheet.

    Raises
    ------
    DataError
        If there is no such sheet, or none holds a table.
    """
    if options.sheet:
        if options.sheet not in names:
            raise fault(
                log.file,
                f"no sheet '{options.sheet[:60]}'",
                f"one of: {', '.join(names[:20])}",
                "Correct --sheet.",
            )
        return options.sheet
    shown = {name: list(first_rows(name)) for name in visible or names}
    known = {name: _known_columns(rows) for name, rows in shown.items() if _is_table(rows)}
    if not known:
        raise fault(
            log.file,
            "no sheet with a table",
            "a sheet with a header and rows",
            "Choose another file.",
        )
    # The first of those whose columns are known best: a sheet of explanations is none.
    best = max(known, key=known.__getitem__)
    _say_sheet(best, known, len(names) - len(visible), log)
    return best


def _is_table(rows: Rows) -> bool:
    return sum(sum(cell not in ("", None) for cell in row) > 1 for row in rows) > 1


def _known_columns(rows: Sequence[Sequence[object]]) -> int:
    return max((count_known(row) for row in rows[:SEARCHED]), default=0)


def _say_sheet(best: str, known: dict[str, int], n_hidden: int, log: Log) -> None:
    others = [name for name in known if name != best]
    reason = "the only sheet with a table"
    if others:
        reason = f"the sheet with most columns that are known, {known[best]}"
        reason += f"; {n_hidden} hidden sheets passed over" if n_hidden else ""
    log.read_as(
        Topic.PART,
        log.file,
        f"sheet '{best}' read",
        0.6 if others else 1.0,
        reason=reason,
        alternatives=tuple(others[:9]),
    )
    if others:
        log.warn(
            None,
            None,
            f"{len(known)} sheets with tables",
            "one table",
            f"Sheet '{best}' was read; choose another with --sheet.",
        )
