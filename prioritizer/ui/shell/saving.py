"""Choices that last as plain JSON data, and back, each checked against its type."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from prioritizer.errors import InputError
from prioritizer.ui.shell.choices import CHOICES, LASTING


@cache
def _type(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(CHOICES[name].type)


def saved(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the choices that last as plain JSON data; others are left out."""
    return {
        name: _type(name).dump_python(values[name], mode="json")
        for name in LASTING
        if name in values
    }


def restored(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return choices from plain JSON data, as `saved` writes it.

    Raises
    ------
    InputError
        If a name is no choice that lasts, or a value does not fit its type.
    """
    return {name: _restored(name, value) for name, value in data.items()}


def _restored(name: str, value: Any) -> Any:
    if name not in LASTING:
        raise InputError(
            f"saved choices: found '{name[:80]}'. Expected names of choices of this version. "
            "Open the file with the version that wrote it."
        )
    try:
        return _type(name).validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join((name, *(str(part) for part in first["loc"])))
        expected = first["msg"].replace("Input should be", "Expected")
        raise InputError(
            f"saved choices, {place}: found {json.dumps(first['input'], default=repr)[:80]}. "
            f"{expected}. Correct the value or leave the choice out."
        ) from None
