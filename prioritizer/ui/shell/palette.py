"""The colours of the app, read from its style sheet: each in the light look and in the dark."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

TOKENS = Path(__file__).with_name("assets") / "tokens.css"
PAIR = re.compile(r"--([a-z]+-[a-z0-9-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\);")
FIGURE = "fig-"
PLOTTED = frozenset(
    f"pp-{name}"
    for name in (
        "ink", "muted", "line", "accent", "paper", "orange", "quiet", "dim", "zone",
        "amber-pale", "warn-edge",
    )
)  # fmt: skip


@cache
def tokens() -> dict[str, tuple[str, str]]:
    """Return the light and the dark colour of each token, as ``#rrggbb`` or ``#rrggbbaa``."""
    found = PAIR.findall(TOKENS.read_text(encoding="utf-8"))
    return {name: (light, dark) for name, light, dark in found}


def shade(share: float, token: str = "accent") -> str:  # noqa: S107 - a colour
    """Return a fill of so much of a colour, 0 to 1, as CSS that holds in both looks."""
    return f"color-mix(in srgb, var(--pp-{token}) {100 * share:.0f}%, transparent)"


@cache
def figure_style() -> str:
    """Return the style that turns a figure dark where the page around it is, on screen only.

    A picture asks the element that it stands in; paper and files never ask.
    """
    rules = "".join(
        f'[{part}="{light.upper()}"]{{{part}:{dark}}}'
        for name, (light, dark) in tokens().items()
        if name.startswith(FIGURE) and light != dark
        for part in ("fill", "stroke")
    )
    return f"<style>@media screen and (prefers-color-scheme:dark){{{rules}}}</style>"


@cache
def figure_rules() -> str:
    """Return the style of figures that stand in a page themselves, in both looks."""
    return "".join(
        f'[{part}="{light.upper()}"]{{{part}:var(--{name})}}'
        for name, (light, dark) in tokens().items()
        if name.startswith(FIGURE) and light != dark
        for part in ("fill", "stroke")
    )


@cache
def plot_rules() -> str:
    """Return the style that turns charts of plotly dark: it holds colours as ``rgb(…)``."""
    rules = "".join(
        f'.js-plotly-plot [style*="{part}: {_rgb(light)}"]{{{part}:var(--{name})!important}}'
        for name, (light, dark) in tokens().items()
        if name in PLOTTED and light != dark
        for part in ("fill", "stroke")
    )
    return f".js-plotly-plot .main-svg{{background:none!important}}{rules}"


def _rgb(color: str) -> str:
    return f"rgb({', '.join(str(int(color[k : k + 2], 16)) for k in (1, 3, 5))})"


def for_screen(svg: str) -> str:
    """Return a figure that is light or dark as the page is."""
    head, end, rest = svg.partition(">")
    return f"{head}{end}{figure_style()}{rest}"
