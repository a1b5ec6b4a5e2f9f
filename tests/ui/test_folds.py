"""Folded parts of a page stay open while one works in them."""

from __future__ import annotations

import ast

import pytest

from tests.conftest import ROOT

# Read before a browser is driven in this process: its greenlets disturb the parser.
PAGES = {
    str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "prioritizer" / "ui").rglob("*.py"))
    if ".expander(" in path.read_text(encoding="utf-8")
}


@pytest.mark.parametrize("tree", PAGES.values(), ids=PAGES)
def test_a_fold_whose_title_counts_has_a_key(tree: ast.Module) -> None:
    # Without one the browser takes a fold with another title for another fold, and closes it.
    bare = [
        ast.unparse(call)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "expander"
        and any(
            isinstance(part, ast.Call) and ast.unparse(part.func) in ("len", "_count")
            for part in ast.walk(_title(call, tree))
        )
        and "key" not in {keyword.arg for keyword in call.keywords}
    ]

    assert bare == []


def _title(call: ast.Call, tree: ast.Module) -> ast.AST:
    """Return what the title is made of, also where it has a name."""
    title = call.args[0]
    if not isinstance(title, ast.Name):
        return title
    made = [
        found.value
        for found in ast.walk(tree)
        if isinstance(found, ast.Assign) and ast.unparse(found.targets[0]) == title.id
    ]
    return ast.Tuple(elts=made)
