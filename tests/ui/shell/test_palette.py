"""One set of colours: told apart and read in both looks, and no colour stands elsewhere."""

from __future__ import annotations

import re
import tomllib
from itertools import combinations

import pytest

from prioritizer.figures.agreement import share_bars
from prioritizer.ui.shell import palette, theme
from tests.conftest import ROOT

HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")
LOOKS = ("light", "dark")
SURFACES = ("pp-paper", "pp-soft", "pp-chosen", "pp-hover")
# Text and what it may stand on; 4.5 to 1 and more.
READ = [
    *[
        (text, on)
        for text in ("pp-ink", "pp-muted", "pp-accent", "pp-alert-ink")
        for on in SURFACES
    ],
    *[("pp-dim", on) for on in ("pp-paper", "pp-soft")],
    *[(f"pp-{kind}-ink", f"pp-{kind}-fill") for kind in ("good", "warn", "alert")],
    ("pp-warn-ink", "pp-warn-pale"),
    ("pp-warn-ink", "pp-paper"),
    ("pp-ink", "pp-warn-fill"),
    ("pp-ink", "pp-warn-pale"),
    ("pp-ink", "pp-alert-fill"),
    ("pp-accent-ink", "pp-chosen"),
    ("pp-accent-ink", "pp-likely-fill"),
    *[("pp-on-fill", f"pp-{fill}") for fill in ("accent", "alert", "good-ink")],
    *[(f"pp-{sign}", "pp-paper") for sign in ("good", "good-ink", "warn", "alert")],
    *[(text, "map-land") for text in ("map-name", "pp-ink", "pp-muted", "map-port")],
    *[("pp-ink", f"map-{fill}") for fill in ("out", "v0", "v1", "v2")],
    *[("pp-paper", f"map-{fill}") for fill in ("v3", "v4", "has")],
    ("map-on-chosen", "map-chosen"),
    ("map-on-chosen", "map-likely"),
    *[(text, on) for text in ("fig-ink", "fig-muted") for on in ("fig-paper", "fig-band")],
]
# Marks, bars and edges of what one uses; 3 to 1 and more.
SEEN = [
    *[(mark, "pp-paper") for mark in ("pp-edge", "pp-quiet", "pp-likely", "pp-orange")],
    *[(mark, "pp-paper") for mark in ("pp-warn-edge", "pp-good-edge", "pp-last", "pp-score")],
    *[(mark, "pp-track") for mark in ("pp-accent", "pp-likely")],
    *[(mark, "map-land") for mark in ("map-port", "map-plant", "map-own", "map-body")],
    *[
        (f"fig-{mark}", "fig-paper")
        for mark in ("accent", "blue", "orange", "green", "ochre", "last")
    ],
]


def luminance(color: str) -> float:
    parts = [int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("pairs", "least"), [(READ, 4.5), (SEEN, 3.0)])
def test_what_is_read_and_seen_stands_out_in_both_looks(
    pairs: list[tuple[str, str]], least: float, look: str
) -> None:
    side, found = LOOKS.index(look), palette.tokens()

    measured = {
        (one, other): round(contrast(found[one][side], found[other][side]), 2)
        for one, other in pairs
    }
    assert {pair: ratio for pair, ratio in measured.items() if ratio < least} == {}


def test_no_style_sheet_or_script_but_that_of_the_tokens_holds_a_colour() -> None:
    folder = theme.ASSETS
    held = {
        path.name: HEX.findall(path.read_text(encoding="utf-8"))
        for path in folder.iterdir()
        if path.suffix in (".css", ".js") and path != palette.TOKENS
    }
    assert {name: found for name, found in held.items() if found} == {}


def test_every_token_that_is_named_is_there() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in theme.ASSETS.glob("*.[cj]s*"))

    assert set(re.findall(r"var\(--((?:pp|map)-[a-z0-9-]+)\)", text)) <= set(palette.tokens())
    assert len(re.findall("light-dark", palette.TOKENS.read_text())) - 1 == len(
        palette.tokens()
    )


def test_each_colour_of_a_figure_has_a_partner_in_the_dark() -> None:
    partners = {
        light.upper() for name, (light, _) in palette.tokens().items() if "fig-" in name
    }
    folder = ROOT / "prioritizer" / "figures"
    used = {
        color
        for path in folder.glob("*.py")
        for color in HEX.findall(path.read_text(encoding="utf-8"))
    }
    assert used - partners == set()
    assert len(partners) == sum(name.startswith("fig-") for name in palette.tokens())


def test_a_figure_is_dark_on_a_dark_screen_only() -> None:
    drawn = share_bars(["A"], [0.5], 7, limit=0.5)
    shown = palette.for_screen(drawn.svg)

    assert "prefers-color-scheme" not in drawn.svg
    assert shown.count("<style>") == 1
    assert "@media screen and (prefers-color-scheme:dark){[fill=" in shown
    assert shown.replace(palette.figure_style(), "") == drawn.svg


def test_criteria_are_told_apart_by_lightness_or_hue_in_both_looks() -> None:
    for side in (0, 1):
        main = [
            palette.tokens()[f"fig-{name}"][side]
            for name in ("amber", "blue", "orange", "green", "pink", "sky", "ochre", "last")
        ]
        for one, other in combinations(main, 2):
            apart = sum(
                abs(int(one[k : k + 2], 16) - int(other[k : k + 2], 16)) for k in (1, 3, 5)
            )
            assert apart > 60, (one, other)


@pytest.mark.parametrize("look", LOOKS)
def test_the_colours_of_streamlit_are_those_of_the_tokens(look: str) -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["theme"][look]
    side = LOOKS.index(look)

    for name, token in (
        ("backgroundColor", "pp-paper"),
        ("secondaryBackgroundColor", "pp-soft"),
        ("textColor", "pp-ink"),
        ("linkColor", "pp-accent"),
        ("borderColor", "pp-line"),
    ):
        assert settings[name].lower() == palette.tokens()[token][side], name


def test_phones_have_both_looks_and_each_is_read() -> None:
    folder = ROOT / "prioritizer" / "ui" / "phone" / "assets"
    css = (folder / "phone.css").read_text()
    light, dark = (
        dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", part))
        for part in css.split("\n* {")[0].split("@media", 1)
    )
    assert light.keys() == dark.keys()
    assert "color-scheme: light dark" in css
    assert HEX.findall(css.split("\n* {")[1] + (folder / "budget.css").read_text()) == []
    for look in (light, dark):
        for text, on in (
            ("ink", "paper"), ("soft", "paper"), ("soft", "shade"), ("accent", "paper"),
            ("on-accent", "accent"), ("alert-ink", "alert-fill"),
        ):  # fmt: skip
            assert contrast(look[text], look[on]) >= 4.5, (text, on)
        assert contrast(look["line"], look["paper"]) >= 3
        assert contrast(look["ring"], look["paper"]) >= 3
