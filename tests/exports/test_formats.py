"""One table of formats: what leaves the tool has its ending and media type from there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import click
import pytest

from prioritizer.cli.idle import ENDINGS, FOREIGN
from prioritizer.exports import formats
from prioritizer.exports.formats import ALL_FORMATS, ANSWER_KINDS, FileKind
from prioritizer.exports.sizes import MOST_SITES
from tests.cli.commands import commands
from tests.conftest import ROOT

COMMANDS = dict(commands())
KINDS = {name: kind for name, kind in vars(formats).items() if isinstance(kind, FileKind)}
MEDIA_TYPE = re.compile(r"(text|application|image)/[a-z][a-z0-9.+-]*(; charset=utf-8)?")
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "prioritizer").rglob("*.py"))
}
# Read before a browser is driven in this process: its greenlets disturb the parser.
SOURCES = {
    name: ast.parse(text)
    for name, text in TEXTS.items()
    if MEDIA_TYPE.search(text) or "media_type" in text or "download_button" in text
}
TYPED = {
    "prioritizer/exports/formats.py": "the table",
    "prioritizer/exports/opendata/datapackage.py": "a word of the Data Package itself",
    "prioritizer/ui/phone/files.py": "style sheets and scripts, which nobody takes away",
    "prioritizer/ui/ranking/draw_offers.py": "levels of draws, for a script",
    "prioritizer/ui/server/addresses.py": "a script that tells a page where its server is",
    "prioritizer/ui/server/guards.py": "what a browser says that it accepts",
    "prioritizer/ui/server/visitors.py": "what a browser says that it accepts",
    "prioritizer/ui/shell/scripts.py": "scripts of components, which nobody takes away",
}


def constants(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def tail(node: ast.expr) -> str:
    """Return the last fixed part of a text in the source."""
    if isinstance(node, ast.JoinedStr) and node.values:
        return tail(node.values[-1])
    return str(node.value) if isinstance(node, ast.Constant) else ""


def kind_of(node: ast.expr) -> FileKind | None:
    """Return the kind whose media type stands here, as in ``CSV.media_type``."""
    if not isinstance(node, ast.Attribute) or node.attr != "media_type":
        return None
    return KINDS.get(node.value.id) if isinstance(node.value, ast.Name) else None


def test_every_kind_has_a_media_type_and_usual_ending_of_its_own() -> None:
    usual = [kind.endings[0] for kind in KINDS.values()]

    assert len(set(usual)) == len(KINDS) == len({kind.media_type for kind in KINDS.values()})
    assert all(MEDIA_TYPE.fullmatch(kind.media_type) for kind in KINDS.values())
    assert {entry.kind for entry in ALL_FORMATS} <= set(KINDS.values())


def test_no_content_has_two_formats_of_one_name_or_ending() -> None:
    for part in ("name", "extension", "title"):
        found = [(entry.writes, getattr(entry, part)) for entry in ALL_FORMATS]
        assert len(set(found)) == len(found)


def test_a_media_type_is_typed_in_the_table_only() -> None:
    found = {
        name
        for name, tree in SOURCES.items()
        if any(MEDIA_TYPE.fullmatch(text) for text in constants(tree))
    }

    assert found == TYPED.keys()


def test_every_download_has_a_media_type_from_the_table() -> None:
    buttons = [
        (name, node)
        for name, tree in SOURCES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "download_button"
    ]

    assert len(buttons) > 10
    for name, button in buttons:
        said = [*button.args[3:4], *(k.value for k in button.keywords if k.arg == "mime")]
        assert len(said) == 1, (name, button.lineno)
        assert ast.unparse(said[0]).endswith("media_type"), (name, button.lineno)


def test_a_file_name_beside_a_media_type_has_its_ending() -> None:
    count = 0
    for name, tree in SOURCES.items():
        for node in ast.walk(tree):
            parts = node.args if isinstance(node, ast.Call) else getattr(node, "elts", [])
            kinds = [kind for kind in map(kind_of, parts) if kind]
            for kind in kinds if name != "prioritizer/ui/phone/lead.py" else ():
                count += 1
                assert any(tail(part).endswith(kind.endings) for part in parts), (
                    name,
                    node.lineno,  # type: ignore[attr-defined]
                )
    assert count > 8


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_format_of_a_command_stands_in_the_table(words: tuple[str, ...]) -> None:
    known = ANSWER_KINDS.keys() | {entry.name for entry in ALL_FORMATS}

    for param in COMMANDS[words].params:
        if "--format" in param.opts:
            assert isinstance(param.type, click.Choice)
            assert set(param.type.choices) <= known


def test_the_command_line_knows_every_ending_of_the_table() -> None:
    assert {ending for kind in KINDS.values() for ending in kind.endings} <= ENDINGS.keys()
    assert {ending for ending, names in ENDINGS.items() if not names} == set(FOREIGN)
    for entry in ALL_FORMATS:
        assert all(entry.name in ENDINGS[ending] for ending in entry.kind.endings)


def test_the_limits_of_size_are_those_of_known_files() -> None:
    assert MOST_SITES.keys() <= {entry.extension for entry in ALL_FORMATS}
