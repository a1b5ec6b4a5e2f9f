"""Every command of the command line, and what its options are for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from prioritizer.cli import main
from prioritizer.cli.places import CriteriaName, InputPlace, OutputFile, OutputFolder

Words = tuple[str, ...]
Out = OutputFile | OutputFolder


def commands() -> Iterator[tuple[Words, click.Command]]:
    """Yield every command that can be run, with the words that call it."""
    yield from _leaves((), main)


def _leaves(words: Words, command: click.Command) -> Iterator[tuple[Words, click.Command]]:
    if not isinstance(command, click.Group):
        yield words, command
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        yield from _leaves((*words, name), found)


def outputs(command: click.Command) -> list[click.Parameter]:
    """Return the options by which a command writes files."""
    return [p for p in command.params if isinstance(p.type, Out)]


def inputs(command: click.Command) -> list[click.Parameter]:
    """Return the options and arguments by which a command reads files."""
    return [
        p
        for p in command.params
        if isinstance(p.type, InputPlace) and not isinstance(p.type, CriteriaName)
    ]


def called_with(command: click.Command, given: dict[str, str], filler: Path) -> list[str]:
    """Return arguments: those given by name, and whatever else a command asks for."""
    options: list[str] = []
    arguments: list[str] = []
    for param in command.params:
        value = given.get(param.name or "")
        if value is None and param.required:
            value = _some(param, filler)
        if value is None:
            continue
        if isinstance(param, click.Option):
            options += [param.opts[0], value]
        else:
            arguments.append(value)
    return [*options, "--", *arguments] if arguments else options


def _some(param: click.Parameter, filler: Path) -> str:
    if isinstance(param.type, click.Choice):
        return str(param.type.choices[0])
    if isinstance(param.type, Out):
        return str(filler.with_name(f"other-{param.name}.json"))
    if isinstance(param.type, InputPlace):
        return str(filler)
    return "1"
