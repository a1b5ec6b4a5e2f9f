"""YAML as people write settings in it: words stay words, no name twice, few references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

# More than twenty times the largest set that is shipped; a longer text holds up everybody.
MOST_CHARACTERS = 500_000
MOST_BY_REFERENCE = 5000


class YamlFault(yaml.YAMLError):
    """A text that is YAML, but says something twice or too much by reference.

    ``found`` is what stands there; ``problem_mark`` where.
    """

    def __init__(self, found: str, problem_mark: Any) -> None:
        super().__init__(found)
        self.found, self.problem_mark = found, problem_mark


class YamlTooLong(yaml.YAMLError):
    """A text with more characters than settings have."""

    def __init__(self, n_characters: int) -> None:
        super().__init__(f"{n_characters:,} characters")
        self.n_characters = n_characters


if TYPE_CHECKING or not yaml.__with_libyaml__:
    _Safe = yaml.SafeLoader
else:
    from yaml.cyaml import CParser

    class _Safe(Composer, CParser, SafeConstructor, Resolver):
        """A safe loader whose letters libyaml reads, and whose nodes Python composes."""

        def __init__(self, stream: str) -> None:
            CParser.__init__(self, stream)
            Composer.__init__(self)
            SafeConstructor.__init__(self)
            Resolver.__init__(self)


class _Loader(_Safe):
    """Reads as YAML 1.2 does: ``yes``, ``off``, ``010``, ``1:30`` and days are words.

    ``true`` and ``false`` are words here as well: no setting is a flag, and a class may be
    called so.
    """

    # Of YAML 1.1 the merge of mappings, null, and numbers that nobody can take for a word.
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012
    said_by_reference = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        node = super().compose_node(parent, index)
        if isinstance(event, yaml.AliasEvent):
            # Nine levels of references in a thousand characters stand for a billion entries.
            self.said_by_reference += _size(node, {})
            if self.said_by_reference > MOST_BY_REFERENCE:
                found = f"more than {MOST_BY_REFERENCE} entries said by reference"
                raise YamlFault(found, event.start_mark)
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        names: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in names:
                raise YamlFault(f"'{key.value[:40]}' twice", key.start_mark)
            names.add(key.value)
        return super().construct_mapping(node, deep)


_RESOLVED = (
    ("tag:yaml.org,2002:merge", r"<<", "<"),
    ("tag:yaml.org,2002:null", r"~|null|Null|NULL|", "~nN\0"),
    ("tag:yaml.org,2002:int", r"[-+]?(?:0|[1-9][0-9_]*|0x[0-9a-fA-F]+)", "-+0123456789"),
    (
        "tag:yaml.org,2002:float",
        r"[-+]?(?:(?:0|[1-9][0-9_]*)?\.[0-9_]+|(?:0|[1-9][0-9_]*)\.?)(?:[eE][-+]?[0-9]+)?"
        r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
        "-+0123456789.",
    ),
)
for _tag, _pattern, _first in _RESOLVED:
    _Loader.add_implicit_resolver(
        _tag, re.compile(rf"^(?:{_pattern})$"), [c if c != "\0" else "" for c in _first]
    )


def _size(node: Any, known: dict[int, int]) -> int:
    """Return how many entries a node stands for, what it refers to counted each time."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in known:
        known[id(node)] = 1  # a node inside itself ends here
        parts = [part for entry in node.value for part in _parts(entry)]
        known[id(node)] += sum(_size(part, known) for part in parts)
    return known[id(node)]


def _parts(entry: Any) -> tuple[Any, ...]:
    return entry if isinstance(entry, tuple) else (entry,)


def load_yaml(text: str) -> Any:
    """Return what a YAML text says.

    Raises
    ------
    YamlFault
        Where a name stands twice in one mapping, or too much is said by reference.
    YamlTooLong
        If it has more than ``MOST_CHARACTERS`` characters; nothing of it is read then.
    yaml.YAMLError
        If it is no YAML.
    """
    if len(text) > MOST_CHARACTERS:
        raise YamlTooLong(len(text))
    loader = _Loader(text)
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()
