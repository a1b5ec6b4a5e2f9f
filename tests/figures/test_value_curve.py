"""The curve of a value function: sites on it, what is outside, and the same in words."""

from __future__ import annotations

import math
from xml.etree import ElementTree as Xml

import pytest

from prioritizer.figures.svg import PALE, Figure
from prioritizer.figures.value_curve import (
    DRAFT,
    NOW,
    Curve,
    CurveFigure,
    SitesOnCurve,
    value_curve,
)

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script> & "quoted" \x00\u202egnp.exe'


def drawn(
    *,
    draft: Curve | None = None,
    is_log: bool = False,
    name: str = "Pond",
    performances: tuple[float, ...] = (2.0, 20.0),
    span: tuple[float, float] = (1.0, 10.0),
) -> Figure:
    levels = tuple(min(max((x - 1) / 9, 0.0), 1.0) for x in performances)
    names = [name] * len(performances)
    sites = SitesOnCurve(names, performances, levels, chosen=0 if performances else None)
    now = Curve((1.0, 10.0), (0.0, 1.0))
    return value_curve(CurveFigure("Grade", "g/t", now, draft, sites, span, 3, is_log))


@pytest.mark.parametrize("is_log", [False, True])
def test_the_chart_is_sound_and_a_hostile_name_stays_text(is_log: bool) -> None:
    figure = drawn(name=HOSTILE, is_log=is_log)

    root = Xml.fromstring(figure.svg)  # noqa: S314 - our own text
    assert root.find(f".//{SVG}script") is None
    assert "\x00" not in figure.svg + figure.alt
    assert "\u202e" not in figure.svg + figure.alt


def test_a_draft_is_a_second_curve_and_the_present_one_is_dashed() -> None:
    alone, both = drawn(), drawn(draft=Curve((1.0, 5.0), (0.0, 1.0)))

    assert alone.svg.count("<polyline") == 1
    assert f'stroke="{NOW}" stroke-width="2.4" stroke-linejoin="round"/>' in alone.svg
    assert both.svg.count("<polyline") == 2
    assert f'stroke="{DRAFT}"' in both.svg
    assert 'stroke-dasharray="6 4"' in both.svg
    assert "by the draft" in both.alt


def test_sites_beyond_the_scale_are_counted_and_the_place_is_shaded() -> None:
    figure = drawn()

    assert "1 of them beyond the scale" in figure.caption
    assert f'fill="{PALE}"' in figure.svg
    assert f'fill="{PALE}"' not in drawn(span=(-math.inf, math.inf)).svg
    assert "3 without a known figure" in figure.caption


def test_the_chosen_site_is_named_with_its_value_and_figure() -> None:
    figure = drawn(performances=(5.5,))

    assert "Pond: 0.5" in figure.svg
    assert "Pond: 5.5 g/t, value 0.5" in figure.alt


def test_without_any_known_site_the_curve_stands_alone() -> None:
    figure = drawn(performances=())

    assert "No site has a known figure here" in figure.caption
    assert Xml.fromstring(figure.svg).findall(f".//{SVG}circle") == []  # noqa: S314


def test_what_is_bounded_and_what_is_unknown_are_no_sites_on_the_curve() -> None:
    now, sites = Curve((1.0, 10.0), (0.0, 1.0)), SitesOnCurve([], (), (), chosen=None)
    found = CurveFigure(
        "Access", "", now, None, sites, (1.0, 10.0), 72, is_log=False, bounded=46
    )

    caption = value_curve(found).caption

    assert caption.startswith("No site has a known figure here; 46 known in part")
    assert "72 without a known figure" in caption


def test_of_many_sites_those_that_look_alike_share_a_point_and_its_words_say_the_reach() -> (
    None
):
    few = tuple(1 + k / 1000 for k in range(900))
    many = tuple(1 + k / 1000 for k in range(9000))

    apart, together = drawn(performances=few), drawn(performances=many)

    assert apart.svg.count("<title>Pond") > 400
    assert 400 < together.svg.count("<title>Pond") < 800
    assert "Pond, Pond, Pond and " in together.svg
    assert " to " in together.svg.split("<title>Pond")[1].split("</title>")[0]
