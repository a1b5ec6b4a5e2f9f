"""What each column is: by the user's word, by its name, and by what stands in it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence

from prioritizer.domain.imports import ColumnMatch, ImportOptions, Topic, column_letter
from prioritizer.domain.words import percent
from prioritizer.readers.imports.columns.coordinate_columns import (
    axis_candidates,
    drop_lone_letters,
    hemisphere_candidate,
    parted_candidates,
    speaks_of_place,
)
from prioritizer.readers.imports.columns.deposits import deposit_columns
from prioritizer.readers.imports.columns.evidence import settled, weigh
from prioritizer.readers.imports.columns.id_columns import settle_ids
from prioritizer.readers.imports.columns.long_columns import (
    LONG,
    SECOND,
    columns_beside_grades,
    say_second_grades,
)
from prioritizer.readers.imports.columns.naming import Candidate, by_name
from prioritizer.readers.imports.columns.sizes import say_sizes, size_candidate
from prioritizer.readers.imports.columns.unread_places import say_unread_places
from prioritizer.readers.imports.files.header import is_blank
from prioritizer.readers.imports.texts.side_letters import header_in_english, in_english
from prioritizer.readers.imports.words.fields import (
    NO_UNIT_NEEDED,
    OWN,
    OWN_CLASSES,
    fields,
    find_field,
    is_own,
    ordered_classes,
)
from prioritizer.readers.imports.words.id_schemes import FIELD
from prioritizer.readers.imports.words.missing import is_missing
from prioritizer.readers.imports.words.records import Cell, Log, RawGrid
from prioritizer.readers.imports.words.unit_headers import split_header
from prioritizer.readers.imports.words.units import find_unit
from prioritizer.readers.imports.words.vocabulary import fold
from prioritizer.readers.imports.words.waste_kinds import waste_kind
from prioritizer.readers.tables import fault

ACCEPTED = 0.7
SAMPLE = 400


def match_columns(
    grid: RawGrid,
    options: ImportOptions,
    analytes: Collection[str],
    log: Log,
    letters: Mapping[str, str] | None = None,
) -> tuple[ColumnMatch, ...]:
    """Return what every column was taken for, in file order.

    Parameters
    ----------
    letters
        What letters of hemispheres mean that are not the English ones.

    Raises
    ------
    DataError
        If the user named a column or field that does not exist.
    """
    manual = _manual(grid, options, log)
    said = [header_in_english(header, letters or {}) for header in grid.header]
    samples = [
        _in_english(_sample(grid.rows, index), said[index], letters or {})
        for index in range(len(grid.header))
    ]
    found: dict[int, list[Candidate]] = {}
    for index, header in enumerate(grid.header):
        if index in manual:
            by = "by the profile" if header in options.from_profile else "stated by you"
            stated = _stated(manual[index], header, by)
            found[index] = [] if manual[index] == "ignore" else [stated]
        elif samples[index]:
            # A column whose words the user explains is not judged by those words.
            sample = [] if header in options.values else samples[index]
            named = _with_unit(grid, index)
            found[index] = sorted(
                _candidates(named, sample, analytes), key=lambda c: -c.confidence
            )
    _add_parted(found, said, samples, manual)
    drop_lone_letters({k: found[k] for k in found.keys() - manual.keys()}, said, ACCEPTED)
    settle_ids(grid, found, manual, ACCEPTED, log)
    chosen = _assign(found)
    free = set(range(len(grid.header))) - chosen.keys() - manual.keys()
    chosen |= columns_beside_grades(grid.header, samples, chosen, free, analytes)
    chosen |= _waste_column(samples, chosen, free)
    _hold_deposit(grid, samples, chosen, manual, log)
    for index, sample in enumerate(samples):
        if index not in chosen and manual.get(index) != "ignore" and sample:
            reason = _why_not(found.get(index, []), sample)
            chosen[index] = Candidate(OWN, 1.0, reason)
    matches = tuple(
        _match(index, grid, found.get(index, []), chosen.get(index), samples[index])
        for index in range(len(grid.header))
    )
    _report(matches, manual, log)
    names = {index: _with_unit(grid, index) for index in range(len(grid.header))}
    say_sizes(matches, samples, manual, names, log)
    _say_odd_grades(matches, log)
    say_unread_places(matches, samples, manual, log, has_shapes=any(grid.shapes))
    return matches


def _in_english(sample: list[Cell], header: str, letters: Mapping[str, str]) -> list[Cell]:
    """Return the cells of a column of places with the English letters of hemispheres."""
    if not letters or not speaks_of_place(header, sample):
        return sample
    return [in_english(cell, letters) if isinstance(cell, str) else cell for cell in sample]


def _waste_column(
    samples: Sequence[list[Cell]], chosen: dict[int, Candidate], free: set[int]
) -> dict[int, Candidate]:
    """Return the column whose cells name kinds of waste, where no name tells it."""
    if any(candidate.field == "waste_type" for candidate in chosen.values()):
        return {}
    shares = {
        index: sum(bool(waste_kind(str(cell))) for cell in samples[index]) / len(samples[index])
        for index in sorted(free - chosen.keys())
        if samples[index] and all(isinstance(cell, str) for cell in samples[index])
    }
    best = max(shares, key=lambda index: shares[index], default=-1)
    if best < 0 or shares[best] < ACCEPTED:
        return {}
    return {best: Candidate("waste_type", 0.75, "its cells name kinds of waste")}


def _hold_deposit(
    grid: RawGrid,
    samples: Sequence[list[Cell]],
    chosen: dict[int, Candidate],
    manual: Collection[int],
    log: Log,
) -> None:
    """Keep grades and sizes of deposits as they are; they are none of waste."""
    titles = (grid.file.rsplit(".", 1)[0], grid.part)
    held = sorted(deposit_columns(titles, grid.header, samples, chosen) - set(manual))
    for index in held:
        chosen[index] = Candidate(OWN, 1.0, "it is of the deposit, not of the waste")
    if held:
        log.warn(
            None,
            grid.header[held[0]][:80],
            f"{len(held)} columns of grades and sizes in a table of deposits",
            "grades and sizes of waste",
            "They are kept as your own columns; say --map where one is of the waste.",
        )


def _say_odd_grades(matches: Sequence[ColumnMatch], log: Log) -> None:
    """Warn of a second column of an analyte, and of grades where nothing tells of what."""
    say_second_grades(matches, log)
    fields = {match.field: match.header for match in matches if match.field}
    if LONG & fields.keys() and not {"analyte", "commodity_mined"} & fields.keys():
        header = next(header for name, header in fields.items() if name in LONG)
        log.warn(
            None,
            header[:80],
            "grades, and no column that names the analyte",
            "a column of elements or oxides",
            'The grades are not read; say --map "COLUMN=analyte".',
        )


def _add_parted(
    found: dict[int, list[Candidate]],
    headers: Sequence[str],
    samples: Sequence[list[Cell]],
    manual: Collection[int],
) -> None:
    """Add the columns of parted coordinates; what is a part is not the whole."""
    parted = parted_candidates(headers, samples)
    named = axis_candidates(headers, samples)
    for index in found.keys() - set(manual):
        if index in parted:
            found[index] = [parted[index]]
        elif index in named and not any(c.confidence >= ACCEPTED for c in found[index]):
            found[index] = [weigh(named[index], samples[index], ()), *found[index]]
        elif candidate := hemisphere_candidate(headers[index], headers):
            others = [one for one in found[index] if one.field != candidate.field]
            found[index] = [weigh(candidate, samples[index], ()), *others]


def _with_unit(grid: RawGrid, index: int) -> str:
    """Return the header of a column, with the unit that stands in a row below it."""
    unit = grid.unit_row[index] if index < len(grid.unit_row) else ""
    return f"{grid.header[index]} ({unit})" if unit else grid.header[index]


def _manual(grid: RawGrid, options: ImportOptions, log: Log) -> dict[int, str]:
    by_name = {fold(name): index for index, name in reversed(list(enumerate(grid.header)))}
    exact = {name: index for index, name in reversed(list(enumerate(grid.header)))}
    found = {}
    for option, names in (
        ("--map", options.columns),
        ("--unit", options.units),
        ("--value", options.values),
    ):
        for name in names:
            if name not in exact and fold(name) not in by_name:
                if options.is_pair:
                    continue
                if name in options.from_profile:
                    log.warn(
                        None,
                        name[:80],
                        f"no column '{name[:60]}', which the profile names",
                        "that column",
                        "It is passed over; check that the profile fits this file.",
                    )
                    continue
                raise fault(
                    log.file,
                    f"no column '{name[:60]}'",
                    f"one of: {', '.join(grid.header[:40])}",
                    f"Correct {option} or the profile.",
                )
    for name, field in options.columns.items():
        if name not in exact and fold(name) not in by_name:
            continue
        _check_field(field, log)
        found[exact.get(name, by_name.get(fold(name), 0))] = field
    return found


def _check_field(field: str, log: Log) -> None:
    """Refuse a field that does not exist, and an order of classes that is none."""
    if field.startswith(OWN_CLASSES) and not ordered_classes(field):
        raise fault(
            log.file,
            f"the classes '{field.removeprefix(OWN_CLASSES)[:60]}'",
            "two or more classes, each once, from the worst to the best, ';' between",
            'Correct --map or the profile, as in "COLUMN=own:classes:weak;fair;strong".',
        )
    if field != "ignore" and find_field(field) is None:
        close = difflib.get_close_matches(field, fields(), n=3)
        raise fault(
            log.file,
            f"no field '{field[:60]}'",
            f"one of: {', '.join(close or list(fields())[:12])} …, grade:Cu, or ignore",
            "Correct --map or the profile.",
        )


def _stated(field: str, header: str, by: str) -> Candidate:
    known = find_field(field)
    unit = split_header(header, known.dimension).text if known and known.dimension else ""
    return Candidate(field, 1.0, by, unit)


def _sample(rows: Sequence[Sequence[Cell]], index: int) -> list[Cell]:
    step = max(1, len(rows) // SAMPLE)
    for picked in (rows[::step], rows) if step > 1 else (rows,):
        cells = [row[index] for row in picked if not is_blank(row[index])]
        present = [c for c in cells if not isinstance(c, str) or not is_missing(c)]
        if present or cells:
            return present[:SAMPLE] or cells[:1]
    return []


def _candidates(
    header: str, sample: list[Cell], analytes: Collection[str]
) -> Iterator[Candidate]:
    best: dict[str, Candidate] = {}
    size = size_candidate(header, sample)
    for candidate in (*by_name(header, analytes), *([size] if size else [])):
        one = weigh(candidate, sample, analytes)
        if one.confidence > best.get(one.field, Candidate("", 0, "")).confidence:
            best[one.field] = one
    yield from settled(list(best.values()), sample, analytes)


def _assign(found: dict[int, list[Candidate]]) -> dict[int, Candidate]:
    pairs = [
        (candidate, index)
        for index, candidates in found.items()
        for candidate in candidates
        if candidate.confidence >= ACCEPTED
    ]
    with_unit = {candidate.field for candidate, _ in pairs if _has_unit(candidate)}
    pairs.sort(
        key=lambda pair: (
            # A column without a unit is of no use where another one has it.
            pair[0].field in with_unit and not _has_unit(pair[0]),
            -pair[0].confidence,
            pair[1],
        )
    )
    chosen: dict[int, Candidate] = {}
    taken: set[str] = set()
    for candidate, index in pairs:
        if index not in chosen and candidate.field not in taken:
            chosen[index] = candidate
            # Ids of other registers may fill several columns.
            taken |= set() if candidate.field.startswith(FIELD) else {candidate.field}
    return chosen


def _has_unit(candidate: Candidate) -> bool:
    field = find_field(candidate.field)
    if field is None or not field.dimension or field.name in NO_UNIT_NEEDED:
        return False
    is_stated = candidate.confidence == 1
    return is_stated or find_unit(candidate.unit, field.dimension) is not None


def _match(
    index: int,
    grid: RawGrid,
    candidates: list[Candidate],
    chosen: Candidate | None,
    sample: list[Cell],
) -> ColumnMatch:
    others = tuple(
        f"{c.field} ({percent(c.confidence)})"
        for c in candidates
        if c is not chosen and not is_own(c.field) and c.confidence >= 0.3
    )
    examples = tuple(str(cell)[:40] for cell in sample[:3])
    if chosen is not None:
        return ColumnMatch(
            index,
            column_letter(index),
            grid.header[index],
            chosen.field,
            round(chosen.confidence, 2),
            chosen.reason,
            chosen.unit,
            others,
            examples,
        )
    reason = _why_not(candidates, sample)
    return ColumnMatch(
        index, column_letter(index), grid.header[index], "", 0.0, reason, "", others, examples
    )


def _why_not(candidates: list[Candidate], sample: list[Cell]) -> str:
    if not sample:
        return "it is blank"
    if not candidates:
        return "its name is not known"
    best = candidates[0]
    if best.confidence >= ACCEPTED:
        return f"{SECOND}{best.field}"
    return f"perhaps {best.field}, but not sure enough: {best.reason}"


def _report(matches: tuple[ColumnMatch, ...], manual: dict[int, str], log: Log) -> None:
    for match in matches:
        where = f"column {match.letter} '{match.header[:60]}'"
        if is_own(match.field):
            _doubt(match, log)
        elif match.field:
            log.read_as(
                Topic.COLUMN,
                where,
                f"taken for {match.field}",
                match.confidence,
                reason=match.reason,
                alternatives=match.alternatives,
                examples=match.examples,
            )
        elif manual.get(match.index) == "ignore":
            log.read_as(Topic.UNUSED, where, "not read", 1.0, reason="stated by you")


def _doubt(match: ColumnMatch, log: Log) -> None:
    """Warn of a column that is kept as it is, and may be one of those that are understood."""
    if match.alternatives and "perhaps" in match.reason:
        log.warn(
            None,
            match.header[:80],
            f"a column that is {match.reason}",
            "a unit that is known" if "its unit" in match.reason else "a name that is known",
            f'It is kept as your own column; say --map "{match.header[:40]}=FIELD" or =ignore.',
        )
