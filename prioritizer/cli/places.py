"""Options that name files: what a command reads, what it writes, and that they never meet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from prioritizer.errors import DataError, PlaceError
from prioritizer.files.places import Input, is_same, refuse_inputs, refuse_place
from prioritizer.shipped import named_outcomes, named_sites

# Tables that are read along with a site table beside them.
BESIDE_SITES = ("grades.csv", "sources.csv", "own_columns.csv")
# The descriptor of a Data Package, and the tables that stand beside it.
DESCRIPTOR, OF_PACKAGE = "datapackage.json", ("sites.csv", *BESIDE_SITES)
META = "prioritizer.places"


@dataclass(slots=True)
class Places:
    """The files that one command reads and writes, as far as its options are read."""

    inputs: list[Input] = field(default_factory=list)
    outputs: list[Input] = field(default_factory=list)

    def read(self, name: str, paths: Iterable[Path]) -> None:
        """Note what is read; refuse it where it is written as well."""
        for path in paths:
            one = Input(name, path)
            self.inputs.append(one)
            for output in self.outputs:
                refuse_inputs(output.path, (one,))

    def written(self, name: str, path: Path) -> None:
        """Note what is written; refuse it where it is read, or written twice."""
        refuse_inputs(path, self.inputs)
        for other in self.outputs:
            if is_same(path, other.path):
                raise PlaceError(
                    f"{path}: found it as {other.name} and as {name}. Expected a file of its "
                    "own for each. Choose another name. Nothing was written."
                )
        self.outputs.append(Input(name, path))


def places() -> Places:
    """Return what the command that runs reads and writes."""
    context = click.get_current_context(silent=True)
    return Places() if context is None else _places(context)


def _places(context: click.Context) -> Places:
    found: Places = context.meta.setdefault(META, Places())
    return found


class InputPlace(click.ParamType[Any]):
    """A file to read: a path, or ``store.db#name``, or a word that means no file.

    ``beside`` names the tables that are read along with it. With ``reserved`` their places are
    kept free even where there is none yet: it would be read along the next time.
    """

    name = "path"

    def __init__(self, *beside: str, reserved: bool = False) -> None:
        self.beside = beside
        self.reserved = reserved

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """Note the file, with what is read along with it; a word for the sample is its path."""
        value = named_sites(str(value)) if self.beside else value
        if param is not None and ctx is not None and not ctx.resilient_parsing:
            _places(ctx).read(_called(param, ctx), self.files(str(value)))
        return value

    def files(self, text: str) -> Iterable[Path]:
        """Return the file that a text means, if it is there, and what is read along with it."""
        for part in dict.fromkeys((text, text.partition("#")[0].removeprefix("sqlite:///"))):
            path = Path(part).expanduser()
            if part and path.is_file():
                yield path
                along = OF_PACKAGE if path.name == DESCRIPTOR else self.beside
                beside = map(path.with_name, along)
                yield from beside if self.reserved else filter(Path.is_file, beside)


class InputFile(InputPlace):
    """A file to read, given on as a path."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """Note the file and return its path."""
        return Path(super().convert(value, param, ctx))


class OutcomesFile(InputFile):
    """A table of outcomes; the word for the sample is the path of the shipped one."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """Note the file and return its path."""
        return super().convert(named_outcomes(str(value)), param, ctx)


class CriteriaName(InputPlace):
    """The name of a criteria set shipped here, or a file of one's own."""

    name = "text"

    def files(self, text: str) -> Iterable[Path]:
        """Return the file of the set."""
        from prioritizer.readers.criteria import find_criteria

        try:
            return [find_criteria(text)]
        except DataError:
            return []


class OutputFile(click.ParamType[Any]):
    """A file to write: checked before anything is read or computed."""

    name = "path"

    def __init__(self, *, makes_folder: bool = False) -> None:
        self.makes_folder = makes_folder

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Refuse a place where nothing may be written, and return its path."""
        path = Path(value)
        if param is not None and ctx is not None and not ctx.resilient_parsing:
            _places(ctx).written(_called(param, ctx), path)
            refuse_place(path, makes_folder=self.makes_folder)
        return path


class OutputFolder(click.ParamType[Any]):
    """A folder to write tables of fixed names to."""

    name = "path"

    def __init__(self, *files: str) -> None:
        self.files = files

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Refuse the folder where one of the tables may not be written, and return its path."""
        folder = Path(value)
        if param is not None and ctx is not None and not ctx.resilient_parsing:
            if folder.exists() and not folder.is_dir():
                raise PlaceError(
                    f"{folder}: found a file. Expected a folder, or none yet. Choose another."
                )
            for file in self.files:
                _places(ctx).written(_called(param, ctx), folder / file)
                refuse_place(folder / file, makes_folder=True)
        return folder


def _called(param: click.Parameter, ctx: click.Context) -> str:
    return param.opts[0] if isinstance(param, click.Option) else param.make_metavar(ctx)


PLACE = InputPlace()
SITES = InputPlace(*BESIDE_SITES, reserved=True)
SITES_FILE = InputFile(*BESIDE_SITES)
FILE = InputFile()
OUTCOMES = OutcomesFile()
CRITERIA = CriteriaName()
OUTPUT = OutputFile()
