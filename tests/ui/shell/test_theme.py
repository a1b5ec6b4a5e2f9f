"""Colours: every criterion of a tree has its own, and those of one branch share a hue."""

from __future__ import annotations

import colorsys

import pytest

from prioritizer.readers.criteria import read_criteria
from prioritizer.ui.shell.theme import PALETTE, colors


def hue(color: str) -> float:
    parts = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    return colorsys.rgb_to_hsv(parts[0], parts[1], parts[2])[0]


def test_a_flat_set_takes_the_palette_as_it_is() -> None:
    assert tuple(colors(read_criteria("default")).values()) == PALETTE[:5]


def test_criteria_of_a_branch_share_a_hue_and_no_two_a_colour() -> None:
    detailed = read_criteria("detailed")
    found = colors(detailed)

    assert len(set(found.values())) == len(detailed.ids)
    for node in detailed.tree():
        if node.depth == 1:
            first, *others = (hue(found[leaf]) for leaf in node.leaves)
            assert others == pytest.approx([first] * len(others), abs=0.01)
