"""Options that would have no effect beside another one: refused, never ignored in silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from prioritizer.exports.formats import names_by_ending

Params = Mapping[str, Any]
Command = TypeVar("Command", bound=Callable[..., Any])
# Endings that people know and that no --format writes.
FOREIGN = (".db", ".sqlite", ".sqlite3", ".xls", ".ods", ".html", ".yaml", ".yml", ".py")
# Which formats may stand in a file of each ending.
ENDINGS: Mapping[str, tuple[str, ...]] = {**names_by_ending(), **dict.fromkeys(FOREIGN, ())}


@dataclass(frozen=True, slots=True)
class Idle:
    """An option that counts under a condition only.

    Parameters
    ----------
    option
        The name of the parameter.
    counts
        Whether it has an effect beside the values of all parameters.
    needs
        What would give it one, in words: ``--draws``.
    """

    option: str
    counts: Callable[[Params], bool]
    needs: str


def needs(option: str, other: str) -> Idle:
    """Return the rule that an option counts only where another one is given."""
    return Idle(
        option,
        lambda params: params[other] not in (None, False, "", 0, ()),
        f"--{other.replace('_', '-')}",
    )


def checked(*rules: Idle) -> Callable[[Command], Command]:
    """Refuse options of a command that would be idle, and settle its format by the ending.

    Exit status 2, as for every call that cannot be meant.
    """

    def wrap(function: Command) -> Command:
        @wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            ctx = click.get_current_context()
            return function(*args, **{**kwargs, **settle(ctx, rules)})

        run.idle_rules = rules  # type: ignore[attr-defined]
        return run  # type: ignore[return-value]

    return wrap


def settle(ctx: click.Context, rules: tuple[Idle, ...]) -> dict[str, str | None]:
    """Return the format that a call means, by its parameter; refuse what would be idle.

    Raises
    ------
    click.UsageError
        Naming the option, and what it needs.
    """
    name = format_parameter(ctx.command)
    settled = {name: _format(ctx, name, ctx.params.get("output"))} if name else {}
    for rule in rules:
        _refuse(ctx, rule, {**ctx.params, **settled})
    return settled


def format_parameter(command: click.Command) -> str:
    """Return the name of the parameter behind ``--format``, blank where there is none."""
    has_output = any(parameter.name == "output" for parameter in command.params)
    found = (p.name for p in command.params if "--format" in p.opts)
    return next(found, None) or "" if has_output else ""


def is_given(ctx: click.Context, name: str) -> bool:
    """Return whether a person gave the option, rather than its default."""
    return ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


def flag_of(ctx: click.Context, name: str) -> str:
    """Return an option as a person writes it."""
    return next(parameter.opts[0] for parameter in ctx.command.params if parameter.name == name)


def _refuse(ctx: click.Context, rule: Idle, params: Params) -> None:
    if is_given(ctx, rule.option) and not rule.counts(params):
        flag = flag_of(ctx, rule.option)
        raise click.UsageError(
            f"{flag}: found it where it has no effect. Expected {rule.needs}. "
            f"Add that, or leave {flag} out."
        )


def _format(ctx: click.Context, name: str, output: object) -> str | None:
    """Return the format: the one given, else that of the ending, else the default.

    Raises
    ------
    click.UsageError
        If the ending says another format than the one that is written.
    """
    chosen: str | None = ctx.params[name]
    allowed = ENDINGS.get(output.suffix.lower()) if isinstance(output, Path) else None
    if allowed is None or not isinstance(output, Path):
        return chosen
    parameter = next(p for p in ctx.command.params if p.name == name)
    known = [str(choice) for choice in getattr(parameter.type, "choices", ())]
    if is_given(ctx, name):
        if chosen in allowed:
            return chosen
        raise click.UsageError(
            f"--output: found the ending '{output.suffix}' with --format {chosen}. Expected an "
            "ending of that format. Rename the file, or leave --format out."
        )
    fitting = [choice for choice in known if choice in allowed]
    if fitting:
        return fitting[0]
    endings = ", ".join(
        ending for ending, formats in ENDINGS.items() if set(formats) & set(known)
    )
    raise click.UsageError(
        f"--output: found the ending '{output.suffix}'. Expected one of: {endings}. Rename the "
        "file, or give --format."
    )
